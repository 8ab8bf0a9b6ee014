"""Folders and files of libraries: each is an item of its library, with an address and, if a file, a content."""

from collections.abc import Sequence
from typing import NamedTuple

from sync.emulator.errors import FileMissingError
from sync.emulator.file_errors import FileGoneError, FileTakenError
from sync.emulator.store import recycling
from sync.emulator.store.cells import Sheet
from sync.emulator.store.changes import RENAMED, note_change
from sync.emulator.store.database import Store
from sync.emulator.store.file_names import build_path_key, join_path
from sync.emulator.store.items import Stamp, add_cells, find_item, take_away, update_cells
from sync.emulator.store.lists import FOLDER_TYPE
from sync.emulator.store.lookups import clear_lookups, hide_lookups
from sync.emulator.store.recycling import Discarded, bin_items
from sync.emulator.store.users import find_user
from sync.emulator.store.versions import MAJOR, drop_versions

_COLUMNS = (
    "SELECT entries.list_id, item_id, entries.unique_id, is_folder, path, size, created, modified, version, label, "
    "author, editor, json_extract(cells, '$.Title') FROM entries "
    "JOIN items ON items.list_id = entries.list_id AND items.id = entries.item_id "
)


class Entry(NamedTuple):
    """One folder or file; ``path`` is its address from the server's root."""

    list_id: str
    item_id: int
    unique_id: str
    is_folder: int
    path: str
    size: int
    created: str
    modified: str
    version: int
    label: int
    author: int
    editor: int
    title: str | None

    @property
    def name(self) -> str:
        """The last part of its address."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The address of the folder it is in."""
        return self.path.rpartition("/")[0]


def find_folder(store: Store, path: str) -> Entry:
    """Return the folder at an address; raises ``FileMissingError``."""
    entry = look_up_entry(store, path)
    if entry is None or not entry.is_folder:
        raise FileMissingError
    return entry


def find_file(store: Store, path: str) -> Entry:
    """Return the file at an address; raises ``FileGoneError``."""
    entry = look_up_entry(store, path)
    if entry is None or entry.is_folder:
        raise FileGoneError(path=path)
    return entry


def look_up_entry(store: Store, path: str) -> Entry | None:
    """Return what is at an address, or None."""
    return _read_one(store, "WHERE key = ?", (build_path_key(path),))


def find_entry_by_id(store: Store, unique_id: str, *, is_folder: bool) -> Entry:
    """Return the folder or file with that GUID; raises ``FileMissingError``."""
    entry = _read_one(store, "WHERE entries.unique_id = ? AND is_folder = ?", (unique_id, is_folder))
    if entry is None:
        raise FileMissingError
    return entry


def find_entry_of_item(store: Store, list_id: str, item_id: int) -> Entry:
    """Return the folder or file that an item of a library is; raises ``FileMissingError``."""
    entry = _read_one(store, "WHERE entries.list_id = ? AND item_id = ?", (list_id, item_id))
    if entry is None:
        raise FileMissingError
    return entry


def read_entries(store: Store, folder: str, *, is_folder: bool) -> list[Entry]:
    """Return the folders or the files in a folder, by name."""
    with store.reading() as connection:
        key = (build_path_key(folder), is_folder)
        rows = connection.execute(_COLUMNS + "WHERE parent_key = ? AND is_folder = ? ORDER BY key", key)
        return [Entry._make(row) for row in rows]


def count_entries(store: Store, folder: str) -> int:
    """Return how many folders and files are in a folder."""
    with store.reading() as connection:
        query = "SELECT count(*) FROM entries WHERE parent_key = ?"
        count: int = connection.execute(query, (build_path_key(folder),)).fetchone()[0]
    return count


def add_folder(sheet: Sheet, parent: str, name: str, stamp: Stamp) -> Entry:
    """Make a folder, or return the one that is there under that name; raises ``FileNameError``."""
    path = join_path(parent, name)
    existing = look_up_entry(sheet.store, path)
    if existing:
        return find_folder(sheet.store, path)
    content_type = f"{FOLDER_TYPE}00{sheet.list.id.replace('-', '').upper()}"
    return _add_entry(sheet, path, {"FSObjType": 1, "Title": name, "ContentTypeId": content_type}, stamp, MAJOR)


def add_file(sheet: Sheet, path: str, content: bytes, stamp: Stamp, label: int = MAJOR) -> Entry:
    """Put a file where there is none."""
    with sheet.store.writing():
        entry = _add_entry(sheet, path, {"FSObjType": 0}, stamp, label)
        _write_content(sheet, entry, content)
        return find_entry_of_item(sheet.store, entry.list_id, entry.item_id)


