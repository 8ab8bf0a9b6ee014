"""Summaries, plans and problems as blocks of words."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from sync.cli.blocks import Block, Heading, Points, Sentence, Subheading, Table
from sync.core.clocks import say_date
from sync.core.records import Change, Gap, OutcomeKind, Plan, Position, Value
from sync.core.summary import RunOutcome, Summary
from sync.core.text import say_count, shorten
from sync.core.vocabulary import ChangeKind, ItemKind, Scope, Severity
from sync.errors import Problem

_KIND_TITLES = {
    ItemKind.CAUSE_OF_CONCERN.value: "Causes of concern",
    ItemKind.RECOMMENDATION.value: "Recommendations",
    ItemKind.AREA_FOR_IMPROVEMENT.value: "Areas for improvement",
}
_SCOPE_TITLES = {Scope.NATIONAL.value: "National", Scope.JOINT.value: "Joint", Scope.FORCE.value: "Force"}


def tell_run(summary: Summary) -> Iterator[Block]:
    """Yield the position, the gaps and what was done about them."""
    yield from tell_position(summary.position)
    yield from tell_gaps(summary)
    yield from tell_outcome(summary)


def tell_position(position: Position) -> Iterator[Block]:
    """Yield the figures that the boards read."""
    yield Heading(f"Position as at {say_date(position.as_of)}")
    yield Sentence(f"{position.outstanding} outstanding. Reporting period {position.period.label}.")
    yield _tell_kinds(position)
    movement = position.movement
    parts = [f"opening {movement.opening}", f"+ added {movement.added}"]
    parts += [f"+ reopened {movement.reopened}"] if movement.reopened else []
    parts += [f"- completed {movement.completed}"]
    parts += [f"- otherwise closed {movement.other_closed}"] if movement.other_closed else []
    yield Sentence(f"Movement: {' '.join(parts)} = closing {movement.closing}.")
    if movement.unexplained:
        yield Sentence(f"Unexplained: {movement.unexplained:+d} that the rows' dates do not account for.")
    yield _tell_boards(position)
    if position.sign_off_sessions:
        days = [f"{say_date(day)}: {count}" for day, count in position.sign_off_sessions.items()]
        yield Sentence(f"Agreed in sign-off sessions: {'; '.join(days)}.")
    uncounted = [f"{count} {reason.replace('-', ' ')}" for reason, count in position.uncounted.items() if count]
    if uncounted:
        rows = sum(position.uncounted.values())
        yield Sentence(f"Not counted: {say_count(rows, 'row')} ({', '.join(uncounted)}).")


def _tell_kinds(position: Position) -> Table:
    table = position.kind_and_scope
    scopes = list(next(iter(table.values())))
    columns = ("", *(_SCOPE_TITLES.get(scope, "Not known") for scope in scopes), "Total")
    rows = [
        (_KIND_TITLES.get(kind, "Not known"), *(str(counts[scope]) for scope in scopes), str(sum(counts.values())))
        for kind, counts in table.items()
    ]
    totals = [sum(counts[scope] for counts in table.values()) for scope in scopes]
    rows.append(("All", *(str(total) for total in totals), str(sum(totals))))
    return Table(columns, tuple(rows))


def _tell_boards(position: Position) -> Table:
    lines = [line for line in position.lines if line.table == "Board"]
    rows = tuple(
        (
            line.line,
            *(
                str(figure if figure is not None else "")
                for figure in (
                    line.figures.outstanding,
                    line.figures.overdue,
                    line.figures.awaiting_agreement,
                    line.figures.added,
                    line.figures.completed,
                )
            ),
        )
        for line in lines
    )
    return Table(("Board", "Outstanding", "Overdue", "Awaiting agreement", "Added", "Completed"), rows)


def tell_gaps(summary: Summary) -> Iterator[Block]:
    """Yield the open gaps in words, worst first, each with what to do."""
    counts = summary.flag_counts
    yield Heading("Gaps")
    yield Sentence(f"{counts.open} open: {counts.new} new, {counts.cleared} cleared, {counts.dismissed} dismissed.")
    for severity in Severity:
        gaps = [gap for gap in summary.gaps if gap.severity is severity]
        if gaps:
            yield Subheading(f"{severity} ({len(gaps)})")
            yield Points(tuple(_tell_kinds_of_gap(gaps)))


def _tell_kinds_of_gap(gaps: Sequence[Gap]) -> Iterator[tuple[str, str]]:
    """Yield the gaps kind by kind; what to do is said once where it is the same for all of a kind."""
    for kind in dict.fromkeys(gap.kind for gap in gaps):
        alike = [gap for gap in gaps if gap.kind is kind]
        remedies = {gap.what_to_do for gap in alike}
        for gap in alike[:-1]:
            yield f"[{kind}] {gap.sentence}", "" if len(remedies) == 1 else gap.what_to_do
        yield f"[{kind}] {alike[-1].sentence}", alike[-1].what_to_do


def tell_outcome(summary: Summary) -> Iterator[Block]:
    """Yield what was written and what was not."""
    yield Heading("Done")
    plan, writes = summary.plan, summary.count_writes()
    if summary.outcome is RunOutcome.NO_CHANGES:
        yield Sentence(f"Nothing to do: the lists already say this. {_tell_requests(summary)}")
        return
    counts = [f"{plan.count(kind)} to {kind}" for kind in ChangeKind]
    yield Sentence(f"Plan {plan.checksum}: {', '.join(counts)}.")
    if summary.outcome is not RunOutcome.PLANNED:
        yield Sentence(f"{say_count(writes['done'], 'row')} written. {_tell_requests(summary)}")
    yield from _tell_left(summary)


def _tell_requests(summary: Summary) -> str:
    requests = summary.requests
    waited = f", {requests.throttled} times put off" if requests.throttled else ""
    return f"({say_count(requests.sent, 'request')} to SharePoint{waited}, {summary.seconds.get('total', 0):.1f} s)"


def _tell_left(summary: Summary) -> Iterator[Block]:
    yield from map(Sentence, summary.plan.guard_sentences)
    left = [outcome for outcome in summary.outcomes if outcome.kind is not OutcomeKind.DONE]
    if left:
        yield Sentence(f"{say_count(len(left), 'row')} left for the next run:")
        shown = left[:20]
        yield Points(tuple((f"{o.change.list_title}: {o.change.key}", f"{o.kind}: {o.reason}") for o in shown))
    if summary.trouble:
        yield Sentence(summary.trouble)


def tell_plan(plan: Plan, trouble: str = "") -> Iterator[Block]:
    """Yield every change of a plan: row by row, what stands there and what would; and why it would be held."""
    yield Heading(f"Plan {plan.checksum} as at {say_date(plan.as_of)}")
    if not plan.changes and not plan.is_guarded:
        yield Sentence("Nothing to do: the lists already say this.")
    for note in plan.notes:
        yield Sentence(note)
    yield from _tell_changes(plan.changes, "")
    yield from _tell_changes(plan.held, " (held back)")
    yield from map(Sentence, plan.guard_sentences)
    if trouble:
        yield Sentence(trouble)


def _tell_changes(changes: Sequence[Change], remark: str) -> Iterator[Block]:
    for title in dict.fromkeys(change.list_title for change in changes):
        of_list = [change for change in changes if change.list_title == title]
        counts = [f"{sum(c.kind is kind for c in of_list)} to {kind}" for kind in ChangeKind]
        yield Subheading(f"{title}: {', '.join(counts)}{remark}")
        yield Points(tuple((f"{change.kind} {change.key}", tell_change(change)) for change in of_list))


def tell_change(change: Change) -> str:
    """Return what a change would write, with what stands there now."""
    if change.kind is ChangeKind.CREATE:
        return _show(change.values.get("Title"))
    return "; ".join(f"{name}: {_show(change.before.get(name))} → {_show(new)}" for name, new in change.values.items())


def _show(value: Value) -> str:
    return "(blank)" if value is None else shorten(str(value).replace("\n", " / "), 80)


def tell_problems(problems: Sequence[Problem], epilogue: str) -> Iterator[Block]:
    """Yield every problem with its place, file by file."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    for file in files:
        of_file = [problem for problem in problems if problem.file == file]
        yield Heading(f"{file} has {say_count(len(of_file), 'problem')}.")
        yield Points(tuple(_tell_problem(problem) for problem in of_file))
    if epilogue:
        yield Sentence(epilogue)


def _tell_problem(problem: Problem) -> tuple[str, str]:
    numbers = [str(number) for number in (problem.line, problem.column) if number]
    place = ":".join([PurePath(problem.file).name, *numbers])
    hint = f" Did you mean {problem.suggestion}?" if problem.suggestion else ""
    return f"{place}   {problem.where}".rstrip(), f"{problem.message}{hint}"
