"""Turns: every day on which a row was closed or opened again, as our column on the tracker keeps them and a run adds to them."""

import re
from collections.abc import Sequence
from datetime import date

from sync.core.records import RowMemory, Standing, Turn, TurnKind
from sync.core.vocabulary import Counted, InspectorateStatus, Status

TURNS_LIMIT = 11
"""So many turns of a row are kept, the newest: as text they stay within the 255 characters of a column of single lines."""

_TURN = re.compile(rf"({'|'.join(TurnKind)}) (\d{{4}}-\d\d-\d\d)")
_SEPARATOR = ", "


def say_turns(memory: RowMemory) -> str:
    """Return the turns as our column keeps them; blank while *Closed on*, *Reopened on* and *Counts as* say the same.

    The form is ``completed 2021-07-10, reopened 2021-08-10, closed 2021-09-10``; *closed* is closed without being completed.
    """
    if memory.turns == _guess_turns(memory.counted, memory.closed_on, memory.reopened_on):
        return ""
    return _SEPARATOR.join(f"{turn.kind} {turn.on.isoformat()}" for turn in memory.turns)


def read_turns(
    text: str, counted: Counted | None, closed_on: date | None, reopened_on: date | None
) -> tuple[Turn, ...]:
    """Return the turns of a row from our columns.

    A text that is blank (also because an earlier release knew no such column), that cannot be read, or whose last closure and
    reopening are not those of the other columns, was not left by a run: then the other columns are believed, and of the text only
    what lies before them. A column that somebody emptied contradicts nothing while another vouches for the text.
    """
    guessed, told = _guess_turns(counted, closed_on, reopened_on), _parse(text)
    if told and _is_vouched_for(RowMemory(turns=told), counted, closed_on, reopened_on):
        return told
    mended = (*told[: -len(guessed)], *guessed) if len(guessed) > 1 else ()
    return mended if _is_in_order(mended) else guessed


def _is_vouched_for(told: RowMemory, counted: Counted | None, closed_on: date | None, reopened_on: date | None) -> bool:
    """Say whether no other column contradicts what a text tells, and one that is filled agrees or none is."""
    if closed_on is None and reopened_on is None:
        return counted is None or (told.is_closed and RowMemory(counted).is_closed)
    return closed_on in {None, told.closed_on} and reopened_on in {None, told.reopened_on}


def _parse(text: str) -> tuple[Turn, ...]:
    """Return the turns that a text tells; none when any of it cannot be read."""
    turns = []
    for part in text.strip().casefold().split(_SEPARATOR):
        found = _TURN.fullmatch(part)
        try:
            turns.append(Turn(TurnKind(found[1]), date.fromisoformat(found[2])) if found else None)
        except ValueError:
            turns.append(None)
    known = tuple(turn for turn in turns if turn is not None)
    return known if len(known) == len(turns) and _is_in_order(known) else ()


def _is_in_order(turns: Sequence[Turn]) -> bool:
    """Say whether these begin with a closure, closures and reopenings take turns, and no day goes back."""
    takes_turns = all((turn.kind is TurnKind.REOPENED) == bool(place % 2) for place, turn in enumerate(turns))
    return bool(turns) and takes_turns and [turn.on for turn in turns] == sorted(turn.on for turn in turns)


def _guess_turns(counted: Counted | None, closed_on: date | None, reopened_on: date | None) -> tuple[Turn, ...]:
    """Return what the columns with the last closure and the last reopening tell by themselves.

    The days go before what the row counted as, which does not know of a reopening on the day of closure only.
    """
    if closed_on is None:
        return ()
    is_open = counted not in {Counted.COMPLETE, Counted.OTHERWISE_CLOSED}
    if reopened_on is not None and (closed_on < reopened_on or (closed_on == reopened_on and is_open)):
        return (Turn(TurnKind.COMPLETED, closed_on), Turn(TurnKind.REOPENED, reopened_on))
    if is_open and counted is not None:
        return ()
    closure = Turn(TurnKind.COMPLETED if counted is Counted.COMPLETE else TurnKind.CLOSED, closed_on)
    return (closure,) if reopened_on is None else (Turn(TurnKind.REOPENED, reopened_on), closure)


