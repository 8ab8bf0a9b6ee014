"""Groups: open or closed, each with its count, in order, within each other, headed as the view's formatting has it."""

import json

import pytest

from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from tests.emulator.pages.markup import Element
from tests.emulator.pages.visitor import Visitor, a_choice, a_column, read_column

BY_BOARD = '<GroupBy Collapse="FALSE" GroupLimit="30"><FieldRef Name="Board"/></GroupBy>'


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    sheet = visitor.add_list(a_column("Board"), a_choice("Severity", "High", "Low"))
    for title, board, severity in (("a", "Operational", "Low"), ("b", "Service", "High"), ("c", "Operational", "High")):
        visitor.add_row(sheet, Title=title, Board=board, Severity=severity)
    visitor.add_row(sheet, Title="d", Severity="Low")
    return sheet


def groups(main: Element) -> list[Element]:
    return [group for group in main.children if "group" in group.classes]


def test_rows_stand_in_groups_with_their_counts(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD + '<OrderBy><FieldRef Name="Title" Ascending="FALSE"/></OrderBy>')

    found = groups(visitor.look(sheet, view).main)

    assert [group.find("summary").text for group in found] == [
        "Board: (no board)1 row",
        "Board: Operational2 rows",
        "Board: Service1 row",
    ]
    assert [read_column(group) for group in found] == [["d"], ["c", "a"], ["b"]]


@pytest.mark.parametrize(("collapse", "is_open"), [("FALSE", True), ("TRUE", False)])
def test_a_view_says_whether_its_groups_are_open(
    visitor: Visitor, sheet: Sheet, collapse: str, *, is_open: bool
) -> None:
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD.replace("FALSE", collapse))

    assert {"open" in group for group in groups(visitor.look(sheet, view).main)} == {is_open}


def test_groups_stand_within_groups(visitor: Visitor, sheet: Sheet) -> None:
    query = '<GroupBy Collapse="FALSE"><FieldRef Name="Board"/><FieldRef Name="Severity"/></GroupBy>'

    operational = groups(visitor.look(sheet, visitor.add_view(sheet, ViewQuery=query)).main)[1]

    assert [inner.find("h3").text for inner in operational.find_all("details", class_="group")] == [
        "Severity: High",
        "Severity: Low",
    ]


def test_the_heading_of_a_group_is_a_heading(visitor: Visitor, sheet: Sheet) -> None:
    found = groups(visitor.look(sheet, visitor.add_view(sheet, ViewQuery=BY_BOARD)).main)

    assert all(group.find("summary").has("h2") for group in found)
    assert [group.find("caption").text.rpartition(", ")[2] for group in found] == [
        "(no board)",
        "Operational",
        "Service",
    ]


def test_a_sort_turns_the_groups_round(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", "Board", ViewQuery=BY_BOARD)

    found = groups(visitor.look(sheet, view, "sortField=Board&isAscending=false").main)

    assert [group.find("h2").text for group in found] == ["Board: Service", "Board: Operational", "Board: (no board)"]


def test_a_sort_by_another_column_stays_within_the_groups(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", ViewQuery=BY_BOARD)

    found = groups(visitor.look(sheet, view, "sortField=LinkTitle&isAscending=false").main)

    assert read_column(found[1]) == ["c", "a"]


def test_a_lookup_and_a_person_are_grouped_by_what_they_show(visitor: Visitor) -> None:
    boards = visitor.add_list(title="Boards")
    board = visitor.add_row(boards, Title="Operational")
    lead = visitor.add_person("Head of Custody")
    sheet = visitor.add_list(
        a_column("Board", kinds.LOOKUP, LookupList=boards.list.id, LookupField="Title"), a_column("Lead", kinds.USER)
    )
    visitor.add_row(sheet, Title="a", BoardId=board.id, LeadId=lead.id)

    for column, shown in (("Board", "Operational"), ("Lead", "Head of Custody")):
        query = f'<GroupBy Collapse="FALSE"><FieldRef Name="{column}"/></GroupBy>'
        found = groups(visitor.look(sheet, visitor.add_view(sheet, ViewQuery=query)).main)
        assert [group.find("h2").text for group in found] == [f"{column}: {shown}"]


def test_a_large_group_shows_a_part_and_the_way_to_the_rest(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Board"))
    for number in range(103):
        visitor.add_row(sheet, Title=f"row {number}", Board="Operational")
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD)

    group = groups(visitor.look(sheet, view).main)[0]

    assert len(read_column(group)) == 100
    link = group.find("p", class_="more").find("a")
    assert link.text == "Show all 103 rows of Operational"
    assert "FilterField1=Board&FilterValue1=Operational" in link["href"]


def test_many_groups_are_turned_like_pages(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Board"))
    for number in range(35):
        visitor.add_row(sheet, Board=f"board {number:02}")
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD)

    first = visitor.look(sheet, view).main
    second = visitor.get(first.find("nav", class_="turns").find("a")["href"]).main

    assert first.find(class_="count").text == "Groups 1 to 30 of 35"
    assert groups(second)[0].find("h2").text == "Board: board 30"
    assert len(groups(second)) == 5


def test_a_groups_heading_is_formatted_with_its_data(visitor: Visitor, sheet: Sheet) -> None:
    words = "=@group.columnDisplayName + ' ' + @group.fieldData.displayValue + ' has ' + @group.count + if(@group.count > '1', ' gaps', ' gap')"
    look = json.dumps({"groupProps": {"headerFormatter": {"elmType": "div", "txtContent": words}}})
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD, CustomFormatter=look.replace("<", "&lt;"))

    found = groups(visitor.look(sheet, view).main)

    assert [group.find("summary").text for group in found] == [
        "Board  has 1 gap",
        "Board Operational has 2 gaps",
        "Board Service has 1 gap",
    ]


def test_a_groups_heading_that_is_not_known_is_plain(visitor: Visitor, sheet: Sheet) -> None:
    look = json.dumps({"groupProps": {"headerFormatter": {"elmType": "blink"}}})
    view = visitor.add_view(sheet, ViewQuery=BY_BOARD, CustomFormatter=look)

    main = visitor.look(sheet, view).main

    assert groups(main)[1].find("h2").text == "Board: Operational"
    assert "blink" in main.find("aside", class_="notes").text
