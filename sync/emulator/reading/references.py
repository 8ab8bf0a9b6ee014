"""What a lookup or a person shows of the thing it points at."""

from collections.abc import Iterable, Mapping, Sequence

from sync.emulator import unbuilt
from sync.emulator.errors import ListGoneError, ProjectionError, SelectError, UnsupportedError
from sync.emulator.formats.bodies import Entity
from sync.emulator.query.columns import ColumnType
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord, read_fields
from sync.emulator.store.item_pages import read_all_items, read_items_by_id
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.lists import find_list
from sync.emulator.store.users import UserRecord, read_users

#: The columns of the site's user list that a person column may show, with what the local SharePoint knows of them.
_PERSON = ("Id", "ID", "Title", "Name", "EMail", "UserName", "SipAddress")
_PERSON_UNKNOWN = ("Department", "FirstName", "JobTitle", "LastName", "MobilePhone", "Office", "WorkPhone")
_SHOWABLE = (kinds.TEXT, kinds.NUMBER, kinds.DATE_TIME, kinds.COUNTER, kinds.CHOICE, kinds.BOOLEAN)


def read_references(sheet: Sheet, field: FieldRecord, names: Sequence[str], ids: Iterable[int]) -> dict[int, Entity]:
    """Return, for each id, the properties ``names`` of the item or person it points at."""
    if field.kind is kinds.USER:
        check_person_names(field, names)
        return {user.id: _build_person(user, names) for user in read_users(sheet.store)}
    target = _find_target(sheet, field)
    if target is None:
        return {}
    check_item_names(target, field, names)
    items = read_items_by_id(target, ids)
    return {item_id: _build_item(target, record, names) for item_id, record in items.items()}


def read_titles(sheet: Sheet, field: FieldRecord, cells: Iterable[object]) -> dict[int, str]:
    """Return what people read of everything that these cells of a lookup or person column point at, by id."""
    name = "Title" if field.kind is kinds.USER else str(field.read("LookupField") or "Title")
    ids = [
        member for cell in cells for member in (cell if isinstance(cell, list) else [cell]) if isinstance(member, int)
    ]
    found = read_references(sheet, field, [name], ids)
    return {key: str(entity.properties[name] or "") for key, entity in found.items()}


def read_shown_values(sheet: Sheet, field: FieldRecord, name: str) -> Mapping[int, object]:
    """Return one property of everything that a lookup or person column could point at, by id."""
    if field.kind is kinds.USER:
        check_person_names(field, [name])
        return {user.id: _read_person(user, name) for user in read_users(sheet.store)}
    target = _find_target(sheet, field)
    if target is None:
        return {}
    check_item_names(target, field, [name])
    return {record.id: _read_item(target, record, name) for record in read_all_items(target)}


def find_shown_type(sheet: Sheet, field: FieldRecord, name: str) -> ColumnType:
    """Return how that property of what a lookup or person points at compares."""
    if name in ("Id", "ID"):
        return ColumnType.NUMBER
    if field.kind is kinds.USER:
        return ColumnType.TEXT
    target = _find_target(sheet, field)
    columns = target.fields if target else ()
    return next((column.kind.compares_as for column in columns if column.entity_name == name), ColumnType.TEXT)


def check_person_names(field: FieldRecord, names: Iterable[str]) -> None:
    """Raise unless each of ``names`` is something a person column may show."""
    for name in names:
        if name not in _PERSON and name not in _PERSON_UNKNOWN:
            raise SelectError(name=f"{field.entity_name}/{name}")


def check_item_names(target: Sheet, field: FieldRecord, names: Iterable[str]) -> None:
    """Raise unless each of ``names`` is a column of the list behind ``field`` that a lookup may show."""
    columns = {column.entity_name: column for column in target.fields}
    for name in names:
        if name in ("Id", "ID"):
            continue
        if name in unbuilt.ITEM:
            raise UnsupportedError(what=f"'{name}' through the lookup column '{field.title}'")
        if name not in columns:
            raise SelectError(name=f"{field.entity_name}/{name}")
        if columns[name].kind not in _SHOWABLE:
            raise ProjectionError(path=f"{field.entity_name}/{name}", name=field.entity_name)


def _find_target(sheet: Sheet, field: FieldRecord) -> Sheet | None:
    # A list that is gone leaves its lookups behind, and they show nothing.
    try:
        record = find_list(sheet.store, str(field.read("LookupList")))
    except ListGoneError:
        return None
    return Sheet(sheet.store, sheet.site, record, read_fields(sheet.store, record.id))


def _build_person(user: UserRecord, names: Iterable[str]) -> Entity:
    properties = {name: _read_person(user, name) for name in names}
    return Entity("SP.Data.UserInfoItem", f"Web/SiteUserInfoList/Items({user.id})", properties)


def _read_person(user: UserRecord, name: str) -> object:
    known = {
        "Id": user.id,
        "ID": user.id,
        "Title": user.title,
        "Name": user.login,
        "EMail": user.email or None,
        "UserName": user.principal_name,
        "SipAddress": user.email or None,
    }
    return known.get(name)


def _build_item(target: Sheet, record: ItemRecord, names: Iterable[str]) -> Entity:
    properties = {name: _read_item(target, record, name) for name in names}
    return Entity(target.list.item_type, f"{target.list.path}/Items({record.id})", properties, id=record.unique_id)


def _read_item(target: Sheet, record: ItemRecord, name: str) -> object:
    if name in ("Id", "ID"):
        return record.id
    column = next(column for column in target.fields if column.entity_name == name)
    return record.values.get(column.internal_name)
