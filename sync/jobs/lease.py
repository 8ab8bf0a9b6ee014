"""The lease: a row of the runs list that says which run may write, taken and renewed under its ETag.

SharePoint has no locks. What it has is a refusal (412) to change a row that somebody changed first, and a refusal to keep two
rows with the same key; of all runs that try, one gets the row. The row is read together with the lists and taken under the ETag
it had then: whoever gets it knows that no other run wrote since the lists were read.

A holder stops in good time before its lease ends, by its own clock; a successor waits a while after, by its own. The two
allowances together make up for clocks that differ by a minute. Should a holder write late all the same, because its machine was
suspended in the middle of a post, the ETags and unique keys of the rows refuse what has changed since.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sync.core.memory import read_memory
from sync.core.records import Change, ListContents, Outcome, OutcomeKind, Row, RunMemory, TargetList, Value
from sync.core.values import read_text
from sync.core.vocabulary import ChangeKind
from sync.errors import AccessError, InterruptedRunError, LeaseHeldError, LeaseLostError, SyncError
from sync.ports import ListRequest, Ports

_log = logging.getLogger(__name__)

LEASE_KEY: Final = "lease"
HEARTBEAT_KEY: Final = "heartbeat"
SKEW: Final = timedelta(seconds=90)
"""How long after its end a lease is respected, by the reader's clock."""

_PROVISION: Final = "Run hmicfrs-sync provision."
_ATTEMPTS: Final = 4
_TAKEN: Final = "Lease: a run is writing"
_FREE: Final = "Lease: free"


class LeaseMovedError(Exception):
    """Another run had the lease since the lists were read, and gave it back: what was planned has to be planned again."""


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """The lease as it stands in the list; without a row it has no ``row_id``."""

    row_id: int | None = None
    etag: str = ""
    owner: str = ""
    token: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServiceRows:
    """The service's own rows of the runs list."""

    lease: LeaseRow
    memory: RunMemory
    heartbeat: Row | None = None


def request_service_rows(target: TargetList) -> ListRequest:
    """Return the question for the service's own rows; it travels with the lists and costs no request of its own."""
    return request_rows(target, LEASE_KEY, HEARTBEAT_KEY)


def request_rows(target: TargetList, *keys: str) -> ListRequest:
    """Return the question for the rows of the runs list that have these keys."""
    columns = dict.fromkeys(target.service_columns, _PROVISION)
    return ListRequest(target.title, columns, _PROVISION, target.key, keys)


def read_service_rows(contents: ListContents, target: TargetList) -> ServiceRows:
    """Return what the service's own rows say."""
    rows = {read_text(row.cells.get(target.key)): row for row in contents.rows}
    row = rows.get(LEASE_KEY)
    memory = read_memory(read_text(row.cells.get("Memory"))) if row else RunMemory()
    tracker_rows = row.cells.get("TrackerRows") if row else None
    if not memory.sources and isinstance(tracker_rows, int | float):
        memory = RunMemory({"Tracker": int(tracker_rows)})
    return ServiceRows(_read_lease(row), memory, rows.get(HEARTBEAT_KEY))


def recall(ports: Ports, target: TargetList) -> RunMemory | None:
    """Return what the rows of earlier runs still tell when the lease's row, which keeps the memory, was removed.

    None when it is there after all: another run, the first of all, has made it since the lists were read. Raises AccessError.
    """
    request = ListRequest(target.title, dict.fromkeys((target.key, "TrackerRows"), _PROVISION), _PROVISION, target.key)
    runs = {read_text(row.cells.get(target.key)): row for row in ports.site.read_lists([request])[target.title].rows}
    if LEASE_KEY in runs:
        return None
    for key in sorted((key for key in runs if key.startswith("run/")), reverse=True):
        rows = runs[key].cells.get("TrackerRows")
        if isinstance(rows, int | float):
            return RunMemory({"Tracker": int(rows)})
    return RunMemory()


