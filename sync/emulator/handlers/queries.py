"""GetItems: items by a query in CAML."""

from collections.abc import Mapping

from sync.emulator.errors import LiteralError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Collection
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.caml_questions import build_question
from sync.emulator.payloads import check_properties
from sync.emulator.query.caml import parse_view
from sync.emulator.reading.caml_columns import ItemCamlColumns
from sync.emulator.reading.projections import Projection, build_items, build_named_projection, build_projection
from sync.emulator.store.cells import Sheet
from sync.emulator.store.item_pages import read_page

_TYPE = "SP.CamlQuery"
_QUERY: Mapping[str, type] = {
    "ViewXml": str,
    "AllowIncrementalResults": bool,
    "DatesInUtc": bool,
    "FolderServerRelativePath": dict,
    "FolderServerRelativeUrl": str,
    "ListItemCollectionPosition": dict,
}


def read_items_by_query(call: Call) -> Answer:
    """Return the items that a CAML query finds; there is no next link, the caller says where to begin."""
    sheet = call.find_sheet()
    query = call.payload.read_parameters("query").properties
    known = {name: value for name, value in query.items() if value is not None}
    given = check_properties(known, _QUERY, _TYPE, real=frozenset())
    if given.get("DatesInUtc") is False:
        raise UnsupportedError(what="DatesInUtc: false in a CAML query")
    view = parse_view(str(given.get("ViewXml") or ""), ItemCamlColumns(sheet), call.find_asker())
    question = build_question(
        call, sheet, view, _read_inner(given, "ListItemCollectionPosition", "PagingInfo"), _read_folder(given), 0
    )
    entities = build_items(sheet, _choose_projection(call, sheet, view.fields), read_page(sheet, question).items)
    return Answer(body=Collection(f"SP.ListData.{sheet.list.type_name}ListItems", entities))


def _choose_projection(call: Call, sheet: Sheet, fields: tuple[str, ...]) -> Projection:
    if fields and not call.options.select and not call.options.expand:
        return build_named_projection(sheet, fields)
    return build_projection(sheet, call.options)


def _read_folder(given: Mapping[str, object]) -> str:
    return str(given.get("FolderServerRelativeUrl") or "") or _read_inner(
        given, "FolderServerRelativePath", "DecodedUrl"
    )


def _read_inner(given: Mapping[str, object], name: str, inner: str) -> str:
    value = given.get(name)
    text = value.get(inner) if isinstance(value, Mapping) else None
    if text is not None and not isinstance(text, str):
        raise LiteralError(literal=str(text), expected="Edm.String")
    return text or ""
