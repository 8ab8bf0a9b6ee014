"""``$batch``: many requests in one post, every answer counted and tied to its part.

The form is multipart/mixed; reads stand alone, writes stand in one changeset, answers come back flat and in order
(sharepoint.md, C.9). A batch is not a transaction.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions

from sync.errors import UnreachableError, WriteUnknownError
from sync.ports import always
from sync.sharepoint.failures import Verdict
from sync.sharepoint.transport import Answer, Transport, judge_answer

PARTS_LIMIT: Final = 100
"""The client library's and OData's own limit; SharePoint documents none (sharepoint.md, C.9)."""

BYTES_LIMIT: Final = 1_000_000

_READ_ATTEMPTS: Final = 4
_LINE = "\r\n"
_ACCEPT: Final = "application/json;odata=minimalmetadata"
_STATUS_LINE = re.compile(rb"^HTTP/1\.[01] (\d{3})[^\r\n]*\r?\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One request inside a batch; ``url`` is absolute and quoted. A part with a body writes."""

    method: str
    url: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_write(self) -> bool:
        """Say whether the part changes something."""
        return self.method != "GET"

    @property
    def size(self) -> int:
        """Return about how many bytes the part takes."""
        return len(self.url) + 400 + (len(json.dumps(self.body)) if self.body is not None else 0)


def read_parts(transport: Transport, urls: Sequence[str], what: str) -> list[Answer]:
    """Return the answers to several GETs, in order, sent in as few posts as the limit allows.

    A part that was throttled or failed inside an answered batch is asked for again, alone with its like; so are all parts of a
    batch of which not every part was answered, because nobody can say which answers are missing. A part that failed is asked
    for a few times and then returned as it is; one that is throttled as long as the run's budget for waiting lasts.

    Raises:
        UnreachableError: the answers could not be told apart or some are missing; otherwise as ``Transport.send_read``.
    """
    answers: dict[int, Answer] = {}
    failures = put_off = 0
    while len(answers) < len(urls):
        pending = [index for index in range(len(urls)) if index not in answers]
        is_last = failures == _READ_ATTEMPTS - 1
        throttled: Answer | None = None
        for start in range(0, len(pending), PARTS_LIMIT):
            chunk = pending[start : start + PARTS_LIMIT]
            found = _read_batch(transport, [urls[index] for index in chunk], what, is_last=is_last)
            for index, answer in zip(chunk, found, strict=bool(found)):
                verdict = judge_answer(answer)
                if verdict is Verdict.THROTTLED:
                    throttled = answer
                elif is_last or verdict is not Verdict.BROKEN:
                    answers[index] = answer
        if throttled:
            transport.wait_as_told(throttled.headers, what, put_off)
            put_off += 1
        else:
            failures += 1
    return [answers[index] for index in range(len(urls))]


def _read_batch(transport: Transport, urls: Sequence[str], what: str, *, is_last: bool) -> list[Answer]:
    """Return the answers of one post, or none when they do not add up; the last attempt says so."""
    parts = [Part("GET", url) for url in urls]
    found = split_answer(transport.send_read(_build_request(transport, parts), what, len(parts)))
    transport.count_parts(len(parts))
    if len(found) == len(parts):
        return found
    if is_last:
        raise UnreachableError(
            f"SharePoint answered {len(found)} of {len(parts)} requests {what}. Nothing is concluded from half an answer; "
            "run again."
        )
    return []


def write_parts(
    transport: Transport, parts: Sequence[Part], what: str, permit: Callable[[], None] = always
) -> list[Answer | None]:
    """Send parts once and return their answers in order; None where the answer is missing, so nobody knows.

    Raises:
        ThrottledError, UnreachableError, SignInError, AccessError, or what ``permit`` raises: nothing was done.
    """
    try:
        answer = transport.send_write(_build_request(transport, parts), what, len(parts), permit)
    except WriteUnknownError:
        return [None] * len(parts)
    finally:
        transport.count_parts(len(parts))
    found = split_answer(answer)
    if len(found) != len(parts):
        # With an answer missing in the middle nobody can say which part the others belong to.
        return [None] * len(parts)
    return list(found)


def _build_request(transport: Transport, parts: Sequence[Part]) -> RequestOptions:
    boundary = f"batch_{uuid.uuid4()}"
    headers = {"Content-Type": f'multipart/mixed; boundary="{boundary}"', "Accept": _ACCEPT}
    body = _LINE.join(_write_body(parts, boundary)).encode()
    return RequestOptions(f"{transport.api}/$batch", HttpMethod.Post, data=body, headers=headers)


def _write_body(parts: Sequence[Part], boundary: str) -> Iterator[str]:
    """Yield the lines of a batch: the reads, then one changeset with all writes. A batch holds one sort only."""
    changeset = f"changeset_{uuid.uuid4()}"
    writes = [part for part in parts if part.is_write]
    for part in parts:
        if not part.is_write:
            yield f"--{boundary}"
            yield from _write_part(part)
    if writes:
        yield from (f"--{boundary}", f'Content-Type: multipart/mixed; boundary="{changeset}"', "")
        for part in writes:
            yield f"--{changeset}"
            yield from _write_part(part)
        yield f"--{changeset}--"
    yield from (f"--{boundary}--", "")


def _write_part(part: Part) -> Iterator[str]:
    yield from ("Content-Type: application/http", "Content-Transfer-Encoding: binary", "")
    yield f"{part.method} {part.url} HTTP/1.1"
    yield f"Accept: {_ACCEPT}"
    for name, value in part.headers.items():
        yield f"{name}: {value}"
    if part.body is not None:
        yield f"Content-Type: {_ACCEPT};charset=utf-8"
    # JSON escapes every line end and everything beyond ASCII, so no content can look like a boundary of its own.
    yield from ("", json.dumps(part.body) if part.body is not None else "")


def split_answer(answer: Answer) -> list[Answer]:
    """Return the answers inside a batch answer, in order; an answer that is no batch (a page of HTML) holds none."""
    found = re.search(r'boundary="?([^";]+)"?', answer.headers.get("content-type", ""))
    if not found:
        return []
    pieces = answer.content.split(b"--" + found[1].encode())
    # What follows the last boundary is the end mark; without one the answer was cut off, and its last part may be too.
    inner = pieces[1:-1]
    answers = [_read_part(piece) for piece in inner]
    return [part for part in answers if part is not None]


def _read_part(piece: bytes) -> Answer | None:
    status = _STATUS_LINE.search(piece)
    if not status:
        return None
    head, _, content = piece[status.end() :].replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\n"))
    headers = {name.strip().lower(): value.strip() for name, separator, value in lines if separator}
    return Answer(int(status[1]), headers, content.strip())
