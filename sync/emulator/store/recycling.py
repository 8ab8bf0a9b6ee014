"""The recycle bin: what was taken away, whole, so that it can be brought back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sync.emulator.file_errors import BinItemMissingError
from sync.emulator.moments import write_instant
from sync.emulator.store.database import Store

ITEM, LIST, FILE, FOLDER = "item", "list", "file", "folder"
#: Every table with rows of a list, and the column that says which list.
LIST_TABLES = {
    "lists": "id",
    "fields": "list_id",
    "views": "list_id",
    "content_types": "list_id",
    "items": "list_id",
    "item_versions": "list_id",
    "entries": "list_id",
}
_COLUMNS = "SELECT id, kind, list_id, item_id, title, folder, deleted, deleted_by FROM recycle_bin"

Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class BinRecord:
    """One thing in the bin; ``folder`` is the address it was at, from the server's root."""

    id: str
    kind: str
    list_id: str
    item_id: int | None
    title: str
    folder: str
    deleted: str
    deleted_by: int


@dataclass(frozen=True, slots=True)
class Discarded:
    """What goes into the bin, and who put it there."""

    kind: str
    list_id: str
    item_id: int | None
    title: str
    folder: str
    user_id: int


def bin_items(store: Store, what: Discarded, item_ids: Sequence[int]) -> str:
    """Keep items, with what they are in a library, and return the bin's id for them."""
    marks = ",".join("?" * len(item_ids))
    key = (what.list_id, *item_ids)
    document = {
        "items": _read_rows(store, f"SELECT * FROM items WHERE list_id = ? AND id IN ({marks})", key),  # noqa: S608
        "entries": _read_rows(store, f"SELECT * FROM entries WHERE list_id = ? AND item_id IN ({marks})", key),  # noqa: S608
    }
    return _write_bin(store, what, document)


def bin_list(store: Store, what: Discarded) -> str:
    """Keep a list with all it holds and return the bin's id for it."""
    document = {
        table: _read_rows(store, f"SELECT * FROM {table} WHERE {key} = ?", (what.list_id,))  # noqa: S608 - our names
        for table, key in LIST_TABLES.items()
    }
    return _write_bin(store, what, document)


def read_bin(store: Store) -> list[BinRecord]:
    """Return what is in the bin, the latest first."""
    with store.reading() as connection:
        return [BinRecord(*row) for row in connection.execute(f"{_COLUMNS} ORDER BY deleted DESC, rowid DESC")]


def find_in_bin(store: Store, bin_id: str) -> BinRecord:
    """Return one thing in the bin; raises ``BinItemMissingError``."""
    with store.reading() as connection:
        row = connection.execute(f"{_COLUMNS} WHERE id = ?", (bin_id,)).fetchone()
    if row is None:
        raise BinItemMissingError
    return BinRecord(*row)


def take_from_bin(store: Store, record: BinRecord) -> dict[str, Rows]:
    """Return the rows of a thing in the bin, by table, and forget it."""
    with store.writing() as connection:
        row = connection.execute("DELETE FROM recycle_bin WHERE id = ? RETURNING document", (record.id,)).fetchone()
    document: dict[str, Rows] = json.loads(row[0])
    return document


def insert_rows(store: Store, document: dict[str, Rows]) -> None:
    """Put rows back into their tables."""
    with store.writing() as connection:
        for table, rows in document.items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
                connection.execute(statement, tuple(row.values()))


def _read_rows(store: Store, query: str, values: tuple[object, ...]) -> Rows:
    with store.reading() as connection:
        cursor = connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _write_bin(store: Store, what: Discarded, document: dict[str, Rows]) -> str:
    bin_id = str(uuid4())
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO recycle_bin (id, kind, list_id, item_id, title, folder, deleted, deleted_by, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                bin_id,
                what.kind,
                what.list_id,
                what.item_id,
                what.title,
                what.folder,
                write_instant(store.clock()),
                what.user_id,
                json.dumps(document),
            ),
        )
    return bin_id
