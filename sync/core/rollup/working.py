"""Workings: the address that shows the rows behind a figure, in SharePoint and in the local one.

A link column holds 255 characters (sharepoint.md, C.6) and a browser's address about 2,000. So there are two: the short one
names the rows, or filters by columns when that shows exactly the same rows; the long ones, one for each figure, stand in a
column of text that formatting turns into links. Where nothing exact fits, the nearest is given and says *among others*.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from sync.core.line_names import KIND_TITLES
from sync.core.records import Cell, Link, ListContents, Looked, Person, PositionLine, Standing
from sync.core.rollup.tables import AGE, BOARD, MOVEMENT, PUBLICATION
from sync.core.rules import TrackerRules
from sync.core.text import say_count
from sync.core.vocabulary import Counted, EntryId, TrackerField
from sync.core.written import STATUS_COLUMNS, STATUS_NOT_KNOWN

LINK_LIMIT: Final = 255
ADDRESS_LIMIT: Final = 2000
SEPARATOR: Final = " | "
MOST_NAMED: Final = 400
"""How many rows an address names at most."""
_MOST_TEXTS: Final = 400
_AMONG_OTHERS: Final = "among others"
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
    "closing": "Closing",
    "unexplained": "Unexplained",
    "returned": "Returned",
    "accepted_first_time": "Agreed the first time",
    "mean_age_days": "Mean age of",
    "median_age_days": "Median age of",
    "oldest_days": "Oldest",
    "age_0_to_3_months": "0 to 3 months",
    "age_3_to_6_months": "3 to 6 months",
    "age_6_to_12_months": "6 to 12 months",
    "age_12_to_24_months": "1 to 2 years",
    "age_over_24_months": "Over 2 years",
    "age_not_known": "Age not known",
    **{column: status.label.capitalize() for status, column in STATUS_COLUMNS.items()},
    STATUS_NOT_KNOWN: "Status not known",
}
_PARTING: Mapping[str, TrackerField] = {
    "national": TrackerField.SCOPE,
    "joint": TrackerField.SCOPE,
    "force_specific": TrackerField.SCOPE,
    "causes_of_concern": TrackerField.KIND,
    "recommendations": TrackerField.KIND,
    "afis": TrackerField.KIND,
    "awaiting_agreement": TrackerField.STATUS,
    **dict.fromkeys((*STATUS_COLUMNS.values(), STATUS_NOT_KNOWN), TrackerField.STATUS),
}
"""The column that parts a figure's rows from the rest of its line, where one may."""


