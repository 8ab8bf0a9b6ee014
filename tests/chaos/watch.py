"""What is true at every moment, whatever breaks: looked at with every request that a service sends."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

from sync.ports import RunLimits
from tests.chaos.seen import Look, Seen, Target
from tests.chaos.stage import RUNS, SERVER_SECONDS, Stage
from tests.fakes import Stop

_PART: Final = re.compile(rb"^HTTP/1\.1 (?=\d{3})", re.MULTILINE)
_NEXT: Final = re.compile(rb'"odata\.nextLink": ?("[^"]*")')
_PUT_OFF: Final = {401, 403, 429, 503}
_REFUSED: Final = {404, 412}
"""What SharePoint says of a change to a row that is gone, or that somebody changed first."""

_A_MOMENT: Final = timedelta(seconds=2)
"""The list keeps whole seconds, and a request takes one."""


class ViolationError(AssertionError):
    """A promise was broken."""


@dataclass(frozen=True)
class Broken:
    """A promise that was broken, and what ``--again`` takes to break it once more."""

    told: str
    again: str


@dataclass
class Tally:
    """What was done to the service, over many scenarios."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


def _is_lease(target: Target) -> bool:
    """Say whether a change is one of the lease's row as it was read: given back under the version from before a renewal without an
    answer, it is done only if that renewal was not."""
    return target.title == RUNS and target.row > 0


class Watch:
    """Looks at every request.

    Nobody writes without the lease, or so late that it may end before the post has; nobody writes who was told to stop; nothing
    goes out again before its own row was looked at; and nothing would write over a row whatever its version. ``skew`` is how many
    seconds a service's clock may be wrong.
    """

    def __init__(self, stage: Stage, skew: float = 0.0) -> None:
        self.stage = stage
        self._skew = timedelta(seconds=skew)
        self.writer = ""
        self.stops: dict[str, Stop] = {}
        self._unknown: set[tuple[str, Target]] = set()
        self._refused: set[tuple[str, Target]] = set()
        self._undone: dict[str, datetime] = {}
        self._pages: dict[str, Look] = {}

    def before(self, seen: Seen) -> None:
        """Check a request on its way out."""
        repeated = {
            target for target in seen.targets if (seen.sender, target) in self._unknown and not _is_lease(target)
        }
        if repeated:
            raise ViolationError(f"sent again without a look: {min(repeated)}")
        self._unknown |= {(seen.sender, target) for target in seen.targets}
        if seen.unguarded:
            raise ViolationError(f"would write over any version: {seen.unguarded[0]}")
        if any(target.title != RUNS for target in seen.targets):
            self.writer = seen.sender
            self._check_stop(seen.sender)
            self._check_lease(seen.sender)

    def _check_stop(self, sender: str) -> None:
        stop = self.stops.get(sender)
        if stop is not None and stop.after is not None and stop.looks > stop.after:
            raise ViolationError(f"{sender} writes although it was told to stop")

    def _check_lease(self, sender: str) -> None:
        owner, until = self.stage.read_lease()
        now = self.stage.clock.now()
        if owner != sender and sender in self._undone:
            if now > self._undone[sender] + _A_MOMENT:
                raise ViolationError(f"{sender} goes on writing although its lease was undone by hand long ago")
            return
        if owner != sender:
            raise ViolationError(f"{sender} writes while the lease is {owner or 'nobody'}'s")
        if now > until + self._skew:
            raise ViolationError(f"{sender} writes after its lease ended at {until:%H:%M:%S}")
        if now + timedelta(seconds=SERVER_SECONDS) > until + self._skew + _A_MOMENT:
            raise ViolationError(
                f"{sender} writes so late that its lease, until {until:%H:%M:%S}, may end before the post has"
            )

    def undo_lease(self) -> None:
        """Take down that somebody is about to blank or remove the lease's row: its holder may not see it before half its time."""
        owner, until = self.stage.read_lease()
        if owner:
            self._undone[owner] = until - timedelta(seconds=RunLimits().lease_seconds / 2)

    def begin_run(self, sender: str, stop: Stop | None = None) -> None:
        """Forget what an earlier run of that name was refused, and keep an eye on the signal of this one."""
        self._refused = {one for one in self._refused if one[0] != sender}
        self._undone.pop(sender, None)
        if stop is not None:
            self.stops[sender] = stop

    def was_refused(self, sender: str, target: Target) -> bool:
        """Say whether the last that a run heard of a change is that its row was gone or had changed."""
        return (sender, target) in self._refused

    def after(self, seen: Seen, body: bytes) -> None:
        """Take down what an answer tells its sender."""
        if not seen.targets:
            self._note_looks(seen, body)
            return
        statuses = [int(part[:3]) for part in _PART.split(body)[1:]]
        if seen.status in _PUT_OFF:
            known = set(seen.targets)
        elif len(statuses) == len(seen.targets):
            pairs = [((seen.sender, target), status) for target, status in zip(seen.targets, statuses, strict=True)]
            known = {one[1] for one, status in pairs if status < 500 or status in _PUT_OFF}
            self._refused -= {one for one, _ in pairs}
            self._refused |= {one for one, status in pairs if status in _REFUSED}
        else:
            known = set()
        self._unknown -= {(seen.sender, target) for target in known}

    def _note_looks(self, seen: Seen, body: bytes) -> None:
        """Take down which rows an answer showed; of a list in pages, all when the last of them is there."""
        is_batch = len(seen.looks) != 1 or _PART.search(body) is not None
        parts = _PART.split(body)[1:] if is_batch else [b"200 " + body]
        if seen.status != 200 or len(parts) != len(seen.looks) or b"<html" in body[:200]:
            return
        for begun, part in zip(seen.looks, parts, strict=True):
            look = begun or self._pages.get(unquote(seen.url))
            if look is None or not part.startswith(b"200"):
                continue
            if more := _NEXT.search(part):
                self._pages[unquote(json.loads(more[1]))] = look
            else:
                self._unknown = {one for one in self._unknown if one[0] != seen.sender or not self._is_at(look, one[1])}

    def _is_at(self, look: Look, target: Target) -> bool:
        key = target.key or (self.stage.find_key(target.title, target.row) if look.keys else "")
        return look.is_at(target, key)
