"""The columns that the service fills or reads, by list: what targets.yaml must offer under these names and types."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sync.core.vocabulary import ColumnType, Status

_TEXT, _NOTE, _CHOICE = ColumnType.TEXT, ColumnType.NOTE, ColumnType.CHOICE
_NUMBER, _DATE, _MOMENT = ColumnType.NUMBER, ColumnType.DATE, ColumnType.MOMENT

FIGURE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "outstanding": "Outstanding",
        "national": "National",
        "joint": "Joint",
        "force_specific": "ForceSpecific",
        "causes_of_concern": "CausesOfConcern",
        "recommendations": "Recommendations",
        "afis": "AFIs",
        "overdue": "Overdue",
        "awaiting_agreement": "AwaitingAgreement",
        "added": "Added",
        "completed": "Completed",
        "other_closed": "OtherClosed",
        "reopened": "Reopened",
        "opening": "Opening",
        "closing": "Closing",
        "unexplained": "Unexplained",
        "age_0_to_3_months": "Age0To3Months",
        "age_3_to_6_months": "Age3To6Months",
        "age_6_to_12_months": "Age6To12Months",
        "age_12_to_24_months": "Age12To24Months",
        "age_over_24_months": "AgeOver24Months",
        "age_not_known": "AgeNotKnown",
        "mean_age_days": "MeanAgeDays",
        "median_age_days": "MedianAgeDays",
        "oldest_days": "OldestDays",
        "returned": "Returned",
        "accepted_first_time": "AcceptedFirstTime",
        "times_moved": "TimesMoved",
    }
)
"""The position list's column for each figure."""

HISTORY_FIGURES = (
    "outstanding",
    "national",
    "joint",
    "force_specific",
    "causes_of_concern",
    "recommendations",
    "afis",
    "overdue",
    "awaiting_agreement",
    "opening",
    "added",
    "reopened",
    "completed",
    "other_closed",
    "closing",
    "unexplained",
)
"""The figures that a snapshot freezes."""

_GAPS = {
    "Title": _TEXT,
    "SyncKey": _TEXT,
    "GapKind": _CHOICE,
    "Severity": _CHOICE,
    "SortOrder": _NUMBER,
    "State": _CHOICE,
    "WhatToDo": _NOTE,
    "TrackerSays": _NOTE,
    "RegisterSays": _NOTE,
    "EntryId": _NUMBER,
    "EntryLink": ColumnType.LINK,
    "RegisterRef": _TEXT,
    "Publication": _TEXT,
    "Board": _TEXT,
    "FirstSeen": _DATE,
    "LastChanged": _DATE,
    "ClearedOn": _DATE,
    "MissedOn": _DATE,
    "Rule": _TEXT,
    "Fingerprint": _TEXT,
    "DecidedFor": _TEXT,
    "Candidates": _NOTE,
    "Decided": _NOTE,
}
_POSITION = {
    "Title": _TEXT,
    "SyncKey": _TEXT,
    "Table": _CHOICE,
    "Line": _TEXT,
    "SortOrder": _NUMBER,
    **dict.fromkeys(FIGURE_COLUMNS.values(), _NUMBER),
    "Board": _TEXT,
    "Chair": _TEXT,
    "State": _TEXT,
    "OnDate": _DATE,
    "FirstDate": _DATE,
    "DeepDive": ColumnType.YES_NO,
    "Working": ColumnType.LINK,
    "WorkingRows": _NOTE,
    "Retired": ColumnType.YES_NO,
}
STATUS_COLUMNS: Mapping[Status, str] = MappingProxyType(
    {
        Status.AWAITING_ALLOCATION: "AwaitingAllocation",
        Status.IN_PROGRESS: "InProgress",
        Status.BLOCKED_NATIONALLY: "BlockedNationally",
        Status.AWAITING_AGREEMENT: "AwaitingAgreement",
        Status.COMPLETE: "Complete",
        Status.SUPERSEDED: "Superseded",
        Status.NO_ACTION: "NoAction",
    }
)
"""The publications list's column for each status."""

