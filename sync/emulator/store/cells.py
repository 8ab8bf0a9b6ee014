"""A whole row: which columns a write names, whether it may, and what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from sync.emulator.errors import (
    BodyError,
    DuplicateValuesError,
    LiteralError,
    PropertyUnknownError,
    ReadOnlyError,
    UnsupportedError,
)
from sync.emulator.moments import normalise_day, write_instant
from sync.emulator.store.content_types import find_type, read_list_types
from sync.emulator.store.database import Store
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.indexes import find_other_item
from sync.emulator.store.kinds import BOOLEAN, CREATABLE, DATE_TIME, NUMBER, USER
from sync.emulator.store.lists import ListRecord
from sync.emulator.store.site import Site
from sync.emulator.store.values import normalise_value

CONTENT_TYPE = "ContentTypeId"

#: What every item has and nobody may write (sharepoint.md C.7).
READ_ONLY = frozenset(
    [
        "Id",
        "ID",
        "GUID",
        "FileSystemObjectType",
        "ServerRedirectedEmbedUri",
        "ServerRedirectedEmbedUrl",
        "ComplianceAssetId",
        "Created",
        "Modified",
        "AuthorId",
        "EditorId",
        "OData__UIVersionString",
        "Attachments",
    ]
)

Cells = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list with its columns and its site: what a write needs to know."""

    store: Store
    site: Site
    list: ListRecord
    fields: Sequence[FieldRecord]

    @property
    def indexed(self) -> tuple[str, ...]:
        """The internal names of the columns with an index."""
        return tuple(field.internal_name for field in self.fields if field.is_indexed)


def normalise_cells(sheet: Sheet, payload: Mapping[str, object]) -> Cells:
    """Return the cells that ``payload`` writes, by internal name; None empties a cell.

    Raises ``PropertyUnknownError``, ``ReadOnlyError`` and the refusals of single values.
    """
    writable = find_writable(sheet.fields)
    cells: dict[str, object] = {}
    for name, value in payload.items():
        if name == CONTENT_TYPE:
            cells[name] = _normalise_content_type(sheet, value)
            continue
        if name == "FileLeafRef" and sheet.list.is_library:
            raise UnsupportedError(what="renaming a file or folder by its item")
        if name in READ_ONLY:
            raise ReadOnlyError
        if name not in writable:
            raise _refuse_name(sheet, name, value)
        field = writable[name]
        cells[field.internal_name] = normalise_value(field, value, sheet.site.zone)
    _check_references(sheet, cells)
    return cells


def find_writable(fields: Iterable[FieldRecord]) -> Mapping[str, FieldRecord]:
    """Return the columns a caller may write, by the property that carries the value."""
    columns = [field for field in fields if field.kind in CREATABLE and not field.read("ReadOnlyField")]
    names = {field.value_name: field for field in columns if field.internal_name != "FileLeafRef"}
    people = {f"{field.entity_name}StringId": field for field in columns if field.kind is USER}
    return {**people, **names}


def build_defaults(sheet: Sheet) -> Cells:
    """Return the cells that a new item has before anything is written in it."""
    cells = {field.internal_name: _build_default(sheet, field) for field in sheet.fields}
    return {name: value for name, value in cells.items() if value is not None}


def check_unique(sheet: Sheet, item_id: int, cells: Cells) -> None:
    """Raise ``DuplicateValuesError`` when another item has one of these values in a unique column."""
    repeated = []
    with sheet.store.reading() as connection:
        for field in sheet.fields:
            value = cells.get(field.internal_name)
            if not field.is_unique or value is None:
                continue
            if find_other_item(connection, sheet.list.id, field.internal_name, value, item_id):
                repeated.append(field.title)
    if repeated:
        raise DuplicateValuesError(titles=",".join(repeated))


def _normalise_content_type(sheet: Sheet, value: object) -> str | None:
    if not isinstance(value, str):
        raise LiteralError(literal=str(value), expected="SP.ContentTypeId")
    kind = find_type(read_list_types(sheet.store, sheet.list), value)
    # The list's own first type is kept by not being kept.
    return None if kind.id == sheet.list.content_type_id else kind.id


def _refuse_name(sheet: Sheet, name: str, value: object) -> Exception:
    references = {field.entity_name for field in sheet.fields if field.is_reference}
    if name in references and value is not None:
        return BodyError(
            message="A 'PrimitiveValue' node with non-null value was found when trying to read the value of a "
            "navigation property; however, a 'StartArray' node, a 'StartObject' node, or a 'PrimitiveValue' node "
            "with null value was expected."
        )
    return PropertyUnknownError(name=name, type=sheet.list.item_type)


def _check_references(sheet: Sheet, cells: Cells) -> None:
    by_name = {field.internal_name: field for field in sheet.fields if field.is_reference}
    for name, value in cells.items():
        if name in by_name and value is not None:
            ids = value if isinstance(value, list) else [value]
            _check_exists(sheet.store, by_name[name], ids)


def _check_exists(store: Store, field: FieldRecord, ids: Sequence[object]) -> None:
    with store.reading() as connection:
        for wanted in ids:
            if field.kind is USER:
                found = connection.execute("SELECT 1 FROM users WHERE id = ?", (wanted,)).fetchone()
            else:
                key = (field.read("LookupList"), wanted)
                found = connection.execute("SELECT 1 FROM items WHERE list_id = ? AND id = ?", key).fetchone()
            if not found:
                raise ReadOnlyError


def _build_default(sheet: Sheet, field: FieldRecord) -> object:
    default = field.read("DefaultValue")
    if default is None:
        return None
    return _normalise_default(field, str(default), sheet.site.zone, sheet.store)


def _normalise_default(field: FieldRecord, default: str, zone: ZoneInfo, store: Store) -> object:
    if field.kind is BOOLEAN:
        return default.lower() in ("1", "true")
    if field.kind is DATE_TIME:
        now = store.clock()
        return write_instant(normalise_day(now, zone) if field.is_date_only else now.astimezone(UTC))
    value: object = float(default) if field.kind is NUMBER else default
    return normalise_value(field, value, zone)
