"""Agreement and data: what the row says differently from the register, cannot be read, or does not say."""

from dataclasses import replace
from datetime import date

import pytest

from sync.core.records import Due, RowMemory, Standing, Uncounted
from sync.core.vocabulary import Counted, GapKind, ItemKind, Scope, Status, TrackerField
from tests.builders import the_rules
from tests.core.gap_examples import ITEM, a_row_about, an_unread, find_gaps

DUE = replace(ITEM, due=Due("By July 2021", date(2021, 7, 31)))


@pytest.mark.parametrize(
    ("kind", "row", "sentence", "sides"),
    [
        pytest.param(
            GapKind.KIND_MISMATCH,
            a_row_about(kind=ItemKind.AREA_FOR_IMPROVEMENT),
            "Row 1 (Funding) is called an area for improvement; ROCU-2021-R1 is a recommendation.",
            ("area for improvement", "recommendation"),
            id="kind",
        ),
        pytest.param(
            GapKind.SCOPE_MISMATCH,
            a_row_about(scope=Scope.FORCE),
            "Row 1 (Funding) is marked force-specific; Regional Organised Crime Units is national.",
            ("force-specific", "national"),
            id="scope",
        ),
        pytest.param(
            GapKind.DUE_DATE_MISMATCH,
            a_row_about(DUE, inspectorate_due_on=date(2021, 7, 1)),
            "Row 1 (Funding) gives 1 July 2021 as HMICFRS's due date; ROCU-2021-R1 has 31 July 2021.",
            ("1 July 2021", "31 July 2021 (By July 2021)"),
            id="due date with its phrase",
        ),
        pytest.param(
            GapKind.DUE_DATE_MISMATCH,
            a_row_about(replace(ITEM, due=Due(on=date(2021, 7, 31))), inspectorate_due_on=date(2021, 7, 1)),
            "Row 1 (Funding) gives 1 July 2021 as HMICFRS's due date; ROCU-2021-R1 has 31 July 2021.",
            ("1 July 2021", "31 July 2021"),
            id="due date without a phrase",
        ),
    ],
)
def test_a_difference_is_told(kind: GapKind, row: Standing, sentence: str, sides: tuple[str, str]) -> None:
    gap = find_gaps(kind, [row])[0]

    assert gap.sentence == sentence
    assert (gap.tracker_says, gap.register_says) == sides


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        pytest.param(GapKind.KIND_MISMATCH, a_row_about(kind=None), id="no kind in the row"),
        pytest.param(GapKind.SCOPE_MISMATCH, a_row_about(scope=None), id="no scope in the row"),
        pytest.param(GapKind.DUE_DATE_MISMATCH, a_row_about(DUE), id="no due date in the row"),
        pytest.param(
            GapKind.DUE_DATE_MISMATCH,
            a_row_about(inspectorate_due_on=date(2021, 7, 1)),
            id="no due date in the register",
        ),
        pytest.param(
            GapKind.KIND_MISMATCH,
            a_row_about(None, kind=ItemKind.CAUSE_OF_CONCERN),
            id="no item, no kind to differ from",
        ),
        pytest.param(
            GapKind.SCOPE_MISMATCH, a_row_about(None, scope=Scope.FORCE), id="no item, no scope to differ from"
        ),
        pytest.param(
            GapKind.KIND_MISMATCH,
            a_row_about(kind=ItemKind.CAUSE_OF_CONCERN, uncounted=Uncounted.DUPLICATE),
            id="a row that does not count disturbs no figure",
        ),
    ],
)
def test_a_side_that_says_nothing_differs_from_nothing(kind: GapKind, row: Standing) -> None:
    assert find_gaps(kind, [row]) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence", "place"),
    [
        pytest.param(
            TrackerField.STATUS,
            "Parked",
            "Row 1 (Funding) has 'Parked' as its status, which nobody has mapped. The row still counts as outstanding.",
            "statuses in mappings/tracker.yaml",
            id="a status",
        ),
        pytest.param(
            TrackerField.KIND,
            "Learning point",
            "Row 1 (Funding) has 'Learning point' as its type, which nobody has mapped.",
            "kinds in mappings/tracker.yaml",
            id="a kind",
        ),
        pytest.param(
            TrackerField.SCOPE,
            "Regional",
            "Row 1 (Funding) has 'Regional' as its scope, which nobody has mapped.",
            "scopes in mappings/tracker.yaml",
            id="a scope",
        ),
        pytest.param(
            TrackerField.BOARD,
            "Strategic Board",
            "Row 1 (Funding) has 'Strategic Board' as its board, which nobody has mapped.",
            "the board's aliases in mappings/governance.yaml",
            id="a board",
        ),
    ],
)
def test_a_word_that_nobody_mapped_is_told_with_the_file_to_put_it_in(
    field: TrackerField, value: str, sentence: str, place: str
) -> None:
    gap = find_gaps(GapKind.UNMAPPED_VALUE, [a_row_about(**{field.value: None}, problems=an_unread(field, value))])[0]

    assert gap.key == f"unmapped-value/1/{field}"
    assert (gap.sentence, gap.tracker_says) == (sentence, value)
    assert gap.what_to_do == f"Correct the row, or add the word to {place}."


