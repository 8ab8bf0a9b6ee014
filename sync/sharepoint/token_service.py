"""The sign-in service's door: asked again, a little, when it is busy or has an error of its own.

It stands under msal, which keeps such an answer for seconds and gives it again without asking, and tells an error of the
service's own with an exception that says nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import requests

from sync.errors import ThrottledError, UnreachableError
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.failures import read_wait

_ATTEMPTS: Final = 4


class TokenService:
    """What msal asks for tokens: ``get`` and ``post`` as ``requests.Session`` has them.

    Both raise UnreachableError when the service keeps having errors of its own, and ThrottledError when it asks for more waiting
    than ``throttle_budget`` allows.
    """

    def __init__(self, connection: SiteConnection, session: requests.Session, sleep: Callable[[float], None]) -> None:
        self._session = session
        self._sleep = sleep
        self._pause = connection.retry_pause.total_seconds()
        self._budget = connection.throttle_budget.total_seconds()

    def get(self, url: str, **options: Any) -> requests.Response:  # noqa: ANN401 - passes everything through
        """Send a GET."""
        return self._ask("GET", url, options)

    def post(self, url: str, **options: Any) -> requests.Response:  # noqa: ANN401 - passes everything through
        """Send a POST; asking for a token twice changes nothing."""
        return self._ask("POST", url, options)

    def close(self) -> None:
        """Do nothing: the session is not ours to close."""

    def _ask(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        waited = 0.0
        for attempt in range(1, _ATTEMPTS + 1):
            response = self._session.request(method, url, **options)
            if response.status_code < 500 and response.status_code != requests.codes.too_many:
                return response
            wait = self._read_wait(response, attempt)
            if waited + wait > self._budget:
                raise ThrottledError(
                    f"The sign-in service is busy and asks for {wait:.0f} more seconds; the run may wait {self._budget:.0f} in all. "
                    "Nothing was changed. Run again later or less often, or raise throttle_budget_seconds."
                )
            if attempt < _ATTEMPTS:
                waited += wait
                self._sleep(wait)
        raise UnreachableError(
            f"The sign-in service had an error of its own, or was too busy, {_ATTEMPTS} times (HTTP {response.status_code}). "
            "Nothing was changed. Run again later."
        )

    def _read_wait(self, response: requests.Response, attempt: int) -> float:
        """Return the seconds that the answer asks for, or our own growing pause when it asks for none."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status_code == requests.codes.too_many or "retry-after" in headers:
            return read_wait(headers, datetime.now(UTC))
        return float(self._pause * 2 ** (attempt - 1))
