"""What the service remembers of a tracker row from run to run."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.core.vocabulary import Counted


class TurnKind(StrEnum):
    """What ended or renewed a row's being outstanding; the words stand in our column on the tracker."""

    COMPLETED = "completed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which a row stopped being outstanding, or began to be so again."""

    kind: TurnKind
    on: date


@dataclass(frozen=True, slots=True)
class RowMemory:
    """What our columns on a tracker row say of it, as an earlier run left them; all blank before the first.

    ``turns`` are every closure and reopening that is known, oldest first: closures and reopenings take turns, their days never go
    back, and the first is a closure, or a reopening whose closure nobody noted.
    ``first_due_on`` is the date before the first move that a run saw, or the Tracker's own original date where the first run found
    the row moved already; it is blank for a row that never moved.
    """

    counted: Counted | None = None
    turns: tuple[Turn, ...] = ()
    due_on: date | None = None
    moves: int | None = None
    first_due_on: date | None = None

    @property
    def is_closed(self) -> bool:
        """Say whether the row was closed when it was last seen: by its last turn or, where no day is known, by what it counted as."""
        if self.turns:
            return self.turns[-1].kind is not TurnKind.REOPENED
        return self.counted in {Counted.COMPLETE, Counted.OTHERWISE_CLOSED}

    @property
    def is_completed(self) -> bool:
        """Say whether the row was closed by being completed when it was last seen."""
        return self.turns[-1].kind is TurnKind.COMPLETED if self.turns else self.counted is Counted.COMPLETE

    @property
    def closed_on(self) -> date | None:
        """Return the day of the last closure; it outlives a reopening."""
        return max((turn.on for turn in self.turns if turn.kind is not TurnKind.REOPENED), default=None)

    @property
    def reopened_on(self) -> date | None:
        """Return the day of the last reopening; it outlives a closure."""
        return max((turn.on for turn in self.turns if turn.kind is TurnKind.REOPENED), default=None)


NOTHING_REMEMBERED = RowMemory()
"""What is known of a row that no run has seen before."""
