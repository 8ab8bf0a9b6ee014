"""The change log of a list: what happened to which item, numbered (sharepoint.md C.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sync.emulator.moments import write_instant
from sync.emulator.store.database import Store

ADDED, UPDATED, DELETED, RENAMED, RESTORED = 1, 2, 3, 4, 7
#: How long SharePoint keeps the log.
KEPT_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log; ``kind`` is a number of SharePoint's ChangeType."""

    number: int
    item_id: int
    unique_id: str
    kind: int
    moment: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """Where to begin: after a number, or at a moment when ``number`` is negative."""

    number: int
    moment: datetime


def note_change(store: Store, list_id: str, item_id: int, unique_id: str, kind: int) -> None:
    """Enter a change and say of the list that its items changed."""
    now = write_instant(store.clock())
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO changes (list_id, item_id, unique_id, kind, moment) VALUES (?, ?, ?, ?, ?)",
            (list_id, item_id, unique_id, kind, now),
        )
        connection.execute("UPDATE lists SET item_modified = ? WHERE id = ?", (now, list_id))


def read_changes(store: Store, list_id: str, since: Since | None, kinds: Sequence[int], limit: int) -> list[Change]:
    """Return the first ``limit`` changes of those kinds, oldest first, as far back as the log is kept."""
    oldest = store.clock().astimezone(UTC) - KEPT_FOR
    if since and since.number < 0:
        oldest = max(oldest, since.moment)
    after = since.number if since else 0
    marks = ",".join("?" * len(kinds))
    query = (
        "SELECT number, item_id, unique_id, kind, moment FROM changes "  # noqa: S608 - only question marks go in
        f"WHERE list_id = ? AND number > ? AND moment >= ? AND kind IN ({marks}) ORDER BY number LIMIT ?"
    )
    with store.reading() as connection:
        rows = connection.execute(query, (list_id, after, write_instant(oldest), *kinds, limit)).fetchall()
    return [
        Change(number, item_id, unique_id, kind, datetime.fromisoformat(moment))
        for number, item_id, unique_id, kind, moment in rows
    ]


def read_last_number(store: Store, list_id: str) -> int:
    """Return the number of the last change of a list, or 0."""
    with store.reading() as connection:
        row = connection.execute("SELECT max(number) FROM changes WHERE list_id = ?", (list_id,)).fetchone()
    return row[0] or 0
