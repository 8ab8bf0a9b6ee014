"""What an import makes of a page or a spreadsheet before anything is written: drafts, and what the reader was unsure of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sync.core.records import DatedTo
from sync.core.vocabulary import ItemKind, Scope


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the import, with where in the page or file it comes from; the place is empty for the whole of it."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item as found.

    ``number`` and ``type`` are verbatim; ``limbs`` are the parts of an item that asks for several things, verbatim and also
    part of ``text``; ``parent`` is the place in ``Draft.items`` of its cause of concern.
    """

    kind: ItemKind
    text: str
    number: str = ""
    type: str = ""
    limbs: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    due_phrase: str = ""
    due_on: DatedTo | None = None
    parent: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class DraftPublication:
    """A publication as found. ``published`` is None where no date was found; ``page_date`` only where it is another day."""

    title: str = ""
    published: DatedTo | None = None
    page_date: date | None = None
    address: str = ""
    other_addresses: tuple[str, ...] = ()
    inspectorates: tuple[str, ...] = ("HMICFRS",)
    series: str = ""
    scope: Scope = Scope.NATIONAL
    bodies_inspected: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything an import found: one publication with its items, what it was unsure of, and what it passed over."""

    publication: DraftPublication
    items: tuple[DraftItem, ...] = ()
    unsure: tuple[Remark, ...] = ()
    passed_over: tuple[Remark, ...] = ()


_MOST_REMARKS: Final = 200


@dataclass(slots=True)
class Remarks:
    """Gathers remarks while something is read; a page that gives thousands of reasons gives the first and their number."""

    unsure: list[Remark] = field(default_factory=list)
    passed_over: list[Remark] = field(default_factory=list)
    untold: int = 0

    def doubt(self, place: str, sentence: str) -> None:
        """Keep something the reader was unsure of."""
        self._keep(self.unsure, Remark(place, sentence))

    def pass_over(self, place: str, sentence: str) -> None:
        """Keep something the reader saw and left out on purpose."""
        self._keep(self.passed_over, Remark(place, sentence))

    def all_unsure(self) -> tuple[Remark, ...]:
        """Return what the reader was unsure of, with the number of remarks of either sort that there was no room for."""
        if not self.untold:
            return tuple(self.unsure)
        return (*self.unsure, Remark("", f"{self.untold:,} more remarks of this sort are not shown."))

    def _keep(self, remarks: list[Remark], remark: Remark) -> None:
        if len(remarks) < _MOST_REMARKS:
            remarks.append(remark)
        else:
            self.untold += 1
