"""Ownership: whose, by when and whether it moves, to the day of each rule's grace."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.records import Due, Standing, Uncounted
from sync.core.vocabulary import GapKind, Status, TrackerField
from tests.builders import AS_OF
from tests.core.gap_examples import AGREED, ITEM, a_row_about, an_unread, find_gaps


def days(number: int) -> date:
    """So many days after the day of the run."""
    return AS_OF + timedelta(days=number)


OUTSTANDING_ONLY = [
    pytest.param(GapKind.NO_OWNER, {"has_owner": False}, id="no owner"),
    pytest.param(GapKind.NO_BOARD, {"board": None}, id="no board"),
    pytest.param(GapKind.NO_TARGET_DATE, {"target_on": None}, id="no target date"),
    pytest.param(GapKind.OVERDUE, {"target_on": days(-100)}, id="overdue"),
    pytest.param(GapKind.DUE_SOON, {"target_on": days(1)}, id="due soon"),
    pytest.param(GapKind.DATE_SLIPPED, {"original_target_on": days(-300)}, id="slipped"),
    pytest.param(GapKind.STALE_UPDATE, {"updated_on": days(-300)}, id="stale"),
]


@pytest.mark.parametrize(("kind", "cells"), OUTSTANDING_ONLY)
def test_only_outstanding_rows_that_count_need_it(kind: GapKind, cells: dict[str, object]) -> None:
    rows = [
        a_row_about(None, 1, **cells),
        a_row_about(None, 2, **cells, **AGREED),
        a_row_about(None, 3, **cells, uncounted=Uncounted.DUPLICATE),
        a_row_about(None, 4, **cells, status=Status.NO_ACTION),
        a_row_about(None, 5, **cells, status=None),
    ]

    gaps = find_gaps(kind, rows)

    assert [gap.entry for gap in gaps] == [1, 5]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        pytest.param(GapKind.NO_BOARD, TrackerField.BOARD, id="a board"),
        pytest.param(GapKind.NO_TARGET_DATE, TrackerField.TARGET_ON, id="a target date"),
    ],
)
def test_what_cannot_be_read_is_not_called_blank_as_well(kind: GapKind, field: TrackerField) -> None:
    row = a_row_about(**{field.value: None}, problems=an_unread(field, "?", is_unmapped=field is TrackerField.BOARD))

    assert find_gaps(kind, [row]) == []


@pytest.mark.parametrize(
    ("kind", "cells", "sentence"),
    [
        pytest.param(GapKind.NO_OWNER, {"has_owner": False}, "Row 1 (Funding) has no business lead.", id="no owner"),
        pytest.param(
            GapKind.NO_BOARD, {"board": None}, "Row 1 (Funding) belongs to no Assessment Board.", id="no board"
        ),
        pytest.param(
            GapKind.NO_TARGET_DATE, {"target_on": None}, "Row 1 (Funding) has no target date.", id="no target"
        ),
        pytest.param(
            GapKind.OVERDUE,
            {"target_on": date(2021, 5, 31)},
            "Row 1 (Funding) is overdue: the force's target date was 31 May 2021.",
            id="overdue by the force's target",
        ),
        pytest.param(
            GapKind.OVERDUE,
            {"target_on": None, "inspectorate_due_on": date(2021, 5, 31)},
            "Row 1 (Funding) is overdue: HMICFRS's date was 31 May 2021.",
            id="overdue by HMICFRS's date",
        ),
        pytest.param(
            GapKind.DUE_SOON,
            {"target_on": date(2021, 6, 30)},
            "Row 1 (Funding) is due soon: the force's target date is 30 June 2021.",
            id="due soon",
        ),
        pytest.param(
            GapKind.DATE_SLIPPED,
            {"original_target_on": date(2021, 4, 30), "target_on": date(2021, 9, 30)},
            "Row 1 (Funding) has slipped from 30 April 2021 to 30 September 2021.",
            id="slipped",
        ),
        pytest.param(
            GapKind.STALE_UPDATE,
            {"updated_on": date(2020, 12, 9)},
            "Row 1 (Funding) was last updated on 9 December 2020.",
            id="stale",
        ),
    ],
)
def test_the_sentence(kind: GapKind, cells: dict[str, object], sentence: str) -> None:
    assert [gap.sentence for gap in find_gaps(kind, [a_row_about(**cells)])] == [sentence]


@pytest.mark.parametrize(
    ("kind", "field", "grace", "offset", "expected"),
    [
        pytest.param(GapKind.OVERDUE, "target_on", 0, 0, 0, id="due today is not overdue"),
        pytest.param(GapKind.OVERDUE, "target_on", 0, -1, 1, id="due yesterday is"),
        pytest.param(GapKind.OVERDUE, "target_on", 7, -6, 0, id="overdue, the day before the grace is over"),
        pytest.param(GapKind.OVERDUE, "target_on", 7, -7, 0, id="overdue, the last day of the grace"),
        pytest.param(GapKind.OVERDUE, "target_on", 7, -8, 1, id="overdue, the day after"),
        pytest.param(GapKind.DUE_SOON, "target_on", 14, -1, 0, id="what is overdue is no longer due soon"),
        pytest.param(GapKind.DUE_SOON, "target_on", 14, 0, 1, id="due today is due soon"),
        pytest.param(GapKind.DUE_SOON, "target_on", 14, 14, 1, id="due soon, the last day looked ahead to"),
        pytest.param(GapKind.DUE_SOON, "target_on", 14, 15, 0, id="due soon, the day after"),
        pytest.param(GapKind.STALE_UPDATE, "updated_on", 90, -89, 0, id="stale, the day before the grace is over"),
        pytest.param(GapKind.STALE_UPDATE, "updated_on", 90, -90, 0, id="stale, the last day of the grace"),
        pytest.param(GapKind.STALE_UPDATE, "updated_on", 90, -91, 1, id="stale, the day after"),
        pytest.param(GapKind.STALE_UPDATE, "updated_on", 90, 5, 0, id="an update in the future is not stale"),
    ],
)
def test_the_grace_is_kept_to_the_day(kind: GapKind, field: str, grace: int, offset: int, expected: int) -> None:
    rows = [a_row_about(**{field: days(offset)})]

    assert len(find_gaps(kind, rows, grace_days=grace)) == expected


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        pytest.param(-5, 0, id="brought forward"),
        pytest.param(0, 0, id="as it was"),
        pytest.param(30, 0, id="within the grace"),
        pytest.param(31, 1, id="a day more"),
    ],
)
def test_a_date_may_slip_by_the_days_of_grace(slip: int, expected: int) -> None:
    row = a_row_about(original_target_on=date(2021, 7, 1), target_on=date(2021, 7, 1) + timedelta(days=slip))

    assert len(find_gaps(GapKind.DATE_SLIPPED, [row], grace_days=30)) == expected


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"original_target_on": None}, id="no date before"),
        pytest.param({"original_target_on": date(2021, 1, 1), "target_on": None}, id="no date now"),
    ],
)
def test_a_date_that_is_not_there_has_not_slipped(cells: dict[str, object]) -> None:
    assert find_gaps(GapKind.DATE_SLIPPED, [a_row_about(**cells)]) == []


def an_overdue_row(**cells: object) -> Standing:
    due = Due("By July 2018, and yearly", date(2018, 7, 31))
    return a_row_about(replace(ITEM, due=due), **cells)


def test_what_is_overdue_quotes_both_dates() -> None:
    gap = find_gaps(GapKind.OVERDUE, [an_overdue_row(target_on=date(2021, 3, 31))])[0]

    assert gap.tracker_says == "Target 31 March 2021."
    assert gap.register_says == "Due 31 July 2018 (By July 2018, and yearly)."


def test_what_is_overdue_without_a_date_in_the_register_says_so() -> None:
    gap = find_gaps(GapKind.OVERDUE, [a_row_about(target_on=date(2021, 3, 31))])[0]

    assert gap.register_says == "No date."


def test_a_new_date_of_hmicfrs_in_the_row_is_another_side() -> None:
    rows = [an_overdue_row(target_on=None, inspectorate_due_on=day) for day in (date(2021, 3, 31), date(2021, 4, 30))]

    gaps = [find_gaps(GapKind.OVERDUE, [row])[0] for row in rows]

    assert gaps[0].tracker_says == "No target date. HMICFRS due date 31 March 2021."
    assert gaps[0].fingerprint != gaps[1].fingerprint
