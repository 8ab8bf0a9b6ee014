"""Columns: what they are, how they are found, made, changed and taken away."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from functools import lru_cache
from uuid import uuid4

from sync.emulator.errors import ColumnMissingError, FieldDefinitionError
from sync.emulator.list_errors import check_title_length
from sync.emulator.naming import build_entity_name, build_free_name, build_internal_name
from sync.emulator.store import built_in
from sync.emulator.store.database import Store
from sync.emulator.store.indexes import can_be_indexed, drop_index, fill_index
from sync.emulator.store.kinds import DATE_TIME, KINDS, LOOKUP, MULTI_CHOICE, USER, Kind
from sync.emulator.store.list_version import raise_list_version

INDEX_LIMIT = 20
_COLUMNS = "SELECT id, internal_name, title, kind, position, settings FROM fields"


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One column of one list; ``settings`` holds what differs from the defaults of its kind."""

    list_id: str
    id: str
    internal_name: str
    title: str
    kind: Kind
    position: int
    settings: Mapping[str, object] = part(hash=False)

    @property
    def entity_name(self) -> str:
        """The name in OData."""
        return build_entity_name(self.internal_name)

    @property
    def is_reference(self) -> bool:
        """Whether its values are ids of people or of items in a list; FileRef and its like are lookups of neither."""
        return self.kind is USER or (self.kind is LOOKUP and bool(self.read("LookupList")))

    @property
    def value_name(self) -> str:
        """The property that carries a value: ``OwnerId`` for a person column ``Owner``."""
        return f"{self.entity_name}Id" if self.is_reference else self.entity_name

    @property
    def is_built_in(self) -> bool:
        """Whether the column came with its list."""
        return self.internal_name in built_in.NAMES

    @property
    def is_many(self) -> bool:
        """Whether a cell holds several values."""
        return self.kind is MULTI_CHOICE or bool(self.read("AllowMultipleValues"))

    @property
    def is_date_only(self) -> bool:
        """Whether a date column keeps days and not moments."""
        return self.kind is DATE_TIME and self.read("DisplayFormat") == 0 and not self.is_built_in

    @property
    def is_indexed(self) -> bool:
        """Whether a condition on it can narrow a long list."""
        return bool(self.read("Indexed"))

    @property
    def is_unique(self) -> bool:
        """Whether no two items may have the same value."""
        return bool(self.read("EnforceUniqueValues"))

    @property
    def type_name(self) -> str:
        """SharePoint's TypeAsString."""
        return f"{self.kind.name}Multi" if self.is_reference and self.is_many else self.kind.name

    def read(self, name: str) -> object:
        """Return a setting, or its default."""
        return self.settings.get(name, self.kind.own.get(name))


@dataclass(frozen=True, slots=True)
class NewField:
    """A column to make; ``internal_name`` is a wish, and comes from the title when empty."""

    title: str
    kind: Kind
    settings: Mapping[str, object]
    internal_name: str = ""
    id: str = ""


def read_fields(store: Store, list_id: str) -> list[FieldRecord]:
    """Return the columns of a list in the order they were made."""
    with store.reading() as connection:
        rows = connection.execute(f"{_COLUMNS} WHERE list_id = ? ORDER BY position", (list_id,)).fetchall()
    return [_build_record(list_id, row) for row in rows]


@lru_cache(maxsize=4096)
def _build_record(list_id: str, row: tuple[str, str, str, int, int, str]) -> FieldRecord:
    """Return the record of a row; the same for the same row, as columns are read with every request and seldom change."""
    field_id, name, title, kind, position, settings = row
    return FieldRecord(list_id, field_id, name, title, KINDS[kind], position, json.loads(settings))


def find_field(fields: Sequence[FieldRecord], name: str) -> FieldRecord:
    """Return the column with that internal name or else that title; raises ``ColumnMissingError``."""
    for field in fields:
        if field.internal_name == name:
            return field
    return find_field_by_title(fields, name)


def find_field_by_title(fields: Sequence[FieldRecord], title: str) -> FieldRecord:
    """Return the first column with that title; raises ``ColumnMissingError``."""
    for field in fields:
        if field.title == title:
            return field
    raise ColumnMissingError(name=title)


def find_field_by_id(fields: Sequence[FieldRecord], field_id: str) -> FieldRecord:
    """Return the column with that GUID; raises ``ColumnMissingError``."""
    for field in fields:
        if field.id == field_id:
            return field
    raise ColumnMissingError(name=field_id)


