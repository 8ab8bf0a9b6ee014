"""The figures as rows of the lists that staff open: the position list, and our columns on the tracker."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from sync.core.records import (
    DesiredRow,
    Flag,
    Gap,
    ListContents,
    Position,
    PositionLine,
    Standing,
    TargetList,
    Value,
)
from sync.core.rollup.tables import TABLES
from sync.core.rollup.working import Workings
from sync.core.turns import say_turns
from sync.core.values import read_text
from sync.core.vocabulary import EntryId, FlagState, MatchMethod
from sync.core.written import FIGURE_COLUMNS

_MATCH_WORDS = {
    MatchMethod.REFERENCE: "By reference",
    MatchMethod.DECISION: "By decision",
    MatchMethod.TEXT: "By wording",
    MatchMethod.REVIEW: "Needs a decision",
    MatchMethod.NONE: "Not in the register",
}


def build_position_rows(
    position: Position, contents: ListContents, target: TargetList, workings: Workings
) -> tuple[DesiredRow, ...]:
    """Return the position list as it should be: a row per line, and lines that have had their day retired."""
    rows = [DesiredRow(line.key, _line_values(line, order, workings)) for line, order in _number_lines(position.lines)]
    current = {row.key for row in rows}
    keys = (read_text(row.cells.get(target.key)) for row in contents.rows)
    retired = [DesiredRow(key, {"Retired": True}, is_retired=True) for key in keys if key and key not in current]
    return (*rows, *retired)


def _number_lines(lines: Sequence[PositionLine]) -> Iterator[tuple[PositionLine, int]]:
    """Yield the lines with the number that sorts them: a thousand per table, so that a new line moves no other table's."""
    seen: Counter[str] = Counter()
    for line in lines:
        seen[line.table] += 1
        yield line, 1000 * (TABLES.index(line.table) + 1) + seen[line.table]


def _line_values(line: PositionLine, order: int, workings: Workings) -> dict[str, Value]:
    detail = line.detail
    values: dict[str, Value] = {"Title": line.sentence, "Table": line.table, "Line": line.line, "SortOrder": order}
    values |= {FIGURE_COLUMNS[item.name]: getattr(line.figures, item.name) for item in fields(line.figures)}
    values |= {
        "Board": detail.board,
        "Chair": detail.chair,
        "State": detail.state,
        "OnDate": detail.on,
        "FirstDate": detail.first_on,
        "DeepDive": detail.is_deep_dive,
        "Working": workings.build_link(line),
        "WorkingRows": workings.build_text(line),
    }
    return values | {"Retired": False}


def build_flag_column_rows(standings: Sequence[Standing], flags: Iterable[Flag]) -> tuple[DesiredRow, ...]:
    """Return our columns for every row of the tracker: short, and changed only when their meaning does.

    Dismissed gaps are not shown. The date is the one the row is due by, and blank once it is done.
    """
    open_flags: dict[EntryId, list[Flag]] = {}
    for flag in flags:
        if flag.state is FlagState.OPEN:
            for entry in flag.gap.entries:
                open_flags.setdefault(entry, []).append(flag)
    return tuple(_flag_columns(standing, open_flags.get(standing.entry.id, [])) for standing in standings)


def _flag_columns(standing: Standing, flags: Sequence[Flag]) -> DesiredRow:
    worst_first = sorted(flags, key=lambda flag: (flag.gap.severity.rank, flag.gap.kind))
    words = dict.fromkeys(_name_gap(flag.gap, standing.entry.id) for flag in worst_first)
    memory = standing.memory
    values: dict[str, Value] = {
        "SyncRegisterRef": standing.item.id if standing.item else None,
        "SyncMatch": _say_match(standing),
        "SyncGaps": "; ".join(words).capitalize(),
        "SyncSeverity": worst_first[0].gap.severity.value if worst_first else None,
        "SyncDue": standing.deadline if standing.is_outstanding else None,
        "SyncUndated": standing.is_outstanding and standing.deadline is None,
        "SyncPublished": standing.publication.published.on if standing.publication else None,
        "SyncCounts": standing.counted_as.label,
        "SyncClosed": memory.closed_on,
        "SyncReopened": memory.reopened_on,
        "SyncLife": say_turns(memory),
        "SyncMoved": memory.moves,
        "SyncFirstDue": memory.first_due_on,
    }
    return DesiredRow(str(standing.entry.id), values, row_id=standing.entry.id)


def _name_gap(gap: Gap, entry: EntryId) -> str:
    """Return a gap's kind in words, and under which row it stands when it names several; the link to it reads that number."""
    is_elsewhere = gap.entry is not None and gap.entry != entry
    return f"{gap.kind.label} (with row {gap.entry})" if is_elsewhere else gap.kind.label


def _say_match(standing: Standing) -> str:
    is_outside = standing.match.method is MatchMethod.DECISION and standing.match.ref is None
    return "Decided: not in the register" if is_outside else _MATCH_WORDS[standing.match.method]
