"""Styles of formatting: only properties that SharePoint allows, only values that are plainly CSS values.

A page's content security policy allows no ``style`` attributes, so declarations become classes of one style sheet.
"""

import re
from collections.abc import Mapping

#: Microsoft, "Formatting syntax reference", style; without what places an element outside its own box.
_ALLOWED = frozenset(
    [
        "background-color",
        "fill",
        "border",
        "border-bottom",
        "border-bottom-color",
        "border-bottom-style",
        "border-bottom-width",
        "border-color",
        "border-left",
        "border-left-color",
        "border-left-style",
        "border-left-width",
        "border-right",
        "border-right-color",
        "border-right-style",
        "border-right-width",
        "border-style",
        "border-top",
        "border-top-color",
        "border-top-style",
        "border-top-width",
        "border-width",
        "outline",
        "outline-color",
        "outline-style",
        "outline-width",
        "border-bottom-left-radius",
        "border-bottom-right-radius",
        "border-radius",
        "border-top-left-radius",
        "border-top-right-radius",
        "box-decoration-break",
        "box-shadow",
        "box-sizing",
        "overflow-x",
        "overflow-y",
        "opacity",
        "cursor",
        "height",
        "max-height",
        "max-width",
        "min-height",
        "min-width",
        "width",
        "flex-grow",
        "flex-shrink",
        "flex-flow",
        "flex-direction",
        "flex-wrap",
        "flex",
        "justify-content",
        "align-items",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "font-size-adjust",
        "font-stretch",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "column-count",
        "column-fill",
        "column-gap",
        "column-rule",
        "column-rule-color",
        "column-rule-style",
        "column-rule-width",
        "column-span",
        "column-width",
        "columns",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "bottom",
        "clear",
        "display",
        "float",
        "left",
        "overflow",
        "position",
        "right",
        "top",
        "visibility",
        "z-index",
        "border-collapse",
        "border-spacing",
        "caption-side",
        "empty-cells",
        "table-layout",
        "color",
        "direction",
        "letter-spacing",
        "line-height",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "unicode-bidi",
        "vertical-align",
        "white-space",
        "word-spacing",
        "hanging-punctuation",
        "text-align-last",
        "text-justify",
        "text-overflow",
        "text-shadow",
        "text-wrap",
        "word-break",
        "word-wrap",
        "stroke",
        "fill-opacity",
        "-webkit-line-clamp",
        "object-fit",
        "transform",
    ]
)
_SAFE_VALUE = re.compile(r"[-\w\s.,%#'\"/+*()]{1,200}")
_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp", "translate", "repeat", "minmax"})
_CALLED = re.compile(r"([-\w]+)\s*\(")
#: A cell's formatting may move within its cell; it may not cover the rest of the page.
_POSITIONS = frozenset({"relative", "absolute", "static"})


def is_style(name: str) -> bool:
    """Say whether SharePoint allows that style property and it is rendered here."""
    return name in _ALLOWED


def clean_style(name: str, value: str) -> str:
    """Return a value that can do nothing but style, or empty when there is none."""
    text = value.strip()
    if not _SAFE_VALUE.fullmatch(text) or "/*" in text or text.count("(") != text.count(")"):
        return ""
    if any(called.lower() not in _FUNCTIONS for called in _CALLED.findall(text)):
        return ""
    if text.count("'") % 2 or text.count('"') % 2:
        return ""
    if name == "position" and text not in _POSITIONS:
        return ""
    return text


class StyleSheet:
    """The declarations of one page, each once, as classes."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}

    def add(self, styles: Mapping[str, str]) -> str:
        """Return the class for these declarations; empty when there are none."""
        cleaned = {name: clean_style(name, value) for name, value in styles.items() if is_style(name)}
        body = "; ".join(f"{name}: {value}" for name, value in cleaned.items() if value)
        if not body:
            return ""
        return self._classes.setdefault(body, f"f{len(self._classes) + 1}")

    def render(self) -> str:
        """Return the CSS of all classes; doubled selectors, so that they come before the page's own classes."""
        return "\n".join(f".{name}.{name} {{ {body} }}" for body, name in self._classes.items())
