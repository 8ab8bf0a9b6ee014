"""Where an inspection stands: what its state and its dates say together, contradict each other in, or leave behind."""

from datetime import date
from enum import StrEnum
from typing import Final

from sync.core.clocks import say_date
from sync.core.records import Inspection
from sync.core.vocabulary import InspectionState

_BEFORE: Final = frozenset({InspectionState.ANNOUNCED, InspectionState.PREPARING})
"""The states of an inspection whose inspectors have not come yet."""


class InspectionGroup(StrEnum):
    """Where an inspection in this force stands; the words are those of the position's column State."""

    UPCOMING = "Upcoming"
    UNDER_WAY = "Under way"
    AWAITING_FEEDBACK = "Awaiting feedback"
    PAST = "Past"
    NOT_KNOWN = "Not known"


def place_inspection(inspection: Inspection, as_of: date) -> InspectionGroup:
    """Return where an inspection in this force stands on a day; NOT_KNOWN where the row does not say, or says two things.

    Without a last day one that has a state goes on until the state or an end says otherwise; one without is taken to last its
    first day. A state that its dates have overtaken is no contradiction: the dates say where the inspection stands.
    """
    state, starts, ends = inspection.state, inspection.starts_on, inspection.ends_on
    if explain_contradiction(inspection, as_of) or list_missing(inspection, as_of):
        return InspectionGroup.NOT_KNOWN
    if starts is not None and starts > as_of:
        return InspectionGroup.UPCOMING
    if state is not None and state.is_past:
        is_waiting = state is InspectionState.AWAITING_FEEDBACK
        return InspectionGroup.AWAITING_FEEDBACK if is_waiting else InspectionGroup.PAST
    last = ends or (starts or date.min if state is None else as_of)
    if last < as_of:
        return InspectionGroup.PAST if inspection.feedback else InspectionGroup.AWAITING_FEEDBACK
    return InspectionGroup.UPCOMING if starts is None and state in _BEFORE else InspectionGroup.UNDER_WAY


def explain_contradiction(inspection: Inspection, as_of: date) -> str:
    """Return how the row contradicts itself, as a clause that follows its name; blank when it does not.

    What was cancelled contradicts nothing, and of one in other forces only the order of its dates is asked.
    """
    state, starts, ends = inspection.state, inspection.starts_on, inspection.ends_on
    if state is InspectionState.CANCELLED:
        return ""
    if starts is not None and ends is not None and ends < starts:
        return f"ends on {say_date(ends)}, before it begins on {say_date(starts)}"
    if not inspection.is_here or state is None:
        return ""
    if starts is not None and starts > as_of and state not in _BEFORE:
        return f"begins only on {say_date(starts)}, yet its state is {state.label}"
    if ends is not None and ends > as_of and state.is_past:
        return f"ends only on {say_date(ends)}, yet its state is {state.label}"
    if inspection.feedback and state in _BEFORE:
        return f"has feedback entered, yet its state is {state.label}"
    return ""


def explain_lag(inspection: Inspection, as_of: date) -> str:
    """Return how an inspection's dates have overtaken its state, as a clause that follows its name; blank when they have not.

    Where an inspection stands is known then, and its state is to be brought up to date. The first day itself is no lag.
    """
    state, last = inspection.state, _find_last_day(inspection)
    if not inspection.is_here or state is None or state.is_past or state is InspectionState.CANCELLED:
        return ""
    if last is None or last >= as_of or explain_contradiction(inspection, as_of):
        return ""
    verb = "ended" if inspection.ends_on is not None else "began"
    return f"{verb} on {say_date(last)}, yet its state is still {state.label}"


def list_missing(inspection: Inspection, as_of: date) -> tuple[str, ...]:
    """Return what an inspection in this force lacks, without which nobody can tell where it stands: its state, and its dates.

    Dates do without a state: what began and has ended has been, and what begins later is to come.
    """
    starts, ends = inspection.starts_on, inspection.ends_on
    if inspection.state is not None or not inspection.is_here or starts is not None:
        return ()
    if ends is None:
        return ("state", "dates")
    return ("state", "first day") if ends >= as_of else ()


def _find_last_day(inspection: Inspection) -> date | None:
    """Return the last day on which the state may stay as it is: fieldwork goes on until an end is entered."""
    if inspection.state is InspectionState.FIELDWORK:
        return inspection.ends_on
    return inspection.last_day
