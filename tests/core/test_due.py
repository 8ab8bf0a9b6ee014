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


@given(st.text(max_size=80))
def test_no_phrase_breaks_the_reader(phrase: str) -> None:
    due = read_due(phrase, PUBLISHED)

    assert due is None or due.on is None or due.on.year >= 1900
