"""HTML, made in one way: everything that is not ``Markup`` is text and is escaped."""

from collections.abc import Iterable, Mapping
from html import escape

Attribute = str | int | bool | None
Content = object

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col"})


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def build(name: str, /, *content: Content, **attributes: Attribute) -> Markup:
    """Return an element.

    An attribute's name loses a closing underscore and has hyphens for its other ones: ``class_``, ``aria_label``. None
    and False leave it out, True writes it without a value.
    """
    return build_with(name, {_name_attribute(key): value for key, value in attributes.items()}, *content)


def build_with(name: str, attributes: Mapping[str, Attribute], /, *content: Content) -> Markup:
    """Return an element whose attributes have names that Python has not."""
    opening = f"<{name}{''.join(_write_attribute(key, value) for key, value in attributes.items())}>"
    if name in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{join(content)}</{name}>")


def join(content: Iterable[Content], between: str = "") -> Markup:
    """Return the pieces one after another, text escaped, None left out, nested pieces joined."""
    return Markup(escape(between).join(_write(piece) for piece in content if piece is not None))


def _write(piece: Content) -> str:
    if isinstance(piece, Markup):
        return piece
    if isinstance(piece, str):
        return escape(piece, quote=False)
    if isinstance(piece, Iterable):
        return join(piece)
    return escape(str(piece), quote=False)


def _name_attribute(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _write_attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'
