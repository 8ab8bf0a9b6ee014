"""Rows of the register become publications and items; every mistake is told at once, by file, line and column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rapidfuzz import process

from sync.core.normalise.cells import RegisterCells
from sync.core.records import DatedTo, Due, Publication, Register, RegisterItem, RegisterRow
from sync.core.vocabulary import DatePrecision, InspectorateStatus, ItemKind, PublicationId, RegisterRef, Scope
from sync.errors import Problem, RegisterError

_Record = TypeVar("_Record", Publication, RegisterItem)
_NEAR_ENOUGH_TO_SUGGEST = 60

PUBLICATION_COLUMNS = [
    "id",
    "title",
    "published_on",
    "inspectorates",
    "series",
    "scope",
    "bodies_inspected",
    "addressed_to",
    "address",
    "aliases",
    "items_expected",
    "source",
]
ITEM_COLUMNS = [
    "id",
    "publication",
    "number",
    "kind",
    "parent",
    "addressed_to",
    "text",
    "due_phrase",
    "due_on",
    "due_precision",
    "status",
    "status_on",
    "superseded_by",
    "source",
]


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """One of the register's two tables as a doorway gives it: where it is, its column names and its rows."""

    file: str
    columns: tuple[str, ...]
    rows: Sequence[RegisterRow]


def normalise_register(publications: RegisterTable, items: RegisterTable) -> Register:
    """Return the register, or tell everything that is wrong with it.

    Raises:
        RegisterError: a column is missing or unknown, a cell cannot be read, an id stands twice, a reference leads nowhere, or
            there is nothing in the register at all.
    """
    problems = [*_check_columns(publications, PUBLICATION_COLUMNS), *_check_columns(items, ITEM_COLUMNS)]
    if problems:
        raise RegisterError(problems)
    known_publications = {p.id: (row, p) for row, p in _read_table(publications, _read_publication, problems)}
    known_items = {i.id: (row, i) for row, i in _read_table(items, _read_item, problems)}
    register = Register(
        publications={key: publication for key, (_, publication) in known_publications.items()},
        items={key: item for key, (_, item) in known_items.items()},
    )
    for row, item in known_items.values():
        problems.extend(_check_references(row, item, register))
    if problems:
        raise RegisterError(problems)
    return register


def _check_columns(table: RegisterTable, expected: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with a table's heading, and that it is empty."""
    missing = [name for name in expected if name not in table.columns]
    unknown = [name for name in table.columns if name not in expected]
    for name in missing:
        nearest = process.extractOne(name, unknown, score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
        found = f" It has {nearest[0]!r}, which is not a column of the register." if nearest else ""
        yield Problem(table.file, 1, 0, "missing-column", f"There is no column {name!r}.{found}", where=name)
    for name in unknown:
        nearest = process.extractOne(name, expected, score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
        if not nearest or nearest[0] not in missing:
            yield Problem(
                table.file,
                1,
                0,
                "unknown-column",
                f"{name!r} is not a column of the register.",
                where=name or "(blank)",
            )
    for name in dict.fromkeys(name for name in expected if table.columns.count(name) > 1):
        yield Problem(table.file, 1, 0, "duplicate-column", f"The column {name!r} stands twice.", where=name)
    if not missing and not table.rows:
        yield Problem(
            table.file, 0, 0, "empty-register", "There is not one row in it. Restore the file or name another."
        )


def _read_table(
    table: RegisterTable, read: Callable[[RegisterCells], _Record], problems: list[Problem]
) -> Iterator[tuple[RegisterRow, _Record]]:
    """Yield the records of a table with their rows, each id once, and keep what is wrong."""
    lines: dict[str, int] = {}
    for row in table.rows:
        cells = RegisterCells(row, problems)
        record = read(cells)
        # References are read in any case, so ids that differ in nothing else would be one and the same.
        name = record.id.casefold()
        if name in lines:
            cells.tell("id", "duplicate-id", f"{record.id} stands already in line {lines[name]}; an id stands once.")
        elif name:
            lines[name] = row.line
            yield row, record


def _read_publication(cells: RegisterCells) -> Publication:
    published = cells.dated("published_on") or DatedTo(date.max)
    return Publication(
        id=PublicationId(cells.text("id")),
        title=cells.text("title"),
        published=published,
        inspectorates=cells.many("inspectorates") or ("HMICFRS",),
        series=cells.text("series"),
        scope=cells.word("scope", Scope, Scope.NATIONAL),
        bodies_inspected=cells.many("bodies_inspected"),
        addressed_to=cells.many("addressed_to"),
        address=cells.text("address"),
        aliases=cells.many("aliases", "|"),
        items_expected=cells.expected_items("items_expected"),
        source=cells.text("source"),
    )


def _read_item(cells: RegisterCells) -> RegisterItem:
    due_on = cells.dated("due_on")
    status_on = cells.dated("status_on")
    precision = cells.word("due_precision", DatePrecision, None)
    return RegisterItem(
        id=RegisterRef(cells.text("id")),
        publication=PublicationId(cells.text("publication")),
        kind=cells.word("kind", ItemKind, ItemKind.RECOMMENDATION),
        text=cells.text("text"),
        number=cells.text("number"),
        parent=RegisterRef(cells.text("parent")) if cells.text("parent") else None,
        addressed_to=cells.many("addressed_to"),
        due=Due(
            phrase=cells.text("due_phrase"),
            on=due_on.on if due_on else None,
            precision=precision or (due_on.precision if due_on else None),
        ),
        status=cells.word("status", InspectorateStatus, InspectorateStatus.OPEN),
        status_on=status_on.on if status_on else None,
        superseded_by=RegisterRef(cells.text("superseded_by")) if cells.text("superseded_by") else None,
        source=cells.text("source"),
    )


def _check_references(row: RegisterRow, item: RegisterItem, register: Register) -> Iterator[Problem]:
    """Yield the item's references that lead nowhere or to the wrong kind of thing."""
    publication = register.publications.get(item.publication)
    if item.publication and publication is None:
        yield _lost(row, "publication", item.publication, register.publications)
    if publication and not (item.addressed_to or publication.addressed_to):
        message = f"Neither {item.id} nor {publication.id} says whom it is addressed to. Fill in one of the two."
        yield _problem(row, "addressed_to", "no-addressee", message)
    for column, ref in (("parent", item.parent), ("superseded_by", item.superseded_by)):
        if ref is not None and ref not in register.items:
            yield _lost(row, column, ref, register.items)
        elif ref == item.id:
            yield _problem(row, column, "own-reference", f"{ref} names itself.")
    parent = register.items.get(item.parent) if item.parent else None
    if parent and parent.id != item.id and parent.kind is not ItemKind.CAUSE_OF_CONCERN:
        message = f"{parent.id} is {parent.kind.phrase}; only a cause of concern has items under it."
        yield _problem(row, "parent", "wrong-parent", message)


def _lost(row: RegisterRow, column: str, ref: str, known: Iterable[str]) -> Problem:
    nearest = process.extractOne(ref, list(known), score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
    return _problem(row, column, "lost-reference", f"{ref} is not in the register.", nearest[0] if nearest else "")


def _problem(row: RegisterRow, column: str, code: str, message: str, suggestion: str = "") -> Problem:
    return Problem(row.file, row.line, 0, code, message, suggestion, where=column)
