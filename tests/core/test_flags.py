"""Flags: one row per gap for good; what people decided holds until what they decided about changes."""

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.flags import Flags, settle_flags
from sync.core.plan import plan_list
from sync.core.records import Cell, Gap, Link, ListContents
from sync.core.vocabulary import EntryId, FlagState, GapKind, RegisterRef, Severity
from tests.builders import AS_OF, a_list, a_row, on, the_rules
from tests.core.store import apply_changes

TARGET = the_rules().targets.gaps
TRACKER = "https://site.example/sites/x/Lists/Tracker"
LATER = AS_OF + timedelta(days=7)
MUCH_LATER = AS_OF + timedelta(days=70)


def a_gap(key: str = "no-owner/1", **changes: object) -> Gap:
    gap = Gap(
        key=key,
        kind=GapKind.NO_OWNER,
        severity=Severity.HIGH,
        sentence="Row 1 has no business lead.",
        what_to_do="Name the business lead.",
        tracker_says="Blank.",
        entry=EntryId(1),
        ref=RegisterRef("ROCU-2021-R1"),
        publication="Regional Organised Crime Units",
        board="Operational Assessment Board",
        rule="no-owner (gaps.yaml line 22)",
        fingerprint="a" * 16,
    )
    return replace(gap, **changes)  # type: ignore[arg-type]


CHANGED = a_gap(tracker_says="Somebody.", fingerprint="b" * 16)


def settle(
    contents: ListContents, gaps: Sequence[Gap], as_of: date = AS_OF, seen_twice: Container[GapKind] = ()
) -> tuple[Flags, ListContents]:
    """What a run makes of the gap list, and the list after it."""
    flags = settle_flags(gaps, contents, TARGET, TRACKER, as_of, seen_twice)
    return flags, apply_changes(contents, plan_list(TARGET, contents, flags.rows))


def an_empty_list() -> ListContents:
    return a_list(TARGET.title)


def after(*runs: tuple[Sequence[Gap], date]) -> ListContents:
    """The gap list after some runs."""
    contents = an_empty_list()
    for gaps, as_of in runs:
        _, contents = settle(contents, gaps, as_of)
    return contents


def decided(contents: ListContents, **cells: Cell) -> ListContents:
    """The list after a person wrote into its first row."""
    first, *others = contents.rows
    return replace(contents, rows=[replace(first, cells={**first.cells, **cells}), *others])


def dismissed(gap: Gap | None = None, **cells: Cell) -> ListContents:
    """The list with a gap that a person dismissed and a run has seen so."""
    contents = decided(
        after(([gap or a_gap()], AS_OF)), **{"Decision": "Dismiss", "Reason": "Covered elsewhere", **cells}
    )
    return settle(contents, [gap or a_gap()], AS_OF)[1]


def state_of(contents: ListContents) -> Cell:
    return contents.rows[0].cells["State"]


def test_a_new_gap_is_an_open_row_that_says_everything() -> None:
    flags, contents = settle(an_empty_list(), [a_gap()])

    assert (flags.new, flags.count(FlagState.OPEN), flags.cleared) == (1, 1, ())
    assert contents.rows[0].cells == {
        "SyncKey": "no-owner/1",
        "Title": "Row 1 has no business lead.",
        "GapKind": "no-owner",
        "Severity": "High",
        "SortOrder": 1.0,
        "State": "Open",
        "WhatToDo": "Name the business lead.",
        "TrackerSays": "Blank.",
        "EntryId": 1.0,
        "EntryLink": Link(f"{TRACKER}/DispForm.aspx?ID=1", "Row 1"),
        "RegisterRef": "ROCU-2021-R1",
        "Publication": "Regional Organised Crime Units",
        "Board": "Operational Assessment Board",
        "Rule": "no-owner (gaps.yaml line 22)",
        "Fingerprint": "a" * 16,
        "FirstSeen": on(AS_OF),
        "LastChanged": on(AS_OF),
    }


def test_gaps_are_numbered_so_that_a_list_which_sorts_letters_puts_the_worst_first() -> None:
    gaps = [a_gap(f"no-owner/{word}", severity=word) for word in (Severity.LOW, Severity.HIGH, Severity.MEDIUM)]

    rows = after((gaps, AS_OF)).rows

    ordered = sorted(rows, key=lambda row: row.cells["SortOrder"])  # type: ignore[arg-type,return-value]
    assert [row.cells["Severity"] for row in ordered] == ["High", "Medium", "Low"]


