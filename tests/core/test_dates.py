"""Dates as people type them: every accepted form reads back, a day that is none is no date, and nothing raises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.normalise.dates import read_date
from sync.core.records import DatedTo
from sync.core.vocabulary import DatePrecision

DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2021-09-30", DatedTo(date(2021, 9, 30), DAY), id="ISO"),
        pytest.param("2021-09", DatedTo(date(2021, 9, 30), MONTH), id="ISO month comes to its last day"),
        pytest.param("2021", DatedTo(date(2021, 12, 31), YEAR), id="a year comes to its last day"),
        pytest.param("2024-02", DatedTo(date(2024, 2, 29), MONTH), id="a leap february"),
        pytest.param("05/06/2021", DatedTo(date(2021, 6, 5), DAY), id="day first, as in Britain"),
        pytest.param("5/6/21", DatedTo(date(2021, 6, 5), DAY), id="without zeros and century"),
        pytest.param("5.6.2021", DatedTo(date(2021, 6, 5), DAY), id="dots"),
        pytest.param("5-6-2021", DatedTo(date(2021, 6, 5), DAY), id="dashes"),
        pytest.param("30 September 2021", DatedTo(date(2021, 9, 30), DAY), id="in words"),
        pytest.param("30 Sept 2021", DatedTo(date(2021, 9, 30), DAY), id="Sept"),
        pytest.param("30th of sept. 2021", DatedTo(date(2021, 9, 30), DAY), id="an ordinal, of, and a full stop"),
        pytest.param("1st June 2021", DatedTo(date(2021, 6, 1), DAY), id="1st"),
        pytest.param("2nd June 2021", DatedTo(date(2021, 6, 2), DAY), id="2nd"),
        pytest.param("3rd June 2021", DatedTo(date(2021, 6, 3), DAY), id="3rd"),
        pytest.param("Wednesday, 30 June 2021", DatedTo(date(2021, 6, 30), DAY), id="with its weekday"),
        pytest.param("Thurs 1 July 2021", DatedTo(date(2021, 7, 1), DAY), id="with its weekday cut short"),
        pytest.param("30-Sep-21", DatedTo(date(2021, 9, 30), DAY), id="as Excel shows it"),
        pytest.param("30-Sep-2021", DatedTo(date(2021, 9, 30), DAY), id="as Excel shows it, with the century"),
        pytest.param("September 2021", DatedTo(date(2021, 9, 30), MONTH), id="a month in words"),
        pytest.param("Sept. 2021", DatedTo(date(2021, 9, 30), MONTH), id="a month cut short"),
        pytest.param("  sep   2021 ", DatedTo(date(2021, 9, 30), MONTH), id="blanks do not matter"),
        pytest.param("2021-06-30T23:00:00Z", DatedTo(date(2021, 7, 1), DAY), id="a summer midnight written in UTC"),
        pytest.param("2021-12-31T00:00:00Z", DatedTo(date(2021, 12, 31), DAY), id="a winter midnight written in UTC"),
        pytest.param("2021-06-30T23:30:00+01:00", DatedTo(date(2021, 6, 30), DAY), id="a moment in summer time"),
        pytest.param(
            "2021-06-30 23:30:00", DatedTo(date(2021, 6, 30), DAY), id="a moment that names no zone is as written"
        ),
        pytest.param("31/06/2021", None, id="30 days has June"),
        pytest.param("29/02/2021", None, id="no leap day in 2021"),
        pytest.param("2021-13", None, id="no thirteenth month"),
        pytest.param("2021-00-10", None, id="no month zero"),
        pytest.param("09/30/2021", None, id="American order is not turned round"),
        pytest.param("30 Septober 2021", None, id="no such month"),
        pytest.param("Sep-21", None, id="21 may be a day or a year"),
        pytest.param("30/09", None, id="no year"),
        pytest.param("end of September 2021", None, id="more than a date"),
        pytest.param("30/09/2021 or 31/10/2021", None, id="two dates"),
        pytest.param("TBC", None, id="a word"),
        pytest.param("44377", None, id="Excel's day number"),
        pytest.param("30/09/0021", None, id="a slip in the century"),
        pytest.param("0001-01-01T00:00:00Z", None, id="the beginning of time"),
        pytest.param("2021-06-30T99:00:00Z", None, id="no such hour"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_read_date(text: str, expected: DatedTo | None) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("%Y-%m-%d", id="ISO"),
        pytest.param("%d/%m/%Y", id="slashes"),
        pytest.param("%d.%m.%Y", id="dots"),
        pytest.param("%d %B %Y", id="month in full"),
        pytest.param("%d %b %Y", id="month cut short"),
        pytest.param("%A %d %B %Y", id="with the weekday"),
        pytest.param("%a, %d %b %Y", id="with the weekday cut short"),
        pytest.param("%Y-%m-%dT%H:%M:%S", id="ISO with a time"),
    ],
)
@given(day=DAYS)
def test_what_strftime_writes_reads_back(form: str, day: date) -> None:
    assert read_date(day.strftime(form)) == DatedTo(day)


@given(day=DAYS)
def test_a_month_reads_back_as_its_last_day(day: date) -> None:
    read = read_date(day.strftime("%B %Y"))

    assert read is not None
    assert (read.on.year, read.on.month, read.precision) == (day.year, day.month, MONTH)
    assert read.on >= day


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_date(text)


@given(st.from_regex(r"\d{1,4}[-/. T]\d{1,2}[-/. T:]\d{1,4}([T ]\d{1,2}:\d{1,2}Z?)?", fullmatch=True))
def test_no_text_that_looks_like_a_date_raises(text: str) -> None:
    read_date(text)
