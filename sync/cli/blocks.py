"""What is told, before anybody decides how it looks: headings, sentences, tables and lists."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading under a heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column is words, the others are numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; each point may have a line under it."""

    points: tuple[tuple[str, str], ...]


Block: TypeAlias = Heading | Subheading | Sentence | Table | Points
