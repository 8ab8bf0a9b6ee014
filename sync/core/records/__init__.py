"""The frozen records that flow through the house, from raw rows to what became of a plan."""

from sync.core.records.decisions import (
    Decision,
    LaterWords,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_referred,
    fingerprint_words,
)
from sync.core.records.frozen import FrozenLine
from sync.core.records.gaps import Flag, Gap, Waiting
from sync.core.records.history import EntryHistory, RowVersion
from sync.core.records.kept import NOTHING_KEPT, Assessment, Inspection, Kept, KeptProblem
from sync.core.records.lists import DesiredRow, TargetColumn, TargetList, TargetView, Value
from sync.core.records.matches import Candidate, Match, Standing, Uncounted, group_by_item
from sync.core.records.memory import RunMemory
from sync.core.records.plans import Change, Frozen, Outcome, OutcomeKind, Plan, Withheld
from sync.core.records.position import Figures, LineDetail, Movement, Position, PositionLine, TrendPoint
from sync.core.records.publications import Answer, Duty, PublicationStanding
from sync.core.records.register import (
    DatedTo,
    Due,
    DutyDate,
    Place,
    Publication,
    Register,
    RegisterItem,
    StatusEntry,
)
from sync.core.records.row_memory import NOTHING_REMEMBERED, RowMemory, Turn, TurnKind
from sync.core.records.rows import Cell, Column, Link, ListContents, Looked, Person, RegisterRow, Row
from sync.core.records.tracker import ReadingProblem, TrackerEntry

__all__ = [
    "NOTHING_KEPT",
    "NOTHING_REMEMBERED",
    "Answer",
    "Assessment",
    "Candidate",
    "Cell",
    "Change",
    "Column",
    "DatedTo",
    "Decision",
    "DesiredRow",
    "Due",
    "Duty",
    "DutyDate",
    "EntryHistory",
    "Figures",
    "Flag",
    "Frozen",
    "FrozenLine",
    "Gap",
    "Inspection",
    "Kept",
    "KeptProblem",
    "LaterWords",
    "LineDetail",
    "Link",
    "ListContents",
    "Looked",
    "Match",
    "Movement",
    "Outcome",
    "OutcomeKind",
    "Person",
    "Place",
    "Plan",
    "Position",
    "PositionLine",
    "Publication",
    "PublicationStanding",
    "ReadingProblem",
    "Register",
    "RegisterItem",
    "RegisterRow",
    "Row",
    "RowMemory",
    "RowVersion",
    "RunMemory",
    "Standing",
    "StatusEntry",
    "TargetColumn",
    "TargetList",
    "TargetView",
    "TrackerEntry",
    "TrendPoint",
    "Turn",
    "TurnKind",
    "Uncounted",
    "Value",
    "Waiting",
    "Withheld",
    "fingerprint_item",
    "fingerprint_reference",
    "fingerprint_referred",
    "fingerprint_words",
    "group_by_item",
]