def _read_lease(row: Row | None) -> LeaseRow:
    if row is None:
        return LeaseRow()
    token, until = row.cells.get("LeaseToken"), row.cells.get("LeaseUntil")
    return LeaseRow(
        row.id,
        row.etag,
        read_text(row.cells.get("LeaseOwner")),
        int(token) if isinstance(token, int | float) else 0,
        until if isinstance(until, datetime) else None,
    )


class Lease:
    """A lease that this run holds. ``was_left`` says that the run before it ended without giving it back."""

    def __init__(self, ports: Ports, target: TargetList, row: LeaseRow, since: float, *, was_left: bool) -> None:
        self._ports = ports
        self._target = target
        self._row = row
        self._since = since
        self.was_left = was_left

    def keep(self) -> bool:
        """Renew the lease when half of it is over and say whether that was so; to be called before every post of a batch.

        Renewing late is safe: when another run has the row, its ETag is another one.

        Raises:
            LeaseLostError: another run has it, or it could not be renewed in time.
            AccessError: SharePoint cannot be asked.
        """
        if self._left() > self._ports.limits.lease_seconds / 2:
            return False
        for _ in range(_ATTEMPTS):
            since = self._ports.clock.seconds()
            claimed = replace(self._row, until=_end(self._ports))
            outcome = self._ports.site.write([_claim(self._target, claimed, _TAKEN)])[0]
            if self._ports.stop.is_set():
                self._ports.site.hurry()
            row = _follow(claimed, outcome) or read_lease(self._ports, self._target)
            if (row.owner, row.token) != (claimed.owner, claimed.token):
                # Whatever time was left of it: another run has it, or somebody undid it by hand, and another may take it.
                raise _lost()
            self._row = row
            if row.until == claimed.until:
                self._since = since
                break
        # A post that goes out now must have come to its end when the lease is over.
        if self._left() < self._ports.limits.write_seconds:
            raise _lost()
        return True

    def give_back(self, memory: str, tracker_rows: int) -> Change:
        """Return the change that gives the lease back, and leaves in its row what the next run has to know."""
        free = replace(self._row, owner="", until=None)
        return _claim(self._target, free, _FREE, TrackerRows=tracker_rows, Memory=memory)

    def _left(self) -> float:
        """Return the seconds until the lease ends, by whichever clock says less: a suspended machine stops only one."""
        elapsed = self._ports.clock.seconds() - self._since
        until = self._row.until
        by_the_wall = (until - self._ports.clock.now()).total_seconds() if until else 0.0
        return min(self._ports.limits.lease_seconds - elapsed, by_the_wall)


def take_lease(ports: Ports, target: TargetList, row: LeaseRow) -> Lease:
    """Return the lease, taken under the ETag that its row had when the lists were read.

    Raises:
        LeaseHeldError: another run holds it.
        LeaseMovedError: another run held it since the lists were read.
        AccessError: SharePoint cannot be asked.
        InterruptedRunError: the run was asked to stop, and nobody answered whether the lease was taken.
    """
    was_left = bool(row.owner) or row.until is not None
    token = row.token
    for _ in range(_ATTEMPTS):
        _check_free(ports, row)
        if row.token != token:
            raise LeaseMovedError
        since = ports.clock.seconds()
        claimed = replace(row, owner=ports.holder.name, token=token + 1, until=_end(ports))
        outcome = ports.site.write([_claim(target, claimed, _TAKEN)])[0]
        if outcome.kind is OutcomeKind.UNKNOWN and ports.stop.is_set():
            _free(ports, target, claimed)
            raise InterruptedRunError("The run was asked to stop before it wrote anything.")
        if outcome.kind is OutcomeKind.FAILED:
            raise AccessError(
                f"The lease in '{target.title}' could not be taken: {outcome.reason} Nothing was changed. Run "
                "hmicfrs-sync provision, and see that the app may write on the site."
            )
        row = _follow(claimed, outcome) or _look_again(ports, target, claimed)
        if (row.owner, row.token) == (claimed.owner, claimed.token):
            return Lease(ports, target, row, since, was_left=was_left)
    raise LeaseHeldError(
        f"The lease in '{target.title}' could not be taken: its row changed each time. Nothing was changed; run again."
    )


