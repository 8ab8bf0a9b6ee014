"""Due phrases as HMICFRS writes them, read by rule; what no rule reads stays text and is told, never guessed.

Source of the forms: hmicfrs.md, section 1.7.
"""

import re
from datetime import date, timedelta
from typing import Final

from sync.core.clocks import add_months
from sync.core.normalise.dates import read_date
from sync.core.records import DatedTo, Due
from sync.core.text import fold
from sync.core.vocabulary import DatePrecision, Recurrence

_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ],
        1,
    )
} | {"a": 1, "an": 1, "eighteen": 18, "twenty four": 24, "thirty six": 36}
_COUNT: Final = r"(?P<count>\d+|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_MOST: Final = 1_000
"""Of whatever unit; more is a slip of the pen, not a date."""
_WITHIN: Final = re.compile(
    rf"\b(?:within|in|no later than|not later than) (?:the next )?{_COUNT} (?P<unit>day|week|month|year)s?\b"
)
_IMMEDIATE: Final = re.compile(
    r"\b(?:immediately|immediate effect|straight ?away|with immediate|at once|start(?:ing)? now|begin(?:ning)? now)\b"
)
_OPEN: Final = re.compile(
    r"\b(?:as soon as (?:is )?(?:reasonably )?(?:possible|practicable)|without (?:undue )?delay|at the earliest opportunity|ongoing|continu\w*)\b"
)
_DATE: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*) "
    r"(?P<year>\d{4})"
)
_YEAR_END: Final = re.compile(r"\b(?:by|before) (?:the )?end of (?P<year>\d{4})\b|\bby end (?P<year2>\d{4})\b")
_RECURRENCES: Final = (
    (
        re.compile(r"\b(?:every|each) six months\b|\bsix monthly\b|\btwice a year\b|\bhalf yearly\b"),
        Recurrence.SIX_MONTHLY,
    ),
    (re.compile(r"\b(?:every|each) (?:three months|quarter)\b|\bquarterly\b"), Recurrence.QUARTERLY),
    (re.compile(r"\b(?:every|each) month\b|\bmonthly\b"), Recurrence.MONTHLY),
    (re.compile(r"\b(?:every|each) year\b|\byearly\b|\bannual(?:ly)?\b|\bonce a year\b"), Recurrence.YEARLY),
)
_STARTS: Final = re.compile(r"\b(?:begin|beginning|start|starting|commence|immediately|now)\b")
_STOPS: Final = re.compile(
    r"\b(?:complete|completed|completing|conclude|concluded|finish|no later than|not later than|at the latest)\b"
)


def read_due(phrase: str, published: DatedTo) -> Due | None:
    """Return when a phrase wants an item done, counted from its publication, or None when no rule reads it.

    A month comes to its last day; *immediately* to the day of publication; *within six months* to the same day six months on;
    a beginning with a long stop to both; *as soon as possible* to no day. A yearly duty is due first on the day it names, or a
    year after publication when it names none. An empty phrase is no date, as for areas for improvement.
    """
    words = fold(phrase)
    if not words:
        return Due()
    recurrence = next((meant for pattern, meant in _RECURRENCES if pattern.search(words)), None)
    long_stop = _read_stop(words, published.on)
    if _IMMEDIATE.search(words) or (long_stop and _STARTS.search(words) and _STOPS.search(words)):
        if long_stop is None:
            return Due(phrase, published.on, DatePrecision.IMMEDIATE, recurrence=recurrence)
        return Due(phrase, long_stop.on, long_stop.precision, starts_on=published.on, recurrence=recurrence)
    if long_stop:
        return Due(phrase, long_stop.on, long_stop.precision, recurrence=recurrence)
    if recurrence:
        return Due(phrase, _first_time(published.on, recurrence), DatePrecision.RELATIVE, recurrence=recurrence)
    return Due(phrase, None, DatePrecision.OPEN) if _OPEN.search(words) else None


def _read_stop(words: str, published: date) -> DatedTo | None:
    """Return the last date that a phrase names, in a calendar or counted from publication."""
    named = [_read_named(found) for found in _DATE.finditer(words)]
    dates = [dated for dated in named if dated]
    if dates:
        return max(dates, key=lambda dated: dated.on)
    if found := _YEAR_END.search(words):
        return DatedTo(date(int(found["year"] or found["year2"]), 12, 31), DatePrecision.MONTH)
    if found := _WITHIN.search(words):
        count = int(found["count"]) if found["count"].isdecimal() else _NUMBERS[found["count"]]
        if count <= _MOST:
            return DatedTo(_add(published, count, found["unit"]), DatePrecision.RELATIVE)
    return None


def _read_named(found: re.Match[str]) -> DatedTo | None:
    return read_date(" ".join(part for part in (found["day"], found["month"], found["year"]) if part))


def _add(day: date, count: int, unit: str) -> date:
    match unit:
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return add_months(day, count)
        case _:
            return add_months(day, 12 * count)


def _first_time(published: date, recurrence: Recurrence) -> date:
    months = {Recurrence.YEARLY: 12, Recurrence.SIX_MONTHLY: 6, Recurrence.QUARTERLY: 3, Recurrence.MONTHLY: 1}
    return add_months(published, months[recurrence])
