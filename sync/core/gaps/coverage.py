"""Coverage: what the register has and the tracker has not, and the other way round."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation, name_item, name_row
from sync.core.records import RegisterItem, Standing, fingerprint_item, fingerprint_words
from sync.core.text import fold, say_list
from sync.core.vocabulary import GapKind, MatchMethod, RegisterState, TrackerField

_LIKE = 0.6
"""Likeness from which an item is named to somebody who looks for a row's counterpart; the rest have nothing in common with it."""

_NOTHING_LIKE = "No item with this reference, and none that reads like it."

_NAMED = 12
_FEW = 3
"""More duplicates than these are counted in the sentence; what the Tracker says names them all."""

_AS_BEFORE = " Either settles it; where Decision here says it already, change its reason."

_TIED_BY = {
    MatchMethod.REFERENCE: "its reference is that of",
    MatchMethod.DECISION: "{} ties it to",
    MatchMethod.TEXT: "its words are those of",
}


def missing_entry(situation: Situation) -> Iterator[Finding]:
    """Find items for this force that no row is about, once the days of grace since publication are over.

    An item that some unclear row may well be about is left to that row's own gap. A row about an item that this one restates, or
    that another body published as well, is enough; a draft waits for somebody to confirm it.
    """
    in_question = {item.id for standing in situation.standings for item in _items_in_question(standing, situation)}
    for item in situation.register.items.values():
        publication = situation.register.publication_of(item)
        if _is_missing(item, situation) and item.id not in in_question:
            yield Finding(
                about=item.id,
                sentence=f"{name_item(item, situation.register)}, is not in the Tracker.",
                what_to_do=f"Add a row with the reference {item.id}, or record in the register whom it is addressed to.",
                tracker_says="No row.",
                register_says=f"Published {say_date(publication.published.on)}, addressed to "
                f"{say_list(list(item.addressed_to or publication.addressed_to))}: {item.text}",
                item=item,
                publication=publication,
            )


def _is_missing(item: RegisterItem, situation: Situation) -> bool:
    """Say whether this force should have a row about the item by now, and has none."""
    if not is_row_wanted(item, situation):
        return False
    equivalents = situation.register.equivalents_of(item)
    return not any(ref in situation.by_item for ref in (item.id, *equivalents))


def is_row_wanted(item: RegisterItem, situation: Situation) -> bool:
    """Say whether this force should have a row about the item by now."""
    publication = situation.register.publication_of(item)
    return (
        item.is_wanted
        and publication.state is RegisterState.CONFIRMED
        and situation.is_for_force(item)
        and publication.published.on <= situation.as_of - situation.grace(GapKind.MISSING_ENTRY)
    )


def unknown_entry(situation: Situation) -> Iterator[Finding]:
    """Find rows that no item of the register reads like."""
    for standing in situation.standings:
        if standing.match.method is not MatchMethod.NONE:
            continue
        filed = f" It is filed under {standing.publication.name}." if standing.publication else ""
        near = [situation.register.items[one.ref] for one in standing.match.candidates if one.score >= _LIKE]
        nearest = "\n".join(f"{number}. {item.id}: {item.text}" for number, item in enumerate(near, start=1))
        accept = "; if it is one of those named here, choose it" if near else ""
        yield _about_row(
            standing,
            sentence=f"{name_row(standing)} has no counterpart in the register.{filed}",
            what_to_do=f"Check the publication and the wording of the row. If it was published, add it to the register{accept}; "
            "if it was not, choose 'Not in the register' in Decision and say where it comes from.",
            register_says=f"Nothing near enough; the nearest, likeliest first:\n{nearest}" if near else _NOTHING_LIKE,
            shown=tuple(near),
            # What happens to be nearest is no part of the question: a dismissal holds as if nothing were.
            basis="\x1f".join(fold(says) or says for says in (_say_row(standing), _NOTHING_LIKE)),
        )


def ambiguous_match(situation: Situation) -> Iterator[Finding]:
    """Find rows that read like more than one item, or not enough like one."""
    for standing in situation.standings:
        if standing.match.method is not MatchMethod.REVIEW:
            continue
        items = _items_in_question(standing, situation)
        refs = say_list([str(item.id) for item in items], "or")
        is_asked = situation.rules.gaps[GapKind.MISSING_ENTRY].is_on
        missing = [str(item.id) for item in items if is_asked and _is_missing(item, situation)]
        lack = (
            "its wording does not decide between them"
            if len(items) > 1
            else "its wording is not near enough to be sure"
        )
        found = _about_row(
            standing,
            sentence=f"{name_row(standing)} may be {refs}; {standing.match.quarrel or lack}.",
            what_to_do="Write the right reference into the row, or choose in Decision which of these it is."
            + (_AS_BEFORE if standing.match.quarrel else ""),
            register_says="\n".join(f"{number}. {item.id}: {item.text}" for number, item in enumerate(items, start=1)),
            shown=tuple(items),
            # In whatever order they come; a figure that puts them otherwise is no change of words.
            basis=" ".join([fingerprint_words(standing.entry), *sorted(map(_mark, items)), standing.match.quarrel]),
        )
        yield replace(found, if_dismissed=_say_unasked(missing))


