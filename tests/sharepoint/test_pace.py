"""Pace: what SharePoint asks for holds for the whole process, and an allowance that runs low is made to last."""

import pytest

from sync.errors import ThrottledError
from sync.sharepoint.pace import Pace
from tests.sharepoint.wire import FakeTime


def a_pace(time: FakeTime, budget: float = 60) -> Pace:
    return Pace(lambda: time.seconds, time.sleep, budget)


def limits(remaining: object, reset: object) -> dict[str, str]:
    return {"ratelimit-limit": "1200", "ratelimit-remaining": str(remaining), "ratelimit-reset": str(reset)}


def test_without_a_word_from_sharepoint_nothing_waits() -> None:
    time = FakeTime()
    pace = a_pace(time)

    pace.note({})
    pace.wait_turn(100, "in a test")

    assert time.slept == []


@pytest.mark.parametrize(
    ("remaining", "weight", "waited"),
    [
        pytest.param(100, 1, [0.1], id="a request takes its share of the time that is left"),
        pytest.param(100, 50, [5.0], id="a batch takes that of its parts"),
        pytest.param(100, 100, [10.0], id="what would use all up waits until it is whole again"),
        pytest.param(0, 1, [10.0], id="nothing is left"),
    ],
)
def test_what_is_left_of_the_allowance_is_made_to_last(remaining: int, weight: int, waited: list[float]) -> None:
    time = FakeTime()
    pace = a_pace(time)

    pace.note(limits(remaining, 10))
    pace.wait_turn(weight, "in a test")

    assert time.slept == waited


def test_an_allowance_that_is_whole_again_slows_nothing() -> None:
    time = FakeTime()
    pace = a_pace(time)
    pace.note(limits(0, 10))
    time.seconds = 11

    pace.wait_turn(1, "in a test")

    assert time.slept == []


def test_one_answer_holds_the_process_for_an_hour_at_most() -> None:
    time = FakeTime()
    pace = a_pace(time, budget=10_000)

    pace.put_off(1e9)
    pace.wait_turn(1, "in a test")
    pace.note(limits(0, 1e9))
    pace.wait_turn(1, "in a test")

    assert time.slept == [3600, 3600]


@pytest.mark.parametrize(
    "headers",
    [limits("nan", 10), limits(5, "inf"), limits("some", 10), limits(5, "later"), {"ratelimit-remaining": "5"}],
)
def test_limits_that_cannot_be_read_are_none(headers: dict[str, str]) -> None:
    time = FakeTime()
    pace = a_pace(time)

    pace.note(headers)
    pace.wait_turn(1, "in a test")

    assert time.slept == []


def test_a_wait_that_one_run_could_not_afford_still_holds_for_the_next() -> None:
    time = FakeTime()
    pace = a_pace(time, budget=60)
    pace.put_off(90)
    with pytest.raises(ThrottledError, match="90 more seconds in a test"):
        pace.wait_turn(1, "in a test")
    time.seconds = 50

    pace.begin()
    pace.wait_turn(1, "in a test")

    assert time.slept == [40]


def test_every_run_has_a_budget_of_its_own() -> None:
    time = FakeTime()
    pace = a_pace(time, budget=60)

    for _ in range(3):
        pace.begin()
        pace.put_off(50)
        pace.wait_turn(1, "in a test")

    assert time.slept == [50, 50, 50]


def test_who_is_in_a_hurry_does_not_wait_and_sends_nothing_that_would_have_to() -> None:
    time = FakeTime()
    pace = a_pace(time)
    pace.put_off(1)
    pace.hurry()

    with pytest.raises(ThrottledError):
        pace.wait_turn(1, "in a test")

    assert time.slept == []
