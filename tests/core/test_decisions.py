"""Decisions: what a person chose in the gap list is obeyed, kept, and asked again only when a word of either side changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.decisions import (
    ASK_FOR_REASON,
    describe_subject,
    read_decisions,
    read_row_decisions,
    read_troubles,
    read_unreasoned,
)
from sync.core.match import match_entries
from sync.core.reconcile import Inputs, Reconciliation, reconcile
from sync.core.records import Cell, Decision, ListContents, Match, Register, RegisterItem, Row, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.vocabulary import EntryId, MatchMethod, RegisterRef, Verdict
from tests.builders import (
    AS_OF,
    TRACKER_TITLE,
    a_list,
    a_publication,
    a_register,
    a_row,
    an_entry,
    an_item,
    on,
    the_rules,
)
from tests.core.store import apply_changes

REFERENCE, DECISION, TEXT, REVIEW, NONE = MatchMethod

SHARED = "Custody sergeants should receive refresher instruction in judging the necessity and proportionality of"
BAIL, FORCE = f"{SHARED} bail", f"{SHARED} force"
OTHER = "Frontline officers should receive training about modern slavery or have access to specialists in it"
PUBLICATION = a_publication("BAIL-2020", title="Pre-charge bail", items_expected=3)
ITEMS = [an_item("BAIL-2020-R1", text=BAIL), an_item("BAIL-2020-R2", text=FORCE), an_item("BAIL-2020-R3", text=OTHER)]
REGISTER = a_register([PUBLICATION], ITEMS)
COLUMNS = the_rules().tracker.columns
GAPS = the_rules().targets.gaps


@dataclass
class Force:
    """A force with one unclear row and its lists, from run to run."""

    tracker: ListContents
    gaps: ListContents
    position: ListContents
    publications: ListContents
    register: Register = REGISTER
    as_of: date = AS_OF
    pinned: Mapping[str, RegisterRef] | None = None

    def run(self) -> Reconciliation:
        """Make one pass and keep what it writes."""
        rules = the_rules()
        matching = replace(rules.matching, pinned=self.pinned or {})
        history = a_list(rules.targets.history.title)
        inputs = Inputs(self.register, self.tracker, self.gaps, self.position, self.publications, history)
        result = reconcile(inputs, replace(rules, matching=matching), self.as_of)
        for name in ("tracker", "gaps", "position", "publications"):
            setattr(self, name, apply_changes(getattr(self, name), result.plan.changes))
        return result

    def decide(self, key: str = "ambiguous-match/1", **cells: Cell) -> None:
        """Let a person write into a row of the gap list."""
        self.gaps = replace(
            self.gaps, rows=[_change(row, cells) if row.cells["SyncKey"] == key else row for row in self.gaps.rows]
        )

    def retype(self, **fields: str) -> None:
        """Let a person write into the row of the tracker, by our names of the fields."""
        cells = {COLUMNS[name]: text for name, text in fields.items()}  # type: ignore[index]
        self.tracker = replace(self.tracker, rows=[_change(row, cells) for row in self.tracker.rows])

    def gap(self, key: str = "ambiguous-match/1") -> Row:
        return next(row for row in self.gaps.rows if row.cells["SyncKey"] == key)


def _change(row: Row, cells: Mapping[str, Cell]) -> Row:
    return replace(row, cells={**row.cells, **cells})


def a_force(text: str = SHARED, **changes: object) -> Force:
    targets = the_rules().targets
    lists = [a_list(target.title) for target in (targets.gaps, targets.position, targets.publications)]
    cells: dict[str, Cell] = {COLUMNS[name]: None for name in COLUMNS}
    cells |= {COLUMNS["title"]: "Refresher", COLUMNS["publication"]: "Pre-charge bail", COLUMNS["text"]: text}  # type: ignore[index]
    return Force(a_list(TRACKER_TITLE, [a_row(1, **cells)]), *lists, **changes)  # type: ignore[arg-type]


def match_of(result: Reconciliation) -> tuple[MatchMethod, RegisterRef | None]:
    return result.matches[0].method, result.matches[0].ref


def keys_of(result: Reconciliation) -> set[str]:
    return {gap.key for gap in result.gaps}


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
    cells |= {"Decided": first, "Candidates": describe_subject(entry, ITEMS[1:]), "Reason": "Nor this one"}

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
    subject = describe_subject(entry, [item] if item else []).split()
    words, reference = (part.partition(":")[2] for part in subject[:2])
    seen = subject[2].partition("@")[2] if item else ""
    return Decision(entry.id, verdict, words, reference, item.id if item else None, seen, place)


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


UNASKED = (
    "While this question is dismissed no gap says that BAIL-2020-R1 and BAIL-2020-R2 may be missing from the Tracker. "
    "If the row is none of these, choose 'Not in the register', and they are asked for."
)


def test_a_dismissed_question_says_in_its_row_that_its_items_are_not_asked_for() -> None:
    force = a_force()
    open_gap = force.run() and force.gap().cells
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
    said = force.run() and force.gap().cells["WhatToDo"]
    force.decide(Decision=choice)
    decided = force.run()
    asked, state, kept = (force.gap().cells.get(name) for name in ("WhatToDo", "State", "Decided"))
    quiet = force.run()
    force.decide(Reason="Seen in the report")
    explained = force.run()

    assert state == ("Dismissed" if choice == "Dismiss" else "Cleared")
    assert str(asked).startswith(ASK_FOR_REASON)
    assert f"{GAPS.title}, row 1: 1 decision without a reason, followed meanwhile. Say in Reason why." in quiet.plan.notes
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
    cells |= {"Decided": "\n".join(explained), "Reason": "Nor this one"}
    assert len(read_row_decisions(Row(1, "", cells)).lines) == 2


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

    words, _, item = subject.split()[:3]
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
    assert bool(list(read_unreasoned(a_list(GAPS.title, [a_row(3, EntryId=1.0, **cells)])))) is expected


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


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (1, False)])
def test_a_decision_whose_review_day_is_over_is_told(days: int, *, is_told: bool) -> None:
    cells: dict[str, Cell] = {"EntryId": 1.0, "Decision": "Dismiss", "State": "Open"}
    contents = a_list(GAPS.title, [Row(4, "", {**cells, "ReviewOn": on(AS_OF + timedelta(days=days))})])

    told = [trouble for trouble in read_troubles(contents, AS_OF) if "is over; decide again" in trouble]

    assert bool(told) is is_told
