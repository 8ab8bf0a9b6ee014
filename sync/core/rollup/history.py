"""The history: frozen figures for the end of each month and period, made once, and what the rows say of those days now."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sync.core.clocks import Period, add_months, month_ends, say_date
from sync.core.lifelines import UNKNOWN_PAST, trace_life
from sync.core.line_names import KIND_TITLES, NO_BOARD, NOT_KNOWN, WHOLE_FORCE
from sync.core.records import (
    DesiredRow,
    Figures,
    FrozenLine,
    ListContents,
    Row,
    Standing,
    TargetList,
    TrendPoint,
    Value,
)
from sync.core.rollup.frame import SPLITS
from sync.core.rollup.tables import BOARD, HEADLINE, KIND_AND_SCOPE
from sync.core.rules import Governance
from sync.core.text import build_key, fold
from sync.core.values import read_day, read_text
from sync.core.vocabulary import Status
from sync.core.written import FIGURE_COLUMNS, HISTORY_FIGURES

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
_Day: TypeAlias = dict[tuple[str, str], list[FrozenLine]]
"""What is known of one day by table and line: what was said first, and what was said later after it."""

MONTHS: Final = 13
MONTH_END, PERIOD_END = "Month end", "Period end"
FROZEN, CHANGED_SINCE = "Frozen", "Changed since"
_NEVER: Final = date.max.toordinal()
_MOVED = ("opening", "added", "reopened", "completed", "other_closed")
_TOLD_LATE = ("outstanding", *SPLITS, *_MOVED, "closing", "unexplained")
"""The figures that the rows' dates give for a day gone by; what is overdue or waits for agreement they give for today alone."""
_WORDS: Final[Mapping[str, str]] = {
    "force_specific": "force-specific",
    "causes_of_concern": "causes of concern",
    "afis": "AFIs",
    "other_closed": "otherwise closed",
}
"""What sentences call a figure, where it is not its name."""


@dataclass(frozen=True, slots=True)
class History:
    """What the history list should get, and the trend over the last months. A row that is there is never among them."""

    rows: tuple[DesiredRow, ...]
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One day to be frozen with the period it ends."""

    kind: str
    on: date
    period: Period

    @property
    def label(self) -> str:
        """Return how sentences call it."""
        return f"{self.on:%B %Y}" if self.kind == MONTH_END else f"Period to {say_date(self.on)}"

    def key(self, table: str, line: str) -> str:
        """Return the key of one of its lines, for good."""
        return build_key(self.kind, self.on.isoformat(), table, line)


def freeze_history(
    standings: Sequence[Standing], governance: Governance, contents: ListContents, target: TargetList, as_of: date
) -> History:
    """Return the rows to be added to the history for days that are over, and the trend.

    A day is frozen by the first run after it. Where runs were missed it is made from the rows' dates and marked as late. A
    day whose figures have changed since it was frozen gets one more row that says so; the frozen row stays as it is.
    """
    lives = _Lives(standings, governance, as_of)
    frozen = _read_history(contents, target, governance)
    days: dict[tuple[str, date], _Day] = {}
    for rows in frozen.values():
        days.setdefault((rows[0].kind, rows[0].on), {})[rows[0].table, rows[0].line] = rows
    desired: list[DesiredRow] = []
    points: list[TrendPoint] = []
    for snapshot in _list_snapshots(lives, governance, as_of, set(days)):
        day = days.get((snapshot.kind, snapshot.on), {})
        for line, figures in lives.count(snapshot, set(day)):
            known = day.get(line, [])
            if known or _is_whole(day, line[0]):
                desired.extend(_tell_change(snapshot, line, figures, known, as_of))
            else:
                desired.append(_freeze(snapshot, line, figures, as_of))
            if (snapshot.kind, line[0]) == (MONTH_END, HEADLINE):
                is_late = snapshot.on + timedelta(days=1) < as_of and not known
                points.append(TrendPoint(snapshot.on, figures, known[0].figures if known else None, is_late))
    return History(tuple(desired), tuple(points))


def _list_snapshots(
    lives: "_Lives", governance: Governance, as_of: date, known: AbstractSet[tuple[str, date]]
) -> Iterator[_Snapshot]:
    """Yield the days of the last months for which the rows' dates say anything or something is frozen, month ends first."""
    dated = lives.added[lives.added > UNKNOWN_PAST.toordinal()]
    began = date.fromordinal(int(dated.min())) if len(dated) else date.max
    back = add_months(as_of, -MONTHS - 1)
    for day in month_ends(back, as_of)[-MONTHS:]:
        if day >= began or (MONTH_END, day) in known:
            yield _Snapshot(MONTH_END, day, Period(day.replace(day=1), day))
    for day in governance.periods.ends(back, as_of):
        if day >= began or (PERIOD_END, day) in known:
            yield _Snapshot(PERIOD_END, day, governance.period(day))


