"""One row with all its columns: DispForm.aspx, with what became of the row so far."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sync.emulator.errors import ItemMissingError, UserMissingError
from sync.emulator.exchange import Response
from sync.emulator.pages.addresses import read_number
from sync.emulator.pages.dates import write_long_day, write_long_moment
from sync.emulator.pages.form_data import list_form_fields
from sync.emulator.pages.form_format import Section, read_form_format
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Moment
from sync.emulator.pages.guard import Guard
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.icons import draw
from sync.emulator.pages.layout import (
    Page,
    redirect,
    render_button,
    render_heading,
    render_message,
    render_page,
    write_list_address,
)
from sync.emulator.pages.local_user import ensure_local_user
from sync.emulator.pages.scene import Scene, render_value
from sync.emulator.pages.views import write_default_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord, find_item, recycle_item
from sync.emulator.store.users import find_user
from sync.emulator.store.versions import VersionRecord, read_versions, write_label

_MOST_VERSIONS = 50
_SAVED: Mapping[str, tuple[str, str]] = {
    "new": ("Added", "The row is in the list."),
    "changed": ("Saved", "Your changes are in the list."),
    "same": ("Nothing to save", "You changed nothing, so the row is as it was."),
}


def show_item(visit: Visit, sheet: Sheet, guard: Guard) -> Response | None:
    """Return a row's page, or None when there is no such row."""
    try:
        record = find_item(sheet, read_number(visit.options.get("id", "")))
    except ItemMissingError:
        return None
    title = str(record.cells.get("Title") or f"Row {record.id}")
    fields = list_form_fields(sheet.fields)
    # A form shows all columns, so its formatting may ask for each of them.
    scene = Scene(visit, sheet, [record], tuple(field.internal_name for field in sheet.fields), "")
    look = read_form_format(sheet.list, fields, visit)
    back = visit.links.clean_own(visit.options.get("source", "")) or write_default_address(sheet.store, sheet.list)
    content = join(
        [
            _render_saved(visit),
            render_heading(title, f"Row {record.id} of {sheet.list.title}"),
            _render_commands(scene, record, back),
            _render_part(scene, record, look.header),
            [_render_section(scene, record, section) for section in look.sections],
            _render_part(scene, record, look.footer),
            _render_stamp(scene, record),
            _render_history(scene, record),
            _render_removal(visit, sheet, guard),
        ]
    )
    return render_page(visit, Page(f"{title} – {sheet.list.title}", content, sheet.list.folder))


def recycle_shown(visit: Visit, sheet: Sheet) -> Response | None:
    """Put a row in the recycle bin and lead back to the list, or return None when there is no such row."""
    try:
        recycle_item(sheet, read_number(visit.options.get("id", "")), ensure_local_user(visit.store).id)
    except ItemMissingError:
        return None
    return redirect(write_default_address(sheet.store, sheet.list))


def _render_saved(visit: Visit) -> Markup | None:
    words = _SAVED.get(visit.options.get("saved", ""))
    return render_message("success", words[0], build("p", words[1])) if words else None


def _render_commands(scene: Scene, record: ItemRecord, back: str) -> Markup:
    edit = write_list_address(scene.sheet.list, "EditForm.aspx", ID=record.id, Source=back)
    return build(
        "div",
        render_button(edit, "Edit", "pencil", is_primary=True),
        render_button(back, "Back to the list", "arrow-left"),
        class_="commands",
    )


def _render_part(scene: Scene, record: ItemRecord, element: object) -> Markup | None:
    if element is None:
        return None
    try:
        return build("div", scene.render_row(record, element, 0), class_="form-part")
    except FormattingError as error:
        scene.visit.notes.add(f"The form has {error}, which the local SharePoint does not know; it is left out.")
        return None


def _render_section(scene: Scene, record: ItemRecord, section: Section) -> Markup:
    rows: list[Content] = [
        [build("dt", field.title), build("dd", _render_field(scene, field, record.values.get(field.internal_name)))]
        for field in section.fields
    ]
    title = build("h2", section.title) if section.title else None
    return build("section", title, build("dl", rows, class_="fields"), class_="section")


def _render_field(scene: Scene, field: FieldRecord, value: object) -> Markup:
    cell = scene.reader.read_value(field, value)
    if not cell.shown:
        return build("span", "–", aria_label="empty", class_="soft", role="img")
    shown = ""
    if isinstance(cell.value, Moment) and cell.value.at:
        shown = write_long_day(cell.value.at) if field.is_date_only else write_long_moment(cell.value.at)
    return render_value(field, cell, scene.visit, shown=shown)


def _render_stamp(scene: Scene, record: ItemRecord) -> Markup:
    created = _say_moment(scene, record.created)
    modified = _say_moment(scene, record.modified)
    version = write_label(record.label)
    return build(
        "p",
        f"Version {version}. Created {created} by {_say_user(scene, record.author)}. "
        f"Last changed {modified} by {_say_user(scene, record.editor)}.",
        class_="stamp",
    )


def _render_history(scene: Scene, record: ItemRecord) -> Markup | None:
    versions = read_versions(scene.sheet, record.id)[: _MOST_VERSIONS + 1]
    if len(versions) < 2:
        return None
    items = [
        build(
            "li",
            build("h3", f"Version {write_label(version.label)}"),
            build("p", f"{_say_moment(scene, version.modified)} by {_say_user(scene, version.editor)}", class_="soft"),
            build("dl", list(_list_changes(scene, version, before)), class_="changes"),
        )
        for version, before in zip(versions[:_MOST_VERSIONS], [*versions[1:], None], strict=False)
    ]
    return build(
        "details",
        build("summary", draw("clock"), build("h2", "Version history")),
        build("ol", items, class_="versions", reversed=True),
        class_="history",
    )


def _list_changes(scene: Scene, version: VersionRecord, before: VersionRecord | None) -> Iterator[Content]:
    if before is None:
        yield [build("dt", "First version kept"), build("dd", "")]
        return
    for field in list_form_fields(scene.sheet.fields):
        old, new = (side.cells.get(field.internal_name) for side in (before, version))
        if old != new:
            shown = [scene.reader.read_value(field, value).shown or "(empty)" for value in (old, new)]
            yield [
                build("dt", field.title),
                build("dd", build("del", shown[0]), " ", build("ins", shown[1])),
            ]


def _render_removal(visit: Visit, sheet: Sheet, guard: Guard) -> Markup:
    path = visit.request.path
    form = build(
        "form",
        build("input", type="hidden", name="token", value=guard.issue(path)),
        build("p", f"The row goes to the recycle bin of {sheet.site.title}, from where it can be brought back."),
        build("button", "Delete the row", type="submit", class_="button danger"),
        method="post",
        action=visit.here,
    )
    return build("details", build("summary", draw("bin"), "Delete"), form, class_="removal")


def _say_moment(scene: Scene, instant: str) -> str:
    return write_long_moment(datetime.fromisoformat(instant).astimezone(scene.sheet.site.zone))


def _say_user(scene: Scene, user_id: int) -> str:
    try:
        return find_user(scene.sheet.store, user_id).title
    except UserMissingError:
        return f"person {user_id}"
