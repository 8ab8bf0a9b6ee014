"""What must be true when the weather has cleared, and of every run that says what it has done."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Final

from sync.core.records import Change, ListContents, OutcomeKind, TargetList
from sync.core.summary import Summary
from sync.core.values import read_text, read_value
from sync.core.vocabulary import ChangeKind
from sync.jobs.pipeline import run_pass
from tests.builders import AS_OF, a_list
from tests.chaos.seen import Target
from tests.chaos.service import the_register, the_rules_of_the_stage
from tests.chaos.stage import RUNS, TRACKER, Stage
from tests.chaos.watch import ViolationError, Watch
from tests.fakes import MemorySite, the_ports

_SHORT: Final = 255


def check_done(watch: Watch, sender: str, summary: Summary, touched: Set[tuple[str, int]] = frozenset()) -> None:
    """What a run counts as done is there; or was, and somebody removed the row or changed it since (``touched``).

    Nothing is done that SharePoint refused because the row was gone or had changed, whoever touched it.
    """
    stage = watch.stage
    done = [outcome.change for outcome in summary.outcomes if outcome.kind is OutcomeKind.DONE]
    for change in done:
        if change.row_id is not None and watch.was_refused(sender, Target(change.list_title, change.row_id)):
            raise ViolationError(f"{change.list_title}: {change.key} counts as done and was refused")
    for title in {change.list_title for change in done}:
        rows = stage.rows(title)
        by_key = {row.get("SyncKey"): row for row in rows}
        by_id = {row["Id"]: row for row in rows}
        for change in done:
            if change.list_title != title or (title, change.key) in stage.removed:
                continue
            row = by_key.get(change.key) if change.kind is ChangeKind.CREATE else by_id.get(change.row_id)
            if row is None and change.kind is ChangeKind.CREATE:
                raise ViolationError(f"{title}: {change.key} counts as made and is not there")
            if row is not None and (title, row["Id"]) not in touched:
                _check_cells(change, row)


def _check_cells(change: Change, row: Mapping[str, object]) -> None:
    """The short texts of a change are in its row; other values have other forms on the wire."""
    for name, value in change.values.items():
        if isinstance(value, str) and len(value) < _SHORT and name in row and row[name] != value:
            raise ViolationError(f"{change.list_title}: {name} of {change.key} counts as written and is not there")


def check_given_back(stage: Stage, sender: str, ending: str) -> None:
    """A run that nothing happened to gave its lease back, however it ended."""
    if stage.read_lease()[0] == sender:
        raise ViolationError(f"a run that ended with {ending}, and that nothing had disturbed, kept its lease")


def check_keys(stage: Stage, settled: Mapping[str, ListContents]) -> None:
    """No two rows of ours have the same key."""
    compared = [target.title for target in the_rules_of_the_stage().targets.compared]
    keys = {title: [read_text(row.cells.get("SyncKey")) for row in settled[title].rows] for title in compared}
    keys[RUNS] = [str(row["SyncKey"] or "") for row in stage.rows(RUNS)]
    for title, found in keys.items():
        if twice := [key for key, count in Counter(found).items() if key and count > 1]:
            raise ViolationError(f"{title} has {twice[0]} twice")


_LEARNT: Final = ("SyncMoved", "SyncFirstDue", "SyncClosed", "SyncReopened", "SyncLife")
"""What our columns on the Tracker learnt from run to run, while people moved dates; a first run cannot know it."""


def check_against_undisturbed(lists: Mapping[str, ListContents]) -> None:
    """The lists are those that a run on a perfect site makes of the same tracker; what has had its day may stand beside."""
    rules = the_rules_of_the_stage()
    assert rules.targets.flags is not None
    ours, tracker = rules.targets.flags.service_columns, lists[TRACKER]
    bare = [
        replace(row, cells={name: None if name in ours else c for name, c in row.cells.items()}) for row in tracker.rows
    ]
    titles = [target.title for target in (*rules.targets.owned, *rules.targets.kept)]
    empty = {title: replace(lists.get(title, a_list(title)), rows=[]) for title in titles}
    site = MemorySite(empty | {TRACKER: replace(tracker, rows=bare)})
    run_pass(the_ports(site), rules, the_register(), AS_OF, release="undisturbed")
    for target in (*rules.targets.compared, rules.targets.flags):
        found, wanted = (_read(target, contents[target.title]) for contents in (lists, site.lists))
        for values in (*found.values(), *wanted.values()):
            for name in _LEARNT:
                values.pop(name, None)
        for key, values in wanted.items():
            if found.get(key) != values:
                raise ViolationError(f"{target.title}: {key} is {found.get(key)} and should be {values}")
        for key in found.keys() - wanted.keys():
            if found[key].get("State") != "Cleared" and not found[key].get("Retired"):
                raise ViolationError(f"{target.title}: {key} should not be there")


def _read(target: TargetList, contents: ListContents) -> dict[str, dict[str, object]]:
    columns = target.service_columns
    return {
        key: {name: read_value(row.cells.get(name), column) for name, column in columns.items()}
        for row in contents.rows
        if (key := read_text(row.cells.get(target.key)) if target.key else str(row.id))
    }
