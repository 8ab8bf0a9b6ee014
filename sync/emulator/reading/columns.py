"""What items can be filtered and sorted by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.emulator import unbuilt
from sync.emulator.errors import FilterColumnError, ProjectionError, UnsupportedError
from sync.emulator.query.columns import Column, ColumnType, Values
from sync.emulator.reading.references import find_shown_type, read_shown_values
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord

_REFUSED = (kinds.NOTE, kinds.URL)
_UNBUILT = (kinds.COMPUTED, kinds.ATTACHMENTS, kinds.CONTENT_TYPE_ID)


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """Finds the column behind a name in ``$filter`` or ``$orderby``; ``expanded`` are the names in ``$expand``."""

    sheet: Sheet
    expanded: tuple[str, ...]

    def resolve(self, name: str) -> Column:
        """Return the column; raises ``FilterColumnError``, and ``UnsupportedError`` for what is not built."""
        base, _, inner = name.partition("/")
        field = self._find("ID" if base == "Id" else base)
        if not inner:
            return build_kept_column(field)
        if base not in self.expanded:
            raise ProjectionError(path=name, name=base)
        if not field.is_reference:
            raise FilterColumnError(name=f"{field.entity_name}/{inner}")
        return build_joined_column(self.sheet, field, inner)

    def _find(self, name: str) -> FieldRecord:
        for field in self.sheet.fields:
            if name not in (field.entity_name, field.value_name):
                continue
            if field.kind in _UNBUILT or name in unbuilt.ITEM:
                break
            return field
        if name in unbuilt.ITEM or name in unbuilt.ITEM_LINKS:
            raise UnsupportedError(what=f"filtering or sorting by '{name}'")
        raise FilterColumnError(name=name)


def build_kept_column(field: FieldRecord) -> Column:
    """Return a column by the value that rows keep: of a lookup or a person, the id."""
    refused = field.kind in _REFUSED or (field.is_reference and field.is_many)
    is_address = field.kind is kinds.LOOKUP and not field.is_reference
    return Column(
        field.internal_name,
        ColumnType.TEXT if is_address else field.kind.compares_as,
        _read_cell(field.internal_name),
        indexed=field.is_indexed or field.internal_name == "ID",
        refusal=field.type_name if refused else "",
    )


def build_joined_column(sheet: Sheet, field: FieldRecord, inner: str) -> Column:
    """Return a lookup or person column by a property of what it points at."""
    shown = read_shown_values(sheet, field, inner)
    name = f"{field.internal_name}/{inner}"
    if field.is_many:
        return Column(name, ColumnType.MANY, _read_many_joined(field.internal_name, shown))
    return Column(name, find_shown_type(sheet, field, inner), _read_joined(field.internal_name, shown))


def _read_cell(name: str) -> Callable[[Values], object]:
    return lambda values: values.get(name)


def _read_joined(name: str, shown: Mapping[int, object]) -> Callable[[Values], object]:
    def read(values: Values) -> object:
        key = values.get(name)
        return shown.get(key) if isinstance(key, int) else None

    return read


def _read_many_joined(name: str, shown: Mapping[int, object]) -> Callable[[Values], object]:
    def read(values: Values) -> object:
        keys = values.get(name)
        return [shown.get(key) for key in keys] if isinstance(keys, list) else None

    return read
