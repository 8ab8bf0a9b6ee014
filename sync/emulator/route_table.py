"""The route table: every address the local SharePoint answers under ``/_api/``, what answers it, and who may ask.

A pattern is written as a client writes the path. Braces around a word in parentheses name an argument; braces around a
whole segment stand for any of the ways to name a list, an item, a folder and so on, which are in ``FORMS``. Reading
needs the role read and anything else the role write, unless the route says otherwise. The table is data, so that the
coverage document can be made from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sync.emulator.formats.bodies import Answer
from sync.emulator.handlers import (
    changes,
    content_types,
    fields,
    files,
    folders,
    items,
    lists,
    queries,
    recycle_bin,
    regional,
    rendering,
    site_pages,
    users,
    validation,
    versions,
    views,
    web,
)
from sync.emulator.handlers.call import Call
from sync.emulator.roles import Role

Handler = Callable[[Call], Answer]

FORMS: Mapping[str, Sequence[str]] = {
    "{list}": (
        "web/lists/getbytitle({list_title})",
        "web/lists/getbyid({list_id})",
        "web/lists({list_id})",
        "web/getlist({list_folder})",
        "web/getlistusingpath({list_folder})",
        "web/getlistusingpath(decodedurl={list_folder})",
    ),
    "{item}": (
        "{list}/items({item_id})",
        "{list}/items/getbyid({item_id})",
        "{list}/getitembyid({item_id})",
    ),
    "{field}": (
        "{list}/fields/getbyinternalnameortitle({field_name})",
        "{list}/fields/getbytitle({field_title})",
        "{list}/fields/getbyid({field_id})",
        "{list}/fields({field_id})",
    ),
    "{view}": (
        "{list}/views/getbytitle({view_title})",
        "{list}/views/getbyid({view_id})",
        "{list}/views({view_id})",
        "{list}/defaultview",
    ),
    "{version}": (
        "{item}/versions({version_id})",
        "{item}/versions/getbyid({version_id})",
    ),
    "{bin}": (
        "web/recyclebin({bin_id})",
        "web/recyclebin/getbyid({bin_id})",
    ),
    "{root}": (
        "web/getfolderbyserverrelativeurl({folder_path})",
        "web/getfolderbyserverrelativepath({folder_path})",
        "web/getfolderbyserverrelativepath(decodedurl={folder_path})",
        "web/getfolderbyid({folder_id})",
        "web/rootfolder",
        "{list}/rootfolder",
    ),
    "{folder}": (
        "{root}",
        "{root}/folders({folder_name})",
        "web/folders({folder_name})",
    ),
    "{file}": (
        "web/getfilebyserverrelativeurl({file_path})",
        "web/getfilebyserverrelativepath({file_path})",
        "web/getfilebyserverrelativepath(decodedurl={file_path})",
        "web/getfilebyid({file_id})",
        "{folder}/files({file_name})",
        "{item}/file",
    ),
    "{page}": (
        "sitepages/pages({page_id})",
        "sitepages/pages/getbyid({page_id})",
    ),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address, one method, one handler. MERGE stands for PATCH too, and for POST with X-HTTP-Method.

    Args:
        role: what the app must have been granted; None for what the method needs.
        takes_bytes: whether the body is a file and not JSON.
    """

    method: str
    pattern: str
    handler: Handler
    role: Role | None = None
    takes_bytes: bool = False

    @property
    def needs(self) -> Role:
        """The least role that may use it."""
        return self.role or (Role.READ if self.method == "GET" else Role.WRITE)

    @property
    def summary(self) -> str:
        """What the route does, in the handler's own words."""
        return (self.handler.__doc__ or "").partition("\n")[0]


def _take_bytes(pattern: str, handler: Handler, method: str = "POST") -> Route:
    return Route(method, pattern, handler, takes_bytes=True)


def _recycle(thing: str, handler: Handler, role: Role | None = None) -> tuple[Route, Route]:
    # @pnp/cli-microsoft365 recycles with DELETE, which SharePoint takes as well.
    pattern = f"{thing}/recycle"
    return Route("POST", pattern, handler, role), Route("DELETE", pattern, handler, role)


