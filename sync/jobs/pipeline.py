"""One pass: read everything whole, reconcile, and carry the plan out."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sync.core.memory import find_shrunken, remember, write_memory
from sync.core.normalise import HISTORY_FIELDS
from sync.core.plan import acknowledge
from sync.core.reconcile import Inputs, Reconciliation, reconcile
from sync.core.records import ListContents, Plan, Register, RunMemory, TargetList
from sync.core.rules import Governance, Rules
from sync.core.summary import FlagCounts, RequestCounts, RunOutcome, Summary
from sync.core.vocabulary import FlagState
from sync.errors import (
    InterruptedRunError,
    LeaseHeldError,
    OutOfTimeError,
    ShrunkSourceError,
    StalePlanError,
    SyncError,
)
from sync.jobs.apply import Applied, apply_plan
from sync.jobs.lease import (
    Lease,
    LeaseMovedError,
    ServiceRows,
    read_service_rows,
    recall,
    release_left,
    request_service_rows,
    take_lease,
)
from sync.jobs.run_record import RunsList, wind_up
from sync.ports import ListRequest, Ports

_log = logging.getLogger(__name__)

_PROVISION = "Run hmicfrs-sync provision."
_CHECK_MAPPING = "Correct mappings/tracker.yaml."
_PLANNINGS: Final = 3
_CHECK_GOVERNANCE = "Correct mappings/governance.yaml."


@dataclass(slots=True)
class Meter:
    """What a pass took: seconds by part, and requests."""

    ports: Ports
    seconds: dict[str, float] = field(
        default_factory=lambda: {"read": 0.0, "reconcile": 0.0, "write": 0.0, "total": 0.0}
    )
    _began: float = field(init=False)
    _mark: float = field(init=False)
    _counts: RequestCounts = field(init=False)

    def __post_init__(self) -> None:
        """Begin to measure."""
        self._began = self._mark = self.ports.clock.seconds()
        self._counts = self.ports.site.counts

    @property
    def requests(self) -> RequestCounts:
        """Return what went over the wire since the pass began."""
        return self.ports.site.counts.since(self._counts)

    def check(self) -> None:
        """Raise InterruptedRunError when the run was asked to stop, OutOfTimeError when its time is up."""
        if self.ports.stop.is_set():
            raise InterruptedRunError("The run was asked to stop before it wrote anything.")
        self.check_time()

    def check_time(self) -> None:
        """Raise OutOfTimeError when the time is up."""
        limit = self.ports.limits.run_seconds
        if self.ports.clock.seconds() - self._began > limit:
            raise OutOfTimeError(limit)

    def lap(self, name: str) -> None:
        """Put the time since the last lap down under ``name``."""
        now = self.ports.clock.seconds()
        self.seconds[name] = now - self._mark
        self.seconds["total"] = now - self._began
        self._mark = now


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a pass found out before it writes.

    ``sources`` says how many rows each source has; ``held`` is why it may not write, when one lost too many.
    """

    register: Register
    inputs: Inputs
    reconciliation: Reconciliation
    own: ServiceRows
    sources: Mapping[str, int]
    held: ShrunkSourceError | None = None


