"""Closure: done is only done when the Force Liaison Lead agrees, the evidence is there, and HMICFRS sees it so too."""

from collections.abc import Iterator
from dataclasses import replace

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation, name_row
from sync.core.records import EntryHistory, Standing
from sync.core.text import say_list
from sync.core.vocabulary import GapKind, InspectorateStatus, ItemKind, Status, TrackerField

_ENDED = frozenset({InspectorateStatus.SUPERSEDED, InspectorateStatus.NO_LONGER_RELEVANT})


def closed_without_evidence(situation: Situation) -> Iterator[Finding]:
    """Find completed rows with nothing that shows it."""
    for standing in situation.counted:
        if standing.status is Status.COMPLETE and not standing.entry.has_evidence:
            yield _closure(
                standing,
                "is complete and links to no evidence.",
                "Link the evidence that the Force Liaison Lead saw.",
                f"Complete{_on(standing)}; evidence blank.",
            )


def closed_without_agreement(situation: Situation) -> Iterator[Finding]:
    """Find rows marked complete without the day on which the Force Liaison Lead agreed."""
    for standing in situation.counted:
        entry = standing.entry
        is_agreed = entry.agreed_on is not None or entry.problem_with(TrackerField.AGREED_ON) is not None
        if entry.status is Status.COMPLETE and not is_agreed and situation.rules.governance.completion_needs_agreement:
            yield _closure(
                standing,
                "is marked complete, but the Force Liaison Lead has not agreed it. It counts as awaiting agreement.",
                "Take it to the next sign-off session and enter the day it is agreed.",
                "Marked complete; no day of agreement.",
            )


def agreed_but_open(situation: Situation) -> Iterator[Finding]:
    """Find rows that the Force Liaison Lead agreed and that are still open here, or open again as their versions tell.

    Who opens a row again may take the day of agreement out too: a row that an earlier run saw closed is found without it for as
    long as it is open. One that is marked complete again waits for the agreement only; ``closed_without_agreement`` tells it.
    """
    for standing in situation.outstanding:
        entry = standing.entry
        if entry.status is None or entry.status is Status.COMPLETE:
            continue
        history = situation.histories.get(entry.id)
        told = _tell_reopened(history)
        if entry.agreed_on is None:
            if standing.memory.reopened_on is not None and standing.memory.closed_on is not None:
                yield _reopened(standing, entry.status, history)
            continue
        found = _closure(
            standing,
            f"was agreed on {say_date(entry.agreed_on)} and is still {entry.status.label}.{told}",
            "Set the status to complete, or take the day of agreement out.",
            f"{entry.status.label.capitalize()}; agreed {say_date(entry.agreed_on)}.{told}",
        )
        basis = f"{entry.status.label.capitalize()}; agreed {say_date(entry.agreed_on)}."
        yield replace(found, basis=basis, is_partial=history is None)


def _reopened(standing: Standing, status: Status, history: EntryHistory | None) -> Finding:
    closed_on, seen_on = standing.memory.closed_on, standing.memory.reopened_on
    assert closed_on is not None  # noqa: S101 - asked by the caller
    assert seen_on is not None  # noqa: S101 - the same
    told = _tell_reopened(history) or f" An earlier run saw it closed on {say_date(closed_on)}."
    found = _closure(
        standing,
        f"was closed and is {status.label} again, without a day of agreement.{told}",
        "Say in the row why it was opened again, or set the status back to complete with the day of agreement.",
        f"{status.label.capitalize()}; no day of agreement.{told}",
    )
    return replace(found, basis=f"Open again since {seen_on.isoformat()}.", is_partial=history is None)


def _tell_reopened(history: EntryHistory | None) -> str:
    if history is None or history.complete_until is None or history.complete_from is None:
        return ""
    return f" It was complete from {say_date(history.complete_from)} and was opened again on {say_date(history.complete_until)}."


def reopened_by_inspectorate(situation: Situation) -> Iterator[Finding]:
    """Find rows closed here of which HMICFRS said later that they are open."""
    for standing in situation.counted:
        item = standing.item
        if item is None or item.status is not InspectorateStatus.OPEN or item.status_on is None:
            continue
        if (
            standing.status is Status.COMPLETE
            and standing.closed_on is not None
            and item.status_on > standing.closed_on
        ):
            yield _closure(
                standing,
                f"is complete here; HMICFRS has had it open again since {say_date(item.status_on)}.",
                "Reopen the row and ask the Force Liaison Lead what is wanted.",
                f"Complete{_on(standing)}.",
                f"Open since {say_date(item.status_on)}.",
            )


