"""Reasons: what was decided without a word is followed and asked about; what a dismissal leaves unasked is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.core.decision_lines import describe_subject
from sync.core.decisions import (
    ASK_FOR_REASON,
    ENDED_BY_CHANGE,
    ENDED_BY_DAY,
    read_row_decisions,
    read_troubles,
    read_unreasoned,
)
from sync.core.records import Cell, Row
from tests.builders import AS_OF, a_list, a_row, an_entry, on
from tests.core.force import COLUMNS, GAPS, ITEMS, OTHER, SHARED, Force, a_force, keys_of, match_of

UNASKED = (
    "While this question is dismissed no gap says that BAIL-2020-R1 and BAIL-2020-R2 may be missing from the Tracker. "
    "If the row is none of these, choose 'Not in the register', and they are asked for."
)


def test_a_dismissed_question_says_in_its_row_that_its_items_are_not_asked_for() -> None:
    force = a_force()
    force.run()
    open_gap = force.gap().cells
    force.decide(Decision="Dismiss", Reason="Later")

    notes = force.run().plan.notes

    assert UNASKED not in str(open_gap["WhatToDo"])
    assert (force.gap().cells["State"], str(force.gap().cells["WhatToDo"]).startswith(UNASKED)) == ("Dismissed", True)
    assert notes == (f"Row 1, ambiguous match: {UNASKED}",)
    assert force.run().plan.changes == ()


def test_what_the_row_promises_is_kept_when_none_of_its_items_is_chosen() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Not in the register", Reason="Our own review")

    assert {"missing-entry/BAIL-2020-R1", "missing-entry/BAIL-2020-R2"} <= keys_of(force.run())


def test_a_dismissed_question_about_an_item_that_another_row_is_about_loses_nothing() -> None:
    force = a_force()
    mine = force.tracker.rows[0]
    theirs = [
        Row(number, "", {**mine.cells, COLUMNS["reference"]: f"BAIL-2020-R{number - 1}"})  # type: ignore[index]
        for number in (2, 3)
    ]
    force.tracker = replace(force.tracker, rows=[mine, *theirs])
    force.run()
    force.decide(Decision="Dismiss", Reason="Later")

    assert not any("may be missing" in note for note in force.run().plan.notes)


@pytest.mark.parametrize("choice", ["Accept candidate 2", "Not this one", "Not in the register", "Dismiss"])
def test_a_decision_without_a_reason_is_followed_and_asked_about_until_one_is_given(choice: str) -> None:
    force = a_force()
    force.run()
    said = force.gap().cells["WhatToDo"]
    force.decide(Decision=choice)
    decided = force.run()
    asked, state, kept = (force.gap().cells.get(name) for name in ("WhatToDo", "State", "Decided"))
    quiet = force.run()
    force.decide(Reason="Seen in the report")
    explained = force.run()

    assert state == ("Dismissed" if choice == "Dismiss" else "Cleared")
    assert str(asked).startswith(ASK_FOR_REASON)
    assert (
        f"{GAPS.title}, row 1: 1 decision without a reason, followed meanwhile. Say in Reason why." in quiet.plan.notes
    )
    assert quiet.plan.changes == ()
    assert match_of(decided) == match_of(quiet) == match_of(explained)
    assert force.gap().cells["State"] == state
    assert str(force.gap().cells["WhatToDo"]).removeprefix(f"{UNASKED} ") == said
    assert str(force.gap().cells.get("Decided")).partition(" by:")[0] == str(kept).partition(" by:")[0]
    assert not any("without a reason" in note for note in explained.plan.notes)
    assert force.run().plan.changes == ()


def test_a_reason_given_afterwards_does_not_refuse_the_next_candidate() -> None:
    entry = an_entry(1, title="Refresher", text=SHARED)
    cells: dict[str, Cell] = {
        "EntryId": 1.0,
        "Decision": "Not this one",
        "Candidates": describe_subject(entry, ITEMS[:2]),
    }
    first = read_row_decisions(Row(1, "", cells)).kept
    cells |= {"Decided": first, "Candidates": describe_subject(entry, ITEMS[1:]), "Reason": "Asked for it"}

    explained = read_row_decisions(Row(1, "", cells)).lines

    assert [line.split("@")[0] for line in explained] == ["not-this BAIL-2020-R1"]
    cells |= {"Decided": "\n".join(explained), "Decision": "None of these"}
    assert len(read_row_decisions(Row(1, "", cells)).lines) == 3


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(describe_subject(an_entry(1, title="Other", text=SHARED), ITEMS[:2]), id="of the row"),
        pytest.param(
            describe_subject(an_entry(1, title="Refresher", text=SHARED), [replace(ITEMS[0], text=OTHER)]),
            id="of the item",
        ),
    ],
)
def test_a_reason_given_after_a_word_changed_is_a_new_decision(subject: str) -> None:
    shown = describe_subject(an_entry(1, title="Refresher", text=SHARED), ITEMS[:2])
    cells: dict[str, Cell] = {"EntryId": 1.0, "Decision": "Accept candidate 1", "Candidates": shown}
    cells |= {"Decided": read_row_decisions(Row(1, "", cells)).kept, "Candidates": subject, "Reason": "Still this one"}

    [line] = read_row_decisions(Row(1, "", cells)).lines

    words, *_ = subject.split()
    item = next(part for part in subject.split() if "@" in part)
    assert words in line
    assert f"accept {item} " in line


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"Decision": "Dismiss", "State": "Dismissed", "DecidedFor": "a:b"}, True, id="dismissed"),
        pytest.param({"Decision": "Dismiss", "State": "Open"}, True, id="just dismissed"),
        pytest.param({"Decision": "Dismiss", "State": "Open", "DecidedFor": "a:b"}, False, id="ended by a change"),
        pytest.param({"Decision": "Dismiss", "State": "Cleared", "DecidedFor": "a:b"}, False, id="gone by itself"),
        pytest.param({"Decision": "Dismiss", "State": "Dismissed", "Reason": "Late"}, False, id="with a reason"),
        pytest.param({"Decision": "Dismiss", "State": "Dismissed", "Reason": "<p> </p>"}, True, id="an emptied note"),
        pytest.param({"Decision": "Perhaps", "State": "Open"}, False, id="no choice"),
        pytest.param({"Decision": "Accept candidate 1", "State": "Open"}, False, id="that cannot be followed"),
        pytest.param({"State": "Open"}, False, id="not decided"),
    ],
)
def test_a_reason_is_asked_for_where_something_was_decided(cells: dict[str, Cell], *, expected: bool) -> None:
    assert bool(list(read_unreasoned(a_list(GAPS.title, [Row(3, "", {"EntryId": 1.0, **cells})])))) is expected


def test_of_many_decisions_without_a_reason_the_first_are_named() -> None:
    rows = [a_row(number, EntryId=1.0, Decision="Dismiss", State="Dismissed") for number in range(1, 501)]

    [told] = read_unreasoned(a_list(GAPS.title, rows))

    assert told.startswith(f"{GAPS.title}, rows 1, 2, 3,")
    assert "12 and 488 more: 500 decisions without a reason" in told


@pytest.mark.parametrize("choice", ["Accept candidate 1", "Not this one", "Not in the register"])
def test_a_choice_in_a_gap_about_no_row_is_told(choice: str) -> None:
    contents = a_list(GAPS.title, [a_row(4, Decision=choice, State="Open")])

    assert list(read_troubles(contents)) == [
        f"{GAPS.title}, row 4: This gap is about no row; only Dismiss does something here."
    ]


def say(force: Force) -> str:
    return str(force.gap().cells["WhatToDo"])


@pytest.mark.parametrize("choice", ["Accept candidate 2", "Not in the register", "Dismiss"])
def test_a_gap_that_is_back_says_why_the_decision_in_its_row_holds_no_longer(choice: str) -> None:
    force = a_force()
    force.run()
    force.decide(Decision=choice, Reason="Seen in the report")
    force.run()
    force.retype(text=f"{SHARED} arrests")

    force.run()
    back = say(force)
    force.decide(Reason="Seen again")
    force.run()

    assert back.startswith(ENDED_BY_CHANGE)
    assert ENDED_BY_CHANGE not in say(force)
    assert force.gap().cells["State"] == ("Dismissed" if choice == "Dismiss" else "Cleared")


def test_a_gap_whose_review_day_is_over_says_so() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Dismiss", Reason="Later", ReviewOn=on(AS_OF + timedelta(days=7)))
    force.run()
    before = say(force)
    force.as_of = AS_OF + timedelta(days=7)

    force.run()

    assert ENDED_BY_DAY not in before
    assert (force.gap().cells["State"], say(force).startswith(ENDED_BY_DAY)) == ("Open", True)
    assert force.run().plan.changes == ()
