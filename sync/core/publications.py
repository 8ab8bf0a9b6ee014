"""Publications: how much of each is in the tracker, and which answers it still waits for."""

from collections.abc import Mapping, Sequence
from datetime import date

from sync.core.clocks import action_plan_last_day, response_last_day
from sync.core.inspectorates import Inspectorate, ResponseDuty
from sync.core.records import (
    Answer,
    Duty,
    DutyDate,
    ListContents,
    Publication,
    PublicationStanding,
    Register,
    RegisterItem,
    Standing,
    TargetList,
)
from sync.core.rules import Governance, Rules
from sync.core.text import fold
from sync.core.values import read_day, read_text
from sync.core.vocabulary import (
    DatePrecision,
    DutyState,
    EntryId,
    ItemKind,
    PublicationId,
    RegisterRef,
    RegisterState,
    Status,
)

RESPONDED_ON, ACTION_PLAN_SENT_ON = "RespondedOn", "ActionPlanSentOn"
"""The columns of the publications list in which people record what was done."""


def read_answers(contents: ListContents, target: TargetList) -> dict[PublicationId, Answer]:
    """Return what people recorded in the publications list."""
    return {
        PublicationId(key): Answer(read_day(row.cells.get(RESPONDED_ON)), read_day(row.cells.get(ACTION_PLAN_SENT_ON)))
        for row in contents.rows
        if (key := read_text(row.cells.get(target.key)))
    }


def assess_publications(
    standings: Sequence[Standing],
    register: Register,
    rules: Rules,
    answers: Mapping[PublicationId, Answer],
    as_of: date,
) -> tuple[PublicationStanding, ...]:
    """Return where each confirmed publication of the register stands, in the register's order."""
    items: dict[PublicationId, list[RegisterItem]] = {}
    for item in register.items.values():
        if item.state is RegisterState.CONFIRMED:
            items.setdefault(item.publication, []).append(item)
    rows: dict[PublicationId, dict[Status | None, list[EntryId]]] = {}
    for standing in sorted(standings, key=lambda each: each.entry.id):
        if standing.publication and standing.is_counted:
            by_status = rows.setdefault(standing.publication.id, {})
            by_status.setdefault(standing.status, []).append(standing.entry.id)
    closed_before = frozenset(each.entry.id for each in standings if each.status is None and not each.is_outstanding)
    covered = covered_items(standings, register)
    judge = _Judge(register, rules, answers, as_of)
    result = []
    for publication in register.publications.values():
        if publication.state is RegisterState.DRAFT:
            continue
        own = items.get(publication.id, [])
        ours = [item for item in own if rules.governance.is_addressed(item, publication)]
        result.append(
            PublicationStanding(
                publication=publication,
                for_force=len(ours),
                not_for_force=len(own) - len(ours),
                missing=tuple(item.id for item in ours if item.is_wanted and item.id not in covered),
                rows={status: tuple(ids) for status, ids in rows.get(publication.id, {}).items()},
                closed_before=closed_before.intersection(rows.get(publication.id, {}).get(None, ())),
                response=judge.response(publication, own),
                action_plan=judge.action_plan(publication, ours),
            )
        )
    return tuple(result)


def covered_items(standings: Sequence[Standing], register: Register) -> set[RegisterRef]:
    """Return the items that some row is about, itself or by an item that asks for the same."""
    covered = {standing.item.id for standing in standings if standing.item}
    for standing in standings:
        if standing.item:
            covered |= register.equivalents_of(standing.item)
    return covered


class _Judge:
    """Says of one publication after the other what has to be answered by when, and whether it was."""

    def __init__(self, register: Register, rules: Rules, answers: Mapping[PublicationId, Answer], as_of: date) -> None:
        self._register = register
        self._governance: Governance = rules.governance
        self._inspectorates = rules.register.inspectorates
        self._answers = answers
        self._as_of = as_of

    def response(self, publication: Publication, items: Sequence[RegisterItem]) -> Duty:
        """Return the duty to answer a report: only where it recommends something to this force or to its local policing body.

        The day is the one the publication sets, or else that of the statute. A report whose findings another one has too is
        answered with that one.
        """
        inspectorate = self._inspectorates.get(fold(publication.lead))
        rule = inspectorate.response if inspectorate else None
        owed_by = rule.answered_by if rule else ""
        due = _own_day(publication.response, self._statutory(publication, inspectorate))
        if due is None or not any(self._is_answered(item, publication) for item in items):
            return Duty()
        if publication.answered_with:
            return Duty(DutyState.ELSEWHERE, owed_by=owed_by, answered_with=publication.answered_with)
        local_days = self._governance.clocks.response_local_days
        return Duty(
            state=self._state(publication, due, done_on := self._answer(publication).responded_on),
            due=due,
            local_due=response_last_day(publication.published.first, local_days) if local_days else None,
            done_on=done_on,
            owed_by=owed_by,
            basis=_say_basis(publication, rule),
        )

    def _statutory(self, publication: Publication, inspectorate: Inspectorate | None) -> date | None:
        rule = inspectorate.response if inspectorate else None
        if rule is None or fold(publication.series) in rule.not_for or not publication.is_public:
            return None
        return response_last_day(publication.published.first, rule.days)

    def _is_answered(self, item: RegisterItem, publication: Publication) -> bool:
        """Say whether an item is one that the local policing body has to answer: s.55 speaks of recommendations alone."""
        if item.kind is not ItemKind.RECOMMENDATION:
            return False
        is_for_body = self._governance.addresses_policing_body(item, publication)
        return is_for_body or self._governance.is_addressed(item, publication)

    def action_plan(self, publication: Publication, ours: Sequence[RegisterItem]) -> Duty:
        """Return the wish for an action plan: by the publication itself, or by its series."""
        inspectorate = self._inspectorates.get(fold(publication.lead))
        days = inspectorate.action_plan_days(fold(publication.series)) if inspectorate else None
        due = _own_day(
            publication.action_plan, action_plan_last_day(publication.published.first, days) if days else None
        )
        if due is None or not ours:
            return Duty()
        done_on = self._answer(publication).action_plan_sent_on
        basis = next((d.basis for d in inspectorate.action_plans if d.days == days), "") if inspectorate else ""
        return Duty(self._state(publication, due, done_on), due, done_on=done_on, owed_by="the force", basis=basis)

    def _answer(self, publication: Publication) -> Answer:
        return self._answers.get(publication.id, Answer())

    def _state(self, publication: Publication, due: date, done_on: date | None) -> DutyState:
        if done_on:
            return DutyState.DONE if done_on <= due else DutyState.DONE_LATE
        if not self._governance.clocks.watches(publication.published.first):
            return DutyState.NOT_WATCHED
        return DutyState.OVERDUE if due < self._as_of else DutyState.DUE


def _say_basis(publication: Publication, rule: ResponseDuty | None) -> str:
    if publication.response:
        return "set by the publication itself"
    known = (
        ""
        if publication.published.precision is DatePrecision.DAY
        else ", from the first day it can have been published"
    )
    return f"{rule.basis}{known}" if rule else ""


def _own_day(own: DutyDate | None, usual: date | None) -> date | None:
    """Return the day that the publication sets itself, none when it says none, or else the usual one."""
    return own.on if own else usual
