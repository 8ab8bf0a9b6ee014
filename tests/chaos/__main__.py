"""``make chaos``: many scenarios, and the table of docs/reliability.md.

    python -m tests.chaos [--scenarios 10000] [--starts 100] [--kills 50] [--seed 1] [--processes 2]

Ends with 1 when a promise was broken; each is printed with the scenario that shows it.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.chaos.crashes import kill_first_runs
from tests.chaos.play import play
from tests.chaos.scenario import KINDS, Scenario, scenarios
from tests.chaos.speed import played_fast
from tests.chaos.two import start_two
from tests.chaos.watch import Tally

_SHARE: Final = 100


@dataclass
class Share:
    """What one process does at a time, and what came of it."""

    seed: int
    scenarios: int = 0
    starts: int = 0
    kills: int = 0
    tally: Tally = field(default_factory=Tally)
    violations: list[str] = field(default_factory=list)


def main() -> int:
    """Play, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Break everything, many times.")
    parser.add_argument("--scenarios", type=int, default=10_000, help="random scenarios to play")
    parser.add_argument("--starts", type=int, default=100, help="times that two services start together")
    parser.add_argument("--kills", type=int, default=50, help="first runs of a thousand rows to be killed")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers begin")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many play at a time")
    parser.add_argument("--minutes", type=float, default=0.0, help="begin nothing more after so many; 0 for no limit")
    chosen = parser.parse_args()
    began = time.monotonic()
    whole = Share(chosen.seed)
    shares = list(_share_out(chosen))
    with ProcessPoolExecutor(chosen.processes) as pool:
        for number, done in enumerate(as_completed([pool.submit(play_share, share) for share in shares]), start=1):
            share = done.result()
            whole.tally.counts.update(share.tally.counts)
            whole.tally.faults.update(share.tally.faults)
            whole.violations += share.violations
            told = f"{number} of {len(shares)} shares, {len(whole.violations)} violations"
            print(told, file=sys.stderr, flush=True)  # noqa: T201
            if chosen.minutes and time.monotonic() - began > 60 * chosen.minutes:
                pool.shutdown(wait=False, cancel_futures=True)
                break
    for line in tabulate(whole, (time.monotonic() - began) / 60):
        print(line)  # noqa: T201 - the table is what it is for
    for told in whole.violations:
        print(told, file=sys.stderr)  # noqa: T201
    return 1 if whole.violations else 0


def _share_out(chosen: argparse.Namespace) -> Iterator[Share]:
    """Yield the work in shares, each with random numbers of its own."""
    first = chosen.seed * 1_000_000
    yield from (Share(first + 500_000 + n, kills=min(5, chosen.kills - n)) for n in range(0, chosen.kills, 5))
    yield from (Share(first + n, starts=min(25, chosen.starts - n)) for n in range(0, chosen.starts, 25))
    for start in range(0, chosen.scenarios, _SHARE):
        yield Share(first + start, scenarios=min(_SHARE, chosen.scenarios - start))


def play_share(share: Share) -> Share:
    """Play a share of the work and return it with what came of it."""
    logging.disable(logging.CRITICAL)
    with played_fast():
        if share.scenarios:
            _play_many(share)
        for number in range(share.starts):
            share.violations += start_two(share.seed + number, share.tally)
        if share.kills:
            share.violations += kill_first_runs(share.kills, share.seed, share.tally)
    return share


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
        try:
            play(scenario, share.tally)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a broken promise
            share.violations.append(f"{type(error).__name__}: {error}\n    {scenario}")

    play_one()


def tabulate(whole: Share, minutes: float) -> Iterator[str]:
    """Yield the table in Markdown."""
    counts, faults = whole.tally.counts, whole.tally.faults
    yield "| What | Times |"
    yield "|---|---:|"
    for name in ("scenarios", "two at once", "first runs killed", "runs", "requests", "edits by people", "kills"):
        yield f"| {name} | {counts[name]:,} |"
    for kind in KINDS:
        yield f"| fault: {kind.word} | {faults[kind.word]:,} |"
    for name in sorted(name for name in counts if name.startswith("ended: ")):
        yield f"| a disturbed run that {name.replace(':', ' with')} | {counts[name]:,} |"
    yield f"| minutes | {minutes:,.0f} |"
    yield f"| **violations** | **{len(whole.violations):,}** |"


if __name__ == "__main__":
    sys.exit(main())
