"""Items: read, added, changed, recycled and deleted; every version is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import uuid4

from sync.emulator.errors import EtagMismatchError, ItemMissingError
from sync.emulator.moments import write_instant
from sync.emulator.store import recycling
from sync.emulator.store.cells import Cells, Sheet, build_defaults, check_unique, normalise_cells
from sync.emulator.store.changes import ADDED, DELETED, UPDATED, note_change
from sync.emulator.store.indexes import drop_entries, write_entries
from sync.emulator.store.lookups import clear_lookups, forget_lookups, hide_lookups
from sync.emulator.store.recycling import Discarded, bin_items
from sync.emulator.store.versions import MAJOR, drop_versions, keep_version, write_label

#: The columns that ``load_items`` reads.
SELECT_ITEMS = "SELECT id, unique_id, guid, version, label, created, modified, author, editor, cells FROM items "


class ItemRecord(NamedTuple):
    """One item as it is kept; ``label`` is its version as people count, in steps of ``MAJOR``.

    A tuple and not a dataclass: a page makes thousands, and this is made ten times as fast.
    """

    id: int
    unique_id: str
    guid: str
    version: int
    label: int
    created: str
    modified: str
    author: int
    editor: int
    cells: Mapping[str, object]

    @property
    def etag(self) -> str:
        """The item's tag: its GUID and its version (sharepoint.md C.4)."""
        return build_etag(self.unique_id, self.version)

    @property
    def values(self) -> dict[str, object]:
        """All its values by internal name, its own columns and those every item has."""
        return {
            **self.cells,
            "ID": self.id,
            "GUID": self.guid,
            "UniqueId": self.unique_id,
            "owshiddenversion": self.version,
            "_UIVersionString": write_label(self.label),
            "Created": self.created,
            "Modified": self.modified,
            "Author": self.author,
            "Editor": self.editor,
        }


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, and when; the moments are those of the clock unless given.

    Args:
        author: who is to stand as the one who made it, when not ``user_id``.
        makes_version: whether a write counts as a version of its own, in a list that keeps them.
    """

    user_id: int
    created: str = ""
    modified: str = ""
    author: int | None = None
    makes_version: bool = True


def build_etag(unique_id: str, version: int) -> str:
    """Return the tag of one version of an item, quotes included."""
    return f'"{unique_id},{version}"'


def load_items(rows: Sequence[tuple[Any, ...]]) -> list[ItemRecord]:
    """Return the records in rows that ``SELECT_ITEMS`` found; their cells are decoded in one go."""
    documents = json.loads(f"[{','.join([row[-1] for row in rows])}]")
    return [ItemRecord._make((*row[:-1], cells)) for row, cells in zip(rows, documents, strict=True)]


def find_item(sheet: Sheet, item_id: int) -> ItemRecord:
    """Return one item; raises ``ItemMissingError``."""
    with sheet.store.reading() as connection:
        key = (sheet.list.id, item_id)
        row = connection.execute(SELECT_ITEMS + "WHERE list_id = ? AND id = ?", key).fetchone()
    if row is None:
        raise ItemMissingError
    return load_items([row])[0]


def add_item(sheet: Sheet, payload: Mapping[str, object], stamp: Stamp) -> ItemRecord:
    """Add an item; its id has never been another item's."""
    return add_cells(sheet, normalise_cells(sheet, payload), stamp)


def add_cells(sheet: Sheet, cells: Cells, stamp: Stamp, label: int = MAJOR) -> ItemRecord:
    """Add an item whose cells are in the store's own form; ``label`` is its first version."""
    with sheet.store.writing() as connection:
        item_id = connection.execute(
            "UPDATE lists SET last_item_id = last_item_id + 1, item_count = item_count + 1 "
            "WHERE id = ? RETURNING last_item_id",
            (sheet.list.id,),
        ).fetchone()[0]
        created = stamp.created or write_instant(sheet.store.clock())
        record = ItemRecord(
            item_id,
            str(uuid4()),
            str(uuid4()),
            1,
            label,
            created,
            stamp.modified or created,
            stamp.author or stamp.user_id,
            stamp.user_id,
            _drop_empty({**build_defaults(sheet), **cells}),
        )
        check_unique(sheet, item_id, record.cells)
        _insert_item(sheet, record)
        note_change(sheet.store, sheet.list.id, item_id, record.unique_id, ADDED)
    return record


def update_item(sheet: Sheet, item_id: int, payload: Mapping[str, object], if_match: str, stamp: Stamp) -> ItemRecord:
    """Change the cells that ``payload`` names and leave the rest.

    Raises ``EtagMismatchError`` when ``if_match`` names another version; ``*`` overwrites.
    """
    with sheet.store.writing():
        check_etag(find_item(sheet, item_id), if_match)
        return update_cells(sheet, item_id, normalise_cells(sheet, payload), stamp)


