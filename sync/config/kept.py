"""governance.yaml's parts about the period, the self-assessment and the inspections: what people keep beside the tracker."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from sync.config.places import at_place as _at
from sync.config.settings import Named, Section
from sync.config.yaml_source import Document, KeyPath
from sync.core.records import TargetColumn, TargetList, TargetView
from sync.core.rules import AssessmentRules, InspectionRules, PafCycle, PafQuestion, PeriodRules
from sync.core.text import fold
from sync.core.vocabulary import (
    AssessmentField,
    ColumnOwner,
    ColumnType,
    InspectionField,
    InspectionState,
    PeriodKind,
)
from sync.errors import Problem


class PeriodSection(Section):
    """The reporting period."""

    kind: PeriodKind = PeriodKind.ROLLING
    """rolling: ends with the day the figures speak for. calendar: quarters, halves or years."""
    months: Annotated[int, Field(ge=1, le=24)] = 3
    """How many months it is long; a calendar period's must divide twelve."""
    first_month: Annotated[int, Field(ge=1, le=12)] = 4
    """The month in which a year of calendar periods begins: 4 is April."""
    ends_on: list[date] = []
    """For a rolling period: days on which it was reported; each is frozen in the history."""


class QuestionSection(Section):
    """An area or core question of the PEEL Assessment Framework."""

    name: Named
    """As the list has it."""
    aliases: list[str] = []
    """Other wordings in the list."""
    graded: bool = True
    """Whether it is given a grade."""


class CycleSection(Section):
    """A cycle of the framework; the last one in the file is the current one."""

    name: Named
    """As the list has it."""
    aliases: list[str] = []
    """Other wordings in the list."""
    grades: Annotated[list[str], Field(min_length=2)]
    """Its scale, best first."""
    good: str = "Good"
    """The grade below which a question is for the deep dive."""
    questions: list[QuestionSection] = []
    """Its questions, in order."""


class AssessmentSection(Section):
    """The self-assessment list, which people keep."""

    list_title: Named = "HMICFRS Self-assessment"
    """Its title on the site."""
    columns: dict[AssessmentField, str]
    """Our field: the column's internal name."""
    cycles: Annotated[list[CycleSection], Field(min_length=1)]
    """The cycles, oldest first."""


class InspectionSection(Section):
    """The inspections list, which people keep."""

    list_title: Named = "HMICFRS Inspections"
    """Its title on the site."""
    columns: dict[InspectionField, str]
    """Our field: the column's internal name."""
    states: dict[InspectionState, list[str]] = {}
    """What the force calls each state."""
    elsewhere: list[str] = []
    """Words in the column ``place`` that say the inspectors were in other forces."""


_TYPES: dict[InspectionField | AssessmentField, tuple[str, ColumnType]] = {
    InspectionField.TITLE: ("Inspection", ColumnType.TEXT),
    InspectionField.LEAD: ("Led by", ColumnType.TEXT),
    InspectionField.SERIES: ("Series", ColumnType.TEXT),
    InspectionField.STATE: ("State", ColumnType.CHOICE),
    InspectionField.PLACE: ("Where", ColumnType.CHOICE),
    InspectionField.STARTS_ON: ("Starts", ColumnType.DATE),
    InspectionField.ENDS_ON: ("Ends", ColumnType.DATE),
    InspectionField.TERMS: ("Terms of reference", ColumnType.NOTE),
    InspectionField.FEEDBACK: ("Feedback", ColumnType.NOTE),
    InspectionField.PUBLICATIONS: ("Publications", ColumnType.NOTE),
    AssessmentField.CYCLE: ("PAF cycle", ColumnType.CHOICE),
    AssessmentField.QUESTION: ("Question", ColumnType.TEXT),
    AssessmentField.BOARD: ("Board", ColumnType.CHOICE),
    AssessmentField.GRADE: ("Grade", ColumnType.CHOICE),
    AssessmentField.ASSESSED_ON: ("Assessed", ColumnType.DATE),
    AssessmentField.EVIDENCE: ("Evidence", ColumnType.LINK),
    AssessmentField.AT_RISK: ("Risk", ColumnType.YES_NO),
}
"""For a list that is not there yet: what its columns are called and of what type they are made."""


def build_period(section: PeriodSection) -> PeriodRules:
    """Return the reporting period's rules."""
    return PeriodRules(section.kind, section.months, section.first_month, tuple(section.ends_on))


def build_assessments(section: AssessmentSection | None) -> AssessmentRules | None:
    """Return the self-assessment's rules."""
    if section is None:
        return None
    cycles = tuple(
        PafCycle(
            name=cycle.name,
            grades=tuple(cycle.grades),
            good=cycle.good,
            questions=tuple(PafQuestion(q.name, tuple(q.aliases), q.graded) for q in cycle.questions),
            aliases=tuple(cycle.aliases),
        )
        for cycle in section.cycles
    )
    return AssessmentRules(section.list_title, section.columns, cycles)


