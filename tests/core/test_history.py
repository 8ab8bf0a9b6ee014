"""The history: each day frozen once, late ones marked, rows only ever added, and what changed since beside what was frozen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.plan import plan_list
from sync.core.records import ListContents, ReadingProblem, Row, Standing
from sync.core.rollup import History, freeze_history
from sync.core.rules import Board, Governance, PeriodRules
from sync.core.vocabulary import ChangeKind, PeriodKind, Status, TrackerField
from tests.builders import AS_OF, a_list, a_standing, the_governance, the_rules
from tests.core.store import apply_changes
from tests.core.strategies import standings

TARGET = the_rules().targets.history
EMPTY = a_list(TARGET.title)
DAY_AFTER = date(2021, 6, 1)
ROWS = [
    a_standing(1, added_on=date(2021, 4, 12)),
    a_standing(2, added_on=date(2021, 4, 20), status=Status.COMPLETE, agreed_on=date(2021, 5, 7)),
]


def freeze(
    rows: Sequence[Standing] = ROWS,
    contents: ListContents = EMPTY,
    as_of: date = DAY_AFTER,
    governance: Governance | None = None,
) -> History:
    return freeze_history(rows, governance or the_governance(), contents, TARGET, as_of)


def after(history: History, contents: ListContents = EMPTY) -> ListContents:
    """The history list once the rows are in it; nothing but additions is ever planned."""
    changes = plan_list(TARGET, contents, history.rows)
    assert {change.kind for change in changes} <= {ChangeKind.CREATE}
    return apply_changes(contents, changes)


def test_each_month_end_since_the_first_row_is_frozen_with_its_movement() -> None:
    rows = {row.key: row.values for row in freeze().rows}

    may = rows["month-end/2021-05-31/headline/whole-force"]
    assert [may[name] for name in ("Outstanding", "Opening", "Added", "Completed", "Closing")] == [1, 2, 0, 1, 1]
    assert may["Title"] == "May 2021: 1 outstanding, 0 added, 1 completed"
    assert (may["Period"], may["MadeLate"]) == ("1 May 2021 to 31 May 2021", False)
    assert {str(key).split("/")[1] for key in rows} == {"2021-04-30", "2021-05-31"}


def test_a_day_whose_run_was_missed_is_made_late_and_says_so() -> None:
    rows = {row.key: row.values for row in freeze().rows}

    april = rows["month-end/2021-04-30/headline/whole-force"]
    assert april["MadeLate"] is True
    assert str(april["Title"]).endswith("(made late, on 1 June 2021, from the rows' dates)")
    assert april["Overdue"] is None


def test_a_month_that_is_not_over_is_not_frozen() -> None:
    assert not any("2021-05-31" in row.key for row in freeze(as_of=date(2021, 5, 31)).rows)


def test_a_second_run_adds_nothing() -> None:
    contents = after(freeze())

    assert freeze(contents=contents).rows == ()
    assert freeze(contents=contents, as_of=date(2021, 6, 29)).rows == ()


def test_a_row_dated_back_is_told_beside_what_was_frozen_and_once() -> None:
    contents = after(freeze())
    more = [*ROWS, a_standing(3, added_on=date(2021, 5, 3))]

    changed = freeze(more, contents, date(2021, 6, 20))
    later = after(changed, contents)

    told = {row.key: row.values for row in changed.rows}
    force = told["month-end/2021-05-31/headline/whole-force/1"]
    assert force["Title"] == (
        "May 2021: the rows now give 2 outstanding (was 1), 2 national (was 1), 2 recommendations (was 1), 1 added (was 0), "
        "2 closing (was 1)"
    )
    assert (force["Record"], force["Outstanding"]) == ("Changed since", 2)
    assert later.rows[: len(contents.rows)] == contents.rows
    assert freeze(more, later, date(2021, 6, 21)).rows == ()


def test_what_goes_back_to_what_was_frozen_is_told_too() -> None:
    contents = after(freeze())
    more = [*ROWS, a_standing(3, added_on=date(2021, 5, 3))]
    contents = after(freeze(more, contents, date(2021, 6, 20)), contents)

    again = freeze(ROWS, contents, date(2021, 6, 21))

    assert [row.key for row in again.rows if "headline" in row.key] == ["month-end/2021-05-31/headline/whole-force/2"]
    assert str(again.rows[0].values["Title"]).endswith("the rows now give what was frozen again")


def test_a_board_renamed_in_mid_period_keeps_its_history_through_its_alias() -> None:
    before = the_governance(boards=(Board("Operational Assessment Board"),))
    renamed = the_governance(boards=(Board("Operations Board", aliases=("Operational Assessment Board",)),))
    contents = after(freeze(governance=before))

    history = freeze(
        [replace(row, entry=replace(row.entry, board="Operations Board")) for row in ROWS], contents, governance=renamed
    )

    assert history.rows == ()


def test_a_kind_changed_after_the_day_is_told_and_the_total_stays() -> None:
    contents = after(freeze())

    changed = freeze([replace(ROWS[0], kind=None), ROWS[1]], contents, date(2021, 6, 20))

    tables = {str(row.values["Table"]) for row in changed.rows}
    assert tables == {"Headline", "Kind and scope", "Board"}
    titles = {row.key: row.values["Title"] for row in changed.rows}
    assert titles["month-end/2021-05-31/headline/whole-force/1"] == (
        "May 2021: the rows now give 0 recommendations (was 1)"
    )
    assert titles["month-end/2021-05-31/kind-and-scope/type-not-known"] == (
        "May 2021, Type not known: the rows now give 1 outstanding (was 0), 1 national (was 0), 1 opening (was 0), "
        "1 closing (was 0)"
    )


def test_a_line_that_nobody_has_any_more_falls_to_nought_beside_what_was_frozen() -> None:
    contents = after(freeze([replace(ROWS[0], entry=replace(ROWS[0].entry, board="")), ROWS[1]]))

    changed = {row.key: row.values for row in freeze(ROWS, contents, date(2021, 6, 20)).rows}

    assert changed["month-end/2021-05-31/board/no-board/1"]["Outstanding"] == 0
    assert changed["month-end/2021-05-31/board/operational-assessment-board/1"]["Outstanding"] == 1


def test_a_line_first_met_after_its_day_is_no_frozen_one() -> None:
    contents = after(freeze())

    changed = {
        row.key: row.values
        for row in freeze([replace(ROWS[0], entry=replace(ROWS[0].entry, board="")), ROWS[1]], contents).rows
    }

    assert changed["month-end/2021-05-31/board/no-board"]["Record"] == "Changed since"
    assert str(changed["month-end/2021-05-31/board/no-board"]["Title"]).startswith(
        "May 2021, No board: the rows now give 1 outstanding (was 0)"
    )


def test_a_day_that_a_run_left_half_written_is_frozen_to_its_end() -> None:
    whole = after(freeze())
    half = replace(whole, rows=[row for row in whole.rows if row.cells["Table"] != "Board"])

    assert {row.values["Record"] for row in freeze(contents=half).rows} == {"Frozen"}


def test_an_emptied_tracker_is_told_beside_what_was_frozen() -> None:
    contents = after(freeze())

    changed = freeze([], contents, date(2021, 6, 20))

    assert changed.rows
    assert {row.values["Outstanding"] for row in changed.rows} == {0}
    assert [point.now.outstanding for point in changed.trend] == [0, 0]


def latest_sums(contents: ListContents, column: str) -> dict[tuple[object, ...], dict[object, int]]:
    """A figure's sum over the latest rows of each table, for each frozen day."""
    latest: dict[tuple[object, ...], Row] = {}
    for row in sorted(contents.rows, key=lambda row: row.id):
        latest[tuple(row.cells[name] for name in ("Snapshot", "SnapshotOn", "Table", "Line"))] = row
    sums: dict[tuple[object, ...], dict[object, int]] = {}
    for (kind, on, table, _), row in latest.items():
        day = sums.setdefault((kind, on), {})
        day[table] = day.get(table, 0) + int(float(str(row.cells[column] or 0)))
    return sums


