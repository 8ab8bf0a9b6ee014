"""Content types: those every list or library has, those made on the site, and those put on a list."""

import re
from dataclasses import dataclass
from uuid import uuid4

from sync.emulator.list_errors import ContentTypeError, ContentTypeMissingError
from sync.emulator.store.database import Store
from sync.emulator.store.list_version import raise_list_version
from sync.emulator.store.lists import DOCUMENT_TYPE, FOLDER_TYPE, ITEM_TYPE, ListRecord

FORM = "ClientFormCustomFormatter"
"""The formatting of a form, which a list keeps for its first content type among its settings."""

_SITE = ""
_ID = re.compile(r"0x(?:[0-9A-F]{2})*")
_LIST_GROUP, _FOLDER_GROUP, _OWN_GROUP = "List Content Types", "Folder Content Types", "Custom Content Types"


@dataclass(frozen=True, slots=True)
class ContentTypeRecord:
    """One content type; ``group`` is where people find it."""

    id: str
    name: str
    description: str
    group: str


_BUILT_IN = (
    ContentTypeRecord(ITEM_TYPE, "Item", "Create a new list item.", _LIST_GROUP),
    ContentTypeRecord(DOCUMENT_TYPE, "Document", "Create a new document.", "Document Content Types"),
    ContentTypeRecord(FOLDER_TYPE, "Folder", "Create a new folder.", _FOLDER_GROUP),
)


def read_site_types(store: Store) -> list[ContentTypeRecord]:
    """Return the site's content types."""
    return [*_BUILT_IN, *_read_added(store, _SITE)]


def read_list_types(store: Store, record: ListRecord) -> list[ContentTypeRecord]:
    """Return a list's content types, the one that new items get first."""
    first = next(kind for kind in _BUILT_IN if kind.id == (DOCUMENT_TYPE if record.is_library else ITEM_TYPE))
    found = [ContentTypeRecord(record.content_type_id, first.name, first.description, first.group)]
    if record.is_library:
        folder = next(kind for kind in _BUILT_IN if kind.id == FOLDER_TYPE)
        found.append(
            ContentTypeRecord(_build_child_id(folder.id, record.id), folder.name, folder.description, folder.group)
        )
    return found + _read_added(store, record.id)


def find_type(types: list[ContentTypeRecord], type_id: str) -> ContentTypeRecord:
    """Return the content type with that id, or the first made from it; raises ``ContentTypeMissingError``."""
    wanted = type_id.strip().casefold()
    for kind in types:
        if kind.id.casefold() == wanted:
            return kind
    for kind in types:
        if wanted.startswith("0x") and _is_child(kind.id.casefold(), wanted):
            return kind
    raise ContentTypeMissingError(name=type_id)


def find_type_by_name(types: list[ContentTypeRecord], name: str) -> ContentTypeRecord:
    """Return the content type of that name; raises ``ContentTypeMissingError``."""
    for kind in types:
        if kind.name.casefold() == name.casefold():
            return kind
    raise ContentTypeMissingError(name=name)


def add_site_type(store: Store, name: str, type_id: str, description: str, group: str) -> ContentTypeRecord:
    """Make a content type on the site; without an id it is made from Item. Raises ``ContentTypeError``."""
    types = read_site_types(store)
    wanted = _normalise_id(type_id) if type_id else _build_child_id(ITEM_TYPE, str(uuid4()))
    if any(kind.name.casefold() == name.casefold() for kind in types):
        raise ContentTypeError(message=f"A content type called '{name}' already exists. Choose another name.")
    if any(kind.id.casefold() == wanted.casefold() for kind in types):
        raise ContentTypeError(message=f"A content type with the id {wanted} already exists.")
    if not any(_is_child(wanted.casefold(), kind.id.casefold()) for kind in types):
        raise ContentTypeError(message=f"No content type is the parent of {wanted}.")
    return _add(store, _SITE, ContentTypeRecord(wanted, name, description, group or _OWN_GROUP))


def add_list_type(store: Store, record: ListRecord, type_id: str) -> ContentTypeRecord:
    """Put one of the site's content types on a list.

    Raises ``ContentTypeMissingError``, and ``ContentTypeError`` when the list has one of that name.
    """
    kind = next((kind for kind in read_site_types(store) if kind.id.casefold() == type_id.casefold()), None)
    if kind is None:
        raise ContentTypeMissingError(name=type_id)
    if any(other.name.casefold() == kind.name.casefold() for other in read_list_types(store, record)):
        raise ContentTypeError(message=f"The list already has a content type called '{kind.name}'.")
    child_id = _build_child_id(kind.id, str(uuid4()))
    return _add(store, record.id, ContentTypeRecord(child_id, kind.name, kind.description, kind.group))


def _read_added(store: Store, list_id: str) -> list[ContentTypeRecord]:
    query = "SELECT id, name, description, family FROM content_types WHERE list_id = ? ORDER BY position"
    with store.reading() as connection:
        return [ContentTypeRecord(*row) for row in connection.execute(query, (list_id,))]


def _add(store: Store, list_id: str, kind: ContentTypeRecord) -> ContentTypeRecord:
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO content_types (list_id, id, name, description, family) VALUES (?, ?, ?, ?, ?)",
            (list_id, kind.id, kind.name, kind.description, kind.group),
        )
        if list_id:
            raise_list_version(store, list_id)
    return kind


def _normalise_id(type_id: str) -> str:
    wanted = "0x" + type_id.strip()[2:].upper()
    if not _ID.fullmatch(wanted) or len(wanted) > 1024:
        raise ContentTypeError(message=f"'{type_id}' is not the id of a content type.")
    return wanted


def _build_child_id(parent_id: str, guid: str) -> str:
    return f"{parent_id}00{guid.replace('-', '').upper()}"


def _is_child(type_id: str, parent_id: str) -> bool:
    # A child's id is its parent's and two digits, or 00 and a GUID (Microsoft, "Content type IDs").
    rest = type_id.removeprefix(parent_id)
    return type_id.startswith(parent_id) and (len(rest) == 2 or (len(rest) == 34 and rest.startswith("00")))
