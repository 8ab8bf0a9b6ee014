"""The position: the figures that boards act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.clocks import Period
from sync.core.records.matches import Uncounted
from sync.core.text import build_key
from sync.core.vocabulary import EntryId


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
    unexplained: int | None = None
    age_0_to_3_months: int | None = None
    age_3_to_6_months: int | None = None
    age_6_to_12_months: int | None = None
    age_12_to_24_months: int | None = None
    age_over_24_months: int | None = None
    age_not_known: int | None = None
    mean_age_days: int | None = None
    median_age_days: int | None = None
    oldest_days: int | None = None
    returned: int | None = None
    accepted_first_time: int | None = None
    times_moved: int | None = None


@dataclass(frozen=True, slots=True)
class LineDetail:
    """What a line says besides figures: whose it is, in what state, and the dates it is about.

    ``first_on`` is the date before it was moved. ``state`` is a grade, an inspection's state or a word of ours.
    ``is_deep_dive`` says of a question that it is for the Governance Board's deep dive.
    """

    board: str = ""
    chair: str = ""
    state: str = ""
    on: date | None = None
    first_on: date | None = None
    is_deep_dive: bool = False


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One line of one table of the position, with a sentence that says it in words."""

    table: str
    line: str
    sentence: str
    figures: Figures
    detail: LineDetail = LineDetail()
    rows: Mapping[str, tuple[EntryId, ...]] = field(default_factory=dict)
    """Name of a figure: the tracker's rows behind it, in order of ID."""
    row_id: int | None = None
    """The row of a list of people's that the line is about, where a name may change and stand twice."""
    kept: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """What of the list that people keep, inspections or self-assessment, is behind the line: words for it, and its rows."""

    @property
    def key(self) -> str:
        """Return the line's key for good: its table, and its name or the row that it is about."""
        return build_key(self.table, self.line if self.row_id is None else str(self.row_id))


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
class TrendPoint:
    """One month end of the trend: what was frozen, and what the rows say of that day now.

    ``frozen`` is None for a month without a snapshot. The figures of both are outstanding, added and completed in the month.
    """

    on: date
    now: Figures
    frozen: Figures | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """The force's position on a day: the lines for the position list, and the figures that scripts read.

    ``kind_and_scope`` counts outstanding entries; a kind or scope nobody knows is told under ``not-known``. ``trend`` has the
    last thirteen month ends, oldest first.
    """

    as_of: date
    period: Period
    lines: tuple[PositionLine, ...]
    outstanding: int
    kind_and_scope: Mapping[str, Mapping[str, int]]
    movement: Movement
    sign_off_sessions: Mapping[date, int]
    uncounted: Mapping[Uncounted, int]
    trend: tuple[TrendPoint, ...] = ()
