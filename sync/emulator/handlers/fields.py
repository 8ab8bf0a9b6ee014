"""Columns: read, made in three ways, changed and taken away."""

import re
from collections.abc import Mapping
from functools import lru_cache

from sync.emulator import unbuilt
from sync.emulator.errors import (
    ColumnMissingError,
    FieldDefinitionError,
    FieldTitleTakenError,
    LiteralError,
    RequiredValueError,
    UnsupportedError,
)
from sync.emulator.formats.bodies import Answer, Many, Value
from sync.emulator.handlers.call import Call
from sync.emulator.paths import normalise_guid
from sync.emulator.payloads import Payload, check_properties
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.schema_xml import ADD_TO_DEFAULT_VIEW, CHECK_TITLE, parse_field_xml, write_field_xml
from sync.emulator.store import kinds
from sync.emulator.store.fields import (
    FieldRecord,
    NewField,
    add_field,
    delete_field,
    find_field_by_title,
    read_fields,
    update_field,
)
from sync.emulator.store.lists import ListRecord, find_list
from sync.emulator.store.views import find_default_view, read_views, update_view_fields

_ANY_TYPE = "SP.Field"
_WRITABLE: Mapping[str, type] = {
    "Title": str,
    "CustomFormatter": str,
    "DefaultValue": str,
    "Description": str,
    "EnforceUniqueValues": bool,
    "Group": str,
    "Hidden": bool,
    "Indexed": bool,
    "ReadOnlyField": bool,
    "Required": bool,
}
_OF_SOME_KIND = frozenset(name for kind in kinds.KINDS.values() for name in kind.own)
_CREATION_INFORMATION: Mapping[str, type] = {
    "Title": str,
    "FieldTypeKind": int,
    "Required": bool,
    "Choices": list,
    "Description": str,
    "LookupListId": str,
    "LookupFieldName": str,
    "LookupWebId": str,
}


