"""What a dismissal is tied to: the words of both sides, and not how they are written or what else the rows say."""

from dataclasses import replace

import pytest

from sync.core.records import Standing
from sync.core.vocabulary import GapKind, Status, TrackerField
from tests.builders import an_item
from tests.core.gap_examples import ITEM, OTHER, QUOTED, a_row_about, an_unclear_row, an_unread, find_gaps

DRIFTED = QUOTED.text.replace("24", "72")
FUND, AGREE = a_row_about(ITEM, 1, text="Fund the units."), a_row_about(ITEM, 2, text="Agree how.")
ONE, TWO = (ITEM.id, 0.85), (OTHER.id, 0.84)


def mark(kind: GapKind, *rows: Standing) -> str:
    [gap] = find_gaps(kind, rows, items=[ITEM, OTHER])
    return gap.fingerprint


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        pytest.param(DRIFTED + "..", True, id="full stops"),
        pytest.param(DRIFTED.upper(), True, id="capitals"),
        pytest.param(DRIFTED.replace(", and", ",\nand"), True, id="a line break"),
        pytest.param(DRIFTED.replace("every", "each"), False, id="a word"),
    ],
)
def test_only_words_of_the_row_count(text: str, *, is_same: bool) -> None:
    marks = [mark(GapKind.WORDING_DRIFT, a_row_about(QUOTED, text=words)) for words in (DRIFTED, text)]

    assert (marks[0] == marks[1]) is is_same


def test_only_words_of_the_item_count() -> None:
    items = [QUOTED, replace(QUOTED, text=QUOTED.text.upper())]
    marks = [mark(GapKind.WORDING_DRIFT, a_row_about(item, text=DRIFTED)) for item in items]

    assert marks[0] == marks[1]


@pytest.mark.parametrize(
    ("rows", "is_same"),
    [
        pytest.param([FUND, replace(AGREE, status=Status.AWAITING_AGREEMENT)], True, id="the status of one"),
        pytest.param([FUND, replace(AGREE, entry=replace(AGREE.entry, text="AGREE how"))], True, id="capitals of one"),
        pytest.param([FUND, replace(AGREE, entry=replace(AGREE.entry, text="Agree when."))], False, id="a word of one"),
        pytest.param([FUND, AGREE, a_row_about(ITEM, 3)], False, id="one more row"),
    ],
)
def test_duplicates_are_their_rows_and_the_words_of_these(rows: list[Standing], *, is_same: bool) -> None:
    assert (mark(GapKind.DUPLICATE_ENTRY, FUND, AGREE) == mark(GapKind.DUPLICATE_ENTRY, *rows)) is is_same


@pytest.mark.parametrize(
    ("row", "is_same"),
    [
        pytest.param(an_unclear_row(1, (OTHER.id, 0.86), (ITEM.id, 0.85)), True, id="the other way round"),
        pytest.param(an_unclear_row(1, ONE, TWO, ("ROCU-2021-R2", 0.2)), True, id="a third that is not in question"),
        pytest.param(an_unclear_row(1, ONE), False, id="one of them no longer in question"),
    ],
)
def test_an_unclear_row_is_its_words_and_the_items_in_question(row: Standing, *, is_same: bool) -> None:
    before = find_gaps(GapKind.AMBIGUOUS_MATCH, [an_unclear_row(1, ONE, TWO)], items=[ITEM, OTHER])
    after = find_gaps(GapKind.AMBIGUOUS_MATCH, [row], items=[ITEM, OTHER, an_item("ROCU-2021-R2")])

    assert (before[0].fingerprint == after[0].fingerprint) is is_same


def test_values_made_of_signs_alone_stay_different() -> None:
    marks = {
        mark(GapKind.UNMAPPED_VALUE, a_row_about(status=None, problems=an_unread(TrackerField.STATUS, value)))
        for value in ("??", "--")
    }

    assert len(marks) == 2
