"""Drafts meet the register as it stands: what is new is drafted, what is there stays, and what an import wrote before is renewed.

A row is the import's own only while it is a draft and reads exactly as the import wrote it; the fingerprint in its ``source`` says
so. A row that a person confirmed or changed is never touched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sync.core.addresses import fold_address
from sync.core.normalise.dates import read_date
from sync.core.text import fingerprint, fold, say_list, shorten
from sync.core.vocabulary import DatePrecision, ItemKind
from sync.register.csv_text import CsvText, TextRow
from sync.register.drafts import Draft, DraftItem, Remarks

DRAFT: Final = "draft"
NEEDED_OF_PUBLICATIONS: Final = ("id", "title", "published_on", "scope", "addressed_to", "address", "source")
NEEDED_OF_ITEMS: Final = (
    "id",
    "publication",
    "number",
    "kind",
    "parent",
    "addressed_to",
    "text",
    "due_phrase",
    "due_on",
    "source",
)
_LETTERS: Final = {ItemKind.RECOMMENDATION: "R", ItemKind.AREA_FOR_IMPROVEMENT: "A", ItemKind.CAUSE_OF_CONCERN: "C"}
_SOURCE: Final = re.compile(r"imported from .* \(([0-9a-f]{16})\)$", re.DOTALL)
_PRINTED: Final = re.compile(r"[0-9]{1,3}[a-z]?")
_EVERYBODY: Final = "all forces"
_SMALL_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "how",
        "in",
        "inspection",
        "into",
        "its",
        "of",
        "on",
        "or",
        "police",
        "policing",
        "report",
        "review",
        "s",
        "the",
        "their",
        "to",
        "with",
    ]
)
_MOST_WORDS: Final = 4

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class DraftedRow:
    """A row that the import writes, or would: its values by column, and whether the register has it as it is already."""

    values: Mapping[str, str]
    is_new: bool
    place: str = ""


@dataclass(slots=True)
class TableChanges:
    """What becomes of one file: new values (or None) for the lines of rows that are the import's own, and rows to add."""

    replaced: dict[int, Values | None] = field(default_factory=dict)
    added: list[Values] = field(default_factory=list)
    drafted: list[DraftedRow] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether the file stays as it is."""
        return not (self.replaced or self.added)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the written rows fill."""
        rows = [*self.added, *(values for values in self.replaced.values() if values)]
        return tuple(dict.fromkeys(name for values in rows for name, value in values.items() if value))


def merge_draft(
    draft: Draft, publications: CsvText, items: CsvText, source: str, remarks: Remarks
) -> tuple[TableChanges, TableChanges]:
    """Return what a draft does to the two tables; ``draft.publication`` has a title and a date.

    Args:
        draft: what was read.
        publications: the register's publications.
        items: the register's items.
        source: the name of the file that was read.
        remarks: what is there already, and what contradicts the register, is added here.
    """
    of_publications = TableChanges()
    known = _find_publication(draft, publications, remarks)
    publication_id = known.values["id"] if known else _make_id(draft, [row.values for row in publications.rows])
    if known is None or _is_own(known.values):
        values = _write_publication(draft, publication_id, source, remarks)
        _place(values, known, of_publications, "")
    return of_publications, _merge_items(draft, items, publication_id, source, remarks)


def _place(values: Values, known: TextRow | None, changes: TableChanges, place: str) -> None:
    """Keep a row: in place of the import's own earlier one, or at the end; one that reads the same changes nothing."""
    is_same = known is not None and _strip(known.values) == _strip(values)
    changes.drafted.append(DraftedRow(values, is_new=not is_same, place=place))
    if known is None:
        changes.added.append(values)
    elif not is_same:
        changes.replaced[known.record.line] = values


def _find_publication(draft: Draft, publications: CsvText, remarks: Remarks) -> TextRow | None:
    """Return the register's row of the publication: by its address, else by title and year."""
    drafted = draft.publication
    addresses = {fold_address(address) for address in (drafted.address, *drafted.other_addresses)} - {""}
    year = drafted.published.on.year if drafted.published else 0
    by_title: TextRow | None = None
    for row in publications.rows:
        known = (row.values.get("address", ""), *row.values.get("other_addresses", "").split("|"))
        if addresses & {fold_address(address) for address in known}:
            _say_known(row, "at the same address", remarks)
            return row
        dated = read_date(row.values["published_on"])
        titles = {fold(title) for title in (row.values["title"], *row.values.get("aliases", "").split("|"))}
        if fold(drafted.title) in titles and dated is not None and dated.on.year == year:
            by_title = by_title or row
    if by_title is not None:
        _say_known(by_title, "with the same title and year", remarks)
    return by_title


