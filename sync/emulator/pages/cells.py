"""Cells as people see them: what each column of a row holds, for formatting, and how it is shown.

Rich text is shown as its words. Nothing of what it looks like is trusted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sync.emulator.errors import ListGoneError
from sync.emulator.pages.dates import write_short_day, write_short_moment
from sync.emulator.pages.formatting.evaluation import Cell
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Moment, Thing, Value, write_number
from sync.emulator.reading.texts import strip_markup
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord, read_fields
from sync.emulator.store.item_pages import read_all_items, read_items_by_id
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.lists import find_list
from sync.emulator.store.users import UserRecord, read_users

EMPTY = Cell("", "")
TITLES = frozenset({"LinkTitle", "LinkTitleNoMenu", "Title"})

#: What formatting may ask of every row, whichever columns the view shows.
_ALWAYS = frozenset({"ID", "FileRef", "FileLeafRef", "FSObjType", "UniqueId", "GUID", "ContentTypeId"})


class CellReader:
    """Reads the cells of rows of a list; what lookups and people show is read once for all of them.

    Args:
        records: the rows it will be asked about, or None when it may be any.
    """

    def __init__(self, sheet: Sheet, records: Sequence[ItemRecord] | None = None) -> None:
        self.sheet = sheet
        self.columns: Mapping[str, FieldRecord] = {field.internal_name: field for field in sheet.fields}
        self._records = records
        self._people: Mapping[int, UserRecord] | None = None
        self._lookups: dict[str, Mapping[int, str]] = {}

    def read(self, record: ItemRecord, name: str) -> Cell:
        """Return one cell; empty for a column that is not there."""
        field = self.columns.get("Title" if name in TITLES else name)
        if field is None:
            return EMPTY
        return self.read_value(field, record.values.get(field.internal_name))

    def read_value(self, field: FieldRecord, value: object) -> Cell:
        """Return the cell for a value as the store keeps it."""
        if value is None or value in ("", []):
            return EMPTY
        if isinstance(value, list):
            members = [self._read_member(field, member) for member in value]
            between = "; " if field.kind.is_reference else ", "
            return Cell(tuple(cell.value for cell in members), between.join(cell.shown for cell in members))
        return self._read_member(field, value)

    def _read_member(self, field: FieldRecord, value: object) -> Cell:
        if field.kind is kinds.USER:
            return self._read_person(value)
        if field.read("LookupList"):
            return self._read_lookup(field, value)
        return _READERS.get(field.kind, _read_text)(self.sheet, field, value)

    def _read_person(self, value: object) -> Cell:
        if self._people is None:
            self._people = {user.id: user for user in read_users(self.sheet.store)}
        user = self._people.get(value) if isinstance(value, int) else None
        if user is None:
            return Cell(Thing("", {"id": str(value)}), f"(person {value})")
        properties: dict[str, Value] = {"id": str(user.id), "title": user.title, "email": user.email, "sip": user.email}
        return Cell(Thing(user.title, properties), user.title)

    def _read_lookup(self, field: FieldRecord, value: object) -> Cell:
        if field.internal_name not in self._lookups:
            self._lookups[field.internal_name] = self._read_lookup_texts(field)
        text = self._lookups[field.internal_name].get(value, "") if isinstance(value, int) else ""
        return Cell(Thing(text, {"lookupId": str(value), "lookupValue": text}), text or f"(row {value})")

    def _read_lookup_texts(self, field: FieldRecord) -> Mapping[int, str]:
        try:
            target = find_target(self.sheet, field)
        except ListGoneError:
            return {}
        shown = str(field.read("LookupField") or "Title")
        inner = CellReader(target, ())
        return {record.id: inner.read(record, shown).shown for record in self._find_targets(field, target)}

    def _find_targets(self, field: FieldRecord, target: Sheet) -> Iterable[ItemRecord]:
        if self._records is None:
            return read_all_items(target)
        ids = {key for record in self._records for key in _list_ids(record.values.get(field.internal_name))}
        return read_items_by_id(target, ids).values()


class RowCells:
    """One row for formatting: the columns its view shows, and those every row has.

    A column that the view leaves out is empty, as it is in SharePoint, and is told to ``on_left_out``: formatting that
    works here must not fail there.
    """

    def __init__(
        self, reader: CellReader, record: ItemRecord, shown: Iterable[str], on_left_out: Callable[[str], None]
    ) -> None:
        self._reader = reader
        self._record = record
        self._shown = frozenset(shown) | _ALWAYS
        self._on_left_out = on_left_out

    def read_cell(self, name: str) -> Cell:
        """Return a cell by internal name."""
        if name not in self._reader.columns:
            raise FormattingError(f"the column ‘{name}’, which the list has not")
        is_shown = name in self._shown or (name in TITLES and not self._shown.isdisjoint(TITLES))
        if not is_shown:
            self._on_left_out(name)
            return EMPTY
        return self._reader.read(self._record, name)

    def read_title(self, name: str) -> str:
        """Return what a column is called."""
        return read_title(self._reader.columns, name)


def read_title(columns: Mapping[str, FieldRecord], name: str) -> str:
    """Return what a column is called, a link to the item by the title column's name."""
    field = columns.get("Title" if name in TITLES else name)
    if field is None:
        raise FormattingError(f"the column ‘{name}’, which the list has not")
    return field.title


