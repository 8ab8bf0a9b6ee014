"""One pass: read whole, reconcile, write, record; the second pass has nothing to do."""

import pytest

from sync.core.records import Outcome, OutcomeKind, Row
from sync.core.summary import RunOutcome, Summary
from sync.core.vocabulary import ChangeKind, TrackerField
from sync.errors import ShrunkSourceError, SiteShapeError, StalePlanError, ThrottledError
from sync.jobs.pipeline import list_requests, plan_pass, run_pass
from tests.builders import AS_OF, TRACKER_TITLE, a_list
from tests.fakes import MemorySite, Stop, the_ports
from tests.jobs.sample import COLUMNS, RULES, a_site, a_tracker_row, the_register

GAPS, POSITION, PUBLICATIONS, RUNS = (target.title for target in RULES.targets.owned)


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

    assert site.groups == []


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
    _, tracker, *targets = list_requests(RULES)

    assert tracker.columns[COLUMNS[TrackerField.REFERENCE]] == "Correct mappings/tracker.yaml."
    assert tracker.columns["SyncGaps"] == "Run hmicfrs-sync provision."
    assert {remedy for target in targets for remedy in target.columns.values()} == {"Run hmicfrs-sync provision."}
