"""``make chaos``: many scenarios, and the table of docs/reliability.md.

    python -m tests.chaos [--scenarios 10000] [--starts 100] [--kills 50] [--seed 1] [--processes 2]
                           [--minutes 30] [--again TEXT]

Ends with 1 when a promise was broken; each is printed with the command that breaks it again.
"""

import argparse
import logging
import math
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.chaos.again import play_again, play_and_tell
from tests.chaos.crashes import kill_first_runs
from tests.chaos.scenario import KINDS, Scenario, scenarios
from tests.chaos.speed import played_fast
from tests.chaos.two import start_two
from tests.chaos.watch import Broken, Tally

_SHARE: Final = 100


@dataclass
class Share:
    """What one process does at a time, and what came of it."""

    seed: int
    scenarios: int = 0
    starts: int = 0
    kills: int = 0
    tally: Tally = field(default_factory=Tally)
    broken: list[Broken] = field(default_factory=list)


def main() -> int:
    """Play, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Break everything, many times.")
    parser.add_argument("--scenarios", type=int, default=10_000, help="random scenarios to play")
    parser.add_argument("--starts", type=int, default=100, help="times that two services start together")
    parser.add_argument("--kills", type=int, default=50, help="first runs of a thousand rows to be killed")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many play at a time")
    parser.add_argument("--minutes", type=float, default=0.0, help="begin nothing more after so many; 0 for no limit")
    parser.add_argument("--again", default="", help="play only what was printed beside a broken promise")
    chosen = parser.parse_args()
    began = time.monotonic()
    whole = Share(chosen.seed)
    if chosen.again:
        with _played():
            whole.broken = play_again(chosen.again, whole.tally)
    else:
        _play_shares(list(_share_out(chosen)), chosen, whole)
    for line in tabulate(whole.tally, len(whole.broken), (time.monotonic() - began) / 60):
        print(line)  # noqa: T201 - the table is what it is for
    for broken in whole.broken:
        print(f"{broken.told}\n    python -m tests.chaos --again '{broken.again}'", file=sys.stderr)  # noqa: T201
    return 1 if whole.broken else 0


def _play_shares(shares: Sequence[Share], chosen: argparse.Namespace, whole: Share) -> None:
    """Play the shares, so many at a time, and add up what came of them; what has begun when the time is over is finished."""
    ends = time.monotonic() + 60 * chosen.minutes if chosen.minutes else math.inf
    with ProcessPoolExecutor(chosen.processes) as pool:
        waiting = [pool.submit(play_share, share, ends) for share in shares]
        for number, done in enumerate(as_completed(waiting), start=1):
            share = done.result()
            whole.tally.counts.update(share.tally.counts)
            whole.tally.faults.update(share.tally.faults)
            whole.broken += share.broken
            told = f"{number} of {len(shares)} shares, {len(whole.broken)} violations"
            print(told, file=sys.stderr, flush=True)  # noqa: T201


def _share_out(chosen: argparse.Namespace) -> Iterator[Share]:
    """Yield the work in shares, each with random numbers of its own."""
    first = chosen.seed * 1_000_000
    yield from (Share(first + 500_000 + n, kills=min(5, chosen.kills - n)) for n in range(0, chosen.kills, 5))
    yield from (Share(first + n, starts=min(25, chosen.starts - n)) for n in range(0, chosen.starts, 25))
    for start in range(0, chosen.scenarios, _SHARE):
        yield Share(first + start, scenarios=min(_SHARE, chosen.scenarios - start))


def play_share(share: Share, ends: float = math.inf) -> Share:
    """Play a share of the work, unless the time is over by then, and return it with what came of it."""
    if time.monotonic() > ends:
        return share
    with _played():
        if share.scenarios:
            _play_many(share)
        for number in range(share.starts):
            share.broken += start_two(share.seed + number, share.tally)
        if share.kills:
            share.broken += kill_first_runs(share.kills, share.seed, share.tally)
    return share


@contextmanager
def _played() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with played_fast():
        yield


def _play_many(share: Share) -> None:
    """Play random scenarios and note each that breaks a promise; one that fails does not end the others."""

    @seed(share.seed)
    @settings(
        max_examples=share.scenarios,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios())
    def play_one(scenario: Scenario) -> None:
        share.broken += play_and_tell(scenario, share.tally)

    play_one()


_ROWS: Final = (
    "scenarios",
    "first runs disturbed",
    "later runs disturbed",
    "two at once",
    "two at once, one suspended",
    "first runs of a thousand rows killed",
    "runs in scenarios",
    "requests in scenarios",
    "edits by people",
    "kills in scenarios",
    "writes done after their sender gave up",
    "faults that lasted",
)


def tabulate(tally: Tally, violations: int, minutes: float) -> Iterator[str]:
    """Yield the table in Markdown, whole, as docs/reliability.md has it."""
    counts, faults = tally.counts, tally.faults
    yield "| What | Times |"
    yield "|---|---:|"
    for name in _ROWS:
        yield f"| {name} | {counts[name]:,} |"
    for kind in KINDS:
        yield f"| fault: {kind.word} | {faults[kind.word]:,} |"
    for who in ("a disturbed run", "one of two"):
        for name in sorted(name for name in counts if name.startswith(f"{who} ended with ")):
            yield f"| {name} | {counts[name]:,} |"
    yield f"| minutes | {minutes:,.0f} |"
    yield f"| **violations** | **{violations:,}** |"


if __name__ == "__main__":
    sys.exit(main())
