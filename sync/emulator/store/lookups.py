"""Lookups whose item is gone are empty, as SharePoint shows them."""

import json
from collections.abc import Iterator

from sync.emulator.store.database import Store
from sync.emulator.store.indexes import drop_entry
from sync.emulator.store.kinds import LOOKUP


def clear_lookups(store: Store, list_id: str, item_id: int) -> None:
    """Empty every lookup of an item that is being taken away; the items that looked it up keep their version."""
    with store.writing():
        for other_id, name in _find_columns(store, list_id):
            _clear_column(store, other_id, name, item_id)


def _clear_column(store: Store, other_id: str, name: str, item_id: int) -> None:
    with store.writing() as connection:
        rows = connection.execute(
            "SELECT id, cells FROM items WHERE list_id = ? AND json_type(cells, ?) IS NOT NULL",
            (other_id, f'$."{name}"'),
        ).fetchall()
        for row_id, cells in rows:
            changed = _drop_reference(json.loads(cells), name, item_id)
            if changed is None:
                continue
            key = (json.dumps(changed, ensure_ascii=False), other_id, row_id)
            connection.execute("UPDATE items SET cells = ? WHERE list_id = ? AND id = ?", key)
            drop_entry(connection, other_id, name, row_id)


def _find_columns(store: Store, list_id: str) -> Iterator[tuple[str, str]]:
    with store.reading() as connection:
        yield from connection.execute(
            "SELECT list_id, internal_name FROM fields WHERE kind = ? AND json_extract(settings, '$.LookupList') = ?",
            (LOOKUP.number, list_id),
        ).fetchall()


def _drop_reference(cells: dict[str, object], name: str, item_id: int) -> dict[str, object] | None:
    # None when there was no such reference.
    value = cells[name]
    if value == item_id:
        return {key: cell for key, cell in cells.items() if key != name}
    if isinstance(value, list) and item_id in value:
        rest = [member for member in value if member != item_id]
        return {**cells, name: rest} if rest else {key: cell for key, cell in cells.items() if key != name}
    return None
