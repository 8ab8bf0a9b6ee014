"""The history: frozen figures for the end of each month and period, made once, and what the rows say of those days now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sync.core.clocks import Period, add_months, month_ends, say_date
from sync.core.lifelines import UNKNOWN_PAST, trace_life
from sync.core.line_names import KIND_TITLES, NO_BOARD, NOT_KNOWN, WHOLE_FORCE
from sync.core.records import (
    DesiredRow,
    Figures,
    ListContents,
    Standing,
    TargetList,
    TrendPoint,
    TurnKind,
    Value,
)
from sync.core.rollup.frame import SPLITS
from sync.core.rollup.frozen import CHANGED_SINCE, FROZEN, Day, Said, read_days
from sync.core.rollup.tables import BOARD, HEADLINE, KIND_AND_SCOPE
from sync.core.rollup.working import Workings
from sync.core.rules import Governance
from sync.core.text import build_key, say_list
from sync.core.vocabulary import EntryId, Status, TrackerField
from sync.core.written import FIGURE_COLUMNS, HISTORY_FIGURES

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

MONTHS: Final = 13
MONTH_END, PERIOD_END = "Month end", "Period end"
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
    standings: Sequence[Standing],
    governance: Governance,
    contents: ListContents,
    target: TargetList,
    as_of: date,
    workings: Workings | None = None,
) -> History:
    """Return the rows to be added to the history for days that are over, and the trend.

    A day is frozen by the first run after it. Where runs were missed it is made from the rows' dates and marked as late. A
    day whose figures have changed since it was frozen gets one more row that says so; the frozen row stays as it is. With
    ``workings`` each row carries the addresses of the tracker's rows that were behind its figures.
    """
    lives = _Lives(standings, governance, as_of)
    days = read_days(contents, target, governance)
    writer = _Writer(as_of, workings)
    desired: list[DesiredRow] = []
    points: list[TrendPoint] = []
    for snapshot in _list_snapshots(lives, governance, as_of, set(days)):
        day = days.get((snapshot.kind, snapshot.on), {})
        counts = list(lives.count(snapshot, set(day)))
        adrift = lives.count_adrift(snapshot)
        boards_wait = _is_only_adrift(counts, day, adrift)
        for count in counts:
            said = day.get(count.line, Said())
            if said.rows or _is_whole(day, count.line[0]):
                desired.extend(() if boards_wait and count.line[0] == BOARD else writer.tell_change(count, said))
            else:
                desired.append(writer.freeze(count, adrift.get("outstanding", 0)))
            if (snapshot.kind, count.line[0]) == (MONTH_END, HEADLINE):
                is_late = snapshot.on + timedelta(days=1) < as_of and not said.rows
                frozen = said.first if said.frozen else None
                points.append(TrendPoint(snapshot.on, count.figures, frozen, is_late))
    return History(tuple(desired), tuple(points))


def _list_snapshots(
    lives: "_Lives", governance: Governance, as_of: date, known: AbstractSet[tuple[str, date]]
) -> Iterator[_Snapshot]:
    """Yield the days of the last months to be frozen or compared, month ends first.

    They begin with the first day that the rows tell of or that is frozen; what ended yesterday is frozen whatever the rows tell,
    also of a tracker without any.
    """
    began = min([lives.find_first_day(), *(day for _, day in known), as_of - timedelta(days=1)])
    back = add_months(as_of, -MONTHS - 1)
    for day in month_ends(back, as_of)[-MONTHS:]:
        if day >= began:
            yield _Snapshot(MONTH_END, day, Period(day.replace(day=1), day))
    for day in governance.periods.ends(back, as_of):
        if day >= began:
            yield _Snapshot(PERIOD_END, day, governance.period(day))


def _is_whole(day: Day, table: str) -> bool:
    """Say whether a table of a frozen day is all there: a run that was cut off may have left some of its lines unwritten."""
    force = day.get((HEADLINE, WHOLE_FORCE))
    if force is None or not force.frozen or table == HEADLINE:
        return False
    first = [row.figures for (name, _), said in day.items() if name == table for row in said.frozen]
    return all(
        sum(getattr(each, part) or 0 for each in first) == (getattr(force.first, part) or 0)
        for part in ("outstanding", *_MOVED)
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """What the rows say now of one line of a snapshot. ``list_rows`` names those behind each figure; it is asked only to write."""

    snapshot: _Snapshot
    line: tuple[str, str]
    figures: Figures
    list_rows: Callable[[], dict[str, tuple[EntryId, ...]]]

    @property
    def label(self) -> str:
        """Return how sentences call it."""
        line = self.line[1]
        return self.snapshot.label if line == WHOLE_FORCE else f"{self.snapshot.label}, {line}"


class _Lives:
    """The counted entries' lifelines as numbers of days, column by column, and the groups that each belongs to."""

    def __init__(self, standings: Sequence[Standing], governance: Governance, as_of: date) -> None:
        counted = sorted((each for each in standings if each.is_counted), key=lambda each: each.entry.id)
        self._ids = np.array([standing.entry.id for standing in counted], dtype=np.int64)
        lives = [trace_life(standing, as_of) for standing in counted]
        waits = [
            (each.entry.completed_on or UNKNOWN_PAST) if each.status is Status.AWAITING_AGREEMENT else None
            for each in counted
        ]
        self.added = _number([life.added_on for life in lives])
        turns = [(place, turn) for place, life in enumerate(lives) for turn in life.turns]
        self._turned_on = _number([turn.on for _, turn in turns])
        self._turned = np.array([place for place, _ in turns], dtype=np.int64)
        self._kinds = {kind: np.array([turn.kind is kind for _, turn in turns], dtype=bool) for kind in TurnKind}
        self._is_adrift = np.array([_is_adrift(standing) for standing in counted], dtype=bool)
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

    def find_first_day(self) -> date:
        """Return the first day that anything is known of; without any, the last day of the calendar."""
        days = np.concatenate([self.added, self._turned_on])
        known = days[(days > UNKNOWN_PAST.toordinal())]
        return date.fromordinal(int(known.min(initial=_NEVER)))

    def is_open(self, day: date) -> Flags:
        """Say of each entry whether it was outstanding at the end of a day."""
        on = day.toordinal()
        was = self._turned_on <= on
        reopened = self._count_turns(was & self._kinds[TurnKind.REOPENED])
        is_open: Flags = (self.added <= on) & (self._count_turns(was) == 2 * reopened)
        return is_open

    def _count_turns(self, some: Flags) -> Numbers:
        """Return how many of some turns each entry took. An entry with as many reopenings as closures is open."""
        return np.bincount(self._turned[some], minlength=len(self.added))

    def count(self, snapshot: _Snapshot, known: AbstractSet[tuple[str, str]]) -> Iterator[_Count]:
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
                yield _Count(snapshot, line, Figures(**sums), partial(self._list_rows, marks, number))
        for line in sorted(known - set(self._lines)):
            yield _Count(snapshot, line, Figures(**dict.fromkeys(marks, 0)), dict)

    def count_adrift(self, snapshot: _Snapshot) -> dict[str, int]:
        """Return the figures of the rows whose board nobody has mapped; nothing where there are none."""
        if not self._is_adrift.any():
            return {}
        return {name: int(mark[self._is_adrift].sum()) for name, mark in self._mark(snapshot).items()}

    def _list_rows(self, marks: Mapping[str, Numbers], number: int) -> dict[str, tuple[EntryId, ...]]:
        """Return the rows behind each figure of one line, in order of ID."""
        codes, first = next((codes, first) for codes, first, size in self._codes if first <= number < first + size)
        is_here = codes == number - first
        found = {name: self._ids[is_here & (mark != 0)].tolist() for name, mark in marks.items()}
        return {name: tuple(ids) for name, ids in found.items() if ids}

    def _mark(self, snapshot: _Snapshot) -> dict[str, Numbers]:
        """Return noughts and ones for each figure."""
        first, last, on = (day.toordinal() for day in (snapshot.period.first, snapshot.period.last, snapshot.on))

        def fell(days: Numbers) -> Flags:
            within: Flags = (days >= first) & (days <= last)
            return within

        is_open, in_period = self.is_open(snapshot.on), fell(self._turned_on)
        completed, other_closed, reopened = (
            self._count_turns(in_period & self._kinds[kind])
            for kind in (TurnKind.COMPLETED, TurnKind.CLOSED, TurnKind.REOPENED)
        )
        marks = {
            "outstanding": is_open,
            **{name: is_open & split for name, split in self._splits.items()},
            "overdue": is_open & (self._due < on),
            "awaiting_agreement": is_open & (self._waits <= on),
            "opening": self.is_open(snapshot.period.first - timedelta(days=1)),
            "added": fell(self.added),
            "reopened": reopened,
            "completed": completed,
            "other_closed": other_closed,
        }
        numbers = {name: mark.astype(np.int64) for name, mark in marks.items()}
        came = numbers["opening"] + numbers["added"] + numbers["reopened"]
        closing = came - numbers["completed"] - numbers["other_closed"]
        return numbers | {"closing": closing, "unexplained": numbers["outstanding"] - closing}


