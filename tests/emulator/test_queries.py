"""Queries of items: which properties, through which lookups, by which conditions."""

import pytest

from tests.emulator.rest import NONE, VERBOSE, Api, Reply, a_field, add_item, encode, make_list

ITEMS = "web/lists/getbytitle('HMICFRS%20Tracker')/items"
BAD = (400, "-1, Microsoft.SharePoint.SPException")


def test_select_gives_what_is_asked_in_that_order(api: Api) -> None:
    [first, _] = api.get(f"{ITEMS}?$select=Title,Id,Business_x0020_LeadId", Accept=NONE).rows

    assert list(first.items()) == [("Title", "Rest periods in custody"), ("Id", 1), ("Business_x0020_LeadId", 6)]


def test_lookups_and_people_are_expanded(api: Api) -> None:
    select = "Title,Assessment_x0020_Board/Title,Business_x0020_Lead/Title,Business_x0020_Lead/EMail"
    expand = "Assessment_x0020_Board,Business_x0020_Lead"

    [first, second] = api.get(f"{ITEMS}?$select={select}&$expand={expand}", Accept=NONE).rows

    assert first["Assessment_x0020_Board"] == {"Title": "Custody and Criminal Justice Board"}
    assert first["Business_x0020_Lead"] == {"Title": "Head of Custody", "EMail": "head.of.custody@force.example"}
    assert "Business_x0020_Lead" not in second


def test_an_empty_lookup_is_deferred_in_verbose(api: Api) -> None:
    query = "$select=Business_x0020_Lead/Title&$expand=Business_x0020_Lead&$filter=ID%20eq%202"

    [row] = api.get(f"{ITEMS}?{query}", Accept=VERBOSE).rows

    assert row["Business_x0020_Lead"]["__deferred"]["uri"].endswith("/Items(2)/Business_x0020_Lead")


def test_a_star_brings_everything_and_the_expanded_too(api: Api) -> None:
    row = api.get(f"{ITEMS}(1)?$select=*,Editor/Title&$expand=Editor").json

    assert row["Editor"]["Title"] == "SharePoint App"
    assert row["Recommendation_x0020_Ref"] == "1"


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        pytest.param("Item_x0020_Type eq 'afi'", [1], id="choice"),
        pytest.param("Assessment_x0020_BoardId eq 1", [1, 2], id="lookup id"),
        pytest.param("Business_x0020_Lead eq 6", [1], id="person by number"),
        pytest.param("Business_x0020_Lead/EMail eq 'head.of.custody@force.example'", [1], id="person by address"),
        pytest.param("Assessment_x0020_Board/Title ne 'x'", [1, 2], id="lookup title"),
        pytest.param("FLL_x0020_Agreed eq datetime'2021-07-14T23:00:00Z'", [1], id="date"),
        pytest.param("FLL_x0020_Agreed eq null", [2], id="empty date"),
        pytest.param("Created lt datetime'2021-06-02T00:00:00Z'", [1], id="stamp"),
        pytest.param("ID eq 2 and substringof('log',Title)", [2], id="id and text"),
        pytest.param("Id ge 2", [2], id="Id as well as ID"),
    ],
)
def test_a_condition_keeps(api: Api, condition: str, ids: list[int]) -> None:
    expand = "$expand=Business_x0020_Lead,Assessment_x0020_Board"
    select = "$select=Id,Business_x0020_Lead/Title,Assessment_x0020_Board/Title"

    rows = api.get(f"{ITEMS}?{select}&{expand}&$filter={encode(condition)}").rows

    assert [row["Id"] for row in rows] == ids


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param("$select=Nope", "The field or property 'Nope' does not exist.", id="select"),
        pytest.param("$expand=Nope", "The field or property 'Nope' does not exist.", id="expand"),
        pytest.param(
            "$filter=Nope%20eq%201",
            "Column 'Nope' does not exist. It may have been deleted by another user.",
            id="filter",
        ),
        pytest.param(
            "$filter=Recommendation_x0020_Text%20eq%20'x'",
            "The field 'Recommendation_x0020_Text' of type 'Note' cannot be used in the query filter expression.",
            id="filter by a note",
        ),
        pytest.param(
            "$select=Business_x0020_Lead",
            "The query to field 'Business_x0020_Lead' is not valid. The $select query string must specify the target "
            "fields and the $expand query string must contains Business_x0020_Lead.",
            id="a person without sub-fields",
        ),
        pytest.param(
            "$select=Business_x0020_Lead/Title",
            "The query to field 'Business_x0020_Lead/Title' is not valid. The $select query string must specify the "
            "target fields and the $expand query string must contains Business_x0020_Lead.",
            id="a person without expand",
        ),
        pytest.param(
            "$select=Author/Shoes&$expand=Author",
            "The field or property 'Author/Shoes' does not exist.",
            id="an unknown sub-field",
        ),
    ],
)
def test_what_is_not_there_is_refused(api: Api, query: str, message: str) -> None:
    assert api.get(f"{ITEMS}?{query}").error == (*BAD, message)


def test_what_a_lookup_shows_compares_as_what_it_is(api: Api) -> None:
    boards = make_list(api, a_field("Size", "Number"))
    for size in (9, 10):
        add_item(api, boards, Size=size)
    path = make_list(api, a_field("Board", "Lookup", List=api.get(boards).json["Id"], ShowField="Title"))
    for board in (1, 2, None):
        add_item(api, path, BoardId=board)
    shown = f"{path}/items?$select=Id,Board/Size&$expand=Board"

    large = api.get(f"{shown}&$filter={encode('Board/Size ge 10')}", Accept=NONE).rows
    falling = api.get(f"{shown}&$orderby=Board/Size%20desc").rows

    assert large == [{"Id": 2, "Board": {"Size": 10}}]
    assert [row["Id"] for row in falling] == [2, 1, 3]


def test_a_query_joins_twelve_lookups_at_most(api: Api) -> None:
    names = [f"Person{number}" for number in range(13)]
    path = make_list(api, *[a_field(name, "User") for name in names])

    def ask(count: int) -> Reply:
        select = ",".join(f"{name}/Title" for name in names[:count])
        return api.get(f"{path}/items?$select={select}&$expand={','.join(names[:count])}")

    assert ask(12).status == 200
    assert ask(13).error[:2] == (500, "-2147024749, Microsoft.SharePoint.SPException")


@pytest.mark.parametrize("query", ["$select=LinkTitle", "$expand=AttachmentFiles", "$filter=ContentType%20eq%20'Item'"])
def test_what_is_there_and_not_built_is_501(api: Api, query: str) -> None:
    assert api.get(f"{ITEMS}?{query}").status == 501
