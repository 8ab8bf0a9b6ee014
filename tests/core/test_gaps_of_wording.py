"""Wording: a quotation that says something else is shown word by word; a summary, a slip and a cut text are no gap."""

import pytest

from sync.core.gaps.wording import find_drifts
from sync.core.records import Candidate
from sync.core.vocabulary import GapKind, MatchMethod
from tests.builders import a_match, an_item
from tests.core.gap_examples import OTHER, a_row_about, find_gaps

PUBLISHED = (
    "Forces should answer every request for telephone data within 24 hours, should not close a case while one is refused, "
    "and should tell victims what became of it."
)
ITEM = an_item("ROCU-2021-R3", text=PUBLISHED)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("24 hours", "72 hours", ["'72' for '24'"], id="another number"),
        pytest.param("should not close", "should close", ["'not' left out"], id="a not left out"),
        pytest.param("should tell", "should not tell", ["'not' added"], id="a not added"),
        pytest.param("victims", "suspects", ["'suspects' for 'victims'"], id="another word"),
        pytest.param("every request", "some requests", ["'some' for 'every'"], id="another word beside a slip"),
        pytest.param("telephone", "telefone", [], id="a slip"),
        pytest.param("hours, should not", "hours; SHOULD not", [], id="case and marks"),
        pytest.param(" and should tell victims what became of it.", "", [], id="cut at a sentence"),
        pytest.param("what became of it.", "what beca", [], id="cut in a word"),
        pytest.param(
            PUBLISHED, "Telephone data requests answered in a day and no case closed early", [], id="a summary"
        ),
        pytest.param(PUBLISHED, "Answer requests", [], id="a few words"),
        pytest.param(PUBLISHED, "", [], id="nothing"),
        pytest.param("should tell victims", "to tell victims", [], id="telegram style"),
        pytest.param("within 24 hours", "in 24 hours", [], id="another small word"),
    ],
)
def test_where_a_row_says_something_else(before: str, after: str, expected: list[str]) -> None:
    assert find_drifts(PUBLISHED.replace(before, after), PUBLISHED) == expected


DUTIES = (
    "Forces should with immediate effect increase the minimum of seven lawful internal reviews in four regions, weekly, and "
    "publish what they found by 31 March 2022"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("with", "without"),
        ("increase", "decrease"),
        ("lawful", "unlawful"),
        ("internal", "external"),
        ("minimum", "maximum"),
        ("seven", "eleven"),
        ("four", "fourteen"),
        ("2022", "2023"),
        ("31 March 2022", "30 June 2023"),
    ],
)
def test_opposites_and_numbers_are_no_slips_wherever_they_stand(before: str, after: str) -> None:
    drifts = find_drifts(DUTIES.replace(before, after), DUTIES)

    assert after.split()[-1] in " ".join(drifts)


@pytest.mark.parametrize(
    ("before", "after"),
    [("increase", "incraese"), ("lawful", "lawfull"), ("2022", "20"), ("internal", "interal"), ("seven", "sevn")],
)
def test_slips_and_cuts_stay_none(before: str, after: str) -> None:
    assert find_drifts(DUTIES.replace(before, after), DUTIES) == []


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("3. ", id="its number"),
        pytest.param("Recommendation 3: ", id="its kind and number"),
        pytest.param("REC 3 - ", id="short"),
        pytest.param("R3 ", id="a letter"),
        pytest.param("ROCU-2021-R3 ", id="its key"),
        pytest.param("(p.12) ", id="a page"),
        pytest.param("No. 3: ", id="No and its number"),
        pytest.param("Number 3 ", id="number three"),
        pytest.param("R 3 ", id="a letter apart"),
    ],
)
def test_what_only_names_the_item_before_its_words_is_no_difference(before: str) -> None:
    row = a_row_about(ITEM, text=before + PUBLISHED)

    assert find_gaps(GapKind.WORDING_DRIFT, [row]) == []


@pytest.mark.parametrize(
    "before", ["4. ", "AFI 7 ", "Not 3 ", "Within 72 hours ", "No ", "No. 7 ", "R A C No ", "Rec No "]
)
def test_what_says_more_than_the_name_of_the_item_is_told(before: str) -> None:
    row = a_row_about(ITEM, text=before + PUBLISHED)

    assert len(find_gaps(GapKind.WORDING_DRIFT, [row])) == 1


