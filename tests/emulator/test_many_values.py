"""Cells that hold several values, in every dialect: choices, lookups and people, written, read, expanded and emptied."""

import pytest

from tests.emulator.rest import MINIMAL, MODERN, NONE, VERBOSE, Api, a_field, add_field, add_item, make_list

DIALECTS = [
    pytest.param(VERBOSE, id="verbose"),
    pytest.param(MINIMAL, id="minimal"),
    pytest.param(NONE, id="none"),
    pytest.param(MODERN, id="version 4"),
]


@pytest.fixture(scope="module")
def path(api: Api) -> str:
    boards = make_list(api)
    for title in ("Custody", "Crime"):
        add_item(api, boards, Title=title)
    path = make_list(api, a_field("Tags", "MultiChoice"), a_field("Owners", "UserMulti", Mult="TRUE"))
    list_id = api.get(boards).json["Id"]
    add_field(api, path, a_field("Boards", "LookupMulti", List=list_id, ShowField="Title", Mult="TRUE"))
    return path


def write(api: Api, path: str, dialect: str, tags: list[str], owners: list[int], boards: list[int]) -> str:
    """Add an item as a client of that dialect would, and return its address."""
    values: dict[str, object] = {"Tags": tags, "OwnersId": owners, "BoardsId": boards}
    if dialect == VERBOSE:
        values = {name: {"results": members} for name, members in values.items()}
        values["__metadata"] = {"type": api.get(path).json["ListItemEntityTypeFullName"]}
    if dialect == MODERN:
        values["OwnersId@odata.type"] = "#Collection(Int32)"
    made = api.post(f"{path}/items", values, Accept=dialect, Content_Type=dialect)
    assert made.status == 201, made.text
    document = made.json.get("d", made.json)
    return f"{path}/items({document['Id']})"


def plain(value: object) -> object:
    return value["results"] if isinstance(value, dict) else value


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_is_read(api: Api, path: str, dialect: str) -> None:
    address = write(api, path, dialect, ["A", "B"], [7, 6], [2, 1])

    document = api.get(address, Accept=dialect).json

    row = document.get("d", document)
    assert [plain(row[name]) for name in ("Tags", "OwnersId", "BoardsId")] == [["A", "B"], [7, 6], [2, 1]]
    assert plain(row["OwnersStringId"]) == ["7", "6"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_they_point_at_is_expanded(api: Api, path: str, dialect: str) -> None:
    address = write(api, path, dialect, [], [7], [2, 1])
    query = "$select=Boards/Title,Owners/EMail&$expand=Boards,Owners"

    document = api.get(f"{address}?{query}", Accept=dialect).json

    row = document.get("d", document)
    boards, owners = plain(row["Boards"]), plain(row["Owners"])
    assert isinstance(boards, list)
    assert isinstance(owners, list)
    assert [board["Title"] for board in boards] == ["Crime", "Custody"]
    assert [owner["EMail"] for owner in owners] == ["analyst@force.example"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_among_them_empties_the_cell(api: Api, path: str, dialect: str) -> None:
    address = write(api, path, dialect, [], [], [])

    document = api.get(address, Accept=dialect).json

    row = document.get("d", document)
    assert [row[name] for name in ("Tags", "OwnersId", "BoardsId")] == [None, None, None]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"Tags": "A"}, id="one choice"),
        pytest.param({"OwnersId": 6}, id="one person"),
        pytest.param({"BoardsId": {"results": [1]}}, id="the verbose spelling in a light body"),
        pytest.param({"BoardsId": [99]}, id="an item that is not there"),
        pytest.param({"OwnersId": ["x"]}, id="no id"),
    ],
)
def test_what_is_not_several_is_refused(api: Api, path: str, body: object) -> None:
    assert api.post(f"{path}/items", body).status in (400, 500)


def test_texts_come_with_their_item_when_expanded(api: Api, path: str) -> None:
    address = write(api, path, NONE, ["A", "B"], [7], [1, 2])

    row = api.get(
        f"{address}?$select=Id,FieldValuesAsText/Tags,FieldValuesAsText/Boards&$expand=FieldValuesAsText", Accept=NONE
    )

    assert row.json["FieldValuesAsText"] == {"Tags": "A, B", "Boards": "Custody; Crime"}
