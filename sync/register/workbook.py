"""Excel workbooks: values as text with the row numbers that Excel shows, whatever the workbook is dressed in."""

import io
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Final
from zipfile import BadZipFile, ZipFile

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sync.errors import Problem, RegisterError
from sync.register.workbook_parts import CellParts, PackageReader, read_cells

LARGEST_WORKBOOK: Final = 30_000_000
"""Bytes. A register of 20,000 items takes about 3 million."""
_LARGEST_UNPACKED: Final = 60_000_000
"""Bytes; the same register takes from 6 to 17 million, as the program that saved it keeps its texts."""
_LARGEST_TEXTS: Final = 30_000_000
_MOST_TAGS: Final = 3_000_000
"""In one part; each costs memory many times its own length."""
_MOST_ROWS: Final = 1_048_576
_MOST_CELLS: Final = 1_000_000
_LONGEST_FORMAT: Final = 200
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGED: Final = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
_EMPTY_CELL: Final = re.compile(rb"<(?:\w+:)?c\s[^<>]*/>")
_LARGE_PART: Final = 2_000_000
_NOT_OF_FORMAT: Final = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')
_BROKEN: Final = (
    BadZipFile,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl is known to raise on a workbook that is not one; it wraps nothing, and has no error of its own for it."""


class Workbook:
    """An opened workbook.

    Args:
        file: its path as problems name it.
        content: its bytes.

    Raises:
        RegisterError: it is protected with a password, not a workbook of today's format, broken, or too large.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        _check_package(file, content)
        with self._telling_what_is_broken():
            reader = PackageReader(
                _leave_out_empty_cells(file, content), read_only=True, data_only=False, keep_links=False
            )
            reader.read()
            self._sheets = {sheet.title: sheet for sheet in reader.wb.worksheets}
            self._parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
            self._archive = reader.archive
            if not self._sheets:
                raise ValueError("no sheet")

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles of the sheets, hidden ones too, in their order."""
        return tuple(self._sheets)

    def name_of(self, title: str) -> str:
        """Return what problems call a sheet: ``register.xlsx (items)``."""
        return f"{self.file} ({title})"

    def read_rows(self, title: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of a sheet that have anything in them: the number that Excel shows, and the cells as text.

        Dates come as ISO text (a cell that shows only month and year as ``2021-06``), whole numbers without decimals, a formula
        as its own text. Hidden rows are read. Blank cells at the end are left out down to the width of the first row.

        Raises:
            RegisterError: the sheet is broken or too large.
        """
        sheet = self._sheets[title]
        width = 0
        seen = 0
        with self._telling_what_is_broken():
            # What the workbook says its size is may be wrong, so it is not asked; every row that is there is read.
            for number, row in read_cells(sheet):
                filled = [cell for cell in row if cell["value"] is not None]
                last = filled[-1]["column"] if filled else 0
                seen += last
                if number > _MOST_ROWS or seen > _MOST_CELLS:
                    raise _refusal(self.name_of(title), "too-large", _TOLD_TOO_LARGE)
                if not filled:
                    continue
                cells = [""] * last
                for cell in filled:
                    cells[cell["column"] - 1] = _write_cell(sheet, cell)
                while len(cells) > width and not cells[-1].strip():
                    cells.pop()
                width = width or len(cells)
                if cells:
                    yield number, cells + [""] * (width - len(cells))

    def find_merged(self, title: str) -> Iterator[Problem]:
        """Yield each merged range of a sheet as a problem: only its first cell has the value, the others would be blank."""
        with self._telling_what_is_broken():
            content = self._archive.read(self._parts[title])
        for found in _MERGED.finditer(content):
            cells = found[1].decode("ascii")
            first_row = range_boundaries(cells)[1] or 0
            told = (
                f"The cells {cells} are merged, so that only the first of them has a value. "
                "In Excel, choose 'Unmerge Cells' and fill in each row."
            )
            yield Problem(self.name_of(title), first_row, 0, "merged-cells", told, where=cells)

    @contextmanager
    def _telling_what_is_broken(self) -> Iterator[None]:
        try:
            with warnings.catch_warnings():
                # It warns of what it does not keep (validations, styles); we only read values.
                warnings.simplefilter("ignore")
                yield
        except _BROKEN as error:
            told = (
                "It is broken, or it is no Excel workbook. Open it in Excel, let Excel repair it, and save it again as "
                "'Excel Workbook (*.xlsx)'."
            )
            raise _refusal(self.file, "broken-workbook", told) from error


_TOLD_TOO_LARGE: Final = (
    "It is too large to be a register. Copy the rows that have something in them into a new workbook and save that."
)


def _check_package(file: str, content: bytes) -> None:
    """Refuse what is no workbook before the library unpacks anything of it."""
    if content.startswith(_OLD_OFFICE):
        told = (
            "It is protected with a password, or in the format of before 2007. In Excel, take the password away "
            "(File, Info, Protect Workbook) and save it as 'Excel Workbook (*.xlsx)'."
        )
        raise _refusal(file, "protected-workbook", told)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        told = "It is no Excel workbook, or it is broken. Save it in Excel as 'Excel Workbook (*.xlsx)'."
        raise _refusal(file, "broken-workbook", told) from error
    if any(part.flag_bits & 1 for part in parts):
        told = "It is a locked ZIP file. Save it in Excel as 'Excel Workbook (*.xlsx)', without a password."
        raise _refusal(file, "protected-workbook", told)
    # A part never unpacks to more than its entry says: the ZIP reader stops there.
    unpacked = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
    if len(content) > LARGEST_WORKBOOK or unpacked > _LARGEST_UNPACKED or texts > _LARGEST_TEXTS:
        raise _refusal(file, "too-large", _TOLD_TOO_LARGE)


def _leave_out_empty_cells(file: str, content: bytes) -> io.BytesIO:
    """Return the package without the cells that have a format but no value, where there are many of them.

    Two hundred thousand rows that somebody once coloured are three million cells to the library, and nothing to us.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if all(part.file_size <= _LARGE_PART for part in parts):
            return io.BytesIO(content)
        thinned = io.BytesIO()
        with ZipFile(thinned, "w") as copy:
            for part in parts:
                kept = archive.read(part)
                if part.file_size > _LARGE_PART:
                    kept = _EMPTY_CELL.sub(b"", kept) if part.filename.startswith("xl/worksheets/") else kept
                    if kept.count(b"<") > _MOST_TAGS:
                        raise _refusal(file, "too-large", _TOLD_TOO_LARGE)
                copy.writestr(part.filename, kept)
    thinned.seek(0)
    return thinned


def _refusal(file: str, code: str, told: str) -> RegisterError:
    return RegisterError([Problem(file, 0, 0, code, told)])


def _write_cell(sheet: ReadOnlyWorksheet, cell: CellParts) -> str:
    value = cell["value"]
    if isinstance(value, ArrayFormula):
        return value.text or "="
    if isinstance(value, DataTableFormula):
        return "="
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return _write_moment(value, ReadOnlyCell(sheet, **cell).number_format or "")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).replace("\r\n", "\n")


def _write_moment(moment: datetime, number_format: str) -> str:
    """Return a date to the precision that its cell shows: Excel keeps ``June 2021`` as the first of June."""
    shown = _NOT_OF_FORMAT.sub("", number_format[:_LONGEST_FORMAT]).casefold()
    if moment.time() != time():
        return moment.isoformat()
    if "y" in shown and "d" not in shown:
        return moment.strftime("%Y-%m" if "m" in shown else "%Y")
    return moment.date().isoformat()


def choose_sheet(workbook: Workbook, title: str) -> str | None:
    """Return the sheet of that title in any case, or None."""
    return next((name for name in workbook.titles if name.strip().casefold() == title.casefold()), None)


def say_titles(titles: Sequence[str]) -> str:
    """Return the titles as a sentence shows them."""
    return ", ".join(repr(title) for title in titles)