def prepare(ports: Ports, rules: Rules, register: Register, as_of: date, meter: Meter) -> Prepared:
    """Read the lists whole and reconcile them with the register; nothing is written.

    Raises:
        AccessError, SiteShapeError: a list cannot be read.
        InterruptedRunError: the run was asked to stop.
        OutOfTimeError: the run's time is up.
    """
    ports.progress.stage("Reading the Tracker and our lists")
    lists = ports.site.read_lists(list_requests(rules))
    meter.lap("read")
    meter.check()
    own = read_service_rows(lists[rules.targets.runs.title], rules.targets.runs)
    is_gone = own.lease.row_id is None and _hold_rows(lists, rules)
    recalled = recall(ports, rules.targets.runs) if is_gone else None
    if recalled is not None:
        own = replace(own, memory=recalled)
    governance = rules.governance
    inputs = Inputs(
        register=register,
        tracker=lists[rules.tracker.list_title],
        gaps=lists[rules.targets.gaps.title],
        position=lists[rules.targets.position.title],
        publications=lists[rules.targets.publications.title],
        remembered=own.memory,
        history=lists[rules.targets.history.title],
        inspections=lists.get(governance.inspections.list_title) if governance.inspections else None,
        assessments=lists.get(governance.assessments.list_title) if governance.assessments else None,
    )
    _log.info("lists read", extra={"rows": {title: len(contents.rows) for title, contents in lists.items()}})
    ports.progress.stage(f"Reconciling {len(inputs.tracker.rows):,} rows with {len(register.items):,} items")
    result = reconcile(inputs, rules, as_of, ports.memory)
    if result.flags.untold:
        # Asked for once per gap: what the versions told stands in the gap list from then on.
        columns = [rules.tracker.columns[name] for name in HISTORY_FIELDS if name in rules.tracker.columns]
        versions = ports.site.read_versions(rules.tracker.list_title, result.flags.untold, columns)
        result = reconcile(replace(inputs, versions=versions), rules, as_of, ports.memory)
    meter.lap("reconcile")
    meter.check()
    _log.info(
        "reconciled",
        extra={"gaps": len(result.gaps), "changes": len(result.plan.changes), "plan": result.plan.checksum},
    )
    sources = _count_sources(inputs, own.memory, governance)
    held = _find_shrunken(sources, own.memory, rules)
    if held is None and recalled is not None and not recalled.sources and result.plan.changes:
        held = ShrunkSourceError(
            f"The list '{rules.targets.runs.title}' remembers no run, although our lists hold rows: nobody can tell whether a "
            "source lost rows. Nothing was changed. Restore its rows from the recycle bin; or look at the plan and apply it with "
            "'apply --expect' and its checksum."
        )
    return Prepared(register, inputs, result, own, sources, held)


def _hold_rows(lists: Mapping[str, ListContents], rules: Rules) -> bool:
    """Say whether a run has written before: rows of ours are in the lists that we compare."""
    return any(row.cells.get(target.key) for target in rules.targets.compared for row in lists[target.title].rows)


def _count_sources(inputs: Inputs, memory: RunMemory, governance: Governance) -> dict[str, int]:
    """Return how many rows each source has.

    A list that people may keep and that was there before has none when it is gone; one that is not asked for is no source.
    """
    sources = {"Tracker": len(inputs.tracker.rows), "register": len(inputs.register.items)}
    for name, asked, kept in (
        ("inspections list", governance.inspections, inputs.inspections),
        ("self-assessment list", governance.assessments, inputs.assessments),
    ):
        if kept is not None:
            sources[name] = len(kept.rows)
        elif asked is not None and name in memory.sources:
            sources[name] = 0
    return sources


def _find_shrunken(sources: Mapping[str, int], memory: RunMemory, rules: Rules) -> ShrunkSourceError | None:
    shrunken = find_shrunken(memory, sources, rules.targets.source)
    if not shrunken:
        return None
    told = " ".join(f"The {name} has {now:,} rows and had {before:,}." for name, before, now in shrunken)
    return ShrunkSourceError(
        f"{told} That is more than may go at once (source in targets.yaml). Nothing was changed. Restore the rows from the "
        "recycle bin; or, when it is right, look at the plan and apply it with 'apply --expect' and its checksum."
    )


def list_requests(rules: Rules) -> list[ListRequest]:
    """Return what a pass reads: the lease, the tracker with our columns on it, the lists we compare, those that people keep.

    The lease comes first: whoever takes it later as it stands here knows that nobody wrote since the lists were read.
    """
    columns = dict.fromkeys(rules.tracker.columns.values(), _CHECK_MAPPING)
    if rules.targets.flags:
        columns |= dict.fromkeys(rules.targets.flags.service_columns, _PROVISION)
    tracker = ListRequest(rules.tracker.list_title, columns, f"{_CHECK_MAPPING[:-1]} (list_title).")
    compared = (request_target(target) for target in rules.targets.compared)
    kept = _request_kept(rules.governance)
    return [request_service_rows(rules.targets.runs), tracker, *compared, *kept]