def _say_unasked(missing: Sequence[str]) -> str:
    """Return what nobody is asked for while the question is put off; an item that must have a row is never lost silently."""
    if not missing:
        return ""
    they = "it is" if len(missing) == 1 else "they are"
    return (
        f"While this question is dismissed no gap says that {say_list(missing, 'and')} may be missing from the Tracker. "
        f"If the row is none of these, choose 'Not in the register', and {they} asked for."
    )


def duplicate_entry(situation: Situation) -> Iterator[Finding]:
    """Find items that several rows are about; the figures count them once."""
    for ref, group in situation.by_item.items():
        if len(group) < 2:
            continue
        counted = next((standing for standing in group if standing.is_counted), None)
        primary = counted or group[0]
        item = situation.register.items[ref]
        rows = _name_rows(group, primary)
        how = f" It is counted once, as row {counted.entry.id} has it." if counted else ""
        others = "the other says" if len(group) == 2 else "the others say"
        yield Finding(
            about=ref,
            sentence=f"{rows} are about the same item, {ref}.{how}",
            what_to_do=f"Keep one of the rows and bring over what {others}{_say_surest(group, counted)}.",
            tracker_says="\n".join(f"Row {s.entry.id} [{_status_word(s)}]: {s.entry.words}" for s in group),
            register_says=item.text,
            standing=primary,
            item=item,
            others=tuple(standing for standing in group if standing is not primary),
            basis=" ".join([*sorted(f"{s.entry.id}:{fingerprint_words(s.entry)}" for s in group), _mark(item)]),
        )


def _name_rows(group: Sequence[Standing], primary: Standing) -> str:
    """Return which rows they are; of many, the one to keep first and how many more."""
    if len(group) <= _NAMED:
        return f"Rows {say_list([str(standing.entry.id) for standing in group])}"
    first = [primary, *(standing for standing in group if standing is not primary)][:_FEW]
    return f"Rows {', '.join(str(standing.entry.id) for standing in first)} and {len(group) - _FEW:,} others"


def _say_surest(group: Sequence[Standing], counted: Standing | None) -> str:
    """Return which row to keep, unless the figures take one that is matched less surely because it is still open."""
    best = max(standing.match.strength for standing in group)
    return f"; row {counted.entry.id} is the surest" if counted and counted.match.strength == best else ""


def wrong_publication(situation: Situation) -> Iterator[Finding]:
    """Find rows that name one publication and carry the reference or the words of another."""
    for standing in situation.standings:
        item, cited = standing.item, standing.match.cited
        if item is None or cited is None or item.publication == cited:
            continue
        named, real = situation.register.publications[cited], situation.register.publication_of(item)
        by = _TIED_BY[standing.match.method].format(standing.match.decided_by or "a decision")
        yield _about_row(
            standing,
            sentence=f"{name_row(standing)} is filed under {named.name}, but {by} {item.id} in {real.name}.",
            what_to_do=f"Move the row to {real.name} and give it the reference {item.id}; answer the right publication.",
            register_says=f"{real.name}, {item.id}: {item.text}",
            shown=(item,),
        )


def not_for_force(situation: Situation) -> Iterator[Finding]:
    """Find rows for items that are addressed to somebody else; the figures leave them out."""
    for standing in situation.standings:
        item = standing.item
        if item is None or situation.is_for_force(item):
            continue
        whom = situation.rules.governance.say_addressees(item, situation.register.publication_of(item))
        yield _about_row(
            standing,
            sentence=f"{name_row(standing)} tracks {item.id}, which is {whom}. It is not counted.",
            what_to_do=f"Take the row out of the force's work, correct the addressee of {item.id} in the register, or record in "
            "governance.yaml (overrides) that it is for this force, and why.",
            register_says=f"{whom[0].upper()}{whom[1:]}: {item.text}",
        )


def _mark(item: RegisterItem) -> str:
    return f"{item.id}@{fingerprint_item(item)}"


def _items_in_question(standing: Standing, situation: Situation) -> list[RegisterItem]:
    """Return the items that an unclear row may be about: the likeliest, and those too near to it to tell apart."""
    match = standing.match
    if match.method is not MatchMethod.REVIEW:
        return []
    margin = situation.rules.matching.margin
    near = [c.ref for c in match.candidates if round(match.candidates[0].score - c.score, 3) < margin]
    return [situation.register.items[ref] for ref in near]


def _say_row(standing: Standing) -> str:
    entry = standing.entry
    return " | ".join(part for part in (entry.publication, entry.reference, entry.words) if part)


def _about_row(
    standing: Standing,
    sentence: str,
    what_to_do: str,
    register_says: str,
    shown: tuple[RegisterItem, ...] | None = None,
    basis: str = "",
) -> Finding:
    entry = standing.entry
    return Finding(
        about=str(entry.id),
        sentence=sentence,
        what_to_do=what_to_do,
        tracker_says=_say_row(standing),
        register_says=register_says,
        standing=standing,
        item=standing.item,
        publication=standing.publication,
        shown=shown,
        basis=basis,
    )


def _status_word(standing: Standing) -> str:
    problem = standing.entry.problem_with(TrackerField.STATUS)
    return standing.status.label if standing.status else problem.value if problem else "no status"