def find_target(sheet: Sheet, field: FieldRecord) -> Sheet:
    """Return the list that a lookup column points at; raises ``ListGoneError``."""
    record = find_list(sheet.store, str(field.read("LookupList")))
    return Sheet(sheet.store, sheet.site, record, read_fields(sheet.store, record.id))


def write_field_number(field: FieldRecord, number: float) -> str:
    """Return a number as its column shows it."""
    is_share = bool(field.read("ShowAsPercentage"))
    scaled = number * 100 if is_share else number
    digits = field.read("DisplayFormat")
    decimals = digits if isinstance(digits, int) and 0 <= digits <= 5 else None
    grouping = "," if field.read("CommaSeparator") else ""
    if decimals is not None:
        text = f"{scaled:{grouping}.{decimals}f}"
    elif float(scaled).is_integer():
        text = f"{int(scaled):{grouping}d}"
    else:
        text = write_number(round(scaled, 10))
    return f"{text}%" if is_share else text


def _read_text(_: Sheet, __: FieldRecord, value: object) -> Cell:
    return Cell(str(value), str(value))


def _read_note(_: Sheet, field: FieldRecord, value: object) -> Cell:
    text = strip_markup(str(value)) if field.read("RichText") else str(value)
    return Cell(text, text)


def _read_number(_: Sheet, field: FieldRecord, value: object) -> Cell:
    if not isinstance(value, int | float):
        return Cell(str(value), str(value))
    return Cell(value, write_field_number(field, value) if field.kind is kinds.NUMBER else write_number(value))


def _read_boolean(_: Sheet, __: FieldRecord, value: object) -> Cell:
    return Cell(bool(value), "Yes" if value else "No")


def _read_date(sheet: Sheet, field: FieldRecord, value: object) -> Cell:
    at = datetime.fromisoformat(str(value)).astimezone(sheet.site.zone)
    shown = write_short_day(at) if field.is_date_only else write_short_moment(at)
    return Cell(Moment(at, shown), shown)


def _read_link(_: Sheet, __: FieldRecord, value: object) -> Cell:
    if not isinstance(value, Mapping):
        return Cell(str(value), str(value))
    address, description = str(value.get("Url") or ""), str(value.get("Description") or "")
    return Cell(Thing(address, {"desc": description}), description or address)


_READERS: Mapping[kinds.Kind, Callable[[Sheet, FieldRecord, object], Cell]] = {
    kinds.NOTE: _read_note,
    kinds.NUMBER: _read_number,
    kinds.COUNTER: _read_number,
    kinds.BOOLEAN: _read_boolean,
    kinds.ATTACHMENTS: _read_boolean,
    kinds.DATE_TIME: _read_date,
    kinds.URL: _read_link,
}


def _list_ids(value: object) -> list[int]:
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, int)]
