"""First runs of many rows that are killed anywhere: what the next runs make of it is what one run would have made."""

import random
from collections.abc import Mapping

from sync.core.records import ListContents, Register
from sync.core.summary import RunOutcome
from tests.chaos.checks import check_keys
from tests.chaos.play import LEASE_AND_MORE
from tests.chaos.service import Service, a_stage, the_register, the_rules_of_the_stage
from tests.chaos.stage import TRACKER, KilledError, Seen, Stage
from tests.chaos.watch import Tally, ViolationError, Watch


def fill(stage: Stage, rows: int) -> Register:
    """Fill the tracker with so many rows and return a register with an item for every other one."""
    for number in range(1, rows + 1):
        reference = f"ROCU-2021-R{number}" if number % 2 else f"Not there {number}"
        stage.add(TRACKER, Title=f"Row {number}", Recommendation_x0020_Ref=reference, Status="In Progress")
    return the_register(rows)


def kill_first_runs(times: int, seed: int, tally: Tally, rows: int = 1_000) -> list[str]:
    """Kill a first run at a random request, as often as asked for, and run again; return what promises were broken."""
    chance = random.Random(seed)  # noqa: S311 - it has to be repeatable
    origin = a_stage()
    register = fill(origin, rows)
    wanted, requests = run_undisturbed(origin, register)
    broken = []
    for _ in range(times):
        at, is_after = chance.randint(1, requests), chance.random() < 0.5
        stage = origin.branch()
        try:
            kill_and_settle(stage, register, at, is_after=is_after, wanted=wanted)
        except ViolationError as error:
            broken.append(f"killed at request {at} of {requests}, {'after' if is_after else 'before'}: {error}")
        tally.counts["first runs killed"] += 1
        tally.counts["requests"] += len(stage.log)
    return broken


def run_undisturbed(origin: Stage, register: Register) -> tuple[dict[str, object], int]:
    """Return what the lists say after a run that nothing disturbed, and how many requests it took."""
    stage = origin.branch()
    Service(stage, "undisturbed").run(register)
    requests = len(stage.log)
    return read_cells(settle(stage, register)), requests


def kill_and_settle(stage: Stage, register: Register, at: int, *, is_after: bool, wanted: Mapping[str, object]) -> None:
    """Kill a run at one request, run until nothing is left to do, and compare."""
    watch = Watch(stage)

    def before(seen: Seen) -> None:
        watch.before(seen)
        if len(stage.log) == at and not is_after:
            raise KilledError

    def after(seen: Seen, body: bytes) -> None:
        if len(stage.log) == at:
            raise KilledError
        watch.after(seen, body)

    stage.before, stage.after = before, after
    try:
        Service(stage, "killed").run(register)
    except KilledError:
        stage.clock.elapsed += LEASE_AND_MORE
    stage.before, stage.after = watch.before, watch.after
    settled = settle(stage, register)
    check_keys(stage, settled)
    found = read_cells(settled)
    for title, rows in wanted.items():
        if found[title] != rows:
            raise ViolationError(f"{title} is not what an undisturbed run made of it")


def settle(stage: Stage, register: Register) -> Mapping[str, ListContents]:
    """Run until nothing is left to do and return the lists as they were read last."""
    for _ in range(4):
        service = Service(stage, "later run")
        if service.run(register).outcome is RunOutcome.NO_CHANGES:
            return service.site.last_read
    raise ViolationError("four runs still found something to do")


def read_cells(lists: Mapping[str, ListContents]) -> dict[str, object]:
    """Return everything that the lists say, by key; rows of ours may have other numbers than in another run."""
    said = {}
    for title in (TRACKER, *(target.title for target in the_rules_of_the_stage().targets.compared)):
        rows = lists[title].rows
        said[title] = {
            row.id if title == TRACKER else row.cells["SyncKey"]: {
                name: cell for name, cell in row.cells.items() if name != "Id" and not name.startswith("odata.")
            }
            for row in rows
        }
    return dict(said)
