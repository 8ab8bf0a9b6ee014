"""Whatever breaks and whoever edits: after recovery the lists are right, nothing is doubled and nobody is overwritten."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sync.emulator.faults.fault import Fault, Scope
from tests.chaos.crashes import fill, kill_and_settle, kill_first_runs, run_undisturbed
from tests.chaos.scenario import KINDS, Edit, Kill, Scenario, Tally, play, scenarios
from tests.chaos.stage import Stage
from tests.chaos.two import start_two

ROWS = (
    {"Recommendation_x0020_Ref": "ROCU-2021-R1"},
    {"Recommendation_x0020_Ref": "ROCU-2021-R2", "Status": "Complete"},
)


@settings(
    max_examples=100,
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


@pytest.mark.parametrize("scope", [Scope.REQUEST, Scope.PART], ids=lambda scope: str(scope.value))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.word))
def test_every_fault_while_writing_is_got_over(kind: object, scope: Scope) -> None:
    nth = 5 if scope is Scope.REQUEST else 22
    play(Scenario(ROWS, (Fault(kind, scope=scope, nth=nth, parts=2, limit=8, reset=20),)))  # type: ignore[arg-type] # a kind


def test_a_run_killed_at_any_of_its_requests_is_repaired_by_the_next() -> None:
    origin = Stage.copy()
    register = fill(origin, 4)
    wanted, requests = run_undisturbed(origin, register)

    for at in range(1, requests + 1):
        for is_after in (False, True):
            kill_and_settle(origin.branch(), register, at, is_after=is_after, wanted=wanted)

    assert requests >= 6


def test_first_runs_of_many_rows_killed_anywhere_end_with_what_one_run_would_have_made() -> None:
    assert kill_first_runs(3, 1, Tally(), rows=60) == []


def test_of_two_services_started_together_one_writes() -> None:
    tally = Tally()

    assert [told for seed in range(15) for told in start_two(seed, tally)] == []
    assert tally.counts["ended: applied"] >= 15
    assert tally.counts["ended: exit 6"] > 0


def test_people_may_edit_before_every_request_of_a_run_that_is_killed() -> None:
    edits = tuple(Edit(at, "a tracker cell of theirs", at) for at in range(1, 8))

    stage = play(Scenario(ROWS, edits=edits, kill=Kill(5, is_after=True), group_size=3))

    assert len(stage.log) > 7
