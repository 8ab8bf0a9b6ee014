"""Flag: bring the gaps found today together with the rows of the gap list, and with what people decided there."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sync.core.decision_lines import freshen_subject
from sync.core.decisions import (
    ASK_FOR_REASON,
    DISMISSING,
    ENDED_BY_CHANGE,
    ENDED_BY_DAY,
    OVERRULED,
    is_followed,
    lacks_reason,
    read_row_decisions,
    say_ended,
    say_refused,
    say_trouble,
    strip_told,
)
from sync.core.records import DesiredRow, Flag, Gap, LaterWords, Link, ListContents, Row, TargetList, Value, Waiting
from sync.core.text import fingerprint, fold, plain_text
from sync.core.values import fit_value, read_day, read_number, read_text, read_value
from sync.core.vocabulary import EntryId, FlagState, GapKind, Severity

_NOTHING_SAID = LaterWords()
_A_ROW = re.compile(r"^Row ([0-9]+) \[", re.MULTILINE)
_ROWS = re.compile(r"Rows (?P<rows>[0-9]+(?:(?:, | and )[0-9]+)+) ")


@dataclass(frozen=True, slots=True)
class Flags:
    """The gap list as it should be, and what changed in it. ``before`` is how many of its rows had not been cleared.

    ``untold`` are rows of the tracker whose versions would tell more about a gap than the list says already.
    """

    flags: tuple[Flag, ...]
    cleared: tuple[str, ...]
    rows: tuple[DesiredRow, ...]
    before: int = 0
    untold: tuple[EntryId, ...] = ()

    def count(self, state: FlagState) -> int:
        """Return how many gaps of today are in a state."""
        return sum(flag.state is state for flag in self.flags)

    @property
    def new(self) -> int:
        """Return how many of today's open gaps the list did not have, or had as cleared."""
        return sum(flag.is_new for flag in self.flags if flag.state is FlagState.OPEN)


def settle_flags(  # noqa: PLR0913 - each is a source of its own
    gaps: Sequence[Gap],
    contents: ListContents,
    target: TargetList,
    tracker_address: str,
    as_of: date,
    seen_twice: Container[GapKind] = frozenset(),
    later: LaterWords = _NOTHING_SAID,
) -> Flags:
    """Return what the gap list should hold.

    A gap keeps the day it was first seen. One that a person dismissed stays away until a side of it changes or its review day
    comes. One that is no longer found is cleared; found again, it is opened again in its old row. One that has to be seen twice
    waits for the next read, and so does its end: ``seen_twice`` are the kinds of which an open gap is cleared only when two
    reads running did not find it. The gaps of a rule that holds itself back stay as they are. What was decided about a match
    is kept in its row, whatever becomes of the gap; ``later`` is what the Tracker says by now. Where
    somebody copied a row, one of the two is kept up to date and the other cleared.
    """
    existing, copies = _tell_copies(contents, target)
    settled = [_settle(gap, existing.get(gap.key), target, tracker_address, as_of, later) for gap in gaps]
    found = {gap.key for gap in gaps}
    held = {gap.kind.value for gap in gaps if gap.is_held_back}
    lost = {key: row for key, row in existing.items() if key not in found}
    waiting = [gap.waiting for gap in gaps if gap.waiting]
    kept = {key: row for key, row in lost.items() if _waits(row, held, waiting)}
    carried = {key: flag for key, row in kept.items() if (flag := _carry(key, row, as_of)) is not None}
    missed = {
        key: flag
        for key, row in lost.items()
        if key not in kept and _may_return(row, seen_twice) and (flag := _carry(key, row, as_of)) is not None
    }
    carried |= missed
    gone = [key for key, row in lost.items() if key not in {*kept, *missed} and _state(row) is not FlagState.CLEARED]
    cleared = set(gone)
    others = [
        _clear(key, row, as_of, later)
        if key in cleared
        else _leave(key, row, carried.get(key), as_of, later, is_missed=key in missed)
        for key, row in lost.items()
    ]
    doubled = {key for key, _ in copies}
    rows = [
        replace(row, row_id=existing[row.key].id) if row.key in doubled else row
        for row in (*(row for _, row in settled), *others)
    ]
    return Flags(
        flags=(*(flag for flag, _ in settled), *carried.values()),
        cleared=tuple(key for key in gone if _state(existing[key]) is not FlagState.SEEN_ONCE),
        rows=(*rows, *(_retire_copy(key, row, existing[key], as_of) for key, row in copies)),
        untold=tuple(
            gap.entry for gap in gaps if gap.is_partial and gap.entry and not _is_told(gap, existing.get(gap.key))
        ),
        before=sum(_state(row) is not FlagState.CLEARED for row in existing.values()),
    )


