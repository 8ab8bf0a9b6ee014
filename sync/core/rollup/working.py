"""Workings: the address that shows the tracker's rows behind a figure, in SharePoint and in the local one.

A link column holds 255 characters (sharepoint.md, C.6) and a browser's address about 2,000. So there are two: the short one
names the rows, or filters by columns when that shows exactly the same rows; the long ones, one for each figure, stand in a
column of text that formatting turns into links.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from sync.core.line_names import KIND_TITLES
from sync.core.records import Cell, Link, ListContents, Looked, Person, PositionLine, Standing
from sync.core.rollup.tables import AGE, BOARD, MOVEMENT, PUBLICATION
from sync.core.rules import TrackerRules
from sync.core.text import say_count
from sync.core.vocabulary import Counted, EntryId, TrackerField

LINK_LIMIT: Final = 255
ADDRESS_LIMIT: Final = 2000
SEPARATOR: Final = " | "
_MOST_ROWS: Final = 400
_WORDS: Mapping[str, str] = {
    "rows": "Rows",
    "outstanding": "Outstanding",
    "national": "National",
    "joint": "Joint",
    "force_specific": "Force-specific",
    "causes_of_concern": "Causes of concern",
    "recommendations": "Recommendations",
    "afis": "AFIs",
    "overdue": "Overdue",
    "awaiting_agreement": "Awaiting agreement",
    "opening": "Opening",
    "added": "Added",
    "reopened": "Reopened",
    "completed": "Completed",
    "other_closed": "Otherwise closed",
    "unexplained": "Unexplained",
    "returned": "Returned",
    "age_0_to_3_months": "0 to 3 months",
    "age_3_to_6_months": "3 to 6 months",
    "age_6_to_12_months": "6 to 12 months",
    "age_12_to_24_months": "1 to 2 years",
    "age_over_24_months": "Over 2 years",
    "age_not_known": "Age not known",
}


class Workings:
    """Writes the addresses for one tracker.

    Args:
        tracker: the tracker as it was read.
        standings: one per row of it.
        rules: which of its columns hold what.
        has_our_columns: whether the service's own columns are on it, to be filtered by.
    """

    def __init__(
        self, tracker: ListContents, standings: Sequence[Standing], rules: TrackerRules, *, has_our_columns: bool
    ) -> None:
        self._address = tracker.address
        self._rules = rules
        self._counted: Mapping[EntryId, Counted] = {s.entry.id: s.counted_as for s in standings}
        self._cells = {EntryId(row.id): row.cells for row in tracker.rows}
        self._has_our_columns = has_our_columns
        self._sizes: dict[str, Counter[tuple[Counted | None, str]]] = {}

    def build_link(self, line: PositionLine) -> Link | None:
        """Return the short address of the rows behind a line's first figure; None when there are none or none fits."""
        for ids in line.rows.values():
            told = say_count(len(ids), "row")
            addresses = [
                (self._name_rows(ids), told),
                (self._filter_exactly(line, ids), told),
                (self._filter_nearly(ids), f"{told}, among others"),
            ]
            fitting = [(address, words) for address, words in addresses if 0 < len(address) <= LINK_LIMIT]
            return Link(*fitting[0]) if fitting else None
        return None

    def build_text(self, line: PositionLine) -> str:
        """Return the long addresses, one for each figure with rows behind it: ``Overdue 7: https://… | Added 15: https://…``."""
        return SEPARATOR.join(self._tell_figures(line))

    def _tell_figures(self, line: PositionLine) -> Iterator[str]:
        for name, ids in line.rows.items():
            exactly = self._filter_exactly(line, ids) if name == "outstanding" else ""
            for address in (self._name_rows(ids), exactly):
                if address and len(address) <= ADDRESS_LIMIT:
                    yield f"{_WORDS[name]} {len(ids)}: {address}"
                    break

    def _name_rows(self, ids: Sequence[EntryId]) -> str:
        if len(ids) > _MOST_ROWS:
            return ""
        return self._filter([("ID", [str(number) for number in ids])])

    def _filter_exactly(self, line: PositionLine, ids: Sequence[EntryId]) -> str:
        """Return a filter by columns when it shows just these rows, and nothing otherwise."""
        if not self._has_our_columns:
            return ""
        hint = _choose_column(line)
        words = {self._counted.get(number) for number in ids}
        texts = {self._read(number, hint) for number in ids}
        if None in words or len(texts) > _MOST_ROWS:
            return ""
        key = hint.value if hint else ""
        sizes = self._sizes.get(key)
        if sizes is None:
            sizes = self._sizes[key] = Counter(
                (counted, self._read(number, hint)) for number, counted in self._counted.items()
            )
        shown = sum(sizes[word, text] for word in words for text in texts)
        if shown != len(ids):
            return ""
        filters = [("SyncCounts", sorted(word.label for word in words if word))]
        if hint:
            filters.append((self._rules.columns[hint], sorted(texts)))
        return self._filter(filters)

    def _filter_nearly(self, ids: Sequence[EntryId]) -> str:
        """Return the nearest that always fits: every row that counts as these do."""
        if not self._has_our_columns:
            return ""
        words = sorted({word.label for number in ids if (word := self._counted.get(number))})
        return self._filter([("SyncCounts", words)])

    def _read(self, number: EntryId, hint: TrackerField | None) -> str:
        if hint is None or hint not in self._rules.columns:
            return ""
        return _show(self._cells.get(number, {}).get(self._rules.columns[hint]))

    def _filter(self, filters: Sequence[tuple[str, Sequence[str]]]) -> str:
        parts = []
        for number, (column, values) in enumerate(filters, start=1):
            many = "s" if len(values) > 1 else ""
            written = ";%23".join(quote(value, safe="") for value in values)
            parts.append(f"FilterField{many}{number}={column}&FilterValue{many}{number}={written}")
        return f"{self._address}/AllItems.aspx?{'&'.join(parts)}"


def _choose_column(line: PositionLine) -> TrackerField | None:
    """Return the column that parts a line's entries from all others, if one does."""
    if line.table == PUBLICATION:
        return TrackerField.PUBLICATION
    if line.table in {BOARD, AGE, MOVEMENT} and line.detail.board:
        return TrackerField.BOARD
    return TrackerField.KIND if line.line in KIND_TITLES.values() else None


def _show(cell: Cell) -> str:
    """Return the text by which a list's filter knows a cell."""
    match cell:
        case str():
            return cell
        case Looked(text=text) | Person(name=text):
            return text
        case _:
            return "" if cell is None else str(cell)
