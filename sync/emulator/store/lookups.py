"""Lookups of items that are gone: empty, as SharePoint shows them, and back when the item comes back.

What pointed at an item in the recycle bin is remembered in ``hidden_references`` until the item is restored, is deleted
for good, or somebody writes the cell.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sync.emulator.store.database import Store
from sync.emulator.store.indexes import drop_entry, write_entry
from sync.emulator.store.kinds import LOOKUP

_LOOKUPS = (
    "SELECT list_id, internal_name, json_extract(settings, '$.LookupList'), "
    "coalesce(json_extract(settings, '$.AllowMultipleValues'), 0), coalesce(json_extract(settings, '$.Indexed'), 0) "
    "FROM fields WHERE kind = ? "
)


@dataclass(frozen=True, slots=True)
class _Column:
    list_id: str
    name: str
    target_list: str
    is_many: int
    is_indexed: int


@dataclass(frozen=True, slots=True)
class _Reference:
    """One id in one lookup cell."""

    column: _Column
    item_id: int
    position: int
    target_id: int


def clear_lookups(store: Store, list_id: str, item_id: int) -> None:
    """Empty every lookup of an item that is deleted for good; the items that looked it up keep their version."""
    with store.writing() as connection:
        for reference in _find_references(connection, list_id, item_id):
            _take_out(connection, reference)
        key = (list_id, item_id)
        connection.execute("DELETE FROM hidden_references WHERE target_list = ? AND target_id = ?", key)
        connection.execute("DELETE FROM hidden_references WHERE list_id = ? AND item_id = ?", key)


def hide_lookups(store: Store, list_id: str, item_id: int) -> None:
    """Empty every lookup of an item that goes to the recycle bin, and remember them."""
    with store.writing() as connection:
        for reference in _find_references(connection, list_id, item_id):
            _take_out(connection, reference)
            _remember(connection, reference)


def show_lookups(store: Store, list_id: str, item_id: int) -> None:
    """Put an item that came back into the lookups that it was in, and take out of its own what went meanwhile."""
    with store.writing() as connection:
        for reference in _list_own_references(connection, list_id, item_id):
            if not _is_there(connection, reference.column.target_list, reference.target_id):
                _take_out(connection, reference)
                if _is_in_bin(connection, reference.column.target_list, reference.target_id):
                    _remember(connection, reference)
        hidden = connection.execute(
            "SELECT list_id, item_id, field, position, target_list, target_id FROM hidden_references "
            "WHERE (target_list = ? AND target_id = ?) OR (list_id = ? AND item_id = ?)",
            (list_id, item_id, list_id, item_id),
        ).fetchall()
        for row_list, row_id, name, position, target_list, target_id in hidden:
            if _is_there(connection, row_list, row_id) and _is_there(connection, target_list, target_id):
                for column in _find_columns(connection, "AND list_id = ? AND internal_name = ?", (row_list, name)):
                    _put_back(connection, _Reference(column, row_id, position, target_id))


def forget_lookups(connection: sqlite3.Connection, list_id: str, item_id: int, names: Iterable[str]) -> None:
    """Let what somebody now writes in these cells stand, whatever comes back."""
    connection.executemany(
        "DELETE FROM hidden_references WHERE list_id = ? AND item_id = ? AND field = ?",
        [(list_id, item_id, name) for name in names],
    )


def _find_columns(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[_Column]:
    rows = connection.execute(_LOOKUPS + where, (LOOKUP.number, *values)).fetchall()
    return [_Column(*row) for row in rows if row[2]]


def _find_references(connection: sqlite3.Connection, list_id: str, item_id: int) -> Iterator[_Reference]:
    for column in _find_columns(connection, "AND json_extract(settings, '$.LookupList') = ?", (list_id,)):
        query = (
            "SELECT items.id, coalesce(cell.key, 0), cell.value FROM items, json_each(cells, ?) AS cell "
            "WHERE list_id = ? AND cell.value = ?"
        )
        found = connection.execute(query, (f'$."{column.name}"', column.list_id, item_id)).fetchall()
        for row_id, position, _ in found:
            yield _Reference(column, row_id, position if isinstance(position, int) else 0, item_id)


def _list_own_references(connection: sqlite3.Connection, list_id: str, item_id: int) -> Iterator[_Reference]:
    for column in _find_columns(connection, "AND list_id = ?", (list_id,)):
        cell = _read_cells(connection, list_id, item_id).get(column.name)
        for position, target in enumerate(cell if isinstance(cell, list) else [cell]):
            if isinstance(target, int):
                yield _Reference(column, item_id, position, target)


def _is_in_bin(connection: sqlite3.Connection, list_id: str, item_id: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM recycle_bin, json_each(document, '$.items') AS item "
        "WHERE list_id = ? AND json_extract(item.value, '$.id') = ?",
        (list_id, item_id),
    ).fetchone()
    return found is not None


def _remember(connection: sqlite3.Connection, reference: _Reference) -> None:
    column = reference.column
    connection.execute(
        "INSERT OR REPLACE INTO hidden_references (list_id, item_id, field, position, target_list, target_id) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            column.list_id,
            reference.item_id,
            column.name,
            reference.position,
            column.target_list,
            reference.target_id,
        ),
    )


def _take_out(connection: sqlite3.Connection, reference: _Reference) -> None:
    column, cells = reference.column, _read_cells(connection, reference.column.list_id, reference.item_id)
    cell = cells.get(column.name)
    rest = [target for target in cell if target != reference.target_id] if isinstance(cell, list) else []
    cells[column.name] = rest
    if not rest:
        del cells[column.name]
    _write_cells(connection, column.list_id, reference.item_id, cells)
    drop_entry(connection, column.list_id, column.name, reference.item_id)


def _put_back(connection: sqlite3.Connection, reference: _Reference) -> None:
    column, cells = reference.column, _read_cells(connection, reference.column.list_id, reference.item_id)
    cell = cells.get(column.name)
    if column.is_many:
        targets = cell if isinstance(cell, list) else []
        targets.insert(reference.position, reference.target_id)
        cells[column.name] = targets
    else:
        cells[column.name] = reference.target_id
    _write_cells(connection, column.list_id, reference.item_id, cells)
    if column.is_indexed:
        write_entry(connection, column.list_id, column.name, cells[column.name], reference.item_id)
    connection.execute(
        "DELETE FROM hidden_references WHERE list_id = ? AND item_id = ? AND field = ? AND target_id = ?",
        (column.list_id, reference.item_id, column.name, reference.target_id),
    )


def _is_there(connection: sqlite3.Connection, list_id: str, item_id: int) -> bool:
    found = connection.execute("SELECT 1 FROM items WHERE list_id = ? AND id = ?", (list_id, item_id)).fetchone()
    return found is not None


def _read_cells(connection: sqlite3.Connection, list_id: str, item_id: int) -> dict[str, object]:
    row = connection.execute("SELECT cells FROM items WHERE list_id = ? AND id = ?", (list_id, item_id)).fetchone()
    cells: dict[str, object] = json.loads(row[0])
    return cells


def _write_cells(connection: sqlite3.Connection, list_id: str, item_id: int, cells: dict[str, object]) -> None:
    document = json.dumps(cells, ensure_ascii=False)
    connection.execute("UPDATE items SET cells = ? WHERE list_id = ? AND id = ?", (document, list_id, item_id))
