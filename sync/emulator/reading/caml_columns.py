"""The columns of a list as CAML names them: by internal name, and a lookup by what it shows unless its id is wanted."""

from collections.abc import Callable
from dataclasses import dataclass

from sync.emulator.errors import CamlColumnError, UnsupportedError
from sync.emulator.query.columns import Column, ColumnType, Values
from sync.emulator.reading.columns import build_joined_column, build_kept_column
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord

_TITLES = ("LinkTitle", "LinkTitleNoMenu")
_UNBUILT = (kinds.COMPUTED, kinds.ATTACHMENTS, kinds.CONTENT_TYPE_ID)


@dataclass(frozen=True, slots=True)
class ItemCamlColumns:
    """Finds the columns of ``sheet``; it is a ``query.caml.CamlColumns``."""

    sheet: Sheet

    def find_shown(self, name: str) -> Column:
        """Return a column by what it shows; raises ``CamlColumnError``."""
        field = self._find("Title" if name in _TITLES else name)
        if field.kind is kinds.URL:
            return Column(field.internal_name, ColumnType.TEXT, _read_address(field.internal_name))
        if field.kind is kinds.USER or field.read("LookupList"):
            return build_joined_column(self.sheet, field, str(field.read("LookupField") or "Title"))
        return build_kept_column(field)

    def find_id(self, name: str) -> Column:
        """Return a lookup or person column by the id it keeps; raises ``CamlColumnError``."""
        field = self._find(name)
        if field.is_many and field.is_reference:
            return Column(field.internal_name, ColumnType.MANY, build_kept_column(field).read)
        return build_kept_column(field)

    def _find(self, name: str) -> FieldRecord:
        for field in self.sheet.fields:
            if field.internal_name == name:
                break
        else:
            raise CamlColumnError
        if field.kind in _UNBUILT:
            raise UnsupportedError(what=f"the column '{name}' in a CAML query")
        return field


def _read_address(name: str) -> Callable[[Values], object]:
    def read(values: Values) -> object:
        link = values.get(name)
        return link.get("Url") if isinstance(link, dict) else None

    return read