def test_a_slip_is_told_with_the_word_that_is_near() -> None:
    row = a_row_about(status=None, problems=an_unread(TrackerField.STATUS, "Complet", "complete"))

    assert find_gaps(GapKind.UNMAPPED_VALUE, [row])[0].what_to_do.endswith(" The nearest one is 'complete'.")


def test_a_row_that_was_closed_counts_as_closed_whatever_its_status_says_now() -> None:
    memory = RowMemory(Counted.COMPLETE)
    row = a_row_about(status=None, memory=memory, problems=an_unread(TrackerField.STATUS, "Finalised"))

    assert find_gaps(GapKind.UNMAPPED_VALUE, [row])[0].sentence.endswith("The row counts as closed, as it did before.")


def test_a_date_that_is_none_is_told_with_how_to_write_it() -> None:
    row = a_row_about(problems=an_unread(TrackerField.ORIGINAL_TARGET_ON, "31/06/2021", is_unmapped=False))

    gap = find_gaps(GapKind.UNREADABLE_VALUE, [row])[0]

    assert gap.sentence == "Row 1 (Funding) has '31/06/2021' as its original target date, which is not a date."
    assert gap.what_to_do == "Write the date as 30/06/2021."


@pytest.mark.parametrize(
    ("field", "cells", "sentence"),
    [
        pytest.param(TrackerField.STATUS, {"status": None}, "Row 1 (Funding) has no status.", id="a status"),
        pytest.param(TrackerField.KIND, {"kind": None}, "Row 1 (Funding) has no type.", id="a kind"),
        pytest.param(TrackerField.ADDED_ON, {"added_on": None}, "Row 1 (Funding) has no date added.", id="a date"),
        pytest.param(TrackerField.OWNER, {"has_owner": False}, "Row 1 (Funding) has no business lead.", id="an owner"),
        pytest.param(TrackerField.EVIDENCE, {"has_evidence": False}, "Row 1 (Funding) has no evidence.", id="evidence"),
        pytest.param(TrackerField.REFERENCE, {"reference": ""}, "Row 1 (Funding) has no reference.", id="text"),
    ],
)
def test_a_blank_is_told_where_the_administrator_wants_it_filled(
    field: TrackerField, cells: dict[str, object], sentence: str
) -> None:
    rules = replace(the_rules(), tracker=replace(the_rules().tracker, required=(field,)))

    blank = find_gaps(GapKind.REQUIRED_BLANK, [a_row_about(**cells)], rules=rules)
    filled = find_gaps(GapKind.REQUIRED_BLANK, [a_row_about(reference="R1")], rules=rules)

    assert [gap.sentence for gap in blank] == [sentence]
    assert filled == []


def test_a_word_that_cannot_be_read_is_not_called_blank_as_well() -> None:
    row = a_row_about(status=None, problems=an_unread(TrackerField.STATUS, "Parked"))

    assert find_gaps(GapKind.REQUIRED_BLANK, [row]) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(
            a_row_about(status=Status.COMPLETE, added_on=date(2021, 2, 1), agreed_on=date(2021, 1, 4)),
            "was closed before it was added, which cannot be",
            id="agreed before added, both before the period",
        ),
        pytest.param(
            a_row_about(agreed_on=date(2031, 1, 4)),
            "was agreed on a day that has not come yet, which cannot be",
            id="open, agreed in the future",
        ),
        pytest.param(
            a_row_about(completed_on=date(2031, 1, 4)),
            "was completed on a day that has not come yet, which cannot be",
            id="open, completed in the future",
        ),
    ],
)
def test_days_that_clash_are_told_also_where_the_periods_sum_does_not_show_it(row: Standing, why: str) -> None:
    (gap,) = find_gaps(GapKind.UNEXPLAINED_MOVEMENT, [row])

    assert why in gap.sentence
