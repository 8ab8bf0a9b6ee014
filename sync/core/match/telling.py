"""Which of two items that read alike a row is about: only the words in which they differ can tell."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process

from sync.core.opposites import is_figure

_SAME_WORD: Final = 70.0
"""Likeness in per cent from which a word counts as a slip of another."""

_CLEARLY: Final = 3.0
"""How many times over the words for one item must outweigh those for the other."""

SHORTEST_KNOWN: Final = 3
"""Letters from which a word that items have tells something."""

JOINING: Final = frozenset(
    [
        "all",
        "also",
        "and",
        "any",
        "are",
        "been",
        "but",
        "can",
        "for",
        "how",
        "its",
        "may",
        "not",
        "our",
        "out",
        "the",
        "was",
        "who",
        "been",
        "both",
        "each",
        "ensure",
        "from",
        "have",
        "into",
        "make",
        "more",
        "must",
        "shall",
        "such",
        "sure",
        "than",
        "that",
        "them",
        "then",
        "they",
        "this",
        "upon",
        "used",
        "using",
        "were",
        "what",
        "when",
        "whom",
        "will",
        "with",
        "your",
        "about",
        "across",
        "ahead",
        "among",
        "because",
        "during",
        "order",
        "other",
        "shall",
        "should",
        "since",
        "their",
        "there",
        "these",
        "those",
        "through",
        "throughout",
        "under",
        "until",
        "where",
        "which",
        "while",
        "within",
        "would",
    ]
)
"""Words that only join others: in another's place they say the same thing otherwise."""

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


def _find_nearest(word: str, words: Collection[str]) -> tuple[str, float]:
    """Return the word that this one is, or may be a slip of, and how near it is in per cent; 0 for none."""
    if word in words:
        return word, 100.0
    if is_figure(word):
        return "", 0.0
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
    return (str(found[0]), float(found[1])) if found else ("", 0.0)
