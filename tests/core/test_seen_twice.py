"""Seen twice: a gap of a patient rule is raised by the second read that finds it, and cleared by the second that does not."""

from collections.abc import Container
from dataclasses import replace
from datetime import timedelta

import pytest

from sync.core.records import ListContents
from sync.core.vocabulary import FlagState, GapKind
from tests.builders import AS_OF, on
from tests.core.force import a_force
from tests.core.test_flags import LATER, MUCH_LATER, a_gap, after, an_empty_list, decided, dismissed, settle, state_of

TWICE = replace(a_gap(), is_seen_twice=True)


def test_a_gap_that_has_to_be_seen_twice_waits_for_the_next_read() -> None:
    first, once = settle(an_empty_list(), [TWICE])
    second, twice = settle(once, [TWICE], LATER)
    third, again = settle(twice, [TWICE], MUCH_LATER)

    assert [state_of(contents) for contents in (once, twice, again)] == ["Seen once", "Open", "Open"]
    assert [flags.new for flags in (first, second, third)] == [0, 1, 0]
    assert [flags.count(FlagState.OPEN) for flags in (first, second, third)] == [0, 1, 1]
    assert again == twice


def test_a_gap_that_comes_and_goes_is_never_raised_and_never_cleared() -> None:
    contents = an_empty_list()
    told = []
    for day, gaps in enumerate(([TWICE], [], [TWICE], [], [TWICE])):
        flags, contents = settle(contents, gaps, AS_OF + timedelta(days=day))
        told.append((flags.count(FlagState.OPEN), len(flags.cleared)))

    assert told == [(0, 0)] * 5
    assert len(contents.rows) == 1


PATIENT = frozenset({GapKind.NO_OWNER})


@pytest.mark.parametrize(
    ("seen", "states", "new", "cleared"),
    [
        pytest.param("++-+-+-", "SOOOOOO", 1, 0, id="alternately, once raised"),
        pytest.param("++-++-++-", "SOOOOOOOO", 1, 0, id="missed now and then"),
        pytest.param("+-+-+-+", "SCSCSCS", 0, 0, id="alternately from the first"),
        pytest.param("++--+-", "SOOCSC", 1, 1, id="gone twice running and back once"),
        pytest.param("++--++", "SOOCSO", 2, 1, id="gone and back for good"),
        pytest.param("+++---", "SOOOCC", 1, 1, id="gone for good"),
    ],
)
def test_a_gap_that_has_to_be_seen_twice_does_not_flap(seen: str, states: str, new: int, cleared: int) -> None:
    contents = an_empty_list()
    told, raised, gone = "", 0, 0
    for day, sign in enumerate(seen):
        gaps = [TWICE] if sign == "+" else []
        flags, contents = settle(contents, gaps, AS_OF + timedelta(days=day), PATIENT)
        told += str(state_of(contents))[0]
        raised, gone = raised + flags.new, gone + len(flags.cleared)
        assert flags.count(FlagState.OPEN) == (told[-1] == "O")

    assert (told, raised, gone) == (states, new, cleared)


def test_a_gap_that_was_missed_once_keeps_its_days_and_says_when() -> None:
    before = after(([TWICE], AS_OF), ([TWICE], AS_OF))

    flags, missed = settle(before, [], LATER, PATIENT)
    _, back = settle(missed, [TWICE], MUCH_LATER, PATIENT)

    cells = missed.rows[0].cells
    assert (cells["MissedOn"], cells["LastChanged"], cells.get("ClearedOn")) == (on(LATER), on(AS_OF), None)
    assert [flag.gap.entries for flag in flags.flags] == [(1,)]
    assert (back.rows[0].cells["MissedOn"], back.rows[0].cells["LastChanged"]) == (None, on(AS_OF))


@pytest.mark.parametrize(
    ("before", "seen_twice"),
    [
        pytest.param(after(([a_gap()], AS_OF)), (), id="of a rule that does not wait"),
        pytest.param(dismissed(), PATIENT, id="dismissed: nobody sees it come and go"),
        pytest.param(decided(after(([a_gap()], AS_OF)), FirstSeen=None), PATIENT, id="whose row was spoilt"),
    ],
)
def test_a_gap_that_is_gone_is_cleared_at_once(before: ListContents, seen_twice: Container[GapKind]) -> None:
    assert state_of(settle(before, [], LATER, seen_twice)[1]) == "Cleared"


def test_a_gap_dismissed_while_it_was_missed_is_dismissed() -> None:
    before = decided(after(([TWICE], AS_OF), ([TWICE], AS_OF)), Decision="Dismiss", Reason="Known")

    assert state_of(settle(before, [], LATER, PATIENT)[1]) == "Dismissed"


def test_a_cleared_gap_that_has_to_be_seen_twice_waits_again() -> None:
    contents = after(([TWICE], AS_OF), ([TWICE], AS_OF), ([], LATER), ([TWICE], MUCH_LATER))

    assert state_of(contents) == "Seen once"


def test_an_owner_who_comes_and_goes_is_told_once_from_run_to_run() -> None:
    force = a_force(seen_twice=frozenset({GapKind.NO_OWNER}))
    told = []
    for day, owner in enumerate(
        [None, None, "Head of Crime", None, "Head of Crime", None, "Head of Crime", "Head of Crime"]
    ):
        force.as_of = AS_OF + timedelta(days=day)
        force.retype(owner=owner)
        flags = force.run().flags
        is_shown = "no owner" in str(force.tracker.rows[0].cells["SyncGaps"]).lower()
        told.append((str(force.gap("no-owner/1").cells["State"]), is_shown, "no-owner/1" in flags.cleared))

    assert [state for state, _, _ in told] == ["Seen once", *["Open"] * 6, "Cleared"]
    assert [is_shown for _, is_shown, _ in told] == [False, *[True] * 6, False]
    assert [is_cleared for _, _, is_cleared in told] == [*[False] * 7, True]
    assert force.run().plan.changes == ()
