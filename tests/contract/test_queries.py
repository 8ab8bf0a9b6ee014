"""Reading many rows: pages, filters, sorts, CAML and rendered rows (sharepoint.md C.2, C.3 and C.5)."""

import json
from typing import Any

import pytest

from tests.contract.site import Workspace
from tests.emulator.rest import MODERN, NONE, VERBOSE, encode, read_all

ROWS = 7


@pytest.fixture(scope="package")
def mark(work: Workspace) -> str:
    """Return the word that begins the titles of seven rows, numbered from 0."""
    mark = work.mark()
    for number in range(ROWS):
        work.add(Title=f"{mark} it's {number}", Score=number, Seen=f"2026-0{number + 1}-15T12:00:00Z")
    return mark


@pytest.mark.usefixtures("mark")
def test_pages_follow_one_another_to_the_end(work: Workspace) -> None:
    all_ids = [row["Id"] for row in work.api.get(f"{work.path}/items?$top=5000&$select=Id").rows]

    read = [row["Id"] for row in read_all(work.api, f"{work.path}/items?$top=3&$select=Id")]

    assert len(read) >= ROWS
    assert read == all_ids


@pytest.mark.usefixtures("mark")
@pytest.mark.parametrize(
    ("accept", "envelope", "name"),
    [(VERBOSE, "d", "__next"), (NONE, "", "odata.nextLink"), (MODERN, "", "@odata.nextLink")],
)
def test_the_next_page_is_an_address_until_the_last(work: Workspace, accept: str, envelope: str, name: str) -> None:
    def read(address: str) -> dict[str, Any]:
        document: dict[str, Any] = work.api.get(address, Accept=accept).json
        return document[envelope] if envelope else document

    first = read(f"{work.path}/items?$top=2&$select=Id,Title")
    whole = read(f"{work.path}/items?$top=5000&$select=Id")

    assert first[name].startswith(f"{work.api.connection.site_url}/_api/")
    assert "skiptoken" in first[name]
    assert name not in whole


@pytest.mark.usefixtures("mark")
def test_skipping_rows_is_not_how_items_are_paged(work: Workspace) -> None:
    plain = work.api.get(f"{work.path}/items?$top=2&$select=Id").rows

    skipped = work.api.get(f"{work.path}/items?$top=2&$skip=2&$select=Id").rows

    assert [row["Id"] for row in skipped] == [row["Id"] for row in plain]


def test_a_page_begins_after_the_row_of_its_token(work: Workspace, mark: str) -> None:
    ids = [row["Id"] for row in work.find(f"startswith(Title,'{mark}')")]
    token = encode(f"Paged=TRUE&p_ID={ids[2]}")

    found = work.api.get(f"{work.path}/items?$skiptoken={token}&$top=1&$select=Id").rows

    assert [row["Id"] for row in found] == [ids[3]]


@pytest.mark.usefixtures("mark")
def test_a_token_whose_ampersand_is_not_encoded_gives_the_first_page(work: Workspace) -> None:
    first = work.api.get(f"{work.path}/items?$top=1&$select=Id").rows

    found = work.api.get(f"{work.path}/items?$skiptoken=Paged=TRUE&p_ID=3&$top=1&$select=Id").rows

    assert found[0]["Id"] == first[0]["Id"]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        pytest.param("Score eq 3", [3], id="equal"),
        pytest.param("Score ne 3 and Score lt 5", [0, 1, 2, 4], id="not equal and less"),
        pytest.param("Score le 1 or Score ge 6", [0, 1, 6], id="or"),
        pytest.param("(Score eq 1 or Score eq 2) and Score gt 1", [2], id="brackets"),
        pytest.param("Seen gt datetime'2026-05-15T12:00:00Z'", [5, 6], id="later"),
        pytest.param("Seen eq datetime'2026-05-15T12:00:00Z'", [4], id="at"),
        pytest.param("substringof('it''s 4',Title)", [4], id="a quote in a text"),
        pytest.param("SyncKey eq null", list(range(ROWS)), id="nothing"),
    ],
)
def test_a_filter_finds_the_rows_it_says(work: Workspace, mark: str, where: str, numbers: list[int]) -> None:
    found = work.find(f"startswith(Title,'{mark}') and ({where})", "Score")

    assert [row["Score"] for row in found] == numbers


@pytest.mark.parametrize(
    "query",
    [
        "$select=Score&$filter=substringof('{mark}',Title)&$orderby=Score desc&$top=2",
        "%24select=Score&%24filter=substringof('{mark}',Title)&%24orderby=Score+desc&%24top=2&",
        "$select=Score&$filter=startswith(Title,'{mark}')&$orderby=Score%20desc,Id%20asc&$top=2",
    ],
)
def test_a_query_may_be_spelt_in_several_ways(work: Workspace, mark: str, query: str) -> None:
    address = query.format(mark=encode(mark)).replace(" ", "%20")

    answer = work.api.get(f"{work.path}/items?{address}")

    assert [row["Score"] for row in answer.rows] == [6, 5], answer.text


def test_people_are_expanded_by_what_is_asked(work: Workspace, mark: str) -> None:
    where = encode(f"startswith(Title,'{mark}')")
    query = f"$select=Author/Title,Author/Id&$expand=Author&$filter={where}&$top=1"

    [row] = work.api.get(f"{work.path}/items?{query}", Accept=NONE).rows

    assert set(row) == {"Author"}
    assert row["Author"]["Title"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param("$select=Nothing", "The field or property 'Nothing' does not exist.", id="select"),
        pytest.param("$filter=Nothing%20eq%201", "Column 'Nothing' does not exist.", id="filter"),
        pytest.param("$filter=Title%20eq", "", id="half a filter"),
    ],
)
def test_a_query_that_cannot_be_is_a_400(work: Workspace, query: str, message: str) -> None:
    answer = work.api.get(f"{work.path}/items?{query}")

    assert answer.error[0] == 400
    assert answer.error[2].startswith(message)


def test_caml_and_rendered_rows_find_the_same(work: Workspace, mark: str) -> None:
    where = (
        f"<And><BeginsWith><FieldRef Name='Title'/><Value Type='Text'>{mark}</Value></BeginsWith>"
        "<Geq><FieldRef Name='Score'/><Value Type='Number'>5</Value></Geq></And>"
    )
    order = "<OrderBy><FieldRef Name='Score' Ascending='FALSE'/></OrderBy>"
    fields = "<ViewFields><FieldRef Name='ID'/><FieldRef Name='Title'/></ViewFields>"
    xml = f"<View><Query><Where>{where}</Where>{order}</Query>{fields}<RowLimit>10</RowLimit></View>"

    rows = work.api.post(f"{work.path}/getitems", {"query": {"ViewXml": xml}}, Accept=NONE).rows
    rendered = work.api.post(f"{work.path}/renderlistdataasstream", {"parameters": {"ViewXml": xml}})

    titles = [f"{mark} it's 6", f"{mark} it's 5"]
    assert [row["Title"] for row in rows] == titles
    assert [row["Title"] for row in json.loads(rendered.text)["Row"]] == titles
