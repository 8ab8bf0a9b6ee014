"""Expressions of formatting: both ways to write them, JavaScript's rules, blank dates, and what is not known is said."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.pages.formatting.evaluation import Cell, Scope, evaluate, evaluate_text
from sync.emulator.pages.formatting.expressions import read_expression
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Moment, Thing, Value

LONDON = ZoneInfo("Europe/London")
NOW = Moment(datetime(2021, 6, 23, 11, 5, tzinfo=UTC).astimezone(LONDON))
DUE = Moment(datetime(2021, 6, 10, tzinfo=LONDON), "10/06/2021")
LEAD = Thing("Head of Custody", {"id": "7", "title": "Head of Custody", "email": "head@force.example"})
BOARD = Thing("Operational", {"lookupId": "2", "lookupValue": "Operational"})

CELLS: dict[str, Cell] = {
    "Title": Cell("Rest periods", "Rest periods"),
    "Status": Cell("In progress", "In progress"),
    "Outstanding": Cell(28, "28"),
    "Due": Cell(DUE, "10/06/2021"),
    "Blank": Cell("", ""),
    "Agreed": Cell(value=True, shown="Yes"),
    "Lead": Cell(LEAD, "Head of Custody"),
    "Board": Cell(BOARD, "Operational"),
    "Tags": Cell(("custody", "safety"), "custody, safety"),
    "Leads": Cell((LEAD, LEAD), "Head of Custody; Head of Custody"),
    "Link": Cell(Thing("https://force.example/x", {"desc": "Evidence"}), "Evidence"),
}


class Cells:
    """A row of made-up cells."""

    def read_cell(self, name: str) -> Cell:
        if name not in CELLS:
            raise FormattingError(f"the column ‘{name}’, which the list has not")
        return CELLS[name]

    def read_title(self, name: str) -> str:
        return f"{name} column"


def a_scope(current: str = "Title", extras: Mapping[str, Value] | None = None) -> Scope:
    cell = CELLS[current]
    return Scope(Cells(), cell, NOW, LONDON, "me@force.example", "https://x/sites/y", 3, extras=extras or {})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("plain text", "plain text", id="plain text stays"),
        pytest.param("a [$Title] in text", "a [$Title] in text", id="a reference inside text is text"),
        pytest.param("[$Title]", "Rest periods", id="a lone column"),
        pytest.param("@currentField", "Rest periods", id="the current field"),
        pytest.param("=[$Outstanding] * 2 + 1", "57", id="multiplication binds tighter"),
        pytest.param("=([$Outstanding] - 8) / 4", "5", id="brackets"),
        pytest.param("=10 - 4 - 3", "3", id="subtraction from the left"),
        pytest.param("=2 + 3 + 'x'", "5x", id="numbers add before text joins"),
        pytest.param("='x' + 2 + 3", "x23", id="text joins from the left"),
        pytest.param("=-[$Outstanding]", "-28", id="negative"),
        pytest.param("=--3", "3", id="negative twice"),
        pytest.param("=[$Outstanding] * -7", "-196", id="times a negative"),
        pytest.param("=7 % 4", "3", id="remainder"),
        pytest.param("=1 / 0", "Infinity", id="division by nothing"),
        pytest.param("=0 / 0", "NaN", id="nothing by nothing"),
        pytest.param("=7 % 0", "NaN", id="remainder by nothing"),
        pytest.param("=0.5 + .25", "0.75", id="decimals"),
        pytest.param("=1e3", "1000", id="exponent"),
        pytest.param("='it\\'s'", "it's", id="an escaped quote"),
        pytest.param('="double"', "double", id="double quotes"),
        pytest.param("=if([$Outstanding] > 20, 'many', 'few')", "many", id="a condition"),
        pytest.param("=if(false, 1, if(true, 2, 3))", "2", id="a condition in a condition"),
        pytest.param("=if(false, 'x')", "", id="a condition without else"),
        pytest.param("=[$Outstanding] > 20 ? 'many' : 'few'", "many", id="the question mark"),
        pytest.param("=if(1 == 1 && 2 > 1, 'y', 'n')", "y", id="and"),
        pytest.param("=if(1 == 2 || 2 > 1, 'y', 'n')", "y", id="or"),
        pytest.param("=if(1 == 2 && nonsense(), 'y', 'n')", "n", id="and looks no further than it must"),
        pytest.param("=if([$Status] == 'In progress', 1, 2)", "1", id="text equality"),
        pytest.param("=if([$Status] != 'In progress', 1, 2)", "2", id="text inequality"),
        pytest.param("=if([$Outstanding] == '28', 1, 2)", "1", id="a number equals its text"),
        pytest.param("=if('28' > 3, 1, 2)", "1", id="text against number"),
        pytest.param("=if('b' > 'a', 1, 2)", "1", id="text order"),
        pytest.param("=if([$Agreed] == true, 1, 2)", "1", id="yes or no"),
        pytest.param("=if([$Agreed], 1, 2)", "1", id="yes is true"),
        pytest.param("[$Agreed.displayValue]", "Yes", id="yes in words"),
        pytest.param("[$Lead.title]", "Head of Custody", id="a person's title"),
        pytest.param("[$Lead.email]", "head@force.example", id="a person's address"),
        pytest.param("[$Lead.jobTitle]", "", id="a property that is not known is empty"),
        pytest.param("[$Board.lookupValue]", "Operational", id="a lookup's text"),
        pytest.param("[$Board.lookupId]", "2", id="a lookup's id"),
        pytest.param("=[$Link.desc] + ' ' + [$Link]", "Evidence https://force.example/x", id="a link"),
        pytest.param("=join([$Leads.title], '|')", "Head of Custody|Head of Custody", id="a property of many"),
        pytest.param("[!Due.DisplayName]", "Due column", id="what a column is called"),
        pytest.param("=@me == 'me@force.example'", "true", id="who looks"),
        pytest.param("@currentWeb", "https://x/sites/y", id="the site"),
        pytest.param("=@rowIndex % 2", "1", id="the row's number"),
        pytest.param("@isSelected", "false", id="nothing is selected"),
        pytest.param(7, "7", id="a number in JSON"),
        pytest.param(True, "true", id="a boolean in JSON"),
        pytest.param(None, "", id="null in JSON"),
    ],
)  # fmt: skip
def test_an_expression_is_worked_out(written: object, expected: str) -> None:
    assert evaluate_text(written, a_scope()) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # The examples of Microsoft's "Formatting syntax reference".
        ("=toString(45)", "45"),
        ("=Number('365')", "365"),
        ("=Number('Wowee')", "NaN"),
        ("=Number(Date('12/26/1981'))", "378172800000"),
        ("=toLowerCase('DogFood')", "dogfood"),
        ("=toUpperCase('DogFood')", "DOGFOOD"),
        ("=abs(-45)", "45"),
        ("=length('Some Text')", "1"),
        ("=length('')", "0"),
        ("=length(45)", "1"),
        ("=length(0)", "0"),
        ("=length([$Tags])", "2"),
        ("=floor(45.5)", "45"),
        ("=ceiling(45.5)", "46"),
        ("=getDate(Date('12/26/1981'))", "26"),
        ("=getMonth(Date('12/26/1981'))", "11"),
        ("=getYear(Date('12/26/1981'))", "1981"),
        ("=indexOf('DogFood', 'Dog')", "0"),
        ("=indexOf('DogFood', 'F')", "3"),
        ("=indexOf('DogFood', 'f')", "-1"),
        ("=indexOf([$Tags], 'safety')", "1"),
        ("=indexOf([$Title] + '^', '^')", "12"),
        ("=join([$Tags], '|')", "custody|safety"),
        ("=pow(2,3)", "8"),
        ("=lastIndexOf('DogFood DogFood', 'Dog')", "8"),
        ("=startsWith('DogFood', 'Dog')", "true"),
        ("=endsWith('DogFood', 'Dog')", "false"),
        ("=substring('DogFood', 3, 4)", "F"),
        ("=substring('DogFood', 6, 3)", "Foo"),
        ("=substring('DogFood', 3)", "Food"),
        ("=replace('Hello world', 'world', 'everyone')", "Hello everyone"),
        ("=replaceAll('H-e-l-l-o W-o-r-l-d', '-', '')", "Hello World"),
        ("=padStart('DogFood', 10, 'A')", "AAADogFood"),
        ("=padStart('DogFood', 10, 'AB')", "ABADogFood"),
        ("=padStart('DogFood', 5, 'A')", "DogFood"),
        ("=padEnd('DogFood', 10, 'AB')", "DogFoodABA"),
        ("=join(split('Hello World', ' '), '+')", "Hello+World"),
        ("=toLocaleDateString(addDays(Date('11/14/2021'), 3))", "17/11/2021"),
        ("=toLocaleString(addMinutes(Date('11/14/2021'), -1))", "13/11/2021, 23:59:00"),
        ("=length(appendTo([$Tags], 'x'))", "3"),
        ("=join(removeFrom([$Tags], 'custody'), ',')", "safety"),
        ("=cos(5)", "0.28366218546322625"),
        ("=sin(90)", "0.8939966636005579"),
    ],
)
def test_a_function_does_what_its_documentation_says(written: str, expected: str) -> None:
    assert evaluate_text(written, a_scope()) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("@currentField", "10/06/2021", id="as its column shows it"),
        pytest.param("=toLocaleDateString(@currentField)", "10/06/2021", id="day"),
        pytest.param("=toLocaleString(@currentField)", "10/06/2021, 00:00:00", id="day and time"),
        pytest.param("=toLocaleTimeString(@now)", "12:05:00", id="time at the site"),
        pytest.param("=toDateString(@now)", "Wed Jun 23 2021", id="the friendly form"),
        pytest.param("=if(@currentField < @now, 'late', '')", "late", id="before now"),
        pytest.param("=floor((Number(@now) - Number(@currentField)) / 86400000)", "13", id="days between"),
        pytest.param("=floor((@now - @currentField) / (24*60*60*1000))", "13", id="dates subtract"),
        pytest.param("=toLocaleDateString(@now + 86400000)", "24/06/2021", id="a day later in milliseconds"),
        pytest.param("=toLocaleDateString(@now - 86400000)", "22/06/2021", id="a day earlier in milliseconds"),
        pytest.param("=if(@currentField == Date('2021-06-10'), 1, 2)", "1", id="the same day"),
        pytest.param("=if(@currentField < Date('6/11/2021'), 1, 2)", "1", id="slashes are American"),
        pytest.param("=toLocaleDateString(addDays(Date('2021-03-27'), 1))", "28/03/2021", id="over a change of clocks"),
        pytest.param("=toLocaleDateString(Date('nonsense'))", "", id="no date shows nothing"),
        pytest.param("=if(Date('nonsense') < @now, 1, 2)", "2", id="no date is not before now"),
    ],
)
def test_a_date_is_british_and_at_the_site(written: str, expected: str) -> None:
    assert evaluate_text(written, a_scope("Due")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("=if([$Blank] == '', 'none', 'some')", "none", id="equals empty text"),
        pytest.param("=if(Number([$Blank]) == 0, 'none', 'some')", "none", id="counts as 0"),
        pytest.param("=if([$Blank] <= @now, 'overdue', '')", "overdue", id="counts as before now, as in SharePoint"),
        pytest.param("=if([$Blank], 'some', 'none')", "none", id="is not true"),
        pytest.param("=toLocaleDateString([$Blank])", "", id="is written as nothing"),
        pytest.param("=[$Blank.title]", "", id="has no properties"),
    ],
)
def test_a_blank_cell_is_empty_text(written: str, expected: str) -> None:
    assert evaluate_text(written, a_scope()) == expected


OBJECTS: list[Any] = [
    pytest.param(
        {"operator": "?", "operands": [{"operator": ">", "operands": ["@currentField", "20"]}, "many", "few"]},
        "many",
        id="a condition",
    ),
    pytest.param(
        {"operator": ":", "operands": [{"operator": "==", "operands": ["@currentField", 1]}, "one", "other"]},
        "other",
        id="a condition, the other way to write it",
    ),
    pytest.param({"operator": "+", "operands": ["n=", "@currentField"]}, "n=28", id="joined"),
    pytest.param({"operator": "toString()", "operands": ["@currentField"]}, "28", id="a function with brackets"),
    pytest.param({"operator": "Number()", "operands": ["12"]}, "12", id="a number"),
    pytest.param({"operator": "floor", "operands": [2.5]}, "2", id="a function without brackets"),
]


@pytest.mark.parametrize(("written", "expected"), OBJECTS)
def test_the_form_of_nested_objects_means_the_same(written: object, expected: str) -> None:
    assert evaluate_text(written, a_scope("Outstanding")) == expected


@pytest.mark.parametrize(
    ("written", "named"),
    [
        pytest.param("=frobnicate(1)", "frobnicate", id="an unknown function"),
        pytest.param({"operator": "xor", "operands": [1, 2]}, "xor", id="an unknown operator"),
        pytest.param({"operator": "+", "operands": "ab"}, "+", id="operands that are none"),
        pytest.param("=floor()", "floor", id="too few operands"),
        pytest.param("=floor(1, 2)", "floor", id="too many operands"),
        pytest.param("=if(1)", "condition", id="half a condition"),
        pytest.param("[$Nowhere]", "Nowhere", id="an unknown column"),
        pytest.param("=@window.innerWidth", "@window", id="what only a browser knows"),
        pytest.param("=@thumbnail.small", "@thumbnail", id="thumbnails"),
        pytest.param("=loopIndex('x')", "x", id="a loop that is not there"),
        pytest.param("=1 +", "ends too early", id="cut short"),
        pytest.param("=(1", "')'", id="an open bracket"),
        pytest.param("=1 2", "2", id="two values"),
        pytest.param("=*", "*", id="a lone operator"),
        pytest.param("=bare", "bare", id="a bare word"),
        pytest.param("=1 # 2", "#", id="a sign that is none"),
        pytest.param("='open", "'open", id="an open quote"),
        pytest.param("=" + "(" * 500 + "1" + ")" * 500, "deeply", id="too deep"),
        pytest.param("=" + "+".join(["1"] * 9000), "deeply", id="too long a chain"),
        pytest.param("=" + "1" * 60_000, "too long", id="too long"),
        pytest.param([1], "neither", id="a list"),
        pytest.param({"x": 1}, "neither", id="an object without operator"),
    ],
)
def test_what_is_not_known_is_named(written: object, named: str) -> None:
    with pytest.raises(FormattingError) as caught:
        evaluate(written, a_scope())

    assert named in str(caught.value)


@given(st.text(alphabet="=@[]$!().,+-*/<>&|?:'\"ab1 \\\n{}", max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(FormattingError):
        evaluate_text(f"={text}", a_scope())


@given(st.floats(), st.floats())
def test_any_two_numbers_can_be_worked_with(first: float, second: float) -> None:
    scope = a_scope(extras={"@a": first, "@b": second})

    for sign in ("+", "-", "*", "/", "%", "<", "=="):
        assert evaluate_text(f"=@a {sign} @b", scope)
    for name in ("pow(@a, @b)", "floor(@a)", "Date(@a)", "addDays(@now, @a)", "padStart('x', @a, 'y')"):
        evaluate_text(f"={name}", scope)


def test_an_expression_is_read_once() -> None:
    text = "=if([$Outstanding] > 20, 'many', 'few')"

    assert read_expression(text) is read_expression(text)
