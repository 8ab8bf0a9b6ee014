"""Filters: what each expression keeps, and what is refused."""

from zoneinfo import ZoneInfo

import pytest

from sync.emulator.errors import ExpressionError, FilterColumnError, FilterTypeError, LiteralError, UnsupportedError
from sync.emulator.query.columns import Column, ColumnType
from sync.emulator.query.filters import parse_filter

LONDON = ZoneInfo("Europe/London")
COLUMNS = {
    "Title": ColumnType.TEXT,
    "AllocatedTo": ColumnType.TEXT,
    "Owner/Title": ColumnType.TEXT,
    "Score": ColumnType.NUMBER,
    "Done": ColumnType.BOOLEAN,
    "Due": ColumnType.DATE,
    "GUID": ColumnType.GUID,
    "Tags": ColumnType.MANY,
    "Body": ColumnType.TEXT,
}
ROWS = [
    {"n": 1, "Title": "O'Clock", "Score": 5, "Done": True, "Due": "2026-06-30T23:00:00Z", "Tags": ["A", "B"]},
    {"n": 2, "Title": "oclock & co", "Score": -1.5, "Done": False, "Due": "2026-07-01T12:00:00Z"},
    {"n": 3, "AllocatedTo": "Analyst", "Owner/Title": "Analyst", "GUID": "6f3c1b0e-1111-4a2b-9c3d-aaaaaaaaaaaa"},
]


def resolve(name: str) -> Column:
    if name not in COLUMNS:
        raise FilterColumnError(name=name)
    refusal = "Note" if name == "Body" else ""
    return Column(name, COLUMNS[name], lambda values: values.get(name), refusal=refusal)


def keep(text: str) -> list[int]:
    conditions = parse_filter(text, resolve, LONDON)
    return [int(str(row["n"])) for row in ROWS if all(condition.test(row) for condition in conditions)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("", [1, 2, 3], id="nothing asked"),
        pytest.param("Title eq 'o''clock'", [1], id="text, whatever the case"),
        pytest.param("'O''Clock' eq Title", [1], id="literal first"),
        pytest.param("Title ne 'O''Clock'", [2, 3], id="an empty cell differs"),
        pytest.param("Title eq null", [3], id="empty"),
        pytest.param("Title ne null", [1, 2], id="not empty"),
        pytest.param("Title eq ' and '", [], id="a word inside text is text"),
        pytest.param("AllocatedTo eq 'Analyst'", [3], id="a name that begins with all"),
        pytest.param("Owner/Title eq 'Analyst'", [3], id="through a lookup"),
        pytest.param("Score gt 0", [1], id="greater"),
        pytest.param("0 lt Score", [1], id="greater, turned round"),
        pytest.param("Score eq -1.5", [2], id="negative"),
        pytest.param("Score ge -1.5 and Score le 5", [1, 2], id="between"),
        pytest.param("Done eq true", [1], id="true"),
        pytest.param("Done eq 1", [1], id="one is true"),
        pytest.param("Done eq 0", [2], id="zero is false"),
        pytest.param("Due ge datetime'2026-07-01T00:00:00'", [1, 2], id="local time without an offset"),
        pytest.param("Due ge datetime'2026-07-01T00:00:00Z'", [2], id="UTC"),
        pytest.param("Due ge '2026-07-01T00:00:00Z'", [2], id="a date as text"),
        pytest.param("datetime'2026-07-01T00:00:00Z' le Due", [2], id="a date first"),
        pytest.param("month(Due) eq 7", [2], id="part of a date"),
        pytest.param("GUID eq guid'6F3C1B0E-1111-4A2B-9C3D-AAAAAAAAAAAA'", [3], id="guid"),
        pytest.param("Tags eq 'b'", [1], id="one of several"),
        pytest.param("startswith(Title,'o')", [1, 2], id="startswith"),
        pytest.param("startswith(Title,'o''c') eq true", [1], id="startswith is true"),
        pytest.param("substringof('lock',Title)", [1, 2], id="substringof"),
        pytest.param("Score eq 5 or Score eq -1.5 and Done eq true", [1], id="and binds closer than or"),
        pytest.param("(Score eq 5 or Score eq -1.5) and Done eq false", [2], id="parentheses"),
    ],
)
def test_a_filter_keeps(text: str, kept: list[int]) -> None:
    assert keep(text) == kept


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("Title eq", ExpressionError, id="half a comparison"),
        pytest.param("Title = 'x'", ExpressionError, id="not OData"),
        pytest.param("Title eq 'x", ExpressionError, id="open quote"),
        pytest.param("Nope eq 1", FilterColumnError, id="unknown column"),
        pytest.param("Body eq 'x'", FilterTypeError, id="a type that cannot be filtered"),
        pytest.param("Score eq 'x'", LiteralError, id="not a number"),
        pytest.param("Due gt datetime'soon'", LiteralError, id="not a date"),
        pytest.param("Done eq 'maybe'", LiteralError, id="not a boolean"),
        pytest.param("endswith(Title,'x')", UnsupportedError, id="endswith"),
        pytest.param("tolower(Title) eq 'x'", UnsupportedError, id="tolower"),
        pytest.param("not (Score eq 1)", UnsupportedError, id="not"),
        pytest.param("Score add 1 eq 2", ExpressionError, id="arithmetic"),
        pytest.param("Title gt null", UnsupportedError, id="greater than nothing"),
    ],
)
def test_a_filter_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        keep(text)


def test_a_very_long_choice_is_no_trouble() -> None:
    assert keep(" or ".join(f"Score eq {number}" for number in range(600))) == [1]