_SITE = (
    Route("POST", "contextinfo", web.read_context, Role.READ),
    Route("GET", "web", web.read_web),
    Route("GET", "site", web.read_site_collection),
    Route("GET", "site/rootweb", web.read_web),
    Route("GET", "web/currentuser", web.read_current_user),
    Route("GET", "web/siteusers", users.read_site_users),
    Route("GET", "web/siteusers/getbyemail({email})", users.read_user_by_email),
    Route("GET", "web/siteusers/getbyid({user_id})", users.read_user_by_id),
    Route("GET", "web/getuserbyid({user_id})", users.read_user_by_id),
    Route("POST", "web/ensureuser", users.ensure_user),
    Route("POST", "web/ensureuser({logon_name})", users.ensure_user),
    Route("GET", "web/regionalsettings", regional.read_regional_settings),
    Route("GET", "web/regionalsettings/timezone", regional.read_time_zone),
    Route("GET", "web/contenttypes", content_types.read_site_content_types),
    Route("POST", "web/contenttypes", content_types.create_site_content_type, Role.MANAGE),
    Route("GET", "web/contenttypes({type_id})", content_types.read_site_content_type),
    Route("GET", "web/contenttypes/getbyid({type_id})", content_types.read_site_content_type),
)
_LISTS = (
    Route("GET", "web/lists", lists.read_all_lists),
    Route("POST", "web/lists", lists.create_list, Role.MANAGE),
    Route("GET", "{list}", lists.read_list),
    Route("POST", "web/getlistusingpath({list_folder})", lists.read_list, Role.READ),
    Route("POST", "web/getlistusingpath(decodedurl={list_folder})", lists.read_list, Role.READ),
    Route("MERGE", "{list}", lists.merge_list, Role.MANAGE),
    Route("DELETE", "{list}", lists.remove_list, Role.MANAGE),
    *_recycle("{list}", lists.bin_list, Role.MANAGE),
    Route("GET", "{list}/contenttypes", content_types.read_content_types),
    Route("GET", "{list}/contenttypes({type_id})", content_types.read_content_type),
    Route("GET", "{list}/contenttypes/getbyid({type_id})", content_types.read_content_type),
    Route("MERGE", "{list}/contenttypes({type_id})", content_types.merge_content_type, Role.MANAGE),
    Route(
        "POST",
        "{list}/contenttypes/addavailablecontenttype",
        content_types.add_available_content_type,
        Role.MANAGE,
    ),
    Route("GET", "{list}/fields", fields.read_all_fields),
    Route("POST", "{list}/fields", fields.create_field, Role.MANAGE),
    Route("POST", "{list}/fields/addfield", fields.create_field_from_information, Role.MANAGE),
    Route("POST", "{list}/fields/createfieldasxml", fields.create_field_from_xml, Role.MANAGE),
    Route("GET", "{field}", fields.read_field),
    Route("MERGE", "{field}", fields.merge_field, Role.MANAGE),
    Route("DELETE", "{field}", fields.remove_field, Role.MANAGE),
    Route("POST", "{field}/enableindex", fields.enable_index, Role.MANAGE),
    Route("GET", "{list}/views", views.read_all_views),
    Route("POST", "{list}/views", views.create_view, Role.MANAGE),
    Route("POST", "{list}/views/add", views.create_view_from_information, Role.MANAGE),
    Route("GET", "{view}", views.read_view),
    Route("MERGE", "{view}", views.merge_view, Role.MANAGE),
    Route("DELETE", "{view}", views.remove_view, Role.MANAGE),
    Route("GET", "{view}/viewfields", views.read_view_fields),
    Route("POST", "{view}/viewfields/addviewfield({field_name})", views.add_view_field, Role.MANAGE),
    Route("POST", "{view}/viewfields/removeviewfield({field_name})", views.remove_view_field, Role.MANAGE),
    Route("POST", "{view}/viewfields/moveviewfieldto", views.move_view_field, Role.MANAGE),
    Route("POST", "{view}/viewfields/removeallviewfields", views.remove_all_view_fields, Role.MANAGE),
)
_ITEMS = (
    Route("GET", "{list}/items", items.read_items),
    Route("POST", "{list}/items", items.create_item),
    Route("POST", "{list}/getitems", queries.read_items_by_query, Role.READ),
    Route("POST", "{list}/renderlistdataasstream", rendering.render_as_stream, Role.READ),
    Route("POST", "{list}/renderlistdata", rendering.render_as_text, Role.READ),
    Route("POST", "{list}/renderlistdata({view_xml})", rendering.render_as_text, Role.READ),
    Route("POST", "{list}/addvalidateupdateitemusingpath", validation.add_validated_item),
    Route("POST", "{list}/getchanges", changes.read_list_changes, Role.READ),
    Route("POST", "{list}/getlistitemchangessincetoken", changes.read_items_since_token, Role.READ),
    Route("GET", "{item}", items.read_item),
    Route("MERGE", "{item}", items.merge_item),
    Route("DELETE", "{item}", items.remove_item),
    *_recycle("{item}", items.bin_item),
    Route("GET", "{item}/parentlist", items.read_parent_list),
    Route("GET", "{item}/fieldvaluesastext", items.read_texts),
    Route("POST", "{item}/validateupdatelistitem", validation.validate_update),
    Route("GET", "{item}/versions", versions.read_all_versions),
    Route("GET", "{version}", versions.read_version),
    Route("DELETE", "{version}", versions.remove_version),
    Route("GET", "web/recyclebin", recycle_bin.read_recycle_bin),
    Route("GET", "site/recyclebin", recycle_bin.read_recycle_bin),
    Route("POST", "web/recyclebin/restoreall", recycle_bin.restore_whole_bin),
    Route("POST", "web/recyclebin/deleteall", recycle_bin.empty_bin),
    Route("GET", "{bin}", recycle_bin.read_bin_item),
    Route("POST", "{bin}/restore", recycle_bin.restore_bin_item),
    Route("DELETE", "{bin}", recycle_bin.remove_bin_item),
    Route("POST", "{bin}/deleteobject", recycle_bin.remove_bin_item),
)
_FILES = (
    Route("GET", "{folder}", folders.read_folder),
    Route("DELETE", "{folder}", folders.remove_folder),
    *_recycle("{folder}", folders.bin_folder),
    Route("GET", "{folder}/listitemallfields", files.read_file_item),
    Route("MERGE", "{folder}/listitemallfields", files.merge_file_item),
    Route("GET", "{folder}/folders", folders.read_folders),
    Route("POST", "{folder}/folders", folders.create_folder_from_entity),
    Route("POST", "{folder}/folders/add({new_name})", folders.create_folder),
    Route("POST", "{folder}/folders/addusingpath(decodedurl={new_name})", folders.create_folder),
    Route("POST", "{folder}/folders/addusingpath(decodedurl={new_name},overwrite={overwrite})", folders.create_folder),
    Route("GET", "web/folders", folders.read_folders),
    Route("POST", "web/folders", folders.create_folder_from_entity),
    Route("POST", "web/folders/add({new_name})", folders.create_folder),
    Route("POST", "web/folders/addusingpath(decodedurl={new_name})", folders.create_folder),
    Route("POST", "web/folders/addusingpath(decodedurl={new_name},overwrite={overwrite})", folders.create_folder),
    Route("GET", "{folder}/files", folders.read_files),
    _take_bytes("{folder}/files/add(url={new_name})", files.create_file),
    _take_bytes("{folder}/files/add(overwrite={overwrite},url={new_name})", files.create_file),
    _take_bytes("{folder}/files/addusingpath(decodedurl={new_name})", files.create_file),
    _take_bytes("{folder}/files/addusingpath(decodedurl={new_name},overwrite={overwrite})", files.create_file),
    Route("GET", "{file}", files.read_file),
    Route("GET", "{file}/$value", files.read_file_content),
    Route("GET", "{file}/openbinarystream", files.read_file_content),
    _take_bytes("{file}/$value", files.replace_file_content, "PUT"),
    Route("DELETE", "{file}", files.remove_file),
    *_recycle("{file}", files.bin_file),
    Route("GET", "{file}/listitemallfields", files.read_file_item),
    Route("MERGE", "{file}/listitemallfields", files.merge_file_item),
    _take_bytes("{file}/startupload(uploadid={upload_id})", files.begin_upload),
    _take_bytes("{file}/continueupload(fileoffset={offset},uploadid={upload_id})", files.go_on_with_upload),
    _take_bytes("{file}/finishupload(fileoffset={offset},uploadid={upload_id})", files.end_upload),
    Route("POST", "{file}/cancelupload(uploadid={upload_id})", files.stop_upload),
)
_PAGES = (
    Route("GET", "sitepages/pages", site_pages.read_all_pages),
    Route("POST", "sitepages/pages", site_pages.create_page),
    Route("GET", "sitepages/pages/getbyurl({page_path})", site_pages.read_page),
    Route("GET", "{page}", site_pages.read_page),
    Route("DELETE", "{page}", site_pages.remove_page),
    Route("POST", "{page}/checkoutpage", site_pages.check_out_page),
    Route("POST", "{page}/savedraft", site_pages.save_draft),
    Route("POST", "{page}/savepage", site_pages.save_draft),
    Route("POST", "{page}/savepageasdraft", site_pages.save_draft),
    Route("POST", "{page}/publish", site_pages.publish),
)

#: Named arguments are in the order of the alphabet, which is how a path is looked up.
ROUTES = (*_SITE, *_LISTS, *_ITEMS, *_FILES, *_PAGES)
