"""What people decided about a row, as far as it still holds: the words on both sides are those that they saw."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.core.records import (
    Decision,
    Match,
    Register,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_words,
)
from sync.core.rules import MatchingRules
from sync.core.text import fold, say_list
from sync.core.vocabulary import MatchMethod, RegisterRef, Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that hold for one row. ``settled`` says what it is about; ``quarrel`` says how they contradict each other."""

    settled: Decision | None = None
    refused: frozenset[RegisterRef] = frozenset()
    is_later_reference: bool = False
    quarrel: str = ""
    quarrelled: tuple[RegisterRef, ...] = ()


NOTHING = Decided()


def weigh_decisions(entry: TrackerEntry, decisions: Sequence[Decision], register: Register) -> Decided:
    """Return what holds of the decisions about one entry, in whatever order they come."""
    held = [one for one in decisions if _holds(one, entry, register)]
    if not held:
        return NOTHING
    refused = frozenset(one.ref for one in held if one.verdict is Verdict.NOT_THIS and one.ref)
    settling = sorted((one for one in held if one.verdict is not Verdict.NOT_THIS), key=lambda one: one.ref or "")
    answers = list(dict.fromkeys(one.ref for one in settling))
    if len(answers) > 1 or any(ref in refused for ref in answers):
        named = {str(one.ref or "not in the register"): one.place for one in (*settling, *_refusals(held, answers))}
        told = say_list(sorted(f"{what} ({where})" for what, where in named.items()))
        refs = tuple(ref for ref in answers if ref)
        return Decided(quarrel=f"the decisions about it contradict each other: {told}", quarrelled=refs)
    reference = fingerprint_reference(entry)
    is_later = all(one.reference != reference for one in held)
    return Decided(settling[0] if settling else None, refused, is_later)


def _refusals(held: Sequence[Decision], answers: Sequence[RegisterRef | None]) -> list[Decision]:
    return [one for one in held if one.verdict is Verdict.NOT_THIS and one.ref in answers]


def _holds(decision: Decision, entry: TrackerEntry, register: Register) -> bool:
    if decision.entry != entry.id or decision.words != fingerprint_words(entry):
        return False
    if decision.ref is None:
        return decision.verdict is Verdict.NOT_IN_REGISTER
    item = register.items.get(decision.ref)
    return item is not None and fingerprint_item(item) == decision.item


def tell_decisions(
    entries: Sequence[TrackerEntry],
    decisions: Sequence[Decision],
    matches: Sequence[Match],
    register: Register,
    rules: MatchingRules,
) -> tuple[str, ...]:
    """Return a sentence for each decision that overrules matching.yaml, that no longer holds, or that is about a lost row."""
    by_id = {entry.id: entry for entry in entries}
    notes = []
    for decision in decisions:
        entry = by_id.get(decision.entry)
        if entry is None:
            notes.append(
                f"{decision.place}: the decision is about row {decision.entry}, which is not in the Tracker; it is kept."
            )
        elif not _holds(decision, entry, register):
            notes.append(
                f"{decision.place}: the decision about row {entry.id} no longer holds, because {_tell_change(decision, entry)}. "
                "To decide again, change the choice or its reason."
            )
    for entry, match in zip(entries, matches, strict=True) if rules.pinned else ():
        for words in filter(None, (fold(entry.reference), fold(entry.title))):
            pinned = rules.pinned.get(words)
            if pinned and match.method is MatchMethod.DECISION and match.ref != pinned:
                place = rules.pinned_places.get(words, "matching.yaml")
                answer = match.ref or "not in the register"
                notes.append(
                    f"Row {entry.id}: {match.decided_by} says {answer} and is followed; {place} says {pinned}."
                )
                break
    return tuple(dict.fromkeys(notes))


def _tell_change(decision: Decision, entry: TrackerEntry) -> str:
    if decision.words != fingerprint_words(entry):
        return "the words of the row have changed"
    return f"{decision.ref} is not in the register any more or has other words"
