"""The closed word lists of the field; people's own wordings are mapped onto them and never the other way round."""

from enum import StrEnum
from typing import Final, NewType

PublicationId = NewType("PublicationId", str)
"""Our key of a publication, e.g. ``ROCU-2021``."""

RegisterRef = NewType("RegisterRef", str)
"""Our key of a register item, e.g. ``ROCU-2021-R3``."""

EntryId = NewType("EntryId", int)
"""SharePoint's ID of a tracker row."""


class _Word(StrEnum):
    """A word with the way it is written for people."""

    @property
    def label(self) -> str:
        """Return the word as people read it, in lower case."""
        return self.value.replace("-", " ")


class ItemKind(_Word):
    """What HMICFRS calls the finding. Learning points and promising practice are not items."""

    CAUSE_OF_CONCERN = "cause-of-concern"
    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area-for-improvement"

    @property
    def phrase(self) -> str:
        """Return the label with its article: ``an area for improvement``."""
        return f"{'an' if self is ItemKind.AREA_FOR_IMPROVEMENT else 'a'} {self.label}"


class Scope(_Word):
    """Whom the inspection was about."""

    NATIONAL = "national"
    JOINT = "joint"
    FORCE = "force"

    @property
    def label(self) -> str:
        """Return the word as people read it."""
        return "force-specific" if self is Scope.FORCE else self.value


class Status(_Word):
    """Where the force stands with an entry. The first four are outstanding."""

    AWAITING_ALLOCATION = "awaiting-allocation"
    IN_PROGRESS = "in-progress"
    BLOCKED_NATIONALLY = "blocked-nationally"
    AWAITING_AGREEMENT = "awaiting-agreement"
    COMPLETE = "complete"
    SUPERSEDED = "superseded"
    NO_ACTION = "no-action"

    @property
    def is_outstanding(self) -> bool:
        """Say whether an entry in this status still counts as outstanding."""
        return self in _OUTSTANDING


_OUTSTANDING = frozenset(
    {Status.AWAITING_ALLOCATION, Status.IN_PROGRESS, Status.BLOCKED_NATIONALLY, Status.AWAITING_AGREEMENT}
)


class InspectorateStatus(_Word):
    """Where the inspectorate stands with a register item."""

    OPEN = "open"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    NO_LONGER_RELEVANT = "no-longer-relevant"


class RegisterState(_Word):
    """Whether a row of the register has been read by a person; drafts raise no missing entries."""

    CONFIRMED = "confirmed"
    DRAFT = "draft"


class Addressee(_Word):
    """Whom a publication asks for something. The force itself is known by its own names."""

    ALL_FORCES = "all-forces"
    CHIEF_CONSTABLES = "chief-constables"
    OTHER_FORCES = "other-forces"
    LOCAL_POLICING_BODY = "local-policing-body"
    NPCC = "npcc"
    COLLEGE_OF_POLICING = "college-of-policing"
    HOME_OFFICE = "home-office"
    IOPC = "iopc"
    CPS = "cps"
    LOCAL_RESILIENCE_FORUMS = "local-resilience-forums"
    REGIONAL_UNITS = "regional-units"
    OTHER_BODIES = "other-bodies"


class DutyState(_Word):
    """Where a response or an action plan stands."""

    NOT_ASKED = "not-asked"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done-late"
    ELSEWHERE = "with-another-report"
    NOT_WATCHED = "not-watched"


class DatePrecision(_Word):
    """How exactly a date is known or meant (reference: due-date forms that HMICFRS uses)."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    IMMEDIATE = "immediate"
    RELATIVE = "relative"
    OPEN = "open"


class Recurrence(_Word):
    """How often a duty comes back."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six-monthly"
    YEARLY = "yearly"


class TrackerField(StrEnum):
    """Our names for what a tracker row says; ``tracker.yaml`` ties each to one of the tracker's columns."""

    TITLE = "title"
    REFERENCE = "reference"
    PUBLICATION = "publication"
    TEXT = "text"
    KIND = "kind"
    SCOPE = "scope"
    STATUS = "status"
    BOARD = "board"
    OWNER = "owner"
    INSPECTORATE_DUE_ON = "inspectorate_due_on"
    TARGET_ON = "target_on"
    ORIGINAL_TARGET_ON = "original_target_on"
    ADDED_ON = "added_on"
    COMPLETED_ON = "completed_on"
    AGREED_ON = "agreed_on"
    EVIDENCE = "evidence"
    UPDATED_ON = "updated_on"
    RETURNED_ON = "returned_on"
    REOPENED_ON = "reopened_on"


class InspectionField(StrEnum):
    """Our names for what a row of the inspections list says; ``governance.yaml`` ties each to a column."""

    TITLE = "title"
    LEAD = "lead"
    SERIES = "series"
    STATE = "state"
    PLACE = "place"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    TERMS = "terms"
    FEEDBACK = "feedback"
    PUBLICATIONS = "publications"


class AssessmentField(StrEnum):
    """Our names for what a row of the self-assessment list says; ``governance.yaml`` ties each to a column."""

    CYCLE = "cycle"
    QUESTION = "question"
    BOARD = "board"
    GRADE = "grade"
    ASSESSED_ON = "assessed_on"
    EVIDENCE = "evidence"
    AT_RISK = "at_risk"


class MatchMethod(_Word):
    """How an entry was tied to a register item, from surest to none."""

    REFERENCE = "reference"
    DECISION = "decision"
    TEXT = "text"
    REVIEW = "review"
    NONE = "none"


