"""The inputs of a form: one for each type of column, each with its label, its hint and what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping

from sync.emulator.errors import ListGoneError
from sync.emulator.pages.cells import CellReader, find_target
from sync.emulator.pages.form_data import OTHER, TYPED, WAS, Entry
from sync.emulator.pages.html import Attribute, Content, Markup, build, build_with
from sync.emulator.pages.icons import draw
from sync.emulator.pages.inputs import ME
from sync.emulator.pages.local_user import LOCAL_EMAIL, LOCAL_USER
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.item_pages import read_all_items
from sync.emulator.store.users import APP_ID, read_users

_MOST_OPTIONS = 5000
_OFFERED_AS_BOXES = 12

Choice = tuple[str, str]
"""What is sent, and what is shown."""


def render_entry(entry: Entry, sheet: Sheet, editor: str) -> Markup:
    """Return a column's part of a form; ``editor`` is who changed the row meanwhile."""
    column = entry.field
    render = _RENDERERS.get(column.kind, _render_line)
    hints = [*_list_hints(column), *_list_meanwhile(entry, sheet, editor)]
    described = [f"{_id(column)}-hint"] if hints else []
    described += [f"{_id(column)}-error"] if entry.problem else []
    attributes: dict[str, Attribute] = {
        "aria-describedby": " ".join(described) or None,
        "aria-invalid": "true" if entry.problem else None,
        "aria-required": "true" if column.read("Required") else None,
    }
    hint = build("div", hints, class_="hint", id=f"{_id(column)}-hint") if hints else None
    problem = (
        build(
            "p", build("span", "Error: ", class_="hidden"), entry.problem, class_="problem", id=f"{_id(column)}-error"
        )
        if entry.problem
        else None
    )
    kept = [build("input", type="hidden", name=WAS + column.internal_name, value=word) for word in entry.was]
    class_ = "entry wrong" if entry.problem else "entry contested" if entry.is_contested else "entry"
    return build("div", kept, render(entry, sheet, attributes, [hint, problem]), class_=class_)


def find_input_id(column: FieldRecord) -> str:
    """Return the id of a column's first input: where a link in the error summary leads."""
    is_group = column.is_many or column.kind is kinds.URL
    return f"{_id(column)}-0" if is_group else _id(column)


def list_choices(column: FieldRecord, sheet: Sheet) -> list[Choice]:
    """Return what a column offers: its choices, the people of the site, or the rows of the list it looks up."""
    if column.kind is kinds.USER:
        return _list_people(sheet)
    if column.kind is kinds.LOOKUP:
        return _list_rows(sheet, column)
    choices = column.read("Choices")
    return [(str(choice), str(choice)) for choice in choices] if isinstance(choices, list | tuple) else []


def _id(column: FieldRecord) -> str:
    return f"field-{column.internal_name}"


def _list_hints(column: FieldRecord) -> Iterable[Markup]:
    description = str(column.read("Description") or "")
    if description:
        yield build("p", description)
    if column.kind is kinds.DATE_TIME:
        yield build("p", "For example, 23/06/2021." if column.is_date_only else "For example, 23/06/2021 14:05.")
    if column.kind is kinds.NOTE and column.read("RichText"):
        yield build("p", "Its bold and coloured words become plain when you change this text here.")
    if column.is_unique:
        yield build("p", "No two rows may have the same.")


def _list_meanwhile(entry: Entry, sheet: Sheet, editor: str) -> Iterable[Markup]:
    if entry.now is None:
        return
    shown = _say(entry, sheet) or "nothing"
    words: Content = (
        [f"{editor} has put here meanwhile: ", build("q", shown), ". What you typed is kept; saving puts it in place."]
        if entry.is_contested
        else [f"{editor} changed this meanwhile. It now says: ", build("q", shown), "."]
    )
    yield build("p", draw("warning"), words, class_="meanwhile")


def _say(entry: Entry, sheet: Sheet) -> str:
    words = entry.now or ()
    shown = dict(list_choices(entry.field, sheet)) if entry.field.kind.is_reference else {}
    return ", ".join(shown.get(word, word) for word in words if word)


def _render_label(entry: Entry) -> Content:
    required = build("span", " (required)", class_="soft") if entry.field.read("Required") else None
    return [entry.field.title, required]