def test_what_counts_the_parts_of_a_quotation_is_no_difference() -> None:
    counted = "1) " + PUBLISHED.replace(", should not", ", 2) should not").replace("and should", "and 3) should")

    assert find_drifts(counted, PUBLISHED) == []
    assert find_drifts(counted.replace("2)", "7)"), PUBLISHED) == ["'1' added", "'7' added", "'3' added"]


def test_numbers_put_in_that_count_no_parts_are_told() -> None:
    told = PUBLISHED.replace("every request", "every one request").replace("close a case", "close a two case")

    assert find_drifts(told, PUBLISHED) == ["'one' added", "'two' added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("24 hours", "twenty-four hours", id="a number written out"),
        pytest.param("24 hours", "24hrs", id="a short unit"),
        pytest.param("should not", "shouldn't", id="a negation drawn together"),
        pytest.param("regional organised crime units", "ROCUs", id="initials"),
    ],
)
def test_another_form_of_the_same_is_no_difference(before: str, after: str) -> None:
    published = f"{PUBLISHED} That holds for regional organised crime units, too."

    assert find_drifts(published.replace(before, after), published) == []


def test_a_wording_in_the_title_is_compared_too() -> None:
    row = a_row_about(ITEM, title=PUBLISHED.replace("24", "72"), text="")

    assert len(find_gaps(GapKind.WORDING_DRIFT, [row])) == 1


def test_the_gap_tells_the_first_three_differences_and_counts_the_rest() -> None:
    text = PUBLISHED
    for before, after in (("24", "72"), ("telephone", "medical"), ("victims", "suspects"), ("not ", "")):
        text = text.replace(before, after)

    gap = find_gaps(GapKind.WORDING_DRIFT, [a_row_about(ITEM, text=text)])[0]

    assert gap.sentence == (
        "Row 1 (Funding) quotes ROCU-2021-R3 with 4 differences: 'medical' for 'telephone'; '72' for '24'; 'not' left out; "
        "and 1 more."
    )
    assert (gap.tracker_says, gap.register_says) == (text, f"ROCU-2021-R3: {PUBLISHED}")


def test_sixty_thousand_characters_are_compared_too() -> None:
    assert find_drifts("word " * 12_000, PUBLISHED) == []


def test_a_reference_of_one_item_with_the_words_of_another_offers_both() -> None:
    match = a_match(1, ITEM.id, rival=Candidate(OTHER.id, 0.97))

    gap = find_gaps(GapKind.REFERENCE_MISMATCH, [a_row_about(ITEM, match=match)], items=[OTHER])[0]

    assert gap.sentence == "Row 1 (Funding) has the reference of ROCU-2021-R3, but the words of FRAUD-2019-R1."
    assert gap.register_says.startswith("1. ROCU-2021-R3: ")
    assert "\n2. FRAUD-2019-R1: " in gap.register_says
    assert [part.partition("@")[0] for part in gap.subject.split() if "@" in part] == ["ROCU-2021-R3", "FRAUD-2019-R1"]


def test_a_reference_that_the_register_does_not_have_is_told_with_the_right_one() -> None:
    match = a_match(1, ITEM.id, method=MatchMethod.TEXT, is_reference_lost=True)

    gap = find_gaps(GapKind.REFERENCE_MISMATCH, [a_row_about(ITEM, match=match, reference="ROCU 2021 Rec 99")])[0]

    assert gap.sentence == (
        "Row 1 (Funding) has the reference 'ROCU 2021 Rec 99', which the register does not have; its words are those of "
        "ROCU-2021-R3."
    )


def test_a_row_that_a_person_decided_on_is_not_asked_about_its_reference_again() -> None:
    match = a_match(1, ITEM.id, method=MatchMethod.DECISION, rival=Candidate(OTHER.id, 0.97))

    assert find_gaps(GapKind.REFERENCE_MISMATCH, [a_row_about(ITEM, match=match)], items=[OTHER]) == []
