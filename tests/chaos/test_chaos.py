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
from tests.chaos.scenario import EXCLUDED, KINDS, LASTING, TRACKERS, Edit, Kill, Scenario, SlowSignIn, scenarios
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


@pytest.mark.parametrize("at", range(3, 8))
def test_a_row_of_theirs_with_a_key_of_ours_is_never_taken_for_ours(at: int) -> None:
    play(Scenario(ROWS, edits=(Edit(at, "a row of theirs with a key of ours", 4),), group_size=3))


_GOES_AND_COMES = (
    [(at, at) for at in range(3, 6)],  # as many rows as before, and other ones
    [(3, 7), (4, 7)],  # the row that came is seen, and the one that went is not
)


@pytest.mark.parametrize(("goes", "comes"), [moment for moments in _GOES_AND_COMES for moment in moments])
def test_a_list_that_changes_while_its_pages_are_read_is_not_believed(goes: int, comes: int) -> None:
    edits = (Edit(goes, "a gap row removed", 0), Edit(comes, "a row of theirs in our list", 0))
    earlier = (Edit(goes, "a row of theirs in our list", 0),) if comes > goes else ()

    play(Scenario(TRACKERS[0], edits=(*edits[:1], *earlier, *edits[1:]), page_size=4, is_first=False))


@pytest.mark.parametrize("at", [4, 5])
@pytest.mark.parametrize("what", ["our column of a gap", "their column of a gap", "a gap row removed"])
def test_a_change_that_was_refused_does_not_count_as_done(what: str, at: int) -> None:
    # Two dates were entered, which clears one gap; its row, the twelfth, is changed or removed just before it is written.
    planned = tuple(Edit(0, "a tracker cell that makes or clears a gap", row) for row in range(2))

    play(Scenario(TRACKERS[0], edits=(*planned, Edit(at, what, 11)), group_size=3, is_first=False))


@pytest.mark.parametrize(
    "sign_in",
    # Due at any post; or the next moment, so that renewing the lease in between is enough.
    [SlowSignIn(100, 6), SlowSignIn(290, 6), SlowSignIn(290, 9), SlowSignIn(195, 1)],
    ids=lambda sign_in: f"{sign_in.seconds:.0f} s for {sign_in.lasts:.0f} s",
)
def test_a_sign_in_that_takes_long_while_writing_does_not_outlast_the_lease(sign_in: SlowSignIn) -> None:
    play(Scenario(ROWS, group_size=3, sign_in=sign_in))


def test_a_token_that_is_refused_while_writing_and_takes_long_to_get_does_not_outlast_the_lease() -> None:
    for nth in (5, 6, 8):
        refused = Fault(FaultKind.EXPIRED_TOKEN, nth=nth, scope=Scope.REQUEST)
        play(Scenario(ROWS, (refused,), group_size=3, sign_in=SlowSignIn(290, 3_000)))


@pytest.mark.parametrize("looks", range(9))
def test_a_run_that_is_told_to_stop_writes_nothing_more_and_gives_its_lease_back(looks: int) -> None:
    play(Scenario(ROWS, stop=looks, group_size=3))


@pytest.mark.parametrize("what", ["the lease's row blanked", "the lease's row removed"])
def test_a_lease_undone_by_hand_lets_nothing_be_doubled_or_overwritten(what: str) -> None:
    for at in range(4, 9):
        changed = (Edit(0, "a tracker cell that makes or clears a gap", 0), Edit(at, "their column of a gap", 0))
        for is_first in (True, False):
            rows = ROWS if is_first else TRACKERS[1]
            play(Scenario(rows, edits=(*changed, Edit(at, what, 0)), group_size=3, is_first=is_first))


@pytest.mark.parametrize("what", ["the lease's row blanked", "the lease's row removed"])
def test_a_run_whose_lease_was_undone_by_hand_ends_when_it_renews_it(what: str) -> None:
    # Each post takes a while, so that the lease is renewed before the run is over, and with time left of the old one.
    slow = Fault(FaultKind.DELAY, "POST", "*Gaps*items*", Scope.PART, count=LASTING, seconds=12)

    play(Scenario(ROWS, (slow,), (Edit(10, what, 0),), group_size=1))


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
    # Of two whose sign-ins both take minutes, it may be that neither has the time.
    assert tally.counts["one of two ended with applied"] >= 12
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
