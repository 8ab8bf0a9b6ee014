"""Lists: found by title, id or address; made, changed, recycled and deleted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sync.emulator.errors import (
    FileMissingError,
    ListGoneError,
    ListMissingError,
    ListTitleTakenError,
)
from sync.emulator.moments import write_instant
from sync.emulator.naming import build_folder_name, build_free_name, build_type_name
from sync.emulator.store.database import Store
from sync.emulator.store.fields import add_built_in_fields
from sync.emulator.store.recycling import bin_list
from sync.emulator.store.site import Site
from sync.emulator.store.views import add_first_view

GENERIC_LIST = 100
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
    def item_type(self) -> str:
        """The OData type of its items."""
        return f"SP.Data.{self.type_name}ListItem"

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
        """The id of the list's own Item type, a child of SharePoint's 0x01."""
        return f"0x0100{self.id.replace('-', '').upper()}"

    def read(self, name: str) -> object:
        """Return a setting, or its default."""
        return self.settings.get(name, DEFAULTS[name])


def add_list(store: Store, site: Site, title: str, settings: Mapping[str, object]) -> ListRecord:
    """Make a list with its built-in columns and its first view; raises ``ListTitleTakenError``."""
    with store.writing() as connection:
        existing = read_lists(store)
        _check_title(existing, title, "")
        parent = f"{site.path}/Lists/"
        taken = frozenset(record.folder.removeprefix(parent) for record in existing)
        folder_name = build_free_name(build_folder_name(title), taken)
        list_id, now = str(uuid4()), write_instant(store.clock())
        names = (list_id, title, parent + folder_name, build_type_name(folder_name))
        connection.execute(
            "INSERT INTO lists (id, title, folder, type_name, settings, created, item_modified, item_deleted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*names, json.dumps(dict(settings)), now, now, now),
        )
        add_built_in_fields(store, list_id)
        add_first_view(store, list_id)
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
            _check_title(read_lists(store), title, record.id)
        connection.execute(
            "UPDATE lists SET title = ?, settings = ?, version = version + 1 WHERE id = ?",
            (title or record.title, json.dumps({**record.settings, **changes}), record.id),
        )


def recycle_list(store: Store, record: ListRecord, user_id: int) -> str:
    """Put a list and all it holds in the recycle bin and return the bin's id for it."""
    with store.writing():
        bin_id = bin_list(store, record.id, record.title, user_id)
        delete_list(store, record)
    return bin_id


def delete_list(store: Store, record: ListRecord) -> None:
    """Delete a list for good."""
    with store.writing() as connection:
        for table in ("index_entries", "item_versions", "items", "views", "fields", "changes"):
            statement = f"DELETE FROM {table} WHERE list_id = ?"  # noqa: S608 - a name from the line above
            connection.execute(statement, (record.id,))
        connection.execute("DELETE FROM lists WHERE id = ?", (record.id,))


def _read_row(row: tuple[Any, ...]) -> ListRecord:
    list_id, title, folder, type_name, settings, *rest = row
    return ListRecord(list_id, title, folder, type_name, json.loads(settings), *rest)


def _check_title(existing: list[ListRecord], title: str, own_id: str) -> None:
    for record in existing:
        if record.id != own_id and record.title.casefold() == title.casefold():
            raise ListTitleTakenError