def _is_adrift(standing: Standing) -> bool:
    problem = standing.entry.problem_with(TrackerField.BOARD)
    return problem is not None and problem.is_unmapped


def _number(days: Sequence[date | None]) -> Numbers:
    return np.array([_NEVER if day is None else day.toordinal() for day in days], dtype=np.int64)


def _is_only_adrift(counts: Sequence[_Count], day: Day, adrift: Mapping[str, int]) -> bool:
    """Say whether boards differ from what was said of a day in nothing but rows whose board nobody has mapped.

    A board that was renamed in the site before it was in governance.yaml has lost its rows to those without a board. That is a gap
    of its own (``unmapped-value``); the history, where nothing is ever taken back, waits until the name is mapped.
    """
    for part in _TOLD_LATE if any(adrift.values()) else ():
        lost, gained = [], 0
        for count in counts:
            was, now = getattr(day.get(count.line, Said()).latest, part), getattr(count.figures, part)
            if count.line[0] != BOARD or was is None:
                continue
            if count.line[1] == NO_BOARD:
                gained = now - was
            else:
                lost.append(was - now)
        has_gone_otherwise = part != "unexplained" and not all(0 <= each <= adrift[part] for each in lost)
        if has_gone_otherwise or sum(lost) != gained:
            return False
    return any(adrift.values())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Makes the rows that a run adds to the history."""

    as_of: date
    workings: Workings | None

    def freeze(self, count: _Count, adrift: int) -> DesiredRow:
        """Return the row that freezes a line of a snapshot; a board's says how many outstanding rows (``adrift``) it may lack."""
        figures, is_late = count.figures, self.as_of > count.snapshot.on + timedelta(days=1)
        told = _keep_dated(figures) if is_late else figures
        sentence = (
            f"{count.label}: {figures.outstanding} outstanding, {figures.added} added, {figures.completed} completed"
        )
        if adrift and count.line[0] == BOARD:
            sentence += f"; {adrift} outstanding with a board that nobody has mapped counted under {NO_BOARD}"
        sentence += f" (made late, on {say_date(self.as_of)}, from the rows' dates)" if is_late else ""
        values = self._values(count, told, sentence)
        return DesiredRow(count.snapshot.key(*count.line), values | {"Record": FROZEN, "MadeLate": is_late})

    def tell_change(self, count: _Count, said: Said) -> Iterator[DesiredRow]:
        """Yield a row when the rows now give a line other figures than the last that was said of it, or when boards became one."""
        figures, was, last = count.figures, said.first, said.latest
        has_changed = any(getattr(last, part) not in (None, getattr(figures, part)) for part in _TOLD_LATE)
        if not has_changed and not said.is_to_be_joined:
            return
        differing = [
            f"{getattr(figures, part)} {_WORDS.get(part, part)} (was {getattr(was, part)})"
            for part in _TOLD_LATE
            if getattr(was, part) not in (None, getattr(figures, part))
        ]
        told = f"the rows now give {', '.join(differing) if differing else 'what was frozen again'}"
        if said.is_to_be_joined:
            parts = say_list([f"{row.figures.outstanding} as {row.name}" for row in said.frozen])
            told = f"frozen with {parts}, which are one board now" + (f"; {told}" if differing else "")
        values = self._values(count, _keep_dated(figures), f"{count.label}: {told}")
        key, number = count.snapshot.key(*count.line), said.next_number
        yield DesiredRow(f"{key}/{number}" if number else key, values | {"Record": CHANGED_SINCE, "MadeLate": True})

    def _values(self, count: _Count, figures: Figures, sentence: str) -> dict[str, Value]:
        told = {name: getattr(figures, name) for name in HISTORY_FIGURES}
        rows = count.list_rows() if self.workings else {}
        behind = {name: rows[name] for name in HISTORY_FIGURES if told[name] is not None and name in rows}
        values: dict[str, Value] = {
            "Title": sentence,
            "Snapshot": count.snapshot.kind,
            "SnapshotOn": count.snapshot.on,
            "Period": count.snapshot.period.label,
            "Table": count.line[0],
            "Line": count.line[1],
            "MadeOn": self.as_of,
            "WorkingRows": self.workings.build_frozen_text(behind) if self.workings else "",
        }
        return values | {FIGURE_COLUMNS[name]: figure for name, figure in told.items()}


def _keep_dated(figures: Figures) -> Figures:
    return Figures(**{part: getattr(figures, part) for part in _TOLD_LATE})
