"""The rungs of matching, surest first; ambiguity is an answer and never a guess."""

from collections.abc import Sequence

from sync.core.match.likeness import ItemWordings, margin, nearest_title
from sync.core.match.references import References, build_title_index, read_reference
from sync.core.records import Match, Register, RegisterItem, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.text import fold
from sync.core.vocabulary import MatchMethod, PublicationId, RegisterRef


def match_entries(entries: Sequence[TrackerEntry], register: Register, rules: MatchingRules) -> tuple[Match, ...]:
    """Return one match per entry, in the entries' order.

    The rungs: the item's key, a reference in any writing, a pinned
    match from the mappings, the wording inside the publication that the row names, the wording over the whole register.
    A wording is accepted on its score *and* its lead over the next candidate; otherwise the row is put up for review with its
    candidates, or said to have no counterpart.
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
        self._title_list = list(self._titles)
        self._all = ItemWordings(list(register.items.values()))
        self._inside: dict[PublicationId, ItemWordings] = {}
        grouped: dict[PublicationId, list[RegisterItem]] = {key: [] for key in register.publications}
        for item in register.items.values():
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
        """Return the publication that a title means: by name, by alias, or as a slip of one."""
        if not (words := fold(title)):
            return None
        if (publication := self._titles.get(words)) is None:
            near = nearest_title(words, self._title_list, least=self._rules.title)
            publication = self._titles[near] if near else None
        return publication

    def _by_reference(self, entry: TrackerEntry, cited: PublicationId | None) -> RegisterRef | None:
        if ref := self._references.exact(entry.reference):
            return ref
        if (reference := read_reference(entry.reference)) is None:
            return None
        publication = self._cited(reference.rest) if reference.rest else cited
        return self._references.numbered(publication, reference) if publication else None

    def _by_decision(self, entry: TrackerEntry) -> RegisterRef | None:
        pinned = self._rules.pinned
        ref = pinned.get(fold(entry.reference)) or pinned.get(fold(entry.title))
        return ref if ref in self._register.items else None

    def _by_wording(self, entry: TrackerEntry, cited: PublicationId | None) -> Match:
        """Look inside the named publication, then over the whole register, and keep what was refused."""
        none = Match(entry.id, MatchMethod.NONE, cited=cited)
        if len(fold(entry.words).split()) < self._rules.minimum_words:
            return none
        rules = self._rules
        inside = self._judge(entry, cited, self._inside[cited], (rules.accept, rules.review)) if cited else none
        if inside.method is MatchMethod.TEXT:
            return inside
        anywhere = self._judge(entry, cited, self._all, (rules.accept_elsewhere, rules.review_elsewhere))
        if anywhere.method is MatchMethod.TEXT or inside.method is MatchMethod.NONE:
            return anywhere
        return inside

    def _judge(
        self,
        entry: TrackerEntry,
        cited: PublicationId | None,
        wordings: ItemWordings,
        levels: tuple[float, float],
    ) -> Match:
        """Accept the best candidate, put it up for review, or say there is none."""
        accept, review = levels
        candidates = wordings.rank(entry.text, entry.title)
        lead = margin(candidates)
        best = candidates[0].score if candidates else 0.0
        if best >= accept and lead >= self._rules.margin:
            return Match(entry.id, MatchMethod.TEXT, candidates[0].ref, cited, best, lead, candidates)
        method = MatchMethod.REVIEW if best >= review else MatchMethod.NONE
        return Match(entry.id, method, None, cited, best, lead, candidates)
