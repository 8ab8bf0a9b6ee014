"""Reading 20,000 rows: our client into records, plain requests and json, and the library's own ``get_all``, from the same pages."""

import time
from collections.abc import Callable

import requests
from office365.sharepoint.client_context import ClientContext

from sync.ports import ListRequest
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.http_session import PinnedSession
from sync.sharepoint.site import SharePointSite
from sync.sharepoint.transport import Transport
from tests.benchmarks.page_server import PAGE, TITLE, column_names, serve_pages
from tests.benchmarks.table import print_table
from tests.sharepoint.wire import a_timing, an_open_sign_in

ROWS = 20_000
_REPEATS = 3


def measure() -> None:
    """Print how long each way takes, the best of three, and the ratios."""
    with serve_pages(ROWS) as site:
        ways: dict[str, Callable[[], int]] = {
            "hmicfrs-sync, into records": lambda: _read_ours(site),
            "requests + json, the same pages": lambda: _read_plainly(site),
            "library, get_all": lambda: _read_with_library(site),
        }
        seconds = {name: _best(way, 1 if "library" in name else _REPEATS) for name, way in ways.items()}
    ours, plain, library = seconds.values()
    rows = [
        (name, f"{value:.2f} s", f"{1e6 * value / ROWS:.0f} µs", f"{value / ours:.1f} ×")
        for name, value in seconds.items()
    ]
    print_table(f"Reading {ROWS:,} rows of {len(column_names())} columns", ("", "time", "a row", "of ours"), rows)
    verdicts = [
        ("faster than the library's get_all", "at least 15 ×", f"{library / ours:.1f} ×"),
        ("of plain requests + json", "at most 3 ×", f"{ours / plain:.1f} ×"),
    ]
    print_table("", ("", "bar", "measured"), verdicts)


def _best(way: Callable[[], int], repeats: int) -> float:
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        count = way()
        took.append(time.perf_counter() - began)
        if count != ROWS:
            raise RuntimeError(f"{count} rows instead of {ROWS}")
    return min(took)


def _read_ours(site: str) -> int:
    connection = SiteConnection(site)
    transport = Transport(connection, PinnedSession(connection), an_open_sign_in(), a_timing())
    request = ListRequest(TITLE, dict.fromkeys(column_names(), ""), "")
    return len(SharePointSite(transport).read_lists([request])[TITLE].rows)


def _read_plainly(site: str) -> int:
    rows = []
    with requests.Session() as session:
        session.headers["Accept"] = "application/json;odata=minimalmetadata"
        url: str | None = f"{site}/_api/web/lists/getbytitle('{TITLE}')/items?$top={PAGE}"
        while url:
            page = session.get(url, timeout=60).json()
            rows += page["value"]
            url = page.get("odata.nextLink")
    return len(rows)


def _read_with_library(site: str) -> int:
    context = ClientContext(site).with_access_token(
        lambda: {"access_token": "t", "token_type": "Bearer", "expires_in": 3600}
    )
    return len(context.web.lists.get_by_title(TITLE).items.get_all(PAGE).execute_query())
