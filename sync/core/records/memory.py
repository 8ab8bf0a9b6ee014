"""What one run leaves for the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RunMemory:
    """What the service remembers of its earlier runs.

    ``sources`` says how many rows each source had at the last run that wrote, by the source's name. ``written`` says what was
    last put into a cell, and how often running: a fingerprint of the value and a digit, under a fingerprint of the cell, oldest
    first. ``made`` are fingerprints of the cells that new rows were made with, together with their values, oldest first: a value
    that is written there once more puts right what somebody changed. No text of anybody's is in it.
    """

    sources: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ()