def find_turns(standing: Standing, as_of: date) -> tuple[Turn, ...]:
    """Return the turns of a row up to a day: what earlier runs left, and what the row says now.

    A row that was closed and is outstanding was reopened on the day that the tracker gives or else on ``as_of``, when this is
    seen. While a row stays closed, its day of closure is the row's. A status that nobody can read is no turn. Finding them again
    from what was found changes nothing.
    """
    turns = tuple(turn for turn in standing.memory.turns if turn.on <= as_of)
    if turns and turns[0].kind is TurnKind.REOPENED:
        first = standing.entry.completed_on
        is_known = first is not None and (standing.entry.added_on or first) <= first <= turns[0].on
        turns = (Turn(TurnKind.COMPLETED, first), *turns) if first is not None and is_known else turns[1:]
    if standing.status is not None:
        turns = _find_open(standing, turns, as_of) if standing.is_outstanding else _find_closed(standing, turns, as_of)
    return turns[max(0, len(turns) - TURNS_LIMIT + 1) // 2 * 2 :]


def _find_open(standing: Standing, turns: tuple[Turn, ...], as_of: date) -> tuple[Turn, ...]:
    entry = standing.entry
    if not turns:
        closed_on = entry.agreed_on
        days = (entry.reopened_on, _reopened_by_inspectorate(standing))
        reopened_on = max((day for day in days if day is not None and day <= as_of), default=None)
        if closed_on is None or reopened_on is None or not (entry.added_on or closed_on) <= closed_on <= reopened_on:
            return ()
        return (Turn(TurnKind.COMPLETED, closed_on), Turn(TurnKind.REOPENED, reopened_on))
    is_new = turns[-1].kind is not TurnKind.REOPENED
    closures = turns if is_new else turns[:-1]
    told, seen_on = entry.reopened_on, as_of if is_new else turns[-1].on
    is_told = told is not None and closures[-1].on <= told <= as_of
    return (*closures, Turn(TurnKind.REOPENED, told if told is not None and is_told else seen_on))


def _find_closed(standing: Standing, turns: tuple[Turn, ...], as_of: date) -> tuple[Turn, ...]:
    kind = TurnKind.COMPLETED if standing.status is Status.COMPLETE else TurnKind.CLOSED
    was_closed = bool(turns) and turns[-1].kind is not TurnKind.REOPENED
    before, closed_on = turns[:-1] if was_closed else turns, standing.closed_on
    if closed_on is None or (before and closed_on < before[-1].on):
        # The row's own day, if it has any, is that of an earlier closure, left in when it was opened again.
        is_seen = bool(before) or standing.memory.counted is Counted.OUTSTANDING
        closed_on = turns[-1].on if was_closed else as_of if is_seen else None
    if closed_on is None:
        return before
    if was_closed and turns[-1] == Turn(TurnKind.COMPLETED, closed_on):
        kind = TurnKind.COMPLETED  # What is superseded afterwards was completed that day all the same.
    return (*before, *_reopened_unseen(standing, turns, closed_on), Turn(kind, closed_on))


def _reopened_unseen(standing: Standing, turns: tuple[Turn, ...], closed_on: date) -> tuple[Turn, ...]:
    """Return the closure and the reopening before the last closure of which the tracker tells and that no run saw."""
    entry, reopened_on = standing.entry, standing.entry.reopened_on
    if reopened_on is None or reopened_on > closed_on:
        return ()
    reopening = Turn(TurnKind.REOPENED, reopened_on)
    if turns and turns[-1].kind is not TurnKind.REOPENED and turns[-1].on <= reopened_on and turns[-1].on < closed_on:
        return (turns[-1], reopening)
    first = entry.completed_on
    if len(turns) > 1 or first is None or not (entry.added_on or first) <= first <= reopened_on:
        return ()
    return (Turn(TurnKind.COMPLETED, first), reopening)


def _reopened_by_inspectorate(standing: Standing) -> date | None:
    item = standing.item
    return item.status_on if item is not None and item.status is InspectorateStatus.OPEN else None
