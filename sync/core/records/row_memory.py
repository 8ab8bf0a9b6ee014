"""What the service remembers of a tracker row from run to run."""

from dataclasses import dataclass
from datetime import date

from sync.core.vocabulary import Counted


@dataclass(frozen=True, slots=True)
class RowMemory:
    """What our columns on a tracker row say of it, as an earlier run left them; all blank before the first.

    ``first_due_on`` is the date before the first move that a run saw, or the Tracker's own original date where the first run found
    the row moved already; it is blank for a row that never moved.
    ``closed_on`` outlives a reopening, so that the movement can tell a reopened row from one that was never closed.
    """

    counted: Counted | None = None
    closed_on: date | None = None
    reopened_on: date | None = None
    due_on: date | None = None
    moves: int | None = None
    first_due_on: date | None = None


NOTHING_REMEMBERED = RowMemory()
"""What is known of a row that no run has seen before."""
