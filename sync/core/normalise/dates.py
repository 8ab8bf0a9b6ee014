"""Dates as people type them in Britain, read by rule and never guessed."""

import re
from datetime import date, datetime

from sync.core.clocks import local_day, month_end
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
_ISO_WITH_TIME = re.compile(r"(\d{4})-\d{2}-\d{2}[T ][\d:.]+(?:Z|[+-]\d{2}:\d{2})?")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WORDS = re.compile(_WEEKDAY + r"(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -])?([a-z]+)\.?,?[ -](\d{4})")
_DAY_IN_WORDS_SHORT = re.compile(_WEEKDAY + r"(\d{1,2})[ -]([a-z]+)[ -](\d{2})")


def read_date(text: str) -> DatedTo | None:
    """Return the date that ``text`` writes, or None when no rule reads it.

    Read are ``2021-09-30``, ``2021-09``, ``2021``, ``30/09/2021`` (day first, as in Britain), ``30 Sept 2021``, ``30-Sep-21``
    and ``September 2021``. A month or a year comes to its last day. A moment comes to its day in London. A day that the
    calendar has not (31/06/2021) is not a date.
    """
    value = " ".join(text.casefold().split())
    if match := _ISO_WITH_TIME.fullmatch(value.upper()):
        return _read_moment(value.upper()) if int(match[1]) in _YEARS else None
    if match := _ISO.fullmatch(value):
        year, month, day = (int(part) if part else None for part in match.groups())
        return _build(year or 0, month, day)
    if match := _NUMBERS.fullmatch(value):
        day_text, month_text, year_text = match.groups()
        return _build(_full_year(year_text), int(month_text), int(day_text))
    if match := _WORDS.fullmatch(value) or _DAY_IN_WORDS_SHORT.fullmatch(value):
        day_text, month_name, year_text = match.groups()
        month = _MONTHS.get(month_name)
        return _build(_full_year(year_text), month, int(day_text) if day_text else None) if month else None
    return None


def _read_moment(value: str) -> DatedTo | None:
    """Return the day of a moment: that in London where the moment says how far it is from UTC, else the one it writes."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return DatedTo(local_day(moment) if moment.tzinfo else moment.date())


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


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
