"""What people keep beside the tracker: inspections past and to come, and the self-assessment."""

from dataclasses import dataclass
from datetime import date

from sync.core.vocabulary import InspectionState


@dataclass(frozen=True, slots=True)
class Inspection:
    """One row of the inspections list, understood.

    ``is_here`` says whether the inspectors came to this force; it is False for one in other forces whose report brings items
    here. ``publications`` are the titles or ids that the row names. ``state`` is None where it is blank or nobody mapped it.
    """

    id: int
    title: str
    lead: str = ""
    series: str = ""
    state: InspectionState | None = None
    is_here: bool = True
    starts_on: date | None = None
    ends_on: date | None = None
    terms: str = ""
    feedback: str = ""
    publications: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what people call it: its title, or its row where it has none."""
        return self.title or f"Row {self.id} (no title)"

    @property
    def last_day(self) -> date | None:
        """Return the last day the inspectors were, or will be, there, as far as the row says."""
        return self.ends_on or self.starts_on


@dataclass(frozen=True, slots=True)
class Assessment:
    """One row of the self-assessment list, understood.

    ``cycle``, ``question``, ``board`` and ``grade`` are as governance.yaml writes them; blank where the row is, or where its
    word is not in governance.yaml.
    """

    id: int
    cycle: str = ""
    question: str = ""
    board: str = ""
    grade: str = ""
    assessed_on: date | None = None
    has_evidence: bool = False
    is_at_risk: bool = False


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """A cell in a list of people's that could not be understood; a blank ``value`` is a blank that has to be filled."""

    list_title: str
    row: int
    row_title: str
    column: str
    value: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Both lists as they were read; a list that the force does not keep is None."""

    inspections: tuple[Inspection, ...] | None = None
    assessments: tuple[Assessment, ...] | None = None
    problems: tuple[KeptProblem, ...] = ()


NOTHING_KEPT = Kept()
"""What a force has that keeps neither list."""
