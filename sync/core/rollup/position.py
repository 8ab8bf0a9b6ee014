"""The position: each table, line by line, with a sentence per line."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sync.core.clocks import say_date
from sync.core.records import NOTHING_KEPT, Figures, Kept, Position, PositionLine, Standing, Uncounted
from sync.core.rollup.agreement import build_overdue_lines, build_session_lines, find_sessions
from sync.core.rollup.frame import Entries
from sync.core.rollup.kept import build_assessment_lines, build_inspection_lines, say_coming
from sync.core.rollup.tables import (
    HEADLINE,
    build_age_lines,
    build_board_lines,
    build_headline_lines,
    build_kind_lines,
    build_movement_lines,
    build_publication_lines,
)
from sync.core.rules import Governance

AS_AT = "As at"


def roll_up(
    standings: Sequence[Standing],
    governance: Governance,
    as_of: date,
    kept: Kept = NOTHING_KEPT,
    *,
    records_returns: bool = False,
) -> Position:
    """Return the position on a day, for the reporting period that ends with it.

    Only counted entries are in the figures; what is not counted is told beside them with the reason.

    Args:
        standings: one per entry.
        governance: the boards and the period.
        as_of: the day the figures speak for.
        kept: the inspections and the self-assessment, as far as the force keeps them.
        records_returns: whether the tracker has a column for what the Force Liaison Lead returned.
    """
    period = governance.period(as_of)
    entries = Entries(standings, period, as_of)
    sessions = find_sessions(entries, period, needs_agreement=governance.completion_needs_agreement)
    force = entries.total
    uncounted = Counter(standing.uncounted for standing in standings if standing.uncounted)
    as_at = f"Figures as at {say_date(as_of)}, for {period.label}{say_coming(kept, governance, as_of)}"
    lines = (
        PositionLine(HEADLINE, AS_AT, as_at, Figures()),
        *build_headline_lines(entries, standings),
        *build_kind_lines(entries),
        *build_board_lines(entries, governance),
        *build_publication_lines(entries, governance),
        *build_age_lines(entries, governance),
        *build_movement_lines(entries, governance),
        *build_session_lines(entries, sessions, records_returns=records_returns),
        *build_overdue_lines(standings, as_of),
        *build_assessment_lines(kept, governance, as_of),
        *build_inspection_lines(kept, governance, entries, as_of),
    )
    return Position(
        as_of=as_of,
        period=period,
        lines=lines,
        outstanding=force.outstanding,
        kind_and_scope=entries.cross(),
        movement=force.movement,
        sign_off_sessions=sessions.count(),
        uncounted={reason: uncounted.get(reason, 0) for reason in Uncounted},
    )
