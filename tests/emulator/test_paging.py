"""Paging: each row exactly once, whatever the page size, the order and the filter."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulator.rest import MODERN, VERBOSE, Api, a_field, add_item, encode, make_list, read_all

ROWS = 12


@pytest.fixture(scope="module")
def numbered(api: Api) -> str:
    path = make_list(api, a_field("Score", "Number"), a_field("Group"), a_field("Due", "DateTime"))
    for number in range(ROWS):
        day = f"2026-09-{number % 5 + 1:02}T10:00:00Z"
        group = None if number % 4 == 0 else f"Group & {'ab'[number % 2]}"
        add_item(api, path, Title=f"row {number}", Score=number % 3, Group=group, Due=day)
    return path


@settings(max_examples=40, deadline=None)
@given(
    size=st.integers(min_value=1, max_value=ROWS + 2),
    order=st.sampled_from(["", "ID", "ID desc", "Score", "Group desc", "Due,Score desc", "Group,Title desc"]),
    condition=st.sampled_from(["", "Score ne 1", "ID gt 3"]),
)
def test_every_row_is_visited_once(api: Api, numbered: str, size: int, order: str, condition: str) -> None:
    options = f"$top={size}&$orderby={encode(order)}&$filter={encode(condition)}"

    ids = [row["Id"] for row in read_all(api, f"{numbered}/items?$select=Id&{options}")]

    assert sorted(ids) == [number + 1 for number in range(ROWS) if is_kept(condition, number)]


def is_kept(condition: str, number: int) -> bool:
    return not condition or (number % 3 != 1 if condition == "Score ne 1" else number + 1 > 3)


def test_a_last_page_that_is_exactly_full_has_no_next_link(api: Api, numbered: str) -> None:
    page = api.get(f"{numbered}/items?$top={ROWS}").json

    assert len(page["value"]) == ROWS
    assert "odata.nextLink" not in page


@pytest.mark.parametrize(
    ("accept", "find"),
    [
        pytest.param("application/json", lambda page: page["odata.nextLink"], id="version 3"),
        pytest.param("application/json;odata=nometadata", lambda page: page["odata.nextLink"], id="no metadata"),
        pytest.param(VERBOSE, lambda page: page["d"]["__next"], id="verbose"),
        pytest.param(MODERN, lambda page: page["@odata.nextLink"], id="version 4"),
    ],
)
def test_a_next_link_is_absolute_and_repeats_the_options(api: Api, numbered: str, accept: str, find: object) -> None:
    assert callable(find)
    page = api.get(f"{numbered}/items?$select=Id,Title&$top=5&$filter=ID%20gt%200", Accept=accept).json

    link = find(page)

    assert link.startswith(f"{api.connection.site_url}/_api/Web/Lists(guid'")
    assert "%24skiptoken=Paged%3dTRUE%26p_ID%3d5&" in link
    assert parse_qs(urlsplit(link).query) == {
        "$skiptoken": ["Paged=TRUE&p_ID=5"],
        "$select": ["Id,Title"],
        "$top": ["5"],
        "$filter": ["ID gt 0"],
    }


def test_a_sorted_next_link_carries_the_sort_values(api: Api, numbered: str) -> None:
    link = api.get(f"{numbered}/items?$top=1&$orderby=Due%20desc,Title").json["odata.nextLink"]

    assert "p_SortBehavior%3d1%26p_Due%3d20260905%252010%253a00%253a00%26p_Title%3drow%25204%26p_ID%3d5" in link


@pytest.mark.parametrize(
    ("token", "first"),
    [
        pytest.param("Paged%3dTRUE%26p_ID%3d4", 5, id="encoded"),
        pytest.param("Paged=TRUE%26p_ID=4", 5, id="as the CLI sends it"),
        pytest.param("Paged=TRUE&p_ID=4", 1, id="not encoded is page 1 again"),
    ],
)
def test_a_skip_token_is_understood(api: Api, numbered: str, token: str, first: int) -> None:
    assert api.get(f"{numbered}/items?$skiptoken={token}&$top=2").rows[0]["Id"] == first


def test_skip_has_no_effect_on_items(api: Api, numbered: str) -> None:
    assert api.get(f"{numbered}/items?$skip=5&$top=1").rows[0]["Id"] == 1


def test_a_token_that_is_no_number_is_refused(api: Api, numbered: str) -> None:
    assert api.get(f"{numbered}/items?$skiptoken=Paged%3dTRUE%26p_ID%3dx").error[0] == 400


def test_empty_cells_come_first_and_ties_go_by_id(api: Api, numbered: str) -> None:
    rows = api.get(f"{numbered}/items?$orderby=Group&$select=Id,Group").rows

    assert [row["Id"] for row in rows[:3]] == [1, 5, 9]
    assert [row["Group"] for row in rows] == [None] * 3 + ["Group & a"] * 3 + ["Group & b"] * 6


def test_a_page_is_a_hundred_rows_unless_asked(api: Api) -> None:
    path = make_list(api)
    for _ in range(101):
        add_item(api, path)

    page = api.get(f"{path}/items").json

    assert len(page["value"]) == 100
    assert len(api.get(page["odata.nextLink"]).rows) == 1


@pytest.mark.parametrize("order", ["Nope", "Tags", "Body"])
def test_what_cannot_be_sorted_by_is_refused(api: Api, order: str) -> None:
    path = make_list(api, a_field("Tags", "MultiChoice"), a_field("Body", "Note"))

    assert api.get(f"{path}/items?$orderby={order}").status in (400, 501)
