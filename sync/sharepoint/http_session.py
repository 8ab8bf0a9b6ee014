"""The one requests session of a process: our certificate authority, our User-Agent, time-outs on every request."""

import math
from collections.abc import Callable, MutableMapping
from typing import Any, Final

import requests

from sync.sharepoint.connection import SiteConnection

_HURRIED: Final = (1.0, 3.0)
"""Seconds for a connection and for an answer when the process is about to end."""


def without_end() -> float:
    """Wait as long as configured."""
    return math.inf


class PinnedSession(requests.Session):
    """A session that verifies TLS against the configured authority, whatever the environment says.

    REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE would otherwise take the place of a session's own ``verify`` (sharepoint.md, B).
    Proxies are still taken from the environment. Verification cannot be turned off.
    """

    def __init__(self, connection: SiteConnection) -> None:
        super().__init__()
        self._ca_file = connection.ca_file
        self._timeout = (connection.connect_timeout.total_seconds(), connection.read_timeout.total_seconds())
        self._current = self._timeout
        self._patience = without_end
        self.headers["User-Agent"] = connection.user_agent

    def hurry(self, *, is_wanted: bool) -> None:
        """Wait for answers only a moment, or as long as configured again."""
        self._current = _HURRIED if is_wanted else self._timeout

    def wait_at_most(self, patience: Callable[[], float]) -> None:
        """Wait for answers no longer than the seconds that ``patience`` gives at each request, however long is configured."""
        self._patience = patience

    def merge_environment_settings(
        self,
        url: str | bytes | None,
        proxies: MutableMapping[str, str] | None,
        stream: bool | None,  # noqa: FBT001 - the base class's signature
        verify: bool | str | None,  # noqa: FBT001 - the base class's signature
        cert: Any,  # noqa: ANN401 - the base class's signature
    ) -> Any:  # noqa: ANN401 - a type that requests keeps to itself
        """Return the settings of a request, with our own authority when one is configured."""
        settings = dict(super().merge_environment_settings(url, proxies, stream, verify, cert))
        if self._ca_file:
            settings["verify"] = self._ca_file
        return settings

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override] # noqa: ANN401 - passes everything through
        """Send a request with our time-outs. The client library's own would wait for an answer for ever."""
        kwargs["timeout"] = tuple(min(seconds, self._patience()) for seconds in self._current)
        return super().request(method, url, **kwargs)
