"""Cells as they stand and values as they should be, brought to one form so that only real differences are written."""

from datetime import date, datetime
from typing import Final

from sync.core.clocks import local_day
from sync.core.records import Cell, Link, Looked, Person, TargetColumn, Value
from sync.core.text import plain_text, shorten
from sync.core.vocabulary import ColumnType

TEXT_LIMIT: Final = 255
"""SharePoint refuses a longer single line of text (sharepoint.md, C.5: 500 with code -2130575336)."""

NOTE_LIMIT: Final = 60_000
"""Below the 63,999 characters that a plain multi-line column holds (sharepoint.md, C.11)."""


def fit_value(value: Value, column: TargetColumn) -> Value:
    """Return the value as the column can hold it: text within the limit, no blank but None, one kind of line end."""
    match value:
        case str():
            limit = NOTE_LIMIT if column.type is ColumnType.NOTE else TEXT_LIMIT
            text = shorten("\n".join(line.rstrip() for line in value.strip().splitlines()), limit)
            return text or None
        case float() if value.is_integer():
            return int(value)
        case Link(url=url, text=text):
            return Link(url, shorten(text, TEXT_LIMIT)) if url else None
        case _:
            return value


def read_value(cell: Cell, column: TargetColumn) -> Value:
    """Return what a cell holds in the form of ``fit_value``, so that the two compare."""
    match cell:
        case datetime():
            return cell if column.type is ColumnType.MOMENT else local_day(cell)
        case str() if column.type is ColumnType.NOTE and "<" in cell:
            # A list owner may switch a note column to rich text; SharePoint then wraps what we wrote.
            return fit_value(plain_text(cell), column)
        case Person(name=text) | Looked(text=text):
            return text
        case tuple():
            return "; ".join(str(part) for part in cell)
        case None if column.type is ColumnType.YES_NO:
            return False
        case _:
            return fit_value(cell, column)


def read_day(cell: Cell) -> date | None:
    """Return the calendar day of a date cell."""
    return local_day(cell) if isinstance(cell, datetime) else None


def read_text(cell: Cell) -> str:
    """Return the text of a text or choice cell."""
    return cell if isinstance(cell, str) else ""
