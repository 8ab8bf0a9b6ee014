"""The values that formatting works with, and how they turn into text, numbers and truth.

SharePoint evaluates formatting in the browser, so the rules are JavaScript's: an empty cell is the empty text, which
counts as 0, which is why a blank date is "before today" unless the formatting asks first (products.md 3.2).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Value = object
"""Text, a number, True or False, a ``Moment``, a ``Thing`` or a tuple of these. None does not occur: empty is ''."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: an aware moment in the site's time zone, or None when it is no date at all.

    Args:
        shown: how the column shows it; empty for the long form.
    """

    at: datetime | None
    shown: str = ""

    @property
    def milliseconds(self) -> float:
        """Milliseconds since 1970, as JavaScript counts; not a number for no date."""
        return self.at.timestamp() * 1000 if self.at else math.nan


@dataclass(frozen=True, slots=True)
class Thing:
    """A person, a lookup or a link: the text it is when nothing else is asked of it, and its properties."""

    text: str
    properties: Mapping[str, Value] = field(default_factory=dict)


def write_text(value: Value) -> str:
    """Return a value as JavaScript would write it, dates in the British way."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return write_number(value)
    if isinstance(value, Moment):
        return value.shown or write_date_time(value)
    if isinstance(value, Thing):
        return value.text
    return ", ".join(write_text(member) for member in value) if isinstance(value, tuple) else ""


def write_number(number: float) -> str:
    """Return a number without a needless ``.0``."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e21 else repr(float(number))


def write_date(moment: Moment) -> str:
    """Return ``23/06/2021``."""
    return moment.at.strftime("%d/%m/%Y") if moment.at else ""


def write_time(moment: Moment) -> str:
    """Return ``14:05:00``."""
    return moment.at.strftime("%H:%M:%S") if moment.at else ""


def write_date_time(moment: Moment) -> str:
    """Return ``23/06/2021, 14:05:00``."""
    return f"{write_date(moment)}, {write_time(moment)}" if moment.at else ""


def read_number(value: Value) -> float:
    """Return a value as a number: empty text is 0, what is no number is not a number."""
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, Moment):
        return value.milliseconds
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return 0.0
        return float(text) if _NUMBER.fullmatch(text) else math.nan
    return math.nan


def is_true(value: Value) -> bool:
    """Say whether a value counts as true."""
    if isinstance(value, str | bool):
        return bool(value)
    if isinstance(value, int | float):
        return value != 0 and not math.isnan(value)
    return True


def is_equal(left: Value, right: Value) -> bool:
    """Compare loosely: text and number as numbers, dates by their moment, a person or lookup by its text."""
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.at is not None and left.at == right.at
    left, right = _flatten(left), _flatten(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, tuple) or isinstance(right, tuple):
        return left == right
    return read_number(left) == read_number(right)


def compare(left: Value, right: Value) -> float:
    """Return a number below, at or above 0; not a number when the two do not compare."""
    left, right = _flatten(left), _flatten(right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    return read_number(left) - read_number(right)


def add(left: Value, right: Value) -> Value:
    """Add numbers, put texts one after the other, and move dates by milliseconds."""
    if isinstance(left, str | Thing | tuple) or isinstance(right, str | Thing | tuple):
        return write_text(left) + write_text(right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        return write_text(left) + write_text(right)
    if isinstance(left, Moment):
        return move(left, milliseconds=read_number(right))
    if isinstance(right, Moment):
        return move(right, milliseconds=read_number(left))
    return read_number(left) + read_number(right)


def subtract(left: Value, right: Value) -> Value:
    """Subtract numbers; dates from each other give milliseconds, a number from a date an earlier date."""
    if isinstance(left, Moment) and not isinstance(right, Moment):
        return move(left, milliseconds=-read_number(right))
    return read_number(left) - read_number(right)


def move(moment: Moment, *, milliseconds: float) -> Moment:
    """Return a moment that much later, or no date when that is outside the calendar."""
    if moment.at is None or not math.isfinite(milliseconds):
        return Moment(None)
    try:
        later = moment.at.astimezone(UTC) + timedelta(milliseconds=milliseconds)
        return Moment(later.astimezone(moment.at.tzinfo))
    except OverflowError:
        return Moment(None)


def move_days(moment: Moment, days: float) -> Moment:
    """Return the same time of day that many days later, whatever the clocks did in between."""
    if moment.at is None or not math.isfinite(days):
        return Moment(None)
    try:
        return Moment(moment.at + days * timedelta(days=1))
    except OverflowError:
        return Moment(None)


def _flatten(value: Value) -> Value:
    return value.text if isinstance(value, Thing) else value
