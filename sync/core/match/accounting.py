"""Whether an item accounts for every word of a row, so that nothing in the row may make it about another item."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sync.core.forms import find_initials
from sync.core.match.rewordings import SAYS_LITTLE
from sync.core.match.telling import JOINING, SHORTEST_KNOWN, Weigh
from sync.core.opposites import TURNING, is_dated, is_opposed

Known: TypeAlias = Callable[[str], float]
"""Says how near a word is to the word of the register that it may be a slip of, in per cent; 0 where there is none."""

_PERHAPS: Final = 50.0
"""Likeness in per cent from which a word that no item has may be the item's word, mistyped."""

_NEARER: Final = 15.0
"""How much nearer in per cent a word of another item must be, to be what was meant."""

_LETTERS: Final = 2
"""Letters that a slip leaves out, adds, changes or swaps at most, or one in three of a long word."""

_LETTERS_OF_MANY: Final = 3
"""The same in a row that is full of slips."""

_FULL_OF_SLIPS: Final = 0.12
"""The share of its words that are slips from which a row is full of them."""

_SURE: Final = 6
"""A word of so many letters with one of them wrong is not looked for among the words of other items."""

_SHORTEST_TURNING: Final = 4
"""Letters of a word that turns the sentence from which a slip of it is known for one."""

_TOO_LONG_FOR_DEBRIS: Final = 5
"""A word that no item has says something from so many letters on; a shorter one is what a slip or a tag left."""

_ENDINGS: Final = frozenset(("", *"s es d ed ing y ies ied er ers e ment ments ion ions".split()))  # noqa: SIM905
_STEM: Final = 4

_PHRASE: Final = 8
"""Words that stand for one thing at most, in a row and in an item, with those that join them to the rest."""

_LEFT_OUT: Final = 3
"""Words by which one way to say a thing is longer than another at most."""

_NEAR: Final = 10
"""Words further on that a shortened row may have next."""

_ANCHOR: Final = 2
"""Words in their order that tell a place of an item."""

_QUOTED: Final = 3
"""Words in their order that a row must have from the item on both sides of what it says otherwise; a summary has fewer."""

_LONGEST_RUN: Final = 60
"""Words that are compared in one go, so that a text of one word over and over costs no more than another."""


class Unaccounted(NamedTuple):
    """What a row says that its item does not, and what the item says there; empty where it says nothing."""

    said: str
    published: str


def find_unaccounted(
    row: Sequence[str], item: Sequence[str], weigh: Weigh, find_known: Known, meant_by: Mapping[str, Sequence[str]]
) -> Unaccounted | None:
    """Return the first thing that a row says and its item does not, or nothing.

    A word is accounted for when the item has it, or a word that it is a slip, another ending or a rewording of; when it only
    joins others; and when it is too short to say anything and nobody has it. What stands between the same words as in the item
    must be what the item says there, also where the item says it elsewhere. What a row leaves out is no other thing, but for a
    word that turns the sentence; nor is what it adds before or after all that the item says.

    Args:
        row: the row's folded words in order.
        item: those of the item.
        weigh: how telling a word is, 0 for one that no item has.
        find_known: says how near a word is to one of the register.
        meant_by: for a folded word, those that it may stand for.
    """
    account = _Account(row, item, weigh, find_known, meant_by)
    return account.find_foreign() or account.find_replaced()


