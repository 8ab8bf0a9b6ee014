"""The frozen records that flow through the house, from raw rows to the summary of a run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from sync.core.clocks import Period
from sync.core.text import fold
from sync.core.vocabulary import (
    ChangeKind,
    ColumnOwner,
    ColumnType,
    DatePrecision,
    EntryId,
    FlagState,
    GapKind,
    InspectorateStatus,
    ItemKind,
    MatchMethod,
    PublicationId,
    RegisterRef,
    Scope,
    Severity,
    Status,
    TrackerField,
)

# --- rows: raw, from a system -------------------------------------------------------------------------------------


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


# --- the register -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedTo:
    """A date and how exactly it is known; ``on`` is the last day it can mean."""

    on: date
    precision: DatePrecision = DatePrecision.DAY


@dataclass(frozen=True, slots=True)
class Due:
    """When the inspectorate wants an item done: its phrase verbatim, and the day it comes to when there is one."""

    phrase: str = ""
    on: date | None = None
    precision: DatePrecision | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """Something HMICFRS (or a partner) published.

    ``inspectorates`` names the lead first. ``items_expected`` is None when nobody has established it and 0 when the
    publication makes none.
    """

    id: PublicationId
    title: str
    published: DatedTo
    inspectorates: tuple[str, ...] = ("HMICFRS",)
    series: str = ""
    scope: Scope = Scope.NATIONAL
    bodies_inspected: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    address: str = ""
    aliases: tuple[str, ...] = ()
    items_expected: int | None = None
    source: str = ""

    @property
    def name(self) -> str:
        """Return what sentences call it: its title, or its first alias when the title is over 50 characters long."""
        return self.aliases[0] if self.aliases and len(self.title) > 50 else self.title


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """One recommendation, area for improvement or cause of concern, as published."""

    id: RegisterRef
    publication: PublicationId
    kind: ItemKind
    text: str
    number: str = ""
    parent: RegisterRef | None = None
    addressed_to: tuple[str, ...] = ()
    due: Due = field(default_factory=Due)
    status: InspectorateStatus = InspectorateStatus.OPEN
    status_on: date | None = None
    superseded_by: RegisterRef | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The canonical register, in the order of its files."""

    publications: Mapping[PublicationId, Publication]
    items: Mapping[RegisterRef, RegisterItem]

    def publication_of(self, item: RegisterItem) -> Publication:
        """Return the publication that makes ``item``."""
        return self.publications[item.publication]

    def published_by(self, as_of: date) -> "Register":
        """Return the register as it stood on ``as_of``: without the publications that came later, and their items."""
        publications = {
            key: publication for key, publication in self.publications.items() if publication.published.on <= as_of
        }
        items = {ref: item for ref, item in self.items.items() if item.publication in publications}
        return Register(publications, items)


# --- the tracker --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """A cell that could not be understood; it becomes a gap, never a guess."""

    field: TrackerField
    value: str
    is_unmapped: bool
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class TrackerEntry:
    """One row of the tracker, understood. None is a blank cell or one of ``problems``."""

    id: EntryId
    title: str = ""
    reference: str = ""
    publication: str = ""
    text: str = ""
    kind: ItemKind | None = None
    scope: Scope | None = None
    status: Status | None = None
    board: str | None = None
    has_owner: bool = False
    inspectorate_due_on: date | None = None
    target_on: date | None = None
    original_target_on: date | None = None
    added_on: date | None = None
    completed_on: date | None = None
    agreed_on: date | None = None
    has_evidence: bool = False
    updated_on: date | None = None
    problems: tuple[ReadingProblem, ...] = ()

    @property
    def words(self) -> str:
        """Return the longest wording the row has of the finding: its text, or its title when there is no text."""
        return self.text or self.title

    def problem_with(self, name: TrackerField) -> ReadingProblem | None:
        """Return what is wrong with one field, if anything."""
        return next((problem for problem in self.problems if problem.field is name), None)


# --- matches ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A register item that an entry may be about; ``score`` runs from 0 (nothing in common) to 1."""

    ref: RegisterRef
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What an entry was tied to, how, and what else was in question.

    ``ref`` is None for the methods *review* and *none*. ``cited`` is the publication that the row itself names.
    ``margin`` is the distance in score to the next best candidate.
    """

    entry: EntryId
    method: MatchMethod
    ref: RegisterRef | None = None
    cited: PublicationId | None = None
    score: float = 0.0
    margin: float = 0.0
    candidates: tuple[Candidate, ...] = ()

    @property
    def strength(self) -> tuple[int, float]:
        """Return what decides between two rows for one item: the method first, then the likeness."""
        return (-list(MatchMethod).index(self.method), self.score)


class Uncounted(StrEnum):
    """Why an entry is left out of the figures."""

    DUPLICATE = "duplicate"
    NOT_FOR_FORCE = "not-for-force"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands: what it is about, and what the figures take it for.

    ``status``, ``kind`` and ``scope`` are what counts, after the rules: a row marked complete that nobody agreed is awaiting
    agreement, and a blank kind or scope is taken from the register. None is not known. ``closed_on`` is the day it stopped
    being outstanding. ``publication`` is that of ``item``, or else the one the row names.
    """

    entry: TrackerEntry
    match: Match
    item: RegisterItem | None = None
    publication: Publication | None = None
    status: Status | None = None
    kind: ItemKind | None = None
    scope: Scope | None = None
    closed_on: date | None = None
    uncounted: Uncounted | None = None

    @property
    def is_outstanding(self) -> bool:
        """Say whether it still has to be done. A status that nobody can read has not closed anything."""
        return self.status is None or self.status.is_outstanding

    @property
    def is_counted(self) -> bool:
        """Say whether the figures include it."""
        return self.uncounted is None

    @property
    def deadline(self) -> date | None:
        """Return the force's own target date or, where it has none, the inspectorate's."""
        item_due = self.item.due.on if self.item else None
        return self.entry.target_on or self.entry.inspectorate_due_on or item_due