def _say_known(row: TextRow, how: str, remarks: Remarks) -> None:
    if not _is_own(row.values):
        told = f"{row.values['id']} is in the register already, {how}; its row stays as it is."
        remarks.pass_over(f"publications, line {row.record.line}", told)


def _make_id(draft: Draft, rows: Iterable[Mapping[str, str]]) -> str:
    """Return an id made from title and year, the same for the same publication; a number is added where it is taken."""
    drafted = draft.publication
    if drafted.id:
        return drafted.id
    main = re.split(r"\s[–—-]\s|: ", drafted.title.replace("’", ""), maxsplit=1)[0]
    words = [word for word in re.findall(r"[A-Za-z0-9]+", main.replace("'", "")) if word.casefold() not in _SMALL_WORDS]
    year = str(drafted.published.on.year) if drafted.published else ""
    words = [word.upper() for word in words if word != year][:_MOST_WORDS] or ["PUBLICATION"]
    wanted = "-".join([*words, year] if year else words)
    taken = {row["id"].casefold() for row in rows}
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _write_publication(draft: Draft, publication_id: str, source: str, remarks: Remarks) -> Values:
    drafted = draft.publication
    addressed = drafted.addressed_to or tuple(dict.fromkeys(body for item in draft.items for body in item.addressed_to))
    if not addressed:
        addressed = (_EVERYBODY,)
        remarks.doubt("", f"Nothing says whom the publication addresses; ‘{_EVERYBODY}’ was put in.")
    published = drafted.published
    return _sign(
        {
            "id": publication_id,
            "title": drafted.title,
            "published_on": _write_date(published.on.isoformat(), published.precision) if published else "",
            "inspectorates": ";".join(drafted.inspectorates),
            "series": drafted.series,
            "scope": drafted.scope.value,
            "bodies_inspected": ";".join(drafted.bodies_inspected),
            "addressed_to": ";".join(addressed),
            "address": drafted.address,
            "other_addresses": "|".join(drafted.other_addresses),
            "page_date": drafted.page_date.isoformat() if drafted.page_date else "",
            "state": DRAFT,
        },
        source,
    )


