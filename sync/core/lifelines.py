"""Lifelines: when an entry was outstanding and when it was not, told from its dates and from what earlier runs left."""

from dataclasses import dataclass
from datetime import date

from sync.core.clocks import Period
from sync.core.records import Standing, Turn, TurnKind
from sync.core.turns import find_turns

UNKNOWN_PAST = date.min
"""Stands for a day that nobody knows and that lies behind every period."""


@dataclass(frozen=True, slots=True)
class Lifeline:
    """The day on which an entry came, and every day on which it was closed or opened again, oldest first.

    Closures and reopenings take turns and begin with a closure.
    """

    added_on: date
    turns: tuple[Turn, ...] = ()

    def is_open(self, day: date) -> bool:
        """Say whether the entry was outstanding at the end of a day."""
        last = next((turn.kind for turn in reversed(self.turns) if turn.on <= day), TurnKind.REOPENED)
        return self.added_on <= day and last is TurnKind.REOPENED

    def count(self, kind: TurnKind, period: Period) -> int:
        """Return how often the entry took such a turn in a period."""
        return sum(turn.kind is kind and period.has(turn.on) for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Steps:
    """What one entry adds to each figure of a period's movement; ``unexplained`` is what its dates do not account for."""

    opening: int
    added: int
    reopened: int
    completed: int
    other_closed: int
    unexplained: int


def trace_life(standing: Standing, as_of: date) -> Lifeline:
    """Return the lifeline of an entry as it is known on a day.

    A reopening counts where there is a day of it (the tracker's own, that of an earlier run that saw it, or the
    inspectorate's) and a day of closure before it, after the entry was added; without either the entry is taken to have been open
    throughout.
    """
    added_on = standing.entry.added_on or UNKNOWN_PAST
    turns = find_turns(standing, as_of)
    while len(turns) > 1 and turns[0].on < added_on:
        turns = turns[2:]
    if not turns and not standing.is_outstanding:
        kind = TurnKind.COMPLETED if standing.is_completed else TurnKind.CLOSED
        turns = (Turn(kind, UNKNOWN_PAST),)
    return Lifeline(added_on, turns)


def find_first_due(standing: Standing) -> date | None:
    """Return the day an entry was due by at first, as far as its row tells; None where nothing says that it ever moved.

    The Tracker's own column goes first: people wrote it. Then what an earlier run saw before the first move. Versions, which are
    read for few rows and once, only add to the sentence about a slip: a figure that rested on them would depend on which rows
    had been asked about (ADR 18).
    """
    return standing.entry.original_target_on or standing.memory.first_due_on


def count_steps(life: Lifeline, period: Period, *, is_outstanding: bool) -> Steps:
    """Return what an entry adds to the movement of a period at whose end it is outstanding or not."""
    day_before = date.fromordinal(max(1, period.first.toordinal() - 1))
    opening = int(life.is_open(day_before))
    added = int(period.has(life.added_on))
    reopened, completed, other_closed = (
        life.count(kind, period) for kind in (TurnKind.REOPENED, TurnKind.COMPLETED, TurnKind.CLOSED)
    )
    closing = opening + added + reopened - completed - other_closed
    return Steps(opening, added, reopened, completed, other_closed, int(is_outstanding) - closing)


def explain_contradiction(standing: Standing, as_of: date) -> str:
    """Return why an entry's dates do not account for where it stands, as the end of a sentence; blank when they do not clash."""
    entry, closed_on = standing.entry, standing.closed_on
    added_on = entry.added_on
    if added_on is not None and added_on > as_of:
        return "was added on a day that has not come yet"
    if entry.agreed_on is not None and entry.agreed_on > as_of:
        return "was agreed on a day that has not come yet"
    if entry.completed_on is not None and entry.completed_on > as_of:
        return "was completed on a day that has not come yet"
    if standing.is_outstanding:
        return ""
    if closed_on is None:
        return "is closed without a date"
    if closed_on > as_of:
        return "was closed on a day that has not come yet"
    if added_on is not None and closed_on < added_on:
        return "was closed before it was added"
    return ""
