"""Standings: an item counts once, what is for others does not count, and done means agreed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.records import Due, Match, Standing, TrackerEntry, Uncounted
from sync.core.rules import Governance
from sync.core.standing import assess_standings
from sync.core.vocabulary import ItemKind, MatchMethod, PublicationId, Scope, Status
from tests.builders import a_match, a_publication, a_register, a_standing, an_entry, an_item, the_governance

DAY = date(2021, 6, 7)
REGISTER = a_register(
    [
        a_publication("ROCU-2021", scope=Scope.JOINT),
        a_publication("NCPI-MET", addressed_to=("Metropolitan Police Service",)),
    ],
    [
        an_item("ROCU-2021-R1"),
        an_item("ROCU-2021-R4", addressed_to=("Home Office", "NPCC")),
        an_item("ROCU-2021-R5", addressed_to=("NPCC", "Lancashire Police")),
        an_item("NCPI-MET-A1", kind=ItemKind.AREA_FOR_IMPROVEMENT),
    ],
)


def assess(*pairs: tuple[TrackerEntry, Match], governance: Governance | None = None) -> list[Standing]:
    entries, matches = zip(*pairs, strict=True)
    return list(assess_standings(entries, matches, REGISTER, governance or the_governance()))


def assess_one(entry: TrackerEntry, ref: str | None = "ROCU-2021-R1", governance: Governance | None = None) -> Standing:
    return assess((entry, a_match(1, ref)), governance=governance)[0]


def test_an_entry_knows_its_item_and_publication() -> None:
    standing = assess_one(an_entry(1))

    assert (standing.item, standing.publication) == (
        REGISTER.items[an_item("ROCU-2021-R1").id],
        REGISTER.publications[PublicationId("ROCU-2021")],
    )
    assert standing.is_counted


def test_an_entry_without_an_item_has_the_publication_it_names() -> None:
    standing = assess((an_entry(1), a_match(1, cited=PublicationId("ROCU-2021"))))[0]

    assert standing.publication == REGISTER.publications[PublicationId("ROCU-2021")]
    assert (standing.item, standing.is_counted) == (None, True)


def test_an_entry_without_anything_still_counts() -> None:
    standing = assess_one(an_entry(1), None)

    assert (standing.item, standing.publication, standing.is_counted) == (None, None, True)


@pytest.mark.parametrize(
    ("ref", "uncounted"),
    [
        pytest.param("ROCU-2021-R1", None, id="the publication is for all forces"),
        pytest.param("ROCU-2021-R5", None, id="the force is one of several"),
        pytest.param("ROCU-2021-R4", Uncounted.NOT_FOR_FORCE, id="the item is for others"),
        pytest.param("NCPI-MET-A1", Uncounted.NOT_FOR_FORCE, id="the publication is for another force"),
    ],
)
def test_only_what_is_for_the_force_counts(ref: str, uncounted: Uncounted | None) -> None:
    assert assess_one(an_entry(1), ref).uncounted is uncounted


@pytest.mark.parametrize(
    ("entry", "needs_agreement", "status", "closed_on"),
    [
        pytest.param({"status": Status.IN_PROGRESS}, True, Status.IN_PROGRESS, None, id="in progress"),
        pytest.param({"status": None}, True, None, None, id="nobody can read it"),
        pytest.param(
            {"status": Status.COMPLETE, "completed_on": DAY},
            True,
            Status.AWAITING_AGREEMENT,
            None,
            id="complete, not agreed",
        ),
        pytest.param(
            {"status": Status.COMPLETE, "completed_on": date(2021, 5, 1), "agreed_on": DAY},
            True,
            Status.COMPLETE,
            DAY,
            id="complete and agreed, on the day of agreement",
        ),
        pytest.param(
            {"status": Status.COMPLETE, "completed_on": DAY},
            False,
            Status.COMPLETE,
            DAY,
            id="complete where nobody has to agree",
        ),
        pytest.param(
            {"status": Status.SUPERSEDED, "updated_on": DAY},
            True,
            Status.SUPERSEDED,
            DAY,
            id="superseded needs no agreement",
        ),
        pytest.param(
            {"status": Status.NO_ACTION, "updated_on": None}, True, Status.NO_ACTION, None, id="no action, no day known"
        ),
        pytest.param(
            {"status": Status.IN_PROGRESS, "agreed_on": DAY},
            True,
            Status.IN_PROGRESS,
            None,
            id="agreed and not closed is open",
        ),
    ],
)
def test_the_status_that_counts(
    entry: dict[str, Any],
    needs_agreement: bool,  # noqa: FBT001
    status: Status | None,
    closed_on: date | None,
) -> None:
    governance = the_governance(completion_needs_agreement=needs_agreement)

    standing = assess_one(an_entry(1, **entry), governance=governance)

    assert (standing.status, standing.closed_on) == (status, closed_on)
    assert standing.is_outstanding is (closed_on is None and status is not Status.NO_ACTION)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(None, True, id="a status that nobody can read has closed nothing"),
        *[pytest.param(status, True, id=status.label) for status in list(Status)[:4]],
        *[pytest.param(status, False, id=status.label) for status in list(Status)[4:]],
    ],
)
def test_a_row_is_outstanding(status: Status | None, expected: bool) -> None:  # noqa: FBT001
    assert a_standing(1, status=status).is_outstanding is expected


@pytest.mark.parametrize(
    ("kind", "scope", "expected"),
    [
        pytest.param(None, None, (ItemKind.RECOMMENDATION, Scope.JOINT), id="blanks are filled from the register"),
        pytest.param(
            ItemKind.CAUSE_OF_CONCERN,
            Scope.FORCE,
            (ItemKind.CAUSE_OF_CONCERN, Scope.FORCE),
            id="what the row says counts",
        ),
    ],
)
def test_kind_and_scope(kind: ItemKind | None, scope: Scope | None, expected: tuple[ItemKind, Scope]) -> None:
    standing = assess_one(an_entry(1, kind=kind, scope=scope))

    assert (standing.kind, standing.scope) == expected


def test_kind_and_scope_may_be_unknown() -> None:
    standing = assess_one(an_entry(1, kind=None, scope=None), None)

    assert (standing.kind, standing.scope) == (None, None)


AGREED: dict[str, Any] = {"status": Status.COMPLETE, "agreed_on": DAY}


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        pytest.param(
            (an_entry(1), a_match(1, "ROCU-2021-R1")), (an_entry(2), a_match(2, "ROCU-2021-R1")), 1, id="the older row"
        ),
        pytest.param(
            (an_entry(1, **AGREED), a_match(1, "ROCU-2021-R1")),
            (an_entry(2), a_match(2, "ROCU-2021-R1", method=MatchMethod.TEXT, score=0.9)),
            2,
            id="the open row before a closed one, however sure",
        ),
        pytest.param(
            (an_entry(1), a_match(1, "ROCU-2021-R1", method=MatchMethod.TEXT)),
            (an_entry(2), a_match(2, "ROCU-2021-R1")),
            2,
            id="the reference before the wording",
        ),
        pytest.param(
            (an_entry(1), a_match(1, "ROCU-2021-R1", method=MatchMethod.TEXT, score=0.85)),
            (an_entry(2), a_match(2, "ROCU-2021-R1", method=MatchMethod.TEXT, score=0.95)),
            2,
            id="the nearer wording",
        ),
    ],
)
def test_of_two_rows_for_an_item_one_counts(
    first: tuple[TrackerEntry, Match], second: tuple[TrackerEntry, Match], counted: int
) -> None:
    standings = assess(first, second)

    assert [standing.entry.id for standing in standings if standing.is_counted] == [counted]
    assert {standing.uncounted for standing in standings} == {None, Uncounted.DUPLICATE}


def test_two_rows_for_an_item_of_others_are_both_not_for_the_force() -> None:
    standings = assess(*((an_entry(number), a_match(number, "ROCU-2021-R4")) for number in (1, 2)))

    assert {standing.uncounted for standing in standings} == {Uncounted.NOT_FOR_FORCE}


def test_rows_without_an_item_are_no_duplicates_of_each_other() -> None:
    standings = assess(*((an_entry(number), a_match(number)) for number in (1, 2)))

    assert all(standing.is_counted for standing in standings)


@given(st.permutations(range(1, 6)), st.lists(st.sampled_from(Status), min_size=5, max_size=5))
def test_the_order_of_the_rows_changes_nothing(order: list[int], statuses: list[Status]) -> None:
    pairs = {n: (an_entry(n, status=statuses[n - 1]), a_match(n, f"ROCU-2021-R{1 if n < 4 else 4}")) for n in order}
    sorted_pairs = [pairs[number] for number in sorted(pairs)]

    shuffled = assess(*pairs.values())

    assert sorted(shuffled, key=lambda standing: standing.entry.id) == assess(*sorted_pairs)


@pytest.mark.parametrize(
    ("target", "entry_due", "item_due", "expected"),
    [
        pytest.param(
            date(2021, 9, 1), date(2021, 8, 1), date(2021, 7, 1), date(2021, 9, 1), id="the force's own target"
        ),
        pytest.param(None, date(2021, 8, 1), date(2021, 7, 1), date(2021, 8, 1), id="or HMICFRS's date in the row"),
        pytest.param(None, None, date(2021, 7, 1), date(2021, 7, 1), id="or that in the register"),
        pytest.param(None, None, None, None, id="or none"),
    ],
)
def test_the_deadline(
    target: date | None, entry_due: date | None, item_due: date | None, expected: date | None
) -> None:
    item = replace(an_item("ROCU-2021-R1"), due=Due(on=item_due))

    standing = a_standing(1, item=item, target_on=target, inspectorate_due_on=entry_due)

    assert standing.deadline == expected
