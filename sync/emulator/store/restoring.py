"""Bring back what is in the recycle bin, or drop it for good."""

from sync.emulator.errors import ListGoneError
from sync.emulator.file_errors import RestoreError
from sync.emulator.store.cells import Sheet, check_unique
from sync.emulator.store.changes import RESTORED, note_change
from sync.emulator.store.database import Store
from sync.emulator.store.entries import look_up_entry
from sync.emulator.store.fields import read_fields
from sync.emulator.store.indexes import fill_index, write_entries
from sync.emulator.store.items import find_item
from sync.emulator.store.lists import check_title, find_list, forget_list, read_lists
from sync.emulator.store.lookups import clear_lookups, show_lookups
from sync.emulator.store.recycling import LIST, BinRecord, Rows, insert_rows, take_from_bin
from sync.emulator.store.site import Site


def restore(store: Store, site: Site, record: BinRecord) -> None:
    """Bring something back to where it was, with its id, its versions and the lookups that pointed at it.

    Raises ``RestoreError`` when its list, its folder or its place is gone.
    """
    with store.writing():
        document = take_from_bin(store, record)
        if record.kind == LIST:
            _restore_list(store, record, document)
        else:
            _restore_items(_find_sheet(store, site, record), document)


def delete_from_bin(store: Store, record: BinRecord) -> None:
    """Drop something in the bin for good."""
    with store.writing() as connection:
        document = take_from_bin(store, record)
        if record.kind == LIST:
            forget_list(store, record.list_id)
            return
        for item_id in _list_ids(document):
            key = (record.list_id, item_id)
            connection.execute("DELETE FROM item_versions WHERE list_id = ? AND item_id = ?", key)
            clear_lookups(store, *key)
        gone = [(row["unique_id"],) for row in document["entries"]]
        connection.executemany("DELETE FROM contents WHERE unique_id = ?", gone)


def _find_sheet(store: Store, site: Site, record: BinRecord) -> Sheet:
    try:
        found = find_list(store, record.list_id)
    except ListGoneError as error:
        raise RestoreError(message=f"Restore the list that '{record.title}' was in before '{record.title}'.") from error
    return Sheet(store, site, found, read_fields(store, found.id))


def _restore_items(sheet: Sheet, document: dict[str, Rows]) -> None:
    store, list_id = sheet.store, sheet.list.id
    _check_places(sheet, document["entries"])
    insert_rows(store, document)
    ids = _list_ids(document)
    with store.writing() as connection:
        for item_id in ids:
            item = find_item(sheet, item_id)
            check_unique(sheet, item_id, item.cells)
            write_entries(connection, list_id, item_id, item.values, sheet.indexed)
            note_change(store, list_id, item_id, item.unique_id, RESTORED)
        connection.execute("UPDATE lists SET item_count = item_count + ? WHERE id = ?", (len(ids), list_id))
    for item_id in ids:
        show_lookups(store, list_id, item_id)


def _check_places(sheet: Sheet, entries: Rows) -> None:
    restored = {str(row["path"]) for row in entries}
    for path in restored:
        parent = path.rpartition("/")[0]
        if look_up_entry(sheet.store, path):
            raise RestoreError(
                message=f"A file or folder with the name {path} already exists. Rename it, then restore."
            )
        is_there = parent == sheet.list.folder or parent in restored or look_up_entry(sheet.store, parent)
        if not is_there:
            raise RestoreError(message=f"The folder {parent} is gone. Restore it before what was in it.")


def _restore_list(store: Store, record: BinRecord, document: dict[str, Rows]) -> None:
    existing = read_lists(store)
    check_title(existing, record.title, "")
    folder = str(document["lists"][0]["folder"])
    if any(other.folder == folder for other in existing):
        raise RestoreError(message=f"Another list is at {folder} now.")
    insert_rows(store, document)
    with store.writing() as connection:
        for field in read_fields(store, record.list_id):
            if field.is_indexed:
                fill_index(connection, record.list_id, field.internal_name, is_unique=field.is_unique)


def _list_ids(document: dict[str, Rows]) -> list[int]:
    return [int(str(row["id"])) for row in document["items"]]
