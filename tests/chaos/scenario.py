"""A scenario: a tracker, what people do to it and to our lists, what breaks, and what must be true in the end."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hypothesis import strategies as st

from sync.core.records import ListContents, OutcomeKind, TargetList
from sync.core.summary import RunOutcome, Summary
from sync.core.values import read_text, read_value
from sync.core.vocabulary import ChangeKind
from sync.emulator.faults.fault import Fault, FaultKind, Scope
from sync.errors import SyncError
from sync.jobs.pipeline import run_pass
from tests.builders import AS_OF, a_list
from tests.chaos.stage import (
    GAPS,
    RUNS,
    TRACKER,
    KilledError,
    Seen,
    Service,
    Stage,
    the_register,
    the_rules_of_the_stage,
)
from tests.fakes import MemorySite, Stop, the_ports

LEASE_AND_MORE: Final = 600
"""Seconds after which the lease of a crashed run has surely ended."""

_STATUS = re.compile(rb"^HTTP/1\.1 (\d{3})", re.MULTILINE)
_PUT_OFF = {401, 403, 429, 503}


class ViolationError(AssertionError):
    """A promise was broken."""


@dataclass(frozen=True)
class Edit:
    """What somebody does before the request of that number; ``row`` is the n-th there is."""

    at: int
    what: str
    row: int


@dataclass(frozen=True)
class Kill:
    """The end of the process at the request of that number: before it arrived, or when it was done and not yet answered."""

    at: int
    is_after: bool


@dataclass(frozen=True)
class Scenario:
    """Everything that happens."""

    rows: tuple[Mapping[str, object], ...]
    faults: tuple[Fault, ...] = ()
    edits: tuple[Edit, ...] = ()
    kill: Kill | None = None
    stop: int | None = None
    runs: int = 1
    group_size: int = 100


@dataclass
class Tally:
    """What was done to the service, over many scenarios."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


EDITS: Final = (
    "a tracker cell of theirs",
    "a tracker cell that makes or clears a gap",
    "a new tracker row",
    "a tracker row removed",
    "their column of a gap",
    "our column of a gap",
    "a gap row removed",
    "a row of theirs in our list",
    "the lease's row",
)
KINDS: Final = (
    FaultKind.THROTTLED,
    FaultKind.RATE_LIMIT,
    FaultKind.ERROR_BEFORE,
    FaultKind.ERROR_AFTER,
    FaultKind.DROPPED_BEFORE,
    FaultKind.DROPPED_AFTER,
    FaultKind.CASCADE,
    FaultKind.TRUNCATED,
    FaultKind.HTML,
    FaultKind.EXPIRED_TOKEN,
    FaultKind.EXPIRED_DIGEST,
    FaultKind.EDITED,
)


def faults() -> st.SearchStrategy[Fault]:
    return st.builds(
        Fault,
        kind=st.sampled_from(KINDS),
        method=st.sampled_from(["*", "*", "POST", "MERGE"]),
        path=st.sampled_from(["*", "*", "*items*"]),
        scope=st.sampled_from(Scope),
        nth=st.integers(1, 10),
        count=st.integers(1, 3),
        status=st.sampled_from([429, 503]),
        retry_after=st.integers(0, 40),
        limit=st.integers(5, 60),
        reset=st.integers(5, 60),
        parts=st.integers(0, 6),
    )