def _is_whole(day: _Day, table: str) -> bool:
    """Say whether a table of a frozen day is all there: a run that was cut off may have left some of its lines unwritten."""
    force = day.get((HEADLINE, WHOLE_FORCE))
    if force is None or table == HEADLINE:
        return False
    first = [rows[0].figures for (name, _), rows in day.items() if name == table and not rows[0].is_later]
    return all(
        sum(getattr(each, part) or 0 for each in first) == (getattr(force[0].figures, part) or 0)
        for part in ("outstanding", *_MOVED)
    )


class _Lives:
    """The counted entries' lifelines as numbers of days, column by column, and the groups that each belongs to."""

    def __init__(self, standings: Sequence[Standing], governance: Governance, as_of: date) -> None:
        counted = [standing for standing in standings if standing.is_counted]
        lives = [trace_life(standing, as_of) for standing in counted]
        waits = [
            (each.entry.completed_on or UNKNOWN_PAST) if each.status is Status.AWAITING_AGREEMENT else None
            for each in counted
        ]
        self.added = _number([life.added_on for life in lives])
        self._closed = _number([life.closed_on for life in lives])
        self._reopened = _number([life.reopened_on for life in lives])
        self._again = _number([life.closed_again_on for life in lives])
        self._is_completed = np.array([life.is_completed for life in lives], dtype=bool)
        self._due = _number([standing.deadline for standing in counted])
        self._waits = _number(waits)
        kinds = [standing.kind.value if standing.kind else NOT_KNOWN for standing in counted]
        scopes = [standing.scope.value if standing.scope else NOT_KNOWN for standing in counted]
        self._splits = {
            name: np.array([word in pair for pair in zip(kinds, scopes, strict=True)], dtype=bool)
            for name, (_, word) in SPLITS.items()
        }
        self._lines: list[tuple[str, str]] = [(HEADLINE, WHOLE_FORCE)]
        self._codes: list[tuple[Numbers, int, int]] = [(np.zeros(len(counted), dtype=np.int64), 0, 1)]
        self._add_groups(KIND_AND_SCOPE, [KIND_TITLES[kind] for kind in kinds], list(KIND_TITLES.values()))
        boards = [*(board.name for board in governance.boards), NO_BOARD]
        self._add_groups(BOARD, [standing.entry.board or NO_BOARD for standing in counted], boards)

    def _add_groups(self, table: str, names: Sequence[str], lines: Sequence[str]) -> None:
        places = {name: number for number, name in enumerate(lines)}
        codes = np.array([places.get(name, places[lines[-1]]) for name in names], dtype=np.int64)
        self._codes.append((codes, len(self._lines), len(lines)))
        self._lines += [(table, name) for name in lines]

    def is_open(self, day: date) -> Flags:
        """Say of each entry whether it was outstanding at the end of a day."""
        on = day.toordinal()
        is_open: Flags = (self.added <= on) & ((self._closed > on) | ((self._reopened <= on) & (self._again > on)))
        return is_open

    def count(
        self, snapshot: _Snapshot, known: AbstractSet[tuple[str, str]]
    ) -> Iterator[tuple[tuple[str, str], Figures]]:
        """Yield the figures of the force, of every kind and of every board; what nobody knows only when there is any.

        A line that is ``known``, because it was frozen, has its figures also when they have all fallen to nought.
        """
        marks = self._mark(snapshot)
        totals = {
            name: np.concatenate([np.bincount(codes, weights=mark, minlength=size) for codes, _, size in self._codes])
            for name, mark in marks.items()
        }
        for number, line in enumerate(self._lines):
            sums = {name: int(counts[number]) for name, counts in totals.items()}
            if any(sums.values()) or line in known or line[1] not in {KIND_TITLES[NOT_KNOWN], NO_BOARD}:
                yield line, _build_figures(sums)
        for line in sorted(known - set(self._lines)):
            yield line, _build_figures(dict.fromkeys(marks, 0))

    def _mark(self, snapshot: _Snapshot) -> dict[str, Numbers]:
        """Return noughts and ones for each figure."""
        first, last, on = (day.toordinal() for day in (snapshot.period.first, snapshot.period.last, snapshot.on))

        def fell(days: Numbers) -> Flags:
            within: Flags = (days >= first) & (days <= last)
            return within

        is_open, has_reopened = self.is_open(snapshot.on), self._reopened != _NEVER
        was_closed, was_again, is_completed = fell(self._closed), fell(self._again), self._is_completed
        marks = {
            "outstanding": is_open,
            **{name: is_open & split for name, split in self._splits.items()},
            "overdue": is_open & (self._due < on),
            "awaiting_agreement": is_open & (self._waits <= on),
            "opening": self.is_open(snapshot.period.first - timedelta(days=1)),
            "added": fell(self.added),
            "reopened": fell(self._reopened),
            "completed": (was_closed & (has_reopened | is_completed)).astype(np.int64) + (was_again & is_completed),
            "other_closed": (was_closed & ~has_reopened & ~is_completed) | (was_again & ~is_completed),
        }
        return {name: mark.astype(np.int64) for name, mark in marks.items()}


