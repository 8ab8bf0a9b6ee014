"""Wording: a row quotes its item wrongly, or has one item's reference and another's words."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import OSA

from sync.core.gaps.findings import Finding, Situation, name_row
from sync.core.opposites import TURNING, is_figure, is_opposed
from sync.core.records import RegisterItem, Standing
from sync.core.text import fold, say_count, shorten
from sync.core.vocabulary import MatchMethod

_QUOTES: Final = 0.85
"""The share of words in common, in order, from which a row quotes its item; with less it is a summary, and says so by itself."""

_A_SLIP: Final = 0.6
_LETTERS: Final = 3
"""Likeness from which one word is another mistyped, and the letters in which they may differ at most."""

_FEWEST: Final = 8
_MOST: Final = 800
_SHOWN: Final = 3

_SMALL: Final = frozenset(
    ("a", "an", "and", "are", "be", "by", "for", "in", "is", "of", "on", "or", "the", "to", "with")
)
"""What people write in the place of longer words when they shorten a sentence: 'records to be kept' for 'should be kept'."""


def reference_mismatch(situation: Situation) -> Iterator[Finding]:
    """Find rows whose reference says one thing and whose words say another, or whose reference the register does not have."""
    for standing in situation.standings:
        item, match = standing.item, standing.match
        if item is None:
            continue
        if match.rival is not None and match.method is MatchMethod.REFERENCE:
            other = situation.register.items[match.rival.ref]
            told = f"has the reference of {item.id}, but the words of {other.id}."
            what_to_do = f"Correct the reference or the text. To tie the row to {other.id}, choose 'Accept candidate 2'; to keep it as it is, 'Accept candidate 1'."
            yield _tell(standing, told, what_to_do, (item, other))
        elif match.is_reference_lost:
            reference = shorten(standing.entry.reference, 60)
            told = (
                f"has the reference '{reference}', which the register does not have; its words are those of {item.id}."
            )
            yield _tell(standing, told, f"Write {item.id} into the reference.", (item,))


def wording_drift(situation: Situation) -> Iterator[Finding]:
    """Find rows that quote their item and say something else in some places: another number, another duty, a 'not' left out.

    What is cut, shortened, mistyped or put in other words altogether is no quotation, and no gap.
    """
    for standing in situation.standings:
        item = standing.item
        if item is None or standing.match.rival is not None:
            continue
        # Some Trackers keep the wording in the title.
        drifts = find_drifts(standing.entry.text, item.text) or find_drifts(standing.entry.title, item.text)
        if drifts:
            told = "; ".join(drifts[:_SHOWN]) + (f"; and {len(drifts) - _SHOWN} more" if len(drifts) > _SHOWN else "")
            yield _tell(
                standing,
                f"quotes {item.id} with {say_count(len(drifts), 'difference')}: {told}.",
                "Copy the wording from the register, or, if HMICFRS has changed it, correct the register.",
                (item,),
            )


def find_drifts(row: str, item: str) -> list[str]:
    """Return in words where a row that quotes an item says something else; nothing for a row that quotes none."""
    said, published = fold(row).split()[:_MOST], fold(item).split()[:_MOST]
    if said == published or min(len(said), len(published)) < _FEWEST:
        return []
    steps = SequenceMatcher(None, said, published, autojunk=False).get_opcodes()
    same = sum(end - start for tag, start, end, _, _ in steps if tag == "equal")
    # Measured against the row: where the item goes on after the row ends, the row was cut.
    reach = max(end for tag, _, _, _, end in steps if tag == "equal") if same else 0
    if same < _QUOTES * max(len(said), reach):
        return []
    return [told for step in steps if (told := _say_change(step, said, published))]


def _say_change(step: tuple[str, int, int, int, int], said: Sequence[str], published: Sequence[str]) -> str:
    tag, start, end, other_start, other_end = step
    here, there = said[start:end], published[other_start:other_end]
    if end == len(said) and not _is_last_said(here, there):
        return ""
    match tag:
        case "replace":
            here, there = _leave_slips_out(here, there)
            says = set(here) - _SMALL or set(there) & TURNING
            return f"'{' '.join(here)}' for '{shorten(' '.join(there), 60)}'" if here and says else ""
        case "insert" if set(there) & TURNING:
            return f"'{shorten(' '.join(there), 60)}' left out"
        case "delete" if any(is_figure(word) or word in TURNING for word in here):
            return f"'{' '.join(here)}' added"
        case _:
            return ""


def _is_last_said(here: Sequence[str], there: Sequence[str]) -> bool:
    """Say whether the row's last words stand for others; mostly the row was cut there, or puts the rest in a word of its own.

    A number in a number's place does, and as many whole words as are published.
    """
    if not here or any(word.startswith(here[-1]) for word in there):
        return False
    return len(here) == len(there) or (any(map(is_figure, here)) and any(map(is_figure, there)))


def _leave_slips_out(here: Sequence[str], there: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that differ by more than a slip: word by word where there are as many, or against all in their place."""
    if len(here) == len(there):
        kept = [(one, other) for one, other in zip(here, there, strict=True) if not _is_alike(one, other)]
        return [one for one, _ in kept], [other for _, other in kept]
    if _is_alike("".join(here), "".join(there)):
        return [], []
    return (
        [one for one in here if not any(_is_alike(one, other) for other in there)],
        [other for other in there if not any(_is_alike(one, other) for one in here)],
    )


def _is_alike(one: str, other: str) -> bool:
    """Say whether the words are the same but for a slip; a number is never a slip of another, nor a word of its opposite."""
    if is_opposed(one, other):
        return False
    return OSA.normalized_similarity(one, other) >= _A_SLIP and (OSA.distance(one, other) <= _LETTERS)


def _tell(standing: Standing, told: str, what_to_do: str, shown: tuple[RegisterItem, ...]) -> Finding:
    entry = standing.entry
    numbered = [f"{number}. {item.id}: {item.text}" for number, item in enumerate(shown, start=1)]
    return Finding(
        about=str(entry.id),
        sentence=f"{name_row(standing)} {told}",
        what_to_do=what_to_do,
        tracker_says=" | ".join(part for part in (entry.reference, entry.words) if part),
        register_says="\n".join(numbered) if len(shown) > 1 else f"{shown[0].id}: {shown[0].text}",
        standing=standing,
        item=standing.item,
        shown=shown,
    )
