"""The publications list: a row per publication with its counts and its clocks."""

from collections.abc import Iterable, Sequence

from sync.core.records import DesiredRow, Duty, Flag, Link, ListContents, PublicationStanding, TargetList, Value
from sync.core.rollup.working import ADDRESS_LIMIT, SEPARATOR, Workings, build_address
from sync.core.text import say_list
from sync.core.values import read_text
from sync.core.vocabulary import DutyState, EntryId, GapKind, RegisterRef
from sync.core.written import STATUS_COLUMNS, STATUS_NOT_KNOWN

_STATE_WORDS = {
    DutyState.NOT_ASKED: "Not asked for",
    DutyState.DUE: "Due",
    DutyState.OVERDUE: "Overdue",
    DutyState.DONE: "Done",
    DutyState.DONE_LATE: "Done late",
    DutyState.ELSEWHERE: "With another report",
    DutyState.NOT_WATCHED: "Not watched",
}


class AskedFor:
    """The items of which the gap list says that they are missing, and the addresses of those rows.

    Args:
        page: the gap list's own address in a browser.
        flags: the gap list as it should be.
    """

    def __init__(self, page: str, flags: Iterable[Flag]) -> None:
        self._page = page
        self._refs = {flag.gap.ref for flag in flags if flag.gap.kind is GapKind.MISSING_ENTRY}

    def build_text(self, missing: Sequence[RegisterRef]) -> str:
        """Return the address of the gaps about these items; an item in its days of grace, or one that may be a row's, has none."""
        told = [ref for ref in missing if ref in self._refs]
        filters: list[tuple[str, Sequence[str]]] = [("GapKind", [GapKind.MISSING_ENTRY.value]), ("RegisterRef", told)]
        address = build_address(self._page, filters)
        if not missing or not told:
            return ""
        if len(address) > ADDRESS_LIMIT:
            return f"Missing {len(missing)}, among others: {build_address(self._page, filters[:1])}"
        asked = "" if len(told) == len(missing) else f", {len(told)} of them asked for"
        return f"Missing {len(missing)}{asked}: {address}"


def build_publication_rows(
    standings: Sequence[PublicationStanding],
    contents: ListContents,
    target: TargetList,
    workings: Workings,
    asked_for: AskedFor,
) -> tuple[DesiredRow, ...]:
    """Return the publications list as it should be; rows of publications that left the register are retired."""
    rows = [DesiredRow(each.publication.id, _values(each, workings, asked_for)) for each in standings]
    current = {row.key for row in rows}
    keys = (read_text(row.cells.get(target.key)) for row in contents.rows)
    retired = [DesiredRow(key, {"Retired": True}, is_retired=True) for key in keys if key and key not in current]
    return (*rows, *retired)


def _values(standing: PublicationStanding, workings: Workings, asked_for: AskedFor) -> dict[str, Value]:
    publication = standing.publication
    behind: dict[str, tuple[EntryId, ...]] = {"outstanding": standing.outstanding}
    behind |= {column: standing.rows.get(status, ()) for status, column in STATUS_COLUMNS.items()}
    behind[STATUS_NOT_KNOWN] = standing.rows.get(None, ())
    told = workings.build_publication_text({name: ids for name, ids in behind.items() if ids})
    statuses = {name: len(ids) for name, ids in behind.items() if name != "outstanding"}
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
        "Outstanding": len(standing.outstanding),
        **statuses,
        "WorkingRows": SEPARATOR.join(filter(None, (told, asked_for.build_text(standing.missing)))),
        **_duty_values(standing.response, "Response"),
        "ResponseTarget": standing.response.local_due,
        "ResponseBasis": standing.response.basis,
        **_duty_values(standing.action_plan, "ActionPlan"),
        "Retired": False,
    }


def _duty_values(duty: Duty, name: str) -> dict[str, Value]:
    return {f"{name}Due": duty.due, f"{name}State": _STATE_WORDS[duty.state]}