def _number(days: Sequence[date | None]) -> Numbers:
    return np.array([_NEVER if day is None else day.toordinal() for day in days], dtype=np.int64)


def _build_figures(sums: Mapping[str, int]) -> Figures:
    closing = sums["opening"] + sums["added"] + sums["reopened"] - sums["completed"] - sums["other_closed"]
    return Figures(**sums, closing=closing, unexplained=sums["outstanding"] - closing)


def _read_history(contents: ListContents, target: TargetList, governance: Governance) -> dict[str, list[FrozenLine]]:
    """Return what is frozen by the key it would have now, the frozen row first and what was said later after it.

    A board that was renamed since keeps its history through its alias.
    """
    names = {fold(name): board.name for board in governance.boards for name in (board.name, *board.aliases)}
    found: dict[str, list[FrozenLine]] = {}
    for row in contents.rows:
        on = read_day(row.cells.get("SnapshotOn"))
        if on is not None and read_text(row.cells.get(target.key)):
            frozen = _read_row(row, on, names)
            key = _Snapshot(frozen.kind, on, Period(on, on)).key(frozen.table, frozen.line)
            found.setdefault(key, []).append(frozen)
    return {key: sorted(rows, key=lambda row: row.is_later) for key, rows in found.items()}


def _read_row(row: Row, on: date, names: Mapping[str, str]) -> FrozenLine:
    figures = {}
    for name in HISTORY_FIGURES:
        cell = row.cells.get(FIGURE_COLUMNS[name])
        figures[name] = int(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    table, line = read_text(row.cells.get("Table")), read_text(row.cells.get("Line"))
    return FrozenLine(
        key=read_text(row.cells.get("SyncKey")),
        kind=read_text(row.cells.get("Snapshot")),
        on=on,
        table=table,
        line=names.get(fold(line), line) if table == BOARD else line,
        figures=Figures(**figures),
        is_later=read_text(row.cells.get("Record")) == CHANGED_SINCE,
    )


def _freeze(snapshot: _Snapshot, line: tuple[str, str], figures: Figures, as_of: date) -> DesiredRow:
    """Return the row that freezes a line of a snapshot."""
    is_late = as_of > snapshot.on + timedelta(days=1)
    told = _keep_dated(figures) if is_late else figures
    sentence = f"{_name(snapshot, line)}: {figures.outstanding} outstanding, {figures.added} added, {figures.completed} completed"
    sentence += f" (made late, on {say_date(as_of)}, from the rows' dates)" if is_late else ""
    values = _row_values(snapshot, line, told, sentence, as_of)
    return DesiredRow(snapshot.key(*line), values | {"Record": FROZEN, "MadeLate": is_late})


def _tell_change(
    snapshot: _Snapshot, line: tuple[str, str], figures: Figures, known: Sequence[FrozenLine], as_of: date
) -> Iterator[DesiredRow]:
    """Yield a row when the rows now give a line other figures than the last that was said of it.

    A line that nobody had on the day, such as that of rows without a board, was nought then.
    """
    nought = Figures(**dict.fromkeys(_TOLD_LATE, 0))
    first = known[0].figures if known and not known[0].is_later else nought
    latest = known[-1].figures if known else nought
    if all(getattr(latest, part) in (None, getattr(figures, part)) for part in _TOLD_LATE):
        return
    differing = [
        f"{getattr(figures, part)} {_WORDS.get(part, part)} (was {getattr(first, part)})"
        for part in _TOLD_LATE
        if getattr(first, part) not in (None, getattr(figures, part))
    ]
    sentence = f"{_name(snapshot, line)}: the rows now give {', '.join(differing) or 'what was frozen again'}"
    values = _row_values(snapshot, line, _keep_dated(figures), sentence, as_of)
    key = snapshot.key(*line)
    yield DesiredRow(f"{key}/{len(known)}" if known else key, values | {"Record": CHANGED_SINCE, "MadeLate": True})


def _name(snapshot: _Snapshot, line: tuple[str, str]) -> str:
    return snapshot.label if line[1] == WHOLE_FORCE else f"{snapshot.label}, {line[1]}"


def _keep_dated(figures: Figures) -> Figures:
    return Figures(**{part: getattr(figures, part) for part in _TOLD_LATE})


def _row_values(
    snapshot: _Snapshot, line: tuple[str, str], figures: Figures, sentence: str, as_of: date
) -> dict[str, Value]:
    values: dict[str, Value] = {
        "Title": sentence,
        "Snapshot": snapshot.kind,
        "SnapshotOn": snapshot.on,
        "Period": snapshot.period.label,
        "Table": line[0],
        "Line": line[1],
        "MadeOn": as_of,
    }
    told = {item.name: getattr(figures, item.name) for item in fields(figures)}
    return values | {FIGURE_COLUMNS[name]: told[name] for name in HISTORY_FIGURES}
