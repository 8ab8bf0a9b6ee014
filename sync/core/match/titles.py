"""Which publication a row names: by key, title or alias, or as a slip of one."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from sync.core.records import Publication
from sync.core.text import fold
from sync.core.vocabulary import PublicationId


class Titles:
    """The names of the register's publications, and what each title that rows use was found to mean."""

    def __init__(
        self, publications: Iterable[Publication], aliases: Mapping[str, PublicationId], *, least: float
    ) -> None:
        self._least = least
        self._titles = build_title_index(publications, aliases)
        self._by_numbers: dict[tuple[str, ...], list[str]] = {}
        for title in self._titles:
            self._by_numbers.setdefault(_read_numbers(title), []).append(title)
        self._known: dict[str, PublicationId | None] = {}

    def name(self, title: str) -> PublicationId | None:
        """Return the publication that a title means, or None when it means none or may mean two.

        A title with other numbers is no slip: last year's report is another report.
        """
        words = fold(title)
        if words not in self._known:
            self._known[words] = self._titles.get(words) or self._find_slip(words)
        return self._known[words]

    def _find_slip(self, words: str) -> PublicationId | None:
        alike = self._by_numbers.get(_read_numbers(words), [])
        meant = {self._titles[near] for near in _find_nearest(words, alike, least=self._least)}
        return meant.pop() if len(meant) == 1 else None


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
