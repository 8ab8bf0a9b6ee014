"""Dates as people type them in Britain, read by rule and never guessed."""

import re
from datetime import date

from sync.core.clocks import month_end
from sync.core.records import DatedTo
from sync.core.vocabulary import DatePrecision

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_YEARS = range(1900, 2200)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,? )?"
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ISO_WITH_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ][\d:.]+Z?")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WORDS = re.compile(_WEEKDAY + r"(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -])?([a-z]+)\.?,?[ -](\d{4})")


def read_date(text: str) -> DatedTo | None:
    """Return the date that ``text`` writes, or None when no rule reads it.

    Read are ``2021-09-30``, ``2021-09``, ``2021``, ``30/09/2021`` (day first, as in Britain), ``30 Sept 2021`` and
    ``September 2021``. A month or a year comes to its last day. A day that the calendar has not (31/06/2021) is not a date.
    """
    value = " ".join(text.casefold().split())
    if match := _ISO_WITH_TIME.fullmatch(value.upper()) or _ISO.fullmatch(value):
        year, month, day = (int(part) if part else None for part in (*match.groups(), None, None)[:3])
        return _build(year or 0, month, day)
    if match := _NUMBERS.fullmatch(value):
        day_text, month_text, year_text = match.groups()
        return _build(int(year_text) + (2000 if len(year_text) == 2 else 0), int(month_text), int(day_text))
    if match := _WORDS.fullmatch(value):
        day_text, month_name, year_text = match.groups()
        month = _MONTHS.get(month_name)
        return _build(int(year_text), month, int(day_text) if day_text else None) if month else None
    return None


def _build(year: int, month: int | None, day: int | None) -> DatedTo | None:
    """Return the last day that the given parts can mean, or None when there is no such day."""
    if year not in _YEARS:
        return None
    try:
        if month is None:
            return DatedTo(date(year, 12, 31), DatePrecision.YEAR)
        if day is None:
            return DatedTo(month_end(year, month), DatePrecision.MONTH)
        return DatedTo(date(year, month, day), DatePrecision.DAY)
    except (ValueError, IndexError):  # the calendar module raises IllegalMonthError, which is both
        return None
