"""One pass: read whole, reconcile, write, record; the second pass has nothing to do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.core.records import Change, Outcome, OutcomeKind, Row
from sync.core.rules import GuardRule
from sync.core.summary import RunOutcome, Summary
from sync.core.vocabulary import ChangeKind, TrackerField
from sync.errors import (
    AccessError,
    IncompleteReadError,
    InterruptedRunError,
    LeaseHeldError,
    ShrunkSourceError,
    SiteShapeError,
    StalePlanError,
    ThrottledError,
    UnreachableError,
)
from sync.jobs.lease import read_lease, take_lease
from sync.jobs.pipeline import list_requests, plan_pass, run_pass
from sync.ports import Holder, RunLimits
from tests.builders import AS_OF, TRACKER_TITLE, a_list, a_row
from tests.fakes import FixedClock, MemorySite, Stop, the_ports
from tests.jobs.sample import COLUMNS, RULES, a_site, a_tracker_row, the_register

GAPS, POSITION, PUBLICATIONS, HISTORY, RUNS = (target.title for target in RULES.targets.owned)


def a_pass(site: MemorySite, *, expect: str = "", stop: Stop | None = None) -> Summary:
    return run_pass(the_ports(site, stop=stop), RULES, the_register(), AS_OF, release="1.2.3", expect=expect)


def runs_of(site: MemorySite) -> list[Row]:
    return [row for row in site.lists[RUNS].rows if str(row.cells["SyncKey"]).startswith("run/")]


def test_a_first_pass_writes_gaps_figures_and_flag_columns() -> None:
    site = a_site()

    summary = a_pass(site)

    gap = site.lists[GAPS].rows[0].cells
    assert summary.outcome is RunOutcome.APPLIED
    assert (gap["SyncKey"], gap["State"]) == ("missing-entry/ROCU-2021-R4", "Open")
    assert {row.cells["SyncRegisterRef"] for row in site.lists[TRACKER_TITLE].rows} == {
        "ROCU-2021-R1",
        "ROCU-2021-R2",
        "ROCU-2021-R3",
    }
    assert any(row.cells["SyncKey"] == "headline/whole-force" for row in site.lists[POSITION].rows)


def test_a_second_pass_plans_nothing_and_writes_nothing() -> None:
    site = a_site()
    a_pass(site)
    groups = len(site.groups)

    summary = a_pass(site)

    assert summary.outcome is RunOutcome.NO_CHANGES
    assert not summary.plan.changes
    assert len(site.groups) == groups


def test_what_people_wrote_into_the_tracker_is_never_in_a_change() -> None:
    site = a_site()

    summary = a_pass(site)

    ours = set(RULES.targets.flags.service_columns) if RULES.targets.flags else set()
    touched = {name for change in summary.plan.changes if change.list_title == TRACKER_TITLE for name in change.values}
    assert touched
    assert touched <= ours
    assert touched.isdisjoint(COLUMNS.values())


def test_planning_writes_nothing() -> None:
    site = a_site()

    summary = plan_pass(the_ports(site), RULES, the_register(), AS_OF)

    assert summary.outcome is RunOutcome.PLANNED
    assert summary.plan.count(ChangeKind.CREATE) > 0
    assert site.groups == []


def test_exactly_the_plan_that_was_shown_is_applied() -> None:
    site = a_site()
    shown = plan_pass(the_ports(site), RULES, the_register(), AS_OF).plan

    summary = a_pass(site, expect=shown.checksum)

    assert summary.plan.checksum == shown.checksum
    assert summary.outcome is RunOutcome.APPLIED


def test_a_plan_that_is_out_of_date_is_refused_and_nothing_is_written() -> None:
    site = a_site()
    shown = plan_pass(the_ports(site), RULES, the_register(), AS_OF).plan
    site.lists[TRACKER_TITLE] = a_list(TRACKER_TITLE, [a_tracker_row(1, "ROCU-2021-R1")])

    with pytest.raises(StalePlanError, match=shown.checksum):
        a_pass(site, expect=shown.checksum)

    assert site.groups == []


def test_a_run_that_changed_something_has_a_row_and_one_that_did_not_has_none() -> None:
    site = a_site()

    a_pass(site)
    a_pass(site)

    runs = runs_of(site)
    assert len(runs) == 1
    assert runs[0].cells["Outcome"] == "applied"
    assert runs[0].cells["Release"] == "1.2.3"
    assert runs[0].cells["TrackerRows"] == 3.0


def test_an_emptied_tracker_holds_the_run_and_keeps_yesterdays_rows() -> None:
    site = a_site()
    a_pass(site)
    kept = site.lists[GAPS].rows, site.lists[POSITION].rows
    site.lists[TRACKER_TITLE] = a_list(TRACKER_TITLE)

    with pytest.raises(ShrunkSourceError, match="recycle bin"):
        a_pass(site)

    assert (site.lists[GAPS].rows, site.lists[POSITION].rows) == kept
    assert site.lists[RUNS].rows[-1].cells["Outcome"] == "failed"


def test_a_tracker_that_was_always_empty_is_no_alarm() -> None:
    assert a_pass(a_site(rows=[])).outcome is RunOutcome.APPLIED


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


def test_a_row_that_somebody_changed_meanwhile_is_left_and_planned_again() -> None:
    site = a_site()
    a_pass(site)
    site.lists[TRACKER_TITLE] = a_list(
        TRACKER_TITLE, [a_tracker_row(1, "ROCU-2021-R2"), *site.lists[TRACKER_TITLE].rows[1:]]
    )
    site.before_write = lambda change: (
        Outcome(change, OutcomeKind.CONFLICT, "first") if change.list_title == TRACKER_TITLE else None
    )

    first = a_pass(site)
    site.before_write = lambda _: None
    second = a_pass(site)

    assert first.outcome is RunOutcome.PARTLY
    assert first.count_writes()["conflicts"] > 0
    assert second.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


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


def test_requests_and_seconds_are_those_of_the_pass_alone() -> None:
    site = a_site()
    a_pass(site)

    summary = a_pass(site)

    assert summary.requests.sent == 1
    assert set(summary.seconds) == {"read", "reconcile", "write", "total"}


def test_every_column_that_is_read_names_its_remedy() -> None:
    _, tracker, *others = list_requests(RULES)
    targets = [request for request in others if not request.is_optional]
    kept = [request for request in others if request.is_optional]

    assert tracker.columns[COLUMNS[TrackerField.REFERENCE]] == "Correct mappings/tracker.yaml."
    assert tracker.columns["SyncGaps"] == "Run hmicfrs-sync provision."
    assert {remedy for target in targets for remedy in target.columns.values()} == {"Run hmicfrs-sync provision."}
    assert {remedy for each in kept for remedy in each.columns.values()} == {"Correct mappings/governance.yaml."}
    assert [each.title for each in kept] == ["HMICFRS Inspections", "HMICFRS Self-assessment"]


def edit_ours(site: MemorySite, text: str) -> None:
    """Somebody changes a column of ours in the gap list."""
    contents = site.lists[GAPS]
    row = contents.rows[0]
    changed = replace(row, etag=row.etag[:-1] + '9"', cells={**row.cells, "WhatToDo": text})
    site.lists[GAPS] = replace(contents, rows=[changed, *contents.rows[1:]])


def test_our_column_changed_by_somebody_is_put_right_once_and_then_frozen_and_named() -> None:
    site = a_site()
    a_pass(site)
    wanted = site.lists[GAPS].rows[0].cells["WhatToDo"]

    edit_ours(site, "mine")
    first = a_pass(site)
    put_right = site.lists[GAPS].rows[0].cells["WhatToDo"]
    edit_ours(site, "mine again")
    second = a_pass(site)
    third = a_pass(site)

    assert (first.outcome, put_right) == (RunOutcome.APPLIED, wanted)
    assert (second.outcome, third.outcome) == (RunOutcome.WITHHELD, RunOutcome.WITHHELD)
    assert [(one.list_title, one.column) for one in second.plan.frozen] == [(GAPS, "WhatToDo")]
    assert site.lists[GAPS].rows[0].cells["WhatToDo"] == "mine again"
    assert "FROZEN: WhatToDo" in str(runs_of(site)[-1].cells["Message"])


def test_naming_the_checksum_writes_a_frozen_cell_once_more() -> None:
    site = a_site()
    a_pass(site)
    for text in ("one", "two"):
        edit_ours(site, text)
        held = a_pass(site).plan.checksum

    summary = a_pass(site, expect=held)

    assert summary.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


def cut_tracker(site: MemorySite, rows: int) -> None:
    site.lists[TRACKER_TITLE] = replace(site.lists[TRACKER_TITLE], rows=site.lists[TRACKER_TITLE].rows[:rows])


def a_longer_site() -> MemorySite:
    return a_site([a_tracker_row(number, f"Not there {number}") for number in range(1, 61)])


def test_a_tracker_that_lost_too_many_rows_holds_the_run_and_keeps_yesterdays_gaps() -> None:
    site = a_longer_site()
    a_pass(site)
    kept = site.lists[GAPS].rows
    cut_tracker(site, 30)

    with pytest.raises(ShrunkSourceError, match=r"Tracker has 30 rows and had 60.*--expect"):
        a_pass(site)
    with pytest.raises(ShrunkSourceError):
        a_pass(site)

    assert site.lists[GAPS].rows == kept
    assert runs_of(site)[-1].cells["Outcome"] == "failed"


def forget(site: MemorySite, *beginnings: str) -> None:
    """Somebody removes rows of the runs list."""
    contents = site.lists[RUNS]
    kept = [row for row in contents.rows if not str(row.cells["SyncKey"]).startswith(beginnings)]
    site.lists[RUNS] = replace(contents, rows=kept)


def test_without_the_lease_row_the_newest_run_still_says_how_many_rows_the_tracker_had() -> None:
    site = a_longer_site()
    a_pass(site)
    forget(site, "lease")
    cut_tracker(site, 59)
    allowed = plan_pass(the_ports(site), RULES, the_register(), AS_OF)
    cut_tracker(site, 30)

    with pytest.raises(ShrunkSourceError, match="had 60"):
        a_pass(site)

    assert allowed.trouble == ""


def test_without_the_note_the_lease_row_still_says_how_many_rows_the_tracker_had() -> None:
    site = a_longer_site()
    a_pass(site)
    contents = site.lists[RUNS]
    cleared = [replace(row, cells={**row.cells, "Memory": None}) for row in contents.rows]
    site.lists[RUNS] = replace(contents, rows=cleared)
    cut_tracker(site, 30)

    with pytest.raises(ShrunkSourceError, match="had 60"):
        a_pass(site)


def test_a_runs_list_that_remembers_nothing_holds_a_run_that_would_change_something() -> None:
    site = a_longer_site()
    a_pass(site)
    forget(site, "lease", "run/")
    nothing_to_do = a_pass(site)
    cut_tracker(site, 30)

    with pytest.raises(ShrunkSourceError, match="remembers no run"):
        a_pass(site)

    shown = plan_pass(the_ports(site), RULES, the_register(), AS_OF).plan
    assert nothing_to_do.outcome is RunOutcome.NO_CHANGES
    assert a_pass(site, expect=shown.checksum).outcome is RunOutcome.APPLIED


@pytest.mark.parametrize("is_gone", [False, True], ids=["emptied", "gone"])
def test_a_list_that_people_keep_and_that_lost_its_rows_holds_the_run(*, is_gone: bool) -> None:
    site = a_longer_site()
    inspections = RULES.governance.inspections
    assert inspections is not None
    title = inspections.list_title
    site.lists[title] = a_list(title, [a_row(number) for number in range(1, 31)])
    a_pass(site)
    if is_gone:
        del site.lists[title]
    else:
        site.lists[title] = a_list(title)

    with pytest.raises(ShrunkSourceError, match="inspections list has 0 rows and had 30"):
        a_pass(site)


def test_a_plan_of_a_shrunken_tracker_says_so_and_can_be_let_through_by_its_checksum() -> None:
    site = a_longer_site()
    a_pass(site)
    cut_tracker(site, 30)
    shown = plan_pass(the_ports(site), RULES, the_register(), AS_OF)

    summary = a_pass(site, expect=shown.plan.checksum)

    assert "had 60" in shown.trouble
    assert summary.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


def test_what_a_guard_holds_back_passes_when_its_plan_is_named_and_no_other() -> None:
    site = a_longer_site()
    rules = replace(RULES, targets=replace(RULES.targets, guards={ChangeKind.CREATE: GuardRule(cap=3)}))
    held = run_pass(the_ports(site), rules, the_register(), AS_OF, release="1")

    with pytest.raises(StalePlanError):
        run_pass(the_ports(site), rules, the_register(), AS_OF, release="1", expect="000000000000")
    again = plan_pass(the_ports(site), rules, the_register(), AS_OF).plan
    summary = run_pass(the_ports(site), rules, the_register(), AS_OF, release="1", expect=again.checksum)

    assert held.outcome is RunOutcome.WITHHELD
    assert {one.kind for one in held.plan.withheld} == {ChangeKind.CREATE}
    assert summary.outcome is RunOutcome.APPLIED
    assert summary.plan.held == ()


def test_a_run_with_nothing_to_write_asks_for_no_lease() -> None:
    site = a_site()
    a_pass(site)
    lease = next(row for row in site.lists[RUNS].rows if row.cells["SyncKey"] == "lease")

    a_pass(site)

    assert lease in site.lists[RUNS].rows
    assert lease.cells["LeaseOwner"] is None


def test_a_run_that_meets_another_writes_nothing_and_says_who_writes() -> None:
    site = a_site()
    hold_lease(site, "somebody")
    groups = len(site.groups)

    with pytest.raises(LeaseHeldError, match="somebody") as caught:
        a_pass(site)

    assert caught.value.exit_code == 6
    assert len(site.groups) == groups
    assert runs_of(site) == []


def hold_lease(site: MemorySite, name: str) -> None:
    ports = replace(the_ports(site), holder=Holder(name))
    take_lease(ports, RULES.targets.runs, read_lease(ports, RULES.targets.runs))


def test_a_run_that_came_between_reading_and_taking_the_lease_makes_the_plan_anew() -> None:
    site = a_site()
    a_pass(site)
    site.lists[TRACKER_TITLE] = a_list(TRACKER_TITLE, [a_tracker_row(1, "ROCU-2021-R2")])
    other = iter([True])

    def come_first(number: int) -> None:
        del number
        if next(other, False):
            site.before_group = lambda _: None
            run_pass(replace(the_ports(site), holder=Holder("other")), RULES, the_register(), AS_OF, release="1")

    site.before_group = come_first

    summary = a_pass(site)

    assert summary.outcome is RunOutcome.NO_CHANGES
    assert len(runs_of(site)) == 2


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
    ports = replace(the_ports(site), limits=RunLimits(run_seconds=5))

    first = run_pass(ports, RULES, the_register(), AS_OF, release="1")
    second = a_pass(site)

    assert first.outcome is RunOutcome.PARTLY
    assert "run_budget_seconds" in first.trouble
    assert 0 < first.count_writes()["done"] < len(first.plan.changes)
    assert second.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


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
