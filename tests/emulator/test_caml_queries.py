"""GetItems and RenderListData: rows by CAML, paged, scoped, and cut where SharePoint cuts them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sync.emulator.paths import quote_text
from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, a_field, add_item, an_api, encode, make_list
from tests.emulator.test_threshold import ROWS, fill_file


@pytest.fixture(scope="module")
def path(api: Api) -> str:
    boards = make_list(api)
    add_item(api, boards, Title="Custody")
    path = make_list(
        api,
        a_field("Status"),
        a_field("Due", "DateTime", Format="DateOnly"),
        a_field("Score", "Number"),
        a_field("Done", "Boolean"),
        a_field("Tags", "MultiChoice"),
        a_field("Owner", "User"),
        a_field("Owners", "UserMulti", Mult="TRUE"),
        a_field("Link", "URL"),
        a_field("Body", "Note", RichText="TRUE"),
        a_field("Board", "Lookup", List=api.get(boards).json["Id"], ShowField="Title"),
        a_field("Odd & <name>"),
    )
    link = {"Url": "https://x.example/e", "Description": "evidence"}
    add_item(
        api,
        path,
        Title="first",
        Status="Open",
        Due="2021-07-13T23:00:00Z",
        Score=1.5,
        Done=True,
        Tags=["A", "B"],
        OwnerId=7,
        OwnersId=[6, 7],
        Link=link,
        Body="<p>words</p>",
        BoardId=1,
    )
    add_item(api, path, Title="second", Status="Open", Score=10)
    add_item(api, path, Title="third", Status="Closed", Score=2)
    return path


def view(where: str = "", more: str = "", order: str = "") -> str:
    return f"<View><Query>{f'<Where>{where}</Where>' if where else ''}{order}</Query>{more}</View>"


def ask(api: Api, path: str, view_xml: str, accept: str = NONE, **query: object) -> Any:  # noqa: ANN401 - as answered
    return api.post(f"{path}/getitems", {"query": {"ViewXml": view_xml, **query}}, Accept=accept)


OPEN = "<Eq><FieldRef Name='Status'/><Value Type='Text'>Open</Value></Eq>"


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        pytest.param("", [1, 2, 3], id="everything"),
        pytest.param(OPEN, [1, 2], id="text"),
        pytest.param("<Gt><FieldRef Name='Score'/><Value Type='Number'>1.9</Value></Gt>", [2, 3], id="number"),
        pytest.param("<Eq><FieldRef Name='Owner'/><Value Type='User'>Analyst</Value></Eq>", [1], id="person by name"),
        pytest.param(
            "<Eq><FieldRef Name='Owner' LookupId='TRUE'/><Value Type='Integer'>7</Value></Eq>", [1], id="person by id"
        ),
        pytest.param(
            "<Eq><FieldRef Name='Owners' LookupId='TRUE'/><Value Type='Integer'>6</Value></Eq>", [1], id="one of people"
        ),
        pytest.param("<Eq><FieldRef Name='Owners'/><Value Type='User'>Analyst</Value></Eq>", [1], id="one by name"),
        pytest.param("<Eq><FieldRef Name='Board'/><Value Type='Lookup'>custody</Value></Eq>", [1], id="lookup"),
        pytest.param("<IsNull><FieldRef Name='Board'/></IsNull>", [2, 3], id="empty lookup"),
        pytest.param("<Eq><FieldRef Name='Tags'/><Value Type='Text'>B</Value></Eq>", [1], id="choice"),
        pytest.param(
            "<Contains><FieldRef Name='Link'/><Value Type='Text'>x.example</Value></Contains>", [1], id="link"
        ),
        pytest.param("<Contains><FieldRef Name='Body'/><Value Type='Note'>word</Value></Contains>", [1], id="note"),
        pytest.param("<Eq><FieldRef Name='Due'/><Value Type='DateTime'>2021-07-14</Value></Eq>", [1], id="day"),
        pytest.param("<In><FieldRef Name='ID'/><Values><Value Type='Counter'>3</Value></Values></In>", [3], id="id"),
        pytest.param("<Eq><FieldRef Name='Author'/><Value Type='User'><UserID/></Value></Eq>", [1, 2, 3], id="me"),
        pytest.param(
            "<BeginsWith><FieldRef Name='LinkTitle'/><Value Type='Text'>t</Value></BeginsWith>", [3], id="title"
        ),
    ],
)
def test_a_query_finds(api: Api, path: str, where: str, ids: list[int]) -> None:
    assert [row["Id"] for row in ask(api, path, view(where)).rows] == ids


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_rows_come_in_every_dialect(api: Api, path: str, accept: str) -> None:
    rows = ask(api, path, view(OPEN), accept).rows

    assert [(row["Title"], row["OwnerId"]) for row in rows] == [("first", 7), ("second", None)]


def test_rows_come_in_order_and_no_more_than_asked_for(api: Api, path: str) -> None:
    order = "<OrderBy><FieldRef Name='Score' Ascending='FALSE'/></OrderBy>"

    rows = ask(api, path, view(more="<RowLimit>2</RowLimit>", order=order)).rows

    assert [row["Score"] for row in rows] == [10, 2]


def test_pages_follow_a_position_that_the_caller_writes(api: Api, path: str) -> None:
    order = "<OrderBy><FieldRef Name='Status'/></OrderBy>"
    paged = view(more="<RowLimit Paged='TRUE'>1</RowLimit>", order=order)
    position, ids = "", []
    for _ in range(4):
        rows = ask(api, path, paged, ListItemCollectionPosition={"PagingInfo": position}).rows
        ids += [row["Id"] for row in rows]
        position = f"Paged=TRUE&p_Status={rows[-1]['Status']}&p_ID={rows[-1]['Id']}" if rows else position

    assert ids == [3, 1, 2]


def test_view_fields_say_what_a_row_holds(api: Api, path: str) -> None:
    fields = "<ViewFields><FieldRef Name='Status'/><FieldRef Name='Owner'/><FieldRef Name='FileRef'/></ViewFields>"

    row = ask(api, path, view(more=fields)).rows[0]

    folder = api.get(f"{path}/rootfolder").json["ServerRelativeUrl"]
    assert row == {"Id": 1, "ID": 1, "Status": "Open", "OwnerId": 7, "FileRef": f"{folder}/1_.000"}


def test_select_and_expand_go_before_view_fields(api: Api, path: str) -> None:
    address = f"{path}/getitems?$select=Id,Owner/Title&$expand=Owner"

    row = api.post(address, {"query": {"ViewXml": view(OPEN)}}, Accept=NONE).rows[0]

    assert row == {"Id": 1, "Owner": {"Title": "Analyst"}}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        pytest.param({"ViewXml": "<View"}, (400, "-1, System.Xml.XmlException"), id="no XML"),
        pytest.param(
            {"ViewXml": "<View><Query><Where><IsNull><FieldRef Name='Nope'/></IsNull></Where></Query></View>"},
            (500, "-2130575340, Microsoft.SharePoint.SPException"),
            id="no such column",
        ),
        pytest.param(
            {"ViewXml": "<View><ViewFields><FieldRef Name='Nope'/></ViewFields></View>"},
            (500, "-2130575340, Microsoft.SharePoint.SPException"),
            id="no such column to show",
        ),
        pytest.param(
            {"Odd": "1"}, (400, "-1, Microsoft.SharePoint.Client.InvalidClientQueryException"), id="no such part"
        ),
        pytest.param(
            {"ListItemCollectionPosition": {"PagingInfo": "p_ID=x"}},
            (400, "-1, System.ArgumentException"),
            id="position",
        ),
        pytest.param({"DatesInUtc": False}, (501, "-1, LocalSharePoint.NotImplementedException"), id="local dates"),
        pytest.param(
            {"ListItemCollectionPosition": {"PagingInfo": "PagedPrev=TRUE&p_ID=1"}},
            (501, "-1, LocalSharePoint.NotImplementedException"),
            id="backwards",
        ),
    ],
)
def test_a_query_that_is_not_one_is_refused(api: Api, path: str, query: object, error: tuple[int, str]) -> None:
    assert api.post(f"{path}/getitems", {"query": query}).error[:2] == error


def render(api: Api, path: str, accept: str = NONE, **parameters: Any) -> Any:  # noqa: ANN401 - as sent and answered
    return api.post(f"{path}/renderlistdataasstream", {"parameters": parameters}, Accept=accept)


def test_a_stream_gives_rows_in_words(api: Api, path: str) -> None:
    document = render(api, path, ViewXml=view(more="<RowLimit>1</RowLimit>"), RenderOptions=2).json

    row = document["Row"][0]
    assert (document["FirstRow"], document["LastRow"], document["RowLimit"]) == (1, 1, 1)
    assert (row["ID"], row["Title"], row["Due"], row["Due."]) == (
        "1",
        "first",
        "14/07/2021",
        "2021-07-14T00:00:00+01:00",
    )
    assert (row["Score"], row["Score."], row["Done"], row["Done.value"]) == ("1.5", "1.500000", "Yes", "1")
    assert (row["Tags"], row["Link"], row["Link.desc"]) == (["A", "B"], "https://x.example/e", "evidence")
    assert row["Owner"][0] | {"sip": ""} == {
        "id": "7",
        "title": "Analyst",
        "email": "analyst@force.example",
        "sip": "",
        "picture": "",
    }
    assert row["Board"] == [{"lookupId": 1, "lookupValue": "Custody", "isSecretFieldValue": False}]
    assert row["FSObjType"] == "0"


def test_a_stream_is_the_same_in_every_dialect(api: Api, path: str) -> None:
    streams = [render(api, path, accept, ViewXml=view(OPEN)).json["Row"] for accept in (VERBOSE, NONE, MODERN)]

    assert streams[0] == streams[1] == streams[2]


def test_a_stream_pages_by_its_next_address(api: Api, path: str) -> None:
    paged = view(more="<RowLimit Paged='TRUE'>2</RowLimit>")
    first = render(api, path, ViewXml=paged).json

    second = render(api, path, ViewXml=paged, Paging=first["NextHref"]).json

    assert [row["ID"] for row in first["Row"] + second["Row"]] == ["1", "2", "3"]
    assert (second["FirstRow"], second["LastRow"], "NextHref" in second) == (3, 3, False)


def test_a_stream_without_a_view_shows_the_default_one(api: Api, path: str) -> None:
    row = api.post(f"{path}/renderlistdataasstream").json["Row"][0]

    assert row["LinkTitle"] == "first"
    assert "Score" not in row


def test_rows_may_come_as_text_inside_json(api: Api, path: str) -> None:
    answer = api.post(f"{path}/renderlistdata", {"viewXml": view(OPEN)}, Accept=VERBOSE, Content_Type=VERBOSE).json
    aliased = api.post(f"{path}/renderlistdata(@x)?@x={encode(quote_text(view(OPEN)))}").json["value"]

    assert [row["Title"] for row in json.loads(answer["d"]["RenderListData"])["Row"]] == ["first", "second"]
    assert json.loads(aliased)["Row"] == json.loads(answer["d"]["RenderListData"])["Row"]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        pytest.param({"RenderOptions": 4}, "RenderOptions 4", id="a schema"),
        pytest.param(
            {"ViewXml": "<View><Query><GroupBy><FieldRef Name='Status'/></GroupBy></Query></View>"},
            "GroupBy",
            id="groups",
        ),
    ],
)
def test_what_a_stream_cannot_give_is_named(api: Api, path: str, parameters: dict[str, Any], named: str) -> None:
    reply = render(api, path, **parameters)

    assert reply.error[0] == 501
    assert named in reply.error[2]


Large = tuple[LocalSharePoint, Api]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    data_dir = tmp_path_factory.mktemp("large")
    fill_file(data_dir / "sharepoint.sqlite")
    sharepoint = LocalSharePoint(data_dir)
    with sharepoint as connection, an_api(connection) as api:
        yield sharepoint, api


def find(api: Api, where: str, limit: str = "<RowLimit Paged='TRUE'>5000</RowLimit>") -> Any:  # noqa: ANN401 - as answered
    return ask(api, "web/lists/getbytitle('Large')", view(where, limit))


PLAIN = "<Eq><FieldRef Name='Plain'/><Value Type='Text'>x</Value></Eq>"
KEY = f"<Eq><FieldRef Name='SyncKey'/><Value Type='Text'>key-{ROWS - 1}</Value></Eq>"


def test_a_wide_query_in_caml_gets_some_of_the_rows_and_no_error(large: Large) -> None:
    assert len(find(large[1], PLAIN).rows) == 5000


def test_a_narrow_query_in_caml_is_served(large: Large) -> None:
    assert [row["Id"] for row in find(large[1], KEY).rows] == [ROWS]


def test_a_wide_query_in_caml_can_be_refused_or_served_in_full(large: Large) -> None:
    sharepoint, api = large
    sharepoint.control.switches.has_partial_caml = False
    refused = [find(api, PLAIN).error, find(api, "", "").error]
    sharepoint.control.switches.has_threshold = False
    served = find(api, PLAIN, "").rows
    wide = api.get("web/lists/getbytitle('Large')/items?$filter=Plain%20eq%20'x'&$top=5000&$select=Id").rows
    sharepoint.control.switches.has_threshold = sharepoint.control.switches.has_partial_caml = True

    assert {error[:2] for error in refused} == {(500, "-2147024860, Microsoft.SharePoint.SPQueryThrottledException")}
    assert (len(served), len(wide)) == (ROWS, 5000)
