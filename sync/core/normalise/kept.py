"""Rows of the lists that people keep beside the tracker become inspections and assessments; nothing is guessed here either."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from rapidfuzz import process

from sync.core.clocks import local_day
from sync.core.normalise.dates import read_date
from sync.core.normalise.tracker import NEAR_ENOUGH_TO_SUGGEST, read_cell_text
from sync.core.records import Assessment, Cell, Inspection, Kept, KeptProblem, ListContents, Register, Row
from sync.core.rules import AssessmentRules, Governance, InspectionRules, PafCycle
from sync.core.text import fold
from sync.core.vocabulary import AssessmentField, InspectionField, InspectionState, PublicationId

_Word = TypeVar("_Word")
_PARTS = re.compile(r"[;|\n]")


def normalise_kept(
    inspections: ListContents | None, assessments: ListContents | None, governance: Governance, register: Register
) -> Kept:
    """Return what both lists say and what of it could not be understood; a list that is not there is None.

    ``register`` holds what has been published; an inspection may name publications by id, title or alias.
    """
    problems: list[KeptProblem] = []
    publications = {
        fold(name): publication.id
        for publication in register.publications.values()
        for name in (*publication.aliases, publication.title, publication.id)
    }
    return Kept(
        inspections=_read_inspections(inspections, governance.inspections, publications, problems)
        if inspections is not None and governance.inspections is not None
        else None,
        assessments=_read_assessments(assessments, governance.assessments, governance, problems)
        if assessments is not None and governance.assessments is not None
        else None,
        problems=tuple(problems),
    )


def _read_inspections(
    contents: ListContents,
    rules: InspectionRules,
    publications: Mapping[str, PublicationId],
    problems: list[KeptProblem],
) -> tuple[Inspection, ...]:
    read = []
    for row in contents.rows:
        cells = _Cells(contents, row, rules.columns, InspectionField.TITLE, problems)
        if cells.is_blank:
            continue
        state: InspectionState | None = cells.word(InspectionField.STATE, rules.states)
        read.append(
            Inspection(
                id=row.id,
                title=cells.text(InspectionField.TITLE),
                lead=cells.text(InspectionField.LEAD),
                series=cells.text(InspectionField.SERIES),
                state=state,
                is_here=fold(cells.text(InspectionField.PLACE)) not in rules.elsewhere,
                starts_on=cells.day(InspectionField.STARTS_ON),
                ends_on=cells.day(InspectionField.ENDS_ON),
                terms=cells.text(InspectionField.TERMS),
                feedback=cells.text(InspectionField.FEEDBACK),
                publications=tuple(cells.many(InspectionField.PUBLICATIONS, publications)),
            )
        )
    return tuple(read)


def _read_assessments(
    contents: ListContents, rules: AssessmentRules, governance: Governance, problems: list[KeptProblem]
) -> tuple[Assessment, ...]:
    cycles = {fold(name): cycle for cycle in rules.cycles for name in (cycle.name, *cycle.aliases)}
    boards = {fold(name): board.name for board in governance.boards for name in (board.name, *board.aliases)}
    return tuple(_read_assessment(contents, row, rules, cycles, boards, problems) for row in contents.rows)


def _read_assessment(
    contents: ListContents,
    row: Row,
    rules: AssessmentRules,
    cycles: Mapping[str, PafCycle],
    boards: Mapping[str, str],
    problems: list[KeptProblem],
) -> Assessment:
    cells = _Cells(contents, row, rules.columns, AssessmentField.QUESTION, problems)
    for name in (AssessmentField.CYCLE, AssessmentField.QUESTION):
        cells.need(name)
    cycle = cells.word(AssessmentField.CYCLE, cycles)
    questions = {fold(name): q.name for q in cycle.questions for name in (q.name, *q.aliases)} if cycle else {}
    if cycle and not questions:
        # A cycle of the past need not be spelt out: its questions are taken as they are written.
        text = cells.text(AssessmentField.QUESTION)
        questions = {fold(text): text}
    grades = {fold(grade): grade for grade in cycle.grades} if cycle else {}
    return Assessment(
        id=row.id,
        cycle=cycle.name if cycle else "",
        question=(cells.word(AssessmentField.QUESTION, questions) or "") if cycle else "",
        board=cells.word(AssessmentField.BOARD, boards) or "",
        grade=(cells.word(AssessmentField.GRADE, grades) or "") if cycle else "",
        assessed_on=cells.day(AssessmentField.ASSESSED_ON),
        has_evidence=bool(cells.text(AssessmentField.EVIDENCE)),
        is_at_risk=fold(cells.text(AssessmentField.AT_RISK)) in {"yes", "true", "risk", "y"},
    )


class _Cells:
    """Reads one row's cells by our field names and keeps what it could not understand."""

    def __init__(
        self,
        contents: ListContents,
        row: Row,
        columns: Mapping[InspectionField, str] | Mapping[AssessmentField, str],
        title: InspectionField | AssessmentField,
        problems: list[KeptProblem],
    ) -> None:
        self._contents = contents
        self._row = row
        self._columns: Mapping[str, str] = {name.value: column for name, column in columns.items()}
        self._title = title
        self._problems = problems

    @property
    def is_blank(self) -> bool:
        """Say whether the row says nothing at all."""
        return not any(read_cell_text(self._row.cells.get(column)).strip() for column in self._columns.values())

    def text(self, name: InspectionField | AssessmentField) -> str:
        """Return the cell as plain text."""
        return read_cell_text(self._cell(name)).strip()

    def need(self, name: AssessmentField) -> None:
        """Keep as a problem that the cell is blank, without which the row is in no figure; a row of nothing at all is none."""
        if not self.text(name) and not self.is_blank:
            self._tell(name, "", [])

    def word(self, name: InspectionField | AssessmentField, words: Mapping[str, _Word]) -> _Word | None:
        """Return what the cell's wording means; None for a blank and for one that governance.yaml does not have."""
        text = self.text(name)
        if not text:
            return None
        if (meaning := words.get(fold(text))) is None:
            self._tell(name, text, list(words))
        return meaning

    def many(self, name: InspectionField, words: Mapping[str, _Word]) -> Iterable[_Word]:
        """Yield what each part of the cell means. A whole title may have a semicolon in it, so that is tried first."""
        text = self.text(name)
        if fold(text) in words:
            yield words[fold(text)]
            return
        for part in _PARTS.split(text):
            if fold(part) in words:
                yield words[fold(part)]
            elif fold(part):
                self._tell(name, part.strip(), list(words))

    def day(self, name: InspectionField | AssessmentField) -> date | None:
        """Return the cell's calendar day in London, or None for a blank and for a text that is no date."""
        cell = self._cell(name)
        if isinstance(cell, datetime):
            return local_day(cell)
        text = self.text(name)
        dated = read_date(text) if text else None
        if text and dated is None:
            self._tell(name, text, [])
        return dated.on if dated else None

    def _cell(self, name: InspectionField | AssessmentField) -> Cell:
        return self._row.cells.get(self._columns.get(name.value, ""))

    def _tell(self, name: InspectionField | AssessmentField, value: str, words: list[str]) -> None:
        nearest = process.extractOne(fold(value), words, score_cutoff=NEAR_ENOUGH_TO_SUGGEST) if words else None
        problem = KeptProblem(
            self._contents.title, self._row.id, self.text(self._title), name.value, value, nearest[0] if nearest else ""
        )
        self._problems.append(problem)
