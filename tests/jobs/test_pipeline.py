"""One pass: read whole, reconcile, write; the second pass has nothing to do."""

from sync.core.summary import RunOutcome
from sync.core.vocabulary import ChangeKind, TrackerField
from sync.jobs.pipeline import list_requests, plan_pass
from tests.builders import AS_OF, TRACKER_TITLE
from tests.fakes import the_ports
from tests.jobs.sample import COLUMNS, GAPS, POSITION, RULES, a_pass, a_site, the_register


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


def test_planning_writes_nothing() -> None:
    site = a_site()

    summary = plan_pass(the_ports(site), RULES, the_register(), AS_OF)

    assert summary.outcome is RunOutcome.PLANNED
    assert summary.plan.count(ChangeKind.CREATE) > 0
    assert site.groups == []


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
