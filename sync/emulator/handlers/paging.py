"""Where the next page begins, written as SharePoint writes it: ``Paged=TRUE&p_Modified=…&p_ID=17`` (sharepoint.md C.2)."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sync.emulator.errors import CamlError, UnsupportedError
from sync.emulator.naming import LARGEST_ID
from sync.emulator.query.columns import ColumnType, SortKey
from sync.emulator.query.literals import normalise_literal
from sync.emulator.store.item_pages import Position, read_position
from sync.emulator.store.items import ItemRecord
from sync.emulator.whole_numbers import read_whole_number

_ESCAPE = re.compile(r"%[0-9A-F]{2}")


def read_token(token: Mapping[str, str], order: Sequence[SortKey], zone: ZoneInfo) -> Position | None:
    """Return the place that a token names, or None when it names none; raises ``CamlError``."""
    if "PagedPrev" in token:
        raise UnsupportedError(what="paging backwards")
    if "p_ID" not in token:
        return None
    number = read_whole_number(token["p_ID"], LARGEST_ID)
    if number is None:
        raise CamlError(reason=f"p_ID cannot be '{token['p_ID']}'")
    values = []
    for key in order:
        text = token.get(f"p_{key.column.name}", "")
        if text and key.column.type is ColumnType.DATE:
            text = text.removesuffix("Z") + "Z"
        values.append(normalise_literal(text, key.column.type, zone) if text else None)
    return Position(tuple(values), number)


def write_token(order: Sequence[SortKey], last: ItemRecord) -> str:
    """Return the token for the page after ``last``; its values are encoded and its ampersands are not."""
    position = read_position(order, last)
    pieces = ["Paged=TRUE"]
    if order:
        pieces.append("p_SortBehavior=1")
    for key, value in zip(order, position.values, strict=True):
        pieces.append(f"p_{quote_lower(key.column.name)}={quote_lower(_write_value(key, value))}")
    pieces.append(f"p_ID={position.item_id}")
    return "&".join(pieces)


def quote_lower(text: str) -> str:
    """Return ``text`` percent-encoded; SharePoint writes its escapes in lower case."""
    return _ESCAPE.sub(lambda found: found[0].lower(), quote(text, safe=""))


def _write_value(key: SortKey, value: object) -> str:
    if value is None:
        return ""
    if key.column.type is ColumnType.DATE:
        return str(value).replace("-", "").replace("T", " ").removesuffix("Z")
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
