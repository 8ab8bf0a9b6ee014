"""The register in two CSV files, as administrators keep them in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sync.core.normalise import RegisterTable
from sync.core.records import RegisterRow
from sync.errors import Problem, RegisterError

_LONGEST_CELL: Final = 100_000


class RegisterFiles:
    """Reads ``publications.csv`` and ``items.csv`` from a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read_tables(self) -> tuple[RegisterTable, RegisterTable]:
        """Return the publications and the items, raw, in the order of their files.

        UTF-8 with or without a byte-order mark; blank lines are passed over; line numbers are those of the file, also after
        a cell that spans several lines.

        Raises:
            RegisterError: a file is missing, is not UTF-8, has no heading, or has a row of another width.
        """
        problems: list[Problem] = []
        tables = [self._read_table(name, problems) for name in ("publications.csv", "items.csv")]
        if problems:
            raise RegisterError(problems)
        return tables[0], tables[1]

    def _read_table(self, name: str, problems: list[Problem]) -> RegisterTable:
        path = self._folder / name
        file = str(path)
        empty = RegisterTable(file, (), ())
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            problems.append(Problem(file, 0, 0, "missing-file", "There is no such file. Is register_folder right?"))
            return empty
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            told = "It is not UTF-8. In Excel, save it as 'CSV UTF-8 (Comma delimited)'."
            problems.append(Problem(file, line, 0, "not-utf-8", told))
            return empty
        except OSError as error:
            problems.append(Problem(file, 0, 0, "unreadable-file", f"It cannot be read: {error.strerror}."))
            return empty
        return _parse_table(file, text, problems)


def _parse_table(file: str, text: str, problems: list[Problem]) -> RegisterTable:
    reader = csv.reader(io.StringIO(text), strict=True)
    columns: tuple[str, ...] = ()
    rows: list[RegisterRow] = []
    line = 1
    try:
        for cells in reader:
            if not columns and any(cells):
                columns = tuple(cell.strip() for cell in cells)
            elif any(cell.strip() for cell in cells):
                problems.extend(_check_row(file, line, cells, columns))
                rows.append(RegisterRow(file, line, dict(zip(columns, cells, strict=False))))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(
            Problem(file, line, 0, "not-csv", f"This is not CSV from here on: {error}. Is a quote missing?")
        )
    if not columns and not problems:
        problems.append(
            Problem(file, 0, 0, "empty-register", "There is nothing in it. Restore the file or name another.")
        )
    return RegisterTable(file, columns, rows)


def _check_row(file: str, line: int, cells: list[str], columns: tuple[str, ...]) -> Iterator[Problem]:
    if len(cells) != len(columns):
        told = f"The row has {len(cells)} cells, the heading {len(columns)}. Is a quote or a comma missing?"
        yield Problem(file, line, 0, "wrong-width", told)
    for name, cell in zip(columns, cells, strict=False):
        if len(cell) > _LONGEST_CELL:
            told = f"The cell has {len(cell):,} characters; no item is that long. Is a quote missing?"
            yield Problem(file, line, 0, "too-long", told, where=name)
