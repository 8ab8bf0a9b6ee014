"""Which publication a row names: by key, title or alias, in a shorter form of one, or as a slip of one."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz import fuzz, process

from sync.core.opposites import MONTHS
from sync.core.records import Publication
from sync.core.text import fold
from sync.core.vocabulary import PublicationId

_BEFORE: Final = frozenset(("hmicfrs", "hmic", "hmicfrss", "the", "a", "an"))
"""What people put before a title, or leave out."""

_SMALL: Final = frozenset(
    ("and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "their", "to", "with")
)

_COMMON: Final = frozenset(
    (
        "peel",
        "police",
        "policing",
        "force",
        "forces",
        "constabulary",
        "inspection",
        "inspections",
        "report",
        "reports",
        "review",
        "reviews",
        "national",
        "joint",
        "thematic",
    )
)
"""Words that many titles have."""

_SAYS_NOTHING: Final = _BEFORE | _SMALL | _COMMON
"""Words by which nobody can tell one publication."""

_LETTERS_OF_A_SLIP: Final = 5
"""Fewer letters are no slip of others: CD 2019 is somebody's own numbering and not CDI 2019."""

_A_PART: Final = re.compile(r"[:?]|\s-\s")
_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_SHORTEST: Final = 3
"""Letters from which initials tell a publication."""


class Titles:
    """The names of the register's publications, and what each title that rows use was found to mean."""

    def __init__(
        self, publications: Iterable[Publication], aliases: Mapping[str, PublicationId], *, least: float
    ) -> None:
        listed = tuple(publications)
        self._least = least
        self._aliases = frozenset(aliases)
        self._titles = build_title_index(listed, aliases)
        self._by_numbers: dict[tuple[str, ...], list[str]] = {}
        for title in self._titles:
            self._by_numbers.setdefault(_read_numbers(title), []).append(title)
        self._short = _ShortNames(listed, self._titles)
        self._known: dict[str, PublicationId | None] = {}

    def name(self, title: str) -> PublicationId | None:
        """Return the publication that a title means, or None when it means none or may mean two.

        A title with other numbers is no slip: last year's report is another report.
        """
        words = fold(title)
        if words not in self._known:
            found = self._titles.get(words) or self._find_slip(words)
            self._known[words] = found or (self._short.find(words) if words else None)
        return self._known[words]

    def name_beside(self, words: str, publication: str) -> PublicationId | None:
        """Return the publication that words of a reference mean, or None when they mean none or may mean two.

        One word without a year is a topic, of which there may be several reports, unless an administrator says otherwise. It means the one that the row names, where that is
        one of them; none beside one that nobody knows; and else the only one that it is a word of.

        Args:
            words: the words of the reference.
            publication: what the row has for its publication.
        """
        topic = _read_topic(fold(words))
        if not topic or fold(words) in self._aliases:
            return self.name(words)
        meant = self._short.find_about(topic)
        cited = self.name(publication)
        if cited in meant:
            return cited
        return self.name(words) if len(meant) < 2 and (cited or not fold(publication)) else None

    def _find_slip(self, words: str) -> PublicationId | None:
        if sum(map(str.isalpha, words)) < _LETTERS_OF_A_SLIP:
            return None
        alike = self._by_numbers.get(_read_numbers(words), [])
        meant = {self._titles[near] for near in _find_nearest(words, alike, least=self._least)}
        return meant.pop() if len(meant) == 1 else None


