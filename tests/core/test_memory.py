"""Memory: what a run leaves for the next, the cells that do not stay written, and the sources that shrank."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.memory import CELLS_LIMIT, MADE_LIMIT, find_shrunken, freeze, read_memory, remember, write_memory
from sync.core.records import Change, Outcome, OutcomeKind, RunMemory, Value
from sync.core.rules import GuardRule
from sync.core.values import NOTE_LIMIT
from sync.core.vocabulary import ChangeKind

SOURCES = {"Tracker": 92}


def an_update(number: int = 1, **values: Value) -> Change:
    values = values or {"Severity": "High"}
    return Change(ChangeKind.UPDATE, "Gaps", f"k{number}", values, dict.fromkeys(values), number, '"1"')


def written(memory: RunMemory, change: Change, times: int = 1, kind: OutcomeKind = OutcomeKind.DONE) -> RunMemory:
    for _ in range(times):
        memory = remember(memory, SOURCES, [Outcome(change, kind)])
    return memory


def test_a_memory_comes_back_as_it_was_left() -> None:
    memory = written(RunMemory(), an_update(Severity="High", Count=3))

    assert read_memory(write_memory(memory)) == memory
    assert memory.sources == SOURCES


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"sources": 1, "written": {}}', '{"sources": {"a": "b"}, "written": {}}', "<div>"]
)
def test_a_text_that_somebody_changed_is_no_memory(text: str) -> None:
    assert read_memory(text) == RunMemory()


def test_marks_that_are_not_ours_are_forgotten() -> None:
    assert read_memory(json.dumps({"sources": {}, "written": {"a": "zz", "b": "abcdef1"}})).written == {"b": "abcdef1"}


@given(st.integers(0, 3 * CELLS_LIMIT), st.integers(0, 2 * MADE_LIMIT))
def test_a_memory_always_fits_into_a_note_and_keeps_the_newest(cells: int, made: int) -> None:
    memory = RunMemory(
        SOURCES,
        {f"{number:010x}": "abcdef1" for number in range(cells)},
        tuple(f"{number:08x}" for number in range(made)),
    )

    text = write_memory(memory)

    assert len(text) <= NOTE_LIMIT
    assert list(read_memory(text).written) == list(memory.written)[-CELLS_LIMIT:]
    assert read_memory(text).made == memory.made[-MADE_LIMIT:]


def test_no_text_of_anybodys_is_in_it() -> None:
    assert "canary" not in write_memory(written(RunMemory(), an_update(TrackerSays="canary")))


def test_what_was_changed_back_once_is_written_again() -> None:
    memory = written(RunMemory(), an_update())

    thawed = freeze([an_update()], memory)

    assert (thawed.changes, thawed.held, thawed.frozen) == ((an_update(),), (), ())


def test_a_cell_of_a_new_row_is_put_right_once_and_then_frozen() -> None:
    create = replace(an_update(), kind=ChangeKind.CREATE, row_id=None)
    memory = read_memory(write_memory(written(RunMemory(), create)))
    restore = replace(an_update(), before={"Severity": "a person's"})

    first = freeze([restore], memory)
    second = freeze([restore], written(memory, restore))

    assert (first.changes, second.changes, second.held) == ((restore,), (), (restore,))


def test_a_cell_of_a_new_row_that_changes_and_changes_back_by_itself_is_no_quarrel() -> None:
    create = replace(an_update(Severity="High"), kind=ChangeKind.CREATE, row_id=None)
    lower = replace(an_update(Severity="Low"), before={"Severity": "High"})
    higher = replace(an_update(Severity="High"), before={"Severity": "Low"})
    memory = written(written(written(RunMemory(), create), lower), higher)

    assert freeze([higher], memory).frozen == ()


def test_the_cells_of_a_first_run_leave_room_for_those_that_are_written_later() -> None:
    creates = [
        replace(an_update(row, **{f"C{n}": "x" for n in range(15)}), kind=ChangeKind.CREATE) for row in range(260)
    ]
    memory = remember(RunMemory(), SOURCES, [Outcome(create, OutcomeKind.DONE) for create in creates])
    restore = replace(an_update(0, C0="x"), before={"C0": "a person's"})

    memory = read_memory(write_memory(written(read_memory(write_memory(memory)), restore)))

    assert freeze([restore], memory).held == (restore,)


def test_what_was_changed_back_twice_is_frozen_and_its_column_named() -> None:
    memory = written(RunMemory(), an_update(), times=2)

    thawed = freeze([an_update()], memory)

    assert (thawed.changes, thawed.held) == ((), (an_update(),))
    assert [(one.list_title, one.column, one.rows) for one in thawed.frozen] == [("Gaps", "Severity", 1)]
    assert "Severity of 'Gaps' in 1 row" in thawed.frozen[0].sentence


def test_another_value_is_no_quarrel() -> None:
    memory = written(RunMemory(), an_update(Severity="High"), times=2)

    assert freeze([an_update(Severity="Low")], memory).frozen == ()


def test_the_other_cells_of_a_row_are_still_written() -> None:
    memory = written(RunMemory(), an_update(Severity="High"), times=2)

    thawed = freeze([an_update(Severity="High", Board="B")], memory)

    assert [change.values for change in thawed.changes] == [{"Board": "B"}]
    assert [change.values for change in thawed.held] == [{"Severity": "High"}]


def test_a_day_that_only_follows_a_frozen_column_is_not_written_for_itself() -> None:
    memory = written(RunMemory(), an_update(State="Cleared"), times=2)

    thawed = freeze([an_update(State="Cleared", ClearedOn="today", LastChanged="today")], memory)

    assert thawed.changes == ()
    assert [one.column for one in thawed.frozen] == ["State"]


def test_rows_of_one_column_are_counted_together() -> None:
    memory = RunMemory()
    for number in (1, 2, 3):
        memory = written(memory, an_update(number), times=2)

    assert [one.rows for one in freeze([an_update(n) for n in (1, 2, 3)], memory).frozen] == [3]


@pytest.mark.parametrize("kind", [OutcomeKind.CONFLICT, OutcomeKind.FAILED])
def test_a_change_that_did_not_come_through_begins_afresh(kind: OutcomeKind) -> None:
    memory = written(written(RunMemory(), an_update(), times=2), an_update(), kind=kind)

    assert freeze([an_update()], memory).frozen == ()


def test_a_row_that_was_made_anew_begins_afresh() -> None:
    create = replace(an_update(), kind=ChangeKind.CREATE, row_id=None)
    memory = written(written(RunMemory(), an_update(), times=2), create)

    assert freeze([an_update()], memory).frozen == ()


def test_a_new_row_is_never_frozen() -> None:
    create = replace(an_update(), kind=ChangeKind.CREATE, row_id=None)

    assert freeze([create], written(RunMemory(), an_update(), times=3)).changes == (create,)


@pytest.mark.parametrize(
    ("before", "now", "is_shrunken"),
    [
        pytest.param(100, 75, False, id="a quarter may go"),
        pytest.param(100, 74, True, id="more may not"),
        pytest.param(12, 2, False, id="so many always may"),
        pytest.param(12, 1, True, id="one more may not"),
        pytest.param(100, 200, False, id="growth is no loss"),
        pytest.param(0, 0, False, id="nothing was there"),
    ],
)
def test_a_source_that_lost_more_than_it_may_is_found(before: int, now: int, is_shrunken: bool) -> None:  # noqa: FBT001 - a table's column
    found = find_shrunken(RunMemory({"Tracker": before}), {"Tracker": now}, GuardRule(share=0.25, floor=10))

    assert found == ([("Tracker", before, now)] if is_shrunken else [])


def test_a_source_that_nobody_remembers_is_believed() -> None:
    assert find_shrunken(RunMemory(), {"Tracker": 0}, GuardRule(share=0.25)) == []


@pytest.mark.parametrize(("made_since", "times"), [(MADE_LIMIT - 1, 1), (MADE_LIMIT, 2)], ids=["kept", "forgotten"])
def test_a_cell_that_was_made_too_long_ago_is_put_right_once_more_before_it_is_frozen_and_never_oftener(
    made_since: int, times: int
) -> None:
    create = replace(an_update(), kind=ChangeKind.CREATE, row_id=None)
    restore = replace(an_update(), before={"Severity": "a person's"})
    memory = written(RunMemory(), create)
    memory = replace(memory, made=(*memory.made, *(f"{number:08x}" for number in range(made_since))))
    put_right = 0

    while freeze([restore], memory := read_memory(write_memory(memory))).changes:
        memory = written(memory, restore)
        put_right += 1

    assert put_right == times
