"""Runs that are held: a plan that is another one, a source that shrank, a guard; and what lets them through."""

from dataclasses import replace

import pytest

from sync.core.rules import GuardRule
from sync.core.summary import RunOutcome
from sync.core.vocabulary import ChangeKind
from sync.errors import (
    ShrunkSourceError,
    StalePlanError,
)
from sync.jobs.pipeline import plan_pass, run_pass
from tests.builders import AS_OF, TRACKER_TITLE, a_list, a_row
from tests.fakes import MemorySite, the_ports
from tests.jobs.sample import (
    GAPS,
    POSITION,
    RULES,
    RUNS,
    a_pass,
    a_site,
    a_tracker_row,
    runs_of,
    the_register,
)


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


def test_what_a_guard_holds_back_is_told_in_the_runs_list_with_what_lets_it_through() -> None:
    site = a_longer_site()
    rules = replace(RULES, targets=replace(RULES.targets, guards={ChangeKind.CREATE: GuardRule(cap=3)}))

    held = run_pass(the_ports(site), rules, the_register(), AS_OF, release="1")

    row = runs_of(site)[-1].cells
    assert (row["Outcome"], row["RowsWithheld"]) == ("withheld", len(held.plan.held))
    assert f"WITHHELD: {held.plan.withheld[0].planned} rows of '{held.plan.withheld[0].list_title}'" in str(
        row["Message"]
    )
    assert f"apply --expect {held.plan.checksum}" in str(row["Message"])
