"""Two tables about single entries: the sign-off sessions with the queue for them, and what is longest overdue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sync.core.clocks import Period, say_date
from sync.core.lifelines import find_first_due
from sync.core.records import Figures, LineDetail, PositionLine, Standing, TurnKind
from sync.core.rollup.frame import Entries
from sync.core.rollup.tables import OVERDUE, SIGN_OFF_SESSIONS
from sync.core.text import say_count, shorten
from sync.core.vocabulary import EntryId, Status

_LONGEST_OVERDUE = 10
_SMALL_GROUP = 10


@dataclass(slots=True)
class Sessions:
    """Which entries were agreed and returned on each day of a period, and of those agreed which were opened again since.

    What was agreed stays in its session whatever became of it, as it stays completed in the movement. An entry that was agreed
    twice is in two sessions.
    """

    agreed: dict[date, list[EntryId]] = field(default_factory=dict)
    returned: dict[date, list[EntryId]] = field(default_factory=dict)
    undone: dict[date, int] = field(default_factory=dict)

    def count(self) -> dict[date, int]:
        """Return how many entries the Force Liaison Lead agreed on each day, in order of the days."""
        return {day: len(ids) for day, ids in sorted(self.agreed.items())}


def find_sessions(entries: Entries, period: Period, *, needs_agreement: bool) -> Sessions:
    """Return the sessions of a period: the days on which the Force Liaison Lead agreed.

    Where completion ``needs_agreement``, what was completed and opened again was agreed that day, though the row says so no more. A
    row that is set back to complete with its old day of agreement makes no session on the day a run sees it.
    """
    sessions = Sessions()
    for standing, life in zip(entries.counted, entries.lives, strict=True):
        entry = standing.entry
        for place, turn in enumerate(life.turns):
            is_last = place + 1 == len(life.turns)
            is_agreed = _is_agreed(turn.on, entry.agreed_on, was_needed=needs_agreement and not is_last)
            if turn.kind is TurnKind.COMPLETED and is_agreed and period.has(turn.on):
                sessions.agreed.setdefault(turn.on, []).append(entry.id)
                sessions.undone[turn.on] = sessions.undone.get(turn.on, 0) + (not is_last)
        if entry.returned_on and period.has(entry.returned_on):
            sessions.returned.setdefault(entry.returned_on, []).append(entry.id)
    return sessions


def _is_agreed(completed_on: date, agreed_on: date | None, *, was_needed: bool) -> bool:
    return completed_on == agreed_on or (was_needed and (agreed_on is None or completed_on < agreed_on))


def build_session_lines(entries: Entries, sessions: Sessions, *, records_returns: bool) -> Iterator[PositionLine]:
    """Yield a line for each day of the period on which entries were agreed or returned, the queue, and the period's acceptance.

    The median wait is told as the day since which half of the queue has waited: it changes with the queue and not with the day.
    """
    agreed, returned = sessions.agreed, sessions.returned
    for day in sorted({*agreed, *returned}):
        rows = {"completed": tuple(agreed.get(day, ())), "returned": tuple(returned.get(day, ()))}
        told = f"{say_date(day)}: {len(rows['completed'])} agreed by the FLL"
        told += f", {len(rows['returned'])} returned" if records_returns else ""
        told += _say_undone(sessions.undone.get(day, 0))
        figures = Figures(completed=len(rows["completed"]), returned=len(rows["returned"]) if records_returns else None)
        filled = {name: tuple(dict.fromkeys(ids)) for name, ids in rows.items() if ids}
        yield PositionLine(SIGN_OFF_SESSIONS, day.isoformat(), told, figures, LineDetail(on=day), filled)
    yield _build_queue(entries)
    if agreed or returned:
        yield _build_acceptance(entries, sessions, records_returns=records_returns)


def _say_undone(count: int) -> str:
    return f" ({count} of them reopened since)" if count else ""


def _build_queue(entries: Entries) -> PositionLine:
    waiting = [each.entry for each in entries.counted if each.status is Status.AWAITING_AGREEMENT]
    since = sorted(entry.completed_on for entry in waiting if entry.completed_on)
    middle = since[(len(since) - 1) // 2] if since else None
    sentence = f"{say_count(len(waiting), 'entry', 'entries')} waiting for the FLL's agreement"
    if middle:
        sentence += f", half of them since {say_date(middle)} or before"
    figures = Figures(outstanding=len(waiting), awaiting_agreement=len(waiting))
    ids = tuple(entry.id for entry in waiting)
    rows = {"outstanding": ids, "awaiting_agreement": ids} if waiting else {}
    return PositionLine(SIGN_OFF_SESSIONS, "Queue", sentence, figures, LineDetail(on=middle), rows)


def _build_acceptance(entries: Entries, sessions: Sessions, *, records_returns: bool) -> PositionLine:
    ids = sorted(entry for session in sessions.agreed.values() for entry in session)
    rows = {"completed": tuple(dict.fromkeys(ids))} if ids else {}
    undone = _say_undone(sum(sessions.undone.values()))
    if not records_returns:
        told = f"{len(ids)} agreed in the period{undone}; the Tracker has no column for what was returned"
        return PositionLine(SIGN_OFF_SESSIONS, "Period", told, Figures(completed=len(ids)), rows=rows)
    came_back = {
        each.entry.id
        for each, life in zip(entries.counted, entries.lives, strict=True)
        if each.entry.returned_on or any(turn.kind is TurnKind.REOPENED for turn in life.turns)
    }
    first_time = tuple(entry for entry in ids if entry not in came_back)
    back = tuple(sorted(entry for session in sessions.returned.values() for entry in session))
    accepted = say_share(len(first_time), len(ids))
    told = f"{len(ids)} agreed{undone} and {len(back)} returned; {accepted} agreed the first time"
    figures = Figures(completed=len(ids), returned=len(back), accepted_first_time=len(first_time))
    behind = {**rows, "returned": back, "accepted_first_time": first_time}
    filled = {name: each for name, each in behind.items() if each}
    return PositionLine(SIGN_OFF_SESSIONS, "Period", told, figures, rows=filled)


def say_share(part: int, whole: int) -> str:
    """Return a part of a whole; of ten or fewer no percentage, which would say more than is known."""
    if whole <= _SMALL_GROUP:
        return f"{part} of {whole}"
    return f"{part} of {whole} ({part / whole:.0%})"


def build_overdue_lines(standings: Sequence[Standing], as_of: date) -> Iterator[PositionLine]:
    """Yield the ten entries that are longest overdue, with the first date, the date now and how often it was moved."""
    overdue = [
        (standing.deadline, standing.entry.id, standing)
        for standing in standings
        if standing.is_counted and standing.is_outstanding and standing.deadline and standing.deadline < as_of
    ]
    for deadline, _, standing in sorted(overdue, key=lambda each: each[:2])[:_LONGEST_OVERDUE]:
        entry, moves = standing.entry, standing.memory.moves or 0
        original = find_first_due(standing)
        first_on = original if original is not None and original != deadline else None
        told = f"Row {entry.id} ({shorten(entry.title, 100)}): due {say_date(deadline)}"
        told += f", at first {say_date(first_on)}" if first_on else ""
        told += f", moved {say_count(moves, 'time')}" if moves else ""
        yield PositionLine(
            OVERDUE,
            f"Row {entry.id}",
            told,
            Figures(times_moved=moves),
            LineDetail(
                board=entry.board or "",
                state=standing.status.label.capitalize() if standing.status else "",
                on=deadline,
                first_on=first_on,
            ),
            {"rows": (entry.id,)},
        )
