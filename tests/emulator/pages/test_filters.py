"""Filters in addresses, as SharePoint writes them: read, applied, written back, and what makes no sense is told."""

import pytest

from sync.emulator.pages.filters import parse_filters, write_filters
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from tests.emulator.pages.visitor import Visitor, a_choice, a_column, a_day, read_column


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    boards = visitor.add_list(title="Boards")
    lead = visitor.add_person("Head of Custody")
    board = visitor.add_row(boards, Title="Operational; and more")
    visitor.add_row(boards, Title="Service User")
    sheet = visitor.add_list(
        a_choice("Status", "Open", "Closed"),
        a_column("Count", kinds.NUMBER),
        a_column("Done", kinds.BOOLEAN),
        a_day("Due"),
        a_column("Seen", kinds.DATE_TIME),
        a_column("Lead", kinds.USER),
        a_column("Board", kinds.LOOKUP, LookupList=boards.list.id, LookupField="Title"),
        a_column("Tags", kinds.MULTI_CHOICE, Choices=["a", "b"]),
        a_column("Proof", kinds.URL),
        a_column("Note", kinds.NOTE),
        title="Rows",
    )
    visitor.add_row(
        sheet,
        Title="one",
        Status="Open",
        Count=1234,
        Done=True,
        Due="2021-06-22T23:00:00Z",
        Seen="2021-06-23T10:30:00Z",
        LeadId=lead.id,
        BoardId=board.id,
        Tags=["a", "b"],
        Proof={"Url": "https://force.example/one", "Description": "Folder one"},
        Note="line one\nline two",
    )
    visitor.add_row(sheet, Title="two", Status="Closed", Count=2, Done=False, Due="2021-07-01T23:00:00Z", Tags=["b"])
    visitor.add_row(sheet, Title="three", Status="open ")
    return sheet


def find(visitor: Visitor, sheet: Sheet, query: str) -> list[str]:
    reply = visitor.look(sheet, query=query)
    assert reply.status == 200
    return read_column(reply.main) if reply.main.has("table") else []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("FilterField1=Status&FilterValue1=Open&FilterType1=Choice", ["one"], id="a choice"),
        pytest.param("FilterField1=Status&FilterValue1=open", ["one"], id="whatever the case"),
        pytest.param("FilterFields1=Status&FilterValues1=Open%3B%23Closed", ["one", "two"], id="several values"),
        pytest.param("FilterFields1=Title&FilterValues1=one%3B%23three", ["one", "three"], id="several titles"),
        pytest.param("FilterField1=LinkTitle&FilterValue1=two&FilterType1=Computed", ["two"], id="the link's column"),
        pytest.param(
            "FilterFields1=ID&FilterValues1=3%3B%231%3B%2399&FilterTypes1=Counter", ["one", "three"], id="ids"
        ),
        pytest.param("FilterField1=ID&FilterValue1=2", ["two"], id="one id"),
        pytest.param("FilterField1=ID&FilterValue1=x", [], id="an id that is none"),
        pytest.param("FilterField1=Due&FilterValue1=", ["three"], id="an empty cell"),
        pytest.param("FilterFields1=Status&FilterValues1=%3B%23Closed", ["two"], id="empty or a value"),
        pytest.param("FilterField1=Done&FilterValue1=1&FilterType1=Boolean", ["one"], id="yes"),
        pytest.param("FilterField1=Done&FilterValue1=No", ["two"], id="no in words"),
        pytest.param("FilterField1=Count&FilterValue1=1234", ["one"], id="a number"),
        pytest.param("FilterField1=Count&FilterValue1=1%2C234", ["one"], id="a number as shown"),
        pytest.param("FilterField1=Due&FilterValue1=2021-06-23", ["one"], id="a day"),
        pytest.param("FilterField1=Due&FilterValue1=23%2F06%2F2021", ["one"], id="a day as shown"),
        pytest.param("FilterField1=Seen&FilterValue1=2021-06-23", ["one"], id="a moment's day"),
        pytest.param("FilterField1=Lead&FilterValue1=Head%20of%20Custody", ["one"], id="a person"),
        pytest.param(
            "FilterField1=Lead&FilterValue1=head.of.custody%40force.example", ["one"], id="a person's address"
        ),
        pytest.param("FilterField1=Board&FilterValue1=Operational%3B%20and%20more", ["one"], id="a lookup"),
        pytest.param("FilterField1=Board&FilterValue1=1&FilterLookupId1=1", ["one"], id="a lookup's id"),
        pytest.param("FilterField1=Board&FilterValue1=1", [], id="a lookup's id is not its text"),
        pytest.param("FilterField1=Tags&FilterValue1=b", ["one", "two"], id="one of many"),
        pytest.param("FilterField1=Proof&FilterValue1=Folder%20one", ["one"], id="a link's text"),
        pytest.param("FilterField1=Note&FilterValue1=line&FilterOp1=Contains", ["one"], id="contains"),
        pytest.param("FilterField1=Title&FilterValue1=t&FilterOp1=BeginsWith", ["two", "three"], id="begins with"),
        pytest.param("FilterField1=Status&FilterValue1=Open&FilterOp1=Neq", ["two", "three"], id="is not"),
        pytest.param("FilterField1=Due&FilterValue1=2021-06-23&FilterOp1=Leq", ["one"], id="at most a day"),
        pytest.param("FilterField1=Due&FilterValue1=2021-06-23&FilterOp1=Gt", ["two"], id="after a day"),
        pytest.param("FilterField1=Count&FilterValue1=2&FilterOp1=Gt", ["one"], id="above a number"),
        pytest.param("FilterField1=Count&FilterValue1=x&FilterOp1=Gt", [], id="above what is no number"),
        pytest.param(
            "FilterField1=Status&FilterValue1=Open&FilterField2=Count&FilterValue2=2", [], id="both must hold"
        ),
        pytest.param("filterfield1=Status&filtervalue1=Open", ["one"], id="names in any case"),
        pytest.param("useFiltersInViewXml=1&FilterField1=Status&FilterValue1=Open", ["one"], id="with other options"),
    ],
)
def test_rows_are_filtered_as_the_address_says(visitor: Visitor, sheet: Sheet, query: str, expected: list[str]) -> None:
    assert find(visitor, sheet, query) == expected


