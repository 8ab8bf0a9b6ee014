"""Site pages: files of the library Site Pages, which is made with the first of them."""

from collections.abc import Mapping
from uuid import uuid4

from sync.emulator.errors import FileMissingError
from sync.emulator.file_errors import PageMissingError
from sync.emulator.naming import build_folder_name, build_free_name
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet, normalise_cells
from sync.emulator.store.database import Store
from sync.emulator.store.entries import Entry, add_file, find_entry_of_item, look_up_entry, read_entries, rename_entry
from sync.emulator.store.fields import NewField, add_field, read_fields
from sync.emulator.store.file_names import join_path
from sync.emulator.store.items import ItemRecord, Stamp, find_item, update_cells
from sync.emulator.store.lists import SITE_PAGES, ListRecord, add_list, find_list, read_lists
from sync.emulator.store.site import Site
from sync.emulator.store.versions import MAJOR

_TITLE, _FOLDER = "Site Pages", "SitePages"
_COLUMNS: Mapping[str, tuple[kinds.Kind, Mapping[str, object]]] = {
    "CanvasContent1": (kinds.NOTE, {"RichText": True}),
    "LayoutWebpartsContent": (kinds.NOTE, {"RichText": True}),
    "BannerImageUrl": (kinds.URL, {}),
    "Description": (kinds.NOTE, {}),
    "PageLayoutType": (kinds.TEXT, {}),
    "PromotedState": (kinds.NUMBER, {}),
    "TopicHeader": (kinds.TEXT, {}),
    "FirstPublishedDate": (kinds.DATE_TIME, {}),
}


def find_pages(store: Store, site: Site) -> Sheet | None:
    """Return the library of pages, or None when there is none yet."""
    record = next((record for record in read_lists(store) if record.read("BaseTemplate") == SITE_PAGES), None)
    return None if record is None else Sheet(store, site, record, read_fields(store, record.id))


def open_pages(store: Store, site: Site) -> Sheet:
    """Return the library of pages, made if need be."""
    found = find_pages(store, site)
    if found:
        return found
    with store.writing():
        settings = {"BaseTemplate": SITE_PAGES, "EnableMinorVersions": True}
        made = add_list(store, site, _TITLE, settings, _FOLDER)
        for name, (kind, own) in _COLUMNS.items():
            add_field(store, made.id, NewField(name, kind, own))
        record: ListRecord = find_list(store, made.id)
    return Sheet(store, site, record, read_fields(store, record.id))


def add_page(sheet: Sheet, properties: Mapping[str, object], stamp: Stamp) -> ItemRecord:
    """Make a page, as a first draft; without a title its name is chance's."""
    title = str(properties.get("Title") or "")
    with sheet.store.writing():
        path = join_path(sheet.list.folder, _choose_name(sheet, title or uuid4().hex[:8]))
        entry = add_file(sheet, path, b"", stamp, label=1)
        cells = {"PageLayoutType": "Article", "PromotedState": 0, **normalise_cells(sheet, properties)}
        return update_cells(sheet, entry.item_id, cells, stamp, label=1)


def read_pages(sheet: Sheet) -> list[tuple[ItemRecord, Entry]]:
    """Return the pages, by name."""
    entries = read_entries(sheet.store, sheet.list.folder, is_folder=False)
    return [(find_item(sheet, entry.item_id), entry) for entry in entries]


def find_page(sheet: Sheet, page_id: int) -> tuple[ItemRecord, Entry]:
    """Return a page by its number; raises ``PageMissingError``."""
    try:
        entry = find_entry_of_item(sheet.store, sheet.list.id, page_id)
    except FileMissingError as error:
        raise PageMissingError from error
    return find_item(sheet, page_id), entry


def find_page_at(sheet: Sheet, path: str) -> tuple[ItemRecord, Entry]:
    """Return a page by its address; raises ``PageMissingError``."""
    entry = look_up_entry(sheet.store, path)
    if entry is None or entry.is_folder or entry.list_id != sheet.list.id:
        raise PageMissingError
    return find_item(sheet, entry.item_id), entry


def save_page(sheet: Sheet, page_id: int, properties: Mapping[str, object], stamp: Stamp) -> None:
    """Keep a draft; the first title that a page gets names its file too."""
    with sheet.store.writing():
        record, entry = find_page(sheet, page_id)
        update_cells(sheet, page_id, normalise_cells(sheet, properties), stamp, label=record.label + 1)
        title = str(properties.get("Title") or "")
        if title and not record.cells.get("Title"):
            rename_entry(sheet, entry, _choose_name(sheet, title))


def publish_page(sheet: Sheet, page_id: int, stamp: Stamp, now: str) -> None:
    """Make the draft the next major version."""
    with sheet.store.writing():
        record, _ = find_page(sheet, page_id)
        first = {} if record.cells.get("FirstPublishedDate") else {"FirstPublishedDate": now}
        update_cells(sheet, page_id, first, stamp, label=(record.label // MAJOR + 1) * MAJOR)


def _choose_name(sheet: Sheet, title: str) -> str:
    entries = read_entries(sheet.store, sheet.list.folder, is_folder=False)
    taken = frozenset(entry.name.rpartition(".")[0] for entry in entries)
    return f"{build_free_name(build_folder_name(title), taken)}.aspx"
