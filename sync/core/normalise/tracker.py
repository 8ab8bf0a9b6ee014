"""Rows of the force's own list become entries; a word that nobody mapped is a problem, never a guess."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from rapidfuzz import process

from sync.core.clocks import local_day
from sync.core.normalise.dates import read_date
from sync.core.records import Cell, Link, ListContents, Looked, Person, ReadingProblem, Row, TrackerEntry
from sync.core.rules import Rules, TrackerRules
from sync.core.text import fold, plain_text
from sync.core.vocabulary import EntryId, TrackerField

_Word = TypeVar("_Word")
NEAR_ENOUGH_TO_SUGGEST = 80


def normalise_tracker(tracker: ListContents, rules: Rules) -> tuple[TrackerEntry, ...]:
    """Return one entry per row, in the rows' order; each carries what could not be read."""
    boards = _read_boards(rules)
    return tuple(_normalise_entry(row, rules.tracker, boards) for row in tracker.rows)


def normalise_row(row: Row, rules: Rules) -> TrackerEntry:
    """Return one row's entry."""
    return _normalise_entry(row, rules.tracker, _read_boards(rules))


def _read_boards(rules: Rules) -> dict[str, str]:
    return {fold(name): board.name for board in rules.governance.boards for name in (board.name, *board.aliases)}


def _normalise_entry(row: Row, rules: TrackerRules, boards: Mapping[str, str]) -> TrackerEntry:
    read = _RowReader(row, rules)
    return TrackerEntry(
        id=EntryId(row.id),
        title=read.text(TrackerField.TITLE),
        reference=read.text(TrackerField.REFERENCE),
        publication=read.text(TrackerField.PUBLICATION),
        text=read.text(TrackerField.TEXT),
        kind=read.word(TrackerField.KIND, rules.kinds),
        scope=read.word(TrackerField.SCOPE, rules.scopes),
        status=read.word(TrackerField.STATUS, rules.statuses),
        board=read.word(TrackerField.BOARD, boards),
        has_owner=bool(read.text(TrackerField.OWNER)),
        inspectorate_due_on=read.day(TrackerField.INSPECTORATE_DUE_ON),
        target_on=read.day(TrackerField.TARGET_ON),
        original_target_on=read.day(TrackerField.ORIGINAL_TARGET_ON),
        added_on=read.day(TrackerField.ADDED_ON),
        completed_on=read.day(TrackerField.COMPLETED_ON),
        agreed_on=read.day(TrackerField.AGREED_ON),
        has_evidence=bool(read.text(TrackerField.EVIDENCE)),
        updated_on=read.day(TrackerField.UPDATED_ON),
        returned_on=read.day(TrackerField.RETURNED_ON),
        reopened_on=read.day(TrackerField.REOPENED_ON),
        problems=tuple(read.problems),
    )


class _RowReader:
    """Reads one row's cells by our field names and keeps what it could not read."""

    def __init__(self, row: Row, rules: TrackerRules) -> None:
        self._row = row
        self._rules = rules
        self.problems: list[ReadingProblem] = []

    def text(self, name: TrackerField) -> str:
        """Return the cell as plain text; words that stand for nothing (n/a, TBC) are blank."""
        text = read_cell_text(self._cell(name))
        return "" if fold(text) in self._rules.blanks or not fold(text) else text

    def word(self, name: TrackerField, words: Mapping[str, _Word]) -> _Word | None:
        """Return what the cell's wording means, or None for a blank and for a wording that nobody mapped."""
        text = self.text(name)
        if not text:
            return None
        if (meaning := words.get(fold(text))) is None:
            nearest = process.extractOne(fold(text), list(words), score_cutoff=NEAR_ENOUGH_TO_SUGGEST)
            self.problems.append(ReadingProblem(name, text, is_unmapped=True, suggestion=nearest[0] if nearest else ""))
        return meaning

    def day(self, name: TrackerField) -> date | None:
        """Return the cell's calendar day in London, or None for a blank and for a text that is no date."""
        cell = self._cell(name)
        if isinstance(cell, datetime):
            return local_day(cell)
        text = self.text(name)
        if not text:
            return None
        if (dated := read_date(text)) is None:
            self.problems.append(ReadingProblem(name, text, is_unmapped=False))
            return None
        return dated.on

    def _cell(self, name: TrackerField) -> Cell:
        return self._row.cells.get(self._rules.columns.get(name, ""))


def read_cell_text(cell: Cell) -> str:
    """Return the words that a person sees in a cell."""
    match cell:
        case str():
            return plain_text(cell)
        case Person(name=shown, email=other) | Link(url=shown, text=other):
            return shown or other
        case Looked(text=text):
            return text
        case tuple():
            return "; ".join(filter(None, (read_cell_text(part) for part in cell)))
        case datetime():
            return local_day(cell).isoformat()
        case bool():
            return "yes" if cell else ""
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return "" if cell is None else str(cell)
