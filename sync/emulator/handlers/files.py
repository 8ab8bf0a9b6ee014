"""Files: described, sent whole or in pieces, fetched, recycled and deleted."""

from sync.emulator.errors import UnsupportedError
from sync.emulator.file_errors import FileAcceptError
from sync.emulator.formats.bodies import Answer, Raw, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.places import find_file, find_library, find_place, find_sheet_of
from sync.emulator.payloads import ITEM_TYPE
from sync.emulator.query.shaping import refuse_options, shape_entity
from sync.emulator.reading.file_resources import build_file
from sync.emulator.reading.projections import build_items, build_projection
from sync.emulator.store.entries import (
    Entry,
    delete_entry,
    read_content,
    recycle_entry,
    replace_content,
    save_file,
)
from sync.emulator.store.file_names import join_path
from sync.emulator.store.items import Stamp, find_item, update_item
from sync.emulator.store.uploads import cancel_upload, continue_upload, finish_upload, start_upload


def read_file(call: Call) -> Answer:
    """Describe a file."""
    refuse_options(call.options, "$select", "$expand")
    return _answer(call, find_file(call))


def read_file_content(call: Call) -> Answer:
    """Send what is in a file."""
    refuse_options(call.options)
    content = read_content(call.store, find_file(call))
    # Never a type that a browser would run.
    headers = {"Content-Disposition": "attachment"}
    return Answer(body=Raw(content, "application/octet-stream"), headers=headers)


def create_file(call: Call) -> Answer:
    """Put a file in a folder; over one of the same name only with leave to overwrite."""
    if call.is_modern:
        raise FileAcceptError
    place = find_place(call)
    overwrites = "overwrite" in call.arguments and call.read_boolean("overwrite")
    path = join_path(place.path, call.read_path("new_name"))
    entry = save_file(find_library(call, place), path, call.body, Stamp(call.user_id), overwrites=overwrites)
    return _answer(call, entry)


def replace_file_content(call: Call) -> Answer:
    """Give a file another content."""
    entry = find_file(call)
    replace_content(find_sheet_of(call, entry), entry, call.body, Stamp(call.user_id))
    return Answer(204)


def remove_file(call: Call) -> Answer:
    """Delete a file for good."""
    entry = find_file(call)
    delete_entry(find_sheet_of(call, entry), entry)
    return Answer()


def bin_file(call: Call) -> Answer:
    """Put a file in the recycle bin."""
    entry = find_file(call)
    return Answer(body=Value("Recycle", "Edm.Guid", recycle_entry(find_sheet_of(call, entry), entry, call.user_id)))


def read_file_item(call: Call) -> Answer:
    """Describe the item that a file or folder is in its library."""
    refuse_options(call.options, "$select", "$expand")
    entry = _find_any(call)
    sheet = find_sheet_of(call, entry)
    record = find_item(sheet, entry.item_id)
    entity = build_items(sheet, build_projection(sheet, call.options), [record])[0]
    return Answer(body=entity, headers={"ETag": record.etag})


def merge_file_item(call: Call) -> Answer:
    """Change the cells of the item that a file or folder is in its library."""
    entry = _find_any(call)
    sheet = find_sheet_of(call, entry)
    call.payload.check_type(sheet.list.item_type, ITEM_TYPE)
    record = update_item(sheet, entry.item_id, call.payload.properties, call.if_match, Stamp(call.user_id))
    return Answer(204, headers={"ETag": record.etag})


def begin_upload(call: Call) -> Answer:
    """Take the first piece of a file and say how many bytes there are."""
    size = start_upload(call.store, call.read_guid("upload_id"), find_file(call), call.body)
    return Answer(body=Value("StartUpload", "Edm.Int64", str(size)))


def go_on_with_upload(call: Call) -> Answer:
    """Take the next piece of a file and say how many bytes there are."""
    offset = call.read_number("offset")
    size = continue_upload(call.store, call.read_guid("upload_id"), find_file(call), offset, call.body)
    return Answer(body=Value("ContinueUpload", "Edm.Int64", str(size)))


def end_upload(call: Call) -> Answer:
    """Take the last piece of a file and put it in place."""
    entry, offset = find_file(call), call.read_number("offset")
    content = finish_upload(call.store, call.read_guid("upload_id"), entry, offset, call.body)
    return _answer(call, replace_content(find_sheet_of(call, entry), entry, content, Stamp(call.user_id)))


def stop_upload(call: Call) -> Answer:
    """Forget the pieces of a file."""
    find_file(call)
    cancel_upload(call.store, call.read_guid("upload_id"))
    return Answer()


def _find_any(call: Call) -> Entry:
    names = ("file_id", "file_path", "file_name", "item_id")
    if any(name in call.arguments for name in names):
        return find_file(call)
    place = find_place(call)
    if place.entry is None:
        raise UnsupportedError(what=f"the item of '{place.path}', which is a list or the site")
    return place.entry


def _answer(call: Call, entry: Entry) -> Answer:
    resource = build_file(entry)
    return Answer(body=shape_entity(resource, call.options), headers={"ETag": str(resource.properties["ETag"])})
