"""Versions: what a row of the tracker was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sync.core.records.rows import Cell


@dataclass(frozen=True, slots=True)
class RowVersion:
    """A row as it was from a moment on, by the columns' internal names; only the columns that were asked for."""

    moment: datetime
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class EntryHistory:
    """What the versions of a row tell, oldest first.

    ``targets`` are its target dates, each as often as it was set anew. ``complete_from`` and ``complete_until`` are the days of
    the last time that it was complete and was then opened again; None when that never happened.
    """

    targets: tuple[date, ...] = ()
    complete_from: date | None = None
    complete_until: date | None = None
