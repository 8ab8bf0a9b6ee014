"""What the history list says of each line of each day: what was frozen, and what was said of it later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TypeAlias

from sync.core.records import Figures, FrozenLine, ListContents, Row, TargetList
from sync.core.rollup.tables import BOARD
from sync.core.rules import Governance
from sync.core.text import fold
from sync.core.values import read_day, read_text
from sync.core.written import FIGURE_COLUMNS, HISTORY_FIGURES

FROZEN, CHANGED_SINCE = "Frozen", "Changed since"
Day: TypeAlias = "dict[tuple[str, str], Said]"
"""What was said of one day, by table and line."""

_KEY_PARTS = 4
_NOUGHT = Figures(**dict.fromkeys(HISTORY_FIGURES, 0))


@dataclass(frozen=True)
class Said:
    """What the history says of one line of one day, under every name that the line has had.

    A board that took in another by an alias has both boards' rows. What was frozen stays theirs, and their sum is what the one
    board is compared with. A row that was said of them together has a higher number than its place among the rows of its name.
    """

    rows: tuple[FrozenLine, ...] = ()

    @property
    def frozen(self) -> tuple[FrozenLine, ...]:
        """Return the rows that were frozen: one, or one for each board that is now part of this one."""
        return tuple(row for row in self.rows if row.number == 0 and not row.is_later)

    @property
    def is_to_be_joined(self) -> bool:
        """Say whether two boards' frozen rows have become one board's and no row says so yet."""
        return len(self.frozen) > 1 and not self._together

    @property
    def next_number(self) -> int:
        """Return the number of the next row about the line; it is free also when somebody deleted some of the rows."""
        return max(len(self.rows), *(row.number + 1 for row in self.rows)) if self.rows else 0

    @property
    def first(self) -> Figures:
        """Return what was frozen. A line that nobody had on the day was nought; where somebody deleted it, the oldest row left."""
        return _add_up(
            [_NOUGHT if each[0].number == 0 and each[0].is_later else each[0].figures for each in self._apart]
        )

    @property
    def latest(self) -> Figures:
        """Return what was said last."""
        if self._together:
            return max(self._together, key=lambda row: row.number).figures
        return _add_up([each[-1].figures for each in self._apart])

    @cached_property
    def _names(self) -> Mapping[str, Sequence[FrozenLine]]:
        names: dict[str, list[FrozenLine]] = {}
        for row in sorted(self.rows, key=lambda row: row.number):
            names.setdefault(fold(row.name), []).append(row)
        return names

    @property
    def _together(self) -> Sequence[FrozenLine]:
        if len(self._names) == 1:
            return ()
        return [row for rows in self._names.values() for place, row in enumerate(rows) if row.number > place]

    @property
    def _apart(self) -> Sequence[Sequence[FrozenLine]]:
        together = self._together
        apart = [[row for row in rows if row not in together] for rows in self._names.values()]
        return [rows for rows in apart if rows] or list(self._names.values())


def read_days(contents: ListContents, target: TargetList, governance: Governance) -> dict[tuple[str, date], Day]:
    """Return what was said of each day by the kind of its snapshot; a board that was renamed since stands under its present name."""
    names = {fold(name): board.name for board in governance.boards for name in (board.name, *board.aliases)}
    found: dict[tuple[str, date], dict[tuple[str, str], list[FrozenLine]]] = {}
    for row in contents.rows:
        on = read_day(row.cells.get("SnapshotOn"))
        if on is not None and read_text(row.cells.get(target.key)):
            line = _read_row(row, read_text(row.cells.get(target.key)), on, names)
            found.setdefault((line.kind, on), {}).setdefault((line.table, line.line), []).append(line)
    return {day: {line: Said(tuple(rows)) for line, rows in lines.items()} for day, lines in found.items()}


def _read_row(row: Row, key: str, on: date, names: Mapping[str, str]) -> FrozenLine:
    figures = {}
    for name in HISTORY_FIGURES:
        cell = row.cells.get(FIGURE_COLUMNS[name])
        figures[name] = int(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    table, line = read_text(row.cells.get("Table")), read_text(row.cells.get("Line"))
    number = "".join(key.split("/")[_KEY_PARTS:])
    return FrozenLine(
        key=key,
        kind=read_text(row.cells.get("Snapshot")),
        on=on,
        table=table,
        line=names.get(fold(line), line) if table == BOARD else line,
        name=line,
        figures=Figures(**figures),
        number=int(number) if number.isdecimal() else 0,
        is_later=read_text(row.cells.get("Record")) == CHANGED_SINCE,
    )


def _add_up(some: Sequence[Figures]) -> Figures:
    """Return the sum of each figure; one that a line does not tell is not told of them all."""
    if len(some) <= 1:
        return some[0] if some else _NOUGHT
    told = {item.name: [getattr(each, item.name) for each in some] for item in fields(Figures)}
    return Figures(**{name: None if None in counts else sum(counts) for name, counts in told.items()})