def test_a_gap_about_no_row_links_to_none() -> None:
    _, contents = settle(an_empty_list(), [a_gap("missing-entry/X-R1", entry=None)])

    assert "EntryLink" not in contents.rows[0].cells


def test_a_gap_that_stays_is_not_touched() -> None:
    contents = after(([a_gap()], AS_OF))

    flags, again = settle(contents, [a_gap()], LATER)

    assert again == contents
    assert (flags.new, flags.flags[0].first_seen, flags.flags[0].last_changed) == (0, AS_OF, AS_OF)


def test_a_gap_that_changes_keeps_its_row_and_the_day_it_was_first_seen() -> None:
    contents = after(([a_gap()], AS_OF), ([CHANGED], LATER))

    row = contents.rows[0]
    assert len(contents.rows) == 1
    assert row.cells["TrackerSays"] == "Somebody."
    assert (row.cells["FirstSeen"], row.cells["LastChanged"]) == (on(AS_OF), on(LATER))


def test_a_gap_that_is_gone_is_cleared_and_stays_readable() -> None:
    flags, contents = settle(after(([a_gap()], AS_OF)), [], LATER)

    cells = contents.rows[0].cells
    assert flags.cleared == ("no-owner/1",)
    assert (cells["State"], cells["ClearedOn"], cells["LastChanged"]) == ("Cleared", on(LATER), on(LATER))
    assert cells["Title"] == "Row 1 has no business lead."


def test_a_cleared_row_is_not_touched_again() -> None:
    contents = after(([a_gap()], AS_OF), ([], LATER))

    flags, again = settle(contents, [], MUCH_LATER)

    assert again == contents
    assert flags.cleared == ()


def test_a_cleared_gap_that_returns_is_opened_in_its_old_row() -> None:
    contents = after(([a_gap()], AS_OF), ([], LATER))

    flags, again = settle(contents, [a_gap()], MUCH_LATER)

    cells = again.rows[0].cells
    assert len(again.rows) == 1
    assert (cells["State"], cells["ClearedOn"]) == ("Open", None)
    assert (cells["FirstSeen"], cells["LastChanged"]) == (on(AS_OF), on(MUCH_LATER))
    assert flags.new == 1


def test_a_dismissed_gap_stays_away() -> None:
    contents = dismissed()

    flags, again = settle(contents, [a_gap()], MUCH_LATER)

    assert state_of(contents) == "Dismissed"
    assert again == contents
    assert (flags.count(FlagState.OPEN), flags.count(FlagState.DISMISSED), flags.new) == (0, 1, 0)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        pytest.param("Dismiss", "Dismissed", id="as the column offers it"),
        pytest.param(" dismissed ", "Dismissed", id="as people type it"),
        pytest.param("Later", "Open", id="another word"),
        pytest.param(None, "Open", id="nothing"),
    ],
)
def test_a_decision_dismisses(word: str | None, state: str) -> None:
    assert state_of(dismissed(Decision=word)) == state


def test_a_decision_that_is_taken_back_opens_the_gap() -> None:
    contents = decided(dismissed(), Decision=None)

    _, again = settle(contents, [a_gap()], LATER)

    assert (state_of(again), again.rows[0].cells["DecidedFor"]) == ("Open", None)


def test_a_dismissal_ends_when_a_side_changes() -> None:
    flags, contents = settle(dismissed(), [CHANGED], LATER)

    assert state_of(contents) == "Open"
    assert flags.count(FlagState.OPEN) == 1


def test_a_dismissal_that_ended_does_not_come_back_by_itself() -> None:
    _, contents = settle(dismissed(), [CHANGED], LATER)

    _, again = settle(contents, [CHANGED], MUCH_LATER)

    assert state_of(again) == "Open"


def test_a_dismissal_holds_again_when_the_old_state_is_back() -> None:
    _, contents = settle(dismissed(), [CHANGED], LATER)

    _, again = settle(contents, [a_gap()], MUCH_LATER)

    assert state_of(again) == "Dismissed"


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param({"Reason": "Seen the change, still covered"}, id="with another reason"),
        pytest.param({"ReviewOn": on(MUCH_LATER + timedelta(days=1))}, id="with another review day"),
    ],
)
def test_deciding_anew_dismisses_what_the_row_says_now(decision: dict[str, Cell]) -> None:
    _, contents = settle(dismissed(), [CHANGED], LATER)

    _, again = settle(decided(contents, **decision), [CHANGED], MUCH_LATER)

    assert state_of(again) == "Dismissed"


def test_a_decision_is_about_what_the_person_saw() -> None:
    contents = decided(after(([a_gap()], AS_OF)), Decision="Dismiss", Reason="Covered elsewhere")

    _, again = settle(contents, [CHANGED], LATER)

    assert state_of(again) == "Open"


