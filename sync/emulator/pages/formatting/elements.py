"""Elements of formatting, made into HTML: the few that SharePoint knows, with the few attributes it allows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.emulator.pages.addresses import Links
from sync.emulator.pages.formatting.evaluation import Scope, evaluate, evaluate_text
from sync.emulator.pages.formatting.notes import Notes
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.styles import StyleSheet, is_style
from sync.emulator.pages.html import Attribute, Markup, build, build_with, join
from sync.emulator.pages.icons import draw_named, has_icon

_DEEPEST = 40
_MOST_TURNS = 500
_CLASS = re.compile(r"(?:sp|ms)-[\w-]+")
_EACH = re.compile(r"\s*([A-Za-z_]\w*)\s+in\s+(.+)", re.DOTALL)
_COLUMN = re.compile(r"\[\$([^.\]]+)\]")
_ARIA = re.compile(r"aria-[a-z]+")
_DRAWING = re.compile(r"[-\d\sMmLlHhVvCcSsQqTtAaZz.,eE+]{1,5000}")
_BOX = re.compile(r"[-\d\s.]{1,60}")

#: A paragraph may hold anything in formatting, and may not in HTML.
_TAGS = {"div": "div", "span": "span", "p": "div"}
_ROLES = frozenset(
    {
        "img",
        "presentation",
        "none",
        "progressbar",
        "meter",
        "group",
        "list",
        "listitem",
        "note",
        "heading",
        "text",
        "separator",
    }
)
#: What changes nothing in how an element looks here, and is passed over in silence.
_SILENT = frozenset({"debugMode", "$schema", "defaultHoverField", "inlineEditField", "templateId", "filePreviewProps"})
_KNOWN = frozenset(
    {
        "elmType",
        "txtContent",
        "style",
        "attributes",
        "children",
        "forEach",
        "customRowAction",
        "customCardProps",
        "columnFormatterReference",
    }
)
_QUIET_ATTRIBUTES = frozenset({"rel", "data-interception", "draggable", "alt", "src", "class", "iconName", "id"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an element is rendered in.

    Args:
        links: which addresses a link may have, and where they lead here.
        open_address: where the row's own form is; empty where there is no row.
        edit_address: where the row is edited.
        find_formatter: returns another column's formatting, for ``columnFormatterReference``.
    """

    styles: StyleSheet
    notes: Notes
    links: Links
    open_address: str
    edit_address: str
    find_formatter: Callable[[str], object]
    in_link: bool = False


def render_element(definition: object, scope: Scope, around: Surroundings) -> Markup:
    """Return the HTML of an element and all within it; raises ``FormattingError`` for what is not known."""
    return join(_render_each(definition, scope, around, 0))


def _render_each(definition: object, scope: Scope, around: Surroundings, depth: int) -> Iterator[Markup]:
    if not isinstance(definition, Mapping) or depth > _DEEPEST:
        raise FormattingError("an element that is nested too deeply" if depth > _DEEPEST else "an element without type")
    if "columnFormatterReference" in definition:
        yield from _render_reference(definition, scope, around, depth)
        return
    each = definition.get("forEach")
    for inner in _enter_loop(each, scope) if each else [scope]:
        yield _render_one(definition, inner, around, depth)


def _render_reference(
    definition: Mapping[str, object], scope: Scope, around: Surroundings, depth: int
) -> Iterator[Markup]:
    found = _COLUMN.fullmatch(str(definition["columnFormatterReference"]))
    formatter = around.find_formatter(found[1]) if found else None
    if not found or not isinstance(formatter, Mapping) or "columnFormatterReference" in formatter:
        raise FormattingError(f"the formatting of {definition['columnFormatterReference']}, which has none")
    yield from _render_each(formatter, replace(scope, current=scope.row.read_cell(found[1])), around, depth + 1)


def _enter_loop(each: object, scope: Scope) -> Iterator[Scope]:
    found = _EACH.fullmatch(str(each))
    if not found:
        raise FormattingError(f"the loop '{each}'")
    source = found[2].strip()
    is_reference = source.startswith(("@", "[", "="))
    members = evaluate(source if is_reference else f"={source}", scope)
    if members == "":
        return
    for index, member in enumerate(members[:_MOST_TURNS] if isinstance(members, tuple) else (members,)):
        yield scope.enter(found[1], member, index)


def _render_one(definition: Mapping[str, object], scope: Scope, around: Surroundings, depth: int) -> Markup:
    for name in definition.keys() - _KNOWN - _SILENT:
        around.notes.add(f"The formatting has ‘{name}’, which the local SharePoint leaves out.")
    kind = definition.get("elmType")
    render = _RENDERERS.get(kind) if isinstance(kind, str) else None
    if render is None:
        raise FormattingError(f"the element '{kind}'")
    return render(_Element(definition, scope, around, depth))


