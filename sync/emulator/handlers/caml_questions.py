"""A CAML view as a question to the store: its rows, its scope in a library, and what SharePoint does with too many."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from sync.emulator.errors import ThresholdError
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.paging import read_token
from sync.emulator.handlers.places import find_place_at
from sync.emulator.query.caml import CamlView
from sync.emulator.query.columns import Condition
from sync.emulator.query.options import PAGE_LIMIT
from sync.emulator.store.cells import Sheet
from sync.emulator.store.file_names import resolve_path
from sync.emulator.store.item_pages import THRESHOLD, Question, Wide

_WITH_FOLDERS = ("Default", "RecursiveAll")
_DEEP = ("Recursive", "RecursiveAll")


def build_question(call: Call, sheet: Sheet, view: CamlView, paging: str, folder: str, page_size: int) -> Question:
    """Return what to ask the store.

    ``paging`` says where to begin, ``folder`` what the scope is about (the list when empty), and ``page_size`` how
    many rows when the view does not; 0 is for all there are.
    """
    wide = _choose_wide(call)
    size = view.row_limit or page_size
    if (size == 0 or size > PAGE_LIMIT) and sheet.list.item_count > THRESHOLD and wide is Wide.REFUSED:
        raise ThresholdError
    order = view.query.order
    conditions = (*view.query.conditions, *_build_scope(call, sheet, view.scope, folder))
    after = read_token(read_paging(paging), order, call.site.zone)
    limit = sheet.list.item_count if wide is Wide.SERVED else PAGE_LIMIT
    return Question(conditions, order, after, max(1, min(size or limit, limit)), wide)


def read_paging(paging: str) -> Mapping[str, str]:
    """Return the parts of a paging string, with or without its question mark."""
    return dict(parse_qsl(paging.removeprefix("?"), keep_blank_values=True))


def _choose_wide(call: Call) -> Wide:
    if not call.switches.has_threshold:
        return Wide.SERVED
    return Wide.PARTIAL if call.switches.has_partial_caml else Wide.REFUSED


def _build_scope(call: Call, sheet: Sheet, scope: str, folder: str) -> list[Condition]:
    if not sheet.list.is_library:
        return []
    conditions: list[Condition] = []
    inside = find_place_at(call, resolve_path(folder, call.site.path)).path if folder else sheet.list.folder
    if scope not in _DEEP:
        conditions.append(Condition(lambda values: values.get("FileDirRef") == inside))
    elif folder:
        within = (inside, f"{inside}/")
        conditions.append(Condition(lambda values: f"{values.get('FileDirRef')}/".startswith(within[1])))
    if scope not in _WITH_FOLDERS:
        conditions.append(Condition(lambda values: not values.get("FSObjType")))
    return conditions