def test_a_decision_in_a_row_whose_fingerprint_was_wiped_is_about_the_gap_of_today() -> None:
    contents = decided(after(([a_gap()], AS_OF)), Decision="Dismiss", Fingerprint=None)

    _, again = settle(contents, [a_gap()], LATER)

    assert state_of(again) == "Dismissed"


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        pytest.param(LATER - timedelta(days=1), "Dismissed", id="the day before"),
        pytest.param(LATER, "Open", id="on the day"),
        pytest.param(LATER + timedelta(days=1), "Open", id="the day after"),
    ],
)
def test_a_dismissal_ends_on_its_review_day(as_of: date, state: str) -> None:
    _, contents = settle(dismissed(ReviewOn=on(LATER)), [a_gap()], as_of)

    assert state_of(contents) == state


@pytest.mark.parametrize(
    ("returning", "state"),
    [
        pytest.param(a_gap(), "Dismissed", id="as it was decided"),
        pytest.param(CHANGED, "Open", id="as nobody has seen it"),
    ],
)
def test_a_dismissed_gap_that_was_cleared_returns(returning: Gap, state: str) -> None:
    _, cleared = settle(dismissed(), [], LATER)

    flags, again = settle(cleared, [returning], MUCH_LATER)

    assert state_of(again) == state
    assert flags.new == (state == "Open")


def test_an_old_decision_does_not_catch_up_with_a_change_by_way_of_a_cleared_row() -> None:
    _, changed = settle(dismissed(), [CHANGED], LATER)
    _, cleared = settle(changed, [], LATER)

    _, again = settle(cleared, [CHANGED], MUCH_LATER)

    assert state_of(again) == "Open"


def test_a_row_that_people_made_is_left_alone() -> None:
    theirs = a_row(1, Title="My own note", State="Open")
    contents = a_list(TARGET.title, [theirs])

    flags, again = settle(contents, [a_gap()])

    assert again.rows[0] == theirs
    assert flags.cleared == ()


def test_a_state_that_people_overwrote_is_put_right() -> None:
    contents = decided(after(([a_gap()], AS_OF)), State="Closed by me")

    flags, again = settle(contents, [a_gap()], LATER)

    assert state_of(again) == "Open"
    assert flags.new == 0


def test_rows_without_their_days_begin_anew() -> None:
    contents = decided(after(([a_gap()], AS_OF)), FirstSeen=None, LastChanged=None)

    flags, _ = settle(contents, [a_gap()], LATER)

    assert (flags.flags[0].first_seen, flags.flags[0].last_changed) == (LATER, LATER)


KEYS = st.lists(st.sampled_from([f"no-owner/{number}" for number in range(5)]), unique=True)


@given(st.lists(KEYS, min_size=1, max_size=5))
def test_settling_twice_changes_nothing_more(runs: list[list[str]]) -> None:
    contents = after(*(([a_gap(key) for key in keys], AS_OF + timedelta(days=day)) for day, keys in enumerate(runs)))
    gaps = [a_gap(key) for key in runs[-1]]

    flags, again = settle(contents, gaps, MUCH_LATER)

    assert again == contents
    assert {row.cells["SyncKey"] for row in again.rows if row.cells["State"] == "Open"} == set(runs[-1])
    assert flags.new == 0


def test_a_rule_that_moved_to_another_line_rewrites_no_row() -> None:
    moved = replace(a_gap(rule="no-owner (gaps.yaml line 20)"), rule="no-owner (gaps.yaml line 21)")
    listed = after(([a_gap(rule="no-owner (gaps.yaml line 20)")], AS_OF))

    flags, _ = settle(listed, [moved])
    changed, _ = settle(listed, [replace(moved, sentence="Another sentence.")])

    assert plan_list(TARGET, listed, flags.rows) == ()
    assert {"Title", "Rule"} <= set(plan_list(TARGET, listed, changed.rows)[0].values)


HELD_BACK = replace(a_gap("no-owner/held-back", entry=None, ref=None, fingerprint="c" * 16), is_held_back=True)


def test_the_gaps_of_a_rule_that_holds_itself_back_stay_as_they_are() -> None:
    contents = after(([a_gap(), a_gap("no-owner/2", entry=EntryId(2))], AS_OF))

    flags, again = settle(contents, [HELD_BACK], LATER)

    assert [row.cells["State"] for row in again.rows] == ["Open", "Open", "Open"]
    assert flags.cleared == ()
    assert {flag.gap.entry for flag in flags.flags} == {None, 1, 2}
    assert again.rows[:2] == contents.rows


