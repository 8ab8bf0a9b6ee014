"""The local SharePoint at scale: 100,000 rows, 5,000 to a page, in a process of its own; its time, its memory, its restart."""

import http.client
import json
import multiprocessing
import re
import ssl
import tempfile
import time
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sync.emulator.server import Connection, LocalSharePoint
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.documents import add_documents
from sync.emulator.store.fields import NewField, add_field, read_fields
from sync.emulator.store.items import Stamp, add_item
from sync.emulator.store.lists import add_list, find_list
from sync.emulator.store.site import add_site
from tests.benchmarks.table import print_table

ROWS, PAGE = 100_000, 5000
TITLE = "Tracker"
_TEXTS = tuple(f"Text{number}" for number in range(1, 9))
_WORDS = "The force should ensure that its response is reviewed by a supervisor before the item is closed."


def measure() -> None:
    """Print how long the pages take, how much memory the server grows to, and how long it takes to start again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        _fill(folder / "sharepoint.sqlite")
        filled = time.perf_counter() - began
        first, second = _serve_and_read(folder), _serve_and_read(folder)
        size = (folder / "sharepoint.sqlite").stat().st_size
    slowest = max([*first["pages"], *second["pages"]])
    rows = [
        ("a page, slowest of all", "at most 0.40 s", f"{slowest:.2f} s"),
        ("a page, median", "", f"{sorted(first['pages'])[len(first['pages']) // 2]:.2f} s"),
        ("memory of the server, highest", "at most 300 MB", f"{max(first['memory'], second['memory']):.0f} MB"),
        ("all rows, page by page", "", f"{sum(first['pages']):.1f} s"),
        ("rows after a restart", f"{ROWS:,}", f"{second['rows']:,}"),
        ("start with that data", "", f"{second['start']:.1f} s"),
        ("rows added before", "", f"{1e6 * filled / ROWS:.0f} µs each, {size / 1e6:.0f} MB"),
    ]
    print_table(f"The local SharePoint: {ROWS:,} rows, {PAGE:,} a page", ("", "bar", "measured"), rows)


def _fill(file: Path) -> None:
    store = Store(file)
    with store.writing():
        site = add_site(store, "Large", "/sites/large", "Europe/London")
        add_documents(store, site)
        made = add_list(store, site, TITLE, {})
        for name in _TEXTS:
            add_field(store, made.id, NewField(name, kinds.TEXT, {}))
        add_field(store, made.id, NewField("SyncKey", kinds.TEXT, {"Indexed": True, "EnforceUniqueValues": True}))
        add_field(store, made.id, NewField("Due", kinds.DATE_TIME, {"DisplayFormat": 0}))
        add_field(store, made.id, NewField("Notes", kinds.NOTE, {}))
        add_field(store, made.id, NewField("Tags", kinds.MULTI_CHOICE, {"Choices": ["A", "B"]}))
        add_field(store, made.id, NewField("Owner", kinds.USER, {}))
        sheet = Sheet(store, site, find_list(store, made.id), read_fields(store, made.id))
        for number in range(ROWS):
            add_item(sheet, _build_row(number), Stamp(1073741822))
    store.close()


def _build_row(number: int) -> dict[str, object]:
    texts = {name: f"{name} of row {number}" for name in _TEXTS}
    return {
        "Title": f"Row {number}",
        "SyncKey": f"key/{number}",
        "Due": "2021-07-13T23:00:00Z",
        "Notes": _WORDS,
        "Tags": ["A", "B"],
        "OwnerId": 1073741822,
        **texts,
    }


def _serve_and_read(folder: Path) -> dict[str, Any]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, theirs))
    began = time.perf_counter()
    process.start()
    try:
        connection: Connection = ours.recv()
        start = time.perf_counter() - began
        pages, rows = _read_pages(connection)
        return {"pages": pages, "rows": rows, "memory": _read_peak(process.pid), "start": start}
    finally:
        ours.send(None)
        process.join()


def _serve(folder: Path, pipe: Pipe) -> None:
    with LocalSharePoint(folder) as connection:
        pipe.send(connection)
        pipe.recv()


def _read_pages(connection: Connection) -> tuple[list[float], int]:
    host = urlsplit(connection.site_url)
    context = ssl.create_default_context(cafile=connection.ca_file)
    client = http.client.HTTPSConnection(str(host.hostname), host.port, context=context, timeout=60)
    headers = {"Accept": "application/json;odata=minimalmetadata", "Authorization": f"Bearer {connection.token}"}
    address = f"{host.path}/_api/web/lists/getbytitle('{TITLE}')/items?$top={PAGE}"
    took, rows = [], 0
    while address:
        began = time.perf_counter()
        client.request("GET", address, headers=headers)
        body = client.getresponse().read()
        took.append(time.perf_counter() - began)
        page = json.loads(body)
        rows += len(page["value"])
        address = page.get("odata.nextLink", "").removeprefix(f"https://{host.netloc}")
    client.close()
    return took, rows


def _read_peak(process_id: int | None) -> float:
    """Return the most memory a process has had, in MB, as Linux tells it."""
    status = Path(f"/proc/{process_id}/status")
    if not status.exists():
        return float("nan")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else float("nan")
