"""How alike two wordings are: what they share, and how much of it is in the same order and of the same length."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

_ALL_CORES: Final = -1
_SHARED: Final = 0.9


def measure_likeness(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """Return three rows of figures from 0 to 1, a column for each pair of folded wordings: shared words, order, likeness.

    Shared words are 1 where one wording is a part of the other, in whatever order. Likeness is nine parts shared words and one
    part order and length: a row may hold the whole text, a part of it or a summary; of two that share as much, the fuller wins.
    """
    shared = process.cpdist(ones, others, scorer=fuzz.token_set_ratio, dtype=np.float64, workers=_ALL_CORES)
    order = process.cpdist(ones, others, scorer=fuzz.token_sort_ratio, dtype=np.float64, workers=_ALL_CORES)
    return np.round(np.stack([shared, order, _SHARED * shared + (1 - _SHARED) * order]) / 100, 3)


def measure_pair(one: str, other: str) -> float:
    """Return the likeness of one pair of folded wordings, 0 to 1."""
    shared, order = fuzz.token_set_ratio(one, other), fuzz.token_sort_ratio(one, other)
    return round((_SHARED * shared + (1 - _SHARED) * order) / 100, 3)
