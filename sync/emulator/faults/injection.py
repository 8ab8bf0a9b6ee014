"""How faults happen to a request: what is answered instead of it, before it, after it, or done to it on the way."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sync.emulator.errors import SharePointError
from sync.emulator.exchange import Request, Response
from sync.emulator.faults.fault import FaultKind
from sync.emulator.faults.register import FaultRegister, Strike
from sync.emulator.hints import NO_HINTS, Hints

_PAGE = (
    b"<!DOCTYPE html><html><head><title>Sign in to your account</title></head>"
    b"<body><p>We can't sign you in.</p></body></html>"
)
_TAIL = b"--batchresponse_"
_WARNS_FROM = 0.8


class ThrottledError(SharePointError):
    """Too many requests (C.1)."""

    status = 429
    code = "-2147429894, Microsoft.SharePoint.SPException"
    template = "The request has been throttled -- see https://aka.ms/SharePointOnlineThrottling for details."


class BusyError(ThrottledError):
    """The server is too busy (C.1)."""

    status = 503


class BrokenError(SharePointError):
    """SharePoint's own mistake (wording unverified)."""

    code = "-2146233088, Microsoft.SharePoint.SPException"
    template = "Unknown Error"


class IndexOutOfRangeError(SharePointError):
    """What the parts after a failing one are answered (C.9)."""

    code = "-1, System.IndexOutOfRangeException"
    template = "Index was outside the bounds of the array."


Respond = Callable[[Request, Hints], Response]
Refuse = Callable[[Request, SharePointError, Mapping[str, str]], Response]


class Injection:
    """Stands between the server and the API; without faults it only passes on."""

    def __init__(self, register: FaultRegister, wait: Callable[[float], None] = time.sleep) -> None:
        self._register = register
        self._wait = wait

    def answer(self, request: Request, respond: Respond, refuse: Refuse, *, is_part: bool = False) -> Response:
        """Answer ``request`` with ``respond``, or as the faults will have it; ``refuse`` words a refusal."""
        strikes = self._register.strike(request.verb, request.path, is_part=is_part)
        if not strikes:
            return respond(request, NO_HINTS)
        instead = self._answer_before(request, strikes, refuse)
        if instead:
            return instead
        response = respond(request, _collect_hints(strikes))
        return self._change(request, response, strikes, refuse)

    def open_batch(self, respond: Respond, refuse: Refuse) -> Callable[[Request], Response]:
        """Return what answers the parts of one batch, in order."""
        is_broken = False

        def answer(part: Request) -> Response:
            nonlocal is_broken
            if is_broken:
                return refuse(part, IndexOutOfRangeError(), {})
            response = self.answer(part, respond, refuse, is_part=True)
            is_broken = response.breaks_batch
            return response

        return answer

    def _answer_before(self, request: Request, strikes: Iterable[Strike], refuse: Refuse) -> Response | None:
        for strike in strikes:
            fault = strike.fault
            if fault.kind is FaultKind.DELAY:
                self._wait(fault.seconds)
            if fault.kind is FaultKind.DROPPED_BEFORE:
                raise ConnectionAbortedError("A fault was asked for.")
            if fault.kind is FaultKind.HTML:
                return Response(200, _PAGE, {"Content-Type": "text/html; charset=utf-8"})
            error = _find_refusal(strike)
            if error:
                refused = refuse(request, error, _write_limits(strike, error.status))
                return replace(refused, breaks_batch=fault.kind is FaultKind.CASCADE)
        return None

    def _change(self, request: Request, response: Response, strikes: Iterable[Strike], refuse: Refuse) -> Response:
        for strike in strikes:
            if strike.fault.kind is FaultKind.DROPPED_AFTER:
                raise ConnectionAbortedError("A fault was asked for.")
            if strike.fault.kind is FaultKind.ERROR_AFTER:
                response = refuse(request, BrokenError(), {})
            if strike.fault.kind is FaultKind.TRUNCATED and response.parts:
                response = replace(response, body=_cut(response.body, strike.fault.parts))
            if strike.fault.kind is FaultKind.RATE_LIMIT and strike.used >= _WARNS_FROM * strike.fault.limit:
                response = replace(response, headers={**response.headers, **_write_rate(strike)})
        return response


def _find_refusal(strike: Strike) -> SharePointError | None:
    fault = strike.fault
    if fault.kind is FaultKind.RATE_LIMIT:
        return ThrottledError() if strike.used > fault.limit else None
    if fault.kind is FaultKind.THROTTLED:
        return BusyError() if fault.status == BusyError.status else ThrottledError()
    return BrokenError() if fault.kind in (FaultKind.ERROR_BEFORE, FaultKind.CASCADE) else None


def _write_limits(strike: Strike, status: int) -> Mapping[str, str]:
    if status == BrokenError.status:
        return {}
    if strike.fault.kind is FaultKind.RATE_LIMIT:
        return {"Retry-After": str(strike.reset), **_write_rate(strike)}
    seconds = strike.fault.retry_after
    waiting = Strike(strike.fault, strike.fault.limit, seconds)
    return {"Retry-After": str(seconds), **(_write_rate(waiting) if strike.fault.limit else {})}


def _write_rate(strike: Strike) -> Mapping[str, str]:
    limit = strike.fault.limit
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - strike.used)),
        "RateLimit-Reset": str(strike.reset),
    }


def _collect_hints(strikes: Iterable[Strike]) -> Hints:
    struck = {strike.fault.kind for strike in strikes}
    return Hints(
        FaultKind.EXPIRED_TOKEN in struck,
        FaultKind.EXPIRED_DIGEST in struck,
        FaultKind.EXPIRED_CHANGE_TOKEN in struck,
        FaultKind.EDITED in struck,
    )


def _cut(body: bytes, parts: int) -> bytes:
    """Return the first parts of a batch's answer, without the line that ends it."""
    position = -1
    for _ in range(parts + 1):
        position = body.find(_TAIL, position + 1)
    return body[:position] if position > 0 else b""
