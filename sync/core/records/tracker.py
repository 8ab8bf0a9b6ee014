"""The tracker: one row of it, understood."""

from dataclasses import dataclass
from datetime import date

from sync.core.vocabulary import EntryId, ItemKind, Scope, Status, TrackerField


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """A cell that could not be understood; it becomes a gap, never a guess."""

    field: TrackerField
    value: str
    is_unmapped: bool
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class TrackerEntry:
    """One row of the tracker, understood. None is a blank cell or one of ``problems``."""

    id: EntryId
    title: str = ""
    reference: str = ""
    publication: str = ""
    text: str = ""
    kind: ItemKind | None = None
    scope: Scope | None = None
    status: Status | None = None
    board: str | None = None
    has_owner: bool = False
    inspectorate_due_on: date | None = None
    target_on: date | None = None
    original_target_on: date | None = None
    added_on: date | None = None
    completed_on: date | None = None
    agreed_on: date | None = None
    has_evidence: bool = False
    updated_on: date | None = None
    returned_on: date | None = None
    reopened_on: date | None = None
    problems: tuple[ReadingProblem, ...] = ()

    @property
    def words(self) -> str:
        """Return the longest wording the row has of the finding: its text, or its title when there is no text."""
        return self.text or self.title

    def problem_with(self, name: TrackerField) -> ReadingProblem | None:
        """Return what is wrong with one field, if anything."""
        return next((problem for problem in self.problems if problem.field is name), None)
