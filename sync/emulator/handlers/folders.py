"""Folders: described, listed, made, recycled and deleted."""

from sync.emulator.errors import UnsupportedError
from sync.emulator.file_errors import FileNameError
from sync.emulator.formats.bodies import Answer, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.places import Place, find_library, find_place, find_place_at
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.reading.file_resources import build_file, build_folder, build_list_root, build_site_root
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import Entry, add_folder, count_entries, delete_entry, read_entries, recycle_entry
from sync.emulator.store.file_names import resolve_path
from sync.emulator.store.items import Stamp
from sync.emulator.store.lists import ListRecord, read_lists


def read_folder(call: Call) -> Answer:
    """Describe a folder."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(build_place(call, find_place(call)), call.options))


def read_folders(call: Call) -> Answer:
    """List the folders in a folder; at the top of the site those are the libraries."""
    place = find_place(call)
    if place.list is None:
        resources = [build_list_folder(call, record) for record in read_lists(call.store) if record.is_library]
    else:
        resources = [build_folder(call.store, entry) for entry in read_entries(call.store, place.path, is_folder=True)]
    return _answer_all(call, resources, "SP.ApiData.Folders")


def read_files(call: Call) -> Answer:
    """List the files in a folder."""
    place = find_place(call)
    resources = [build_file(entry) for entry in read_entries(call.store, place.path, is_folder=False)]
    return _answer_all(call, resources, "SP.ApiData.Files")


def create_folder(call: Call) -> Answer:
    """Make a folder, or describe the one that has the name already."""
    if "overwrite" in call.arguments and call.read_boolean("overwrite"):
        raise UnsupportedError(what="making a folder over another one")
    return _create(call, find_place(call), call.read_path("new_name"), 200)


def create_folder_from_entity(call: Call) -> Answer:
    """Make a folder from an ``SP.Folder`` that says its address."""
    call.payload.check_type("SP.Folder")
    return _create(call, find_place(call), call.payload.read_text("ServerRelativeUrl"), 201)


def remove_folder(call: Call) -> Answer:
    """Delete a folder for good, with all that is in it."""
    sheet, entry = _find_inner(call)
    delete_entry(sheet, entry)
    return Answer()


def bin_folder(call: Call) -> Answer:
    """Put a folder in the recycle bin, with all that is in it."""
    return Answer(body=Value("Recycle", "Edm.Guid", recycle_entry(*_find_inner(call), call.user_id)))


def build_place(call: Call, place: Place) -> Resource:
    """Describe a folder of any sort."""
    if place.entry:
        return build_folder(call.store, place.entry)
    if place.list:
        return build_list_folder(call, place.list)
    return build_site_root(call.site, len(read_lists(call.store)))


def build_list_folder(call: Call, record: ListRecord) -> Resource:
    """Describe the folder that a list is."""
    count = count_entries(call.store, record.folder) if record.is_library else record.item_count
    return build_list_root(record, call.site.path, count=count)


def _create(call: Call, parent: Place, name: str, status: int) -> Answer:
    if not name.strip("/"):
        raise FileNameError(name=name)
    # A name may be several steps, or an address that begins at the server's root.
    path = resolve_path(name if name.startswith("/") else f"{parent.path}/{name}", call.site.path)
    above, _, last = path.rpartition("/")
    folder = find_place_at(call, above)
    if folder.list is None:
        return _answer_existing(call, path, status)
    entry = add_folder(find_library(call, folder), folder.path, last, Stamp(call.user_id))
    resource = build_folder(call.store, entry)
    headers = {"Location": call.api_url + resource.path} if status == 201 else {}
    return Answer(status, shape_entity(resource, Options()), headers)


def _answer_existing(call: Call, path: str, status: int) -> Answer:
    known = next((record for record in read_lists(call.store) if record.folder.casefold() == path.casefold()), None)
    if known is None:
        raise UnsupportedError(what=f"the folder '{path}', which would be in no library")
    return Answer(status, shape_entity(build_list_folder(call, known), Options()))


def _find_inner(call: Call) -> tuple[Sheet, Entry]:
    place = find_place(call)
    if place.entry is None:
        raise UnsupportedError(what=f"taking away '{place.path}', which is a list or the site")
    return find_library(call, place), place.entry


def _answer_all(call: Call, resources: list[Resource], context: str) -> Answer:
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    return Answer(body=shape_collection(resources, call.options, context, call.site.zone))
