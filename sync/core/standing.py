"""Stand: say of each entry what it is about, what the figures take it for, and whether they count it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sync.core.records import (
    NOTHING_REMEMBERED,
    Match,
    Register,
    RowMemory,
    Standing,
    TrackerEntry,
    Uncounted,
    group_by_item,
)
from sync.core.rules import Governance
from sync.core.turns import find_turns
from sync.core.vocabulary import EntryId, Status

_NOTHING: Mapping[EntryId, RowMemory] = MappingProxyType({})


def assess_standings(
    entries: Sequence[TrackerEntry],
    matches: Sequence[Match],
    register: Register,
    governance: Governance,
    memories: Mapping[EntryId, RowMemory] = _NOTHING,
    as_of: date | None = None,
) -> tuple[Standing, ...]:
    """Return one standing per entry, in the entries' order.

    An item of the register counts once, however many rows there are for it: of its rows the figures take an outstanding one
    before a closed one, then the surest match, then the oldest row. Rows for items that are addressed to others do not count.
    ``memories`` are what an earlier run left on the rows; with ``as_of`` each standing carries what this one leaves.
    """
    standings = [
        _stand(entry, match, register, governance, memories.get(entry.id, NOTHING_REMEMBERED))
        for entry, match in zip(entries, matches, strict=True)
    ]
    counted = {_pick_primary(group).entry.id for group in group_by_item(standings).values()}
    settled = (
        standing
        if standing.uncounted or standing.item is None or standing.entry.id in counted
        else replace(standing, uncounted=Uncounted.DUPLICATE)
        for standing in standings
    )
    return tuple(settled if as_of is None else (remember(standing, as_of) for standing in settled))


def _pick_primary(group: Sequence[Standing]) -> Standing:
    return min(group, key=lambda s: (not s.is_outstanding, [-part for part in s.match.strength], s.entry.id))


def _stand(
    entry: TrackerEntry, match: Match, register: Register, governance: Governance, memory: RowMemory
) -> Standing:
    item = register.items[match.ref] if match.ref else None
    publication = (
        register.publication_of(item) if item else register.publications.get(match.cited) if match.cited else None
    )
    is_ours = item is None or publication is None or governance.is_addressed(item, publication)
    status = _effective_status(entry, governance)
    return Standing(
        entry=entry,
        match=match,
        item=item,
        publication=publication,
        status=status,
        kind=entry.kind or (item.kind if item else None),
        scope=entry.scope or (publication.scope if item and publication else None),
        closed_on=_closed_on(entry, status, memory),
        uncounted=None if is_ours else Uncounted.NOT_FOR_FORCE,
        memory=memory,
    )


def _effective_status(entry: TrackerEntry, governance: Governance) -> Status | None:
    """Return the status that counts: complete only once the Force Liaison Lead agreed, where the force works that way."""
    if entry.status is Status.COMPLETE and governance.completion_needs_agreement and entry.agreed_on is None:
        return Status.AWAITING_AGREEMENT
    return entry.status


def _closed_on(entry: TrackerEntry, status: Status | None, memory: RowMemory) -> date | None:
    """Return the day it was closed; where the row has none, the day it had when an earlier run first saw it closed.

    A day before the last reopening is that of an earlier closure, which nobody took out of the row.
    """
    if status is None:
        return memory.closed_on if memory.is_closed else None
    if status.is_outstanding:
        return None
    since = memory.reopened_on or date.min
    remembered = memory.closed_on if memory.is_closed else None
    days = (entry.agreed_on, entry.completed_on, remembered, entry.updated_on)
    return next((day for day in days if day is not None and day >= since), None)


def remember(standing: Standing, as_of: date) -> Standing:
    """Return the standing with what a run on a day adds to what is remembered of the row.

    A row that an earlier run saw closed and that is outstanding now was reopened on the day this is seen; a row closed without
    a date was closed on the day that is seen; a target date other than the remembered one has moved once more.
    """
    before, entry = standing.memory, standing.entry
    first_due_on, due_on, moves = before.first_due_on, None, before.moves
    if standing.is_outstanding:
        due_on = standing.deadline
        if moves is None:
            moves = int(None not in (entry.original_target_on, due_on) and entry.original_target_on != due_on)
            first_due_on = first_due_on or (entry.original_target_on if moves else None)
        elif None not in (before.due_on, due_on) and before.due_on != due_on:
            moves += 1
            first_due_on = first_due_on or before.due_on
    until = max(
        [as_of, *(turn.on for turn in before.turns)]
    )  # A run for an earlier day takes out nothing that came since.
    counted, turns = standing.counted_as, find_turns(standing, as_of)
    told = RowMemory(counted, turns)
    kept = turns if until == as_of else find_turns(standing, until)
    memory = RowMemory(counted, kept, due_on, moves, first_due_on)
    return replace(standing, memory=memory, closed_on=told.closed_on if told.is_closed else None)
