"""Filters in a list's address, as SharePoint writes them: ``FilterField1=Status&FilterValue1=Open``.

Several values are ``FilterFields1=Status&FilterValues1=Open;#Closed``; a second filter has the number 2. Values are
what the list shows, a lookup's id with ``FilterLookupId1=1``, ``[Me]`` for whoever looks, 1 and 0 for Yes and No.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from operator import ge, gt, le, lt
from typing import Any

from sync.emulator.pages.cells import TITLES, CellReader
from sync.emulator.pages.dates import parse_day
from sync.emulator.pages.formatting.evaluation import Cell
from sync.emulator.pages.formatting.values import Moment, Thing, Value, write_text
from sync.emulator.query.columns import Column, Condition, Values
from sync.emulator.reading.columns import build_kept_column
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord

SEPARATOR = ";#"

_OPTION = re.compile(r"filter(fields?|values?|types?|op|lookupid|data)(\d{1,2})", re.IGNORECASE)
_EXACT = (kinds.TEXT, kinds.CHOICE, kinds.NUMBER, kinds.BOOLEAN, kinds.COUNTER)
_ORDERINGS: Mapping[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "lt": ("below", lt),
    "leq": ("at most", le),
    "gt": ("above", gt),
    "geq": ("at least", ge),
}
#: By which of its properties a person or a link may be wanted; never by an id, which might be another one's text.
_WORDS = ("title", "email", "desc")
_OPERATIONS: Mapping[str, str] = {
    "": "is",
    "eq": "is",
    "in": "is",
    "neq": "is not",
    "contains": "contains",
    "beginswith": "begins with",
    **{name: words for name, (words, _) in _ORDERINGS.items()},
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of an address.

    Args:
        values: what is wanted, as in the address; an empty text is an empty cell.
        operation: one of ``_OPERATIONS``, empty for plain equality.
        by_id: whether a lookup or person is wanted by its id.
    """

    field: FieldRecord
    values: tuple[str, ...]
    operation: str = ""
    by_id: bool = False

    @property
    def words(self) -> str:
        """What it does, between the column's name and the values: ``is``, ``contains``."""
        return _OPERATIONS[self.operation]

    @property
    def is_plain(self) -> bool:
        """Whether it wants one of its values and nothing else."""
        return self.words == "is"


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters of an address, and what of it made no sense."""

    filters: tuple[Filter, ...]
    problems: tuple[str, ...]

    def find(self, name: str) -> Filter | None:
        """Return the filter of a column."""
        return next((each for each in self.filters if each.field.internal_name == name), None)


def parse_filters(pairs: Iterable[tuple[str, str]], columns: Mapping[str, FieldRecord]) -> Filters:
    """Return the filters in the options of an address; a column that is not there is told and left out."""
    numbered: dict[int, dict[str, str]] = {}
    for name, value in pairs:
        found = _OPTION.fullmatch(name)
        if found:
            numbered.setdefault(int(found[2]), {}).setdefault(found[1].lower(), value)
    filters: list[Filter] = []
    problems: list[str] = []
    for _, options in sorted(numbered.items()):
        name = options.get("fields") or options.get("field") or ""
        field = columns.get("Title" if name in TITLES else name)
        operation = options.get("op", "").lower()
        if field is None or operation not in _OPERATIONS:
            what = f"the column ‘{name}’" if field is None else f"the comparison ‘{options['op']}’"
            problems.append(f"The address filters by {what}, which is not known here. That filter is left out.")
            continue
        many = options.get("values")
        values = tuple(dict.fromkeys(many.split(SEPARATOR))) if many is not None else (options.get("value", ""),)
        filters.append(Filter(field, values, operation, by_id=options.get("lookupid", "").lower() in ("1", "true")))
    return Filters(tuple(filters), tuple(problems))


def write_filters(filters: Sequence[Filter]) -> list[tuple[str, str]]:
    """Return the options that say these filters in an address."""
    pairs: list[tuple[str, str]] = []
    for number, each in enumerate(filters, 1):
        many = "s" if len(each.values) > 1 else ""
        pairs += [
            (f"FilterField{many}{number}", each.field.internal_name),
            (f"FilterValue{many}{number}", SEPARATOR.join(each.values)),
            (f"FilterType{many}{number}", each.field.type_name),
        ]
        pairs += [(f"FilterOp{number}", each.operation)] if each.operation else []
        pairs += [(f"FilterLookupId{number}", "1")] if each.by_id else []
    return pairs


def build_condition(each: Filter, reader: CellReader, me: str) -> Condition:
    """Return a filter as a condition on the store's rows; ``me`` is what ``[Me]`` stands for."""
    wanted = [me if value == "[Me]" else value for value in each.values]
    field = each.field
    accepts = _build_test(each, wanted, reader)

    def test(values: Values) -> bool:
        return accepts(values.get(field.internal_name))

    column = build_kept_column(field)
    equals = _read_exact(each, column, wanted)
    return Condition(test, column if equals is not None else None, equals)


