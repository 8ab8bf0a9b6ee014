"""Site pages: made, drafted, published, read and deleted."""

from collections.abc import Mapping

from sync.emulator import unbuilt
from sync.emulator.file_errors import PageMissingError
from sync.emulator.formats.bodies import Answer, Complex, Value
from sync.emulator.handlers.call import Call
from sync.emulator.moments import write_instant
from sync.emulator.payloads import Payload, check_properties
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import Entry, delete_entry
from sync.emulator.store.file_names import resolve_path
from sync.emulator.store.items import ItemRecord, Stamp
from sync.emulator.store.site_pages import (
    add_page,
    find_page,
    find_page_at,
    find_pages,
    open_pages,
    publish_page,
    read_pages,
    save_page,
)
from sync.emulator.store.users import find_user
from sync.emulator.store.versions import write_label

_TYPE = "SP.Publishing.SitePage"
_DRAFT_TYPES = (_TYPE, "SP.Publishing.SitePageFieldsData", "SP.Publishing.SitePageStream")
_WRITABLE: Mapping[str, type] = {
    "BannerImageUrl": str,
    "CanvasContent1": str,
    "CoAuthState": dict,
    "Description": str,
    "LayoutWebpartsContent": str,
    "PageLayoutType": str,
    "PromotedState": int,
    "Title": str,
    "TopicHeader": str,
}
#: The names that clients put around a draft.
_WRAPPERS = ("sitePage", "pageStream")
_NEVER = "0001-01-01T00:00:00Z"


def read_all_pages(call: Call) -> Answer:
    """List the site's pages."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    sheet = find_pages(call.store, call.site)
    resources = [_build(call, record, entry) for record, entry in read_pages(sheet)] if sheet else []
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.SitePages", call.site.zone))


def read_page(call: Call) -> Answer:
    """Describe one page."""
    refuse_options(call.options, "$select", "$expand")
    sheet = _find_sheet(call)
    if "page_path" in call.arguments:
        found = find_page_at(sheet, resolve_path(call.read_text("page_path"), call.site.path))
    else:
        found = find_page(sheet, call.read_number("page_id"))
    return Answer(body=shape_entity(_build(call, *found), call.options))


def create_page(call: Call) -> Answer:
    """Make a page, as a first draft."""
    call.payload.check_type(_TYPE)
    sheet = open_pages(call.store, call.site)
    made = add_page(sheet, _read_draft(call.payload), Stamp(call.user_id))
    resource = _build(call, *find_page(sheet, made.id))
    return Answer(201, shape_entity(resource, call.options), {"Location": call.api_url + resource.path})


def check_out_page(call: Call) -> Answer:
    """Describe a page to the one who is about to change it; nobody else is kept out."""
    return Answer(
        body=shape_entity(_build(call, *find_page(_find_sheet(call), call.read_number("page_id"))), call.options)
    )


def save_draft(call: Call) -> Answer:
    """Keep a draft of a page and say that it was done."""
    sheet, page_id = _find_sheet(call), call.read_number("page_id")
    payload = call.payload
    for name in _WRAPPERS:
        if name in payload.properties:
            payload = payload.read_parameters(name)
    if payload.type:
        payload.check_type(*_DRAFT_TYPES)
    save_page(sheet, page_id, _read_draft(payload), Stamp(call.user_id))
    return Answer(body=Value("SaveDraft", "Edm.Boolean", value=True))


def publish(call: Call) -> Answer:
    """Publish the draft of a page and say that it was done."""
    now = write_instant(call.store.clock())
    publish_page(_find_sheet(call), call.read_number("page_id"), Stamp(call.user_id), now)
    return Answer(body=Value("Publish", "Edm.Boolean", value=True))


def remove_page(call: Call) -> Answer:
    """Delete a page for good."""
    sheet = _find_sheet(call)
    delete_entry(sheet, find_page(sheet, call.read_number("page_id"))[1])
    return Answer()


def _find_sheet(call: Call) -> Sheet:
    sheet = find_pages(call.store, call.site)
    if sheet is None:
        raise PageMissingError
    return sheet


def _read_draft(payload: Payload) -> Mapping[str, object]:
    known = {name: value for name, value in payload.properties.items() if value is not None}
    draft = check_properties(known, _WRITABLE, _TYPE, real=unbuilt.PAGE_WRITES)
    draft.pop("CoAuthState", None)
    banner = draft.get("BannerImageUrl")
    return {**draft, "BannerImageUrl": {"Url": banner}} if banner else draft


def _build(call: Call, record: ItemRecord, entry: Entry) -> Resource:
    cells = record.cells
    address = entry.path.removeprefix(f"{call.site.path}/")
    banner = cells.get("BannerImageUrl")
    return Resource(
        _TYPE,
        f"SitePages/Pages({record.id})",
        {
            "AbsoluteUrl": f"{call.root_url}{entry.path}",
            "BannerImageUrl": banner.get("Url") if isinstance(banner, dict) else "",
            "CanvasContent1": cells.get("CanvasContent1"),
            "Description": cells.get("Description") or "",
            "FileName": entry.name,
            "FirstPublished": cells.get("FirstPublishedDate") or _NEVER,
            "Id": record.id,
            "IsPageCheckedOutToCurrentUser": False,
            "IsWebWelcomePage": False,
            "LayoutWebpartsContent": cells.get("LayoutWebpartsContent"),
            "Modified": record.modified,
            "PageLayoutType": cells.get("PageLayoutType"),
            "Path": Complex("SP.ResourcePath", {"DecodedUrl": address}),
            "PromotedState": cells.get("PromotedState"),
            "Title": cells.get("Title") or "",
            "TopicHeader": cells.get("TopicHeader"),
            "UniqueId": entry.unique_id,
            "Url": address,
            "Version": write_label(record.label),
            "VersionInfo": Complex(
                "SP.Publishing.SitePageVersionInfo",
                {
                    "LastVersionCreated": record.modified,
                    "LastVersionCreatedBy": find_user(call.store, record.editor).title,
                },
            ),
        },
        unsupported=unbuilt.PAGE,
    )
