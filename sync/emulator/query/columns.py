"""What a filter or a sort can be asked about: named columns, each with a type and a way to read a row's value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

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


Resolver = Callable[[str], Column]
