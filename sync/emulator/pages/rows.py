"""Which rows a page shows: what the view asks, what the address filters and sorts by, and the part that fits a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sync.emulator.errors import SharePointError
from sync.emulator.naming import LARGEST_ID
from sync.emulator.pages.cells import CellReader
from sync.emulator.pages.documents import build_folder_condition
from sync.emulator.pages.filters import Filter, build_condition
from sync.emulator.query.caml import Asker, CamlQuery, parse_query
from sync.emulator.query.columns import SortKey, build_sort_key
from sync.emulator.reading.caml_columns import ItemCamlColumns
from sync.emulator.store.cells import Sheet
from sync.emulator.store.item_pages import THRESHOLD, Question, read_items_by_id, read_page, read_stretch
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.views import ViewRecord
from sync.emulator.whole_numbers import read_whole_number

#: SharePoint shows so many groups at a time.
GROUP_LIMIT = 30
#: Of one group; what is more is a link away.
ROWS_OF_GROUP = 100


@dataclass(frozen=True, slots=True)
class Sort:
    """What the address sorts by."""

    name: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks of a view beyond the view itself.

    Args:
        first: the first row of the page, from 1.
        folder: the folder of a library that is open; empty for a list.
    """

    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    first: int = 1
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with the same value; ``key`` is the value as the column reads it, ``inner`` the groups within."""

    name: str
    key: object
    rows: Sequence[ItemRecord]
    inner: Sequence["Group"] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one page.

    Args:
        rows: the rows to show; when there are groups, all rows.
        groups: the groups to show, in order.
        total: how many there are on all pages: groups if there are any, else rows.
        per_page: how many of those a page shows.
        refusal: why nothing could be read; SharePoint's own words.
    """

    rows: Sequence[ItemRecord] = ()
    groups: Sequence[Group] = ()
    total: int = 0
    first: int = 1
    per_page: int = GROUP_LIMIT
    query: CamlQuery = field(default_factory=CamlQuery)
    refusal: str = ""

    @property
    def last(self) -> int:
        """The number of the last one on the page."""
        return min(self.first + self.per_page - 1, self.total)


def find_rows(sheet: Sheet, view: ViewRecord, wish: Wish, asker: Asker, me: str) -> Found:
    """Return the rows for one page of a view; what SharePoint would refuse is said in ``refusal``."""
    try:
        query = parse_query(str(view.read("ViewQuery") or ""), ItemCamlColumns(sheet), asker)
        return _find(sheet, view, wish, _sort_by(sheet, query, wish.sort), me)
    except SharePointError as error:
        return Found(refusal=error.message)


def can_sort(sheet: Sheet, name: str) -> bool:
    """Say whether a list can be sorted by a column."""
    try:
        build_sort_key(ItemCamlColumns(sheet).find_shown(name), descending=False)
    except SharePointError:
        return False
    return True


def read_matching(sheet: Sheet, view: ViewRecord, wish: Wish, asker: Asker, me: str) -> Sequence[ItemRecord]:
    """Return all rows of a view within the filters, in no particular order; none when SharePoint would refuse."""
    try:
        query = parse_query(str(view.read("ViewQuery") or ""), ItemCamlColumns(sheet), asker)
        return _read_all(sheet, replace(query, order=()), wish, me)
    except SharePointError:
        return ()


def _sort_by(sheet: Sheet, query: CamlQuery, sort: Sort | None) -> CamlQuery:
    if sort is None:
        return query
    key = build_sort_key(ItemCamlColumns(sheet).find_shown(sort.name), descending=sort.descending)
    groups = [key if group.column.name == key.column.name else group for group in query.groups]
    names = {group.column.name for group in groups}
    return replace(query, groups=tuple(groups), order=(*groups, *([] if key.column.name in names else [key])))


def _find(sheet: Sheet, view: ViewRecord, wish: Wish, query: CamlQuery, me: str) -> Found:
    limit = view.read("RowLimit")
    per_page = limit if isinstance(limit, int) and limit > 0 else 30
    first = max(wish.first, 1)
    if query.groups:
        groups = _group(_read_all(sheet, query, wish, me), query.groups)
        shown = groups[first - 1 : first - 1 + GROUP_LIMIT]
        rows = [row for group in shown for row in group.rows]
        return Found(rows, shown, len(groups), first, GROUP_LIMIT, query)
    by_id = _read_id_order(query)
    is_whole = not query.conditions and not wish.filters and not wish.folder
    if by_id is not None and is_whole and view.read("Paged"):
        stretch = read_stretch(sheet, first - 1, per_page, descending=by_id)
        return Found(stretch, (), sheet.list.item_count, first, per_page, query)
    matching = _read_all(sheet, query, wish, me)
    if not view.read("Paged"):
        matching, first = matching[:per_page], 1
    return Found(matching[first - 1 : first - 1 + per_page], (), len(matching), first, per_page, query)


def _read_all(sheet: Sheet, query: CamlQuery, wish: Wish, me: str) -> Sequence[ItemRecord]:
    reader = CellReader(sheet)
    conditions = [*query.conditions, *(build_condition(each, reader, me) for each in wish.filters)]
    conditions += [build_folder_condition(wish.folder)] if wish.folder else []
    ids = _find_ids(wish.filters)
    if ids is not None:
        found = [row for _, row in sorted(read_items_by_id(sheet, ids).items())]
        kept = [row for row in found if all(condition.test(row.values) for condition in conditions)]
        return sort_rows(kept, query.order)
    return read_page(sheet, Question(conditions, query.order, None, THRESHOLD)).items


def sort_rows(rows: Sequence[ItemRecord], order: Sequence[SortKey]) -> Sequence[ItemRecord]:
    """Return rows in order, those with the same values as they came."""
    for key in reversed(order):
        rows = sorted(rows, key=lambda row: _order(key.column.read(row.values)), reverse=key.descending)
    return rows


def _order(value: object) -> tuple[int, float, str]:
    if value in (None, ""):
        return (0, 0.0, "")
    return (1, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value).casefold())


def _find_ids(filters: Sequence[Filter]) -> list[int] | None:
    """Return the ids that a filter wants, as a link to the rows behind a figure does; None when none does."""
    for each in filters:
        if each.field.internal_name == "ID" and each.is_plain:
            return [number for value in each.values if (number := read_whole_number(value, LARGEST_ID)) is not None]
    return None


def _read_id_order(query: CamlQuery) -> bool | None:
    """Return whether rows come by falling id, or None when they are sorted by something else."""
    if not query.order:
        return False
    if len(query.order) == 1 and query.order[0].column.name == "ID":
        return query.order[0].descending
    return None


def _group(rows: Sequence[ItemRecord], keys: Sequence[SortKey]) -> list[Group]:
    if not keys:
        return []
    key = keys[0]
    name = key.column.name.partition("/")[0]
    groups: dict[str, list[ItemRecord]] = {}
    values: dict[str, object] = {}
    for row in rows:
        value = key.column.read(row.values)
        folded = str(value).casefold() if value not in (None, "", []) else ""
        groups.setdefault(folded, []).append(row)
        values.setdefault(folded, row.values.get(name))
    return [Group(name, values[folded], members, _group(members, keys[1:])) for folded, members in groups.items()]