@settings(max_examples=40)
@given(st.lists(standings(), min_size=2, max_size=4))
def test_whatever_is_edited_boards_and_kinds_add_up_to_the_headline_of_each_frozen_day(
    edits: list[list[Standing]],
) -> None:
    contents = EMPTY
    for rows in edits:
        contents = after(freeze(rows, contents, AS_OF), contents)

    assert freeze(edits[-1], contents, AS_OF).rows == ()
    for column in ("Outstanding", "National", "Added", "Completed", "Closing", "Unexplained"):
        for sums in latest_sums(contents, column).values():
            assert len(set(sums.values())) == 1


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param(PeriodRules(PeriodKind.CALENDAR, 3, 4), [], id="quarters from April, none over yet"),
        pytest.param(PeriodRules(PeriodKind.CALENDAR, 1, 4), ["2021-04-30", "2021-05-31"], id="months"),
        pytest.param(PeriodRules(ends_on=(date(2021, 5, 12),)), ["2021-05-12"], id="the day of a meeting"),
        pytest.param(PeriodRules(), [], id="rolling without days"),
    ],
)
def test_period_ends_are_frozen_as_well(periods: PeriodRules, expected: list[str]) -> None:
    rows = freeze(governance=the_governance(periods=periods)).rows

    found = {row.key.split("/")[1] for row in rows if row.key.startswith("period-end/")}
    assert sorted(found) == expected


