"""The versions of an item: listed, described, and old ones deleted."""

from sync.emulator.formats.bodies import Answer
from sync.emulator.handlers.call import Call
from sync.emulator.query.shaping import refuse_options, shape_collection, shape_entity
from sync.emulator.reading.version_resources import build_versions
from sync.emulator.store.cells import Sheet
from sync.emulator.store.items import ItemRecord, find_item
from sync.emulator.store.versions import delete_version, find_version, read_versions


def read_all_versions(call: Call) -> Answer:
    """List an item's versions, the newest first."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    sheet, item = _find_item(call)
    resources = build_versions(sheet, item, read_versions(sheet, item.id))
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.ListItemVersions", call.site.zone))


def read_version(call: Call) -> Answer:
    """Describe one version of an item."""
    refuse_options(call.options, "$select", "$expand")
    sheet, item = _find_item(call)
    [resource] = build_versions(sheet, item, [find_version(sheet, item.id, call.read_number("version_id"))])
    return Answer(body=shape_entity(resource, call.options))


def remove_version(call: Call) -> Answer:
    """Delete an old version of an item."""
    sheet, item = _find_item(call)
    delete_version(sheet, item.id, call.read_number("version_id"))
    return Answer()


def _find_item(call: Call) -> tuple[Sheet, ItemRecord]:
    sheet = call.find_sheet()
    return sheet, find_item(sheet, call.read_number("item_id"))
