"""Requests on the library's transport: signed, counted, patient with throttling, and never repeated when they write.

Reads are repeated after a dropped connection or an error of the server's own. Writes are repeated only when the answer says that
nothing was done (429, 503). A write without an answer is told as unknown; whoever sent it reads back before anything else.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import requests
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.request import SharePointRequest
from urllib3.exceptions import NewConnectionError

from sync.core.summary import RequestCounts
from sync.errors import ThrottledError, UnreachableError, WriteUnknownError
from sync.sharepoint.auth import SignIn
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.failures import Verdict, explain, judge, read_failure, read_wait

_READ_ATTEMPTS: Final = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: the status, the headers by lower-case name, the body."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Timing:
    """How time is told and spent, so that tests need none."""

    seconds: Callable[[], float]
    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    jitter: Callable[[], float]


class Transport:
    """Sends requests for one site and keeps count."""

    def __init__(self, connection: SiteConnection, session: requests.Session, sign_in: SignIn, timing: Timing) -> None:
        self._sign_in = sign_in
        self._timing = timing
        self._waited = 0.0
        self._pause = connection.retry_pause.total_seconds()
        self._budget = connection.throttle_budget.total_seconds()
        self._sent = self._throttled = self._retried = self._parts = 0
        self.origin = connection.origin
        self.api = f"{connection.site_url}/_api"
        self.context = ClientContext(connection.site_url).with_access_token(self._token_answer)
        self.context.with_transport(session=session)
        self.context.pending_request().beforeExecute += self._count_library_request
        # With a bearer token SharePoint wants no form digest (sharepoint.md, C.12), so our own requests fetch none.
        self._raw = SharePointRequest(connection.site_url).reuse(self.context.pending_request())
        self._raw.beforeExecute -= self._raw.ensure_form_digest

    @property
    def counts(self) -> RequestCounts:
        """Return what went over the wire so far."""
        return RequestCounts(self._sent, self._throttled, self._retried, self._parts)

    def count_parts(self, parts: int) -> None:
        """Add requests that travelled inside a batch."""
        self._parts += parts

    def read(self, url: str, what: str) -> Answer:
        """GET a JSON resource; raises as ``send_read`` does."""
        headers = {"Accept": "application/json;odata=minimalmetadata"}
        return self.send_read(RequestOptions(url, HttpMethod.Get, headers=headers), what)

    def send_read(self, request: RequestOptions, what: str) -> Answer:
        """Send a request that changes nothing, as often as it takes.

        Raises:
            SignInError, AccessError, SiteShapeError: SharePoint refuses it.
            UnreachableError: no usable answer came after several attempts.
            ThrottledError: the run's budget for waiting is used up.
        """
        renewed = False
        failures = 0
        while True:
            answer = self._send(request)
            verdict = judge(answer.status, answer.content) if answer else Verdict.BROKEN
            if answer and verdict is Verdict.FINE:
                return answer
            if answer and verdict is Verdict.THROTTLED:
                self._wait_as_told(answer, what)
            elif verdict is Verdict.SIGN_IN and not renewed:
                renewed = True
                self._sign_in.renew()
            elif verdict is Verdict.BROKEN and failures < _READ_ATTEMPTS - 1:
                failures += 1
                self._timing.sleep(self._pause * 2 ** (failures - 1) * (1 + self._timing.jitter()))
            elif answer:
                raise explain(read_failure(answer.status, answer.content), what)
            else:
                raise UnreachableError(
                    f"SharePoint at {self.origin} did not answer {what}. Check the site_url, the network and the proxy, and "
                    "run again."
                )
            self._retried += 1

    def send_write(self, request: RequestOptions, what: str) -> Answer:
        """Send a request that writes, once; only an answer that says nothing was done lets it be sent again.

        Raises:
            WriteUnknownError: it was sent and no answer came, or one that does not say what was done.
            UnreachableError: no connection was made, so nothing was sent.
            ThrottledError: the run's budget for waiting is used up; nothing was done.
        """
        while True:
            answer = self._send(request, is_write=True)
            if answer is None:
                raise WriteUnknownError(f"No answer came {what}.")
            verdict = judge(answer.status, answer.content)
            if verdict is Verdict.FINE:
                return answer
            if verdict is not Verdict.THROTTLED:
                failure = read_failure(answer.status, answer.content)
                if verdict is Verdict.BROKEN:
                    raise WriteUnknownError(f"SharePoint had an error of its own {what} ({failure.reason}).")
                raise explain(failure, what)
            self._wait_as_told(answer, what)
            self._retried += 1

    def wait_as_told(self, headers: Mapping[str, str], what: str) -> None:
        """Wait as a throttled answer asks; raises ThrottledError when the budget does not allow it."""
        wait = read_wait(dict(headers), self._timing.now())
        self._throttled += 1
        if self._waited + wait > self._budget:
            raise ThrottledError(
                f"SharePoint is busy and asks for {wait:.0f} more seconds {what}; the run may wait {self._budget:.0f} in all. "
                "What was done stays done; the next run takes up the rest. Run less often, or raise throttle_budget_seconds."
            )
        self._waited += wait
        self._timing.sleep(wait)

    def _wait_as_told(self, answer: Answer, what: str) -> None:
        self.wait_as_told(answer.headers, what)

    def _send(self, request: RequestOptions, *, is_write: bool = False) -> Answer | None:
        """Send once; None when no answer came. A write that could not even connect is told apart: nothing was sent."""
        self._sign_in.token()
        request.set_header("client-request-id", str(uuid.uuid4()))
        self._sent += 1
        try:
            response = self._raw.execute_request_direct(request)
        except ClientRequestException as error:
            if error.response is None:
                return None
            response = error.response
        except requests.exceptions.SSLError as error:
            raise UnreachableError(
                f"The certificate of {self.origin} is not trusted. Name its authority in ca_file; verification cannot be "
                "turned off."
            ) from error
        except requests.RequestException as error:
            if is_write and _was_never_sent(error):
                raise UnreachableError(
                    f"SharePoint at {self.origin} could not be reached; nothing was sent."
                ) from error
            return None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.content)

    def _token_answer(self) -> dict[str, Any]:
        # Already expired as far as the library can tell, so that it asks us each time and never keeps one of its own.
        return {"access_token": self._sign_in.token(), "token_type": "Bearer", "expires_in": -1}

    def _count_library_request(self, request: RequestOptions) -> None:
        del request
        self._sent += 1


def _was_never_sent(error: requests.RequestException) -> bool:
    """Say whether not even a connection was made."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(cause, NewConnectionError)
