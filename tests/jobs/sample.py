"""A small site in memory: a tracker with three rows, the lists we write, a register with four items."""

from collections.abc import Iterable
from datetime import date

from sync.core.records import ListContents, Register, Row
from sync.core.rules import Rules
from sync.core.summary import Summary
from sync.core.vocabulary import TrackerField
from sync.jobs.pipeline import run_pass
from tests.builders import AS_OF, TRACKER_TITLE, a_list, a_register, a_row, an_item, on, the_rules
from tests.fakes import MemorySite, Stop, the_ports

RULES: Rules = the_rules()
COLUMNS = RULES.tracker.columns
GAPS, POSITION, PUBLICATIONS, HISTORY, RUNS = (target.title for target in RULES.targets.owned)


def a_tracker_row(number: int, reference: str, **cells: object) -> Row:
    """A row of the tracker as it comes from the site; ``cells`` go by our field names."""
    plain: dict[TrackerField, object] = {
        TrackerField.TITLE: f"Row {number}",
        TrackerField.REFERENCE: reference,
        TrackerField.KIND: "Recommendation",
        TrackerField.SCOPE: "National",
        TrackerField.STATUS: "In Progress",
        TrackerField.BOARD: "Operational Assessment Board",
        TrackerField.OWNER: "Head of Crime",
        TrackerField.TARGET_ON: "31/12/2021",
        TrackerField.ADDED_ON: on(date(2021, 1, 4)),
        TrackerField.UPDATED_ON: on(date(2021, 6, 1)),
    }
    plain |= {TrackerField(name): value for name, value in cells.items()}
    return a_row(number, etag=f'"{number},1"', **{COLUMNS[name]: value for name, value in plain.items()})  # type: ignore[arg-type]


def the_register() -> Register:
    return a_register(items=[an_item(f"ROCU-2021-R{number}") for number in range(1, 5)])


def a_site(rows: Iterable[Row] | None = None) -> MemorySite:
    """A provisioned site; by default rows 1 to 3 are about items 1 to 3, and item 4 is missing."""
    listed = [a_tracker_row(n, f"ROCU-2021-R{n}") for n in (1, 2, 3)] if rows is None else list(rows)
    targets = RULES.targets
    lists: dict[str, ListContents] = {target.title: a_list(target.title) for target in targets.owned}
    return MemorySite({**lists, TRACKER_TITLE: a_list(TRACKER_TITLE, listed)})


def a_pass(site: MemorySite, *, expect: str = "", stop: Stop | None = None) -> Summary:
    return run_pass(the_ports(site, stop=stop), RULES, the_register(), AS_OF, release="1.2.3", expect=expect)


def runs_of(site: MemorySite) -> list[Row]:
    return [row for row in site.lists[RUNS].rows if str(row.cells["SyncKey"]).startswith("run/")]
