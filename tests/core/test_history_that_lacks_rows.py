"""The history where boards became one, runs were missed, the service came late, or somebody deleted rows: defined and told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from sync.core.records import ListContents, Standing
from sync.core.rules import Board, Governance, PeriodRules
from sync.core.vocabulary import EntryId, PeriodKind
from tests.builders import a_standing, the_governance
from tests.core.test_history import ROWS, after, freeze, latest_sums

OLD = [Board("Crime Board"), Board("Response Board")]
JOINED = {
    "a new name": [Board("Operations Board", aliases=("Crime Board", "Response Board"))],
    "one of the two names": [Board("Crime Board", aliases=("Response Board",))],
}
APART = [
    replace(row, entry=replace(row.entry, board=board.name, id=EntryId(number)))
    for number, (row, board) in enumerate(zip([*ROWS, ROWS[0]], [*OLD, OLD[1]], strict=True), start=1)
]


def together(name: str, rows: Sequence[Standing] = APART) -> tuple[list[Standing], Governance]:
    boards = JOINED[name]
    joined = [replace(row, entry=replace(row.entry, board=boards[0].name)) for row in rows]
    return joined, the_governance(boards=tuple(boards))


def frozen_before_joining() -> ListContents:
    return after(freeze(APART, governance=the_governance(boards=tuple(OLD))))


@pytest.mark.parametrize("name", JOINED)
def test_boards_that_became_one_keep_their_frozen_figures_and_the_sum_is_told_once(name: str) -> None:
    before = frozen_before_joining()
    rows, governance = together(name)

    told = freeze(rows, before, governance=governance)
    contents = after(told, before)

    may = next(row for row in told.rows if "2021-05-31" in row.key)
    board = governance.boards[0].name
    assert may.values["Title"] == (
        f"May 2021, {board}: frozen with 1 as Crime Board and 1 as Response Board, which are one board now"
    )
    assert (may.values["Outstanding"], may.values["Record"], may.values["Line"]) == (2, "Changed since", board)
    assert contents.rows[: len(before.rows)] == before.rows
    assert {row.values["Table"] for row in told.rows} == {"Board"}
    assert freeze(rows, contents, governance=governance).rows == ()


@pytest.mark.parametrize("name", JOINED)
def test_what_changes_after_boards_became_one_is_compared_with_both(name: str) -> None:
    rows, governance = together(name)
    contents = after(freeze(rows, frozen_before_joining(), governance=governance), frozen_before_joining())
    more = [*rows, replace(rows[0], entry=replace(rows[0].entry, id=EntryId(9)))]

    told = freeze(more, contents, governance=governance)
    later = after(told, contents)

    titles = [str(row.values["Title"]) for row in told.rows if row.values["Table"] == "Board" and "2021-05" in row.key]
    assert titles[0].startswith(f"May 2021, {governance.boards[0].name}: the rows now give 3 outstanding (was 2)")
    assert len(titles) == 1
    assert freeze(more, later, governance=governance).rows == ()
    again = freeze(rows, later, governance=governance)
    assert freeze(rows, after(again, later), governance=governance).rows == ()


def test_frozen_rows_of_boards_that_became_one_still_add_up_to_the_headline() -> None:
    rows, governance = together("a new name")
    contents = after(freeze(rows, frozen_before_joining(), governance=governance), frozen_before_joining())

    frozen = replace(contents, rows=[row for row in contents.rows if row.cells["Record"] == "Frozen"])

    for column in ("Outstanding", "Added", "Completed", "Closing"):
        for sums in latest_sums(frozen, column).values():
            assert len(set(sums.values())) == 1


def test_boards_that_part_again_go_back_to_rows_of_their_own() -> None:
    before = frozen_before_joining()
    rows, governance = together("one of the two names")
    contents = after(freeze(rows, before, governance=governance), before)

    apart = the_governance(boards=tuple(OLD))
    told = freeze(APART, contents, governance=apart)
    contents = after(told, contents)

    assert {row.values["Line"] for row in told.rows} == {"Crime Board"}
    assert freeze(APART, contents, governance=apart).rows == ()


def without(contents: ListContents, *keys: str) -> ListContents:
    """The list after a person deleted rows: those whose key begins so."""
    return replace(contents, rows=[row for row in contents.rows if not str(row.cells["SyncKey"]).startswith(keys)])


def test_a_service_that_began_after_a_period_freezes_it_late_from_the_rows_dates() -> None:
    governance = the_governance(periods=PeriodRules(PeriodKind.CALENDAR, 1, 4))

    rows = {row.key: row.values for row in freeze(as_of=date(2021, 6, 23), governance=governance).rows}

    late = [rows[f"{kind}/2021-04-30/headline/whole-force"] for kind in ("period-end", "month-end")]
    assert [(each["MadeLate"], each["Outstanding"], each["Overdue"]) for each in late] == [(True, 2, None)] * 2
    assert {values["MadeLate"] for values in rows.values()} == {True}


def test_several_periods_without_a_run_are_each_made_late() -> None:
    contents = after(freeze(as_of=date(2021, 5, 1)))

    rows = freeze(contents=contents, as_of=date(2021, 9, 10)).rows

    days = {row.key.split("/")[1]: row.values["MadeLate"] for row in rows}
    assert days == dict.fromkeys(("2021-05-31", "2021-06-30", "2021-07-31", "2021-08-31"), True)


def test_of_a_gap_longer_than_thirteen_months_the_last_thirteen_are_made() -> None:
    contents = after(freeze(as_of=date(2021, 5, 1)))

    history = freeze(contents=contents, as_of=date(2023, 1, 10))

    assert len({row.key.split("/")[1] for row in history.rows}) == 13
    assert history.trend[0].on == date(2021, 12, 31)
    assert all(point.frozen is None and point.is_late for point in history.trend)


def test_a_history_that_somebody_emptied_is_made_again_late() -> None:
    contents = after(freeze())

    again = freeze(contents=replace(contents, rows=[]), as_of=date(2021, 6, 20)).rows

    assert [row.key for row in again] == [row.cells["SyncKey"] for row in contents.rows]
    assert {(row.values["Record"], row.values["MadeLate"]) for row in again} == {("Frozen", True)}


@pytest.mark.parametrize(
    "deleted",
    [
        pytest.param("month-end/2021-05-31/headline/", id="the headline"),
        pytest.param("month-end/2021-05-31/board/operational-assessment-board", id="a board"),
        pytest.param("month-end/2021-05-31/", id="the whole day"),
    ],
)
def test_frozen_rows_that_somebody_deleted_are_made_again_late_and_nothing_else_is(deleted: str) -> None:
    contents = after(freeze())
    left = without(contents, deleted)

    again = freeze(contents=left, as_of=date(2021, 6, 20))

    gone = {row.cells["SyncKey"] for row in contents.rows} - {row.cells["SyncKey"] for row in left.rows}
    assert {row.key for row in again.rows} == gone
    assert {(row.values["Record"], row.values["MadeLate"]) for row in again.rows} == {("Frozen", True)}
    assert freeze(contents=after(again, left), as_of=date(2021, 6, 21)).rows == ()


def test_no_row_is_ever_written_over_however_many_of_a_line_somebody_deleted() -> None:
    contents = after(freeze())
    for extra in range(1, 3):
        more = [*ROWS, *(a_standing(9 + number, added_on=date(2021, 5, 3)) for number in range(extra))]
        contents = after(freeze(more, contents, date(2021, 6, 20)), contents)
    key = "month-end/2021-05-31/headline/whole-force"
    left = replace(contents, rows=[row for row in contents.rows if row.cells["SyncKey"] not in {key, f"{key}/1"}])

    told = freeze(ROWS, left, date(2021, 6, 21))

    after(told, left)
    (force,) = [row for row in told.rows if row.key.startswith(key)]
    assert force.key == f"{key}/3"
    assert "1 outstanding (was 3)" in str(force.values["Title"])