class Severity(StrEnum):
    """How much a gap matters; the words are those of the gap list's column."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"

    @property
    def rank(self) -> int:
        """Return 0 for High, 1 for Medium, 2 for Low, so that sorting puts the worst first."""
        return list(Severity).index(self)


class FlagState(StrEnum):
    """What became of a gap; the words are those of the gap list's column."""

    OPEN = "Open"
    DISMISSED = "Dismissed"
    CLEARED = "Cleared"
    SEEN_ONCE = "Seen once"


class Verdict(_Word):
    """What a person said of a row and an item of the register, or of the whole register."""

    ACCEPT = "accept"
    NOT_THIS = "not-this"
    NOT_IN_REGISTER = "not-in-register"


class Counted(_Word):
    """What the figures take an entry for; the words stand in our column on the tracker and filter the rows behind a figure."""

    OUTSTANDING = "outstanding"
    COMPLETE = "complete"
    OTHERWISE_CLOSED = "otherwise-closed"
    NOT_COUNTED = "not-counted"

    @property
    def label(self) -> str:
        """Return the word as the tracker shows it."""
        return super().label.capitalize()


class InspectionState(_Word):
    """Where an inspection is, from the day it is announced to the day its report is published."""

    ANNOUNCED = "announced"
    PREPARING = "preparing"
    FIELDWORK = "fieldwork"
    AWAITING_FEEDBACK = "awaiting-feedback"
    FEEDBACK_RECEIVED = "feedback-received"
    PUBLISHED = "published"
    CANCELLED = "cancelled"

    @property
    def is_past(self) -> bool:
        """Say whether the inspectors have been."""
        return self in {
            InspectionState.AWAITING_FEEDBACK,
            InspectionState.FEEDBACK_RECEIVED,
            InspectionState.PUBLISHED,
        }


AT_RISK: Final = ", a risk"
"""Ends the state of a question that is marked a risk, behind its grade; the look of the column knows it by these words."""


class PeriodKind(_Word):
    """How the reporting period runs: it ends with the day the figures speak for, or with a quarter, half or year."""

    ROLLING = "rolling"
    CALENDAR = "calendar"


class GapFamily(_Word):
    """The part of the work that a gap belongs to."""

    COVERAGE = "coverage"
    AGREEMENT = "agreement"
    OWNERSHIP = "ownership"
    CLOSURE = "closure"
    CLOCKS = "clocks"
    DATA = "data"


class GapKind(_Word):
    """Every difference worth a person's time that this release looks for."""

    MISSING_ENTRY = "missing-entry"
    UNKNOWN_ENTRY = "unknown-entry"
    AMBIGUOUS_MATCH = "ambiguous-match"
    DUPLICATE_ENTRY = "duplicate-entry"
    WRONG_PUBLICATION = "wrong-publication"
    NOT_FOR_FORCE = "not-for-force"
    PUBLICATION_UNASSESSED = "publication-unassessed"

    KIND_MISMATCH = "kind-mismatch"
    SCOPE_MISMATCH = "scope-mismatch"
    DUE_DATE_MISMATCH = "due-date-mismatch"
    REFERENCE_MISMATCH = "reference-mismatch"
    WORDING_DRIFT = "wording-drift"

    NO_OWNER = "no-owner"
    NO_BOARD = "no-board"
    NO_TARGET_DATE = "no-target-date"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    DATE_SLIPPED = "date-slipped"
    STALE_UPDATE = "stale-update"

    CLOSED_WITHOUT_EVIDENCE = "closed-without-evidence"
    CLOSED_WITHOUT_AGREEMENT = "closed-without-agreement"
    AGREED_BUT_OPEN = "agreed-but-open"
    REOPENED_BY_INSPECTORATE = "reopened-by-inspectorate"
    SUPERSEDED_BUT_OPEN = "superseded-but-open"
    CONCERN_CLOSED_EARLY = "concern-closed-early"
    CONCERN_WITHOUT_RECOMMENDATION = "concern-without-recommendation"
    AGREEMENT_OVERDUE = "agreement-overdue"
    RECHECK_DUE = "recheck-due"

    RESPONSE_DUE = "response-due"
    ACTION_PLAN_DUE = "action-plan-due"

    UNMAPPED_VALUE = "unmapped-value"
    UNREADABLE_VALUE = "unreadable-value"
    REQUIRED_BLANK = "required-blank"
    UNEXPLAINED_MOVEMENT = "unexplained-movement"

    INSPECTION_NOT_LINKED = "inspection-not-linked"


class ColumnType(StrEnum):
    """The kinds of column we create. Choices are not enforced by SharePoint's REST service (sharepoint.md, C.6)."""

    TEXT = "text"
    NOTE = "note"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes-no"
    LINK = "link"
    PERSON = "person"


class ColumnOwner(StrEnum):
    """Who fills a column of a list we write; only the service's columns are compared and written."""

    SERVICE = "service"
    PEOPLE = "people"


class ColumnFormat(StrEnum):
    """How a column's values can look; what each is drawn like is the doorway's business."""

    WORD = "word"
    COUNTS = "counts"
    DUE = "due"
    WHEN = "when"
    RESPONSE_DUE = "response-due"
    ACTION_PLAN_DUE = "action-plan-due"
    BAR = "bar"
    WARNING = "warning"
    ROWS = "rows"
    LINK = "link"
    MOVED = "moved"


class ViewFormat(StrEnum):
    """How a view's rows can look."""

    TABLES = "tables"
    GROUPS = "groups"
    RUNS = "runs"
    OVERDUE = "overdue"
    CARDS = "cards"
    BOARDS = "boards"
    INSPECTIONS = "inspections"


class FormFormat(StrEnum):
    """What can stand at the head of a row's form."""

    STEPS = "steps"
    GAP = "gap"


class ChangeKind(StrEnum):
    """What a plan does to a row. Nothing is ever deleted: what has had its day is retired."""

    CREATE = "create"
    UPDATE = "update"
    RETIRE = "retire"
