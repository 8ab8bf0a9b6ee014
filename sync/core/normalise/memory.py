"""Our columns on the tracker, read back: what an earlier run left there."""

from collections.abc import Mapping

from sync.core.records import ListContents, Row, RowMemory
from sync.core.text import fold
from sync.core.turns import read_turns
from sync.core.values import read_day, read_text
from sync.core.vocabulary import Counted, EntryId

_WORDS = {fold(word.label): word for word in Counted}


def normalise_memories(tracker: ListContents) -> Mapping[EntryId, RowMemory]:
    """Return what is remembered of each row; a row, or a tracker, without our columns has nothing."""
    return {
        EntryId(row.id): _read(row)
        for row in tracker.rows
        if any(row.cells.get(name) is not None for name in ("SyncCounts", "SyncClosed", "SyncLife"))
    }


def _read(row: Row) -> RowMemory:
    moves, counted = row.cells.get("SyncMoved"), _WORDS.get(fold(read_text(row.cells.get("SyncCounts"))))
    closed_on, reopened_on = read_day(row.cells.get("SyncClosed")), read_day(row.cells.get("SyncReopened"))
    return RowMemory(
        counted=counted,
        turns=read_turns(read_text(row.cells.get("SyncLife")), counted, closed_on, reopened_on),
        due_on=read_day(row.cells.get("SyncDue")),
        moves=int(moves) if isinstance(moves, int | float) else None,
        first_due_on=read_day(row.cells.get("SyncFirstDue")),
    )
