"""Decisions made again: another reason, a later day, a rewritten reference, a quarrel, a copied row, a very long key."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sync.core.decision_lines import read_line, read_subject
from sync.core.decisions import ENDED_BY_CHANGE, OVERRULED, read_row_decisions, read_troubles
from sync.core.records import Cell, Register, Row
from sync.core.vocabulary import MatchMethod
from tests.builders import AS_OF, a_list, a_publication, a_register, an_item, on
from tests.core.force import GAPS, ITEMS, OTHER, PUBLICATION, SHARED, Force, a_force, keys_of, match_of

REFERENCE, DECISION, TEXT, REVIEW, NONE = MatchMethod
FOUR = [*ITEMS, an_item("BAIL-2020-R4", text=f"{SHARED} searches"), an_item("BAIL-2020-R5", text=f"{SHARED} restraint")]


def reworded(ref: str, items: list = ITEMS) -> Register:  # type: ignore[type-arg]
    """The register with one word more in an item, which moves it down the candidates."""
    return a_register([PUBLICATION], [replace(one, text=f"{one.text} now") if one.id == ref else one for one in items])


def say(force: Force, key: str = "ambiguous-match/1") -> str:
    return str(force.gap(key).cells["WhatToDo"])


def decided_refs(force: Force, key: str = "ambiguous-match/1") -> list[str]:
    lines = str(force.gap(key).cells["Decided"] or "").splitlines()
    return [f"{line.verdict} {line.ref}" for text in lines if (line := read_line(text))]


def test_deciding_again_as_the_row_says_never_moves_a_decision_to_another_item() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen")
    force.run()
    force.register = reworded("BAIL-2020-R1")
    asked = force.run()
    shown = str(force.gap().cells["RegisterSays"])
    told = say(force)
    force.decide(Reason="Seen, still so")

    again = force.run()

    assert match_of(asked) == (REVIEW, None)
    assert shown.startswith("1. BAIL-2020-R2")
    assert told.startswith(f"{ENDED_BY_CHANGE} To decide it again as before (it is BAIL-2020-R1), change the reason.")
    assert match_of(again) == (DECISION, "BAIL-2020-R1")
    assert ENDED_BY_CHANGE not in say(force)
    assert force.run().plan.changes == ()


def test_refusing_again_as_the_row_says_refuses_the_same_item() -> None:
    force = a_force(register=a_register([PUBLICATION], FOUR))
    force.run()
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    force.register = reworded("BAIL-2020-R1", FOUR)
    force.run()
    force.decide(Reason="Seen, still so")
    force.run()

    assert decided_refs(force) == ["not-this BAIL-2020-R1"]


def test_a_later_review_day_takes_up_the_item_of_before_although_another_reads_nearer_by_now() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen", ReviewOn=on(AS_OF + timedelta(days=7)))
    force.run()
    force.as_of = AS_OF + timedelta(days=7)
    force.register = a_register([PUBLICATION], [an_item("BAIL-2020-A1", text=f"{SHARED} it"), *ITEMS])
    force.run()
    assert str(force.gap().cells["RegisterSays"]).startswith("1. BAIL-2020-A1")
    assert "(it is BAIL-2020-R1), set a later day." in say(force)
    force.decide(ReviewOn=on(AS_OF + timedelta(days=99)))

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R1")


def test_an_item_that_is_shown_no_more_is_not_decided_about_again() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen")
    force.run()
    force.retype(text=f"{SHARED} arrests")
    force.register = a_register([PUBLICATION], ITEMS[1:])
    force.run()
    told = say(force)
    force.decide(Reason="Seen, still so")

    result = force.run()

    assert result.matches[0].ref != "BAIL-2020-R1"
    assert "BAIL-2020-R1, which it was about, is not shown any more: empty Decision" in told
    assert any(
        "BAIL-2020-R1, which was decided about here, is not shown any more" in note for note in result.plan.notes
    )


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"Reason": "Not our unit"}, id="a typo in the reason mended"),
        pytest.param({"ReviewOn": on(AS_OF + timedelta(days=30))}, id="a review day added"),
        pytest.param({"Reason": "Ours", "ReviewOn": on(AS_OF + timedelta(days=30))}, id="both"),
        pytest.param({"Reason": None}, id="the reason emptied"),
    ],
)
@pytest.mark.parametrize("choice", ["Accept candidate 2", "Not this one", "None of these", "Not in the register"])
def test_another_reason_or_review_day_decides_nothing_else(choice: str, edit: dict[str, Any]) -> None:
    force = a_force(register=a_register([PUBLICATION], FOUR))
    force.run()
    force.decide(Decision=choice, Reason="Not our unti")
    before = match_of(force.run())
    kept = decided_refs(force)
    force.decide(**edit)

    after = force.run()

    assert (match_of(after), decided_refs(force)) == (before, kept)
    until = {line.until for text in str(force.gap().cells["Decided"]).splitlines() if (line := read_line(text))}
    assert until == {AS_OF + timedelta(days=30) if "ReviewOn" in edit else None}
    assert force.run().plan.changes == ()


def test_none_of_these_refuses_all_that_are_shown_beside_what_was_refused_before() -> None:
    force = a_force(register=a_register([PUBLICATION], FOUR))
    force.run()
    force.decide(Decision="Not this one", Reason="Seen")
    force.run()
    shown = read_subject(str(force.gap().cells["Candidates"]))
    force.decide(Decision="None of these")
    result = force.run()

    assert shown is not None
    assert set(decided_refs(force)) == {f"not-this {ref}" for ref in ["BAIL-2020-R1", *shown.items]}
    assert result.matches[0].ref is None


WRITINGS = ["R 1", "R-1", "Rec 1", "R01", "Recommendation 1", "BAIL-2020-R1"]


@pytest.mark.parametrize("writing", WRITINGS)
def test_another_writing_of_the_same_reference_overturns_no_decision(writing: str) -> None:
    force = a_force(OTHER)
    force.retype(reference="R1")
    force.run()
    force.decide("reference-mismatch/1", Decision="Accept candidate 2", Reason="The reference is wrong")
    force.run()
    force.retype(reference=writing)

    result = force.run()

    assert match_of(result) == (DECISION, "BAIL-2020-R3")
    assert not any("overruled" in note for note in result.plan.notes)


def test_a_reference_to_another_item_entered_later_is_followed_and_told_in_plan_and_row() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen")
    force.run()
    said = say(force)
    force.retype(reference="R2")
    later = force.run()
    overruled = say(force)
    assert force.run().plan.changes == ()
    force.retype(reference=None)
    back = force.run()

    assert match_of(later) == (REFERENCE, "BAIL-2020-R2")
    assert (
        f"{GAPS.title}, row 1: the decision that row 1 is BAIL-2020-R1 is overruled by its reference 'R2', which was entered "
        "later and is that of BAIL-2020-R2. If the decision is right, correct or empty the reference, or "
        "change the reason of the decision." in later.plan.notes
    )
    assert overruled == f"{OVERRULED} {said}"
    assert (match_of(back), say(force)) == ((DECISION, "BAIL-2020-R1"), said)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("Accept candidate 2", (DECISION, "BAIL-2020-R2")), ("Not this one", (TEXT, "BAIL-2020-R2"))],
)
def test_a_decision_made_after_the_reference_was_entered_is_the_later_word(
    choice: str, expected: tuple[MatchMethod, str]
) -> None:
    force = a_force()
    force.run()
    force.retype(reference="R1")
    assert match_of(force.run()) == (REFERENCE, "BAIL-2020-R1")
    force.decide(Decision=choice, Reason="The reference is wrong")

    result = force.run()

    assert match_of(result) == expected
    assert not any("overruled" in note for note in result.plan.notes)


def test_a_number_that_the_row_did_not_show_is_not_taken_up_when_it_shows_as_many() -> None:
    force = a_force(register=a_register([PUBLICATION], ITEMS[:2]))
    force.run()
    force.decide(Decision="Accept candidate 3", Reason="Seen")
    first = force.run()
    force.register = a_register([PUBLICATION], FOUR)

    results = [force.run(), force.run()]

    assert any("There is no candidate 3" in note for note in first.plan.notes)
    assert [match_of(one) for one in results] == [(REVIEW, None)] * 2
    assert any("There is no candidate 3" in note for note in results[1].plan.notes)


def a_quarrel() -> Force:
    """A row with two gaps, in which two people decided otherwise."""
    dogs = a_publication("DOGS-2020", title="Dogs and horses")
    force = a_force(OTHER, register=a_register([PUBLICATION, dogs], ITEMS))
    force.retype(publication="Dogs and horses", reference="BAIL-2020-R1")
    force.run()
    force.decide("reference-mismatch/1", Decision="Accept candidate 2", Reason="The words say so")
    force.decide("wrong-publication/1", Decision="Accept candidate 1", Reason="The reference says so")
    assert match_of(force.run()) == (REVIEW, None)
    assert "Either settles it" in say(force)
    return force


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param("Accept candidate 1", "BAIL-2020-R1", id="the one"),
        pytest.param("Accept candidate 2", "BAIL-2020-R3", id="the other"),
        pytest.param("Not this one", "BAIL-2020-R3", id="not the one"),
        pytest.param("Not in the register", None, id="neither"),
    ],
)
def test_a_decision_in_the_row_of_a_quarrel_settles_it(choice: str, expected: str | None) -> None:
    force = a_quarrel()
    force.decide(Decision=choice, Reason="They talked")

    result = force.run()

    assert match_of(result) == (DECISION, expected)
    assert force.gap().cells["State"] == "Cleared"
    assert match_of(force.run()) == (DECISION, expected)
    assert force.run().plan.changes == ()


def test_a_quarrel_that_was_settled_is_asked_about_again_when_one_of_them_decides_otherwise() -> None:
    force = a_quarrel()
    force.decide(Decision="Accept candidate 1", Reason="They talked")
    force.run()
    force.decide("reference-mismatch/1", Reason="The words do say so")
    same = force.run()
    force.decide("reference-mismatch/1", Decision="Not in the register")
    other = force.run()
    force.decide(Reason="They talked again")
    again = force.run()

    assert match_of(same) == (DECISION, "BAIL-2020-R1")
    assert match_of(other) == (REVIEW, None)
    assert match_of(again) == (DECISION, "BAIL-2020-R1")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param("BAIL-2020-R3", (DECISION, "BAIL-2020-R3"), id="of one side"),
        pytest.param("BAIL-2020-R2", (REFERENCE, "BAIL-2020-R2"), id="of neither"),
    ],
)
def test_a_reference_entered_after_a_quarrel_settles_it(reference: str, expected: tuple[MatchMethod, str]) -> None:
    force = a_quarrel()
    force.retype(reference=reference)

    assert match_of(force.run()) == expected


@pytest.mark.parametrize("number", [1, 2, 3])
def test_keys_of_any_length_can_be_decided_about(number: int) -> None:
    key = "A" * 90
    items = [an_item(f"{key}-2020-R{n}", text=f"{SHARED} {word}") for n, word in enumerate(("bail", "force", "it"), 1)]
    publication = a_publication(f"{key}-2020", title="Pre-charge bail", items_expected=3)
    force = a_force(register=a_register([publication], items))
    force.run()
    refs = list(getattr(read_subject(str(force.gap().cells["Candidates"])), "items", {}))
    force.decide(Decision=f"Accept candidate {number}", Reason="Seen")

    assert match_of(force.run()) == (DECISION, refs[number - 1])
    assert match_of(force.run()) == (DECISION, refs[number - 1])
    assert force.run().plan.changes == ()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text[:-6], id="cut within a fingerprint"),
        pytest.param(lambda text: text + " ...", id="something behind it"),
    ],
)
def test_what_cannot_be_read_is_tied_to_nothing_and_followed_once_it_is_mended(spoil: object) -> None:
    force = a_force()
    force.run()
    shown = str(force.gap().cells["Candidates"])
    force.decide(Decision="Accept candidate 1", Reason="Seen", Candidates=spoil(shown))  # type: ignore[operator]

    first = force.run()
    second = force.run()

    assert match_of(first) == (REVIEW, None)
    assert any("the next run writes it anew" in note for note in first.plan.notes)
    assert match_of(second) == (DECISION, "BAIL-2020-R1")


def test_a_line_with_a_day_that_does_not_exist_is_passed_over() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen", ReviewOn=on(AS_OF + timedelta(days=30)))
    force.run()
    line = str(force.gap().cells["Decided"])
    day = next(part for part in line.split() if part.startswith("until:"))
    force.decide(Decided=line.replace(day, "until:2021-02-31"))

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R1")
    assert read_line(line.replace(day, "until:2021-02-31")) is None


def copied(force: Force, number: int = 99) -> None:
    force.gaps = replace(force.gaps, rows=[*force.gaps.rows, replace(force.gap(), id=number, etag='"copy"')])


def decide_in(force: Force, number: int, **cells: Cell) -> None:
    rows = [replace(row, cells={**row.cells, **cells}) if row.id == number else row for row in force.gaps.rows]
    force.gaps = replace(force.gaps, rows=rows)


def row_of(force: Force, number: int) -> Row:
    return next(row for row in force.gaps.rows if row.id == number)


@pytest.mark.parametrize(("decided", "other"), [pytest.param(1, 99, id="original"), pytest.param(99, 1, id="copy")])
def test_a_decision_in_either_copy_of_a_gap_row_is_followed_kept_and_the_other_told(decided: int, other: int) -> None:
    force = a_force()
    force.run()
    copied(force)
    decide_in(force, decided, Decision="Accept candidate 1", Reason="Seen")

    result = force.run()

    assert match_of(result) == (DECISION, "BAIL-2020-R1")
    assert str(row_of(force, decided).cells["Decided"]).startswith("accept BAIL-2020-R1@")
    assert [row_of(force, number).cells["State"] for number in (decided, other)] == ["Cleared", "Cleared"]
    assert f"copy of row {decided}" in str(row_of(force, other).cells["WhatToDo"])
    assert any(f"row {other}: a copy of row {decided}" in note for note in result.plan.notes)
    assert force.run().plan.changes == ()


def test_copies_of_a_gap_row_decided_otherwise_contradict_each_other_and_both_are_kept() -> None:
    force = a_force()
    force.run()
    copied(force)
    decide_in(force, 1, Decision="Accept candidate 1", Reason="Seen")
    decide_in(force, 99, Decision="Accept candidate 2", Reason="Seen")

    result = force.run()

    assert match_of(result) == (REVIEW, None)
    assert "ambiguous-match/1" in keys_of(result)
    assert [str(row_of(force, number).cells["Decided"])[:19] for number in (1, 99)] == [
        "accept BAIL-2020-R1",
        "accept BAIL-2020-R2",
    ]
    assert force.run().plan.changes == ()


def test_a_spoilt_line_beside_a_good_one_is_kept_as_it_stands() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2", Reason="Seen", Decided="because I say so")
    force.run()
    row = force.gap()

    assert read_row_decisions(row).lines[0] == "because I say so"
    assert list(read_troubles(a_list(GAPS.title, [row]))) == []
