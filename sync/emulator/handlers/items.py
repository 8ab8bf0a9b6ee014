"""Items: paged, read, added, changed, recycled and deleted."""

import re
from urllib.parse import quote

from sync.emulator.errors import OptionError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Collection, Entity, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.lists import build_list
from sync.emulator.naming import LARGEST_ID, build_text_name
from sync.emulator.query.columns import ColumnType
from sync.emulator.query.filters import parse_filter
from sync.emulator.query.literals import normalise_literal
from sync.emulator.query.options import PAGE_LIMIT, PAGE_SIZE, Options, Order, parse_skiptoken
from sync.emulator.query.shaping import refuse_options, shape_entity
from sync.emulator.reading.columns import ItemColumns
from sync.emulator.reading.projections import build_items, build_projection
from sync.emulator.reading.texts import write_texts
from sync.emulator.store.cells import Sheet
from sync.emulator.store.item_pages import Position, Question, SortKey, read_page, read_position
from sync.emulator.store.items import (
    ItemRecord,
    Stamp,
    add_item,
    delete_item,
    find_item,
    recycle_item,
    update_item,
)

_ESCAPE = re.compile(r"%[0-9A-F]{2}")
_BY_ID = (Order("Id"), Order("ID"))


def read_items(call: Call) -> Answer:
    """Return one page of a list's items, and where the next one is."""
    sheet, options = call.find_sheet(), call.options
    columns = ItemColumns(sheet, tuple(path.partition("/")[0] for path in options.expand))
    projection = build_projection(sheet, options)
    orders = () if options.orderby[:1] and options.orderby[0] in _BY_ID else options.orderby
    order = [_resolve_order(columns, key) for key in orders]
    conditions = parse_filter(options.filter, columns.resolve, call.site.zone)
    question = Question(conditions, order, _read_position(call, order), _read_top(options))
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
    call.payload.check_type(sheet.list.item_type)
    return _answer(call, sheet, add_item(sheet, call.payload.properties, Stamp(call.user_id)), 201)


def merge_item(call: Call) -> Answer:
    """Change the named cells of an item, unless somebody changed it first."""
    sheet, item_id = call.find_sheet(), call.read_number("item_id")
    find_item(sheet, item_id)
    call.payload.check_type(sheet.list.item_type)
    record = update_item(sheet, item_id, call.payload.properties, call.if_match, Stamp(call.user_id))
    return Answer(204, headers={"ETag": record.etag})


def remove_item(call: Call) -> Answer:
    """Delete an item for good."""
    delete_item(call.find_sheet(), call.read_number("item_id"), call.if_match)
    return Answer()


def bin_item(call: Call) -> Answer:
    """Put an item in the recycle bin."""
    bin_id = recycle_item(call.find_sheet(), call.read_number("item_id"), call.user_id)
    return Answer(body=Value("Recycle", "Edm.Guid", bin_id))


def read_parent_list(call: Call) -> Answer:
    """Describe the list that an item is in."""
    refuse_options(call.options, "$select", "$expand")
    sheet = call.find_sheet()
    find_item(sheet, call.read_number("item_id"))
    return Answer(body=shape_entity(build_list(call, sheet.list), call.options))


def read_texts(call: Call) -> Answer:
    """Return an item's values as text; names escape their underscores once more."""
    refuse_options(call.options)
    sheet = call.find_sheet()
    record = find_item(sheet, call.read_number("item_id"))
    names = [field.internal_name for field in sheet.fields]
    texts = write_texts(sheet, [record], names)[0]
    properties = {build_text_name(name): text for name, text in texts.items()}
    path = f"{sheet.list.path}/Items({record.id})/FieldValuesAsText"
    return Answer(body=Entity("SP.FieldStringValues", path, properties))


def _answer(call: Call, sheet: Sheet, record: ItemRecord, status: int) -> Answer:
    entity = build_items(sheet, build_projection(sheet, call.options), [record])[0]
    headers = {"ETag": record.etag}
    if status == 201:
        headers["Location"] = call.api_url + entity.path
    return Answer(status, entity, headers)


def _resolve_order(columns: ItemColumns, key: Order) -> SortKey:
    column = columns.resolve(key.name)
    if column.refusal or column.type is ColumnType.MANY:
        raise UnsupportedError(what=f"sorting by '{key.name}'")
    return SortKey(column, key.descending)


def _read_top(options: Options) -> int:
    # 100 unless asked, never more than 5,000 (sharepoint.md C.2).
    return min(options.top or PAGE_SIZE, PAGE_LIMIT)


def _read_position(call: Call, order: list[SortKey]) -> Position | None:
    token = parse_skiptoken(call.options.skiptoken)
    if "p_ID" not in token:
        return None
    if not token["p_ID"].isascii() or not token["p_ID"].isdigit() or int(token["p_ID"]) > LARGEST_ID:
        raise OptionError(name="$skiptoken", value=call.options.skiptoken)
    values = []
    for key in order:
        text = token.get(f"p_{key.column.name}", "")
        if text and key.column.type is ColumnType.DATE:
            text += "Z"
        values.append(normalise_literal(text, key.column.type, call.site.zone) if text else None)
    return Position(tuple(values), int(token["p_ID"]))


def _build_next_link(call: Call, sheet: Sheet, question: Question, last: ItemRecord) -> str:
    # Absolute, the options repeated, and the token's own ampersands encoded (sharepoint.md C.2).
    position = read_position(question.order, last)
    pieces = ["Paged=TRUE"]
    if question.order:
        pieces.append("p_SortBehavior=1")
    for key, value in zip(question.order, position.values, strict=True):
        pieces.append(f"p_{_quote(key.column.name)}={_quote(_write_token_value(key, value))}")
    pieces.append(f"p_ID={position.item_id}")
    token = _quote("&".join(pieces))
    repeated = [(name, value) for name, value in call.options.pairs if name not in ("$skiptoken", "$skip") and value]
    query = [f"%24skiptoken={token}", *(f"%24{name[1:]}={_quote(value)}" for name, value in repeated)]
    return f"{call.api_url}{sheet.list.path}/Items?{'&'.join(query)}"


def _quote(text: str) -> str:
    # SharePoint writes its escapes in lower case.
    return _ESCAPE.sub(lambda found: found[0].lower(), quote(text, safe=""))


def _write_token_value(key: SortKey, value: object) -> str:
    if value is None:
        return ""
    if key.column.type is ColumnType.DATE:
        return str(value).replace("-", "").replace("T", " ").removesuffix("Z")
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
