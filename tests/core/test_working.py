"""Workings: addresses that show exactly the rows behind a figure, within what a link column and a browser hold."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from sync.core.records import Cell, ListContents, Looked, PositionLine, Row, Standing
from sync.core.rollup import Workings, roll_up
from sync.core.rollup.working import ADDRESS_LIMIT, LINK_LIMIT, SEPARATOR
from sync.core.vocabulary import ItemKind, Scope, Status, TrackerField
from tests.builders import AS_OF, a_list, a_standing, the_governance, the_rules
from tests.core.strategies import BOARDS


def a_tracker(*rows: Standing) -> ListContents:
    columns = the_rules().tracker.columns
    board, kind = columns[TrackerField.BOARD], columns[TrackerField.KIND]
    made: list[Row] = []
    for row in rows:
        cells: dict[str, Cell] = {board: Looked(1, row.entry.board or ""), kind: "Rec"}
        made.append(Row(row.entry.id, "", cells))
    return a_list("HMICFRS Tracker", made)


def lines_of(*rows: Standing, flags: bool = True) -> tuple[dict[str, PositionLine], Workings]:
    position = roll_up(rows, the_governance(), AS_OF)
    workings = Workings(a_tracker(*rows), rows, the_rules().tracker, has_our_columns=flags)
    return {line.key: line for line in position.lines}, workings


def filters_of(url: str) -> dict[str, list[str]]:
    """The filters of an address: column to the values wanted."""
    options = {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
    found = {}
    for number in ("1", "2"):
        for many in ("", "s"):
            if f"FilterField{many}{number}" in options:
                found[options[f"FilterField{many}{number}"]] = options[f"FilterValue{many}{number}"].split(";#")
    return found


def test_few_rows_are_named() -> None:
    lines, workings = lines_of(a_standing(7), a_standing(12), a_standing(13, board=BOARDS[0]))

    link = workings.build_link(lines["board/operational-assessment-board"])

    assert link is not None
    assert (filters_of(link.url), link.text) == ({"ID": ["7", "12"]}, "2 rows")


def test_one_row_is_named_alone() -> None:
    lines, workings = lines_of(a_standing(7))

    link = workings.build_link(lines["headline/whole-force"])

    assert link is not None
    assert link.url.endswith("/AllItems.aspx?FilterField1=ID&FilterValue1=7")


def test_many_rows_are_filtered_by_columns_that_show_just_these() -> None:
    rows = [a_standing(number) for number in range(1001, 1101)]
    done = a_standing(1, status=Status.COMPLETE, agreed_on=AS_OF)
    lines, workings = lines_of(*rows, done)

    link = workings.build_link(lines["board/operational-assessment-board"])

    assert link is not None
    assert len(link.url) <= LINK_LIMIT
    assert filters_of(link.url) == {
        "SyncCounts": ["Outstanding"],
        "Assessment_x0020_Board": ["Operational Assessment Board"],
    }


def test_where_no_filter_shows_just_these_the_link_says_so() -> None:
    rows = [a_standing(number, added_on=AS_OF) for number in range(1001, 1101)]
    lines, workings = lines_of(*rows, a_standing(1))
    line = PositionLine(
        "Headline", "Odd", "", lines["headline/whole-force"].figures, rows={"added": tuple(r.entry.id for r in rows)}
    )

    link = workings.build_link(line)

    assert link is not None
    assert link.text == "100 rows, among others"


def test_without_our_columns_the_link_of_many_rows_shows_the_whole_tracker_and_says_so() -> None:
    lines, workings = lines_of(*(a_standing(number) for number in range(1001, 1101)), flags=False)

    link = workings.build_link(lines["headline/whole-force"])

    assert link is not None
    assert (link.text, filters_of(link.url)) == ("100 rows, among others", {})


def test_a_line_without_rows_has_no_link_and_no_text() -> None:
    lines, workings = lines_of()

    assert workings.build_link(lines["headline/whole-force"]) is None
    assert workings.build_text(lines["headline/whole-force"]) == ""


def test_every_figure_with_rows_has_an_address_of_its_own() -> None:
    lines, workings = lines_of(a_standing(1, target_on=AS_OF.replace(day=1)), a_standing(2, added_on=AS_OF))

    parts = workings.build_text(lines["headline/whole-force"]).split(SEPARATOR)

    told = {part.partition(": ")[0]: filters_of(part.partition(": ")[2])["ID"] for part in parts}
    assert told == {
        "Outstanding 2": ["1", "2"],
        "National 2": ["1", "2"],
        "Recommendations 2": ["1", "2"],
        "Overdue 1": ["1"],
        "Opening 1": ["1"],
        "Added 1": ["2"],
        "Closing 2": ["1", "2"],
    }


def test_a_figure_of_very_many_rows_is_filtered_by_the_column_that_parts_it() -> None:
    rows = [a_standing(number, scope=Scope.JOINT if number % 2 else Scope.FORCE) for number in range(1001, 2001)]
    columns = the_rules().tracker.columns
    cells = {
        row.entry.id: {columns[TrackerField.SCOPE]: "Joint" if row.scope is Scope.JOINT else "joint "} for row in rows
    }
    tracker = a_list("HMICFRS Tracker", [Row(number, "", each) for number, each in cells.items()])
    workings = Workings(tracker, rows, the_rules().tracker, has_our_columns=True)
    headline = next(line for line in roll_up(rows, the_governance(), AS_OF).lines if line.line == "Whole force")

    told = dict(part.split(": ", 1) for part in workings.build_text(headline).split(SEPARATOR))

    assert filters_of(told["Joint 500"]) == {"SyncCounts": ["Outstanding"], columns[TrackerField.SCOPE]: ["Joint"]}


def test_a_filter_that_other_spellings_would_slip_through_is_not_called_exact() -> None:
    rows = [a_standing(number, scope=Scope.JOINT if number % 2 else Scope.FORCE) for number in range(1001, 2001)]
    column = the_rules().tracker.columns[TrackerField.SCOPE]
    tracker = a_list(
        "HMICFRS Tracker",
        [Row(row.entry.id, "", {column: "Joint" if row.scope is Scope.JOINT else "JOINT"}) for row in rows],
    )
    workings = Workings(tracker, rows, the_rules().tracker, has_our_columns=True)
    headline = next(line for line in roll_up(rows, the_governance(), AS_OF).lines if line.line == "Whole force")

    told = [part.partition(": ")[0] for part in workings.build_text(headline).split(SEPARATOR)]

    assert "Joint 500, among others" in told


@pytest.mark.parametrize(
    ("columns", "numbers"),
    [
        pytest.param(True, range(1001, 1010), id="few rows"),
        pytest.param(True, range(1001, 3001), id="very many"),
        pytest.param(False, range(1001, 3001), id="very many and no columns of ours"),
    ],
)
def test_every_figure_that_is_not_nought_has_an_address(columns: bool, numbers: range) -> None:  # noqa: FBT001 - a case
    statuses = (Status.IN_PROGRESS, Status.AWAITING_AGREEMENT, Status.COMPLETE, Status.SUPERSEDED)
    rows = [
        a_standing(number, status=statuses[number % 4], added_on=AS_OF, completed_on=AS_OF, target_on=date(2021, 1, 1))
        for number in numbers
    ]
    lines, workings = lines_of(*rows, flags=columns)

    for line in lines.values():
        told = {name for name in line.rows if workings.build_text(line)}
        figures = {item.name for item in fields(line.figures) if getattr(line.figures, item.name)}
        assert figures - told <= {"times_moved"}


@pytest.mark.parametrize("count", [50, 300, 2000])
def test_no_address_is_longer_than_what_holds_it(count: int) -> None:
    lines, workings = lines_of(*(a_standing(number) for number in range(30001, 30001 + count)))

    for line in lines.values():
        link = workings.build_link(line)
        assert link is None or len(link.url) <= LINK_LIMIT
        for part in filter(None, workings.build_text(line).split(SEPARATOR)):
            assert len(part.partition(": ")[2]) <= ADDRESS_LIMIT


def test_every_figure_of_the_force_that_counts_rows_has_its_rows() -> None:
    rows = [a_standing(1), a_standing(2, scope=Scope.JOINT, kind=ItemKind.CAUSE_OF_CONCERN)]
    rows.append(a_standing(3, scope=Scope.FORCE, kind=ItemKind.AREA_FOR_IMPROVEMENT))
    lines, workings = lines_of(*rows)

    told = [part.split(":")[0] for part in workings.build_text(lines["headline/whole-force"]).split(SEPARATOR)]

    assert told[:7] == [
        "Outstanding 3",
        "National 1",
        "Joint 1",
        "Force-specific 1",
        "Causes of concern 1",
        "Recommendations 1",
        "AFIs 1",
    ]
    assert "Opening 3" in told
