"""Where publications stand: what the statute, the series and the publication itself want answered, and what was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from sync.core.publications import assess_publications, read_answers
from sync.core.records import Answer, DatedTo, Duty, DutyDate, Publication, PublicationStanding, RegisterItem, Standing
from sync.core.rules import ClockRules, Override, Rules
from sync.core.vocabulary import DatePrecision, DutyState, ItemKind, PublicationId, RegisterRef, RegisterState, Status
from tests.builders import AS_OF, a_list, a_publication, a_register, a_row, a_standing, an_item, on, the_rules

REPORT = a_publication("PANDEMIC-2021", published=date(2021, 4, 20))
ITEM = an_item("PANDEMIC-2021-R1")
CHILD_PROTECTION = replace(REPORT, series="Child protection")


def rules_with(**changes: object) -> Rules:
    governance = replace(the_rules().governance, **{"clocks": ClockRules(date(2021, 1, 1), 42), **changes})  # type: ignore[arg-type]
    return replace(the_rules(), governance=governance)


def stand(
    publication: Publication = REPORT,
    items: Sequence[RegisterItem] = (ITEM,),
    standings: Sequence[Standing] = (),
    *,
    answer: Answer | None = None,
    rules: Rules | None = None,
    others: Sequence[Publication] = (),
    as_of: date = AS_OF,
) -> PublicationStanding:
    """Where one publication stands."""
    register = a_register([publication, *others], items)
    answers = {publication.id: answer} if answer else {}
    found = assess_publications(standings, register, rules or rules_with(), answers, as_of)
    return next(standing for standing in found if standing.publication.id == publication.id)


@pytest.mark.parametrize(
    ("published", "last_day"),
    [
        pytest.param(date(2020, 12, 8), date(2021, 2, 1), id="pre-charge bail"),
        pytest.param(date(2021, 2, 18), date(2021, 4, 14), id="regional units, across the clocks going forward"),
        pytest.param(date(2021, 4, 20), date(2021, 6, 14), id="policing in the pandemic"),
        pytest.param(date(2021, 9, 15), date(2021, 11, 9), id="across the clocks going back"),
        pytest.param(date(2020, 1, 10), date(2020, 3, 5), id="across a leap day"),
        pytest.param(date(2019, 1, 10), date(2019, 3, 6), id="the same in a year without one"),
    ],
)
def test_the_day_of_publication_is_the_first_of_the_56_days(published: date, last_day: date) -> None:
    response = stand(replace(REPORT, published=replace(REPORT.published, on=published))).response

    assert response.due == last_day
    assert response.basis == "Police Act 1996 s.55(5A)"
    assert response.owed_by == "local policing body"


@pytest.mark.parametrize(
    ("publication", "items"),
    [
        pytest.param(REPORT, [replace(ITEM, kind=ItemKind.AREA_FOR_IMPROVEMENT)], id="areas for improvement alone"),
        pytest.param(REPORT, [replace(ITEM, addressed_to=("Home Office",))], id="recommendations to others"),
        pytest.param(REPORT, [replace(ITEM, state=RegisterState.DRAFT)], id="drafts"),
        pytest.param(REPORT, [], id="nothing"),
        pytest.param(
            replace(REPORT, series="Super-complaint"), [ITEM], id="a super-complaint without a date of its own"
        ),
        pytest.param(replace(REPORT, response=DutyDate(None)), [ITEM], id="a report that says it wants none"),
        pytest.param(replace(REPORT, is_public=False), [ITEM], id="a report that was not published"),
        pytest.param(replace(REPORT, inspectorates=("HMI Probation",)), [ITEM], id="an inspectorate without the duty"),
    ],
)
def test_no_response_is_asked_for_by(publication: Publication, items: Sequence[RegisterItem]) -> None:
    assert stand(publication, items).response == Duty()


def test_a_super_complaint_sets_its_own_date() -> None:
    publication = replace(REPORT, series="super-complaint", response=DutyDate(date(2021, 7, 21)))

    response = stand(publication).response

    assert (response.due, response.state, response.basis) == (
        date(2021, 7, 21),
        DutyState.DUE,
        "set by the publication itself",
    )


def test_the_force_s_own_target_stands_beside_the_statute_s_day() -> None:
    assert stand().response.local_due == date(2021, 5, 31)
    assert stand(rules=rules_with(clocks=ClockRules())).response.local_due is None


def test_a_national_and_a_force_report_with_the_same_findings_need_one_response() -> None:
    local = replace(a_publication("LOCAL-2021", published=date(2021, 4, 20)), answered_with=REPORT.id)

    response = stand(local, [an_item("LOCAL-2021-R1")], others=[REPORT]).response

    assert (response.state, response.answered_with, response.due) == (DutyState.ELSEWHERE, REPORT.id, None)


@pytest.mark.parametrize(
    ("as_of", "responded_on", "state"),
    [
        pytest.param(date(2021, 6, 14), None, DutyState.DUE, id="on the last day"),
        pytest.param(date(2021, 6, 15), None, DutyState.OVERDUE, id="the day after"),
        pytest.param(AS_OF, date(2021, 6, 14), DutyState.DONE, id="answered on the last day"),
        pytest.param(AS_OF, date(2021, 6, 15), DutyState.DONE_LATE, id="answered the day after"),
    ],
)
def test_a_response_is(as_of: date, responded_on: date | None, state: DutyState) -> None:
    assert stand(answer=Answer(responded_on), as_of=as_of).response.state is state


def test_a_report_from_before_we_watched_is_not_chased_but_its_day_is_told() -> None:
    response = stand(rules=rules_with(clocks=ClockRules(date(2021, 4, 21)))).response

    assert (response.state, response.due, response.is_waiting) == (DutyState.NOT_WATCHED, date(2021, 6, 14), False)


@pytest.mark.parametrize(
    ("publication", "due"),
    [
        pytest.param(CHILD_PROTECTION, date(2021, 6, 1), id="six weeks for child protection"),
        pytest.param(
            replace(CHILD_PROTECTION, action_plan=DutyDate(date(2021, 5, 4))), date(2021, 5, 4), id="its own day"
        ),
        pytest.param(replace(CHILD_PROTECTION, action_plan=DutyDate(None)), None, id="none, it says"),
        pytest.param(REPORT, None, id="none for a thematic report"),
    ],
)
def test_an_action_plan_is_wanted(publication: Publication, due: date | None) -> None:
    assert stand(publication).action_plan.due == due


def test_rows_are_counted_by_what_the_figures_take_them_for() -> None:
    rows = [
        a_standing(1, item=ITEM, publication=REPORT, status=Status.IN_PROGRESS),
        a_standing(2, item=an_item("PANDEMIC-2021-R2"), publication=REPORT, status=Status.COMPLETE),
        a_standing(3, publication=REPORT, status=None),
    ]
    items = [
        ITEM,
        an_item("PANDEMIC-2021-R2"),
        an_item("PANDEMIC-2021-R3"),
        an_item("PANDEMIC-2021-R4", addressed_to=("NPCC",)),
    ]

    standing = stand(items=items, standings=rows)

    assert standing.rows == {Status.IN_PROGRESS: (1,), Status.COMPLETE: (2,), None: (3,)}
    assert (standing.outstanding, standing.for_force, standing.not_for_force) == ((1, 3), 3, 1)
    assert standing.missing == ("PANDEMIC-2021-R3",)


def test_a_row_about_an_item_that_another_body_published_too_is_enough() -> None:
    twin = an_item("CPS-2021-R1", same_as=(ITEM.id,))
    rows = [a_standing(1, item=twin)]

    assert stand(items=[ITEM, twin], standings=rows).missing == ()
    assert stand(items=[ITEM, replace(twin, same_as=())], standings=rows).missing == (ITEM.id,)


@pytest.mark.parametrize("is_for_force", [True, False])
def test_an_administrator_s_decision_goes_before_the_addressees(is_for_force: bool) -> None:  # noqa: FBT001
    item = replace(ITEM, addressed_to=("NPCC",) if is_for_force else ("all forces",))
    decided = {RegisterRef(ITEM.id): Override(is_for_force, "The chief constable leads for the region.")}

    standing = stand(items=[item], rules=rules_with(overrides=decided))

    assert (standing.for_force, standing.not_for_force) == ((1, 0) if is_for_force else (0, 1))


def test_what_people_recorded_is_read_by_the_publication_s_key() -> None:
    rows = [
        a_row(1, SyncKey="PANDEMIC-2021", RespondedOn=on(date(2021, 6, 1)), ActionPlanSentOn=None),
        a_row(2, SyncKey=None, RespondedOn=on(date(2021, 6, 2))),
    ]

    answers = read_answers(a_list(rows=rows), the_rules().targets.publications)

    assert answers == {PublicationId("PANDEMIC-2021"): Answer(date(2021, 6, 1), None)}


@pytest.mark.parametrize(
    ("precision", "on", "last_day"),
    [
        pytest.param(DatePrecision.MONTH, date(2021, 3, 31), date(2021, 4, 25), id="a month"),
        pytest.param(DatePrecision.YEAR, date(2021, 12, 31), date(2021, 2, 25), id="a year"),
    ],
)
def test_a_date_without_a_day_is_counted_from_its_first_and_says_so(
    precision: DatePrecision, on: date, last_day: date
) -> None:
    response = stand(replace(REPORT, published=DatedTo(on, precision))).response

    assert response.due == last_day
    assert response.basis == "Police Act 1996 s.55(5A), from the first day it can have been published"


def test_what_a_report_recommends_to_the_local_policing_body_alone_is_answered_too() -> None:
    item = replace(ITEM, addressed_to=("police and crime commissioners",))

    standing = stand(items=[item])

    assert (standing.for_force, standing.response.due) == (0, date(2021, 6, 14))


def test_a_cause_of_concern_alone_starts_no_clock() -> None:
    assert stand(items=[replace(ITEM, kind=ItemKind.CAUSE_OF_CONCERN)]).response == Duty()
