"""``$batch``: many requests in one post (sharepoint.md A.5 and C.9).

Clients differ: a MIME preamble before the first boundary or none, LF or CRLF, writes inside changesets, absolute or
server-relative addresses. The answer is flat, in the order asked. It is not a transaction: each part stands alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from werkzeug.datastructures import Headers
from werkzeug.http import parse_options_header

from sync.emulator.errors import BatchSizeError, BodyError
from sync.emulator.exchange import Request, Response

PART_LIMIT = 100

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
#: The address may hold blanks and any letters: the library does not encode it here.
_REQUEST_LINE = re.compile(r"([A-Z]+) (.+) HTTP/1\.[01]")
_QUERY_METHODS = frozenset({"GET"})
_CHANGE_METHODS = frozenset({"POST", "PUT", "DELETE", "MERGE", "PATCH"})


@dataclass(frozen=True, slots=True)
class _Part:
    content_type: str
    body: bytes


def answer_batch(request: Request, respond: Callable[[Request], Response]) -> Response:
    """Answer each part of ``request`` with ``respond`` and put the answers in one body.

    Raises ``BodyError`` for what is not a batch and ``BatchSizeError`` for more than 100 parts: the limit of OData's
    own library, and where the service was seen to refuse.
    """
    parts = list(_read_requests(request))
    if len(parts) > PART_LIMIT:
        raise BatchSizeError(limit=PART_LIMIT)
    boundary = f"batchresponse_{uuid4()}"
    pieces = [_write_part(boundary, respond(part)) for part in parts]
    body = b"".join(pieces) + f"--{boundary}--\r\n".encode()
    return Response(200, body, {"Content-Type": f"multipart/mixed; boundary={boundary}"}, parts=len(parts))


def _read_requests(request: Request) -> Iterator[Request]:
    for part in _split(request.body, request.headers.get("Content-Type", "")):
        if part.content_type.lower().startswith("multipart/mixed"):
            for change in _split(part.body, part.content_type):
                yield _read_request(change, request, _CHANGE_METHODS)
        else:
            yield _read_request(part, request, _QUERY_METHODS)


def _split(body: bytes, content_type: str) -> Iterator[_Part]:
    # What comes before the first boundary is a preamble and means nothing. A boundary need not begin a line:
    # @pnp/cli-microsoft365 begins none for it (``spo listitem batch add``) and is understood by SharePoint.
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary:
        raise BodyError(message="The Content-Type header of a batch or changeset names no boundary.")
    marker = re.compile(rb"(?:\r?\n)?--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r?\n|$)")
    marks = list(marker.finditer(body))
    if not marks or not marks[-1][1]:
        raise BodyError(message=f"The batch or changeset '{boundary}' has no end.")
    for mark, following in pairwise(marks):
        head, _, inside = _cut(body[mark.end() : following.start()])
        yield _Part(_read_headers(head).get("Content-Type", ""), inside)


def _cut(piece: bytes) -> tuple[bytes, bytes, bytes]:
    piece = piece.lstrip(b"\r\n")
    found = _BLANK_LINE.search(piece)
    if found is None:
        return piece, b"", b""
    return piece[: found.start()], found[0], piece[found.end() :]


def _read_headers(head: bytes) -> Headers:
    headers = Headers()
    for line in head.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.add(name.strip(), value.strip())
    return headers


def _read_request(part: _Part, outer: Request, methods: frozenset[str]) -> Request:
    if not part.content_type.lower().startswith("application/http"):
        raise BodyError(message=f"A batch part is of type '{part.content_type}' and not application/http.")
    head, _, body = _cut(part.body)
    first, _, rest = head.partition(b"\n")
    found = _REQUEST_LINE.fullmatch(first.decode("utf-8", "replace").strip())
    if found is None:
        raise BodyError(message="A batch part has no request line.")
    _check_method(found[1], methods)
    address = urlsplit(found[2])
    headers = _read_headers(rest)
    for name in ("Accept", "Authorization", "X-RequestDigest"):
        if name not in headers and name in outer.headers:
            headers.set(name, outer.headers[name])
    path = unquote(address.path)
    return Request(found[1], path, address.query, headers, body.strip(b"\r\n"), outer.root_url)


def _check_method(method: str, methods: frozenset[str]) -> None:
    if method in methods:
        return
    if methods is _QUERY_METHODS:
        raise BodyError(
            message=f"An invalid HTTP method '{method}' was detected for a query operation. "
            "Query operations only support the HTTP 'GET' method."
        )
    raise BodyError(
        message=f"An invalid HTTP method '{method}' was detected for a request in a change set. Requests in change "
        "sets only support the HTTP methods 'POST', 'PUT', 'DELETE', 'MERGE', and 'PATCH'."
    )


def _write_part(boundary: str, response: Response) -> bytes:
    status = f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"
    lines = [
        f"--{boundary}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        status,
        *(f"{name.upper()}: {value}" for name, value in response.headers.items()),
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + response.body + b"\r\n"