def build_inspections(section: InspectionSection | None) -> InspectionRules | None:
    """Return the inspections' rules; each state also answers to our own word for it."""
    if section is None:
        return None
    words = {state: [state.value, *section.states.get(state, [])] for state in InspectionState}
    states = {fold(word): state for state, wordings in words.items() for word in wordings}
    return InspectionRules(
        section.list_title, section.columns, states, frozenset(fold(word) for word in section.elsewhere)
    )


def build_kept_lists(
    assessments: AssessmentSection | None,
    inspections: InspectionSection | None,
    boards: Sequence[str],
    views: dict[str, tuple[TargetView, ...]],
) -> tuple[TargetList, ...]:
    """Return the lists of people's as provisioning would make them where they are missing."""
    made = []
    if inspections is not None:
        choices = {
            InspectionField.STATE: [state.label.capitalize() for state in InspectionState],
            InspectionField.PLACE: ["This force", *inspections.elsewhere],
        }
        columns = tuple(
            _build_column(name, column, choices.get(name, [])) for name, column in inspections.columns.items()
        )
        told = "Inspections past and to come. People keep this list; the service reads it."
        made.append(
            TargetList(
                inspections.list_title,
                told,
                columns,
                views.get("inspections", ()),
                "",
                names=_name(inspections.columns),
            )
        )
    if assessments is not None:
        grades = dict.fromkeys(grade for cycle in assessments.cycles for grade in cycle.grades)
        words = {
            AssessmentField.CYCLE: [cycle.name for cycle in assessments.cycles],
            AssessmentField.BOARD: list(boards),
            AssessmentField.GRADE: list(grades),
        }
        columns = tuple(
            _build_column(name, column, words.get(name, [])) for name, column in assessments.columns.items()
        )
        told = (
            "The force's own grades against the PEEL Assessment Framework. People keep this list; the service reads it."
        )
        made.append(
            TargetList(
                assessments.list_title,
                told,
                columns,
                views.get("self_assessment", ()),
                "",
                names=_name(assessments.columns),
            )
        )
    return tuple(made)


def _name(columns: Mapping[InspectionField, str] | Mapping[AssessmentField, str]) -> dict[str, str]:
    return {name.value: column for name, column in columns.items()}


def _build_column(name: InspectionField | AssessmentField, column: str, choices: Sequence[str]) -> TargetColumn:
    title, kind = _TYPES[name]
    return TargetColumn(column, title, kind, ColumnOwner.PEOPLE, choices=tuple(choices))


def check_kept(
    period: PeriodSection,
    assessments: AssessmentSection | None,
    inspections: InspectionSection | None,
    document: Document,
) -> Iterator[Problem]:
    """Yield what is wrong with these parts beyond the shape of each value."""
    if period.kind is PeriodKind.CALENDAR and 12 % period.months:
        yield _at(
            document, ("period", "months"), "bad-period", "A calendar period must divide a year: 1, 2, 3, 4, 6 or 12."
        )
    if period.kind is PeriodKind.CALENDAR and period.ends_on:
        told = "A calendar period ends by itself. Take ends_on out, or say kind: rolling."
        yield _at(document, ("period", "ends_on"), "bad-period", told)
    for number, cycle in enumerate(assessments.cycles if assessments else []):
        place: KeyPath = ("self_assessment", "cycles", number)
        if cycle.good not in cycle.grades:
            told = f"'{cycle.good}' is not one of the grades of {cycle.name}."
            yield _at(document, (*place, "good") if "good" in cycle.model_fields_set else place, "unknown-grade", told)
        yield from _check_twice(document, (*place, "grades"), cycle.grades)
        yield from _check_twice(document, (*place, "questions"), [question.name for question in cycle.questions])
    if assessments:
        yield from _check_twice(document, ("self_assessment", "cycles"), [cycle.name for cycle in assessments.cycles])
        needed = (AssessmentField.CYCLE, AssessmentField.QUESTION, AssessmentField.GRADE)
        missing = [name.value for name in needed if name not in assessments.columns]
        yield from _tell_missing(document, ("self_assessment", "columns"), missing)
    if inspections and InspectionField.TITLE not in inspections.columns:
        yield from _tell_missing(document, ("inspections", "columns"), [InspectionField.TITLE.value])


def _check_twice(document: Document, path: KeyPath, words: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, word in enumerate(words):
        if fold(word) in seen:
            yield _at(document, (*path, number), "duplicate", f"'{word}' stands twice.")
        seen.add(fold(word))


def _tell_missing(document: Document, path: KeyPath, names: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        yield _at(document, path, "missing-column", f"Name the column that holds {name}.")
