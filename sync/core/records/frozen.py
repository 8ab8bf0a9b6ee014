"""Figures that were frozen."""

from dataclasses import dataclass
from datetime import date

from sync.core.records.position import Figures


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One line of one frozen snapshot, as the history list has it.

    ``kind`` is ``Month end`` or ``Period end``. ``is_later`` marks what the rows said afterwards of a day already frozen.
    """

    key: str
    kind: str
    on: date
    table: str
    line: str
    figures: Figures
    is_later: bool = False
