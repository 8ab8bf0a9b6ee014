"""CSV as administrators and Excel save it: bytes become records that remember their lines and their own writing."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sync.core.normalise import RegisterTable
from sync.errors import Problem
from sync.register.spreadsheet import build_table, tell_empty

_DELIMITERS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r"sep=(?P<delimiter>.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: its first line in the file from 1, its cells, and its lines exactly as they stand, line ends and all."""

    line: int
    cells: tuple[str, ...]
    raw: str


def parse_csv(file: str, content: bytes, problems: list[Problem]) -> RegisterTable:
    """Return the table that a CSV file holds; what is wrong is added to ``problems``.

    Read are UTF-8 with or without a byte-order mark, and commas, semicolons or tabs between cells: the heading tells which, for
    no heading of ours has one in it. Another encoding is refused, because a guess could turn a quotation mark into a letter and
    nobody would see it. Blank lines are passed over; line numbers are those of the file, also after a cell of several lines.
    """
    text = decode_csv(file, content, problems)
    if text is None:
        return RegisterTable(file, (), ())
    found: list[Problem] = []
    rows = ((record.line, record.cells) for record in split_records(file, text, found))
    table = build_table(file, rows, found, "Is a quote or a comma missing?")
    problems.extend(found or tell_empty(table))
    return table


def decode_csv(file: str, content: bytes, problems: list[Problem]) -> str | None:
    """Return the text of a CSV file without its byte-order mark, or None with the problem told."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The byte's place: the codec counts from after the byte-order mark that it has taken away.
        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        told = "It is not UTF-8. In Excel, save it as 'CSV UTF-8 (Comma delimited)'."
        problems.append(Problem(file, line, column, "not-utf-8", told))
        return None


def find_delimiter(text: str) -> str:
    """Return what parts the cells: what Excel's ``sep=`` line names, else the commonest in the first line that says anything."""
    if named := _SEPARATOR_LINE.match(text):
        return named["delimiter"]
    heading = next((line for line in text.splitlines() if line.strip(_DELIMITERS + ' "')), "")
    return max(_DELIMITERS, key=heading.count)


def split_records(file: str, text: str, problems: list[Problem]) -> Iterator[CsvRecord]:
    """Yield the records of a CSV text; joined, their raw writings are the text (after Excel's ``sep=`` line, if it has one).

    Where the text stops being CSV the reading stops, and the place is added to ``problems``.
    """
    skipped = _SEPARATOR_LINE.match(text)
    body = text[skipped.end() :] if skipped else text
    lines = list(io.StringIO(body, newline=""))
    # The csv module would take a lone line end inside a quoted cell for part of it, so the lines go in as they stand.
    reader = csv.reader(lines, delimiter=find_delimiter(text), strict=True)
    before, offset = 0, 2 if skipped else 1
    try:
        for cells in reader:
            raw = "".join(lines[before : reader.line_num])
            tidy = tuple(cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell for cell in cells)
            yield CsvRecord(before + offset, tidy, raw)
            before = reader.line_num
    except csv.Error as error:
        told = f"This is not CSV from here on: {error}. Is a quote missing?"
        problems.append(Problem(file, before + offset, 0, "not-csv", told))
