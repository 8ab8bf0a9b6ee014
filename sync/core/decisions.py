"""Decisions in the gap list: which item a row is about, as people chose it there, tied for good to what they saw."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sync.core.clocks import say_date
from sync.core.decision_lines import Line, Subject, read_line, read_subject
from sync.core.records import Decision, ListContents, Register, Row, TrackerEntry, fingerprint_item, fingerprint_words
from sync.core.text import fingerprint, fold, plain_text, say_count, say_list, shorten
from sync.core.values import read_day, read_number, read_text
from sync.core.vocabulary import EntryId, FlagState, RegisterRef, Verdict

_ALL: Final = "all"

_CHOICES: Mapping[str, tuple[Verdict, str]] = MappingProxyType(
    {
        "accept candidate 1": (Verdict.ACCEPT, "1"),
        "accept candidate 2": (Verdict.ACCEPT, "2"),
        "accept candidate 3": (Verdict.ACCEPT, "3"),
        "not this one": (Verdict.NOT_THIS, "1"),
        "none of these": (Verdict.NOT_THIS, _ALL),
        "not in the register": (Verdict.NOT_IN_REGISTER, "0"),
    }
)
"""What a person may choose, folded: the verdict, and which of the candidates in the row it is about: 0 for none."""

DISMISSING = frozenset(("dismiss", "dismissed"))
"""What dismisses a gap, folded; the gap list follows it, not matching."""

ASK_FOR_REASON: Final = "Say in Reason why this was decided; the decision is followed meanwhile."
"""What a row of the gap list asks first of whoever decided something there without a word."""

ENDED_BY_CHANGE: Final = "What it is about has changed since this was decided."
ENDED_BY_DAY: Final = "The review day of what was decided here is over."
"""What a row says first whose decision stands there and holds no longer; how to decide it again follows."""

OVERRULED: Final = (
    "The reference entered into the row since then says otherwise and is followed; if this decision is right, correct or "
    "empty that reference, or change the reason here."
)
"""What a row says first whose decision still holds but for a later word."""

_ENDED = re.compile(
    rf"(?:{re.escape(ENDED_BY_CHANGE)}|{re.escape(ENDED_BY_DAY)}) .*?(?:change the reason|set a later day|after the next run)\. "
)

_NOT_FOLLOWED: Final = "The decision here is not followed:"
_TROUBLED = re.compile(
    rf"{re.escape(_NOT_FOLLOWED)} .*?(?:'Register says' names|Choose one from the list|only Dismiss does something here)\. "
)
_REFUSED = re.compile(
    r"\S+(?:, \S+)*(?: and \S+)? (?:is|are) refused\. To refuse .*? as well, choose '(?:None of these|Not this one)'\. "
)

_SPOILT: Final = (
    "What its column Candidates holds cannot be read; the next run writes it anew and follows the choice then."
)

_VOID = re.compile(r"void by:(?P<by>[0-9a-f]{16})")
"""A line that keeps a choice which was about nothing that its row showed."""

_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What was decided in one row of the gap list: the lines we keep of it, and a sentence about what cannot be followed.

    ``is_passing`` marks a trouble that the next run has not, or tells otherwise.
    """

    entry: EntryId | None
    lines: tuple[str, ...] = ()
    trouble: str = ""
    is_passing: bool = False

    @property
    def is_tied(self) -> bool:
        """Say whether anything of it is about an item, or about none."""
        return bool(_read_all(self))

    @property
    def kept(self) -> str:
        """Return the lines as the column ``Decided`` holds them."""
        return "\n".join(self.lines)


def read_decisions(contents: ListContents, as_of: date) -> tuple[Decision, ...]:
    """Return every decision that the gap list holds or has just been given and whose review day has not come."""
    return tuple(
        decision
        for row in contents.rows
        for decision in _read_lines(read_row_decisions(row), row.id, f"{contents.title}, row {row.id}", as_of)
    )


