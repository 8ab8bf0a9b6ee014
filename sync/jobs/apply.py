"""Apply: carry out exactly the plan, one batch at a time, and know what became of every change."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sync.core.plan import has_taken_effect
from sync.core.records import Change, Outcome, OutcomeKind, Plan, TargetList
from sync.errors import AccessError, InterruptedRunError, SyncError
from sync.ports import ListRequest, Ports

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan. ``error`` is why it was not finished, when SharePoint stopped it."""

    outcomes: tuple[Outcome, ...]
    is_interrupted: bool = False
    error: SyncError | None = None

    @property
    def all_done(self) -> bool:
        """Say whether every change of the plan was done."""
        return all(outcome.kind is OutcomeKind.DONE for outcome in self.outcomes)


def apply_plan(ports: Ports, plan: Plan, lists: Mapping[str, TargetList]) -> Applied:
    """Write the plan's changes and return what became of each.

    Between batches the stop signal is looked at. A change whose answer got lost is read back, once, after the last batch: it
    is done when the list holds what it wanted, and has failed otherwise. Nothing is sent twice.
    """
    outcomes: list[Outcome] = []
    error: SyncError | None = None
    groups = ports.site.split(plan.changes)
    if groups:
        ports.progress.stage(f"Writing {len(plan.changes):,} rows", total=len(plan.changes))
    sent = 0
    is_stopped = False
    for group in groups:
        if is_stopped := ports.stop.is_set():
            break
        try:
            outcomes.extend(ports.site.write(group))
        except InterruptedRunError:
            is_stopped = True
            break
        except AccessError as failure:
            error = failure
            break
        sent += len(group)
        ports.progress.advance(len(group))
    settled = _read_back(ports, outcomes, lists)
    reason = "the run was asked to stop" if is_stopped else str(error)
    left = [Outcome(change, OutcomeKind.FAILED, f"not sent: {reason}") for change in plan.changes[sent:]]
    _log.info("plan applied", extra={"done": sum(o.kind is OutcomeKind.DONE for o in settled), "left": len(left)})
    return Applied((*settled, *left), is_stopped, error)


def _read_back(ports: Ports, outcomes: Sequence[Outcome], lists: Mapping[str, TargetList]) -> list[Outcome]:
    """Return the outcomes with the unknown ones settled by looking at the lists."""
    unknown = [outcome.change for outcome in outcomes if outcome.kind is OutcomeKind.UNKNOWN]
    if not unknown:
        return list(outcomes)
    try:
        contents = ports.site.read_lists(_requests(unknown, lists))
    except AccessError:
        return [_fail(outcome) for outcome in outcomes]

    def settle(outcome: Outcome) -> Outcome:
        if outcome.kind is not OutcomeKind.UNKNOWN:
            return outcome
        title = outcome.change.list_title
        if has_taken_effect(outcome.change, contents[title], lists[title]):
            return Outcome(outcome.change, OutcomeKind.DONE, "found done when read back")
        return _fail(outcome)

    return [settle(outcome) for outcome in outcomes]


def _fail(outcome: Outcome) -> Outcome:
    return replace(outcome, kind=OutcomeKind.FAILED) if outcome.kind is OutcomeKind.UNKNOWN else outcome


def _requests(changes: Sequence[Change], lists: Mapping[str, TargetList]) -> list[ListRequest]:
    wanted: dict[str, set[str]] = {}
    for change in changes:
        wanted.setdefault(change.list_title, set()).update(change.values)
    for title, names in wanted.items():
        names.update({lists[title].key} - {""})
    return [ListRequest(title, dict.fromkeys(sorted(names), ""), "") for title, names in wanted.items()]
