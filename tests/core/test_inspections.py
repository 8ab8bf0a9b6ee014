"""Hostile rows of the inspections list: none is filed under a claim that it does not make, and each says what is wrong with it."""

from datetime import date
from typing import Any

import pytest

from sync.core.gaps import assess_gaps
from sync.core.normalise import normalise_kept
from sync.core.records import Figures, Gap, Kept, PositionLine
from sync.core.rollup import roll_up
from sync.core.vocabulary import GapKind
from tests.builders import AS_OF, a_list, a_register, a_row, a_standing, on, the_governance, the_rules

LIST = "HMICFRS Inspections"
BLANK, UNREADABLE, UNMAPPED = GapKind.REQUIRED_BLANK, GapKind.UNREADABLE_VALUE, GapKind.UNMAPPED_VALUE


def read(**cells: Any) -> Kept:  # noqa: ANN401 - any cell
    return normalise_kept(a_list(LIST, [a_row(4, **cells)]), None, the_governance(), a_register())


def lines(kept: Kept) -> list[PositionLine]:
    position = roll_up([a_standing(1)], the_governance(), AS_OF, kept)
    return [line for line in position.lines if line.table == "Inspections"]


def gaps(kept: Kept) -> list[Gap]:
    told = assess_gaps([], a_register(), the_rules(), AS_OF, kept=kept)
    return [gap for gap in told if gap.kind in {BLANK, UNREADABLE, UNMAPPED}]


BEGINS, ENDS = "begins only on 1 January 2099", "ends on 1 June 2020, before it begins on 1 June 2021"


@pytest.mark.parametrize(
    ("cells", "group", "sentence", "gap"),
    [
        pytest.param(
            {"Title": "Peel"},
            "Not known",
            "Peel: its state and its dates are not known",
            (BLANK, "(Peel) has no state and no dates"),
            id="neither state nor dates",
        ),
        pytest.param(
            {"Title": "Peel", "EndsOn": on(date(2022, 1, 1))},
            "Not known",
            "Peel: its state and its first day are not known",
            (BLANK, "(Peel) has no state and no first day"),
            id="only a last day, to come",
        ),
        pytest.param(
            {"Title": "Peel", "State": "Wobble"},
            "Not known",
            "Peel: its state and its dates are not known",
            (UNMAPPED, "'Wobble' as its state"),
            id="a state that nobody mapped, and no dates",
        ),
        pytest.param(
            {"Title": "Peel", "StartsOn": "31/06/2021"},
            "Not known",
            "Peel: its state and its dates are not known",
            (UNMAPPED, "'31/06/2021' as its starts on"),
            id="a day that is none, and no state",
        ),
        pytest.param(
            {"Title": "Peel", "State": "Wobble", "StartsOn": on(date(2020, 1, 1))},
            "Awaiting feedback",
            "Peel, 1 January 2020: no feedback entered, and no state that is known",
            (UNMAPPED, "'Wobble' as its state"),
            id="a state that nobody mapped, and over",
        ),
        pytest.param(
            {"Title": "Peel", "StartsOn": on(date(2021, 6, 1)), "EndsOn": on(date(2020, 6, 1))},
            "Not known",
            f"Peel: {ENDS}",
            (UNREADABLE, f"(Peel) {ENDS}"),
            id="ends before it begins",
        ),
        pytest.param(
            {
                "Title": "Peel",
                "State": "Report published",
                "StartsOn": on(date(2021, 6, 1)),
                "EndsOn": on(date(2020, 6, 1)),
            },
            "Not known",
            f"Peel: {ENDS}",
            (UNREADABLE, f"(Peel) {ENDS}"),
            id="ends before it begins, whatever its state",
        ),
        *(
            pytest.param(
                {"Title": "Peel", "State": state, "StartsOn": on(date(2099, 1, 1))},
                "Not known",
                f"Peel: {BEGINS}, yet its state is {word}",
                (UNREADABLE, f"(Peel) {BEGINS}, yet its state is {word}"),
                id=f"{word}, and to come",
            )
            for state, word in (
                ("Report published", "published"),
                ("Debriefed", "feedback received"),
                ("Waiting for feedback", "awaiting feedback"),
                ("Under way", "fieldwork"),
            )
        ),
        *(
            pytest.param(
                {"Title": "Peel", "State": state, "StartsOn": on(date(2021, 6, 1)), "EndsOn": on(date(2099, 1, 1))},
                "Not known",
                f"Peel: ends only on 1 January 2099, yet its state is {word}",
                (UNREADABLE, f"(Peel) ends only on 1 January 2099, yet its state is {word}: nobody can tell"),
                id=f"{word}, and not over",
            )
            for state, word in (
                ("Report published", "published"),
                ("Debriefed", "feedback received"),
                ("Waiting for feedback", "awaiting feedback"),
            )
        ),
        *(
            pytest.param(
                {"Title": "Peel", "State": "Notified", "Feedback": "Positive.", **days},
                "Not known",
                "Peel: has feedback entered, yet its state is announced",
                (UNREADABLE, "(Peel) has feedback entered, yet its state is announced: nobody can tell"),
                id=f"announced {when}, with feedback",
            )
            for when, days in (
                ("without dates", {}),
                ("for next year", {"StartsOn": on(date(2022, 1, 1))}),
                ("and over", {"EndsOn": on(date(2021, 6, 22))}),
            )
        ),
        pytest.param(
            {"Title": "Peel", "State": "Notified", "StartsOn": on(date(2021, 6, 22))},
            "Under way",
            "Peel: under way; its state is still announced",
            (UNREADABLE, "(Peel) began on 22 June 2021, yet its state is still announced: it is shown as under way"),
            id="announced, and begun yesterday",
        ),
        pytest.param(
            {"Title": "Peel", "State": "Notified", "EndsOn": on(date(2021, 6, 22))},
            "Awaiting feedback",
            "Peel, 22 June 2021: no feedback yet; its state is still announced",
            (UNREADABLE, "ended on 22 June 2021, yet its state is still announced: it is shown as awaiting feedback"),
            id="announced, and over yesterday",
        ),
        pytest.param(
            {"Title": "Peel", "State": "Under way", "EndsOn": on(date(2021, 6, 22))},
            "Awaiting feedback",
            "Peel, 22 June 2021: no feedback yet; its state is still fieldwork",
            (UNREADABLE, "ended on 22 June 2021, yet its state is still fieldwork: it is shown as awaiting feedback"),
            id="fieldwork, and over yesterday",
        ),
        pytest.param(
            {"Title": "Peel", "State": "Under way", "EndsOn": on(date(2021, 6, 22)), "Feedback": "Positive."},
            "Past",
            "Peel, 22 June 2021: feedback entered; its state is still fieldwork",
            (UNREADABLE, "ended on 22 June 2021, yet its state is still fieldwork: it is shown as past"),
            id="fieldwork, over yesterday, with feedback",
        ),
        pytest.param(
            {"Title": " ", "State": "Notified"},
            "Upcoming",
            "Row 4 (no title): no date yet; no terms of reference entered",
            (BLANK, "Row 4 of HMICFRS Inspections has no title"),
            id="a title of a space",
        ),
    ],
)
def test_a_row_that_is_wrong_or_behind_is_filed_under_no_claim_that_it_does_not_make_and_is_a_gap(
    cells: dict[str, Any], group: str, sentence: str, gap: tuple[GapKind, str]
) -> None:
    kept = read(**cells)

    (line,) = lines(kept)
    (told,) = gaps(kept)

    assert (line.detail.state, line.sentence) == (group, sentence)
    assert told.kind is gap[0]
    assert gap[1] in told.sentence
    assert told.what_to_do


