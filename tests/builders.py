"""Builders: valid records with defaults, so that a test names only what it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from sync.config.mappings import load_rules
from sync.core.clocks import local_midnight
from sync.core.records import (
    Cell,
    Column,
    DatedTo,
    Due,
    ListContents,
    Match,
    Publication,
    Register,
    RegisterItem,
    Row,
    Standing,
    TargetColumn,
    TargetList,
    TrackerEntry,
    Turn,
    TurnKind,
)
from sync.core.rules import Governance, Rules
from sync.core.vocabulary import (
    ColumnOwner,
    ColumnType,
    EntryId,
    ItemKind,
    MatchMethod,
    PublicationId,
    RegisterRef,
    Scope,
    Status,
)

ROOT = Path(__file__).parent.parent
AS_OF = date(2021, 6, 23)
TRACKER_TITLE = "HMICFRS Tracker"


@cache
def the_rules() -> Rules:
    """The mappings that come with the product."""
    return load_rules(ROOT / "mappings")


def the_governance(**changes: object) -> Governance:
    return replace(the_rules().governance, **changes)  # type: ignore[arg-type]


def a_publication(
    id: str = "ROCU-2021",  # noqa: A002 - the record's own name for it
    *,
    title: str = "",
    published: date = date(2021, 2, 18),
    scope: Scope = Scope.NATIONAL,
    addressed_to: tuple[str, ...] = ("all forces",),
    aliases: tuple[str, ...] = (),
    items_expected: int | None = 1,
) -> Publication:
    return Publication(
        id=PublicationId(id),
        title=title or f"Report {id.lower()}",
        published=DatedTo(published),
        scope=scope,
        addressed_to=addressed_to,
        aliases=aliases,
        items_expected=items_expected,
    )


def an_item(
    id: str = "ROCU-2021-R1",  # noqa: A002 - the record's own name for it
    *,
    text: str = "",
    kind: ItemKind = ItemKind.RECOMMENDATION,
    number: str | None = None,
    parent: str | None = None,
    addressed_to: tuple[str, ...] = (),
    due: Due | None = None,
    **changes: object,
) -> RegisterItem:
    publication, _, running = id.rpartition("-")
    item = RegisterItem(
        id=RegisterRef(id),
        publication=PublicationId(publication),
        kind=kind,
        text=text or f"Forces should do what {id} asks for in its own words.",
        number=running[1:] if number is None else number,
        parent=RegisterRef(parent) if parent else None,
        addressed_to=addressed_to,
        due=due or Due(),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def a_register(publications: Iterable[Publication] = (), items: Iterable[RegisterItem] = ()) -> Register:
    """A register; publications that only its items name are made up."""
    kept = {publication.id: publication for publication in publications}
    listed = {item.id: item for item in items}
    for item in listed.values():
        kept.setdefault(item.publication, a_publication(item.publication))
    return Register(kept, listed)


def an_entry(id: int = 1, **changes: object) -> TrackerEntry:  # noqa: A002 - the record's own name for it
    """An entry with nothing wrong: owned, on a board, in progress, with a target to come."""
    entry = TrackerEntry(
        id=EntryId(id),
        title=f"Row number {id}",
        text=f"What row {id} has to do.",
        kind=ItemKind.RECOMMENDATION,
        scope=Scope.NATIONAL,
        status=Status.IN_PROGRESS,
        board="Operational Assessment Board",
        has_owner=True,
        target_on=date(2021, 12, 31),
        added_on=date(2021, 1, 4),
        has_evidence=True,
        updated_on=date(2021, 6, 1),
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def a_match(entry: int = 1, ref: str | None = None, *, method: MatchMethod | None = None, **changes: object) -> Match:
    chosen = method or (MatchMethod.REFERENCE if ref else MatchMethod.NONE)
    match = Match(EntryId(entry), chosen, RegisterRef(ref) if ref else None, score=1.0, margin=1.0)
    return replace(match, **changes)  # type: ignore[arg-type]


def a_standing(
    id: int = 1,  # noqa: A002 - the record's own name for it
    *,
    item: RegisterItem | None = None,
    publication: Publication | None = None,
    **changes: object,
) -> Standing:
    """A standing as the stage makes it from an entry with these changes; ``item`` is what the entry is about."""
    entry_changes = {name: value for name, value in changes.items() if name in TrackerEntry.__dataclass_fields__}
    own_changes = {name: value for name, value in changes.items() if name not in entry_changes or name == "status"}
    entry = an_entry(id, **entry_changes)
    standing = Standing(
        entry=entry,
        match=a_match(id, item.id if item else None),
        item=item,
        publication=publication or (a_publication(item.publication) if item else None),
        status=entry.status,
        kind=entry.kind,
        scope=entry.scope,
        closed_on=entry.agreed_on,
    )
    return replace(standing, **own_changes)  # type: ignore[arg-type]


def completed(day: date) -> Turn:
    return Turn(TurnKind.COMPLETED, day)


def closed(day: date) -> Turn:
    """Closed without being completed."""
    return Turn(TurnKind.CLOSED, day)


def reopened(day: date) -> Turn:
    return Turn(TurnKind.REOPENED, day)


def a_row(id: int = 1, *, etag: str = "", **cells: Cell) -> Row:  # noqa: A002 - the record's own name for it
    return Row(id, etag or f'"row-{id},1"', cells)


def a_list(
    title: str = "A list", rows: Iterable[Row] = (), columns: Mapping[str, Column] | None = None
) -> ListContents:
    return ListContents(title, f"https://site.example/sites/x/Lists/{title}", columns or {}, list(rows))


def a_target(title: str = "A list", **types: ColumnType) -> TargetList:
    """A list we write with a key, the columns given, and one that people own."""
    columns = {"SyncKey": ColumnType.TEXT, **types}
    owned = [TargetColumn(name, name, kind, ColumnOwner.SERVICE) for name, kind in columns.items()]
    return TargetList(title, "", (*owned, TargetColumn("Reason", "Reason", ColumnType.NOTE, ColumnOwner.PEOPLE)))


def on(day: date) -> Cell:
    """A date-only cell as SharePoint gives it."""
    return local_midnight(day)
