"""The summary: the object that scripts read has exactly the contract's names, and its counts are right."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sync.core.plan import make_plan
from sync.core.records import Change, Gap, Outcome, OutcomeKind
from sync.core.rollup import roll_up
from sync.core.rules import GuardRule
from sync.core.summary import FlagCounts, RequestCounts, RunOutcome, Summary
from sync.core.vocabulary import ChangeKind, GapKind, ItemKind, MatchMethod, Severity, Status
from tests.builders import AS_OF, a_match, a_register, a_standing, an_item, the_governance

CONTRACT: Mapping[str, object] = {
    "as_of": "2021-06-23",
    "outcome": "applied",
    "read": {"tracker": 0, "register_items": 0, "publications": 0, "complete": True},
    "matches": {"reference": 0, "decision": 0, "text": 0, "review": 0, "none": 0},
    "gaps": {"open": 0, "new": 0, "cleared": 0, "dismissed": 0, "by_kind": {"overdue": 0}},
    "position": {
        "outstanding": 0,
        "kind_and_scope": {
            "cause-of-concern": {"national": 0, "joint": 0, "force": 0},
            "area-for-improvement": {"national": 0, "joint": 0, "force": 0},
            "recommendation": {"national": 0, "joint": 0, "force": 0},
        },
        "movement": {"opening": 0, "added": 0, "reopened": 0, "completed": 0, "other_closed": 0, "closing": 0},
        "sign_off_sessions": {"2021-06-07": 0, "2021-06-08": 0},
    },
    "plan": {"checksum": "", "create": 0, "update": 0, "retire": 0, "withheld": 0},
    "writes": {"done": 0, "conflicts": 0, "failed": 0},
    "requests": {"sent": 0, "throttled": 0, "retried": 0},
    "seconds": {"read": 0.0, "reconcile": 0.0, "write": 0.0, "total": 0.0},
}
"""The object of product.md, section 6."""

MORE = {
    "position.movement.unexplained",
    "position.not_counted",
    "position.not_counted.duplicate",
    "position.not_counted.not-for-force",
}
"""What we tell beyond it."""

CHANGES = [
    Change(ChangeKind.CREATE, "A", "a", {"Title": "A"}),
    Change(ChangeKind.UPDATE, "A", "b", {"Title": "A"}, row_id=2),
    *(Change(ChangeKind.RETIRE, "A", f"c{n}", {"Title": "A"}, row_id=n) for n in (3, 4)),
]


def a_summary() -> Summary:
    agreed = [a_standing(n, status=Status.COMPLETE, agreed_on=date(2021, 6, day)) for n, day in ((1, 7), (2, 8))]
    gap = Gap("overdue/3", GapKind.OVERDUE, Severity.HIGH, "S.", "W.")
    plan = make_plan(CHANGES, {}, {ChangeKind.RETIRE: GuardRule(cap=1)}, AS_OF)
    outcomes = [OutcomeKind.DONE, OutcomeKind.CONFLICT, OutcomeKind.FAILED, OutcomeKind.DONE]
    return Summary(
        as_of=AS_OF,
        outcome=RunOutcome.APPLIED,
        tracker_rows=3,
        register=a_register(items=[an_item("ROCU-2021-R1"), an_item("ROCU-2021-R2")]),
        matches=[a_match(1, "ROCU-2021-R1"), a_match(2), a_match(3, method=MatchMethod.REVIEW)],
        gaps=[gap, replace(gap, key="overdue/4")],
        flag_counts=FlagCounts(open=2, new=1, cleared=3, dismissed=4),
        position=roll_up([*agreed, a_standing(3, kind=ItemKind.CAUSE_OF_CONCERN)], the_governance(), AS_OF),
        plan=plan,
        outcomes=[Outcome(change, kind) for change, kind in zip(CHANGES, outcomes, strict=True)],
        requests=RequestCounts(sent=5, throttled=1, retried=2, parts=9),
        seconds={"read": 0.12345, "reconcile": 0.0, "write": 0.0, "total": 1.0},
    )


def names_of(value: object, path: str = "") -> set[str]:
    """The names in an object, each with those around it."""
    if not isinstance(value, Mapping):
        return set()
    here = {f"{path}{name}" for name in value}
    return here.union(*(names_of(item, f"{path}{name}.") for name, item in value.items()))


def types_of(value: object, path: str = "") -> dict[str, type]:
    if not isinstance(value, Mapping):
        return {path: type(value)}
    return {name: kind for key, item in value.items() for name, kind in types_of(item, f"{path}.{key}").items()}


def test_the_object_has_exactly_the_names_of_the_contract() -> None:
    assert names_of(a_summary().as_json()) - MORE == names_of(CONTRACT)


def test_every_value_is_of_the_contracts_type() -> None:
    told, promised = types_of(a_summary().as_json()), types_of(CONTRACT)

    assert {name: told[name] for name in promised} == promised


def test_the_counts_are_those_of_the_run() -> None:
    told = a_summary().as_json()

    assert told["read"] == {"tracker": 3, "register_items": 2, "publications": 1, "complete": True}
    assert told["matches"] == {"reference": 1, "decision": 0, "text": 0, "review": 1, "none": 1}
    assert told["gaps"] == {"open": 2, "new": 1, "cleared": 3, "dismissed": 4, "by_kind": {"overdue": 2}}
    assert told["writes"] == {"done": 2, "conflicts": 1, "failed": 1}
    assert told["requests"] == {"sent": 5, "throttled": 1, "retried": 2}
    assert told["seconds"] == {"read": 0.123, "reconcile": 0.0, "write": 0.0, "total": 1.0}


def test_the_plan_is_counted_by_kind_with_what_is_withheld() -> None:
    summary = a_summary()

    assert summary.as_json()["plan"] == {
        "checksum": summary.plan.checksum,
        "create": 1,
        "update": 1,
        "retire": 0,
        "withheld": 2,
    }


def test_the_sessions_and_the_uncounted_are_told_by_name() -> None:
    told = a_summary().as_json()["position"]

    assert isinstance(told, dict)
    assert told["sign_off_sessions"] == {"2021-06-07": 1, "2021-06-08": 1}
    assert told["not_counted"] == {"duplicate": 0, "not-for-force": 0}


def test_requests_are_counted_since_a_mark() -> None:
    counts = RequestCounts(sent=9, throttled=3, retried=2, parts=20)

    assert counts.since(RequestCounts(5, 1, 1, 8)) == RequestCounts(4, 2, 1, 12)
