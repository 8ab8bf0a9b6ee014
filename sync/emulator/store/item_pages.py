"""Pages of items: found, filtered, sorted and cut, within the limits SharePoint sets.

A query that would have to look at more than 5,000 rows is refused: unfiltered pages by id are served, so are
conditions on the id, and conditions whose first indexed column leaves 5,000 rows or fewer (sharepoint.md C.3).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cmp_to_key
from itertools import islice
from math import ceil
from typing import Any

from sync.emulator.errors import ThresholdError
from sync.emulator.naming import LARGEST_ID
from sync.emulator.query.columns import Condition, SortKey, Test
from sync.emulator.store.cells import Sheet
from sync.emulator.store.indexes import read_items_with
from sync.emulator.store.items import SELECT_ITEMS, ItemRecord, load_items

THRESHOLD = 5000
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Position:
    """Where the page before ended: the last item's sort values and its id."""

    values: tuple[object, ...]
    item_id: int


class Wide(Enum):
    """What becomes of a question that would have to look at more than 5,000 rows."""

    REFUSED = "refused"
    #: Answered from the first 5,000 rows and nothing said, as CAML was seen to be.
    PARTIAL = "partial"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class Question:
    """Which items, in which order, from where, and how many."""

    conditions: Sequence[Condition]
    order: Sequence[SortKey]
    after: Position | None
    top: int
    wide: Wide = Wide.REFUSED


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page; ``more`` says whether another follows."""

    items: Sequence[ItemRecord]
    more: bool


def read_page(sheet: Sheet, question: Question) -> ItemPage:
    """Answer ``question``; raises ``ThresholdError``."""
    is_wide = question.wide is not Wide.SERVED and _is_wide(sheet, question)
    if is_wide and question.wide is Wide.REFUSED:
        raise ThresholdError
    if is_wide:
        found = _find_partly(sheet, question)
    elif question.order:
        found = _sort_items(_find_matching(sheet, question.conditions, 0), question)
    else:
        after_id = question.after.item_id if question.after else 0
        chunk = _CHUNK if question.conditions else min(question.top + 1, _CHUNK)
        found = _find_matching(sheet, question.conditions, after_id, chunk)
    items: list[ItemRecord] = []
    for record in found:
        if len(items) == question.top:
            return ItemPage(items, more=True)
        items.append(record)
    return ItemPage(items, more=False)


def read_items_by_id(sheet: Sheet, ids: Iterable[int]) -> Mapping[int, ItemRecord]:
    """Return those of the items ``ids`` that there are."""
    return {record.id: record for record in _load_ids(sheet, sorted(set(ids)), 0)}


def read_stretch(sheet: Sheet, skip: int, count: int, *, descending: bool = False) -> list[ItemRecord]:
    """Return ``count`` items by id, after the first ``skip`` of them; what a page of a whole list shows."""
    direction = "DESC" if descending else "ASC"
    query = f"{SELECT_ITEMS}WHERE list_id = ? ORDER BY id {direction} LIMIT ? OFFSET ?"
    with sheet.store.reading() as connection:
        rows = connection.execute(query, (sheet.list.id, count, skip)).fetchall()
    return load_items(rows)


def read_all_items(sheet: Sheet) -> Iterator[ItemRecord]:
    """Return every item of a list, by id."""
    return _scan(sheet, 0, _CHUNK)


def read_position(question_order: Sequence[SortKey], record: ItemRecord) -> Position:
    """Return the place of ``record`` in a sort."""
    values = record.values
    return Position(tuple(key.column.read(values) for key in question_order), record.id)


def _find_matching(
    sheet: Sheet, conditions: Sequence[Condition], after_id: int, chunk: int = _CHUNK
) -> Iterator[ItemRecord]:
    candidates = _find_candidates(sheet, conditions, after_id, chunk)
    if not conditions:
        return candidates
    tests = [condition.test for condition in conditions]
    return (record for record in candidates if _passes(record.values, tests))


def _find_partly(sheet: Sheet, question: Question) -> Iterator[ItemRecord]:
    tests = [condition.test for condition in question.conditions]
    found = (record for record in islice(_scan(sheet, 0, _CHUNK), THRESHOLD) if _passes(record.values, tests))
    return _sort_items(found, question)


def _passes(values: Mapping[str, object], tests: Sequence[Test]) -> bool:
    return all(test(values) for test in tests)


def _find_candidates(sheet: Sheet, conditions: Sequence[Condition], after_id: int, chunk: int) -> Iterator[ItemRecord]:
    for condition in conditions:
        column = condition.column
        if column is None or condition.equals is None:
            continue
        if column.name == "ID":
            return _load_ids(sheet, _read_ids(condition.equals), after_id)
        if column.name in sheet.indexed:
            with sheet.store.reading() as connection:
                ids = read_items_with(connection, sheet.list.id, column.name, condition.equals)
            return _load_ids(sheet, ids, after_id)
    return _scan(sheet, max(after_id, *map(_read_least_id, conditions), 0), chunk)


def _read_ids(wanted: object) -> list[int]:
    """Return the one id that a value can be, or none: not every number is a whole one, and not every text a number."""
    try:
        number = float(str(wanted))
    except ValueError:
        return []
    return [int(number)] if 1 <= number <= LARGEST_ID and number.is_integer() else []


def _read_least_id(condition: Condition) -> int:
    # Rows that a client has read already, paging by id, are not looked at again.
    least, column = condition.least, condition.column
    if column is None or column.name != "ID" or not isinstance(least, int | float) or not least >= 1:
        return 0
    return ceil(min(least, LARGEST_ID)) - 1


def _scan(sheet: Sheet, after_id: int, chunk: int) -> Iterator[ItemRecord]:
    rows: list[tuple[Any, ...]] = []
    while True:
        with sheet.store.reading() as connection:
            key = (sheet.list.id, rows[-1][0] if rows else after_id, chunk)
            found = connection.execute(SELECT_ITEMS + "WHERE list_id = ? AND id > ? ORDER BY id LIMIT ?", key)
            rows = found.fetchall()
        yield from load_items(rows)
        if len(rows) < chunk:
            return


def _load_ids(sheet: Sheet, ids: Sequence[int], after_id: int) -> Iterator[ItemRecord]:
    for item_id in ids:
        if item_id <= after_id:
            continue
        with sheet.store.reading() as connection:
            key = (sheet.list.id, item_id)
            row = connection.execute(SELECT_ITEMS + "WHERE list_id = ? AND id = ?", key).fetchone()
        if row:
            yield from load_items([row])


def _sort_items(found: Iterable[ItemRecord], question: Question) -> Iterator[ItemRecord]:
    order, after = question.order, question.after

    def compare(left: Position, right: Position) -> int:
        for key, first, second in zip(order, left.values, right.values, strict=True):
            result = _compare_values(first, second)
            if result:
                return -result if key.descending else result
        return _compare_values(left.item_id, right.item_id)

    place = cmp_to_key(compare)
    placed = [(read_position(order, record), record) for record in found]
    placed.sort(key=lambda pair: place(pair[0]))
    return (record for position, record in placed if after is None or compare(position, after) > 0)


def _compare_values(left: object, right: object) -> int:
    first, second = _order_key(left), _order_key(right)
    return (first > second) - (first < second)


def _order_key(value: object) -> tuple[int, float, str]:
    if value is None or value == "":
        return (0, 0.0, "")
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (1, 0.0, str(value).casefold())


def _is_wide(sheet: Sheet, question: Question) -> bool:
    if sheet.list.item_count <= THRESHOLD:
        return False
    sorts_by_index = all(key.column.indexed for key in question.order[:1])
    if not question.conditions:
        return not sorts_by_index
    narrowing = next((condition for condition in question.conditions if _is_narrow(condition)), None)
    if narrowing is None or narrowing.column is None:
        return True
    if narrowing.column.name == "ID" and sorts_by_index:
        return False
    matches = _find_matching(sheet, [narrowing], 0)
    return any(count == THRESHOLD for count, _ in enumerate(matches))


def _is_narrow(condition: Condition) -> bool:
    return condition.column is not None and condition.column.indexed
