"""What words mean: the administrators' mappings, checked and frozen. Each rule remembers the line that set it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.clocks import Period, calendar_ends, calendar_period, rolling_period
from sync.core.inspectorates import RegisterWords
from sync.core.records import Publication, RegisterItem, TargetList
from sync.core.text import fold, say_list
from sync.core.vocabulary import (
    AssessmentField,
    ChangeKind,
    GapKind,
    InspectionField,
    InspectionState,
    ItemKind,
    PeriodKind,
    PublicationId,
    RegisterRef,
    Scope,
    Severity,
    Status,
    TrackerField,
)


@dataclass(frozen=True, slots=True)
class TrackerRules:
    """How the force's own list is read: which column holds which field, and what its wordings mean.

    Wordings are keyed by their folded form (``fold``). ``required`` are the fields whose blank cell is a gap.
    """

    list_title: str
    columns: Mapping[TrackerField, str]
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    required: tuple[TrackerField, ...] = ()
    blanks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MatchingRules:
    """When likeness is enough. Scores and margins run from 0 to 1.

    ``aliases`` maps a folded title to the publication an administrator says it means; ``pinned`` ties an entry's folded
    reference or title to a register item, and ``pinned_places`` names the line that does. ``same_words`` are groups of folded words
    that this force uses for each other.
    """

    accept: float = 0.80
    margin: float = 0.08
    accept_elsewhere: float = 0.80
    review: float = 0.60
    review_elsewhere: float = 0.78
    title: float = 0.90
    minimum_words: int = 3
    aliases: Mapping[str, PublicationId] = field(default_factory=dict)
    pinned: Mapping[str, RegisterRef] = field(default_factory=dict)
    pinned_places: Mapping[str, str] = field(default_factory=dict)
    same_words: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class GapRule:
    """One gap rule: on or off, how severe, how many days of grace, and the line of configuration that set it.

    ``is_seen_twice`` raises a gap only when two complete reads have found it. ``most`` is the share (0 to 1) of the rows, or of
    the register's items, above which the rule holds itself back: a renamed column must not raise a gap for every row.
    """

    kind: GapKind
    is_on: bool = True
    severity: Severity = Severity.MEDIUM
    grace_days: int = 0
    place: str = ""
    is_seen_twice: bool = False
    most: float = 0.5


@dataclass(frozen=True, slots=True)
class Board:
    """An assessment board; the chair is a role, never a name. ``publications`` and ``questions`` are those it answers for."""

    name: str
    chair: str = ""
    aliases: tuple[str, ...] = ()
    publications: tuple[PublicationId, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """How the reporting period runs.

    ``months`` is its length; ``first_month`` (1 to 12) begins a year of calendar periods; ``ends_on`` are days on which a
    rolling period was reported, each of them frozen in the history.
    """

    kind: PeriodKind = PeriodKind.ROLLING
    months: int = 3
    first_month: int = 4
    ends_on: tuple[date, ...] = ()

    def period(self, as_of: date) -> Period:
        """Return the reporting period that ends with ``as_of``; a calendar one is then under way."""
        if self.kind is PeriodKind.CALENDAR:
            return calendar_period(as_of, self.months, self.first_month)
        return rolling_period(as_of, self.months)

    def ends(self, after: date, before: date) -> list[date]:
        """Return the days on which periods ended, between two days that are not included."""
        if self.kind is PeriodKind.CALENDAR:
            return calendar_ends(after, before, self.months, self.first_month)
        return sorted(day for day in set(self.ends_on) if after < day < before)


@dataclass(frozen=True, slots=True)
class PafQuestion:
    """An area or core question of the PEEL Assessment Framework; some are assessed without a grade."""

    name: str
    aliases: tuple[str, ...] = ()
    is_graded: bool = True


@dataclass(frozen=True, slots=True)
class PafCycle:
    """A cycle of the framework: its questions, and its own scale of grades, best first. Grades of two cycles do not compare."""

    name: str
    grades: tuple[str, ...]
    good: str
    questions: tuple[PafQuestion, ...] = ()
    aliases: tuple[str, ...] = ()

    def is_below_good(self, grade: str) -> bool:
        """Say whether a grade of this cycle is below good."""
        return grade in self.grades and self.grades.index(grade) > self.grades.index(self.good)


@dataclass(frozen=True, slots=True)
class AssessmentRules:
    """The self-assessment list: where it is, and the cycles in order; the last one is the current one."""

    list_title: str
    columns: Mapping[AssessmentField, str]
    cycles: tuple[PafCycle, ...]


@dataclass(frozen=True, slots=True)
class InspectionRules:
    """The inspections list: where it is, and what its words mean, by folded wording."""

    list_title: str
    columns: Mapping[InspectionField, str]
    states: Mapping[str, InspectionState] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Override:
    """An administrator's decision whether an item is for this force, against its addressees, with the line that made it."""

    is_for_force: bool
    reason: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What is chased: publications from ``watched_from`` on, and the force's own days for answering beside the statute's."""

    watched_from: date | None = None
    response_local_days: int | None = None

    def watches(self, published: date) -> bool:
        """Say whether a publication of that day is chased."""
        return self.watched_from is None or published >= self.watched_from


@dataclass(frozen=True, slots=True)
class Governance:
    """The force, its boards and the period its figures cover.

    ``addressed_as`` are the folded names under which publications address this force, its own and those of groups it
    belongs to (all forces, chief constables); ``policing_body`` are those for its local policing body. ``assessments`` and
    ``inspections`` are None for a force that keeps no such list.
    """

    force: str
    addressed_as: frozenset[str]
    policing_body: frozenset[str] = frozenset()
    overrides: Mapping[RegisterRef, Override] = field(default_factory=dict)
    clocks: ClockRules = field(default_factory=ClockRules)
    boards: tuple[Board, ...] = ()
    governance_board: Board | None = None
    periods: PeriodRules = field(default_factory=PeriodRules)
    completion_needs_agreement: bool = True
    assessments: AssessmentRules | None = None
    inspections: InspectionRules | None = None

    def period(self, as_of: date) -> Period:
        """Return the reporting period that ends with ``as_of``."""
        return self.periods.period(as_of)

    def owner_of(self, publication: PublicationId) -> Board | None:
        """Return the board that answers for a publication, when governance.yaml says so."""
        return next((board for board in self.boards if publication in board.publications), None)

    def chair_of(self, name: str) -> str:
        """Return the role that chairs a board; blank for a board that is not there."""
        return next((board.chair for board in self.boards if board.name == name), "")

    def is_addressed(self, item: RegisterItem, publication: Publication) -> bool:
        """Say whether the item is for this force; an item that names nobody goes where its publication goes.

        What an administrator decided about the item goes before whom it names.
        """
        if override := self.overrides.get(item.id):
            return override.is_for_force
        bodies = item.addressed_to or publication.addressed_to
        return any(fold(body) in self.addressed_as for body in bodies)

    def addresses_policing_body(self, item: RegisterItem, publication: Publication) -> bool:
        """Say whether the item asks something of the local policing body."""
        return any(fold(body) in self.policing_body for body in item.addressed_to or publication.addressed_to)

    def say_addressees(self, item: RegisterItem, publication: Publication) -> str:
        """Return whom the item is for, in words, with an administrator's decision and its reason when there is one."""
        bodies = say_list(item.addressed_to or publication.addressed_to)
        override = self.overrides.get(item.id)
        if override is None:
            return f"addressed to {bodies}"
        verdict = "for this force" if override.is_for_force else "not for this force"
        return f"addressed to {bodies}, decided to be {verdict} ({override.place}): {override.reason.rstrip('.')}"