class _ShortNames:
    """What people make of titles: the part before the colon, other order, a year more, initials, its telling words alone."""

    def __init__(self, publications: Iterable[Publication], titles: Mapping[str, PublicationId]) -> None:
        listed = tuple(publications)
        self._titles = titles
        self._years = {
            one.id: read_years(f"{one.id} {one.title} {' '.join(one.aliases)} {one.published.on.year}")
            for one in listed
        }
        self._ordered = _keep_unique((_put_in_order(fold(title)), publication) for title, publication in titles.items())
        self._parts = _keep_unique((part, one.id) for one in listed for part in _read_parts(one))
        self._words = {
            one.id: frozenset(" ".join(_read_names(one)).split()) | _read_initials(one) | self._years[one.id]
            for one in listed
        }

    def find(self, words: str) -> PublicationId | None:
        """Return the publication that folded words mean, or None when they mean none or may mean two."""
        bare = _strip(words)
        years = read_years(bare)
        undated = " ".join(word for word in bare.split() if word not in years and word not in MONTHS)
        for said in filter(None, dict.fromkeys((bare, undated))):
            found = self._titles.get(said) or self._parts.get(said) or self._ordered.get(_put_in_order(said))
            if found and years <= self._years[found]:
                return found
        said_words = frozenset(bare.split()) - _SAYS_NOTHING
        # A title's word by itself is a topic, and reports about it may be missing from the register.
        if sum(len(word) >= _SHORTEST for word in said_words) < 2 or said_words <= years:
            return None
        meant = [publication for publication, known in self._words.items() if frozenset(bare.split()) - _SMALL <= known]
        return meant[0] if len(meant) == 1 else None

    def find_about(self, word: str) -> frozenset[PublicationId]:
        """Return the publications whose names have a word, or are abbreviated to it."""
        return frozenset(publication for publication, known in self._words.items() if word in known)


def _read_topic(words: str) -> str:
    """Return the only word of folded words by which a publication might be told, or nothing where there are more or none."""
    telling = [word for word in words.split() if word not in _SAYS_NOTHING]
    return telling[0] if len(telling) == 1 and not read_years(words) else ""


def read_years(text: str) -> frozenset[str]:
    """Return the years in a text, as they are written."""
    return frozenset(_YEAR.findall(text))


def _keep_unique(names: Iterable[tuple[str, PublicationId]]) -> dict[str, PublicationId]:
    meant: dict[str, set[PublicationId]] = {}
    for name, publication in names:
        meant.setdefault(name, set()).add(publication)
    return {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}


def _strip(words: str) -> str:
    listed = words.split()
    while listed and listed[0] in _BEFORE:
        del listed[0]
    return " ".join(listed)


def _put_in_order(words: str) -> str:
    return " ".join(sorted(words.split()))


def _read_names(publication: Publication) -> list[str]:
    return [fold(name) for name in (publication.id, publication.title, *publication.aliases)]


def _read_parts(publication: Publication) -> set[str]:
    """Return the shorter forms of a publication's names that may stand alone: before the colon, its key's word, its initials."""
    names = (publication.title, *publication.aliases)
    parts = {_strip(fold(_A_PART.split(name)[0])) for name in names}
    key = {" ".join(word for word in fold(publication.id).split() if not word.isdigit())}
    return {part for part in parts | key | _read_initials(publication) if set(part.split()) - _SAYS_NOTHING}


def _read_initials(publication: Publication) -> frozenset[str]:
    """Return what the names of a publication are abbreviated to, with and without their small words."""
    found = set()
    for name in (publication.title, *publication.aliases):
        listed = fold(_A_PART.split(name)[0]).split(), fold(name).split()
        for words in listed:
            telling = [word for word in words if word not in _SAYS_NOTHING or word == "police"]
            found |= {"".join(word[0] for word in some) for some in (words, telling) if not any(map(str.isdigit, some))}
    return frozenset(one for one in found if len(one) >= _SHORTEST)


def build_title_index(
    publications: Iterable[Publication], aliases: Mapping[str, PublicationId]
) -> dict[str, PublicationId]:
    """Return the publications by every folded name that means exactly one: key, title, alias; an administrator's alias wins."""
    names: dict[str, set[PublicationId]] = {}
    known = set()
    for publication in publications:
        known.add(publication.id)
        for name in (publication.id, publication.title, *publication.aliases):
            names.setdefault(fold(name), set()).add(publication.id)
    index = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return index | {name: publication for name, publication in aliases.items() if publication in known}


def _find_nearest(title: str, titles: list[str], *, least: float) -> list[str]:
    """Return the folded titles that ``title`` may be a slip of: the nearest, and those that are just as near."""
    found = process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None)
    return [str(candidate) for candidate, likeness, _ in found if likeness == found[0][1]]


def _read_numbers(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[0-9]+", title))
