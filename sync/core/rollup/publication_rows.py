"""The publications list: a row per publication with its counts and its clocks."""

from collections.abc import Sequence

from sync.core.records import DesiredRow, Duty, Link, ListContents, PublicationStanding, TargetList, Value
from sync.core.text import say_list
from sync.core.values import read_text
from sync.core.vocabulary import DutyState
from sync.core.written import STATUS_COLUMNS

_STATE_WORDS = {
    DutyState.NOT_ASKED: "Not asked for",
    DutyState.DUE: "Due",
    DutyState.OVERDUE: "Overdue",
    DutyState.DONE: "Done",
    DutyState.DONE_LATE: "Done late",
    DutyState.ELSEWHERE: "With another report",
    DutyState.NOT_WATCHED: "Not watched",
}


def build_publication_rows(
    standings: Sequence[PublicationStanding], contents: ListContents, target: TargetList
) -> tuple[DesiredRow, ...]:
    """Return the publications list as it should be; rows of publications that left the register are retired."""
    rows = [DesiredRow(standing.publication.id, _values(standing)) for standing in standings]
    current = {row.key for row in rows}
    keys = (read_text(row.cells.get(target.key)) for row in contents.rows)
    retired = [DesiredRow(key, {"Retired": True}, is_retired=True) for key in keys if key and key not in current]
    return (*rows, *retired)


def _values(standing: PublicationStanding) -> dict[str, Value]:
    publication = standing.publication
    statuses = {column: standing.statuses.get(status, 0) for status, column in STATUS_COLUMNS.items()}
    return {
        "Title": publication.title,
        "PublishedOn": publication.published.on,
        "Series": publication.series,
        "Inspectorates": say_list(publication.inspectorates),
        "Scope": publication.scope.label,
        "Page": Link(publication.address, "Open the page") if publication.address else None,
        "ForForce": standing.for_force,
        "NotForForce": standing.not_for_force,
        "Missing": len(standing.missing),
        "Outstanding": standing.outstanding,
        **statuses,
        **_duty_values(standing.response, "Response"),
        "ResponseTarget": standing.response.local_due,
        "ResponseBasis": standing.response.basis,
        **_duty_values(standing.action_plan, "ActionPlan"),
        "Retired": False,
    }


def _duty_values(duty: Duty, name: str) -> dict[str, Value]:
    return {f"{name}Due": duty.due, f"{name}State": _STATE_WORDS[duty.state]}
