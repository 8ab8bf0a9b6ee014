"""What a rule is given and what it gives back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from sync.core.records import (
    NOTHING_KEPT,
    EntryHistory,
    Kept,
    Publication,
    PublicationStanding,
    Register,
    RegisterItem,
    Standing,
    group_by_item,
)
from sync.core.rules import Rules
from sync.core.text import shorten
from sync.core.vocabulary import EntryId, GapKind, RegisterRef, Status


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, as a rule saw it. ``about`` names it among the findings of its rule; ``others`` are rows it is about too.

    ``shown`` are the items that a person may choose among, None where there is nothing to choose. ``basis`` is what the
    fingerprint is made of, where it is not the words of the two sides. ``is_partial`` says that the row's versions would tell more,
    ``if_dismissed`` what follows for somebody who dismisses it.
    """

    about: str
    sentence: str
    what_to_do: str
    tracker_says: str = ""
    register_says: str = ""
    standing: Standing | None = None
    item: RegisterItem | None = None
    publication: Publication | None = None
    others: tuple[Standing, ...] = ()
    shown: tuple[RegisterItem, ...] | None = None
    basis: str = ""
    is_partial: bool = False
    if_dismissed: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rules may look at. ``register`` holds what was published by ``as_of``."""

    standings: tuple[Standing, ...]
    register: Register
    rules: Rules
    as_of: date
    by_item: Mapping[RegisterRef, list[Standing]]
    publications: tuple[PublicationStanding, ...] = ()
    kept: Kept = NOTHING_KEPT
    histories: Mapping[EntryId, EntryHistory] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        standings: Iterable[Standing],
        register: Register,
        rules: Rules,
        as_of: date,
        publications: Iterable[PublicationStanding] = (),
        kept: Kept = NOTHING_KEPT,
    ) -> "Situation":
        """Return the situation with its rows grouped by item once."""
        listed = tuple(standings)
        return cls(listed, register, rules, as_of, group_by_item(listed), tuple(publications), kept)

    @property
    def outstanding(self) -> Iterable[Standing]:
        """Return the counted rows that still have to be done."""
        return (standing for standing in self.standings if standing.is_counted and standing.is_outstanding)

    @property
    def complete(self) -> Iterable[Standing]:
        """Return the counted rows that are marked complete, whether or not somebody agreed."""
        return (standing for standing in self.counted if standing.entry.status is Status.COMPLETE)

    @property
    def counted(self) -> Iterable[Standing]:
        """Return the rows that the figures count."""
        return (standing for standing in self.standings if standing.is_counted)

    def grace(self, kind: GapKind) -> timedelta:
        """Return the days that a rule waits (or, for what is due soon, looks ahead)."""
        return timedelta(days=self.rules.gaps[kind].grace_days)

    def is_for_force(self, item: RegisterItem) -> bool:
        """Say whether the item is addressed to this force."""
        return self.rules.governance.is_addressed(item, self.register.publication_of(item))


Rule: TypeAlias = Callable[[Situation], Iterable[Finding]]


def name_row(standing: Standing) -> str:
    """Return how a sentence names a row: its ID and the beginning of its title."""
    title = shorten(standing.entry.title, 60)
    return f"Row {standing.entry.id} ({title})" if title else f"Row {standing.entry.id}"


def name_item(item: RegisterItem, register: Register) -> str:
    """Return how a sentence names a register item: its key and where it was published."""
    return f"{item.id}, {item.kind.phrase} of {register.publication_of(item).name}"