def update_cells(sheet: Sheet, item_id: int, changes: Cells, stamp: Stamp, label: int | None = None) -> ItemRecord:
    """Change cells given in the store's own form; ``label`` is the new version when it is not simply the next."""
    with sheet.store.writing() as connection:
        existing = find_item(sheet, item_id)
        is_version = stamp.makes_version and sheet.list.read("EnableVersioning")
        record = existing._replace(
            version=existing.version + 1,
            label=label or existing.label + (MAJOR if is_version else 0),
            created=stamp.created or existing.created,
            modified=stamp.modified or write_instant(sheet.store.clock()),
            author=stamp.author or existing.author,
            editor=stamp.user_id,
            cells=_drop_empty({**existing.cells, **changes}),
        )
        check_unique(sheet, item_id, record.cells)
        forget_lookups(connection, sheet.list.id, item_id, changes)
        _replace_item(sheet, record)
        note_change(sheet.store, sheet.list.id, item_id, record.unique_id, UPDATED)
    return record


def delete_item(sheet: Sheet, item_id: int, if_match: str) -> None:
    """Delete an item for good."""
    with sheet.store.writing():
        existing = find_item(sheet, item_id)
        check_etag(existing, if_match)
        drop_versions(sheet, item_id)
        clear_lookups(sheet.store, sheet.list.id, item_id)
        take_away(sheet, existing)


def recycle_item(sheet: Sheet, item_id: int, user_id: int) -> str:
    """Put an item in the recycle bin, its versions kept, and return the bin's id for it."""
    with sheet.store.writing():
        existing = find_item(sheet, item_id)
        title = str(existing.cells.get("Title") or "")
        what = Discarded(recycling.ITEM, sheet.list.id, item_id, title, sheet.list.folder, user_id)
        bin_id = bin_items(sheet.store, what, [item_id])
        hide_lookups(sheet.store, sheet.list.id, item_id)
        take_away(sheet, existing)
    return bin_id


def take_away(sheet: Sheet, record: ItemRecord) -> None:
    """Take an item out of its list; its versions and what looked it up are the caller's business."""
    with sheet.store.writing() as connection:
        connection.execute("DELETE FROM items WHERE list_id = ? AND id = ?", (sheet.list.id, record.id))
        drop_entries(connection, sheet.list.id, record.id)
        connection.execute(
            "UPDATE lists SET item_count = item_count - 1, item_deleted = ? WHERE id = ?",
            (write_instant(sheet.store.clock()), sheet.list.id),
        )
        note_change(sheet.store, sheet.list.id, record.id, record.unique_id, DELETED)


def check_etag(record: ItemRecord, if_match: str) -> None:
    """Raise ``EtagMismatchError`` unless ``if_match`` is ``*`` or the item's tag (sharepoint.md C.4).

    A header that is there and blank names no version, and so none that could match (RFC 9110, 13.1.1). What SharePoint makes of it
    nobody has measured; the local one is not kinder than the rule.
    """
    sent = if_match.strip()
    if sent not in ("*", record.etag):
        raise EtagMismatchError(sent=sent, current=record.etag)


def _drop_empty(cells: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in cells.items() if value is not None}


def _insert_item(sheet: Sheet, record: ItemRecord) -> None:
    with sheet.store.writing() as connection:
        connection.execute(
            "INSERT INTO items "
            "(list_id, id, unique_id, guid, version, label, created, modified, author, editor, cells) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sheet.list.id,
                record.id,
                record.unique_id,
                record.guid,
                record.version,
                record.label,
                record.created,
                record.modified,
                record.author,
                record.editor,
                json.dumps(record.cells, ensure_ascii=False),
            ),
        )
    _keep(sheet, record)


def _replace_item(sheet: Sheet, record: ItemRecord) -> None:
    with sheet.store.writing() as connection:
        connection.execute(
            "UPDATE items SET version = ?, label = ?, created = ?, modified = ?, author = ?, editor = ?, cells = ? "
            "WHERE list_id = ? AND id = ?",
            (
                record.version,
                record.label,
                record.created,
                record.modified,
                record.author,
                record.editor,
                json.dumps(record.cells, ensure_ascii=False),
                sheet.list.id,
                record.id,
            ),
        )
    _keep(sheet, record)


def _keep(sheet: Sheet, record: ItemRecord) -> None:
    keep_version(sheet, record.id)
    with sheet.store.writing() as connection:
        write_entries(connection, sheet.list.id, record.id, record.values, sheet.indexed)
