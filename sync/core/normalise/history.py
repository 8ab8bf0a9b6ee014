"""The versions of rows become what they tell: how often a date moved, and whether a row was complete once."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from sync.core.clocks import local_day
from sync.core.normalise.tracker import normalise_row
from sync.core.records import EntryHistory, Row, RowVersion
from sync.core.rules import Rules
from sync.core.vocabulary import EntryId, Status, TrackerField

HISTORY_FIELDS = (TrackerField.TARGET_ON, TrackerField.STATUS)
"""What of a row's versions is read."""


def normalise_histories(versions: Mapping[int, Sequence[RowVersion]], rules: Rules) -> dict[EntryId, EntryHistory]:
    """Return what the versions of each row tell. What cannot be read in an old version is passed over."""
    return {EntryId(number): _read_history(number, found, rules) for number, found in versions.items()}


def _read_history(number: int, versions: Sequence[RowVersion], rules: Rules) -> EntryHistory:
    # SharePoint gives the newest first, to the second; of two in one second the later listed is the older.
    in_order = sorted(versions, key=lambda version: version.moment, reverse=True)[::-1]
    states = [(local_day(v.moment), normalise_row(Row(number, "", v.cells), rules)) for v in in_order]
    targets: list[date] = []
    for _, entry in states:
        if entry.target_on is not None and (not targets or targets[-1] != entry.target_on):
            targets.append(entry.target_on)
    complete_from = complete_until = began = None
    for (_, before), (day, after) in pairwise([(None, None), *states]):
        if after is None:
            continue
        was_complete = before is not None and before.status is Status.COMPLETE
        if after.status is Status.COMPLETE and not was_complete:
            began = day
        elif was_complete and after.status is not None and after.status.is_outstanding:
            complete_from, complete_until = began, day
    return EntryHistory(tuple(targets), complete_from, complete_until)
