"""The figures as rows: a row per line that changes only with its figures, and flag columns that change only with meaning."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sync.core.plan import plan_list
from sync.core.records import DesiredRow, Flag, Gap, ListContents, Position, Standing, TargetList
from sync.core.rollup import Workings, build_flag_column_rows, roll_up
from sync.core.rollup import build_position_rows as build_rows
from sync.core.vocabulary import ChangeKind, EntryId, FlagState, GapKind, MatchMethod, Severity, Status
from sync.core.written import FIGURE_COLUMNS, WRITTEN_COLUMNS
from tests.builders import AS_OF, a_list, a_match, a_row, a_standing, an_item, the_governance, the_rules
from tests.core.store import apply_changes

TARGET = the_rules().targets.position
WORKINGS = Workings(a_list("HMICFRS Tracker"), [], the_rules().tracker, has_our_columns=True)
AGREED: dict[str, Any] = {"status": Status.COMPLETE, "agreed_on": date(2021, 6, 7)}


def position_of(*rows: Standing, as_of: date = AS_OF) -> Position:
    return roll_up(rows, the_governance(), as_of)


def build_position_rows(position: Position, contents: ListContents, target: TargetList) -> tuple[DesiredRow, ...]:
    return build_rows(position, contents, target, WORKINGS)


def write(position: Position, contents: ListContents | None = None) -> ListContents:
    """The position list after a run."""
    before = contents or a_list(TARGET.title)
    return apply_changes(before, plan_list(TARGET, before, build_position_rows(position, before, TARGET)))


def changes_to(contents: ListContents, position: Position) -> dict[str, ChangeKind]:
    """What a run would do to the position list, by key."""
    rows = build_position_rows(position, contents, TARGET)
    return {change.key: change.kind for change in plan_list(TARGET, contents, rows)}


def test_every_figure_has_its_column() -> None:
    row = next(
        row
        for row in build_position_rows(position_of(), a_list(TARGET.title), TARGET)
        if row.key == "headline/whole-force"
    )

    assert set(FIGURE_COLUMNS.values()) <= set(row.values)
    assert set(row.values) <= set(WRITTEN_COLUMNS["position"])
    assert (row.values["Outstanding"], row.values["Retired"]) == (0, False)


def test_the_same_figures_change_nothing() -> None:
    contents = write(position_of(a_standing(1)))

    assert changes_to(contents, position_of(a_standing(1))) == {}


def test_a_later_day_changes_only_the_line_that_says_it_when_no_figure_does() -> None:
    row = a_standing(1, added_on=None)
    contents = write(position_of(row))

    assert changes_to(contents, position_of(row, as_of=date(2021, 6, 24))) == {"headline/as-at": ChangeKind.UPDATE}


def test_a_line_that_has_had_its_day_is_retired_once() -> None:
    contents = write(position_of(a_standing(1, **AGREED)))

    retired = write(position_of(), contents)

    assert changes_to(contents, position_of())["sign-off-sessions/2021-06-07"] is ChangeKind.RETIRE
    assert changes_to(retired, position_of()) == {}


def test_a_line_that_comes_back_is_no_longer_retired() -> None:
    contents = write(position_of(), write(position_of(a_standing(1, **AGREED))))

    again = write(position_of(a_standing(1, **AGREED)), contents)

    rows = [row for row in again.rows if row.cells["SyncKey"] == "sign-off-sessions/2021-06-07"]
    assert [row.cells["Retired"] for row in rows] == [False]


def test_rows_that_people_made_are_left_alone() -> None:
    contents = a_list(TARGET.title, [a_row(1, Title="A note")])

    rows = build_position_rows(position_of(), contents, TARGET)

    assert all(row.key for row in rows)
    assert not any(row.is_retired for row in rows)


def test_a_new_line_moves_no_other_table() -> None:
    before = build_position_rows(position_of(a_standing(1)), a_list(TARGET.title), TARGET)
    after = build_position_rows(position_of(a_standing(1), a_standing(2, board=None)), a_list(TARGET.title), TARGET)

    orders = [{row.key: row.values["SortOrder"] for row in rows} for rows in (before, after)]
    assert orders[0].items() <= orders[1].items()
    assert {key.partition("/")[0] for key in orders[1].keys() - orders[0].keys()} == {"board", "age", "movement"}
    assert sorted(orders[1].values(), key=int) == list(orders[1].values())  # type: ignore[arg-type]


def a_flag(kind: GapKind, severity: Severity, *, entry: int | None = 1, state: FlagState = FlagState.OPEN) -> Flag:
    gap = Gap(f"{kind}/{entry}", kind, severity, "S.", "W.", entry=EntryId(entry) if entry else None)
    return Flag(gap, state, AS_OF, AS_OF)


def columns_of(standing: Standing, *flags: Flag) -> dict[str, object]:
    (row,) = build_flag_column_rows([standing], flags)
    assert (row.key, row.row_id) == (str(standing.entry.id), standing.entry.id)
    return dict(row.values)


def test_a_row_without_gaps_says_what_it_is_about_and_by_when() -> None:
    standing = a_standing(1, item=an_item("ROCU-2021-R1"), target_on=date(2021, 9, 30))

    assert columns_of(standing) == {
        "SyncRegisterRef": "ROCU-2021-R1",
        "SyncMatch": "By reference",
        "SyncGaps": "",
        "SyncSeverity": None,
        "SyncDue": date(2021, 9, 30),
        "SyncUndated": False,
        "SyncPublished": date(2021, 2, 18),
        "SyncCounts": "Outstanding",
        "SyncClosed": None,
        "SyncReopened": None,
        "SyncLife": "",
        "SyncMoved": None,
        "SyncFirstDue": None,
    }


def test_a_row_that_is_done_is_due_by_no_day() -> None:
    told = columns_of(a_standing(1, **AGREED))

    assert (told["SyncDue"], told["SyncUndated"]) == (None, False)


def test_an_outstanding_row_without_any_date_says_so_for_views_to_sort_by() -> None:
    told = columns_of(a_standing(1, target_on=None))

    assert (told["SyncDue"], told["SyncUndated"]) == (None, True)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param(MatchMethod.REFERENCE, "By reference", id="reference"),
        pytest.param(MatchMethod.DECISION, "By decision", id="decision"),
        pytest.param(MatchMethod.TEXT, "By wording", id="text"),
        pytest.param(MatchMethod.REVIEW, "Needs a decision", id="review"),
        pytest.param(MatchMethod.NONE, "Not in the register", id="none"),
    ],
)
def test_a_row_says_how_it_was_matched(method: MatchMethod, expected: str) -> None:
    assert columns_of(a_standing(1, match=a_match(1, "ROCU-2021-R1", method=method)))["SyncMatch"] == expected


def test_the_gaps_of_a_row_stand_worst_first_each_once() -> None:
    flags = [
        a_flag(GapKind.DUE_SOON, Severity.LOW),
        a_flag(GapKind.UNMAPPED_VALUE, Severity.HIGH),
        a_flag(GapKind.UNMAPPED_VALUE, Severity.HIGH),
        a_flag(GapKind.NO_BOARD, Severity.HIGH),
    ]

    columns = columns_of(a_standing(1), *flags)

    assert (columns["SyncGaps"], columns["SyncSeverity"]) == ("No board; unmapped value; due soon", "High")


@pytest.mark.parametrize(
    "flag",
    [
        pytest.param(a_flag(GapKind.NO_OWNER, Severity.HIGH, state=FlagState.DISMISSED), id="a dismissed gap"),
        pytest.param(a_flag(GapKind.NO_OWNER, Severity.HIGH, entry=2), id="a gap of another row"),
        pytest.param(a_flag(GapKind.MISSING_ENTRY, Severity.HIGH, entry=None), id="a gap of no row"),
    ],
)
def test_a_row_does_not_show(flag: Flag) -> None:
    assert columns_of(a_standing(1), flag)["SyncGaps"] == ""


def test_a_gap_about_several_rows_shows_on_each_of_them_and_says_under_which_it_stands() -> None:
    flag = a_flag(GapKind.DUPLICATE_ENTRY, Severity.HIGH, entry=41)
    both = replace(flag, gap=replace(flag.gap, others=(EntryId(54),)))

    rows = build_flag_column_rows([a_standing(41), a_standing(54), a_standing(55)], [both])

    assert [row.values["SyncGaps"] for row in rows] == [
        "Duplicate entry",
        "Duplicate entry (with row 41)",
        "",
    ]


def test_the_flag_columns_change_only_with_their_meaning() -> None:
    flag = a_flag(GapKind.OVERDUE, Severity.HIGH)
    reworded = replace(flag, gap=replace(flag.gap, sentence="Other.", fingerprint="x"), last_changed=date(2021, 7, 1))

    assert columns_of(a_standing(1), flag) == columns_of(a_standing(1, title="Other", board="Other"), reworded)