@dataclass(frozen=True, slots=True)
class GuardRule:
    """How many rows of one list one kind of change may touch in a run.

    More than ``cap`` never pass. Where there is a ``share`` (0 to 1) of the existing rows, no more than that pass either,
    but ``floor`` rows always do, so that a short list is not held up by its shortness.
    """

    share: float | None = None
    floor: int = 10
    cap: int = 5000

    def limit(self, existing: int) -> int:
        """Return the largest number of changes to a list of ``existing`` rows that pass."""
        if self.share is None:
            return self.cap
        # Rounded first: 0.29 of 100 is 28.999999999999996 to a computer.
        return min(self.cap, max(self.floor, int(round(self.share * existing, 9))))

    def allows(self, planned: int, existing: int) -> bool:
        """Say whether ``planned`` changes to a list of ``existing`` rows pass."""
        return planned <= self.limit(existing)


@dataclass(frozen=True, slots=True)
class TargetRules:
    """The lists we write.

    ``flags`` is the tracker itself with our columns on it, or None when it is left alone; ``kept`` are the lists that people
    keep, which are made when they are missing and only read otherwise. ``source`` limits how many rows a source may have lost
    since the last run that wrote.
    """

    gaps: TargetList
    position: TargetList
    publications: TargetList
    runs: TargetList
    history: TargetList
    flags: TargetList | None = None
    kept: tuple[TargetList, ...] = ()
    guards: Mapping[ChangeKind, GuardRule] = field(default_factory=dict)
    source: GuardRule = GuardRule(share=0.25, floor=10)

    @property
    def compared(self) -> tuple[TargetList, ...]:
        """Return the lists whose rows are read and compared with what they should be."""
        return (self.gaps, self.position, self.publications, self.history)

    @property
    def owned(self) -> tuple[TargetList, ...]:
        """Return the lists that are the service's own, in the order they are provisioned."""
        return (*self.compared, self.runs)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the administrators decide."""

    tracker: TrackerRules
    matching: MatchingRules
    gaps: Mapping[GapKind, GapRule]
    governance: Governance
    targets: TargetRules
    register: RegisterWords = field(default_factory=RegisterWords)
