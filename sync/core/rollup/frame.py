"""The counted entries as one table of columns, and the sums taken from it. The table never leaves this package."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from itertools import compress
from types import MappingProxyType

import pandas as pd

from sync.core.clocks import Period, add_months
from sync.core.lifelines import Lifeline, count_steps, trace_life
from sync.core.line_names import NO_BOARD, NOT_KNOWN
from sync.core.records import Figures, Movement, Standing
from sync.core.vocabulary import EntryId, ItemKind, Scope, Status

NO_PUBLICATION = ""

AGE_BANDS: Mapping[str, tuple[int, int | None]] = MappingProxyType(
    {
        "age_0_to_3_months": (0, 3),
        "age_3_to_6_months": (3, 6),
        "age_6_to_12_months": (6, 12),
        "age_12_to_24_months": (12, 24),
        "age_over_24_months": (24, None),
    }
)
"""The figure of each band of age: from how many months, and up to how many."""

AGE_NOT_KNOWN = "age_not_known"
MOVING = ("opening", "added", "reopened", "completed", "other_closed", "unexplained")
SPLITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "national": ("scope", Scope.NATIONAL.value),
        "joint": ("scope", Scope.JOINT.value),
        "force_specific": ("scope", Scope.FORCE.value),
        "causes_of_concern": ("kind", ItemKind.CAUSE_OF_CONCERN.value),
        "recommendations": ("kind", ItemKind.RECOMMENDATION.value),
        "afis": ("kind", ItemKind.AREA_FOR_IMPROVEMENT.value),
    }
)
"""The figure of each split of what is outstanding: by which column, and which word in it."""

_BANDS = (*AGE_BANDS, AGE_NOT_KNOWN)
_SUMMED = ("outstanding", *SPLITS, "overdue", "awaiting_agreement", *MOVING, *_BANDS)
_GROUPED = ("kind", "board", "publication")
_WITH_ROWS = ("outstanding", *SPLITS, "overdue", "awaiting_agreement", *MOVING, "closing", *_BANDS)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some entries, and the rows behind each of them in order of ID."""

    figures: Figures = field(default_factory=lambda: _build_figures(dict.fromkeys(_SUMMED, 0)))
    rows: Mapping[str, tuple[EntryId, ...]] = field(default_factory=dict)

    @property
    def outstanding(self) -> int:
        """Return how many of them are outstanding."""
        return self.figures.outstanding or 0

    @property
    def movement(self) -> Movement:
        """Return how the outstanding figure of these entries came about."""
        return Movement(**{name: getattr(self.figures, name) for name in MOVING})

    def rows_behind(self, *names: str) -> dict[str, tuple[EntryId, ...]]:
        """Return the rows behind these figures; a figure of nought has none."""
        return {name: self.rows[name] for name in names if name in self.rows}


@dataclass(frozen=True, slots=True)
class Ages:
    """How old what is outstanding is, in days; None when no age is known."""

    mean: int | None
    median: int | None
    oldest: int | None


