"""Decision lines: what a gap row shows to choose among, and the line that ties a choice to it, as texts in the gap list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sync.core.records import (
    Match,
    RegisterItem,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_referred,
    fingerprint_words,
)
from sync.core.vocabulary import RegisterRef, Verdict

_MARK: Final = "[0-9a-f]{8}"
_LINE = re.compile(
    rf"(?P<verdict>accept|not-this|not-in-register)(?: (?P<ref>\S+)@(?P<item>{_MARK}))?"
    rf" words:(?P<words>{_MARK}) reference:(?P<reference>{_MARK})(?: refers:(?P<refers>{_MARK}))?"
    rf"(?: over:(?P<over>{_MARK}(?:\+{_MARK})*))?(?: until:(?P<until>\d{{4}}-\d\d-\d\d))?"
    r"(?: chosen:(?P<chosen>[0-3]|all))? by:(?P<by>[0-9a-f]{16})"
)
_SUBJECT = re.compile(
    rf"words:(?P<words>{_MARK}) reference:(?P<reference>{_MARK})(?: refers:(?P<refers>{_MARK}))?"
    rf"(?: over:(?P<over>{_MARK}(?:\+{_MARK})*))?(?P<items>(?: \S+@{_MARK})*)"
)
_ONLY_CHOICE: Final = {Verdict.NOT_THIS: "1", Verdict.NOT_IN_REGISTER: "0"}
"""What was chosen where a line of an earlier version does not say it; of those that accept one it is not known."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a gap row shows: fingerprints of the row's words, its reference as written and as resolved, and of each item.

    ``over`` are the marks of decisions that contradict each other, where the row asks which of them is right.
    """

    words: str
    reference: str
    refers: str = ""
    over: frozenset[str] = frozenset()
    items: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One choice, tied to what its row showed. ``chosen`` is the candidate's number, ``all``, or blank where unknown.

    ``by`` is the fingerprint of choice, reason and review day as they stood; ``until`` is the review day.
    """

    verdict: Verdict
    subject: Subject
    ref: RegisterRef | None = None
    item: str = ""
    until: date | None = None
    chosen: str = ""
    by: str = ""

    def __str__(self) -> str:
        """Return the line as the column ``Decided`` holds it."""
        parts = [
            self.verdict.value,
            f"{self.ref}@{self.item}" if self.ref else "",
            *_write_marks(self.subject),
            f"until:{self.until.isoformat()}" if self.until else "",
            f"chosen:{self.chosen}" if self.chosen else "",
            f"by:{self.by}",
        ]
        return " ".join(part for part in parts if part)

    def is_about(self, shown: Subject) -> bool:
        """Say whether it is about the words that its row shows: those of the row, and of the item where it is still shown."""
        return self.subject.words == shown.words and shown.items.get(self.ref or "", self.item) == self.item

    def renew(self, shown: Subject | None, until: date | None, by: str) -> "Line | None":
        """Return the same choice about the same item, made again of what the row shows; None where it shows that no more."""
        if shown is None:
            return replace(self, until=until, by=by)
        is_same = self.subject.words == shown.words
        if self.ref and not is_same and self.ref not in shown.items:
            return None
        over = shown.over | self.subject.over if is_same else shown.over
        item = shown.items.get(self.ref, self.item) if self.ref else ""
        return replace(self, subject=replace(shown, over=over, items={}), item=item, until=until, by=by)


def describe_subject(entry: TrackerEntry, items: Sequence[RegisterItem], match: Match | None = None) -> str:
    """Return what a gap row keeps of the row and the items it shows, for a decision to hold on to."""
    shown = Subject(
        words=fingerprint_words(entry),
        reference=fingerprint_reference(entry),
        refers=fingerprint_referred(match.referred if match else None),
        over=frozenset(match.parties) if match else frozenset(),
    )
    return " ".join([*_write_marks(shown), *(f"{item.id}@{fingerprint_item(item)}" for item in items)])


def freshen_subject(text: str, reference: tuple[str, str]) -> str:
    """Return what a gap row keeps with the reference that the row has today: a choice made from now on knows of it.

    Args:
        text: what the row keeps; another text is given back as it is.
        reference: the fingerprints of the reference as written and as resolved.
    """
    shown = read_subject(text)
    if shown is None or not shown.refers:
        return text
    fresh = replace(shown, reference=reference[0], refers=reference[1])
    return " ".join([*_write_marks(fresh), *(f"{ref}@{item}" for ref, item in shown.items.items())])


def read_subject(text: str) -> Subject | None:
    """Return what a gap row shows, None where it shows nothing to decide or where the text is cut or spoilt."""
    found = _SUBJECT.fullmatch(text)
    if found is None:
        return None
    items = dict(part.rsplit("@", 1) for part in found["items"].split())
    return Subject(found["words"], found["reference"], found["refers"] or "", _read_over(found["over"]), items)


def read_line(text: str) -> Line | None:
    """Return a line of ours; None for one that somebody spoilt."""
    found = _LINE.fullmatch(text)
    try:
        until = date.fromisoformat(found["until"]) if found and found["until"] else None
    except ValueError:
        return None
    if found is None:
        return None
    verdict = Verdict(found["verdict"])
    return Line(
        verdict,
        Subject(found["words"], found["reference"], found["refers"] or "", _read_over(found["over"])),
        RegisterRef(found["ref"]) if found["ref"] else None,
        found["item"] or "",
        until,
        found["chosen"] or _ONLY_CHOICE.get(verdict, ""),
        found["by"],
    )


def _write_marks(subject: Subject) -> Iterable[str]:
    yield f"words:{subject.words}"
    yield f"reference:{subject.reference}"
    if subject.refers:
        yield f"refers:{subject.refers}"
    if subject.over:
        yield f"over:{'+'.join(sorted(subject.over))}"


def _read_over(text: str | None) -> frozenset[str]:
    return frozenset(text.split("+")) if text else frozenset()
