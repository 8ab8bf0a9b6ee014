"""Dates: London's calendar day in winter and summer, months of unequal length, and periods that never share a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.clocks import (
    Period,
    action_plan_last_day,
    add_months,
    local_day,
    local_midnight,
    month_end,
    response_last_day,
    rolling_period,
    say_date,
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(
            datetime(2021, 9, 29, 23, 0, tzinfo=UTC), date(2021, 9, 30), id="summer midnight is 23:00 the day before"
        ),
        pytest.param(datetime(2021, 9, 29, 22, 59, tzinfo=UTC), date(2021, 9, 29), id="a minute earlier is that day"),
        pytest.param(datetime(2021, 12, 1, 0, 0, tzinfo=UTC), date(2021, 12, 1), id="winter midnight is midnight"),
        pytest.param(datetime(2021, 3, 28, 0, 30, tzinfo=UTC), date(2021, 3, 28), id="the night the clocks go forward"),
        pytest.param(datetime(2021, 3, 28, 23, 0, tzinfo=UTC), date(2021, 3, 29), id="the evening after they did"),
        pytest.param(datetime(2021, 10, 30, 23, 0, tzinfo=UTC), date(2021, 10, 31), id="the night the clocks go back"),
        pytest.param(
            datetime(2021, 10, 31, 23, 0, tzinfo=UTC), date(2021, 10, 31), id="the evening after they did too"
        ),
    ],
)
def test_a_moment_has_its_day_in_london(moment: datetime, expected: date) -> None:
    assert local_day(moment) == expected


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_a_day_comes_back_from_the_midnight_it_is_stored_as(day: date) -> None:
    assert local_day(local_midnight(day)) == day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2021, 1, 31), 1, date(2021, 2, 28), id="a longer month ends where the shorter one does"),
        pytest.param(date(2020, 1, 31), 1, date(2020, 2, 29), id="in a leap year a day later"),
        pytest.param(date(2021, 1, 15), -1, date(2020, 12, 15), id="backwards over the new year"),
        pytest.param(date(2021, 12, 8), 12, date(2022, 12, 8), id="a year on"),
    ],
)
def test_add_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_february_ends_when_the_year_says() -> None:
    assert [month_end(year, 2) for year in (2020, 2021)] == [date(2020, 2, 29), date(2021, 2, 28)]


@pytest.mark.parametrize(
    ("as_of", "months", "first"),
    [
        pytest.param(date(2021, 6, 23), 3, date(2021, 3, 24), id="three months to the report's day"),
        pytest.param(date(2021, 6, 30), 3, date(2021, 4, 1), id="a quarter begins on its first day"),
        pytest.param(date(2021, 3, 31), 3, date(2021, 1, 1), id="and the one before it likewise"),
        pytest.param(date(2021, 2, 28), 3, date(2020, 12, 1), id="february is a whole month"),
        pytest.param(date(2021, 5, 31), 3, date(2021, 3, 1), id="three months may begin after february"),
        pytest.param(date(2021, 12, 31), 12, date(2021, 1, 1), id="a calendar year"),
    ],
)
def test_a_rolling_period_begins(as_of: date, months: int, first: date) -> None:
    assert rolling_period(as_of, months) == Period(first, as_of)


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(1, 12))
def test_periods_that_end_with_months_share_no_day_and_leave_none_out(year: int, month: int, months: int) -> None:
    this = rolling_period(month_end(year, month), months)

    before = rolling_period(this.first - timedelta(days=1), months)

    assert before.first.day == 1
    assert add_months(before.first, months) == this.first


def test_a_period_has_both_its_ends_and_no_blank() -> None:
    period = Period(date(2021, 3, 24), date(2021, 6, 23))

    had = [period.has(day) for day in (date(2021, 3, 23), period.first, period.last, date(2021, 6, 24), None)]

    assert had == [False, True, True, False, False]


def test_dates_are_said_in_govuk_style() -> None:
    period = Period(date(2021, 3, 1), date(2021, 6, 23))

    assert say_date(date(2021, 6, 1)) == "1 June 2021"
    assert period.label == "1 March 2021 to 23 June 2021"


@pytest.mark.parametrize(
    ("published", "last"),
    [
        pytest.param(date(2020, 12, 8), date(2021, 2, 1), id="pre-charge bail"),
        pytest.param(date(2021, 2, 18), date(2021, 4, 14), id="across the beginning of summer time"),
        pytest.param(date(2020, 1, 6), date(2020, 3, 1), id="across the 29th of February"),
        pytest.param(date(2021, 4, 20), date(2021, 6, 14), id="policing in the pandemic"),
        pytest.param(date(2019, 4, 2), date(2019, 5, 27), id="fraud"),
    ],
)
def test_the_response_is_due_55_days_after_publication_which_is_day_one(published: date, last: date) -> None:
    assert response_last_day(published) == last
    assert len([published + timedelta(days=n) for n in range((last - published).days + 1)]) == 56


def test_a_child_protection_action_plan_is_due_in_six_weeks() -> None:
    assert action_plan_last_day(date(2018, 3, 8)) == date(2018, 4, 19)
