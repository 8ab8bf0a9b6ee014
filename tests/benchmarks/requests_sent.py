"""How many requests the work takes on the local SharePoint: a first run, a run with nothing new, a thousand updates."""

import os
import tempfile
import threading
from datetime import date
from pathlib import Path

from sync.core.records import Change, Value
from sync.core.vocabulary import ChangeKind
from sync.jobs.pipeline import run_pass
from sync.ports import ListRequest
from sync.wiring import House as Wired
from sync.wiring import build_house
from tests.benchmarks.table import print_table
from tests.builders import AS_OF
from tests.fakes import RecordedProgress
from tests.journeys.house import House, open_house

TRACKER, GAPS = "HMICFRS Tracker", "HMICFRS Gaps"
LONG = 500
UPDATES = 1000


def measure() -> None:
    """Print the requests of each piece of work beside its bar."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty").mkdir()
        with open_house(folder, folder / "empty") as house:
            wired = _wire(house)
            wired.ports.site.provision(wired.rules.targets.owned, wired.rules.targets.flags, is_dry_run=False)
            _lengthen_tracker(wired)
            first, second = _run(wired), _run(wired)
            updates = _update(wired)
    rows = [
        (f"first run, {LONG}-row tracker, all targets filled", "at most 25", str(first)),
        (f"run with nothing new, {LONG}-row tracker", "at most 3", str(second)),
        (f"{UPDATES:,} row updates", "10", str(updates)),
    ]
    print_table("Requests to SharePoint", ("", "bar", "measured"), rows)


def _wire(house: House) -> Wired:
    environment = {**os.environ, **house.environment}
    return build_house(house.config, "local", environment, threading.Event(), RecordedProgress())


def _lengthen_tracker(wired: Wired) -> None:
    """Add rows until the tracker has the length that the bar speaks of."""
    site = wired.ports.site
    cells: dict[str, Value] = {
        "Status": "In Progress",
        "Item_x0020_Type": "Recommendation",
        "National_x0020__x002f__x0020_Loc": "National",
        "Assessment_x0020_BoardId": 1,
        "Business_x0020_LeadId": 10,
        "Target_x0020_Date": "30/09/2021",
        "Date_x0020_Added": date(2021, 1, 4),
    }
    extra = [
        Change(ChangeKind.CREATE, TRACKER, "", {"Title": f"Row {number} of a longer list", **cells})
        for number in range(LONG - 92)
    ]
    for group in site.split(extra):
        if failed := [outcome for outcome in site.write(group) if outcome.reason]:
            raise RuntimeError(failed[0].reason)


def _run(wired: Wired) -> int:
    return run_pass(wired.ports, wired.rules, wired.register, AS_OF, release="bench").requests.sent


def _update(wired: Wired) -> int:
    """Update a thousand rows of the gap list, and return the posts it took."""
    site = wired.ports.site
    extra = [Change(ChangeKind.CREATE, GAPS, "", {"SyncKey": f"bench/{n}", "Title": "x"}) for n in range(UPDATES)]
    for group in site.split(extra):
        site.write(group)
    rows = site.read_lists([ListRequest(GAPS, {"SyncKey": ""}, "")])[GAPS].rows[-UPDATES:]
    changes = [Change(ChangeKind.UPDATE, GAPS, "", {"Title": "y"}, {}, row.id, row.etag) for row in rows]
    before = site.counts.sent
    for group in site.split(changes):
        site.write(group)
    return site.counts.sent - before
