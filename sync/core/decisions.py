"""Decisions in the gap list: which item a row is about, as people chose it there, tied for good to what they saw."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sync.core.clocks import say_date
from sync.core.records import (
    Decision,
    ListContents,
    RegisterItem,
    Row,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_words,
)
from sync.core.text import fingerprint, fold, plain_text, say_count, say_list, shorten
from sync.core.values import read_day, read_number, read_text
from sync.core.vocabulary import EntryId, FlagState, RegisterRef, Verdict

_CHOICES: Mapping[str, tuple[Verdict, int]] = MappingProxyType(
    {
        "accept candidate 1": (Verdict.ACCEPT, 1),
        "accept candidate 2": (Verdict.ACCEPT, 2),
        "accept candidate 3": (Verdict.ACCEPT, 3),
        "not this one": (Verdict.NOT_THIS, 1),
        "not in the register": (Verdict.NOT_IN_REGISTER, 0),
    }
)
"""What a person may choose, folded: the verdict, and which of the candidates in the row it is about."""

DISMISSING = frozenset(("dismiss", "dismissed"))
"""What dismisses a gap, folded; the gap list follows it, not matching."""

ASK_FOR_REASON: Final = "Say in Reason why this was decided; the decision is followed meanwhile."
"""What a row of the gap list asks first of whoever decided something there without a word."""

ENDED_BY_CHANGE: Final = (
    "What it is about has changed since this was decided. To decide it again as before, change the reason."
)
ENDED_BY_DAY: Final = "The review day of what was decided here is over. To decide it again as before, set a later day."
"""What a row says first whose decision stands there and holds no longer."""

_NAMED: Final = 12

_LINE = re.compile(
    r"(?P<verdict>accept|not-this|not-in-register)(?: (?P<ref>\S+)@(?P<item>[0-9a-f]{8}))?"
    r" words:(?P<words>[0-9a-f]{8}) reference:(?P<reference>[0-9a-f]{8})(?: until:(?P<until>\d{4}-\d\d-\d\d))?"
    r" by:(?P<by>[0-9a-f]{16})"
)


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What was decided in one row of the gap list: the lines we keep of it, and a sentence about what cannot be followed."""

    entry: EntryId | None
    lines: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def kept(self) -> str:
        """Return the lines as the column ``Decided`` holds them."""
        return "\n".join(self.lines)


def describe_subject(entry: TrackerEntry, items: Sequence[RegisterItem]) -> str:
    """Return what a gap row keeps of the row and the items it shows, for a decision to hold on to."""
    candidates = [f"{item.id}@{fingerprint_item(item)}" for item in items]
    return " ".join([f"words:{fingerprint_words(entry)}", f"reference:{fingerprint_reference(entry)}", *candidates])


def read_decisions(contents: ListContents, as_of: date) -> tuple[Decision, ...]:
    """Return every decision that the gap list holds or has just been given and whose review day has not come."""
    return tuple(
        decision
        for row in contents.rows
        for decision in _read_lines(read_row_decisions(row), f"{contents.title}, row {row.id}", as_of)
    )


def read_troubles(contents: ListContents, as_of: date | None = None) -> Iterable[str]:
    """Yield a sentence for every decision that cannot be followed, and for one in an open gap whose review day is over."""
    for row in contents.rows:
        chosen = fold(read_text(row.cells.get("Decision")))
        trouble = read_row_decisions(row).trouble
        # A row about no entry of the tracker, such as a missing one, can only be dismissed.
        if not trouble and chosen and chosen not in DISMISSING and chosen not in _CHOICES:
            trouble = _say_unknown(row)
        review_on = read_day(row.cells.get("ReviewOn"))
        is_over = as_of is not None and review_on is not None and review_on <= as_of
        if (
            not trouble
            and chosen
            and is_over
            and review_on
            and read_text(row.cells.get("State")) == FlagState.OPEN.value
        ):
            trouble = (
                f"The review day of the decision, {say_date(review_on)}, is over; decide again or set a later day."
            )
        if trouble:
            yield f"{contents.title}, row {row.id}: {trouble}"


def lacks_reason(row: Row) -> bool:
    """Say whether a person decided something in a row of the gap list that can be followed, and gave no reason for it."""
    chosen = fold(read_text(row.cells.get("Decision")))
    is_decided = chosen in DISMISSING or chosen in _CHOICES
    has_reason = bool(plain_text(read_text(row.cells.get("Reason"))).strip())
    return is_decided and not has_reason and not read_row_decisions(row).trouble


def is_followed(row: Row, subject: str) -> bool:
    """Say whether what was decided in a row about its match is about the words that ``subject``, the gap of today, shows."""
    return bool(subject) and any(_is_about(line, subject) for line in read_row_decisions(row).lines)


def read_unreasoned(contents: ListContents) -> Iterable[str]:
    """Yield one sentence for all decisions that nobody gave a reason for; of gaps that went away by themselves none is wanted."""
    rows = [
        str(row.id)
        for row in contents.rows
        if lacks_reason(row) and (read_row_decisions(row).lines or _is_dismissed(row))
    ]
    if rows:
        named = rows if len(rows) <= _NAMED else [*rows[:_NAMED], f"{len(rows) - _NAMED:,} more"]
        yield (
            f"{contents.title}, {'row' if len(rows) == 1 else 'rows'} {say_list(named)}: "
            f"{say_count(len(rows), 'decision')} without a reason, followed meanwhile. Say in Reason why."
        )


