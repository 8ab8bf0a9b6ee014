"""Doubt: what else rests on a column that a rule found blank nearly everywhere, and has to wait with it."""

from collections.abc import Callable, Mapping
from typing import Final

from sync.core.gaps.findings import Situation
from sync.core.records import Standing, Waiting
from sync.core.vocabulary import GapKind, MatchMethod, Status

ALWAYS_RAISED: Final = 25
"""So many gaps of a kind are raised whatever share of the rows they are: a short list is no broken list."""

UNMATCHED: Final = frozenset({GapKind.UNKNOWN_ENTRY, GapKind.AMBIGUOUS_MATCH})
"""What is said of rows that are tied to no item: which of the two depends on what is left of their words."""

_BY_MATCH: Final = UNMATCHED | {
    GapKind.DUPLICATE_ENTRY,
    GapKind.WRONG_PUBLICATION,
    GapKind.NOT_FOR_FORCE,
    GapKind.KIND_MISMATCH,
    GapKind.SCOPE_MISMATCH,
    GapKind.DUE_DATE_MISMATCH,
    GapKind.REFERENCE_MISMATCH,
    GapKind.WORDING_DRIFT,
    GapKind.SUPERSEDED_BUT_OPEN,
    GapKind.CONCERN_CLOSED_EARLY,
    GapKind.CONCERN_WITHOUT_RECOMMENDATION,
}
_BY_COVERAGE: Final = frozenset({GapKind.MISSING_ENTRY, GapKind.PUBLICATION_UNASSESSED})
"""What no row is about is not known while most rows are tied to nothing."""

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


def is_unmatched(standing: Standing) -> bool:
    """Say whether a row is tied to no item, and nobody decided that it is about none."""
    return standing.match.method in {MatchMethod.NONE, MatchMethod.REVIEW}


def find_waiting(kind: GapKind, situation: Situation) -> Waiting | None:
    """Return which gaps wait when the rule of a kind holds itself back; None where nothing else rests on what it found.

    A row without a status counts as outstanding, and one without its agreement as awaiting it. When the column was emptied all
    of them would be overdue at once, and what was said of them before would be cleared, only to come back with the column. Rows
    that lost their words are tied to nothing, and then nobody can say what is missing either.
    """
    if kind in UNMATCHED:
        lost = frozenset(standing.entry.id for standing in situation.standings if is_unmatched(standing))
        return Waiting(_BY_MATCH, lost, everywhere=_BY_COVERAGE)
    if kind not in _DOUBTS:
        return None
    is_in_doubt, kinds = _DOUBTS[kind]
    entries = frozenset(standing.entry.id for standing in situation.standings if is_in_doubt(standing))
    return Waiting(kinds, entries) if len(entries) > ALWAYS_RAISED else None
