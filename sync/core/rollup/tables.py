"""The tables that sum entries: headline, kinds, boards, publications, ages and movement."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sync.core.line_names import KIND_TITLES, NO_BOARD, NOT_KNOWN, UNEXPLAINED, WHOLE_FORCE
from sync.core.records import Figures, LineDetail, Movement, PositionLine, Publication, Standing, Uncounted
from sync.core.rollup.frame import (
    AGE_BANDS,
    AGE_NOT_KNOWN,
    MOVING,
    NO_PUBLICATION,
    SPLITS,
    Entries,
    Group,
    keep,
)
from sync.core.rules import Governance
from sync.core.text import say_count, say_list
from sync.core.vocabulary import Scope, Status

HEADLINE, KIND_AND_SCOPE, BOARD, PUBLICATION = "Headline", "Kind and scope", "Board", "Publication"
AGE, MOVEMENT, SIGN_OFF_SESSIONS = "Age", "Movement", "Sign-off sessions"
OVERDUE, SELF_ASSESSMENT, INSPECTIONS = "Overdue", "Self-assessment", "Inspections"
TABLES = (
    HEADLINE,
    KIND_AND_SCOPE,
    BOARD,
    PUBLICATION,
    AGE,
    MOVEMENT,
    SIGN_OFF_SESSIONS,
    OVERDUE,
    SELF_ASSESSMENT,
    INSPECTIONS,
)
_BANDS = (*AGE_BANDS, AGE_NOT_KNOWN)
_OPEN_FIGURES = ("outstanding", *SPLITS, "overdue")
_TOLD = (*_OPEN_FIGURES, "awaiting_agreement", *(name for name in MOVING if name != "unexplained"), "closing")
_BEHIND_MOVEMENT = ("outstanding", *MOVING, "closing")
_UNCOUNTED = {
    Uncounted.DUPLICATE: "a second row for an item that is counted already",
    Uncounted.NOT_FOR_FORCE: "addressed to somebody else",
}


def build_headline_lines(entries: Entries, standings: Sequence[Standing]) -> Iterator[PositionLine]:
    """Yield the force's figures, what is blocked nationally, and what is not counted with the reason."""
    force = entries.total
    figures = force.figures
    known = (figures.causes_of_concern or 0, figures.recommendations or 0, figures.afis or 0)
    parts = [
        f"{say_count(known[0], 'cause', 'causes')} of concern",
        say_count(known[1], "recommendation"),
        say_count(known[2], "AFI"),
    ]
    if unknown := force.outstanding - sum(known):
        parts.append(f"{unknown} of unknown type")
    sentence = f"{force.outstanding} outstanding: {say_list(parts)}{_say_unknown(force, 'scope')}"
    yield PositionLine(HEADLINE, WHOLE_FORCE, sentence, keep(figures, *_TOLD), rows=force.rows_behind(*_TOLD))
    blocked = tuple(each.entry.id for each in entries.counted if each.status is Status.BLOCKED_NATIONALLY)
    if blocked:
        told = f"{len(blocked)} of these blocked nationally: they wait for others, and count as outstanding"
        yield PositionLine(
            HEADLINE, "Blocked nationally", told, Figures(outstanding=len(blocked)), rows={"outstanding": blocked}
        )
    for reason in sorted(Uncounted):
        ids = sorted(standing.entry.id for standing in standings if standing.uncounted is reason)
        if ids:
            told = f"{say_count(len(ids), 'row')} of the Tracker not counted: {_UNCOUNTED[reason]}"
            line = f"Not counted: {reason.replace('-', ' ')}"
            yield PositionLine(HEADLINE, line, told, Figures(), rows={"rows": tuple(ids)})


def _say_unknown(group: Group, *splits: str) -> str:
    """Return why the splits of a line do not add up to what is outstanding, as the end of a sentence; blank when they do."""
    figures = group.figures
    parts = {
        "type": (figures.causes_of_concern, figures.recommendations, figures.afis),
        "scope": (figures.national, figures.joint, figures.force_specific),
    }
    left = {name: group.outstanding - sum(count or 0 for count in parts[name]) for name in splits or parts}
    return "".join(f", {count} of unknown {name}" for name, count in left.items() if count)


def build_kind_lines(entries: Entries) -> Iterator[PositionLine]:
    """Yield a line for every kind; those of a kind that nobody knows have theirs when there are any."""
    groups = entries.split("kind")
    words = {scope.value: scope.label for scope in Scope}
    for kind, scopes in entries.cross().items():
        group = groups.get(kind, Group())
        parts = ", ".join(f"{count} {words.get(scope, 'of unknown scope')}" for scope, count in scopes.items())
        sentence = f"{KIND_TITLES[kind]}: {group.outstanding} outstanding ({parts})"
        figures = keep(group.figures, *_TOLD)
        yield PositionLine(KIND_AND_SCOPE, KIND_TITLES[kind], sentence, figures, rows=group.rows_behind(*_TOLD))


def build_board_lines(entries: Entries, governance: Governance) -> Iterator[PositionLine]:
    """Yield a line for every board, also one with nothing to do, and one for rows that no board has."""
    for name, group in _split_by_board(entries, governance):
        sentence = f"{name}: {group.outstanding} outstanding, {group.figures.overdue} overdue{_say_unknown(group)}"
        detail = LineDetail(board=name, chair=governance.chair_of(name))
        yield PositionLine(BOARD, name, sentence, keep(group.figures, *_TOLD), detail, group.rows_behind(*_TOLD))


