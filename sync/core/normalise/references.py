"""References inside the register: each leads somewhere, to the right kind of thing, and not in a circle."""

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile

from rapidfuzz import process

from sync.core.records import Publication, Register, RegisterItem
from sync.core.vocabulary import ItemKind, RegisterRef
from sync.errors import Problem

_NEAR_ENOUGH_TO_SUGGEST = 60


def check_references(register: Register) -> Iterator[Problem]:
    """Yield every reference that leads nowhere, to itself, to the wrong kind of thing, or round in a circle."""
    for publication in register.publications.values():
        yield from _check_publication(publication, register)
    for item in register.items.values():
        yield from _check_item(item, register)
    yield from _check_circles(
        register, "superseded_by", lambda item: [item.superseded_by] if item.superseded_by else []
    )
    yield from _check_circles(register, "restates", lambda item: item.restates)


def _check_publication(publication: Publication, register: Register) -> Iterator[Problem]:
    other = publication.answered_with
    if other == publication.id:
        yield _problem(publication, "answered_with", "own-reference", f"{other} names itself.")
    elif other and other not in register.publications:
        yield _lost(publication, "answered_with", other, register.publications)
    elif other and register.publications[other].answered_with:
        told = f"{other} is itself answered with another publication. Name the one that is answered."
        yield _problem(publication, "answered_with", "chained-answer", told)


def _check_item(item: RegisterItem, register: Register) -> Iterator[Problem]:
    publication = register.publications.get(item.publication)
    if item.publication and publication is None:
        yield _lost(item, "publication", item.publication, register.publications)
    if publication and not (item.addressed_to or publication.addressed_to):
        told = f"Neither {item.id} nor {publication.id} says whom it is addressed to. Fill in one of the two."
        yield _problem(item, "addressed_to", "no-addressee", told)
    for column, refs in _references_of(item):
        yield from _check_targets(item, column, refs, register)
    yield from _check_parent(item, register)


def _check_targets(
    item: RegisterItem, column: str, refs: Iterable[RegisterRef], register: Register
) -> Iterator[Problem]:
    for ref in refs:
        if ref not in register.items:
            yield _lost(item, column, ref, register.items)
        elif ref == item.id:
            yield _problem(item, column, "own-reference", f"{ref} names itself.")
        elif column == "supersedes" and register.items[ref].superseded_by != item.id:
            told = f"{ref} says that {register.items[ref].superseded_by} supersedes it. Correct one of the two."
            yield _problem(item, column, "two-successors", told)


def _references_of(item: RegisterItem) -> Iterator[tuple[str, tuple[RegisterRef, ...]]]:
    yield "parent", (item.parent,) if item.parent else ()
    yield "superseded_by", (item.superseded_by,) if item.superseded_by else ()
    yield "restates", item.restates
    yield "same_as", item.same_as
    yield "supersedes", item.supersedes


def _check_parent(item: RegisterItem, register: Register) -> Iterator[Problem]:
    parent = register.items.get(item.parent) if item.parent else None
    if parent is None or parent.id == item.id:
        return
    if item.kind is ItemKind.CAUSE_OF_CONCERN:
        told = f"{item.id} is a cause of concern; it has items under it and stands under none."
        yield _problem(item, "parent", "wrong-parent", told)
    elif parent.kind is not ItemKind.CAUSE_OF_CONCERN:
        told = f"{parent.id} is {parent.kind.phrase}; only a cause of concern has items under it."
        yield _problem(item, "parent", "wrong-parent", told)
    elif parent.publication != item.publication:
        told = f"{parent.id} is in {parent.publication}, not in {item.publication}. A cause of concern has its items beside it."
        yield _problem(item, "parent", "wrong-parent", told)


def _check_circles(
    register: Register, column: str, follow: Callable[[RegisterItem], Iterable[RegisterRef]]
) -> Iterator[Problem]:
    """Yield one problem for each circle, at the item of it that comes first in the register."""
    settled: set[RegisterRef] = set()
    for start in register.items:
        path: dict[RegisterRef, None] = {}
        stack: list[tuple[RegisterRef, bool]] = [(start, False)]
        while stack:
            ref, is_left = stack.pop()
            if is_left:
                path.popitem()
                settled.add(ref)
            elif ref in path:
                circle = _cut_before(ref, path)
                if len(circle) > 2:  # an item that names itself is told already
                    told = f"This goes round in a circle: {' → '.join(circle)}. Take one of the references out."
                    yield _problem(register.items[ref], column, "circular", told)
            elif ref not in settled and ref in register.items:
                path[ref] = None
                stack.append((ref, True))
                stack += [(other, False) for other in follow(register.items[ref])]


def _cut_before(ref: RegisterRef, path: Iterable[RegisterRef]) -> list[RegisterRef]:
    """Return the circle at the end of a path that comes back to ``ref``."""
    return [*dropwhile(lambda passed: passed != ref, path), ref]


def _lost(record: Publication | RegisterItem, column: str, ref: str, known: Iterable[str]) -> Problem:
    nearest = process.extractOne(ref, list(known), processor=str.casefold, score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
    return _problem(record, column, "lost-reference", f"{ref} is not in the register.", nearest[0] if nearest else "")


def _problem(record: Publication | RegisterItem, column: str, code: str, told: str, suggestion: str = "") -> Problem:
    return Problem(record.place.file, record.place.line, 0, code, told, suggestion, where=column)
