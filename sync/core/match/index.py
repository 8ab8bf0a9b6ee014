"""An inverted index over the register's wordings, so that a row is compared with a dozen items and not with all of them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sync.core.match.telling import JOINING
from sync.core.match.vocabulary import Vocabulary
from sync.core.opposites import MONTHS, NUMBERS, TURNING

Positions: TypeAlias = NDArray[np.int64]
"""Where items stand in the index, counted from 0."""

_LOOKED_UP: Final = 2500
"""Postings read for one row at most, rarest term first. Measured on 5,000 items of few words: with 2,500 the right item is
among the nearest twelve for 99.96 % of noisy wordings, with 10,000 for all, in twice the time."""

_ALWAYS: Final = 3
"""So many candidates are looked at, however far behind the best they are: as many as a person is shown."""

_FAIR_PART: Final = 0.5
"""Candidates with a smaller part of what the best shares with the row are never the right ones. Measured: on 3,600 noisy rows
the right item had 0.77 of the best's share or more."""

_REMEMBERED: Final = 20_000
"""Words that are remembered with what they may be slips of."""

_NOTHING: Final = 1e-12

_SMALL_PART: Final = 0.2

_CHUNK: Final = 128
"""Rows looked up at a time: their scores over 5,000 items are 5 MB."""


class WordIndex:
    """Words and pairs of neighbouring words of a group of wordings, each with the items that have it."""

    def __init__(self, wordings: Sequence[str]) -> None:
        self._size = len(wordings)
        self._terms: dict[str, int] = {}
        numbers: list[int] = []
        ends = [0]
        for wording in wordings:
            numbers += [self._terms.setdefault(term, len(self._terms)) for term in _read_terms(wording)]
            ends.append(len(numbers))
        self._names = list(self._terms)
        words = {term for term in self._names if " " not in term} - JOINING
        self._vocabulary = Vocabulary(words | TURNING | NUMBERS | MONTHS)
        self._known: dict[str, float] = {}
        self._by_item, self._ends = np.array(numbers, dtype=np.int32), ends
        owners = np.repeat(np.arange(self._size), np.diff(ends))
        self._owners = owners[np.argsort(self._by_item, kind="stable")]
        self._counts = np.bincount(self._by_item, minlength=len(self._terms))
        self._starts = np.cumsum(self._counts) - self._counts
        self._weights = np.log1p(self._size / np.maximum(self._counts, 1))
        self._weight_list: list[float] = self._weights.tolist()
        length = np.sqrt(np.bincount(owners, self._weights[self._by_item] ** 2, minlength=self._size))
        # The root of the length and not the length: a row is often a part of its item, and a part has few of its words.
        self._lengths = np.sqrt(np.maximum(length, 1e-9))

    def weigh(self, term: str) -> float:
        """Return how telling a word or a pair of words is: 0 for one that no item has, more the fewer items have it."""
        number = self._terms.get(term)
        return 0.0 if number is None else self._weight_list[number]

    def find_known(self, word: str) -> float:
        """Return how like a word is to the word of the register that it may be a slip of, in per cent; 0 where there is none."""
        if word not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = self._vocabulary.measure(word)
        return self._known[word]

    def count_foreign(self, wording: str, position: int, is_slip: Callable[[str], bool]) -> float:
        """Return the share, by weight, of what a wording says that only other items say: 0 to 1.

        A part, a summary and a wording with slips have hardly any, however few of the item's words they have: this tells a
        row that speaks of something else besides from one that is badly copied. Pairs of words count for the item alone: a
        summary makes pairs that other items happen to have.

        Args:
            wording: folded.
            position: the item.
            is_slip: says whether a word is a slip of one that the item has.
        """
        terms = set(self._look_up(wording))
        own = set(self._by_item[self._ends[position] : self._ends[position + 1]].tolist())
        # Sorted, because sums of fractions depend on their order and sets have none.
        others = [(self._names[term], self._weight_list[term]) for term in sorted(terms - own)]
        foreign = sum(weight for name, weight in others if " " not in name and not is_slip(name))
        return foreign / (foreign + sum(self._weight_list[term] for term in sorted(terms & own))) if foreign else 0.0

    def _look_up(self, wording: str) -> list[int]:
        return [number for term in _read_terms(wording) if (number := self._terms.get(term)) is not None]

    def find_nearest(
        self, wordings: Sequence[str], groups: Sequence[Positions | None], count: int
    ) -> Iterator[Positions]:
        """Yield, for each wording, the items that share most with it: so many of all, and so many of its group.

        Args:
            wordings: folded.
            groups: for each wording the items to look at besides, or None.
            count: how many of each; items with no word in common are left out, but for those of a group that is no larger.
        """
        for start in range(0, len(wordings), _CHUNK):
            scores = self._score(wordings[start : start + _CHUNK])
            for row, group in zip(scores, groups[start : start + _CHUNK], strict=True):
                found = _take_best(row, count)
                if group is not None:
                    near = group if len(group) <= count else group[_take_best(row[group], count)]
                    found = np.union1d(found, near)
                yield found

    def _score(self, wordings: Sequence[str]) -> NDArray[np.float64]:
        """Return a table of wordings by items: the weight of the terms they share."""
        rows, terms = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for number, wording in enumerate(wordings):
            looked_up = self._choose(wording)
            rows.append(np.full(len(looked_up), number))
            terms.append(looked_up)
        row, term = np.concatenate(rows), np.concatenate(terms)
        lengths = self._counts[term]
        before = np.cumsum(lengths) - lengths
        postings = np.repeat(self._starts[term] - before, lengths) + np.arange(lengths.sum())
        cells = np.repeat(row, lengths) * self._size + self._owners[postings]
        weights = np.repeat(self._weights[term] ** 2, lengths)
        table = np.bincount(cells, weights, minlength=len(wordings) * self._size)
        return np.asarray(table.reshape(len(wordings), self._size) / self._lengths)

    def _choose(self, wording: str) -> Positions:
        """Return the terms of a wording that are looked up: the rarest, and always one."""
        terms = np.array(sorted(self._look_up(wording)), dtype=np.int64)
        terms = terms[np.argsort(self._counts[terms], kind="stable")]
        fits = np.cumsum(self._counts[terms]) <= _LOOKED_UP
        fits[:1] = True
        return terms[fits]


def _read_terms(wording: str) -> set[str]:
    words = wording.split()
    return {*words, *map(" ".join, pairwise(words))}


def _take_best(scores: NDArray[np.float64], count: int) -> Positions:
    """Return the places of the best scores, in order of place; those as good as the last are taken too, so that no order decides.

    A few are always taken, where they have a score at all; of the rest only those that share a fair part of what the best one
    shares.
    """
    if not scores.any():
        return np.zeros(0, dtype=np.int64)
    best = scores.max()
    found = np.flatnonzero(scores >= max(_FAIR_PART * best, _NOTHING))
    wanted = _ALWAYS if len(found) < _ALWAYS else count if len(found) > count else 0
    if wanted:
        # Most scores are next to nothing: the few that may be wanted are found before they are put in order.
        some = np.flatnonzero(scores >= max(_SMALL_PART * best, _NOTHING))
        some = some if len(some) >= wanted else np.flatnonzero(scores >= _NOTHING)
        values = scores[some]
        last = np.partition(values, max(0, len(values) - wanted))[max(0, len(values) - wanted)]
        # What forty read alike is told apart by nobody: more of them cost time and change nothing.
        found = some[values >= last][: 4 * count]
    return found