def _split_by_board(entries: Entries, governance: Governance) -> Iterator[tuple[str, Group]]:
    groups = entries.split("board")
    for name in (*(board.name for board in governance.boards), NO_BOARD):
        if name != NO_BOARD or name in groups:
            yield name, groups.get(name, Group())


def build_publication_lines(entries: Entries, governance: Governance) -> Iterator[PositionLine]:
    """Yield a line for every publication with entries outstanding or moved in the period, oldest first, and one for the rest."""
    names = [name for name in ("outstanding", *MOVING) if name != "opening"]
    groups = {
        key: group
        for key, group in entries.split("publication").items()
        if any(getattr(group.figures, name) for name in names)
    }
    publications: dict[str, Publication] = {
        each.publication.id: each.publication for each in entries.counted if each.publication
    }
    known = sorted((publications[key] for key in groups if key), key=lambda p: (p.published.on, p.id))
    for publication in known:
        group = groups[publication.id]
        figures = keep(group.figures, *_TOLD)
        sentence = f"{publication.name}: {group.outstanding} outstanding, {figures.completed} completed in the period"
        sentence += _say_unknown(group)
        owner = governance.owner_of(publication.id)
        board, chair = (owner.name, owner.chair) if owner else ("", "")
        detail = LineDetail(board, chair, publication.series, publication.published.on)
        yield PositionLine(PUBLICATION, str(publication.id), sentence, figures, detail, group.rows_behind(*_TOLD))
    if NO_PUBLICATION in groups:
        group = groups[NO_PUBLICATION]
        sentence = f"Publication not known: {group.outstanding} outstanding{_say_unknown(group)}"
        figures = keep(group.figures, *_TOLD)
        yield PositionLine(PUBLICATION, "Not known", sentence, figures, rows=group.rows_behind(*_TOLD))


def build_age_lines(entries: Entries, governance: Governance) -> Iterator[PositionLine]:
    """Yield the ages of what is outstanding: the force's in bands and days, each board's in bands.

    Only the force's line has days: they change every day, and the others need not be written for that.
    """
    force, ages = entries.total, entries.ages()
    if ages.median is None:
        sentence = "Nothing outstanding with a known age"
    else:
        sentence = f"Mean {ages.mean} days, median {ages.median}, oldest {ages.oldest}; {_say_years(force)}"
    figures = keep(force.figures, "outstanding", *_BANDS)
    days = replace(figures, mean_age_days=ages.mean, median_age_days=ages.median, oldest_days=ages.oldest)
    behind = ("outstanding", *_BANDS)
    rows = force.rows_behind(*behind) | entries.aged_rows()
    yield PositionLine(AGE, WHOLE_FORCE, sentence, days, rows=rows)
    for name, group in _split_by_board(entries, governance):
        told = f"{name}: of {group.outstanding} outstanding, {_say_years(group)}"
        detail = LineDetail(board=name, chair=governance.chair_of(name))
        yield PositionLine(AGE, name, told, keep(group.figures, *behind), detail, group.rows_behind(*behind))


def _say_years(group: Group) -> str:
    two = group.figures.age_over_24_months or 0
    return f"{(group.figures.age_12_to_24_months or 0) + two} over 12 months, {two} of them over 2 years"


def build_movement_lines(entries: Entries, governance: Governance) -> Iterator[PositionLine]:
    """Yield how the outstanding figure came about, for the force, each kind and each board; what is unexplained has a line."""
    force, kinds = entries.total, entries.split("kind")
    yield _build_movement_line(WHOLE_FORCE, force, LineDetail())
    for kind, title in KIND_TITLES.items():
        if kind != NOT_KNOWN or kind in kinds:
            yield _build_movement_line(title, kinds.get(kind, Group()), LineDetail())
    for name, group in _split_by_board(entries, governance):
        yield _build_movement_line(name, group, LineDetail(board=name, chair=governance.chair_of(name)))
    if odd := force.rows_behind("unexplained"):
        balance, count = force.movement.unexplained, len(odd["unexplained"])
        told = f"{balance:+d} outstanding that the rows' dates do not explain"
        told += f" ({say_count(count, 'row')})" if abs(balance) != count else ""
        figures = Figures(outstanding=balance, unexplained=balance)
        yield PositionLine(MOVEMENT, UNEXPLAINED, told, figures, rows={"outstanding": odd["unexplained"], **odd})


def _build_movement_line(name: str, group: Group, detail: LineDetail) -> PositionLine:
    sentence = say_movement(group.movement)
    told = sentence if name == WHOLE_FORCE else f"{name}: {sentence[0].lower()}{sentence[1:]}"
    figures = keep(group.figures, "outstanding", *MOVING, "closing")
    return PositionLine(MOVEMENT, name, told, figures, detail, group.rows_behind(*_BEHIND_MOVEMENT))


def say_movement(movement: Movement) -> str:
    """Return a movement as a sentence; what did not happen is left out, except additions and completions."""
    told = [f"opening {movement.opening}", f"added {movement.added}"]
    told += [f"reopened {movement.reopened}"] if movement.reopened else []
    told += [f"completed {movement.completed}"]
    told += [f"otherwise closed {movement.other_closed}"] if movement.other_closed else []
    told += [f"closing {movement.closing}"]
    told += [f"unexplained {movement.unexplained:+d}"] if movement.unexplained else []
    return ", ".join(told).capitalize()
