"""Lists: found by title, id or address; made, changed, recycled and deleted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4, uuid5

from sync.emulator.errors import (
    FileMissingError,
    ListGoneError,
    ListMissingError,
    ListTitleTakenError,
)
from sync.emulator.list_errors import check_title_length
from sync.emulator.moments import write_instant
from sync.emulator.naming import build_folder_name, build_free_name, build_type_name
from sync.emulator.store.database import Store
from sync.emulator.store.fields import add_built_in_fields
from sync.emulator.store.recycling import LIST, LIST_TABLES, Discarded, bin_list
from sync.emulator.store.site import Site
from sync.emulator.store.views import add_first_view

GENERIC_LIST, DOCUMENT_LIBRARY, SITE_PAGES = 100, 101, 119
DEFAULTS: Mapping[str, object] = {
    "Description": "",
    "BaseTemplate": GENERIC_LIST,
    "AllowContentTypes": True,
    "ContentTypesEnabled": False,
    "EnableAttachments": True,
    "EnableFolderCreation": False,
    "EnableMinorVersions": False,
    "EnableVersioning": False,
    "Hidden": False,
    "MajorVersionLimit": 0,
    "NoCrawl": False,
    "OnQuickLaunch": False,
}
#: The ids of SharePoint's own content types that others are made from.
ITEM_TYPE, DOCUMENT_TYPE, FOLDER_TYPE = "0x01", "0x0101", "0x0120"

_SITE_FOLDERS = frozenset({"Lists", "_api", "_layouts", "_vti_bin"})
_LIBRARY_DEFAULTS = {
    "EnableAttachments": False,
    "EnableFolderCreation": True,
    "EnableVersioning": True,
    "MajorVersionLimit": 500,
}

_COLUMNS = (
    "SELECT id, title, folder, type_name, settings, version, item_count, created, item_modified, item_deleted, "
    "coalesce((SELECT max(number) FROM changes WHERE list_id = lists.id), 0) FROM lists"
)


@dataclass(frozen=True, slots=True)
class ListRecord:
    """One list; ``folder`` is its address on the server, ``version`` counts changes of its columns and settings."""

    id: str
    title: str
    folder: str
    type_name: str
    settings: Mapping[str, object]
    version: int
    item_count: int
    created: str
    item_modified: str
    item_deleted: str
    last_change: int

    @property
    def is_library(self) -> bool:
        """Whether it holds files and folders."""
        return self.read("BaseTemplate") != GENERIC_LIST

    @property
    def root_folder_id(self) -> str:
        """The GUID of the folder that the list is: another than the list's own."""
        return str(uuid5(UUID(self.id), "root folder"))

    @property
    def entity_type(self) -> str:
        """The list's own name among OData types."""
        return self.type_name if self.is_library else f"{self.type_name}List"

    @property
    def item_type(self) -> str:
        """The OData type of its items."""
        return f"SP.Data.{self.entity_type}Item"

    @property
    def forms_folder(self) -> str:
        """Where its pages are, from the server's root."""
        return f"{self.folder}/Forms" if self.is_library else self.folder

    @property
    def etag(self) -> str:
        """The list's own tag; changes of items do not move it (sharepoint.md C.4)."""
        return f'"{self.version}"'

    @property
    def path(self) -> str:
        """The address after ``_api/``."""
        return f"Web/Lists(guid'{self.id}')"

    @property
    def content_type_id(self) -> str:
        """The id of the list's own type, a child of SharePoint's Item or Document."""
        return f"{DOCUMENT_TYPE if self.is_library else ITEM_TYPE}00{self.id.replace('-', '').upper()}"

    def read(self, name: str) -> object:
        """Return a setting, or its default."""
        return self.settings.get(name, DEFAULTS[name])


def add_list(store: Store, site: Site, title: str, settings: Mapping[str, object], folder_name: str = "") -> ListRecord:
    """Make a list with its built-in columns and its first view; its address comes from its title unless given.

    Raises ``ListTitleTakenError``.
    """
    with store.writing() as connection:
        existing = read_lists(store)
        check_title(existing, title, "")
        is_library = settings.get("BaseTemplate", GENERIC_LIST) != GENERIC_LIST
        kept = {**(_LIBRARY_DEFAULTS if is_library else {}), **settings}
        parent = f"{site.path}/" if is_library else f"{site.path}/Lists/"
        # A library must not get in the way of the site's own addresses.
        taken = frozenset(record.folder.removeprefix(parent) for record in existing) | _SITE_FOLDERS
        free_name = build_free_name(build_folder_name(folder_name or title), taken)
        list_id, now = str(uuid4()), write_instant(store.clock())
        names = (list_id, title, parent + free_name, build_type_name(free_name))
        connection.execute(
            "INSERT INTO lists (id, title, folder, type_name, settings, created, item_modified, item_deleted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*names, json.dumps(kept), now, now, now),
        )
        add_built_in_fields(store, list_id, is_library=is_library)
        add_first_view(store, list_id, is_library=is_library)
    return find_list(store, list_id)


