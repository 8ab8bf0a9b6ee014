"""A CSV file as text that rows are put into: whatever is not touched stays as it is, to the byte."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.core.text import disarm_cell, rearm_cell
from sync.errors import Problem, RegisterError
from sync.register.csv_file import CsvRecord, decode_csv, find_delimiter, parse_csv, split_records

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row with its values by column, and its writing in the file."""

    record: CsvRecord
    values: Mapping[str, str]


class CsvText:
    """A register file that can be extended.

    Args:
        file: its path as problems name it.
        content: its bytes.
        needed: columns without which nothing can be added.

    Raises:
        RegisterError: it is not in a form that can be extended: not UTF-8, not CSV, no heading, columns missing or twice.
    """

    def __init__(self, file: str, content: bytes, needed: Sequence[str]) -> None:
        problems: list[Problem] = []
        table = parse_csv(file, content, problems)
        for name in needed:
            if table.columns and table.columns.count(name) != 1:
                told = f"There is {'no' if name not in table.columns else 'more than one'} column {name!r}, so no draft can be written."
                problems.append(Problem(file, 1, 0, "cannot-extend", told, where=name))
        text = decode_csv(file, content, [])
        if problems or text is None:
            raise RegisterError(problems)
        self.file = file
        self._has_mark = content.startswith(_MARK)
        self._delimiter = find_delimiter(text)
        records = list(split_records(file, text, []))
        self._before = text[: len(text) - sum(len(record.raw) for record in records)]
        heading = next(place for place, record in enumerate(records) if any(cell.strip() for cell in record.cells))
        self._before += "".join(record.raw for record in records[:heading])
        self._heading = records[heading]
        self._rows = records[heading + 1 :]
        self.columns = tuple(cell.strip() for cell in self._heading.cells)
        self._line_end = _find_line_end(self._heading.raw)

    @property
    def rows(self) -> Iterator[TextRow]:
        """Yield the rows that have anything in them."""
        for record in self._rows:
            if any(cell.strip() for cell in record.cells):
                yield TextRow(record, dict(zip(self.columns, map(rearm_cell, record.cells), strict=True)))

    def write(
        self,
        replaced: Mapping[int, Mapping[str, str] | None],
        added: Iterable[Mapping[str, str]],
        columns: Sequence[str],
    ) -> bytes:
        """Return the file's bytes with rows replaced, taken out or added at the end.

        Args:
            replaced: for the line of a row, its new values, or None to take it out.
            added: the values of new rows, by column; a column that the file has not is left out.
            columns: columns to add on the right, blank in the rows that are there, if the file has not got them.
        """
        new = [name for name in columns if name not in self.columns]
        names = (*self.columns, *new)
        parts = [self._before, self._widen(self._heading, new)]
        for record in self._rows:
            if record.line not in replaced:
                is_blank = not any(cell.strip() for cell in record.cells)
                parts.append(record.raw if is_blank else self._widen(record, [""] * len(new)))
            elif (values := replaced[record.line]) is not None:
                parts.append(self._write_row(names, values))
        rows = [self._write_row(names, values) for values in added]
        if rows and not parts[-1].endswith(("\n", "\r")):
            parts.append(self._line_end)
        text = "".join(parts + rows)
        return (_MARK if self._has_mark else b"") + text.encode()

    def _widen(self, record: CsvRecord, cells: Sequence[str]) -> str:
        """Return a record's own writing with cells added on its right."""
        if not cells:
            return record.raw
        body = record.raw.rstrip("\r\n")
        return body + "".join(f"{self._delimiter}{cell}" for cell in cells) + record.raw[len(body) :]

    def _write_row(self, names: Sequence[str], values: Mapping[str, str]) -> str:
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self._delimiter, lineterminator=self._line_end)
        # The csv module leaves a lone carriage return unquoted, and then reads a row's end in it.
        # A draft's text comes from a page of the web and is opened in Excel: it must not come to life there.
        writer.writerow([disarm_cell("\n".join(values.get(name, "").splitlines())) for name in names])
        return written.getvalue()


def _find_line_end(raw: str) -> str:
    return next((line_end for line_end in ("\r\n", "\n", "\r") if raw.endswith(line_end)), "\n")
