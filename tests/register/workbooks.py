"""Workbooks built for tests, also those that no spreadsheet program would save."""

import io
import re
from collections.abc import Callable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS

Sheets = dict[str, Sequence[Sequence[object]]]

PUBLICATIONS = (
    PUBLICATION_COLUMNS,
    ("A-2021", "Alpha", "2021-01-01", "", "", "national", "", "all forces", "", "", "", ""),
)
ITEMS = (ITEM_COLUMNS, ("A-2021-R1", "A-2021", "1", "recommendation", "", "", "Do it.", "", "", "", "", "", "", ""))


def build_workbook(sheets: Sheets | None = None, dress: Callable[[Worksheet], None] | None = None) -> bytes:
    """The bytes of a workbook; ``dress`` changes its last sheet before it is saved."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (sheets or {"publications": PUBLICATIONS, "items": ITEMS}).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if dress:
        dress(book.worksheets[-1])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def rewrite_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed, as a broken program could have left it."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            kept = old.read(part)
            new.writestr(part, change(kept) if re.fullmatch(name, part) else kept)
    return written.getvalue()