def add_built_in_fields(store: Store, list_id: str, *, is_library: bool) -> None:
    """Give a new list the columns that every list has, or every library."""
    for position, column in enumerate(built_in.list_columns(is_library=is_library)):
        record = FieldRecord(
            list_id, column.id, column.internal_name, column.title, column.kind, position, column.settings
        )
        _insert_field(store, record)


def add_field(store: Store, list_id: str, new: NewField) -> FieldRecord:
    """Make a column. A title may repeat; a repeated internal name gets a digit (sharepoint.md C.7)."""
    check_title_length(new.title)
    with store.writing() as connection:
        existing = read_fields(store, list_id)
        taken = frozenset(field.internal_name for field in existing)
        wanted = build_internal_name(new.internal_name or new.title)
        if not wanted:
            raise FieldDefinitionError(message="A column needs a title.")
        if any(field.id == new.id for field in existing):
            raise FieldDefinitionError(message=f"A column with the id {new.id} already exists in the list.")
        position = max(field.position for field in existing) + 1
        record = FieldRecord(
            list_id,
            new.id or str(uuid4()),
            build_free_name(wanted, taken),
            new.title,
            new.kind,
            position,
            new.settings,
        )
        _check_index(record, existing)
        _insert_field(store, record)
        if record.is_indexed:
            fill_index(connection, record.list_id, record.internal_name, is_unique=record.is_unique)
        raise_list_version(store, list_id)
    return record


def update_field(store: Store, field: FieldRecord, title: str | None, changes: Mapping[str, object]) -> FieldRecord:
    """Change a column's title and settings; its internal name never changes."""
    check_title_length(title or "")
    settings = {**field.settings, **changes}
    changed = FieldRecord(
        field.list_id, field.id, field.internal_name, title or field.title, field.kind, field.position, settings
    )
    with store.writing() as connection:
        _check_index(changed, read_fields(store, field.list_id))
        connection.execute(
            "UPDATE fields SET title = ?, settings = ? WHERE list_id = ? AND internal_name = ?",
            (changed.title, json.dumps(settings), field.list_id, field.internal_name),
        )
        if changed.is_indexed and (not field.is_indexed or changed.is_unique):
            fill_index(connection, field.list_id, field.internal_name, is_unique=changed.is_unique)
        if field.is_indexed and not changed.is_indexed:
            drop_index(connection, field.list_id, field.internal_name)
        raise_list_version(store, field.list_id)
    return changed


def delete_field(store: Store, field: FieldRecord) -> None:
    """Take a column away; its values are lost to readers at once."""
    if field.is_built_in:
        raise FieldDefinitionError(message=f"The column '{field.title}' came with the list and cannot be deleted.")
    with store.writing() as connection:
        drop_index(connection, field.list_id, field.internal_name)
        key = (field.list_id, field.internal_name)
        connection.execute("DELETE FROM fields WHERE list_id = ? AND internal_name = ?", key)
        path = f'$."{field.internal_name}"'
        connection.execute(
            "UPDATE items SET cells = json_remove(cells, ?) WHERE list_id = ? AND cells LIKE ?",
            (path, field.list_id, f'%"{field.internal_name}"%'),
        )
        raise_list_version(store, field.list_id)


def _insert_field(store: Store, record: FieldRecord) -> None:
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO fields (list_id, id, internal_name, title, kind, position, settings) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                record.list_id,
                record.id,
                record.internal_name,
                record.title,
                record.kind.number,
                record.position,
                json.dumps(dict(record.settings)),
            ),
        )


def _check_index(field: FieldRecord, existing: Sequence[FieldRecord]) -> None:
    if field.is_unique and not field.is_indexed:
        raise FieldDefinitionError(message=f"The column '{field.title}' must be indexed to enforce unique values.")
    if not field.is_indexed:
        return
    can_have = field.kind.can_be_unique if field.is_unique else field.kind.can_be_indexed
    if not can_have or field.is_many or not can_be_indexed(field.internal_name):
        raise FieldDefinitionError(message=f"A column of type {field.type_name} cannot be indexed or unique that way.")
    others = [other for other in existing if other.is_indexed and other.internal_name != field.internal_name]
    if len(others) >= INDEX_LIMIT:
        raise FieldDefinitionError(message=f"A list may have {INDEX_LIMIT} indexed columns and has them already.")