def list_words(cell: Cell) -> tuple[str, ...]:
    """Return what a cell answers to in a filter, the word to write in an address first."""
    value = cell.value
    if value == "":
        return ("",)
    if isinstance(value, tuple):
        return tuple(write_text(member) for member in value)
    if isinstance(value, bool):
        return ("1", "yes", "true") if value else ("0", "no", "false")
    if isinstance(value, Moment):
        iso = value.at.date().isoformat() if value.at else ""
        return (iso, cell.shown)
    if isinstance(value, Thing):
        return (
            cell.shown,
            value.text,
            *(write_text(value.properties[name]) for name in _WORDS if name in value.properties),
        )
    return (write_text(value), cell.shown)


def _build_test(each: Filter, wanted: Sequence[str], reader: CellReader) -> Callable[[object], bool]:
    if each.operation in _ORDERINGS:
        return _build_ordering(each, wanted[0], reader)
    folded = {word.casefold() for word in wanted}
    read = _list_ids if each.by_id else _build_reader(each.field, reader)
    if each.operation == "contains":
        return lambda value: any(word in shown for word in folded for shown in read(value))
    if each.operation == "beginswith":
        return lambda value: any(shown.startswith(word) for word in folded for shown in read(value))
    if each.operation == "neq":
        return lambda value: folded.isdisjoint(read(value))
    return lambda value: not folded.isdisjoint(read(value))


def _build_reader(field: FieldRecord, reader: CellReader) -> Callable[[object], set[str]]:
    def read(value: object) -> set[str]:
        return {word.casefold() for word in list_words(reader.read_value(field, value))}

    return read


def _list_ids(value: object) -> set[str]:
    members = value if isinstance(value, list) else [value]
    return {"" if member is None else str(member) for member in members}


def _build_ordering(each: Filter, wanted: str, reader: CellReader) -> Callable[[object], bool]:
    _, compare = _ORDERINGS[each.operation]
    limit = _read_comparable(each.field, wanted, reader)

    def test(value: object) -> bool:
        found = _flatten(reader.read_value(each.field, value).value)
        return type(found) is type(limit) and found != "" and compare(found, limit)

    return test


def _read_comparable(field: FieldRecord, wanted: str, reader: CellReader) -> object:
    if field.kind is kinds.DATE_TIME:
        zone = reader.sheet.site.zone
        return parse_day(wanted.partition("T")[0], zone) or datetime.max.replace(tzinfo=zone)
    if field.kind in (kinds.NUMBER, kinds.COUNTER):
        try:
            return float(wanted)
        except ValueError:
            return ""
    return wanted.casefold()


def _flatten(value: Value) -> object:
    if isinstance(value, Moment):
        return value.at
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return write_text(value).casefold()


def _read_number(wanted: str) -> float | None:
    try:
        number = float(wanted)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _read_exact(each: Filter, column: Column, wanted: Sequence[str]) -> object:
    """Return the one value that an index can look up, or None."""
    if not (each.is_plain and len(wanted) == 1 and wanted[0] and each.field.kind in _EXACT and column.indexed):
        return None
    if each.field.kind in (kinds.NUMBER, kinds.COUNTER):
        return _read_number(wanted[0])
    if each.field.kind is kinds.BOOLEAN:
        return wanted[0].casefold() in ("1", "yes", "true")
    return wanted[0]
