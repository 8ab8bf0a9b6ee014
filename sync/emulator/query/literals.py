"""OData literals in filters: version 3 spellings made readable for odata-query, and values made comparable."""

import re
from zoneinfo import ZoneInfo

from sync.emulator.errors import LiteralError, UnsupportedError
from sync.emulator.moments import normalise_instant
from sync.emulator.paths import normalise_guid
from sync.emulator.query.columns import ColumnType

TRUE_WORDS = frozenset({"true", "1", "yes"})
FALSE_WORDS = frozenset({"false", "0", "no"})
MARK = "f__"
TYPED_LITERALS = ("datetimeoffset", "datetime", "guid")

_TOKEN = re.compile(r"(?P<typed>datetimeoffset|datetime|guid)?(?P<text>'(?:[^']|'')*+')|(?P<word>[A-Za-z_]\w*)", re.I)
_WORDS = frozenset(["and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "true", "false", "null"])
_FUNCTIONS = frozenset(["startswith", "substringof", "year", "month", "day", "hour", "minute", "second"])


def rewrite_filter(text: str) -> str:
    """Return ``text`` in the spelling odata-query reads.

    Typed literals and functions become calls in the namespace ``sp``, and names get a mark in front, because the
    lexer would read the column ``AllocatedTo`` as the word ``all``.
    """
    return _TOKEN.sub(_rewrite_token, text)


def normalise_literal(value: object, column_type: ColumnType, zone: ZoneInfo) -> object:
    """Return a filter's literal in the form in which rows keep values of ``column_type``.

    Raises ``LiteralError`` when it cannot be one.
    """
    if value is None or column_type is ColumnType.ANY:
        return value
    if column_type is ColumnType.NUMBER:
        return normalise_number(value)
    if column_type is ColumnType.BOOLEAN:
        return _read_boolean(value)
    if column_type is ColumnType.DATE:
        return normalise_instant(str(value), zone)
    if column_type is ColumnType.GUID:
        return normalise_guid(str(value)) or str(value).casefold()
    return str(value).casefold()


def normalise_number(value: object) -> float:
    """Return ``value`` as a number; raises ``LiteralError`` when it is none."""
    try:
        return float(str(value))
    except ValueError as error:
        raise LiteralError(literal=str(value), expected="Edm.Double") from error


def _rewrite_token(found: re.Match[str]) -> str:
    if found["text"]:
        return f"sp.{found['typed'].lower()}({found['text']})" if found["typed"] else found["text"]
    word = found["word"]
    if word.lower() in _WORDS:
        return word.lower()
    if _is_call(found):
        if word.lower() not in _FUNCTIONS:
            raise UnsupportedError(what=f"the filter function '{word}'")
        return f"sp.{word.lower()}"
    return MARK + word


def _is_call(found: re.Match[str]) -> bool:
    return found.string[found.end() :].lstrip().startswith("(")


def _read_boolean(value: object) -> bool:
    word = str(value).casefold()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise LiteralError(literal=str(value), expected="Edm.Boolean")
