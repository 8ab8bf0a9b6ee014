"""Publications that only one side knows, and clocks that run out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.records import Gap, Publication, RegisterItem, Standing
from sync.core.rules import ClockRules
from sync.core.vocabulary import GapKind, RegisterState
from tests.builders import AS_OF, a_match, a_publication, a_standing, an_entry, an_item, the_rules
from tests.core.gap_examples import FRAUD, ITEM, RECENT, RECENT_ITEM, ROCU, a_row_about, find_gaps

KIND = GapKind.PUBLICATION_UNASSESSED


def a_row_under(title: str, number: int = 1) -> Standing:
    """A row that names a publication which the register has not."""
    return a_standing(number, title="Funding", match=a_match(number), entry=an_entry(number, publication=title))


def find(
    *rows: Standing, items: tuple[RegisterItem, ...] = (), publications: tuple[Publication, ...] = ()
) -> list[Gap]:
    return find_gaps(KIND, rows, items=items, publications=publications or (replace(ROCU, items_expected=0),))


def test_a_title_that_the_register_has_not_is_told_once_with_its_rows_and_the_nearest_title() -> None:
    (gap,) = find(a_row_under("Regional Organised Crime Unit", 3), a_row_under("regional organised crime unit", 7))

    assert gap.sentence.startswith("Rows 3 and 7 name 'Regional Organised Crime Unit', which the register has not.")
    assert "The nearest title there is 'Regional Organised Crime Units' (ROCU-2021)." in gap.sentence
    assert gap.entries == (3, 7)


def test_a_title_like_no_other_has_no_nearest() -> None:
    (gap,) = find(a_row_under("Airwave radio"))

    assert gap.sentence == "Row 1 names 'Airwave radio', which the register has not."


def test_a_row_that_names_no_publication_is_no_such_gap() -> None:
    assert find(a_row_under("")) == []


def test_a_row_matched_by_its_words_says_enough() -> None:
    assert find(a_row_about(), items=(ITEM,)) == []


def test_a_publication_with_items_for_us_that_no_row_is_about_is_told_with_the_nearest_title_there() -> None:
    gaps = find(a_row_under("Fraud, time to chose"), items=(an_item("FRAUD-2019-R1"),), publications=(FRAUD,))

    unheard = next(gap for gap in gaps if gap.key.endswith("/FRAUD-2019"))
    assert unheard.sentence.startswith(
        "No row of the Tracker is about Fraud: Time to choose, which asks this force for 1 thing."
    )
    assert "'Fraud, time to chose'" in unheard.sentence


@pytest.mark.parametrize(
    ("publication", "item"),
    [
        pytest.param(FRAUD, an_item("FRAUD-2019-R1", addressed_to=("Home Office",)), id="for others"),
        pytest.param(FRAUD, an_item("FRAUD-2019-R1", state=RegisterState.DRAFT), id="a draft item"),
        pytest.param(replace(FRAUD, state=RegisterState.DRAFT), an_item("FRAUD-2019-R1"), id="a draft"),
        pytest.param(
            a_publication("FRAUD-2019", published=AS_OF - timedelta(days=13)),
            an_item("FRAUD-2019-R1"),
            id="just published",
        ),
    ],
)
def test_a_publication_is_not_told(publication: Publication, item: RegisterItem) -> None:
    assert find(items=(item,), publications=(publication,)) == []


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        pytest.param(date(2021, 5, 30), None, id="earlier than the rule looks ahead"),
        pytest.param(
            date(2021, 5, 31),
            "The response to Policing in the pandemic is due on 14 June 2021. Our own target is 31 May 2021.",
            id="from then on",
        ),
        pytest.param(
            date(2021, 6, 14),
            "The response to Policing in the pandemic is due on 14 June 2021. Our own target was 31 May 2021.",
            id="on the last day",
        ),
        pytest.param(
            date(2021, 6, 15),
            "The response to Policing in the pandemic was due on 14 June 2021 and is not recorded. Our own target was 31 May 2021.",
            id="afterwards",
        ),
    ],
)
def test_a_response_speaks(as_of: date, sentence: str | None) -> None:
    governance = replace(the_rules().governance, clocks=ClockRules(None, 42))

    gaps = find_gaps(
        GapKind.RESPONSE_DUE,
        items=[RECENT_ITEM],
        publications=[RECENT],
        as_of=as_of,
        rules=replace(the_rules(), governance=governance),
    )

    assert [gap.sentence for gap in gaps] == ([sentence] if sentence else [])
