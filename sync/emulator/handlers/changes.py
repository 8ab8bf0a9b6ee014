"""Changes of a list's items since a token, in two ways (sharepoint.md C.10)."""

from collections.abc import Mapping

from sync.emulator.errors import LiteralError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Collection, Complex, Entity, Raw
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.caml_questions import read_paging
from sync.emulator.handlers.change_tokens import read_token, write_token
from sync.emulator.list_errors import ChangeTokenExpiredError
from sync.emulator.moments import write_instant
from sync.emulator.naming import LARGEST_ID
from sync.emulator.payloads import check_properties
from sync.emulator.query.options import PAGE_LIMIT
from sync.emulator.reading.change_document import write_changes
from sync.emulator.safe_xml import parse_xml
from sync.emulator.store.cells import Sheet
from sync.emulator.store.changes import (
    ADDED,
    DELETED,
    KEPT_FOR,
    RENAMED,
    RESTORED,
    UPDATED,
    Change,
    Since,
    read_changes,
    read_last_number,
)
from sync.emulator.store.item_pages import Position, Question, Wide, read_items_by_id, read_page
from sync.emulator.whole_numbers import read_whole_number

_KINDS = {"Add": ADDED, "Update": UPDATED, "DeleteObject": DELETED, "Rename": RENAMED, "Restore": RESTORED}
#: Changes of these are never made here, so asking for them finds nothing.
_NEVER = (
    "Activity",
    "Alert",
    "Group",
    "GroupMembershipAdd",
    "GroupMembershipDelete",
    "Move",
    "Navigation",
    "RoleAssignmentAdd",
    "RoleAssignmentDelete",
    "RoleDefinitionAdd",
    "RoleDefinitionDelete",
    "RoleDefinitionUpdate",
    "SecurityPolicy",
    "Site",
    "SystemUpdate",
    "User",
    "Web",
)
#: Changes of these are made and not kept in the log.
_UNKEPT = ("ContentType", "Field", "List", "View")
_FILES = ("File", "Folder")
_QUERY: Mapping[str, type] = {
    **dict.fromkeys((*_KINDS, *_NEVER, *_UNKEPT, *_FILES, "Item", "LatestFirst", "RecursiveAll"), bool),
    "ChangeTokenStart": dict,
    "ChangeTokenEnd": dict,
    "FetchLimit": int,
    "RequireSecurityTrim": bool,
    "IgnoreStartTokenNotFoundError": bool,
}
_LOG_QUERY: Mapping[str, type] = {
    "ChangeToken": str,
    "Contains": str,
    "Query": str,
    "QueryOptions": str,
    "RowLimit": str,
    "ViewFields": str,
    "ViewName": str,
}
_LIMIT = 1000
_ALL = (ADDED, UPDATED, DELETED, RENAMED, RESTORED)


def read_list_changes(call: Call) -> Answer:
    """Return what happened to a list's items, oldest first."""
    sheet = call.find_sheet()
    given = _read_query(call, "query", _QUERY, "SP.ChangeQuery")
    _check_objects(sheet, given)
    since, until = (_read_since(sheet, given.get(name)) for name in ("ChangeTokenStart", "ChangeTokenEnd"))
    kinds = [number for name, number in _KINDS.items() if given.get(name)]
    limit = int(str(given.get("FetchLimit") or _LIMIT))
    changes: list[Change] = []
    if given.get("Item") and not _has_expired(call, since):
        changes = read_changes(call.store, sheet.list.id, since, kinds, max(1, min(limit, _LIMIT)))
    kept = [change for change in changes if until is None or change.number <= until.number]
    return Answer(body=Collection("SP.ApiData.Changes10", [_build_change(call, sheet, change) for change in kept]))


def read_items_since_token(call: Call) -> Answer:
    """Return the items that changed and the ids of those that are gone, in XML; without a token, every item."""
    sheet = call.find_sheet()
    given = _read_query(call, "query", _LOG_QUERY, "SP.ChangeLogItemQuery")
    for name in ("Contains", "Query", "ViewFields", "ViewName"):
        if given.get(name):
            raise UnsupportedError(what=f"{name} in GetListItemChangesSinceToken")
    limit = _read_limit(str(given.get("RowLimit") or "") or str(_LIMIT))
    token = str(given.get("ChangeToken") or "")
    content = _write_since(call, sheet, token, limit) if token else _write_all(call, sheet, given, limit)
    return Answer(body=Raw(content, "application/xml; charset=utf-8"))


