"""Clocks: what a publication wants answered by a day that is near or past."""

from collections.abc import Callable, Iterator
from datetime import date

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation
from sync.core.records import Duty, PublicationStanding
from sync.core.text import say_count
from sync.core.vocabulary import DutyState, GapKind


def response_due(situation: Situation) -> Iterator[Finding]:
    """Find publications that nobody has answered although the last day is near (by the rule's days) or past."""

    def tell(standing: PublicationStanding, duty: Duty) -> Finding:
        local = (
            f" Our own target {_say_tense(duty.local_due, situation)} {say_date(duty.local_due)}."
            if duty.local_due
            else ""
        )
        return _find(
            standing,
            sentence=f"The response to {standing.publication.name} {_say_when(duty)}.{local}",
            what_to_do=f"Agree the comments with the {duty.owed_by or 'body that answers'}, publish them, and fill in "
            "'Responded on' in HMICFRS Publications.",
            says=f"{_say_published(standing)} Last day to respond: {_say_day(duty)}{_say_basis(duty)}.",
        )

    return _waiting(situation, GapKind.RESPONSE_DUE, lambda standing: standing.response, tell)


def action_plan_due(situation: Situation) -> Iterator[Finding]:
    """Find publications whose action plan nobody has sent although its day is near (by the rule's days) or past."""

    def tell(standing: PublicationStanding, duty: Duty) -> Finding:
        return _find(
            standing,
            sentence=f"The action plan for {standing.publication.name} {_say_when(duty)}.",
            what_to_do="Send the action plan, and fill in 'Action plan sent on' in HMICFRS Publications.",
            says=f"{_say_published(standing)} Action plan wanted by {_say_day(duty)}{_say_basis(duty)}.",
        )

    return _waiting(situation, GapKind.ACTION_PLAN_DUE, lambda standing: standing.action_plan, tell)


def _waiting(
    situation: Situation,
    kind: GapKind,
    choose: Callable[[PublicationStanding], Duty],
    tell: Callable[[PublicationStanding, Duty], Finding],
) -> Iterator[Finding]:
    horizon = situation.as_of + situation.grace(kind)
    for standing in situation.publications:
        duty = choose(standing)
        if duty.is_waiting and duty.due and duty.due <= horizon:
            yield tell(standing, duty)


def _find(standing: PublicationStanding, sentence: str, what_to_do: str, says: str) -> Finding:
    return Finding(
        about=standing.publication.id,
        sentence=sentence,
        what_to_do=what_to_do,
        tracker_says="Nothing is recorded in HMICFRS Publications.",
        register_says=says,
        publication=standing.publication,
    )


def _say_when(duty: Duty) -> str:
    is_late = duty.state is DutyState.OVERDUE
    return f"{'was' if is_late else 'is'} due on {_say_day(duty)}{' and is not recorded' if is_late else ''}"


def _say_tense(day: date, situation: Situation) -> str:
    return "was" if day < situation.as_of else "is"


def _say_day(duty: Duty) -> str:
    return say_date(duty.due) if duty.due else ""


def _say_basis(duty: Duty) -> str:
    return f" ({duty.basis})" if duty.basis else ""


def _say_published(standing: PublicationStanding) -> str:
    count = say_count(standing.for_force, "item")
    return f"Published {say_date(standing.publication.published.on)}, with {count} for this force."
