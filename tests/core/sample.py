"""The sample data that comes with the product, as a run would have read it on 23 June 2021."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from sync.core.normalise import normalise_register
from sync.core.reconcile import Inputs, Reconciliation, reconcile
from sync.core.records import Cell, ListContents, Register, Row
from sync.core.rules import Rules
from sync.register.files import RegisterFiles
from tests.builders import AS_OF, ROOT, TRACKER_TITLE, a_list, on, the_rules

_DATE_COLUMNS = frozenset(
    {
        "HMICFRS_x0020_Due_x0020_Date",
        "Date_x0020_Added",
        "Force_x0020_Completed",
        "FLL_x0020_Agreed",
        "Last_x0020_Update",
    }
)
_SEED = ROOT / "sync/emulator/seeds/lancashire-2021/tracker.csv"


@cache
def the_register() -> Register:
    """The register of the mappings."""
    return normalise_register(*RegisterFiles(ROOT / "mappings/register").read_tables(), the_rules().register)


@cache
def the_tracker() -> ListContents:
    """The sample tracker; rows are numbered from 1."""
    with _SEED.open(encoding="utf-8", newline="") as file:
        rows = [_read_row(number, line) for number, line in enumerate(csv.DictReader(file), start=1)]
    return a_list(TRACKER_TITLE, rows)


def _read_row(number: int, line: dict[str, str]) -> Row:
    cells = {name: _read_cell(name, text) for name, text in line.items()}
    return Row(number, f'"{number},1"', cells)


def _read_cell(name: str, text: str) -> Cell:
    if not text:
        return None
    return on(date.fromisoformat(text)) if name in _DATE_COLUMNS else text


@cache
def the_result() -> Reconciliation:
    """What the first run makes of the sample as it is."""
    return reconcile_sample()


def without(*numbers: int) -> ListContents:
    """The sample tracker without these rows."""
    tracker = the_tracker()
    return replace(tracker, rows=[row for row in tracker.rows if row.id not in numbers])


def with_cells(change: Callable[[Row], Row]) -> ListContents:
    """The sample tracker with every row changed."""
    return replace(the_tracker(), rows=[change(row) for row in the_tracker().rows])


def reconcile_sample(
    tracker: ListContents | None = None,
    *,
    register: Register | None = None,
    lists: Sequence[ListContents] = (),
    as_of: date = AS_OF,
    rules: Rules | None = None,
) -> Reconciliation:
    """What a run makes of the sample; ``lists`` are those that a run compares, as they stand."""
    chosen = rules or the_rules()
    gaps, position, publications, history = lists or [a_list(target.title) for target in chosen.targets.compared]
    inputs = Inputs(register or the_register(), tracker or the_tracker(), gaps, position, publications, history)
    return reconcile(inputs, chosen, as_of)