def _tell_copies(contents: ListContents, target: TargetList) -> tuple[dict[str, Row], list[tuple[str, Row]]]:
    """Return the row of each gap, and the other rows with its key: the one that somebody decided in counts, or the oldest."""
    rows: dict[str, list[Row]] = {}
    for row in contents.rows:
        if key := read_text(row.cells.get(target.key)):
            rows.setdefault(key, []).append(row)
    for some in rows.values():
        some.sort(key=lambda row: (not read_text(row.cells.get("Decision")), row.id))
    return {key: some[0] for key, some in rows.items()}, [(key, row) for key, some in rows.items() for row in some[1:]]


def _retire_copy(key: str, row: Row, kept: Row, as_of: date) -> DesiredRow:
    """Return the row of a copy: out of the views, with what was decided in it, which counts like that in any other row."""
    cleared_on = read_day(row.cells.get("ClearedOn")) if _state(row) is FlagState.CLEARED else None
    values: dict[str, Value] = {
        "State": FlagState.CLEARED.value,
        "ClearedOn": cleared_on or as_of,
        "Decided": _keep(row),
        "WhatToDo": f"This row is a copy of row {kept.id}, which is kept up to date. Decide there, and delete this one.",
    }
    return DesiredRow(key, values, row_id=row.id)


def tell_copies(contents: ListContents, target: TargetList) -> Iterator[str]:
    """Yield a sentence for each row of the gap list that somebody copied."""
    existing, copies = _tell_copies(contents, target)
    for key, row in copies:
        yield (
            f"{contents.title}, row {row.id}: a copy of row {existing[key].id} (both have the key {key}), which is kept up to "
            "date. Decide there, and delete the copy; what was decided in it counts until then."
        )


def _waits(row: Row, held: Container[str], waiting: Sequence[Waiting]) -> bool:
    """Say whether a gap stays as it is, because its rule holds itself back or rests on a column that is in doubt."""
    kind, number = read_text(row.cells.get("GapKind")), read_number(row.cells.get("EntryId"))
    return kind in held or any(one.has(kind, int(number) if number else None) for one in waiting)


def tell_unasked(flags: Flags) -> Iterator[str]:
    """Yield a sentence for each dismissed gap that leaves something unasked, such as a question whose items have no row."""
    for flag in flags.flags:
        if flag.state is FlagState.DISMISSED and flag.gap.if_dismissed:
            yield f"Row {flag.gap.entry}, {flag.gap.kind.label}: {flag.gap.if_dismissed}"


def _settle(
    gap: Gap, row: Row | None, target: TargetList, tracker_address: str, as_of: date, later: LaterWords
) -> tuple[Flag, DesiredRow]:
    decided_for, is_dismissed = _weigh_decision(gap, row, as_of)
    state = FlagState.DISMISSED if is_dismissed else _raise(gap, row)
    values = _describe(gap, tracker_address) | {"State": state.value, "DecidedFor": decided_for, "Decided": _keep(row)}
    values["WhatToDo"] = _say_what_to_do(gap, row, as_of, later, is_dismissed=is_dismissed)
    if row is not None and gap.is_partial and _is_told(gap, row):
        # What the versions told when the gap was found is not asked for again.
        values |= {name: read_text(row.cells.get(name)) for name in ("Title", "TrackerSays")}
    # A line put into gaps.yaml moves every rule below it; a row is not written for that alone.
    if row is not None and not _differs(row, {**values, "Rule": read_text(row.cells.get("Rule"))}, target):
        values["Rule"] = read_text(row.cells.get("Rule"))
    first_seen = (read_day(row.cells.get("FirstSeen")) if row else None) or as_of
    last_changed = (read_day(row.cells.get("LastChanged")) if row else None) or as_of
    if row is None or _differs(row, values, target):
        last_changed = as_of
    is_new = row is None or _state(row) in {FlagState.CLEARED, FlagState.SEEN_ONCE}
    flag = Flag(gap, state, first_seen, last_changed, decided_for, is_new)
    dates: dict[str, Value] = {
        "FirstSeen": first_seen,
        "LastChanged": last_changed,
        "ClearedOn": None,
        "MissedOn": None,
    }
    return flag, DesiredRow(gap.key, values | dates | {"SortOrder": _order(gap)})


