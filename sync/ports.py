"""The outside world as the jobs see it; the doorways fit these shapes and wiring plugs them in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sync.core.reconcile import Memory
from sync.core.records import Change, ListContents, Outcome, RowVersion, TargetList
from sync.core.summary import RequestCounts


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list to be read whole.

    ``columns`` are those wanted, by internal name, each with what a person should do when it is not there; ``remedy`` says
    the same of the list. ``key_column`` is the column by which a list is known to be ours; a list that should be and has it not
    is told by that alone.
    """

    title: str
    columns: Mapping[str, str]
    remedy: str
    key_column: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionStep:
    """One thing that provisioning did, or would do: a plain sentence."""

    list_title: str
    sentence: str


class Site(Protocol):
    """The SharePoint site with the tracker and the lists we write."""

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        """Return the lists by title, each read whole. Raises AccessError, SiteShapeError."""
        ...

    def read_versions(
        self, list_title: str, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Sequence[RowVersion]]:
        """Return the versions that the list keeps of each row, with these columns only; none where it keeps none.

        Raises AccessError.
        """
        ...

    def split(self, changes: Sequence[Change]) -> list[list[Change]]:
        """Return the changes in groups that one call of ``write`` takes, in order."""
        ...

    def write(self, changes: Sequence[Change]) -> list[Outcome]:
        """Send one group of changes once and return their outcomes in order; an outcome may be unknown.

        Raises AccessError when nothing of the group was done.
        """
        ...

    def provision(
        self, targets: Sequence[TargetList], flags: TargetList | None, *, is_dry_run: bool
    ) -> list[ProvisionStep]:
        """Bring lists, columns, indexes and views into being and return what was done. Raises AccessError, SiteShapeError."""
        ...

    @property
    def counts(self) -> RequestCounts:
        """Return what went over the wire so far."""
        ...


class Clock(Protocol):
    """The time."""

    def today(self) -> date:
        """Return the calendar day in London."""
        ...

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        ...

    def seconds(self) -> float:
        """Return seconds that only ever grow, for measuring."""
        ...


class Progress(Protocol):
    """Somebody who watches a run."""

    def stage(self, sentence: str, total: int = 0) -> None:
        """Say what begins now, and of how many steps it consists when that is known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Say that steps of the stage are done."""
        ...


class StopSignal(Protocol):
    """Tells whether the run was asked to stop."""

    def is_set(self) -> bool:
        """Say whether to stop at the next safe place."""
        ...

    def wait(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds for it, and say whether to stop."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as one argument, and what the last run found out for the next one."""

    site: Site
    clock: Clock
    progress: Progress
    stop: StopSignal
    memory: Memory = field(default_factory=Memory)
