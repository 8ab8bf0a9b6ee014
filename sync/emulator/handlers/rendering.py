"""RenderListDataAsStream and RenderListData: rows in words, as a page of SharePoint itself asks for them."""

import json
from collections.abc import Mapping

from sync.emulator.errors import ColumnMissingError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Raw, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.caml_questions import build_question, read_paging
from sync.emulator.handlers.paging import write_token
from sync.emulator.naming import LARGEST_ID
from sync.emulator.payloads import check_properties
from sync.emulator.query.caml import CamlView, parse_query, parse_view
from sync.emulator.reading.caml_columns import ItemCamlColumns
from sync.emulator.reading.stream_rows import build_rows
from sync.emulator.store.cells import Sheet
from sync.emulator.store.item_pages import read_page
from sync.emulator.store.views import ViewRecord, find_default_view, read_views
from sync.emulator.whole_numbers import read_whole_number

_TYPE = "SP.RenderListDataParameters"
_PARAMETERS: Mapping[str, type] = {
    "AddRequiredFields": bool,
    "DatesInUtc": bool,
    "FolderServerRelativeUrl": str,
    "Paging": str,
    "RenderOptions": int,
    "ViewXml": str,
}
#: RenderListDataOptions that are built: none said, and ListData (Microsoft, "RenderListDataOptions enumeration").
_PLAIN = (0, 2)
_PAGE_SIZE = 30
_ALL_PERMISSIONS = "0x7ffffffffffbffff"


def render_as_stream(call: Call) -> Answer:
    """Return rows in words, as JSON of a shape of its own whatever the dialect."""
    properties = call.payload.read_parameters("parameters").properties if call.payload.properties else {}
    known = {name: value for name, value in properties.items() if value is not None}
    given = check_properties(known, _PARAMETERS, _TYPE, real=frozenset())
    options = given.get("RenderOptions", 0)
    if options not in _PLAIN:
        raise UnsupportedError(what=f"RenderOptions {options}")
    document = _render(call, given)
    return Answer(body=Raw(_write(document), "application/json; charset=utf-8"))


def render_as_text(call: Call) -> Answer:
    """Return rows in words, as JSON inside a text."""
    given = "view_xml" in call.arguments
    xml = call.read_text("view_xml") if given else call.payload.read_text("viewXml")
    document = _render(call, {"ViewXml": xml})
    return Answer(body=Value("RenderListData", "Edm.String", _write(document).decode()))


def _render(call: Call, given: Mapping[str, object]) -> Mapping[str, object]:
    sheet = call.find_sheet()
    shown = find_default_view(read_views(call.store, sheet.list.id))
    view = _read_view(call, sheet, str(given.get("ViewXml") or ""), shown)
    if view.query.groups:
        raise UnsupportedError(what="GroupBy in RenderListDataAsStream")
    paging = str(given.get("Paging") or "")
    folder = str(given.get("FolderServerRelativeUrl") or "")
    question = build_question(call, sheet, view, paging, folder, _PAGE_SIZE)
    page = read_page(sheet, question)
    first = _read_first_row(paging)
    last = first + len(page.items) - 1
    document: dict[str, object] = {
        "Row": build_rows(sheet, page.items, _choose_names(sheet, view)),
        "FirstRow": first,
        "FolderPermissions": _ALL_PERMISSIONS,
        "LastRow": last,
        "RowLimit": question.top,
    }
    if page.more:
        token = write_token(question.order, page.items[-1])
        document["NextHref"] = f"?{token}&PageFirstRow={last + 1}&View={shown.id}"
    return {**document, "FilterLink": "?", "ForceNoHierarchy": "1", "HierarchyHasIndention": ""}


def _read_view(call: Call, sheet: Sheet, text: str, default: ViewRecord) -> CamlView:
    columns, asker = ItemCamlColumns(sheet), call.find_asker()
    if text.strip():
        return parse_view(text, columns, asker)
    limit = default.read("RowLimit")
    query = parse_query(str(default.read("ViewQuery")), columns, asker)
    return CamlView(query, default.fields, limit if isinstance(limit, int) else None)


def _choose_names(sheet: Sheet, view: CamlView) -> list[str]:
    names = [field.internal_name for field in sheet.fields]
    for name in view.fields:
        if name not in names:
            raise ColumnMissingError(name=name)
    if view.fields:
        return list(view.fields)
    return [field.internal_name for field in sheet.fields if not field.read("Hidden")]


def _read_first_row(paging: str) -> int:
    written = read_paging(paging).get("PageFirstRow", "")
    number = read_whole_number(written, LARGEST_ID)
    return 1 if number is None else number


def _write(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
