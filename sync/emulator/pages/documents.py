"""Libraries: the folder that is open, how a document is named in a list, and documents to download.

Documents are sent as files and never shown: a browser must not run what is in them.
"""

import mimetypes
from urllib.parse import quote

from sync.emulator.exchange import Response
from sync.emulator.pages.addresses import write_address
from sync.emulator.pages.html import Markup, build, join
from sync.emulator.pages.icons import draw
from sync.emulator.pages.visit import Visit
from sync.emulator.query.columns import Condition
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import look_up_entry, read_content
from sync.emulator.store.items import ItemRecord

NAMES = frozenset({"LinkFilename", "LinkFilenameNoMenu", "FileLeafRef"})
_FOLDER_OPTIONS = ("rootfolder", "id")


def send_document(visit: Visit) -> Response | None:
    """Return the file at an address, or None when there is none."""
    entry = look_up_entry(visit.store, visit.request.path.rstrip("/"))
    if entry is None or entry.is_folder:
        return None
    kind = mimetypes.guess_type(entry.name)[0] or "application/octet-stream"
    plain = "".join(
        character if character.isascii() and character.isprintable() and character not in '"\\' else "_"
        for character in entry.name
    )
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(entry.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(200, read_content(visit.store, entry), headers)


def find_folder(visit: Visit, sheet: Sheet) -> str:
    """Return the path of the folder that an address opens: the library's own unless it names one that is there."""
    root = sheet.list.folder
    for option in _FOLDER_OPTIONS:
        wanted = visit.options.get(option, "").rstrip("/")
        if wanted.lower().startswith(f"{root}/".lower()):
            entry = look_up_entry(sheet.store, wanted)
            if entry and entry.is_folder:
                return entry.path
    return root


def build_folder_condition(folder: str) -> Condition:
    """Return the condition that a row is right in a folder."""
    wanted = folder.casefold()
    return Condition(lambda values: str(values.get("FileDirRef") or "").casefold() == wanted)


def render_path(sheet: Sheet, folder: str) -> Markup | None:
    """Return the way from the library down to the open folder."""
    root = sheet.list.folder
    if folder == root:
        return None
    names = folder[len(root) + 1 :].split("/")
    paths = ["/".join([root, *names[:count]]) for count in range(1, len(names) + 1)]
    inside = [(name, write_folder_address(sheet, path)) for name, path in zip(names, paths, strict=True)]
    steps = [(sheet.list.title, write_address(f"{sheet.list.forms_folder}/AllItems.aspx")), *inside]
    items = [
        build("li", build("a", name, href=address, aria_current="page" if address == steps[-1][1] else None))
        for name, address in steps
    ]
    return build("nav", build("ol", items), class_="path", aria_label="Folder")


def write_folder_address(sheet: Sheet, folder: str) -> str:
    """Return the address that opens a folder of a library."""
    return write_address(f"{sheet.list.forms_folder}/AllItems.aspx", [("id", folder)])


def render_name(sheet: Sheet, record: ItemRecord) -> Markup:
    """Return a document's name as the way to download it, a folder's as the way into it."""
    name, path = str(record.cells.get("FileLeafRef") or ""), str(record.cells.get("FileRef") or "")
    if is_folder(record):
        return build("a", name, href=write_folder_address(sheet, path), class_="title")
    return build("a", name, href=write_address(path), class_="title", download=True)


def render_kind(record: ItemRecord) -> Markup:
    """Return the icon of a document or folder, with its kind in words."""
    name = str(record.cells.get("FileLeafRef") or "")
    words = (
        "Folder" if is_folder(record) else f"{name.rpartition('.')[2].upper()} document" if "." in name else "Document"
    )
    return join([draw("folder" if is_folder(record) else "document"), build("span", words, class_="hidden")])


def is_folder(record: ItemRecord) -> bool:
    """Say whether a row of a library is a folder."""
    return record.cells.get("FSObjType") == 1