def _order(gap: Gap) -> int:
    """Return what the list's views sort by, 1 for High: a list sorts words by their letters, and Medium would come last."""
    return gap.severity.rank + 1


def _say_what_to_do(gap: Gap, row: Row | None, as_of: date, later: LaterWords, *, is_dismissed: bool) -> str:
    """Return what is to be done; where somebody decided, what became of that and what is still wanted of them comes first."""
    told = []
    if row is not None and (trouble := say_trouble(row)):
        told.append(trouble)
    elif row is not None and (_is_dismissing(row) or read_row_decisions(row).is_tied):
        review_on = read_day(row.cells.get("ReviewOn"))
        if not is_dismissed and review_on is not None and review_on <= as_of:
            told.append(say_ended(row, gap.subject, ENDED_BY_DAY))
        elif not is_dismissed and not is_followed(row, gap.subject):
            told.append(say_ended(row, gap.subject, ENDED_BY_CHANGE))
        elif row.id in later.overruled:
            told.append(OVERRULED)
        else:
            told += [ASK_FOR_REASON] if lacks_reason(row) else []
            told += filter(None, [say_refused(row, gap.subject)])
    if is_dismissed and gap.if_dismissed:
        told.append(gap.if_dismissed)
    return " ".join([*told, gap.what_to_do])


def _is_told(gap: Gap, row: Row | None) -> bool:
    return row is not None and read_text(row.cells.get("Fingerprint")) == gap.fingerprint


def _raise(gap: Gap, row: Row | None) -> FlagState:
    """Return the state of a gap that nobody dismissed: open, or waiting to be seen again."""
    is_new = row is None or _state(row) is FlagState.CLEARED
    return FlagState.SEEN_ONCE if gap.is_seen_twice and is_new else FlagState.OPEN


def _keep(row: Row | None) -> str:
    return read_row_decisions(row).kept if row else ""


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
        "Candidates": gap.subject,
    }


def _weigh_decision(gap: Gap, row: Row | None, as_of: date) -> tuple[str, bool]:
    """Return what a person's decision holds for, and whether it dismisses the gap today.

    The decision is tied to the fingerprint that stood in the row when the person decided. When a side changes, the tie is broken
    and the gap is open again; deciding anew, with another reason or review day, ties it to what the row says by then.
    """
    if row is None or not _is_dismissing(row):
        return "", False
    review_on = read_day(row.cells.get("ReviewOn"))
    decision = fingerprint(read_text(row.cells.get("Reason")), review_on)
    held_fingerprint, _, held_decision = read_text(row.cells.get("DecidedFor")).partition(":")
    if held_decision != decision:
        held_fingerprint = read_text(row.cells.get("Fingerprint")) or gap.fingerprint
    is_dismissed = held_fingerprint == gap.fingerprint and (review_on is None or review_on > as_of)
    return f"{held_fingerprint}:{decision}", is_dismissed


def _is_dismissing(row: Row) -> bool:
    return fold(read_text(row.cells.get("Decision"))) in DISMISSING


def _differs(row: Row, values: Mapping[str, Value], target: TargetList) -> bool:
    columns = target.service_columns
    return any(
        read_value(row.cells.get(name), columns[name]) != fit_value(value, columns[name])
        for name, value in values.items()
    )


def _state(row: Row) -> FlagState | None:
    text = read_text(row.cells.get("State"))
    return FlagState(text) if text in set(FlagState) else None


def _clear(key: str, row: Row, as_of: date, later: LaterWords) -> DesiredRow:
    """Return the row of a gap that is no longer found; what it said and what was decided for it stay."""
    values: dict[str, Value] = {"State": FlagState.CLEARED.value, "ClearedOn": as_of, "LastChanged": as_of}
    values |= {"MissedOn": None, "Decided": _keep(row), **_freshen(row, later)}
    return DesiredRow(key, values | _tell_of_decision(row, later), is_retired=True)


