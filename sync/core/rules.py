"""What words mean: the administrators' mappings, checked and frozen. Each rule remembers the line that set it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.clocks import Period, rolling_period
from sync.core.inspectorates import RegisterWords
from sync.core.records import Publication, RegisterItem, TargetList
from sync.core.text import fold, say_list
from sync.core.vocabulary import (
    ChangeKind,
    GapKind,
    ItemKind,
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
    reference or title to a register item, and ``pinned_places`` names the line that does.
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
    """An assessment board; the chair is a role, never a name."""

    name: str
    chair: str = ""
    aliases: tuple[str, ...] = ()


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
    belongs to (all forces, chief constables); ``policing_body`` are those for its local policing body. ``period_months`` is the length of the rolling reporting period.
    """

    force: str
    addressed_as: frozenset[str]
    policing_body: frozenset[str] = frozenset()
    overrides: Mapping[RegisterRef, Override] = field(default_factory=dict)
    clocks: ClockRules = field(default_factory=ClockRules)
    boards: tuple[Board, ...] = ()
    period_months: int = 3
    completion_needs_agreement: bool = True

    def period(self, as_of: date) -> Period:
        """Return the reporting period that ends with ``as_of``."""
        return rolling_period(as_of, self.period_months)

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
    """The lists we write. ``flags`` is the tracker itself with our columns on it, or None when it is left alone.

    ``source`` limits how many rows a source may have lost since the last run that wrote.
    """

    gaps: TargetList
    position: TargetList
    publications: TargetList
    runs: TargetList
    flags: TargetList | None = None
    guards: Mapping[ChangeKind, GuardRule] = field(default_factory=dict)
    source: GuardRule = GuardRule(share=0.25, floor=10)

    @property
    def compared(self) -> tuple[TargetList, ...]:
        """Return the lists whose rows are read and compared with what they should be."""
        return (self.gaps, self.position, self.publications)

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
