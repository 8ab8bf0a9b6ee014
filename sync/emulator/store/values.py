"""One cell at a time: is this a value that SharePoint would take, and how is it kept.

What is enforced is exactly what sharepoint.md C.6 lists: types, 255 characters, links of 255, dates between 1900 and
8900, and that a lookup or person exists. Choices and required columns are not.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sync.emulator.errors import (
    BodyError,
    DateRangeError,
    LiteralError,
    PropertyUnknownError,
    TextTooLongError,
    UrlTooLongError,
)
from sync.emulator.moments import normalise_day, write_instant
from sync.emulator.naming import LARGEST_ID, TEXT_LENGTH
from sync.emulator.rich_text import strip_scripts
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord

_FIRST_YEAR, _LAST_YEAR = 1900, 8900
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def normalise_value(field: FieldRecord, value: object, zone: ZoneInfo) -> object:
    """Return ``value`` as the store keeps it, None for an empty cell; raises the refusals of C.5."""
    if value is None or value == "":
        return None
    return _NORMALISERS[field.kind](field, value, zone)


def _normalise_text(field: FieldRecord, value: object, _: ZoneInfo) -> str:
    text = _check_text(value)
    limit = field.read("MaxLength")
    # SharePoint counts as its database does, in UTF-16.
    if len(text.encode("utf-16-le")) // 2 > (limit if isinstance(limit, int) else TEXT_LENGTH):
        raise TextTooLongError
    return text


def _normalise_note(field: FieldRecord, value: object, _: ZoneInfo) -> str | None:
    text = _check_text(value)
    return (strip_scripts(text) if field.read("RichText") else text) or None


def _normalise_choices(_: FieldRecord, value: object, __: ZoneInfo) -> object:
    if not isinstance(value, list):
        raise _unexpected_node("StartArray", value)
    return [_check_text(choice) for choice in value] or None


def _normalise_number(_: FieldRecord, value: object, __: ZoneInfo) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise LiteralError(literal=_write_literal(value), expected="Edm.Double")
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise LiteralError(literal=str(value), expected="Edm.Double") from error
    if not math.isfinite(number):
        raise LiteralError(literal=str(value), expected="Edm.Double")
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _normalise_boolean(_: FieldRecord, value: object, __: ZoneInfo) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise LiteralError(literal=_write_literal(value), expected="Edm.Boolean")


def _normalise_date(field: FieldRecord, value: object, zone: ZoneInfo) -> str:
    moment = _parse_moment(value)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise DateRangeError
    return write_instant(normalise_day(moment, zone) if field.is_date_only else moment)


def _normalise_reference(field: FieldRecord, value: object, _: ZoneInfo) -> object:
    if not field.is_many:
        return _read_id(value)
    if not isinstance(value, list):
        raise _unexpected_node("StartArray", value)
    return [_read_id(member) for member in value] or None


def _normalise_link(_: FieldRecord, value: object, __: ZoneInfo) -> object:
    if not isinstance(value, Mapping):
        raise _unexpected_node("StartObject", value)
    for name in value:
        if name not in ("Url", "Description"):
            raise PropertyUnknownError(name=name, type="SP.FieldUrlValue")
    url = _check_text(value.get("Url") or "")
    description = _check_text(value.get("Description") or url)
    if max(len(url), len(description)) > TEXT_LENGTH:
        raise UrlTooLongError
    return {"Description": description, "Url": url} if url else None


_NORMALISERS: Mapping[kinds.Kind, Callable[[FieldRecord, object, ZoneInfo], object]] = {
    kinds.TEXT: _normalise_text,
    kinds.NOTE: _normalise_note,
    kinds.DATE_TIME: _normalise_date,
    kinds.CHOICE: _normalise_text,
    kinds.LOOKUP: _normalise_reference,
    kinds.BOOLEAN: _normalise_boolean,
    kinds.NUMBER: _normalise_number,
    kinds.URL: _normalise_link,
    kinds.MULTI_CHOICE: _normalise_choices,
    kinds.USER: _normalise_reference,
}


def _check_text(value: object) -> str:
    if not isinstance(value, str):
        raise LiteralError(literal=_write_literal(value), expected="Edm.String")
    return value


def _parse_moment(value: object) -> datetime:
    literal = _write_literal(value)
    try:
        moment = datetime.fromisoformat(literal) if _MOMENT.fullmatch(literal) else None
    except ValueError as error:
        raise LiteralError(literal=literal, expected="Edm.DateTimeOffset") from error
    if moment is None:
        raise LiteralError(literal=literal, expected="Edm.DateTimeOffset")
    return moment


def _read_id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise LiteralError(literal=_write_literal(value), expected="Edm.Int32")
    try:
        number = int(value)
    except ValueError as error:
        raise LiteralError(literal=str(value), expected="Edm.Int32") from error
    if abs(number) > LARGEST_ID:
        raise LiteralError(literal=str(value), expected="Edm.Int32")
    return number


def _unexpected_node(wanted: str, value: object) -> BodyError:
    found = "StartObject" if isinstance(value, dict) else "StartArray" if isinstance(value, list) else "PrimitiveValue"
    return BodyError(
        message=f"An unexpected '{found}' node was found when reading from the JSON reader. "
        f"A '{wanted}' node was expected."
    )


def _write_literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
