"""The words of a register, so that a slip of one can be told from a word that nobody has."""

from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_SAME_WORD: Final = 70.0
"""Likeness in per cent from which a word counts as a slip of another."""

_LETTERS: Final = 2
"""Letters that a slip leaves out, adds, changes or swaps at most."""

_SHORTEST: Final = 3


class Vocabulary:
    """Words by their first and by their last letter: a slip of two letters seldom changes both."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_letter: dict[tuple[str, str], list[str]] = {}
        # Sorted, because of two that are as near the first is taken and sets have no order.
        for word in sorted(words):
            if len(word) >= _SHORTEST:
                self._by_letter.setdefault(("first", word[0]), []).append(word)
                self._by_letter.setdefault(("last", word[-1]), []).append(word)

    def measure(self, word: str) -> float:
        """Return how like a word is to the one of these that it may be a slip of, in per cent; 0 where it is like none."""
        best = 0.0
        for key in (("first", word[0]), ("last", word[-1])):
            near = [other for other in self._by_letter.get(key, ()) if abs(len(other) - len(word)) <= _LETTERS]
            found = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=max(_SAME_WORD, best))
            if found and OSA.distance(word, found[0]) <= _LETTERS:
                best = float(found[1])
        return best
