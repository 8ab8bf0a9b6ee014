"""The register: publications and the items they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.vocabulary import (
    DatePrecision,
    InspectorateStatus,
    ItemKind,
    PublicationId,
    Recurrence,
    RegisterRef,
    Scope,
)


@dataclass(frozen=True, slots=True)
class DatedTo:
    """A date and how exactly it is known; ``on`` is the last day it can mean."""

    on: date
    precision: DatePrecision = DatePrecision.DAY


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
