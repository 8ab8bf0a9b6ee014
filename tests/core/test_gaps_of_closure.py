"""Closure: done is done when it is agreed, shown and seen so by HMICFRS; a concern closes after what is under it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.records import RegisterItem, Standing, Uncounted
from sync.core.vocabulary import GapKind, InspectorateStatus, ItemKind, Status, TrackerField
from tests.builders import AS_OF, the_governance, the_rules
from tests.core.gap_examples import (
    AGREED,
    CHILD,
    CHILD_2,
    CONCERN,
    ITEM,
    OPEN_SINCE,
    OTHER,
    a_row_about,
    an_unread,
    find_gaps,
)

CLOSED_CONCERN = a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN, **AGREED)
OPEN_CONCERN = a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN)


@pytest.mark.parametrize(
    ("kind", "row", "sentence"),
    [
        pytest.param(
            GapKind.CLOSED_WITHOUT_EVIDENCE,
            a_row_about(has_evidence=False, **AGREED),
            "Row 1 (Funding) is complete and links to no evidence.",
            id="no evidence",
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_AGREEMENT,
            a_row_about(status=Status.COMPLETE),
            "Row 1 (Funding) is marked complete, but the Force Liaison Lead has not agreed it. It counts as awaiting agreement.",
            id="no agreement",
        ),
        pytest.param(
            GapKind.AGREED_BUT_OPEN,
            a_row_about(agreed_on=date(2021, 6, 7)),
            "Row 1 (Funding) was agreed on 7 June 2021 and is still in progress.",
            id="agreed and open",
        ),
        pytest.param(
            GapKind.REOPENED_BY_INSPECTORATE,
            a_row_about(OPEN_SINCE, **AGREED),
            "Row 1 (Funding) is complete here; HMICFRS has had it open again since 8 June 2021.",
            id="reopened",
        ),
        pytest.param(
            GapKind.SUPERSEDED_BUT_OPEN,
            a_row_about(replace(ITEM, status=InspectorateStatus.SUPERSEDED)),
            "Row 1 (Funding) is still open; ROCU-2021-R1 is superseded.",
            id="superseded",
        ),
        pytest.param(
            GapKind.SUPERSEDED_BUT_OPEN,
            a_row_about(replace(ITEM, superseded_by=OTHER.id)),
            "Row 1 (Funding) is still open; ROCU-2021-R1 is superseded by FRAUD-2019-R1.",
            id="superseded by another",
        ),
        pytest.param(
            GapKind.SUPERSEDED_BUT_OPEN,
            a_row_about(replace(ITEM, status=InspectorateStatus.NO_LONGER_RELEVANT)),
            "Row 1 (Funding) is still open; ROCU-2021-R1 is no longer relevant.",
            id="dropped",
        ),
        pytest.param(
            GapKind.AGREEMENT_OVERDUE,
            a_row_about(status=Status.AWAITING_AGREEMENT, completed_on=date(2021, 2, 12)),
            "Row 1 (Funding) has waited for agreement since 12 February 2021.",
            id="waiting",
        ),
        pytest.param(
            GapKind.RECHECK_DUE,
            a_row_about(status=Status.COMPLETE, agreed_on=date(2020, 6, 7)),
            "Row 1 (Funding) was closed on 7 June 2020 and has not been looked at since.",
            id="not looked at",
        ),
    ],
)
def test_the_sentence(kind: GapKind, row: Standing, sentence: str) -> None:
    assert [gap.sentence for gap in find_gaps(kind, [row], items=[OTHER])] == [sentence]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        pytest.param(
            GapKind.CLOSED_WITHOUT_EVIDENCE, a_row_about(has_evidence=False), id="no evidence of what is open"
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_EVIDENCE,
            a_row_about(has_evidence=False, status=Status.NO_ACTION),
            id="no evidence of no action",
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_EVIDENCE,
            a_row_about(has_evidence=False, uncounted=Uncounted.DUPLICATE, **AGREED),
            id="no evidence in a second row",
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_AGREEMENT, a_row_about(status=Status.SUPERSEDED), id="superseded needs no agreement"
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_AGREEMENT,
            a_row_about(
                status=Status.COMPLETE, problems=an_unread(TrackerField.AGREED_ON, "7 Juno", is_unmapped=False)
            ),
            id="an agreement that cannot be read is told elsewhere",
        ),
        pytest.param(
            GapKind.AGREED_BUT_OPEN, a_row_about(agreed_on=date(2021, 6, 7), status=None), id="a status nobody can read"
        ),
        pytest.param(
            GapKind.AGREED_BUT_OPEN,
            a_row_about(agreed_on=date(2021, 6, 7), status=Status.NO_ACTION),
            id="closed otherwise",
        ),
        pytest.param(
            GapKind.REOPENED_BY_INSPECTORATE,
            a_row_about(replace(OPEN_SINCE, status=InspectorateStatus.CLOSED), **AGREED),
            id="closed by HMICFRS later",
        ),
        pytest.param(GapKind.REOPENED_BY_INSPECTORATE, a_row_about(ITEM, **AGREED), id="open since nobody knows when"),
        pytest.param(GapKind.REOPENED_BY_INSPECTORATE, a_row_about(None, **AGREED), id="not in the register"),
        pytest.param(GapKind.REOPENED_BY_INSPECTORATE, a_row_about(OPEN_SINCE), id="open here too"),
        pytest.param(
            GapKind.REOPENED_BY_INSPECTORATE,
            a_row_about(OPEN_SINCE, status=Status.COMPLETE, closed_on=None),
            id="closed here nobody knows when",
        ),
        pytest.param(
            GapKind.SUPERSEDED_BUT_OPEN,
            a_row_about(replace(ITEM, status=InspectorateStatus.CLOSED)),
            id="closed by HMICFRS",
        ),
        pytest.param(GapKind.SUPERSEDED_BUT_OPEN, a_row_about(None), id="not in the register either"),
        pytest.param(
            GapKind.AGREEMENT_OVERDUE,
            a_row_about(status=Status.AWAITING_AGREEMENT, completed_on=None),
            id="waiting nobody knows how long",
        ),
        pytest.param(
            GapKind.RECHECK_DUE,
            a_row_about(status=Status.SUPERSEDED, closed_on=date(2019, 1, 1)),
            id="nothing to look at again",
        ),
    ],
)
def test_a_near_miss_is_none(kind: GapKind, row: Standing) -> None:
    assert find_gaps(kind, [row]) == []


def test_a_force_that_needs_no_agreement_is_not_asked_for_it() -> None:
    rules = replace(the_rules(), governance=the_governance(completion_needs_agreement=False))

    assert find_gaps(GapKind.CLOSED_WITHOUT_AGREEMENT, [a_row_about(status=Status.COMPLETE)], rules=rules) == []


@pytest.mark.parametrize(
    ("kind", "field", "status", "grace", "age", "expected"),
    [
        pytest.param(
            GapKind.AGREEMENT_OVERDUE,
            "completed_on",
            Status.AWAITING_AGREEMENT,
            60,
            59,
            0,
            id="waiting, the day before",
        ),
        pytest.param(
            GapKind.AGREEMENT_OVERDUE, "completed_on", Status.AWAITING_AGREEMENT, 60, 60, 0, id="waiting, the last day"
        ),
        pytest.param(
            GapKind.AGREEMENT_OVERDUE, "completed_on", Status.AWAITING_AGREEMENT, 60, 61, 1, id="waiting, the day after"
        ),
        pytest.param(GapKind.RECHECK_DUE, "agreed_on", Status.COMPLETE, 365, 364, 0, id="closed, the day before"),
        pytest.param(GapKind.RECHECK_DUE, "agreed_on", Status.COMPLETE, 365, 365, 0, id="closed, the last day"),
        pytest.param(GapKind.RECHECK_DUE, "agreed_on", Status.COMPLETE, 365, 366, 1, id="closed, the day after"),
    ],
)
def test_the_grace_is_kept_to_the_day(
    kind: GapKind, field: str, status: Status, grace: int, age: int, expected: int
) -> None:
    row = a_row_about(**{field: AS_OF - timedelta(days=age), "status": status})

    assert len(find_gaps(kind, [row], grace_days=grace)) == expected


@pytest.mark.parametrize(
    ("children", "sentence", "register_says"),
    [
        pytest.param(
            [a_row_about(CHILD, 2)],
            "Row 1 (Funding) is a cause of concern closed since 7 June 2021 while row 2 under it is still open.",
            "ROCU-2021-R1 belongs to it.",
            id="one that is open",
        ),
        pytest.param(
            [a_row_about(CHILD, 2), a_row_about(CHILD_2, 3)],
            "Row 1 (Funding) is a cause of concern closed since 7 June 2021 while rows 2 and 3 under it are still open.",
            "ROCU-2021-R1 and ROCU-2021-R2 belong to it.",
            id="two that are open",
        ),
        pytest.param(
            [a_row_about(CHILD, 2), a_row_about(CHILD_2, 3, **AGREED)],
            "Row 1 (Funding) is a cause of concern closed since 7 June 2021 while row 2 under it is still open.",
            "ROCU-2021-R1 belongs to it.",
            id="one that is open and one that is not",
        ),
    ],
)
def test_a_concern_closed_early_names_what_is_open(children: list[Standing], sentence: str, register_says: str) -> None:
    gap = find_gaps(GapKind.CONCERN_CLOSED_EARLY, [CLOSED_CONCERN, *children])[0]

    assert (gap.sentence, gap.register_says) == (sentence, register_says)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([OPEN_CONCERN, a_row_about(CHILD, 2)], id="the concern is open too"),
        pytest.param([CLOSED_CONCERN, a_row_about(replace(ITEM), 2)], id="what is open belongs to no concern"),
        pytest.param(
            [CLOSED_CONCERN, a_row_about(CHILD, 2, uncounted=Uncounted.DUPLICATE)], id="what is open does not count"
        ),
        pytest.param([CLOSED_CONCERN], id="nothing is under it"),
        pytest.param(
            [a_row_about(None, kind=ItemKind.CAUSE_OF_CONCERN, **AGREED), a_row_about(CHILD, 2)],
            id="nobody knows which concern",
        ),
    ],
)
def test_a_concern_is_not_closed_early(rows: list[Standing]) -> None:
    assert find_gaps(GapKind.CONCERN_CLOSED_EARLY, rows) == []


def test_a_concern_whose_day_nobody_knows_says_none() -> None:
    concern = a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN, status=Status.SUPERSEDED, closed_on=None)

    gap = find_gaps(GapKind.CONCERN_CLOSED_EARLY, [concern, a_row_about(CHILD, 2)])[0]

    assert gap.sentence == "Row 1 (Funding) is a cause of concern closed while row 2 under it is still open."
    assert gap.tracker_says == "Closed."


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([CHILD_2, CHILD], ["ROCU-2021-R1 and ROCU-2021-R2"], id="recommendations without a row"),
        pytest.param([], ["No recommendation under it."], id="no recommendation in the register"),
        pytest.param([replace(CHILD, addressed_to=("Home Office",))], [], id="recommendations for others"),
    ],
)
def test_a_concern_without_a_recommendation(items: list[RegisterItem], expected: list[str]) -> None:
    gaps = find_gaps(GapKind.CONCERN_WITHOUT_RECOMMENDATION, [OPEN_CONCERN], items=items)

    assert [gap.register_says for gap in gaps] == expected


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        pytest.param(
            GapKind.CONCERN_WITHOUT_RECOMMENDATION,
            [a_row_about(OTHER, kind=ItemKind.CAUSE_OF_CONCERN)],
            id="a recommendation is no concern, whatever its row calls it",
        ),
        pytest.param(
            GapKind.CONCERN_CLOSED_EARLY,
            [a_row_about(CHILD, kind=ItemKind.CAUSE_OF_CONCERN, **AGREED), a_row_about(CHILD_2, 2)],
            id="and closes when it is done",
        ),
    ],
)
def test_the_register_says_what_a_concern_is(kind: GapKind, rows: list[Standing]) -> None:
    assert find_gaps(kind, rows) == []


def test_a_concern_that_its_row_calls_a_recommendation_still_closes_last() -> None:
    concern = a_row_about(CONCERN, kind=ItemKind.RECOMMENDATION, **AGREED)

    assert len(find_gaps(GapKind.CONCERN_CLOSED_EARLY, [concern, a_row_about(CHILD, 2)])) == 1


def test_a_closed_concern_needs_no_recommendation_any_more() -> None:
    assert find_gaps(GapKind.CONCERN_WITHOUT_RECOMMENDATION, [CLOSED_CONCERN], items=[CHILD]) == []
