"""What a query is made of, in whichever language it was asked: columns, the conditions on them, and sort keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from sync.emulator.errors import UnsupportedError

Values = Mapping[str, object]


class ColumnType(Enum):
    """How the values of a column compare."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    GUID = "guid"
    MANY = "many"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that can be compared.

    Args:
        refusal: the SharePoint type to name when filtering by it is refused; empty when it is allowed.
        indexed: whether a condition on it can narrow a long list.
    """

    name: str
    type: ColumnType
    read: Callable[[Values], object]
    indexed: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of a sort."""

    column: Column
    descending: bool = False


Test = Callable[[Values], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a filter that must hold.

    Args:
        column: the one column it is about, or None when it is about several.
        equals: the value it wants the column to have, when it is a plain equality.
        least: a value that the column has at least, when it is a plain order; it need not be the highest such value.
    """

    test: Test
    column: Column | None = None
    equals: object = None
    least: object = None


Resolver = Callable[[str], Column]


def build_sort_key(column: Column, *, descending: bool) -> SortKey:
    """Return a key that sorts by ``column``; raises ``UnsupportedError`` for what is not known to sort."""
    if column.refusal or column.type is ColumnType.MANY:
        raise UnsupportedError(what=f"sorting by '{column.name}'")
    return SortKey(column, descending)
