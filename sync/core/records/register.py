"""The register: publications and the items they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sync.core.text import fingerprint, fold
from sync.core.vocabulary import (
    DatePrecision,
    InspectorateStatus,
    ItemKind,
    PublicationId,
    Recurrence,
    RegisterRef,
    RegisterState,
    Scope,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record of the register stands: its file and line, or its list and row ID."""

    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DatedTo:
    """A date and how exactly it is known; ``on`` is the last day it can mean."""

    on: date
    precision: DatePrecision = DatePrecision.DAY

    @property
    def first(self) -> date:
        """Return the first day it can mean, from which a duty is counted to be on the safe side."""
        match self.precision:
            case DatePrecision.MONTH:
                return self.on.replace(day=1)
            case DatePrecision.YEAR:
                return self.on.replace(month=1, day=1)
            case _:
                return self.on


@dataclass(frozen=True, slots=True)
class Due:
    """When the inspectorate wants an item done: its phrase verbatim, and the day it comes to when there is one.

    ``starts_on`` is the day to begin by, where the phrase gives a beginning and a long stop. ``recurrence`` says how often a
    duty comes back; ``on`` is then the first time.
    """

    phrase: str = ""
    on: date | None = None
    precision: DatePrecision | None = None
    starts_on: date | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class DutyDate:
    """The day by which a publication itself wants an answer; ``on`` is None when it says that it wants none."""

    on: date | None


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One line of an item's status history: the inspectorate's own word on a day, and what it means."""

    on: date
    word: str
    status: InspectorateStatus


@dataclass(frozen=True, slots=True)
class Publication:
    """Something HMICFRS (or a partner) published.

    ``published`` is the authoritative date; ``page_date`` is what its web page shows, which can be years later, and
    ``first_seen`` the day somebody here noticed it. ``inspectorates`` names the lead first. ``items_expected`` is None when
    nobody has established it and 0 when the publication makes none. ``response`` and ``action_plan`` are dates that the
    publication sets itself; None leaves them to the inspectorate's vocabulary. ``answered_with`` is the publication with the
    same findings whose response answers this one too.
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
    other_addresses: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    items_expected: int | None = None
    page_date: date | None = None
    first_seen: date | None = None
    response: DutyDate | None = None
    action_plan: DutyDate | None = None
    answered_with: PublicationId | None = None
    is_public: bool = True
    state: RegisterState = RegisterState.CONFIRMED
    source: str = ""
    place: Place = field(default=Place(), compare=False)

    @property
    def name(self) -> str:
        """Return what sentences call it: its title, or its first alias when the title is over 50 characters long."""
        return self.aliases[0] if self.aliases and len(self.title) > 50 else self.title

    @property
    def lead(self) -> str:
        """Return the inspectorate that led."""
        return self.inspectorates[0]


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """One recommendation, area for improvement or cause of concern, as published.

    ``type`` is the inspectorate's own word for it, verbatim, and ``kind`` ours. ``limbs`` are the parts of an item that asks
    for several things. ``restates`` are older items that it repeats, ``same_as`` the same item as another body published it,
    ``supersedes`` older items that it replaces. ``history`` is in order of days; a status can go backwards.
    """

    id: RegisterRef
    publication: PublicationId
    kind: ItemKind
    text: str
    number: str = ""
    type: str = ""
    parent: RegisterRef | None = None
    limbs: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    due: Due = field(default_factory=Due)
    priority: str = ""
    themes: tuple[str, ...] = ()
    status: InspectorateStatus = InspectorateStatus.OPEN
    status_on: date | None = None
    history: tuple[StatusEntry, ...] = ()
    restates: tuple[RegisterRef, ...] = ()
    same_as: tuple[RegisterRef, ...] = ()
    supersedes: tuple[RegisterRef, ...] = ()
    superseded_by: RegisterRef | None = None
    state: RegisterState = RegisterState.CONFIRMED
    source: str = ""
    place: Place = field(default=Place(), compare=False)

    @property
    def text_hash(self) -> str:
        """Return 16 hexadecimal digits that change when a word of the text does."""
        return fingerprint(fold(self.text))

    @property
    def is_wanted(self) -> bool:
        """Say whether the inspectorate still wants it done, and a person has confirmed that it was published so."""
        return (
            self.state is RegisterState.CONFIRMED
            and self.status is InspectorateStatus.OPEN
            and self.superseded_by is None
        )


@dataclass(frozen=True)
class Register:
    """The canonical register, in the order of its files."""

    publications: Mapping[PublicationId, Publication]
    items: Mapping[RegisterRef, RegisterItem]

    def equivalents_of(self, item: RegisterItem) -> set[RegisterRef]:
        """Return the items that ask for the same as ``item``: restated, or published by another body as well."""
        found: set[RegisterRef] = set()
        waiting = [item.id]
        while waiting:
            ref = waiting.pop()
            if ref in found:
                continue
            found.add(ref)
            waiting += self._same.get(ref, ())
        return found - {item.id}

    @cached_property
    def _same(self) -> Mapping[RegisterRef, list[RegisterRef]]:
        """Who is the same as whom, both ways."""
        same: dict[RegisterRef, list[RegisterRef]] = {}
        for item in self.items.values():
            for other in (*item.restates, *item.same_as):
                same.setdefault(item.id, []).append(other)
                same.setdefault(other, []).append(item.id)
        return same

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
