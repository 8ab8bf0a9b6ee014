"""Ownership: whose it is, by when, and whether anybody still works on it."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation, name_row
from sync.core.lifelines import find_first_due
from sync.core.records import EntryHistory, Standing, TrackerEntry
from sync.core.text import say_count
from sync.core.vocabulary import GapKind, TrackerField

_TELL_THE_BOARD: Final = "Tell the board why, or bring the date back."


def no_owner(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows that nobody leads."""
    for standing in situation.outstanding:
        if not standing.entry.has_owner:
            yield _blank(standing, "has no business lead.", "Name the business lead.")


def no_board(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows that no board looks at."""
    for standing in situation.outstanding:
        if standing.entry.board is None and standing.entry.problem_with(TrackerField.BOARD) is None:
            publication = standing.publication
            owner = situation.rules.governance.owner_of(publication.id) if publication else None
            hint = f" {owner.name} answers for {publication.name}." if owner and publication else ""
            yield _blank(standing, "belongs to no Assessment Board.", f"Choose the board that answers for it.{hint}")


def no_target_date(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows with no date of their own to work to."""
    for standing in situation.outstanding:
        if standing.entry.target_on is None and standing.entry.problem_with(TrackerField.TARGET_ON) is None:
            yield _blank(
                standing, "has no target date.", "Agree a target date: boards ask when each open item will close."
            )


def overdue(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows whose deadline has passed by more than the days of grace."""
    latest = situation.as_of - situation.grace(GapKind.OVERDUE)
    for standing in situation.outstanding:
        if standing.deadline is not None and standing.deadline < latest:
            yield _dated(
                standing,
                f"{name_row(standing)} is overdue: {_whose(standing)} was {say_date(standing.deadline)}.",
                "Finish it, or agree a new date and say why it moved.",
            )


def due_soon(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows whose deadline falls within the days the rule looks ahead."""
    last = situation.as_of + situation.grace(GapKind.DUE_SOON)
    for standing in situation.outstanding:
        if standing.deadline is not None and situation.as_of <= standing.deadline <= last:
            yield _dated(
                standing,
                f"{name_row(standing)} is due soon: {_whose(standing)} is {say_date(standing.deadline)}.",
                "Have the evidence ready for the next sign-off session.",
            )


def date_slipped(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows whose target date was put back by more than the days of grace.

    The original date is that of the Tracker's column, or else the one that the service remembers from before the first move it
    saw. The versions of the row, where they are known, tell how often it moved and may know an older date; they never take away
    what is found without them, since a gap that is not in the list would have them read again in every run.
    """
    for standing in situation.outstanding:
        history = situation.histories.get(standing.entry.id)
        now = standing.entry.target_on
        if now is None:
            continue
        first = find_first_due(standing)
        if first is not None and now - first > situation.grace(GapKind.DATE_SLIPPED):
            yield _slipped(standing, first, now, history)


def _slipped(standing: Standing, first: date, now: date, history: EntryHistory | None) -> Finding:
    is_ours = standing.entry.original_target_on is None
    targets = history.targets if history else ()
    if is_ours and first in targets:
        # Versions reach further back than the first run. From a date later than today's nothing slipped.
        older = [index for index, day in enumerate(targets[: targets.index(first)]) if day < now]
        targets = targets[older[0] if older else targets.index(first) :]
        first = targets[0]
    path = [day for day, _ in groupby((first, *targets, now))]
    between = path[1:-1]
    moves = max(len(path) - 1, (standing.memory.moves or 0) if is_ours else 0)
    moved = f" in {say_count(moves, 'step')}" if moves > 1 else ""
    then = "".join(f", then {say_date(day)}" for day in between)
    return Finding(
        about=str(standing.entry.id),
        sentence=f"{name_row(standing)} has slipped from {say_date(first)} to {say_date(now)}{moved}.",
        what_to_do=_TELL_THE_BOARD,
        tracker_says=f"Originally {say_date(first)}{then}, now {say_date(now)}.",
        standing=standing,
        item=standing.item,
        # Versions may know an older date than we remember; what is dismissed is the date of today.
        basis=f"Moved, now {say_date(now)}." if is_ours else f"Originally {say_date(first)}, now {say_date(now)}.",
        is_partial=history is None,
    )


def stale_update(situation: Situation) -> Iterator[Finding]:
    """Find outstanding rows that nobody has written anything into for longer than the days of grace."""
    latest = situation.as_of - situation.grace(GapKind.STALE_UPDATE)
    for standing in situation.outstanding:
        updated = standing.entry.updated_on
        if updated is not None and updated < latest:
            yield Finding(
                about=str(standing.entry.id),
                sentence=f"{name_row(standing)} was last updated on {say_date(updated)}.",
                what_to_do="Write what has happened since, or say what it is waiting for.",
                tracker_says=f"Last update {say_date(updated)}.",
                standing=standing,
                item=standing.item,
            )


def _blank(standing: Standing, lack: str, what_to_do: str) -> Finding:
    return Finding(
        about=str(standing.entry.id),
        sentence=f"{name_row(standing)} {lack}",
        what_to_do=what_to_do,
        tracker_says="Blank.",
        standing=standing,
        item=standing.item,
    )


def _whose(standing: Standing) -> str:
    return "the force's target date" if standing.entry.target_on else "HMICFRS's date"


def _say_dates(entry: TrackerEntry) -> str:
    target = f"Target {say_date(entry.target_on)}." if entry.target_on else "No target date."
    return f"{target} HMICFRS due date {say_date(entry.inspectorate_due_on)}." if entry.inspectorate_due_on else target


def _dated(standing: Standing, sentence: str, what_to_do: str) -> Finding:
    due = standing.item.due if standing.item else None
    phrase = f" ({due.phrase})" if due and due.phrase else ""
    return Finding(
        about=str(standing.entry.id),
        sentence=sentence,
        what_to_do=what_to_do,
        tracker_says=_say_dates(standing.entry),
        register_says=f"Due {say_date(due.on)}{phrase}." if due and due.on else "No date.",
        standing=standing,
        item=standing.item,
    )
