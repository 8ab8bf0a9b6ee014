"""Explain: one row end to end, with nothing written and no names passed on."""

import json
from dataclasses import replace

import pytest

from sync.cli.blocks import Points, Sentence, Subheading
from sync.cli.telling_explanation import tell_explanation
from sync.core.explanation import Explanation
from sync.core.records import Person
from sync.core.rules import GuardRule, Rules
from sync.core.vocabulary import ChangeKind, GapKind, TrackerField
from sync.errors import UserError
from sync.jobs.explain import explain_row
from tests.builders import AS_OF, TRACKER_TITLE
from tests.fakes import MemorySite, the_ports
from tests.jobs.sample import COLUMNS, GAPS, RULES, a_pass, a_site, a_tracker_row, the_register


def explain(wanted: str = "2", site: MemorySite | None = None, rules: Rules = RULES) -> Explanation:
    return explain_row(the_ports(site or a_site()), rules, the_register(), AS_OF, wanted)


@pytest.mark.parametrize("wanted", ["2", " 2 ", "#2"])
def test_a_row_is_found_by_its_number(wanted: str) -> None:
    assert explain(wanted).as_json()["row"] == 2


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param("FRS 7 (b)", id="as the Tracker has it"),
        pytest.param(" frs-7-B ", id="typed loosely"),
        pytest.param("ROCU-2021-R2", id="of the item that it is about"),
    ],
)
def test_a_row_is_found_by_its_reference(wanted: str) -> None:
    rows = [
        a_tracker_row(1, "", text="Forces should do what ROCU-2021-R1 asks for in its own words."),
        a_tracker_row(2, "FRS 7 (b)", text="Forces should do what ROCU-2021-R2 asks for in its own words."),
    ]

    assert explain(wanted, a_site(rows)).as_json()["row"] == 2


def test_a_number_is_an_id_before_it_is_a_reference() -> None:
    site = a_site([a_tracker_row(1, "2"), a_tracker_row(2, "1"), a_tracker_row(3, "40")])

    assert [explain(wanted, site).as_json()["row"] for wanted in ("1", "2", "40")] == [1, 2, 3]


def test_several_rows_that_answer_are_listed_with_the_exit_code_of_the_command_line() -> None:
    site = a_site([a_tracker_row(number, "ROCU-2021-R2") for number in range(1, 21)])

    with pytest.raises(UserError) as raised:
        explain("rocu-2021-r2", site)

    assert raised.value.exit_code == 2
    assert "20 rows of 'HMICFRS Tracker' answer to rocu-2021-r2: Row 1 (Row 1), Row 2 (Row 2)," in str(raised.value)
    assert "Row 12 (Row 12) and 8 more. Give the number in the ID column" in str(raised.value)


@pytest.mark.parametrize("wanted", ["99", "", "#", "??", "2.0", "ROCU-2021-R9"])
def test_a_row_that_is_not_there_is_told_plainly(wanted: str) -> None:
    with pytest.raises(UserError, match="has no row"):
        explain(wanted, a_site([a_tracker_row(1, ""), a_tracker_row(2, "ROCU-2021-R2")]))


def test_an_item_that_no_row_is_about_is_told_as_one() -> None:
    with pytest.raises(UserError, match="ROCU-2021-R4 is in the register, but no row is about it"):
        explain("ROCU-2021-R4")


def test_the_evidence_of_a_gap_is_told_in_words_and_as_json() -> None:
    late = a_tracker_row(2, "ROCU-2021-R2", target_on="31/01/2021", board=None)
    explanation = explain("2", a_site([late]))

    told = {
        point: details
        for block in tell_explanation(explanation)
        if isinstance(block, Points)
        for point, details in block.points
    }
    as_json = {gap["kind"]: gap for gap in explanation.as_json()["gaps"]}  # type: ignore[attr-defined]

    [place] = [rule.place for rule in RULES.gaps.values() if rule.kind is GapKind.OVERDUE]
    assert told["[overdue, High, open] Row 2 (Row 2) is overdue: the force's target date was 31 January 2021."] == (
        "Finish it, or agree a new date and say why it moved. Tracker says: Target 31 January 2021. "
        f"Register says: No date. Rule: overdue ({place})."
    )
    assert (as_json["overdue"]["tracker_says"], as_json["overdue"]["register_says"], as_json["overdue"]["rule"]) == (
        "Target 31 January 2021.",
        "No date.",
        f"overdue ({place})",
    )
    # Where only one side says something the other is not mentioned.
    [board] = [details for point, details in told.items() if point.startswith("[no-board, High, open]")]
    assert "Tracker says: Blank. Rule: no-board (" in board
    assert as_json["no-board"]["register_says"] == ""


