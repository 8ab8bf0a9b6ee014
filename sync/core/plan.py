"""Plan: compare what should be with what is, and say exactly what would be written."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sync.core.records import (
    Change,
    DesiredRow,
    Link,
    ListContents,
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
    changes: Sequence[Change], existing: Mapping[str, int], guards: Mapping[ChangeKind, GuardRule], as_of: date
) -> Plan:
    """Return the plan: what passes the guards, sorted, what is withheld, and a checksum over both.

    Args:
        changes: every change to every list.
        existing: how many rows each list has, by its title, without those of people and those that have had their day: a
            share of these is what a guard lets pass.
        guards: the limits by kind of change; a kind without one is not limited.
        as_of: the day the plan speaks for.
    """
    groups: dict[tuple[str, ChangeKind], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.list_title, change.kind), []).append(change)
    passed: list[Change] = []
    withheld: list[Withheld] = []
    for (title, kind), group in groups.items():
        guard = guards.get(kind, GuardRule(cap=len(group)))
        if guard.allows(len(group), existing.get(title, 0)):
            passed.extend(group)
        else:
            count = existing.get(title, 0)
            withheld.append(Withheld(kind, title, len(group), count, guard.limit(count)))
    held = tuple(sorted(withheld, key=lambda item: (item.list_title, item.kind)))
    checksum = _checksum(as_of, sorted(changes, key=_sort_key), held)
    return Plan(as_of, tuple(sorted(passed, key=_sort_key)), held, checksum)


def has_taken_effect(change: Change, contents: ListContents, target: TargetList) -> bool:
    """Say whether a list, read back, holds what a change wanted; the answer to a write whose own answer got lost."""
    for row in contents.rows:
        is_meant = row.id == change.row_id if change.row_id else read_text(row.cells.get(target.key)) == change.key
        if is_meant:
            columns = target.service_columns
            return all(read_value(row.cells.get(name), columns[name]) == value for name, value in change.values.items())
    return False


def _sort_key(change: Change) -> tuple[str, int, int, str]:
    return (change.list_title, _ORDER[change.kind], change.row_id or 0, change.key)


def _checksum(as_of: date, changes: Sequence[Change], withheld: Sequence[Withheld]) -> str:
    """Return twelve hexadecimal digits over what would be written.

    Withheld changes are part of it, and so is that they are withheld. ETags are left out: an edit to somebody else's column of
    the same row does not make the plan another one.
    """
    content = {
        "as_of": as_of.isoformat(),
        "changes": [
            [c.list_title, c.kind, c.key, c.row_id, {name: _plain(c.values[name]) for name in sorted(c.values)}]
            for c in changes
        ],
        "withheld": [[w.list_title, w.kind, w.planned] for w in withheld],
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
