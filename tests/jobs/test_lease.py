"""The lease: of all runs one writes, and a run that crashed is succeeded."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from sync.core.records import Change, Outcome, OutcomeKind
from sync.errors import AccessError, InterruptedRunError, LeaseHeldError, LeaseLostError, UnreachableError
from sync.jobs.lease import (
    SKEW,
    Lease,
    LeaseMovedError,
    LeaseRow,
    read_lease,
    read_service_rows,
    release_left,
    request_service_rows,
    take_lease,
)
from sync.ports import Holder, Ports, RunLimits
from tests.builders import a_list
from tests.fakes import MemorySite, RecordedProgress, Stop
from tests.jobs.sample import RULES

RUNS = RULES.targets.runs
NOON = datetime.fromisoformat("2021-06-23T12:00:00+00:00")


@dataclass
class Watch:
    """A clock that is moved by hand."""

    at: datetime = NOON

    def today(self) -> date:
        return self.at.date()

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return (self.at - NOON).total_seconds()

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def a_site() -> MemorySite:
    return MemorySite({RUNS.title: a_list(RUNS.title)})


def ports_of(site: MemorySite, name: str = "me", watch: Watch | None = None, **holder: Callable[[str], bool]) -> Ports:
    limits = RunLimits(lease_seconds=300, write_seconds=110)
    return Ports(site, watch or Watch(), RecordedProgress(), Stop(), holder=Holder(name, **holder), limits=limits)


def take(ports: Ports) -> Lease:
    return take_lease(ports, RUNS, read_lease(ports, RUNS))


def hold(site: MemorySite, name: str, watch: Watch | None = None) -> Lease:
    return take(ports_of(site, name, watch))


def test_the_first_to_ask_gets_it_and_the_list_says_who_and_until_when() -> None:
    site = a_site()

    hold(site, "me")

    row = read_lease(ports_of(site), RUNS)
    assert (row.owner, row.token, row.until) == ("me", 1, NOON + timedelta(seconds=300))


def test_a_second_run_is_told_who_writes_and_when_to_come_back() -> None:
    site = a_site()
    hold(site, "somebody")

    with pytest.raises(LeaseHeldError, match=r"somebody.*12:05:00"):
        hold(site, "me")


def test_of_two_that_saw_it_free_one_gets_it() -> None:
    site = a_site()
    hold(site, "earlier")
    give_back(site, "earlier")
    seen = read_lease(ports_of(site), RUNS)

    take_lease(ports_of(site, "one"), RUNS, seen)

    with pytest.raises(LeaseHeldError):
        take_lease(ports_of(site, "two"), RUNS, seen)


def give_back(site: MemorySite, name: str) -> None:
    row = read_lease(ports_of(site), RUNS)
    lease = Lease(ports_of(site, name), RUNS, row, 0.0, was_left=False)
    assert site.commit(lease.give_back("{}", 5)).kind is OutcomeKind.DONE


def test_of_two_that_saw_no_row_one_makes_it() -> None:
    site = a_site()

    take_lease(ports_of(site, "one"), RUNS, LeaseRow())

    with pytest.raises(LeaseHeldError):
        take_lease(ports_of(site, "two"), RUNS, LeaseRow())
    assert len(site.lists[RUNS.title].rows) == 1


def test_one_that_was_given_back_is_free_and_keeps_what_the_next_run_has_to_know() -> None:
    site = a_site()
    hold(site, "earlier")
    give_back(site, "earlier")

    contents = site.read_lists([request_service_rows(RUNS)])[RUNS.title]
    assert contents.rows[0].cells["TrackerRows"] == 5
    assert contents.rows[0].cells["Memory"] == "{}"
    assert read_service_rows(contents, RUNS).lease.owner == ""
    assert not hold(site, "me").was_left


def test_a_run_that_wrote_since_the_lists_were_read_makes_the_plan_worthless() -> None:
    site = a_site()
    hold(site, "earlier")
    give_back(site, "earlier")
    seen = read_lease(ports_of(site), RUNS)
    hold(site, "quick one")
    give_back(site, "quick one")

    with pytest.raises(LeaseMovedError):
        take_lease(ports_of(site, "me"), RUNS, seen)


def test_a_person_who_edits_the_row_does_not_make_it_somebody_elses() -> None:
    site = a_site()
    hold(site, "earlier")
    give_back(site, "earlier")
    seen = read_lease(ports_of(site), RUNS)
    touch(site)

    lease = take_lease(ports_of(site, "me"), RUNS, seen)

    assert read_lease(ports_of(site), RUNS).owner == "me"
    assert lease.give_back("", 1).etag == read_lease(ports_of(site), RUNS).etag


def test_a_person_who_empties_the_name_of_the_holder_lets_no_second_run_in() -> None:
    site, watch = a_site(), Watch()
    hold(site, "somebody", watch)
    contents = site.lists[RUNS.title]
    rows = [replace(row, cells={**row.cells, "LeaseOwner": None}) for row in contents.rows]
    site.lists[RUNS.title] = replace(contents, rows=rows)

    with pytest.raises(LeaseHeldError, match=r"somebody emptied its name.*12:05:00"):
        hold(site, "me", watch)
    watch.wait(300 + SKEW.total_seconds() + 1)

    assert hold(site, "me", watch).was_left


def touch(site: MemorySite) -> None:
    contents = site.lists[RUNS.title]
    rows = [replace(row, etag=f'"{row.id},99"') for row in contents.rows]
    site.lists[RUNS.title] = replace(contents, rows=rows)


@pytest.mark.parametrize(
    ("seconds_after_its_end", "is_free"),
    [
        pytest.param(0, False, id="at its end"),
        pytest.param(60, False, id="with a clock a minute ahead"),
        pytest.param(SKEW.total_seconds() + 1, True, id="after the allowance for clocks"),
    ],
)
def test_a_crashed_holder_is_succeeded_some_time_after_its_lease_ended(
    seconds_after_its_end: float,
    is_free: bool,  # noqa: FBT001 - a table's column
) -> None:
    site, watch = a_site(), Watch()
    hold(site, "crashed", watch)
    watch.wait(300 + seconds_after_its_end)

    if is_free:
        assert hold(site, "me", watch).was_left
        assert read_lease(ports_of(site), RUNS).token == 2
    else:
        with pytest.raises(LeaseHeldError):
            hold(site, "me", watch)


def test_a_holder_whose_process_is_known_to_have_ended_is_succeeded_at_once() -> None:
    site = a_site()
    hold(site, "crashed")

    lease = take(ports_of(site, "me", is_gone=lambda name: name == "crashed"))

    assert lease.was_left


def test_a_process_takes_up_its_own_lease_again() -> None:
    site = a_site()
    hold(site, "me")

    assert hold(site, "me").was_left


def test_an_answer_that_got_lost_is_looked_up() -> None:
    site = a_site()

    def lose(change: Change) -> Outcome:
        site.commit(change)
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")

    site.before_write = lose

    hold(site, "me")

    assert read_lease(ports_of(site), RUNS).owner == "me"
    assert len(site.groups) == 1


def test_a_list_that_may_not_be_written_says_what_to_do() -> None:
    site = a_site()
    site.before_write = lambda change: Outcome(change, OutcomeKind.FAILED, "Access denied.")

    with pytest.raises(AccessError, match=r"Access denied\..*may write"):
        hold(site, "me")


def test_half_of_a_lease_is_used_before_it_is_renewed() -> None:
    site, watch = a_site(), Watch()
    lease = hold(site, "me", watch)

    watch.wait(140)
    lease.keep()
    watch.wait(20)
    lease.keep()

    assert read_lease(ports_of(site), RUNS).until == NOON + timedelta(seconds=460)
    assert len(site.groups) == 2


def test_a_lease_that_ended_while_the_run_waited_is_renewed_when_nobody_took_it() -> None:
    site, watch = a_site(), Watch()
    lease = hold(site, "me", watch)

    watch.wait(1000)
    lease.keep()

    assert read_lease(ports_of(site), RUNS).until == NOON + timedelta(seconds=1300)


def test_a_lease_that_another_run_took_is_lost_and_nothing_is_written() -> None:
    site, watch = a_site(), Watch()
    lease = hold(site, "me", watch)
    watch.wait(1000)
    hold(site, "successor", watch)

    with pytest.raises(LeaseLostError, match="next run"):
        lease.keep()

    assert read_lease(ports_of(site), RUNS).owner == "successor"


def test_a_renewal_that_takes_so_long_that_a_post_would_outlast_the_lease_is_none() -> None:
    site, watch = a_site(), Watch()
    lease = hold(site, "me", watch)
    watch.wait(160)
    site.before_group = lambda _: watch.wait(250)

    with pytest.raises(LeaseLostError):
        lease.keep()


def test_a_machine_that_slept_does_not_believe_its_own_seconds() -> None:
    site, watch = a_site(), Watch()

    class Slept(Watch):
        def seconds(self) -> float:
            return 0.0

    slept = Slept()
    lease = hold(site, "me", slept)
    slept.wait(1000)
    watch.wait(1000)
    hold(site, "successor", watch)

    with pytest.raises(LeaseLostError):
        lease.keep()


def lose_next_claim(
    site: MemorySite, *, is_late: bool, then: Callable[[int], None] = lambda _: None
) -> tuple[LeaseRow, list[Change]]:
    """Let the answer to the next claim get lost, or the claim itself come later; ``then`` meets the reads that follow.

    Return the lease as it was before, and the list that fills with the claim.
    """
    hold(site, "earlier")
    give_back(site, "earlier")
    seen = read_lease(ports_of(site), RUNS)
    claims: list[Change] = []

    def lose(change: Change) -> Outcome:
        site.before_write, site.before_read = lambda _: None, then
        claims.append(change)
        if not is_late:
            site.commit(change)
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")

    site.before_write = lose
    return seen, claims


@pytest.mark.parametrize("is_late", [False, True], ids=["it arrived", "it arrives later"])
def test_a_claim_without_an_answer_at_a_stop_leaves_no_lease(*, is_late: bool) -> None:
    site = a_site()
    seen, claims = lose_next_claim(site, is_late=is_late)

    with pytest.raises(InterruptedRunError):
        take_lease(replace(ports_of(site), stop=Stop(after=0)), RUNS, seen)
    if is_late:
        assert site.commit(claims[0]).kind is OutcomeKind.CONFLICT

    assert read_lease(ports_of(site), RUNS).owner == ""
    assert site.calls == ["hurry"]


@pytest.mark.parametrize("is_late", [False, True], ids=["it arrived", "it arrives later"])
def test_a_claim_at_which_the_site_hung_leaves_no_lease_when_one_more_look_is_answered(*, is_late: bool) -> None:
    site = a_site()

    def hang(number: int) -> None:
        site.before_read = lambda _: None
        raise UnreachableError(f"no answer to read {number}")

    seen, claims = lose_next_claim(site, is_late=is_late, then=hang)

    with pytest.raises(UnreachableError):
        take_lease(ports_of(site), RUNS, seen)
    if is_late:
        assert site.commit(claims[0]).kind is OutcomeKind.CONFLICT

    assert read_lease(ports_of(site), RUNS).owner == ""


@pytest.mark.parametrize(
    ("name", "holder", "is_freed"),
    [
        pytest.param("me", "me", True, id="its own"),
        pytest.param("gone", "me", True, id="that of a process that has ended"),
        pytest.param("other", "me", False, id="somebody else's"),
    ],
)
def test_a_run_with_nothing_to_write_frees_a_lease_that_nobody_holds_any_more(
    name: str, holder: str, *, is_freed: bool
) -> None:
    site = a_site()
    hold(site, name)
    ports = ports_of(site, holder, is_gone=lambda other: other == "gone")

    release_left(ports, RUNS, read_lease(ports, RUNS), "a note")

    row = read_lease(ports, RUNS)
    assert (row.owner == "") is is_freed
    assert (row.until is None) is is_freed


def test_a_lease_that_was_given_back_is_not_freed_again() -> None:
    site = a_site()
    hold(site, "me")
    give_back(site, "me")
    groups = len(site.groups)

    release_left(ports_of(site), RUNS, read_lease(ports_of(site), RUNS), "a note")

    assert len(site.groups) == groups
