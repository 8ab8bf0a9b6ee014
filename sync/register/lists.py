"""The register in two SharePoint lists that administrators edit in the browser."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sync.core.clocks import local_day
from sync.core.normalise import RegisterTable
from sync.core.normalise.register_rows import (
    ITEM_COLUMNS,
    MORE_ITEM_COLUMNS,
    MORE_PUBLICATION_COLUMNS,
    PUBLICATION_COLUMNS,
)
from sync.core.records import (
    Cell,
    Link,
    ListContents,
    Looked,
    Person,
    RegisterRow,
    Row,
    TargetColumn,
    TargetList,
    TargetView,
)
from sync.core.vocabulary import ColumnOwner, ColumnType, InspectorateStatus, ItemKind, RegisterState, Scope
from sync.register.spreadsheet import check_cells

_PREFIX: Final = "Reg"
"""Our internal names begin with it, so that none of them meets one of SharePoint's own (ID, Title, Author)."""

_LONG: Final = frozenset({"text", "source", "aliases", "addressed_to", "limbs", "status_history", "other_addresses"})
_CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "scope": [word.value for word in Scope],
    "kind": [word.label for word in ItemKind],
    "status": [word.label for word in InspectorateStatus],
    "state": [word.value for word in RegisterState],
    "public": ["yes", "no"],
}
_IN_TITLE: Final = {"publications": "title", "items": "id"}
"""The column of each table that stands in the list's own Title."""


def describe_lists(titles: Mapping[str, str]) -> tuple[TargetList, TargetList]:
    """Return the two lists as they are provisioned; every column is people's. ``titles`` go by table."""
    publications = _describe(
        "publications",
        titles["publications"],
        "The publications of the register. Administrators edit them here; 'register check' says what is wrong.",
        (*PUBLICATION_COLUMNS, *MORE_PUBLICATION_COLUMNS),
        ("id", "published_on", "scope", "addressed_to", "items_expected", "state"),
    )
    items = _describe(
        "items",
        titles["items"],
        "The items of the register: recommendations, areas for improvement and causes of concern, as published.",
        (*ITEM_COLUMNS, *MORE_ITEM_COLUMNS),
        ("publication", "number", "kind", "parent", "text", "addressed_to", "due_phrase", "status", "state"),
    )
    return publications, items


def _describe(table: str, title: str, description: str, columns: Sequence[str], shown: Sequence[str]) -> TargetList:
    made = tuple(
        TargetColumn(
            name=column_name(table, column),
            title=column.replace("_", " ").capitalize(),
            type=_type_of(table, column),
            owner=ColumnOwner.PEOPLE,
            choices=tuple(_CHOICES.get(column, ())),
        )
        for column in columns
    )
    view = TargetView("Register", ("LinkTitle", *(column_name(table, column) for column in shown)), "", 100)
    key = next(name for name in (column.name for column in made) if name != "Title")
    return TargetList(title, description, made, views=(view,), key=key)


def _type_of(table: str, column: str) -> ColumnType:
    if column in _CHOICES:
        return ColumnType.CHOICE
    return ColumnType.NOTE if column in _LONG and column != _IN_TITLE[table] else ColumnType.TEXT


def column_name(table: str, column: str) -> str:
    """Return the internal name under which a column of a table stands in its list."""
    if column == _IN_TITLE[table]:
        return "Title"
    return _PREFIX + "".join(part.capitalize() for part in column.split("_"))


def read_tables(publications: ListContents, items: ListContents) -> tuple[RegisterTable, RegisterTable]:
    """Return the two lists as the register's tables; a place is a list's title and a row's ID. Blank rows are passed over."""
    return (
        _read_table("publications", publications, (*PUBLICATION_COLUMNS, *MORE_PUBLICATION_COLUMNS)),
        _read_table("items", items, (*ITEM_COLUMNS, *MORE_ITEM_COLUMNS)),
    )


def _read_table(table: str, contents: ListContents, columns: Sequence[str]) -> RegisterTable:
    rows = [_read_row(table, contents.title, row, columns) for row in contents.rows]
    kept = [row for row in rows if any(row.values.values())]
    # Rows are pasted from spreadsheets into a list's grid view, with whatever the spreadsheet made of them.
    problems = [p for row in kept for p in check_cells(row.file, row.line, list(row.values.values()), columns)]
    return RegisterTable(contents.title, tuple(columns), kept, tuple(problems))


def _read_row(table: str, title: str, row: Row, columns: Sequence[str]) -> RegisterRow:
    cells = {column: _read_cell(row.cells.get(column_name(table, column))).strip() for column in columns}
    return RegisterRow(title, row.id, cells)


def _read_cell(cell: Cell) -> str:
    """Return a cell as the text that a file would have, whatever kind of column an administrator made of it."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return local_day(cell).isoformat()
        case Link(url=text) | Person(name=text) | Looked(text=text):
            return text
        case tuple():
            return "; ".join(_read_cell(part) for part in cell)
        case _:
            return str(cell)
