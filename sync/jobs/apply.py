"""Apply: carry out exactly the plan, one batch at a time, and know what became of every change."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sync.core.plan import judge_read_back
from sync.core.records import Change, Outcome, OutcomeKind, Plan, TargetList
from sync.errors import InterruptedRunError, SyncError
from sync.ports import ListRequest, Ports, always

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan. ``error`` is why it was not finished, when something stopped it."""

    outcomes: tuple[Outcome, ...]
    is_interrupted: bool = False
    error: SyncError | None = None

    @property
    def all_done(self) -> bool:
        """Say whether every change of the plan was done."""
        return all(outcome.kind is OutcomeKind.DONE for outcome in self.outcomes)


def apply_plan(
    ports: Ports, plan: Plan, lists: Mapping[str, TargetList], permit: Callable[[], None] = always
) -> Applied:
    """Write the plan's changes and return what became of each.

    Before every batch the stop signal is looked at, and before every post ``permit`` is asked. A change whose answer got lost
    is read back after the last batch, before anything is sent again: it is done when the list holds what it wanted. What was
    certainly not done is sent once more, under the ETag that it had; a key that is there by then, or another ETag, refuses it.
    """
    if plan.changes:
        ports.progress.stage(f"Writing {len(plan.changes):,} rows", total=len(plan.changes))
    sent = _send(ports, plan.changes, permit)
    outcomes, undone = _read_back(ports, sent, lists)
    if undone and not sent.is_over:
        sent = _send(ports, [outcomes[index].change for index in undone], permit)
        for index, outcome in zip(undone, _read_back(ports, sent, lists)[0], strict=False):
            outcomes[index] = outcome
    reason = "the run was asked to stop" if sent.is_interrupted else str(sent.error)
    left = [Outcome(change, OutcomeKind.FAILED, f"not sent: {reason}") for change in plan.changes[len(outcomes) :]]
    _log.info("plan applied", extra={"done": sum(o.kind is OutcomeKind.DONE for o in outcomes), "left": len(left)})
    is_left = bool(left) or any(outcome.kind is OutcomeKind.FAILED for outcome in outcomes)
    return Applied((*outcomes, *left), sent.is_interrupted or (is_left and ports.stop.is_set()), sent.error)


@dataclass(frozen=True, slots=True)
class _Sent:
    """The outcomes of what was sent, in order, and why the rest was not."""

    outcomes: tuple[Outcome, ...]
    is_interrupted: bool = False
    error: SyncError | None = None

    @property
    def is_over(self) -> bool:
        return self.is_interrupted or self.error is not None


def _send(ports: Ports, changes: Sequence[Change], permit: Callable[[], None]) -> _Sent:
    """Send the changes batch by batch. Whatever error a batch ends with, nothing of it was done, and the rest is left."""
    outcomes: list[Outcome] = []
    for group in ports.site.split(changes):
        if ports.stop.is_set():
            return _Sent(tuple(outcomes), is_interrupted=True)
        try:
            outcomes.extend(ports.site.write(group, permit))
        except InterruptedRunError:
            return _Sent(tuple(outcomes), is_interrupted=True)
        except SyncError as failure:
            return _Sent(tuple(outcomes), error=failure)
        ports.progress.advance(len(group))
    # A stop may have cut the last batch short.
    is_unknown = any(outcome.kind is OutcomeKind.UNKNOWN for outcome in outcomes)
    return _Sent(tuple(outcomes), is_interrupted=is_unknown and ports.stop.is_set())


def _read_back(ports: Ports, sent: _Sent, lists: Mapping[str, TargetList]) -> tuple[list[Outcome], list[int]]:
    """Return the outcomes with the unknown ones settled by looking at the lists, and which of them were not done.

    A run that was asked to stop does not look: the next run does.
    """
    unknown = [outcome.change for outcome in sent.outcomes if outcome.kind is OutcomeKind.UNKNOWN]
    if not unknown:
        return list(sent.outcomes), []
    try:
        contents = None if sent.is_interrupted else ports.site.read_lists(_requests(unknown, lists))
    except SyncError:
        contents = None
    outcomes, undone = list(sent.outcomes), []
    for index, outcome in enumerate(sent.outcomes):
        if outcome.kind is not OutcomeKind.UNKNOWN:
            continue
        if contents is None:
            reason = f"{outcome.reason.rstrip('.')}; the next run sees what became of it"
            outcomes[index] = replace(outcome, kind=OutcomeKind.FAILED, reason=reason)
            continue
        title = outcome.change.list_title
        kind = judge_read_back(outcome.change, contents[title], lists[title])
        outcomes[index] = replace(outcome, kind=kind, reason=_REASONS.get(kind, outcome.reason))
        if kind is OutcomeKind.FAILED:
            undone.append(index)
    return outcomes, undone


_REASONS: Final = {
    OutcomeKind.DONE: "found done when read back",
    OutcomeKind.CONFLICT: "somebody changed the row first",
}


def _requests(changes: Sequence[Change], lists: Mapping[str, TargetList]) -> list[ListRequest]:
    wanted: dict[str, set[str]] = {}
    for change in changes:
        wanted.setdefault(change.list_title, set()).update(change.values)
    for title, names in wanted.items():
        names.update({lists[title].key} - {""})
    return [ListRequest(title, dict.fromkeys(sorted(names), ""), "") for title, names in wanted.items()]
