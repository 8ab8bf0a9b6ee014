"""The position: each table, line by line, with a sentence per line."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pandas as pd

from sync.core.clocks import say_date
from sync.core.records import Figures, Position, PositionLine, Standing, Uncounted
from sync.core.rollup.frame import (
    NO_BOARD,
    NOT_KNOWN,
    build_frame,
    count_sessions,
    cross_kind_and_scope,
    sum_figures,
    sum_movement,
)
from sync.core.rules import Governance
from sync.core.text import say_count, say_list
from sync.core.vocabulary import ItemKind, Scope

HEADLINE, KIND_AND_SCOPE, BOARD = "Headline", "Kind and scope", "Board"
MOVEMENT, SIGN_OFF_SESSIONS = "Movement", "Sign-off sessions"
TABLES = (HEADLINE, KIND_AND_SCOPE, BOARD, MOVEMENT, SIGN_OFF_SESSIONS)
AS_AT = "As at"


def roll_up(standings: Sequence[Standing], governance: Governance, as_of: date) -> Position:
    """Return the position on a day, for the reporting period that ends with it.

    Only counted entries are in the figures; what is not counted is told beside them with the reason.
    """
    period = governance.period(as_of)
    frame = build_frame(standings, period, as_of)
    sessions = count_sessions(frame)
    uncounted = Counter(standing.uncounted for standing in standings if standing.uncounted)
    as_at = PositionLine(HEADLINE, AS_AT, f"Figures as at {say_date(as_of)}, for {period.label}", Figures())
    lines = (
        as_at,
        *_headline_lines(frame, uncounted),
        *_kind_lines(frame),
        *_board_lines(frame, governance),
        *_movement_lines(frame),
        *_session_lines(sessions),
    )
    return Position(
        as_of=as_of,
        period=period,
        lines=lines,
        outstanding=int(frame["is_outstanding"].sum()),
        kind_and_scope=cross_kind_and_scope(frame),
        movement=sum_movement(frame),
        sign_off_sessions=sessions,
        uncounted={reason: uncounted.get(reason, 0) for reason in Uncounted},
    )


def _headline_lines(frame: pd.DataFrame, uncounted: Counter[Uncounted]) -> list[PositionLine]:
    figures = sum_figures(frame)
    known = (figures.causes_of_concern or 0, figures.recommendations or 0, figures.afis or 0)
    parts = [
        f"{say_count(known[0], 'cause', 'causes')} of concern",
        say_count(known[1], "recommendation"),
        say_count(known[2], "AFI"),
    ]
    if unknown := (figures.outstanding or 0) - sum(known):
        parts.append(f"{unknown} of unknown type")
    sentence = f"{figures.outstanding} outstanding: {say_list(parts)}"
    lines = [PositionLine(HEADLINE, "Whole force", sentence, figures)]
    reasons = {
        Uncounted.DUPLICATE: "a second row for an item that is counted already",
        Uncounted.NOT_FOR_FORCE: "addressed to somebody else",
    }
    for reason, count in sorted(uncounted.items()):
        told = f"{say_count(count, 'row')} of the Tracker not counted: {reasons[reason]}"
        lines.append(PositionLine(HEADLINE, f"Not counted: {reason.replace('-', ' ')}", told, Figures()))
    return lines


def _kind_lines(frame: pd.DataFrame) -> list[PositionLine]:
    titles = {
        ItemKind.CAUSE_OF_CONCERN.value: "Causes of concern",
        ItemKind.RECOMMENDATION.value: "Recommendations",
        ItemKind.AREA_FOR_IMPROVEMENT.value: "Areas for improvement",
        NOT_KNOWN: "Type not known",
    }
    lines = []
    for kind, scopes in cross_kind_and_scope(frame).items():
        figures = sum_figures(frame[frame["kind"] == kind])
        words = {scope.value: scope.label for scope in Scope}
        parts = ", ".join(f"{count} {words.get(scope, 'of unknown scope')}" for scope, count in scopes.items())
        sentence = f"{titles[kind]}: {figures.outstanding} outstanding ({parts})"
        lines.append(PositionLine(KIND_AND_SCOPE, titles[kind], sentence, figures))
    return lines


def _board_lines(frame: pd.DataFrame, governance: Governance) -> list[PositionLine]:
    """Return a line for every board, also one with nothing to do, and one for rows that no board has."""
    lines = []
    for name in (*(board.name for board in governance.boards), NO_BOARD):
        rows = frame[frame["board"] == name]
        if name == NO_BOARD and rows.empty:
            continue
        figures = sum_figures(rows)
        sentence = f"{name}: {figures.outstanding} outstanding, {figures.overdue} overdue"
        lines.append(PositionLine(BOARD, name, sentence, figures))
    return lines


def _movement_lines(frame: pd.DataFrame) -> list[PositionLine]:
    movement = sum_movement(frame)
    told = [f"opening {movement.opening}", f"added {movement.added}", f"completed {movement.completed}"]
    told += [f"otherwise closed {movement.other_closed}"] if movement.other_closed else []
    sentence = f"{', '.join(told).capitalize()}, closing {movement.closing}"
    figures = Figures(
        opening=movement.opening,
        added=movement.added,
        reopened=movement.reopened,
        completed=movement.completed,
        other_closed=movement.other_closed,
        closing=movement.closing,
    )
    lines = [PositionLine(MOVEMENT, "Whole force", sentence, figures)]
    if movement.unexplained:
        told_apart = f"{movement.unexplained:+d} outstanding that the rows' dates do not explain"
        lines.append(PositionLine(MOVEMENT, "Unexplained", told_apart, Figures(outstanding=movement.unexplained)))
    return lines


def _session_lines(sessions: dict[date, int]) -> list[PositionLine]:
    return [
        PositionLine(
            SIGN_OFF_SESSIONS, day.isoformat(), f"{say_date(day)}: {count} agreed by the FLL", Figures(completed=count)
        )
        for day, count in sessions.items()
    ]
