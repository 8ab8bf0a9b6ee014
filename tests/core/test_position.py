"""The position: figures that foot and balance whatever the rows say, and sentences that say them in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.records import Figures, Position, PositionLine, Standing, Uncounted
from sync.core.rollup import roll_up
from sync.core.rules import Board
from sync.core.vocabulary import ItemKind, Scope, Status
from tests.builders import AS_OF, a_publication, a_standing, an_item, the_governance
from tests.core.strategies import BOARDS, standings

FIRST, BEFORE = date(2021, 3, 24), date(2021, 3, 23)
COMPLETE: dict[str, Any] = {"status": Status.COMPLETE}


def roll(*rows: Standing) -> Position:
    return roll_up(rows, the_governance(), AS_OF)


def line(position: Position, table: str, name: str) -> PositionLine:
    return next(line for line in position.lines if (line.table, line.line) == (table, name))


def test_an_empty_tracker_has_a_position_of_noughts() -> None:
    position = roll()

    assert position.outstanding == 0
    assert position.kind_and_scope == {kind: dict.fromkeys(("national", "joint", "force"), 0) for kind in ItemKind}
    assert position.sign_off_sessions == {}
    assert (position.movement.opening, position.movement.closing, position.movement.unexplained) == (0, 0, 0)
    assert line(position, "Headline", "Whole force").sentence == (
        "0 outstanding: 0 causes of concern, 0 recommendations and 0 AFIs"
    )
    assert line(position, "Age", "Whole force").figures.median_age_days is None
    assert {entry.table for entry in position.lines} == {
        "Headline",
        "Kind and scope",
        "Board",
        "Age",
        "Movement",
        "Sign-off sessions",
    }


def test_the_first_line_says_for_what_day_and_period_the_figures_speak() -> None:
    first = roll().lines[0]

    assert first.sentence == "Figures as at 23 June 2021, for 24 March 2021 to 23 June 2021"
    assert first.figures == Figures()


def test_the_headline_says_the_kinds_in_words() -> None:
    kinds = [
        ItemKind.CAUSE_OF_CONCERN,
        ItemKind.RECOMMENDATION,
        ItemKind.AREA_FOR_IMPROVEMENT,
        ItemKind.AREA_FOR_IMPROVEMENT,
    ]

    position = roll(*(a_standing(number, kind=kind) for number, kind in enumerate(kinds, start=1)))

    assert line(position, "Headline", "Whole force").sentence == (
        "4 outstanding: 1 cause of concern, 1 recommendation and 2 AFIs"
    )


def test_an_unknown_kind_and_scope_are_told_so_that_the_figures_foot() -> None:
    position = roll(a_standing(1, kind=None, scope=None), a_standing(2, scope=None), a_standing(3, scope=Scope.FORCE))

    assert position.kind_and_scope["not-known"] == {"national": 0, "joint": 0, "force": 0, "not-known": 1}
    assert line(position, "Headline", "Whole force").sentence == (
        "3 outstanding: 0 causes of concern, 2 recommendations, 0 AFIs and 1 of unknown type, 2 of unknown scope"
    )
    assert line(position, "Kind and scope", "Recommendations").sentence == (
        "Recommendations: 2 outstanding (0 national, 0 joint, 1 force-specific, 1 of unknown scope)"
    )
    assert line(position, "Kind and scope", "Type not known").figures.outstanding == 1


def test_every_board_has_a_line_and_rows_without_one_have_theirs() -> None:
    overdue = a_standing(1, board=BOARDS[1], target_on=AS_OF - timedelta(days=1))

    position = roll(overdue, a_standing(2, board=None))

    lines = [(entry.line, entry.sentence) for entry in position.lines if entry.table == "Board"]
    assert [name for name, _ in lines] == [*BOARDS, "No board"]
    assert lines[1][1] == f"{BOARDS[1]}: 1 outstanding, 1 overdue"
    assert lines[-1][1] == "No board: 1 outstanding, 0 overdue"


def test_where_every_row_has_a_board_there_is_no_line_for_none() -> None:
    position = roll(a_standing(1, board=BOARDS[0]))

    assert "No board" not in [entry.line for entry in position.lines]


def test_a_force_without_boards_has_one_line_for_all() -> None:
    position = roll_up([a_standing(1, board=None)], the_governance(boards=()), AS_OF)

    assert [entry.line for entry in position.lines if entry.table == "Board"] == ["No board"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"added_on": BEFORE}, "opening", id="there before the period"),
        pytest.param({"added_on": None}, "opening", id="there since nobody knows when"),
        pytest.param({"added_on": FIRST}, "added", id="added on the first day"),
        pytest.param({"added_on": AS_OF}, "added", id="added on the last day"),
        pytest.param({"added_on": BEFORE, **COMPLETE, "agreed_on": BEFORE}, "", id="closed before the period"),
        pytest.param(
            {"added_on": BEFORE, **COMPLETE, "agreed_on": FIRST}, "opening completed", id="completed on the first day"
        ),
        pytest.param(
            {"added_on": BEFORE, **COMPLETE, "agreed_on": AS_OF}, "opening completed", id="completed on the last day"
        ),
        pytest.param(
            {"added_on": FIRST, **COMPLETE, "agreed_on": AS_OF},
            "added completed",
            id="added and completed in the period",
        ),
        pytest.param(
            {"added_on": BEFORE, "status": Status.SUPERSEDED, "closed_on": FIRST},
            "opening other_closed",
            id="superseded in the period",
        ),
        pytest.param({"added_on": BEFORE, "uncounted": Uncounted.DUPLICATE}, "", id="a row that does not count"),
    ],
)
def test_a_row_moves_the_figures(cells: dict[str, Any], expected: str) -> None:
    movement = roll(a_standing(1, **cells)).movement

    moved = [name for name in ("opening", "added", "reopened", "completed", "other_closed") if getattr(movement, name)]
    assert moved == expected.split()
    assert movement.unexplained == 0


@pytest.mark.parametrize(
    ("cells", "unexplained"),
    [
        pytest.param({"added_on": AS_OF + timedelta(days=1)}, 1, id="added after the day of the run"),
        pytest.param(
            {"added_on": FIRST, **COMPLETE, "agreed_on": None, "closed_on": None}, -1, id="closed nobody knows when"
        ),
        pytest.param(
            {"added_on": BEFORE, **COMPLETE, "agreed_on": AS_OF + timedelta(days=1)}, -1, id="closed in the future"
        ),
    ],
)
def test_what_the_dates_do_not_explain_is_told(cells: dict[str, Any], unexplained: int) -> None:
    position = roll(a_standing(1, **cells))

    assert position.movement.unexplained == unexplained
    assert line(position, "Movement", "Unexplained").rows == {"outstanding": (1,), "unexplained": (1,)}
    assert line(position, "Movement", "Unexplained").sentence == (
        f"{unexplained:+d} outstanding that the rows' dates do not explain"
    )


def test_the_movement_is_said_in_words() -> None:
    rows = [
        a_standing(1, added_on=BEFORE),
        a_standing(2, added_on=FIRST),
        a_standing(3, added_on=BEFORE, **COMPLETE, agreed_on=FIRST),
        a_standing(4, added_on=BEFORE, status=Status.NO_ACTION, closed_on=FIRST),
    ]

    sentences = [line(roll(*chosen), "Movement", "Whole force").sentence for chosen in (rows, rows[:2])]

    assert sentences == [
        "Opening 3, added 1, completed 1, otherwise closed 1, closing 2",
        "Opening 1, added 1, completed 0, closing 2",
    ]


def test_sign_off_sessions_are_the_days_of_agreement_in_the_period() -> None:
    days = [date(2021, 6, 8), date(2021, 6, 7), date(2021, 6, 8), BEFORE]
    agreed = [a_standing(number, **COMPLETE, agreed_on=day) for number, day in enumerate(days, start=1)]
    superseded = a_standing(9, status=Status.SUPERSEDED, agreed_on=date(2021, 6, 8))

    position = roll(*agreed, superseded)

    assert position.sign_off_sessions == {date(2021, 6, 7): 1, date(2021, 6, 8): 2}
    assert [(entry.line, entry.sentence) for entry in position.lines if entry.table == "Sign-off sessions"] == [
        ("2021-06-07", "7 June 2021: 1 agreed by the FLL"),
        ("2021-06-08", "8 June 2021: 2 agreed by the FLL"),
        ("Queue", "0 entries waiting for the FLL's agreement"),
        ("Period", "3 agreed in the period; the Tracker has no column for what was returned"),
    ]


def test_ages_count_from_publication_or_else_from_the_day_the_row_was_added() -> None:
    published = a_standing(1, item=an_item(), publication=a_publication(published=AS_OF - timedelta(days=100)))
    rows = [published, *(a_standing(n, added_on=AS_OF - timedelta(days=n * 10)) for n in (2, 3))]
    uncounted = [a_standing(8, added_on=None), a_standing(9, added_on=AS_OF + timedelta(days=36500))]

    figures = line(roll(*rows, *uncounted), "Age", "Whole force").figures

    assert (figures.mean_age_days, figures.median_age_days, figures.oldest_days) == (50, 30, 100)
    assert figures.age_not_known == 2


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(AS_OF - timedelta(days=1), 1, id="yesterday"),
        pytest.param(AS_OF, 0, id="today"),
        pytest.param(None, 0, id="none"),
    ],
)
def test_overdue_is_what_was_due_before_the_day(target: date | None, expected: int) -> None:
    position = roll(a_standing(1, target_on=target), a_standing(2, target_on=target, **COMPLETE, agreed_on=FIRST))

    assert line(position, "Headline", "Whole force").figures.overdue == expected


def test_what_awaits_agreement_is_counted() -> None:
    position = roll(a_standing(1, status=Status.AWAITING_AGREEMENT), a_standing(2))

    assert line(position, "Headline", "Whole force").figures.awaiting_agreement == 1


def test_what_is_not_counted_is_told_with_the_reason() -> None:
    rows = [a_standing(n, uncounted=Uncounted.DUPLICATE) for n in (1, 2)]

    position = roll(*rows, a_standing(3, uncounted=Uncounted.NOT_FOR_FORCE))

    told = [entry.sentence for entry in position.lines if entry.line.startswith("Not counted")]
    assert position.outstanding == 0
    assert position.uncounted == {Uncounted.DUPLICATE: 2, Uncounted.NOT_FOR_FORCE: 1}
    assert told == [
        "2 rows of the Tracker not counted: a second row for an item that is counted already",
        "1 row of the Tracker not counted: addressed to somebody else",
    ]


@settings(max_examples=25)
@given(standings())
def test_the_movement_always_balances(rows: list[Standing]) -> None:
    position = roll(*rows)
    moved = position.movement

    total = moved.opening + moved.added + moved.reopened - moved.completed - moved.other_closed + moved.unexplained

    assert total == position.outstanding == sum(row.is_counted and row.is_outstanding for row in rows)


@settings(max_examples=25)
@given(standings())
def test_every_table_sums_to_what_is_outstanding(rows: list[Standing]) -> None:
    position = roll(*rows)

    boards = [entry.figures.outstanding or 0 for entry in position.lines if entry.table == "Board"]
    kinds = [entry.figures.outstanding or 0 for entry in position.lines if entry.table == "Kind and scope"]
    crossed = [count for scopes in position.kind_and_scope.values() for count in scopes.values()]
    assert sum(boards) == sum(kinds) == sum(crossed) == position.outstanding


@settings(max_examples=25)
@given(standings())
def test_the_splits_of_every_line_add_up_or_the_line_says_why_not(rows: list[Standing]) -> None:
    for entry in roll(*rows).lines:
        figures = entry.figures
        if figures.national is None:
            continue
        by_scope = sum(count or 0 for count in (figures.national, figures.joint, figures.force_specific))
        by_kind = sum(count or 0 for count in (figures.causes_of_concern, figures.recommendations, figures.afis))
        for name, total in (("scope", by_scope), ("type", by_kind)):
            is_said = f"of unknown {name}" in entry.sentence or entry.line == "Type not known"
            assert total == figures.outstanding or is_said


@settings(max_examples=25)
@given(standings())
def test_the_figures_of_the_boards_sum_to_those_of_the_force(rows: list[Standing]) -> None:
    position = roll(*rows)

    force = line(position, "Headline", "Whole force").figures
    boards = [entry.figures for entry in position.lines if entry.table == "Board"]
    for name in ("overdue", "awaiting_agreement", "opening", "added", "completed", "other_closed", "closing"):
        assert sum(getattr(figures, name) for figures in boards) == getattr(force, name)


@settings(max_examples=25)
@given(standings(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_figure(rows: Sequence[Standing], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert roll(*shuffled) == roll(*rows)


@settings(max_examples=25)
@given(standings())
def test_every_line_has_a_key_of_its_own(rows: list[Standing]) -> None:
    keys = [entry.key for entry in roll(*rows).lines]

    assert len(keys) == len(set(keys))


def test_a_key_is_made_of_the_words_of_table_and_line() -> None:
    governance = the_governance(boards=(Board("Serious & Organised (SOC)"),))

    position = roll_up([], governance, AS_OF)

    assert line(position, "Board", "Serious & Organised (SOC)").key == "board/serious-organised-soc"
