"""The recycle bin: what was taken away and can be brought back."""

import json
from uuid import uuid4

from sync.emulator.moments import write_instant
from sync.emulator.store.database import Store

_LIST_TABLES = ("lists", "fields", "views", "items", "item_versions")


def bin_item(store: Store, list_id: str, item_id: int, title: str, user_id: int) -> str:
    """Keep an item and return the bin's id for it."""
    with store.reading() as connection:
        cursor = connection.execute("SELECT * FROM items WHERE list_id = ? AND id = ?", (list_id, item_id))
        names = [column[0] for column in cursor.description]
        document = dict(zip(names, cursor.fetchone(), strict=True))
    return _write_bin(store, ("item", list_id, item_id, title, user_id), document)


def bin_list(store: Store, list_id: str, title: str, user_id: int) -> str:
    """Keep a list with all it holds and return the bin's id for it."""
    document: dict[str, object] = {}
    with store.reading() as connection:
        for table in _LIST_TABLES:
            key = "id" if table == "lists" else "list_id"
            query = f"SELECT * FROM {table} WHERE {key} = ?"  # noqa: S608 - names from the table above
            cursor = connection.execute(query, (list_id,))
            names = [column[0] for column in cursor.description]
            document[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return _write_bin(store, ("list", list_id, None, title, user_id), document)


def _write_bin(store: Store, what: tuple[str, str, int | None, str, int], document: dict[str, object]) -> str:
    kind, list_id, item_id, title, user_id = what
    bin_id = str(uuid4())
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO recycle_bin (id, kind, list_id, item_id, title, deleted, deleted_by, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (bin_id, kind, list_id, item_id, title, write_instant(store.clock()), user_id, json.dumps(document)),
        )
    return bin_id
