"""Inspections: what the list that people keep of them lacks."""

from collections.abc import Iterator

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation
from sync.core.inspections import explain_contradiction, explain_lag, list_missing, place_inspection
from sync.core.records import Inspection, Publication
from sync.core.text import fold, shorten
from sync.core.vocabulary import InspectionField

_TELLING = frozenset({InspectionField.STATE, InspectionField.STARTS_ON, InspectionField.ENDS_ON})
"""The cells that say where an inspection stands."""


def inspection_not_linked(situation: Situation) -> Iterator[Finding]:
    """Find inspections whose publication is in the register and that name none."""
    for inspection in situation.kept.inspections or ():
        if inspection.publications:
            continue
        publication = _find_publication(inspection, situation)
        if publication is not None:
            yield Finding(
                about=str(inspection.id),
                sentence=f"The inspection {inspection.title} (row {inspection.id}) is not linked to {publication.id}, which was "
                "published.",
                what_to_do=f"Enter {publication.id} as its publication, so that what it brought here is counted with it.",
                tracker_says="Inspections: no publication.",
                register_says=publication.title,
                publication=publication,
            )


def contradictory_inspections(situation: Situation) -> Iterator[Finding]:
    """Find inspections whose row contradicts itself, and those whose dates have overtaken their state.

    Of the first the position does not say where they stand; of the others it goes by the dates.
    """
    for inspection, list_title in _list_kept(situation):
        told = explain_contradiction(inspection, situation.as_of)
        todo = "Correct the dates or the state of the inspection."
        why = "nobody can tell where it stands"
        if not told and (told := explain_lag(inspection, situation.as_of)):
            todo = "Change its state to what it is now, or correct its dates."
            why = f"it is shown as {place_inspection(inspection, situation.as_of).value.lower()}"
        if told:
            yield Finding(
                about=f"{list_title}/{inspection.id}/dates",
                sentence=f"Row {inspection.id} of {list_title} ({_name(inspection)}) {told}: {why}.",
                what_to_do=todo,
                tracker_says=_say_row(inspection),
            )


def incomplete_inspections(situation: Situation) -> Iterator[Finding]:
    """Find inspections without a title, and those that have neither the state nor the dates by which they are filed.

    A word or a date that cannot be understood has a gap of its own and is no blank.
    """
    unread = {(told.list_title, told.row) for told in situation.kept.problems if told.column in _TELLING}
    for inspection, list_title in _list_kept(situation):
        if not inspection.title:
            yield Finding(
                about=f"{list_title}/{inspection.id}/title",
                sentence=f"Row {inspection.id} of {list_title} has no title.",
                what_to_do="Fill in the title.",
                tracker_says="Blank.",
            )
        missing = list_missing(inspection, situation.as_of)
        if missing and (list_title, inspection.id) not in unread:
            lack = f"no {' and no '.join(missing)}"
            yield Finding(
                about=f"{list_title}/{inspection.id}/state",
                sentence=f"Row {inspection.id} of {list_title} ({_name(inspection)}) has {lack}: nobody can tell where it stands.",
                what_to_do="Fill in its state, or the days on which it begins and ends.",
                tracker_says=_say_row(inspection),
            )


def _list_kept(situation: Situation) -> Iterator[tuple[Inspection, str]]:
    """Yield the inspections, each with the title of the list that it is kept in."""
    rules = situation.rules.governance.inspections
    for inspection in situation.kept.inspections or ():
        if rules is not None:
            yield inspection, rules.list_title


def _name(inspection: Inspection) -> str:
    return shorten(inspection.title, 60) or "no title"


def _say_row(inspection: Inspection) -> str:
    """Return what the row says of its state, its days and its feedback."""
    days = (("begins", inspection.starts_on), ("ends", inspection.ends_on))
    told = [f"State {inspection.state.label if inspection.state else 'blank'}"]
    told += [f"{word} {say_date(day) if day else 'blank'}" for word, day in days]
    return "; ".join([*told, *(["feedback entered"] if inspection.feedback else [])])


def _find_publication(inspection: Inspection, situation: Situation) -> Publication | None:
    """Return the publication that bears the inspection's title, as a whole or as an alias."""
    title = fold(inspection.title)
    for publication in situation.register.publications.values():
        if title and title in {fold(name) for name in (publication.title, *publication.aliases)}:
            return publication
    return None
