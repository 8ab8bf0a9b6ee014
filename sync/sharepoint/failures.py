"""What SharePoint says when it refuses, read once and told in plain English with what to do next."""

import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Final

from sync.errors import AccessError, SignInError, SiteShapeError, SyncError, ThrottledError, UnreachableError

LIST_MISSING: Final = "-1, System.ArgumentException"
DUPLICATE_VALUE: Final = "-2130575169"
ITEM_MISSING: Final = "-2130575338"
TITLE_TAKEN: Final = "-2130575342"
_TEXT_TOO_LONG: Final = "-2130575336"
_INVALID: Final = ("-2130575162", "-2130575163")
_SAVE_CONFLICT: Final = "-2130575305"
_THRESHOLD: Final = "-2147024860"
_ACCESS_DENIED: Final = "-2147024891"

_THROTTLED: Final = (429, 503)
_DEFAULT_WAIT_SECONDS: Final = 10.0

_TOKEN: Final = re.compile(r"(?i:bearer\s+)[^\s\"',;]+|[\w-]{10,}\.[\w-]{10,}\.[\w-]*")
_MOST_TOLD: Final = 300


class Verdict(Enum):
    """What an answer means for the one who sent the request."""

    FINE = auto()
    THROTTLED = auto()
    SIGN_IN = auto()
    CONFLICT = auto()
    GONE = auto()
    DUPLICATE = auto()
    REFUSED = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Failure:
    """An error body of any of SharePoint's dialects (sharepoint.md, C.5), or whatever stood there instead."""

    status: int
    code: str
    message: str

    @property
    def reason(self) -> str:
        """Return the message in one line, or the status when there is none."""
        return self.message or f"HTTP {self.status}"


def hide_tokens(text: str) -> str:
    """Return a text without the tokens and assertions that it may quote: gateways repeat what they were sent."""
    return _TOKEN.sub("…", text)


def read_failure(status: int, content: bytes) -> Failure:
    """Return what an error body says, without tokens; a page of HTML or plain text says nothing that is kept."""
    try:
        body = json.loads(content)
    except ValueError:
        text = content[:2000].decode("utf-8", "replace")
        known = re.search(r"Unsupported app only token\.", text)
        return Failure(status, "", known[0] if known else "")
    told = body if isinstance(body, dict) else {}
    error = told.get("error") or told.get("odata.error")
    if not isinstance(error, dict):
        return Failure(status, "", _tidy(str(told.get("error_description", ""))))
    message = error.get("message", "")
    text = message.get("value", "") if isinstance(message, dict) else str(message)
    return Failure(status, hide_tokens(str(error.get("code", ""))), _tidy(text))


def _tidy(message: str) -> str:
    line = hide_tokens(" ".join(message.split()))
    return line if len(line) <= _MOST_TOLD else f"{line[:_MOST_TOLD]}…"


def judge(status: int, content: bytes) -> Verdict:
    """Return what an answer means. SharePoint gives 500 for some refusals that are final; those are told by their code."""
    if 200 <= status < 300:
        return Verdict.FINE
    if status in _THROTTLED:
        return Verdict.THROTTLED
    if status == 401:
        return Verdict.SIGN_IN
    code = read_failure(status, content).code
    if status == 412 or code.startswith(_SAVE_CONFLICT):
        return Verdict.CONFLICT
    if code.startswith(DUPLICATE_VALUE):
        return Verdict.DUPLICATE
    if status == 404 and code.startswith(ITEM_MISSING):
        return Verdict.GONE
    if status < 500 or code.startswith((_TEXT_TOO_LONG, _THRESHOLD, TITLE_TAKEN, *_INVALID)):
        return Verdict.REFUSED
    return Verdict.BROKEN


def is_page(headers: Mapping[str, str]) -> bool:
    """Say whether an answer is a page for people: a proxy's, or a sign-in form; ``headers`` by lower-case name."""
    return headers.get("content-type", "").lower().startswith("text/html")


def explain(failure: Failure, what: str) -> SyncError:
    """Return the error to raise for a request that was refused; ``what`` says what we were about to do."""
    if failure.status == 401:
        return SignInError(
            f"SharePoint did not accept the sign-in ({failure.message or 'HTTP 401'}) {what}. Sign in with a certificate, a "
            "federated token or a managed identity; SharePoint takes no client secrets."
        )
    if failure.status == 403 or failure.code.startswith(_ACCESS_DENIED):
        return AccessError(
            f"SharePoint does not let the service in {what}. Ask an administrator to grant the app 'write' on this site "
            "(Sites.Selected), or 'manage' for provisioning."
        )
    if failure.status == 404:
        return SiteShapeError(
            f"SharePoint did not find what was asked for {what} ({failure.reason}). Check the site_url."
        )
    if 300 <= failure.status < 400:
        return SiteShapeError(
            f"SharePoint has moved what was asked for {what} (HTTP {failure.status}), and no redirection is followed. Check the "
            "site_url."
        )
    if failure.status in _THROTTLED:
        return ThrottledError(f"SharePoint is too busy to answer {what} ({failure.reason}). Run again later.")
    if failure.status < 500:
        return SiteShapeError(f"SharePoint refused {what}: {failure.reason}")
    return UnreachableError(f"SharePoint had an error of its own {what} ({failure.reason}). Run again later.")


def tell_refusal(failure: Failure, columns: Collection[str] = ()) -> str:
    """Return in words of our own why a write was refused, with those of its ``columns`` that SharePoint names.

    SharePoint's sentence may quote what a cell holds, whole, cut or escaped, and reasons are logged and kept: nothing of it is
    repeated but names of columns.
    """
    told = next((words for code, words in _OUR_WORDS.items() if failure.code.startswith(code)), "")
    if not told:
        code = _CODE.match(failure.code)
        told = f"SharePoint refused it (HTTP {failure.status}{f', {code[0]}' if code else ''})"
    named = sorted(name for name in columns if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", failure.message))
    return f"{told}; it names {', '.join(named)}." if named else f"{told}."


_NOT_AS_MADE: Final = (
    "A list or a column is no longer as it was made: 'hmicfrs-sync provision --dry-run' names it and says what to do"
)
_CODE: Final = re.compile(r"-?\d{1,12}(, [A-Za-z.]{1,100})?")
_OUR_WORDS: Final = {
    DUPLICATE_VALUE: "There is a row with such a key already",
    ITEM_MISSING: "Somebody removed the row",
    _TEXT_TOO_LONG: "A text is too long for its column, or holds what SharePoint does not take",
    _INVALID[0]: "A validation rule of the list refuses it",
    _INVALID[1]: "A validation rule of a column refuses it",
    _SAVE_CONFLICT: "Somebody else was saving the row",
    _THRESHOLD: "The list is too long for it: a column has lost its index",
    _ACCESS_DENIED: "The service may not write there",
    "-1, Microsoft.SharePoint.Client.InvalidClientQueryException": _NOT_AS_MADE,
    LIST_MISSING: _NOT_AS_MADE,
}


def read_wait(headers: dict[str, str], now: datetime) -> float:
    """Return how many seconds a throttled answer asks to wait: the longer of Retry-After and RateLimit-Reset.

    Source: Microsoft, "Avoid getting throttled or blocked in SharePoint Online".
    """
    waits = [_read_seconds(headers.get(name, ""), now) for name in ("retry-after", "ratelimit-reset")]
    known = [wait for wait in waits if wait is not None]
    return max(known) if known else _DEFAULT_WAIT_SECONDS


def _read_seconds(value: str, now: datetime) -> float | None:
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        pass
    else:
        # A wait that is no number, has no end or has passed asks for nothing that could be obeyed.
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
