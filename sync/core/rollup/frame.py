"""The counted entries as one table of columns, and the sums taken from it. The table never leaves this package."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pandas as pd

from sync.core.clocks import Period
from sync.core.records import Figures, Movement, Standing
from sync.core.vocabulary import ItemKind, Scope, Status

NOT_KNOWN = "not-known"
NO_BOARD = "No board"
_COLUMNS = [
    "entry",
    "kind",
    "scope",
    "board",
    "is_outstanding",
    "is_overdue",
    "is_awaiting",
    "was_open",
    "is_added",
    "is_completed",
    "is_other_closed",
    "agreed_on",
    "age",
]


def build_frame(standings: Iterable[Standing], period: Period, as_of: date) -> pd.DataFrame:
    """Return one line per counted entry, with what the tables sum."""
    records = [_line(standing, period, as_of) for standing in standings if standing.is_counted]
    return pd.DataFrame.from_records(records, columns=_COLUMNS)


def _line(standing: Standing, period: Period, as_of: date) -> tuple[object, ...]:
    entry, closed_on = standing.entry, standing.closed_on
    is_outstanding = standing.is_outstanding
    is_added = period.has(entry.added_on)
    was_there = entry.added_on is None or entry.added_on < period.first
    was_open = was_there and (is_outstanding or (closed_on is not None and closed_on >= period.first))
    is_closed_now = not is_outstanding and period.has(closed_on)
    since = standing.publication.published.on if standing.item and standing.publication else entry.added_on
    return (
        entry.id,
        standing.kind.value if standing.kind else NOT_KNOWN,
        standing.scope.value if standing.scope else NOT_KNOWN,
        entry.board or NO_BOARD,
        is_outstanding,
        is_outstanding and standing.deadline is not None and standing.deadline < as_of,
        is_outstanding and standing.status is Status.AWAITING_AGREEMENT,
        was_open,
        is_added,
        is_closed_now and standing.status is Status.COMPLETE,
        is_closed_now and standing.status is not Status.COMPLETE,
        entry.agreed_on if standing.status is Status.COMPLETE and period.has(entry.agreed_on) else None,
        (as_of - since).days if is_outstanding and since and since <= as_of else None,
    )


def sum_movement(frame: pd.DataFrame) -> Movement:
    """Return how the outstanding figure of these entries came about.

    Reopened entries need the history of the rows and are not told apart from the others yet.
    """
    counted = {name: int(frame[name].sum()) for name in ("was_open", "is_added", "is_completed", "is_other_closed")}
    movement = Movement(
        counted["was_open"], counted["is_added"], 0, counted["is_completed"], counted["is_other_closed"], 0
    )
    return Movement(
        movement.opening,
        movement.added,
        movement.reopened,
        movement.completed,
        movement.other_closed,
        unexplained=int(frame["is_outstanding"].sum()) - movement.closing,
    )


def sum_figures(frame: pd.DataFrame) -> Figures:
    """Return every figure of these entries; the ages are those of the outstanding ones."""
    open_ones = frame[frame["is_outstanding"].astype(bool)]
    movement = sum_movement(frame)
    ages = open_ones["age"].dropna().astype(float)
    return Figures(
        outstanding=len(open_ones),
        national=_count(open_ones, "scope", Scope.NATIONAL),
        joint=_count(open_ones, "scope", Scope.JOINT),
        force_specific=_count(open_ones, "scope", Scope.FORCE),
        causes_of_concern=_count(open_ones, "kind", ItemKind.CAUSE_OF_CONCERN),
        recommendations=_count(open_ones, "kind", ItemKind.RECOMMENDATION),
        afis=_count(open_ones, "kind", ItemKind.AREA_FOR_IMPROVEMENT),
        overdue=int(open_ones["is_overdue"].sum()),
        awaiting_agreement=int(open_ones["is_awaiting"].sum()),
        added=movement.added,
        completed=movement.completed,
        other_closed=movement.other_closed,
        reopened=movement.reopened,
        opening=movement.opening,
        closing=movement.closing,
        median_age_days=round(float(ages.median())) if len(ages) else None,
        oldest_days=int(ages.max()) if len(ages) else None,
    )


def _count(frame: pd.DataFrame, column: str, word: ItemKind | Scope) -> int:
    return int((frame[column] == word.value).sum())


def cross_kind_and_scope(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return outstanding entries by kind and scope; every known kind and scope is told, unknown ones only when there are any."""
    open_ones = frame[frame["is_outstanding"].astype(bool)]
    counts = open_ones.groupby(["kind", "scope"]).size().to_dict()
    kinds = [*(kind.value for kind in ItemKind), *([NOT_KNOWN] if (open_ones["kind"] == NOT_KNOWN).any() else [])]
    scopes = [*(scope.value for scope in Scope), *([NOT_KNOWN] if (open_ones["scope"] == NOT_KNOWN).any() else [])]
    return {kind: {scope: int(counts.get((kind, scope), 0)) for scope in scopes} for kind in kinds}


def count_sessions(frame: pd.DataFrame) -> dict[date, int]:
    """Return how many entries the Force Liaison Lead agreed on each day of the period, in order of the days."""
    days: list[date] = frame["agreed_on"].dropna().tolist()
    return dict(sorted(Counter(days).items()))
