"""Two tables from what people keep beside the tracker: the self-assessment and the inspections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sync.core.clocks import say_date
from sync.core.inspections import InspectionGroup, explain_contradiction, explain_lag, list_missing, place_inspection
from sync.core.records import Assessment, Figures, Inspection, Kept, LineDetail, PositionLine
from sync.core.rollup.frame import Entries, Group
from sync.core.rollup.tables import INSPECTIONS, SELF_ASSESSMENT
from sync.core.rules import Board, Governance, PafCycle
from sync.core.text import say_count, say_list, shorten
from sync.core.vocabulary import AT_RISK, InspectionState

NOT_ASSESSED, NO_GRADE, NOT_GRADED = "Not assessed", "No grade", "Not graded"
_BETTER, _WORSE = "better", "worse"
_PAST_SHOWN = 5
_COMING_SHOWN, _TITLE_SHOWN = 2, 60


def build_assessment_lines(kept: Kept, governance: Governance, as_of: date) -> Iterator[PositionLine]:
    """Yield the current cycle's position: a summary, a line per question and board, and the questions not assessed.

    What is marked a risk or graded below good is for the Governance Board's deep dive. What is dated after ``as_of`` has not
    happened yet and is passed over; its gap says so.
    """
    rules = governance.assessments
    if kept.assessments is None or rules is None or not rules.cycles:
        return
    cycle = rules.cycles[-1]
    read = [each for each in kept.assessments if each.cycle == cycle.name and each.question]
    latest = _find_latest([each for each in read if each.assessed_on is None or each.assessed_on <= as_of], cycle)
    order = {question.name: index for index, question in enumerate(cycle.questions)}
    pairs = sorted(latest, key=lambda pair: (order.get(pair[0], len(order)), pair))
    missing = [question for question in cycle.questions if question.name not in {pair[0] for pair in latest}]
    deep = [pair for pair in pairs if _is_deep_dive(latest[pair][-1], cycle)]
    summary = _build_summary(
        cycle, governance.governance_board, len({pair[0] for pair in pairs}), len(missing), len(deep)
    )
    moves = [_compare(latest[pair], cycle) for pair in pairs]
    changed = [pair for pair, move in zip(pairs, moves, strict=True) if move]
    if changed:
        told = f"; {moves.count(_BETTER)} better and {moves.count(_WORSE)} worse than before"
        summary = replace(summary, sentence=summary.sentence + told)
    newest = {"Assessments": pairs, "Deep dive": deep, "Changed": changed}
    yield replace(
        summary, kept={name: tuple(latest[pair][-1].id for pair in some) for name, some in newest.items() if some}
    )
    behind: dict[tuple[str, str], list[int]] = {}
    for each in read:
        behind.setdefault((each.question, each.board), []).append(each.id)
    for pair in pairs:
        line = _build_assessment(pair, latest[pair], cycle, governance)
        yield replace(line, kept={"Assessments": tuple(sorted(behind[pair]))})
    for question in missing:
        owner = next((board for board in governance.boards if question.name in board.questions), None)
        board, chair = (owner.name, owner.chair) if owner else ("", "")
        told = f"{question.name}: not assessed yet{f' ({board})' if board else ''}"
        detail = LineDetail(board, chair, NOT_ASSESSED)
        yield PositionLine(SELF_ASSESSMENT, question.name, told, Figures(), detail)


def _find_latest(assessments: Sequence[Assessment], cycle: PafCycle) -> dict[tuple[str, str], list[Assessment]]:
    """Return the assessments of each question by each board in order of their dates; undated ones come first.

    Of a question that is graded those without a grade hide no earlier grade; that the newest marks a risk holds all the same.
    """
    groups: dict[tuple[str, str], list[Assessment]] = {}
    for each in sorted(assessments, key=lambda each: (each.assessed_on or date.min, each.id)):
        groups.setdefault((each.question, each.board), []).append(each)
    graded = {question.name for question in cycle.questions if question.is_graded}
    for pair, rows in groups.items():
        with_grade = [each for each in rows if each.grade]
        if pair[0] in graded and with_grade:
            groups[pair] = [*with_grade[:-1], replace(with_grade[-1], is_at_risk=rows[-1].is_at_risk)]
    return groups


def _compare(history: Sequence[Assessment], cycle: PafCycle) -> str:
    """Return how the newest grade compares with the one before it; blank when it is the first, the same, or one is missing."""
    grades = [each.grade for each in history[-2:]]
    if len(grades) < 2 or not all(grades) or grades[0] == grades[1]:
        return ""
    return _BETTER if cycle.grades.index(grades[1]) < cycle.grades.index(grades[0]) else _WORSE


def _is_deep_dive(assessment: Assessment, cycle: PafCycle) -> bool:
    return assessment.is_at_risk or cycle.is_below_good(assessment.grade)


def _build_summary(cycle: PafCycle, board: Board | None, assessed: int, missing: int, deep: int) -> PositionLine:
    told = f"{cycle.name}: {assessed} of {assessed + missing} questions assessed; {deep} for the deep dive"
    told += f" of the {board.name}" if board else ""
    told += f" (a risk, or below {cycle.good.lower()})"
    detail = LineDetail(board.name, board.chair) if board else LineDetail()
    return PositionLine(SELF_ASSESSMENT, "Whole force", told, Figures(), detail)


def _build_assessment(
    pair: tuple[str, str], history: Sequence[Assessment], cycle: PafCycle, governance: Governance
) -> PositionLine:
    question, board = pair
    now, before = history[-1], history[-2] if len(history) > 1 else None
    name = f"{question} ({board})" if board else question
    needs_grade = question in {each.name for each in cycle.questions if each.is_graded}
    grade = now.grade or (NO_GRADE if needs_grade else NOT_GRADED)
    told = f"{name}: {grade.lower()}"
    told += f" on {say_date(now.assessed_on)}" if now.assessed_on else ""
    if before and (move := _compare(history, cycle)):
        when = f"on {say_date(before.assessed_on)}" if before.assessed_on else "before"
        told += f", {move} than {before.grade.lower()} {when}"
    told += "; marked a risk" if now.is_at_risk else ""
    told += "; for the deep dive" if _is_deep_dive(now, cycle) else ""
    told += "; no evidence" if not now.has_evidence else ""
    state = f"{grade}{AT_RISK}" if now.is_at_risk else grade
    detail = LineDetail(
        board,
        governance.chair_of(board),
        state,
        now.assessed_on,
        is_deep_dive=_is_deep_dive(now, cycle),
    )
    return PositionLine(SELF_ASSESSMENT, name, told, Figures(), detail)


def build_inspection_lines(kept: Kept, governance: Governance, entries: Entries, as_of: date) -> Iterator[PositionLine]:
    """Yield the inspections in order of where they stand, then those elsewhere that brought items here; each has one line."""
    if kept.inspections is None or governance.inspections is None:
        return
    here = [each for each in kept.inspections if each.is_here and each.state is not InspectionState.CANCELLED]
    for group in InspectionGroup:
        for each in _sort_group(group, [each for each in here if place_inspection(each, as_of) is group]):
            yield _build_inspection(each, group, as_of)
    groups = entries.split("publication")
    for each in kept.inspections:
        if not each.is_here:
            yield from _build_elsewhere(each, groups, entries)


def say_coming(kept: Kept, governance: Governance, as_of: date) -> str:
    """Return in how many days the next inspections begin, as the end of a sentence; blank when none is dated.

    Days to go change every day, so they stand in the one row that does and not in the inspections' own.
    """
    if governance.inspections is None:
        return ""
    coming = sorted(
        (each.starts_on, each.id, each.name)
        for each in kept.inspections or ()
        if each.is_here and each.state is not InspectionState.CANCELLED and each.starts_on
        if each.starts_on > as_of and place_inspection(each, as_of) is InspectionGroup.UPCOMING
    )
    told = [
        f"{shorten(title, _TITLE_SHOWN)} in {say_count((day - as_of).days, 'day')}"
        for day, _, title in coming[:_COMING_SHOWN]
    ]
    more = len(coming) - len(told)
    told += [f"{more} more later"] if more else []
    return f"; {'inspection' if len(coming) == 1 else 'inspections'} to come: {say_list(told)}" if told else ""


def _sort_group(group: InspectionGroup, inspections: Sequence[Inspection]) -> list[Inspection]:
    """Return a group's inspections in the order in which they are told: the next first, what is over newest first."""
    match group:
        case InspectionGroup.UPCOMING:
            return sorted(inspections, key=lambda each: (each.starts_on or date.max, each.id))
        case InspectionGroup.UNDER_WAY:
            return sorted(inspections, key=lambda each: (each.starts_on or date.min, each.id))
        case InspectionGroup.NOT_KNOWN:
            return sorted(inspections, key=lambda each: each.id)
    newest = sorted(inspections, key=lambda each: (each.last_day or date.min, each.id), reverse=True)
    return newest[:_PAST_SHOWN] if group is InspectionGroup.PAST else newest