@pytest.mark.parametrize("gaps", [[a_gap()], [HELD_BACK]], ids=["found again", "its rule holds itself back"])
def test_a_row_from_before_there_were_numbers_is_given_one_and_is_not_called_changed(gaps: list[Gap]) -> None:
    contents = decided(after(([a_gap()], AS_OF)), SortOrder=None)

    _, again = settle(contents, gaps, LATER)

    assert (again.rows[0].cells["SortOrder"], again.rows[0].cells["LastChanged"]) == (1.0, on(AS_OF))


def test_a_dismissal_is_followed_while_the_rule_holds_itself_back() -> None:
    contents = decided(after(([a_gap()], AS_OF)), Decision="Dismiss", Reason="Covered elsewhere")

    flags, again = settle(contents, [HELD_BACK], LATER)

    assert [flag.state for flag in flags.flags] == [FlagState.OPEN, FlagState.DISMISSED]
    assert state_of(again) == "Dismissed"
    assert settle(again, [HELD_BACK], LATER)[1] == again
    assert state_of(settle(again, [a_gap()], MUCH_LATER)[1]) == "Dismissed"


@pytest.mark.parametrize(
    ("kind", "title", "says"),
    [
        pytest.param(
            GapKind.DUPLICATE_ENTRY,
            "Rows 1, 7 and 9 are about X.",
            "Row 1 [open]: A\nRow 7 [open]: B\nRow 9 [no status]: C",
            id="duplicates",
        ),
        pytest.param(GapKind.PUBLICATION_UNASSESSED, "Rows 1, 7 and 9 name 'X'.", "Filed under 'X'.", id="a title"),
    ],
)
def test_the_other_rows_keep_their_flag_while_the_rule_holds_itself_back(kind: GapKind, title: str, says: str) -> None:
    gap = a_gap("one/1", kind=kind, sentence=title, tracker_says=says, others=(EntryId(7), EntryId(9)))
    held = replace(HELD_BACK, key=f"{kind}/held-back", kind=kind)

    flags, _ = settle(after(([gap], AS_OF)), [held], LATER)

    assert [flag.gap.others for flag in flags.flags] == [(), (7, 9)]


def test_the_gaps_of_another_rule_are_cleared_meanwhile() -> None:
    contents = after(([a_gap("no-board/1", kind=GapKind.NO_BOARD)], AS_OF))

    flags, _ = settle(contents, [HELD_BACK], LATER)

    assert flags.cleared == ("no-board/1",)


def test_when_the_rule_speaks_again_its_notice_is_cleared() -> None:
    _, held = settle(after(([a_gap()], AS_OF)), [HELD_BACK], LATER)

    flags, again = settle(held, [a_gap()], MUCH_LATER)

    assert flags.cleared == ("no-owner/held-back",)
    assert {row.cells["SyncKey"]: row.cells["State"] for row in again.rows} == {
        "no-owner/1": "Open",
        "no-owner/held-back": "Cleared",
    }


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"Severity": "Whatever"}, id="its severity"),
        pytest.param({"FirstSeen": None}, id="its first day"),
        pytest.param({"State": "Mine"}, id="its state"),
    ],
)
def test_a_row_of_which_people_overwrote_something_is_not_carried(cells: dict[str, Cell]) -> None:
    contents = decided(after(([a_gap()], AS_OF)), **cells)

    flags, again = settle(contents, [HELD_BACK], LATER)

    assert [flag.gap.key for flag in flags.flags] == ["no-owner/held-back"]
    assert again.rows[0] == contents.rows[0]


PARTIAL = replace(a_gap("date-slipped/1", kind=GapKind.DATE_SLIPPED, tracker_says="From May to June."), is_partial=True)
TOLD = replace(PARTIAL, sentence="Moved in 3 steps.", tracker_says="From May to June, in 3 steps.", is_partial=False)


def test_what_versions_told_is_kept_and_not_asked_for_again() -> None:
    first, _ = settle(an_empty_list(), [PARTIAL])
    _, contents = settle(an_empty_list(), [TOLD])

    second, again = settle(contents, [PARTIAL], LATER)

    assert (first.untold, second.untold) == ((1,), ())
    assert again == contents


def test_a_date_that_moved_again_is_asked_about_again() -> None:
    _, contents = settle(an_empty_list(), [TOLD])

    flags, _ = settle(contents, [replace(PARTIAL, fingerprint="d" * 16)], LATER)

    assert flags.untold == (1,)
