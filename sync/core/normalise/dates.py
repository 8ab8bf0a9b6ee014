"""Dates as people type them in Britain, read by rule and never guessed."""

import re
from datetime import date, datetime, timedelta

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
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_BEFORE_SERIAL_ONE = date(1899, 12, 30)
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


def read_serial(text: str) -> date | None:
    """Return the day that Excel means by a number such as ``44370``, or None when the text is no such number.

    Excel counts days from 1900 and takes that year for a leap year, so its day 1 is reckoned from 30 December 1899.
    """
    found = _SERIAL.fullmatch(text.strip())
    return _DAY_BEFORE_SERIAL_ONE + timedelta(days=int(text.strip()[:5])) if found else None


def find_readings(text: str) -> tuple[date, ...]:
    """Return the days that a date in numbers can mean, day first; none when it is not one.

    ``23/06/2021`` can mean one, ``03/04/2021`` two (3 April, and 4 March as Americans write it). A year of two figures
    leaves open which of the three numbers it is, so those have two readings or more as well: ``21/06/23``.
    """
    found = _NUMBERS.fullmatch(text.strip())
    if not found:
        return ()
    first, second, last = (int(part) for part in found.groups())
    orders = [(last, second, first), (last, first, second)]
    if len(found[3]) == 2:
        orders = [(2000 + last, second, first), (2000 + last, first, second), (2000 + first, second, last)]
    built = [_build(*order) for order in orders]
    return tuple(dict.fromkeys(dated.on for dated in built if dated))


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
