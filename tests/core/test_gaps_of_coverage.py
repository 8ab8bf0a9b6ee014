"""Coverage: what is missing is told once its days of grace are over, and never because of a row that may be about it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.records import Candidate, Match, Publication, RegisterItem, Uncounted
from sync.core.vocabulary import (
    GapKind,
    InspectorateStatus,
    MatchMethod,
    PublicationId,
    RegisterRef,
    Status,
    TrackerField,
)
from tests.builders import AS_OF, a_match, a_publication, an_item
from tests.core.gap_examples import (
    AGREED,
    FOR_OTHERS,
    FRAUD,
    ITEM,
    OTHER,
    ROCU,
    a_row_about,
    an_unclear_row,
    an_unread,
    find_gaps,
)

TODAY = a_publication("NEW-2021", published=AS_OF)
NEW = an_item("NEW-2021-R1")


def test_a_missing_item_is_named_with_its_publication_and_addressees() -> None:
    gap = find_gaps(GapKind.MISSING_ENTRY, items=[ITEM])[0]

    assert gap.key == "missing-entry/ROCU-2021-R1"
    assert gap.sentence == "ROCU-2021-R1, a recommendation of Regional Organised Crime Units, is not in the Tracker."
    assert gap.what_to_do.startswith("Add a row with the reference ROCU-2021-R1")
    assert gap.tracker_says == "No row."
    assert gap.register_says == (
        "Published 18 February 2021, addressed to all forces: Agree a funding model for the units."
    )
    assert (gap.ref, gap.publication, gap.entry) == ("ROCU-2021-R1", ROCU.title, None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(AS_OF - timedelta(days=13), 0, id="the day before the grace is over"),
        pytest.param(AS_OF - timedelta(days=14), 1, id="the day on which it is over"),
        pytest.param(AS_OF - timedelta(days=15), 1, id="the day after"),
        pytest.param(AS_OF, 0, id="the day of publication"),
    ],
)
def test_a_missing_item_has_days_of_grace(published: date, expected: int) -> None:
    publication = a_publication("NEW-2021", published=published)

    gaps = find_gaps(GapKind.MISSING_ENTRY, items=[NEW], publications=[publication], grace_days=14)

    assert len(gaps) == expected


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(FOR_OTHERS, id="addressed to others"),
        pytest.param(replace(ITEM, status=InspectorateStatus.CLOSED), id="closed by HMICFRS"),
        pytest.param(replace(ITEM, status=InspectorateStatus.SUPERSEDED), id="superseded"),
        pytest.param(replace(ITEM, superseded_by=OTHER.id), id="with a successor"),
        pytest.param(replace(ITEM, status=InspectorateStatus.NO_LONGER_RELEVANT), id="dropped"),
    ],
)
def test_an_item_that_the_force_need_not_track_is_not_missing(item: RegisterItem) -> None:
    assert find_gaps(GapKind.MISSING_ENTRY, items=[item]) == []


def test_an_item_whose_only_row_is_closed_is_not_missing() -> None:
    assert find_gaps(GapKind.MISSING_ENTRY, [a_row_about(status=Status.NO_ACTION)]) == []


@pytest.mark.parametrize(
    ("scores", "missing"),
    [
        pytest.param([("ROCU-2021-R1", 0.85), ("FRAUD-2019-R1", 0.85)], [], id="a draw leaves both alone"),
        pytest.param([("ROCU-2021-R1", 0.85), ("FRAUD-2019-R1", 0.775)], [], id="just inside the margin"),
        pytest.param([("ROCU-2021-R1", 0.85), ("FRAUD-2019-R1", 0.77)], ["FRAUD-2019-R1"], id="at the margin"),
        pytest.param([("ROCU-2021-R1", 0.7), ("FRAUD-2019-R1", 0.2)], ["FRAUD-2019-R1"], id="far behind"),
    ],
)
def test_an_item_that_an_unclear_row_may_be_about_is_not_missing(
    scores: list[tuple[str, float]], missing: list[str]
) -> None:
    gaps = find_gaps(GapKind.MISSING_ENTRY, [an_unclear_row(1, *scores)], items=[ITEM, OTHER])

    assert [gap.ref for gap in gaps] == missing


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        pytest.param(None, "Row 1 (Funding) has no counterpart in the register.", id="nowhere"),
        pytest.param(
            ROCU,
            "Row 1 (Funding) has no counterpart in the register. It is filed under Regional Organised Crime Units.",
            id="under a publication",
        ),
    ],
)
def test_an_unknown_row_is_told_with_where_it_is_filed(cited: Publication | None, expected: str) -> None:
    row = replace(a_row_about(None), publication=cited)

    gap = find_gaps(GapKind.UNKNOWN_ENTRY, [row])[0]

    assert gap.sentence == expected
    assert gap.publication == (cited.title if cited else "")


def test_an_unknown_row_names_what_is_nearest_for_somebody_to_choose() -> None:
    row = a_row_about(None)
    near = tuple(Candidate(ref, score) for ref, score in ((ITEM.id, 0.74), (OTHER.id, 0.41)))
    named = replace(row, match=replace(row.match, candidates=near))

    [before], [gap] = (find_gaps(GapKind.UNKNOWN_ENTRY, [one], items=[ITEM, OTHER]) for one in (row, named))

    assert gap.register_says == f"Nothing near enough; the nearest, likeliest first:\n1. {ITEM.id}: {ITEM.text}"
    assert "if it is one of those named here, choose it" in gap.what_to_do
    assert [part.partition("@")[0] for part in gap.subject.split() if "@" in part] == [ITEM.id]
    assert gap.fingerprint == before.fingerprint  # a dismissal holds


def test_a_row_without_a_title_is_named_by_its_number() -> None:
    gap = find_gaps(GapKind.UNKNOWN_ENTRY, [a_row_about(None, 7, title="")])[0]

    assert gap.sentence == "Row 7 has no counterpart in the register."


def test_a_row_quotes_all_that_it_says_of_itself() -> None:
    row = a_row_about(None, reference="R9", text="Fund it.")

    assert find_gaps(GapKind.UNKNOWN_ENTRY, [row])[0].tracker_says == "R9 | Fund it."


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(
            [("ROCU-2021-R1", 0.85), ("FRAUD-2019-R1", 0.84)],
            "Row 1 (Funding) may be ROCU-2021-R1 or FRAUD-2019-R1; its wording does not decide between them.",
            id="two that are alike",
        ),
        pytest.param(
            [("ROCU-2021-R1", 0.7), ("FRAUD-2019-R1", 0.2)],
            "Row 1 (Funding) may be ROCU-2021-R1; its wording is not near enough to be sure.",
            id="one that is not near enough",
        ),
    ],
)
def test_an_unclear_row_names_only_what_it_may_be(scores: list[tuple[str, float]], expected: str) -> None:
    gap = find_gaps(GapKind.AMBIGUOUS_MATCH, [an_unclear_row(1, *scores)], items=[ITEM, OTHER])[0]

    assert gap.sentence == expected
    assert gap.register_says.count("\n") == expected.count(" or ")


def test_two_rows_for_one_item_are_told_once_with_what_each_says() -> None:
    rows = [
        a_row_about(ITEM, 54, uncounted=Uncounted.DUPLICATE, text="Fund it."),
        a_row_about(ITEM, 41, status=None, problems=an_unread(TrackerField.STATUS, "Parked"), text="Agree it."),
    ]

    gap = find_gaps(GapKind.DUPLICATE_ENTRY, rows)[0]

    assert gap.key == "duplicate-entry/ROCU-2021-R1"
    assert gap.entry == 41
    assert gap.sentence == (
        "Rows 41 and 54 are about the same item, ROCU-2021-R1. It is counted once, as row 41 has it."
    )
    assert gap.what_to_do == "Keep one of the rows and bring over what the other says; row 41 is the surest."
    assert gap.tracker_says == "Row 41 [Parked]: Agree it.\nRow 54 [in progress]: Fund it."


def test_three_rows_for_one_item_are_told_once() -> None:
    rows = [a_row_about(ITEM, number, uncounted=Uncounted.DUPLICATE if number > 1 else None) for number in (1, 2, 3)]

    gaps = find_gaps(GapKind.DUPLICATE_ENTRY, rows)

    assert [gap.what_to_do for gap in gaps] == [
        "Keep one of the rows and bring over what the others say; row 1 is the surest."
    ]


def test_of_many_rows_for_one_item_the_sentence_names_the_first_and_counts_the_rest() -> None:
    rows = [
        a_row_about(ITEM, number, uncounted=None if number == 7 else Uncounted.DUPLICATE) for number in range(1, 501)
    ]

    [gap] = find_gaps(GapKind.DUPLICATE_ENTRY, rows)

    assert gap.sentence == (
        "Rows 7, 1, 2 and 497 others are about the same item, ROCU-2021-R1. It is counted once, as row 7 has it."
    )
    assert gap.tracker_says.count("\n") == 499


def test_an_open_row_that_counts_before_a_surer_one_is_not_called_the_surest() -> None:
    unsure = a_match(1, "ROCU-2021-R1", method=MatchMethod.TEXT, score=0.9)

    gap = find_gaps(
        GapKind.DUPLICATE_ENTRY,
        [a_row_about(ITEM, 1, match=unsure), a_row_about(ITEM, 2, uncounted=Uncounted.DUPLICATE, **AGREED)],
    )[0]

    assert gap.what_to_do == "Keep one of the rows and bring over what the other says."


def test_two_rows_that_do_not_count_are_not_said_to_count() -> None:
    rows = [a_row_about(FOR_OTHERS, number, uncounted=Uncounted.NOT_FOR_FORCE, status=None) for number in (1, 2)]

    gap = find_gaps(GapKind.DUPLICATE_ENTRY, rows)[0]

    assert gap.sentence == "Rows 1 and 2 are about the same item, ROCU-2021-R1."
    assert gap.tracker_says.startswith("Row 1 [no status]: ")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param(MatchMethod.TEXT, "its words are those of ROCU-2021-R1", id="by its words"),
        pytest.param(MatchMethod.REFERENCE, "its reference is that of ROCU-2021-R1", id="by its reference"),
        pytest.param(MatchMethod.DECISION, "matching.yaml line 9 ties it to ROCU-2021-R1", id="by a decision"),
    ],
)
def test_a_row_under_the_wrong_publication_says_how_that_is_known(method: MatchMethod, expected: str) -> None:
    match = Match(a_match(1).entry, method, RegisterRef("ROCU-2021-R1"), PublicationId("FRAUD-2019"))
    match = replace(match, decided_by="matching.yaml line 9" if method is MatchMethod.DECISION else "")

    gap = find_gaps(GapKind.WRONG_PUBLICATION, [a_row_about(match=match)])[0]

    assert gap.sentence == (
        f"Row 1 (Funding) is filed under Fraud: Time to choose, but {expected} in Regional Organised Crime Units."
    )
    assert gap.publication == ROCU.title
    assert "ROCU-2021-R1" in gap.what_to_do


def test_a_row_that_names_no_publication_is_under_no_wrong_one() -> None:
    assert find_gaps(GapKind.WRONG_PUBLICATION, [a_row_about(match=a_match(1, "ROCU-2021-R1"))]) == []


def test_a_row_for_others_says_for_whom() -> None:
    item = replace(ITEM, addressed_to=("Home Office", "NPCC"))

    gap = find_gaps(GapKind.NOT_FOR_FORCE, [a_row_about(item, uncounted=Uncounted.NOT_FOR_FORCE)])[0]

    assert gap.sentence == (
        "Row 1 (Funding) tracks ROCU-2021-R1, which is addressed to Home Office and NPCC. It is not counted."
    )


def test_a_row_for_another_force_takes_the_addressee_of_its_publication() -> None:
    met = replace(ROCU, addressed_to=("Metropolitan Police Service",))

    gap = find_gaps(GapKind.NOT_FOR_FORCE, [a_row_about()], publications=[met, FRAUD])[0]

    assert "addressed to Metropolitan Police Service" in gap.sentence


@pytest.mark.parametrize(
    ("publication", "items", "expected"),
    [
        pytest.param(replace(ROCU, items_expected=None), [], 1, id="nobody has said"),
        pytest.param(replace(ROCU, items_expected=0), [], 0, id="somebody said it makes none"),
        pytest.param(replace(ROCU, items_expected=7), [], 0, id="somebody said how many"),
        pytest.param(replace(ROCU, items_expected=None), [FOR_OTHERS], 0, id="it has items, all for others"),
        pytest.param(replace(TODAY, items_expected=None), [], 0, id="it came out today"),
    ],
)
def test_a_publication_is_unassessed(publication: Publication, items: list[RegisterItem], expected: int) -> None:
    gaps = find_gaps(GapKind.PUBLICATION_UNASSESSED, items=items, publications=[publication], grace_days=14)

    assert len(gaps) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param(13, 0, id="the day before the grace is over"),
        pytest.param(14, 1, id="the day on which it is over"),
        pytest.param(15, 1, id="the day after"),
    ],
)
def test_a_publication_has_days_of_grace(age: int, expected: int) -> None:
    publication = replace(a_publication("X", published=AS_OF - timedelta(days=age)), items_expected=None)

    gaps = find_gaps(GapKind.PUBLICATION_UNASSESSED, publications=[publication], grace_days=14)

    assert len(gaps) == expected
