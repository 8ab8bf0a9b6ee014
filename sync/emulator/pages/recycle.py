"""The recycle bin: what was taken away, and the way back."""

from datetime import datetime

from sync.emulator.errors import ListGoneError, SharePointError, UserMissingError
from sync.emulator.exchange import Response
from sync.emulator.file_errors import BinItemMissingError
from sync.emulator.pages.addresses import write_address
from sync.emulator.pages.dates import write_short_moment
from sync.emulator.pages.guard import Guard
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.layout import (
    RECYCLE_PATH,
    Page,
    redirect,
    render_heading,
    render_message,
    render_page,
    say_count,
)
from sync.emulator.pages.plain_table import Column, render_plain_table
from sync.emulator.pages.visit import Visit
from sync.emulator.store.lists import find_list
from sync.emulator.store.recycling import BinRecord, find_in_bin, read_bin
from sync.emulator.store.restoring import restore
from sync.emulator.store.users import find_user

_KINDS = {"item": "Row", "list": "List", "file": "Document", "folder": "Folder"}
_MOST = 500


def show_bin(visit: Visit, guard: Guard, *, problem: str = "") -> Response:
    """Return the page of the recycle bin."""
    records = read_bin(visit.store)
    token = guard.issue(visit.request.path)
    rows = [_render_record(visit, record, token) for record in records[:_MOST]]
    columns = [Column("Name"), Column("Kind"), Column("From"), Column("Deleted", "date"), Column("By"), Column("")]
    content = join(
        [
            render_heading("Recycle bin", "What was deleted here; each can be brought back to where it was."),
            render_message("error", "Not brought back", build("p", problem)) if problem else None,
            render_message("success", "Brought back") if visit.options.get("restored") and not problem else None,
            render_plain_table(
                f"Recycle bin, {say_count(len(records), 'entry').replace('entrys', 'entries')}", columns, rows
            )
            if rows
            else build("p", "The recycle bin is empty.", class_="nothing"),
        ]
    )
    return render_page(visit, Page("Recycle bin", content, RECYCLE_PATH, 409 if problem else 200))


def restore_from_bin(visit: Visit, guard: Guard, bin_id: str) -> Response:
    """Bring something back and show the bin again."""
    try:
        restore(visit.store, visit.site, find_in_bin(visit.store, bin_id))
    except BinItemMissingError:
        return show_bin(visit, guard, problem="It is no longer in the recycle bin.")
    except SharePointError as error:
        return show_bin(visit, guard, problem=error.message)
    return redirect(write_address(visit.request.path, [("restored", 1)]))


def _render_record(visit: Visit, record: BinRecord, token: str) -> list[Content]:
    deleted = datetime.fromisoformat(record.deleted).astimezone(visit.site.zone)
    name = record.title or f"Row {record.item_id}"
    return [
        name,
        _KINDS.get(record.kind, record.kind),
        _say_origin(visit, record),
        build("time", write_short_moment(deleted), datetime=deleted.isoformat()),
        _say_user(visit, record.deleted_by),
        _render_restore(record, name, token),
    ]


def _render_restore(record: BinRecord, name: str, token: str) -> Markup:
    return build(
        "form",
        build("input", type="hidden", name="token", value=token),
        build("input", type="hidden", name="id", value=record.id),
        build("button", "Restore", build("span", f" {name}", class_="hidden"), type="submit", class_="button"),
        method="post",
    )


def _say_origin(visit: Visit, record: BinRecord) -> str:
    if record.kind == "list":
        return visit.site.title
    try:
        return find_list(visit.store, record.list_id).title
    except ListGoneError:
        return "(a list that is gone)"


def _say_user(visit: Visit, user_id: int) -> str:
    try:
        return find_user(visit.store, user_id).title
    except UserMissingError:
        return f"person {user_id}"
