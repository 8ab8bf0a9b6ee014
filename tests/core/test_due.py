"""Due phrases: every form that HMICFRS uses comes to its day by rule, and what no rule reads is not guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.normalise.due import read_due
from sync.core.records import DatedTo, Due
from sync.core.vocabulary import DatePrecision, Recurrence

PUBLISHED = DatedTo(date(2018, 3, 8))
DAY, MONTH, IMMEDIATE = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.IMMEDIATE
RELATIVE, OPEN = DatePrecision.RELATIVE, DatePrecision.OPEN


@pytest.mark.parametrize(
    ("phrase", "on", "precision"),
    [
        pytest.param("By July 2021", date(2021, 7, 31), MONTH, id="a month is its last day"),
        pytest.param("by the end of September 2021", date(2021, 9, 30), MONTH, id="the end of a month"),
        pytest.param("no later than 31 March 2019", date(2019, 3, 31), DAY, id="a day"),
        pytest.param("By 1st Feb 2020 at the latest", date(2020, 2, 1), DAY, id="a day with letters after it"),
        pytest.param("by February 2020", date(2020, 2, 29), MONTH, id="a February in a leap year"),
        pytest.param("by the end of 2022", date(2022, 12, 31), MONTH, id="the end of a year"),
        pytest.param("Immediately", date(2018, 3, 8), IMMEDIATE, id="immediately is the day of publication"),
        pytest.param("The force should immediately", date(2018, 3, 8), IMMEDIATE, id="immediately inside a sentence"),
        pytest.param("with immediate effect", date(2018, 3, 8), IMMEDIATE, id="with immediate effect"),
        pytest.param("within three months", date(2018, 6, 8), RELATIVE, id="months in words"),
        pytest.param("Within 6 months of the date of this report", date(2018, 9, 8), RELATIVE, id="months in figures"),
        pytest.param("within the next 18 months", date(2019, 9, 8), RELATIVE, id="the next so many months"),
        pytest.param("within 14 days", date(2018, 3, 22), RELATIVE, id="days"),
        pytest.param("in six weeks", date(2018, 4, 19), RELATIVE, id="weeks"),
        pytest.param("within a year", date(2019, 3, 8), RELATIVE, id="a year"),
        pytest.param("As soon as possible", None, OPEN, id="as soon as possible has no day"),
        pytest.param("as soon as reasonably practicable", None, OPEN, id="as soon as practicable has no day"),
        pytest.param("without delay", None, OPEN, id="without delay has no day"),
        pytest.param("July 2021", date(2021, 7, 31), MONTH, id="a month and nothing else"),
        pytest.param(
            "Before July 2021", date(2021, 6, 30), MONTH, id="before a month is the last day of the one before"
        ),
        pytest.param("before 1 July 2021", date(2021, 6, 30), DAY, id="before a day is the day before"),
        pytest.param("on or before 1 July 2021", date(2021, 7, 1), DAY, id="on or before a day"),
        pytest.param("before the end of July 2021", date(2021, 7, 31), MONTH, id="before a month's end"),
        pytest.param(
            "within three months of 1 April 2021", date(2021, 7, 1), RELATIVE, id="counted from a day it names"
        ),
        pytest.param(
            "within six months of this report's publication", date(2018, 9, 8), RELATIVE, id="counted from publication"
        ),
        pytest.param(
            "As soon as possible and no later than July 2021", date(2021, 7, 31), MONTH, id="open, with a long stop"
        ),
    ],
)
def test_a_phrase_comes_to_its_day(phrase: str, on: date | None, precision: DatePrecision) -> None:
    due = read_due(phrase, PUBLISHED)

    assert due is not None
    assert (due.phrase, due.on, due.precision) == (phrase, on, precision)
    assert due.recurrence is None


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("Begin now; complete no later than September 2017", id="begin now, long stop"),
        pytest.param("immediately, and by September 2017 at the latest", id="immediately, at the latest"),
        pytest.param("Forces should start this work and complete it by September 2017", id="start and complete"),
        pytest.param(
            "immediately begin to review their custody suites, and finish no later than September 2017",
            id="what is to be done between the two",
        ),
    ],
)
def test_a_beginning_with_a_long_stop_comes_to_both(phrase: str) -> None:
    due = read_due(phrase, DatedTo(date(2017, 3, 2)))

    assert due is not None
    assert (due.starts_on, due.on, due.precision) == (date(2017, 3, 2), date(2017, 9, 30), MONTH)


@pytest.mark.parametrize(
    ("phrase", "on", "recurrence"),
    [
        pytest.param(
            "publish at least yearly from July 2018", date(2018, 7, 31), Recurrence.YEARLY, id="yearly from a month"
        ),
        pytest.param(
            "By July 2018, then every year", date(2018, 7, 31), Recurrence.YEARLY, id="a month, then every year"
        ),
        pytest.param("annually", date(2019, 3, 8), Recurrence.YEARLY, id="annually, a year after publication first"),
        pytest.param("every six months", date(2018, 9, 8), Recurrence.SIX_MONTHLY, id="every six months"),
        pytest.param("quarterly", date(2018, 6, 8), Recurrence.QUARTERLY, id="quarterly"),
        pytest.param("report each month", date(2018, 4, 8), Recurrence.MONTHLY, id="each month"),
    ],
)
def test_a_duty_that_comes_back_has_its_first_day(phrase: str, on: date, recurrence: Recurrence) -> None:
    due = read_due(phrase, PUBLISHED)

    assert due is not None
    assert (due.on, due.recurrence) == (on, recurrence)


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("by the summer", id="a season"),
        pytest.param("before the next PEEL inspection", id="an event"),
        pytest.param("to be agreed with the FLL", id="an agreement"),
        pytest.param("by 31 June 2021", id="a day that the calendar has not"),
        pytest.param("Q3 2021/22", id="a quarter of a financial year"),
        pytest.param("By the end of 2021/22", id="the end of a financial year"),
        pytest.param("By the end of 0000", id="a year that the calendar has not"),
        pytest.param("By July 0000", id="a month of a year that the calendar has not"),
        pytest.param(f"within {'9' * 5_000} days", id="a number without end"),
        pytest.param("within six months of July 2021", id="counted from a month"),
        pytest.param("within three months of receiving the results", id="counted from an event"),
        pytest.param("within three months of 31 February 2021", id="counted from no day of the calendar"),
        pytest.param("following the July 2019 report, within six months", id="another report's date"),
        pytest.param("the July 2019 report", id="a report's name"),
        pytest.param("within one year and six months", id="a sum of two spans"),
        pytest.param("no earlier than July 2021", id="a date that it must not come before"),
        pytest.param("not before July 2021", id="not before a date"),
        pytest.param("After July 2021", id="after a date"),
        pytest.param("From July 2021", id="a beginning without an end"),
        pytest.param("start by July 2021", id="a beginning by a date, without an end"),
        pytest.param("by 31 February 2021 and 30 June 2021", id="one of two days is not in the calendar"),
        pytest.param("by 31 May 2021 and 30 June 2021", id="two days"),
        pytest.param("annually until 2025", id="a recurrence with an end"),
        pytest.param("not immediately but by July 2021", id="a beginning denied"),
        pytest.param("in continuous improvement there is no date", id="a word that only looks like one of ours"),
        pytest.param("immediately, unless agreed otherwise, by July 2021", id="a condition between the two"),
        pytest.param("By January 2018", id="a date before publication"),
    ],
)
def test_what_no_rule_reads_is_not_guessed(phrase: str) -> None:
    assert read_due(phrase, PUBLISHED) is None


def test_no_phrase_is_no_date() -> None:
    assert read_due("", PUBLISHED) == Due()


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    due = read_due("within one month", DatedTo(date(2020, 1, 31)))

    assert due is not None
    assert due.on == date(2020, 2, 29)


def test_a_date_in_the_year_of_publication_stands_where_only_that_year_is_known() -> None:
    due = read_due("By July 2018", DatedTo(date(2018, 12, 31), DatePrecision.YEAR))

    assert due is not None
    assert due.on == date(2018, 7, 31)


_PIECES = (
    "by|before|within|in|no later than|not|of|from|the end of|three|12|99999|months|days|July|31|2021|0000|9999|2021/22|and|"
    "immediately|complete|start|every year|until|as soon as possible|the|publication|;"
)


@given(st.text(max_size=80) | st.lists(st.sampled_from(_PIECES.split("|")), max_size=9).map(" ".join))
def test_no_phrase_breaks_the_reader_or_comes_to_a_day_before_publication(phrase: str) -> None:
    due = read_due(phrase, PUBLISHED)

    assert due is None or due.on is None or due.on >= PUBLISHED.on
