"""Lists: read, made, changed, recycled and deleted."""

from collections.abc import Mapping

from sync.emulator import unbuilt
from sync.emulator.errors import EtagMismatchError, FieldDefinitionError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Collection, Complex, Entity, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.change_tokens import write_token
from sync.emulator.handlers.fields import build_field
from sync.emulator.handlers.folders import build_list_folder
from sync.emulator.handlers.views import build_view
from sync.emulator.payloads import check_properties
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store.fields import read_fields
from sync.emulator.store.lists import (
    DEFAULTS,
    DOCUMENT_LIBRARY,
    GENERIC_LIST,
    ListRecord,
    add_list,
    delete_list,
    find_list,
    read_lists,
    recycle_list,
    update_list,
)
from sync.emulator.store.views import find_default_view, read_views

_TYPE = "SP.List"
_WRITABLE: Mapping[str, type] = {
    "Title": str,
    "Description": str,
    "ContentTypesEnabled": bool,
    "EnableAttachments": bool,
    "EnableFolderCreation": bool,
    "EnableVersioning": bool,
    "Hidden": bool,
    "MajorVersionLimit": int,
    "NoCrawl": bool,
    "OnQuickLaunch": bool,
}
_CREATION: Mapping[str, type] = {**_WRITABLE, "BaseTemplate": int, "AllowContentTypes": bool}
_LINKS = (
    "ContentTypes",
    "CreatablesInfo",
    "EventReceivers",
    "FirstUniqueAncestorSecurableObject",
    "Forms",
    "InformationRightsManagementSettings",
    "Items",
    "ParentWeb",
    "RoleAssignments",
    "Subscriptions",
    "UserCustomActions",
    "WorkflowAssociations",
)


def read_all_lists(call: Call) -> Answer:
    """List the lists."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    resources = [build_list(call, record) for record in read_lists(call.store)]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.Lists", call.site.zone))


def create_list(call: Call) -> Answer:
    """Make a list or, with BaseTemplate 101, a document library."""
    call.payload.check_type(_TYPE)
    settings = check_properties(call.payload.properties, _CREATION, _TYPE, real=unbuilt.LIST_WRITES)
    title = call.payload.read_text("Title")
    template = settings.get("BaseTemplate", GENERIC_LIST)
    if template not in (GENERIC_LIST, DOCUMENT_LIBRARY):
        raise UnsupportedError(what=f"lists made from template {template}")
    del settings["Title"]
    record = add_list(call.store, call.site, title, _check_settings(settings))
    entity = shape_entity(build_list(call, record), call.options)
    return Answer(201, entity, {"ETag": record.etag, "Location": call.api_url + record.path})


def read_list(call: Call) -> Answer:
    """Describe one list."""
    refuse_options(call.options, "$select", "$expand")
    record = call.find_list()
    return Answer(body=shape_entity(build_list(call, record), call.options), headers={"ETag": record.etag})


def merge_list(call: Call) -> Answer:
    """Change a list's title and settings."""
    record = call.find_list()
    _check_etag(record, call.if_match)
    call.payload.check_type(_TYPE)
    changes = _check_settings(check_properties(call.payload.properties, _WRITABLE, _TYPE, real=unbuilt.LIST_WRITES))
    title = changes.pop("Title", None)
    update_list(call.store, record, str(title) if title else None, changes)
    return Answer(204, headers={"ETag": find_list(call.store, record.id).etag})


def remove_list(call: Call) -> Answer:
    """Delete a list for good."""
    record = call.find_list()
    _check_etag(record, call.if_match)
    delete_list(call.store, record)
    return Answer()


def bin_list(call: Call) -> Answer:
    """Put a list in the recycle bin."""
    return Answer(body=Value("Recycle", "Edm.Guid", recycle_list(call.store, call.find_list(), call.user_id)))


def build_list(call: Call, record: ListRecord) -> Resource:
    """Describe a list as SharePoint does."""
    return Resource(
        _TYPE,
        record.path,
        {**_build_settings(record), **_build_facts(call, record)},
        extra={"OnQuickLaunch": record.read("OnQuickLaunch")},
        related={
            "DefaultView": lambda options: _expand_default_view(call, record, options),
            "Fields": lambda options: _expand_fields(call, record, options),
            "RootFolder": lambda options: shape_entity(build_list_folder(call, record), options),
            "Views": lambda options: _expand_views(call, record, options),
        },
        links=_LINKS,
        etag=record.etag,
        unsupported=unbuilt.LIST,
    )


def _build_settings(record: ListRecord) -> dict[str, object]:
    return {name: record.read(name) for name in DEFAULTS if name != "OnQuickLaunch"}


def _build_facts(call: Call, record: ListRecord) -> dict[str, object]:
    return {
        "BaseType": 1 if record.is_library else 0,
        "Created": record.created,
        "CurrentChangeToken": Complex(
            "SP.ChangeToken", {"StringValue": write_token(record.id, call.store.clock(), record.last_change)}
        ),
        "DocumentTemplateUrl": f"{record.forms_folder}/template.dotx" if record.is_library else None,
        "EntityTypeName": record.entity_type,
        "HasExternalDataSource": False,
        "Id": record.id,
        "ImagePath": Complex("SP.ResourcePath", {"DecodedUrl": "/_layouts/15/images/itgen.png?rev=47"}),
        "IsCatalog": False,
        "IsPrivate": False,
        "ItemCount": record.item_count,
        "LastItemDeletedDate": record.item_deleted,
        "LastItemModifiedDate": record.item_modified,
        "LastItemUserModifiedDate": record.item_modified,
        "ListItemEntityTypeFullName": record.item_type,
        "ParentWebPath": Complex("SP.ResourcePath", {"DecodedUrl": call.site.path}),
        "ParentWebUrl": call.site.path,
        "ServerTemplateCanCreateFolders": True,
        "TemplateFeatureId": "00bfea71-e717-4e80-aa17-d0c71b360101"
        if record.is_library
        else "00bfea71-de22-43b2-a848-c05709900100",
        "Title": record.title,
    }


def _expand_default_view(call: Call, record: ListRecord, options: Options) -> Entity:
    return shape_entity(build_view(record, find_default_view(read_views(call.store, record.id))), options)


def _expand_fields(call: Call, record: ListRecord, options: Options) -> Collection:
    resources = [build_field(call, record, field) for field in read_fields(call.store, record.id)]
    return shape_collection(resources, options, "SP.ApiData.Fields4", call.site.zone)


def _expand_views(call: Call, record: ListRecord, options: Options) -> Collection:
    resources = [build_view(record, view) for view in read_views(call.store, record.id)]
    return shape_collection(resources, options, "SP.ApiData.Views", call.site.zone)


def _check_settings(settings: dict[str, object]) -> dict[str, object]:
    limit = settings.get("MajorVersionLimit", 0)
    if isinstance(limit, int) and not 0 <= limit <= 50000:
        raise FieldDefinitionError(message="The number of major versions to keep must be between 1 and 50000.")
    return settings


def _check_etag(record: ListRecord, if_match: str) -> None:
    if if_match.strip() not in ("*", record.etag):
        raise EtagMismatchError(sent=if_match.strip(), current=record.etag)
