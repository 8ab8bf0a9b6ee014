"""The folder or file that a path names, in whichever way it does."""

from dataclasses import dataclass

from sync.emulator.errors import FileMissingError, UnsupportedError
from sync.emulator.handlers.call import Call
from sync.emulator.store import entries
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import Entry, find_entry_by_id, find_entry_of_item
from sync.emulator.store.file_names import join_path, resolve_path
from sync.emulator.store.lists import ListRecord, find_list, find_list_by_folder, read_lists


@dataclass(frozen=True, slots=True)
class Place:
    """A folder: the site's own, with neither list nor entry; a list's own, without entry; or one inside a library."""

    path: str
    list: ListRecord | None = None
    entry: Entry | None = None


def find_place(call: Call) -> Place:
    """Return the folder that the path names; raises ``FileMissingError``."""
    if "folder_id" in call.arguments:
        return _find_by_id(call, call.read_guid("folder_id"))
    base = _find_base(call)
    if "folder_name" not in call.arguments:
        return find_place_at(call, base)
    return find_place_at(call, resolve_path(f"{base}/{call.read_text('folder_name')}", call.site.path))


def find_place_at(call: Call, path: str) -> Place:
    """Return the folder at an address; raises ``FileMissingError``."""
    if path.casefold() == call.site.path.casefold():
        return Place(call.site.path)
    try:
        record = find_list_by_folder(call.store, path)
    except FileMissingError:
        entry = entries.find_folder(call.store, path)
        return Place(entry.path, find_list(call.store, entry.list_id), entry)
    return Place(record.folder, record)


def find_library(call: Call, place: Place) -> Sheet:
    """Return the library that a folder is in; raises ``UnsupportedError`` when it is in none."""
    if place.list is None or not place.list.is_library:
        raise UnsupportedError(what=f"adding files or folders to '{place.path}', which is in no library")
    return call.open_sheet(place.list)


def find_file(call: Call) -> Entry:
    """Return the file that the path names; raises ``FileGoneError`` and the like."""
    if "file_id" in call.arguments:
        return find_entry_by_id(call.store, call.read_guid("file_id"), is_folder=False)
    if "file_path" in call.arguments:
        return entries.find_file(call.store, resolve_path(call.read_path("file_path"), call.site.path))
    if "file_name" in call.arguments:
        return entries.find_file(call.store, join_path(find_place(call).path, call.read_text("file_name")))
    entry = find_entry_of_item(call.store, call.find_list().id, call.read_number("item_id"))
    if entry.is_folder:
        raise FileMissingError
    return entry


def find_sheet_of(call: Call, entry: Entry) -> Sheet:
    """Return the library that a file or folder is in."""
    return call.open_sheet(find_list(call.store, entry.list_id))


def _find_base(call: Call) -> str:
    if "folder_path" in call.arguments:
        return resolve_path(call.read_path("folder_path"), call.site.path)
    if any(name.startswith("list_") for name in call.arguments):
        return call.find_list().folder
    return call.site.path


def _find_by_id(call: Call, unique_id: str) -> Place:
    if unique_id == call.site.root_folder_id:
        return Place(call.site.path)
    for record in read_lists(call.store):
        if unique_id == record.root_folder_id:
            return Place(record.folder, record)
    entry = find_entry_by_id(call.store, unique_id, is_folder=True)
    return Place(entry.path, find_list(call.store, entry.list_id), entry)
