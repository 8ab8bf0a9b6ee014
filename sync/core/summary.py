"""Summarise: one object that says what a run read, found and wrote; scripts may rely on its names (product.md, section 6)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sync.core.records import Gap, Match, Outcome, OutcomeKind, Plan, Position, Register
from sync.core.vocabulary import ChangeKind, MatchMethod


class RunOutcome(StrEnum):
    """How a run ended."""

    APPLIED = "applied"
    NO_CHANGES = "no-changes"
    PLANNED = "planned"
    PARTLY = "partly"
    WITHHELD = "withheld"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """What went over the wire to SharePoint. ``parts`` counts the requests that travelled inside batches."""

    sent: int = 0
    throttled: int = 0
    retried: int = 0
    parts: int = 0

    def since(self, before: "RequestCounts") -> "RequestCounts":
        """Return what was added since an earlier count."""
        return RequestCounts(
            self.sent - before.sent,
            self.throttled - before.throttled,
            self.retried - before.retried,
            self.parts - before.parts,
        )


@dataclass(frozen=True, slots=True)
class FlagCounts:
    """The gap list in numbers."""

    open: int = 0
    new: int = 0
    cleared: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """One run, told once."""

    as_of: date
    outcome: RunOutcome
    tracker_rows: int
    register: Register
    matches: Sequence[Match]
    gaps: Sequence[Gap]
    flag_counts: FlagCounts
    position: Position
    plan: Plan
    outcomes: Sequence[Outcome] = ()
    trouble: str = ""
    requests: RequestCounts = field(default_factory=RequestCounts)
    seconds: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the object that ``run --format json`` prints."""
        return {
            "as_of": self.as_of.isoformat(),
            "outcome": self.outcome.value,
            "read": {
                "tracker": self.tracker_rows,
                "register_items": len(self.register.items),
                "publications": len(self.register.publications),
                "complete": True,
            },
            "matches": self._count_matches(),
            "gaps": self._count_gaps(),
            "position": describe_position(self.position),
            "plan": describe_plan(self.plan),
            "writes": self.count_writes(),
            "requests": {
                "sent": self.requests.sent,
                "throttled": self.requests.throttled,
                "retried": self.requests.retried,
            },
            "seconds": {name: round(seconds, 3) for name, seconds in self.seconds.items()},
        }

    def _count_matches(self) -> dict[str, int]:
        counts = Counter(match.method for match in self.matches)
        return {method.value: counts.get(method, 0) for method in MatchMethod}

    def _count_gaps(self) -> dict[str, object]:
        kinds = Counter(gap.kind.value for gap in self.gaps)
        counts = self.flag_counts
        return {
            "open": counts.open,
            "new": counts.new,
            "cleared": counts.cleared,
            "dismissed": counts.dismissed,
            "by_kind": dict(sorted(kinds.items())),
        }

    def count_writes(self) -> dict[str, int]:
        """Return how many changes were done, left to the person who was first, and not done."""
        counts = Counter(outcome.kind for outcome in self.outcomes)
        return {
            "done": counts.get(OutcomeKind.DONE, 0),
            "conflicts": counts.get(OutcomeKind.CONFLICT, 0),
            "failed": counts.get(OutcomeKind.FAILED, 0),
        }


def describe_position(position: Position) -> dict[str, object]:
    """Return the position's figures as scripts read them."""
    movement = position.movement
    return {
        "outstanding": position.outstanding,
        "kind_and_scope": {kind: dict(scopes) for kind, scopes in position.kind_and_scope.items()},
        "movement": {
            "opening": movement.opening,
            "added": movement.added,
            "reopened": movement.reopened,
            "completed": movement.completed,
            "other_closed": movement.other_closed,
            "closing": movement.closing,
            "unexplained": movement.unexplained,
        },
        "sign_off_sessions": {day.isoformat(): count for day, count in position.sign_off_sessions.items()},
        "not_counted": {reason.value: count for reason, count in position.uncounted.items()},
    }


def describe_plan(plan: Plan) -> dict[str, object]:
    """Return the plan's counts as scripts read them."""
    return {
        "checksum": plan.checksum,
        **{kind.value: plan.count(kind) for kind in ChangeKind},
        "withheld": len(plan.held),
    }
