"""Plans, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sync.core.records.lists import Value
from sync.core.vocabulary import ChangeKind


@dataclass(frozen=True, slots=True)
class Change:
    """One row to be created, updated or retired: only the service's columns, only those that differ.

    ``row_id`` and ``etag`` are those of the row as it was read; a create has neither. ``before`` is what stands there now.
    """

    kind: ChangeKind
    list_title: str
    key: str
    values: Mapping[str, Value]
    before: Mapping[str, Value] = field(default_factory=dict)
    row_id: int | None = None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind of change to a list that the safety limits held back, whole."""

    kind: ChangeKind
    list_title: str
    planned: int
    existing: int
    limit: int

    def say(self, checksum: str) -> str:
        """Say it to people, with what to do; ``checksum`` is that of the plan."""
        return (
            f"WITHHELD: {self.planned} rows of '{self.list_title}' to {self.kind}; the limit is {self.limit} of {self.existing}. "
            f"Look at the plan; if it is right, 'apply --expect {checksum}' carries out this one, and targets.yaml has the limit "
            "for all."
        )


@dataclass(frozen=True, slots=True)
class Frozen:
    """A column whose cells, in so many rows, are left as they are: what we wrote there before was changed back."""

    list_title: str
    column: str
    rows: int

    @property
    def sentence(self) -> str:
        """Say it to people, with what to do."""
        cells = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return (
            f"FROZEN: {self.column} of '{self.list_title}' in {cells}. What the service wrote there was changed back, and it would "
            "write the same again. Find out who or what changes it (a person, a flow, the column's settings); 'plan' shows the "
            "cells, and 'apply --expect' with the plan's checksum writes them once more."
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written: sorted, counted, and named by a checksum of its content.

    ``notes`` say what became of people's decisions that a reader of the plan would not see from its changes.
    ``held`` are the changes behind ``withheld`` and ``frozen``; only a person who names the checksum lets them through.
    """

    as_of: date
    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    checksum: str
    held: tuple[Change, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_guarded(self) -> bool:
        """Say whether a safety limit holds a part of the plan back."""
        return bool(self.withheld or self.frozen)

    @property
    def guard_sentences(self) -> tuple[str, ...]:
        """Return what the safety limits hold back, in words, and how to let it through."""
        return (*(held.say(self.checksum) for held in self.withheld), *(frozen.sentence for frozen in self.frozen))

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes of a kind there are."""
        return sum(change.kind is kind for change in self.changes)


class OutcomeKind(StrEnum):
    """What became of a change. *Unknown* was sent and not answered: it is read back before anything else happens."""

    DONE = "done"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change, with the reason when it was not done.

    ``row_id`` and ``etag`` are those of the row afterwards, where the site told them.
    """

    change: Change
    kind: OutcomeKind
    reason: str = ""
    row_id: int | None = None
    etag: str = ""
