"""Read XML that a caller sent, with nothing in it that could reach out or grow: no document type, so no entities."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from sync.emulator.errors import XmlError

Element = ElementTree.Element

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: Deeper than anything SharePoint writes or reads; what walks the tree may then call itself.
_DEEPEST = 200


def parse_xml(text: str, subject: str) -> Element:
    """Return the root element of ``text``; raises ``XmlError``, whose sentence begins with ``subject``."""
    if _DECLARATION.search(text):
        raise XmlError(subject=subject, reason="it declares a document type")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - declarations are refused above, nothing can expand
    except (ElementTree.ParseError, ValueError) as error:
        raise XmlError(subject=subject, reason=str(error)) from error
    if _measure_depth(root) > _DEEPEST:
        raise XmlError(subject=subject, reason=f"its elements are more than {_DEEPEST} deep")
    return root


def read_boolean(element: Element, name: str, *, default: bool = False) -> bool:
    """Return an attribute that is TRUE or FALSE, in any case."""
    written = element.attrib.get(name)
    return default if written is None else written.strip().upper() in ("TRUE", "1")


def _measure_depth(root: Element) -> int:
    return max(depth for depth, _ in _walk(root))


def _walk(root: Element) -> Iterator[tuple[int, Element]]:
    waiting = [(1, root)]
    while waiting:
        depth, element = waiting.pop()
        yield depth, element
        waiting += [(depth + 1, child) for child in element]
