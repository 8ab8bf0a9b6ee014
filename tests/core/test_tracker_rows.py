"""Tracker rows: cells of any type read as people see them, mapped words mean what was decided, all else is a problem."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sync.core.normalise import normalise_tracker
from sync.core.records import Cell, Link, Looked, Person, ReadingProblem, TrackerEntry
from sync.core.rules import Board
from sync.core.vocabulary import ItemKind, Scope, Status, TrackerField
from tests.builders import TRACKER_TITLE, a_list, on, the_governance, the_rules
from tests.core.tracker_rows import a_tracker_row, read_entry


def test_a_blank_row_is_an_entry_without_anything() -> None:
    assert read_entry() == TrackerEntry(id=read_entry().id)


def test_entries_stand_in_the_order_of_the_rows() -> None:
    rows = [a_tracker_row(3), a_tracker_row(1)]

    entries = normalise_tracker(a_list(TRACKER_TITLE, rows), the_rules())

    assert [entry.id for entry in entries] == [3, 1]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("ROCU 2021 R3", "ROCU 2021 R3", id="text"),
        pytest.param("<p>ROCU&nbsp;2021</p>", "ROCU 2021", id="rich text"),
        pytest.param(8784, "8784", id="a whole number"),
        pytest.param(8784.0, "8784", id="a whole number as SharePoint gives it"),
        pytest.param(1234567.0, "1234567", id="a number too long for a short writing"),
        pytest.param(3.5, "3.5", id="a number with a fraction"),
        pytest.param(Looked(4, "ROCU 2021"), "ROCU 2021", id="a value of another list"),
        pytest.param(("R1", "R2"), "R1; R2", id="several choices"),
        pytest.param(("R1", None), "R1", id="several, of which one is blank"),
        pytest.param(on(date(2021, 6, 1)), "2021-06-01", id="a day"),
        pytest.param("n/a", "", id="not applicable"),
        pytest.param("TBC", "", id="to be confirmed"),
        pytest.param(" - ", "", id="a dash"),
        pytest.param("?", "", id="marks alone"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_a_cell_reads_as_people_see_it(cell: Cell, expected: str) -> None:
    assert read_entry(reference=cell).reference == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(Person("Head of Crime", "crime@force.example"), True, id="a person"),
        pytest.param(Person("", "crime@force.example"), True, id="a person without a name"),
        pytest.param((Person("Head of Crime"), Person("Head of Custody")), True, id="two people"),
        pytest.param("Head of Crime", True, id="a name"),
        pytest.param(Person(""), False, id="a person deleted from the directory"),
        pytest.param((), False, id="no people"),
        pytest.param("TBC", False, id="nobody yet"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_an_entry_has_an_owner_when_somebody_is_named(cell: Cell, expected: bool) -> None:  # noqa: FBT001
    assert read_entry(owner=cell).has_owner is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(Link("https://site.example/1", "Folder"), True, id="a link"),
        pytest.param(Link("", "Folder"), True, id="words in a link column"),
        pytest.param("See the folder", True, id="words"),
        pytest.param(True, True, id="yes"),
        pytest.param(False, False, id="no"),
        pytest.param("none", False, id="the word none"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_an_entry_has_evidence_when_something_shows_it(cell: Cell, expected: bool) -> None:  # noqa: FBT001
    assert read_entry(evidence=cell).has_evidence is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("AFI", ItemKind.AREA_FOR_IMPROVEMENT, id="AFI"),
        pytest.param("Area for Improvement", ItemKind.AREA_FOR_IMPROVEMENT, id="in full"),
        pytest.param("cause for concern", ItemKind.CAUSE_OF_CONCERN, id="the usual slip in another case"),
        pytest.param("cause-of-concern", ItemKind.CAUSE_OF_CONCERN, id="our own word"),
        pytest.param(" Rec ", ItemKind.RECOMMENDATION, id="with blanks"),
    ],
)
def test_a_kind_means_what_was_decided(cell: Cell, expected: ItemKind) -> None:
    entry = read_entry(kind=cell)

    assert (entry.kind, entry.problems) == (expected, ())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("In progress ", Status.IN_PROGRESS, id="a blank at the end"),
        pytest.param("Closed – FLL agreed", Status.COMPLETE, id="a long dash"),
        pytest.param("awaiting HMICFRS sign-off", Status.AWAITING_AGREEMENT, id="a hyphen"),
        pytest.param("Blocked - national", Status.BLOCKED_NATIONALLY, id="blocked"),
    ],
)
def test_a_status_means_what_was_decided(cell: Cell, expected: Status) -> None:
    assert read_entry(status=cell).status is expected


def test_a_scope_means_what_was_decided() -> None:
    assert read_entry(scope="Lancashire specific").scope is Scope.FORCE


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        pytest.param("Complet", "complete", id="a slip has the right word beside it"),
        pytest.param("Parked", "", id="a word of its own has none"),
        pytest.param("WIP", "", id="nor has an abbreviation"),
    ],
)
def test_a_word_that_nobody_mapped_is_a_problem_and_no_guess(value: str, suggestion: str) -> None:
    entry = read_entry(status=value)

    assert entry.status is None
    assert entry.problems == (ReadingProblem(TrackerField.STATUS, value, is_unmapped=True, suggestion=suggestion),)


def test_a_board_is_known_by_its_aliases() -> None:
    governance = the_governance(boards=(Board("Operational Assessment Board", aliases=("Ops board",)),))
    rows = [a_tracker_row(1, board="OPS BOARD"), a_tracker_row(2, board=Looked(1, "Operational assessment board"))]

    entries = normalise_tracker(a_list(TRACKER_TITLE, rows), replace(the_rules(), governance=governance))

    assert [entry.board for entry in entries] == ["Operational Assessment Board"] * 2


def test_an_unknown_board_is_a_problem() -> None:
    entry = read_entry(board="Strategic Board")

    assert entry.board is None
    assert entry.problem_with(TrackerField.BOARD) is not None
    assert entry.problem_with(TrackerField.STATUS) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(on(date(2021, 9, 30)), date(2021, 9, 30), id="a summer day in a date column"),
        pytest.param(datetime(2021, 9, 30, 14, tzinfo=UTC), date(2021, 9, 30), id="a moment"),
        pytest.param("30/09/2021", date(2021, 9, 30), id="a day in a text column"),
        pytest.param("Sept 2021", date(2021, 9, 30), id="a month in a text column"),
        pytest.param("TBC", None, id="a word that stands for nothing"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_date_is_read_from_any_column(cell: Cell, expected: date | None) -> None:
    entry = read_entry(target_on=cell)

    assert (entry.target_on, entry.problems) == (expected, ())


def test_a_date_that_is_none_is_a_problem_and_no_guess() -> None:
    entry = read_entry(target_on="31/06/2021", agreed_on="soon")

    assert (entry.target_on, entry.agreed_on) == (None, None)
    assert [(problem.field, problem.value, problem.is_unmapped) for problem in entry.problems] == [
        (TrackerField.TARGET_ON, "31/06/2021", False),
        (TrackerField.AGREED_ON, "soon", False),
    ]


def test_every_field_is_read_from_its_column() -> None:
    day = on(date(2021, 6, 1))
    dates = dict.fromkeys(
        ["inspectorate_due_on", "original_target_on", "added_on", "completed_on", "agreed_on", "updated_on"], day
    )

    entry = read_entry(title="A", publication="ROCU inspection", text="Do it.", **dates)

    assert (entry.title, entry.publication, entry.text) == ("A", "ROCU inspection", "Do it.")
    assert {getattr(entry, name) for name in dates} == {date(2021, 6, 1)}


def test_a_field_without_a_column_is_blank() -> None:
    rules = the_rules()
    columns = dict(rules.tracker.columns)
    del columns[TrackerField.TITLE]
    mapped = replace(rules, tracker=replace(rules.tracker, columns=columns))

    entries = normalise_tracker(a_list(TRACKER_TITLE, [a_tracker_row(1, title="A")]), mapped)

    assert entries[0].title == ""


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("Bail", "Hold a review date.", "Hold a review date.", id="the text"),
        pytest.param("Bail", "", "Bail", id="the title when there is no text"),
    ],
)
def test_the_words_of_an_entry_are(title: str, text: str, expected: str) -> None:
    assert read_entry(title=title, text=text).words == expected
