"""Turn one cell of a CSV file into what a client would write in that column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sync.emulator.moments import write_instant
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


class CellError(ValueError):
    """A cell that cannot be what its column holds."""


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may name: people by key, and the items of each list by title."""

    zone: ZoneInfo
    people: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_cell(column: FieldRecord, text: str, known: Known) -> object:
    """Return the value in ``text``; raises ``CellError``."""
    if column.is_many:
        return [_read_one(column, part.strip(), known) for part in text.split(";") if part.strip()]
    return _read_one(column, text, known)


def read_stamp(text: str, zone: ZoneInfo) -> str:
    """Return a moment as the store keeps it; without an offset it is local time. Raises ``CellError``."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CellError(f"'{text}' is not a date and time such as 2021-03-15T14:30.") from error
    return write_instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def _read_one(column: FieldRecord, text: str, known: Known) -> object:
    if column.kind is kinds.USER:
        return _find(known.people, text, "There is no person with the key")
    if column.kind is kinds.LOOKUP:
        return _find(known.items.get(str(column.read("LookupList")), {}), text, "The list looked up has no item titled")
    if column.kind is kinds.URL:
        url, _, description = text.partition(" | ")
        return {"Url": url.strip(), "Description": description.strip()}
    if column.kind is kinds.DATE_TIME:
        return _read_day(text, known.zone) if column.is_date_only else read_stamp(text, known.zone)
    if column.kind is kinds.BOOLEAN:
        return _read_boolean(text)
    return text


def _find(table: Mapping[str, int], name: str, complaint: str) -> int:
    if name not in table:
        raise CellError(f"{complaint} '{name}'.")
    return table[name]


def _read_day(text: str, zone: ZoneInfo) -> str:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise CellError(f"'{text}' is not a date such as 2021-03-15.") from error
    return write_instant(datetime.combine(day, time(), zone))


def _read_boolean(text: str) -> bool:
    word = text.strip().casefold()
    if word not in (*_TRUE, *_FALSE):
        raise CellError(f"'{text}' is neither true nor false.")
    return word in _TRUE