def _say_group(inspection: Inspection, group: InspectionGroup, as_of: date) -> tuple[str, date | None]:
    """Return what is told of an inspection behind its name, and the day that the line is about."""
    each = inspection
    lag = f"; its state is still {each.state.label}" if each.state and explain_lag(each, as_of) else ""
    match group:
        case InspectionGroup.UPCOMING:
            when = f"begins {say_date(each.starts_on)}" if each.starts_on else "no date yet"
            return f": {when}{_say_terms(each)}", each.starts_on
        case InspectionGroup.UNDER_WAY:
            return f": under way{f' until {say_date(each.ends_on)}' if each.ends_on else ''}{lag}", each.starts_on
        case InspectionGroup.NOT_KNOWN:
            missing = say_list([f"its {word}" for word in list_missing(each, as_of)])
            told = explain_contradiction(each, as_of) or f"{missing} are not known"
            return f": {told}", each.starts_on or each.ends_on
    if group is InspectionGroup.PAST:
        told = each.state.label if each.state else "state not known"
        told = f"feedback entered{lag}" if lag else told
    else:
        told = f"no feedback yet{lag}" if each.state else "no feedback entered, and no state that is known"
    return f"{f', {say_date(each.last_day)}' if each.last_day else ''}: {told}", each.last_day


