"""What a row of the gap list says first of the decision in it: what is refused, and what cannot be followed."""

from dataclasses import replace

import pytest

from tests.builders import a_register, an_item
from tests.core.force import ITEMS, PUBLICATION, SHARED, Force, a_force

MORE = ["searches", "restraint", "strip searches", "arrests", "cells", "interviews"]
MANY = [*ITEMS, *(an_item(f"BAIL-2020-R{n}", text=f"{SHARED} {word}") for n, word in enumerate(MORE, start=4))]


def say(force: Force) -> str:
    return str(force.gap().cells["WhatToDo"])


def a_row_that_may_be_many() -> tuple[Force, str]:
    """Return a force whose row may be more items than it shows, and what its row says before anybody decided."""
    force = a_force(register=a_register([PUBLICATION], MANY))
    force.run()
    return force, say(force)


def test_a_row_that_shows_other_items_after_a_refusal_says_how_to_refuse_those() -> None:
    force, asks = a_row_that_may_be_many()
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    once = say(force)
    settled = force.run().plan.changes
    force.decide(Decision="None of these")
    force.run()
    twice = say(force)
    force.decide(Decision="Not this one")
    force.run()

    assert once == f"BAIL-2020-R1 is refused. To refuse all of these as well, choose 'None of these'. {asks}"
    assert settled == ()
    assert twice.startswith(
        "BAIL-2020-R1, BAIL-2020-R2, BAIL-2020-R8 and BAIL-2020-R4 are refused. To refuse number 1 as"
    )
    assert twice.endswith(f"choose 'Not this one'. {asks}")
    assert say(force).endswith(f"are refused. To refuse all of these as well, choose 'None of these'. {asks}")


def test_what_is_said_of_a_refusal_goes_with_it_and_with_its_gap() -> None:
    force, asks = a_row_that_may_be_many()
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    force.decide(Decision=None, Reason=None)
    force.run()
    emptied = say(force)
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    again = say(force)
    force.retype(reference="BAIL-2020-R2")
    force.run()

    assert (emptied, again.startswith("BAIL-2020-R1 is refused. ")) == (asks, True)
    assert (force.gap().cells["State"], say(force)) == ("Cleared", asks)


def test_a_refusal_without_a_reason_is_asked_for_it_first() -> None:
    force, asks = a_row_that_may_be_many()
    force.decide(Decision="Not this one")
    force.run()

    said = say(force)

    assert said.startswith(
        "Say in Reason why this was decided; the decision is followed meanwhile. BAIL-2020-R1 is refused."
    )
    assert said.endswith(asks)


@pytest.mark.parametrize(
    ("choice", "trouble"),
    [
        pytest.param(
            "Accept candidate 3",
            "There is no candidate 3 in this row; choose one that 'Register says' names.",
            id="a number that is not shown",
        ),
        pytest.param(
            "Perhaps. Ask",
            "Decision says 'Perhaps. Ask', which is none of its choices; nothing is done. Choose one from the list.",
            id="a word of nobody's",
        ),
    ],
)
def test_a_row_says_first_why_the_decision_in_it_is_not_followed_until_it_is(choice: str, trouble: str) -> None:
    force = a_force(register=a_register([PUBLICATION], ITEMS[:2]))
    force.run()
    asks = say(force)
    force.decide(Decision=choice, Reason="Seen")
    noted = force.run().plan.notes
    told = say(force)
    settled = force.run().plan.changes
    force.decide(Decision="Accept candidate 1")
    force.run()

    assert told == f"The decision here is not followed: {trouble} {asks}"
    assert any(trouble in note for note in noted)
    assert settled == ()
    assert (force.gap().cells["State"], say(force)) == ("Cleared", asks)


def test_a_choice_that_is_not_shown_is_told_in_a_row_whose_gap_is_gone_too() -> None:
    force = a_force(register=a_register([PUBLICATION], ITEMS[:2]))
    force.run()
    asks = say(force)
    force.decide(Decision="Accept candidate 1", Reason="Seen")
    force.run()
    force.decide(Decision="Accept candidate 3")
    force.run()

    assert say(force).startswith("The decision here is not followed: There is no candidate 3 in this row;")
    assert say(force).endswith(asks)
    assert force.run().plan.changes == ()


@pytest.mark.parametrize(
    ("later", "is_told"),
    [
        pytest.param("Not in the register", False, id="answered"),
        pytest.param("Accept candidate 1", False, id="answered with another item"),
        pytest.param("None of these", True, id="others refused"),
    ],
)
def test_a_refusal_that_ended_is_told_until_its_row_says_what_the_entry_is(later: str, is_told: bool) -> None:  # noqa: FBT001
    force, _ = a_row_that_may_be_many()
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    force.decide(Decision=later, Reason="Seen as well")
    force.run()
    force.register = a_register([PUBLICATION], [replace(MANY[0], text=f"{MANY[0].text} now"), *MANY[1:]])

    notes = force.run().plan.notes

    assert any("no longer holds, because BAIL-2020-R1" in note for note in notes) == is_told
