"""Remember: what a run leaves for the next, and what follows from it: a shrunken source, a cell that does not stay written."""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.core.records import Change, Frozen, Outcome, OutcomeKind, RunMemory, Value
from sync.core.rules import GuardRule
from sync.core.text import fingerprint
from sync.core.vocabulary import ChangeKind
from sync.core.written import FOLLOWING_COLUMNS

CELLS_LIMIT = 1_100
"""So many cells that were updated are remembered, the newest; the text of all stays within what a note column holds."""

MADE_LIMIT = 6_000
"""So many cells of new rows are remembered, the newest: they are many more, and take less."""

_DIGITS = 6
_NAME_DIGITS = 10
_MADE_DIGITS = 8
_MARK = re.compile(rf"[0-9a-f]{{{_DIGITS}}}[1-9]")
_DISPUTED_FROM = 2
"""Written once is a change, twice is put right after somebody; a third time would be a quarrel."""


def read_memory(text: str) -> RunMemory:
    """Return what an earlier run left; a text that is not ours is no memory."""
    try:
        content = json.loads(text)
        sources = {str(name): int(count) for name, count in content["sources"].items()}
        written = {str(cell): str(value) for cell, value in content["written"].items() if _MARK.fullmatch(str(value))}
        made = re.findall(rf"[0-9a-f]{{{_MADE_DIGITS}}}", base64.b64decode(content.get("made", "")).hex())
    except (ValueError, KeyError, TypeError, AttributeError):
        return RunMemory()
    return RunMemory(sources, written, tuple(made))


def write_memory(memory: RunMemory) -> str:
    """Return a memory as text of at most 60,000 characters."""
    newest = dict(list(memory.written.items())[-CELLS_LIMIT:])
    made = base64.b64encode(bytes.fromhex("".join(memory.made[-MADE_LIMIT:]))).decode()
    return json.dumps({"sources": dict(memory.sources), "written": newest, "made": made}, separators=(",", ":"))


def remember(memory: RunMemory, sources: Mapping[str, int], outcomes: Iterable[Outcome]) -> RunMemory:
    """Return the memory after a run: today's sources, and what was written into which cell how often running.

    Of a row whose change did not come through nobody knows what stands there; its cells begin afresh.
    """
    written = dict(memory.written)
    made = dict.fromkeys(memory.made)
    for outcome in outcomes:
        change = outcome.change
        for column, value in change.values.items():
            cell = _name_cell(change, column)
            before = written.pop(cell, "")
            if outcome.kind is not OutcomeKind.DONE:
                continue
            if change.kind is ChangeKind.CREATE:
                if column not in FOLLOWING_COLUMNS and value != change.key:
                    made[_name_made(change, column, value)] = None
                continue
            # What was made and still stood there is what we change now; what we put back is made as it was.
            made.pop(_name_made(change, column, change.before.get(column)), None)
            mark = _mark(value)
            times = (
                int(before[_DIGITS:]) if before[:_DIGITS] == mark else int(_name_made(change, column, value) in made)
            )
            written[cell] = f"{mark}{min(times + 1, 9)}"
    return RunMemory(dict(sources), written, tuple(made))


@dataclass(frozen=True, slots=True)
class Thawed:
    """Changes without the cells that do not stay written, and those cells: as changes of their own, and counted."""

    changes: tuple[Change, ...]
    held: tuple[Change, ...]
    frozen: tuple[Frozen, ...]


def freeze(changes: Sequence[Change], memory: RunMemory) -> Thawed:
    """Leave out the cells into which the same value was written twice before: somebody, or something, changes it each time.

    Once is put right, twice is a dispute that a person has to settle. A change of which only columns remain that follow others
    (the day a row last changed) is left out whole.
    """
    kept: list[Change] = []
    held: list[Change] = []
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        disputed = _find_disputed(change, memory)
        if not disputed:
            kept.append(change)
            continue
        for column in disputed - FOLLOWING_COLUMNS or disputed:
            counts[change.list_title, column] = counts.get((change.list_title, column), 0) + 1
        rest = {name: value for name, value in change.values.items() if name not in disputed}
        if rest.keys() <= FOLLOWING_COLUMNS:
            held.append(change)
        else:
            kept.append(_narrow(change, rest))
            held.append(_narrow(change, {name: change.values[name] for name in change.values if name in disputed}))
    frozen = tuple(Frozen(title, column, rows) for (title, column), rows in sorted(counts.items()))
    return Thawed(tuple(kept), tuple(held), frozen)


def _find_disputed(change: Change, memory: RunMemory) -> set[str]:
    if change.kind is ChangeKind.CREATE or not memory.written:
        return set()
    return {name for name, value in change.values.items() if _is_disputed(memory, change, name, value)}


def _is_disputed(memory: RunMemory, change: Change, column: str, value: Value) -> bool:
    held = memory.written.get(_name_cell(change, column), "")
    return held[:_DIGITS] == _mark(value) and int(held[_DIGITS:]) >= _DISPUTED_FROM


def _narrow(change: Change, values: Mapping[str, Value]) -> Change:
    return replace(
        change, values=values, before={name: change.before[name] for name in values if name in change.before}
    )


def find_shrunken(memory: RunMemory, sources: Mapping[str, int], guard: GuardRule) -> list[tuple[str, int, int]]:
    """Return the sources that lost more rows than the guard allows: name, rows at the last run that wrote, rows now."""
    return [
        (name, before, sources[name])
        for name, before in sorted(memory.sources.items())
        if name in sources and not guard.allows(before - sources[name], before)
    ]


def _name_cell(change: Change, column: str) -> str:
    return fingerprint(change.list_title, change.key, column)[:_NAME_DIGITS]


def _name_made(change: Change, column: str, value: object) -> str:
    return fingerprint(change.list_title, change.key, column, type(value).__name__, value)[:_MADE_DIGITS]


def _mark(value: Value) -> str:
    return fingerprint(type(value).__name__, value)[:_DIGITS]
