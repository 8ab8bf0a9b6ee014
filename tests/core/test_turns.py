"""Turns: every closure and reopening of a row, as runs note them one after the other in our column on the tracker."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.normalise import normalise_memories
from sync.core.plan import plan_list
from sync.core.records import Cell, ListContents, Row, RowMemory, Standing, TrackerEntry, Turn, TurnKind
from sync.core.rollup import build_flag_column_rows, freeze_history, roll_up
from sync.core.standing import assess_standings
from sync.core.turns import TURNS_LIMIT, find_turns, read_turns, say_turns
from sync.core.vocabulary import Counted, ItemKind, Status
from tests.builders import (
    AS_OF,
    a_list,
    a_match,
    a_register,
    a_standing,
    an_entry,
    closed,
    completed,
    on,
    reopened,
    the_governance,
    the_rules,
)
from tests.core.store import apply_changes, as_stored
from tests.core.strategies import BOARDS, standings

FEB, MAR, APR, MAY, JUN = (date(2021, month, 10) for month in (2, 3, 4, 5, 6))
GOVERNANCE = the_governance()
HISTORY = the_rules().targets.history
NOBODY = a_register([], [])


def stand(entries: Sequence[TrackerEntry], cells: Iterable[tuple[int, dict[str, Cell]]], as_of: date) -> list[Standing]:
    """What a run makes of rows, and of our columns as an earlier run left them."""
    memories = normalise_memories(a_list(rows=[Row(number, '"1"', found) for number, found in cells]))
    matches = [a_match(entry.id, None) for entry in entries]
    return list(assess_standings(entries, matches, NOBODY, GOVERNANCE, memories, as_of))


def leave(rows: Sequence[Standing]) -> list[tuple[int, dict[str, Cell]]]:
    """Our columns as SharePoint holds them after a run."""
    return [
        (int(row.key), {name: as_stored(value) for name, value in row.values.items()})
        for row in build_flag_column_rows(rows, [])
    ]


ADDED = date(2020, 12, 1)
CLOSED_OTHERWISE = [Status.NO_ACTION, Status.SUPERSEDED]


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[date], list[list[tuple[TrackerEntry, list[Turn]]]]]:
    """The days of some runs, and for each the rows as they are then, with the turns that truly happened until then.

    Nobody dates anything back: what is dated lies after the last run. Who opens a row again leaves its dates in or takes them out.
    """
    days = [date(2021, 1, 4)]
    for gap in draw(st.lists(st.integers(1, 45), min_size=3, max_size=9)):
        days.append(days[-1] + timedelta(days=gap))
    rows = [_play(draw, number, days) for number in range(1, draw(st.integers(1, 4)) + 1)]
    return days, [list(each) for each in zip(*rows, strict=True)]


def _play(draw: st.DrawFn, number: int, days: Sequence[date]) -> list[tuple[TrackerEntry, list[Turn]]]:
    """Play one row. On some days nobody can read its status, which people have blanked or put into words of their own."""
    entry = an_entry(
        number,
        added_on=ADDED,
        board=draw(st.none() | st.sampled_from(BOARDS)),
        kind=draw(st.none() | st.sampled_from(ItemKind)),
        updated_on=None,
    )
    turns: list[Turn] = []
    played = []
    for before, day in zip([days[0] - timedelta(days=5), *days], days, strict=False):
        happens = draw(st.sampled_from(["nothing", "completed", "otherwise", "says done"]))
        since, known = draw(st.dates(before + timedelta(days=1), day)), turns
        is_open = not turns or turns[-1].kind is TurnKind.REOPENED
        if is_open and happens == "completed":
            done = draw(st.dates(before, since)) if draw(st.booleans()) else entry.completed_on
            entry = replace(entry, status=Status.COMPLETE, completed_on=done, agreed_on=since)
            turns = [*turns, completed(since)]
        elif is_open and happens == "otherwise":
            # The first run has nothing to compare with: what it finds closed without a date has none.
            updated = since if day == days[0] else draw(st.none() | st.just(since))
            left = (
                entry.completed_on if entry.agreed_on else None
            )  # else the day of closure would be the one the force said done
            status = draw(st.sampled_from(CLOSED_OTHERWISE))
            entry = replace(entry, status=status, updated_on=updated, completed_on=left)
            turns = [*turns, closed(updated or day)]
        elif is_open and happens == "says done" and entry.agreed_on is None:
            entry = replace(entry, status=Status.COMPLETE, completed_on=since)
        elif not is_open and happens != "nothing":
            if draw(st.booleans()):
                entry = replace(entry, completed_on=None, agreed_on=None, updated_on=None)
            entry = replace(entry, status=Status.IN_PROGRESS)
            turns = [*turns, reopened(day)]
        is_unread = turns is known and day != days[0] and draw(st.booleans())
        played.append((replace(entry, status=None) if is_unread else entry, turns))
    return played


def count(turns: Iterable[Turn], kind: TurnKind, first: date, last: date) -> int:
    return sum(turn.kind is kind and first <= turn.on <= last for turn in turns)


def is_open(turns: Iterable[Turn], day: date) -> bool:
    signs = [1 if turn.kind is TurnKind.REOPENED else -1 for turn in turns if turn.on <= day]
    return day >= ADDED and sum(signs) == 0


@given(lives())
@settings(max_examples=40)
def test_what_truly_happened_is_what_runs_noted_and_no_frozen_day_is_ever_contradicted(
    played: tuple[list[date], list[list[tuple[TrackerEntry, list[Turn]]]]],
) -> None:
    days, states = played
    history = a_list(HISTORY.title)
    cells: list[tuple[int, dict[str, Cell]]] = []
    for as_of, state in zip(days, states, strict=True):
        rows = stand([entry for entry, _ in state], cells, as_of)
        cells = leave(rows)
        assert leave(stand([entry for entry, _ in state], cells, as_of)) == cells, "a second run writes nothing"
        truth = [turns for _, turns in state]
        assert [list(row.memory.turns) for row in rows] == truth
        movement, period = roll_up(rows, GOVERNANCE, as_of).movement, GOVERNANCE.period(as_of)
        assert (movement.opening, movement.closing, movement.unexplained) == (
            sum(is_open(turns, period.first - timedelta(days=1)) for turns in truth),
            sum(is_open(turns, as_of) for turns in truth),
            0,
        )
        for name, kind in zip(("completed", "other_closed", "reopened"), TurnKind, strict=True):
            assert getattr(movement, name) == sum(count(turns, kind, period.first, period.last) for turns in truth)
        history = freeze(history, rows, as_of)
        assert {row.cells["Record"] for row in history.rows} <= {"Frozen"}


def freeze(history: ListContents, rows: Sequence[Standing], as_of: date) -> ListContents:
    frozen = freeze_history(rows, GOVERNANCE, history, HISTORY, as_of)
    return apply_changes(history, plan_list(HISTORY, history, frozen.rows))


@given(standings())
def test_finding_turns_again_from_what_was_found_changes_nothing(rows: list[Standing]) -> None:
    for row in rows:
        found = find_turns(row, AS_OF)
        again = replace(row, memory=replace(row.memory, counted=row.counted_as, turns=found))
        assert find_turns(again, AS_OF) == found


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        pytest.param(RowMemory(Counted.OUTSTANDING), "", id="never closed"),
        pytest.param(RowMemory(Counted.COMPLETE, (completed(FEB),)), "", id="closed once: Closed on says it"),
        pytest.param(RowMemory(Counted.OTHERWISE_CLOSED, (closed(FEB),)), "", id="closed otherwise"),
        pytest.param(
            RowMemory(Counted.OUTSTANDING, (completed(FEB), reopened(MAR))), "", id="reopened: Reopened on says it"
        ),
        pytest.param(
            RowMemory(Counted.OUTSTANDING, (closed(FEB), reopened(MAR))),
            "closed 2021-02-10, reopened 2021-03-10",
            id="reopened, and it had not been completed",
        ),
        pytest.param(
            RowMemory(Counted.COMPLETE, (completed(FEB), reopened(MAR), completed(APR))),
            "completed 2021-02-10, reopened 2021-03-10, completed 2021-04-10",
            id="completed twice",
        ),
        pytest.param(
            RowMemory(Counted.NOT_COUNTED, (completed(FEB),)), "completed 2021-02-10", id="closed and not counted"
        ),
    ],
)
def test_our_column_says_what_the_others_do_not(memory: RowMemory, expected: str) -> None:
    assert say_turns(memory) == expected
    assert read_turns(expected, memory.counted, memory.closed_on, memory.reopened_on) == memory.turns


TWICE = (completed(FEB), reopened(MAR), completed(APR), reopened(MAY))


@pytest.mark.parametrize(
    ("text", "closed_on", "expected"),
    [
        pytest.param("", APR, TWICE[2:], id="taken out, or of an earlier release: what the other columns say"),
        pytest.param("Completed 2021-02-10, reopened 2021-03-10", APR, TWICE[2:], id="a part taken out"),
        pytest.param("see e-mail of 4 May", APR, TWICE[2:], id="something else"),
        pytest.param("completed 2021-02-31, reopened 2021-05-10", APR, TWICE[2:], id="no date"),
        pytest.param("reopened 2021-05-10, completed 2021-04-10", APR, TWICE[2:], id="out of order"),
        pytest.param("completed 2021-05-10, completed 2021-04-10", APR, TWICE[2:], id="twice closed"),
        pytest.param(
            "completed 2021-02-10, reopened 2021-03-10, completed 2021-04-12, reopened 2021-05-12",
            APR,
            TWICE,
            id="its last days changed: the others go before",
        ),
        pytest.param(say_turns(RowMemory(turns=TWICE)), MAY, (*TWICE[:2], completed(MAY), TWICE[3]), id="theirs"),
        pytest.param(say_turns(RowMemory(turns=TWICE)).upper(), APR, TWICE, id="in capitals"),
    ],
)
def test_what_people_write_into_our_column_is_put_right_by_the_other_columns(
    text: str, closed_on: date, expected: tuple[Turn, ...]
) -> None:
    assert read_turns(text, Counted.OUTSTANDING, closed_on, MAY) == expected


@pytest.mark.parametrize("emptied", ["SyncCounts", "SyncClosed", "SyncReopened"])
@pytest.mark.parametrize("is_open", [True, False], ids=["open again", "completed again"])
def test_what_a_row_lived_outlives_a_cell_beside_it_that_somebody_emptied(emptied: str, is_open: bool) -> None:  # noqa: FBT001
    turns = TWICE if is_open else TWICE[:3]
    status, agreed_on = (Status.IN_PROGRESS, None) if is_open else (Status.COMPLETE, APR)
    entry = an_entry(1, status=status, agreed_on=agreed_on, completed_on=None, added_on=ADDED)
    row = a_standing(1, status=status, closed_on=agreed_on, memory=RowMemory(Counted.OUTSTANDING, turns))
    ((number, cells),) = leave([row])

    (again,) = stand([entry], [(number, {**cells, emptied: None})], JUN)

    assert again.memory.turns == turns


@pytest.mark.parametrize(("status", "turn"), [(Status.NO_ACTION, closed(FEB)), (Status.SUPERSEDED, closed(FEB))])
def test_a_row_that_was_closed_once_keeps_its_day_when_what_it_counted_as_was_emptied(
    status: Status, turn: Turn
) -> None:
    entry = an_entry(1, status=status, agreed_on=None, completed_on=None, updated_on=None, added_on=ADDED)

    (row,) = stand([entry], [(1, {"SyncClosed": on(FEB)})], JUN)

    assert row.memory.turns == (turn,)


def test_a_text_in_our_column_of_a_row_that_never_closed_is_taken_out() -> None:
    cells: dict[str, Cell] = {"SyncCounts": "Outstanding", "SyncLife": "completed 2021-02-10, reopened 2021-03-10"}

    ((_, left),) = leave(stand([an_entry(1)], [(1, cells)], AS_OF))

    assert left["SyncLife"] is None


@given(st.text(max_size=40), st.sampled_from(Counted), st.none() | st.just(FEB), st.none() | st.just(MAR))
def test_any_text_in_our_column_can_be_read(
    text: str, counted: Counted, closed_on: date | None, reopened_on: date | None
) -> None:
    assert read_turns(text, counted, closed_on, reopened_on) == read_turns("", counted, closed_on, reopened_on)


def test_a_row_that_an_earlier_release_saw_reopened_is_read_from_its_columns() -> None:
    cells = {"SyncCounts": "Complete", "SyncClosed": on(APR), "SyncReopened": on(MAR)}
    entry = an_entry(1, status=Status.COMPLETE, agreed_on=APR, completed_on=FEB, added_on=date(2021, 1, 4))

    (row,) = stand([entry], [(1, cells)], AS_OF)
    (unknown,) = stand([replace(entry, completed_on=APR)], [(1, cells)], AS_OF)

    assert row.memory.turns == (completed(FEB), reopened(MAR), completed(APR))
    assert unknown.memory.turns == (completed(APR),)


def test_a_row_that_was_closed_very_often_keeps_its_newest_turns_within_a_line_of_text() -> None:
    turns = [kind(date(2021, 1, 1) + timedelta(days=n)) for n in range(20) for kind in (completed, reopened)]
    kept = []
    for upto in range(2, len(turns) + 1):
        is_open = upto % 2 == 0
        row = a_standing(
            1,
            status=Status.IN_PROGRESS if is_open else Status.COMPLETE,
            closed_on=None if is_open else turns[upto - 1].on,
            memory=RowMemory(Counted.OUTSTANDING, tuple(turns[:upto])),
        )
        found = find_turns(row, AS_OF)
        kept.append(len(found))
        assert list(found) == turns[upto - len(found) : upto]
        assert found[0].kind is TurnKind.COMPLETED
        assert len(say_turns(RowMemory(turns=found))) <= 255
    assert set(kept[12:]) == {TURNS_LIMIT - 1, TURNS_LIMIT}


@pytest.mark.parametrize(
    ("status", "days"),
    [
        pytest.param(Status.COMPLETE, {"agreed_on": FEB}, id="completed"),
        pytest.param(Status.SUPERSEDED, {"updated_on": FEB}, id="superseded"),
        pytest.param(Status.NO_ACTION, {}, id="closed without a date"),
        pytest.param(Status.IN_PROGRESS, {"agreed_on": FEB, "reopened_on": MAR}, id="reopened"),
        pytest.param(Status.AWAITING_ALLOCATION, {}, id="open"),
    ],
)
def test_a_status_that_nobody_can_read_for_a_day_closes_and_opens_nothing(
    status: Status, days: dict[str, date]
) -> None:
    entry = an_entry(1, **{"status": status, "added_on": ADDED, "updated_on": None, **days})
    (before,) = stand([entry], [], APR)
    (unread,) = stand([replace(entry, status=None)], leave([before]), MAY)
    (after,) = stand([entry], leave([unread]), JUN)

    assert before.memory.turns == unread.memory.turns == after.memory.turns
    assert before.counted_as == unread.counted_as == after.counted_as
    assert leave([before]) == leave([unread]) == leave([after])
    position = roll_up([unread], GOVERNANCE, MAY)
    assert (position.movement.reopened, position.movement.closing) == (
        roll_up([before], GOVERNANCE, MAY).movement.reopened,
        position.outstanding,
    )


@pytest.mark.parametrize("status", CLOSED_OTHERWISE)
def test_a_completed_row_that_is_closed_otherwise_afterwards_was_completed_that_day_all_the_same(
    status: Status,
) -> None:
    entry = an_entry(1, status=Status.COMPLETE, agreed_on=FEB, added_on=ADDED)
    (before,) = stand([entry], [], MAR)
    (after,) = stand([replace(entry, status=status)], leave([before]), APR)
    (later,) = stand([replace(entry, status=status)], leave([after]), JUN)

    assert before.memory.turns == after.memory.turns == later.memory.turns == (completed(FEB),)
    assert after.counted_as is Counted.OTHERWISE_CLOSED
    assert leave([after]) == leave([later])


def test_a_run_for_an_earlier_day_takes_out_nothing_that_happened_since() -> None:
    entry = an_entry(1, status=Status.IN_PROGRESS, agreed_on=None, completed_on=None, added_on=ADDED)
    left = leave([a_standing(1, memory=RowMemory(Counted.OUTSTANDING, TWICE))])

    (earlier,) = stand([entry], left, date(2021, 4, 20))
    (between,) = stand([entry], left, MAR)

    assert earlier.memory.turns == between.memory.turns == TWICE
    movement = roll_up([earlier], GOVERNANCE, date(2021, 4, 20)).movement
    assert (movement.unexplained, movement.closing) == (0, 1)


def test_a_row_closed_again_with_its_old_dates_left_in_was_closed_the_day_a_run_saw_it() -> None:
    days = {"agreed_on": FEB, "completed_on": FEB, "updated_on": FEB, "added_on": ADDED}
    entry = an_entry(1, status=Status.COMPLETE, **days)
    cells = {"SyncCounts": "Outstanding", "SyncClosed": on(FEB), "SyncReopened": on(MAR)}

    (row,) = stand([entry], [(1, cells)], JUN)
    (later,) = stand([entry], leave([row]), AS_OF)

    assert later.memory.turns == row.memory.turns == (completed(FEB), reopened(MAR), completed(JUN))
    assert later.closed_on == JUN
