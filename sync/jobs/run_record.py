"""The runs list: one row for each run that changed something or failed."""

import logging
from collections.abc import Mapping
from datetime import date, datetime

from sync.core.records import Change, OutcomeKind, TargetList, Value
from sync.core.summary import Summary
from sync.core.text import say_count
from sync.core.values import fit_value
from sync.core.vocabulary import ChangeKind
from sync.errors import SyncError
from sync.ports import Ports

_log = logging.getLogger(__name__)


def record_run(ports: Ports, target: TargetList, summary: Summary, started: datetime, release: str) -> None:
    """Add the row of a run that reached its end; a row that cannot be written is logged and not missed."""
    writes = summary.count_writes()
    plan = summary.plan
    values: dict[str, Value] = {
        "Title": f"{say_count(writes['done'], 'row')} written, {say_count(summary.flag_counts.open, 'gap')} open",
        "AsOf": summary.as_of,
        "Outcome": summary.outcome.value,
        "TrackerRows": summary.tracker_rows,
        "OpenGaps": summary.flag_counts.open,
        "Outstanding": summary.position.outstanding,
        "RowsCreated": plan.count(ChangeKind.CREATE),
        "RowsUpdated": plan.count(ChangeKind.UPDATE),
        "RowsRetired": plan.count(ChangeKind.RETIRE),
        "RowsWithheld": sum(held.planned for held in plan.withheld),
        "Conflicts": writes["conflicts"],
        "Failed": writes["failed"],
        "PlanChecksum": plan.checksum,
        "Message": summary.trouble,
    }
    _add_row(ports, target, f"run/{started:%Y%m%dT%H%M%S}/{plan.checksum}", values, started, release)


def record_failure(
    ports: Ports, target: TargetList, error: SyncError, as_of: date, started: datetime, release: str
) -> None:
    """Add the row of a run that was held back or failed while the site could be reached."""
    values: dict[str, Value] = {"Title": "Failed", "AsOf": as_of, "Outcome": "failed", "Message": str(error)}
    _add_row(ports, target, f"run/{started:%Y%m%dT%H%M%S}/failed", values, started, release)


def _add_row(
    ports: Ports, target: TargetList, key: str, values: Mapping[str, Value], started: datetime, release: str
) -> None:
    moments: dict[str, Value] = {"StartedAt": started, "FinishedAt": ports.clock.now(), "Release": release}
    columns = target.service_columns
    fitted = {name: fit_value(value, columns[name]) for name, value in {**values, **moments}.items()}
    filled = {name: value for name, value in fitted.items() if value is not None}
    change = Change(ChangeKind.CREATE, target.title, key, {target.key: key, **filled})
    try:
        outcome = ports.site.write([change])[0]
    except SyncError as error:
        _log.warning("run not recorded", extra={"reason": str(error)})
        return
    if outcome.kind is not OutcomeKind.DONE:
        _log.warning("run not recorded", extra={"reason": outcome.reason})
