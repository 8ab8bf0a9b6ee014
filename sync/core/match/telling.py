"""Which of two items that read alike a row is about: only the words in which they differ can tell."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_SAME_WORD: Final = 70.0
"""Likeness in per cent from which a word counts as a slip of another."""

_IN_PLACE: Final = 50.0
"""The same for a word that no item has, where it stands in the other's place."""

_CLEARLY: Final = 3.0
"""How many times over the words for one item must outweigh those for the other."""

_ALL_THE_REST: Final = 0.85
"""The share of a row's words that stand in the item too where they differ in one place only."""

_TOO_LONG_FOR_DEBRIS: Final = 5
"""A word that no item has says something from so many letters on; a shorter one is what a slip left."""

Weigh: TypeAlias = Callable[[str], float]


def compare(row: Sequence[str], one: Sequence[str], other: Sequence[str], weigh: Weigh) -> tuple[float, float]:
    """Return how much of what only ``one`` says, and of what only ``other`` says, stands in the row.

    A mistyped word counts for the item that has the word it is nearest to.

    Args:
        row: the row's folded words in order.
        one: those of an item.
        other: those of another.
        weigh: how telling a word is, 0 for one that no item has.
    """
    shared = set(one) & set(other)
    only_one, only_other = sorted(set(one) - shared), sorted(set(other) - shared)
    for_one = for_other = 0.0
    for word in sorted(set(row) - shared):
        first, likeness = _find_nearest(word, only_one)
        second, other_likeness = _find_nearest(word, only_other)
        # What is as well a slip of a word that both have tells nothing.
        if likeness == other_likeness or max(likeness, other_likeness) <= _find_nearest(word, shared)[1]:
            continue
        if likeness > other_likeness:
            for_one += weigh(first)
        else:
            for_other += weigh(second)
    return for_one, for_other


def is_clearly_more(weight: float, other: float) -> bool:
    """Say whether the telling words decide."""
    return weight > 0 and weight >= _CLEARLY * other


def is_slip_of(word: str, words: Collection[str]) -> bool:
    """Say whether a word is one of these, or one of them mistyped."""
    return _find_nearest(word, words)[1] > 0


def find_swap(row: Sequence[str], item: Sequence[str], weigh: Weigh) -> tuple[str, str] | None:
    """Return what a row says and what the item says in its place, where all the rest of the row is word for word the item.

    A wording that was put in other words differs in many places; one that differs in a single place may be about something
    else altogether.
    """
    differences = [
        (said, published)
        for said, published in find_differences(row, item)
        if any(_says_something(word, published.split(), weigh) for word in said.split())
    ]
    changed = sum(len(said.split()) for said, _ in differences)
    if len(differences) != 1 or not differences[0][1] or changed > (1 - _ALL_THE_REST) * len(row):
        return None
    return differences[0]


def _says_something(word: str, published: Sequence[str], weigh: Weigh) -> bool:
    """Say whether a word of the row stands for something that the item does not say in the same place.

    A beginning of a published word was cut, an ending was added, and what no item has may be quite badly mistyped.
    """
    if any(word.startswith(other) or other.startswith(word) for other in published):
        return False
    if weigh(word) > 0 or word.isdigit():
        return not is_slip_of(word, published)
    is_mistyped = process.extractOne(word, published, scorer=fuzz.ratio, score_cutoff=_IN_PLACE)
    return len(word) >= _TOO_LONG_FOR_DEBRIS and is_mistyped is None


def find_differences(row: Sequence[str], item: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what the row says and what the item says in its place, in order; either may be nothing. Slips are passed over."""
    said: list[str] = []
    published: list[str] = []
    for step in Levenshtein.opcodes(row, item):
        if step.tag == "equal":
            yield from _tell(said, published)
            said, published = [], []
        else:
            said += row[step.src_start : step.src_end]
            published += item[step.dest_start : step.dest_end]
    yield from _tell(said, published)


def _tell(said: Sequence[str], published: Sequence[str]) -> Iterator[tuple[str, str]]:
    one, other = "".join(said), "".join(published)
    if one != other and fuzz.ratio(one, other) < _SAME_WORD:
        yield " ".join(said), " ".join(published)


def _find_nearest(word: str, words: Collection[str]) -> tuple[str, float]:
    """Return the word that this one is, or may be a slip of, and how near it is in per cent; 0 for none."""
    if word in words:
        return word, 100.0
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
    return (str(found[0]), float(found[1])) if found else ("", 0.0)
