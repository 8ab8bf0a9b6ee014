"""Tell by its words which item a row is about: candidates from the index, measured, and accepted only when nothing else fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from sync.core.forms import fold_forms, show_form
from sync.core.match.accounting import Unaccounted, find_unaccounted
from sync.core.match.index import Positions, WordIndex
from sync.core.match.likeness import measure_likeness, measure_pair
from sync.core.match.rewordings import relate
from sync.core.match.telling import compare, is_clearly_more, is_slip_of
from sync.core.records import Candidate, Match, Register, RegisterItem
from sync.core.rules import MatchingRules
from sync.core.text import fold, say_list
from sync.core.vocabulary import EntryId, MatchMethod, PublicationId, RegisterRef

_TELLING: Final = 8
"""Fewer words than this are accepted only when they are the whole text. Measured on the sample register without the right
item: of random cuts of 3 words one in ten was taken for another item, of 8 words none in 600."""

_LONGEST: Final = 8000
"""Characters of a wording that are compared: no published item is half as long, and a row may hold 60,000."""

_AGAINST: Final = 2.0
"""How much heavier than likeness it weighs that a part of what the row says stands in other items and not in its own. Measured:
of rows that read like an item and are about none, it leaves one in some thousands where likeness alone leaves two in a hundred."""

_LEEWAY: Final = 0.10
"""How much of this is forgiven: people add a few words of their own."""

_CREDIT: Final = 0.06
"""What the publication that the row names is worth, in likeness, when candidates are put in order."""

_DUTY: Final = frozenset(("should", "must"))
"""What moves into a lead-in: 'should make sure that officers check' for 'officers should check'."""

_CANDIDATES: Final = 12
_SHOWN: Final = 3
_NOBODY: Final = EntryId(0)
_FURTHER: Final = "Another item is nearer."
_AT_A_TIME: Final = 1000
"""Rows measured at a time: some 20,000 pairs of wordings, which take 10 MB."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the words of one row: its folded wordings, the publication it names, and the items refused for it."""

    wordings: tuple[str, ...]
    cited: PublicationId | None = None
    refused: frozenset[RegisterRef] = frozenset()


class _Scored(NamedTuple):
    """A candidate with what ranking needs: the wording that reads most like it, and its score with its publication's credit."""

    ref: RegisterRef
    position: int
    wording: str
    is_inside: bool
    rank: float
    score: float
    shared: float
    order: float

    def tell(self, refused: str = "") -> Candidate:
        """Return the candidate as people are shown it."""
        return Candidate(self.ref, self.score, self.shared, self.order, refused)


def fold_wording(words: str) -> str:
    """Return a wording as it is compared: its words alone in one form, and no more of them than the longest item has."""
    return fold_forms(fold(words)[:_LONGEST])


def read_wordings(title: str, text: str) -> tuple[str, ...]:
    """Return the folded wordings of a row that may tell its item: text and title where they are long enough, or the first."""
    folded = [words for words in (fold_wording(text), fold_wording(title)) if words]
    telling = [words for words in folded if _count_words(words) >= _TELLING]
    return tuple(dict.fromkeys(telling or folded[:1]))


