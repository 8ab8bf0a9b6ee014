"""The rungs of matching, surest first; ambiguity is an answer and never a guess."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sync.core.match.decided import NOTHING, Decided, weigh_decisions
from sync.core.match.references import Name, References
from sync.core.match.titles import Titles
from sync.core.match.wording import Question, Wordings, read_wordings
from sync.core.records import Candidate, Decision, Match, Register, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.text import fold
from sync.core.vocabulary import EntryId, MatchMethod, PublicationId, RegisterRef


def match_entries(
    entries: Sequence[TrackerEntry], register: Register, rules: MatchingRules, decisions: Iterable[Decision] = ()
) -> tuple[Match, ...]:
    """Return one match per entry, in the entries' order.

    The rungs: a decision, unless a reference to another item was entered since; the item's key; a reference in any writing; a
    pinned match from the mappings, the wording. A wording is accepted on its score *and* on words that
    tell its item from those that read alike, and when it is long enough to tell; otherwise the row is put up for review with
    its candidates, or said to have no counterpart.
    """
    return Matcher(register, rules).match(entries, decisions)


class Matcher:
    """The register prepared for matching, and what the last run found out: equal rows are looked at once.

    It may be kept from run to run for as long as register and rules stay the same; only rows that changed cost anything then.
    """

    def __init__(self, register: Register, rules: MatchingRules) -> None:
        self._register = register
        self._rules = rules
        self._references = References(register)
        self._titles = Titles(register.publications.values(), rules.aliases, least=rules.title)
        self._wordings = Wordings(register, rules)
        self._answers: dict[Question, Match] = {}
        self._doubts: dict[tuple[tuple[str, ...], RegisterRef], bool] = {}

    def is_for(self, register: Register, rules: MatchingRules) -> bool:
        """Say whether what was found out holds for this register and these rules."""
        return self._rules == rules and self._register == register

    def match(self, entries: Sequence[TrackerEntry], decisions: Iterable[Decision] = ()) -> tuple[Match, ...]:
        """Return one match per entry, in the entries' order."""
        about: dict[EntryId, list[Decision]] = {}
        for decision in decisions:
            about.setdefault(decision.entry, []).append(decision)
        # As with the answers, what nobody asks any more is forgotten.
        known, self._doubts = self._doubts, {}
        surely: list[Match | None] = []
        references: list[RegisterRef | None] = []
        questions: list[Question | None] = []
        for entry in entries:
            cited = self._titles.name(entry.publication)
            referred = self._find_by_reference(entry, cited)
            decided = NOTHING
            if entry.id in about:
                decided = weigh_decisions(entry, about[entry.id], self._register, referred)
            match = self._match_surely(entry, cited, referred, decided)
            surely.append(match)
            references.append(referred)
            questions.append(
                self._ask(entry, cited, decided) if match is None or self._is_doubtful(entry, match, known) else None
            )
        self._look_up(questions)
        return tuple(
            self._put_together(entry, match, self._answers[question] if question else None, referred)
            for entry, match, question, referred in zip(entries, surely, questions, references, strict=True)
        )

    def rank(self, entry: TrackerEntry) -> Match:
        """Return what the words of an entry say, whatever its reference and people say."""
        question = self._ask(entry, self._titles.name(entry.publication), NOTHING)
        return replace(self._wordings.answer([question])[0], entry=entry.id)

    def _match_surely(
        self, entry: TrackerEntry, cited: PublicationId | None, referred: RegisterRef | None, decided: Decided
    ) -> Match | None:
        """Return what a decision or the reference says, if one does."""
        nothing = Match(entry.id, MatchMethod.NONE, cited=cited, score=1.0, margin=1.0, referred=referred)
        if decided.quarrel:
            candidates = tuple(Candidate(ref, 0.0, refused=decided.quarrel) for ref in decided.quarrelled)
            asked = replace(nothing, method=MatchMethod.REVIEW, score=0.0, margin=0.0, candidates=candidates)
            return replace(asked, reason=decided.quarrel, quarrel=decided.quarrel, parties=decided.parties)
        if decided.settled:
            settled = decided.settled
            told = f"A person decided: {settled.ref or 'not in the register'} ({settled.place})."
            tied = replace(nothing, method=MatchMethod.DECISION, ref=settled.ref, reason=told)
            return replace(tied, decided_by=settled.place)
        if referred and referred not in decided.refused:
            told = f"Its reference is that of {referred}."
            return replace(nothing, method=MatchMethod.REFERENCE, ref=referred, reason=told)
        return self._find_pinned(entry, nothing, decided)

    def _find_by_reference(self, entry: TrackerEntry, cited: PublicationId | None) -> RegisterRef | None:
        return self._references.find(entry.reference, entry.kind, cited, self._name_for(entry))

    def _name_for(self, entry: TrackerEntry) -> Name:
        return partial(self._titles.name_beside, publication=entry.publication)

    def _find_pinned(self, entry: TrackerEntry, nothing: Match, decided: Decided) -> Match | None:
        """Return what matching.yaml pins the row to; a person's decision in the list came first."""
        for words in filter(None, (fold(entry.reference), fold(entry.title))):
            ref = self._rules.pinned.get(words)
            if ref in self._register.items and ref not in decided.refused:
                place = self._rules.pinned_places.get(words, "mappings/matching.yaml")
                told = f"{place} pins it to {ref}."
                return replace(nothing, method=MatchMethod.DECISION, ref=ref, reason=told, decided_by=place)
        return None

    def _ask(self, entry: TrackerEntry, cited: PublicationId | None, decided: Decided) -> Question:
        named = cited or self._titles.name_beside(entry.reference, entry.publication)
        wordings = read_wordings(entry.title, entry.text)
        fewest = self._rules.minimum_words
        return Question(tuple(words for words in wordings if words.count(" ") + 1 >= fewest), named, decided.refused)

    def _is_doubtful(
        self, entry: TrackerEntry, match: Match, known: Mapping[tuple[tuple[str, ...], RegisterRef], bool]
    ) -> bool:
        """Say whether the words of a row that is tied surely are not those of its item, so that they may be another's."""
        if match.ref is None:
            return False
        asked = (read_wordings(entry.title, entry.text), match.ref)
        self._doubts[asked] = known[asked] if asked in known else self._wordings.is_foreign(*asked)
        return self._doubts[asked]

    def _look_up(self, questions: Sequence[Question | None]) -> None:
        """Answer what the last run did not, and forget what nobody asks any more."""
        asked = list(dict.fromkeys(question for question in questions if question))
        new = [question for question in asked if question not in self._answers]
        known = self._answers | dict(zip(new, self._wordings.answer(new), strict=True))
        self._answers = {question: known[question] for question in asked}

    def _put_together(
        self, entry: TrackerEntry, match: Match | None, answer: Match | None, referred: RegisterRef | None
    ) -> Match:
        if match is None:
            # There is a question wherever there is no match.
            assert answer is not None  # noqa: S101
            item = self._register.items.get(answer.ref) if answer.ref else None
            is_lost = item and self._references.is_lost(entry.reference, item, answer.cited, self._name_for(entry))
            return replace(answer, entry=entry.id, is_reference_lost=bool(is_lost), referred=referred)
        if answer and answer.ref and answer.ref != match.ref:
            if match.method is MatchMethod.REFERENCE and self._references.is_mention(entry.reference):
                return replace(answer, entry=entry.id, referred=referred)
            return replace(match, rival=answer.candidates[0])
        return match
