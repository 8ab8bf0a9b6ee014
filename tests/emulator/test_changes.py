"""Changes: every write is in the log, a token says from where, and an old one gets silence."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from sync.emulator.faults.fault import Fault, FaultKind
from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, a_field, add_item, make_list

TICKS_AT_EPOCH = 621_355_968_000_000_000
ALL = {"Item": True, "Add": True, "Update": True, "DeleteObject": True, "Restore": True}
ROWS = "{urn:schemas-microsoft-com:rowset}data"
ROW = "{#RowsetSchema}row"


@pytest.fixture
def path(api: Api) -> str:
    return make_list(api, a_field("Owner", "User"), a_field("Tags", "MultiChoice"), a_field("Due", "DateTime"))


def read_token(api: Api, path: str) -> str:
    token: str = api.get(f"{path}?$select=CurrentChangeToken").json["CurrentChangeToken"]["StringValue"]
    return token


def ask(api: Api, path: str, token: str | None = None, accept: str = NONE, **more: Any) -> Any:  # noqa: ANN401 - as sent and answered
    start = {"ChangeTokenStart": {"StringValue": token}} if token is not None else {}
    return api.post(f"{path}/getchanges", {"query": {**ALL, **start, **more}}, Accept=accept)


def write_token(list_path: str, api: Api, moment: datetime, number: int) -> str:
    ticks = TICKS_AT_EPOCH + int(moment.timestamp() * 10_000_000)
    return f"1;3;{api.get(list_path).json['Id']};{ticks};{number}"


def test_every_write_is_in_the_log(api: Api, path: str) -> None:
    token = read_token(api, path)
    item = add_item(api, path)
    api.merge(f"{path}/items(1)", {"Title": "x"})
    in_bin = api.post(f"{path}/items(1)/recycle").json["value"]
    api.post(f"web/recyclebin('{in_bin}')/restore")

    changes = ask(api, path, token).rows

    assert [(change["ChangeType"], change["ItemId"]) for change in changes] == [(1, 1), (2, 1), (3, 1), (7, 1)]
    assert {change["UniqueId"] for change in changes} == {item["odata.etag"].strip('"').partition(",")[0]}
    assert {change["ListId"] for change in changes} == {api.get(path).json["Id"]}


def test_a_change_brings_the_token_to_go_on_from(api: Api, path: str) -> None:
    for _ in range(3):
        add_item(api, path)
    first = ask(api, path).rows[0]["ChangeToken"]["StringValue"]

    assert [change["ItemId"] for change in ask(api, path, first).rows] == [2, 3]
    assert ask(api, path, read_token(api, path)).rows == []


def test_a_token_may_be_a_moment(api: Api, path: str) -> None:
    add_item(api, path)
    now = datetime.now(UTC)

    assert len(ask(api, path, write_token(path, api, now - timedelta(days=1), -1)).rows) == 1
    assert ask(api, path, write_token(path, api, now + timedelta(days=1), -1)).rows == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param({"Update": False}, 2, id="no updates"),
        pytest.param({"Item": False}, 0, id="no items"),
        pytest.param({"FetchLimit": 1}, 1, id="one at most"),
        pytest.param({"File": True, "Web": True, "RoleAssignmentAdd": True}, 3, id="what a list never has"),
    ],
)
def test_a_query_says_which_changes(api: Api, path: str, query: dict[str, Any], count: int) -> None:
    add_item(api, path)
    add_item(api, path)
    api.merge(f"{path}/items(1)", {"Title": "x"})

    assert len(ask(api, path, **query).rows) == count


def test_a_token_may_say_where_to_end(api: Api, path: str) -> None:
    add_item(api, path)
    end = read_token(api, path)
    add_item(api, path)

    assert [row["ItemId"] for row in ask(api, path, ChangeTokenEnd={"StringValue": end}).rows] == [1]


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_changes_come_in_every_dialect(api: Api, path: str, accept: str) -> None:
    add_item(api, path)

    [change] = ask(api, path, accept=accept).rows

    assert (change["ChangeType"], change["ChangeToken"]["StringValue"][:4]) == (1, "1;3;")


def test_an_expired_token_gets_neither_changes_nor_an_error(api: Api, path: str) -> None:
    add_item(api, path)
    old = write_token(path, api, datetime.now(UTC) - timedelta(days=61), 0)

    assert (ask(api, path, old).status, ask(api, path, old).rows) == (200, [])


def test_a_token_can_be_made_to_expire_and_the_silence_switched_off(
    sharepoint: LocalSharePoint, api: Api, path: str
) -> None:
    token = read_token(api, path)
    add_item(api, path)
    sharepoint.control.faults.add(Fault(FaultKind.EXPIRED_CHANGE_TOKEN, count=2))

    silent = ask(api, path, token)
    sharepoint.control.switches.has_silent_expiry = False
    told = ask(api, path, token)
    sharepoint.control.switches.has_silent_expiry = True

    assert silent.rows == []
    assert told.error[1] == "-2130575172, Microsoft.SharePoint.SPInvalidChangeTokenException"
    assert len(ask(api, path, token).rows) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param({"ChangeTokenStart": {"StringValue": "x"}}, 400, id="no token"),
        pytest.param(
            {"ChangeTokenStart": {"StringValue": "1;3;00000000-0000-0000-0000-000000000001;639000000000000000;1"}},
            400,
            id="another list's",
        ),
        pytest.param({"ChangeTokenStart": {"StringValue": 5}}, 400, id="a number"),
        pytest.param({"Odd": True}, 400, id="an unknown part"),
        pytest.param({"View": True}, 501, id="what is not kept"),
        pytest.param({"LatestFirst": True}, 501, id="another order"),
    ],
)
def test_a_change_query_that_is_not_one_is_refused(api: Api, path: str, query: object, status: int) -> None:
    assert api.post(f"{path}/getchanges", {"query": query}).status == status


def ask_since(api: Api, path: str, **query: object) -> ElementTree.Element:
    answer = api.post(f"{path}/getlistitemchangessincetoken", {"query": query})
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/xml; charset=utf-8"), answer.text
    return ElementTree.fromstring(answer.text)[0]  # noqa: S314 - our own server's


def read_ids(found: ElementTree.Element) -> list[str]:
    return [row.attrib["ows_ID"] for row in found.iter(ROW)]


def test_without_a_token_every_item_comes_in_xml(api: Api, path: str) -> None:
    add_item(api, path, Title='5 < 6 & "7"\x01', OwnerId=7, Tags=["A", "B"], Due="2021-07-14T12:00:00Z")

    found = ask_since(api, path)

    [row] = found.iter(ROW)
    assert (row.attrib["ows_Title"], row.attrib["ows_Owner"], row.attrib["ows_Tags"]) == (
        '5 < 6 & "7"',
        "7;#Analyst",
        ";#A;#B;#",
    )
    assert (row.attrib["ows_Due"], found[1].attrib["ItemCount"]) == ("2021-07-14 13:00:00", "1")


def test_pages_of_items_follow_a_position(api: Api, path: str) -> None:
    for _ in range(3):
        add_item(api, path)
    first = ask_since(api, path, RowLimit="2")
    position = first[1].attrib["ListItemCollectionPositionNext"].replace("&", "&amp;")

    options = f'<QueryOptions><Paging ListItemCollectionPositionNext="{position}"/></QueryOptions>'
    second = ask_since(api, path, RowLimit="2", QueryOptions=options)

    assert (read_ids(first), read_ids(second)) == (["1", "2"], ["3"])
    assert "ListItemCollectionPositionNext" not in second[1].attrib


def test_with_a_token_come_the_changed_rows_and_the_ids_of_the_gone(api: Api, path: str) -> None:
    for _ in range(3):
        add_item(api, path)
    token = ask_since(api, path)[0].attrib["LastChangeToken"]
    api.merge(f"{path}/items(2)", {"Title": "x"})
    api.delete(f"{path}/items(3)")

    found = ask_since(api, path, ChangeToken=token)

    assert read_ids(found) == ["2"]
    assert [(gone.attrib["ChangeType"], gone.text) for gone in found[0]] == [("Delete", "3")]
    again = ask_since(api, path, ChangeToken=found[0].attrib["LastChangeToken"])
    assert (read_ids(again), len(again[0])) == ([], 0)


def test_more_changes_than_asked_for_are_announced(api: Api, path: str) -> None:
    token = ask_since(api, path)[0].attrib["LastChangeToken"]
    for _ in range(3):
        add_item(api, path)

    found = ask_since(api, path, ChangeToken=token, RowLimit="2")

    assert (read_ids(found), found[0].attrib["MoreChanges"]) == (["1", "2"], "TRUE")
    assert read_ids(ask_since(api, path, ChangeToken=found[0].attrib["LastChangeToken"])) == ["3"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param({"RowLimit": "many"}, 400, id="no number"),
        pytest.param({"ChangeToken": "x"}, 400, id="no token"),
        pytest.param({"QueryOptions": "<x"}, 400, id="no XML"),
        pytest.param({"QueryOptions": "<QueryOptions><Folder/></QueryOptions>"}, 501, id="a folder"),
        pytest.param({"Query": "<Where/>"}, 501, id="a query"),
    ],
)
def test_a_log_query_that_is_not_one_is_refused(api: Api, path: str, query: object, status: int) -> None:
    assert api.post(f"{path}/getlistitemchangessincetoken", {"query": query}).status == status
