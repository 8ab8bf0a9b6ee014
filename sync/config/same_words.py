"""matching.yaml's ``same_words``: what a force writes for what HMICFRS publishes, its short forms above all."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from sync.config.places import at_place as _at
from sync.config.yaml_source import Document
from sync.core.opposites import TURNING, is_dated, is_opposed
from sync.core.text import fold
from sync.errors import Problem


def check_same_words(document: Document, groups: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Yield groups that say nothing, and words that would make a row say what its item does not."""
    for number, group in enumerate(groups):
        if len({fold(words) for words in group} - {""}) < 2:
            told = (
                "One wording alone stands for nothing else; write at least two, such as [PSD, professional standards]."
            )
            yield _at(document, ("same_words", number), "too-few-words", told)
        words = dict.fromkeys(word for wording in group for word in fold(wording).split())
        for word in words:
            if word in TURNING or is_dated(word):
                told = f"'{word}' tells items apart (a number, a month, or a word like 'not') and stands for nothing else; take it out."
                yield _at(document, ("same_words", number), "telling-word", told)
        for one, other in combinations(words, 2):
            if is_opposed(one, other):
                told = f"'{one}' and '{other}' say opposite things; a row with one is about another item than a row with the other."
                yield _at(document, ("same_words", number), "opposite-words", told)


def build_same_words(groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return each group as the folded words of its wordings."""
    return tuple(tuple(dict.fromkeys(word for wording in group for word in fold(wording).split())) for group in groups)
