"""Processes that meet, that are asked to stop and that are killed, each in the middle of a request."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from tests.journeys.first_process import as_first_process, find_first_process
from tests.journeys.house import AS_OF, House, open_house

GAPS, POSITION, RUNS = "HMICFRS Gaps", "HMICFRS Position", "HMICFRS Sync Runs"
_LONG_SECONDS = 60


@dataclass
class Gate:
    """Holds one request of the API back until it is opened."""

    at: int
    seen: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def wrap(self, inner: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if "/_api/" not in str(environ["PATH_INFO"]):
                return inner(environ, start)
            self.seen += 1
            if self.seen == self.at:
                self.arrived.set()
                self.opened.wait(_LONG_SECONDS)
            return inner(environ, start)

        return answer


def start_run(house: House, *before: str) -> "subprocess.Popen[str]":
    command = [*before, sys.executable, "-m", "sync.cli.start", "run", "--format", "json", "--as-of", AS_OF, "--config"]
    environment = {**os.environ, **house.environment}
    return subprocess.Popen(  # noqa: S603 - our own command line
        [*command, str(house.config)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def keys(house: House) -> Counter[str]:
    return Counter(row["SyncKey"] for title in (GAPS, POSITION) for row in house.client.rows(title))


def settle(house: House) -> int:
    """Run until nothing is left to do and return how the first of these runs ended.

    It may meet the dead process's last batch, which the site has only now got round to: a list that grows while it is read is
    not concluded from (5), rows that changed since they were read are conflicts (4), and the run after it takes them up.
    """
    first = house.command("run", "--as-of", AS_OF).exit_code
    outcomes = [json.loads(house.command("run", "--as-of", AS_OF, "--format", "json").stdout)["outcome"] for _ in "123"]
    assert outcomes[-1] == "no-changes"
    return first


def lease_of(house: House) -> dict[str, object]:
    return house.client.row(RUNS, SyncKey="lease")


def test_a_run_that_meets_another_exits_6_and_when_the_other_is_killed_the_next_repairs_it(
    tmp_path: Path, provisioned_data: Path
) -> None:
    gate = Gate(at=6)  # three reads, the rows' versions, the lease, the first batch
    with open_house(tmp_path, provisioned_data, gate.wrap) as house:
        process = start_run(house)
        assert gate.arrived.wait(_LONG_SECONDS)
        met = house.command("run", "--as-of", AS_OF)
        process.kill()
        process.communicate()
        gate.opened.set()

        assert met.exit_code == 6
        assert "Another run is writing" in met.stderr
        assert settle(house) in {0, 4, 5}
        assert set(keys(house).values()) == {1}


@pytest.mark.parametrize("is_first", [False, True], ids=["a process like others", "process 1 of a container"])
def test_a_run_asked_to_stop_while_it_waits_for_an_answer_leaves_things_in_order(
    tmp_path: Path, provisioned_data: Path, *, is_first: bool
) -> None:
    before = as_first_process() if is_first else []
    gate = Gate(at=6)
    with open_house(tmp_path, provisioned_data, gate.wrap) as house:
        process = start_run(house, *before)
        assert gate.arrived.wait(_LONG_SECONDS)
        os.kill(find_first_process(process) if is_first else process.pid, signal.SIGTERM)
        out, _ = process.communicate(timeout=_LONG_SECONDS / 2)  # long before the answer would have come
        gate.opened.set()

        told = json.loads(out)
        row = next(row for row in house.client.rows(RUNS) if str(row["SyncKey"]).startswith("run/"))
        assert process.returncode == 130
        assert (told["outcome"], told["writes"]["done"]) == ("interrupted", 0)
        assert row["Outcome"] == "interrupted"
        assert lease_of(house)["LeaseOwner"] is None
        assert settle(house) in {0, 4, 5}
        assert set(keys(house).values()) == {1}