STATUS_NOT_KNOWN: Final = "StatusNotKnown"
"""The publications list's column for rows whose status nobody can read; they are outstanding."""

_PUBLICATIONS = {
    "Title": _TEXT,
    "SyncKey": _TEXT,
    "PublishedOn": _DATE,
    "Series": _TEXT,
    "Inspectorates": _TEXT,
    "Scope": _CHOICE,
    "Page": ColumnType.LINK,
    "ForForce": _NUMBER,
    "NotForForce": _NUMBER,
    "Missing": _NUMBER,
    "Outstanding": _NUMBER,
    **dict.fromkeys((*STATUS_COLUMNS.values(), STATUS_NOT_KNOWN), _NUMBER),
    "WorkingRows": _NOTE,
    "ResponseDue": _DATE,
    "ResponseTarget": _DATE,
    "ResponseState": _CHOICE,
    "ResponseBasis": _TEXT,
    "ActionPlanDue": _DATE,
    "ActionPlanState": _CHOICE,
    "Retired": ColumnType.YES_NO,
}
FOLLOWING_COLUMNS = frozenset({"LastChanged", "ClearedOn"})
"""Columns that say when others changed; on their own they are no reason to write a row."""

_HISTORY = {
    "Title": _TEXT,
    "SyncKey": _TEXT,
    "Snapshot": _CHOICE,
    "SnapshotOn": _DATE,
    "Period": _TEXT,
    "Table": _CHOICE,
    "Line": _TEXT,
    "Record": _CHOICE,
    "MadeOn": _DATE,
    "MadeLate": ColumnType.YES_NO,
    **{FIGURE_COLUMNS[name]: _NUMBER for name in HISTORY_FIGURES},
    "WorkingRows": _NOTE,
}
_RUNS = {
    "Title": _TEXT,
    "SyncKey": _TEXT,
    "StartedAt": _MOMENT,
    "FinishedAt": _MOMENT,
    "AsOf": _DATE,
    "Outcome": _CHOICE,
    "TrackerRows": _NUMBER,
    "OpenGaps": _NUMBER,
    "Outstanding": _NUMBER,
    "RowsCreated": _NUMBER,
    "RowsUpdated": _NUMBER,
    "RowsRetired": _NUMBER,
    "RowsWithheld": _NUMBER,
    "Conflicts": _NUMBER,
    "Failed": _NUMBER,
    "PlanChecksum": _TEXT,
    "Release": _TEXT,
    "Message": _NOTE,
    "LeaseOwner": _TEXT,
    "LeaseToken": _NUMBER,
    "LeaseUntil": _MOMENT,
    "Memory": _NOTE,
}
_FLAGS = {
    "SyncRegisterRef": _TEXT,
    "SyncMatch": _TEXT,
    "SyncGaps": _TEXT,
    "SyncSeverity": _CHOICE,
    "SyncDue": _DATE,
    "SyncUndated": ColumnType.YES_NO,
    "SyncPublished": _DATE,
    "SyncCounts": _CHOICE,
    "SyncClosed": _DATE,
    "SyncReopened": _DATE,
    "SyncLife": _TEXT,
    "SyncMoved": _NUMBER,
    "SyncFirstDue": _DATE,
}

WRITTEN_COLUMNS: Mapping[str, Mapping[str, ColumnType]] = MappingProxyType(
    {
        "gaps": _GAPS,
        "position": _POSITION,
        "publications": _PUBLICATIONS,
        "history": _HISTORY,
        "runs": _RUNS,
        "flags": _FLAGS,
    }
)
"""By the name of the list in targets.yaml: our columns' internal names and types."""

READ_COLUMNS: Mapping[str, Mapping[str, ColumnType]] = MappingProxyType(
    {
        "gaps": {"Decision": _CHOICE, "Reason": _NOTE, "ReviewOn": _DATE},
        "publications": {"RespondedOn": _DATE, "ActionPlanSentOn": _DATE},
    }
)
"""By the same names: the columns in which people tell us something, which we read and never write."""
