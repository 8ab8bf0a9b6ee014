"""Run every rule that is on and turn its findings into gaps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sync.core.decision_lines import describe_subject
from sync.core.gaps import agreement, clocks, closure, coverage, data, inspections, ownership, publications, wording
from sync.core.gaps.doubt import ALWAYS_RAISED, UNMATCHED, find_waiting, is_unmatched
from sync.core.gaps.findings import Finding, Rule, Situation
from sync.core.records import (
    NOTHING_KEPT,
    EntryHistory,
    Gap,
    Kept,
    PublicationStanding,
    Register,
    RegisterItem,
    Standing,
)
from sync.core.rules import GapRule, Rules
from sync.core.text import fingerprint, fold, say_list
from sync.core.vocabulary import EntryId, GapKind, MatchMethod

RULES: Mapping[GapKind, Rule] = {
    GapKind.MISSING_ENTRY: coverage.missing_entry,
    GapKind.UNKNOWN_ENTRY: coverage.unknown_entry,
    GapKind.AMBIGUOUS_MATCH: coverage.ambiguous_match,
    GapKind.DUPLICATE_ENTRY: coverage.duplicate_entry,
    GapKind.WRONG_PUBLICATION: coverage.wrong_publication,
    GapKind.NOT_FOR_FORCE: coverage.not_for_force,
    GapKind.PUBLICATION_UNASSESSED: publications.publication_unassessed,
    GapKind.KIND_MISMATCH: agreement.kind_mismatch,
    GapKind.SCOPE_MISMATCH: agreement.scope_mismatch,
    GapKind.DUE_DATE_MISMATCH: agreement.due_date_mismatch,
    GapKind.REFERENCE_MISMATCH: wording.reference_mismatch,
    GapKind.WORDING_DRIFT: wording.wording_drift,
    GapKind.NO_OWNER: ownership.no_owner,
    GapKind.NO_BOARD: ownership.no_board,
    GapKind.NO_TARGET_DATE: ownership.no_target_date,
    GapKind.OVERDUE: ownership.overdue,
    GapKind.DUE_SOON: ownership.due_soon,
    GapKind.DATE_SLIPPED: ownership.date_slipped,
    GapKind.STALE_UPDATE: ownership.stale_update,
    GapKind.CLOSED_WITHOUT_EVIDENCE: closure.closed_without_evidence,
    GapKind.CLOSED_WITHOUT_AGREEMENT: closure.closed_without_agreement,
    GapKind.AGREED_BUT_OPEN: closure.agreed_but_open,
    GapKind.REOPENED_BY_INSPECTORATE: closure.reopened_by_inspectorate,
    GapKind.SUPERSEDED_BUT_OPEN: closure.superseded_but_open,
    GapKind.CONCERN_CLOSED_EARLY: closure.concern_closed_early,
    GapKind.CONCERN_WITHOUT_RECOMMENDATION: closure.concern_without_recommendation,
    GapKind.AGREEMENT_OVERDUE: closure.agreement_overdue,
    GapKind.RECHECK_DUE: closure.recheck_due,
    GapKind.RESPONSE_DUE: clocks.response_due,
    GapKind.ACTION_PLAN_DUE: clocks.action_plan_due,
    GapKind.UNMAPPED_VALUE: data.unmapped_value,
    GapKind.UNREADABLE_VALUE: data.unreadable_value,
    GapKind.REQUIRED_BLANK: data.required_blank,
    GapKind.UNEXPLAINED_MOVEMENT: data.unexplained_movement,
    GapKind.INSPECTION_NOT_LINKED: inspections.inspection_not_linked,
}


_ASKS: Final = {MatchMethod.NONE: GapKind.UNKNOWN_ENTRY, MatchMethod.REVIEW: GapKind.AMBIGUOUS_MATCH}

_OUTSTANDING: Final = frozenset(
    {GapKind.NO_OWNER, GapKind.NO_BOARD, GapKind.NO_TARGET_DATE, GapKind.OVERDUE, GapKind.STALE_UPDATE}
)
_COMPLETE: Final = frozenset({GapKind.CLOSED_WITHOUT_EVIDENCE, GapKind.CLOSED_WITHOUT_AGREEMENT})


def assess_gaps(  # noqa: PLR0913 - each is a source of its own
    standings: Sequence[Standing],
    register: Register,
    rules: Rules,
    as_of: date,
    published: Sequence[PublicationStanding] = (),
    histories: Mapping[EntryId, EntryHistory] | None = None,
    kept: Kept = NOTHING_KEPT,
) -> tuple[Gap, ...]:
    """Return every gap that the rules which are on find, worst first, then by kind and by what it is about.

    ``register`` holds what was published by ``as_of``, ``published`` where each of them stands, ``histories`` what is known of the
    versions of rows, and ``kept`` what people keep beside the tracker. The result does not depend on the order of ``standings``.
    """
    in_order = sorted(standings, key=lambda standing: standing.entry.id)
    situation = replace(Situation.build(in_order, register, rules, as_of, published, kept), histories=histories or {})
    raised = [
        gap
        for kind, find in RULES.items()
        if rules.gaps[kind].is_on
        for gap in _judge(rules.gaps[kind], tuple(find(situation)), situation)
    ]
    waiting = [gap.waiting for gap in raised if gap.waiting]
    gaps = [gap for gap in raised if not any(one.has(gap.kind, gap.entry) for one in waiting)]
    order = {kind: index for index, kind in enumerate(RULES)}
    return tuple(sorted(gaps, key=lambda gap: (gap.severity.rank, order[gap.kind], gap.entry or 0, gap.key)))


def _judge(rule: GapRule, findings: Sequence[Finding], situation: Situation) -> list[Gap]:
    """Return a rule's gaps, or the one that says why it holds itself back: a rule that finds nearly everything finds nothing."""
    rows = {finding.standing.entry.id for finding in findings if finding.standing}
    counted: tuple[GapKind, ...] = (rule.kind,)
    if rows and rule.kind in UNMATCHED:
        # Which of the two rules a row falls to depends on what is left of its words; a column that was emptied shows in both.
        counted = tuple(kind for kind in _ASKS.values() if situation.rules.gaps[kind].is_on)
        rows = {one.entry.id for one in situation.standings if is_unmatched(one) and _ASKS[one.match.method] in counted}
    items = {finding.item.id for finding in findings if finding.item and not finding.standing}
    for found, of, what in (
        (len(rows), *_count_population(rule.kind, situation)),
        (len(items), *(_count_items(rule.kind, situation) if items else (0, "items"))),
    ):
        if found > max(ALWAYS_RAISED, rule.most * of):
            notice = _build_notice(rule, f"{found:,} of {of:,} {what}", counted)
            waiting = find_waiting(rule.kind, situation)
            waits = _say_waiting(waiting.everywhere, situation) if waiting else ""
            return [replace(notice, what_to_do=notice.what_to_do + waits, waiting=waiting)]
    return [_build_gap(finding, rule) for finding in findings]


