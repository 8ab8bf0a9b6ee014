"""Data: what a row says cannot be understood, or is not said at all."""

from collections.abc import Iterator

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation, name_row
from sync.core.gaps.inspections import contradictory_inspections, incomplete_inspections
from sync.core.lifelines import count_steps, explain_contradiction, trace_life
from sync.core.records import ReadingProblem, Standing
from sync.core.text import fingerprint, shorten
from sync.core.vocabulary import TrackerField

_WORD_LISTS = {
    TrackerField.KIND: "kinds in mappings/tracker.yaml",
    TrackerField.SCOPE: "scopes in mappings/tracker.yaml",
    TrackerField.STATUS: "statuses in mappings/tracker.yaml",
    TrackerField.BOARD: "the board's aliases in mappings/governance.yaml",
}


def unmapped_value(situation: Situation) -> Iterator[Finding]:
    """Find wordings that nobody has mapped."""
    for standing in situation.standings:
        for problem in standing.entry.problems:
            if problem.is_unmapped:
                nearest = f" The nearest one is {problem.suggestion!r}." if problem.suggestion else ""
                still = _say_counted(standing) if problem.field is TrackerField.STATUS else ""
                yield _unread(
                    standing,
                    problem,
                    f"has {problem.value!r} as its {_say(problem.field)}, which nobody has mapped.{still}",
                    f"Correct the row, or add the word to {_WORD_LISTS[problem.field]}.{nearest}",
                )
    for told in situation.kept.problems:
        if not told.value:
            continue  # told by required_blank
        nearest = f" The nearest one is {told.suggestion!r}." if told.suggestion else ""
        yield Finding(
            # A cell may name several things that nobody knows; each has a gap of its own.
            about=f"{told.list_title}/{told.row}/{told.column}/{fingerprint(told.value)}",
            sentence=f"Row {told.row} of {told.list_title} ({shorten(told.row_title, 60)}) has {told.value!r} as its "
            f"{told.column.replace('_', ' ')}, which cannot be understood.",
            what_to_do=f"Correct the row, or add the word to mappings/governance.yaml.{nearest}",
            tracker_says=told.value,
        )


def _say_counted(standing: Standing) -> str:
    """Return what a row with a status that nobody can read counts as: a word closes nothing, and opens nothing."""
    counted = "still counts as outstanding" if standing.is_outstanding else "counts as closed, as it did before"
    return f" The row {counted}."


def unreadable_value(situation: Situation) -> Iterator[Finding]:
    """Find dates that are none, or that cannot be."""
    for standing in situation.standings:
        for problem in standing.entry.problems:
            if not problem.is_unmapped:
                yield _unread(
                    standing,
                    problem,
                    f"has {problem.value!r} as its {_say(problem.field)}, which is not a date.",
                    "Write the date as 30/06/2021.",
                )
    yield from contradictory_inspections(situation)
    rules = situation.rules.governance.assessments
    for each in situation.kept.assessments or ():
        if rules is not None and each.assessed_on is not None and each.assessed_on > situation.as_of:
            day = say_date(each.assessed_on)
            yield Finding(
                about=f"{rules.list_title}/{each.id}/assessed_on",
                sentence=f"Row {each.id} of {rules.list_title} ({shorten(each.question, 60) or 'no question'}) is dated {day}, "
                "which has not come yet: its grade does not count.",
                what_to_do="Correct the date of the assessment.",
                tracker_says=day,
            )


def required_blank(situation: Situation) -> Iterator[Finding]:
    """Find blanks in the fields that tracker.yaml says must be filled."""
    for standing in situation.standings:
        for name in situation.rules.tracker.required:
            if not _is_filled(standing, name) and standing.entry.problem_with(name) is None:
                yield Finding(
                    about=f"{standing.entry.id}/{name}",
                    sentence=f"{name_row(standing)} has no {_say(name)}.",
                    what_to_do=f"Fill in the {_say(name)}: the figures need it.",
                    tracker_says="Blank.",
                    standing=standing,
                    item=standing.item,
                )
    for told in situation.kept.problems:
        if not told.value:
            yield Finding(
                about=f"{told.list_title}/{told.row}/{told.column}",
                sentence=f"Row {told.row} of {told.list_title} ({shorten(told.row_title, 60) or 'no title'}) has no "
                f"{told.column.replace('_', ' ')}: it is in no figure.",
                what_to_do=f"Fill in the {told.column.replace('_', ' ')}.",
                tracker_says="Blank.",
            )
    yield from incomplete_inspections(situation)


def unexplained_movement(situation: Situation) -> Iterator[Finding]:
    """Find counted rows whose dates do not say how they came to be where they are, so that the movement cannot place them."""
    period = situation.rules.governance.period(situation.as_of)
    for standing in situation.counted:
        life = trace_life(standing, situation.as_of)
        steps = count_steps(life, period, is_outstanding=standing.is_outstanding)
        why = explain_contradiction(standing, situation.as_of)
        if why or steps.unexplained:
            why = why or "has dates that contradict its status"
            # Two days on one side of the period's beginning clash as much, though this period's sum does not show it.
            is_lost = steps.unexplained or (standing.closed_on is None and not standing.is_outstanding)
            so = "so opening, added and completed do not account for it" if is_lost else "which cannot be"
            entry = standing.entry
            days = [("Added", entry.added_on), ("closed", standing.closed_on)]
            days += [
                (word, day)
                for word, day in (("completed", entry.completed_on), ("agreed", entry.agreed_on))
                if day is not None and day > situation.as_of
            ]
            told = "; ".join(f"{word} {say_date(day) if day else 'without a date'}" for word, day in days)
            yield Finding(
                about=str(standing.entry.id),
                sentence=f"{name_row(standing)} {why}, {so}.",
                what_to_do="Correct the dates in the row: the figures for the boards must balance.",
                tracker_says=told,
                standing=standing,
                item=standing.item,
            )


def _is_filled(standing: Standing, name: TrackerField) -> bool:
    entry = standing.entry
    match name:
        case TrackerField.OWNER:
            return entry.has_owner
        case TrackerField.EVIDENCE:
            return entry.has_evidence
        case _:
            return bool(getattr(entry, name.value))


def _say(name: TrackerField) -> str:
    return {
        TrackerField.TARGET_ON: "target date",
        TrackerField.ORIGINAL_TARGET_ON: "original target date",
        TrackerField.INSPECTORATE_DUE_ON: "HMICFRS due date",
        TrackerField.ADDED_ON: "date added",
        TrackerField.COMPLETED_ON: "date completed",
        TrackerField.AGREED_ON: "day of agreement",
        TrackerField.UPDATED_ON: "last update",
        TrackerField.KIND: "type",
        TrackerField.OWNER: "business lead",
    }.get(name, name.value)


def _unread(standing: Standing, problem: ReadingProblem, lack: str, what_to_do: str) -> Finding:
    return Finding(
        about=f"{standing.entry.id}/{problem.field}",
        sentence=f"{name_row(standing)} {lack}",
        what_to_do=what_to_do,
        tracker_says=problem.value,
        standing=standing,
        item=standing.item,
    )
