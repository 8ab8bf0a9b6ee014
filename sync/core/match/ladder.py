"""The rungs of matching, surest first; ambiguity is an answer and never a guess."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sync.core.match.likeness import ItemWordings, margin, nearest_titles
from sync.core.match.references import References, build_title_index, read_references
from sync.core.records import Match, Register, RegisterItem, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.text import fold
from sync.core.vocabulary import MatchMethod, PublicationId, RegisterRef

_TELLING: Final = 8
"""Fewer words than this are accepted only when they are the whole text. Measured on the sample register without the right
item: of random cuts of 3 words one in ten was taken for another item, of 8 words none in 600."""


def match_entries(entries: Sequence[TrackerEntry], register: Register, rules: MatchingRules) -> tuple[Match, ...]:
    """Return one match per entry, in the entries' order.

    The rungs: the item's key, a reference in any writing, a pinned match from the mappings, the wording inside the publication
    that the row names, the wording over the whole register. A wording is accepted on its score *and* its lead over the next
    candidate, and when it is long enough to tell; otherwise the row is put up for review with its candidates, or said to have
    no counterpart.
    """
    ladder = _Ladder(register, rules)
    return tuple(ladder.match(entry) for entry in entries)


class _Ladder:
    """The register prepared for matching, and the rungs in order."""

    def __init__(self, register: Register, rules: MatchingRules) -> None:
        self._register = register
        self._rules = rules
        self._references = References(register)
        self._titles = build_title_index(register.publications.values(), rules.aliases)
        self._titles_by_numbers: dict[tuple[str, ...], list[str]] = {}
        for title in self._titles:
            self._titles_by_numbers.setdefault(_read_numbers(title), []).append(title)
        # In order of their keys, so that equals are named in the same order however the register is sorted.
        items = sorted(register.items.values(), key=lambda item: item.id)
        self._all = ItemWordings(items)
        grouped: dict[PublicationId, list[RegisterItem]] = {key: [] for key in register.publications}
        for item in items:
            grouped[item.publication].append(item)
        self._inside = {key: ItemWordings(items) for key, items in grouped.items()}

    def match(self, entry: TrackerEntry) -> Match:
        """Return what the first rung that holds says."""
        cited = self._cited(entry.publication)
        if ref := self._by_reference(entry, cited):
            return Match(entry.id, MatchMethod.REFERENCE, ref, cited, 1.0, 1.0)
        if ref := self._by_decision(entry):
            return Match(entry.id, MatchMethod.DECISION, ref, cited, 1.0, 1.0)
        return self._by_wording(entry, cited or self._cited(entry.reference))

    def _cited(self, title: str) -> PublicationId | None:
        """Return the publication that a title means: by name, by alias, or as a slip of one.

        A title with other numbers is no slip: last year's report is another report.
        """
        words = fold(title)
        if publication := self._titles.get(words):
            return publication
        alike = self._titles_by_numbers.get(_read_numbers(words), [])
        meant = {self._titles[near] for near in nearest_titles(words, alike, least=self._rules.title)}
        return meant.pop() if len(meant) == 1 else None

    def _by_reference(self, entry: TrackerEntry, cited: PublicationId | None) -> RegisterRef | None:
        if ref := self._references.exact(entry.reference):
            return ref
        found = set()
        for reference in read_references(entry.reference):
            publication = self._cited(reference.rest) if reference.rest else cited
            if publication and (ref := self._references.numbered(publication, reference)):
                found.add(ref)
        return found.pop() if len(found) == 1 else None

    def _by_decision(self, entry: TrackerEntry) -> RegisterRef | None:
        for words in filter(None, (fold(entry.reference), fold(entry.title))):
            if (ref := self._rules.pinned.get(words)) in self._register.items:
                return ref
        return None

    def _by_wording(self, entry: TrackerEntry, cited: PublicationId | None) -> Match:
        """Look inside the named publication, then over the whole register, and keep what was refused."""
        none = Match(entry.id, MatchMethod.NONE, cited=cited)
        if _count_words(entry.words) < self._rules.minimum_words:
            return none
        wordings = [words for words in (entry.text, entry.title) if _count_words(words) >= _TELLING] or [entry.words]
        rules = self._rules
        inside = self._judge(none, wordings, self._inside[cited], (rules.accept, rules.review)) if cited else none
        if inside.method is MatchMethod.TEXT:
            return inside
        anywhere = self._judge(none, wordings, self._all, (rules.accept_elsewhere, rules.review_elsewhere))
        if anywhere.method is MatchMethod.TEXT or inside.method is MatchMethod.NONE:
            return anywhere
        return inside

    def _judge(self, none: Match, wordings: Sequence[str], items: ItemWordings, levels: tuple[float, float]) -> Match:
        """Accept the best candidate, put it up for review, or say there is none."""
        accept, review = levels
        candidates = items.rank(*wordings)
        if not candidates:
            return none
        best, lead = candidates[0], margin(candidates)
        judged = replace(none, score=best.score, margin=lead, candidates=candidates)
        if best.score >= accept and lead >= self._rules.margin and self._is_telling(wordings, best.ref):
            return replace(judged, method=MatchMethod.TEXT, ref=best.ref)
        return replace(judged, method=MatchMethod.REVIEW) if best.score >= review else judged

    def _is_telling(self, wordings: Sequence[str], ref: RegisterRef) -> bool:
        """Say whether enough words agree to accept on: the few words of a heading stand in many texts."""
        text = self._register.items[ref].text
        is_whole = any(fold(words) == fold(text) for words in wordings)
        return is_whole or min(_count_words(words) for words in (*wordings, text)) >= _TELLING


def _count_words(text: str) -> int:
    return len(fold(text).split())


def _read_numbers(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[0-9]+", title))