class Entries:
    """Every counted entry, to be summed as a whole and by kind, board or publication.

    Args:
        standings: every entry; those that are not counted are left out.
        period: the reporting period.
        as_of: the day the figures speak for.
    """

    def __init__(self, standings: Iterable[Standing], period: Period, as_of: date) -> None:
        self.counted = sorted((each for each in standings if each.is_counted), key=lambda each: each.entry.id)
        self.lives = [trace_life(standing, as_of) for standing in self.counted]
        borders = _band_borders(as_of)
        records = [
            _describe(standing, life, period, as_of, borders)
            for standing, life in zip(self.counted, self.lives, strict=True)
        ]
        self._frame = pd.DataFrame.from_records(records, columns=_COLUMNS)
        self._ids = [standing.entry.id for standing in self.counted]
        self._groups: dict[str, dict[str, Group]] = {}

    @cached_property
    def total(self) -> Group:
        """All of them as one group."""
        sums = {str(name): int(count) for name, count in self._frame[list(_SUMMED)].sum().items()}
        return Group(_build_figures(sums), self._list_rows(None).get("", {}))

    def split(self, column: str) -> dict[str, Group]:
        """Return them by ``kind``, ``board`` or ``publication``; the groups always add up to the whole."""
        if column not in self._groups:
            self._groups[column] = self._split(column)
        return self._groups[column]

    def _split(self, column: str) -> dict[str, Group]:
        sums = self._frame.groupby(column)[list(_SUMMED)].sum()
        rows = self._list_rows(column)
        names = [str(name) for name in sums.index]
        counts = [dict(zip(_SUMMED, each, strict=True)) for each in sums.to_numpy().tolist()]
        return {name: Group(_build_figures(each), rows.get(name, {})) for name, each in zip(names, counts, strict=True)}

    def cross(self) -> dict[str, dict[str, int]]:
        """Return what is outstanding by kind and scope; every known word is told, an unknown one only when there are any."""
        open_ones = self._frame[self._frame["outstanding"] != 0]
        counts = open_ones.groupby(["kind", "scope"]).size().to_dict()
        kinds = [*(kind.value for kind in ItemKind), *([NOT_KNOWN] if (open_ones["kind"] == NOT_KNOWN).any() else [])]
        scopes = [*(scope.value for scope in Scope), *([NOT_KNOWN] if (open_ones["scope"] == NOT_KNOWN).any() else [])]
        return {kind: {scope: int(counts.get((kind, scope), 0)) for scope in scopes} for kind in kinds}

    def ages(self) -> Ages:
        """Return how old what is outstanding is."""
        ages = self._frame["age"].dropna().astype(float)
        if ages.empty:
            return Ages(None, None, None)
        return Ages(round(float(ages.mean())), round(float(ages.median())), int(ages.max()))

    def aged_rows(self) -> dict[str, tuple[EntryId, ...]]:
        """Return the rows behind each figure of their ages: all whose age is known, and the oldest."""
        oldest = self.ages().oldest
        if oldest is None:
            return {}
        known = tuple(compress(self._ids, self._frame["age"].notna().tolist()))
        eldest = tuple(compress(self._ids, (self._frame["age"] == oldest).tolist()))
        return {"mean_age_days": known, "median_age_days": known, "oldest_days": eldest}

    def _list_rows(self, column: str | None) -> dict[str, dict[str, tuple[EntryId, ...]]]:
        names = self._frame[column].tolist() if column else [""] * len(self._ids)
        found: dict[str, dict[str, list[EntryId]]] = {}
        for figure in _WITH_ROWS:
            marks = self._frame[figure].tolist()
            for name, entry in compress(zip(names, self._ids, strict=True), marks):
                found.setdefault(name, {}).setdefault(figure, []).append(entry)
        return {name: {figure: tuple(ids) for figure, ids in rows.items()} for name, rows in found.items()}


_COLUMNS = [*_GROUPED, "scope", "age", *_SUMMED, "closing"]


def _describe(
    standing: Standing, life: Lifeline, period: Period, as_of: date, borders: Sequence[tuple[date, str]]
) -> tuple[object, ...]:
    entry, is_open = standing.entry, standing.is_outstanding
    steps = count_steps(life, period, is_outstanding=is_open)
    kind = standing.kind.value if standing.kind else NOT_KNOWN
    scope = standing.scope.value if standing.scope else NOT_KNOWN
    since = standing.age_from if is_open else None
    band = _find_band(since, as_of, borders) if is_open else ""
    deadline = standing.deadline
    return (
        kind,
        entry.board or NO_BOARD,
        str(standing.publication.id) if standing.publication else NO_PUBLICATION,
        scope,
        (as_of - since).days if since and since <= as_of else None,
        int(is_open),
        *(int(is_open and word in (kind, scope)) for _, word in SPLITS.values()),
        int(is_open and deadline is not None and deadline < as_of),
        int(is_open and standing.status is Status.AWAITING_AGREEMENT),
        *(getattr(steps, name) for name in MOVING),
        *(int(name == band) for name in _BANDS),
        int(is_open) - steps.unexplained,
    )


def _band_borders(as_of: date) -> list[tuple[date, str]]:
    """Return after which day each band begins, the youngest first: what is dated later than that is in it."""
    return [
        (add_months(as_of, -until) if until is not None else date.min, name) for name, (_, until) in AGE_BANDS.items()
    ]


def _find_band(since: date | None, as_of: date, borders: Sequence[tuple[date, str]]) -> str:
    if since is None or since > as_of:
        return AGE_NOT_KNOWN
    return next(name for border, name in borders if since > border)


def _build_figures(sums: Mapping[str, int]) -> Figures:
    counts = {name: int(sums[name]) for name in _SUMMED}
    movement = Movement(**{name: counts[name] for name in MOVING})
    return Figures(**counts, closing=movement.closing)


def keep(figures: Figures, *names: str) -> Figures:
    """Return the figures with only these told."""
    return Figures(**{item.name: getattr(figures, item.name) for item in fields(figures) if item.name in names})
