"""Gaps, and the flags that tell them."""

from dataclasses import dataclass
from datetime import date

from sync.core.vocabulary import EntryId, FlagState, GapKind, RegisterRef, Severity


@dataclass(frozen=True, slots=True)
class Waiting:
    """Gaps of these kinds about these rows are neither raised nor cleared: they rest on a column that is in doubt.

    Those of the kinds in ``everywhere`` wait whatever they are about.
    """

    kinds: frozenset[GapKind]
    entries: frozenset[EntryId]
    everywhere: frozenset[GapKind] = frozenset()

    def has(self, kind: str, entry: int | None) -> bool:
        """Say whether a gap waits."""
        return kind in self.everywhere or (kind in self.kinds and entry in self.entries)


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference worth a person's time: what is wrong, what each side says, and what to do.

    ``key`` names the gap for good: its kind and what it is about. ``rule`` is the rule with the line of configuration that
    set it. ``others`` are rows it is about besides ``entry``. ``fingerprint`` changes exactly when one of the sides does, so
    that a dismissal can end. ``subject`` is what a decision about the match holds on to, blank where there is none to make.
    ``is_held_back`` marks the one gap that stands for all of a rule that found too many; ``is_seen_twice`` one that is raised
    only when the next complete read finds it again, and ``is_partial`` one that the row's versions would tell more about.
    ``waiting`` are the kinds and rows that the notice of a rule that holds itself back keeps as they are beside its own.
    ``if_dismissed`` is what somebody who dismisses it has to know, blank where nothing follows.
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
    others: tuple[EntryId, ...] = ()
    subject: str = ""
    is_held_back: bool = False
    is_seen_twice: bool = False
    is_partial: bool = False
    if_dismissed: str = ""
    waiting: Waiting | None = None

    @property
    def entries(self) -> tuple[EntryId, ...]:
        """Return every row of the tracker that the gap is about."""
        return ((self.entry,) if self.entry is not None else ()) + self.others


@dataclass(frozen=True, slots=True)
class Flag:
    """The row of the gap list about a gap: what became of it, and since when."""

    gap: Gap
    state: FlagState
    first_seen: date
    last_changed: date
    decided_for: str = ""
    is_new: bool = False