def _render_line(entry: Entry, _: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    short = {kinds.NUMBER: "short", kinds.DATE_TIME: "short"}.get(column.kind)
    box = {
        "type": "text",
        "id": _id(column),
        "name": TYPED + column.internal_name,
        "value": entry.typed[0],
        "class": short,
        "inputmode": "decimal" if column.kind is kinds.NUMBER else None,
        "autocomplete": "off",
        **attributes,
    }
    return [build("label", _render_label(entry), for_=_id(column)), about, build_with("input", box)]


def _render_area(entry: Entry, _: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    lines = column.read("NumberOfLines")
    box = {
        "id": _id(column),
        "name": TYPED + column.internal_name,
        "rows": min(max(lines, 3), 12) if isinstance(lines, int) else 6,
        **attributes,
    }
    # A browser drops the first line break of a text area.
    area = build_with("textarea", box, f"\n{entry.typed[0]}")
    return [build("label", _render_label(entry), for_=_id(column)), about, area]


def _render_select(entry: Entry, sheet: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    if column.is_many:
        return _render_boxes(entry, sheet, attributes, about)
    choices = list_choices(column, sheet)
    known = {value for value, _ in choices}
    typed = entry.typed[0]
    options = [build("option", "(none)", value="", selected=not typed)]
    if typed and typed not in known:
        is_allowed = column.kind is not kinds.CHOICE or column.read("FillInChoice")
        stranger = typed if is_allowed else f"{typed} (none of those offered)"
        options.append(build("option", stranger, value=typed, selected=True))
    options += [build("option", shown, value=value, selected=value == typed) for value, shown in choices]
    box = {"id": _id(column), "name": TYPED + column.internal_name, **attributes}
    other = _render_other(column) if column.read("FillInChoice") else None
    return [build("label", _render_label(entry), for_=_id(column)), about, build_with("select", box, options), other]


def _render_other(column: FieldRecord) -> Markup:
    id_ = f"{_id(column)}-other"
    box = build("input", type="text", id=id_, name=OTHER + column.internal_name, autocomplete="off")
    label = build("label", f"{column.title}: something else", for_=id_)
    return build("details", build("summary", "Something else"), label, box, class_="other")


def _render_boxes(entry: Entry, sheet: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    choices = list_choices(column, sheet)
    known = {value for value, _ in choices}
    choices += [(word, word) for word in entry.typed if word not in known]
    boxes = [
        build(
            "div",
            build(
                "input",
                type="checkbox",
                id=f"{_id(column)}-{number}",
                name=TYPED + column.internal_name,
                value=value,
                checked=value in entry.typed,
            ),
            build("label", shown, for_=f"{_id(column)}-{number}"),
            class_="check",
        )
        for number, (value, shown) in enumerate(choices)
    ]
    class_ = "checks" if len(boxes) <= _OFFERED_AS_BOXES else "checks many"
    other = _render_other(column) if column.read("FillInChoice") else None
    described = {"aria-describedby": attributes["aria-describedby"]}
    legend = build("legend", _render_label(entry))
    # Nothing is sent of boxes that are not ticked, so the form says that they were there.
    there = build("input", type="hidden", name=OTHER + column.internal_name, value="")
    return [build_with("fieldset", described, legend, about, there, build("div", boxes, class_=class_), other)]


def _render_boolean(entry: Entry, _: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    options = [
        build("option", shown, value=value, selected=value == entry.typed[0])
        for value, shown in (("", "(none)"), ("Yes", "Yes"), ("No", "No"))
    ]
    box = {"id": _id(column), "name": TYPED + column.internal_name, "class": "short", **attributes}
    return [build("label", _render_label(entry), for_=_id(column)), about, build_with("select", box, options)]


def _render_link(entry: Entry, _: Sheet, attributes: Mapping[str, Attribute], about: Content) -> list[Content]:
    column = entry.field
    parts = [
        [
            build("label", label, for_=f"{_id(column)}-{number}"),
            build_with(
                "input",
                {
                    "type": "text",
                    "id": f"{_id(column)}-{number}",
                    "name": TYPED + column.internal_name,
                    "value": entry.typed[number],
                    "autocomplete": "off",
                    "aria-invalid": attributes["aria-invalid"],
                },
            ),
        ]
        for number, label in enumerate(("Address", "Text to show"))
    ]
    described = {"aria-describedby": attributes["aria-describedby"]}
    return [build_with("fieldset", described, build("legend", _render_label(entry)), about, parts)]


_Renderer = Callable[[Entry, Sheet, Mapping[str, Attribute], Content], list[Content]]
_RENDERERS: Mapping[kinds.Kind, _Renderer] = {
    kinds.NOTE: _render_area,
    kinds.CHOICE: _render_select,
    kinds.MULTI_CHOICE: _render_boxes,
    kinds.USER: _render_select,
    kinds.LOOKUP: _render_select,
    kinds.BOOLEAN: _render_boolean,
    kinds.URL: _render_link,
}


def _list_people(sheet: Sheet) -> list[Choice]:
    people = [user for user in read_users(sheet.store) if user.id != APP_ID]
    choices = [
        (str(user.id), f"{user.title} (you)" if user.email == LOCAL_EMAIL else user.title)
        for user in sorted(people, key=lambda user: user.title.casefold())
    ]
    is_known = any(user.email == LOCAL_EMAIL for user in people)
    return choices if is_known else [(ME, f"{LOCAL_USER} (you)"), *choices]


def _list_rows(sheet: Sheet, column: FieldRecord) -> list[Choice]:
    try:
        target = find_target(sheet, column)
    except ListGoneError:
        return []
    reader = CellReader(target, ())
    name = str(column.read("LookupField") or "Title")
    rows = [record for record, _ in zip(read_all_items(target), range(_MOST_OPTIONS), strict=False)]
    choices = [(str(record.id), reader.read(record, name).shown or f"(row {record.id})") for record in rows]
    return sorted(choices, key=lambda choice: choice[1].casefold())