def read_lists(store: Store) -> list[ListRecord]:
    """Return all lists in the order they were made."""
    with store.reading() as connection:
        rows = connection.execute(f"{_COLUMNS} ORDER BY position").fetchall()
    return [_read_row(row) for row in rows]


def find_list(store: Store, list_id: str) -> ListRecord:
    """Return the list with that GUID; raises ``ListGoneError``."""
    with store.reading() as connection:
        row = connection.execute(f"{_COLUMNS} WHERE id = ?", (list_id,)).fetchone()
    if row is None:
        raise ListGoneError
    return _read_row(row)


def find_list_by_title(store: Store, title: str, site_url: str) -> ListRecord:
    """Return the list with that title, whatever its case; raises ``ListMissingError``."""
    for record in read_lists(store):
        if record.title.casefold() == title.casefold():
            return record
    raise ListMissingError(title=title, url=site_url)


def find_list_by_folder(store: Store, folder: str) -> ListRecord:
    """Return the list at an address, given from the server's root; raises ``FileMissingError``."""
    wanted = folder.rstrip("/").casefold()
    for record in read_lists(store):
        if record.folder.casefold() == wanted:
            return record
    raise FileMissingError


def update_list(store: Store, record: ListRecord, title: str | None, changes: Mapping[str, object]) -> None:
    """Change a list's title and settings; its address never changes."""
    with store.writing() as connection:
        if title is not None:
            check_title(read_lists(store), title, record.id)
        connection.execute(
            "UPDATE lists SET title = ?, settings = ?, version = version + 1 WHERE id = ?",
            (title or record.title, json.dumps({**record.settings, **changes}), record.id),
        )


def recycle_list(store: Store, record: ListRecord, user_id: int) -> str:
    """Put a list and all it holds in the recycle bin and return the bin's id for it; its change log stays."""
    folder = record.folder.rpartition("/")[0]
    with store.writing():
        bin_id = bin_list(store, Discarded(LIST, record.id, None, record.title, folder, user_id))
        _drop_rows(store, record.id, ("index_entries", *LIST_TABLES))
    return bin_id


def delete_list(store: Store, record: ListRecord) -> None:
    """Delete a list for good, and what of it is in the recycle bin."""
    forget_list(store, record.id)
    _drop_rows(store, record.id, ("index_entries", *LIST_TABLES))


def forget_list(store: Store, list_id: str) -> None:
    """Drop what is kept of a list beside the list itself."""
    with store.writing() as connection:
        connection.execute(
            "DELETE FROM contents WHERE unique_id IN (SELECT unique_id FROM entries WHERE list_id = ?)", (list_id,)
        )
        _drop_rows(store, list_id, ("changes", "recycle_bin", "hidden_references"))


def _drop_rows(store: Store, list_id: str, tables: Iterable[str]) -> None:
    with store.writing() as connection:
        for table in tables:
            key = LIST_TABLES.get(table, "list_id")
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (list_id,))  # noqa: S608 - names of our tables


def _read_row(row: tuple[Any, ...]) -> ListRecord:
    list_id, title, folder, type_name, settings, *rest = row
    return ListRecord(list_id, title, folder, type_name, _read_settings(settings), *rest)


@lru_cache(maxsize=1024)
def _read_settings(text: str) -> Mapping[str, object]:
    """Return a list's settings; decoded once, as all lists are read with every request and seldom change."""
    settings: Mapping[str, object] = json.loads(text)
    return settings


def check_title(existing: list[ListRecord], title: str, own_id: str) -> None:
    """Raise ``ListTitleTakenError`` when another list has that title, ``TitleTooLongError`` when it is too long."""
    check_title_length(title)
    for record in existing:
        if record.id != own_id and record.title.casefold() == title.casefold():
            raise ListTitleTakenError