class _Account:
    """The words of a row, each with the word of the item that it stands for."""

    def __init__(
        self,
        row: Sequence[str],
        item: Sequence[str],
        weigh: Weigh,
        find_known: Known,
        meant_by: Mapping[str, Sequence[str]],
    ) -> None:
        self._row, self._item, self._weigh, self._find_known = row, item, weigh, find_known
        self._meant_by = meant_by
        self._there = frozenset(item)
        self._missing = Counter(item) - Counter(row)
        self._slips, self._badly = 0, dict[str, str]()
        meant = {word: self._account(word) for word in dict.fromkeys(row) if word not in self._there}
        if self._slips >= _FULL_OF_SLIPS * len(row):
            meant |= self._badly
        self._foreign = [word for word, other in meant.items() if other is None]
        self._meant = [word if word in self._there else meant[word] or word for word in row]
        self._left = Counter(item) - Counter(self._meant)
        reworded = {other for word, other in meant.items() if other in self._meant_by.get(word, ())}
        # "Write down" is "record" twice: the second time it stands in nothing's place.
        self._twice = reworded & set(Counter(self._meant) - Counter(item))

    def find_foreign(self) -> Unaccounted | None:
        """Return a word that the item does not have, or not as often, where it has others that the row does not."""
        dated = [word for word in self._left if is_dated(word)]
        is_all_there = not any(map(self._tells, self._left))
        inner = frozenset(self._find_inner() if is_all_there else self._row)
        for word in self._foreign:
            if is_dated(word):
                if dated:
                    return Unaccounted(word, dated[0])
            elif word in inner or word in TURNING:
                return Unaccounted(word, "")
        if is_all_there:
            return None
        more = [word for word in Counter(self._row) - Counter(self._item) if word in self._there and self._tells(word)]
        return next((Unaccounted(word, "") for word in more if not self._find_said_otherwise(word)), None)

    def find_replaced(self) -> Unaccounted | None:
        """Return what the row says between two parts of the item, where the item says something else."""
        for said, published, near in self._pair_places():
            if self._is_other(said, published, near):
                return Unaccounted(" ".join(said), " ".join(published))
        return None

    def _find_inner(self) -> Sequence[str]:
        """Return the row without what it adds before and after the item."""
        own = [at for at, word in enumerate(self._meant) if word in self._there and self._tells(word)]
        return self._row[own[0] : own[-1] + 1] if own else ()

    def _account(self, word: str) -> str | None:
        """Return the word of the item that a word stands for, "" for one that says nothing, None for another thing."""
        if word in TURNING or is_dated(word) or self._is_opposed(word):
            return None
        if len(word) < SHORTEST_KNOWN or word in JOINING or word in SAYS_LITTLE:
            return ""
        if word == self._row[-1] and (whole := next((other for other in self._item if other.startswith(word)), "")):
            return whole  # cut
        if initials := find_initials(word, self._item):
            return self._item[initials[0]]
        if otherwise := self._find_said_otherwise(word):
            return otherwise
        return None if self._weigh(word) > 0 else self._account_for_slip(word)

    def _account_for_slip(self, word: str) -> str | None:
        """Return the same for a word that no item has."""
        found = process.extractOne(word, list(self._missing), scorer=fuzz.ratio, score_cutoff=_PERHAPS)
        own, likeness = (str(found[0]), float(found[1])) if found else ("", 0.0)
        letters = OSA.distance(word, own)
        if any(len(other) >= _SHORTEST_TURNING and OSA.distance(word, other) < min(letters, 2) for other in TURNING):
            return None
        is_sure = letters <= 1 and len(own) >= _SURE
        if not is_sure and self._find_known(word) > likeness + (_NEARER if own else 0):
            return None
        if own and letters <= max(_LETTERS, len(own) // 3):
            self._slips += 1
            return own
        if own and letters <= _LETTERS_OF_MANY:
            self._badly[word] = own
        return "" if len(word) < _TOO_LONG_FOR_DEBRIS else None

    def _is_opposed(self, word: str) -> bool:
        return any(fuzz.ratio(word, other) >= _PERHAPS and is_opposed(word, other) for other in self._missing)

    def _find_said_otherwise(self, word: str) -> str:
        """Return the item's word that the row does not have and that this one is a rewording or another ending of, or nothing."""
        reworded = next((other for other in self._meant_by.get(word, ()) if other in self._missing), "")
        return reworded or next((other for other in self._missing if _is_inflected(word, other)), "")

    def _pair_places(self) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
        """Yield what the row and what the item say between the same two parts, and what the item says near there.

        A short part that the item has elsewhere may lie between them: it is what the row says instead.
        """
        tiles = _lay_tiles(self._meant, self._item)
        first, last = _Tile(0, 0, 0), _Tile(len(self._row), len(self._row), len(self._item))
        parts = [first, *(tile for tile in tiles if tile.stop - tile.start >= _QUOTED), last] if tiles else []
        for at, before in enumerate(parts):
            for after in parts[at + 1 :]:
                said = self._meant[before.stop : after.start]
                if len(said) > _PHRASE:
                    break
                published, most = self._item[before.end : after.place], len(said) + _LEFT_OUT
                near = published
                if after is last:
                    near = published[: most + _NEAR]
                    published = published[:most]
                elif before is first:
                    near = published[max(0, len(published) - most - _NEAR) :]
                    published = published[max(0, len(published) - most) :]
                if before.end <= after.place and len(published) <= min(_PHRASE, most):
                    yield said, published, near

    def _is_other(self, said: Sequence[str], published: Sequence[str], near: Sequence[str]) -> bool:
        """Say whether what the row says is another thing than what the item says in its place."""
        only_said, only_published = set(said) - set(published), set(published) - set(said)
        if only_said & TURNING:
            return True
        if only_published & TURNING and len(published) <= max(1, len(said)):
            return True
        if any(map(is_dated, only_said)) and any(map(is_dated, only_published)):
            return True
        if not any(self._left[word] > 0 and self._tells(word) for word in published):
            return False
        others = (
            word
            for word in only_said - self._twice - set(near)
            if self._tells(word) and not only_published.intersection(self._meant_by.get(word, ()))
        )
        return any(not any(_is_inflected(word, other) for other in published) for word in others)

    def _tells(self, word: str) -> bool:
        return len(word) >= SHORTEST_KNOWN and word not in JOINING and self._weigh(word) > 0


def _is_inflected(one: str, other: str) -> bool:
    """Say whether two words are one with different endings."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return any({one[at:], other[at:]} <= _ENDINGS for at in range(_STEM, length + 1)) and not is_opposed(one, other)


class _Tile(NamedTuple):
    """A part of a row that stands in the item: from ``start`` up to ``stop`` in the row, from ``place`` in the item."""

    start: int
    stop: int
    place: int

    @property
    def end(self) -> int:
        """Return where it stops in the item."""
        return self.place + self.stop - self.start


def _lay_tiles(row: Sequence[str], item: Sequence[str]) -> list[_Tile]:
    """Return the parts of a row that stand in the item as they are: the longest, or the one that comes next."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(item):
        places.setdefault(word, []).append(place)
    tiles: list[_Tile] = []
    at = expected = 0
    while at < len(row):
        rank, length, found = 0, 0, 0
        for place in places.get(row[at], ()):
            run = _count_run(row, at, item, place)
            credit = run + _LEFT_OUT * (place == expected)
            if credit > rank:
                rank, length, found = credit, run, place
        if length >= _ANCHOR:
            tiles.append(_Tile(at, at + length, found))
            expected = found + length
        at += length if length >= _ANCHOR else 1
    return tiles


def _count_run(row: Sequence[str], at: int, item: Sequence[str], place: int) -> int:
    run, most = 1, min(_LONGEST_RUN, len(row) - at, len(item) - place)
    while run < most and row[at + run] == item[place + run]:
        run += 1
    return run
