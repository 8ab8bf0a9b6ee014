"""Dates as people here write them: 23/06/2021 in lists, 23 June 2021 in forms, and both understood when typed."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? +([A-Za-z]{3,9})\.?,? +(\d{4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def write_short_day(moment: datetime) -> str:
    """Return ``23/06/2021``."""
    return moment.strftime("%d/%m/%Y")


def write_short_moment(moment: datetime) -> str:
    """Return ``23/06/2021 14:05``."""
    return moment.strftime("%d/%m/%Y %H:%M")


def write_long_day(moment: datetime) -> str:
    """Return ``23 June 2021``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def write_long_moment(moment: datetime) -> str:
    """Return ``23 June 2021 at 14:05``."""
    return f"{write_long_day(moment)} at {moment.strftime('%H:%M')}"


def parse_day(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the site's midnight of a day typed as 23/06/2021, 23 June 2021 or 2021-06-23; None for anything else."""
    day = _parse_day(text.strip())
    return datetime.combine(day, time(), zone) if day else None


def parse_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Return a moment typed as a day and a time, such as 23/06/2021 14:05; without a time it is midnight."""
    words = text.strip().replace("T", " ").replace(" at ", " ").rsplit(" ", 1)
    clock = _TIME.fullmatch(words[-1]) if len(words) == 2 else None
    if not clock:
        return parse_day(text, zone)
    day = _parse_day(words[0].strip())
    hour, minute = int(clock[1]), int(clock[2])
    return datetime.combine(day, time(hour, minute), zone) if day and hour < 24 and minute < 60 else None


def _parse_day(text: str) -> date | None:
    if found := _SLASHED.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WORDED.fullmatch(text):
        day, month, year = int(found[1]), _read_month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_month(word: str) -> int:
    matching = [number for number, name in enumerate(_MONTHS, 1) if name.lower().startswith(word.lower())]
    return matching[0] if len(matching) == 1 else 0
