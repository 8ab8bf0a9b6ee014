"""Wording: a row quotes its item wrongly, or has one item's reference and another's words."""

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from rapidfuzz.distance import OSA

from sync.core.forms import WRITTEN_OUT, find_initials, fold_forms, show_form
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

_PAGES: Final = frozenset(("p", "pp", "pg", "page", "pages"))
_NAMING: Final = frozenset(("afi", "rec", "coc", "item", "ref", "reference"))
_BEFORE_A_NUMBER: Final = frozenset(("no", "nr", "number", "r", "a", "c"))
"""What names an item with its number only: 'No 3' does, and 'No chief constable' says the opposite."""

_Step: TypeAlias = tuple[str, int, int, int, int]
"""What ``difflib`` calls an opcode: a tag, where it starts and ends in the row, and in the item."""

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
        own = _name_item(item)
        drifts = find_drifts(standing.entry.text, item.text, own) or find_drifts(standing.entry.title, item.text, own)
        if drifts:
            told = "; ".join(drifts[:_SHOWN]) + (f"; and {len(drifts) - _SHOWN} more" if len(drifts) > _SHOWN else "")
            yield _tell(
                standing,
                f"quotes {item.id} with {say_count(len(drifts), 'difference')}: {told}.",
                "Copy the wording from the register, or, if HMICFRS has changed it, correct the register.",
                (item,),
            )


def find_drifts(row: str, item: str, own: Collection[str] = ()) -> list[str]:
    """Return in words where a row that quotes an item says something else; nothing for a row that quotes none.

    Args:
        row: what the row says.
        item: what was published.
        own: folded words by which people name the item, its numbers among them: before the quotation they say nothing else.
    """
    written = _Written(fold(row), fold(item))
    said, published = written.said, written.published
    if said == published or min(len(said), len(published)) < _FEWEST:
        return []
    steps = SequenceMatcher(None, said, published, autojunk=False).get_opcodes()
    same = sum(end - start for tag, start, end, _, _ in steps if tag == "equal")
    # Measured against the row: where the item goes on after the row ends, the row was cut.
    reach = max(end for tag, _, _, _, end in steps if tag == "equal") if same else 0
    if same < _QUOTES * max(len(said), reach):
        return []
    marks = _find_marks(steps, row, said, own)
    return [told for step in steps if step not in marks and (told := _say_change(step, written))]


class _Written:
    """What a row says and what was published, each in one form, and how the two were written."""

    def __init__(self, row: str, item: str) -> None:
        self.said, self.published = fold_forms(row).split()[:_MOST], fold_forms(item).split()[:_MOST]
        self._row, self._item = frozenset(row.split()), frozenset(item.split())

    def show_said(self, forms: Sequence[str]) -> str:
        """Return words of the row as it has them."""
        return " ".join(show_form(form, self._row) for form in forms)

    def show_published(self, forms: Sequence[str]) -> str:
        """Return published words as they were published, shortened."""
        return shorten(" ".join(show_form(form, self._item) for form in forms), 60)


def _find_marks(steps: Sequence[_Step], row: str, said: Sequence[str], own: Collection[str]) -> set[_Step]:
    """Return what a row adds to number and not to say: the item's own number before it, and 1), 2), 3) inside."""
    added = [step for step in steps if step[0] == "delete"]
    alone = [step for step in added if step[2] - step[1] == 1]
    counted: list[_Step] = []
    for step in alone:
        number = min(len(counted) + 1, len(WRITTEN_OUT) - 1)
        if said[step[1]] == WRITTEN_OUT[number] and _is_marked(number, row):
            counted.append(step)
    marks = set(counted) if len(counted) > 1 else set()
    return marks | {step for step in added[:1] if step[1] == 0 and _is_name(said[: step[2]], own)}


def _is_marked(number: int, row: str) -> bool:
    """Say whether a row has a number as people write it to count: with a bracket, or where a sentence or a part of one begins."""
    written = rf"(?:{number}|{WRITTEN_OUT[number]})\b"
    return bool(re.search(rf"(?:^|[.:;,(\n])\s*{written}|\b{written}\s*[.)\]]", row, re.IGNORECASE))


def _is_name(words: Sequence[str], own: Collection[str]) -> bool:
    """Say whether words name an item and say nothing else: its key, kind and number, and the page that it stands on."""
    paged = any(word in _PAGES for word in words)
    return all(
        (word in own and word not in _BEFORE_A_NUMBER)
        or word in _PAGES
        or word in _NAMING
        or (word in _BEFORE_A_NUMBER and after in own and is_figure(after))
        or (paged and is_figure(word))
        for word, after in zip(words, [*words[1:], ""], strict=True)
    )


def _name_item(item: RegisterItem) -> frozenset[str]:
    """Return the words by which people name an item, in one form."""
    kind = item.kind.label
    names = (
        item.id,
        item.number,
        item.id.rpartition("-")[2],
        item.id.rpartition("-")[2][1:],
        kind,
        f"{kind[:1]}{item.number}",
    )
    return frozenset(fold_forms(fold(" ".join(names))).split()) | {kind[:3].casefold()}


def _say_change(step: _Step, written: _Written) -> str:
    tag, start, end, other_start, other_end = step
    here, there = written.said[start:end], written.published[other_start:other_end]
    # As they were written: 20 may be 2022, cut.
    if end == len(written.said) and not _is_last_said(written.show_said(here).split(), there):
        return ""
    match tag:
        case "replace" if len(here) == 1 and find_initials(here[0], there) == (0, len(there)):
            return ""
        case "replace":
            here, there = _leave_slips_out(here, there)
            says = set(here) - _SMALL or set(there) & TURNING
            return f"'{written.show_said(here)}' for '{written.show_published(there)}'" if here and says else ""
        case "insert" if set(there) & TURNING:
            return f"'{written.show_published(there)}' left out"
        case "delete" if any(is_figure(word) or word in TURNING for word in here):
            return f"'{written.show_said(here)}' added"
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
