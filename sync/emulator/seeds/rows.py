"""Read the rows of one list from its CSV file and add them."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sync.emulator.errors import SharePointError
from sync.emulator.seeds.cells import CellError, Known, read_cell, read_stamp
from sync.emulator.seeds.problems import Problem
from sync.emulator.store.cells import Sheet, find_writable
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord, Stamp, add_item
from sync.emulator.store.users import APP_ID

_STAMPS = ("Created", "Modified")
_LONGEST_CELL = 1_000_000


class _Lines(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]


def load_rows(sheet: Sheet, file: Path, known: Known, titles: dict[str, int]) -> list[Problem]:
    """Add every row of ``file`` and return what is wrong with it.

    ``titles`` is filled with the id of each item, by title, as they are added: a later row may look an earlier one up.
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return _load_lines(sheet, csv.reader(lines, strict=True), file.name, known, titles)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [Problem(file.name, 1, f"It cannot be read: {error}.")]


def _load_lines(sheet: Sheet, reader: _Lines, file_name: str, known: Known, titles: dict[str, int]) -> list[Problem]:
    names: list[str] = next(reader, [])
    columns = {column.internal_name: column for column in find_writable(sheet.fields).values()}
    problems = _check_names(names, columns, file_name)
    if problems:
        return problems
    for row in _split_rows(reader, names, file_name, problems):
        complaints, record = _load_row(sheet, columns, row, known)
        problems += [Problem(file_name, row.line, complaint) for complaint in complaints]
        if record:
            titles.setdefault(str(record.cells.get("Title") or ""), record.id)
    return problems


def _check_names(names: Sequence[str], columns: Mapping[str, FieldRecord], file_name: str) -> list[Problem]:
    problems = []
    for index, name in enumerate(names):
        if name not in columns and name not in _STAMPS:
            problems.append(Problem(file_name, 1, f"The list has no column with the internal name '{name}'."))
        if name in names[:index]:
            problems.append(Problem(file_name, 1, f"The column '{name}' is there twice."))
    return problems if names else [Problem(file_name, 1, "It has no header row.")]


def _split_rows(reader: _Lines, names: Sequence[str], file_name: str, problems: list[Problem]) -> Iterator[_Row]:
    line = reader.line_num + 1
    for cells in reader:
        if cells and len(cells) != len(names):
            problems.append(Problem(file_name, line, f"It has {len(cells)} cells where the header has {len(names)}."))
        elif cells:
            yield _Row(line, dict(zip(names, cells, strict=True)))
        line = reader.line_num + 1


def _load_row(
    sheet: Sheet, columns: Mapping[str, FieldRecord], row: _Row, known: Known
) -> tuple[list[str], ItemRecord | None]:
    complaints: list[str] = []
    payload: dict[str, object] = {}
    stamps = dict.fromkeys(_STAMPS, "")
    for name, text in row.cells.items():
        try:
            if text == "":
                continue
            if name in _STAMPS:
                stamps[name] = read_stamp(text, known.zone)
            else:
                payload[columns[name].value_name] = read_cell(columns[name], text, known)
        except CellError as error:
            complaints.append(f"{name}: {error}")
    if complaints:
        return complaints, None
    try:
        return [], add_item(sheet, payload, Stamp(APP_ID, stamps["Created"], stamps["Modified"]))
    except SharePointError as error:
        return [error.message.replace("\n\n", " ")], None
