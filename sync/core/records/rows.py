"""Rows: raw, from a system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Link:
    """A web address with the words shown for it."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a person column. Names stay in memory: they are written to no list and no log of ours."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A value looked up in another list."""

    id: int
    text: str


Cell: TypeAlias = str | int | float | bool | datetime | Link | Person | Looked | tuple["Cell", ...] | None
"""One cell as a doorway gives it: times are aware, choices are text, columns with several values are tuples."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it stands in a list."""

    internal_name: str
    title: str
    type: str
    is_date_only: bool = False
    is_indexed: bool = False
    is_unique: bool = False
    is_rich_text: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A raw row of a list, by the columns' internal names."""

    id: int
    etag: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class ListContents:
    """A list read whole: what it is, its columns and all its rows in order of ID.

    ``address`` is the list's own address in a browser, without a slash at the end.
    """

    title: str
    address: str
    columns: Mapping[str, Column]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A raw row of the register, with the place to name when it is wrong."""

    file: str
    line: int
    values: Mapping[str, str]
