"""Rows as RenderListDataAsStream gives them: everything in words, with the plain value beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sync.emulator.reading.references import read_titles
from sync.emulator.reading.texts import write_texts
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.users import UserRecord, read_users

_ALL_PERMISSIONS = "0x7ffffffffffbffff"
Row = dict[str, object]


def build_rows(sheet: Sheet, records: Sequence[ItemRecord], names: Sequence[str]) -> list[Row]:
    """Return a row for each item, with the columns ``names`` and what every row has."""
    columns = {field.internal_name: field for field in sheet.fields}
    shown = [columns[name] for name in names if name in columns]
    texts = write_texts(sheet, records, [field.internal_name for field in shown])
    people = {user.id: user for user in read_users(sheet.store)}
    rows = [{**_build_head(sheet, record), **text} for record, text in zip(records, texts, strict=True)]
    for field in shown:
        cells = [record.values.get(field.internal_name) for record in records]
        titles = read_titles(sheet, field, cells) if field.kind is kinds.LOOKUP and field.read("LookupList") else {}
        for row, cell in zip(rows, cells, strict=True):
            row.update(_write_cell(sheet, field, cell, people, titles))
    return rows


def _build_head(sheet: Sheet, record: ItemRecord) -> Row:
    leaf = record.cells.get("FileLeafRef") or f"{record.id}_.000"
    is_folder = record.cells.get("FSObjType") == 1
    return {
        "ID": str(record.id),
        "PermMask": _ALL_PERMISSIONS,
        "FSObjType": "1" if is_folder else "0",
        "ContentTypeId": record.cells.get("ContentTypeId") or sheet.list.content_type_id,
        "UniqueId": f"{{{record.unique_id.upper()}}}",
        "FileRef": record.cells.get("FileRef") or f"{sheet.list.folder}/{leaf}",
        "FileLeafRef": leaf,
        "owshiddenversion": str(record.version),
    }


def _write_cell(
    sheet: Sheet, field: FieldRecord, cell: object, people: Mapping[int, UserRecord], titles: Mapping[int, str]
) -> Row:
    name = field.internal_name
    if field.kind is kinds.MULTI_CHOICE:
        return {name: cell if isinstance(cell, list) else []}
    members = [key for key in (cell if isinstance(cell, list) else [cell]) if isinstance(key, int)]
    if field.kind is kinds.USER:
        return {name: [_write_person(people[key]) for key in members if key in people] or ""}
    if titles or (field.kind is kinds.LOOKUP and field.read("LookupList")):
        found = [
            {"lookupId": key, "lookupValue": titles[key], "isSecretFieldValue": False}
            for key in members
            if key in titles
        ]
        return {name: found or ""}
    return _write_plain(sheet, field, cell)


def _write_plain(sheet: Sheet, field: FieldRecord, cell: object) -> Row:
    name = field.internal_name
    if field.kind is kinds.DATE_TIME:
        return {f"{name}.": _write_local(sheet, str(cell)) if cell else ""}
    if field.kind is kinds.NUMBER:
        return {f"{name}.": f"{cell:f}" if isinstance(cell, int | float) else ""}
    if field.kind is kinds.BOOLEAN:
        return {f"{name}.value": "1" if cell else "0"}
    if field.kind is kinds.URL:
        link = cell if isinstance(cell, dict) else {}
        return {name: link.get("Url", ""), f"{name}.desc": link.get("Description", "")}
    return {}


def _write_local(sheet: Sheet, instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(sheet.site.zone).isoformat()


def _write_person(user: UserRecord) -> Row:
    return {"id": str(user.id), "title": user.title, "email": user.email, "sip": user.email, "picture": ""}
