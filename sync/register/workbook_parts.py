"""The parts of an Excel package, read with openpyxl's readers, but texts without the objects that it makes of each.

openpyxl builds an object with a dozen checked fields for every text, to keep fonts within it; we only want the words. Without that a
sheet of 20,000 items is read in a half to two thirds of the time.
"""

from collections.abc import Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
_RUN: Final = f"{{{SHEET_MAIN_NS}}}r"
_ITEM: Final = f"{{{SHEET_MAIN_NS}}}si"
_INLINE: Final = f"{{{SHEET_MAIN_NS}}}is"

CellParts = dict[str, Any]
"""What openpyxl's parser makes of a cell: ``row``, ``column``, ``value``, ``data_type``, ``style_id``."""


class PackageReader(ExcelReader):
    """Opens a package; the table of shared texts is read as words."""

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        package: Any = self.package
        if (part := package.find(SHARED_STRINGS)) is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_read_texts(source))


def read_cells(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[CellParts]]]:
    """Yield the rows that a sheet's part has, with the numbers that Excel shows and their cells in order.

    Raises:
        ValueError: rows or cells stand out of order, so that nobody can say which is which.
        Exception: whatever else openpyxl raises for a part that is broken.
    """
    # The library's rows are read in this very way; its stubs know only what is public.
    inner: Any = sheet
    with inner._get_source() as source:  # noqa: SLF001
        parser = _SheetParser(
            source,
            inner._shared_strings,  # noqa: SLF001
            data_only=False,
            epoch=inner.parent.epoch,
            date_formats=inner.parent._date_formats,  # noqa: SLF001
            timedelta_formats=inner.parent._timedelta_formats,  # noqa: SLF001
        )
        before = 0
        for number, cells in parser.parse():
            places = [cell["column"] for cell in cells]
            if number <= before or places != sorted(set(places)):
                raise ValueError("out of order")
            before = number
            yield number, cells


class _SheetParser(WorkSheetParser):
    """Parses a sheet; a text that stands in its cell is read as words."""

    def parse_cell(self, element: Element) -> CellParts:
        """Return a cell's parts; where a formula stands beside its text, the formula."""
        text = element.find(_INLINE) if element.get("t") == "inlineStr" else None
        if text is None:
            return super().parse_cell(element)
        element.remove(text)
        parts = super().parse_cell(element)
        return parts if parts["data_type"] == "f" else {**parts, "value": read_words(text), "data_type": "s"}


def _read_texts(source: IO[bytes]) -> Iterator[str]:
    for _, node in iterparse(source):
        if node.tag == _ITEM:
            # The library's own way with the escape of an escape (ECMA-376, 22.9.2.19).
            yield read_words(node).replace("x005F_", "")
            node.clear()


def read_words(node: Element) -> str:
    """Return the words of a text, in one piece or in runs of different fonts; readings of Asian scripts are no part of it."""
    if len(node) == 1 and node[0].tag == _TEXT:
        return node[0].text or ""
    return "".join([node.findtext(_TEXT) or "", *(run.findtext(_TEXT) or "" for run in node.findall(_RUN))])