def _read_query(call: Call, name: str, allowed: Mapping[str, type], type_name: str) -> dict[str, object]:
    properties = call.payload.read_parameters(name).properties
    known = {key: value for key, value in properties.items() if value is not None}
    return check_properties(known, allowed, type_name, real=frozenset())


def _check_objects(sheet: Sheet, given: Mapping[str, object]) -> None:
    for name in (*_UNKEPT, *(_FILES if sheet.list.is_library else ())):
        if given.get(name):
            raise UnsupportedError(what=f"'{name}' in a change query")
    if given.get("LatestFirst"):
        raise UnsupportedError(what="'LatestFirst' in a change query")


def _read_since(sheet: Sheet, token: object) -> Since | None:
    if token is None:
        return None
    text = token.get("StringValue") if isinstance(token, Mapping) else None
    if not isinstance(text, str):
        raise LiteralError(literal=str(token), expected="SP.ChangeToken")
    return read_token(text, sheet.list.id)


def _has_expired(call: Call, since: Since | None) -> bool:
    if since is None:
        return False
    is_old = call.store.clock() - since.moment > KEPT_FOR
    if not is_old and not call.hints.has_expired_change_token:
        return False
    if not call.switches.has_silent_expiry:
        raise ChangeTokenExpiredError
    return True


def _build_change(call: Call, sheet: Sheet, change: Change) -> Entity:
    name = f"SP.ChangeItem{change.unique_id}{change.number}"
    properties = {
        "ChangeToken": Complex(
            "SP.ChangeToken", {"StringValue": write_token(sheet.list.id, change.moment, change.number)}
        ),
        "ChangeType": change.kind,
        "SiteId": call.site.id,
        "Time": write_instant(change.moment),
        "Editor": "",
        "EditorEmailHint": None,
        "ItemId": change.item_id,
        "ListId": sheet.list.id,
        "ServerRelativeUrl": "",
        "SharedByUser": None,
        "SharedWithUsers": None,
        "UniqueId": change.unique_id,
        "WebId": call.site.id,
    }
    return Entity("SP.ChangeItem", name, properties)


def _write_since(call: Call, sheet: Sheet, token: str, limit: int) -> bytes:
    since = read_token(token, sheet.list.id)
    changes = [] if _has_expired(call, since) else read_changes(call.store, sheet.list.id, since, _ALL, limit + 1)
    has_more = len(changes) > limit
    changes = changes[:limit]
    number = changes[-1].number if changes else read_last_number(call.store, sheet.list.id)
    rows = read_items_by_id(sheet, [change.item_id for change in changes if change.kind != DELETED])
    last = write_token(sheet.list.id, call.store.clock(), number)
    return write_changes(sheet, last, changes, list(rows.values()), "", has_more=has_more)


def _write_all(call: Call, sheet: Sheet, given: Mapping[str, object], limit: int) -> bytes:
    after = _read_position(str(given.get("QueryOptions") or ""))
    page = read_page(sheet, Question((), (), after, min(limit, PAGE_LIMIT), Wide.SERVED))
    token = write_token(sheet.list.id, call.store.clock(), sheet.list.last_change)
    next_page = f"Paged=TRUE&p_ID={page.items[-1].id}" if page.more else ""
    return write_changes(sheet, token, (), page.items, next_page, has_more=False)


def _read_position(options: str) -> Position | None:
    if not options.strip():
        return None
    root = parse_xml(options, "QueryOptions")
    for child in root:
        if child.tag != "Paging":
            raise UnsupportedError(what=f"'{child.tag}' in QueryOptions")
    paging = root.find("Paging")
    written = "" if paging is None else paging.attrib.get("ListItemCollectionPositionNext", "")
    number = read_paging(written).get("p_ID", "")
    return Position((), _read_limit(number)) if number else None


def _read_limit(text: str) -> int:
    number = read_whole_number(text, LARGEST_ID)
    if not number:
        raise LiteralError(literal=text, expected="Edm.Int32")
    return number
