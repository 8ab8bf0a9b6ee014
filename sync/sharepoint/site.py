"""The site as the jobs see it: complete reads, one batch of writes at a time, provisioning."""

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from sync.core.records import Change, ListContents, Outcome, OutcomeKind, RowVersion, TargetList, Value
from sync.core.summary import RequestCounts
from sync.core.vocabulary import ChangeKind
from sync.errors import IncompleteReadError, SyncError
from sync.ports import ListRequest, ProvisionStep, always
from sync.sharepoint.auth import build_sign_in, check_authority
from sync.sharepoint.batch import BYTES_LIMIT, PARTS_LIMIT, Part, write_parts
from sync.sharepoint.columns import write_value
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.failures import Verdict, judge, read_failure, tell_refusal
from sync.sharepoint.http_session import PinnedSession
from sync.sharepoint.lists import BLIND_ETAGS, list_url, read_lists
from sync.sharepoint.provision import provision
from sync.sharepoint.time_limit import TimeLimit
from sync.sharepoint.transport import Answer, Timing, Transport, judge_answer
from sync.sharepoint.versions import read_versions

_WHAT: Final = "while writing rows"


class SharePointSite:
    """One site of SharePoint Online, or the local SharePoint: there is no difference here."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @classmethod
    def connect(cls, connection: SiteConnection, sleep: Callable[[float], None] = time.sleep) -> "SharePointSite":
        """Return the site, ready to be used; nothing is sent yet. ``sleep`` waits where SharePoint asks for it.

        Raises:
            UserError: a file that the sign-in needs cannot be read.
        """
        check_authority(connection)
        session = PinnedSession(connection)
        limit = TimeLimit(time.monotonic, sleep)
        sign_in = build_sign_in(connection, session, time.monotonic, limit.sleep)
        # Jitter against many services waking at once; nothing secret hangs on it.
        timing = Timing(time.monotonic, lambda: datetime.now(UTC), sleep, random.random)
        return cls(Transport(connection, session, sign_in, timing, limit))

    @property
    def counts(self) -> RequestCounts:
        """Return what went over the wire so far."""
        return self._transport.counts

    def begin(self, seconds: float = math.inf) -> None:
        """Begin a run of at most so many seconds: its budget for waiting is whole again."""
        self._transport.begin(seconds)

    def hurry(self, patience: float = 0.0) -> None:
        """Wait no longer than ``patience`` seconds any more and for answers only a moment, until the next ``begin``."""
        self._transport.hurry(patience)

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        """Return the lists by title, each read whole; raises AccessError and SiteShapeError."""
        return read_lists(self._transport, wanted)

    def read_versions(
        self, list_title: str, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Sequence[RowVersion]]:
        """Return the versions that the list keeps of each row; raises AccessError."""
        return read_versions(self._transport, list_title, rows, columns)

    def provision(
        self,
        targets: Sequence[TargetList],
        flags: TargetList | None,
        kept: Sequence[TargetList] = (),
        *,
        is_dry_run: bool,
    ) -> list[ProvisionStep]:
        """Bring lists, columns, indexes, views and formatting into being; raises AccessError and SiteShapeError."""
        return provision(self._transport, targets, flags, kept, is_dry_run=is_dry_run)

    def split(self, changes: Sequence[Change]) -> list[list[Change]]:
        """Return the changes in groups that one batch holds, by number and by size, in order."""
        groups: list[list[Change]] = [[]]
        size = 0
        for change in changes:
            weight = 600 + sum(_weigh(value) for value in change.values.values())
            if groups[-1] and (len(groups[-1]) == PARTS_LIMIT or size + weight > BYTES_LIMIT):
                groups.append([])
                size = 0
            groups[-1].append(change)
            size += weight
        return [group for group in groups if group]

    def write(self, changes: Sequence[Change], permit: Callable[[], None] = always) -> list[Outcome]:
        """Send one group of changes as a batch and return their outcomes in order.

        Parts that SharePoint put off are sent again within the budget for waiting, and with a permit; without one they have
        failed and are left for the next run.

        Raises:
            AccessError, SiteShapeError, or what ``permit`` raises: nothing of the group was done.
        """
        answers = write_parts(self._transport, [self._build_part(change) for change in changes], _WHAT, permit)
        outcomes = [_read_outcome(change, answer) for change, answer in zip(changes, answers, strict=True)]
        put_off = 0
        while throttled := [index for index, answer in enumerate(answers) if _is_put_off(answer)]:
            first = answers[throttled[0]]
            try:
                self._transport.wait_as_told(first.headers if first else {}, _WHAT, put_off)
                again = write_parts(self._transport, [self._build_part(changes[i]) for i in throttled], _WHAT, permit)
            except SyncError as error:
                return [replace(o, reason=str(error)) if i in throttled else o for i, o in enumerate(outcomes)]
            put_off += 1
            answers = [None] * len(changes)
            for index, answer in zip(throttled, again, strict=True):
                answers[index] = answer
                outcomes[index] = _read_outcome(changes[index], answer)
        return outcomes

    def _build_part(self, change: Change) -> Part:
        items = f"{list_url(self._transport, change.list_title)}/items"
        body = {name: write_value(value) for name, value in change.values.items()}
        if change.kind is ChangeKind.CREATE:
            return Part("POST", items, body)
        if change.etag.strip() in BLIND_ETAGS:
            raise IncompleteReadError(
                f"A row of '{change.list_title}' cannot be changed: the version that was read of it is not known, and somebody "
                "may have changed it since. Nothing was changed; run again."
            )
        return Part("MERGE", f"{items}({change.row_id})", body, {"If-Match": change.etag})


def _is_put_off(answer: Answer | None) -> bool:
    return answer is not None and judge(answer.status, answer.content) is Verdict.THROTTLED


def _weigh(value: Value) -> int:
    # A character outside ASCII takes six in JSON.
    return 40 + 6 * len(value) if isinstance(value, str) else 120


def _read_outcome(change: Change, answer: Answer | None) -> Outcome:
    if answer is None:
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")
    reason = tell_refusal(read_failure(answer.status, answer.content), change.values.keys())
    match judge_answer(answer):
        case Verdict.FINE:
            return _read_success(change, answer)
        case Verdict.CONFLICT:
            return Outcome(change, OutcomeKind.CONFLICT, "somebody changed the row first")
        case Verdict.GONE:
            return Outcome(change, OutcomeKind.CONFLICT, "somebody removed the row")
        case Verdict.DUPLICATE | Verdict.BROKEN:
            return Outcome(change, OutcomeKind.UNKNOWN, reason)
        case _:
            return Outcome(change, OutcomeKind.FAILED, reason)


def _read_success(change: Change, answer: Answer) -> Outcome:
    """Return the outcome with the row's ID and ETag: a new row's are in the answer's body, a changed row's in its head."""
    row_id = change.row_id
    etag = answer.headers.get("etag", "")
    if change.kind is ChangeKind.CREATE:
        with suppress(ValueError, KeyError, TypeError):
            body = json.loads(answer.content)
            row_id, etag = int(body["Id"]), str(body.get("odata.etag") or etag)
    return Outcome(change, OutcomeKind.DONE, row_id=row_id, etag=etag)