def tracker_rows() -> st.SearchStrategy[Mapping[str, object]]:
    return st.fixed_dictionaries(
        {
            "Recommendation_x0020_Ref": st.sampled_from(
                [f"ROCU-2021-R{n}" for n in range(1, 7)] + ["Not there 9", None]
            ),
            "Status": st.sampled_from(["In Progress", "Complete", "Not Started", "Parked"]),
            "Item_x0020_Type": st.sampled_from(["Recommendation", "AFI", "Something"]),
            "National_x0020__x002f__x0020_Loc": st.sampled_from(["National", "Local", None]),
            "Target_x0020_Date": st.sampled_from(["31/12/2021", "01/01/2021", None]),
        }
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    edits = draw(
        st.lists(st.builds(Edit, st.integers(1, 14), st.sampled_from(EDITS), st.integers(0, 5)), min_size=1, max_size=5)
    )
    # A column of ours that is changed again and again is a quarrel, and frozen; that has tests of its own.
    once = [edit for edit in edits if edit.what == "our column of a gap"][:1]
    return Scenario(
        rows=tuple(draw(st.lists(tracker_rows(), min_size=1, max_size=5))),
        faults=tuple(draw(st.lists(faults(), min_size=1, max_size=5))),
        edits=tuple(edit for edit in edits if edit.what != "our column of a gap" or edit in once),
        kill=draw(st.none() | st.builds(Kill, st.integers(1, 12), st.booleans())),
        stop=draw(st.none() | st.none() | st.integers(0, 12)),
        runs=draw(st.sampled_from([1, 1, 2])),
        group_size=draw(st.sampled_from([3, 7, 100])),
    )


class People:
    """What people do, and what of it has to be there in the end."""

    def __init__(self, stage: Stage, tally: Tally) -> None:
        self._stage = stage
        self._tally = tally
        self._serial = 0
        self.kept: dict[tuple[str, int, str], object] = {}

    def do(self, edit: Edit) -> None:
        self._serial += 1
        if self._act(edit, f"by hand {self._serial}"):
            self._tally.counts["edits by people"] += 1

    def _act(self, edit: Edit, text: str) -> bool:
        deeds: dict[str, Callable[[], bool]] = {
            "a tracker cell of theirs": lambda: self._write(TRACKER, edit.row, "Progress_x0020_Update", text),
            "a tracker cell that makes or clears a gap": lambda: self._write(
                TRACKER, edit.row, "Target_x0020_Date", f"{1 + self._serial:02}/10/2021"
            ),
            "a new tracker row": lambda: self._add(TRACKER, text),
            "a tracker row removed": lambda: len(self._stage.rows(TRACKER)) > 1 and self._remove(TRACKER, edit.row),
            "their column of a gap": lambda: self._write(GAPS, edit.row, "Reason", text),
            "our column of a gap": lambda: self._touch(GAPS, edit.row, WhatToDo=text),
            "a gap row removed": lambda: self._remove(GAPS, edit.row),
            "a row of theirs in our list": lambda: self._add(GAPS, text),
            "the lease's row": lambda: self._touch(RUNS, 0, Title=text),
        }
        return deeds[edit.what]()

    def _add(self, title: str, text: str) -> bool:
        self.kept[title, self._stage.add(title, Title=text), "Title"] = text
        return True

    def _touch(self, title: str, index: int, **cells: object) -> bool:
        row = self._find(title, index)
        return row is not None and self._stage.edit(title, row["Id"], **cells)

    def _find(self, title: str, index: int) -> dict[str, Any] | None:
        rows = self._stage.rows(title)
        return rows[index % len(rows)] if rows else None

    def _write(self, title: str, index: int, column: str, text: str) -> bool:
        row = self._find(title, index)
        if row is None or not self._stage.edit(title, row["Id"], **{column: text}):
            return False
        self.kept[title, row["Id"], column] = text
        return True

    def _remove(self, title: str, index: int) -> bool:
        row = self._find(title, index)
        if row is None or not self._stage.remove(title, row["Id"]):
            return False
        self._stage.removed.add((title, str(row.get("SyncKey"))))
        self.kept = {place: text for place, text in self.kept.items() if place[:2] != (title, row["Id"])}
        return True

    def check(self) -> None:
        """Every edit of theirs is intact."""
        cells = {
            title: {row["Id"]: row for row in self._stage.rows(title)} for title in {place[0] for place in self.kept}
        }
        for (title, number, column), text in self.kept.items():
            if number not in cells[title] or str(text) not in str(cells[title][number][column]):
                raise ViolationError(f"{column} of row {number} in {title} is not what somebody wrote: {text}")


class Watch:
    """Looks at every request: nobody writes without the lease, and nothing goes out again before it was read back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._unknown: set[tuple[str, str]] = set()

    def before(self, seen: Seen) -> None:
        """Check a request on its way out."""
        repeated = {target for target in seen.targets if (seen.sender, target) in self._unknown}
        if repeated:
            raise ViolationError(f"sent again without a look: {sorted(repeated)[0]}")
        self._unknown |= {(seen.sender, target) for target in seen.targets}
        if any(f"getbytitle('{RUNS}')" not in target for target in seen.targets):
            owner = self._stage.lease_owner()
            if owner != seen.sender:
                raise ViolationError(f"{seen.sender} writes while the lease is {owner or 'nobody'}'s")

    def after(self, seen: Seen, body: bytes) -> None:
        """Take down what an answer tells its sender."""
        if not seen.targets:
            if seen.status == 200 and b"<html" not in body[:200]:
                self._unknown = {one for one in self._unknown if one[0] != seen.sender}
            return
        statuses = [int(found) for found in _STATUS.findall(body)]
        if seen.status in _PUT_OFF:
            known = set(seen.targets)
        elif len(statuses) == len(seen.targets):
            pairs = zip(seen.targets, statuses, strict=True)
            known = {target for target, status in pairs if status < 500 or status in _PUT_OFF}
        else:
            known = set()
        self._unknown -= {(seen.sender, target) for target in known}


@dataclass
class Trouble:
    """What a scenario does to the requests of its disturbed runs."""

    scenario: Scenario
    stage: Stage
    people: People
    watch: Watch
    tally: Tally

    def before(self, seen: Seen) -> None:
        """Do what comes before a request."""
        number = len(self.stage.log)
        for edit in self.scenario.edits:
            if edit.at == number:
                self.people.do(edit)
        self.watch.before(seen)
        self._kill(Kill(number, is_after=False))

    def after(self, seen: Seen, body: bytes) -> None:
        """Do what comes between a request and its answer."""
        self._kill(Kill(len(self.stage.log), is_after=True))
        self.watch.after(seen, body)

    def _kill(self, moment: Kill) -> None:
        if self.scenario.kill == moment:
            self.tally.counts["kills"] += 1
            raise KilledError


def play(scenario: Scenario, tally: Tally | None = None) -> Stage:
    """Play a scenario to its end and check everything; return the stage for a further look."""
    tally = tally or Tally()
    stage = Stage.copy()
    for row in scenario.rows:
        stage.add(TRACKER, Title="A row", **row)
    people, watch = People(stage, tally), Watch(stage)
    trouble = Trouble(scenario, stage, people, watch, tally)
    stage.before, stage.after = trouble.before, trouble.after
    for fault in scenario.faults:
        stage.control.faults.add(fault)
    for number in range(scenario.runs):
        stop = Stop(scenario.stop)
        _run_in_trouble(Service(stage, f"run {number}", stop=stop, group_size=scenario.group_size), tally)
    for standing in stage.control.faults.read():
        tally.faults[standing.fault.kind.word] += standing.struck
    stage.control.faults.clear()
    stage.before, stage.after = watch.before, watch.after
    stage.clock.elapsed += LEASE_AND_MORE
    settled = _settle(stage, tally)
    people.check()
    check_keys(stage, settled)
    check_against_undisturbed(settled)
    tally.counts["scenarios"] += 1
    tally.counts["requests"] += len(stage.log)
    return stage


def _run_in_trouble(service: Service, tally: Tally) -> None:
    """Run once; it may end with an explanation or with a bang, but with no mistake of ours."""
    tally.counts["runs"] += 1
    try:
        summary = service.run()
    except SyncError as error:
        outcome = f"exit {error.exit_code}"
    except KilledError:
        outcome = "killed"
    else:
        outcome = summary.outcome.value
        check_done(service.stage, summary)
    tally.counts[f"ended: {outcome}"] += 1


def check_done(stage: Stage, summary: Summary) -> None:
    """What a run counts as made is there, or was there: a person may have removed it since."""
    made = [o.change for o in summary.outcomes if o.kind is OutcomeKind.DONE and o.change.kind is ChangeKind.CREATE]
    for title in {change.list_title for change in made}:
        there = {row["SyncKey"] for row in stage.rows(title)}
        for change in made:
            if change.list_title == title and change.key not in there and (title, change.key) not in stage.removed:
                raise ViolationError(f"{title}: {change.key} counts as made and is not there")


def _settle(stage: Stage, tally: Tally) -> Mapping[str, ListContents]:
    """Run in fair weather until nothing is left to do and return the lists as the last run read them."""
    for _ in range(4):
        service = Service(stage, "later run")
        tally.counts["runs"] += 1
        summary = service.run()
        if summary.outcome is RunOutcome.NO_CHANGES:
            return service.site.last_read
        if summary.outcome is not RunOutcome.APPLIED:
            raise ViolationError(f"a run in fair weather ended with {summary.outcome}: {summary.trouble}")
    raise ViolationError("four runs in fair weather still found something to do")


def check_keys(stage: Stage, settled: Mapping[str, ListContents]) -> None:
    """No two rows of ours have the same key."""
    compared = [target.title for target in the_rules_of_the_stage().targets.compared]
    keys = {title: [read_text(row.cells.get("SyncKey")) for row in settled[title].rows] for title in compared}
    keys[RUNS] = [str(row["SyncKey"] or "") for row in stage.rows(RUNS)]
    for title, found in keys.items():
        if twice := [key for key, count in Counter(found).items() if key and count > 1]:
            raise ViolationError(f"{title} has {twice[0]} twice")


_LEARNT: Final = ("SyncMoved", "SyncFirstDue", "SyncClosed", "SyncReopened")
"""What our columns on the Tracker learnt from run to run, while people moved dates; a first run cannot know it."""


def check_against_undisturbed(lists: Mapping[str, ListContents]) -> None:
    """The lists are those that a run on a perfect site makes of the same tracker; what has had its day may stand beside."""
    rules = the_rules_of_the_stage()
    assert rules.targets.flags is not None
    ours = rules.targets.flags.service_columns
    tracker = lists[TRACKER]
    bare = [
        replace(row, cells={name: None if name in ours else c for name, c in row.cells.items()}) for row in tracker.rows
    ]
    empty = [target.title for target in (*rules.targets.owned, *rules.targets.kept)]
    site = MemorySite({title: a_list(title) for title in empty} | {TRACKER: replace(tracker, rows=bare)})
    run_pass(the_ports(site), rules, the_register(), AS_OF, release="undisturbed")
    for target in (*rules.targets.compared, rules.targets.flags):
        found, wanted = (_read(target, contents[target.title]) for contents in (lists, site.lists))
        for values in (*found.values(), *wanted.values()):
            for name in _LEARNT:
                values.pop(name, None)
        for key, values in wanted.items():
            if found.get(key) != values:
                raise ViolationError(f"{target.title}: {key} is {found.get(key)} and should be {values}")
        for key in found.keys() - wanted.keys():
            if found[key].get("State") != "Cleared" and not found[key].get("Retired"):
                raise ViolationError(f"{target.title}: {key} should not be there")


def _read(target: TargetList, contents: ListContents) -> dict[str, dict[str, object]]:
    columns = target.service_columns
    return {
        key: {name: read_value(row.cells.get(name), column) for name, column in columns.items()}
        for row in contents.rows
        if (key := read_text(row.cells.get(target.key)) if target.key else str(row.id))
    }
