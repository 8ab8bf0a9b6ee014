"""Moments and days as SharePoint keeps them: UTC to the second, a day being the site's own midnight."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sync.emulator.errors import LiteralError


def write_instant(moment: datetime) -> str:
    """Write an aware moment as ``2026-09-30T23:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def normalise_instant(text: str, zone: ZoneInfo) -> str:
    """Return a date or date-time in that form; without an offset it is the site's local time.

    Raises ``LiteralError`` when it is neither.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise LiteralError(literal=text, expected="Edm.DateTime") from error
    return write_instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def normalise_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the midnight, at the site, of the day in which ``moment`` falls there (sharepoint.md C.7)."""
    return datetime.combine(moment.astimezone(zone).date(), time(), zone)
