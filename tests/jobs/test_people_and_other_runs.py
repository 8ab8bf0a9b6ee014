"""Whoever else writes: people in their columns and in ours, and another run."""

from dataclasses import replace

import pytest

from sync.core.records import Outcome, OutcomeKind
from sync.core.summary import RunOutcome
from sync.errors import (
    LeaseHeldError,
)
from sync.jobs.lease import LEASE_KEY, read_lease, take_lease
from sync.jobs.pipeline import run_pass
from sync.ports import Holder
from tests.builders import AS_OF, TRACKER_TITLE, a_list
from tests.fakes import MemorySite, the_ports
from tests.jobs.sample import (
    COLUMNS,
    GAPS,
    RULES,
    RUNS,
    a_pass,
    a_site,
    a_tracker_row,
    runs_of,
    the_register,
)


def test_what_people_wrote_into_the_tracker_is_never_in_a_change() -> None:
    site = a_site()

    summary = a_pass(site)

    ours = set(RULES.targets.flags.service_columns) if RULES.targets.flags else set()
    touched = {name for change in summary.plan.changes if change.list_title == TRACKER_TITLE for name in change.values}
    assert touched
    assert touched <= ours
    assert touched.isdisjoint(COLUMNS.values())


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


def crash(site: MemorySite) -> None:
    """A run ends without giving its lease back."""
    contents = site.lists[RUNS]
    rows = [
        replace(row, cells={**row.cells, "LeaseOwner": "crashed"}) if row.cells["SyncKey"] == LEASE_KEY else row
        for row in contents.rows
    ]
    site.lists[RUNS] = replace(contents, rows=rows)


@pytest.mark.parametrize("has_crashed", [False, True], ids=["after runs that ended well", "after a run that crashed"])
def test_after_a_run_that_crashed_nobody_knows_what_was_put_right_before(*, has_crashed: bool) -> None:
    site = a_site()
    a_pass(site)
    wanted = site.lists[GAPS].rows[0].cells["WhatToDo"]
    edit_ours(site, "mine")
    a_pass(site)
    if has_crashed:
        crash(site)
    rows = site.lists[TRACKER_TITLE].rows
    site.lists[TRACKER_TITLE] = a_list(TRACKER_TITLE, [*rows, a_tracker_row(4, "ROCU-2021-R9")])
    assert a_pass(site).outcome is RunOutcome.APPLIED

    edit_ours(site, "mine again")
    summary = a_pass(site)

    assert summary.outcome is (RunOutcome.APPLIED if has_crashed else RunOutcome.WITHHELD)
    assert site.lists[GAPS].rows[0].cells["WhatToDo"] == (wanted if has_crashed else "mine again")


def test_naming_the_checksum_writes_a_frozen_cell_once_more() -> None:
    site = a_site()
    a_pass(site)
    for text in ("one", "two"):
        edit_ours(site, text)
        held = a_pass(site).plan.checksum

    summary = a_pass(site, expect=held)

    assert summary.outcome is RunOutcome.APPLIED
    assert a_pass(site).outcome is RunOutcome.NO_CHANGES


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


def test_a_claim_that_landed_after_its_run_is_freed_by_the_next_run_of_the_process() -> None:
    site = a_site()
    a_pass(site)
    hold_lease(site, the_ports(site).holder.name)

    summary = a_pass(site)

    lease = next(row for row in site.lists[RUNS].rows if row.cells["SyncKey"] == "lease")
    assert summary.outcome is RunOutcome.NO_CHANGES
    assert lease.cells["LeaseOwner"] is None
    assert len(runs_of(site)) == 1