class Wordings:
    """The register's wordings, prepared for questions."""

    def __init__(self, register: Register, rules: MatchingRules) -> None:
        self._rules = rules
        # In order of their keys, so that equals are named in the same order however the register is sorted.
        self._items: list[RegisterItem] = sorted(register.items.values(), key=lambda item: item.id)
        self._folded = [fold_wording(item.text) for item in self._items]
        self._words = [wording.split() for wording in self._folded]
        self._whole = frozenset(self._folded) - {""}
        self._index = WordIndex(self._folded)
        self._meant_by = relate(rules.same_words)
        self._positions = {item.id: position for position, item in enumerate(self._items)}
        inside: dict[PublicationId, list[int]] = {}
        for position, item in enumerate(self._items):
            inside.setdefault(item.publication, []).append(position)
        self._inside: Mapping[PublicationId, Positions] = {key: np.array(at) for key, at in inside.items()}

    def answer(self, questions: Sequence[Question]) -> list[Match]:
        """Return a match of nobody for each question, in order; ``entry`` is for the caller to set."""
        answers: list[Match] = []
        for start in range(0, len(questions), _AT_A_TIME):
            some = questions[start : start + _AT_A_TIME]
            scored = self._score(some)
            answers += [self._judge(q, found) for q, found in zip(some, scored, strict=True)]
        return answers

    def is_foreign(self, wordings: Sequence[str], ref: RegisterRef) -> bool:
        """Say whether the wordings of a row are not those of an item, so that they may be another's.

        They are not where none is enough like it, where one is the whole of another item, or where they say what it does not;
        too few words say nothing.
        """
        position = self._positions[ref]
        own = self._folded[position]
        if own in wordings:
            return False
        if not self._whole.isdisjoint(wordings):
            return True
        telling = [words for words in wordings if _count_words(words) >= _TELLING]
        if not telling or _count_words(own) < _TELLING:
            return False
        if max(measure_pair(words, own) for words in telling) < self._rules.accept:
            return True
        return all(self._find_unaccounted(words, position) for words in telling)

    def _score(self, questions: Sequence[Question]) -> list[list[_Scored]]:
        """Return the candidates of each question, best first."""
        asked = [(number, words) for number, question in enumerate(questions) for words in question.wordings]
        groups = [self._group(questions[number].cited) for number, _ in asked]
        found = list(self._index.find_nearest([words for _, words in asked], groups, _CANDIDATES))
        ones = [words for (_, words), positions in zip(asked, found, strict=True) for _ in positions]
        others = [self._folded[position] for positions in found for position in positions]
        figures = zip(*measure_likeness(ones, others).tolist(), strict=True)
        scored: list[dict[int, _Scored]] = [{} for _ in questions]
        for (number, words), positions in zip(asked, found, strict=True):
            best = scored[number]
            for position in positions.tolist():
                one = self._rate(questions[number], words, position, *next(figures))
                if position not in best or one.rank > best[position].rank:
                    best[position] = one
        return [sorted(best.values(), key=lambda one: (-one.rank, one.position)) for best in scored]

    def _group(self, cited: PublicationId | None) -> Positions | None:
        return self._inside.get(cited) if cited else None

    def _rate(self, question: Question, words: str, position: int, *figures: float) -> _Scored:  # shared, order, both
        """Return a candidate; one of the publication that the row names has credit for it."""
        item = self._items[position]
        shared, order, likeness = figures
        is_inside = item.publication == question.cited
        rank = round(likeness + _CREDIT, 3) if is_inside else likeness
        return _Scored(item.id, position, words, is_inside, rank, likeness, shared, order)

    def _judge(self, question: Question, found: Sequence[_Scored]) -> Match:
        """Accept the best candidate, put it up for review, or say there is none."""
        allowed = [one for one in found if one.ref not in question.refused] if question.refused else found
        if not allowed:
            told = "No item of the register has words of the row."
            return Match(_NOBODY, MatchMethod.NONE, cited=question.cited, reason=told)
        best, *others = self._put_telling_first(allowed)
        others.sort(key=lambda one: not self._is_quoted_by(best, one))
        doubts = {one.ref: self._tell_draw(best, one) for one in self._find_rivals(best, others)}
        doubt = (
            self._tell_lack(best, question)
            or next(filter(None, doubts.values()), "")
            or self._tell_unaccounted(best)
            or self._tell_refused(best, question, found)
        )
        is_possible = any(one.score >= self._level(one, for_review=True) for one in allowed)
        method = MatchMethod.REVIEW if is_possible else MatchMethod.NONE
        return Match(
            entry=_NOBODY,
            method=method if doubt else MatchMethod.TEXT,
            ref=None if doubt else best.ref,
            cited=question.cited,
            score=best.score,
            margin=round(best.rank - max((one.rank for one in others), default=0.0), 3),
            candidates=(best.tell(doubt), *(o.tell(doubts.get(o.ref) or _FURTHER) for o in others[: _SHOWN - 1])),
            reason=doubt or self._tell_match(best, question, found),
        )

    def _put_telling_first(self, found: Sequence[_Scored]) -> list[_Scored]:
        """Return the candidates with the one first that the row quotes whole, or else whose own words stand in the row.

        Of two that are quoted whole the publication decides; of two that are not, only those near the best are looked at.
        """
        best = next((one for one in found if self._is_whole(one)), found[0])
        near = [] if self._is_whole(best) else self._find_near(best, found[1:])
        for one in near:
            for_best, for_one = self._compare(best, one)
            if is_clearly_more(for_one, for_best):
                best = one
        return [best, *(one for one in found if one is not best)]

    def _find_near(self, best: _Scored, others: Sequence[_Scored]) -> list[_Scored]:
        return [one for one in others if round(best.rank - one.rank, 3) < self._rules.margin]

    def _find_rivals(self, best: _Scored, others: Sequence[_Scored]) -> list[_Scored]:
        """Return what the best may be mistaken for: what is near it, and what has its words and so many more that it is not."""
        near = self._find_near(best, others)
        return near + [one for one in others if one not in near and self._is_quoted_by(best, one)]

    def _is_quoted_by(self, best: _Scored, one: _Scored) -> bool:
        """Say whether an item of the publication that the row names has all words of the best, which is elsewhere, in one run.

        A lead-in ('By March 2021, ...') is what rows leave out first; a word that turns the sentence would break the run.
        """
        if best.is_inside or not one.is_inside:
            return False
        run, whole = (_leave_duty_out(self._words[at.position]) for at in (best, one))
        return f" {run} " in f" {whole} "

    def _compare(self, one: _Scored, other: _Scored) -> tuple[float, float]:
        row = one.wording.split()
        return compare(row, self._words[one.position], self._words[other.position], self._index.weigh)

    def _level(self, one: _Scored, *, for_review: bool = False) -> float:
        rules = self._rules
        if for_review:
            return rules.review if one.is_inside else rules.review_elsewhere
        return rules.accept if one.is_inside else rules.accept_elsewhere

    def _is_whole(self, one: _Scored) -> bool:
        return one.wording == self._folded[one.position]

    def _tell_lack(self, best: _Scored, question: Question) -> str:
        """Return why the best candidate is not enough by itself, or nothing."""
        level = self._level(best)
        if best.score < level:
            return f"Likeness {best.score:.2f}; {level:.2f} is needed."
        fewest = min(len(best.wording.split()), len(self._words[best.position]))
        # Against the publication that the row names, a few words are no quotation, but may be short for an item of that.
        is_against = question.cited is not None and not best.is_inside
        if self._is_whole(best) and not (is_against and fewest < _TELLING):
            return ""
        if fewest < _TELLING:
            return f"{fewest} words agree; fewer than {_TELLING} stand in many texts."
        foreign = self._count_foreign(best)
        if best.score - _AGAINST * foreign < level - _LEEWAY:
            return f"{foreign:.0%} of what the row says stands in other items and not in this one."
        return ""

    def _count_foreign(self, one: _Scored) -> float:
        words = frozenset(self._words[one.position])
        return self._index.count_foreign(one.wording, one.position, lambda word: is_slip_of(word, words))

    def _tell_draw(self, best: _Scored, near: _Scored) -> str:
        """Return why the best candidate cannot be told from one that is near it, or nothing."""
        if self._is_quoted_by(best, near) and self._folded[best.position] != self._folded[near.position]:
            return f"The row has the words of {best.ref}, and so has {near.ref}, which says more."
        if self._is_whole(best) and not self._is_whole(near):
            return ""
        for_best, for_near = self._compare(best, near)
        if is_clearly_more(for_best, for_near):
            return ""
        if best.is_inside and not near.is_inside and for_near == 0 and not self._is_lacking(best, near):
            return ""
        return f"Nothing in the row tells {best.ref} from {near.ref}."

    def _is_lacking(self, best: _Scored, near: _Scored) -> bool:
        """Say whether all that tells two items apart is what only the best says, and the row does not.

        Which publication the row names does not weigh against that: it is as likely to be filed wrongly as to leave words out.
        """
        if self._folded[best.position] == self._folded[near.position]:
            return False
        own, other = set(self._words[best.position]), set(self._words[near.position])
        return own > other or (own == other and near.score > best.score)

    def _tell_match(self, best: _Scored, question: Question, found: Sequence[_Scored]) -> str:
        refused = [one for one in found if one.ref in question.refused]
        drawn = [one.ref for one in self._find_near(best, refused) if self._tell_draw(best, one)]
        but = f", but for {say_list(drawn)}, which a person refused" if drawn else ""
        own = self._folded[best.position]
        same = [
            one.ref for one in found if one not in refused and one.ref != best.ref and self._folded[one.position] == own
        ]
        if same:
            has = "has" if len(same) == 1 else "have"
            where = f"in the publication that it names; {say_list(same)} {has} the same"
            return f"Its words are those of {best.ref}, {where}{but}."
        return f"Its words are those of {best.ref} and of no other item{but}."

    def _tell_refused(self, best: _Scored, question: Question, found: Sequence[_Scored]) -> str:
        """Return that an item which a person refused for the row reads more like it, or nothing.

        Of two that read alike the person left the other; a mere near copy of what was refused is not what the row is about.
        """
        for one in found:
            if one.ref not in question.refused:
                continue
            for_best, for_one = self._compare(best, one)
            if is_clearly_more(for_one, for_best) and not self._is_whole(best):
                return f"{one.ref}, which was refused, reads more like the row than {best.ref}."
        return ""

    def _tell_unaccounted(self, best: _Scored) -> str:
        """Return what the row says that the item does not account for, or nothing."""
        if self._is_whole(best):
            return ""
        found = self._find_unaccounted(best.wording, best.position)
        if not found:
            return ""
        said, published = (" ".join(show_form(word) for word in part.split()) for part in found)
        where = f"where {best.ref} says '{published}'" if published else f"and {best.ref} does not"
        return f"The row says '{said}' {where}."

    def _find_unaccounted(self, words: str, position: int) -> Unaccounted | None:
        weigh, find_known = self._index.weigh, self._index.find_known
        return find_unaccounted(words.split(), self._words[position], weigh, find_known, self._meant_by)


def _count_words(folded: str) -> int:
    return len(folded.split())


def _leave_duty_out(words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in _DUTY)
