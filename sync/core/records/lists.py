"""The lists we write, and their rows as they should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from sync.core.records.rows import Link
from sync.core.vocabulary import ColumnOwner, ColumnType

Value: TypeAlias = str | int | float | bool | date | Link | None
"""What we put into a cell."""


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column of a list we write: its internal name, its title for people, and who fills it."""

    name: str
    title: str
    type: ColumnType
    owner: ColumnOwner
    description: str = ""
    choices: tuple[str, ...] = ()
    is_unique: bool = False
    is_indexed: bool = False
    format: str = ""
    """The name of the column's formatting; the doorway knows what it looks like."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """A view of a list we write: columns by internal name, and the query and grouping in CAML.

    ``format`` names the formatting of the view; the doorway knows what it looks like.
    """

    title: str
    columns: tuple[str, ...]
    query: str = ""
    row_limit: int = 100
    format: str = ""


@dataclass(frozen=True, slots=True)
class TargetList:
    """A list we write, as it has to be on the site. ``key`` is the internal name of the column with our key."""

    title: str
    description: str
    columns: tuple[TargetColumn, ...]
    views: tuple[TargetView, ...] = ()
    key: str = "SyncKey"
    form: str = ""
    """The name of the formatting at the head of the rows' form."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of a list that people keep, our field's name: its column's internal name. Formatting is written with these."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Of the tracker, the force's wording of a status: our own word for it. Formatting gives both the same look."""
    status_column: str = ""
    """Of the tracker, the force's own column to be formatted with these words, where it has no formatting; empty for none."""

    @property
    def service_columns(self) -> dict[str, TargetColumn]:
        """Return the columns we compare and write, by internal name."""
        return {column.name: column for column in self.columns if column.owner is ColumnOwner.SERVICE}


@dataclass(frozen=True, slots=True)
class DesiredRow:
    """A row as it should be: its key, what the service's columns should hold, and whether it has had its day.

    ``row_id`` names an existing row directly, where rows have no key of ours (the tracker).
    """

    key: str
    values: Mapping[str, Value]
    is_retired: bool = False
    row_id: int | None = None
