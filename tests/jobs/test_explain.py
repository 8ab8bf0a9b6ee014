"""Explain: one row end to end, with nothing written and no names passed on."""

import json

import pytest

from sync.cli.blocks import Points, Sentence, Subheading
from sync.cli.telling_explanation import tell_explanation
from sync.core.explanation import Explanation
from sync.core.records import Person
from sync.errors import UserError
from sync.jobs.explain import explain_row
from tests.builders import AS_OF
from tests.fakes import MemorySite, the_ports
from tests.jobs.sample import RULES, a_site, a_tracker_row, the_register


def explain(wanted: str = "2", site: MemorySite | None = None) -> Explanation:
    return explain_row(the_ports(site or a_site()), RULES, the_register(), AS_OF, wanted)


@pytest.mark.parametrize("wanted", ["2", " 2 ", "#2"])
def test_a_row_is_found_by_its_number(wanted: str) -> None:
    assert explain(wanted).as_json()["row"] == 2


@pytest.mark.parametrize("wanted", ["99", "", "ROCU-2021-R2", "2.0"])
def test_a_row_that_is_not_there_is_told_plainly(wanted: str) -> None:
    with pytest.raises(UserError, match="has no row"):
        explain(wanted)


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
