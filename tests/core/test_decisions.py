"""Decisions: what a person chose in the gap list is obeyed, kept, and asked again only when a word of either side changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.decision_lines import describe_subject, read_subject
from sync.core.decisions import (
    read_decisions,
    read_row_decisions,
    read_troubles,
)
from sync.core.match import match_entries
from sync.core.records import Cell, Decision, Match, RegisterItem, Row, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.vocabulary import EntryId, MatchMethod, RegisterRef, Verdict
from tests.builders import (
    AS_OF,
    a_list,
    a_register,
    a_row,
    an_entry,
    on,
)
from tests.core.force import BAIL, FORCE, GAPS, ITEMS, OTHER, PUBLICATION, REGISTER, SHARED, a_force, keys_of, match_of

REFERENCE, DECISION, TEXT, REVIEW, NONE = MatchMethod


def test_an_unclear_row_shows_numbered_candidates_to_choose_among() -> None:
    force = a_force()

    force.run()

    assert str(force.gap().cells["RegisterSays"]).startswith(f"1. BAIL-2020-R1: {BAIL}\n2. BAIL-2020-R2: {FORCE}")
    assert "choose in Decision" in str(force.gap().cells["WhatToDo"])


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param("Accept candidate 1", (DECISION, "BAIL-2020-R1"), id="the first"),
        pytest.param("accept candidate 2", (DECISION, "BAIL-2020-R2"), id="the second, in small letters"),
        pytest.param("Not this one", (TEXT, "BAIL-2020-R2"), id="not the first leaves the second"),
        pytest.param("Not in the register", (DECISION, None), id="none at all"),
        pytest.param("Perhaps", (REVIEW, None), id="a word of nobody's"),
    ],
)
def test_a_choice_is_obeyed(choice: str, expected: tuple[MatchMethod, str | None]) -> None:
    force = a_force()
    force.run()
    force.decide(Decision=choice, Reason="Seen in the report")

    result = force.run()

    assert match_of(result) == expected
    is_open = expected[0] is REVIEW
    assert ("ambiguous-match/1" in keys_of(result)) == is_open
    assert "unknown-entry/1" not in keys_of(result)
    assert force.gap().cells["State"] == ("Open" if is_open else "Cleared")
    assert force.gap().cells["Reason"] == "Seen in the report"


def test_a_row_that_a_person_says_is_not_in_the_register_says_so_in_the_tracker() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Not in the register")
    force.run()

    assert force.tracker.rows[0].cells["SyncMatch"] == "Decided: not in the register"
    assert force.tracker.rows[0].cells.get("SyncRegisterRef") is None


@pytest.mark.parametrize("choice", ["Accept candidate 2", "Not this one", "Not in the register"])
def test_a_choice_lasts_and_writes_nothing_more(choice: str) -> None:
    force = a_force()
    force.run()
    force.decide(Decision=choice)
    decided = match_of(force.run())

    again = force.run()

    assert match_of(again) == decided
    assert again.plan.changes == ()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"text": f"{SHARED} arrests"}, id="a word of the text"),
        pytest.param({"title": "Refresher course"}, id="a word of the title"),
    ],
)
def test_a_changed_word_of_the_row_asks_again_and_keeps_the_reason(fields: dict[str, str]) -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2", Reason="Seen in the report")
    force.run()
    force.retype(**fields)

    result = force.run()

    assert match_of(result) == (REVIEW, None)
    assert (force.gap().cells["State"], force.gap().cells["Reason"]) == ("Open", "Seen in the report")
    assert any("no longer holds, because the words of the row have changed" in note for note in result.plan.notes)


def test_a_changed_word_of_the_item_asks_again() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.register = a_register([PUBLICATION], [ITEMS[0], replace(ITEMS[1], text=f"{SHARED} restraint"), ITEMS[2]])

    result = force.run()

    assert match_of(result) == (REVIEW, None)
    assert any("BAIL-2020-R2 is not in the register any more or has other words" in note for note in result.plan.notes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"<p>{SHARED}</p>", id="HTML"),
        pytest.param(SHARED.upper() + " …", id="case and marks"),
    ],
)
def test_what_changes_no_word_asks_nothing(text: str) -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.retype(text=text)

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R2")


def test_deciding_again_with_another_reason_holds_for_the_new_words() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.retype(title="Refresher course")
    force.run()
    force.decide(Decision="Accept candidate 2", Reason="Still the same")

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R2")


def test_a_second_refusal_is_kept_beside_the_first() -> None:
    entry = an_entry(1, title="Refresher", text=SHARED)
    cells: dict[str, Cell] = {
        "EntryId": 1.0,
        "Decision": "Not this one",
        "Reason": "Another report",
        "Candidates": describe_subject(entry, ITEMS[:2]),
    }
    first = read_row_decisions(Row(1, "", cells)).kept
    cells |= {"Decided": first, "Candidates": describe_subject(entry, ITEMS[1:2]), "Decision": "None of these"}

    both = read_row_decisions(Row(1, "", cells)).lines

    assert [line.split("@")[0] for line in both] == ["not-this BAIL-2020-R1", "not-this BAIL-2020-R2"]


def test_an_emptied_choice_takes_the_decision_back() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.decide(Decision=None)

    result = force.run()

    assert match_of(result) == (REVIEW, None)
    assert (force.gap().cells["State"], force.gap().cells["Decided"]) == ("Open", None)


def test_another_choice_replaces_the_first() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.decide(Decision="Accept candidate 1")

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R1")


def test_dismissing_afterwards_keeps_what_was_refused() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Not this one")
    force.run()
    force.decide(Decision="Dismiss")

    assert match_of(force.run()) == (TEXT, "BAIL-2020-R2")


@pytest.mark.parametrize(
    ("days", "method"), [pytest.param(9, DECISION, id="before"), pytest.param(10, REVIEW, id="on the day")]
)
def test_a_choice_ends_on_its_review_day(days: int, method: MatchMethod) -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2", ReviewOn=on(AS_OF + timedelta(days=10)))
    force.run()
    force.as_of = AS_OF + timedelta(days=days)

    assert match_of(force.run())[0] is method


def test_a_reference_entered_later_is_a_later_word() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2")
    force.run()
    force.retype(reference="BAIL-2020-R1")

    assert match_of(force.run()) == (REFERENCE, "BAIL-2020-R1")


def test_a_decision_overrules_the_reference_that_the_person_saw() -> None:
    force = a_force(OTHER)
    force.retype(reference="BAIL-2020-R1")
    force.run()
    force.decide("reference-mismatch/1", Decision="Accept candidate 2")

    result = force.run()

    assert match_of(result) == (DECISION, "BAIL-2020-R3")
    assert "reference-mismatch/1" not in keys_of(result)


def test_a_decision_in_the_list_overrules_a_pin_and_the_plan_says_so() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2", Reason="Seen in the report")
    force.pinned = {"refresher": RegisterRef("BAIL-2020-R1")}

    result = force.run()

    assert match_of(result) == (DECISION, "BAIL-2020-R2")
    assert result.plan.notes == (
        "Row 1: HMICFRS Gaps, row 1 says BAIL-2020-R2 and is followed; matching.yaml says BAIL-2020-R1.",
    )


def test_a_refusal_in_the_list_overrules_a_pin_and_the_plan_says_so() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Not this one", Reason="Seen in the report")
    force.pinned = {"refresher": RegisterRef("BAIL-2020-R1")}

    result = force.run()

    assert match_of(result) == (TEXT, "BAIL-2020-R2")
    assert result.plan.notes == (
        "Row 1: HMICFRS Gaps, row 1 says that it is not BAIL-2020-R1 and is followed; matching.yaml says BAIL-2020-R1.",
    )


def test_a_refusal_of_another_item_than_the_pinned_one_is_no_contradiction() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Not this one", Reason="Seen in the report")
    force.pinned = {"refresher": RegisterRef("BAIL-2020-R2")}

    assert force.run().plan.notes == ()


def test_a_decision_about_a_row_that_is_gone_is_kept_and_told() -> None:
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 2", Reason="Seen")
    force.run()
    kept = force.gap().cells["Decided"]
    row = force.tracker.rows[0]
    force.tracker = replace(force.tracker, rows=[replace(row, id=2)])

    result = force.run()

    assert match_of(result) == (REVIEW, None)
    assert any("row 1, which is not in the Tracker; it is kept" in note for note in result.plan.notes)
    assert force.gap().cells["Decided"] == kept


@pytest.mark.parametrize(
    ("key", "choice", "told"),
    [
        pytest.param(
            "no-owner/1", "Accept candidate 1", "only Dismiss does something here", id="of another kind of gap"
        ),
        pytest.param(
            "ambiguous-match/1", "Accept candidate 3", "There is no candidate 3", id="with a number that is not there"
        ),
    ],
)
def test_a_choice_that_cannot_be_followed_is_told(key: str, choice: str, told: str) -> None:
    force = a_force()
    force.run()
    force.decide(key, Decision=choice)

    result = force.run()

    assert any(told in note for note in result.plan.notes)
    assert match_of(result) == (REVIEW, None)


def test_decisions_that_contradict_each_other_are_not_followed_and_told() -> None:
    entry = an_entry(1, title="Refresher", text=SHARED)
    decisions = [a_decision(entry, ITEMS[0], place="Gaps, row 1"), a_decision(entry, ITEMS[1], place="Gaps, row 2")]

    match = decide(entry, decisions)

    assert (match.method, match.ref) == (REVIEW, None)
    assert match.reason == (
        "the decisions about it contradict each other: BAIL-2020-R1 (Gaps, row 1) and BAIL-2020-R2 (Gaps, row 2)"
    )
    assert decide(entry, decisions[::-1]) == match


def test_a_row_accepted_and_refused_for_one_item_is_a_contradiction() -> None:
    entry = an_entry(1, title="Refresher", text=SHARED)
    decisions = [a_decision(entry, ITEMS[0]), a_decision(entry, ITEMS[0], Verdict.NOT_THIS)]

    assert decide(entry, decisions).method is REVIEW


def test_a_line_that_somebody_spoilt_is_passed_over() -> None:
    row = a_row(1, EntryId=1.0, Decision="Dismiss", Decided="accept BAIL-2020-R1 because I say so")

    assert list(read_decisions(a_list("Gaps", [row]), AS_OF)) == []


def test_a_note_column_that_was_made_rich_text_still_holds_its_decisions() -> None:
    entry = an_entry(1, title="Refresher", text=SHARED)
    shown = describe_subject(entry, ITEMS[:2])
    plain = a_row(1, EntryId=1.0, Decision="Accept candidate 1", Candidates=shown)
    kept = read_row_decisions(plain).kept
    rich = a_row(1, EntryId=1.0, Decision="Accept candidate 1", Candidates=shown, Decided=f"<div>{kept}</div>")

    assert read_row_decisions(rich).kept == kept


def test_a_list_without_choices_has_no_troubles() -> None:
    assert list(read_troubles(a_list("Gaps", [a_row(1, Title="Mine")]))) == []


def a_decision(
    entry: TrackerEntry, item: RegisterItem | None, verdict: Verdict = Verdict.ACCEPT, place: str = "Gaps, row 1"
) -> Decision:
    shown = read_subject(describe_subject(entry, [item] if item else []))
    assert shown is not None
    seen = shown.items.get(item.id, "") if item else ""
    return Decision(entry.id, verdict, shown.words, shown.reference, item.id if item else None, seen, place)


def decide(entry: TrackerEntry, decisions: Sequence[Decision]) -> Match:
    return match_entries([entry], REGISTER, MatchingRules(), decisions)[0]


TEXTS = st.sampled_from([SHARED, BAIL, FORCE, OTHER, "Something else that nobody has ever published in any report", ""])


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(ITEMS), st.sampled_from([Verdict.ACCEPT, Verdict.NOT_THIS])),
        max_size=6,
    ),
    st.lists(TEXTS, min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_no_decision_is_forgotten_and_none_is_applied_to_another_row(
    made: list[tuple[int, RegisterItem, Verdict]], texts: list[str], random: object
) -> None:
    entries = [an_entry(number, title="Row", text=text) for number, text in enumerate(texts, start=1)]
    known = {entry.id: entry for entry in entries}
    one_each = {number: (item, verdict) for number, item, verdict in made}
    decisions = [
        a_decision(known.get(EntryId(n), an_entry(n)), item, verdict) for n, (item, verdict) in one_each.items()
    ]
    random.shuffle(decisions)  # type: ignore[attr-defined]

    decided = match_entries(entries, REGISTER, MatchingRules(), decisions)

    alone = match_entries(entries, REGISTER, MatchingRules())
    for entry, before, after in zip(entries, alone, decided, strict=True):
        if entry.id not in one_each:
            assert after == before
            continue
        item, verdict = one_each[entry.id]
        if verdict is Verdict.ACCEPT:
            assert (after.method, after.ref) == (DECISION, item.id)
        else:
            assert after.ref != item.id


@pytest.mark.parametrize("entry", [pytest.param(1.0, id="about a row"), pytest.param(None, id="about no row")])
def test_a_choice_that_nobody_knows_is_told(entry: float | None) -> None:
    contents = a_list(
        GAPS.title, [a_row(4, EntryId=entry, Decision="Ignore"), a_row(5, EntryId=entry, Decision="Dismiss")]
    )

    told = list(read_troubles(contents))

    assert told == [
        f"{GAPS.title}, row 4: Decision says 'Ignore', which is none of its choices; nothing is done. Choose one from the list."
    ]


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (1, False)])
def test_a_decision_whose_review_day_is_over_is_told(days: int, *, is_told: bool) -> None:
    cells: dict[str, Cell] = {"EntryId": 1.0, "Decision": "Dismiss", "State": "Open"}
    contents = a_list(GAPS.title, [Row(4, "", {**cells, "ReviewOn": on(AS_OF + timedelta(days=days))})])

    told = [trouble for trouble in read_troubles(contents, AS_OF) if "is over; decide again" in trouble]

    assert bool(told) is is_told
