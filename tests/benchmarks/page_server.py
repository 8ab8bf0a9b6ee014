"""A server of prepared pages in a process of its own, so that only the clients are measured.

It answers a list of 25 columns in the two dialects that the clients ask for, page by page, and a batch the way SharePoint does.
"""

import json
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import unquote

TITLE = "Tracker"
TEXT_COLUMNS = tuple(f"Text{number}" for number in range(1, 13))
DATE_COLUMNS = tuple(f"Date{number}" for number in range(1, 7))
PAGE = 5000
_WORDS = "The force should ensure that its response is reviewed by a supervisor before the item is closed. " * 2


def column_names() -> tuple[str, ...]:
    """Return the columns that a tracker of this size has."""
    return ("Title", *TEXT_COLUMNS, *DATE_COLUMNS, "Board", "Owner", "Evidence", "Score", "Done", "Notes")


def _field(name: str) -> dict[str, Any]:
    kind = {
        "Board": "Lookup",
        "Owner": "User",
        "Evidence": "URL",
        "Score": "Number",
        "Done": "Boolean",
        "Notes": "Note",
    }
    type_name = "DateTime" if name in DATE_COLUMNS else kind.get(name, "Text")
    return {"InternalName": name, "EntityPropertyName": name, "Title": name, "TypeAsString": type_name, "SchemaXml": ""}


def _row(number: int) -> dict[str, Any]:
    row: dict[str, Any] = {"Id": number, "ID": number, "Title": f"Row {number}", "Notes": _WORDS}
    row |= {name: f"{name} of row {number}" for name in TEXT_COLUMNS}
    row |= dict.fromkeys(DATE_COLUMNS, "2021-06-22T23:00:00Z")
    row |= {"Board": {"Id": 1, "Title": "Operational"}, "Owner": {"Title": "Head of Crime", "EMail": "h@x.example"}}
    return row | {"Evidence": {"Url": "https://x.example/e", "Description": "e"}, "Score": 1.5, "Done": False}


class _Pages:
    """Every answer, made beforehand."""

    def __init__(self, origin: str, rows: int) -> None:
        self._origin = origin
        self._rows = rows
        self._list = f"{origin}/sites/x/_api/Web/Lists(guid'0')/Items"
        self.light = [self._build_light(first) for first in range(1, rows + 1, PAGE)]
        self.verbose = [self._build_verbose(first) for first in range(1, rows + 1, PAGE)]

    def _numbers(self, first: int) -> range:
        return range(first, min(first + PAGE, self._rows + 1))

    def _next(self, first: int) -> str:
        page = first // PAGE + 1
        has_more = page * PAGE < self._rows
        address = f"{self._origin}/sites/x/_api/web/lists/getbytitle('{TITLE}')/items?%24skiptoken={page}&%24top={PAGE}"
        return address if has_more else ""

    def _build_light(self, first: int) -> bytes:
        value = [
            {"odata.etag": f'"{n},1"', "odata.type": "SP.Data.TrackerListItem", **_row(n)} for n in self._numbers(first)
        ]
        following = self._next(first)
        return json.dumps({"value": value, **({"odata.nextLink": following} if following else {})}).encode()

    def _build_verbose(self, first: int) -> bytes:
        def about(number: int) -> dict[str, Any]:
            address = f"{self._list}({number})"
            parts = (
                "FirstUniqueAncestorSecurableObject",
                "RoleAssignments",
                "ContentType",
                "File",
                "Folder",
                "ParentList",
            )
            meta = {"id": address, "uri": address, "etag": f'"{number},1"', "type": "SP.Data.TrackerListItem"}
            return {"__metadata": meta, **{part: {"__deferred": {"uri": f"{address}/{part}"}} for part in parts}}

        results = [about(n) | _row(n) for n in self._numbers(first)]
        following = self._next(first)
        return json.dumps({"d": {"results": results, **({"__next": following} if following else {})}}).encode()

    def answer_part(self, url: str) -> bytes:
        """Return what a GET inside a batch gets."""
        if "/fields" in url:
            return json.dumps({"value": [_field(name) for name in column_names()]}).encode()
        about = {
            "ItemCount": self._rows,
            "Description": "",
            "RootFolder": {"ServerRelativeUrl": "/sites/x/Lists/Tracker"},
        }
        return json.dumps(about).encode()


def _serve(rows: int, ready: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    origin = f"http://127.0.0.1:{server.server_port}"
    _Handler.pages = _Pages(origin, rows)
    ready.send(origin)
    server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages: _Pages

    def do_GET(self) -> None:
        found = re.search(r"skiptoken=(\d+)", unquote(self.path))
        page = int(found[1]) if found else 0
        is_verbose = "verbose" in self.headers.get("Accept", "")
        self._reply((self.pages.verbose if is_verbose else self.pages.light)[page], "application/json")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path.lower().endswith("contextinfo"):
            info = {
                "FormDigestTimeoutSeconds": 1800,
                "FormDigestValue": "0x1",
                "WebFullUrl": "http://127.0.0.1/sites/x",
            }
            self._reply(
                json.dumps({"d": {"GetContextWebInformation": info}}).encode(), "application/json;odata=verbose"
            )
            return
        urls = re.findall(r"^GET (\S+) HTTP/1\.1", body, re.MULTILINE)
        pieces = [
            b"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nCONTENT-TYPE: application/json\r\n\r\n"
            + self.pages.answer_part(url)
            + b"\r\n"
            for url in urls
        ]
        self._reply(b"".join(pieces) + b"--b--\r\n", "multipart/mixed; boundary=b")

    def _reply(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        del format, arguments


@contextmanager
def serve_pages(rows: int) -> Iterator[str]:
    """Yield the site's address; the server ends with the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(rows, theirs), daemon=True)
    process.start()
    try:
        yield f"{ours.recv()}/sites/x"
    finally:
        process.terminate()
        process.join()
