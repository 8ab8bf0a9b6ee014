"""Whatever breaks and whoever edits: after recovery the lists are right, nothing is doubled and nobody is overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sync.core.vocabulary import ChangeKind
from sync.emulator.faults.fault import Fault, FaultKind, Scope
from tests.builders import ROOT
from tests.chaos.again import play_again, read_scenario, write_scenario
from tests.chaos.crashes import Prepared, kill_and_settle, kill_first_runs, prepare_first_run, prepare_updates
from tests.chaos.play import play
from tests.chaos.scenario import EXCLUDED, KINDS, LASTING, TRACKERS, Edit, Kill, Scenario, scenarios
from tests.chaos.two import start_two
from tests.chaos.watch import Tally

ROWS = (
    {"Recommendation_x0020_Ref": "ROCU-2021-R1"},
    {"Recommendation_x0020_Ref": "ROCU-2021-R2", "Status": "Complete"},
)


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    # A scenario that fails is small enough to be read; making it smaller would take minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scenarios())
def test_every_scenario_recovers(scenario: Scenario) -> None:
    play(scenario)


def test_every_fault_of_the_local_sharepoint_is_among_them_or_is_excluded_with_a_reason() -> None:
    assert set(KINDS) | set(EXCLUDED) == set(FaultKind)
    assert not set(KINDS) & set(EXCLUDED)
    assert all(EXCLUDED.values())


def test_the_service_sends_no_change_token() -> None:
    told = [path.name for path in (ROOT / "sync").rglob("*.py") if _asks_for_changes(path)]

    assert told == []


def _asks_for_changes(path: Path) -> bool:
    if "emulator" in path.parts:
        return False
    text = path.read_text(encoding="utf-8").lower()
    return "getchanges" in text or "changetoken" in text or "getlistitemchanges" in text


@pytest.mark.parametrize("scope", [Scope.REQUEST, Scope.PART], ids=lambda scope: str(scope.value))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.word))
def test_every_fault_while_writing_is_got_over(kind: FaultKind, scope: Scope) -> None:
    nth = 5 if scope is Scope.REQUEST else 22
    fault = Fault(kind, scope=scope, nth=nth, parts=2, limit=8, reset=20, seconds=20)
    play(Scenario(ROWS, (fault,)))


@pytest.mark.parametrize("method", ["*", "MERGE"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.word))
def test_a_fault_that_lasts_until_the_run_ends_is_got_over_afterwards(kind: FaultKind, method: str) -> None:
    fault = Fault(kind, method=method, nth=5, count=LASTING, retry_after=20, limit=8, reset=20, parts=2, seconds=20)
    edits = tuple(Edit(0, "a tracker cell that makes or clears a gap", row) for row in range(2))

    play(Scenario(TRACKERS[0], (fault,), edits, runs=2, group_size=7, is_first=False))


def test_a_write_that_is_done_after_its_sender_gave_up_does_no_harm() -> None:
    tally = Tally()
    # Two parts of a minute each are longer than the service waits, and the second is still done.
    fault = Fault(FaultKind.DELAY, "POST", "*items*", Scope.PART, nth=2, count=2, seconds=50)

    for is_first in (True, False):
        edits = (Edit(0, "a new tracker row", 0), Edit(0, "a tracker cell that makes or clears a gap", 0))
        play(Scenario(TRACKERS[1], (fault,), edits, is_first=is_first), tally)

    assert tally.counts["writes done after their sender gave up"] >= 2


@pytest.mark.parametrize("is_after", [False, True], ids=["before it arrives", "after it is done"])
@pytest.mark.parametrize("prepare", [prepare_first_run, prepare_updates], ids=["first run", "run with updates"])
def test_a_run_killed_at_any_of_its_requests_is_repaired_by_the_next(
    prepare: Callable[[int], Prepared],
    is_after: bool,  # noqa: FBT001 - one of two cases
) -> None:
    prepared = prepare(4)

    for at in range(1, prepared.requests + 1):
        kill_and_settle(prepared, at, is_after=is_after)

    assert prepared.requests >= 6


def test_the_runs_that_are_killed_make_and_change_rows() -> None:
    assert prepare_first_run(4).changes == {ChangeKind.CREATE, ChangeKind.UPDATE}
    assert ChangeKind.UPDATE in prepare_updates(4).changes


def test_first_runs_of_many_rows_killed_anywhere_end_with_what_one_run_would_have_made() -> None:
    assert kill_first_runs(3, 1, Tally(), rows=60) == []


def test_of_two_services_started_together_one_writes() -> None:
    tally = Tally()

    assert [told for seed in range(15) for told in start_two(seed, tally)] == []
    assert tally.counts["one of two ended with applied"] >= 15
    assert tally.counts["one of two ended with exit 6"] > 0


def test_people_may_edit_before_every_request_of_a_run_that_is_killed() -> None:
    edits = tuple(Edit(at, "a tracker cell of theirs", at) for at in range(1, 8))

    stage = play(Scenario(ROWS, edits=edits, kill=Kill(5, is_after=True), group_size=3))

    assert len(stage.log) > 7


@given(scenarios())
@settings(max_examples=20, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
def test_a_scenario_that_is_printed_can_be_played_again(scenario: Scenario) -> None:
    assert read_scenario(write_scenario(scenario)) == scenario


@pytest.mark.parametrize("text", ["two 3", "kill 12 5 before", "kill 12 6 after", write_scenario(Scenario(ROWS))])
def test_what_is_printed_of_a_broken_promise_plays_it_again(text: str) -> None:
    assert play_again(text, Tally()) == []
