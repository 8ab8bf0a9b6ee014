"""The recycle bin: listed, described, and what is in it brought back or dropped for good."""

from sync.emulator.formats.bodies import Answer, Complex, Nothing
from sync.emulator.handlers.call import Call
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store import recycling
from sync.emulator.store.recycling import BinRecord, find_in_bin, read_bin
from sync.emulator.store.restoring import delete_from_bin, restore
from sync.emulator.store.users import find_user

#: Microsoft, "RecycleBinItemType enumeration".
_TYPES = {recycling.FILE: 1, recycling.ITEM: 3, recycling.LIST: 4, recycling.FOLDER: 5}
_FIRST_STAGE = 1


def read_recycle_bin(call: Call) -> Answer:
    """List what is in the recycle bin."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    resources = [_build(call, record) for record in read_bin(call.store)]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.RecycleBinItems", call.site.zone))


def read_bin_item(call: Call) -> Answer:
    """Describe one thing in the recycle bin."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(_build(call, _find(call)), call.options))


def restore_bin_item(call: Call) -> Answer:
    """Bring one thing back to where it was."""
    restore(call.store, call.site, _find(call))
    return Answer(body=Nothing("Restore"))


def restore_whole_bin(call: Call) -> Answer:
    """Bring everything back, what was taken away first being last."""
    for record in read_bin(call.store):
        restore(call.store, call.site, record)
    return Answer(body=Nothing("RestoreAll"))


def remove_bin_item(call: Call) -> Answer:
    """Drop one thing for good."""
    delete_from_bin(call.store, _find(call))
    return Answer()


def empty_bin(call: Call) -> Answer:
    """Drop everything for good."""
    for record in read_bin(call.store):
        delete_from_bin(call.store, record)
    return Answer(body=Nothing("DeleteAll"))


def _find(call: Call) -> BinRecord:
    return find_in_bin(call.store, call.read_guid("bin_id"))


def _build(call: Call, record: BinRecord) -> Resource:
    deleter = find_user(call.store, record.deleted_by)
    folder = record.folder.lstrip("/")
    leaf = f"{record.item_id}_.000" if record.kind == recycling.ITEM else record.title
    return Resource(
        "SP.RecycleBinItem",
        f"Web/RecycleBin(guid'{record.id}')",
        {
            "AuthorEmail": deleter.email,
            "AuthorName": deleter.title,
            "DeletedByEmail": deleter.email,
            "DeletedByName": deleter.title,
            "DeletedDate": record.deleted,
            "DirName": folder,
            "DirNamePath": Complex("SP.ResourcePath", {"DecodedUrl": folder}),
            "Id": record.id,
            "ItemState": _FIRST_STAGE,
            "ItemType": _TYPES[record.kind],
            "LeafName": leaf,
            "LeafNamePath": Complex("SP.ResourcePath", {"DecodedUrl": leaf}),
            "Size": "0",
            "Title": record.title,
        },
        links=("Author", "DeletedBy"),
    )
