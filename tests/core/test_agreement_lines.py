"""Sign-off sessions, the queue for them, and what is longest overdue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.records import PositionLine, RowMemory, Standing
from sync.core.rollup import roll_up
from sync.core.rollup.agreement import say_share
from sync.core.standing import remember
from sync.core.vocabulary import Counted, Status
from tests.builders import AS_OF, a_standing, completed, reopened, the_governance

JUNE_7 = date(2021, 6, 7)


def lines(*rows: Standing, records_returns: bool = True, table: str = "Sign-off sessions") -> dict[str, PositionLine]:
    position = roll_up(rows, the_governance(), AS_OF, records_returns=records_returns)
    return {line.line: line for line in position.lines if line.table == table}


def test_a_session_says_what_was_agreed_and_what_came_back() -> None:
    agreed = [a_standing(n, status=Status.COMPLETE, agreed_on=JUNE_7) for n in (1, 2)]
    again = a_standing(3, status=Status.COMPLETE, agreed_on=JUNE_7, returned_on=date(2021, 5, 4))
    back = a_standing(4, returned_on=JUNE_7)

    told = lines(*agreed, again, back)

    assert told["2021-06-07"].sentence == "7 June 2021: 3 agreed by the FLL, 1 returned"
    assert told["2021-06-07"].rows == {"completed": (1, 2, 3), "returned": (4,)}
    assert told["Period"].sentence == "3 agreed and 2 returned; 2 of 3 agreed the first time"
    assert told["Period"].figures.accepted_first_time == 2


def test_what_was_agreed_and_is_open_again_stays_in_its_session_and_says_so() -> None:
    agreed = [a_standing(n, status=Status.COMPLETE, agreed_on=JUNE_7) for n in (1, 2)]
    again = RowMemory(Counted.COMPLETE, (completed(JUNE_7),))
    left_in, taken_out = (
        remember(a_standing(n, agreed_on=day, memory=again), AS_OF) for n, day in ((3, JUNE_7), (4, None))
    )

    rows = [*agreed, left_in, taken_out]
    told, position = lines(*rows), roll_up(rows, the_governance(), AS_OF)

    assert told["2021-06-07"].sentence == "7 June 2021: 4 agreed by the FLL, 0 returned (2 of them reopened since)"
    assert told["2021-06-07"].rows == {"completed": (1, 2, 3, 4)}
    assert told["Period"].sentence == "4 agreed (2 of them reopened since) and 0 returned; 2 of 4 agreed the first time"
    assert position.movement.completed == sum(position.sign_off_sessions.values()) == 4


def test_what_was_agreed_twice_is_in_two_sessions_and_was_not_accepted_the_first_time() -> None:
    turns = (completed(date(2021, 5, 4)), reopened(date(2021, 5, 20)))
    row = a_standing(1, status=Status.COMPLETE, agreed_on=JUNE_7, memory=RowMemory(Counted.OUTSTANDING, turns))

    told = lines(remember(row, AS_OF))

    assert told["2021-05-04"].sentence == "4 May 2021: 1 agreed by the FLL, 0 returned (1 of them reopened since)"
    assert told["2021-06-07"].sentence == "7 June 2021: 1 agreed by the FLL, 0 returned"
    assert told["Period"].sentence == "2 agreed (1 of them reopened since) and 0 returned; 0 of 2 agreed the first time"
    assert told["Period"].rows == {"completed": (1,)}


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.IN_PROGRESS], ids=["still complete", "opened once more"])
def test_a_row_set_back_to_complete_with_its_old_day_of_agreement_makes_no_session_of_its_own(status: Status) -> None:
    turns = (completed(date(2021, 5, 4)), reopened(date(2021, 5, 20)), completed(JUNE_7))
    row = a_standing(1, status=status, agreed_on=date(2021, 5, 4), memory=RowMemory(Counted.COMPLETE, turns))

    told = lines(remember(replace(row, closed_on=None if row.is_outstanding else JUNE_7), AS_OF))

    assert set(told) == {"2021-05-04", "Queue", "Period"}


def test_a_force_that_needs_no_agreement_has_a_session_only_where_the_row_says_agreed() -> None:
    turns = (completed(date(2021, 5, 4)), reopened(date(2021, 5, 20)))
    memory = RowMemory(Counted.OUTSTANDING, turns)
    rows = [a_standing(1, memory=memory), a_standing(2, agreed_on=date(2021, 5, 4), memory=memory)]
    rows.append(a_standing(3, status=Status.COMPLETE, closed_on=JUNE_7))

    position = roll_up(rows, replace(the_governance(), completion_needs_agreement=False), AS_OF)

    assert position.sign_off_sessions == {date(2021, 5, 4): 1}


def test_the_queue_says_since_when_half_of_it_has_waited() -> None:
    days = (date(2021, 2, 12), date(2021, 4, 1), date(2021, 6, 1), None)
    waiting = [a_standing(n, status=Status.AWAITING_AGREEMENT, completed_on=day) for n, day in enumerate(days, start=1)]

    queue = lines(*waiting)["Queue"]

    assert queue.sentence == "4 entries waiting for the FLL's agreement, half of them since 1 April 2021 or before"
    assert queue.detail.on == date(2021, 4, 1)
    assert queue.rows == {"outstanding": (1, 2, 3, 4), "awaiting_agreement": (1, 2, 3, 4)}


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(3, 8, "3 of 8", id="a small group"),
        pytest.param(9, 10, "9 of 10", id="still small"),
        pytest.param(20, 40, "20 of 40 (50%)", id="a large one"),
        pytest.param(0, 0, "0 of 0", id="nothing"),
    ],
)
def test_small_groups_show_counts_and_no_percentages(part: int, whole: int, expected: str) -> None:
    assert say_share(part, whole) == expected


def test_the_ten_longest_overdue_stand_oldest_first_with_how_often_they_moved() -> None:
    rows = [a_standing(n, target_on=AS_OF - timedelta(days=n)) for n in range(1, 13)]
    moved = a_standing(
        13,
        title="Funding",
        target_on=date(2021, 3, 31),
        original_target_on=date(2020, 9, 30),
        memory=RowMemory(moves=2),
        board=None,
    )

    told = lines(*rows, moved, table="Overdue")

    assert list(told) == ["Row 13", *[f"Row {n}" for n in range(12, 3, -1)]]
    first = told["Row 13"]
    assert first.sentence == "Row 13 (Funding): due 31 March 2021, at first 30 September 2020, moved 2 times"
    assert (first.detail.on, first.detail.first_on) == (date(2021, 3, 31), date(2020, 9, 30))
    assert (first.figures.times_moved, first.rows) == (2, {"rows": (13,)})


def test_without_a_column_for_it_the_date_at_first_is_the_one_before_the_first_move_that_a_run_saw() -> None:
    first, second, now = date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31)
    row = remember(a_standing(1, target_on=first), AS_OF)
    row = remember(a_standing(1, target_on=second, memory=row.memory), AS_OF)
    row = remember(a_standing(1, target_on=now, memory=row.memory), AS_OF)

    (line,) = lines(row, table="Overdue").values()

    assert (line.detail.on, line.detail.first_on, line.figures.times_moved) == (now, first, 2)


def test_what_is_done_or_due_today_is_not_overdue() -> None:
    done = a_standing(1, status=Status.COMPLETE, agreed_on=JUNE_7, target_on=date(2021, 1, 1))

    assert lines(done, a_standing(2, target_on=AS_OF), table="Overdue") == {}


def test_what_is_blocked_nationally_is_shown_apart_and_counts() -> None:
    told = lines(a_standing(1, status=Status.BLOCKED_NATIONALLY), a_standing(2), table="Headline")

    assert told["Whole force"].figures.outstanding == 2
    assert told["Blocked nationally"].figures.outstanding == 1
    assert told["Blocked nationally"].rows == {"outstanding": (1,)}


def test_a_publication_has_a_line_while_something_of_it_is_open_or_moves() -> None:
    told = lines(a_standing(1), table="Publication")

    assert told["Not known"].sentence == "Publication not known: 1 outstanding"