def _tell_of_decision(row: Row, later: LaterWords) -> dict[str, Value]:
    """Return what a row says once its gap is gone, of what was decided in it; a dismissed gap wants no reason any more."""
    says = read_text(row.cells.get("WhatToDo"))
    wanted = strip_told(says)
    if trouble := say_trouble(row):
        wanted = f"{trouble} {wanted}"
    elif row.id in later.overruled:
        wanted = f"{OVERRULED} {wanted}"
    elif lacks_reason(row) and read_row_decisions(row).is_tied and not _is_dismissing(row):
        wanted = f"{ASK_FOR_REASON} {wanted}"
    return {} if wanted == says else {"WhatToDo": wanted}


def _freshen(row: Row, later: LaterWords) -> dict[str, Value]:
    """Return what a row keeps for a choice to hold on to, where its reference in the Tracker is another by now."""
    number, held = read_number(row.cells.get("EntryId")), plain_text(read_text(row.cells.get("Candidates"))).strip()
    reference = later.references.get(int(number or 0))
    fresh = freshen_subject(held, reference) if held and reference else held
    return {} if fresh == held else {"Candidates": fresh}


def find_asked(contents: ListContents) -> frozenset[EntryId]:
    """Return the rows of the Tracker of which the gap list asks, or has asked, what they are about."""
    asked = (read_number(row.cells.get("EntryId")) for row in contents.rows if row.cells.get("Candidates"))
    return frozenset(EntryId(int(number)) for number in asked if number)


def _may_return(row: Row, seen_twice: Container[GapKind]) -> bool:
    """Say whether an open gap was found until now and has to be missed by one more read before it is cleared."""
    kind = read_text(row.cells.get("GapKind"))
    is_patient = kind in set(GapKind) and GapKind(kind) in seen_twice
    return is_patient and _state(row) is FlagState.OPEN and read_day(row.cells.get("MissedOn")) is None


def _leave(key: str, row: Row, carried: Flag | None, as_of: date, later: LaterWords, *, is_missed: bool) -> DesiredRow:
    """Return a row that stays as it is, but for what a person has decided in it since, and that a read did not find it."""
    values: dict[str, Value] = {"Decided": _keep(row), **_freshen(row, later)}
    if carried:
        values["SortOrder"] = _order(carried.gap)
    if is_missed:
        values["MissedOn"] = as_of
    elif _state(row) is FlagState.CLEARED:
        values |= _tell_of_decision(row, later)
    if carried and (carried.state is not _state(row) or carried.decided_for != read_text(row.cells.get("DecidedFor"))):
        values |= {"State": carried.state.value, "DecidedFor": carried.decided_for, "LastChanged": as_of}
    return DesiredRow(key, values)


def _read_others(row: Row, entry: int) -> tuple[EntryId, ...]:
    """Return the other rows of the tracker that a gap names: a line for each of them, or the list in its sentence."""
    lines = _A_ROW.findall(plain_text(read_text(row.cells.get("TrackerSays"))))
    named = _ROWS.match(read_text(row.cells.get("Title")))
    numbers = lines or (re.findall(r"[0-9]+", named["rows"]) if named else [])
    return tuple(EntryId(number) for number in dict.fromkeys(map(int, numbers)) if number != entry)


def _carry(key: str, row: Row, as_of: date) -> Flag | None:
    """Return a gap as its row tells it and as people decided it, for a rule that holds itself back and says nothing today."""
    cells = row.cells
    kind, severity = read_text(cells.get("GapKind")), read_text(cells.get("Severity"))
    first_seen, last_changed = read_day(cells.get("FirstSeen")), read_day(cells.get("LastChanged"))
    if (
        _state(row) not in {FlagState.OPEN, FlagState.DISMISSED}
        or severity not in set(Severity)
        or first_seen is None
        or last_changed is None
    ):
        return None
    number = read_number(cells.get("EntryId"))
    gap = Gap(
        key=key,
        kind=GapKind(kind),
        severity=Severity(severity),
        sentence=read_text(cells.get("Title")),
        what_to_do=read_text(cells.get("WhatToDo")),
        entry=EntryId(int(number)) if number else None,
        fingerprint=read_text(cells.get("Fingerprint")),
        others=_read_others(row, int(number or 0)),
    )
    decided_for, is_dismissed = _weigh_decision(gap, row, as_of)
    state = FlagState.DISMISSED if is_dismissed else FlagState.OPEN
    changed = last_changed if state is _state(row) else as_of
    return Flag(gap, state, first_seen, changed, decided_for)
