"""The versions of an item: kept as its list says, and read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.emulator.list_errors import VersionCurrentError, VersionMissingError
from sync.emulator.store.cells import Sheet

#: One major version is 512 steps of SharePoint's internal version number.
MAJOR = 512
_COLUMNS = "SELECT label, modified, editor, cells FROM item_versions WHERE list_id = ? AND item_id = ? "


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What an item was; ``label`` is the version as people count, in steps of ``MAJOR``."""

    label: int
    modified: str
    editor: int
    cells: Mapping[str, object]


def write_label(label: int) -> str:
    """Return a label as people read it: ``1.0``."""
    return f"{label // MAJOR}.{label % MAJOR}"


def keep_version(sheet: Sheet, item_id: int) -> None:
    """Keep an item as it now is; a write that makes no new version replaces the newest, and the oldest go."""
    key = (sheet.list.id, item_id)
    with sheet.store.writing() as connection:
        connection.execute(
            "DELETE FROM item_versions WHERE list_id = ? AND item_id = ? "
            "AND label = (SELECT label FROM items WHERE list_id = ? AND id = ?)",
            (*key, *key),
        )
        connection.execute(
            "INSERT INTO item_versions (list_id, item_id, version, label, modified, editor, cells) "
            "SELECT list_id, id, version, label, modified, editor, cells FROM items WHERE list_id = ? AND id = ?",
            key,
        )
        limit = sheet.list.read("MajorVersionLimit")
        if sheet.list.read("EnableVersioning") and limit:
            connection.execute(
                "DELETE FROM item_versions WHERE list_id = ? AND item_id = ? AND version <= "
                "(SELECT version FROM item_versions WHERE list_id = ? AND item_id = ? "
                "ORDER BY version DESC LIMIT 1 OFFSET ?)",
                (*key, *key, limit),
            )


def read_versions(sheet: Sheet, item_id: int) -> list[VersionRecord]:
    """Return an item's versions, the newest first."""
    with sheet.store.reading() as connection:
        rows = connection.execute(_COLUMNS + "ORDER BY label DESC", (sheet.list.id, item_id)).fetchall()
    return [_read_row(row) for row in rows]


def find_version(sheet: Sheet, item_id: int, label: int) -> VersionRecord:
    """Return one version; raises ``VersionMissingError``."""
    with sheet.store.reading() as connection:
        row = connection.execute(_COLUMNS + "AND label = ?", (sheet.list.id, item_id, label)).fetchone()
    if row is None:
        raise VersionMissingError
    return _read_row(row)


def delete_version(sheet: Sheet, item_id: int, label: int) -> None:
    """Delete one version; raises ``VersionCurrentError`` for the one the item now has."""
    with sheet.store.writing() as connection:
        find_version(sheet, item_id, label)
        key = (sheet.list.id, item_id)
        current = connection.execute("SELECT label FROM items WHERE list_id = ? AND id = ?", key).fetchone()[0]
        if label == current:
            raise VersionCurrentError
        connection.execute("DELETE FROM item_versions WHERE list_id = ? AND item_id = ? AND label = ?", (*key, label))


def drop_versions(sheet: Sheet, item_id: int) -> None:
    """Delete every version of an item that is gone for good."""
    with sheet.store.writing() as connection:
        connection.execute("DELETE FROM item_versions WHERE list_id = ? AND item_id = ?", (sheet.list.id, item_id))


def _read_row(row: tuple[Any, ...]) -> VersionRecord:
    label, modified, editor, cells = row
    return VersionRecord(label, modified, editor, json.loads(cells))
