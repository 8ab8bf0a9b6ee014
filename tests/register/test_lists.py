"""The register in two lists: cells of whatever kind become the text that a file would have, with list and row for a place."""

from datetime import UTC, datetime

import pytest

from sync.core.normalise import normalise_register
from sync.core.normalise.register_rows import (
    ITEM_COLUMNS,
    MORE_ITEM_COLUMNS,
    MORE_PUBLICATION_COLUMNS,
    PUBLICATION_COLUMNS,
)
from sync.core.records import Cell, Link, Looked, Row
from sync.core.vocabulary import ColumnOwner, PublicationId, RegisterRef
from sync.errors import RegisterError
from sync.register.lists import column_name, describe_lists, read_tables
from tests.builders import a_list

TITLES = {"publications": "Register Publications", "items": "Register Items"}
PUBLICATION: dict[str, Cell] = {
    "id": "ROCU-2021",
    "title": "Regional units",
    "published_on": "2021-02-18",
    "scope": "national",
    "addressed_to": "all forces",
}
ITEM: dict[str, Cell] = {"id": "ROCU-2021-R1", "publication": "ROCU-2021", "kind": "recommendation", "text": "Do it."}


def a_row_of(table: str, number: int, values: dict[str, Cell]) -> Row:
    return Row(number, "", {column_name(table, column): cell for column, cell in values.items()})


def read(publication: dict[str, Cell], *items: dict[str, Cell]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """One publication and its items, as text by column."""
    tables = read_tables(
        a_list(TITLES["publications"], [a_row_of("publications", 7, publication)]),
        a_list(TITLES["items"], [a_row_of("items", number, item) for number, item in enumerate(items, start=11)]),
    )
    return dict(tables[0].rows[0].values), [dict(row.values) for row in tables[1].rows]


def test_the_lists_make_the_register_that_files_make() -> None:
    register = normalise_register(
        *read_tables(
            a_list(TITLES["publications"], [a_row_of("publications", 7, PUBLICATION)]),
            a_list(TITLES["items"], [a_row_of("items", 11, ITEM)]),
        )
    )

    assert register.publications[PublicationId("ROCU-2021")].title == "Regional units"
    assert register.items[RegisterRef("ROCU-2021-R1")].text == "Do it."


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(datetime(2021, 6, 29, 23, tzinfo=UTC), "2021-06-30", id="a date column, midnight in London"),
        pytest.param(21.0, "21", id="a number column"),
        pytest.param(True, "yes", id="a yes/no column"),
        pytest.param(("all forces", "NPCC"), "all forces; NPCC", id="a choice column with several words"),
        pytest.param(Link("https://a.example/b", "The page"), "https://a.example/b", id="a link column"),
        pytest.param(Looked(3, "ROCU-2021"), "ROCU-2021", id="a lookup column"),
        pytest.param("  ROCU-2021 ", "ROCU-2021", id="text with blanks around it"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_a_cell_is_read_as_text_whatever_column_an_administrator_made_of_it(cell: Cell, text: str) -> None:
    assert read(PUBLICATION | {"source": cell}, ITEM)[0]["source"] == text


def test_a_blank_row_is_passed_over() -> None:
    assert len(read(PUBLICATION, ITEM, {"id": None, "text": "  "})[1]) == 1


def test_a_mistake_is_told_with_list_and_row() -> None:
    publications = a_list(TITLES["publications"], [a_row_of("publications", 7, PUBLICATION | {"scope": "natoinal"})])
    items = a_list(TITLES["items"], [a_row_of("items", 12, ITEM | {"publication": "ROCU-2012"})])

    with pytest.raises(RegisterError) as caught:
        normalise_register(*read_tables(publications, items))

    assert [(p.file, p.line, p.where, p.suggestion) for p in caught.value.problems] == [
        ("Register Items", 12, "publication", "ROCU-2021"),
        ("Register Publications", 7, "scope", "national"),
    ]


def test_every_column_of_the_files_has_one_in_the_lists_and_all_are_people_s() -> None:
    publications, items = describe_lists(TITLES)

    assert len(publications.columns) == len(PUBLICATION_COLUMNS) + len(MORE_PUBLICATION_COLUMNS)
    assert len(items.columns) == len(ITEM_COLUMNS) + len(MORE_ITEM_COLUMNS)
    for target in (publications, items):
        names = [column.name for column in target.columns]
        assert len({name.casefold() for name in names}) == len(names)
        assert target.key in names
        assert {column.owner for column in target.columns} == {ColumnOwner.PEOPLE}
