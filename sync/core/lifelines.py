"""Lifelines: when an entry was outstanding and when it was not, told from its dates and from what earlier runs left."""

from dataclasses import dataclass
from datetime import date

from sync.core.clocks import Period
from sync.core.records import Standing
from sync.core.vocabulary import InspectorateStatus, Status

UNKNOWN_PAST = date.min
"""Stands for a day that nobody knows and that lies behind every period."""


@dataclass(frozen=True, slots=True)
class Lifeline:
    """The days on which an entry came, was closed, was reopened and was closed again; None has not happened.

    ``is_completed`` says of the last closure that the entry was completed; an earlier one always was.
    """

    added_on: date
    closed_on: date | None = None
    reopened_on: date | None = None
    closed_again_on: date | None = None
    is_completed: bool = True

    def is_open(self, day: date) -> bool:
        """Say whether the entry was outstanding at the end of a day."""
        if self.added_on > day:
            return False
        if self.closed_on is None or self.closed_on > day:
            return True
        if self.reopened_on is None or self.reopened_on > day:
            return False
        return self.closed_again_on is None or self.closed_again_on > day

    @property
    def completions(self) -> tuple[date, ...]:
        """Return the days on which it was completed."""
        first, again = self.closed_on, self.closed_again_on
        if self.reopened_on is None:
            return (first,) if first is not None and self.is_completed else ()
        return tuple(day for day, counts in ((first, True), (again, self.is_completed)) if day is not None and counts)

    @property
    def other_closures(self) -> tuple[date, ...]:
        """Return the days on which it was closed without being completed."""
        last = self.closed_on if self.reopened_on is None else self.closed_again_on
        return () if last is None or self.is_completed else (last,)


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
    inspectorate's) and a day of closure before it; without either the entry is taken to have been open throughout.
    """
    entry, memory = standing.entry, standing.memory
    added_on = entry.added_on or UNKNOWN_PAST
    if standing.is_outstanding:
        closed_on = memory.closed_on or entry.agreed_on
        days = [entry.reopened_on, memory.reopened_on, _reopened_by_inspectorate(standing)]
        reopened_on = max((day for day in days if day is not None and day <= as_of), default=None)
        if closed_on is None or reopened_on is None or not added_on <= closed_on <= reopened_on:
            return Lifeline(added_on)
        return Lifeline(added_on, closed_on, reopened_on)
    is_completed = standing.status is Status.COMPLETE
    closed_on = standing.closed_on or UNKNOWN_PAST
    reopened_on, first = entry.reopened_on or memory.reopened_on, entry.completed_on
    if first is not None and reopened_on is not None and added_on <= first <= reopened_on <= closed_on:
        return Lifeline(added_on, first, reopened_on, closed_on, is_completed)
    return Lifeline(added_on, closed_on, is_completed=is_completed)


def _reopened_by_inspectorate(standing: Standing) -> date | None:
    item = standing.item
    return item.status_on if item is not None and item.status is InspectorateStatus.OPEN else None


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
    reopened = int(period.has(life.reopened_on))
    completed = sum(period.has(day) for day in life.completions)
    other_closed = sum(period.has(day) for day in life.other_closures)
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
