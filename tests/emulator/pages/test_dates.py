"""Dates as people here write them, read however they are typed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sync.emulator.pages.dates import (
    parse_day,
    parse_moment,
    write_long_day,
    write_long_moment,
    write_short_day,
    write_short_moment,
)

LONDON = ZoneInfo("Europe/London")
MOMENT = datetime(2021, 6, 3, 14, 5, tzinfo=LONDON)


def test_dates_are_written_short_and_long() -> None:
    assert write_short_day(MOMENT) == "03/06/2021"
    assert write_short_moment(MOMENT) == "03/06/2021 14:05"
    assert write_long_day(MOMENT) == "3 June 2021"
    assert write_long_moment(MOMENT) == "3 June 2021 at 14:05"


@pytest.mark.parametrize(
    "typed",
    ["03/06/2021", "3/6/2021", "3.6.2021", "3-6-2021", "2021-06-03", "3 June 2021", "3rd Jun 2021", " 3 june 2021 "],
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_day(typed, LONDON) == datetime(2021, 6, 3, tzinfo=LONDON)


@pytest.mark.parametrize("typed", ["", "soon", "31/02/2021", "13 2021", "6/2021", "3 J 2021", "3/6/21", "2021-13-01"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert parse_day(typed, LONDON) is None


@pytest.mark.parametrize("typed", ["03/06/2021 14:05", "3 June 2021 at 14:05", "2021-06-03T14:05", "3 June 2021 14.05"])
def test_a_moment_is_a_day_and_a_time(typed: str) -> None:
    assert parse_moment(typed, LONDON) == MOMENT


@pytest.mark.parametrize("typed", ["03/06/2021 25:00", "soon 14:05", "14:05", "03/06/2021 14:65"])
def test_what_is_no_moment_is_none(typed: str) -> None:
    assert parse_moment(typed, LONDON) is None


def test_a_moment_without_time_is_midnight() -> None:
    assert parse_moment("3 June 2021", LONDON) == datetime(2021, 6, 3, tzinfo=LONDON)
