"""The forms that change a row: EditForm.aspx and NewForm.aspx.

What is saved goes through the store, by the rules of the REST service, with the version that the form was opened on. A
row that somebody changed meanwhile is not saved: the form comes back with what they did beside what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sync.emulator.errors import DuplicateValuesError, EtagMismatchError, ItemMissingError, SharePointError
from sync.emulator.exchange import Response
from sync.emulator.pages.addresses import read_number, write_address
from sync.emulator.pages.field_inputs import find_input_id, render_entry
from sync.emulator.pages.form_data import LARGEST_FORM, Entry, Form, build_form, merge_form, read_form
from sync.emulator.pages.guard import Guard
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.inputs import ME, Problem, check_typed, read_payload
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
from sync.emulator.pages.views import write_default_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.cells import Sheet, build_defaults
from sync.emulator.store.items import ItemRecord, Stamp, add_item, find_item, update_item
from sync.emulator.store.users import find_user

_TOO_OLD = "The form was opened before the local SharePoint was started again. Nothing is lost: save it once more."


@dataclass(frozen=True, slots=True)
class Forms:
    """Shows and saves forms."""

    guard: Guard

    def show_edit(self, visit: Visit, sheet: Sheet) -> Response | None:
        """Return the form for a row, or None when there is no such row."""
        record = _find_record(visit, sheet)
        if record is None:
            return None
        form = build_form(sheet, record.values, record.etag, _read_source(visit))
        return self._render(visit, sheet, form, record)

    def show_new(self, visit: Visit, sheet: Sheet) -> Response:
        """Return the form for a new row, with the defaults of its columns."""
        form = build_form(sheet, build_defaults(sheet), "", _read_source(visit))
        return self._render(
            visit, sheet, replace(form, entries=tuple(_as_typed(entry) for entry in form.entries)), None
        )

    def save_edit(self, visit: Visit, sheet: Sheet) -> Response:
        """Save what was changed in a row, or return the form with what stands against it."""
        form = _resolve_me(visit, self._read(visit, sheet))
        record = _find_record(visit, sheet)
        if record is None:
            return _render_gone(visit, sheet, form)
        if not self.guard.has_token(visit.request, form.token):
            return self._render(visit, sheet, form, record, _TOO_OLD, status=409)
        try:
            return self._save(visit, sheet, form, record)
        except EtagMismatchError:
            fresh = find_item(sheet, record.id)
            merged = merge_form(form, sheet, fresh.values, fresh.etag)
            return self._render(visit, sheet, merged, fresh, _tell_conflict(merged, sheet, fresh), status=409)

    def save_new(self, visit: Visit, sheet: Sheet) -> Response:
        """Save a new row, or return the form with what is wrong with it."""
        form = _resolve_me(visit, self._read(visit, sheet))
        if not self.guard.has_token(visit.request, form.token):
            return self._render(visit, sheet, form, None, _TOO_OLD, status=409)
        problems = _check(sheet, form.entries)
        if not problems:
            payload = _build_payload(sheet, form.entries)
            try:
                record = add_item(sheet, payload, Stamp(ensure_local_user(visit.store).id))
                return redirect(_write_open_address(sheet, record.id, form.source, "new"))
            except SharePointError as error:
                problems = _explain(form.entries, error)
        return self._render(visit, sheet, form.add_problems(problems), None, status=422)

    def _read(self, visit: Visit, sheet: Sheet) -> Form:
        form = read_form(sheet, visit.request)
        return replace(form, source=visit.links.clean_own(form.source))

    def _save(self, visit: Visit, sheet: Sheet, form: Form, record: ItemRecord) -> Response:
        if form.etag != record.etag:
            raise EtagMismatchError(sent=form.etag, current=record.etag)
        changed = [entry for entry in form.entries if entry.is_changed]
        if not changed:
            return redirect(_write_open_address(sheet, record.id, form.source, "same"))
        problems = _check(sheet, changed)
        if not problems:
            stamp = Stamp(ensure_local_user(visit.store).id)
            try:
                update_item(sheet, record.id, _build_payload(sheet, changed), form.etag, stamp)
                return redirect(_write_open_address(sheet, record.id, form.source, "changed"))
            except EtagMismatchError:
                raise
            except SharePointError as error:
                problems = _explain(form.entries, error)
        return self._render(visit, sheet, form.add_problems(problems), record, status=422)

    def _render(
        self,
        visit: Visit,
        sheet: Sheet,
        form: Form,
        record: ItemRecord | None,
        message: str = "",
        *,
        status: int = 200,
    ) -> Response:
        name = f"Edit {_name(record)}" if record else f"New row in {sheet.list.title}"
        action = write_address(visit.request.path, [("ID", record.id)] if record else [])
        editor = find_user(visit.store, record.editor).title if record else ""
        back = form.source or write_default_address(sheet.store, sheet.list)
        hidden = [("etag", form.etag), ("source", form.source), ("token", self.guard.issue(visit.request.path))]
        content = join(
            [
                _render_summary(form),
                render_heading(name, f"In {sheet.list.title}. Your changes are made as Local user."),
                _render_stop(message, form) if message else None,
                build(
                    "form",
                    [build("input", type="hidden", name=key, value=value) for key, value in hidden],
                    [render_entry(entry, sheet, editor) for entry in form.entries],
                    build(
                        "div",
                        build("button", "Save", type="submit", class_="button primary"),
                        render_button(back, "Cancel"),
                        class_="actions",
                    ),
                    method="post",
                    action=action,
                    novalidate=True,
                    class_="item-form",
                ),
            ]
        )
        title = f"Error: {name}" if form.problems else name
        return render_page(visit, Page(title, content, sheet.list.folder, status))


def is_too_large(visit: Visit) -> bool:
    """Say whether a form is larger than any that a browser would send from here."""
    return len(visit.request.body) > LARGEST_FORM


def _find_record(visit: Visit, sheet: Sheet) -> ItemRecord | None:
    try:
        return find_item(sheet, read_number(visit.options.get("id", "")))
    except ItemMissingError:
        return None


def _read_source(visit: Visit) -> str:
    return visit.links.clean_own(visit.options.get("source", ""))


def _as_typed(entry: Entry) -> Entry:
    # In a new row, a default counts as typed: everything that stands in the form is written.
    return replace(entry, was=())


def _resolve_me(visit: Visit, form: Form) -> Form:
    if not any(entry.field.kind.is_reference and ME in entry.typed for entry in form.entries):
        return form
    me = str(ensure_local_user(visit.store).id)
    entries = [
        replace(entry, typed=tuple(me if word == ME else word for word in entry.typed))
        if entry.field.kind.is_reference
        else entry
        for entry in form.entries
    ]
    return replace(form, entries=tuple(entries))


def _check(sheet: Sheet, entries: Sequence[Entry]) -> list[Problem]:
    problems = [check_typed(entry.field, entry.typed, sheet) for entry in entries]
    return [problem for problem in problems if problem]


def _build_payload(sheet: Sheet, entries: Sequence[Entry]) -> dict[str, object]:
    return {entry.field.value_name: read_payload(entry.field, entry.typed, sheet) for entry in entries}


def _explain(entries: Sequence[Entry], error: SharePointError) -> list[Problem]:
    """Return what the store refused, beside the columns it is about as far as it says."""
    if isinstance(error, DuplicateValuesError):
        titles = str(error.facts["titles"]).split(",")
        return [
            Problem(entry.field, f"Another row has this {entry.field.title} already. Each must be different.")
            for entry in entries
            if entry.field.is_unique and entry.field.title in titles
        ]
    first = next((entry for entry in entries if entry.is_changed), entries[0])
    return [Problem(first.field, f"The row was refused: {error.message}")]


def _name(record: ItemRecord) -> str:
    return str(record.cells.get("Title") or f"row {record.id}")


def _write_open_address(sheet: Sheet, item_id: int, source: str, what: str) -> str:
    options: dict[str, object] = {"ID": item_id, "Saved": what}
    return write_list_address(sheet.list, "DispForm.aspx", **options, **({"Source": source} if source else {}))


def _tell_conflict(form: Form, sheet: Sheet, record: ItemRecord) -> str:
    editor = find_user(sheet.store, record.editor).title
    count = sum(entry.is_contested for entry in form.entries)
    both = (
        f"You both changed {', '.join(f'‘{entry.field.title}’' for entry in form.entries if entry.is_contested)}."
        if count
        else "They changed other columns than you; saving again keeps both."
    )
    return f"{editor} changed this row while you had it open, so nothing was saved yet. {both}"


def _render_stop(message: str, form: Form) -> Markup:
    advice = "Look at what is marked below, then save again or cancel."
    return build(
        "div",
        render_message("warning", "Not saved yet", [build("p", message), build("p", advice) if form.entries else None]),
        role="alert",
        tabindex="-1",
        autofocus=True,
        class_="stop",
    )


def _render_summary(form: Form) -> Markup | None:
    if not form.problems:
        return None
    links = [
        build("li", build("a", problem.sentence, href=f"#{find_input_id(problem.field)}")) for problem in form.problems
    ]
    return build(
        "div",
        build("h2", "There is a problem", id="summary-title"),
        build("ul", links),
        class_="summary",
        role="alert",
        aria_labelledby="summary-title",
        tabindex="-1",
        autofocus=True,
    )


def _render_gone(visit: Visit, sheet: Sheet, form: Form) -> Response:
    typed: list[Content] = [
        [build("dt", entry.field.title), build("dd", ", ".join(entry.typed))]
        for entry in form.entries
        if entry.is_changed and any(entry.typed)
    ]
    content = [
        render_heading("The row is gone"),
        build("p", "Somebody deleted it while you had it open, so nothing was saved. It may be in the recycle bin."),
        build("h2", "What you had typed") if typed else None,
        build("dl", typed, class_="fields") if typed else None,
        render_button(write_default_address(sheet.store, sheet.list), f"Back to {sheet.list.title}", "arrow-left"),
    ]
    return render_page(visit, Page("The row is gone", join(content), sheet.list.folder, 404))