def test_everything_about_the_row_is_told_and_nothing_is_written() -> None:
    site = a_site(
        [
            a_tracker_row(1, "ROCU-2021-R1"),
            a_tracker_row(
                2, "ROCU 2021 rec 2", text="Forces should do what ROCU-2021-R2 asks for in its own words.", board=None
            ),
        ]
    )

    told = explain("2", site).as_json()

    assert json.loads(json.dumps(told)) == told
    assert site.groups == []
    assert told["read"]["reference"] == "ROCU 2021 rec 2"  # type: ignore[index]
    assert told["normalised"]["status"] == "in-progress"  # type: ignore[index]
    assert told["match"]["method"] == "reference"  # type: ignore[index]
    assert told["match"]["reason"] == "Its reference is that of ROCU-2021-R2."  # type: ignore[index]
    candidate = told["candidates"][0]  # type: ignore[index]
    assert (candidate["ref"], candidate["score"]) == ("ROCU-2021-R2", 1.0)
    gap = next(gap for gap in told["gaps"] if gap["kind"] == "no-board")  # type: ignore[attr-defined]
    assert gap["rule"].startswith("no-board (gaps.yaml line ")
    assert {change["list"] for change in told["changes"]} == {"HMICFRS Gaps", "HMICFRS Tracker"}  # type: ignore[attr-defined]


def test_nobodys_name_is_passed_on() -> None:
    site = a_site([a_tracker_row(1, "ROCU-2021-R1", owner=Person("Somebody Known", "somebody@force.example"))])

    told = json.dumps(explain("1", site).as_json())

    assert "Somebody" not in told
    assert "(somebody)" in told


def test_the_words_for_people_have_every_step() -> None:
    blocks = list(tell_explanation(explain()))

    steps = [block.text for block in blocks if isinstance(block, Subheading)]
    assert steps == ["Read", "Understood", "Candidates by their words", "Match", "Gaps", "Would be written"]
    told = [block.text for block in blocks if isinstance(block, Sentence)]
    assert any(sentence.startswith("Reference: ROCU-2021-R2. Its reference is that of") for sentence in told)
    assert any(
        "HMICFRS Tracker: update 2" in point
        for block in blocks
        if isinstance(block, Points)
        for point, _ in block.points
    )


def a_site_whose_row_has_a_board_by_now() -> MemorySite:
    site = a_site([a_tracker_row(1, "ROCU-2021-R1"), a_tracker_row(2, "ROCU-2021-R2", board=None)])
    a_pass(site)
    tracker = site.lists[TRACKER_TITLE]
    board = {COLUMNS[TrackerField.BOARD]: "Operational Assessment Board"}
    rows = [replace(row, cells={**row.cells, **board}) if row.id == 2 else row for row in tracker.rows]
    site.lists[TRACKER_TITLE] = replace(tracker, rows=rows)
    return site


def test_a_gap_of_the_row_that_would_be_cleared_is_told() -> None:
    explanation = explain("2", a_site_whose_row_has_a_board_by_now())

    cleared = [change for change in explanation.changes if change.key == "no-board/2"]
    assert [change.values["State"] for change in cleared] == ["Cleared"]
    assert not any(change.key.endswith("/1") for change in explanation.changes if change.list_title == GAPS)


def test_what_the_safety_limits_hold_back_is_told_as_withheld() -> None:
    explanation = explain("2", a_site_whose_row_has_a_board_by_now(), rules=without_retiring())

    told = [block.text for block in tell_explanation(explanation) if isinstance(block, Subheading)]
    assert [change.key for change in explanation.held] == ["no-board/2"]
    assert [change["key"] for change in explanation.as_json()["held"]] == ["no-board/2"]  # type: ignore[attr-defined]
    assert told[-1] == "Withheld by the safety limits"


def without_retiring() -> Rules:
    guards = {**RULES.targets.guards, ChangeKind.RETIRE: GuardRule(cap=0)}
    return replace(RULES, targets=replace(RULES.targets, guards=guards))
