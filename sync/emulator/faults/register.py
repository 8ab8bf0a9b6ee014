"""The faults that are asked for, and how often each has struck: the same requests in the same order strike the same."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sync.emulator.faults.fault import Fault, FaultKind
from sync.emulator.store.database import Clock


@dataclass(slots=True)
class Standing:
    """A fault that is asked for: how many requests it was for, and how many it struck."""

    id: int
    fault: Fault
    seen: int = 0
    struck: int = 0
    window: datetime | None = None
    used: int = 0
    chance: random.Random = field(default_factory=random.Random)


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault that strikes one request; ``used`` and ``reset`` are those of a rate limit."""

    fault: Fault
    used: int = 0
    reset: int = 0


class FaultRegister:
    """Add, list and clear faults; safe to use from many threads, also of a server that is running."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._standing: list[Standing] = []
        self._last_id = 0

    def add(self, fault: Fault) -> int:
        """Ask for a fault and return its number."""
        with self._lock:
            self._last_id += 1
            chance = random.Random(fault.seed)  # noqa: S311 - repeatable is what it has to be
            self._standing.append(Standing(self._last_id, fault, chance=chance))
            return self._last_id

    def read(self) -> Sequence[Standing]:
        """Return what is asked for, in the order asked."""
        with self._lock:
            return tuple(self._standing)

    def remove(self, fault_id: int) -> bool:
        """Take one fault back and say whether it was there."""
        with self._lock:
            before = len(self._standing)
            self._standing = [standing for standing in self._standing if standing.id != fault_id]
            return len(self._standing) < before

    def clear(self) -> None:
        """Take all faults back."""
        with self._lock:
            self._standing = []

    def strike(self, method: str, path: str, *, is_part: bool) -> list[Strike]:
        """Count a request, and return the faults that happen to it."""
        with self._lock:
            matching = [one for one in self._standing if one.fault.matches(method, path, is_part=is_part)]
            return [strike for standing in matching if (strike := self._try(standing))]

    def _try(self, standing: Standing) -> Strike | None:
        fault = standing.fault
        standing.seen += 1
        is_due = standing.seen >= fault.nth and (not fault.count or standing.struck < fault.count)
        if fault.kind is FaultKind.RATE_LIMIT:
            return self._count_in_window(standing)
        # A draw is made for every request that it is for, so that one more or less elsewhere changes nothing.
        has_luck = standing.chance.random() < fault.probability
        if not is_due or not has_luck:
            return None
        standing.struck += 1
        return Strike(fault)

    def _count_in_window(self, standing: Standing) -> Strike:
        now, window = self._clock(), timedelta(seconds=standing.fault.reset)
        if standing.window is None or now - standing.window >= window:
            standing.window, standing.used = now, 0
        standing.used += 1
        standing.struck += standing.used > standing.fault.limit
        left = (standing.window + window - now).total_seconds()
        return Strike(standing.fault, standing.used, max(1, round(left)))