def _count_population(kind: GapKind, situation: Situation) -> tuple[int, str]:
    """Return how many rows a rule may find at all, and what they are called.

    An emptied column shows as a share of the rows that the rule looks at; most rows of an old Tracker are closed.
    """
    if kind in _OUTSTANDING:
        return sum(1 for _ in situation.outstanding), "outstanding rows"
    if kind in _COMPLETE:
        return sum(1 for _ in situation.complete), "completed rows"
    return len(situation.standings), "rows"


def _count_items(kind: GapKind, situation: Situation) -> tuple[int, str]:
    """Return how many items a rule may find at all, and what they are called; most of a register may be for others."""
    if kind is not GapKind.MISSING_ENTRY:
        return len(situation.register.items), "items"
    wanted = sum(coverage.is_row_wanted(item, situation) for item in situation.register.items.values())
    return wanted, "items for this force"


def _build_notice(rule: GapRule, count: str, counted: Sequence[GapKind]) -> Gap:
    """Return the gap that stands for all of a rule; ``counted`` are the rules whose findings its count puts together."""
    named = _name_rule(rule)
    found = f"The rule '{rule.kind.label}' would raise a gap for {count}. It holds itself back."
    if len(counted) > 1:
        labels = say_list([kind.label for kind in counted], "or")
        found = f"{count} are tied to no item ({labels}). The rule '{rule.kind.label}' holds itself back."
    return Gap(
        key=f"{rule.kind}/held-back",
        kind=rule.kind,
        severity=rule.severity,
        sentence=found,
        what_to_do="See whether a column of the Tracker was renamed or emptied (mappings/tracker.yaml). If so many gaps are "
        f"right, raise most_share of {say_list(list(counted), 'and of')} in mappings/gaps.yaml. Gaps raised before stay as they are.",
        tracker_says=f"{count}.",
        register_says=f"At most {rule.most:.0%}.",
        rule=named,
        fingerprint=fingerprint(rule.kind, "held-back"),
        is_held_back=True,
        is_seen_twice=rule.is_seen_twice,
    )


def _say_waiting(kinds: Collection[GapKind], situation: Situation) -> str:
    """Return what else is not told of any row or item while a rule holds itself back, blank where that is nothing."""
    waiting = [f"'{kind.label}'" for kind in RULES if kind in kinds and situation.rules.gaps[kind].is_on]
    if not waiting:
        return ""
    rules = "rule {} waits" if len(waiting) == 1 else "rules {} wait"
    return f" The {rules.format(say_list(waiting))} with it: nobody can say what is missing until then."


def _take_fingerprint(finding: Finding, kind: GapKind) -> str:
    """Return what a dismissal is tied to: the words of both sides, or what the rule says it rests on. A full stop changes nothing."""
    if finding.basis:
        return fingerprint(kind, finding.about, finding.basis)
    return fingerprint(kind, finding.about, *map(_fold_side, (finding.tracker_says, finding.register_says)))


def _fold_side(says: str) -> str:
    # What is made of signs alone is kept as it is: '??' is another value than '--'.
    return fold(says) or says


def _name_rule(rule: GapRule) -> str:
    return f"{rule.kind} ({rule.place})" if rule.place else str(rule.kind)


def _build_gap(finding: Finding, rule: GapRule) -> Gap:
    standing = finding.standing
    item = finding.item
    publication = finding.publication or (standing.publication if standing else None)
    return Gap(
        key=f"{rule.kind}/{finding.about}",
        kind=rule.kind,
        severity=rule.severity,
        sentence=finding.sentence,
        what_to_do=finding.what_to_do,
        tracker_says=finding.tracker_says,
        register_says=finding.register_says,
        entry=standing.entry.id if standing else None,
        ref=item.id if item else None,
        publication=publication.title if publication else "",
        board=(standing.entry.board or "") if standing else "",
        rule=_name_rule(rule),
        fingerprint=_take_fingerprint(finding, rule.kind),
        others=tuple(other.entry.id for other in finding.others),
        subject=_describe_subject(standing, finding.shown),
        is_seen_twice=rule.is_seen_twice,
        is_partial=finding.is_partial,
        if_dismissed=finding.if_dismissed,
    )


def _describe_subject(standing: Standing | None, shown: Sequence[RegisterItem] | None) -> str:
    return describe_subject(standing.entry, shown, standing.match) if standing and shown is not None else ""