def tell_refused_pins(
    entries: Sequence[TrackerEntry],
    decisions: Sequence[Decision],
    pinned: Mapping[str, RegisterRef],
    places: Mapping[str, str],
) -> Iterable[str]:
    """Yield a sentence for each row of which a person refused the item that matching.yaml pins it to; the person is followed.

    Args:
        entries: the rows of the tracker.
        decisions: what people decided.
        pinned: the items by the folded reference or title of a row.
        places: the line that pins, by the same words.
    """
    refused = {
        (one.entry, one.words, one.ref): one.place for one in decisions if one.verdict is Verdict.NOT_THIS and one.ref
    }
    for entry in entries if refused and pinned else ():
        for words in filter(None, (fold(entry.reference), fold(entry.title))):
            ref = pinned.get(words)
            place = refused.get((entry.id, fingerprint_words(entry), ref)) if ref else None
            if place:
                yield (
                    f"Row {entry.id}: {place} says that it is not {ref} and is followed; "
                    f"{places.get(words, 'matching.yaml')} says {ref}."
                )


def _is_dismissed(row: Row) -> bool:
    """Say whether a dismissal holds, or has just been made; one that a change ended is told in the row."""
    is_new = not read_text(row.cells.get("DecidedFor"))
    state = read_text(row.cells.get("State"))
    return state == FlagState.DISMISSED.value or (is_new and state == FlagState.OPEN.value)


def read_row_decisions(row: Row) -> RowDecisions:
    """Return what was decided in a row of the gap list: what is kept there, and what a person has chosen since.

    A choice is tied to what the row shows when it is first seen. Another choice, reason or review day is a new decision; an
    emptied choice takes all of them back. A choice that was tied stays what it was, whatever the row shows later. The first
    reason that is given for a choice without one belongs to that choice, for as long as it holds.
    """
    number = read_number(row.cells.get("EntryId"))
    entry = EntryId(int(number)) if number else None
    chosen = fold(read_text(row.cells.get("Decision")))
    if not chosen or entry is None:
        is_lost = chosen in _CHOICES
        return RowDecisions(
            entry, trouble="This gap is about no row; only Dismiss does something here." if is_lost else ""
        )
    kept = RowDecisions(entry, tuple(line for line in plain_text(read_text(row.cells.get("Decided"))).splitlines()))
    if chosen not in _CHOICES:
        return kept if chosen in DISMISSING else replace(kept, trouble=_say_unknown(row))
    review_on = read_day(row.cells.get("ReviewOn"))
    shown = read_text(row.cells.get("Candidates"))
    by = fingerprint(chosen, read_text(row.cells.get("Reason")), review_on)
    if any(line.endswith(f"by:{by}") for line in kept.lines):
        return kept
    without = fingerprint(chosen, "", review_on)
    for line in kept.lines:
        # Otherwise the reason that we ask for would refuse the next candidate too, which the row shows by then.
        if line.endswith(f"by:{without}") and _is_about(line, shown):
            explained = line.replace(f"by:{without}", f"by:{by}")
            return replace(kept, lines=tuple(explained if other == line else other for other in kept.lines))
    return _tie(kept, _CHOICES[chosen], shown, review_on, by)


def _is_about(line: str, shown: str) -> bool:
    """Say whether a decision is about the words that its row shows: those of the row, and of the item where it is still shown."""
    found = _LINE.fullmatch(line)
    words, *others = shown.split() or [""]
    if found is None or words != f"words:{found['words']}":
        return False
    marks = [other for other in others if found["ref"] and other.startswith(f"{found['ref']}@")]
    return not marks or marks == [f"{found['ref']}@{found['item']}"]


def _say_unknown(row: Row) -> str:
    said = shorten(read_text(row.cells.get("Decision")), 40)
    return f"Decision says '{said}', which is none of its choices; nothing is done. Choose one from the list."


def _tie(kept: RowDecisions, choice: tuple[Verdict, int], shown: str, review_on: date | None, by: str) -> RowDecisions:
    """Return the row's decisions with one more, tied to what the row shows."""
    verdict, number = choice
    words, reference, *candidates = shown.split() or ["", ""]
    if not words:
        return replace(kept, trouble="This gap is not about which item the row is; only Dismiss does something here.")
    if number > len(candidates):
        return replace(
            kept, trouble=f"There is no candidate {number} in this row; choose one that 'Register says' names."
        )
    subject = [candidates[number - 1]] if number else []
    until = [f"until:{review_on.isoformat()}"] if review_on else []
    line = " ".join([verdict.value, *subject, words, reference, *until, f"by:{by}"])
    # A later word replaces what it contradicts: another answer about the row, or another verdict about the same item.
    ref = subject[0].partition("@")[0] if subject else ""
    others = [other for other in kept.lines if not _is_replaced(other, verdict, ref)]
    return replace(kept, lines=(*others, line))


def _is_replaced(line: str, verdict: Verdict, ref: str) -> bool:
    settles = not line.startswith(Verdict.NOT_THIS.value)
    if verdict is Verdict.NOT_THIS:
        return settles and line.partition("@")[0].endswith(f" {ref}")
    return settles or f" {ref}@" in line


def _read_lines(decided: RowDecisions, place: str, as_of: date) -> Iterable[Decision]:
    for line in decided.lines:
        found = _LINE.fullmatch(line)
        if found is None or decided.entry is None:
            continue
        if found["until"] and date.fromisoformat(found["until"]) <= as_of:
            continue
        ref = RegisterRef(found["ref"]) if found["ref"] else None
        verdict = Verdict(found["verdict"])
        yield Decision(decided.entry, verdict, found["words"], found["reference"], ref, found["item"] or "", place)
