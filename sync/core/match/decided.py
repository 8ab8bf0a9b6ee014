"""What people decided about a row, as far as it still holds: the words on both sides are those that they saw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sync.core.records import (
    Decision,
    LaterWords,
    Match,
    Register,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_referred,
    fingerprint_words,
)
from sync.core.rules import MatchingRules
from sync.core.text import fold, say_list, shorten
from sync.core.vocabulary import EntryId, MatchMethod, RegisterRef, Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that hold for one row. ``settled`` says what it is about; ``quarrel`` says how they contradict each other.

    ``parties`` are the marks of those that do.
    """

    settled: Decision | None = None
    refused: frozenset[RegisterRef] = frozenset()
    quarrel: str = ""
    quarrelled: tuple[RegisterRef, ...] = ()
    parties: tuple[str, ...] = ()


NOTHING = Decided()


def weigh_decisions(
    entry: TrackerEntry, decisions: Sequence[Decision], register: Register, referred: RegisterRef | None = None
) -> Decided:
    """Return what holds of the decisions about one entry, in whatever order they come.

    The latest word counts: a reference entered after a decision (``referred`` is the item that it leads to), and a decision whose
    maker was asked to choose among those that contradict each other. Where that does not tell, none of them is followed.
    """
    held = [one for one in decisions if _holds(one, entry, register) and not _is_overruled(one, entry, referred)]
    held = [one for one in held if not any(_settles(other, one) for other in held)]
    if not held:
        return NOTHING
    refused = frozenset(one.ref for one in held if one.verdict is Verdict.NOT_THIS and one.ref)
    settling = sorted((one for one in held if one.verdict is not Verdict.NOT_THIS), key=lambda one: one.ref or "")
    answers = list(dict.fromkeys(one.ref for one in settling))
    if len(answers) > 1 or any(ref in refused for ref in answers):
        parties = [*settling, *_refusals(held, answers)]
        named = {str(one.ref or "not in the register"): one.place for one in parties}
        told = say_list(sorted(f"{what} ({where})" for what, where in named.items()))
        return Decided(
            quarrel=f"the decisions about it contradict each other: {told}",
            quarrelled=tuple(ref for ref in answers if ref),
            parties=tuple(sorted({one.mark for one in parties})),
        )
    return Decided(settling[0] if settling else None, refused)


def read_later_words(
    entries: Sequence[TrackerEntry],
    decisions: Sequence[Decision],
    matches: Sequence[Match],
    register: Register,
    rows: Collection[EntryId],
) -> LaterWords:
    """Return what the Tracker says by now of the rows that the gap list has asked about (``rows``)."""
    overruled = _find_overruled(entries, decisions, matches, register)
    return LaterWords(
        overruled=frozenset(one.row for one in overruled),
        references={
            entry.id: (fingerprint_reference(entry), fingerprint_referred(match.referred))
            for entry, match in zip(entries, matches, strict=True)
            if entry.id in rows
        },
    )


def _find_overruled(
    entries: Sequence[TrackerEntry], decisions: Sequence[Decision], matches: Sequence[Match], register: Register
) -> tuple[Decision, ...]:
    """Return the decisions that would hold, if a reference entered later did not say otherwise."""
    rows = {entry.id: (entry, match) for entry, match in zip(entries, matches, strict=True)} if decisions else {}
    return tuple(
        one
        for one in decisions
        if one.entry in rows
        and _holds(one, rows[one.entry][0], register)
        and _is_overruled(one, rows[one.entry][0], rows[one.entry][1].referred)
    )


def _is_overruled(decision: Decision, entry: TrackerEntry, referred: RegisterRef | None) -> bool:
    """Say whether the row has been given a reference since, to another item than it led to then; another writing is none."""
    if referred is None or decision.reference == fingerprint_reference(entry):
        return False
    if decision.refers == fingerprint_referred(referred):
        return False
    return (decision.ref == referred) == (decision.verdict is Verdict.NOT_THIS)


def _settles(later: Decision, one: Decision) -> bool:
    """Say whether a decision was made with the other in view, as one of those to choose among, and says otherwise."""
    return later.row != one.row and one.mark in later.over and later.contradicts(one)


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
    """Return a sentence for each decision that overrules matching.yaml, that no longer holds, that a later reference overrules, or that is about a lost row."""
    by_id = {entry.id: entry for entry in entries}
    referred = {match.entry: match.referred for match in matches}
    overruled = frozenset(_find_overruled(entries, decisions, matches, register))
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
        elif decision in overruled:
            said = "not " if decision.verdict is Verdict.NOT_THIS else ""
            notes.append(
                f"{decision.place}: the decision that row {entry.id} is {said}{decision.ref or 'not in the register'} is overruled "
                f"by its reference '{shorten(entry.reference, 60)}', which was entered later and is that of {referred[entry.id]}. "
                "If the decision is right, correct or empty the reference, or change the reason of the decision."
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
