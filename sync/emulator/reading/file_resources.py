"""Folders and files as SharePoint describes them."""

from sync.emulator import unbuilt
from sync.emulator.formats.bodies import Complex
from sync.emulator.paths import quote_text
from sync.emulator.query.shaping import Resource
from sync.emulator.store.database import Store
from sync.emulator.store.entries import Entry, count_entries
from sync.emulator.store.lists import ListRecord
from sync.emulator.store.site import Site
from sync.emulator.store.versions import MAJOR, write_label

_FOLDER_LINKS = ("Files", "Folders", "ListItemAllFields", "ParentFolder", "Properties", "StorageMetrics")
_FILE_LINKS = (
    "Author",
    "CheckedOutByUser",
    "EffectiveInformationRightsManagementSettings",
    "InformationRightsManagementSettings",
    "ListItemAllFields",
    "LockedByUser",
    "ModifiedBy",
    "Properties",
    "VersionEvents",
    "VersionExpirationReport",
    "Versions",
)
#: office365-rest-python-client selects it before every download, and is served by SharePoint; no file has one.
_FILE_ASKED = frozenset({"Id"})
_NOT_CHECKED_OUT, _PUBLISHED, _DRAFT = 2, 1, 2


def build_folder(store: Store, entry: Entry) -> Resource:
    """Describe a folder inside a library."""
    count = count_entries(store, entry.path)
    return _build_any_folder(entry.path, count, (entry.created, entry.modified), "", entry.unique_id)


def build_list_root(record: ListRecord, site_path: str, *, count: int) -> Resource:
    """Describe the folder that a list is."""
    page = "AllItems.aspx"
    welcome = f"{record.forms_folder}/{page}".removeprefix(f"{site_path}/")
    return _build_any_folder(
        record.folder, count, (record.created, record.item_modified), welcome, record.root_folder_id
    )


def build_site_root(site: Site, count: int) -> Resource:
    """Describe the folder that the site is."""
    return _build_any_folder(site.path, count, (site.created, site.created), "SitePages/Home.aspx", site.root_folder_id)


def build_file(entry: Entry) -> Resource:
    """Describe a file."""
    tag = f"{{{entry.unique_id.upper()}}},{entry.version}"
    return Resource(
        "SP.File",
        f"Web/GetFileByServerRelativePath(decodedurl={quote_text(entry.path)})",
        {
            "CheckInComment": "",
            "CheckOutType": _NOT_CHECKED_OUT,
            "ContentTag": f"{tag},1",
            "CustomizedPageStatus": 0,
            "ETag": f'"{tag}"',
            "Exists": True,
            "ExistsAllowThrowForPolicyFailures": True,
            "ExistsWithException": True,
            "IrmEnabled": False,
            "Length": str(entry.size),
            "Level": _DRAFT if entry.label % MAJOR else _PUBLISHED,
            "LinkingUri": None,
            "LinkingUrl": "",
            "MajorVersion": entry.label // MAJOR,
            "MinorVersion": entry.label % MAJOR,
            "Name": entry.name,
            "ServerRelativeUrl": entry.path,
            "TimeCreated": entry.created,
            "TimeLastModified": entry.modified,
            "Title": entry.title,
            "UIVersion": entry.label,
            "UIVersionLabel": write_label(entry.label),
            "UniqueId": entry.unique_id,
        },
        extra={
            "ListId": entry.list_id,
            "ServerRelativePath": Complex("SP.ResourcePath", {"DecodedUrl": entry.path}),
        },
        links=_FILE_LINKS,
        elsewhere=_FILE_ASKED,
        unsupported=unbuilt.FILE,
    )


def _build_any_folder(path: str, count: int, moments: tuple[str, str], welcome: str, unique_id: str) -> Resource:
    created, modified = moments
    return Resource(
        "SP.Folder",
        f"Web/GetFolderByServerRelativePath(decodedurl={quote_text(path)})",
        {
            "Exists": True,
            "ExistsAllowThrowForPolicyFailures": True,
            "ExistsWithException": True,
            "IsWOPIEnabled": False,
            "ItemCount": count,
            "Name": path.rpartition("/")[2],
            "ProgID": None,
            "ServerRelativeUrl": path,
            "TimeCreated": created,
            "TimeLastModified": modified,
            "UniqueId": unique_id,
            "WelcomePage": welcome,
        },
        extra={"ServerRelativePath": Complex("SP.ResourcePath", {"DecodedUrl": path})},
        links=_FOLDER_LINKS,
        unsupported=unbuilt.FOLDER,
    )
