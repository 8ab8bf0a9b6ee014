"""What is worth a look in a register that can be used: nothing here stops a run."""

from collections import Counter
from collections.abc import Callable, Iterator

from rapidfuzz import process

from sync.core.addresses import fold_address
from sync.core.inspectorates import RegisterWords
from sync.core.normalise.due import read_due
from sync.core.records import Publication, Register, RegisterItem
from sync.core.text import fold, say_count, say_list
from sync.core.vocabulary import ItemKind, RegisterState
from sync.errors import Problem

_NEAR_ENOUGH_TO_SUGGEST = 60
_SAME_TEXT_WORDS = 6
"""Texts of fewer words are the same by accident."""


def remark_on_register(register: Register, words: RegisterWords) -> tuple[Problem, ...]:
    """Return the remarks on a register, each a warning with the row's place, in order of places."""
    checks: list[Callable[[Register, RegisterWords], Iterator[Problem]]] = [
        _concerns_alone,
        _counts,
        _same_texts,
        _same_names,
        _due_phrases,
        _bodies,
        _page_dates,
    ]
    return tuple(sorted(problem for check in checks for problem in check(register, words)))


def _concerns_alone(register: Register, _: RegisterWords) -> Iterator[Problem]:
    """A cause of concern always comes with recommendations (HMICFRS glossary: cause of concern)."""
    parents = {item.parent for item in register.items.values()}
    for item in register.items.values():
        if item.kind is ItemKind.CAUSE_OF_CONCERN and item.id not in parents:
            told = f"{item.id} is a cause of concern without a recommendation; there is always at least one. Add it, with parent {item.id}."
            yield _remark(item, "parent", "concern-alone", told)


def _counts(register: Register, _: RegisterWords) -> Iterator[Problem]:
    counted = Counter(item.publication for item in register.items.values() if item.state is RegisterState.CONFIRMED)
    for publication in register.publications.values():
        expected, found = publication.items_expected, counted[publication.id]
        if expected is not None and expected != found:
            told = f"{publication.id} should make {say_count(expected, 'item')}; the register has {found} confirmed."
            yield _remark(publication, "items_expected", "count-differs", told)


def _same_texts(register: Register, _: RegisterWords) -> Iterator[Problem]:
    """The same words on two items are one item entered twice, unless the register says how they belong together."""
    groups: dict[str, list[RegisterItem]] = {}
    for item in register.items.values():
        folded = fold(item.text)
        if folded.count(" ") >= _SAME_TEXT_WORDS - 1:
            groups.setdefault(folded, []).append(item)
    for first, *others in groups.values():
        for item in others:
            if first.id not in register.equivalents_of(item) and first.superseded_by != item.id:
                told = f"{item.id} has the words of {first.id}. If it is the same item, take it out or name {first.id} in restates or same_as."
                yield _remark(item, "text", "duplicate-text", told)


def _same_names(register: Register, _: RegisterWords) -> Iterator[Problem]:
    """Two publications under one title, alias or address make a row's own words ambiguous."""
    seen: dict[tuple[str, str], Publication] = {}
    for publication in register.publications.values():
        names = [("title", publication.title), *(("aliases", alias) for alias in publication.aliases)]
        addresses = [("address", publication.address), *(("other_addresses", a) for a in publication.other_addresses)]
        for column, name in names:
            yield from _claim(seen, ("name", fold(name)), publication, column, name)
        for column, address in addresses:
            if address and not fold_address(address):
                yield _remark(publication, column, "no-address", f"{address!r} is no web address.")
            elif address:
                yield from _claim(seen, ("address", fold_address(address)), publication, column, address)


def _claim(
    seen: dict[tuple[str, str], Publication], key: tuple[str, str], publication: Publication, column: str, shown: str
) -> Iterator[Problem]:
    other = seen.setdefault(key, publication)
    if other is not publication and key[1]:
        told = f"{shown!r} belongs to {other.id} already. If they are one publication, keep one of them."
        yield _remark(publication, column, "shared-name", told)


def _due_phrases(register: Register, _: RegisterWords) -> Iterator[Problem]:
    for item in register.items.values():
        read = read_due(item.due.phrase, register.publication_of(item).published)
        if read is None and item.due.on is None:
            told = f"No rule reads {item.due.phrase!r} as a date on or after publication. Fill in due_on; the phrase stays as it is."
            yield _remark(item, "due_phrase", "unread-phrase", told)
        elif read and read.on and item.due.on and read.on != item.due.on:
            told = f"{item.due.phrase!r} comes to {read.on}, but due_on says {item.due.on}, which is used. Correct it, or leave due_on blank."
            yield _remark(item, "due_on", "due-differs", told)


def _bodies(register: Register, words: RegisterWords) -> Iterator[Problem]:
    """An addressee that nobody knows is taken for somebody else; a slip of the pen would lose the item."""
    if not words.addressees:
        return
    records: list[Publication | RegisterItem] = [*register.publications.values(), *register.items.values()]
    for record in records:
        for body in record.addressed_to:
            if fold(body) not in words.addressees:
                nearest = process.extractOne(fold(body), sorted(words.addressees), score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
                told = f"{body!r} is not among the addressees of governance.yaml, so it is taken for somebody else."
                yield _remark(record, "addressed_to", "unknown-addressee", told, nearest[0] if nearest else "")
    for publication in register.publications.values():
        lost = [name for name in publication.inspectorates if fold(name) not in words.inspectorates]
        if lost and fold(publication.lead) in map(fold, lost):
            told = f"There is no vocabulary for {say_list(lost)} in mappings/inspectorates; no dates and words of its are known."
            yield _remark(publication, "inspectorates", "unknown-inspectorate", told)


def _page_dates(register: Register, _: RegisterWords) -> Iterator[Problem]:
    for publication in register.publications.values():
        if publication.page_date and publication.page_date < publication.published.on.replace(day=1):
            told = f"Its page says {publication.page_date}, before it was published ({publication.published.on})."
            yield _remark(publication, "page_date", "page-too-early", told)


def _remark(record: Publication | RegisterItem, column: str, code: str, told: str, suggestion: str = "") -> Problem:
    return Problem(record.place.file, record.place.line, 0, code, told, suggestion, where=column, is_warning=True)
