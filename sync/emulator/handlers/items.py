"""Items: paged, read, added, changed, recycled and deleted."""

from sync.emulator.errors import CamlError, OptionError
from sync.emulator.file_errors import LibraryItemError
from sync.emulator.formats.bodies import Answer, Collection, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.lists import build_list
from sync.emulator.handlers.paging import quote_lower, read_token, write_token
from sync.emulator.payloads import ITEM_TYPE
from sync.emulator.query.columns import SortKey, build_sort_key
from sync.emulator.query.filters import parse_filter
from sync.emulator.query.options import PAGE_LIMIT, PAGE_SIZE, Options, Order, parse_skiptoken
from sync.emulator.query.shaping import refuse_options, shape_entity
from sync.emulator.reading.columns import ItemColumns
from sync.emulator.reading.projections import build_items, build_projection
from sync.emulator.reading.related import build_texts
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import delete_entry, find_entry_of_item, recycle_entry
from sync.emulator.store.item_pages import Position, Question, Wide, read_page
from sync.emulator.store.items import (
    ItemRecord,
    Stamp,
    add_item,
    check_etag,
    delete_item,
    find_item,
    recycle_item,
    update_item,
)

_BY_ID = (Order("Id"), Order("ID"))


def read_items(call: Call) -> Answer:
    """Return one page of a list's items, and where the next one is."""
    sheet, options = call.find_sheet(), call.options
    columns = ItemColumns(sheet, tuple(path.partition("/")[0] for path in options.expand))
    projection = build_projection(sheet, options)
    orders = () if options.orderby[:1] and options.orderby[0] in _BY_ID else options.orderby
    order = [_resolve_order(columns, key) for key in orders]
    conditions = parse_filter(options.filter, columns.resolve, call.site.zone)
    wide = Wide.REFUSED if call.switches.has_threshold else Wide.SERVED
    question = Question(conditions, order, _read_position(call, order), _read_top(options), wide)
    page = read_page(sheet, question)
    entities = build_items(sheet, projection, page.items)
    next_link = _build_next_link(call, sheet, question, page.items[-1]) if page.more else ""
    context = f"SP.ListData.{sheet.list.type_name}ListItems"
    return Answer(body=Collection(context, entities, next_link))


def read_item(call: Call) -> Answer:
    """Return one item."""
    refuse_options(call.options, "$select", "$expand")
    sheet = call.find_sheet()
    record = find_item(sheet, call.read_number("item_id"))
    return _answer(call, sheet, record, 200)


def create_item(call: Call) -> Answer:
    """Add an item."""
    sheet = call.find_sheet()
    call.payload.check_type(sheet.list.item_type, ITEM_TYPE)
    if sheet.list.is_library:
        raise LibraryItemError
    return _answer(call, sheet, add_item(sheet, call.payload.properties, Stamp(call.user_id)), 201)


def merge_item(call: Call) -> Answer:
    """Change the named cells of an item, unless somebody changed it first."""
    sheet, item_id = call.find_sheet(), call.read_number("item_id")
    find_item(sheet, item_id)
    call.payload.check_type(sheet.list.item_type, ITEM_TYPE)
    record = update_item(sheet, item_id, call.payload.properties, call.if_match, Stamp(call.user_id))
    return Answer(204, headers={"ETag": record.etag})


def remove_item(call: Call) -> Answer:
    """Delete an item for good."""
    sheet, item_id = call.find_sheet(), call.read_number("item_id")
    if sheet.list.is_library:
        check_etag(find_item(sheet, item_id), call.if_match)
        delete_entry(sheet, find_entry_of_item(call.store, sheet.list.id, item_id))
    else:
        delete_item(sheet, item_id, call.if_match)
    return Answer()


def bin_item(call: Call) -> Answer:
    """Put an item in the recycle bin."""
    sheet, item_id = call.find_sheet(), call.read_number("item_id")
    if sheet.list.is_library:
        find_item(sheet, item_id)
        bin_id = recycle_entry(sheet, find_entry_of_item(call.store, sheet.list.id, item_id), call.user_id)
    else:
        bin_id = recycle_item(sheet, item_id, call.user_id)
    return Answer(body=Value("Recycle", "Edm.Guid", bin_id))


def read_parent_list(call: Call) -> Answer:
    """Describe the list that an item is in."""
    refuse_options(call.options, "$select", "$expand")
    sheet = call.find_sheet()
    find_item(sheet, call.read_number("item_id"))
    return Answer(body=shape_entity(build_list(call, sheet.list), call.options))


def read_texts(call: Call) -> Answer:
    """Return an item's values as text; names escape their underscores once more."""
    refuse_options(call.options, "$select")
    sheet = call.find_sheet()
    [texts] = build_texts(sheet, [find_item(sheet, call.read_number("item_id"))])
    return Answer(body=shape_entity(texts, call.options))


def _answer(call: Call, sheet: Sheet, record: ItemRecord, status: int) -> Answer:
    entity = build_items(sheet, build_projection(sheet, call.options), [record])[0]
    headers = {"ETag": record.etag}
    if status == 201:
        headers["Location"] = call.api_url + entity.path
    return Answer(status, entity, headers)


def _resolve_order(columns: ItemColumns, key: Order) -> SortKey:
    return build_sort_key(columns.resolve(key.name), descending=key.descending)


def _read_top(options: Options) -> int:
    # 100 unless asked, never more than 5,000 (sharepoint.md C.2).
    return min(options.top or PAGE_SIZE, PAGE_LIMIT)


def _read_position(call: Call, order: list[SortKey]) -> Position | None:
    try:
        return read_token(parse_skiptoken(call.options.skiptoken), order, call.site.zone)
    except CamlError as error:
        raise OptionError(name="$skiptoken", value=call.options.skiptoken) from error


def _build_next_link(call: Call, sheet: Sheet, question: Question, last: ItemRecord) -> str:
    # Absolute, the options repeated, and the token's own ampersands encoded (sharepoint.md C.2).
    token = quote_lower(write_token(question.order, last))
    repeated = [(name, value) for name, value in call.options.pairs if name not in ("$skiptoken", "$skip") and value]
    query = [f"%24skiptoken={token}", *(f"%24{name[1:]}={quote_lower(value)}" for name, value in repeated)]
    return f"{call.api_url}{sheet.list.path}/Items?{'&'.join(query)}"
