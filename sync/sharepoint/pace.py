"""Pace: when the next request may go out, for the whole process and all of its runs.

SharePoint says how long to wait when it throttles (Retry-After), and from 80 % of an app's allowance on, with every answer, how
much is left of it and when it is whole again (RateLimit-Remaining, RateLimit-Reset). Source: Microsoft, "Avoid getting throttled
or blocked in SharePoint Online".
"""

import math
from collections.abc import Callable, Mapping
from typing import Final

from sync.errors import ThrottledError

HOLD_LIMIT: Final = 3600.0
"""The most seconds that one answer can hold the process: a garbled head must not silence a service for days."""

_FLOOR_SECONDS: Final = 1.0
_STEPS: Final = 10


def lengthen(wait: float, before: int) -> float:
    """Return the seconds to wait for an answer that put a request off when ``before`` answers in a row did so already.

    The first is obeyed as told. From then on at least a second is waited, and twice as long each time: whoever says that it can go
    on at once and means it not must not be asked without end.
    """
    return max(wait, _FLOOR_SECONDS * 2 ** min(before - 1, _STEPS)) if before else wait


class Pace:
    """Waits before requests, within a budget for each run."""

    def __init__(self, seconds: Callable[[], float], sleep: Callable[[float], None], budget: float) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._budget = budget
        self._allowed = budget
        self._waited = 0.0
        self._not_before = 0.0
        self._left: float | None = None
        self._whole_at = 0.0

    def begin(self) -> None:
        """Begin a run: its budget is whole; what SharePoint asked for before still holds."""
        self._waited = 0.0
        self._allowed = self._budget

    def hurry(self, patience: float = 0.0) -> None:
        """Wait no longer than so many seconds from now on: what would have to wait longer is not sent."""
        self._waited = 0.0
        self._allowed = patience

    def put_off(self, wait: float) -> None:
        """Let nothing go out for so many seconds; an hour at most."""
        self._not_before = max(self._not_before, self._seconds() + min(wait, HOLD_LIMIT))

    def note(self, headers: Mapping[str, str]) -> None:
        """Take down what an answer says of the allowance; ``headers`` by lower-case name."""
        try:
            left, reset = float(headers["ratelimit-remaining"]), float(headers["ratelimit-reset"])
        except (KeyError, ValueError):
            left = reset = math.nan
        if not math.isfinite(left) or not math.isfinite(reset):
            self._left = None
            return
        self._left, self._whole_at = max(0.0, left), self._seconds() + min(max(0.0, reset), HOLD_LIMIT)

    def wait_turn(self, weight: int, what: str) -> None:
        """Wait until a request of so many parts may go out.

        Raises:
            ThrottledError: the run may not wait that long; nothing was sent.
        """
        wait = max(self._not_before - self._seconds(), self._spread(weight))
        if wait <= 0:
            return
        if self._waited + wait > self._allowed:
            raise ThrottledError(
                f"SharePoint is busy and asks for {wait:.0f} more seconds {what}; the run may wait {self._allowed:.0f} in all. "
                "What was done stays done; the next run takes up the rest. Run less often, or raise throttle_budget_seconds."
            )
        self._waited += wait
        self._sleep(wait)

    def _spread(self, weight: int) -> float:
        """Return how long to wait so that what is left of the allowance lasts until it is whole again."""
        if self._left is None:
            return 0.0
        until_whole = self._whole_at - self._seconds()
        if until_whole <= 0:
            self._left = None
            return 0.0
        return until_whole if weight >= self._left else until_whole * weight / self._left
