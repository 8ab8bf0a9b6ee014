"""The one requests session of a process: our certificate authority, our User-Agent, time-outs on every request."""

import math
import time
from collections.abc import Callable, MutableMapping
from io import BytesIO
from typing import Any, Final

import requests
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from sync.sharepoint.connection import SiteConnection

_HURRIED: Final = (1.0, 3.0)
"""Seconds for a connection and for an answer when the process is about to end."""
_PIECE: Final = 65_536
"""Bytes of an answer that are read at once, at most."""


def without_end() -> float:
    """Wait as long as configured."""
    return math.inf


class PinnedSession(requests.Session):
    """A session that verifies TLS against the configured authority, whatever the environment says.

    REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE would otherwise take the place of a session's own ``verify`` (sharepoint.md, B).
    Proxies are still taken from the environment. Verification cannot be turned off.
    """

    def __init__(self, connection: SiteConnection, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._ca_file = connection.ca_file
        self._timeout = (connection.connect_timeout.total_seconds(), connection.read_timeout.total_seconds())
        self._current = self._timeout
        self._patience = without_end
        self._is_write = False
        self.headers["User-Agent"] = connection.user_agent

    def hurry(self, *, is_wanted: bool) -> None:
        """Wait for answers only a moment, or as long as configured again."""
        self._current = _HURRIED if is_wanted else self._timeout

    def wait_at_most(self, patience: Callable[[], float], *, is_write: bool = False) -> None:
        """Wait no longer than the seconds that ``patience`` gives at each request, however long is configured.

        The answer to a write has to be whole in the time that is configured for it to begin, so that one that drips does not
        outlast it.
        """
        self._patience = patience
        self._is_write = is_write

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
        """Send a request with our time-outs and return its answer, read whole.

        The client library's own time-outs would wait for an answer for ever, and those of ``requests`` for its next byte only.
        Raises requests.Timeout when the answer is not whole in time, and requests.ConnectionError when it is cut off.
        """
        patience = self._patience()
        until = self._seconds() + (sum(self._current) if self._is_write else patience)
        kwargs["timeout"] = tuple(min(seconds, patience) for seconds in self._current)
        kwargs["stream"] = True
        # Elsewhere is another host, or no TLS: what is sent here is meant for this one.
        kwargs["allow_redirects"] = False
        response = super().request(method, url, **kwargs)
        if isinstance(response.raw, BaseHTTPResponse):
            response.raw = BytesIO(self._read_whole(response.raw, until))
        return response

    def _read_whole(self, raw: BaseHTTPResponse, until: float) -> bytes:
        pieces = []
        try:
            while piece := raw.read1(_PIECE, decode_content=True):
                pieces.append(piece)
                if self._seconds() >= until:
                    raw.close()
                    raise requests.ReadTimeout("the answer was not whole in time")
        except HTTPError as error:
            raise requests.ConnectionError("the answer was cut off") from error
        return b"".join(pieces)