def drop_outlived(
    decisions: Sequence[Decision], entries: Sequence[TrackerEntry], register: Register
) -> tuple[Decision, ...]:
    """Return the decisions without those refusals that have ended and whose gap row says by now what its entry is about.

    Nobody has to make such a refusal again; where only another refusal stands beside it, it is wanted still.
    """
    words = {entry.id: fingerprint_words(entry) for entry in entries} if decisions else {}
    marks = {
        one.ref: fingerprint_item(register.items[one.ref]) for one in decisions if one.ref and one.ref in register.items
    }

    def stands(one: Decision) -> bool:
        return one.words == words.get(one.entry) and (one.ref is None or one.item == marks.get(one.ref))

    settled = {one.row for one in decisions if one.verdict is not Verdict.NOT_THIS and stands(one)}
    return tuple(
        one for one in decisions if one.verdict is not Verdict.NOT_THIS or one.row not in settled or stands(one)
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
    shown = read_subject(subject)
    return shown is not None and any(line.is_about(shown) for line in _read_all(read_row_decisions(row)))


def say_ended(row: Row, subject: str, why: str) -> str:
    """Return why what was decided in a row holds no longer, and how to decide it again, whatever number it has by now.

    Args:
        row: the row of the gap list.
        subject: what the gap of today shows.
        why: ``ENDED_BY_CHANGE`` or ``ENDED_BY_DAY``.
    """
    how = "set a later day" if why == ENDED_BY_DAY else "change the reason"
    shown, lines = read_subject(subject), _read_all(read_row_decisions(row))
    if shown is None or not lines or _is_dismissing(row):
        return f"{why} To decide it again as before, {how}."
    current = lines[-1]
    if current.renew(shown, None, "") is None:
        return f"{why} {current.ref}, which it was about, is not shown any more: empty Decision, and choose again after the next run."
    said = _say([line for line in lines if line.by == current.by])
    return f"{why} To decide it again as before ({said}), {how}."


def strip_told(says: str) -> str:
    """Return what a row says is to be done without what was said first of the decision in it."""
    for told in (ASK_FOR_REASON, OVERRULED):
        says = says.replace(f"{told} ", "")
    for sentence in (_TROUBLED, _ENDED, _REFUSED):
        says = sentence.sub("", says)
    return says


def say_trouble(row: Row) -> str:
    """Return why what was decided in a row is not followed, for the row itself; blank where it is, or will be."""
    decided = read_row_decisions(row)
    return f"{_NOT_FOLLOWED} {decided.trouble}" if decided.trouble and not decided.is_passing else ""


def say_refused(row: Row, subject: str) -> str:
    """Return how to refuse more where refusals stand and the gap of today shows other items; blank where none does.

    The same choice made again decides nothing new, so it is the other one of the two that refuse.
    """
    shown, lines = read_subject(subject), _read_all(read_row_decisions(row))
    if shown is None or not shown.items or not lines or lines[-1].verdict is not Verdict.NOT_THIS:
        return ""
    refused = [line.ref for line in lines if line.verdict is Verdict.NOT_THIS and line.is_about(shown)]
    if not refused or any(ref in shown.items for ref in refused):
        return ""
    are = "is" if len(refused) == 1 else "are"
    how = (
        "number 1 as well, choose 'Not this one'"
        if lines[-1].chosen == _ALL
        else "all of these as well, choose 'None of these'"
    )
    return f"{say_list(list(map(str, refused)), 'and')} {are} refused. To refuse {how}."


def _say(lines: Sequence[Line]) -> str:
    refs = say_list([str(line.ref) for line in lines if line.ref], "or")
    match lines[-1].verdict:
        case Verdict.ACCEPT:
            return f"it is {refs}"
        case Verdict.NOT_THIS:
            return f"it is not {refs}"
        case _:
            return "not in the register"


def read_unreasoned(contents: ListContents) -> Iterable[str]:
    """Yield one sentence for all decisions that nobody gave a reason for; of gaps that went away by themselves none is wanted."""
    rows = [
        str(row.id)
        for row in contents.rows
        if lacks_reason(row) and (read_row_decisions(row).is_tied or _is_dismissed(row))
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


def _is_dismissing(row: Row) -> bool:
    return fold(read_text(row.cells.get("Decision"))) in DISMISSING


def _is_dismissed(row: Row) -> bool:
    """Say whether a dismissal holds, or has just been made; one that a change ended is told in the row."""
    is_new = not read_text(row.cells.get("DecidedFor"))
    state = read_text(row.cells.get("State"))
    return state == FlagState.DISMISSED.value or (is_new and state == FlagState.OPEN.value)


def read_row_decisions(row: Row) -> RowDecisions:
    """Return what was decided in a row of the gap list: what is kept there, and what a person has chosen since.

    A choice is tied to what the row shows when it is first seen, and stays what it was, whatever the row shows later: another
    reason or review day is said of the same choice about the same item, and decides it anew where a word had ended it.
    Another choice is a new decision. An emptied choice takes all of them back.
    """
    number = read_number(row.cells.get("EntryId"))
    entry = EntryId(int(number)) if number else None
    chosen = fold(read_text(row.cells.get("Decision")))
    if not chosen or entry is None:
        is_lost = chosen in _CHOICES
        return RowDecisions(
            entry, trouble="This gap is about no row; only Dismiss does something here." if is_lost else ""
        )
    kept = RowDecisions(entry, tuple(plain_text(read_text(row.cells.get("Decided"))).splitlines()))
    if chosen not in _CHOICES:
        return kept if chosen in DISMISSING else replace(kept, trouble=_say_unknown(row))
    review_on = read_day(row.cells.get("ReviewOn"))
    by = fingerprint(chosen, read_text(row.cells.get("Reason")), review_on)
    held = plain_text(read_text(row.cells.get("Candidates"))).strip()
    shown = read_subject(held)
    if held and shown is None:
        return replace(kept, trouble=_SPOILT, is_passing=True)
    verdict, which = _CHOICES[chosen]
    kept, current = _complete(kept, verdict, which, row)
    if void := _VOID.fullmatch(kept.lines[-1] if kept.lines else ""):
        if void["by"] == by:
            return replace(kept, trouble=_say_no_candidate(which))
        kept, current = replace(kept, lines=kept.lines[:-1]), None
    if current and current.by == by:
        return kept
    if current and (current.verdict, current.chosen) == (verdict, which):
        return _renew(kept, current, shown, review_on, by)
    return _tie(kept, Line(verdict, Subject("", ""), until=review_on, chosen=which, by=by), shown)


def _read_all(decided: RowDecisions) -> list[Line]:
    """Return the lines that can be read; what somebody spoilt is passed over."""
    return [line for text in decided.lines if (line := read_line(text)) is not None]


def _complete(kept: RowDecisions, verdict: Verdict, which: str, row: Row) -> tuple[RowDecisions, Line | None]:
    """Return the row's decisions and the last of them, with what was chosen in it where an earlier version did not keep that.

    It is what stands in the row now (``verdict``, ``which``), unless it is seen that the choice alone was changed since.
    """
    current = next(reversed(_read_all(kept)), None)
    if current is None or current.chosen:
        return kept, current
    said = read_text(row.cells.get("Reason")), read_day(row.cells.get("ReviewOn"))
    possible = [(words, number) for words, (one, number) in _CHOICES.items() if one is current.verdict]
    seen = next((number for words, number in possible if fingerprint(words, *said) == current.by), "")
    whole = replace(current, chosen=seen or (which if current.verdict is verdict else ""))
    return replace(kept, lines=tuple(str(whole) if text == str(current) else text for text in kept.lines)), whole


def _say_unknown(row: Row) -> str:
    said = shorten(read_text(row.cells.get("Decision")), 40)
    return f"Decision says '{said}', which is none of its choices; nothing is done. Choose one from the list."


def _renew(kept: RowDecisions, current: Line, shown: Subject | None, review_on: date | None, by: str) -> RowDecisions:
    """Return the row's decisions with what was chosen last decided anew, about the same items."""
    texts, renewed = [], False
    for text in kept.lines:
        line = read_line(text)
        if line is None or line.by != current.by:
            texts.append(text)
            continue
        anew = line.renew(shown, review_on, by)
        renewed = renewed or anew is not None
        # What is not shown stays ended, and is not taken up when it is shown another time: nobody has seen that yet.
        texts.append(str(anew or replace(line, by=by)))
    trouble = ""
    if not renewed:
        trouble = f"{current.ref}, which was decided about here, is not shown any more; empty Decision, and choose again after the next run."
    return replace(kept, lines=tuple(texts), trouble=trouble, is_passing=True)


def _tie(kept: RowDecisions, choice: Line, shown: Subject | None) -> RowDecisions:
    """Return the row's decisions with one more choice, tied to what the row shows."""
    if shown is None:
        return replace(kept, trouble="This gap is not about which item the row is; only Dismiss does something here.")
    items = list(shown.items.items())
    which = items if choice.chosen == _ALL else items[int(choice.chosen) - 1 : int(choice.chosen)]
    if not which and choice.verdict is not Verdict.NOT_IN_REGISTER:
        # Kept, for the row may show as many one day, and nobody meant those.
        void = f"void by:{choice.by}"
        return replace(kept, lines=(*kept.lines, void), trouble=_say_no_candidate(choice.chosen))
    tied = replace(choice, subject=replace(shown, items={}))
    new = [replace(tied, ref=RegisterRef(ref), item=item) for ref, item in which] or [tied]
    if choice.verdict is Verdict.NOT_IN_REGISTER:
        new = [tied]
    # A later word replaces what it contradicts: another answer about the row, or another verdict about the same item.
    others = [text for text in kept.lines if not any(_is_replaced(text, line) for line in new)]
    return replace(kept, lines=(*others, *map(str, new)))


def _say_no_candidate(which: str) -> str:
    said = "no candidate" if which == _ALL else f"no candidate {which}"
    return f"There is {said} in this row; choose one that 'Register says' names."


def _is_replaced(text: str, new: Line) -> bool:
    line = read_line(text)
    if line is None:
        return False
    if new.verdict is Verdict.NOT_THIS:
        return line.ref == new.ref
    return line.verdict is not Verdict.NOT_THIS or line.ref == new.ref


def _read_lines(decided: RowDecisions, row: int, place: str, as_of: date) -> Iterable[Decision]:
    if decided.entry is None:
        return
    for line in _read_all(decided):
        if line.until is None or line.until > as_of:
            seen = line.subject
            made = Decision(decided.entry, line.verdict, seen.words, seen.reference, line.ref, line.item, place)
            yield replace(made, refers=seen.refers, over=seen.over, row=row)
