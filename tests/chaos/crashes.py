"""First runs of many rows that are killed anywhere: what the next runs make of it is what one run would have made."""

import random
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass

from sync.core.records import ListContents, Register
from sync.core.summary import RunOutcome
from sync.core.vocabulary import ChangeKind
from sync.errors import SyncError
from tests.chaos.checks import check_keys
from tests.chaos.play import LEASE_AND_MORE
from tests.chaos.seen import Seen
from tests.chaos.service import Service, a_stage, the_register, the_rules_of_the_stage
from tests.chaos.stage import TRACKER, KilledError, Stage
from tests.chaos.watch import Broken, Tally, ViolationError, Watch


def fill(stage: Stage, rows: int) -> Register:
    """Fill the tracker with so many rows and return a register with an item for every other one."""
    for number in range(1, rows + 1):
        reference = f"ROCU-2021-R{number}" if number % 2 else f"Not there {number}"
        stage.add(TRACKER, Title=f"Row {number}", Recommendation_x0020_Ref=reference, Status="In Progress")
    return the_register(rows)


@dataclass(frozen=True)
class Prepared:
    """A site before a run that is to be killed, and what that run would do: its requests, the sorts of changes, and its result."""

    stage: Stage
    register: Register
    requests: int
    changes: Set[ChangeKind]
    wanted: Mapping[str, object]


def prepare_first_run(rows: int) -> Prepared:
    """Return a site with so many rows in its tracker and nothing in our lists."""
    stage = a_stage()
    return _run_undisturbed(stage, fill(stage, rows))


def prepare_updates(rows: int) -> Prepared:
    """Return a site that a run went over before people changed, added and removed rows of the tracker."""
    stage = a_stage()
    register = fill(stage, rows)
    settle(stage, register)
    stage.edit(TRACKER, 1, Status="Complete", Target_x0020_Date="01/01/2021")
    stage.edit(TRACKER, 2, Recommendation_x0020_Ref="ROCU-2021-R2")
    stage.remove(TRACKER, 3)
    stage.add(TRACKER, Title="A new row", Recommendation_x0020_Ref="Not there either")
    stage.log.clear()
    return _run_undisturbed(stage, register)


def _run_undisturbed(origin: Stage, register: Register) -> Prepared:
    stage = origin.branch()
    summary = Service(stage, "undisturbed").run(register)
    kinds = {change.kind for change in summary.plan.changes}
    requests = len(stage.log)
    return Prepared(origin, register, requests, kinds, read_cells(settle(stage, register)))


def kill_first_runs(times: int, seed: int, tally: Tally, rows: int = 1_000) -> list[Broken]:
    """Kill a first run at a random request, as often as asked for, and run again; return what promises were broken."""
    chance = random.Random(seed)  # noqa: S311 - it has to be repeatable
    prepared = prepare_first_run(rows)
    broken = []
    for _ in range(times):
        at, is_after = chance.randint(1, prepared.requests), chance.random() < 0.5
        moment = "after" if is_after else "before"
        try:
            stage = kill_and_settle(prepared, at, is_after=is_after)
            tally.counts["requests of first runs killed"] += len(stage.log)
        except (ViolationError, SyncError) as error:
            told = f"a first run killed {moment} request {at} of {prepared.requests}: {error}"
            broken.append(Broken(told, f"kill {rows} {at} {moment}"))
        tally.counts["first runs of a thousand rows killed"] += 1
    return broken


def kill_and_settle(prepared: Prepared, at: int, *, is_after: bool) -> Stage:
    """Kill a run before or after one of its requests was done, run until nothing is left to do, and compare.

    Returns the stage. Raises ViolationError.
    """
    stage = prepared.stage.branch()
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
    with suppress(KilledError):
        Service(stage, "killed").run(prepared.register)
        raise ViolationError("the run ended before it could be killed")
    stage.clock.elapsed += LEASE_AND_MORE
    stage.before, stage.after = watch.before, watch.after
    settled = settle(stage, prepared.register)
    check_keys(stage, settled)
    found = read_cells(settled)
    if other := [title for title, rows in prepared.wanted.items() if found[title] != rows]:
        raise ViolationError(f"{other[0]} is not what an undisturbed run made of it")
    return stage


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
