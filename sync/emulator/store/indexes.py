"""Which items have which value in an indexed column: what makes a condition narrow and a value unique."""

import json
import sqlite3
from collections.abc import Iterable, Mapping

from sync.emulator.errors import FieldDefinitionError
from sync.emulator.store.built_in import SYSTEM

#: The columns that an item keeps beside its cells and that can be indexed.
_SYSTEM_COLUMNS = {
    "ID": "id",
    "Created": "created",
    "Modified": "modified",
    "Author": "author",
    "Editor": "editor",
}


def can_be_indexed(field_name: str) -> bool:
    """Say whether there is anything to index in the column of that name."""
    return field_name in _SYSTEM_COLUMNS or field_name not in SYSTEM


def build_key(value: object) -> str:
    """Return the form in which values are compared: case does not count, as in SharePoint's own database."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(float(value))
    return str(value).casefold()


def find_other_item(
    connection: sqlite3.Connection, list_id: str, field_name: str, value: object, item_id: int
) -> int | None:
    """Return another item with the same value in that column, or None."""
    row = connection.execute(
        "SELECT item_id FROM index_entries WHERE list_id = ? AND field = ? AND value = ? AND item_id <> ? LIMIT 1",
        (list_id, field_name, build_key(value), item_id),
    ).fetchone()
    return row[0] if row else None


def read_items_with(connection: sqlite3.Connection, list_id: str, field_name: str, value: object) -> list[int]:
    """Return the ids of the items with that value in an indexed column, ascending."""
    rows = connection.execute(
        "SELECT item_id FROM index_entries WHERE list_id = ? AND field = ? AND value = ? ORDER BY item_id",
        (list_id, field_name, build_key(value)),
    )
    return [row[0] for row in rows]


def write_entries(
    connection: sqlite3.Connection, list_id: str, item_id: int, values: Mapping[str, object], names: Iterable[str]
) -> None:
    """Enter an item's values in the indexes of the columns ``names``."""
    connection.execute("DELETE FROM index_entries WHERE list_id = ? AND item_id = ?", (list_id, item_id))
    connection.executemany(
        "INSERT INTO index_entries (list_id, field, value, item_id) VALUES (?, ?, ?, ?)",
        [(list_id, name, build_key(values[name]), item_id) for name in names if values.get(name) is not None],
    )


def write_entry(connection: sqlite3.Connection, list_id: str, field_name: str, value: object, item_id: int) -> None:
    """Enter one value in the index of one column."""
    connection.execute(
        "INSERT INTO index_entries (list_id, field, value, item_id) VALUES (?, ?, ?, ?)",
        (list_id, field_name, build_key(value), item_id),
    )


def drop_entries(connection: sqlite3.Connection, list_id: str, item_id: int) -> None:
    """Take an item out of all indexes."""
    connection.execute("DELETE FROM index_entries WHERE list_id = ? AND item_id = ?", (list_id, item_id))


def drop_entry(connection: sqlite3.Connection, list_id: str, field_name: str, item_id: int) -> None:
    """Take an item out of one index."""
    connection.execute(
        "DELETE FROM index_entries WHERE list_id = ? AND field = ? AND item_id = ?", (list_id, field_name, item_id)
    )


def fill_index(connection: sqlite3.Connection, list_id: str, field_name: str, *, is_unique: bool) -> None:
    """Build a column's index anew; raises ``FieldDefinitionError`` when it must be unique and is not."""
    drop_index(connection, list_id, field_name)
    column = _SYSTEM_COLUMNS.get(field_name, "cells")
    query = f"SELECT id, {column} FROM items WHERE list_id = ?"  # noqa: S608 - a name from the table above
    rows = connection.execute(query, (list_id,)).fetchall()
    entries = []
    for item_id, stored in rows:
        value = stored if field_name in SYSTEM else json.loads(stored).get(field_name)
        if value is not None:
            entries.append((list_id, field_name, build_key(value), item_id))
    if is_unique and len({entry[2] for entry in entries}) < len(entries):
        raise FieldDefinitionError(message=f"The column '{field_name}' already holds values that repeat.")
    connection.executemany("INSERT INTO index_entries (list_id, field, value, item_id) VALUES (?, ?, ?, ?)", entries)


def drop_index(connection: sqlite3.Connection, list_id: str, field_name: str) -> None:
    """Forget a column's index."""
    connection.execute("DELETE FROM index_entries WHERE list_id = ? AND field = ?", (list_id, field_name))
