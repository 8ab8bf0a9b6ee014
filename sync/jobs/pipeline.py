"""One pass: read everything whole, reconcile, and carry the plan out."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sync.core.normalise import HISTORY_FIELDS
from sync.core.reconcile import Inputs, Reconciliation, reconcile
from sync.core.records import Plan, Register, TargetList
from sync.core.rules import Rules
from sync.core.summary import FlagCounts, RequestCounts, RunOutcome, Summary
from sync.core.vocabulary import FlagState
from sync.errors import GuardError, StalePlanError
from sync.jobs.apply import Applied, apply_plan
from sync.jobs.run_record import record_failure, record_run
from sync.ports import ListRequest, Ports

_log = logging.getLogger(__name__)

_PROVISION = "Run hmicfrs-sync provision."
_CHECK_MAPPING = "Correct mappings/tracker.yaml."


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

    def lap(self, name: str) -> None:
        """Put the time since the last lap down under ``name``."""
        now = self.ports.clock.seconds()
        self.seconds[name] = now - self._mark
        self.seconds["total"] = now - self._began
        self._mark = now


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a pass found out before it writes."""

    register: Register
    inputs: Inputs
    reconciliation: Reconciliation


def prepare(ports: Ports, rules: Rules, register: Register, as_of: date, meter: Meter) -> Prepared:
    """Read the lists whole and reconcile them with the register; nothing is written.

    Raises:
        AccessError, SiteShapeError: a list cannot be read.
        ShrunkSourceError: the tracker is empty and was not before.
    """
    ports.progress.stage("Reading the Tracker and our lists")
    lists = ports.site.read_lists(list_requests(rules))
    meter.lap("read")
    inputs = Inputs(
        register=register,
        tracker=lists[rules.tracker.list_title],
        gaps=lists[rules.targets.gaps.title],
        position=lists[rules.targets.position.title],
        publications=lists[rules.targets.publications.title],
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
    _log.info(
        "reconciled",
        extra={"gaps": len(result.gaps), "changes": len(result.plan.changes), "plan": result.plan.checksum},
    )
    return Prepared(register, inputs, result)


def list_requests(rules: Rules) -> list[ListRequest]:
    """Return what a pass reads from the site: the tracker with our columns on it, and the lists we compare."""
    columns = dict.fromkeys(rules.tracker.columns.values(), _CHECK_MAPPING)
    if rules.targets.flags:
        columns |= dict.fromkeys(rules.targets.flags.service_columns, _PROVISION)
    tracker = ListRequest(rules.tracker.list_title, columns, f"{_CHECK_MAPPING[:-1]} (list_title).")
    return [tracker, *(request_target(target) for target in rules.targets.compared)]


def request_target(target: TargetList) -> ListRequest:
    """Return what is read of a list of ours: all its columns."""
    columns = {column.name: _PROVISION for column in target.columns}
    return ListRequest(target.title, columns, _PROVISION, key_column=target.key)


def plan_pass(ports: Ports, rules: Rules, register: Register, as_of: date) -> Summary:
    """Return what a pass would do, with nothing written."""
    meter = Meter(ports)
    prepared = prepare(ports, rules, register, as_of, meter)
    return _summarise(prepared, RunOutcome.PLANNED, None, meter)


def run_pass(ports: Ports, rules: Rules, register: Register, as_of: date, *, release: str, expect: str = "") -> Summary:
    """Plan and apply within the guards, and record the run when it changed something or failed.

    Args:
        ports: the outside world.
        rules: the administrators' decisions.
        register: the register, already checked.
        as_of: the day the figures speak for.
        release: the version of the service, for the run's row.
        expect: when given, the checksum that the plan must have.

    Raises:
        StalePlanError: the plan is not the expected one; nothing was written.
        SyncError: the pass could not be made; what could be recorded of it is in the runs list.
    """
    meter = Meter(ports)
    started = ports.clock.now()
    try:
        prepared = prepare(ports, rules, register, as_of, meter)
    except GuardError as error:
        record_failure(ports, rules.targets.runs, error, as_of, started, release)
        raise
    plan = prepared.reconciliation.plan
    if expect and expect != plan.checksum:
        raise StalePlanError(expect, plan.checksum)
    applied = _apply(ports, plan, rules)
    meter.lap("write")
    summary = _summarise(prepared, _outcome_of(plan, applied), applied, meter)
    if plan.changes or plan.withheld:
        record_run(ports, rules.targets.runs, summary, started, release)
    if applied.error is not None and summary.count_writes()["done"] == 0:
        raise applied.error
    return replace(summary, requests=meter.requests)


def _apply(ports: Ports, plan: Plan, rules: Rules) -> Applied:
    lists: Mapping[str, TargetList] = {target.title: target for target in rules.targets.owned}
    if rules.targets.flags:
        lists = {**lists, rules.targets.flags.title: rules.targets.flags}
    return apply_plan(ports, plan, lists)


def _outcome_of(plan: Plan, applied: Applied) -> RunOutcome:
    if applied.is_interrupted:
        return RunOutcome.INTERRUPTED
    if plan.withheld:
        return RunOutcome.WITHHELD
    if applied.error is not None or not applied.all_done:
        return RunOutcome.PARTLY
    return RunOutcome.APPLIED if plan.changes else RunOutcome.NO_CHANGES


def _summarise(prepared: Prepared, outcome: RunOutcome, applied: Applied | None, meter: Meter) -> Summary:
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
        plan=result.plan,
        outcomes=applied.outcomes if applied else (),
        trouble=str(applied.error) if applied and applied.error else "",
        requests=meter.requests,
        seconds=meter.seconds,
    )