def _request_kept(governance: Governance) -> Iterator[ListRequest]:
    """Yield the lists that people may keep beside the tracker; a force that keeps none is none the worse."""
    for kept in (governance.inspections, governance.assessments):
        if kept is not None:
            columns = dict.fromkeys(kept.columns.values(), _CHECK_GOVERNANCE)
            yield ListRequest(kept.list_title, columns, _CHECK_GOVERNANCE, is_optional=True)


def request_target(target: TargetList) -> ListRequest:
    """Return what is read of a list of ours: all its columns."""
    columns = {column.name: _PROVISION for column in target.columns}
    return ListRequest(target.title, columns, _PROVISION, key_column=target.key)


RegisterSource = Register | Callable[[], Register]
"""The register as it was read, or what reads it from the site: as a part of the pass, in its time and with its failures."""


def read_source(register: RegisterSource) -> Register:
    """Return the register; raises RegisterError, and what a read of the site raises."""
    return register if isinstance(register, Register) else register()


def begin_pass(ports: Ports) -> Meter:
    """Begin a pass: from now on its time runs, all that it reads and waits for included."""
    ports.site.begin(ports.limits.run_seconds)
    return Meter(ports)


def plan_pass(ports: Ports, rules: Rules, register: RegisterSource, as_of: date) -> Summary:
    """Return what a pass would do, with nothing written; ``trouble`` says why it would be held."""
    meter = begin_pass(ports)
    prepared = prepare(ports, rules, read_source(register), as_of, meter)
    return _summarise(
        prepared, prepared.reconciliation.plan, RunOutcome.PLANNED, Applied((), error=prepared.held), meter
    )


def run_pass(
    ports: Ports, rules: Rules, register: RegisterSource, as_of: date, *, release: str, expect: str = ""
) -> Summary:
    """Plan and apply within the guards, and record the run when it changed something or failed.

    Args:
        ports: the outside world.
        rules: the administrators' decisions.
        register: the register, already checked, or what reads and checks it.
        as_of: the day the figures speak for.
        release: the version of the service, for the run's row.
        expect: when given, the checksum that the plan must have; naming it lets through what the guards hold back.

    Raises:
        StalePlanError: the plan is not the expected one; nothing was written.
        LeaseHeldError: another run writes; nothing was written.
        SyncError: the pass could not be made; what could be recorded of it is in the runs list.
    """
    meter = begin_pass(ports)
    runs = RunsList(ports, rules.targets.runs, ports.clock.now(), release)
    try:
        read = read_source(register)
        prepared, plan, lease = _prepare_to_write(ports, rules, read, as_of, meter, expect)
    except SyncError as error:
        runs.record_failure(error, as_of)
        raise
    if lease is None:
        return _end_without_writing(ports, rules, prepared, plan, runs, meter)
    try:
        applied = _apply(ports, plan, rules, _Permission(ports, lease, meter))
    except BaseException:
        _log.error("lease left to end by itself")
        raise
    wind_up(ports, applied.error, has_lease=True)
    meter.lap("write")
    summary = _summarise(prepared, plan, _outcome_of(plan, applied), applied, meter)
    runs.record_run(summary, lease, _remember(prepared, lease, applied))
    runs.beat(prepared.own.heartbeat, summary.outcome)
    if applied.error is None:
        runs.catch_up()
    if applied.error is not None and summary.count_writes()["done"] == 0:
        raise applied.error
    return replace(summary, requests=meter.requests)


