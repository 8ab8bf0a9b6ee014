"""Lifelines: when a row was outstanding, told from its dates and from what earlier runs left, so that every movement balances."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.clocks import Period
from sync.core.lifelines import UNKNOWN_PAST, Lifeline, count_steps, explain_contradiction, trace_life
from sync.core.records import RowMemory, Standing, Turn
from sync.core.rollup import roll_up
from sync.core.standing import remember
from sync.core.vocabulary import Counted, InspectorateStatus, ItemKind, Status
from tests.builders import AS_OF, a_standing, an_item, closed, completed, reopened, the_governance
from tests.core.strategies import BOARDS, standings

JAN, FEB, MAR, APR, JUN = (date(2021, month, 10) for month in (1, 2, 3, 4, 6))
SUPERSEDED: dict[str, Any] = {"status": Status.SUPERSEDED, "updated_on": None}


def a_life(*, closed_on: date | None = None, **changes: Any) -> Lifeline:  # noqa: ANN401 - any field
    return trace_life(a_standing(1, added_on=JAN, closed_on=closed_on, **changes), AS_OF)


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        pytest.param(a_life(), [], id="open since it was added"),
        pytest.param(a_life(status=Status.COMPLETE, closed_on=FEB), [completed(FEB)], id="completed"),
        pytest.param(a_life(status=Status.SUPERSEDED, closed_on=FEB), [closed(FEB)], id="superseded"),
        pytest.param(
            a_life(agreed_on=FEB, reopened_on=MAR),
            [completed(FEB), reopened(MAR)],
            id="reopened on a day the tracker gives",
        ),
        pytest.param(
            a_life(memory=RowMemory(Counted.OUTSTANDING, (completed(FEB), reopened(APR)))),
            [completed(FEB), reopened(APR)],
            id="reopened on the day a run saw it",
        ),
        pytest.param(
            a_life(memory=RowMemory(Counted.OUTSTANDING, (completed(FEB), reopened(APR))), reopened_on=MAR),
            [completed(FEB), reopened(MAR)],
            id="reopened on the tracker's day, which goes before that of a run",
        ),
        pytest.param(
            a_life(agreed_on=FEB, item=an_item(status=InspectorateStatus.OPEN, status_on=MAR)),
            [completed(FEB), reopened(MAR)],
            id="reopened by the inspectorate",
        ),
        pytest.param(a_life(reopened_on=MAR), [], id="reopened without ever being closed"),
        pytest.param(a_life(agreed_on=FEB), [], id="agreed and never closed"),
        pytest.param(a_life(agreed_on=FEB, reopened_on=AS_OF + timedelta(days=1)), [], id="to be reopened tomorrow"),
        pytest.param(
            a_life(status=Status.COMPLETE, completed_on=FEB, reopened_on=MAR, closed_on=APR),
            [completed(FEB), reopened(MAR), completed(APR)],
            id="closed, reopened and closed again",
        ),
        pytest.param(
            a_life(
                status=Status.COMPLETE,
                closed_on=JUN,
                completed_on=JAN,
                reopened_on=APR,
                memory=RowMemory(Counted.COMPLETE, (completed(FEB),)),
            ),
            [completed(FEB), reopened(APR), completed(JUN)],
            id="reopened and closed again between two runs, and the tracker has the day",
        ),
        pytest.param(
            a_life(memory=RowMemory(Counted.COMPLETE, (completed(date(2020, 12, 1)),))),
            [],
            id="closed before it was added, and reopened",
        ),
        pytest.param(
            a_life(status=Status.SUPERSEDED, closed_on=None),
            [closed(UNKNOWN_PAST)],
            id="closed on a day that nobody knows",
        ),
    ],
)
def test_a_row_lived(life: Lifeline, expected: list[Turn]) -> None:
    assert life == Lifeline(JAN, tuple(expected))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"added_on": AS_OF + timedelta(days=1)}, "was added on a day that has not come yet", id="future"),
        pytest.param({"closed_on": None, **SUPERSEDED}, "is closed without a date", id="no date of closure"),
        pytest.param(
            {"closed_on": AS_OF + timedelta(days=1), **SUPERSEDED}, "was closed on a day", id="future closure"
        ),
        pytest.param({"closed_on": date(2020, 12, 1), **SUPERSEDED}, "was closed before it was added", id="backwards"),
        pytest.param({"closed_on": AS_OF, **SUPERSEDED}, "", id="nothing wrong"),
        pytest.param({}, "", id="open"),
    ],
)
def test_dates_that_contradict_each_other_are_told(changes: dict[str, Any], expected: str) -> None:
    told = explain_contradiction(a_standing(1, **{"added_on": JAN, **changes}), AS_OF)

    assert told.startswith(expected)
    assert bool(told) is bool(expected)


@given(standings())
def test_what_is_unexplained_always_has_a_reason(rows: list[Standing]) -> None:
    period = the_governance().period(AS_OF)
    for row in rows:
        steps = count_steps(trace_life(row, AS_OF), period, is_outstanding=row.is_outstanding)
        assert not steps.unexplained or explain_contradiction(row, AS_OF)


DAYS = st.dates(date(2020, 1, 1), date(2021, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[Standing]:
    """Rows whose dates follow each other, as they stand on 23 June 2021: some closed, some reopened, some closed again."""
    rows = []
    for number in range(1, draw(st.integers(1, 10)) + 1):
        stages = draw(st.integers(1, 4))
        days = sorted(draw(st.lists(st.dates(date(2020, 1, 1), AS_OF), min_size=stages, max_size=stages)))
        status = Status.IN_PROGRESS if stages % 2 else draw(st.sampled_from([Status.COMPLETE, Status.SUPERSEDED]))
        row = a_standing(
            number,
            added_on=days[0],
            status=status,
            board=draw(st.none() | st.sampled_from(BOARDS)),
            kind=draw(st.none() | st.sampled_from(ItemKind)),
            updated_on=None,
            completed_on=days[1] if stages == 4 else None,
            reopened_on=days[2] if stages > 2 else None,
            closed_on=None if stages % 2 else days[-1],
            memory=RowMemory(turns=(completed(days[1]), reopened(days[2])) if stages == 3 else ()),
        )
        rows.append(row)
    return rows


@given(histories(), DAYS, DAYS)
def test_the_movement_of_random_histories_balances_for_every_period(
    rows: list[Standing], one: date, other: date
) -> None:
    period = Period(min(one, other), max(one, other))
    lives = [trace_life(row, AS_OF) for row in rows]

    steps = [count_steps(life, period, is_outstanding=life.is_open(period.last)) for life in lives]

    assert [step.unexplained for step in steps] == [0] * len(rows)


@given(histories())
def test_random_histories_balance_in_total_by_kind_and_by_board_and_the_splits_add_up(rows: list[Standing]) -> None:
    position = roll_up(rows, the_governance(), AS_OF)

    lines = {line.line: line.figures for line in position.lines if line.table == "Movement"}
    force = lines.pop("Whole force")
    kinds = [figures for name, figures in lines.items() if "oard" not in name]
    boards = [figures for name, figures in lines.items() if "oard" in name]
    assert position.movement.unexplained == 0
    assert force.closing == force.outstanding == position.outstanding
    for name in ("opening", "added", "reopened", "completed", "other_closed", "closing", "outstanding"):
        for group in (kinds, boards):
            assert sum(getattr(figures, name) for figures in group) == getattr(force, name)
    for figures in (*kinds, *boards):
        assert figures.closing == figures.outstanding


@given(standings())
def test_the_bands_of_age_always_add_up(rows: list[Standing]) -> None:
    lines = [line.figures for line in roll_up(rows, the_governance(), AS_OF).lines if line.table == "Age"]

    for figures in lines:
        bands = [getattr(figures, name) for name in figures.__dataclass_fields__ if name.startswith("age_")]
        assert sum(bands) == figures.outstanding


def test_a_row_that_a_run_saw_closed_and_that_is_open_now_was_reopened_that_day() -> None:
    row = a_standing(1, memory=RowMemory(Counted.COMPLETE, (completed(FEB),)))

    remembered = remember(row, AS_OF).memory

    assert (remembered.closed_on, remembered.reopened_on) == (FEB, AS_OF)
    assert roll_up([remember(row, AS_OF)], the_governance(), AS_OF).movement.reopened == 1
    assert remember(replace(row, memory=remembered), AS_OF + timedelta(days=1)).memory == remembered


def test_a_row_closed_without_a_date_was_closed_the_day_a_run_saw_it() -> None:
    row = a_standing(1, **SUPERSEDED, memory=RowMemory(Counted.OUTSTANDING))

    assert remember(row, AS_OF).closed_on == AS_OF


@pytest.mark.parametrize(
    ("changes", "memory", "expected"),
    [
        pytest.param({}, RowMemory(), 0, id="never moved"),
        pytest.param({"original_target_on": JUN}, RowMemory(), 1, id="moved before the first run"),
        pytest.param({}, RowMemory(due_on=JUN, moves=2), 3, id="moved since the last run"),
        pytest.param({"target_on": JUN}, RowMemory(due_on=JUN, moves=2), 2, id="where it was"),
        pytest.param({"target_on": None}, RowMemory(due_on=JUN, moves=2), 2, id="taken out"),
    ],
)
def test_a_date_has_moved_so_often(changes: dict[str, Any], memory: RowMemory, expected: int) -> None:
    assert remember(a_standing(1, memory=memory, **changes), AS_OF).memory.moves == expected
