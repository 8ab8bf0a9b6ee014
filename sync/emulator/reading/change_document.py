"""The XML of GetListItemChangesSinceToken: what changed, and the rows as they now are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from sync.emulator.reading.references import read_titles
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.changes import DELETED, RESTORED, Change
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord

_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?><GetListItemChangesSinceTokenResult><listitems MinTimeBetweenSyncs='0' "
    "RecommendedTimeBetweenSyncs='180' MaxBulkDocumentSyncSize='500' EffectivePermMask='FullMask' "
    "xmlns:rs='urn:schemas-microsoft-com:rowset' xmlns:z='#RowsetSchema'>"
)
_TAIL = "</listitems></GetListItemChangesSinceTokenResult>"
_TOLD = {DELETED: "Delete", RESTORED: "Restore"}
#: What XML 1.0 cannot hold, not even escaped.
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def write_changes(
    sheet: Sheet, token: str, changes: Sequence[Change], rows: Sequence[ItemRecord], next_page: str, *, has_more: bool
) -> bytes:
    """Return the whole document."""
    told = "".join(_write_change(change) for change in changes if change.kind in _TOLD)
    more = " MoreChanges='TRUE'" if has_more else ""
    position = f" ListItemCollectionPositionNext={_quote(next_page)}" if next_page else ""
    written = "".join(_write_rows(sheet, rows))
    document = (
        f"{_HEAD}<Changes LastChangeToken={_quote(token)}{more}>{told}</Changes>"
        f"<rs:data ItemCount='{len(rows)}'{position}>{written}</rs:data>{_TAIL}"
    )
    return document.encode()


def _write_change(change: Change) -> str:
    unique_id = f"{{{change.unique_id.upper()}}}"
    return f"<Id ChangeType='{_TOLD[change.kind]}' UniqueId={_quote(unique_id)}>{change.item_id}</Id>"


def _write_rows(sheet: Sheet, records: Sequence[ItemRecord]) -> list[str]:
    columns = [field for field in sheet.fields if field.kind is not kinds.COMPUTED]
    titles = {
        field.internal_name: read_titles(sheet, field, [record.values.get(field.internal_name) for record in records])
        for field in columns
        if field.kind is kinds.USER or field.read("LookupList")
    }
    return [_write_row(sheet, record, columns, titles) for record in records]


def _write_row(
    sheet: Sheet, record: ItemRecord, columns: Sequence[FieldRecord], titles: Mapping[str, Mapping[int, str]]
) -> str:
    unique_id = f"{record.id};#{{{record.unique_id.upper()}}}"
    values = {**record.values, "UniqueId": unique_id}
    texts = {
        field.internal_name: _write_value(sheet, field, values.get(field.internal_name), titles) for field in columns
    }
    return f"<z:row {' '.join(f'ows_{name}={_quote(text)}' for name, text in texts.items() if text)} />"


def _write_value(sheet: Sheet, field: FieldRecord, value: object, titles: Mapping[str, Mapping[int, str]]) -> str:
    if value is None:
        return ""
    known = titles.get(field.internal_name)
    if known is not None:
        members = [int(str(key)) for key in (value if isinstance(value, list) else [value])]
        return ";#".join(f"{key};#{known.get(key, '')}" for key in members)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return f";#{';#'.join(str(member) for member in value)};#"
    if isinstance(value, dict):
        return f"{value['Url']}, {value['Description']}"
    if field.kind is kinds.DATE_TIME:
        return datetime.fromisoformat(str(value)).astimezone(sheet.site.zone).strftime("%Y-%m-%d %H:%M:%S")
    return f"{value:.14f}" if field.kind is kinds.NUMBER and isinstance(value, int | float) else str(value)


def _quote(text: str) -> str:
    return quoteattr(text.translate(_UNWRITABLE))
