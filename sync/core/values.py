"""Cells as they stand and values as they should be, brought to one form so that only real differences are written."""

import re
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


_RICH_TEXT = re.compile(r"\s*<(?:div|p|span)\b", re.IGNORECASE)


def fit_value(value: Value, column: TargetColumn) -> Value:
    """Return the value as the column can hold it: text within the limit, no blank but None, one kind of line end.

    A link without words shows its address, as SharePoint has it.
    """
    match value:
        case str():
            lines = [line.rstrip() for line in value.strip().splitlines()]
            is_note = column.type is ColumnType.NOTE
            text = _cut("\n".join(lines), NOTE_LIMIT) if is_note else _cut(" ".join(lines), TEXT_LIMIT)
            return text or None
        case float() if value.is_integer():
            return int(value)
        case Link(url=url, text=text):
            return Link(url, _cut(text or url, TEXT_LIMIT)) if url else None
        case _:
            return value


def _cut(text: str, limit: int) -> str:
    """Return the text within a limit that SharePoint counts in UTF-16, where an emoji is two."""
    if not text.isascii():
        limit -= sum(letter > "\uffff" for letter in text[:limit])
    return shorten(text, limit)


def read_value(cell: Cell, column: TargetColumn) -> Value:
    """Return what a cell holds in the form of ``fit_value``, so that the two compare."""
    match cell:
        case datetime():
            return cell if column.type is ColumnType.MOMENT else local_day(cell)
        case str() if column.type is ColumnType.NOTE and _RICH_TEXT.match(cell):
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


def read_number(cell: Cell) -> float | None:
    """Return the number of a number cell; yes and no are none."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