def group_by_item(standings: Iterable[Standing]) -> dict[RegisterRef, list[Standing]]:
    """Return the standings by the register item they are about; those without one are left out."""
    groups: dict[RegisterRef, list[Standing]] = {}
    for standing in standings:
        if standing.item is not None:
            groups.setdefault(standing.item.id, []).append(standing)
    return groups


# --- gaps ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference worth a person's time: what is wrong, what each side says, and what to do.

    ``key`` names the gap for good: its kind and what it is about. ``rule`` is the rule with the line of configuration that
    set it. ``fingerprint`` changes exactly when one of the sides does, so that a dismissal can end.
    """

    key: str
    kind: GapKind
    severity: Severity
    sentence: str
    what_to_do: str
    tracker_says: str = ""
    register_says: str = ""
    entry: EntryId | None = None
    ref: RegisterRef | None = None
    publication: str = ""
    board: str = ""
    rule: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """The row of the gap list about a gap: what became of it, and since when."""

    gap: Gap
    state: FlagState
    first_seen: date
    last_changed: date
    decided_for: str = ""
    is_new: bool = False


# --- the position -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one line of the position; the names are those of the position list's columns. None is not told here."""

    outstanding: int | None = None
    national: int | None = None
    joint: int | None = None
    force_specific: int | None = None
    causes_of_concern: int | None = None
    recommendations: int | None = None
    afis: int | None = None
    overdue: int | None = None
    awaiting_agreement: int | None = None
    added: int | None = None
    completed: int | None = None
    other_closed: int | None = None
    reopened: int | None = None
    opening: int | None = None
    closing: int | None = None
    median_age_days: int | None = None
    oldest_days: int | None = None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One line of one table of the position, with a sentence that says it in words."""

    table: str
    line: str
    sentence: str
    figures: Figures

    @property
    def key(self) -> str:
        """Return the line's key for good: its table and its name."""
        return "/".join("-".join(fold(part).split()) for part in (self.table, self.line))


@dataclass(frozen=True, slots=True)
class Movement:
    """How the outstanding figure came about: opening + added + reopened - completed - other closed = closing.

    ``unexplained`` is what the rows show outstanding beyond ``closing``; it is 0 when every row carries its dates.
    """

    opening: int
    added: int
    reopened: int
    completed: int
    other_closed: int
    unexplained: int

    @property
    def closing(self) -> int:
        """Return the sum."""
        return self.opening + self.added + self.reopened - self.completed - self.other_closed


@dataclass(frozen=True, slots=True)
class Position:
    """The force's position on a day: the lines for the position list, and the figures that scripts read.

    ``kind_and_scope`` counts outstanding entries; a kind or scope nobody knows is told under ``not-known``.
    """

    as_of: date
    period: Period
    lines: tuple[PositionLine, ...]
    outstanding: int
    kind_and_scope: Mapping[str, Mapping[str, int]]
    movement: Movement
    sign_off_sessions: Mapping[date, int]
    uncounted: Mapping[Uncounted, int]


# --- lists we write -----------------------------------------------------------------------------------------------

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


@dataclass(frozen=True, slots=True)
class TargetView:
    """A view of a list we write: columns by internal name, and the query and grouping in CAML."""

    title: str
    columns: tuple[str, ...]
    query: str = ""
    row_limit: int = 100


@dataclass(frozen=True, slots=True)
class TargetList:
    """A list we write, as it has to be on the site. ``key`` is the internal name of the column with our key."""

    title: str
    description: str
    columns: tuple[TargetColumn, ...]
    views: tuple[TargetView, ...] = ()
    key: str = "SyncKey"

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


# --- plans --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """One row to be created, updated or retired: only the service's columns, only those that differ.

    ``row_id`` and ``etag`` are those of the row as it was read; a create has neither. ``before`` is what stands there now.
    """

    kind: ChangeKind
    list_title: str
    key: str
    values: Mapping[str, Value]
    before: Mapping[str, Value] = field(default_factory=dict)
    row_id: int | None = None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind of change to a list that the safety limits held back, whole."""

    kind: ChangeKind
    list_title: str
    planned: int
    existing: int
    limit: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written: sorted, counted, and named by a checksum of its content."""

    as_of: date
    changes: tuple[Change, ...]
    withheld: tuple[Withheld, ...]
    checksum: str

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes of a kind there are."""
        return sum(change.kind is kind for change in self.changes)


class OutcomeKind(StrEnum):
    """What became of a change. *Unknown* was sent and not answered: it is read back before anything else happens."""

    DONE = "done"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change, with the reason when it was not done."""

    change: Change
    kind: OutcomeKind
    reason: str = ""
