"""What people keep beside the tracker: inspections and self-assessments, read with nothing guessed, and what the position says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sync.core.gaps import assess_gaps
from sync.core.normalise import normalise_kept
from sync.core.records import Figures, Inspection, Kept, PositionLine, Row
from sync.core.rollup import roll_up
from sync.core.rules import PafQuestion
from sync.core.vocabulary import GapKind, InspectionState
from tests.builders import (
    AS_OF,
    a_list,
    a_publication,
    a_register,
    a_row,
    a_standing,
    an_item,
    on,
    the_governance,
    the_rules,
)
from tests.core.gap_examples import only
from tests.core.strategies import BOARDS

ROCU = a_publication("ROCU-2021", title="Regional Organised Crime Units", aliases=("ROCU inspection",))
REGISTER = a_register([ROCU])
CYCLE = "PEEL 2021/22"
QUESTIONS = 13


def read(inspections: list[Row] | None = None, assessments: list[Row] | None = None) -> Kept:
    return normalise_kept(
        a_list("HMICFRS Inspections", inspections) if inspections is not None else None,
        a_list("HMICFRS Self-assessment", assessments) if assessments is not None else None,
        the_governance(),
        REGISTER,
    )


def an_assessment(number: int = 1, **cells: Any) -> Row:  # noqa: ANN401 - any cell
    given: dict[str, Any] = {
        "PafCycle": CYCLE,
        "Title": "Preventing crime",
        "Board": BOARDS[1],
        "Grade": "Good",
        "AssessedOn": on(date(2021, 5, 25)),
        "Evidence": "a folder",
        "AtRisk": False,
    }
    return a_row(number, **{**given, **cells})


def lines(kept: Kept, table: str) -> list[PositionLine]:
    rows = [a_standing(1, item=an_item(), publication=ROCU)]
    return [line for line in roll_up(rows, the_governance(), AS_OF, kept).lines if line.table == table]


def test_a_force_that_keeps_neither_list_has_neither_table() -> None:
    kept = read()

    assert kept == Kept()
    assert lines(kept, "Self-assessment") == lines(kept, "Inspections") == []


def test_an_empty_list_has_every_question_unassessed() -> None:
    told = lines(read(assessments=[]), "Self-assessment")

    assert told[0].sentence.startswith("PEEL 2021/22: 0 of 13 questions assessed; 0 for the deep dive")
    assert [line.detail.state for line in told[1:]] == ["Not assessed"] * QUESTIONS


@pytest.mark.parametrize(
    ("cells", "state", "words"),
    [
        pytest.param({}, "Good", "good on 25 May 2021", id="good"),
        pytest.param({"Grade": "adequate"}, "Adequate", "adequate on 25 May 2021; for the deep dive", id="below good"),
        pytest.param(
            {"AtRisk": True}, "Good, a risk", "good on 25 May 2021; marked a risk; for the deep dive", id="a risk"
        ),
        pytest.param({"Evidence": None}, "Good", "good on 25 May 2021; no evidence", id="no evidence"),
        pytest.param({"Grade": None, "AssessedOn": None}, "No grade", "no grade", id="no grade"),
    ],
)
def test_a_question_says_its_grade(cells: dict[str, Any], state: str, words: str) -> None:
    line = lines(read(assessments=[an_assessment(**cells)]), "Self-assessment")[1]

    assert (line.detail.state, line.detail.board, line.detail.chair) == (state, BOARDS[1], "Assistant Chief Constable")
    assert line.sentence == f"Preventing crime ({BOARDS[1]}): {words}"
    assert line.detail.is_deep_dive == ("deep dive" in words)


def an_inspection(number: int, title: str, **cells: Any) -> Row:  # noqa: ANN401 - any cell
    return a_row(number, **{"Title": title, "State": "Announced", **cells})


def say_as_at(*rows: Row) -> str:
    position = roll_up([a_standing(1)], the_governance(), AS_OF, read(inspections=list(rows)))
    return position.lines[0].sentence.partition("; ")[2]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param([an_inspection(1, "PEEL")], "", id="not dated yet"),
        pytest.param([an_inspection(1, "PEEL", StartsOn=on(AS_OF))], "", id="begins today"),
        pytest.param(
            [an_inspection(1, "PEEL", StartsOn=on(date(2021, 7, 1)), Place="Other forces")], "", id="elsewhere"
        ),
        pytest.param([an_inspection(1, "PEEL", StartsOn=on(date(2021, 7, 1)), State="Cancelled")], "", id="cancelled"),
        pytest.param(
            [an_inspection(1, "PEEL", StartsOn=on(date(2021, 6, 24)))],
            "inspection to come: PEEL in 1 day",
            id="tomorrow",
        ),
        pytest.param(
            [
                an_inspection(1, "PEEL", StartsOn=on(date(2021, 9, 1))),
                an_inspection(2, "Custody", StartsOn=on(date(2021, 7, 1))),
                an_inspection(3, "CDI", StartsOn=on(date(2022, 7, 1))),
            ],
            "inspections to come: Custody in 8 days, PEEL in 70 days and 1 more later",
            id="the nearest two, then how many more",
        ),
    ],
)
def test_the_line_of_the_date_says_when_inspections_begin(rows: list[Row], expected: str) -> None:
    assert say_as_at(*rows) == expected


def test_days_to_go_change_no_line_but_the_one_of_the_date() -> None:
    kept = read(inspections=[an_inspection(1, "PEEL", StartsOn=on(date(2021, 9, 1)))])
    today, tomorrow = (
        roll_up([a_standing(1)], the_governance(), day, kept).lines for day in (AS_OF, date(2021, 6, 24))
    )

    changed = {before.key for before, after in zip(today, tomorrow, strict=True) if before != after}

    assert changed == {"headline/as-at", "age/whole-force"}


def test_each_line_names_the_rows_of_the_list_that_it_is_about() -> None:
    assessed = [an_assessment(1, AssessedOn=on(date(2021, 3, 1))), an_assessment(2, Grade="Adequate")]
    assessments = lines(read(assessments=assessed), "Self-assessment")
    inspections = lines(read(inspections=[an_inspection(7, "PEEL", StartsOn=on(date(2021, 9, 1)))]), "Inspections")

    assert [line.kept for line in assessments[:2]] == [
        {"Assessments": (2,), "Deep dive": (2,), "Changed": (2,)},
        {"Assessments": (1, 2)},
    ]
    assert [line.kept for line in inspections] == [{"Inspection": (7,)}]


def test_a_grade_is_compared_with_the_one_before_it_and_never_across_cycles() -> None:
    rows = [
        an_assessment(1, PafCycle="PEEL 2018/19", Grade="Inadequate", AssessedOn=on(date(2019, 2, 4))),
        an_assessment(3, Grade="Adequate", AssessedOn=on(date(2021, 6, 1))),
        an_assessment(2, Grade="Good", AssessedOn=on(date(2021, 5, 1))),
    ]

    told = lines(read(assessments=rows), "Self-assessment")

    assert "adequate on 1 June 2021, worse than good on 1 May 2021; for the deep dive" in told[1].sentence
    assert "1 of 13 questions assessed; 1 for the deep dive of the HMICFRS Governance Board" in told[0].sentence
    assert told[0].sentence.endswith("; 0 better and 1 worse than before")
    assert told[0].kept["Changed"] == (3,)
    assert told[1].detail.first_on is None, "the column is the date before a move, and no assessment has moved"


@pytest.mark.parametrize(
    ("cells", "column", "suggestion"),
    [
        pytest.param({"Grade": "Excellent"}, "grade", "", id="a grade of no scale"),
        pytest.param({"PafCycle": "PEEL 2021/23"}, "cycle", "peel 2021 22", id="a cycle that is not there"),
        pytest.param({"Title": "Preventing crimes"}, "question", "preventing crime", id="a question misspelt"),
        pytest.param({"AssessedOn": "31/06/2021"}, "assessed_on", "", id="a day that is none"),
    ],
)
def test_a_word_that_nobody_mapped_is_told_and_not_guessed(cells: dict[str, Any], column: str, suggestion: str) -> None:
    (problem,) = read(assessments=[an_assessment(**cells)]).problems

    assert (problem.row, problem.column, problem.suggestion) == (1, column, suggestion)


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        pytest.param({"PafCycle": None}, GapKind.REQUIRED_BLANK, "(Preventing crime) has no cycle", id="no cycle"),
        pytest.param({"Title": None}, GapKind.REQUIRED_BLANK, "has no question", id="no question"),
        pytest.param(
            {"AssessedOn": on(date(2031, 5, 25))}, GapKind.UNREADABLE_VALUE, "dated 25 May 2031", id="a day to come"
        ),
    ],
)
def test_a_row_that_cannot_count_is_a_gap(cells: dict[str, Any], kind: GapKind, words: str) -> None:
    kept = read(assessments=[an_assessment(**cells)])

    (gap,) = assess_gaps([], REGISTER, only(kind), AS_OF, kept=kept)

    assert words in gap.sentence
    assert lines(kept, "Self-assessment")[0].sentence.startswith("PEEL 2021/22: 0 of 13 questions assessed")


def test_a_row_of_nothing_is_no_gap() -> None:
    assert read(assessments=[a_row(1)]).problems == ()


@pytest.mark.parametrize(
    "later",
    [
        pytest.param({"Grade": None, "AssessedOn": on(date(2021, 6, 20))}, id="without a grade"),
        pytest.param({"Grade": "Good", "AssessedOn": on(date(2031, 6, 20))}, id="dated in the future"),
    ],
)
def test_a_later_row_that_grades_nothing_hides_no_earlier_grade(later: dict[str, Any]) -> None:
    rows = [an_assessment(1, Grade="Adequate"), an_assessment(2, **later)]

    told = lines(read(assessments=rows), "Self-assessment")

    assert "1 for the deep dive" in told[0].sentence
    assert told[1].sentence.endswith("adequate on 25 May 2021; for the deep dive")


def test_a_question_that_is_given_no_grade_lacks_none() -> None:
    rules = the_governance().assessments
    assert rules is not None
    *before, cycle = rules.cycles
    cycle = replace(cycle, questions=(PafQuestion("Preventing crime", is_graded=False),))
    governance = the_governance(assessments=replace(rules, cycles=(*before, cycle)))
    kept = read(assessments=[an_assessment(Grade=None)])

    told = [line for line in roll_up([], governance, AS_OF, kept).lines if line.table == "Self-assessment"]

    assert told[1].detail.state == "Not graded"


def test_a_grade_of_another_cycles_scale_is_not_taken() -> None:
    kept = read(assessments=[an_assessment(PafCycle="PEEL 2018/19", Grade="Adequate")])

    assert [problem.value for problem in kept.problems] == ["Adequate"]


def test_an_inspection_names_its_publications_by_id_or_title() -> None:
    rows = [a_row(1, Title="One", Publications="rocu-2021; Something else"), a_row(2, Publications="ROCU inspection")]

    kept = read(inspections=rows)

    assert [each.publications for each in kept.inspections or ()] == [("ROCU-2021",), ("ROCU-2021",)]
    assert [problem.value for problem in kept.problems] == ["Something else"]


def test_each_name_in_a_cell_that_nobody_knows_has_a_gap_of_its_own() -> None:
    kept = read(inspections=[a_row(1, Title="One", Publications="XYZ-2021; ABC-2021")])

    gaps = assess_gaps([], REGISTER, the_rules(), AS_OF, kept=kept)

    told = [gap for gap in gaps if gap.kind is GapKind.UNMAPPED_VALUE]
    assert {gap.tracker_says for gap in told} == {"XYZ-2021", "ABC-2021"}
    assert len({gap.key for gap in told}) == 2


def test_inspections_stand_by_what_is_true_of_them() -> None:
    past = [Inspection(n, f"Past {n}", state=InspectionState.PUBLISHED, ends_on=date(2021, 1, n)) for n in range(1, 8)]
    others = (
        Inspection(20, "To come", starts_on=date(2021, 9, 27), terms="Terms."),
        Inspection(21, "Without date", state=InspectionState.ANNOUNCED),
        Inspection(
            22, "Waiting", state=InspectionState.AWAITING_FEEDBACK, ends_on=date(2021, 6, 11), lead="HMI Probation"
        ),
        Inspection(23, "Called off", state=InspectionState.CANCELLED),
        Inspection(24, "ROCUs", is_here=False, publications=("ROCU-2021",)),
        Inspection(25, "Nothing for us", is_here=False, publications=("XYZ-2021",)),
    )

    told = [(line.detail.state, line.sentence) for line in lines(Kept((*past, *others)), "Inspections")]

    assert told == [
        ("Upcoming", "To come: begins 27 September 2021"),
        ("Upcoming", "Without date: no date yet; no terms of reference entered"),
        ("Awaiting feedback", "Waiting, 11 June 2021: no feedback yet (led by HMI Probation)"),
        *[("Past", f"Past {n}, {n} January 2021: published") for n in (7, 6, 5, 4, 3)],
        ("Elsewhere", "ROCUs, in other forces: 1 item here, 1 outstanding"),
    ]


@pytest.mark.parametrize("title", [pytest.param("Long " * 51, id="long"), pytest.param("", id="blank")])
def test_an_inspection_of_any_title_has_a_key_that_fits_and_stays(title: str) -> None:
    (line,) = lines(Kept((Inspection(15, title.strip(), state=InspectionState.ANNOUNCED),)), "Inspections")

    assert line.key == "inspections/15"


def test_two_long_questions_that_end_differently_have_two_keys_that_fit() -> None:
    keys = {PositionLine("Self-assessment", "Word " * 60 + end, "", Figures()).key for end in ("one", "two")}

    assert len(keys) == 2
    assert all(0 < len(key) < 250 for key in keys)


@pytest.mark.parametrize(
    ("inspection", "group"),
    [
        pytest.param({"starts_on": date(2021, 6, 14), "ends_on": date(2021, 7, 2)}, "Under way", id="not over"),
        pytest.param({"starts_on": date(2021, 6, 14), "ends_on": AS_OF}, "Under way", id="the last day"),
        pytest.param({"starts_on": AS_OF}, "Under way", id="one day, today"),
        pytest.param({"state": InspectionState.FIELDWORK}, "Under way", id="fieldwork without dates"),
        pytest.param({"starts_on": date(2021, 6, 7), "ends_on": date(2021, 6, 11)}, "Awaiting feedback", id="over"),
        pytest.param(
            {"state": InspectionState.PUBLISHED, "ends_on": date(2021, 7, 2)},
            "Not known",
            id="published before its last day",
        ),
        pytest.param({"starts_on": date(2021, 7, 1)}, "Upcoming", id="to come"),
    ],
)
def test_an_inspection_is_past_only_once_its_last_day_is_over(inspection: dict[str, Any], group: str) -> None:
    (line,) = lines(Kept((Inspection(1, "Custody", **inspection),)), "Inspections")

    assert line.detail.state == group
