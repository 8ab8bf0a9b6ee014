"""Content types, of the site and of lists: what a client looks up before it adds an item (sharepoint.md F)."""

from collections.abc import Mapping

from sync.emulator import unbuilt
from sync.emulator.errors import LiteralError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Complex
from sync.emulator.handlers.call import Call
from sync.emulator.paths import quote_text
from sync.emulator.payloads import check_properties
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store.content_types import (
    FORM,
    ContentTypeRecord,
    add_list_type,
    add_site_type,
    find_type,
    read_list_types,
    read_site_types,
)
from sync.emulator.store.lists import ListRecord, update_list

_TYPE = "SP.ContentType"
_WRITABLE: Mapping[str, type] = {FORM: str}
_CREATION: Mapping[str, type] = {"Name": str, "Description": str, "Group": str, "Id": dict}


def read_content_types(call: Call) -> Answer:
    """List a list's content types."""
    record = call.find_list()
    return _answer_all(call, record.path, record.folder, read_list_types(call.store, record), _read_form(record))


def read_content_type(call: Call) -> Answer:
    """Describe one of a list's content types."""
    record = call.find_list()
    kind = find_type(read_list_types(call.store, record), call.read_text("type_id"))
    return _answer_one(call, 200, _build(record.path, record.folder, kind, _read_form(record)))


def merge_content_type(call: Call) -> Answer:
    """Change the formatting of a list's form, which SharePoint keeps on the content type that new items get."""
    call.payload.check_type(_TYPE)
    changes = check_properties(call.payload.properties, _WRITABLE, _TYPE, real=unbuilt.CONTENT_TYPE_WRITES)
    record = call.find_list()
    types = read_list_types(call.store, record)
    if find_type(types, call.read_text("type_id")) is not types[0]:
        raise UnsupportedError(what="the form of a content type other than the list's first")
    update_list(call.store, record, None, changes)
    return Answer(204)


def add_available_content_type(call: Call) -> Answer:
    """Put one of the site's content types on a list."""
    record = call.find_list()
    kind = add_list_type(call.store, record, call.payload.read_text("contentTypeId"))
    return _answer_one(call, 200, _build(record.path, record.folder, kind))


def read_site_content_types(call: Call) -> Answer:
    """List the site's content types."""
    return _answer_all(call, "Web", call.site.path, read_site_types(call.store))


def read_site_content_type(call: Call) -> Answer:
    """Describe one of the site's content types."""
    kind = find_type(read_site_types(call.store), call.read_text("type_id"))
    return _answer_one(call, 200, _build("Web", call.site.path, kind))


def create_site_content_type(call: Call) -> Answer:
    """Make a content type on the site."""
    call.payload.check_type(_TYPE)
    given = check_properties(call.payload.properties, _CREATION, _TYPE, real=unbuilt.CONTENT_TYPE_WRITES)
    kind = add_site_type(
        call.store,
        call.payload.read_text("Name"),
        _read_id(given.get("Id")),
        str(given.get("Description") or ""),
        str(given.get("Group") or ""),
    )
    return _answer_one(call, 201, _build("Web", call.site.path, kind))


def _read_id(value: object) -> str:
    if value is None:
        return ""
    text = value.get("StringValue") if isinstance(value, Mapping) else None
    if not isinstance(text, str):
        raise LiteralError(literal=str(value), expected="SP.ContentTypeId")
    return text


def _read_form(record: ListRecord) -> str | None:
    form = record.settings.get(FORM)
    return str(form) if form else None


def _answer_all(call: Call, owner: str, scope: str, types: list[ContentTypeRecord], form: str | None = None) -> Answer:
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    resources = [_build(owner, scope, kind, form if kind is types[0] else None) for kind in types]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.ContentTypes", call.site.zone))


def _answer_one(call: Call, status: int, resource: Resource) -> Answer:
    refuse_options(call.options, "$select", "$expand")
    headers = {"Location": call.api_url + resource.path} if status == 201 else {}
    return Answer(status, shape_entity(resource, call.options), headers)


def _build(owner: str, scope: str, kind: ContentTypeRecord, form: str | None = None) -> Resource:
    return Resource(
        _TYPE,
        f"{owner}/ContentTypes({quote_text(kind.id)})",
        {
            FORM: form,
            "Description": kind.description,
            "DisplayFormUrl": "",
            "DocumentTemplate": "",
            "EditFormUrl": "",
            "Group": kind.group,
            "Hidden": False,
            "Id": Complex("SP.ContentTypeId", {"StringValue": kind.id}),
            "JSLink": "",
            "Name": kind.name,
            "NewFormUrl": "",
            "ReadOnly": False,
            "Scope": scope,
            "Sealed": False,
            "StringId": kind.id,
        },
        links=("FieldLinks", "Fields", "Parent", "WorkflowAssociations"),
        unsupported=unbuilt.CONTENT_TYPE,
    )