_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def read_all_fields(call: Call) -> Answer:
    """List a list's columns."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    record = call.find_list()
    resources = [build_field(call, record, field) for field in read_fields(call.store, record.id)]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.Fields4", call.site.zone))


def read_field(call: Call) -> Answer:
    """Describe one column."""
    refuse_options(call.options, "$select", "$expand")
    return _answer(call, 200, call.find_field())


def create_field(call: Call) -> Answer:
    """Make a column from an ``SP.Field`` or one of its kinds."""
    kind = _read_kind(call.payload)
    if kind is kinds.LOOKUP:
        raise UnsupportedError(what="lookup columns made by POST to fields; use fields/addfield")
    call.payload.check_type(kind.entity, _ANY_TYPE)
    own = kind.own if call.payload.type == kind.entity else {}
    allowed = {**_WRITABLE, "FieldTypeKind": int, **{name: _read_type(own[name]) for name in own}}
    settings = check_properties(
        call.payload.properties, allowed, call.payload.type or _ANY_TYPE, real=unbuilt.FIELD_WRITES
    )
    title = call.payload.read_text("Title")
    del settings["Title"], settings["FieldTypeKind"]
    _check_default(kind, settings)
    return _answer(call, 201, add_field(call.store, call.find_list().id, NewField(title, kind, settings)))


def create_field_from_information(call: Call) -> Answer:
    """Make a column from an ``SP.FieldCreationInformation``; the only way to a lookup but XML."""
    parameters = call.payload.read_parameters("parameters")
    given = check_properties(
        parameters.properties, _CREATION_INFORMATION, "SP.FieldCreationInformation", real=unbuilt.FIELD_CREATION
    )
    kind = _read_kind(parameters)
    settings: dict[str, object] = {"Required": bool(given.get("Required"))}
    settings |= {name: given[name] for name in ("Choices", "Description") if given.get(name)}
    if kind is kinds.LOOKUP:
        settings.update(_read_lookup(call, parameters))
    new = NewField(parameters.read_text("Title"), kind, settings)
    return _answer(call, 200, add_field(call.store, call.find_list().id, new))


def create_field_from_xml(call: Call) -> Answer:
    """Make a column from its definition in XML."""
    parameters = call.payload.read_parameters("parameters")
    options = parameters.properties.get("Options") or 0
    if not isinstance(options, int):
        raise LiteralError(literal=str(options), expected="SP.AddFieldOptions")
    new = parse_field_xml(parameters.read_text("SchemaXml"), options)
    _check_default(new.kind, new.settings)
    record = call.find_list()
    if new.kind is kinds.LOOKUP:
        find_list(call.store, str(new.settings["LookupList"]))
    if options & CHECK_TITLE:
        _check_title(call, record, new.title)
    field = add_field(call.store, record.id, new)
    if options & ADD_TO_DEFAULT_VIEW:
        view = find_default_view(read_views(call.store, record.id))
        update_view_fields(call.store, view, [*view.fields, field.internal_name])
    return _answer(call, 200, field)


def merge_field(call: Call) -> Answer:
    """Change a column; its internal name and its kind never change."""
    field = call.find_field()
    call.payload.check_type(field.kind.entity, _ANY_TYPE)
    # A body that names no type is taken for the column's own; only SP.Field itself lacks the kind's properties.
    own = {} if call.payload.type == _ANY_TYPE else field.kind.own
    allowed = {**_WRITABLE, **{name: _read_type(own[name]) for name in own}}
    changes = check_properties(
        call.payload.properties,
        allowed,
        call.payload.type or field.kind.entity,
        real=unbuilt.FIELD_WRITES | unbuilt.FIELD_FIXED,
    )
    _check_default(field.kind, changes)
    title = changes.pop("Title", None)
    update_field(call.store, field, str(title) if title else None, changes)
    return Answer(204)


def remove_field(call: Call) -> Answer:
    """Take a column away with all its values."""
    delete_field(call.store, call.find_field())
    return Answer()


def enable_index(call: Call) -> Answer:
    """Index a column."""
    update_field(call.store, call.find_field(), None, {"Indexed": True})
    return Answer(body=Value("EnableIndex", "Edm.Boolean", value=True))


def build_field(call: Call, record: ListRecord, field: FieldRecord) -> Resource:
    """Describe a column as SharePoint does."""
    return Resource(
        field.kind.entity,
        f"{record.path}/Fields(guid'{field.id}')",
        {**_build_common(field), **_build_own(call, field)},
        links=("DescriptionResource", "TitleResource"),
        elsewhere=_OF_SOME_KIND,
        unsupported=unbuilt.FIELD,
    )


@lru_cache(maxsize=4096)
def _build_common(field: FieldRecord) -> dict[str, object]:
    return {
        "AutoIndexed": False,
        "CanBeDeleted": not field.is_built_in,
        "CustomFormatter": field.read("CustomFormatter"),
        "DefaultValue": field.read("DefaultValue"),
        "Description": field.read("Description") or "",
        "EnforceUniqueValues": field.is_unique,
        "EntityPropertyName": field.entity_name,
        "FieldTypeKind": field.kind.number,
        "Filterable": field.kind not in (kinds.NOTE, kinds.COMPUTED),
        "FromBaseType": field.is_built_in,
        "Group": field.read("Group") or ("_Hidden" if field.read("Hidden") else "Custom Columns"),
        "Hidden": bool(field.read("Hidden")),
        "Id": field.id,
        "Indexed": field.is_indexed,
        "InternalName": field.internal_name,
        "ReadOnlyField": bool(field.read("ReadOnlyField")),
        "Required": bool(field.read("Required")),
        "SchemaXml": write_field_xml(field),
        "Scope": "",
        "Sealed": False,
        "Sortable": field.kind not in (kinds.NOTE, kinds.MULTI_CHOICE) and not field.is_many,
        "StaticName": field.internal_name,
        "Title": field.title,
        "TypeAsString": field.type_name,
        "TypeDisplayName": field.kind.name,
        "TypeShortDescription": field.kind.name,
    }


def _build_own(call: Call, field: FieldRecord) -> dict[str, object]:
    own: dict[str, object] = {}
    for name in field.kind.own:
        value = field.read(name)
        own[name] = Many("Edm.String", value) if isinstance(value, list | tuple) else value
    if field.kind is kinds.LOOKUP and field.read("LookupList"):
        own["LookupList"] = f"{{{field.read('LookupList')}}}"
        own["LookupWebId"] = call.site.id
    return own


def _read_kind(payload: Payload) -> kinds.Kind:
    number = payload.properties.get("FieldTypeKind")
    if number is None:
        raise RequiredValueError(name="FieldTypeKind")
    kind = next((kind for kind in kinds.CREATABLE if kind.number == number), None)
    if kind is None:
        raise UnsupportedError(what=f"columns with FieldTypeKind {number}")
    return kind


def _read_type(default: object) -> type:
    return {tuple: list, type(None): str}.get(type(default), type(default))


def _read_lookup(call: Call, parameters: Payload) -> dict[str, object]:
    list_id = normalise_guid(parameters.read_text("LookupListId"))
    target = find_list(call.store, list_id or "")
    shown = str(parameters.properties.get("LookupFieldName") or "Title")
    if all(shown != field.internal_name for field in read_fields(call.store, target.id)):
        raise ColumnMissingError(name=shown)
    return {"LookupList": target.id, "LookupField": shown}


def _check_default(kind: kinds.Kind, settings: Mapping[str, object]) -> None:
    default = settings.get("DefaultValue")
    if not default:
        return
    can_default = kind in (kinds.TEXT, kinds.CHOICE, kinds.NUMBER, kinds.BOOLEAN)
    if not can_default and (kind is not kinds.DATE_TIME or str(default).lower() != "[today]"):
        raise UnsupportedError(what=f"the default value '{default}' of a column of type {kind.name}")
    if kind is kinds.NUMBER and not _NUMBER.fullmatch(str(default)):
        raise FieldDefinitionError(message=f"The default value '{default}' is not a number.")
    if kind is kinds.BOOLEAN and str(default).lower() not in ("0", "1", "true", "false"):
        raise FieldDefinitionError(message=f"The default value '{default}' is neither yes nor no.")


def _check_title(call: Call, record: ListRecord, title: str) -> None:
    try:
        find_field_by_title(read_fields(call.store, record.id), title)
    except ColumnMissingError:
        return
    raise FieldTitleTakenError(title=title)


def _answer(call: Call, status: int, field: FieldRecord) -> Answer:
    resource = build_field(call, find_list(call.store, field.list_id), field)
    headers = {"Location": call.api_url + resource.path} if status == 201 else {}
    return Answer(status, shape_entity(resource, call.options), headers)