def _look_again(ports: Ports, target: TargetList, claimed: LeaseRow) -> LeaseRow:
    """Return the lease as it stands after a claim without an answer; when nobody answers that either, leave none behind."""
    try:
        return read_lease(ports, target)
    except SyncError:
        _free(ports, target, claimed)
        raise


def release_left(ports: Ports, target: TargetList, row: LeaseRow, memory: str) -> None:
    """Free a lease that this process, or one that is known to have ended, left behind: a claim that landed late, a crash.

    A run that writes takes it over anyway; this is for one that has nothing to write. ``memory`` is left for the next run.
    """
    if not row.owner or (row.owner != ports.holder.name and not ports.holder.is_gone(row.owner)):
        return
    _log.warning("lease freed", extra={"reason": "the run that held it has ended", "lease": row.token})
    with suppress(SyncError):
        ports.site.write([_claim(target, replace(row, owner="", until=None), _FREE, Memory=memory)])


def _free(ports: Ports, target: TargetList, claimed: LeaseRow) -> None:
    """See once that a claim without an answer leaves no lease behind: writing its row free refuses a claim that comes later."""
    ports.site.hurry()
    with suppress(SyncError):
        row = read_lease(ports, target)
        if row.row_id is not None and row.owner in {"", claimed.owner}:
            ports.site.write([_claim(target, replace(row, owner="", until=None), _FREE)])


def read_lease(ports: Ports, target: TargetList) -> LeaseRow:
    """Return the lease as it stands now."""
    contents = ports.site.read_lists([request_service_rows(target)])[target.title]
    return read_service_rows(contents, target).lease


def _check_free(ports: Ports, row: LeaseRow) -> None:
    holder = ports.holder
    # Who gives a lease back clears its end, too: one with an end and without a name was emptied by a person.
    if row.until is None or row.owner == holder.name or ports.clock.now() > row.until + SKEW:
        return
    if row.owner and holder.is_gone(row.owner):
        _log.warning("lease taken over", extra={"reason": "the run that held it has ended", "lease": row.token})
        return
    name = row.owner or "somebody emptied its name"
    raise LeaseHeldError(
        f"Another run is writing ({name}); its lease ends at {row.until:%H:%M:%S} UTC. Nothing was changed. Wait for it; "
        "if it has crashed, a run a few minutes after that time takes over by itself."
    )


def _claim(target: TargetList, row: LeaseRow, title: str, **more: Value) -> Change:
    """Return the change that makes the list's row say what ``row`` says, under the ETag that it has."""
    values: dict[str, Value] = {
        "Title": title,
        "LeaseOwner": row.owner or None,
        "LeaseToken": row.token,
        "LeaseUntil": row.until,
        **more,
    }
    if row.row_id is None:
        return Change(ChangeKind.CREATE, target.title, LEASE_KEY, {target.key: LEASE_KEY, **values})
    return Change(ChangeKind.UPDATE, target.title, LEASE_KEY, values, {}, row.row_id, row.etag)


def _follow(claimed: LeaseRow, outcome: Outcome) -> LeaseRow | None:
    """Return the row as it is after a claim that was done; None when the list has to be asked."""
    if outcome.kind is not OutcomeKind.DONE or outcome.row_id is None or not outcome.etag:
        return None
    return replace(claimed, row_id=outcome.row_id, etag=outcome.etag)


def _end(ports: Ports) -> datetime:
    # SharePoint keeps whole seconds.
    return (ports.clock.now() + timedelta(seconds=ports.limits.lease_seconds)).replace(microsecond=0)


def _lost() -> LeaseLostError:
    return LeaseLostError(
        "The lease passed to another run or could not be renewed in time. What was written stays written; the next run takes "
        "up the rest."
    )