@pytest.mark.parametrize(
    ("cells", "group"),
    [
        pytest.param({"State": "Notified"}, "Upcoming", id="announced, no date yet"),
        pytest.param({"State": "Notified", "EndsOn": on(date(2021, 9, 1))}, "Upcoming", id="announced, to end later"),
        pytest.param(
            {"State": "Notified", "StartsOn": on(date(2021, 6, 21)), "EndsOn": on(date(2021, 6, 25))},
            "Under way",
            id="begun this week, and not yet said so",
        ),
        pytest.param({"State": "Notified", "StartsOn": on(AS_OF)}, "Under way", id="announced, begins today"),
        pytest.param({"State": "Under way", "StartsOn": on(date(2021, 5, 1))}, "Under way", id="fieldwork with no end"),
        pytest.param({"State": "Under way", "EndsOn": on(AS_OF)}, "Under way", id="fieldwork, ends today"),
        pytest.param(
            {"State": "Under way", "Feedback": "Positive."}, "Under way", id="feedback while fieldwork goes on"
        ),
        pytest.param({"State": "Waiting for feedback", "EndsOn": on(AS_OF)}, "Awaiting feedback", id="ended today"),
        pytest.param({"State": "Report published"}, "Past", id="published, no dates"),
        pytest.param({"EndsOn": on(date(2021, 6, 1))}, "Awaiting feedback", id="a last day that is over"),
        pytest.param(
            {"EndsOn": on(date(2021, 6, 1)), "Feedback": "Positive."}, "Past", id="over, with feedback and no state"
        ),
    ],
)
def test_a_row_that_says_enough_is_filed_and_is_no_gap(cells: dict[str, Any], group: str) -> None:
    kept = read(Title="Peel", **cells)

    assert [line.detail.state for line in lines(kept)] == [group]
    assert gaps(kept) == []


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"Title": "Peel", "State": "Postponed", "StartsOn": on(date(2020, 1, 1))}, id="cancelled"),
        pytest.param({"Title": "Peel", "Place": "Other forces"}, id="elsewhere, no state and no dates"),
        pytest.param({"Title": " ", "State": None}, id="a row of nothing"),
    ],
)
def test_what_is_not_filed_lacks_nothing(cells: dict[str, Any]) -> None:
    kept = read(**cells)

    assert lines(kept) == []
    assert gaps(kept) == []


def test_an_inspection_that_contradicts_itself_is_not_told_to_come() -> None:
    kept = read(Title="Peel", State="Report published", StartsOn=on(date(2099, 1, 1)))

    position = roll_up([a_standing(1)], the_governance(), AS_OF, kept)

    assert "to come" not in position.lines[0].sentence


def test_a_line_of_an_inspection_without_title_has_a_name_and_no_figures() -> None:
    (line,) = lines(read(Title=" ", State="Notified"))

    assert (line.line, line.figures) == ("Row 4 (no title)", Figures())
