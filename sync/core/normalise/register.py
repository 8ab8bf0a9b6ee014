"""Rows of the register become publications and items; every mistake is told at once, by file, line and column."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rapidfuzz import process

from sync.core.inspectorates import NO_WORDS, RegisterWords
from sync.core.normalise.cells import RegisterCells
from sync.core.normalise.references import check_references
from sync.core.normalise.register_rows import (
    ITEM_COLUMNS,
    MORE_ITEM_COLUMNS,
    MORE_PUBLICATION_COLUMNS,
    PUBLICATION_COLUMNS,
    read_item,
    read_publication,
)
from sync.core.records import Publication, Register, RegisterItem, RegisterRow
from sync.core.text import fold
from sync.core.vocabulary import PublicationId, RegisterRef
from sync.errors import Problem, RegisterError

_Record = TypeVar("_Record", Publication, RegisterItem)
_NEAR_ENOUGH_TO_SUGGEST = 60
_WHOLE_ROW = frozenset({"wrong-width", "merged-cells"})
"""Mistakes after which nobody can say which cell of the row belongs where."""


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """One of the register's two tables as a doorway gives it: where it is, its column names and its rows.

    ``problems`` are mistakes that left the rest of it readable; a row that one of them is about as a whole is not read.
    """

    file: str
    columns: tuple[str, ...]
    rows: Sequence[RegisterRow]
    problems: tuple[Problem, ...] = ()


def normalise_register(publications: RegisterTable, items: RegisterTable, words: RegisterWords = NO_WORDS) -> Register:
    """Return the register, or tell everything that is wrong with it.

    ``words`` are the inspectorates' vocabularies; without them no word of ``type`` and no word of theirs for a status is known.

    Raises:
        RegisterError: a column is missing or unknown, a cell cannot be read, an id stands twice, a reference leads nowhere or
            in a circle, a publication is older than its inspectorate, or there is nothing in the register at all.
    """
    problems: list[Problem] = []
    publication_rows = _check_table(publications, PUBLICATION_COLUMNS, MORE_PUBLICATION_COLUMNS, problems)
    item_rows = _check_table(items, ITEM_COLUMNS, MORE_ITEM_COLUMNS, problems)
    is_whole = (len(publication_rows), len(item_rows)) == (len(publications.rows), len(items.rows)) and not problems
    if len(publication_rows) < len(publications.rows) or not publication_rows:
        # Whose words an item uses, its publication says.
        words = replace(words, is_whole=False)

    def read_one_item(row: RegisterRow, cells: RegisterCells) -> RegisterItem:
        publication = known_publications.get(PublicationId(cells.peek("publication")))
        return read_item(row, cells, publication, words)

    known_publications = {p.id: p for p in _read_rows(publication_rows, read_publication, problems)}
    known_items = {i.id: i for i in _read_rows(item_rows, read_one_item, problems)}
    register = Register(known_publications, _close_superseded(known_items))
    problems.extend(_check_ages(register, words))
    if is_whole:
        # Of a register with rows or columns left out nobody can say which reference leads nowhere.
        problems.extend(check_references(register))
    if problems:
        raise RegisterError(_once(problems, (*publications.problems, *items.problems)))
    return register


def _once(problems: Sequence[Problem], structural: Sequence[Problem]) -> list[Problem]:
    """Return the problems without those of a cell that cannot be what it should because it holds, say, a formula."""
    places = {(problem.file, problem.line, problem.where) for problem in structural}
    kept = dict.fromkeys(structural)
    return [*kept, *(p for p in problems if p not in kept and (p.file, p.line, p.where) not in places)]


def _check_table(
    table: RegisterTable, needed: Sequence[str], more: Sequence[str], problems: list[Problem]
) -> Sequence[RegisterRow]:
    """Return the rows that can be read, and keep what is wrong with the table apart from its cells."""
    # Of a table that could not be read at all nobody can say which columns it has.
    heading = list(_check_columns(table, needed, more)) if table.columns or not table.problems else []
    problems.extend([*table.problems, *heading])
    if not table.columns or any(problem.code != "unknown-column" for problem in heading):
        return ()
    broken = {problem.line for problem in table.problems if not problem.where or problem.code in _WHOLE_ROW}
    return [row for row in table.rows if row.line not in broken]


def _check_columns(table: RegisterTable, needed: Sequence[str], more: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with a table's heading, and that it is empty."""
    known = [*needed, *more]
    missing = [name for name in needed if name not in table.columns]
    unknown = [name for name in table.columns if name not in known]
    for name in missing:
        nearest = process.extractOne(name, unknown, score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
        found = f" It has {nearest[0]!r}, which is not a column of the register." if nearest else ""
        yield Problem(table.file, 1, 0, "missing-column", f"There is no column {name!r}.{found}", where=name)
    for name in unknown:
        nearest = process.extractOne(name, known, score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
        if nearest and nearest[0] in missing:
            continue
        told = f"{name!r} is not a column of the register."
        yield Problem(table.file, 1, 0, "unknown-column", told, nearest[0] if nearest else "", name or "(blank)")
    for name in dict.fromkeys(name for name in known if table.columns.count(name) > 1):
        yield Problem(table.file, 1, 0, "duplicate-column", f"The column {name!r} stands twice.", where=name)
    if not missing and not table.rows and not table.problems:
        yield Problem(
            table.file, 0, 0, "empty-register", "There is not one row in it. Fill it, restore it, or name another."
        )


def _read_rows(
    rows: Sequence[RegisterRow], read: Callable[[RegisterRow, RegisterCells], _Record], problems: list[Problem]
) -> Iterator[_Record]:
    """Yield the records of rows, each id once, and keep what is wrong."""
    lines: dict[str, int] = {}
    for row in rows:
        cells = RegisterCells(row, problems)
        record = read(row, cells)
        # References are read in any case, so ids that differ in nothing else would be one and the same.
        name = record.id.casefold()
        if name in lines:
            cells.tell("id", "duplicate-id", f"{record.id} stands already in row {lines[name]}; an id stands once.")
        elif name:
            lines[name] = row.line
            yield record


def _close_superseded(items: dict[RegisterRef, RegisterItem]) -> dict[RegisterRef, RegisterItem]:
    """Return the items with ``superseded_by`` filled in where another item says that it supersedes them."""
    successors = {old: item.id for item in items.values() for old in item.supersedes}
    return {
        ref: replace(item, superseded_by=successors[ref]) if ref in successors and item.superseded_by is None else item
        for ref, item in items.items()
    }


def _check_ages(register: Register, words: RegisterWords) -> Iterator[Problem]:
    """Yield publications that are older than the inspectorate they name."""
    for publication in register.publications.values():
        inspectorate = words.inspectorates.get(fold(publication.lead))
        if inspectorate and inspectorate.began and publication.published.on < inspectorate.began:
            told = (
                f"{publication.published.on} is before {inspectorate.name} began to publish ({inspectorate.began}). "
                "Correct the date, or the inspectorate."
            )
            place = publication.place
            yield Problem(place.file, place.line, 0, "too-early", told, where="published_on")
