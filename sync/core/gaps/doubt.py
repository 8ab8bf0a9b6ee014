"""Doubt: what else rests on a column that a rule found blank nearly everywhere, and has to wait with it."""

from collections.abc import Callable, Mapping
from typing import Final

from sync.core.gaps.findings import Situation
from sync.core.records import Standing, Waiting
from sync.core.vocabulary import GapKind, Status

ALWAYS_RAISED: Final = 25
"""So many gaps of a kind are raised whatever share of the rows they are: a short list is no broken list."""

_BY_DEADLINE: Final = frozenset({GapKind.OVERDUE, GapKind.DUE_SOON, GapKind.DATE_SLIPPED})
_BY_STATUS: Final = _BY_DEADLINE | {
    GapKind.NO_OWNER,
    GapKind.NO_BOARD,
    GapKind.NO_TARGET_DATE,
    GapKind.STALE_UPDATE,
    GapKind.CLOSED_WITHOUT_EVIDENCE,
    GapKind.CLOSED_WITHOUT_AGREEMENT,
    GapKind.AGREED_BUT_OPEN,
    GapKind.REOPENED_BY_INSPECTORATE,
    GapKind.SUPERSEDED_BUT_OPEN,
    GapKind.CONCERN_CLOSED_EARLY,
    GapKind.CONCERN_WITHOUT_RECOMMENDATION,
    GapKind.AGREEMENT_OVERDUE,
    GapKind.RECHECK_DUE,
    GapKind.UNEXPLAINED_MOVEMENT,
}


def _lacks_status(standing: Standing) -> bool:
    return standing.entry.status is None


def _lacks_agreement(standing: Standing) -> bool:
    return standing.entry.status is Status.COMPLETE and standing.entry.agreed_on is None


def _lacks_target(standing: Standing) -> bool:
    return standing.entry.target_on is None


_DOUBTS: Mapping[GapKind, tuple[Callable[[Standing], bool], frozenset[GapKind]]] = {
    GapKind.REQUIRED_BLANK: (_lacks_status, _BY_STATUS),
    GapKind.UNMAPPED_VALUE: (_lacks_status, _BY_STATUS),
    GapKind.CLOSED_WITHOUT_AGREEMENT: (_lacks_agreement, _BY_STATUS - {GapKind.CLOSED_WITHOUT_AGREEMENT}),
    GapKind.NO_TARGET_DATE: (_lacks_target, _BY_DEADLINE),
}


def find_waiting(kind: GapKind, situation: Situation) -> Waiting | None:
    """Return which gaps wait when the rule of a kind holds itself back; None where nothing else rests on what it found.

    A row without a status counts as outstanding, and one without its agreement as awaiting it. When the column was emptied all
    of them would be overdue at once, and what was said of them before would be cleared, only to come back with the column.
    """
    if kind not in _DOUBTS:
        return None
    is_in_doubt, kinds = _DOUBTS[kind]
    entries = frozenset(standing.entry.id for standing in situation.standings if is_in_doubt(standing))
    return Waiting(kinds, entries) if len(entries) > ALWAYS_RAISED else None
