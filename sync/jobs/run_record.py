"""The runs list: one row for each run that changed something or failed, the end of a lease, and a heartbeat."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sync.core.plan import judge_read_back
from sync.core.records import Change, Outcome, OutcomeKind, Row, TargetList, Value
from sync.core.summary import RunOutcome, Summary
from sync.core.text import say_count
from sync.core.values import fit_value
from sync.core.vocabulary import ChangeKind
from sync.errors import (
    AccessError,
    InterruptedRunError,
    LeaseHeldError,
    OutOfTimeError,
    StalePlanError,
    SyncError,
    ThrottledError,
)
from sync.jobs.lease import HEARTBEAT_KEY, LEASE_KEY, Lease, request_rows
from sync.ports import Ports

_log = logging.getLogger(__name__)

_RUN: Final = "run/"

_UNRECORDED: Final = (LeaseHeldError, StalePlanError)
"""What is no failure of the service's: another run is at work, or a person has to look again."""

RECORD_SECONDS: Final = 60.0
"""How long a run that SharePoint put off, or that used up its time, may still wait to be recorded and to give its lease back."""

_UNRECORDED_LIMIT: Final = 20
"""So many rows of failed runs are kept for a run that can write them, the newest."""

BEAT_EVERY: Final = timedelta(hours=1)


def wind_up(ports: Ports, error: SyncError | None, *, has_lease: bool) -> None:
    """Leave a run that is over only the time that its record needs.

    That is one short try when it was asked to stop, or got no answer and has no lease to give back. One that was put off, or used
    up its time, obeys a wait of a minute.
    """
    if ports.stop.is_set():
        ports.site.hurry()
    elif isinstance(error, ThrottledError | OutOfTimeError):
        ports.site.hurry(RECORD_SECONDS)
    elif isinstance(error, AccessError) and not has_lease:
        ports.site.hurry()


@dataclass(frozen=True, slots=True)
class RunsList:
    """The runs list and what every row of this run has in common."""

    ports: Ports
    target: TargetList
    started: datetime
    release: str

    def record_run(self, summary: Summary, lease: Lease | None, memory: str) -> None:
        """Add the row of a run that reached its end, and give its lease back, with what the next run has to know.

        A row that cannot be written is logged and not missed; a lease that is not given back ends by itself.
        """
        writes, plan = summary.count_writes(), summary.plan
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
            "RowsWithheld": len(plan.held),
            "Conflicts": writes["conflicts"],
            "Failed": writes["failed"],
            "PlanChecksum": plan.checksum,
            "Message": " ".join([*plan.guard_sentences, summary.trouble]).strip(),
        }
        changes = [self._build_row(plan.checksum, values)]
        if lease is not None:
            changes.append(lease.give_back(memory, summary.tracker_rows))
        self._write(changes)

    def record_failure(self, error: SyncError, as_of: date) -> None:
        """Add the row of a run that failed, was held back or asked to stop before it wrote anything.

        Whoever waits for it is told already, so it takes a minute at most. What cannot be recorded now is recorded by the next run
        of this process that can.
        """
        if isinstance(error, _UNRECORDED):
            return
        wind_up(self.ports, error, has_lease=False)
        outcome = RunOutcome.INTERRUPTED if isinstance(error, InterruptedRunError) else RunOutcome.FAILED
        title = outcome.value.capitalize()
        values: dict[str, Value] = {"Title": title, "AsOf": as_of, "Outcome": outcome.value, "Message": str(error)}
        # The failure itself is told to whoever started the run; that it could not be recorded as well is no news.
        self._write([self._build_row(outcome.value, values)], logging.DEBUG)

    def beat(self, row: Row | None, outcome: RunOutcome) -> None:
        """Write the heartbeat's row, where one is kept, when its last beat is an hour old; what goes wrong is logged."""
        if not self.ports.limits.has_heartbeat or outcome is RunOutcome.INTERRUPTED:
            return
        now = self.ports.clock.now().replace(microsecond=0)
        last = row.cells.get("FinishedAt") if row else None
        if isinstance(last, datetime) and now - last < BEAT_EVERY:
            return
        title = f"Heartbeat: the last run ended with {outcome}"
        values: dict[str, Value] = {"Title": title, "FinishedAt": now, "Release": self.release}
        if row is None:
            values = {self.target.key: HEARTBEAT_KEY, **values}
            change = Change(ChangeKind.CREATE, self.target.title, HEARTBEAT_KEY, values)
        else:
            change = Change(ChangeKind.UPDATE, self.target.title, HEARTBEAT_KEY, values, {}, row.id, row.etag)
        self._write([change])

    def _build_row(self, name: str, values: Mapping[str, Value]) -> Change:
        moments: dict[str, Value] = {
            "StartedAt": self.started.replace(microsecond=0),
            "FinishedAt": self.ports.clock.now().replace(microsecond=0),
            "Release": self.release,
        }
        columns = self.target.service_columns
        fitted = {name: fit_value(value, columns[name]) for name, value in {**values, **moments}.items()}
        filled = {name: value for name, value in fitted.items() if value is not None}
        key = f"{_RUN}{self.started:%Y%m%dT%H%M%S.%f}/{name}"
        return Change(ChangeKind.CREATE, self.target.title, key, {self.target.key: key, **filled})

    def catch_up(self) -> None:
        """Write the rows of this process's earlier runs that the list would not take then."""
        late = list(self.ports.unrecorded)
        if not late or self.ports.stop.is_set():
            return
        self.ports.unrecorded.clear()
        try:
            outcomes = self._write_again(late)
        except SyncError as error:
            self._keep(late)
            _log.warning("earlier runs not recorded", extra={"reason": str(error)})
            return
        self._keep([outcome.change for outcome in outcomes if outcome.kind is not OutcomeKind.DONE])
        _log.info("earlier runs recorded", extra={"runs": len(late) - len(self.ports.unrecorded)})

    def _keep(self, changes: Sequence[Change]) -> None:
        kept = [*self.ports.unrecorded, *(change for change in changes if change.key.startswith(_RUN))]
        self.ports.unrecorded[:] = kept[-_UNRECORDED_LIMIT:]

    def _write(self, changes: Sequence[Change], level: int = logging.WARNING) -> None:
        """Write rows of our own; those whose answer got lost are read back, and sent once more when they are not there."""
        try:
            outcomes = self.ports.site.write(changes)
            unknown = [outcome.change for outcome in outcomes if outcome.kind is OutcomeKind.UNKNOWN]
            if unknown and not self.ports.stop.is_set():
                outcomes = [outcome for outcome in outcomes if outcome.kind is not OutcomeKind.UNKNOWN]
                outcomes += self._write_again(unknown)
        except SyncError as error:
            _log.log(level, "run not recorded", extra={"reason": str(error)})
            self._keep(changes)
            return
        self._keep([outcome.change for outcome in outcomes if outcome.kind is not OutcomeKind.DONE])
        for outcome in outcomes:
            if outcome.kind is not OutcomeKind.DONE:
                what = "lease not given back" if outcome.change.key == LEASE_KEY else "run not recorded"
                _log.log(level, what, extra={"reason": outcome.reason})

    def _write_again(self, unknown: Sequence[Change]) -> list[Outcome]:
        request = request_rows(self.target, *(change.key for change in unknown))
        contents = self.ports.site.read_lists([request])[self.target.title]
        undone = [change for change in unknown if judge_read_back(change, contents, self.target) is OutcomeKind.FAILED]
        return self.ports.site.write(undone) if undone else []
