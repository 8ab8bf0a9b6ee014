"""What a form has for each type of column: what is in it, how it is read, and what is wrong with what was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sync.emulator.errors import (
    DateRangeError,
    LiteralError,
    SharePointError,
    TextTooLongError,
    UrlTooLongError,
)
from sync.emulator.moments import write_instant
from sync.emulator.naming import LARGEST_ID, TEXT_LENGTH
from sync.emulator.pages.dates import parse_day, parse_moment, write_short_day, write_short_moment
from sync.emulator.pages.formatting.values import write_number
from sync.emulator.reading.texts import strip_markup
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.values import normalise_value
from sync.emulator.whole_numbers import read_whole_number

#: What stands for the local user before they are a user of the site.
ME = "me"

Typed = tuple[str, ...]
"""What is in a column's inputs, as text: one, two for a link, any number for a column of several values."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a column's input, in a sentence that says how to put it right."""

    field: FieldRecord
    sentence: str


def write_typed(field: FieldRecord, value: object, sheet: Sheet) -> Typed:
    """Return what a form has in it for a value as the store keeps it."""
    if field.is_many:
        return tuple(str(member) for member in value) if isinstance(value, list) else ()
    if field.kind is kinds.URL:
        link = value if isinstance(value, Mapping) else {}
        return (str(link.get("Url") or ""), str(link.get("Description") or ""))
    if value is None:
        return ("",)
    return (_WRITERS.get(field.kind, _write_text)(field, value, sheet),)


def read_payload(field: FieldRecord, typed: Typed, sheet: Sheet) -> object:
    """Return what was typed as the REST service takes it; raises ``ValueError`` with a sentence."""
    read = _READERS.get(field.kind, _read_text)
    if field.is_many:
        return [read(field, word, sheet) for word in typed] or None
    if field.kind is kinds.URL:
        return _read_link(field, typed)
    # A choice is taken as it is: real lists hold choices that end with a blank.
    text = typed[0] if field.kind in (kinds.NOTE, kinds.CHOICE) else typed[0].strip()
    return read(field, text, sheet) if text else None


def check_typed(field: FieldRecord, typed: Typed, sheet: Sheet) -> Problem | None:
    """Return what is wrong with what was typed, by the same rules as the REST service; required columns besides."""
    try:
        payload = read_payload(field, typed, sheet)
    except ValueError as error:
        return Problem(field, str(error))
    if payload is None:
        return Problem(field, f"Enter {_name(field)}.") if field.read("Required") else None
    try:
        normalise_value(field, payload, sheet.site.zone)
    except SharePointError as error:
        return Problem(field, _explain(field, typed, error))
    return None


def _explain(field: FieldRecord, typed: Typed, error: SharePointError) -> str:
    match error:
        case TextTooLongError():
            limit = field.read("MaxLength") or TEXT_LENGTH
            return f"{field.title} must be {limit} characters or fewer. It has {len(typed[0].strip())}."
        case UrlTooLongError():
            return f"{field.title} must have an address and a text of {TEXT_LENGTH} characters or fewer."
        case DateRangeError():
            return f"{field.title} must be a date from 1 January 1900 to 31 December 8900."
        case LiteralError():
            return f"{field.title} cannot be read. Check what is in it."
    return f"{field.title} was refused: {error.message}"


def _name(field: FieldRecord) -> str:
    return f"‘{field.title}’"


def _write_text(_: FieldRecord, value: object, __: Sheet) -> str:
    return str(value)


def _write_note(field: FieldRecord, value: object, _: Sheet) -> str:
    return strip_markup(str(value)) if field.read("RichText") else str(value)


def _write_number(field: FieldRecord, value: object, _: Sheet) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return write_number(round(value * 100, 10) if field.read("ShowAsPercentage") else value)


def _write_boolean(_: FieldRecord, value: object, __: Sheet) -> str:
    return "Yes" if value else "No"


def _write_date(field: FieldRecord, value: object, sheet: Sheet) -> str:
    at = datetime.fromisoformat(str(value)).astimezone(sheet.site.zone)
    return write_short_day(at) if field.is_date_only else write_short_moment(at)


_WRITERS: Mapping[kinds.Kind, Callable[[FieldRecord, object, Sheet], str]] = {
    kinds.NOTE: _write_note,
    kinds.NUMBER: _write_number,
    kinds.BOOLEAN: _write_boolean,
    kinds.DATE_TIME: _write_date,
}


def _read_text(_: FieldRecord, text: str, __: Sheet) -> object:
    return text


def _read_note(field: FieldRecord, text: str, _: Sheet) -> object:
    if not field.read("RichText"):
        return text
    return f"<div>{escape(text, quote=False).replace(chr(10), '<br>')}</div>"


def _read_number(field: FieldRecord, text: str, _: Sheet) -> object:
    bare = text.removesuffix("%").replace(",", "").replace(" ", "")
    try:
        number = float(bare)
    except ValueError:
        raise ValueError(f"{field.title} must be a number, like 12 or 3.5.") from None
    return number / 100 if field.read("ShowAsPercentage") else number


def _read_boolean(_: FieldRecord, text: str, __: Sheet) -> object:
    return text == "Yes"


def _read_date(field: FieldRecord, text: str, sheet: Sheet) -> object:
    zone = sheet.site.zone
    moment = parse_day(text, zone) if field.is_date_only else parse_moment(text, zone)
    if moment is None:
        example = "23/06/2021" if field.is_date_only else "23/06/2021 14:05"
        raise ValueError(f"{field.title} must be a real date, like {example}.")
    return write_instant(moment)


def _read_reference(field: FieldRecord, text: str, _: Sheet) -> object:
    number = read_whole_number(text, LARGEST_ID)
    if number is None:
        raise ValueError(f"{field.title} must be one of those in the list.")
    return number


def _read_link(field: FieldRecord, typed: Sequence[str]) -> object:
    address, description = typed[0].strip(), typed[1].strip()
    if not address and description:
        raise ValueError(f"{field.title} needs an address for its text, or neither.")
    if not address:
        return None
    if not address.startswith(("https://", "http://", "mailto:", "/")):
        raise ValueError(f"{field.title} must be an address that begins with https:// or http://.")
    return {"Url": address, "Description": description or address}


_READERS: Mapping[kinds.Kind, Callable[[FieldRecord, str, Sheet], object]] = {
    kinds.NOTE: _read_note,
    kinds.NUMBER: _read_number,
    kinds.BOOLEAN: _read_boolean,
    kinds.DATE_TIME: _read_date,
    kinds.USER: _read_reference,
    kinds.LOOKUP: _read_reference,
}
