"""Plan: compare what should be with what is, and say exactly what would be written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sync.core.records import (
    Change,
    DesiredRow,
    Frozen,
    Link,
    ListContents,
    OutcomeKind,
    Plan,
    Row,
    TargetList,
    Value,
    Withheld,
)
from sync.core.rules import GuardRule
from sync.core.values import fit_value, read_text, read_value
from sync.core.vocabulary import ChangeKind

_ORDER = {kind: index for index, kind in enumerate((ChangeKind.CREATE, ChangeKind.UPDATE, ChangeKind.RETIRE))}


def plan_list(target: TargetList, contents: ListContents, desired: Iterable[DesiredRow]) -> tuple[Change, ...]:
    """Return the changes that bring one list to what is desired, for the service's columns only.

    Rows without our key, rows that are not desired, and columns that people own are not in it, whatever they hold.
    """
    by_key = {key: row for row in contents.rows if (key := read_text(row.cells.get(target.key)))}
    by_id = {row.id: row for row in contents.rows}
    changes = []
    for wanted in desired:
        row = by_id.get(wanted.row_id) if wanted.row_id is not None else by_key.get(wanted.key)
        change = _compare(target, row, wanted)
        if change is not None:
            changes.append(change)
    return tuple(changes)


def _compare(target: TargetList, row: Row | None, wanted: DesiredRow) -> Change | None:
    columns = target.service_columns
    values = {name: fit_value(value, columns[name]) for name, value in wanted.values.items()}
    if row is None:
        if wanted.is_retired or wanted.row_id is not None:
            return None
        keyed: dict[str, Value] = {target.key: wanted.key}
        filled = {name: value for name, value in values.items() if value is not None}
        return Change(ChangeKind.CREATE, target.title, wanted.key, keyed | filled)
    before = {name: read_value(row.cells.get(name), columns[name]) for name in values}
    differing = {name: value for name, value in values.items() if value != before[name]}
    if not differing:
        return None
    kind = ChangeKind.RETIRE if wanted.is_retired else ChangeKind.UPDATE
    old = {name: before[name] for name in differing}
    return Change(kind, target.title, wanted.key, differing, old, row.id, row.etag)


def make_plan(
    changes: Sequence[Change],
    existing: Mapping[str, int],
    guards: Mapping[ChangeKind, GuardRule],
    as_of: date,
    *,
    held: Sequence[Change] = (),
    frozen: Sequence[Frozen] = (),
) -> Plan:
    """Return the plan: what passes the guards, sorted, what is withheld, and a checksum over both.

    Args:
        changes: every change to every list.
        existing: how many rows each list has, by its title, without those of people and those that have had their day: a
            share of these is what a guard lets pass.
        guards: the limits by kind of change; a kind without one is not limited.
        as_of: the day the plan speaks for.
        held: changes that are left out already, because of ``frozen``.
        frozen: the columns whose cells do not stay written.
    """
    groups: dict[tuple[str, ChangeKind], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.list_title, change.kind), []).append(change)
    passed: list[Change] = []
    left_out = list(held)
    withheld: list[Withheld] = []
    for (title, kind), group in groups.items():
        guard = guards.get(kind, GuardRule(cap=len(group)))
        if guard.allows(len(group), existing.get(title, 0)):
            passed.extend(group)
        else:
            count = existing.get(title, 0)
            withheld.append(Withheld(kind, title, len(group), count, guard.limit(count)))
            left_out.extend(group)
    told = tuple(sorted(withheld, key=lambda item: (item.list_title, item.kind)))
    checksum = _checksum(as_of, sorted([*changes, *held], key=_sort_key), told, frozen)
    return Plan(
        as_of,
        tuple(sorted(passed, key=_sort_key)),
        told,
        checksum,
        tuple(sorted(left_out, key=_sort_key)),
        tuple(frozen),
    )


def acknowledge(plan: Plan) -> Plan:
    """Return the plan with everything in it that was held back; somebody looked at it and named its checksum."""
    merged: dict[tuple[str, ChangeKind, str], Change] = {}
    for change in (*plan.changes, *plan.held):
        other = merged.get((change.list_title, change.kind, change.key))
        if other:  # one row's frozen cells come back to its others: two updates of a row would be in each other's way
            change = replace(change, values={**other.values, **change.values}, before={**other.before, **change.before})  # noqa: PLW2901
        merged[change.list_title, change.kind, change.key] = change
    return Plan(plan.as_of, tuple(sorted(merged.values(), key=_sort_key)), (), plan.checksum)


def judge_read_back(change: Change, contents: ListContents, target: TargetList) -> OutcomeKind:
    """Say what became of a change whose answer got lost, from the list as it was read back afterwards.

    *Done* when the row holds what the change wanted; *failed* when the row is as it was, so that nothing was done and the
    change may be sent again; *conflict* when it is neither: the row is somebody else's now, or gone.
    """
    for row in contents.rows:
        is_meant = row.id == change.row_id if change.row_id else read_text(row.cells.get(target.key)) == change.key
        if is_meant:
            columns = target.service_columns
            held = {name: read_value(row.cells.get(name), columns[name]) for name in change.values}
            if all(held[name] == fit_value(value, columns[name]) for name, value in change.values.items()):
                return OutcomeKind.DONE
            return OutcomeKind.FAILED if row.etag == change.etag else OutcomeKind.CONFLICT
    return OutcomeKind.CONFLICT if change.row_id else OutcomeKind.FAILED


def _sort_key(change: Change) -> tuple[str, int, int, str]:
    return (change.list_title, _ORDER[change.kind], change.row_id or 0, change.key)


def _checksum(as_of: date, changes: Sequence[Change], withheld: Sequence[Withheld], frozen: Sequence[Frozen]) -> str:
    """Return twelve hexadecimal digits over what would be written.

    Changes that are held back are part of it, and so is that they are. ETags are left out: an edit to somebody else's column of
    the same row does not make the plan another one.
    """
    content = {
        "as_of": as_of.isoformat(),
        "changes": [
            [c.list_title, c.kind, c.key, c.row_id, {name: _plain(c.values[name]) for name in sorted(c.values)}]
            for c in changes
        ],
        "withheld": [[w.list_title, w.kind, w.planned] for w in withheld],
        "frozen": [[f.list_title, f.column, f.rows] for f in frozen],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _plain(value: Value) -> object:
    match value:
        case date():
            return value.isoformat()
        case Link(url=url, text=text):
            return [url, text]
        case _:
            return value
