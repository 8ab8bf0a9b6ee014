"""Whatever stands in a cell, of the register or of the tracker, is read or told; no cell stops a command with a fault."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.core.clocks import local_day
from sync.core.normalise import RegisterTable, normalise_register, remark_on_register
from sync.core.normalise.register_rows import (
    ITEM_COLUMNS,
    MORE_ITEM_COLUMNS,
    MORE_PUBLICATION_COLUMNS,
    PUBLICATION_COLUMNS,
)
from sync.core.records import Cell, Link, Looked, Person, RegisterRow, TrackerEntry
from sync.core.text import plain_text
from sync.core.vocabulary import TrackerField
from sync.errors import RegisterError
from tests.builders import the_rules
from tests.core.tracker_rows import COLUMNS, read_entry

DIGITS = "9" * 5_000
WORDS = the_rules().register
NASTY = (
    "",
    "none",
    DIGITS,
    "-1",
    "²",
    "٣",
    "0000",
    "0000-00-00",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "2021-06-30T25:61:00+99:99",
    "31/02/2021",
    "99.99.99",
    "44370",
    "99999.9",
    "31 February 2021",
    "0 July 0000",
    "By the end of 0000",
    f"within {DIGITS} days",
    "within 999 years",
    "2018-03-08 open; 0000-00-00 closed; ; nonsense",
    f"&#{DIGITS};",
    "<![if x]>a<![endif]>",
    "<![foo[ a ]]><b>",
    "<style>a</style>",
    "\x00\ud800\u202e",
    "=1+1",
    ";;|;",
    "R1",
    "P1",
)
TEXTS = st.sampled_from(NASTY) | st.text(max_size=40)
PUBLICATION = {"id": "P1", "title": "A report", "published_on": "2021-02-18", "scope": "national"}
ITEM = {
    "id": "R1",
    "publication": "P1",
    "kind": "recommendation",
    "text": "Forces should act.",
    "due_phrase": "By July 2021",
}
PUBLICATION_NAMES = (*PUBLICATION_COLUMNS, *MORE_PUBLICATION_COLUMNS)
ITEM_NAMES = (*ITEM_COLUMNS, *MORE_ITEM_COLUMNS)


def a_table(file: str, names: tuple[str, ...], values: dict[str, str]) -> RegisterTable:
    return RegisterTable(file, names, [RegisterRow(file, 2, dict.fromkeys(names, "") | values)])


def read(publication: dict[str, str], item: dict[str, str]) -> None:
    """Read a register of two rows; what is wrong with it must be told, and nothing else may be raised."""
    tables = (
        a_table("publications.csv", PUBLICATION_NAMES, PUBLICATION | publication),
        a_table("items.csv", ITEM_NAMES, ITEM | item),
    )
    try:
        register = normalise_register(*tables, WORDS)
    except RegisterError:
        return
    remark_on_register(register, WORDS)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:20]))
def test_every_column_of_the_register_takes_every_nasty_cell(text: str) -> None:
    for name in PUBLICATION_NAMES:
        read({name: text}, {})
    for name in ITEM_NAMES:
        read({}, {name: text})


@given(
    st.dictionaries(st.sampled_from(PUBLICATION_NAMES), TEXTS, max_size=4),
    st.dictionaries(st.sampled_from(ITEM_NAMES), TEXTS, max_size=4),
)
def test_no_cell_of_the_register_stops_the_reader(publication: dict[str, str], item: dict[str, str]) -> None:
    read(publication, item)


ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
PLAIN_CELLS = (
    st.none()
    | TEXTS
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.datetimes(timezones=ZONES)
    | st.builds(Link, TEXTS, TEXTS)
    | st.builds(Looked, st.integers(0, 9), TEXTS)
    | st.builds(Person, TEXTS, TEXTS)
)
CELLS = PLAIN_CELLS | st.lists(PLAIN_CELLS, max_size=3).map(tuple)


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), CELLS, max_size=6))
@example({TrackerField.TARGET_ON: datetime.max.replace(tzinfo=timezone(-timedelta(hours=14)))})
@example({TrackerField.TARGET_ON: datetime.min.replace(tzinfo=UTC)})
@example({TrackerField.TITLE: 10**400})
def test_no_cell_of_the_tracker_stops_the_reader(cells: dict[TrackerField, Cell]) -> None:
    entry = read_entry(**{name.value: cell for name, cell in cells.items()})

    assert isinstance(entry, TrackerEntry)


def test_the_calendars_last_day_stays_what_it_is() -> None:
    last = datetime.max.replace(tzinfo=timezone(-timedelta(hours=14)))

    assert local_day(last) == last.date()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a &#{DIGITS}; b", "a \N{REPLACEMENT CHARACTER} b", id="a character number without end"),
        pytest.param("<p><![foo[ x ]]>Forces should act.</p>", "Forces should act.", id="an unknown marked section"),
        pytest.param("<p><![if !supportLists]>1. <![endif]>Act.</p>", "1. Act.", id="Word's conditions"),
    ],
)
def test_markup_that_no_browser_writes_is_read_all_the_same(text: str, expected: str) -> None:
    assert plain_text(text) == expected
