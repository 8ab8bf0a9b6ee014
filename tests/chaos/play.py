"""Play a scenario to its end and check everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from unittest.mock import patch

from sync.core.records import ListContents
from sync.core.summary import RunOutcome
from sync.errors import ShrunkSourceError, SyncError
from sync.sharepoint import lists
from tests.chaos.checks import check_against_undisturbed, check_done, check_given_back, check_keys
from tests.chaos.people import People
from tests.chaos.scenario import LASTING, TRACKERS, Kill, Scenario
from tests.chaos.seen import Seen
from tests.chaos.service import Service, a_stage
from tests.chaos.stage import TRACKER, KilledError, Stage
from tests.chaos.watch import Tally, ViolationError, Watch
from tests.fakes import Stop

LEASE_AND_MORE: Final = 600
"""Seconds after which the lease of a crashed run has surely ended."""


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
            self.tally.counts["kills in scenarios"] += 1
            raise KilledError


def play(scenario: Scenario, tally: Tally | None = None) -> Stage:
    """Play a scenario to its end and check everything; return the stage for a further look.

    Raises ViolationError when a promise was broken.
    """
    tally = tally or Tally()
    stage = _set(scenario)
    watch = Watch(stage)
    people = People(stage, watch, tally)
    with patch.object(lists, "PAGE_SIZE", scenario.page_size):
        _disturb(scenario, stage, people, watch, tally)
        stage.before, stage.after = watch.before, watch.after
        stage.clock.elapsed += LEASE_AND_MORE
        stage.deliver()
        settled = _settle(stage, tally, watch, is_forgotten=people.has_removed_lease)
    people.check()
    check_keys(stage, settled)
    check_against_undisturbed(settled)
    tally.counts["scenarios"] += 1
    tally.counts["requests in scenarios"] += len(stage.log)
    tally.counts["writes done after their sender gave up"] += stage.late_writes
    return stage


def _set(scenario: Scenario) -> Stage:
    """The stage as the disturbed runs find it, its requests not yet counted."""
    if not scenario.is_first and scenario.rows in TRACKERS:
        return _settled(TRACKERS.index(scenario.rows)).branch()
    stage = a_stage()
    for row in scenario.rows:
        stage.add(TRACKER, Title="A row", **row)
    if not scenario.is_first:
        _settle(stage, Tally())
    stage.log.clear()
    return stage


@cache
def _settled(number: int) -> Stage:
    stage = a_stage()
    for row in TRACKERS[number]:
        stage.add(TRACKER, Title="A row", **row)
    _settle(stage, Tally())
    return stage


def _disturb(scenario: Scenario, stage: Stage, people: People, watch: Watch, tally: Tally) -> None:
    """Make the runs that everything happens to."""
    trouble = Trouble(scenario, stage, people, watch, tally)
    for edit in scenario.edits:
        if edit.at == 0:
            people.do(edit)
    stage.before, stage.after = trouble.before, trouble.after
    for fault in scenario.faults:
        stage.control.faults.add(fault)
    for number in range(scenario.runs):
        stop = Stop(scenario.stop)
        name = f"run {number}"
        service = Service(stage, name, stop=stop, group_size=scenario.group_size, sign_in=scenario.sign_in)
        watch.begin_run(name, stop)
        _run_in_trouble(service, people, watch, tally)
    for standing in stage.control.faults.read():
        tally.faults[standing.fault.kind.word] += standing.struck
        tally.counts["faults that lasted"] += standing.fault.count == LASTING and standing.struck > 0
    tally.counts["first runs disturbed" if scenario.is_first else "later runs disturbed"] += scenario.runs
    stage.control.faults.clear()


def _run_in_trouble(service: Service, people: People, watch: Watch, tally: Tally) -> None:
    """Run once; it may end with an explanation or with a bang, but with no mistake of ours."""
    stage = service.stage
    struck = _count_strikes(stage)
    tally.counts["runs in scenarios"] += 1
    try:
        summary = service.run()
    except SyncError as error:
        outcome = f"exit {error.exit_code}"
    except KilledError:
        outcome = "killed"
    else:
        outcome = summary.outcome.value
        check_done(watch, service.name, summary, people.touched)
    # A sign-in of minutes may be longer than a run that was told to stop waits to give its lease back.
    is_undisturbed = struck == _count_strikes(stage) and not people.touched_lease and not service.is_slow
    if outcome != "killed" and is_undisturbed:
        check_given_back(stage, service.name, outcome)
    people.check_untouched()
    tally.counts[f"a disturbed run ended with {outcome}"] += 1


def _count_strikes(stage: Stage) -> int:
    return sum(standing.struck for standing in stage.control.faults.read())


def _settle(
    stage: Stage, tally: Tally, watch: Watch | None = None, *, is_forgotten: bool = False
) -> Mapping[str, ListContents]:
    """Run in fair weather until nothing is left to do and return the lists as the last run read them.

    When somebody removed the lease's row (``is_forgotten``), which is also what the service remembers, it may rightly hold its
    next run; then somebody looks at the plan and applies just that one.
    """
    for _ in range(4):
        service = Service(stage, "later run")
        tally.counts["runs in scenarios"] += 1
        if watch is not None:
            watch.begin_run(service.name)
        try:
            summary = service.run()
        except ShrunkSourceError:
            if not is_forgotten:
                raise
            tally.counts["runs held because nothing was remembered"] += 1
            summary = service.run(expect=service.plan().plan.checksum)
            is_forgotten = False
        check_given_back(stage, service.name, summary.outcome.value)
        if summary.outcome is RunOutcome.NO_CHANGES:
            return service.site.last_read
        if summary.outcome is not RunOutcome.APPLIED:
            raise ViolationError(f"a run in fair weather ended with {summary.outcome}: {summary.trouble}")
    raise ViolationError("four runs in fair weather still found something to do")
