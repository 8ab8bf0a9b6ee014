"""Elements of SharePoint's formatting JSON, and the expressions in them."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from sync.sharepoint.formats.palette import Look

Element: TypeAlias = dict[str, object]

SCHEMAS: Final = "https://developer.microsoft.com/json-schemas/sp"


def element(
    kind: str,
    *,
    text: str = "",
    style: Mapping[str, str] | None = None,
    attributes: Mapping[str, str] | None = None,
    children: Sequence[Element] = (),
) -> Element:
    """Return one element; what is empty is left out."""
    made: Element = {"elmType": kind}
    if text:
        made["txtContent"] = text
    if style:
        made["style"] = dict(style)
    if attributes:
        made["attributes"] = dict(attributes)
    if children:
        made["children"] = list(children)
    return made


def icon(name: str, colour: str = "") -> Element:
    """Return an icon; it stands beside a word and is hidden from screen readers."""
    style = {"margin-right": "4px", "flex-shrink": "0"} | ({"color": colour} if colour else {})
    return element("span", style=style, attributes={"iconName": name, "aria-hidden": "true"})


def quote(text: str) -> str:
    """Return a text as an expression writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def choose(cases: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return the expression (without ``=``) that gives the first value whose condition holds. Values are written plainly."""
    expression = quote(otherwise)
    for condition, value in reversed(cases):
        expression = f"if({condition}, {quote(value)}, {expression})"
    return expression


def choose_look(
    source: str, words: Mapping[str, Look], otherwise: Look, part: str, first: Sequence[tuple[str, Look]] = ()
) -> str:
    """Return the expression that gives a part of the look of the word that ``source`` holds.

    ``first`` are conditions with looks that come before the words'.
    """
    groups: dict[str, list[str]] = {}
    for word, look in words.items():
        groups.setdefault(getattr(look, part), []).append(f"{source} == {quote(word)}")
    cases = [(" || ".join(conditions), value) for value, conditions in groups.items()]
    return "=" + choose(
        [*((condition, getattr(look, part)) for condition, look in first), *cases], getattr(otherwise, part)
    )
