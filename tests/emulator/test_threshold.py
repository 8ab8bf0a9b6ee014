"""The list view threshold: what must look at more than 5,000 rows is refused."""

from collections.abc import Iterator

import pytest

from sync.emulator.query.options import PAGE_LIMIT
from sync.emulator.server import Connection, LocalSharePoint
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import NewField, add_field, read_fields
from sync.emulator.store.items import Stamp, add_item
from sync.emulator.store.lists import add_list, find_list
from sync.emulator.store.site import add_site
from tests.emulator.rest import Api, an_api, encode, read_all

ROWS = 5100
LARGE = "web/lists/getbytitle('Large')"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    data_dir = tmp_path_factory.mktemp("large")
    fill_file(data_dir / "sharepoint.sqlite")
    with LocalSharePoint(data_dir) as connection:
        yield connection


@pytest.fixture(scope="module")
def api(connection: Connection) -> Iterator[Api]:
    with an_api(connection) as api:
        yield api


def fill_file(file: object) -> None:
    store = Store(file)  # type: ignore[arg-type] # a path
    with store.writing():
        site = add_site(store, "Large", "/sites/large", "Europe/London")
        made = add_list(store, site, "Large", {})
        add_field(store, made.id, NewField("SyncKey", kinds.TEXT, {"Indexed": True, "EnforceUniqueValues": True}))
        add_field(store, made.id, NewField("Half", kinds.NUMBER, {"Indexed": True}))
        add_field(store, made.id, NewField("Plain", kinds.TEXT, {}))
        sheet = Sheet(store, site, find_list(store, made.id), read_fields(store, made.id))
        for number in range(ROWS):
            add_item(sheet, {"SyncKey": f"key-{number}", "Half": number % 2, "Plain": "x"}, Stamp(1))
    store.close()


def test_a_page_never_has_more_than_5000_rows(api: Api) -> None:
    page = api.get(f"{LARGE}/items?$top=100000&$select=Id").json

    assert len(page["value"]) == PAGE_LIMIT
    assert len(api.get(page["odata.nextLink"]).rows) == ROWS - PAGE_LIMIT


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("", ROWS, id="unfiltered"),
        pytest.param("$orderby=ID", ROWS, id="sorted by id"),
        pytest.param("$filter=SyncKey eq 'KEY-7'", 1, id="by an indexed column"),
        pytest.param("$filter=Half eq 1 and Plain eq 'x'", ROWS // 2, id="narrowed by the first indexed column"),
        pytest.param("$filter=Plain eq 'x' and SyncKey eq 'key-7'", 1, id="narrowed by the second condition"),
        pytest.param("$filter=ID gt 50", ROWS - 50, id="by id"),
        pytest.param("$filter=ID ge 51 and Plain eq 'x'", ROWS - 50, id="from an id on"),
        pytest.param("$filter=50.5 lt ID", ROWS - 50, id="by id the other way round"),
        pytest.param("$filter=ID gt -1", ROWS, id="from before the first id"),
        pytest.param("$filter=ID gt 99999999999", 0, id="from after the last id"),
        pytest.param("$filter=ID eq 50", 1, id="by one id"),
        pytest.param("$filter=Half eq 0&$orderby=Plain", ROWS // 2, id="narrowed, then sorted by anything"),
        pytest.param("$orderby=SyncKey", ROWS, id="sorted by an indexed column"),
    ],
)
def test_a_narrow_query_is_served(api: Api, query: str, rows: int) -> None:
    found = read_all(api, f"{LARGE}/items?$select=Id&$top=5000&{encode_query(query)}")

    assert len({row["Id"] for row in found}) == len(found) == rows


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("$filter=Plain eq 'x'", id="by a column without an index"),
        pytest.param("$filter=Modified gt datetime'2021-01-01T00:00:00Z'", id="by a stamp"),
        pytest.param("$filter=Half ge 0", id="an index that does not narrow"),
        pytest.param("$filter=SyncKey eq 'a' or SyncKey eq 'b'", id="either of two"),
        pytest.param("$orderby=Plain", id="sorted by a column without an index"),
        pytest.param("$filter=ID gt 0&$orderby=Plain", id="by id, sorted by a column without an index"),
    ],
)
def test_a_wide_query_is_refused(api: Api, query: str) -> None:
    assert api.get(f"{LARGE}/items?$top=1&{encode_query(query)}").error == (
        500,
        "-2147024860, Microsoft.SharePoint.SPQueryThrottledException",
        "The attempted operation is prohibited because it exceeds the list view threshold.",
    )


def encode_query(query: str) -> str:
    return "&".join(f"{name}={encode(value)}" for name, _, value in (p.partition("=") for p in query.split("&")))
