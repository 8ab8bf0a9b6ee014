"""Rolling up: the whole position and the history of made-up trackers, against the bar of 5 s and 500 MB for 50,000 entries."""

import resource
import time
from datetime import date, timedelta
from itertools import pairwise

from sync.core.records import ListContents, Standing
from sync.core.rollup import Workings, freeze_history, roll_up
from sync.core.rollup.rows import build_position_rows
from sync.core.vocabulary import ItemKind, Scope, Status
from tests.benchmarks.table import print_table
from tests.builders import AS_OF, a_list, a_publication, a_row, a_standing, the_governance, the_rules

_SIZES = (1_000, 10_000, 50_000)
_BOARDS = [board.name for board in the_governance().boards]
_STATUSES = (Status.IN_PROGRESS, Status.AWAITING_AGREEMENT, Status.COMPLETE, Status.SUPERSEDED)


def _make(size: int) -> list[Standing]:
    publications = [a_publication(f"P-{number}") for number in range(60)]
    return [
        a_standing(
            number,
            status=(status := _STATUSES[number % 4]),
            kind=list(ItemKind)[number % 3],
            scope=list(Scope)[number % 3],
            board=_BOARDS[number % len(_BOARDS)],
            publication=publications[number % 60],
            added_on=date(2018, 1, 1) + timedelta(days=number % 1200),
            target_on=AS_OF + timedelta(days=number % 700 - 350),
            closed_on=None if status.is_outstanding else date(2021, 1, 1) + timedelta(days=number % 170),
            agreed_on=None if status.is_outstanding else date(2021, 1, 1) + timedelta(days=number % 170),
        )
        for number in range(1, size + 1)
    ]


def _roll(rows: list[Standing], tracker: ListContents) -> dict[str, float]:
    rules = the_rules()
    marks = [time.perf_counter()]
    position = roll_up(rows, rules.governance, AS_OF)
    marks.append(time.perf_counter())
    workings = Workings(tracker, rows, rules.tracker, has_our_columns=True)
    freeze_history(rows, rules.governance, a_list("history"), rules.targets.history, AS_OF, workings)
    marks.append(time.perf_counter())
    build_position_rows(position, a_list("position"), rules.targets.position, workings)
    marks.append(time.perf_counter())
    return dict(zip(("tables", "history", "rows"), (b - a for a, b in pairwise(marks)), strict=True))


def measure() -> None:
    """Print seconds by part and the memory that the process has held at most."""
    told = []
    for size in _SIZES:
        rows = _make(size)
        seconds = _roll(rows, a_list("HMICFRS Tracker", [a_row(row.entry.id) for row in rows]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        parts = [f"{seconds[name]:.2f}" for name in ("tables", "history", "rows")]
        told.append((f"{size:,}", *parts, f"{sum(seconds.values()):.2f}", f"{peak:.0f}"))
    columns = ("entries", "tables (s)", "history (s)", "rows (s)", "together (s)", "peak of the process (MB)")
    print_table("Rolling up (bar: 50,000 entries in 5 s and 500 MB)", columns, told)
