"""Where each publication stands: its items in the tracker, its response and its action plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.records.register import Publication
from sync.core.vocabulary import DutyState, EntryId, PublicationId, RegisterRef, Status


@dataclass(frozen=True, slots=True)
class Answer:
    """What people recorded about a publication: when it was answered, and when the action plan was sent."""

    responded_on: date | None = None
    action_plan_sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something a publication asks for by a day. ``local_due`` is the force's own target; ``basis`` says who sets the day."""

    state: DutyState = DutyState.NOT_ASKED
    due: date | None = None
    local_due: date | None = None
    done_on: date | None = None
    owed_by: str = ""
    basis: str = ""
    answered_with: PublicationId | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether somebody still has to do it."""
        return self.state in {DutyState.DUE, DutyState.OVERDUE}


@dataclass(frozen=True, slots=True)
class PublicationStanding:
    """Where a publication stands.

    ``for_force`` and ``not_for_force`` count its confirmed items; ``missing`` are those for the force, still wanted, that no
    row of the tracker is about. ``rows`` are its counted rows by what the figures take them for; None is a status that nobody can
    read, which closes nothing. ``closed_before`` are those of them that were closed when their status could be read.
    """

    publication: Publication
    for_force: int = 0
    not_for_force: int = 0
    missing: tuple[RegisterRef, ...] = ()
    rows: Mapping[Status | None, tuple[EntryId, ...]] = field(default_factory=dict)
    closed_before: frozenset[EntryId] = frozenset()
    response: Duty = field(default_factory=Duty)
    action_plan: Duty = field(default_factory=Duty)

    @property
    def outstanding(self) -> tuple[EntryId, ...]:
        """Return the counted rows that still have to be done, in order of ID."""
        some = (rows for status, rows in self.rows.items() if status is None or status.is_outstanding)
        return tuple(sorted({row for rows in some for row in rows} - self.closed_before))
