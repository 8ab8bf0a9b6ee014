"""Fakes for the ports: a site in memory, a clock that stands still, somebody who does not watch, a signal never given."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from sync.core.clocks import local_midnight
from sync.core.records import Cell, Change, ListContents, Outcome, OutcomeKind, Row, RowVersion, TargetList, Value
from sync.core.summary import RequestCounts
from sync.core.vocabulary import ChangeKind
from sync.errors import SiteShapeError
from sync.ports import ListRequest, Ports, ProvisionStep, always


def as_cell(value: Value) -> Cell:
    """Return a value as SharePoint would give it back: days as moments, numbers as floats."""
    match value:
        case datetime():
            return value
        case date():
            return local_midnight(value)
        case bool():
            return value
        case int():
            return float(value)
        case _:
            return value


@dataclass
class MemorySite:
    """Lists in memory, with versions. ``before_write`` may answer instead of the site, change by change."""

    lists: dict[str, ListContents] = field(default_factory=dict)
    groups: list[list[Change]] = field(default_factory=list)
    group_size: int = 100
    before_write: Callable[[Change], Outcome | None] = lambda _: None
    before_group: Callable[[int], None] = lambda _: None
    before_read: Callable[[int], None] = lambda _: None
    reads: int = 0
    calls: list[str] = field(default_factory=list)
    budget: float = math.inf
    key: str = "SyncKey"
    versions: dict[int, list[RowVersion]] = field(default_factory=dict)
    asked_versions: list[list[int]] = field(default_factory=list)

    @property
    def counts(self) -> RequestCounts:
        return RequestCounts(sent=self.reads + len(self.groups))

    def begin(self, seconds: float = math.inf) -> None:
        self.budget = seconds
        self.calls.append("begin")

    def hurry(self, patience: float = 0.0) -> None:
        self.calls.append(f"hurry {patience:.0f}" if patience else "hurry")

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        self.reads += 1
        self.before_read(self.reads)
        if missing := [request for request in wanted if request.title not in self.lists and not request.is_optional]:
            raise SiteShapeError(f"The site has no list '{missing[0].title}'. {missing[0].remedy}")
        return {
            request.title: _narrow(self.lists[request.title], request)
            for request in wanted
            if request.title in self.lists
        }

    def read_versions(
        self, list_title: str, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Sequence[RowVersion]]:
        del list_title
        self.reads += 1
        self.asked_versions.append(list(rows))
        kept = {number: self.versions.get(number, []) for number in rows}
        return {
            number: [RowVersion(v.moment, {name: v.cells.get(name) for name in columns}) for v in versions]
            for number, versions in kept.items()
        }

    def split(self, changes: Sequence[Change]) -> list[list[Change]]:
        size = self.group_size
        return [list(changes[start : start + size]) for start in range(0, len(changes), size)]

    def write(self, changes: Sequence[Change], permit: Callable[[], None] = always) -> list[Outcome]:
        permit()
        self.before_group(len(self.groups))
        self.groups.append(list(changes))
        return [self.before_write(change) or self.commit(change) for change in changes]

    def commit(self, change: Change) -> Outcome:
        """Do what a change says, as the site would."""
        contents = self.lists[change.list_title]
        cells = {name: as_cell(value) for name, value in change.values.items()}
        if change.kind is ChangeKind.CREATE:
            if any(row.cells.get(self.key) == change.key for row in contents.rows):
                return Outcome(change, OutcomeKind.UNKNOWN, "duplicate values were found")
            number = max((row.id for row in contents.rows), default=0) + 1
            changed = Row(number, f'"{number},1"', cells)
            rows = [*contents.rows, changed]
        else:
            row = next(row for row in contents.rows if row.id == change.row_id)
            if row.etag != change.etag:
                return Outcome(change, OutcomeKind.CONFLICT, "somebody changed the row first")
            version = int(row.etag.strip('"').split(",")[1]) + 1
            changed = Row(row.id, f'"{row.id},{version}"', {**row.cells, **cells})
            rows = [changed if other.id == row.id else other for other in contents.rows]
        self.lists[change.list_title] = replace(contents, rows=rows)
        return Outcome(change, OutcomeKind.DONE, row_id=changed.id, etag=changed.etag)

    def provision(
        self,
        targets: Sequence[TargetList],
        flags: TargetList | None,
        kept: Sequence[TargetList] = (),
        *,
        is_dry_run: bool,
    ) -> list[ProvisionStep]:
        del flags
        missing = [target for target in (*targets, *kept) if target.title not in self.lists]
        if not is_dry_run:
            for target in missing:
                self.lists[target.title] = ListContents(target.title, f"https://site.example/{target.title}", {}, [])
        return [ProvisionStep(target.title, f"create the list '{target.title}'") for target in missing]


def _narrow(contents: ListContents, request: ListRequest) -> ListContents:
    if not request.keys:
        return contents
    return replace(contents, rows=[row for row in contents.rows if row.cells.get(request.key_column) in request.keys])


@dataclass
class FixedClock:
    """A clock that stands still; its seconds grow by one each time they are asked for."""

    day: date = date(2021, 6, 23)
    elapsed: float = 0.0
    moment: datetime | None = None

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return self.moment or datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)

    def seconds(self) -> float:
        self.elapsed += 1
        return self.elapsed


@dataclass
class RecordedProgress:
    """Keeps what it was told."""

    stages: list[str] = field(default_factory=list)
    steps: int = 0

    def stage(self, sentence: str, total: int = 0) -> None:
        del total
        self.stages.append(sentence)

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


@dataclass
class Stop:
    """A stop signal that is given after so many looks; never, by default. Waiting takes no time."""

    after: int | None = None
    looks: int = 0
    waited: list[float] = field(default_factory=list)

    def is_set(self) -> bool:
        self.looks += 1
        return self.after is not None and self.looks > self.after

    def wait(self, timeout: float) -> bool:
        self.waited.append(timeout)
        return self.is_set()


def the_ports(site: MemorySite, *, stop: Stop | None = None, progress: RecordedProgress | None = None) -> Ports:
    return Ports(site, FixedClock(), progress or RecordedProgress(), stop or Stop())
