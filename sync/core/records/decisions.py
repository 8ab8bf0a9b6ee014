"""Decisions: what people said about which item a row is about, and what they said it of."""

from dataclasses import dataclass

from sync.core.records.register import RegisterItem
from sync.core.records.tracker import TrackerEntry
from sync.core.text import fingerprint, fold
from sync.core.vocabulary import EntryId, RegisterRef, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one row, kept with the fingerprints of what they saw.

    It holds for that row and those items and no others, and for as long as their words stay. ``reference`` is the fingerprint
    of the reference that the row had: a reference entered later is a later word. ``item`` is blank where no item is named.
    """

    entry: EntryId
    verdict: Verdict
    words: str
    reference: str
    ref: RegisterRef | None = None
    item: str = ""
    place: str = ""


def fingerprint_words(entry: TrackerEntry) -> str:
    """Return eight hexadecimal digits that change exactly when a word of the row's title or text does."""
    return fingerprint(fold(entry.title), fold(entry.text))[:8]


def fingerprint_reference(entry: TrackerEntry) -> str:
    """Return eight hexadecimal digits that change exactly when the row's reference does."""
    return fingerprint(fold(entry.reference))[:8]


def fingerprint_item(item: RegisterItem) -> str:
    """Return eight hexadecimal digits that change exactly when a word of the item does."""
    return item.text_hash[:8]
