"""Data: what a row says cannot be understood, or is not said at all."""

from collections.abc import Iterator

from sync.core.gaps.findings import Finding, Situation, name_row
from sync.core.records import ReadingProblem, Standing
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
                still = " The row still counts as outstanding." if problem.field is TrackerField.STATUS else ""
                yield _unread(
                    standing,
                    problem,
                    f"has {problem.value!r} as its {_say(problem.field)}, which nobody has mapped.{still}",
                    f"Correct the row, or add the word to {_WORD_LISTS[problem.field]}.{nearest}",
                )


def unreadable_value(situation: Situation) -> Iterator[Finding]:
    """Find dates that are none."""
    for standing in situation.standings:
        for problem in standing.entry.problems:
            if not problem.is_unmapped:
                yield _unread(
                    standing,
                    problem,
                    f"has {problem.value!r} as its {_say(problem.field)}, which is not a date.",
                    "Write the date as 30/06/2021.",
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
