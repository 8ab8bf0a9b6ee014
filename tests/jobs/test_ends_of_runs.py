"""Runs that end early: put off, asked to stop, out of time; what was done stays done and the rest is left."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from sync.core.records import Change, Register
from sync.core.summary import RunOutcome, Summary
from sync.errors import (
    InterruptedRunError,
    OutOfTimeError,
    RegisterError,
    SiteShapeError,
    SyncError,
    ThrottledError,
    UnreachableError,
)
from sync.jobs.pipeline import plan_pass, run_pass
from sync.ports import RunLimits
from tests.builders import AS_OF
from tests.fakes import FixedClock, Stop, the_ports
from tests.jobs.sample import (
    GAPS,
    RULES,
    RUNS,
    a_pass,
    a_site,
    runs_of,
    the_register,
)


def test_throttling_before_anything_was_written_ends_the_run() -> None:
    site = a_site()

    def refuse(number: int) -> None:
        raise ThrottledError(f"busy {number}")

    site.before_group = refuse

    with pytest.raises(ThrottledError):
        a_pass(site)


def test_throttling_in_the_middle_keeps_what_was_done_and_the_next_run_takes_up_the_rest() -> None:
    site = a_site()
    site.group_size = 5

    def refuse(number: int) -> None:
        if number == 3:  # after the lease and two batches
            raise ThrottledError("busy")

    site.before_group = refuse

    first = a_pass(site)
    site.before_group = lambda _: None
    second = a_pass(site)

    assert first.outcome is RunOutcome.PARTLY
    assert (first.count_writes()["done"], first.trouble) == (10, "busy")
    assert second.plan.changes
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


def test_a_stop_between_batches_leaves_the_rest_for_the_next_run() -> None:
    site = a_site()
    site.group_size = 5

    summary = a_pass(site, stop=Stop(after=5))

    assert summary.outcome is RunOutcome.INTERRUPTED
    assert summary.count_writes()["done"] == 5
    assert site.lists[RUNS].rows[-1].cells["Outcome"] == "interrupted"


def test_a_stop_while_the_lease_is_renewed_lets_no_batch_out() -> None:
    site, stop, clock = a_site(), Stop(), FixedClock()
    claims: list[Change] = []

    def ask_to_stop(change: Change) -> None:
        if change.key == "lease" and change.values.get("LeaseOwner"):
            claims.append(change)
            clock.elapsed += 160 if len(claims) == 1 else 0
            stop.after = stop.looks if len(claims) == 2 else None

    site.before_write = ask_to_stop

    summary = run_pass(replace(the_ports(site, stop=stop), clock=clock), RULES, the_register(), AS_OF, release="1")

    assert len(claims) == 2
    assert summary.outcome is RunOutcome.INTERRUPTED
    assert summary.count_writes().get("done", 0) == 0


def test_a_run_stopped_before_it_wrote_is_recorded_as_interrupted_and_hurries() -> None:
    site = a_site()

    with pytest.raises(InterruptedRunError):
        a_pass(site, stop=Stop(after=0))

    assert runs_of(site)[-1].cells["Outcome"] == "interrupted"
    assert site.calls == ["begin", "hurry"]
    assert site.lists[GAPS].rows == []


def test_an_interrupted_run_gives_its_lease_back() -> None:
    site = a_site()
    site.group_size = 5

    a_pass(site, stop=Stop(after=5))

    lease = next(row for row in site.lists[RUNS].rows if row.cells["SyncKey"] == "lease")
    assert lease.cells["LeaseOwner"] is None
    assert site.calls[-1] == "hurry"


def test_a_run_that_uses_up_its_time_leaves_the_rest_for_the_next() -> None:
    site = a_site()
    site.group_size = 5
    ports = replace(the_ports(site), limits=RunLimits(run_seconds=10))

    first = run_pass(ports, RULES, the_register(), AS_OF, release="1")
    second = a_pass(site)

    assert first.outcome is RunOutcome.PARTLY
    assert "run_budget_seconds" in first.trouble
    assert 0 < first.count_writes()["done"] < len(first.plan.changes)
    assert second.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


@pytest.mark.parametrize("before", [1, 0], ids=["while the lists are read", "while the register is read"])
def test_a_run_whose_time_is_up_before_everything_is_read_writes_nothing_but_its_row(before: int) -> None:
    site = a_site()

    def run_out(number: int) -> None:
        if number > before:
            raise OutOfTimeError(1800)

    def read_register() -> Register:
        site.read_lists([])
        return the_register()

    site.before_read = run_out

    with pytest.raises(OutOfTimeError) as caught:
        run_pass(the_ports(site), RULES, read_register, AS_OF, release="1")

    assert caught.value.exit_code == 5
    assert [row.cells["Outcome"] for row in runs_of(site)] == ["failed"]
    assert "1,800 seconds" in str(runs_of(site)[0].cells["Message"])
    assert {change.list_title for group in site.groups for change in group} == {RUNS}
    assert site.calls == ["begin", "hurry 60"]


def test_a_run_that_computed_until_its_time_was_up_asks_for_no_lease() -> None:
    site = a_site()
    ports = replace(the_ports(site), limits=RunLimits(run_seconds=3))

    with pytest.raises(OutOfTimeError):
        run_pass(ports, RULES, the_register(), AS_OF, release="1")

    assert [[change.key[:4] for change in group] for group in site.groups] == [["run/"]]


@pytest.mark.parametrize("act", [plan_pass, partial(run_pass, release="1")], ids=["plan", "run"])
def test_the_register_is_read_in_the_time_of_the_run(act: Callable[..., Summary]) -> None:
    site = a_site()
    begun: list[list[str]] = []

    def read_register() -> Register:
        begun.append(list(site.calls))
        return the_register()

    act(replace(the_ports(site), limits=RunLimits(run_seconds=600)), RULES, read_register, AS_OF)

    assert begun == [["begin"]]
    assert site.calls.count("begin") == 1
    assert site.budget == 600


@pytest.mark.parametrize(
    "error",
    [RegisterError([]), UnreachableError("gone"), SiteShapeError("no list")],
    ids=lambda error: type(error).__name__,
)
def test_a_register_that_cannot_be_read_is_recorded_as_any_other_failure(error: SyncError) -> None:
    site = a_site()

    def refuse() -> Register:
        raise error

    with pytest.raises(type(error)):
        run_pass(the_ports(site), RULES, refuse, AS_OF, release="1")

    assert [(row.cells["Outcome"], row.cells["Message"]) for row in runs_of(site)] == [("failed", str(error))]
