"""A view as its address asks for it: filtered, sorted, from some row on; and the address of every variation of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sync.emulator.pages.addresses import read_number
from sync.emulator.pages.cells import TITLES
from sync.emulator.pages.documents import find_folder
from sync.emulator.pages.filters import Filter, Filters, parse_filters, write_filters
from sync.emulator.pages.rows import Sort, Wish, can_sort
from sync.emulator.pages.scene import list_shown
from sync.emulator.pages.views import write_view_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.views import ViewRecord

#: Our own options: which column's filter panel is open, and what was picked in it.
PANEL, PICKED, PICKED_TEXT = "ShowFilter", "Pick", "PickText"

_FIRST_ROW = "PageFirstRow"
_UNFILTERED = (kinds.COMPUTED, kinds.ATTACHMENTS, kinds.CONTENT_TYPE_ID)


@dataclass(frozen=True)
class Listing:
    """One view of a list, and what its address asks for beyond it."""

    visit: Visit
    sheet: Sheet
    views: Sequence[ViewRecord]
    view: ViewRecord

    @cached_property
    def columns(self) -> dict[str, FieldRecord]:
        """The list's columns by internal name."""
        return {field.internal_name: field for field in self.sheet.fields}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The internal names of what the view shows, in order."""
        return list_shown(self.view.fields, self.columns)

    @cached_property
    def sortable(self) -> frozenset[str]:
        """Those of the shown columns that the list can be sorted by."""
        return frozenset(name for name in self.shown if can_sort(self.sheet, name))

    @cached_property
    def filters(self) -> Filters:
        """The filters of the address."""
        return parse_filters(self.visit.pairs, self.columns)

    @cached_property
    def sort(self) -> Sort | None:
        """The sort of the address, in either of SharePoint's ways to write it."""
        options = self.visit.options
        name = options.get("sortfield", "")
        is_falling = options.get("isascending", "").lower() == "false" or options.get("sortdir", "").lower() == "desc"
        if name in TITLES:
            # The title and the link to the item are one column to whoever looks.
            name = next((shown for shown in self.shown if shown in TITLES), name)
        return Sort(name, is_falling) if name in self.columns and can_sort(self.sheet, name) else None

    @property
    def wish(self) -> Wish:
        """All that the address asks for."""
        first = read_number(self.visit.options.get(_FIRST_ROW.lower(), ""))
        return Wish(self.filters.filters, self.sort, max(first, 1), self.folder)

    @cached_property
    def folder(self) -> str:
        """The folder that is open, in a library; empty in a list."""
        return find_folder(self.visit, self.sheet) if self.sheet.list.is_library else ""

    def find_column(self, name: str) -> FieldRecord | None:
        """Return the column that is shown under a name: of a link to the item, the title column."""
        return self.columns.get("Title" if name in TITLES else name)

    def read_title(self, name: str) -> str:
        """Return what a column is called."""
        field = self.find_column(name)
        return field.title if field else name

    def can_filter(self, name: str) -> bool:
        """Say whether rows can be filtered by a column."""
        field = self.find_column(name)
        return field is not None and field.kind not in _UNFILTERED

    def list_options(
        self, *, filters: Sequence[Filter] | None = None, sort: Sort | None = None, first: int = 1
    ) -> list[tuple[str, object]]:
        """Return the options of this view's address; filters and sort are the present ones unless given."""
        chosen = self.sort if sort is None else sort
        pairs: list[tuple[str, object]] = [*write_filters(self.filters.filters if filters is None else filters)]
        if chosen:
            pairs += [("sortField", chosen.name), ("isAscending", "false" if chosen.descending else "true")]
        if self.folder and self.folder != self.sheet.list.folder:
            pairs.append(("id", self.folder))
        if first > 1:
            pairs += [("Paged", "TRUE"), (_FIRST_ROW, first)]
        return pairs

    def write_address(
        self, *, filters: Sequence[Filter] | None = None, sort: Sort | None = None, first: int = 1, panel: str = ""
    ) -> str:
        """Return this view's address with other filters, another sort, another page or a filter panel open."""
        pairs = self.list_options(filters=filters, sort=sort, first=first)
        opened = [(PANEL, panel)] if panel else []
        return write_view_address(self.sheet.list, self.view, [*pairs, *opened]) + ("#filter" if panel else "")

    def write_picked_address(self) -> str | None:
        """Return the address for what was picked in the filter panel, or None when nothing was asked there."""
        options = self.visit.options
        if PANEL.lower() not in options or PICKED_TEXT.lower() not in options:
            return None
        field = self.columns.get(options[PANEL.lower()])
        if field is None:
            return self.write_address()
        others = [each for each in self.filters.filters if each.field is not field]
        text = options[PICKED_TEXT.lower()].strip()
        picked = tuple(dict.fromkeys(value for option, value in self.visit.pairs if option == PICKED))
        chosen = [Filter(field, (text,), "contains")] if text else [Filter(field, picked)] if picked else []
        return self.write_address(filters=[*others, *chosen])
