"""A site on recorded wire answers: what `responses` needs, and a transport that spends no time."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
import responses

from sync.sharepoint.auth import SignIn
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.http_session import PinnedSession
from sync.sharepoint.transport import Timing, Transport

SITE = "https://contoso.example/sites/inspection"
API = f"{SITE}/_api"
BATCH = f"{API}/$batch"
NOW = datetime(2021, 6, 23, 12, tzinfo=UTC)


@dataclass
class FakeTime:
    """Time that passes only by sleeping."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass
class FakeEntra:
    """Gives numbered tokens."""

    given: int = 0
    forgotten: int = 0
    expires_in: float = 3600

    def acquire(self) -> Mapping[str, Any]:
        self.given += 1
        return {"access_token": f"token-{self.given}", "expires_in": self.expires_in}

    def forget(self) -> None:
        self.forgotten += 1


@dataclass
class Wire:
    """A transport with everything that it stands on."""

    transport: Transport
    time: FakeTime
    entra: FakeEntra
    session: PinnedSession


def an_open_sign_in() -> SignIn:
    entra = FakeEntra()
    return SignIn(entra.acquire, entra.forget, lambda: 0.0)


def a_timing() -> Timing:
    time = FakeTime()
    return Timing(lambda: time.seconds, lambda: NOW, time.sleep, lambda: 0.0)


def a_wire(
    *, budget: timedelta = timedelta(seconds=60), time: FakeTime | None = None, entra: FakeEntra | None = None
) -> Wire:
    connection = SiteConnection(SITE, throttle_budget=budget, user_agent="NONISV|Contoso|hmicfrs-sync/test")
    time, entra = time or FakeTime(), entra or FakeEntra()
    sign_in = SignIn(entra.acquire, entra.forget, lambda: time.seconds)
    timing = Timing(lambda: time.seconds, lambda: NOW, time.sleep, lambda: 0.0)
    session = PinnedSession(connection, lambda: time.seconds)
    return Wire(Transport(connection, session, sign_in, timing), time, entra, session)


@dataclass
class BatchPart:
    """A request as it came inside a batch."""

    method: str
    url: str
    headers: dict[str, str]
    body: Any


def read_batch(request: requests.PreparedRequest) -> list[BatchPart]:
    """Take a batch apart the way a server would: by its boundaries, never by position."""
    text = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
    parts = []
    for piece in text.split("Content-Type: application/http\r\n")[1:]:
        lines = piece.split("\r\n")
        start = next(index for index, line in enumerate(lines) if line.endswith(" HTTP/1.1"))
        method, url, _ = lines[start].split(" ")
        end = lines.index("", start)
        headers = dict(line.split(": ", 1) for line in lines[start + 1 : end])
        body = lines[end + 1]
        parts.append(BatchPart(method, url, headers, json.loads(body) if body else None))
    return parts


def a_batch_answer(
    answers: Sequence[tuple[int, object]], *, drop: int = 0, cut: bool = False
) -> tuple[int, dict[str, str], str]:
    """Write a batch answer as SharePoint does: flat, in order; ``drop`` leaves out the last parts, ``cut`` the end."""
    pieces = []
    for status, body in answers[: len(answers) - drop]:
        headers = "CONTENT-TYPE: application/json;odata=minimalmetadata\r\n"
        if isinstance(body, dict) and "retry-after" in body:
            headers += f"Retry-After: {body['retry-after']}\r\n"
        content = json.dumps(body) if body is not None else ""
        pieces.append(
            "--batchresponse_x\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            f"HTTP/1.1 {status} Whatever\r\n{headers}\r\n{content}\r\n"
        )
    text = "".join(pieces) + ("" if cut else "--batchresponse_x--\r\n")
    return 200, {"Content-Type": "multipart/mixed; boundary=batchresponse_x"}, text


def answer_batches(
    answer: Callable[[BatchPart], tuple[int, object]], *, seen: list[list[BatchPart]] | None = None
) -> Callable[[requests.PreparedRequest], tuple[int, dict[str, str], str]]:
    """Return a callback for `responses` that answers every part of a batch by itself."""

    def reply(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        parts = read_batch(request)
        if seen is not None:
            seen.append(parts)
        return a_batch_answer([answer(part) for part in parts])

    return reply


def an_error(code: str, message: str) -> dict[str, object]:
    return {"odata.error": {"code": code, "message": {"lang": "en-US", "value": message}}}


def mock_batches(
    mocked: responses.RequestsMock,
    answer: Callable[[BatchPart], tuple[int, object]],
) -> list[list[BatchPart]]:
    """Answer every batch part by part and return the list that fills with what came."""
    seen: list[list[BatchPart]] = []
    mocked.add_callback(responses.POST, BATCH, callback=answer_batches(answer, seen=seen))
    return seen
