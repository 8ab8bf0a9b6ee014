"""The outside world as the jobs see it; the doorways fit these shapes and wiring plugs them in."""

import math
from collections.abc import Callable, Mapping, Sequence
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
    is told by that alone. With ``keys`` only the rows are read that have one of these in it, and it is unique and
    indexed; such a read is a question about those rows and not a complete read. One that is ``is_optional`` may be missing, and
    is then not among what is read.
    """

    title: str
    columns: Mapping[str, str]
    remedy: str
    key_column: str = ""
    keys: tuple[str, ...] = ()
    is_optional: bool = False


def always() -> None:
    """Permit everything."""


@dataclass(frozen=True, slots=True)
class ProvisionStep:
    """One thing that provisioning did, or would do: a plain sentence. What it had to leave out says why and what to do."""

    list_title: str
    sentence: str
    is_left_out: bool = False


class Site(Protocol):
    """The SharePoint site with the tracker and the lists we write."""

    def begin(self, seconds: float = math.inf) -> None:
        """Begin a run of at most so many seconds, its reads and its waits among them; its budget for waiting is whole again.

        What SharePoint asked the process to wait still holds. When the time is up, whatever is asked raises OutOfTimeError.
        """
        ...

    def hurry(self, patience: float = 0.0) -> None:
        """Wait no longer than ``patience`` seconds any more and for answers only a moment, until the next ``begin``.

        The run is about to end, and has a few seconds for that whatever it used up before.
        """
        ...

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        """Return the lists by title, each read whole, without the optional ones that are missing.

        Raises AccessError, SiteShapeError.
        """
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

    def write(self, changes: Sequence[Change], permit: Callable[[], None] = always) -> list[Outcome]:
        """Send one group of changes once and return their outcomes in order; an outcome may be unknown.

        ``permit`` is called before anything goes out, also after a wait, and raises when it may not. Raises AccessError, or
        what ``permit`` raises, when nothing of the group was done.
        """
        ...

    def provision(
        self,
        targets: Sequence[TargetList],
        flags: TargetList | None,
        kept: Sequence[TargetList] = (),
        *,
        is_dry_run: bool,
    ) -> list[ProvisionStep]:
        """Bring lists, columns, indexes, views and formatting into being and return what was done, and what was left out.

        ``kept`` are lists that people keep: made when they are missing, and left alone when they are there.

        Raises AccessError, SiteShapeError.
        """
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
class Holder:
    """Who holds the lease: this process, by a name that no other has.

    ``is_gone`` says of another holder's name that its process is known to have ended; it may say so only when it is sure.
    """

    name: str = "this process"
    is_gone: Callable[[str], bool] = field(default=lambda _: False)


@dataclass(frozen=True, slots=True)
class RunLimits:
    """How long a run may take, in seconds: in all, and from one renewal of its lease to the next.

    ``write_seconds`` is the longest that one post can take from being sent until nothing of it can happen any more.
    ``has_heartbeat`` says whether the runs list keeps a row that is written at most hourly, also by runs with nothing to do.
    """

    run_seconds: float = 1800.0
    lease_seconds: float = 300.0
    write_seconds: float = 110.0
    has_heartbeat: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world, as one argument, and what the last run found out for the next one.

    ``unrecorded`` are the rows of earlier runs of this process that the runs list would not take, oldest first.
    """

    site: Site
    clock: Clock
    progress: Progress
    stop: StopSignal
    memory: Memory = field(default_factory=Memory)
    holder: Holder = field(default_factory=Holder)
    limits: RunLimits = field(default_factory=RunLimits)
    unrecorded: list[Change] = field(default_factory=list)
