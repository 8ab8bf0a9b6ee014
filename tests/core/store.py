"""SharePoint's side of a plan, in memory: what a list holds once the changes are done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sync.core.clocks import local_midnight
from sync.core.records import Cell, Change, Link, ListContents, Row, Value
from sync.core.vocabulary import ChangeKind


def as_stored(value: Value) -> Cell:
    """The cell that SharePoint gives back for a value: days are midnights, numbers floats, blanks None."""
    match value:
        case datetime() | bool() | None:
            return value
        case date():
            return local_midnight(value)
        case int():
            return float(value)
        case Link(url=url, text=text):
            return Link(url, text or url)
        case "":
            return None
        case _:
            return value


def apply_changes(contents: ListContents, changes: Iterable[Change]) -> ListContents:
    """The list once the changes to it are done; changes to other lists are passed over."""
    rows = {row.id: row for row in contents.rows}
    for change in changes:
        if change.list_title != contents.title:
            continue
        cells = {name: as_stored(value) for name, value in change.values.items()}
        if change.kind is ChangeKind.CREATE:
            number = max(rows, default=0) + 1
            rows[number] = Row(number, f'"{number},1"', cells)
        else:
            assert change.row_id is not None
            row = rows[change.row_id]
            rows[row.id] = Row(row.id, row.etag + "+", {**row.cells, **cells})
    return replace(contents, rows=list(rows.values()))
