"""Stand: say of each entry what it is about, what the figures take it for, and whether they count it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sync.core.records import Match, Register, Standing, TrackerEntry, Uncounted, group_by_item
from sync.core.rules import Governance
from sync.core.vocabulary import Status


def assess_standings(
    entries: Sequence[TrackerEntry], matches: Sequence[Match], register: Register, governance: Governance
) -> tuple[Standing, ...]:
    """Return one standing per entry, in the entries' order.

    An item of the register counts once, however many rows there are for it: of its rows the figures take an outstanding one
    before a closed one, then the surest match, then the oldest row. Rows for items that are addressed to others do not count.
    """
    standings = [_stand(entry, match, register, governance) for entry, match in zip(entries, matches, strict=True)]
    counted = {_pick_primary(group).entry.id for group in group_by_item(standings).values()}
    return tuple(
        standing
        if standing.uncounted or standing.item is None or standing.entry.id in counted
        else replace(standing, uncounted=Uncounted.DUPLICATE)
        for standing in standings
    )


def _pick_primary(group: Sequence[Standing]) -> Standing:
    return min(group, key=lambda s: (not s.is_outstanding, [-part for part in s.match.strength], s.entry.id))


def _stand(entry: TrackerEntry, match: Match, register: Register, governance: Governance) -> Standing:
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
        closed_on=_closed_on(entry, status),
        uncounted=None if is_ours else Uncounted.NOT_FOR_FORCE,
    )


def _effective_status(entry: TrackerEntry, governance: Governance) -> Status | None:
    """Return the status that counts: complete only once the Force Liaison Lead agreed, where the force works that way."""
    if entry.status is Status.COMPLETE and governance.completion_needs_agreement and entry.agreed_on is None:
        return Status.AWAITING_AGREEMENT
    return entry.status


def _closed_on(entry: TrackerEntry, status: Status | None) -> date | None:
    if status is None or status.is_outstanding:
        return None
    return entry.agreed_on or entry.completed_on or entry.updated_on