class Workings:
    """Writes the addresses for one tracker.

    Args:
        tracker: the tracker as it was read.
        standings: one per row of it.
        rules: which of its columns hold what.
        has_our_columns: whether the service's own columns are on it, to be filtered by.
        kept: the addresses of the lists that people keep, by the position's table about them.
    """

    def __init__(
        self,
        tracker: ListContents,
        standings: Sequence[Standing],
        rules: TrackerRules,
        *,
        has_our_columns: bool,
        kept: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._address = tracker.address
        self._kept = kept
        self._rules = rules
        words = {counted: counted.label for counted in Counted}
        self._counted: Mapping[EntryId, str] = {s.entry.id: words[s.counted_as] for s in standings}
        self._cells = {EntryId(row.id): row.cells for row in tracker.rows}
        self._has_our_columns = has_our_columns
        self._texts: dict[TrackerField, Mapping[EntryId, str]] = {}
        self._spellings: dict[TrackerField, dict[str, str]] = {}
        self._sorts: dict[tuple[TrackerField, ...], Mapping[EntryId, tuple[str, ...]]] = {}
        self._sizes: dict[tuple[TrackerField, ...], Counter[tuple[str, ...]]] = {}

    def build_link(self, line: PositionLine) -> Link | None:
        """Return the short address of the rows behind a line's first figure; None when there are none or none fits."""
        for name, ids in line.rows.items():
            told = say_count(len(ids), "row")
            address, is_exact = self._find(name, ids, _choose_columns(line), LINK_LIMIT)
            return Link(address, told if is_exact else f"{told}, {_AMONG_OTHERS}") if address else None
        for numbers in line.kept.values():
            told = say_count(len(numbers), "row")
            address, is_exact = self._find_kept(line, numbers, LINK_LIMIT)
            return Link(address, told if is_exact else f"{told}, {_AMONG_OTHERS}") if address else None
        return None

    def build_text(self, line: PositionLine) -> str:
        """Return the long addresses, one for each figure with rows behind it: ``Overdue 7: https://… | Added 15: https://…``.

        The number is that of the rows: a row that was completed twice in the period is one row behind two completions.
        """
        kept = (
            (words, numbers, *self._find_kept(line, numbers, ADDRESS_LIMIT)) for words, numbers in line.kept.items()
        )
        told = [_tell(words, numbers, address, is_exact=exact) for words, numbers, address, exact in kept if address]
        return SEPARATOR.join((*self._tell_figures(line.rows, _choose_columns(line)), *told))

    def build_publication_text(self, rows: Mapping[str, Sequence[EntryId]]) -> str:
        """Return the same for the figures of one publication: name of a figure, and the rows behind it."""
        return SEPARATOR.join(self._tell_figures(rows, (TrackerField.PUBLICATION,)))

    def build_frozen_text(self, rows: Mapping[str, Sequence[EntryId]]) -> str:
        """Return the same for figures that are frozen: the rows by their IDs alone, since what their columns say changes."""
        told = []
        for name, ids in rows.items():
            address = self._name_rows(ids)
            is_exact = 0 < len(address) <= ADDRESS_LIMIT
            shown = address if is_exact else build_address(self._address, ())
            told.append(_tell(_WORDS[name], ids, shown, is_exact=is_exact))
        return SEPARATOR.join(told)

    def _tell_figures(self, rows: Mapping[str, Sequence[EntryId]], columns: Sequence[TrackerField]) -> Iterator[str]:
        for name, ids in rows.items():
            address, is_exact = self._find(name, ids, columns, ADDRESS_LIMIT)
            yield _tell(_WORDS[name], ids, address, is_exact=is_exact)

    def _find_kept(self, line: PositionLine, numbers: Sequence[int], limit: int) -> tuple[str, bool]:
        """Return the address of rows of the list that people keep, and whether it shows them alone; blank where there is no list."""
        page = self._kept.get(line.table, "")
        address = build_address(page, [("ID", [str(number) for number in numbers])])
        if not page or len(address) <= limit:
            return address if page else "", True
        return build_address(page, ()), False

    def _find(self, name: str, ids: Sequence[EntryId], columns: Sequence[TrackerField], limit: int) -> tuple[str, bool]:
        """Return the address that shows a figure's rows, and whether it shows them alone; blank when even the nearest is too long."""
        address = self._name_rows(ids)
        if address and len(address) <= limit:
            return address, True
        nearest: list[str] = []
        if self._has_our_columns:
            hints = (*columns, *(hint for hint in (_PARTING.get(name),) if hint and hint not in columns))
            sorts = self._sort(hints)
            found = {sorts[number] for number in ids}
            for many in dict.fromkeys((len(columns), len(hints), 0)):
                keys = {key[: many + 1] for key in found}
                address = self._filter(hints[:many], keys)
                if self._count(hints[:many], keys) == len(ids) and 0 < len(address) <= limit:
                    return address, True
                nearest += [address] if many <= len(columns) else []
        nearest.append(build_address(self._address, ()))
        return next((address for address in nearest if 0 < len(address) <= limit), ""), False

    def _name_rows(self, ids: Sequence[EntryId]) -> str:
        if len(ids) > MOST_NAMED:
            return ""
        return build_address(self._address, [("ID", [str(number) for number in ids])])

    def _filter(self, hints: tuple[TrackerField, ...], keys: AbstractSet[tuple[str, ...]]) -> str:
        """Return the filter by what rows count as and by what they have in columns; nothing when that is too much."""
        filters = [("SyncCounts", sorted({key[0] for key in keys}))]
        for place, hint in enumerate(hints, start=1):
            found = sorted({self._spellings[hint][key[place]] for key in keys})
            if hint not in self._rules.columns or len(found) > _MOST_TEXTS:
                return ""
            filters.append((self._rules.columns[hint], found))
        return build_address(self._address, filters)

    def _count(self, hints: tuple[TrackerField, ...], keys: AbstractSet[tuple[str, ...]]) -> int:
        """Return how many rows the filter for these keys shows: each column is asked by itself."""
        if hints not in self._sizes:
            self._sizes[hints] = Counter(self._sort(hints).values())
        wanted = [{key[place] for key in keys} for place in range(len(hints) + 1)]
        return sum(
            count
            for key, count in self._sizes[hints].items()
            if all(part in some for part, some in zip(key, wanted, strict=True))
        )

    def _sort(self, hints: tuple[TrackerField, ...]) -> Mapping[EntryId, tuple[str, ...]]:
        """Return what every row counts as and has in columns. Lists compare without regard to case, so this is without it."""
        if hints not in self._sorts:
            texts = [self._read(hint) for hint in hints]
            self._sorts[hints] = {
                number: (counted, *(found.get(number, "") for found in texts))
                for number, counted in self._counted.items()
            }
        return self._sorts[hints]

    def _read(self, hint: TrackerField) -> Mapping[EntryId, str]:
        if hint in self._texts:
            return self._texts[hint]
        column, spellings = self._rules.columns.get(hint, ""), self._spellings.setdefault(hint, {"": ""})
        found: dict[EntryId, str] = {}
        for number, cells in self._cells.items():
            text = _show(cells.get(column))
            found[number] = text.casefold()
            spellings.setdefault(found[number], text)
        self._texts[hint] = found
        return found


def build_address(page: str, filters: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the address of a list's rows that have, in each of these columns, one of the values.

    Args:
        page: the list's own address in a browser.
        filters: a column's internal name with the texts wanted of it; none at all shows every row.
    """
    parts = []
    for number, (column, values) in enumerate(filters, start=1):
        many = "s" if len(values) > 1 else ""
        written = ";%23".join(quote(value, safe="", errors="replace") for value in values)
        parts.append(f"FilterField{many}{number}={column}&FilterValue{many}{number}={written}")
    return f"{page}/AllItems.aspx{'?' if parts else ''}{'&'.join(parts)}"


def _tell(words: str, rows: Sequence[int], address: str, *, is_exact: bool) -> str:
    return f"{words} {len(rows)}{'' if is_exact else f', {_AMONG_OTHERS}'}: {address}"


def _choose_columns(line: PositionLine) -> tuple[TrackerField, ...]:
    """Return the column that parts a line's entries from all others, if one does."""
    if line.table == PUBLICATION:
        return (TrackerField.PUBLICATION,)
    if line.table in {BOARD, AGE, MOVEMENT} and line.detail.board:
        return (TrackerField.BOARD,)
    return (TrackerField.KIND,) if line.line in KIND_TITLES.values() else ()


def _show(cell: Cell) -> str:
    """Return the text by which a list's filter knows a cell."""
    match cell:
        case str():
            return cell
        case Looked(text=text) | Person(name=text):
            return text
        case _:
            return "" if cell is None else str(cell)
