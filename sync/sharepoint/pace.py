"""Pace: when the next request may go out, for the whole process and all of its runs.

SharePoint says how long to wait when it throttles (Retry-After), and from 80 % of an app's allowance on, with every answer, how
much is left of it and when it is whole again (RateLimit-Remaining, RateLimit-Reset). Source: Microsoft, "Avoid getting throttled
or blocked in SharePoint Online".
"""

from collections.abc import Callable, Mapping

from sync.errors import ThrottledError


class Pace:
    """Waits before requests, within a budget for each run."""

    def __init__(self, seconds: Callable[[], float], sleep: Callable[[float], None], budget: float) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._budget = budget
        self._is_hurried = False
        self._waited = 0.0
        self._not_before = 0.0
        self._left: float | None = None
        self._whole_at = 0.0

    def begin(self) -> None:
        """Begin a run: its budget is whole; what SharePoint asked for before still holds."""
        self._waited = 0.0
        self._is_hurried = False

    def hurry(self) -> None:
        """Wait no more: what would have to wait is not sent."""
        self._is_hurried = True

    def put_off(self, wait: float) -> None:
        """Let nothing go out for so many seconds."""
        self._not_before = max(self._not_before, self._seconds() + wait)

    def note(self, headers: Mapping[str, str]) -> None:
        """Take down what an answer says of the allowance; ``headers`` by lower-case name."""
        try:
            left, reset = float(headers["ratelimit-remaining"]), float(headers["ratelimit-reset"])
        except (KeyError, ValueError):
            self._left = None
            return
        self._left, self._whole_at = max(0.0, left), self._seconds() + max(0.0, reset)

    def wait_turn(self, weight: int, what: str) -> None:
        """Wait until a request of so many parts may go out.

        Raises:
            ThrottledError: the run may not wait that long; nothing was sent.
        """
        wait = max(self._not_before - self._seconds(), self._spread(weight))
        if wait <= 0:
            return
        if self._is_hurried or self._waited + wait > self._budget:
            raise ThrottledError(
                f"SharePoint is busy and asks for {wait:.0f} more seconds {what}; the run may wait {self._budget:.0f} in all. "
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
