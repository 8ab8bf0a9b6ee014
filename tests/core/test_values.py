"""Values: what is written fits its column and compares equal when it is read back, so that nothing is written twice."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.records import Cell, Link, Looked, Person, TargetColumn, Value
from sync.core.text import plain_text
from sync.core.values import NOTE_LIMIT, TEXT_LIMIT, fit_value, read_day, read_text, read_value
from sync.core.vocabulary import ColumnOwner, ColumnType
from tests.builders import on
from tests.core.store import as_stored


def a_column(kind: ColumnType) -> TargetColumn:
    return TargetColumn("Name", "Name", kind, ColumnOwner.SERVICE)


TEXT, NOTE, NUMBER = a_column(ColumnType.TEXT), a_column(ColumnType.NOTE), a_column(ColumnType.NUMBER)
DATE, MOMENT, LINK = a_column(ColumnType.DATE), a_column(ColumnType.MOMENT), a_column(ColumnType.LINK)
YES_NO = a_column(ColumnType.YES_NO)


def count_units(text: str) -> int:
    """The length that SharePoint sees."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        pytest.param("Row 1 is overdue. ", TEXT, "Row 1 is overdue.", id="blanks at the end go"),
        pytest.param("one\r\ntwo", TEXT, "one two", id="a single line has no line end"),
        pytest.param("one \r\ntwo\r", NOTE, "one\ntwo", id="a note keeps its lines, with one kind of end"),
        pytest.param("one\n\ntwo", NOTE, "one\n\ntwo", id="a note keeps a blank line"),
        pytest.param("", TEXT, None, id="nothing is None"),
        pytest.param(" \r\n ", NOTE, None, id="blanks alone are None"),
        pytest.param(5.0, NUMBER, 5, id="a whole float is an int"),
        pytest.param(5.5, NUMBER, 5.5, id="another float is kept"),
        pytest.param(date(2021, 6, 1), DATE, date(2021, 6, 1), id="a day is a day"),
        pytest.param(
            Link("https://site.example/1"),
            LINK,
            Link("https://site.example/1", "https://site.example/1"),
            id="a link shows its address",
        ),
        pytest.param(
            Link("https://site.example/1", "Row 1"), LINK, Link("https://site.example/1", "Row 1"), id="or its words"
        ),
        pytest.param(Link("", "Row 1"), LINK, None, id="words without an address are no link"),
        pytest.param(None, TEXT, None, id="None is None"),
    ],
)
def test_a_value_is_fitted_to_its_column(value: Value, column: TargetColumn, expected: Value) -> None:
    assert fit_value(value, column) == expected


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        pytest.param(on(date(2021, 9, 30)), DATE, date(2021, 9, 30), id="a summer day, stored as the evening before"),
        pytest.param(datetime(2021, 6, 1, 9, tzinfo=UTC), MOMENT, datetime(2021, 6, 1, 9, tzinfo=UTC), id="a moment"),
        pytest.param(
            '<div class="ExternalClass1"><p>one</p><p>two &amp; three</p></div>',
            NOTE,
            "one\ntwo & three",
            id="a note made rich",
        ),
        pytest.param("fewer <b>than</b>", NOTE, "fewer <b>than</b>", id="a plain note that has markup in it"),
        pytest.param("<div>text</div>", TEXT, "<div>text</div>", id="text is never rich"),
        pytest.param(7.0, NUMBER, 7, id="a number"),
        pytest.param(None, YES_NO, False, id="never answered is no"),
        pytest.param(None, TEXT, None, id="never filled"),
        pytest.param(Person("Head of Crime", "crime@force.example"), TEXT, "Head of Crime", id="a person"),
        pytest.param(Looked(3, "Operational"), TEXT, "Operational", id="a value of another list"),
        pytest.param(("one", "two"), TEXT, "one; two", id="several values"),
    ],
)
def test_a_cell_is_read_in_the_form_of_a_fitted_value(cell: Cell, column: TargetColumn, expected: Value) -> None:
    assert read_value(cell, column) == expected


WRITABLE = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("column", [pytest.param(TEXT, id="text"), pytest.param(NOTE, id="note")])
@given(value=WRITABLE | WRITABLE.map(lambda text: text * 99))
def test_text_that_was_written_compares_equal(column: TargetColumn, value: str) -> None:
    written = fit_value(value, column)

    assert read_value(as_stored(written), column) == written


@given(WRITABLE.map(plain_text))
def test_a_note_compares_equal_when_the_column_was_made_rich(value: str) -> None:
    written = fit_value(value, NOTE)
    escaped = str(written or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")

    stored = f'<div class="ExternalClass0"><p>{escaped}</p></div>'

    assert read_value(stored, NOTE) == written


@given(st.builds(Link, st.sampled_from(["", "https://site.example/Lists/T/DispForm.aspx?ID=1"]), WRITABLE))
def test_a_link_that_was_written_compares_equal(value: Link) -> None:
    written = fit_value(value, LINK)

    assert read_value(as_stored(written), LINK) == written


@given(st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9))
def test_a_number_that_was_written_compares_equal(value: float) -> None:
    written = fit_value(value, NUMBER)

    assert read_value(as_stored(written), NUMBER) == written


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_a_day_that_was_written_compares_equal(value: date) -> None:
    assert read_value(as_stored(fit_value(value, DATE)), DATE) == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 300, id="one long word"),
        pytest.param("word " * 100, id="many words"),
        pytest.param("\N{POLICE CAR}" * 200, id="emoji, which SharePoint counts twice"),
        pytest.param("a" * 200 + "\N{POLICE CAR}" * 50, id="emoji at the end"),
        pytest.param("\N{POLICE CAR} car " * 60, id="emoji between words"),
    ],
)
def test_text_fits_a_single_line(text: str) -> None:
    fitted = fit_value(text, TEXT)

    assert isinstance(fitted, str)
    assert fitted.endswith("…")
    assert count_units(fitted) <= TEXT_LIMIT


@given(st.text(st.sampled_from("a \n\N{POLICE CAR}"), min_size=200, max_size=400))
def test_any_text_fits_a_single_line(text: str) -> None:
    fitted = fit_value(text, TEXT)

    assert count_units(str(fitted or "")) <= TEXT_LIMIT


def test_as_much_as_fits_is_kept() -> None:
    text = "x" * (TEXT_LIMIT - 2) + "\N{POLICE CAR}"

    assert fit_value(text, TEXT) == text


def test_a_note_is_cut_only_where_a_list_would_be() -> None:
    assert fit_value("x" * NOTE_LIMIT, NOTE) == "x" * NOTE_LIMIT
    assert len(str(fit_value("x" * (NOTE_LIMIT + 1), NOTE))) == NOTE_LIMIT


def test_a_cell_of_another_type_has_no_day_and_no_text() -> None:
    assert read_day("30/09/2021") is None
    assert read_text(5.0) == ""
    assert read_day(on(date(2021, 9, 30))) == date(2021, 9, 30)
