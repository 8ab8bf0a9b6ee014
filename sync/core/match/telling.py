"""Which of two items that read alike a row is about: only the words in which they differ can tell."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

from sync.core.opposites import TURNING, is_figure, is_opposed

_SAME_WORD: Final = 70.0
"""Likeness in per cent from which a word counts as a slip of another."""

_IN_PLACE: Final = 50.0
"""The same for a word that no item has, where it stands in the other's place."""

_CLEARLY: Final = 3.0
"""How many times over the words for one item must outweigh those for the other."""

_ALL_THE_REST: Final = 0.85
"""The share of a row's words that stand in the item too, mistyped or not, where the row quotes it."""

_PLACES: Final = 3
"""Places in which a quotation differs from its item, slips apart; a row that differs in more was put in other words."""

_SHORTEST_KNOWN: Final = 3
"""The same for a word that other items have."""

_JOINING: Final = frozenset(
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

_LETTERS: Final = 2
"""Letters that a slip leaves out, adds, changes or swaps at most."""

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


def find_swap(
    row: Sequence[str], item: Sequence[str], weigh: Weigh, *, may_be_synonym: bool = False
) -> tuple[str, str] | None:
    """Return what a row says and what the item says in its place, where the rest of the row is word for word the item.

    A wording that was put in other words altogether differs in many places. In one that hardly differs, each number, each word
    that turns the sentence and each word that other items have may make it about something else, wherever else it has slips; a
    word that no item has may be a synonym, and counts where it is the only difference, and not at all where ``may_be_synonym``.
    """
    if not row:
        return None
    found = list(find_differences(row, item, is_word_by_word=True))
    differences = [pair for pair in found if pair[0]]
    changed = sum(len(said.split()) for said, _ in differences)
    if changed > (1 - _ALL_THE_REST) * len(row):
        return None
    is_quoted = sum(bool(published) for _, published in found) <= _PLACES
    told = [
        pair for pair in differences if pair[1] and _says_another_thing(*pair, weigh if is_quoted else _weigh_nothing)
    ]
    if told or may_be_synonym:
        return told[0] if told else None
    said = [pair for pair in differences if any(_says_something(word, pair[1].split()) for word in pair[0].split())]
    return said[0] if len(said) == 1 and said[0][1] else None


def _weigh_nothing(word: str) -> float:
    """Weigh a word of a row that was put in other words: what it says in another's place may be a synonym."""
    del word
    return 0.0


def _says_another_thing(said: str, published: str, weigh: Weigh) -> bool:
    """Say whether one of the row's words is known to mean something else than what the item says in its place."""
    there = published.split()
    return any(
        word not in there
        and (
            (word in TURNING and not any(is_slip_of(word, [other]) for other in there))
            or (is_figure(word) and any(map(is_figure, there)))
            or any(is_opposed(word, other) for other in there if fuzz.ratio(word, other) >= _IN_PLACE)
            or (_tells(word, weigh) and not _is_part_of(word, there) and not is_slip_of(word, there))
        )
        for word in said.split()
    )


def _tells(word: str, weigh: Weigh) -> bool:
    return len(word) >= _SHORTEST_KNOWN and word not in _JOINING and weigh(word) > 0


def _says_something(word: str, published: Sequence[str]) -> bool:
    """Say whether a word that no item has stands for something that the item does not say in the same place.

    A beginning of a published word was cut, an ending was added, and a word may be quite badly mistyped.
    """
    if _is_part_of(word, published):
        return False
    is_mistyped = process.extractOne(word, published, scorer=fuzz.ratio, score_cutoff=_IN_PLACE)
    return len(word) >= _TOO_LONG_FOR_DEBRIS and is_mistyped is None


def _is_part_of(word: str, published: Sequence[str]) -> bool:
    return any(word.startswith(other) or other.startswith(word) for other in published)


def find_differences(
    row: Sequence[str], item: Sequence[str], *, is_word_by_word: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield what the row says and what the item says in its place, in order; either may be nothing. Slips are passed over."""
    said: list[str] = []
    published: list[str] = []
    tell = _tell_words if is_word_by_word else _tell
    for step in Levenshtein.opcodes(row, item):
        if step.tag == "equal":
            yield from tell(said, published)
            said, published = [], []
        else:
            said += row[step.src_start : step.src_end]
            published += item[step.dest_start : step.dest_end]
    yield from tell(said, published)


def _tell(said: Sequence[str], published: Sequence[str]) -> Iterator[tuple[str, str]]:
    one, other = "".join(said), "".join(published)
    if one != other and fuzz.ratio(one, other) < _SAME_WORD:
        yield " ".join(said), " ".join(published)


def _tell_words(said: Sequence[str], published: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the difference without the words that are slips of one in their place."""
    if "".join(said) == "".join(published):
        return
    here = [word for word in said if word not in published and not _is_near_slip(word, published)]
    there = [word for word in published if word not in said]
    if here or not said:
        yield " ".join(here), " ".join(there)


def _is_near_slip(word: str, published: Sequence[str]) -> bool:
    return any(
        OSA.distance(word, other, score_cutoff=_LETTERS) <= _LETTERS
        and fuzz.ratio(word, other) >= _SAME_WORD
        and not is_opposed(word, other)
        for other in published
    )


def _find_nearest(word: str, words: Collection[str]) -> tuple[str, float]:
    """Return the word that this one is, or may be a slip of, and how near it is in per cent; 0 for none."""
    if word in words:
        return word, 100.0
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
    return (str(found[0]), float(found[1])) if found else ("", 0.0)
