"""The sample data: the report's figures come out exactly, every intended gap is found, and untidiness disturbs no figure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from sync.core.records import Cell, Row, Uncounted
from sync.core.vocabulary import GapKind, MatchMethod, Severity
from tests.builders import AS_OF
from tests.core.sample import reconcile_sample, the_result, the_tracker, with_cells, without

REVIEW = MatchMethod.REVIEW
FIGURES = {
    "cause-of-concern": {"national": 0, "joint": 1, "force": 0},
    "recommendation": {"national": 18, "joint": 1, "force": 2},
    "area-for-improvement": {"national": 22, "joint": 0, "force": 6},
}


def numbers_of(kind: GapKind) -> list[int]:
    """The rows with a gap of a kind."""
    return sorted(gap.entry for gap in the_result().gaps if gap.kind is kind and gap.entry)


def references_of(kind: GapKind) -> set[str]:
    return {str(gap.ref) for gap in the_result().gaps if gap.kind is kind}


def test_fifty_are_outstanding() -> None:
    position = the_result().position

    assert position.outstanding == 50
    assert position.kind_and_scope == FIGURES


def test_the_movement_is_that_of_the_report() -> None:
    movement = the_result().position.movement

    assert (movement.opening, movement.added, movement.completed, movement.closing) == (75, 15, 40, 50)
    assert (movement.reopened, movement.other_closed, movement.unexplained) == (0, 0, 0)


def test_fifteen_were_agreed_on_the_seventh_and_eighth_of_june() -> None:
    sessions = the_result().position.sign_off_sessions

    assert {day: count for day, count in sessions.items() if day.month == 6} == {
        date(2021, 6, 7): 8,
        date(2021, 6, 8): 7,
    }
    assert sum(sessions.values()) == 40


def test_the_headline_reads_as_the_report_does() -> None:
    sentences = [line.sentence for line in the_result().position.lines]

    assert "50 outstanding: 1 cause of concern, 21 recommendations and 28 AFIs" in sentences
    assert "Opening 75, added 15, completed 40, closing 50" in sentences


def test_the_second_row_and_the_row_for_others_do_not_count() -> None:
    uncounted = {s.entry.id: s.uncounted for s in the_result().standings if s.uncounted}

    assert uncounted == {54: Uncounted.DUPLICATE, 72: Uncounted.NOT_FOR_FORCE}


def test_every_row_that_can_be_matched_is() -> None:
    matches = {match.entry: match for match in the_result().matches}

    assert [number for number, match in matches.items() if match.method is MatchMethod.NONE] == [66, 67, 68]
    assert not any(match.method is MatchMethod.REVIEW for match in matches.values())
    assert {matches[number].ref for number in (41, 54)} == {"FRAUD-2019-A2"}  # type: ignore[index]


def test_what_is_addressed_to_the_force_and_has_no_row_is_missing() -> None:
    expected = {"BAIL-2020-R4", "ROCU-2021-R2", "ROCU-2021-R5", "POWERS-2021-R6"}

    assert references_of(GapKind.MISSING_ENTRY) == expected


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        pytest.param(GapKind.WRONG_PUBLICATION, [88, 89, 90, 91, 92], id="Hidden victims filed under Safe to share"),
        pytest.param(GapKind.UNKNOWN_ENTRY, [66, 67, 68], id="a super-complaint that was not published yet"),
        pytest.param(GapKind.DUPLICATE_ENTRY, [41], id="the same AFI twice"),
        pytest.param(GapKind.NOT_FOR_FORCE, [72], id="what the Home Office has to do"),
        pytest.param(GapKind.CONCERN_CLOSED_EARLY, [23], id="the concern before its recommendation"),
        pytest.param(GapKind.CLOSED_WITHOUT_AGREEMENT, [44], id="done in the force's view alone"),
        pytest.param(GapKind.CLOSED_WITHOUT_EVIDENCE, [21], id="no evidence"),
        pytest.param(GapKind.SUPERSEDED_BUT_OPEN, [1], id="superseded in the register"),
        pytest.param(GapKind.AGREEMENT_OVERDUE, [33], id="waiting since February"),
        pytest.param(GapKind.OVERDUE, [1, 24, 32, 33, 40, 44, 48], id="overdue"),
        pytest.param(GapKind.DUE_SOON, [], id="nothing due within a fortnight"),
        pytest.param(GapKind.NO_TARGET_DATE, [84, 86], id="no target date"),
        pytest.param(GapKind.DATE_SLIPPED, [46, 75], id="moved"),
        pytest.param(GapKind.NO_OWNER, [80, 90], id="no owner"),
        pytest.param(GapKind.NO_BOARD, [82], id="no board"),
        pytest.param(GapKind.STALE_UPDATE, [1, 18, 43], id="silent since 2020"),
        pytest.param(GapKind.UNMAPPED_VALUE, [19], id="Parked"),
        pytest.param(GapKind.UNREADABLE_VALUE, [47], id="a day that June has not"),
        pytest.param(GapKind.REQUIRED_BLANK, [], id="nothing required is blank"),
        pytest.param(GapKind.AMBIGUOUS_MATCH, [], id="nothing is unclear"),
        pytest.param(GapKind.KIND_MISMATCH, [], id="every kind agrees"),
        pytest.param(GapKind.SCOPE_MISMATCH, [], id="every scope agrees"),
        pytest.param(GapKind.DUE_DATE_MISMATCH, [], id="every due date agrees"),
        pytest.param(GapKind.AGREED_BUT_OPEN, [], id="nothing agreed is open"),
        pytest.param(GapKind.REOPENED_BY_INSPECTORATE, [], id="nothing was reopened"),
        pytest.param(GapKind.CONCERN_WITHOUT_RECOMMENDATION, [], id="every concern has its recommendation"),
    ],
)
def test_the_rows_with_a_gap_are(kind: GapKind, rows: list[int]) -> None:
    assert numbers_of(kind) == rows


@pytest.mark.parametrize(
    ("number", "item"),
    [
        pytest.param(row, f"HIDDEN-VICTIMS-2021-R{row - 87}", id=f"row {row} is recommendation {row - 87}")
        for row in (88, 89, 90, 91, 92)
    ],
)
def test_a_row_filed_under_the_wrong_super_complaint_is_told_its_own_item(number: int, item: str) -> None:
    gap = next(gap for gap in the_result().gaps if gap.kind is GapKind.WRONG_PUBLICATION and gap.entry == number)

    assert gap.ref == item
    assert "is filed under Safe to share, but its words are those of" in gap.sentence
    assert gap.severity is Severity.HIGH


UNTIDY: Mapping[str, dict[int, dict[str, Cell]]] = {
    "the unmapped status": {19: {"Status": "In Progress"}},
    "the date that is none": {47: {"Target_x0020_Date": "30/06/2021"}},
    "the row without a board": {82: {"Assessment_x0020_Board": "Operational Assessment Board"}},
    "the titles of the wrong publication": {
        number: {"Report_x0020_Title": "Hidden victims"} for number in (88, 89, 90, 91, 92)
    },
    "the rows without an owner": {number: {"Business_x0020_Lead": "Head of Crime"} for number in (80, 90)},
}


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in UNTIDY])
def test_putting_untidiness_right_changes_no_figure(name: str) -> None:
    changes = UNTIDY[name]

    tidy = reconcile_sample(with_cells(lambda row: replace(row, cells={**row.cells, **changes.get(row.id, {})})))

    assert (tidy.position.outstanding, tidy.position.kind_and_scope) == (50, FIGURES)
    assert tidy.position.movement == the_result().position.movement


def test_taking_the_rows_out_that_do_not_count_changes_no_figure() -> None:
    tidy = reconcile_sample(without(54, 72)).position
    untidy = the_result().position

    assert (tidy.outstanding, tidy.kind_and_scope, tidy.movement) == (
        untidy.outstanding,
        untidy.kind_and_scope,
        untidy.movement,
    )
    assert tidy.sign_off_sessions == untidy.sign_off_sessions
    assert tidy.uncounted == {Uncounted.DUPLICATE: 0, Uncounted.NOT_FOR_FORCE: 0}


def test_a_copy_left_in_place_of_the_first_row_still_counts_once() -> None:
    assert reconcile_sample(without(41)).position.outstanding == 50


def test_without_any_reference_every_row_still_finds_its_item_and_two_ask_to_be_sure() -> None:
    def without_reference(row: Row) -> Row:
        return replace(row, cells={**row.cells, "Recommendation_x0020_Ref": None})

    blind = reconcile_sample(with_cells(without_reference))

    found = [match.ref or (match.candidates[0].ref if match.method is REVIEW else None) for match in blind.matches]
    assert found == [match.ref for match in the_result().matches]
    assert [match.entry for match in blind.matches if match.method is REVIEW] == [11, 76]


def test_a_day_later_the_same_rows_stand_as_they_did() -> None:
    later = reconcile_sample(as_of=AS_OF.replace(day=24))

    assert later.position.outstanding == 50
    assert later.position.movement.unexplained == 0


def test_the_sample_has_ninety_two_rows() -> None:
    assert len(the_tracker().rows) == 92
