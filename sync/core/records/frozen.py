"""Figures that were frozen."""

from dataclasses import dataclass
from datetime import date

from sync.core.records.position import Figures


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One line of one frozen snapshot, as the history list has it.

    ``kind`` is ``Month end`` or ``Period end``. ``line`` is what the line is called now and ``name`` what it was called then.
    ``number`` is 0 for the first row about the line, and counts what was said of it later; ``is_later`` marks what the rows said
    afterwards of a day already frozen.
    """

    key: str
    kind: str
    on: date
    table: str
    line: str
    name: str
    figures: Figures
    number: int = 0
    is_later: bool = False
