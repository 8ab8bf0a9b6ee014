"""What a form says, field by field in words, as the ValidateUpdate calls take it (sharepoint.md C.6).

Dates are those of the site's language, British English: ``30/09/2026``. ISO dates are refused, as SharePoint does.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sync.emulator.errors import DateRangeError, LogonNameError, SharePointError
from sync.emulator.moments import write_instant
from sync.emulator.naming import LARGEST_ID
from sync.emulator.store import kinds
from sync.emulator.store.database import Store
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.site import Site
from sync.emulator.store.users import find_user_by_logon_name
from sync.emulator.whole_numbers import read_whole_number

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?")
#: The one other way that the CLI for Microsoft 365's documentation names: a date in figures with a time behind a blank.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d))?")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_TRUE, _FALSE = ("1", "true", "yes"), ("0", "false", "no")


class FormValueError(SharePointError):
    """A field whose words are not of its kind (wording unverified, but for dates and people)."""


def read_form_value(store: Store, site: Site, field: FieldRecord, text: str, *, is_utc: bool) -> object:
    """Return what a client would write in JSON for the words of one field; raises ``FormValueError`` and the like."""
    if text == "":
        return None
    if field.kind is kinds.DATE_TIME:
        zone = ZoneInfo("UTC") if is_utc and not field.is_date_only else site.zone
        return write_instant(read_form_date(text, zone))
    if field.kind is kinds.USER:
        return _fit(field, _read_people(store, text))
    read = _READERS.get(field.kind)
    return read(field, text) if read else text


def read_form_date(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment that a date in the site's language means; raises ``DateRangeError``."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if found:
        day, month, year, *time = found.groups()
    else:
        found = _YEAR_FIRST.fullmatch(text.strip())
        if found is None:
            raise DateRangeError
        year, month, day, *time = found.groups()
    hour, minute, second = (int(part or 0) for part in time)
    try:
        moment = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DateRangeError from error


def read_form_person(store: Store, text: str) -> int | None:
    """Return the one person that the words of a field name, or None."""
    people = _read_people(store, text) if text else []
    return people[0] if people else None


def _read_people(store: Store, text: str) -> list[int]:
    try:
        entries = json.loads(text.replace("'", '"'))
        keys = [str(entry["Key"]) for entry in entries]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FormValueError(message="The user does not exist or is not unique.") from error
    try:
        return [find_user_by_logon_name(store, key).id for key in keys]
    except LogonNameError as error:
        raise FormValueError(message="The user does not exist or is not unique.") from error


def _read_lookup(field: FieldRecord, text: str) -> object:
    ids = [piece for piece in text.split(";#")[::2] if piece]
    numbers = [number for piece in ids if (number := read_whole_number(piece, LARGEST_ID)) is not None]
    if len(numbers) < len(ids):
        raise FormValueError(message=f"'{text}' is not the id of an item.")
    return _fit(field, numbers)


def _read_choices(_: FieldRecord, text: str) -> object:
    return [piece for piece in text.split(";#") if piece]


def _read_number(_: FieldRecord, text: str) -> object:
    if not _NUMBER.fullmatch(text.strip()) or not text.strip(" -"):
        raise FormValueError(message="Only numbers can go here.")
    return text.strip().replace(",", "")


def _read_boolean(_: FieldRecord, text: str) -> object:
    word = text.strip().lower()
    if word not in (*_TRUE, *_FALSE):
        raise FormValueError(message=f"'{text}' is neither Yes nor No.")
    return word in _TRUE


def _read_link(_: FieldRecord, text: str) -> object:
    url, _comma, description = text.partition(", ")
    return {"Url": url.strip(), "Description": description.strip() or url.strip()}


def _fit(field: FieldRecord, ids: list[int]) -> object:
    if field.is_many:
        return ids
    if len(ids) > 1:
        raise FormValueError(message=f"The column '{field.title}' holds one value.")
    return ids[0] if ids else None


_READERS: Mapping[kinds.Kind, Callable[[FieldRecord, str], object]] = {
    kinds.LOOKUP: _read_lookup,
    kinds.MULTI_CHOICE: _read_choices,
    kinds.NUMBER: _read_number,
    kinds.BOOLEAN: _read_boolean,
    kinds.URL: _read_link,
}
