"""Read an OData path: segments with call arguments, quotes protecting what is inside them.

    path      = segment *( "/" segment )
    segment   = name [ "(" [ argument *( "," argument ) ] ")" ]
    argument  = [ name "=" ] literal
    literal   = "'" text "'" / "guid'" guid "'" / number / word / "@" alias

Names are case-insensitive, a quote inside text is doubled, and a trailing ``()`` means nothing (sharepoint.md C.12).
The text is decoded before it comes here, so ``%2F`` inside quotes is already a slash.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.emulator.errors import ExpressionError

# Possessive (``*+``): a doubled quote is always inside, so there is only one way to read any text.
_QUOTED = r"'(?:[^']|'')*+'"
_SEGMENT = re.compile(rf"\s*([^/()']+?)\s*(?:\(((?:{_QUOTED}|[^'()])*)\))?\s*(?:/|$)")
_ARGUMENT = re.compile(rf"\s*(?:(\w+)\s*=\s*)?((?:\w+)?{_QUOTED}|[^',]+?)\s*(?:,|$)")
_NUMBER = re.compile(r"-?\d+")
_GUID = re.compile(r"\{?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a segment: ``kind`` is text, guid, number, word or json."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path; ``arguments`` is empty for ``lists`` and for ``lists()``."""

    name: str
    arguments: tuple[Argument, ...] = ()


def parse_path(path: str, aliases: Mapping[str, str]) -> tuple[Segment, ...]:
    """Split ``path`` into segments; ``aliases`` holds the query's ``@name`` values.

    Raises ``ExpressionError`` when the path is not OData.
    """
    segments: list[Segment] = []
    position = 0
    path = path.strip("/")
    while position < len(path):
        found = _SEGMENT.match(path, position)
        if found is None:
            raise ExpressionError(expression=path)
        segments.append(Segment(found[1].lower(), _parse_arguments(found[2] or "", aliases, path)))
        position = found.end()
    return tuple(segments)


def quote_text(text: str) -> str:
    """Return ``text`` as an OData literal, its quotes doubled."""
    return "'" + text.replace("'", "''") + "'"


def normalise_guid(text: str) -> str | None:
    """Return the GUID in ``text`` in lower case and without braces, or None when it is not one."""
    found = _GUID.fullmatch(text.strip())
    return found[1].lower() if found else None


def _parse_arguments(text: str, aliases: Mapping[str, str], path: str) -> tuple[Argument, ...]:
    arguments: list[Argument] = []
    position = 0
    while position < len(text.strip()):
        found = _ARGUMENT.match(text, position)
        if found is None:
            raise ExpressionError(expression=path)
        arguments.append(_parse_literal((found[1] or "").lower(), found[2], aliases, path))
        position = found.end()
    return tuple(arguments)


def _parse_literal(name: str, literal: str, aliases: Mapping[str, str], path: str) -> Argument:
    if literal.startswith("@"):
        if literal.lower() not in aliases:
            raise ExpressionError(expression=path)
        return _parse_literal(name, aliases[literal.lower()], {}, path)
    if literal.startswith("'"):
        return Argument(name, "text", literal[1:-1].replace("''", "'"))
    if literal.startswith("{") and normalise_guid(literal) is None:
        return Argument(name, "json", _check_json(literal, path))
    prefix, _, rest = literal.partition("'")
    guid = normalise_guid(rest.rstrip("'") if prefix.lower() == "guid" else literal)
    if guid:
        return Argument(name, "guid", guid)
    if "'" in literal:
        raise ExpressionError(expression=path)
    return Argument(name, "number" if _NUMBER.fullmatch(literal) else "word", literal)


def _check_json(literal: str, path: str) -> str:
    try:
        json.loads(literal)
    except (ValueError, RecursionError) as error:
        raise ExpressionError(expression=path) from error
    return literal
