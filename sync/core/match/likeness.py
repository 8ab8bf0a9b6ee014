"""How alike two wordings are, and which item of a group a wording is nearest to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from sync.core.records import Candidate, RegisterItem
from sync.core.text import fold

_SHOWN = 3


class ItemWordings:
    """The folded wordings of a group of items, made once and asked often."""

    def __init__(self, items: Sequence[RegisterItem]) -> None:
        self._refs = [item.id for item in items]
        self._wordings = [fold(item.text) for item in items]

    def rank(self, *wordings: str) -> tuple[Candidate, ...]:
        """Return the best three items for an entry's wordings, best first; equal scores stand in the register's order.

        A wording may be the whole text, a part of it or a summary: the score is the likeness of the shared words, lowered
        a little where the order or the length differs, so that of two equal subsets the fuller one wins.
        """
        scores = np.zeros(len(self._refs))
        for words in dict.fromkeys(fold(wording) for wording in wordings):
            scores = np.maximum(scores, _likeness(words, self._wordings))
        order = np.argsort(-scores, kind="stable")[:_SHOWN]
        return tuple(Candidate(self._refs[index], round(float(scores[index]), 3)) for index in order)


def _likeness(words: str, wordings: Sequence[str]) -> NDArray[np.float64]:
    """Return 0 to 1 for each wording: nine parts shared words, one part order and length."""
    shared = process.cdist([words], wordings, scorer=fuzz.token_set_ratio, dtype=np.float64)[0]
    ordered = process.cdist([words], wordings, scorer=fuzz.token_sort_ratio, dtype=np.float64)[0]
    return np.asarray(0.9 * shared + 0.1 * ordered, dtype=np.float64) / 100


def margin(candidates: Sequence[Candidate]) -> float:
    """Return by how much the best candidate leads; a lone candidate leads by its whole score."""
    if not candidates:
        return 0.0
    return round(candidates[0].score - (candidates[1].score if len(candidates) > 1 else 0.0), 3)


def nearest_titles(title: str, titles: Sequence[str], *, least: float) -> list[str]:
    """Return the folded titles that ``title`` may be a slip of: the nearest, and those that are just as near."""
    found = process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None)
    return [str(candidate) for candidate, score, _ in found if score == found[0][1]]