def _write_date(text: str, precision: DatePrecision) -> str:
    lengths = {DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
    return text[: lengths.get(precision, 10)]


def _merge_items(draft: Draft, items: CsvText, publication_id: str, source: str, remarks: Remarks) -> TableChanges:
    changes = TableChanges()
    rows = list(items.rows)
    beside = [row for row in rows if row.values["publication"].casefold() == publication_id.casefold()]
    own = {row.values["id"]: row for row in beside if _is_own(row.values)}
    theirs = [row for row in beside if row.values["id"] not in own]
    elsewhere = {fold(row.values["text"]): row.values["id"] for row in rows if row not in beside}
    taken = {row.values["id"].casefold() for row in rows if row.values["id"] not in own}
    ids = _match_known(draft.items, theirs, remarks)
    kept = [place for place in range(len(draft.items)) if place not in ids]
    had = {fold(row.values["text"]): row.values["id"] for row in own.values()}
    ids |= _number(draft.items, kept, publication_id, taken, had)
    for place in kept:
        item = draft.items[place]
        if other := elsewhere.get(fold(item.text)):
            told = (
                f"‘{shorten(item.text, 70)}’ has the same words as {other} of another publication. Does it restate it?"
            )
            remarks.doubt(item.place, told)
        values = _write_item(_with_addressees(draft.items, place), ids, ids[place], publication_id, source)
        _place(values, own.pop(values["id"], None), changes, item.place)
    for row in own.values():
        changes.replaced[row.record.line] = None
    return changes


def _match_known(drafts: Sequence[DraftItem], theirs: Sequence[TextRow], remarks: Remarks) -> dict[int, str]:
    """Return which drafts the register has in rows that are not the import's to change, with the ids of those rows."""
    by_text = {fold(row.values["text"]): row for row in theirs}
    by_number = {(fold(row.values["kind"]), fold(row.values["number"])): row for row in theirs if row.values["number"]}
    found: dict[int, str] = {}
    same = []
    for place, item in enumerate(drafts):
        if row := by_text.get(fold(item.text)):
            found[place] = row.values["id"]
            same.append(row.values["id"])
        elif item.number and (row := by_number.get((fold(item.kind.value), fold(item.number)))):
            found[place] = row.values["id"]
            told = (
                f"{row.values['id']} has the number {item.number} and other words: ‘{shorten(row.values['text'], 70)}’, "
                f"not ‘{shorten(item.text, 70)}’. It stays as it is; compare the two."
            )
            remarks.doubt(item.place, told)
    if same:
        stays = "is in the register already and stays" if len(same) == 1 else "are in the register already and stay"
        remarks.pass_over("items", f"{say_list(same)} {stays}.")
    return found


@dataclass(slots=True)
class _Names:
    """Gives ids out, each once."""

    used: set[str]
    given: dict[int, str] = field(default_factory=dict)

    def give(self, place: int, name: str) -> bool:
        """Give a draft an id, unless it has one already or the id is taken."""
        if place in self.given or name.casefold() in self.used:
            return False
        self.used.add(name.casefold())
        self.given[place] = name
        return True


def _number(
    drafts: Sequence[DraftItem], kept: Sequence[int], publication_id: str, taken: set[str], had: Mapping[str, str]
) -> dict[int, str]:
    """Return the ids of the drafts that are written: by the printed number, else the id it ``had``, else the next free one."""
    names = _Names(set(taken))
    prefixes = {place: f"{publication_id}-{_LETTERS[drafts[place].kind]}" for place in kept}
    for place in kept:
        if _PRINTED.fullmatch(drafts[place].number):
            names.give(place, f"{prefixes[place]}{drafts[place].number}")
    for place in kept:
        if before := had.get(fold(drafts[place].text)):
            names.give(place, before)
    for place in kept:
        number = 1
        while place not in names.given and not names.give(place, f"{prefixes[place]}{number}"):
            number += 1
    return names.given


def _with_addressees(drafts: Sequence[DraftItem], place: int) -> DraftItem:
    """Return the item with those whom its recommendations address, where it is a cause of concern."""
    item = drafts[place]
    under = [body for other in drafts if other.parent == place for body in other.addressed_to]
    return replace(item, addressed_to=item.addressed_to or tuple(dict.fromkeys(under)))


def _write_item(item: DraftItem, ids: Mapping[int, str], name: str, publication_id: str, source: str) -> Values:
    due = item.due_on
    return _sign(
        {
            "id": name,
            "publication": publication_id,
            "number": item.number,
            "kind": item.kind.label,
            "type": item.type,
            "parent": ids[item.parent] if item.parent is not None else "",
            "addressed_to": ";".join(item.addressed_to),
            "text": item.text,
            "limbs": "|".join(limb.replace("|", "/") for limb in item.limbs),
            "due_phrase": item.due_phrase,
            "due_on": due.on.isoformat() if due else "",
            "due_precision": due.precision.value if due else "",
            "status": "open",
            "state": DRAFT,
        },
        source,
    )


def _sign(values: Values, source: str) -> Values:
    """Return the row with its source, which says from what it was imported and what it read like then."""
    return {**values, "source": f"imported from {source} ({_print_of(values)})"}


def _is_own(values: Mapping[str, str]) -> bool:
    """Say whether a row is a draft that reads exactly as an import wrote it."""
    signed = _SOURCE.match(values.get("source", ""))
    return fold(values.get("state", "")) == DRAFT and signed is not None and signed[1] == _print_of(values)


def _print_of(values: Mapping[str, str]) -> str:
    return fingerprint(*sorted(f"{name}={value}" for name, value in _strip(values).items() if name != "source"))


def _strip(values: Mapping[str, str]) -> Values:
    return {name: value for name, value in values.items() if value}


def count_changes(changes: Iterator[TableChanges]) -> dict[str, int]:
    """Return how many rows are new, renewed and taken out, over all tables."""
    kept = list(changes)
    renewed = [values for change in kept for values in change.replaced.values()]
    return {
        "new": sum(len(change.added) for change in kept),
        "renewed": sum(values is not None for values in renewed),
        "taken_out": sum(values is None for values in renewed),
    }
