"""Flag: bring the gaps found today together with the rows of the gap list, and with what people decided there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.records import DesiredRow, Flag, Gap, Link, ListContents, Row, TargetList, Value
from sync.core.text import fingerprint, fold
from sync.core.values import fit_value, read_day, read_text, read_value
from sync.core.vocabulary import FlagState


@dataclass(frozen=True, slots=True)
class Flags:
    """The gap list as it should be, and what changed in it. ``before`` is how many of its rows had not been cleared."""

    flags: tuple[Flag, ...]
    cleared: tuple[str, ...]
    rows: tuple[DesiredRow, ...]
    before: int = 0

    def count(self, state: FlagState) -> int:
        """Return how many gaps of today are in a state."""
        return sum(flag.state is state for flag in self.flags)

    @property
    def new(self) -> int:
        """Return how many of today's open gaps the list did not have, or had as cleared."""
        return sum(flag.is_new for flag in self.flags if flag.state is FlagState.OPEN)


def settle_flags(
    gaps: Sequence[Gap], contents: ListContents, target: TargetList, tracker_address: str, as_of: date
) -> Flags:
    """Return what the gap list should hold.

    A gap keeps the day it was first seen. One that a person dismissed stays away until a side of it changes or its review day
    comes. One that is no longer found is cleared; found again, it is opened again in its old row.
    """
    existing = {read_text(row.cells.get(target.key)): row for row in contents.rows}
    existing.pop("", None)
    settled = [_settle(gap, existing.get(gap.key), target, tracker_address, as_of) for gap in gaps]
    found = {gap.key for gap in gaps}
    gone = [key for key, row in existing.items() if key not in found and _state(row) is not FlagState.CLEARED]
    cleared_rows = [_clear(key, as_of) for key in gone]
    return Flags(
        flags=tuple(flag for flag, _ in settled),
        cleared=tuple(gone),
        rows=(*(row for _, row in settled), *cleared_rows),
        before=sum(_state(row) is not FlagState.CLEARED for row in existing.values()),
    )


def _settle(
    gap: Gap, row: Row | None, target: TargetList, tracker_address: str, as_of: date
) -> tuple[Flag, DesiredRow]:
    decided_for, is_dismissed = _weigh_decision(gap, row, as_of)
    state = FlagState.DISMISSED if is_dismissed else FlagState.OPEN
    values = _describe(gap, tracker_address) | {"State": state.value, "DecidedFor": decided_for}
    # A line put into gaps.yaml moves every rule below it; a row is not written for that alone.
    if row is not None and not _differs(row, {**values, "Rule": read_text(row.cells.get("Rule"))}, target):
        values["Rule"] = read_text(row.cells.get("Rule"))
    first_seen = (read_day(row.cells.get("FirstSeen")) if row else None) or as_of
    last_changed = (read_day(row.cells.get("LastChanged")) if row else None) or as_of
    if row is None or _differs(row, values, target):
        last_changed = as_of
    is_new = row is None or _state(row) is FlagState.CLEARED
    flag = Flag(gap, state, first_seen, last_changed, decided_for, is_new)
    dates: dict[str, Value] = {"FirstSeen": first_seen, "LastChanged": last_changed, "ClearedOn": None}
    return flag, DesiredRow(gap.key, values | dates)


def _describe(gap: Gap, tracker_address: str) -> dict[str, Value]:
    """Return the columns that say what the gap is."""
    link = Link(f"{tracker_address}/DispForm.aspx?ID={gap.entry}", f"Row {gap.entry}") if gap.entry else None
    return {
        "Title": gap.sentence,
        "GapKind": gap.kind.value,
        "Severity": gap.severity.value,
        "WhatToDo": gap.what_to_do,
        "TrackerSays": gap.tracker_says,
        "RegisterSays": gap.register_says,
        "EntryId": gap.entry,
        "EntryLink": link,
        "RegisterRef": gap.ref,
        "Publication": gap.publication,
        "Board": gap.board,
        "Rule": gap.rule,
        "Fingerprint": gap.fingerprint,
    }


def _weigh_decision(gap: Gap, row: Row | None, as_of: date) -> tuple[str, bool]:
    """Return what a person's decision holds for, and whether it dismisses the gap today.

    The decision is tied to the fingerprint that stood in the row when the person decided. When a side changes, the tie is broken
    and the gap is open again; deciding anew, with another reason or review day, ties it to what the row says by then.
    """
    if row is None or fold(read_text(row.cells.get("Decision"))) not in {"dismiss", "dismissed"}:
        return "", False
    review_on = read_day(row.cells.get("ReviewOn"))
    decision = fingerprint(read_text(row.cells.get("Reason")), review_on)
    held_fingerprint, _, held_decision = read_text(row.cells.get("DecidedFor")).partition(":")
    if held_decision != decision:
        held_fingerprint = read_text(row.cells.get("Fingerprint")) or gap.fingerprint
    is_dismissed = held_fingerprint == gap.fingerprint and (review_on is None or review_on > as_of)
    return f"{held_fingerprint}:{decision}", is_dismissed


def _differs(row: Row, values: Mapping[str, Value], target: TargetList) -> bool:
    columns = target.service_columns
    return any(
        read_value(row.cells.get(name), columns[name]) != fit_value(value, columns[name])
        for name, value in values.items()
    )


def _state(row: Row) -> FlagState | None:
    text = read_text(row.cells.get("State"))
    return FlagState(text) if text in set(FlagState) else None


def _clear(key: str, as_of: date) -> DesiredRow:
    """Return the row of a gap that is no longer found; what it said and what was decided for it stay."""
    values: dict[str, Value] = {"State": FlagState.CLEARED.value, "ClearedOn": as_of, "LastChanged": as_of}
    return DesiredRow(key, values, is_retired=True)