def _say_terms(inspection: Inspection) -> str:
    return "" if inspection.terms else "; no terms of reference entered"


def _build_inspection(inspection: Inspection, group: InspectionGroup, as_of: date) -> PositionLine:
    told, on = _say_group(inspection, group, as_of)
    led = f" (led by {inspection.lead})" if inspection.lead and "hmicfrs" not in inspection.lead.lower() else ""
    sentence = f"{inspection.name}{told}{led}"
    detail = LineDetail(state=group.value, on=on)
    kept = {"Inspection": (inspection.id,)}
    return PositionLine(INSPECTIONS, inspection.name, sentence, Figures(), detail, row_id=inspection.id, kept=kept)


def _build_elsewhere(inspection: Inspection, groups: Mapping[str, Group], entries: Entries) -> Iterator[PositionLine]:
    named = set(inspection.publications)
    brought = tuple(each.entry.id for each in entries.counted if each.publication and each.publication.id in named)
    if not brought:
        return
    ids = sorted(row for name in named for row in groups.get(name, Group()).rows.get("outstanding", ()))
    told = f"{inspection.name}, in other forces: {say_count(len(brought), 'item')} here, {len(ids)} outstanding"
    detail = LineDetail(state="Elsewhere", on=inspection.last_day)
    rows = {"outstanding": tuple(ids)} if ids else {}
    figures, kept = Figures(outstanding=len(ids)), {"Inspection": (inspection.id,)}
    yield PositionLine(
        INSPECTIONS, inspection.name, told, figures, detail, rows | {"rows": brought}, inspection.id, kept
    )
