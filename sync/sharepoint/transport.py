"""Requests on the library's transport: signed, counted, patient with throttling, and never repeated when they write.

Reads are repeated after a dropped connection or an error of the server's own. Writes are repeated only when the answer says that
nothing was done (401 once, 429, 503). A write without an answer, or with one that is not SharePoint's, is told as unknown; whoever
sent it reads back before anything else.
"""

import math
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
from sync.errors import InterruptedRunError, SyncError, UnreachableError, WriteUnknownError
from sync.ports import always
from sync.sharepoint.auth import SignIn
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.failures import Verdict, explain, is_page, judge, read_failure, read_wait, tell_refusal
from sync.sharepoint.http_session import PinnedSession, without_end
from sync.sharepoint.pace import Pace, lengthen
from sync.sharepoint.time_limit import TimeLimit

_READ_ATTEMPTS: Final = 4
_UNAVAILABLE: Final = 503
_NOT_LET_IN: Final = (401, 403)
"""Nothing was done whoever says so. Any other refusal counts only with SharePoint's code: a proxy's may come after the write."""

_LAST_SECONDS: Final = 10.0
"""How long a process that is about to end may still ask, beside what it may wait."""


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
    """Sends requests for one site and keeps count. Without a ``limit`` that others keep to as well, it has one of its own."""

    def __init__(
        self,
        connection: SiteConnection,
        session: PinnedSession,
        sign_in: SignIn,
        timing: Timing,
        limit: TimeLimit | None = None,
    ) -> None:
        self._session = session
        self._sign_in = sign_in
        self._timing = timing
        self._limit = limit or TimeLimit(timing.seconds, timing.sleep)
        self._pace = Pace(timing.seconds, self._limit.sleep, connection.throttle_budget.total_seconds())
        self._pause = connection.retry_pause.total_seconds()
        self._attempts = _READ_ATTEMPTS
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

    def begin(self, seconds: float = math.inf) -> None:
        """Begin a run of at most so many seconds: its budget for waiting is whole."""
        self._attempts = _READ_ATTEMPTS
        self._limit.begin(seconds)
        self._session.hurry(is_wanted=False)
        self._pace.begin()

    def hurry(self, patience: float = 0.0) -> None:
        """Wait only a moment for answers, and in all so many seconds where SharePoint asks for it, until the next run."""
        self._attempts = 1
        self._limit.begin(patience + _LAST_SECONDS)
        self._session.hurry(is_wanted=True)
        self._pace.hurry(patience)

    def pause(self, attempt: int) -> None:
        """Wait before something is read once more; longer each time, and never the same for two services.

        Raises OutOfTimeError when the run's time would be up before.
        """
        self._limit.sleep(self._pause * 2 ** (attempt - 1) * (1 + self._timing.jitter()))

    def count_parts(self, parts: int) -> None:
        """Add requests that travelled inside a batch."""
        self._parts += parts

    def read(self, url: str, what: str) -> Answer:
        """GET a JSON resource; raises as ``send_read`` does."""
        headers = {"Accept": "application/json;odata=minimalmetadata"}
        return self.send_read(RequestOptions(url, HttpMethod.Get, headers=headers), what)

    def send_read(self, request: RequestOptions, what: str, weight: int = 1) -> Answer:
        """Send a request that changes nothing, as often as it takes; ``weight`` is how many requests SharePoint counts it as.

        Raises:
            SignInError, AccessError, SiteShapeError: SharePoint refuses it.
            UnreachableError: no usable answer came after several attempts.
            ThrottledError: the run's budget for waiting is used up.
            OutOfTimeError: the run's time is up.
        """
        renewed = False
        failures = put_off = 0
        while True:
            self._pace.wait_turn(weight, what)
            answer = self._send(request)
            verdict = judge_answer(answer) if answer else Verdict.BROKEN
            if answer and verdict is Verdict.FINE:
                return answer
            if answer and verdict is Verdict.THROTTLED:
                self.wait_as_told(answer.headers, what, put_off)
                put_off += 1
            elif verdict is Verdict.SIGN_IN and not renewed:
                renewed = True
                self._sign_in.renew()
            elif verdict is Verdict.BROKEN and failures < self._attempts - 1:
                failures += 1
                self.pause(failures)
            elif answer and verdict is not Verdict.BROKEN:
                raise explain(read_failure(answer.status, answer.content), what)
            else:
                raise self._give_up(answer, what)
            self._retried += 1

    def _give_up(self, answer: Answer | None, what: str) -> SyncError:
        if answer is None:
            return UnreachableError(
                f"SharePoint at {self.origin} did not answer {what}. Check the site_url, the network and the proxy, and run "
                "again."
            )
        if 200 <= answer.status < 300:
            return UnreachableError(
                f"SharePoint at {self.origin} answered {what} with a page for people instead of data: a sign-in form, or a "
                "proxy's notice. Check the site_url and the proxy, and run again."
            )
        return explain(read_failure(answer.status, answer.content), what)

    def send_write(
        self, request: RequestOptions, what: str, weight: int = 1, permit: Callable[[], None] = always
    ) -> Answer:
        """Send a request that writes, once; only an answer that says nothing was done lets it be sent again.

        ``permit`` is called before it goes out, each time, and raises when it may not. Nothing is waited for after that, the
        sign-in least of all: a permit holds for the moment.

        Raises:
            WriteUnknownError: it was sent and no answer came, or one that does not say what was done.
            UnreachableError: no connection was made, so nothing was sent.
            ThrottledError, OutOfTimeError: the run's budget for waiting, or its time, is used up; nothing was done.
            SignInError, AccessError, SiteShapeError: SharePoint refuses it; nothing was done.
        """
        renewed = False
        put_off = 0
        while True:
            self._pace.wait_turn(weight, what)
            self._limit.check()
            self._sign_in.token()
            permit()
            with self._sign_in.hold():
                answer = self._send(request, is_write=True)
            if answer is None:
                raise WriteUnknownError(f"No answer came {what}.")
            verdict = judge(answer.status, answer.content)
            if verdict is Verdict.FINE:
                return answer
            if verdict is Verdict.SIGN_IN and not renewed:
                renewed = True
                self._sign_in.renew()
                self._retried += 1
                continue
            _raise_unless_put_off(answer, verdict, what)
            self.wait_as_told(answer.headers, what, put_off)
            put_off += 1
            self._retried += 1

    def wait_as_told(self, headers: Mapping[str, str], what: str, before: int) -> None:
        """Wait as a throttled answer asks; raises ThrottledError or OutOfTimeError when a budget does not allow it.

        ``before`` is how many answers in a row put the same request off already.
        """
        self._throttled += 1
        self._pace.put_off(lengthen(read_wait(dict(headers), self._timing.now()), before))
        self._pace.wait_turn(1, what)

    def _send(self, request: RequestOptions, *, is_write: bool = False) -> Answer | None:
        """Send once; None when no answer came. A write that could not even connect is told apart: nothing was sent.

        A write that the end of the process cuts short is one without an answer: it may have arrived. Only a read is given up when
        the run's time is over: what became of a write is worth waiting for.
        """
        self._limit.check()
        self._session.wait_at_most(without_end if is_write else self._limit.patience, is_write=is_write)
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
        except InterruptedRunError:
            if not is_write:
                raise
            return None
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._pace.note(headers)
        return Answer(response.status_code, headers, response.content)

    def _token_answer(self) -> dict[str, Any]:
        # Already expired as far as the library can tell, so that it asks us each time and never keeps one of its own.
        return {"access_token": self._sign_in.token(), "token_type": "Bearer", "expires_in": -1}

    def _count_library_request(self, request: RequestOptions) -> None:
        del request
        self._sent += 1


