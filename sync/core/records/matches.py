"""Matches and standings: what an entry is about, and what the figures take it for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.core.records.register import Publication, RegisterItem
from sync.core.records.row_memory import NOTHING_REMEMBERED, RowMemory
from sync.core.records.tracker import TrackerEntry
from sync.core.vocabulary import Counted, EntryId, ItemKind, MatchMethod, PublicationId, RegisterRef, Scope, Status


@dataclass(frozen=True, slots=True)
class Candidate:
    """A register item that an entry may be about; ``score`` runs from 0 (nothing in common) to 1.

    It is made of two signals of the same range: ``shared`` words, and ``order`` and length. ``refused`` says in words why an
    entry was not tied to it, and is empty for the one that it was tied to.
    """

    ref: RegisterRef
    score: float
    shared: float = 0.0
    order: float = 0.0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What an entry was tied to, how, and what else was in question.

    ``ref`` is None for the methods *review* and *none*. ``cited`` is the publication that the row itself names.
    ``margin`` is the distance in score to the next best candidate. ``reason`` is a sentence that says what decided,
    ``quarrel`` says how decisions contradict each other, and ``decided_by`` names the place of a person's decision. An entry
    that a person says is not in the register has the method *decision* and no ``ref``. ``rival`` is another item whose words
    the row has, although its reference or a decision ties it to ``ref``. ``referred`` is the item that its reference leads to,
    whatever it was tied to, and ``parties`` are the marks of the decisions in a quarrel. ``is_reference_lost`` says that the
    row has a reference which is not that of ``ref`` and which the register does not have.
    """

    entry: EntryId
    method: MatchMethod
    ref: RegisterRef | None = None
    cited: PublicationId | None = None
    score: float = 0.0
    margin: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    decided_by: str = ""
    quarrel: str = ""
    rival: Candidate | None = None
    is_reference_lost: bool = False
    referred: RegisterRef | None = None
    parties: tuple[str, ...] = ()

    @property
    def strength(self) -> tuple[int, float]:
        """Return what decides between two rows for one item: the method first, then the likeness."""
        return (-list(MatchMethod).index(self.method), self.score)


class Uncounted(StrEnum):
    """Why an entry is left out of the figures."""

    DUPLICATE = "duplicate"
    NOT_FOR_FORCE = "not-for-force"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands: what it is about, and what the figures take it for.

    ``status``, ``kind`` and ``scope`` are what counts, after the rules: a row marked complete that nobody agreed is awaiting
    agreement, and a blank kind or scope is taken from the register. None is not known. ``closed_on`` is the day it stopped
    being outstanding. ``publication`` is that of ``item``, or else the one the row names. ``memory`` is what an earlier run left.
    """

    entry: TrackerEntry
    match: Match
    item: RegisterItem | None = None
    publication: Publication | None = None
    status: Status | None = None
    kind: ItemKind | None = None
    scope: Scope | None = None
    closed_on: date | None = None
    uncounted: Uncounted | None = None
    memory: RowMemory = NOTHING_REMEMBERED

    @property
    def is_outstanding(self) -> bool:
        """Say whether it still has to be done. A status that nobody can read closes nothing, and opens nothing that was closed."""
        return not self.memory.is_closed if self.status is None else self.status.is_outstanding

    @property
    def is_completed(self) -> bool:
        """Say whether it was completed; while nobody can read its status, whether it was when it was last seen."""
        return self.memory.is_completed if self.status is None else self.status is Status.COMPLETE

    @property
    def is_counted(self) -> bool:
        """Say whether the figures include it."""
        return self.uncounted is None

    @property
    def counted_as(self) -> Counted:
        """Return what the figures take it for."""
        if not self.is_counted:
            return Counted.NOT_COUNTED
        if self.is_outstanding:
            return Counted.OUTSTANDING
        return Counted.COMPLETE if self.is_completed else Counted.OTHERWISE_CLOSED

    @property
    def age_from(self) -> date | None:
        """Return the day from which its age counts: publication or, for a row without an item, the day it was added."""
        return self.publication.published.on if self.item and self.publication else self.entry.added_on

    @property
    def deadline(self) -> date | None:
        """Return the force's own target date or, where it has none, the inspectorate's."""
        item_due = self.item.due.on if self.item else None
        return self.entry.target_on or self.entry.inspectorate_due_on or item_due


def group_by_item(standings: Iterable[Standing]) -> dict[RegisterRef, list[Standing]]:
    """Return the standings by the register item they are about; those without one are left out."""
    groups: dict[RegisterRef, list[Standing]] = {}
    for standing in standings:
        if standing.item is not None:
            groups.setdefault(standing.item.id, []).append(standing)
    return groups