def test_the_local_user_is_me(visitor: Visitor, sheet: Sheet) -> None:
    reply = visitor.look(sheet, query="FilterField1=Lead&FilterValue1=%5BMe%5D")

    assert "No row passes" in reply.main.text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        pytest.param("FilterField1=Nope&FilterValue1=x", "Nope", id="a column that is not there"),
        pytest.param("FilterField1=Status&FilterValue1=x&FilterOp1=Near", "Near", id="a comparison that is not known"),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_and_left_out(
    visitor: Visitor, sheet: Sheet, query: str, named: str
) -> None:
    reply = visitor.look(sheet, query=query)

    assert named in reply.main.find(class_="warning").text
    assert len(read_column(reply.main)) == 3


def test_each_filter_is_shown_with_a_way_to_leave_it_out(visitor: Visitor, sheet: Sheet) -> None:
    query = "FilterField1=Status&FilterValue1=Open&FilterField2=Due&FilterValue2=2021-06-23"

    chips = visitor.look(sheet, query=query).main.find("ul", class_="chips")

    assert [chip.text for chip in chips.find_all("li")] == ["Status is Open", "Due is 23/06/2021", "Clear all filters"]
    assert chips.find("a")["href"].endswith("?FilterField1=Due&FilterValue1=2021-06-23&FilterType1=DateTime")


def test_what_is_written_is_read_back(sheet: Sheet) -> None:
    columns = {field.internal_name: field for field in sheet.fields}
    pairs = [
        ("FilterFields1", "Status"),
        ("FilterValues1", "Open;#Closed"),
        ("FilterTypes1", "Choice"),
        ("FilterField2", "Board"),
        ("FilterValue2", "1"),
        ("FilterType2", "Lookup"),
        ("FilterLookupId2", "1"),
    ]

    assert write_filters(parse_filters(pairs, columns).filters) == pairs


def test_the_panel_offers_the_values_that_there_are_with_their_counts(visitor: Visitor, sheet: Sheet) -> None:
    panel = visitor.look(sheet, query="ShowFilter=Tags").main.find("section", class_="panel")

    assert [box.text for box in panel.find_all("div", class_="check")] == ["(empty) (1)", "a (1)", "b (2)"]


def test_what_is_picked_in_the_panel_becomes_sharepoints_address(visitor: Visitor, sheet: Sheet) -> None:
    query = "FilterField1=Count&FilterValue1=2&ShowFilter=Status&Pick=Open&Pick=Closed&PickText="

    reply = visitor.look(sheet, query=query)

    assert reply.status == 303
    assert "FilterFields2=Status&FilterValues2=Open%3B%23Closed" in reply.headers["Location"]
    assert "FilterField1=Count" in reply.headers["Location"]


def test_text_in_the_panel_looks_for_rows_that_contain_it(visitor: Visitor, sheet: Sheet) -> None:
    location = visitor.look(sheet, query="ShowFilter=Note&PickText=two").headers["Location"]

    assert "FilterOp1=contains" in location
    assert read_column(visitor.get(location).main) == ["one"]


def test_nothing_picked_clears_the_filter(visitor: Visitor, sheet: Sheet) -> None:
    query = "FilterField1=Status&FilterValue1=Open&ShowFilter=Status&PickText="

    assert "Filter" not in visitor.look(sheet, query=query).headers["Location"]


def test_a_panel_ticks_what_is_filtered_by_already(visitor: Visitor, sheet: Sheet) -> None:
    panel = visitor.look(sheet, query="FilterField1=Status&FilterValue1=Closed&ShowFilter=Status").main.find("section")

    ticked = [box["value"] for box in panel.find_all("input", type="checkbox") if "checked" in box]
    assert ticked == ["Closed"]
