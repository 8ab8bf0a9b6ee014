"""What the runs list tells of runs: those that changed something, those that failed, and that the service lives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.core.records import Change, Outcome, OutcomeKind
from sync.core.summary import RunOutcome
from sync.errors import (
    AccessError,
    IncompleteReadError,
    SiteShapeError,
    ThrottledError,
    UnreachableError,
)
from sync.jobs.pipeline import run_pass
from sync.ports import RunLimits
from tests.builders import AS_OF
from tests.fakes import FixedClock, the_ports
from tests.jobs.sample import (
    GAPS,
    RULES,
    RUNS,
    a_pass,
    a_site,
    runs_of,
    the_register,
)


def test_a_run_that_changed_something_has_a_row_and_one_that_did_not_has_none() -> None:
    site = a_site()

    a_pass(site)
    a_pass(site)

    runs = runs_of(site)
    assert len(runs) == 1
    assert runs[0].cells["Outcome"] == "applied"
    assert runs[0].cells["Release"] == "1.2.3"
    assert runs[0].cells["TrackerRows"] == 3.0


def test_a_missing_target_list_says_to_provision_and_nothing_is_written() -> None:
    site = a_site()
    del site.lists[GAPS]

    with pytest.raises(SiteShapeError, match="Run hmicfrs-sync provision"):
        a_pass(site)

    assert [row.cells["Outcome"] for row in runs_of(site)] == ["failed"]
    assert {change.list_title for group in site.groups for change in group} == {RUNS}


@pytest.mark.parametrize("error", [IncompleteReadError("changing"), UnreachableError("gone")], ids=repr)
def test_a_run_that_could_not_read_is_recorded_in_one_short_try(error: AccessError) -> None:
    site = a_site()

    def refuse(_: int) -> None:
        site.before_read = lambda _: None
        raise error

    site.before_read = refuse

    with pytest.raises(type(error)):
        a_pass(site)

    assert [row.cells["Message"] for row in runs_of(site)] == [str(error)]
    assert site.calls == ["begin", "hurry"]


def test_two_runs_that_fail_in_the_same_second_have_a_row_each() -> None:
    site = a_site()
    del site.lists[GAPS]

    for microsecond in (1, 2):
        clock = FixedClock(moment=datetime(2021, 6, 23, 12, 0, 0, microsecond, tzinfo=UTC))
        with pytest.raises(SiteShapeError):
            run_pass(replace(the_ports(site), clock=clock), RULES, the_register(), AS_OF, release="1")

    assert len(runs_of(site)) == 2


def test_a_run_whose_record_got_no_answer_is_recorded_once() -> None:
    site = a_site()

    def lose(change: Change) -> Outcome | None:
        if change.list_title != RUNS or change.key == "lease":
            return None
        site.before_write = lambda _: None
        site.commit(change)
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")

    site.before_write = lose

    a_pass(site)

    assert len(runs_of(site)) == 1


def test_a_service_that_finds_nothing_to_do_beats_at_most_hourly() -> None:
    site = a_site()
    a_pass(site)
    limits = RunLimits(has_heartbeat=True)
    beats = []

    for minutes in (0, 30, 59, 61, 90):
        moment = datetime(2021, 6, 23, 12, tzinfo=UTC) + timedelta(minutes=minutes)
        ports = replace(the_ports(site), limits=limits, clock=FixedClock(moment=moment))
        run_pass(ports, RULES, the_register(), AS_OF, release="1")
        beats.append(next(row.etag for row in site.lists[RUNS].rows if row.cells["SyncKey"] == "heartbeat"))

    assert [beats.index(etag) for etag in beats] == [0, 0, 0, 3, 3]


def put_off(_: int) -> None:
    raise ThrottledError("busy for an hour")


def test_a_run_that_was_put_off_waits_a_minute_at_most_to_be_recorded() -> None:
    site = a_site()

    def refuse(number: int) -> None:
        site.before_read = lambda _: None
        put_off(number)

    site.before_read = refuse

    with pytest.raises(ThrottledError):
        a_pass(site)

    assert site.calls == ["begin", "hurry 60"]
    assert [row.cells["Message"] for row in runs_of(site)] == ["busy for an hour"]


def test_a_run_that_was_put_off_while_it_wrote_waits_a_minute_at_most_to_give_its_lease_back() -> None:
    site = a_site()
    site.group_size = 5

    def refuse(number: int) -> None:
        if number == 3:
            site.before_group = lambda _: None
            put_off(number)

    site.before_group = refuse

    a_pass(site)

    lease = next(row for row in site.lists[RUNS].rows if row.cells["SyncKey"] == "lease")
    assert site.calls == ["begin", "hurry 60"]
    assert lease.cells["LeaseOwner"] is None


def test_runs_that_could_not_be_recorded_are_recorded_by_the_next_run_of_the_process_that_can() -> None:
    site = a_site()
    a_pass(site)
    ports = the_ports(site)
    site.before_read = site.before_group = put_off
    for second in (1, 2):
        clock = FixedClock(moment=datetime(2021, 6, 23, 12, 0, second, tzinfo=UTC))
        with pytest.raises(ThrottledError):
            run_pass(replace(ports, clock=clock), RULES, the_register(), AS_OF, release="1")
    groups = len(site.groups)

    site.before_read = site.before_group = lambda _: None
    summary = run_pass(ports, RULES, the_register(), AS_OF, release="1")
    run_pass(ports, RULES, the_register(), AS_OF, release="1")

    late = runs_of(site)[1:]
    assert summary.outcome is RunOutcome.NO_CHANGES
    assert [(row.cells["Outcome"], row.cells["Message"]) for row in late] == [("failed", "busy for an hour")] * 2
    assert [row.cells["StartedAt"] for row in late] == [datetime(2021, 6, 23, 12, 0, n, tzinfo=UTC) for n in (1, 2)]
    assert len(site.groups) == groups + 1
    assert ports.unrecorded == []


def test_a_row_whose_answer_got_lost_is_looked_for_before_it_is_sent_later() -> None:
    site = a_site()
    a_pass(site)
    ports = the_ports(site)

    def lose(change: Change) -> Outcome:
        site.before_read = put_off
        site.commit(change)
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")

    def refuse(number: int) -> None:
        site.before_write = lose
        put_off(number)

    site.before_read = refuse
    with pytest.raises(ThrottledError):
        run_pass(ports, RULES, the_register(), AS_OF, release="1")
    groups = len(site.groups)
    kept = list(ports.unrecorded)

    site.before_read, site.before_write = lambda _: None, lambda _: None
    run_pass(ports, RULES, the_register(), AS_OF, release="1")

    assert len(kept) == 1
    assert len(runs_of(site)) == 2
    assert len(site.groups) == groups
    assert ports.unrecorded == []


def test_only_the_newest_of_many_unrecorded_runs_are_kept() -> None:
    site = a_site()
    ports = the_ports(site)
    site.before_read = site.before_group = put_off

    for second in range(25):
        clock = FixedClock(moment=datetime(2021, 6, 23, 12, 0, second, tzinfo=UTC))
        with pytest.raises(ThrottledError):
            run_pass(replace(ports, clock=clock), RULES, the_register(), AS_OF, release="1")

    assert [change.key[17:19] for change in ports.unrecorded] == [f"{second:02}" for second in range(5, 25)]
