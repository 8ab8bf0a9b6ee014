"""Content types: every list has one, Item (sharepoint.md F: the CLI for Microsoft 365 asks before it adds an item)."""

from sync.emulator import unbuilt
from sync.emulator.formats.bodies import Answer, Complex
from sync.emulator.handlers.call import Call
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection
from sync.emulator.store.lists import ListRecord


def read_content_types(call: Call) -> Answer:
    """List a list's content types."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    resources = [_build_item_type(call.find_list())]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.ContentTypes", call.site.zone))


def _build_item_type(record: ListRecord) -> Resource:
    type_id = record.content_type_id
    return Resource(
        "SP.ContentType",
        f"{record.path}/ContentTypes('{type_id}')",
        {
            "Description": "Create a new list item.",
            "DisplayFormUrl": "",
            "DocumentTemplate": "",
            "EditFormUrl": "",
            "Group": "List Content Types",
            "Hidden": False,
            "Id": Complex("SP.ContentTypeId", {"StringValue": type_id}),
            "JSLink": "",
            "Name": "Item",
            "NewFormUrl": "",
            "ReadOnly": False,
            "Scope": record.folder,
            "Sealed": False,
            "StringId": type_id,
        },
        links=("FieldLinks", "Fields", "Parent", "WorkflowAssociations"),
        unsupported=unbuilt.CONTENT_TYPE,
    )
