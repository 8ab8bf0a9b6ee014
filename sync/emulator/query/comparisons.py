"""How a row's value compares with what a query wants: one set of rules for ``$filter`` and for CAML."""

import operator
from collections.abc import Callable
from typing import Any

from sync.emulator.query.columns import Column, ColumnType, Test, Values
from sync.emulator.query.literals import normalise_number

Ordering = Callable[[Any, Any], bool]

ORDERINGS: dict[str, Ordering] = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}


def build_equality(column: Column, wanted: object) -> Test:
    """Return a test for one value; None wants an empty cell, and several values want it among them."""
    if wanted is None:
        return lambda values: column.read(values) is None
    if column.type is ColumnType.MANY:
        folded = fold(wanted)
        return lambda values: folded in [fold(value) for value in _read_many(column.read(values))]
    if column.type is ColumnType.ANY:
        return lambda values: _is_same(column.read(values), wanted)
    return lambda values: _comparable(column, column.read(values)) == wanted


def build_difference(column: Column, wanted: object) -> Test:
    """Return the opposite test; an empty cell differs from every value, as it does in a SharePoint view."""
    equal = build_equality(column, wanted)
    return lambda values: not equal(values)


def build_ordering(column: Column, compare: Ordering, wanted: object) -> Test:
    """Return a test that orders a row's value before or after ``wanted``; an empty cell is neither."""

    def test(values: Values) -> bool:
        value = _comparable(column, column.read(values))
        return value is not None and compare(*_align(value, wanted))

    return test


def build_within(column: Column, piece: str) -> Test:
    """Return a test for text that holds ``piece``, whatever the case."""
    wanted = piece.casefold()
    return lambda values: wanted in fold(column.read(values))


def build_beginning(column: Column, piece: str) -> Test:
    """Return a test for text that begins with ``piece``, whatever the case."""
    wanted = piece.casefold()
    return lambda values: fold(column.read(values)).startswith(wanted)


def fold(value: object) -> str:
    """Return a value as text without its case; an empty one is empty text."""
    return "" if value is None else str(value).casefold()


def _comparable(column: Column, value: object) -> object:
    if value is None:
        return None
    if column.type in (ColumnType.TEXT, ColumnType.GUID):
        return fold(value)
    return value


def _align(value: object, wanted: object) -> tuple[object, object]:
    if isinstance(value, int | float):
        return value, normalise_number(wanted)
    return value, str(wanted)


def _is_same(value: object, wanted: object) -> bool:
    if isinstance(value, bool):
        return str(wanted).casefold() in (("true", "1") if value else ("false", "0"))
    return fold(value) == fold(wanted)


def _read_many(value: object) -> list[object]:
    return value if isinstance(value, list) else []
