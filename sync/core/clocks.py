"""Dates: the force's calendar day, the reporting period, and how dates are written for people. No clock is read here."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local_day(moment: datetime) -> date:
    """Return the calendar day in London of an aware moment.

    SharePoint stores a date-only column as midnight in the site's time zone, given in UTC: 30 September in summer time reads
    back as 23:00 on the 29th. On the calendar's first and last day, where London's day would be outside it, it is the day as
    written.
    """
    try:
        return moment.astimezone(LONDON).date()
    except OverflowError:
        return moment.date()


def local_midnight(day: date) -> datetime:
    """Return the moment in UTC at which ``day`` begins in London; the value a date-only column takes."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def say_date(day: date) -> str:
    """Return the date as GOV.UK style writes it: ``23 June 2021``."""
    return f"{day.day} {day:%B %Y}"


def response_last_day(published: date, days: int = 56) -> date:
    """Return the last day for the local policing body to publish its comments on a report.

    Police Act 1996 s.55(5A), inserted by the Policing and Crime Act 2017 s.37: 56 days *beginning with* the day of publication,
    which is day 1, so the last day is 55 days on. It runs from publication, not from when the force noticed, and applies where
    the report makes recommendations. Other inspectorates' days (``days``) are counted alike.
    """
    return published + timedelta(days=days - 1)


def action_plan_last_day(published: date, days: int = 42) -> date:
    """Return the day by which a force's action plan on a child-protection inspection is usually wanted: six weeks on.

    Source: HMICFRS, methodology for the follow-up of national child protection inspections. It is established for those alone.
    ``days`` are counted after the day of publication.
    """
    return published + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period; both days belong to it."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Say whether the day lies in the period; no day does not."""
        return day is not None and self.first <= day <= self.last

    @property
    def label(self) -> str:
        """Return the period as people read it: ``24 March 2021 to 23 June 2021``."""
        return f"{say_date(self.first)} to {say_date(self.last)}"


def rolling_period(as_of: date, months: int) -> Period:
    """Return the ``months`` that end with ``as_of``: three months to 23 June begin on 24 March, to 30 June on 1 April.

    Whole months count from their first day, so that no day falls into two quarters.
    """
    following = as_of + timedelta(days=1)
    if following.day == 1:
        return Period(add_months(following, -months), as_of)
    return Period(add_months(as_of, -months) + timedelta(days=1), as_of)


def calendar_period(as_of: date, months: int, first_month: int) -> Period:
    """Return the period of ``months`` with ``as_of`` in it, cut off after that day; a year of periods begins in ``first_month``.

    The figures speak for a day, so the period under way ends with it; its last day is that of ``calendar_ends`` once it is over.
    """
    gone = (as_of.month - first_month) % months
    first = add_months(as_of.replace(day=1), -gone)
    return Period(first, as_of)


def calendar_ends(after: date, before: date, months: int, first_month: int) -> list[date]:
    """Return the last days of periods of ``months`` between two days, neither of them included."""
    return [day for day in month_ends(after, before) if (day.month - first_month + 1) % months == 0]


def month_ends(after: date, before: date) -> list[date]:
    """Return the last days of months between two days, neither of them included."""
    ends = []
    day = month_end(after.year, after.month)
    while day < before:
        if day > after:
            ends.append(day)
        following = day + timedelta(days=1)
        day = month_end(following.year, following.month)
    return ends
