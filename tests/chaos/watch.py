"""What is true at every moment, whatever breaks: looked at with every request that a service sends."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from tests.chaos.stage import RUNS, Seen, Stage

_STATUS = re.compile(rb"^HTTP/1\.1 (\d{3})", re.MULTILINE)
_PUT_OFF: Final = {401, 403, 429, 503}


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


class Watch:
    """Looks at every request.

    Nobody writes without the lease or after it has ended, nothing goes out again before it was read back, and nothing would write
    over a row whatever its version. ``skew`` is how many seconds a service's clock may be wrong.
    """

    def __init__(self, stage: Stage, skew: float = 0.0) -> None:
        self._stage = stage
        self._skew = skew
        self.writer = ""
        self._unknown: set[tuple[str, str]] = set()

    def before(self, seen: Seen) -> None:
        """Check a request on its way out."""
        repeated = {target for target in seen.targets if (seen.sender, target) in self._unknown}
        if repeated:
            raise ViolationError(f"sent again without a look: {sorted(repeated)[0]}")
        self._unknown |= {(seen.sender, target) for target in seen.targets}
        if seen.unguarded:
            raise ViolationError(f"would write over any version: {seen.unguarded[0]}")
        if any(f"getbytitle('{RUNS}')" not in target for target in seen.targets):
            self.writer = seen.sender
            owner, until = self._stage.read_lease()
            if owner != seen.sender:
                raise ViolationError(f"{seen.sender} writes while the lease is {owner or 'nobody'}'s")
            if self._stage.clock.now() > until + timedelta(seconds=self._skew):
                raise ViolationError(f"{seen.sender} writes after its lease ended at {until:%H:%M:%S}")

    def after(self, seen: Seen, body: bytes) -> None:
        """Take down what an answer tells its sender."""
        if not seen.targets:
            if seen.status == 200 and b"<html" not in body[:200]:
                self._unknown = {one for one in self._unknown if one[0] != seen.sender}
            return
        statuses = [int(found) for found in _STATUS.findall(body)]
        if seen.status in _PUT_OFF:
            known = set(seen.targets)
        elif len(statuses) == len(seen.targets):
            pairs = zip(seen.targets, statuses, strict=True)
            known = {target for target, status in pairs if status < 500 or status in _PUT_OFF}
        else:
            known = set()
        self._unknown -= {(seen.sender, target) for target in known}
