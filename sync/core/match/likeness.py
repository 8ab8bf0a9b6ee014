"""How alike two wordings are, in two signals."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

_BOTH_CORES: Final = -1


def measure_likeness(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """Return two rows of figures from 0 to 1, a column for each pair of folded wordings: shared words; order and length.

    Shared words are 1 where one wording is a part of the other, in whatever order.
    """
    shared = process.cpdist(ones, others, scorer=fuzz.token_set_ratio, dtype=np.float64, workers=_BOTH_CORES)
    ordered = process.cpdist(ones, others, scorer=fuzz.token_sort_ratio, dtype=np.float64, workers=_BOTH_CORES)
    return np.stack([shared, ordered]) / 100


def score(shared: float, ordered: float) -> float:
    """Return the likeness of two wordings: nine parts shared words, one part order and length.

    A wording may be the whole text, a part of it or a summary; of two that share as much, the fuller one wins.
    """
    return round(0.9 * shared + 0.1 * ordered, 3)


def measure_pair(one: str, other: str) -> tuple[float, float]:
    """Return the two figures of ``measure_likeness`` for one pair."""
    return fuzz.token_set_ratio(one, other) / 100, fuzz.token_sort_ratio(one, other) / 100
