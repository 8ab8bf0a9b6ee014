"""The formatting that a column or a view keeps, read from its JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from sync.emulator.pages.formatting.problems import FormattingError

_LONGEST = 500_000
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#34;": '"', "&#39;": "'"}
_KNOWN = frozenset(
    [
        "$schema",
        "debugMode",
        "hideSelection",
        "hideColumnHeader",
        "hideListHeader",
        "additionalRowClass",
        "rowFormatter",
        "rowClassTemplateId",
        "formatter",
        "height",
        "width",
        "fillHorizontally",
        "tileProps",
        "groupProps",
        "footerFormatter",
        "hideFooter",
        "commandBarProps",
    ]
)


@dataclass(frozen=True, slots=True)
class ViewFormat:
    """How a view shows its rows; everything is empty for a view without formatting.

    Args:
        row_class: an expression that gives each row its classes.
        row: the element that stands for a row, instead of its cells.
        tile: the element that stands for a row in a gallery.
        group_header: the element at the head of each group.
        left_out: the names of what is not rendered here.
    """

    row_class: object = None
    row: object = None
    tile: object = None
    tile_width: int = 254
    group_header: object = None
    hides_header: bool = False
    left_out: tuple[str, ...] = ()


def read_column_format(text: object) -> Mapping[str, object] | None:
    """Return a column's formatting, None when it has none; raises ``FormattingError`` for what is no JSON object."""
    written = str(text or "").strip()
    return _read_json(written) if written else None


def read_view_format(text: object) -> ViewFormat:
    """Return a view's formatting; raises ``FormattingError``.

    A view keeps it inside XML, so a client writes ``<`` and ``&`` as entities (sharepoint.md C.7).
    """
    written = str(text or "").strip()
    if not written:
        return ViewFormat()
    document = _read_json(written if "&" not in written else unescape(written, _ENTITIES))
    tiles = document.get("tileProps")
    tile = tiles if isinstance(tiles, Mapping) else document
    groups = document.get("groupProps")
    return ViewFormat(
        row_class=document.get("additionalRowClass"),
        row=document.get("rowFormatter"),
        tile=tile.get("formatter"),
        tile_width=_read_width(tile.get("width")),
        group_header=groups.get("headerFormatter") if isinstance(groups, Mapping) else None,
        hides_header=document.get("hideColumnHeader") is True,
        left_out=tuple(sorted(_list_left_out(document))),
    )


def _list_left_out(document: Mapping[str, object]) -> set[str]:
    left_out = set(document.keys() - _KNOWN)
    groups = document.get("groupProps")
    if "footerFormatter" in document or (isinstance(groups, Mapping) and "footerFormatter" in groups):
        left_out.add("footerFormatter")
    return left_out


def _read_json(text: str) -> Mapping[str, object]:
    if len(text) > _LONGEST:
        raise FormattingError("formatting that is too long")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormattingError("formatting that is not JSON") from error
    if not isinstance(document, Mapping):
        raise FormattingError("formatting that is not a JSON object")
    return document


def _read_width(value: object) -> int:
    text = str(value)
    return min(max(int(text), 120), 900) if text.isascii() and text.isdigit() and len(text) < 6 else 254
