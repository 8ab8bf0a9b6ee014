"""Requests that clients really sent, as recordings keep them: a head, a body, and how a stub answered."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "captures"

_REQUEST = re.compile(rb"^=== #\d+.*\n([A-Z]+) (\S.*) HTTP/1\.1\n", re.MULTILINE)
_ANSWER = re.compile(rb"\n--- response (\d+)\n")
#: What belongs to the connection of the recording and not to the request.
_DROPPED = frozenset({"host", "connection", "content-length", "accept-encoding", "x-requestdigest", "authorization"})


@dataclass(frozen=True)
class Recorded:
    """One recorded request, and the status and first kilobytes of its answer."""

    name: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    status: int
    answer: str

    @property
    def is_error(self) -> bool:
        return self.status >= 400


def list_files(client: str) -> list[Path]:
    """Return the recordings of one client; none where there is no such folder."""
    return sorted((FOLDER / client).glob("*.txt"))


def read_recording(file: Path) -> list[Recorded]:
    raw = file.read_bytes()
    starts = list(_REQUEST.finditer(raw))
    ends = [*(start.start() for start in starts[1:]), len(raw)]
    return [
        _read_request(f"{file.stem} #{number}", start, raw[start.end() : ends[number - 1]])
        for number, start in enumerate(starts, 1)
    ]


def _read_request(name: str, start: re.Match[bytes], raw: bytes) -> Recorded:
    head, _, rest = raw.partition(b"\n\n")
    lines = [line.partition(": ") for line in head.decode("latin-1").splitlines()]
    headers = {key: value for key, _, value in lines if key.lower() not in _DROPPED}
    length = next((int(value) for key, _, value in lines if key.lower() == "content-length"), 0)
    answer = next(_ANSWER.finditer(rest))
    body = rest[: min(length, answer.start())]
    if len(body) < length:
        body = _mend(body, length)
    return Recorded(
        name,
        start[1].decode(),
        start[2].decode("latin-1"),
        headers,
        body,
        int(answer[1]),
        rest[answer.end() : answer.end() + 4000].decode("utf-8", "replace"),
    )


def _mend(body: bytes, length: int) -> bytes:
    # A long body was recorded only as far as its first kilobytes: a batch ends with its last whole part instead, and a
    # file goes on as it began.
    found = re.search(rb"boundary=\"(batch_[^\"]+)\".*?boundary=\"(changeset_[^\"]+)\"", body, re.DOTALL)
    if found is None:
        return body.ljust(length, body[-1:])
    batch, changeset = found.groups()
    kept = body[: body.rindex(b"--" + changeset)]
    return kept + b"--" + changeset + b"--\n\n--" + batch + b"--\n"
