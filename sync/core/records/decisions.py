"""Decisions: what people said about which item a row is about, and what they said it of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.core.records.register import RegisterItem
from sync.core.records.tracker import TrackerEntry
from sync.core.text import fingerprint, fold
from sync.core.vocabulary import EntryId, RegisterRef, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one row, kept with the fingerprints of what they saw.

    It holds for that row and those items and no others, and for as long as their words stay. ``reference`` is the fingerprint
    of the reference that the row had, and ``refers`` of the item it led to, blank where that was not kept: a reference to
    another item, entered later, is a later word. ``item`` is blank where no item is named. ``row`` is the row of the gap list
    in which it was made, and ``over`` are the marks of the decisions that its maker was asked to choose among.
    """

    entry: EntryId
    verdict: Verdict
    words: str
    reference: str
    ref: RegisterRef | None = None
    item: str = ""
    place: str = ""
    refers: str = ""
    over: frozenset[str] = frozenset()
    row: int = 0

    @property
    def mark(self) -> str:
        """Return eight hexadecimal digits for what was decided and in which row, whatever its reason."""
        return fingerprint(self.row, self.verdict, self.ref)[:8]

    def contradicts(self, other: "Decision") -> bool:
        """Say whether both cannot be right: two answers about the row, or an item that one accepts and the other refuses."""
        refused = Verdict.NOT_THIS
        if self.verdict is not refused and other.verdict is not refused:
            return self.ref != other.ref
        return self.verdict is not other.verdict and self.ref == other.ref


@dataclass(frozen=True, slots=True)
class LaterWords:
    """What the Tracker says by now of rows that were decided about.

    ``overruled`` are the rows of the gap list of whose decisions a later reference says otherwise; ``references`` are, by row of
    the Tracker, the fingerprints of its reference as written and as resolved.
    """

    overruled: frozenset[int] = frozenset()
    references: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def fingerprint_words(entry: TrackerEntry) -> str:
    """Return eight hexadecimal digits that change exactly when a word of the row's title or text does."""
    return fingerprint(fold(entry.title), fold(entry.text))[:8]


def fingerprint_reference(entry: TrackerEntry) -> str:
    """Return eight hexadecimal digits that change exactly when the row's reference does."""
    return fingerprint(fold(entry.reference))[:8]


def fingerprint_referred(ref: RegisterRef | None) -> str:
    """Return eight hexadecimal digits for the item that the row's reference leads to, in whatever writing; None for no item."""
    return fingerprint(ref or "")[:8]


def fingerprint_item(item: RegisterItem) -> str:
    """Return eight hexadecimal digits that change exactly when a word of the item does."""
    return item.text_hash[:8]
