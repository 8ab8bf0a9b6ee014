"""What a CAML condition names: a column, by FieldRef, and a value, by Value or by a word such as Today."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sync.emulator.errors import CamlColumnError, CamlError, LiteralError, UnsupportedError
from sync.emulator.moments import normalise_instant, write_instant
from sync.emulator.query.columns import Column, ColumnType, Values
from sync.emulator.query.literals import normalise_literal
from sync.emulator.safe_xml import Element, read_boolean
from sync.emulator.whole_numbers import read_whole_number

_LONGEST_OFFSET = 1_000_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, when and where: what UserID, Today and Now stand for."""

    user_id: int
    now: datetime
    zone: ZoneInfo


class CamlColumns(Protocol):
    """Finds the columns of a list by internal name; both raise ``CamlColumnError`` when there is none."""

    def find_shown(self, name: str) -> Column:
        """Return a column by what it shows: a lookup's text, a person's name, a link's address."""
        ...

    def find_id(self, name: str) -> Column:
        """Return a lookup or person column by the id it keeps."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value to compare with.

    Args:
        text: the value as written.
        is_exact: whether rows keep it in just this form, so that an index can find it.
    """

    value: object
    text: str
    is_exact: bool = True


def find_reference(element: Element) -> Element:
    """Return the FieldRef of a condition; raises ``CamlError``."""
    reference = element.find("FieldRef")
    if reference is None:
        raise CamlError(reason=f"{element.tag} has no FieldRef")
    return reference


def find_column(reference: Element, columns: CamlColumns, *, is_id: bool) -> Column:
    """Return the column that a FieldRef names; ``is_id`` asks for the id that a lookup keeps."""
    if reference.tag != "FieldRef":
        raise CamlError(reason=f"'{reference.tag}' stands where a FieldRef should")
    refuse_attributes(reference, "Name", "LookupId", "Ascending", "Nullable", "Type", "Explicit")
    name = reference.attrib.get("Name", "")
    if not name:
        raise CamlColumnError
    return columns.find_id(name) if is_id or read_boolean(reference, "LookupId") else columns.find_shown(name)


def read_value(
    reference: Element, value: Element, columns: CamlColumns, asker: Asker, *, is_text: bool = False
) -> tuple[Column, Wanted]:
    """Return the column of a condition and the value it wants there; ``is_text`` takes it just as it is written."""
    if value.tag != "Value":
        raise CamlError(reason=f"'{value.tag}' stands where a Value should")
    refuse_attributes(value, "Type", "IncludeTimeValue", "StorageTZ")
    text = (value.text or "").strip() if len(value) else value.text or ""
    asks_who = len(value) == 1 and value[0].tag == "UserID"
    column = find_column(reference, columns, is_id=asks_who)
    if asks_who:
        return column, Wanted(normalise_literal(asker.user_id, _member_type(column), asker.zone), str(asker.user_id))
    if is_text and not len(value):
        return column, Wanted(text, text)
    if column.type is ColumnType.DATE:
        return _read_date(column, value, asker)
    if len(value):
        raise UnsupportedError(what=f"the element '{value[0].tag}' as the value of '{column.name}' in a CAML query")
    return column, Wanted(normalise_literal(text, _member_type(column), asker.zone), text)


def refuse_attributes(element: Element, *known: str) -> None:
    """Raise ``UnsupportedError`` for an attribute that is not one of ``known``."""
    for name in element.attrib:
        if name not in known:
            raise UnsupportedError(what=f"the attribute '{name}' of the CAML element '{element.tag}'")


def _member_type(column: Column) -> ColumnType:
    return ColumnType.TEXT if column.type is ColumnType.MANY else column.type


def _read_date(column: Column, value: Element, asker: Asker) -> tuple[Column, Wanted]:
    moment = _read_moment(value, asker)
    if read_boolean(value, "IncludeTimeValue"):
        written = write_instant(moment)
        return column, Wanted(written, written)
    # Without the attribute SharePoint compares days, the site's own.
    day = moment.astimezone(asker.zone).date().isoformat()
    return _show_days(column, asker.zone), Wanted(day, day, is_exact=False)


def _read_moment(value: Element, asker: Asker) -> datetime:
    if len(value):
        return _read_word(value[0], asker)
    text = (value.text or "").strip()
    if text.endswith("Z") and not read_boolean(value, "StorageTZ"):
        # CAML takes a date for the site's own time, whatever its last letter says (Microsoft, "Value element (Query)").
        text = text[:-1]
    try:
        return datetime.fromisoformat(normalise_instant(text, asker.zone))
    except OverflowError as error:
        raise LiteralError(literal=text, expected="Edm.DateTime") from error


def _read_word(element: Element, asker: Asker) -> datetime:
    if element.tag == "Now":
        refuse_attributes(element)
        return asker.now
    if element.tag != "Today":
        raise UnsupportedError(what=f"the element '{element.tag}' as a date in a CAML query")
    refuse_attributes(element, "OffsetDays", "Offset")
    written = element.attrib.get("OffsetDays") or element.attrib.get("Offset") or "0"
    days = read_whole_number(written.removeprefix("-"), _LONGEST_OFFSET)
    if days is None:
        raise CamlError(reason=f"Today cannot be offset by '{written}' days")
    midnight = asker.now.astimezone(asker.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return _add_days(midnight, -days if written.startswith("-") else days)


def _add_days(moment: datetime, days: int) -> datetime:
    try:
        return moment + timedelta(days=days)
    except OverflowError as error:
        raise CamlError(reason=f"Today cannot be offset by {days} days") from error


def _show_days(column: Column, zone: ZoneInfo) -> Column:
    def read(values: Values) -> object:
        moment = column.read(values)
        return datetime.fromisoformat(str(moment)).astimezone(zone).date().isoformat() if moment else None

    return replace(column, type=ColumnType.TEXT, read=read)
