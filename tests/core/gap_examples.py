"""For every kind of gap: rows that raise it, and rows that only nearly do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sync.core.gaps import assess_gaps
from sync.core.publications import assess_publications
from sync.core.records import (
    NOTHING_KEPT,
    Candidate,
    Due,
    DutyDate,
    Gap,
    Inspection,
    Kept,
    Publication,
    ReadingProblem,
    Register,
    RegisterItem,
    Standing,
    Uncounted,
)
from sync.core.rules import Rules
from sync.core.vocabulary import (
    GapKind,
    InspectorateStatus,
    ItemKind,
    MatchMethod,
    PublicationId,
    RegisterRef,
    Scope,
    Status,
    TrackerField,
)
from tests.builders import AS_OF, a_match, a_publication, a_register, a_standing, an_item, the_rules

ROCU = a_publication("ROCU-2021", title="Regional Organised Crime Units", published=date(2021, 2, 18))
FRAUD = a_publication("FRAUD-2019", title="Fraud: Time to choose", published=date(2019, 4, 2))
ITEM = an_item("ROCU-2021-R1", text="Agree a funding model for the units.")
OTHER = an_item("FRAUD-2019-R1", text="Publish a policy about fraud.")
CONCERN = an_item("ROCU-2021-C1", kind=ItemKind.CAUSE_OF_CONCERN, number="", text="The units have no funding model.")
CHILD = replace(ITEM, parent=CONCERN.id)
CHILD_2 = an_item("ROCU-2021-R2", parent="ROCU-2021-C1")
RECENT = a_publication("PANDEMIC-2021", title="Policing in the pandemic", published=date(2021, 4, 20))
CHILD_PROTECTION = replace(RECENT, series="child protection", response=DutyDate(None))
RECENT_ITEM = an_item("PANDEMIC-2021-R1", text="Check the records that were kept.")
AGREED: dict[str, Any] = {"status": Status.COMPLETE, "agreed_on": date(2021, 6, 7), "completed_on": date(2021, 5, 28)}


def only(kind: GapKind, *, rules: Rules | None = None, **changes: object) -> Rules:
    """The rules with this one alone, and switched on."""
    base = rules or the_rules()
    gaps = {name: replace(rule, is_on=name is kind) for name, rule in base.gaps.items()}
    return replace(base, gaps=gaps | {kind: replace(gaps[kind], **changes)})  # type: ignore[arg-type]


def find_gaps(
    kind: GapKind,
    standings: Sequence[Standing] = (),
    *,
    items: Sequence[RegisterItem] = (),
    publications: Sequence[Publication] = (ROCU, FRAUD),
    as_of: date = AS_OF,
    rules: Rules | None = None,
    **changes: object,
) -> list[Gap]:
    """What one rule alone finds; the items of the standings are in the register."""
    found = [standing.item for standing in standings if standing.item]
    return find_in(
        kind, standings, a_register(publications, [*found, *items]), as_of, only(kind, rules=rules, **changes)
    )


def find_in(
    kind: GapKind,
    standings: Sequence[Standing],
    register: Register,
    as_of: date,
    rules: Rules,
    kept: Kept = NOTHING_KEPT,
) -> list[Gap]:
    published = assess_publications(standings, register, rules, {}, as_of)
    gaps = assess_gaps(standings, register, rules, as_of, published, kept=kept)
    assert {gap.kind for gap in gaps} <= {kind}
    return list(gaps)


def a_row_about(item: RegisterItem | None = ITEM, number: int = 1, /, **changes: Any) -> Standing:  # noqa: ANN401 - any field
    """A row about an item of one of the two publications."""
    publication = {ROCU.id: ROCU, FRAUD.id: FRAUD}[item.publication] if item else None
    return a_standing(number, item=item, publication=publication, **{"title": "Funding", **changes})


def an_unclear_row(number: int, *scores: tuple[str, float]) -> Standing:
    candidates = tuple(Candidate(RegisterRef(ref), score) for ref, score in scores)
    match = a_match(number, method=MatchMethod.REVIEW, candidates=candidates)
    return a_standing(number, title="Funding", match=match)


def an_unread(
    field: TrackerField, value: str, suggestion: str = "", *, is_unmapped: bool = True
) -> tuple[ReadingProblem, ...]:
    return (ReadingProblem(field, value, is_unmapped, suggestion),)


@dataclass(frozen=True)
class Example:
    """Rows and items with which a kind is raised, once, and with which it is not."""

    rows: Sequence[Standing]
    near_miss: Sequence[Standing]
    items: Sequence[RegisterItem] = ()
    items_near_miss: Sequence[RegisterItem] | None = None
    publications: Sequence[Publication] = (ROCU, FRAUD)
    publications_near_miss: Sequence[Publication] | None = None
    kept: Kept = field(default_factory=Kept)
    kept_near_miss: Kept = field(default_factory=Kept)

    @property
    def register(self) -> Register:
        return a_register(self.publications, [*(row.item for row in self.rows if row.item), *self.items])

    @property
    def register_near_miss(self) -> Register:
        items = self.items if self.items_near_miss is None else self.items_near_miss
        publications = self.publications if self.publications_near_miss is None else self.publications_near_miss
        return a_register(publications, [*(row.item for row in self.near_miss if row.item), *items])


CITED_FRAUD = a_match(1, ITEM.id, cited=PublicationId("FRAUD-2019"))
CITED_ROCU = a_match(1, ITEM.id, cited=PublicationId("ROCU-2021"))
QUOTED = an_item(
    "ROCU-2021-R3",
    text="Forces should answer every request for telephone data within 24 hours, and should not close a case while one is refused.",
)
FOR_OTHERS = replace(ITEM, addressed_to=("Home Office",))
OPEN_SINCE = replace(ITEM, status=InspectorateStatus.OPEN, status_on=date(2021, 6, 8))

EXAMPLES: Mapping[GapKind, Example] = {
    GapKind.MISSING_ENTRY: Example([], [a_row_about()], items=[ITEM]),
    GapKind.UNKNOWN_ENTRY: Example([a_row_about(None)], [a_row_about()]),
    GapKind.AMBIGUOUS_MATCH: Example(
        [an_unclear_row(1, ("ROCU-2021-R1", 0.85), ("FRAUD-2019-R1", 0.84))], [a_row_about()], items=[ITEM, OTHER]
    ),
    GapKind.DUPLICATE_ENTRY: Example(
        [a_row_about(), a_row_about(ITEM, 2, uncounted=Uncounted.DUPLICATE)], [a_row_about(), a_row_about(OTHER, 2)]
    ),
    GapKind.WRONG_PUBLICATION: Example([a_row_about(match=CITED_FRAUD)], [a_row_about(match=CITED_ROCU)]),
    GapKind.NOT_FOR_FORCE: Example([a_row_about(FOR_OTHERS, uncounted=Uncounted.NOT_FOR_FORCE)], [a_row_about()]),
    GapKind.PUBLICATION_UNASSESSED: Example(
        [],
        [],
        publications=[replace(ROCU, items_expected=None)],
        publications_near_miss=[replace(ROCU, items_expected=0)],
    ),
    GapKind.KIND_MISMATCH: Example(
        [a_row_about(kind=ItemKind.AREA_FOR_IMPROVEMENT)], [a_row_about(kind=ItemKind.RECOMMENDATION)]
    ),
    GapKind.SCOPE_MISMATCH: Example([a_row_about(scope=Scope.FORCE)], [a_row_about(scope=Scope.NATIONAL)]),
    GapKind.DUE_DATE_MISMATCH: Example(
        [a_row_about(replace(ITEM, due=Due("By July 2021", date(2021, 7, 31))), inspectorate_due_on=date(2021, 7, 1))],
        [a_row_about(replace(ITEM, due=Due("By July 2021", date(2021, 7, 31))), inspectorate_due_on=date(2021, 7, 31))],
    ),
    GapKind.REFERENCE_MISMATCH: Example(
        [a_row_about(match=a_match(1, ITEM.id, rival=Candidate(OTHER.id, 0.97)))], [a_row_about()], items=[OTHER]
    ),
    GapKind.WORDING_DRIFT: Example(
        [a_row_about(QUOTED, text=QUOTED.text.replace("24", "72"))],
        [a_row_about(QUOTED, text=QUOTED.text.replace("telephone", "telefone").removesuffix(" is refused."))],
    ),
    GapKind.NO_OWNER: Example([a_row_about(has_owner=False)], [a_row_about(has_owner=False, **AGREED)]),
    GapKind.NO_BOARD: Example([a_row_about(board=None)], [a_row_about(board=None, **AGREED)]),
    GapKind.NO_TARGET_DATE: Example([a_row_about(target_on=None)], [a_row_about(target_on=None, **AGREED)]),
    GapKind.OVERDUE: Example([a_row_about(target_on=AS_OF - timedelta(days=1))], [a_row_about(target_on=AS_OF)]),
    GapKind.DUE_SOON: Example([a_row_about(target_on=AS_OF)], [a_row_about(target_on=AS_OF - timedelta(days=1))]),
    GapKind.DATE_SLIPPED: Example(
        [a_row_about(original_target_on=date(2021, 4, 30), target_on=date(2021, 9, 30))],
        [a_row_about(original_target_on=date(2021, 9, 30), target_on=date(2021, 4, 30))],
    ),
    GapKind.STALE_UPDATE: Example([a_row_about(updated_on=date(2020, 12, 9))], [a_row_about(updated_on=None)]),
    GapKind.CLOSED_WITHOUT_EVIDENCE: Example([a_row_about(has_evidence=False, **AGREED)], [a_row_about(**AGREED)]),
    GapKind.CLOSED_WITHOUT_AGREEMENT: Example([a_row_about(status=Status.COMPLETE)], [a_row_about(**AGREED)]),
    GapKind.AGREED_BUT_OPEN: Example([a_row_about(agreed_on=date(2021, 6, 7))], [a_row_about(**AGREED)]),
    GapKind.REOPENED_BY_INSPECTORATE: Example(
        [a_row_about(OPEN_SINCE, **AGREED)], [a_row_about(replace(OPEN_SINCE, status_on=date(2021, 6, 7)), **AGREED)]
    ),
    GapKind.SUPERSEDED_BUT_OPEN: Example(
        [a_row_about(replace(ITEM, status=InspectorateStatus.SUPERSEDED, superseded_by=OTHER.id))],
        [a_row_about(replace(ITEM, status=InspectorateStatus.SUPERSEDED), status=Status.SUPERSEDED)],
        items=[OTHER],
    ),
    GapKind.CONCERN_CLOSED_EARLY: Example(
        [a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN, **AGREED), a_row_about(CHILD, 2)],
        [a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN, **AGREED), a_row_about(CHILD, 2, **AGREED)],
    ),
    GapKind.CONCERN_WITHOUT_RECOMMENDATION: Example(
        [a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN)],
        [a_row_about(CONCERN, kind=ItemKind.CAUSE_OF_CONCERN), a_row_about(CHILD, 2)],
        items=[CHILD],
    ),
    GapKind.AGREEMENT_OVERDUE: Example(
        [a_row_about(status=Status.AWAITING_AGREEMENT, completed_on=date(2021, 2, 12))],
        [a_row_about(status=Status.IN_PROGRESS, completed_on=date(2021, 2, 12))],
    ),
    GapKind.RECHECK_DUE: Example(
        [a_row_about(status=Status.COMPLETE, agreed_on=date(2020, 6, 7))], [a_row_about(**AGREED)]
    ),
    GapKind.RESPONSE_DUE: Example(
        [],
        [],
        items=[RECENT_ITEM],
        items_near_miss=[replace(RECENT_ITEM, kind=ItemKind.AREA_FOR_IMPROVEMENT)],
        publications=[RECENT],
    ),
    GapKind.ACTION_PLAN_DUE: Example(
        [],
        [],
        items=[RECENT_ITEM],
        publications=[CHILD_PROTECTION],
        publications_near_miss=[replace(CHILD_PROTECTION, series="thematic")],
    ),
    GapKind.UNMAPPED_VALUE: Example(
        [a_row_about(status=None, problems=an_unread(TrackerField.STATUS, "Parked"))],
        [a_row_about(problems=an_unread(TrackerField.TARGET_ON, "31/06/2021", is_unmapped=False))],
    ),
    GapKind.UNREADABLE_VALUE: Example(
        [a_row_about(problems=an_unread(TrackerField.TARGET_ON, "31/06/2021", is_unmapped=False))],
        [a_row_about(status=None, problems=an_unread(TrackerField.STATUS, "Parked"))],
    ),
    GapKind.REQUIRED_BLANK: Example([a_row_about(added_on=None)], [a_row_about(board=None)]),
    GapKind.UNEXPLAINED_MOVEMENT: Example(
        [a_row_about(status=Status.SUPERSEDED, updated_on=None)],
        [a_row_about(status=Status.SUPERSEDED, closed_on=date(2021, 6, 7)), a_row_about(OTHER, 2, **AGREED)],
    ),
    GapKind.INSPECTION_NOT_LINKED: Example(
        [],
        [],
        kept=Kept((Inspection(1, "Regional organised crime units"), Inspection(2, "Something else"))),
        kept_near_miss=Kept((Inspection(1, "Regional organised crime units", publications=("ROCU-2021",)),)),
    ),
}
