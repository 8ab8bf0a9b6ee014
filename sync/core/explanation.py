"""Explain: one row of the tracker from what was read to what would be written, as one object."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from sync.core.records import Candidate, Cell, Change, Decision, Flag, Link, Looked, Match, Person, Standing, Value
from sync.core.text import say_list
from sync.core.vocabulary import RegisterRef


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one row.

    ``read`` are its mapped cells by our name of the field, ``texts`` the published wordings of the items in question, and
    ``by_words`` what the words alone say, whatever the row's reference and people say. ``held`` are changes that the safety
    limits hold back.
    """

    as_of: date
    read: Mapping[str, Cell]
    standing: Standing
    by_words: Match
    decisions: tuple[Decision, ...]
    flags: tuple[Flag, ...]
    changes: tuple[Change, ...]
    texts: Mapping[RegisterRef, str]
    held: tuple[Change, ...] = ()

    @property
    def normalised(self) -> dict[str, object]:
        """Return what the row was understood as, by our names; people are left out."""
        entry = self.standing.entry
        told = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "problems"}
        problems = [f"{problem.field}: {problem.value!r} is not understood" for problem in entry.problems]
        return {name: _plain(value) for name, value in told.items()} | {"problems": problems}

    def as_json(self) -> dict[str, object]:
        """Return the object that ``explain --format json`` prints."""
        match = self.standing.match
        return {
            "as_of": self.as_of.isoformat(),
            "row": self.standing.entry.id,
            "read": {name: _plain(cell) for name, cell in self.read.items()},
            "normalised": self.normalised,
            "candidates": [_describe_candidate(one, self.texts) for one in self.by_words.candidates],
            "match": {
                "method": match.method.value,
                "ref": match.ref,
                "cited": match.cited,
                "score": match.score,
                "margin": match.margin,
                "reason": match.reason,
                "decided_by": match.decided_by,
                "counted": self.standing.is_counted,
            },
            "decisions": [
                {"verdict": decision.verdict.value, "ref": decision.ref, "place": decision.place}
                for decision in self.decisions
            ],
            "gaps": [
                {
                    "kind": flag.gap.kind.value,
                    "severity": flag.gap.severity.value,
                    "state": flag.state.value,
                    "sentence": flag.gap.sentence,
                    "what_to_do": flag.gap.what_to_do,
                    "tracker_says": flag.gap.tracker_says,
                    "register_says": flag.gap.register_says,
                    "rule": flag.gap.rule,
                    "first_seen": flag.first_seen.isoformat(),
                }
                for flag in self.flags
            ],
            "changes": [_describe_change(change) for change in self.changes],
            "held": [_describe_change(change) for change in self.held],
        }


def _describe_change(change: Change) -> dict[str, object]:
    return {
        "list": change.list_title,
        "kind": change.kind.value,
        "key": change.key,
        "before": {name: _plain(value) for name, value in change.before.items()},
        "after": {name: _plain(value) for name, value in change.values.items()},
    }


def _describe_candidate(candidate: Candidate, texts: Mapping[RegisterRef, str]) -> dict[str, object]:
    told: dict[str, object] = {"ref": candidate.ref, "score": candidate.score}
    told |= {"shared": candidate.shared, "order": candidate.order, "refused": candidate.refused}
    return told | {"text": texts.get(candidate.ref, "")}


def _plain(value: Cell | Value | object) -> object:
    """Return a value as JSON can hold it. People's names are not passed on."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Link(url=url):
            return url
        case Looked(text=text):
            return text
        case Person():
            return "(somebody)"
        case tuple():
            return say_list([str(_plain(part)) for part in value])
        case _:
            return value
