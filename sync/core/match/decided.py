"""What people decided about a row, as far as it still holds: the words on both sides are those that they saw."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.core.records import (
    Decision,
    Register,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_words,
)
from sync.core.text import say_list
from sync.core.vocabulary import RegisterRef, Verdict


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