@dataclass(frozen=True, slots=True)
class _Element:
    """One element with all that is needed to write it."""

    definition: Mapping[str, object]
    scope: Scope
    around: Surroundings
    depth: int

    @property
    def kind(self) -> str:
        return str(self.definition["elmType"])

    def read_attribute(self, name: str) -> str:
        given = self.definition.get("attributes")
        return evaluate_text(given[name], self.scope) if isinstance(given, Mapping) and name in given else ""

    def build_attributes(self) -> dict[str, Attribute]:
        """Return class, styles, title, role and what a screen reader is told."""
        given = self.definition.get("attributes")
        attributes: dict[str, Attribute] = {"class": self._build_class() or None}
        for name, written in given.items() if isinstance(given, Mapping) else ():
            if name == "title" or _ARIA.fullmatch(name):
                attributes[name] = evaluate_text(written, self.scope) or None
            elif name == "role":
                role = evaluate_text(written, self.scope)
                attributes[name] = role if role in _ROLES else None
            elif name not in _QUIET_ATTRIBUTES | _OWN_ATTRIBUTES.get(self.kind, frozenset()):
                self.around.notes.add(f"The formatting has the attribute ‘{name}’, which SharePoint does not allow.")
        return attributes

    def render_content(self, *, in_link: bool = False) -> Markup:
        """Return icon, text or children."""
        around = replace(self.around, in_link=True) if in_link else self.around
        icon = self._draw_icon()
        if "txtContent" in self.definition:
            return join([icon, evaluate_text(self.definition["txtContent"], self.scope)])
        children = self.definition.get("children", ())
        if not isinstance(children, Sequence) or isinstance(children, str):
            raise FormattingError("children that are not a list")
        return join([icon, *(_render_each(child, self.scope, around, self.depth + 1) for child in children)])

    def _build_class(self) -> str:
        classes = [name for name in self.read_attribute("class").split() if _CLASS.fullmatch(name)]
        classes += ["p"] if self.kind == "p" else []
        classes.append(self.around.styles.add(self._read_styles()))
        return " ".join(name for name in classes if name)

    def _read_styles(self) -> dict[str, str]:
        given = self.definition.get("style")
        styles = {}
        for name, written in given.items() if isinstance(given, Mapping) else ():
            if is_style(name):
                styles[name] = evaluate_text(written, self.scope)
            elif not name.startswith("--"):
                self.around.notes.add(f"The formatting has the style ‘{name}’, which is left out.")
        return styles

    def _draw_icon(self) -> Markup | None:
        name = self.read_attribute("iconName")
        if not name:
            return None
        if has_icon(name):
            return draw_named(name)
        self.around.notes.add(f"The formatting has the icon ‘{name}’, which the local SharePoint has not.")
        return None


_OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "target"}),
    "button": frozenset({"href", "target"}),
    "svg": frozenset({"viewBox", "preserveAspectRatio"}),
    "path": frozenset({"d"}),
}


def _render_plain(element: _Element) -> Markup:
    content = element.render_content()
    tag = _TAGS[element.kind]
    action = element.definition.get("customRowAction")
    if action:
        return _render_action(element, action, "formatted-action")
    card = element.definition.get("customCardProps")
    rendered = build_with(tag, element.build_attributes(), content)
    return _add_card(element, rendered, card) if isinstance(card, Mapping) else rendered


def _add_card(element: _Element, rendered: Markup, card: Mapping[str, object]) -> Markup:
    # Opened by a click whatever is asked: what opens on hover alone cannot be reached by keyboard.
    inner = _render_each(card.get("formatter"), element.scope, element.around, element.depth + 1)
    if element.around.in_link:
        return rendered
    return build("details", build("summary", rendered), build("div", inner, class_="card"), class_="formatted-card")


def _render_link(element: _Element) -> Markup:
    address = element.around.links.clean(element.read_attribute("href"))
    attributes = element.build_attributes()
    if element.around.in_link or not address:
        return build_with("span", attributes, element.render_content())
    attributes["href"] = address
    if element.read_attribute("target") == "_blank":
        attributes |= {"target": "_blank", "rel": "noopener noreferrer"}
    return build_with("a", attributes, element.render_content(in_link=True))


def _render_button(element: _Element) -> Markup:
    return _render_action(element, element.definition.get("customRowAction"), "formatted-button")


def _render_action(element: _Element, action: object, class_: str) -> Markup:
    name = action.get("action") if isinstance(action, Mapping) else None
    addresses = {"defaultClick": element.around.open_address, "editProps": element.around.edit_address}
    address = addresses.get(str(name), "")
    attributes = element.build_attributes()
    attributes["class"] = f"{attributes['class'] or ''} {class_}".strip()
    if address and not element.around.in_link:
        return build_with("a", {**attributes, "href": address}, element.render_content(in_link=True))
    if not address:
        element.around.notes.add(f"The formatting has a button that does ‘{name}’; here it does nothing.")
    return build_with("span", attributes, element.render_content())


def _render_image(element: _Element) -> Markup:
    address = element.around.links.clean_own(element.read_attribute("src"))
    words = element.read_attribute("alt") or element.read_attribute("title")
    if address:
        return build_with("img", {**element.build_attributes(), "src": address, "alt": words})
    element.around.notes.add("The formatting has a picture from elsewhere; its description is shown instead.")
    return build("span", words, class_="no-picture") if words else Markup("")


def _render_drawing(element: _Element) -> Markup:
    attributes = element.build_attributes()
    box = element.read_attribute("viewBox")
    attributes["viewBox"] = box if _BOX.fullmatch(box) else None
    if not any(name in attributes for name in ("aria-label", "title", "role")):
        attributes["aria-hidden"] = "true"
    return build_with("svg", {**attributes, "focusable": "false"}, element.render_content())


def _render_path(element: _Element) -> Markup:
    drawing = element.read_attribute("d")
    attributes = element.build_attributes()
    return build_with("path", {**attributes, "d": drawing if _DRAWING.fullmatch(drawing) else None})


_RENDERERS: Mapping[str, Callable[[_Element], Markup]] = {
    "div": _render_plain,
    "span": _render_plain,
    "p": _render_plain,
    "a": _render_link,
    "button": _render_button,
    "img": _render_image,
    "svg": _render_drawing,
    "path": _render_path,
}
