"""The position: the figures that boards act on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sync.core.clocks import Period
from sync.core.records.matches import Uncounted
from sync.core.text import fold


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one line of the position; the names are those of the position list's columns. None is not told here."""

    outstanding: int | None = None
    national: int | None = None
    joint: int | None = None
    force_specific: int | None = None
    causes_of_concern: int | None = None
    recommendations: int | None = None
    afis: int | None = None
    overdue: int | None = None
    awaiting_agreement: int | None = None
    added: int | None = None
    completed: int | None = None
    other_closed: int | None = None
    reopened: int | None = None
    opening: int | None = None
    closing: int | None = None
    median_age_days: int | None = None
    oldest_days: int | None = None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One line of one table of the position, with a sentence that says it in words."""

    table: str
    line: str
    sentence: str
    figures: Figures

    @property
    def key(self) -> str:
        """Return the line's key for good: its table and its name."""
        return "/".join("-".join(fold(part).split()) for part in (self.table, self.line))


@dataclass(frozen=True, slots=True)
class Movement:
    """How the outstanding figure came about: opening + added + reopened - completed - other closed = closing.

    ``unexplained`` is what the rows show outstanding beyond ``closing``; it is 0 when every row carries its dates.
    """

    opening: int
    added: int
    reopened: int
    completed: int
    other_closed: int
    unexplained: int

    @property
    def closing(self) -> int:
        """Return the sum."""
        return self.opening + self.added + self.reopened - self.completed - self.other_closed


@dataclass(frozen=True, slots=True)
class Position:
    """The force's position on a day: the lines for the position list, and the figures that scripts read.

    ``kind_and_scope`` counts outstanding entries; a kind or scope nobody knows is told under ``not-known``.
    """

    as_of: date
    period: Period
    lines: tuple[PositionLine, ...]
    outstanding: int
    kind_and_scope: Mapping[str, Mapping[str, int]]
    movement: Movement
    sign_off_sessions: Mapping[date, int]
    uncounted: Mapping[Uncounted, int]