def save_file(sheet: Sheet, path: str, content: bytes, stamp: Stamp, *, overwrites: bool) -> Entry:
    """Put a file at an address; raises ``FileTakenError`` when there is one that may not be overwritten."""
    existing = look_up_entry(sheet.store, path)
    if existing is None:
        return add_file(sheet, path, content, stamp)
    if not overwrites or existing.is_folder:
        editor = find_user(sheet.store, existing.editor).login
        raise FileTakenError(path=path.removeprefix(f"{sheet.site.path}/"), editor=editor, modified=existing.modified)
    return replace_content(sheet, existing, content, stamp)


def replace_content(sheet: Sheet, entry: Entry, content: bytes, stamp: Stamp) -> Entry:
    """Give a file another content; that is a version of its own."""
    with sheet.store.writing():
        update_cells(sheet, entry.item_id, {}, stamp)
        _write_content(sheet, entry, content)
        return find_entry_of_item(sheet.store, entry.list_id, entry.item_id)


def rename_entry(sheet: Sheet, entry: Entry, name: str) -> None:
    """Give a file another name in the same folder; it is the caller's to know that the name is free."""
    path = join_path(entry.parent, name)
    with sheet.store.writing() as connection:
        connection.execute(
            "UPDATE entries SET path = ?, key = ? WHERE unique_id = ?", (path, build_path_key(path), entry.unique_id)
        )
        connection.execute(
            "UPDATE items SET cells = json_set(cells, '$.FileRef', ?, '$.FileLeafRef', ?) WHERE list_id = ? AND id = ?",
            (path, name, entry.list_id, entry.item_id),
        )
        note_change(sheet.store, entry.list_id, entry.item_id, entry.unique_id, RENAMED)


def read_content(store: Store, entry: Entry) -> bytes:
    """Return what is in a file."""
    with store.reading() as connection:
        row = connection.execute("SELECT content FROM contents WHERE unique_id = ?", (entry.unique_id,)).fetchone()
    return bytes(row[0]) if row else b""


def delete_entry(sheet: Sheet, entry: Entry) -> None:
    """Delete a file, or a folder with all that is in it, for good."""
    with sheet.store.writing() as connection:
        for gone in _list_tree(sheet.store, entry):
            drop_versions(sheet, gone.item_id)
            clear_lookups(sheet.store, gone.list_id, gone.item_id)
            connection.execute("DELETE FROM contents WHERE unique_id = ?", (gone.unique_id,))
            _take_out(sheet, gone)


def recycle_entry(sheet: Sheet, entry: Entry, user_id: int) -> str:
    """Put a file, or a folder with all that is in it, in the recycle bin and return the bin's id for it."""
    kind = recycling.FOLDER if entry.is_folder else recycling.FILE
    what = Discarded(kind, entry.list_id, entry.item_id, entry.name, entry.parent, user_id)
    with sheet.store.writing():
        tree = _list_tree(sheet.store, entry)
        bin_id = bin_items(sheet.store, what, [gone.item_id for gone in tree])
        for gone in tree:
            hide_lookups(sheet.store, gone.list_id, gone.item_id)
            _take_out(sheet, gone)
    return bin_id


def _read_one(store: Store, where: str, values: tuple[object, ...]) -> Entry | None:
    with store.reading() as connection:
        row = connection.execute(_COLUMNS + where, values).fetchone()
    return Entry._make(row) if row else None


def _add_entry(sheet: Sheet, path: str, cells: dict[str, object], stamp: Stamp, label: int) -> Entry:
    parent, _, name = path.rpartition("/")
    about = {"FileLeafRef": name, "FileRef": path, "FileDirRef": parent}
    with sheet.store.writing() as connection:
        record = add_cells(sheet, {**cells, **about}, stamp, label)
        connection.execute(
            "INSERT INTO entries (list_id, item_id, unique_id, is_folder, path, key, parent_key) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                sheet.list.id,
                record.id,
                record.unique_id,
                cells["FSObjType"],
                path,
                build_path_key(path),
                build_path_key(parent),
            ),
        )
    return find_entry_of_item(sheet.store, sheet.list.id, record.id)


def _write_content(sheet: Sheet, entry: Entry, content: bytes) -> None:
    with sheet.store.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO contents (unique_id, content) VALUES (?, ?)", (entry.unique_id, content)
        )
        connection.execute("UPDATE entries SET size = ? WHERE unique_id = ?", (len(content), entry.unique_id))


def _list_tree(store: Store, entry: Entry) -> Sequence[Entry]:
    tree, waiting = [entry], [entry] if entry.is_folder else []
    while waiting:
        folder = waiting.pop()
        inside = read_entries(store, folder.path, is_folder=True)
        waiting += inside
        tree += [*inside, *read_entries(store, folder.path, is_folder=False)]
    return tree


def _take_out(sheet: Sheet, entry: Entry) -> None:
    take_away(sheet, find_item(sheet, entry.item_id))
    with sheet.store.writing() as connection:
        connection.execute("DELETE FROM entries WHERE unique_id = ?", (entry.unique_id,))