def test_an_empty_tracker_freezes_noughts_for_what_ended_yesterday_and_goes_on() -> None:
    assert freeze([], as_of=date(2021, 6, 20)) == History((), ())
    frozen = freeze([])

    assert {row.values["SnapshotOn"] for row in frozen.rows} == {date(2021, 5, 31)}
    assert {row.values["Outstanding"] for row in frozen.rows} == {0}
    missed = freeze([], after(frozen), date(2021, 7, 5))
    assert {(row.values["SnapshotOn"], row.values["MadeLate"]) for row in missed.rows} == {(date(2021, 6, 30), True)}


def test_rows_that_nobody_dated_are_frozen_from_the_first_month_end_on_or_the_first_closure() -> None:
    undated = a_standing(1, added_on=None)
    done = a_standing(2, added_on=None, status=Status.COMPLETE, agreed_on=date(2021, 4, 20))

    alone, both = ({row.key: row.values for row in freeze(rows).rows} for rows in ([undated], [undated, done]))

    assert {key.split("/")[1] for key in alone} == {"2021-05-31"}
    assert {key.split("/")[1] for key in both} == {"2021-04-30", "2021-05-31"}
    assert both["month-end/2021-04-30/headline/whole-force"]["Title"] == (
        "April 2021: 1 outstanding, 0 added, 1 completed (made late, on 1 June 2021, from the rows' dates)"
    )


def adrift(standing: Standing, board: str = "Operations Board") -> Standing:
    """A row whose board nobody has mapped."""
    problem = ReadingProblem(TrackerField.BOARD, board, is_unmapped=True)
    return replace(standing, entry=replace(standing.entry, board=None, problems=(problem,)))


def test_a_board_renamed_in_the_site_first_leaves_no_row_in_the_history_until_it_is_mapped() -> None:
    contents = after(freeze())
    lost = [adrift(row) for row in ROWS]

    assert freeze(lost, contents, date(2021, 6, 20)).rows == ()
    assert freeze(ROWS, contents, date(2021, 6, 21)).rows == ()


def test_a_row_moved_to_another_board_is_told_although_a_third_board_is_not_mapped() -> None:
    rows = [*ROWS, a_standing(3, added_on=date(2021, 4, 20))]
    contents = after(freeze(rows))
    moved = replace(rows[2], entry=replace(rows[2].entry, board=the_governance().boards[0].name))

    told = freeze([adrift(rows[0]), rows[1], moved], contents, date(2021, 6, 20)).rows

    assert {str(row.values["Table"]) for row in told} == {"Board"}
    assert {row.values["Line"] for row in told} >= {the_governance().boards[0].name, "No board"}


def test_a_row_dated_back_is_told_of_the_force_and_of_the_boards_although_a_board_is_not_mapped() -> None:
    contents = after(freeze())
    more = [adrift(ROWS[0]), ROWS[1], a_standing(3, added_on=date(2021, 5, 3))]

    told = freeze(more, contents, date(2021, 6, 20)).rows

    assert {row.values["Table"] for row in told} == {"Headline", "Kind and scope", "Board"}


def test_a_day_frozen_while_a_board_is_not_mapped_says_so_in_the_rows_of_the_boards_alone() -> None:
    rows = {row.key: str(row.values["Title"]) for row in freeze([adrift(row) for row in ROWS]).rows}

    told = "; 1 outstanding with a board that nobody has mapped counted under No board"
    may = {key: title for key, title in rows.items() if "2021-05-31" in key}
    assert {key for key, title in may.items() if told in title} == {key for key in may if "/board/" in key}
    assert not any("nobody has mapped" in str(row.values["Title"]) for row in freeze().rows)


def test_the_trend_shows_thirteen_month_ends_with_what_was_frozen() -> None:
    old = [a_standing(1, added_on=date(2015, 1, 1)), *ROWS[1:]]
    contents = after(freeze(old))

    trend = freeze([*old, a_standing(3, added_on=date(2021, 5, 3))], contents).trend

    assert (len(trend), trend[0].on, trend[-1].on) == (13, date(2020, 5, 31), date(2021, 5, 31))
    assert trend[-1].frozen is not None
    assert (trend[-1].frozen.outstanding, trend[-1].now.outstanding) == (1, 2)