def _raise_unless_put_off(answer: Answer, verdict: Verdict, what: str) -> None:
    """Raise what an answer to a write means, unless SharePoint put it off: then it may be sent again."""
    failure = read_failure(answer.status, answer.content)
    # SharePoint's own 503 says when to come back; a gateway's may come after the write was done.
    is_sharepoints = answer.status != _UNAVAILABLE or "retry-after" in answer.headers or failure.code
    if verdict is Verdict.THROTTLED and is_sharepoints:
        return
    if verdict is Verdict.BROKEN:
        raise WriteUnknownError(f"SharePoint had an error of its own {what} (HTTP {answer.status}).")
    if not failure.code and answer.status not in _NOT_LET_IN:
        raise WriteUnknownError(f"A proxy, and not SharePoint, answered {what} with HTTP {answer.status}.")
    # A 401 comes before anything that was sent is read, and tells which sign-in it takes.
    raise explain(failure if answer.status == 401 else replace(failure, message=tell_refusal(failure)), what)


def judge_answer(answer: Answer) -> Verdict:
    """Return what an answer with data means; a page of HTML is no answer, whatever its status says."""
    verdict = judge(answer.status, answer.content)
    return Verdict.BROKEN if verdict is Verdict.FINE and is_page(answer.headers) else verdict


def _was_never_sent(error: requests.RequestException) -> bool:
    """Say whether not even a connection was made."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(cause, NewConnectionError)
