"""Histories: the versions of a row tell how often its date moved, and when it was complete and opened again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sync.core.gaps import assess_gaps
from sync.core.lifelines import find_first_due
from sync.core.normalise import normalise_histories
from sync.core.records import Cell, EntryHistory, Gap, RowMemory, RowVersion, Standing
from sync.core.standing import remember
from sync.core.vocabulary import Counted, EntryId, GapKind, Status, TrackerField
from tests.builders import AS_OF, a_register, completed, on, reopened, the_rules
from tests.core.gap_examples import FRAUD, ITEM, ROCU, a_row_about, only

COLUMNS = the_rules().tracker.columns
APRIL, JUNE, AUGUST = date(2021, 4, 30), date(2021, 6, 30), date(2021, 8, 31)


def a_version(day: int, target: Cell = None, status: str = "In progress") -> RowVersion:
    cells = {COLUMNS[TrackerField.TARGET_ON]: target, COLUMNS[TrackerField.STATUS]: status}
    return RowVersion(datetime(2021, 5, day, 9, tzinfo=UTC), cells)


def read(*versions: RowVersion) -> EntryHistory:
    return normalise_histories({1: versions}, the_rules())[EntryId(1)]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        pytest.param([on(APRIL), on(JUNE), on(AUGUST)], (APRIL, JUNE, AUGUST), id="moved twice"),
        pytest.param([on(APRIL), on(APRIL), on(JUNE)], (APRIL, JUNE), id="other edits in between"),
        pytest.param(["30/04/2021", None, "30 June 2021"], (APRIL, JUNE), id="typed, emptied and typed anew"),
        pytest.param(["soon", on(JUNE)], (JUNE,), id="what is no date is passed over"),
        pytest.param([], (), id="no versions"),
    ],
)
def test_the_dates_that_a_row_had(targets: list[Cell], expected: tuple[date, ...]) -> None:
    assert read(*(a_version(day, target) for day, target in enumerate(targets, start=1))).targets == expected


def test_versions_of_one_second_are_taken_newest_first_as_sharepoint_lists_them() -> None:
    assert read(*(a_version(1, on(day)) for day in (AUGUST, JUNE, APRIL))).targets == (APRIL, JUNE, AUGUST)


def test_versions_come_in_any_order() -> None:
    versions = [a_version(3, on(AUGUST)), a_version(1, on(APRIL)), a_version(2, on(JUNE))]

    assert read(*versions).targets == (APRIL, JUNE, AUGUST)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        pytest.param(
            ["In progress", "Complete", "In progress"], (date(2021, 5, 2), date(2021, 5, 3)), id="opened again"
        ),
        pytest.param(
            ["Complete", "Complete", "Ongoing"], (date(2021, 5, 1), date(2021, 5, 3)), id="edited while complete"
        ),
        pytest.param(["In progress", "Complete"], (None, None), id="complete now"),
        pytest.param(["In progress", "Ongoing"], (None, None), id="never complete"),
        pytest.param(["Complete", "Parked"], (None, None), id="a word that nobody mapped opens nothing"),
    ],
)
def test_when_a_row_was_complete(statuses: list[str], expected: tuple[date | None, date | None]) -> None:
    history = read(*(a_version(day, status=status) for day, status in enumerate(statuses, start=1)))

    assert (history.complete_from, history.complete_until) == expected


def find(kind: GapKind, row: Standing, history: EntryHistory | None) -> Gap:
    histories = {row.entry.id: history} if history else {}
    [gap] = assess_gaps([row], a_register([ROCU, FRAUD], [ITEM]), only(kind), AS_OF, histories=histories)
    return gap


SLIPPED = a_row_about(original_target_on=APRIL, target_on=AUGUST)


@pytest.mark.parametrize(
    ("history", "sentence", "says"),
    [
        pytest.param(
            EntryHistory((APRIL, JUNE, AUGUST)),
            "Row 1 (Funding) has slipped from 30 April 2021 to 31 August 2021 in 2 steps.",
            "Originally 30 April 2021, then 30 June 2021, now 31 August 2021.",
            id="in steps",
        ),
        pytest.param(
            EntryHistory((AUGUST,)),
            "Row 1 (Funding) has slipped from 30 April 2021 to 31 August 2021.",
            "Originally 30 April 2021, now 31 August 2021.",
            id="older than the versions",
        ),
        pytest.param(
            None,
            "Row 1 (Funding) has slipped from 30 April 2021 to 31 August 2021.",
            "Originally 30 April 2021, now 31 August 2021.",
            id="not read",
        ),
    ],
)
def test_a_slipped_date_tells_its_steps(history: EntryHistory | None, sentence: str, says: str) -> None:
    gap = find(GapKind.DATE_SLIPPED, SLIPPED, history)

    assert (gap.sentence, gap.tracker_says, gap.is_partial) == (sentence, says, history is None)


MOVED = a_row_about(target_on=AUGUST, memory=RowMemory(due_on=AUGUST, moves=1, first_due_on=JUNE))


def seen(first: date, now: date = AUGUST) -> Standing:
    """A row whose date an earlier run saw move, in a Tracker without a column for the original one."""
    return a_row_about(target_on=now, memory=RowMemory(due_on=now, moves=1, first_due_on=first))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(replace(SLIPPED, memory=seen(JUNE).memory), APRIL, id="the Tracker's own column goes first"),
        pytest.param(seen(JUNE), JUNE, id="then what an earlier run saw"),
        pytest.param(a_row_about(target_on=AUGUST), None, id="a row that never moved has none"),
    ],
)
def test_there_is_one_reading_of_when_a_row_was_due_at_first(row: Standing, expected: date | None) -> None:
    assert find_first_due(row) == expected


def test_a_date_that_was_brought_forward_asks_for_no_versions() -> None:
    assert assess_gaps([seen(AUGUST, now=JUNE)], a_register([ROCU], [ITEM]), only(GapKind.DATE_SLIPPED), AS_OF) == ()


@pytest.mark.parametrize(
    ("history", "sentence", "says"),
    [
        pytest.param(
            None,
            "Row 1 (Funding) has slipped from 30 June 2021 to 31 August 2021.",
            "Originally 30 June 2021, now 31 August 2021.",
            id="not read: what the service remembers",
        ),
        pytest.param(
            EntryHistory((AUGUST,)),
            "Row 1 (Funding) has slipped from 30 June 2021 to 31 August 2021.",
            "Originally 30 June 2021, now 31 August 2021.",
            id="not kept: what the service remembers",
        ),
        pytest.param(
            EntryHistory((APRIL, JUNE, AUGUST)),
            "Row 1 (Funding) has slipped from 30 April 2021 to 31 August 2021 in 2 steps.",
            "Originally 30 April 2021, then 30 June 2021, now 31 August 2021.",
            id="reaching further back than the first run",
        ),
        pytest.param(
            EntryHistory((date(2021, 12, 31), JUNE, AUGUST)),
            "Row 1 (Funding) has slipped from 30 June 2021 to 31 August 2021.",
            "Originally 30 June 2021, now 31 August 2021.",
            id="beginning with a date later than today's",
        ),
    ],
)
def test_where_there_is_no_column_for_it_the_original_date_is_remembered_or_told_by_versions(
    history: EntryHistory | None, sentence: str, says: str
) -> None:
    gap = find(GapKind.DATE_SLIPPED, MOVED, history)

    assert (gap.sentence, gap.tracker_says, gap.is_partial) == (sentence, says, history is None)
    assert gap.fingerprint == find(GapKind.DATE_SLIPPED, MOVED, None).fingerprint


def test_moves_that_runs_saw_count_where_versions_are_not_kept() -> None:
    row = replace(MOVED, memory=replace(MOVED.memory, moves=3))

    assert "to 31 August 2021 in 3 steps." in find(GapKind.DATE_SLIPPED, row, EntryHistory((AUGUST,))).sentence


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(a_row_about(target_on=AUGUST), id="that nobody saw move"),
        pytest.param(a_row_about(target_on=JUNE, memory=RowMemory(None, (), JUNE, 2, JUNE)), id="back again"),
        pytest.param(a_row_about(target_on=APRIL, memory=RowMemory(None, (), APRIL, 1, JUNE)), id="earlier"),
        pytest.param(a_row_about(target_on=None, memory=MOVED.memory), id="that has no date now"),
    ],
)
def test_a_row_has_not_slipped(row: Standing) -> None:
    for history in ({}, {row.entry.id: EntryHistory((APRIL, JUNE, AUGUST))}):
        found = assess_gaps([row], a_register([ROCU], [ITEM]), only(GapKind.DATE_SLIPPED), AS_OF, histories=history)
        assert found == ()


def test_an_original_date_that_is_taken_out_of_the_tracker_is_remembered() -> None:
    first = remember(a_row_about(original_target_on=APRIL, target_on=AUGUST), AS_OF)
    emptied = replace(first, entry=replace(first.entry, original_target_on=None))

    assert "slipped from 30 April 2021" in find(GapKind.DATE_SLIPPED, remember(emptied, AS_OF), None).sentence


def test_what_the_versions_tell_does_not_make_it_another_gap() -> None:
    gaps = [find(GapKind.DATE_SLIPPED, SLIPPED, history) for history in (None, EntryHistory((APRIL, JUNE, AUGUST)))]

    assert gaps[0].fingerprint == gaps[1].fingerprint


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        pytest.param((APRIL, JUNE, APRIL, AUGUST), "in 3 steps", id="back and forth"),
        pytest.param((APRIL, AUGUST, JUNE, AUGUST), "in 3 steps", id="by way of the last"),
        pytest.param((JUNE, AUGUST), "in 2 steps", id="without the first"),
        pytest.param((APRIL, AUGUST), "31 August 2021.", id="at once"),
    ],
)
def test_every_move_of_a_date_is_a_step(targets: tuple[date, ...], told: str) -> None:
    gap = find(GapKind.DATE_SLIPPED, SLIPPED, EntryHistory(targets))

    assert told in gap.sentence
    assert ("steps" in gap.sentence) is ("steps" in told)


def test_a_row_opened_again_without_its_day_of_agreement_is_found_by_what_an_earlier_run_saw() -> None:
    memory = RowMemory(Counted.OUTSTANDING, (completed(date(2021, 5, 2)), reopened(date(2021, 6, 1))))
    row = a_row_about(memory=memory)
    history = EntryHistory((), date(2021, 5, 2), date(2021, 5, 20))

    unread, told = find(GapKind.AGREED_BUT_OPEN, row, None), find(GapKind.AGREED_BUT_OPEN, row, history)

    assert (unread.is_partial, told.is_partial) == (True, False)
    assert "opened again on 20 May 2021" in told.sentence
    assert unread.fingerprint == told.fingerprint


REOPENED = RowMemory(Counted.OUTSTANDING, (completed(date(2019, 5, 2)), reopened(date(2020, 6, 1))))


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        pytest.param(a_row_about(memory=REOPENED), True, id="open again, long before the reporting period"),
        pytest.param(a_row_about(memory=REOPENED, status=Status.AWAITING_AGREEMENT), True, id="done again, they say"),
        pytest.param(
            replace(a_row_about(memory=REOPENED, status=Status.COMPLETE), status=Status.AWAITING_AGREEMENT),
            False,
            id="marked complete again and not agreed: told by its own rule",
        ),
        pytest.param(
            a_row_about(memory=REOPENED, status=Status.COMPLETE, agreed_on=AS_OF), False, id="complete and agreed"
        ),
        pytest.param(a_row_about(memory=REOPENED, status=Status.NO_ACTION), False, id="closed otherwise"),
    ],
)
def test_a_reopened_row_is_told_until_it_is_completed_again(row: Standing, *, is_told: bool) -> None:
    register, rules = a_register([ROCU, FRAUD], [ITEM]), only(GapKind.AGREED_BUT_OPEN)

    assert bool(assess_gaps([row], register, rules, AS_OF)) is is_told


def test_a_row_opened_again_says_when() -> None:
    row = a_row_about(agreed_on=date(2021, 5, 2))

    gap = find(GapKind.AGREED_BUT_OPEN, row, EntryHistory((), date(2021, 5, 2), date(2021, 5, 20)))

    assert gap.sentence == (
        "Row 1 (Funding) was agreed on 2 May 2021 and is still in progress. "
        "It was complete from 2 May 2021 and was opened again on 20 May 2021."
    )
