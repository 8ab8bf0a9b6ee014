"""What can go wrong, and which requests it is to happen to."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from fnmatch import fnmatchcase

from sync.emulator.errors import LocalSharePointError


class FaultKind(Enum):
    """What happens; the docstring of each is its line in the coverage document."""

    THROTTLED = "throttled", "429 or 503 with Retry-After, and with RateLimit headers when `limit` is given"
    RATE_LIMIT = (
        "rate-limit",
        "RateLimit headers on successes from 80 % of `limit` requests in `reset` seconds, then 429",
    )
    ERROR_BEFORE = "error-before", "500, and nothing was done"
    ERROR_AFTER = "error-after", "500, though it was done"
    DROPPED_BEFORE = "dropped-before", "the connection is dropped, and nothing was done"
    DROPPED_AFTER = "dropped-after", "the connection is dropped, though it was done"
    CASCADE = "cascade", "500 in a part of a batch, and 500 IndexOutOfRange in every part after it, none of them done"
    TRUNCATED = "truncated", "the answer of a batch ends after `parts` parts, all of them done"
    HTML = "html", "200 with a page in HTML instead of an answer"
    EXPIRED_TOKEN = "expired-token", "401, as if the bearer token had expired"
    EXPIRED_DIGEST = "expired-digest", "403, as if the form digest had expired"
    EXPIRED_CHANGE_TOKEN = "expired-change-token", "a change token is taken for one older than 60 days"
    EDITED = "edited", "somebody edits the row between its reading and this writing"
    DELAY = "delay", "the answer comes `seconds` later"

    def __init__(self, word: str, effect: str) -> None:
        self.word = word
        self.effect = effect


class Scope(Enum):
    """Whether a fault is for requests, for the parts of a batch, or for both."""

    REQUEST = "request"
    PART = "part"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and the requests it is for.

    Args:
        kind: what happens.
        method: the request's own method after ``X-HTTP-Method``; ``*`` for any.
        path: a pattern such as ``*/items*``, without regard to case; ``*`` stands for anything.
        nth: the first of the matching requests that it happens to.
        count: how many of them it happens to; 0 for all.
        probability: how likely it is for each of them, drawn from ``seed``.
        status: of ``throttled``: 429 or 503.
        retry_after: seconds, in ``throttled``.
        limit: requests in a window, in ``rate-limit`` and for the headers of ``throttled``.
        reset: the window's seconds.
        parts: how many parts a ``truncated`` answer keeps.
        seconds: how long a ``delay`` is.
    """

    kind: FaultKind
    method: str = "*"
    path: str = "*"
    scope: Scope = Scope.ANY
    nth: int = 1
    count: int = 1
    probability: float = 1.0
    seed: int = 0
    status: int = 429
    retry_after: int = 1
    limit: int = 0
    reset: int = 60
    parts: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        checks = {
            "nth": self.nth >= 1,
            "count": self.count >= 0,
            "probability": 0.0 <= self.probability <= 1.0,
            "status": self.status in (429, 503),
            "retry_after": 0 <= self.retry_after <= 86_400,
            "limit": self.limit >= (1 if self.kind is FaultKind.RATE_LIMIT else 0),
            "reset": 1 <= self.reset <= 86_400,
            "parts": self.parts >= 0,
            "seconds": 0.0 <= self.seconds <= 60.0,
        }
        for name, is_good in checks.items():
            if not is_good:
                raise LocalSharePointError(f"A fault's {name} cannot be {getattr(self, name)}.")

    def matches(self, method: str, path: str, *, is_part: bool) -> bool:
        """Say whether a request is one that this fault is for."""
        if self.scope is not Scope.ANY and (self.scope is Scope.PART) is not is_part:
            return False
        is_method = self.method in ("*", method)
        return is_method and fnmatchcase(path.lower(), self.path.lower())


def read_fault(document: object) -> Fault:
    """Return the fault that a JSON object describes, under the names of ``Fault``'s own attributes.

    Raises ``LocalSharePointError`` in words.
    """
    if not isinstance(document, dict):
        raise LocalSharePointError("A fault is a JSON object with a kind.")
    known = {field.name: field.type for field in fields(Fault)}
    given: dict[str, object] = {}
    for name, value in document.items():
        if name not in known:
            raise LocalSharePointError(f"A fault has no '{name}'. It has: {', '.join(known)}.")
        given[name] = _read_value(name, str(known[name]), value)
    if "kind" not in given:
        raise LocalSharePointError(f"A fault needs a kind, one of: {', '.join(kind.word for kind in FaultKind)}.")
    return Fault(**given)  # type: ignore[arg-type] # each was checked against its own type


def write_fault(fault: Fault) -> dict[str, object]:
    """Return a fault as JSON."""
    values = {field.name: getattr(fault, field.name) for field in fields(Fault)}
    return {**values, "kind": fault.kind.word, "scope": fault.scope.value}


def _read_value(name: str, type_name: str, value: object) -> object:
    if name == "kind":
        return _find(name, value, {kind.word: kind for kind in FaultKind})
    if name == "scope":
        return _find(name, value, {scope.value: scope for scope in Scope})
    wanted: tuple[type, ...] = (str,) if "str" in type_name else (int, float) if "float" in type_name else (int,)
    if isinstance(value, bool) or not isinstance(value, wanted):
        raise LocalSharePointError(f"A fault's {name} cannot be {value!r}.")
    return value


def _find(name: str, value: object, known: Mapping[str, object]) -> object:
    if not isinstance(value, str) or value not in known:
        raise LocalSharePointError(f"A fault's {name} cannot be {value!r}. Choose one of: {', '.join(known)}.")
    return known[value]