def superseded_but_open(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows for items that HMICFRS has superseded or dropped."""
    for standing in situation.outstanding:
        item = standing.item
        if item is None or (item.status not in _ENDED and item.superseded_by is None):
            continue
        by = f" by {item.superseded_by}" if item.superseded_by else ""
        word = "superseded" if item.superseded_by else item.status.label
        yield _closure(
            standing,
            f"is still open; {item.id} is {word}{by}.",
            "Close the row as superseded, and see that its successor is tracked."
            if by
            else "Close the row with the reason.",
            "Outstanding.",
            f"{word.capitalize()}{by}.",
        )


def concern_closed_early(situation: Situation) -> Iterator[Finding]:
    """Find causes of concern that are closed while a recommendation under them is not."""
    for standing in situation.counted:
        if not _is_concern(standing) or standing.is_outstanding:
            continue
        open_children = [child for child in _children(standing, situation) if child.is_outstanding]
        if open_children:
            numbers = say_list([str(child.entry.id) for child in open_children])
            still = f"row {numbers} under it is" if len(open_children) == 1 else f"rows {numbers} under it are"
            refs = say_list([str(child.item.id) for child in open_children if child.item])
            yield _closure(
                standing,
                f"is a cause of concern closed{_on(standing)} while {still} still open.",
                "Reopen the cause of concern: it closes when all its recommendations have.",
                f"Closed{_on(standing)}.",
                f"{refs} {'belongs' if len(open_children) == 1 else 'belong'} to it.",
            )


def concern_without_recommendation(situation: Situation) -> Iterator[Finding]:
    """Find outstanding causes of concern with no recommendation under them in the register or no row for one."""
    for standing in situation.outstanding:
        if standing.item is None or not _is_concern(standing) or _children(standing, situation):
            continue
        in_register = [item for item in situation.register.items.values() if item.parent == standing.item.id]
        if any(situation.is_for_force(item) for item in in_register) or not in_register:
            yield _closure(
                standing,
                "is a cause of concern without a recommendation to work to.",
                "HMICFRS gives every cause of concern at least one recommendation: find it and add its row.",
                "No row for a recommendation under it.",
                say_list(sorted(item.id for item in in_register)) or "No recommendation under it.",
            )


def agreement_overdue(situation: Situation) -> Iterator[Finding]:
    """Find rows that have waited for the Force Liaison Lead for longer than the days of grace."""
    latest = situation.as_of - situation.grace(GapKind.AGREEMENT_OVERDUE)
    for standing in situation.outstanding:
        completed = standing.entry.completed_on
        if standing.status is Status.AWAITING_AGREEMENT and completed is not None and completed < latest:
            yield _closure(
                standing,
                f"has waited for agreement since {say_date(completed)}.",
                "Put it on the list for the next sign-off session.",
                f"Force says done on {say_date(completed)}; not agreed.",
            )


def recheck_due(situation: Situation) -> Iterator[Finding]:
    """Find completed rows whose agreement is older than the days of grace, to see whether the change has held."""
    latest = situation.as_of - situation.grace(GapKind.RECHECK_DUE)
    for standing in situation.counted:
        if standing.status is Status.COMPLETE and standing.closed_on is not None and standing.closed_on < latest:
            yield _closure(
                standing,
                f"was closed on {say_date(standing.closed_on)} and has not been looked at since.",
                "Check that practice is still as the evidence showed, and note the day.",
                f"Complete{_on(standing)}.",
            )


def _is_concern(standing: Standing) -> bool:
    """Say whether the register has the item as a cause of concern; a row that calls it something else has its own gap."""
    return standing.item is not None and standing.item.kind is ItemKind.CAUSE_OF_CONCERN


def _children(standing: Standing, situation: Situation) -> list[Standing]:
    """Return the counted rows for the items under a cause of concern."""
    parent = standing.item.id if standing.item else None
    return [
        child
        for child in situation.counted
        if parent is not None and child.item is not None and child.item.parent == parent
    ]


def _on(standing: Standing) -> str:
    return f" since {say_date(standing.closed_on)}" if standing.closed_on else ""


def _closure(standing: Standing, lack: str, what_to_do: str, tracker_says: str, register_says: str = "") -> Finding:
    return Finding(
        about=str(standing.entry.id),
        sentence=f"{name_row(standing)} {lack}",
        what_to_do=what_to_do,
        tracker_says=tracker_says,
        register_says=register_says,
        standing=standing,
        item=standing.item,
    )
