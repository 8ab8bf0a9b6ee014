"""The time of a run: what is asked of the site, and every wait between, ends with it."""

import math
from collections.abc import Callable
from typing import Final

from sync.errors import OutOfTimeError

_SHORTEST_SECONDS: Final = 1.0
"""Nobody is asked for an answer in less, however little is left."""


class TimeLimit:
    """The seconds that a run has in all; without end until one begins."""

    def __init__(self, seconds: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._budget = self._until = math.inf

    def begin(self, budget: float = math.inf) -> None:
        """Give the run so many seconds from now on."""
        self._budget = budget
        self._until = self._seconds() + budget

    def patience(self) -> float:
        """Return how many seconds an answer may be waited for."""
        return max(_SHORTEST_SECONDS, self._until - self._seconds())

    def check(self) -> None:
        """Raise OutOfTimeError when the time is up."""
        if self._seconds() >= self._until:
            raise OutOfTimeError(self._budget)

    def sleep(self, seconds: float) -> None:
        """Wait; raises OutOfTimeError at once when the time would be up before."""
        if self._seconds() + seconds >= self._until:
            raise OutOfTimeError(self._budget)
        self._sleep(seconds)
