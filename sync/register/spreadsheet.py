"""What every spreadsheet shares: rows of text with their places become a table, and what Excel did to them is told."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sync.core.normalise import RegisterTable
from sync.core.records import RegisterRow
from sync.core.text import rearm_cell
from sync.errors import Problem

_LONGEST_CELL: Final = 100_000
_ERRORS: Final = re.compile(r"#(?:REF!|NAME\?|VALUE!|N/A|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$")
_TOO_NARROW: Final = re.compile(r"#{3,}$")


def build_table(
    file: str, rows: Iterable[tuple[int, Sequence[str]]], problems: list[Problem], advice: str
) -> RegisterTable:
    """Return the table that numbered rows make; the first row with anything in it is the heading.

    Args:
        file: what problems name: a path, or a path with the sheet in brackets.
        rows: the number of each row in its file, from 1, and its cells; blank rows are passed over.
        problems: what is wrong is added here: rows of another width, formulas and Excel's error words in cells, cells longer
            than any text.
        advice: the question to ask about a row of another width than the heading.
    """
    columns: tuple[str, ...] = ()
    kept: list[RegisterRow] = []
    found: list[Problem] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = tuple(cell.strip() for cell in cells)
            continue
        if len(cells) != len(columns):
            edge = columns[min(len(cells), len(columns) - 1)]
            where = f"nothing from {edge!r} on" if len(cells) < len(columns) else f"more after {edge!r}"
            told = f"The row has {len(cells)} cells, the heading {len(columns)}: {where}. {advice}"
            found.append(Problem(file, line, 0, "wrong-width", told, where=edge))
        found.extend(check_cells(file, line, cells, columns))
        said = [rearm_cell(cell) if cell.startswith("'") else cell for cell in cells]
        kept.append(RegisterRow(file, line, dict(zip(columns, said, strict=False))))
    problems.extend(found)
    return RegisterTable(file, columns, kept)


def tell_empty(table: RegisterTable) -> Iterator[Problem]:
    """Yield the problem of a file with no heading in it."""
    if not table.columns:
        told = "There is nothing in it. Restore the file or name another."
        yield Problem(table.file, 0, 0, "empty-register", told)


def is_excel_word(cell: str) -> bool:
    """Say whether a cell holds what Excel writes in place of a value: ``#REF!``, or ``####`` where a column was too narrow."""
    return bool(_ERRORS.match(cell) or _TOO_NARROW.match(cell))


def check_cells(file: str, line: int, cells: Sequence[str], columns: Sequence[str]) -> Iterator[Problem]:
    """Yield what a spreadsheet left in the cells of a row: formulas, error words, too much text."""
    for name, cell in zip(columns, cells, strict=False):
        if len(cell) > _LONGEST_CELL:
            told = f"The cell has {len(cell):,} characters; no item is that long. Is a quote missing?"
            yield Problem(file, line, 0, "too-long", told, where=name)
        elif cell[:2].strip()[:1] in {"=", "#"}:
            yield from _check_excel(file, line, name, cell.strip())


def _check_excel(file: str, line: int, name: str, cell: str) -> Iterator[Problem]:
    """Yield the problem of a cell that holds a formula or what Excel writes in place of a value."""
    if cell.startswith("="):
        told = f"{cell[:60]!r} is a formula; the register keeps values. Put in what it comes to (in Excel: copy, then paste as values)."
        yield Problem(file, line, 0, "formula", told, where=name)
    elif _ERRORS.match(cell):
        told = f"{cell} is what Excel writes when a formula fails. Put in the value itself."
        yield Problem(file, line, 0, "excel-error", told, where=name)
    elif _TOO_NARROW.match(cell):
        told = "Excel wrote # signs because its column was too narrow. Widen the column in Excel and save again."
        yield Problem(file, line, 0, "column-too-narrow", told, where=name)