def _prepare_to_write(
    ports: Ports, rules: Rules, register: Register, as_of: date, meter: Meter, expect: str
) -> tuple[Prepared, Plan, Lease | None]:
    """Return what is to be written and the right to write it; without changes, no right is asked for."""
    for _ in range(_PLANNINGS):
        prepared = prepare(ports, rules, register, as_of, meter)
        plan = prepared.reconciliation.plan
        if expect and expect != plan.checksum:
            raise StalePlanError(expect, plan.checksum)
        if expect:
            plan = acknowledge(plan)
        elif prepared.held:
            raise prepared.held
        if not plan.changes:
            return prepared, plan, None
        try:
            return prepared, plan, take_lease(ports, rules.targets.runs, prepared.own.lease)
        except LeaseMovedError:
            _log.info("planning again", extra={"reason": "another run wrote since the lists were read"})
    raise LeaseHeldError(
        "Other runs came first each time. Nothing was changed; see that only one schedule runs the service."
    )


def _end_without_writing(
    ports: Ports, rules: Rules, prepared: Prepared, plan: Plan, runs: RunsList, meter: Meter
) -> Summary:
    meter.lap("write")
    summary = _summarise(prepared, plan, _outcome_of(plan, Applied(())), None, meter)
    # Whoever held it last knows best that nothing is being written; what that run wrote, nobody knows.
    release_left(ports, rules.targets.runs, prepared.own.lease, write_memory(RunMemory(prepared.own.memory.sources)))
    if plan.is_guarded:
        runs.record_run(summary, None, "")
    runs.beat(prepared.own.heartbeat, summary.outcome)
    runs.catch_up()
    return replace(summary, requests=meter.requests)


def _remember(prepared: Prepared, lease: Lease, applied: Applied) -> str:
    """Return what the next run has to know. After a run that crashed, nobody knows which cells it wrote."""
    memory = RunMemory() if lease.was_left else prepared.own.memory
    return write_memory(remember(memory, prepared.sources, applied.outcomes))


@dataclass(frozen=True, slots=True)
class _Permission:
    """What every post of a batch needs: a run that has not been asked to stop, time, and the lease."""

    ports: Ports
    lease: Lease
    meter: Meter

    def __call__(self) -> None:
        """Raise InterruptedRunError, OutOfTimeError or LeaseLostError when the post may not go out."""
        self._go_on()
        if self.lease.keep():
            # Renewing may have taken minutes, in which the run was asked to stop or its time was up.
            self._go_on()

    def _go_on(self) -> None:
        if self.ports.stop.is_set():
            raise InterruptedRunError("The run was asked to stop.")
        self.meter.check_time()


def _apply(ports: Ports, plan: Plan, rules: Rules, permit: Callable[[], None]) -> Applied:
    lists: Mapping[str, TargetList] = {target.title: target for target in rules.targets.owned}
    if rules.targets.flags:
        lists = {**lists, rules.targets.flags.title: rules.targets.flags}
    return apply_plan(ports, plan, lists, permit)


def _outcome_of(plan: Plan, applied: Applied) -> RunOutcome:
    if applied.is_interrupted:
        return RunOutcome.INTERRUPTED
    if plan.is_guarded:
        return RunOutcome.WITHHELD
    if applied.error is not None or not applied.all_done:
        return RunOutcome.PARTLY
    return RunOutcome.APPLIED if plan.changes else RunOutcome.NO_CHANGES


def _summarise(prepared: Prepared, plan: Plan, outcome: RunOutcome, applied: Applied | None, meter: Meter) -> Summary:
    result = prepared.reconciliation
    flags = result.flags
    counts = FlagCounts(flags.count(FlagState.OPEN), flags.new, len(flags.cleared), flags.count(FlagState.DISMISSED))
    return Summary(
        as_of=result.position.as_of,
        outcome=outcome,
        tracker_rows=len(prepared.inputs.tracker.rows),
        register=prepared.register,
        matches=result.matches,
        gaps=[flag.gap for flag in flags.flags if flag.state is FlagState.OPEN],
        flag_counts=counts,
        position=result.position,
        plan=plan,
        outcomes=applied.outcomes if applied else (),
        trouble=str(applied.error) if applied and applied.error else "",
        requests=meter.requests,
        seconds=meter.seconds,
    )
