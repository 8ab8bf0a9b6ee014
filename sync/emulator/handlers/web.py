"""The site: context information, the web itself, and who is asking."""

from sync.emulator import unbuilt
from sync.emulator.formats.bodies import Answer, Collection, Complex, Entity, Many, Result
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.lists import build_list
from sync.emulator.handlers.regional import build_regional_settings
from sync.emulator.handlers.users import build_user
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store.lists import read_lists
from sync.emulator.store.users import find_user, read_users

DIGEST_SECONDS = 1800
LIBRARY_VERSION = "16.0.27000.12000"

_LINKS = (
    "AllProperties",
    "AssociatedMemberGroup",
    "AssociatedOwnerGroup",
    "ContentTypes",
    "Features",
    "Fields",
    "Folders",
    "Navigation",
    "RecycleBin",
    "RoleAssignments",
    "RootFolder",
    "SiteGroups",
    "SiteUserInfoList",
    "Webs",
)


_SITE_LINKS = ("EventReceivers", "Features", "Owner", "RecycleBin", "UserCustomActions")


def read_context(call: Call) -> Answer:
    """Hand out a form digest and say where everything is (sharepoint.md A.2)."""
    refuse_options(call.options)
    properties = {
        "FormDigestTimeoutSeconds": DIGEST_SECONDS,
        "FormDigestValue": call.digest,
        "LibraryVersion": LIBRARY_VERSION,
        "SiteFullUrl": call.site_url,
        "SupportedSchemaVersions": Many("Edm.String", ["14.0.0.0", "15.0.0.0"]),
        "WebFullUrl": call.site_url,
    }
    return Answer(body=Result("GetContextWebInformation", Complex("SP.ContextWebInformation", properties)))


def read_web(call: Call) -> Answer:
    """Describe the site."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(_build_web(call), call.options))


def read_site_collection(call: Call) -> Answer:
    """Describe the site collection, which holds this one site."""
    refuse_options(call.options, "$select", "$expand")
    properties = {
        "Id": call.site.id,
        "ReadOnly": False,
        "RequiredDesignerVersion": "15.0.0.0",
        "ServerRelativeUrl": call.site.path,
        "Url": call.site_url,
    }
    related = {"RootWeb": lambda options: shape_entity(_build_web(call), options)}
    resource = Resource("SP.Site", "Site", properties, related=related, links=_SITE_LINKS, unsupported=unbuilt.SITE)
    return Answer(body=shape_entity(resource, call.options))


def read_current_user(call: Call) -> Answer:
    """Say who is asking: always the app."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(build_user(find_user(call.store, call.user_id)), call.options))


def _build_web(call: Call) -> Resource:
    def read_lists_of_web(options: Options) -> Collection:
        resources = [build_list(call, record) for record in read_lists(call.store)]
        return shape_collection(resources, options, "SP.ApiData.Lists", call.site.zone)

    def read_users_of_web(options: Options) -> Collection:
        resources = [build_user(user) for user in read_users(call.store)]
        return shape_collection(resources, options, "SP.ApiData.Users1", call.site.zone)

    def read_asker(options: Options) -> Entity:
        return shape_entity(build_user(find_user(call.store, call.user_id)), options)

    return Resource(
        "SP.Web",
        "Web",
        _build_facts(call),
        related={
            "Lists": read_lists_of_web,
            "SiteUsers": read_users_of_web,
            "CurrentUser": read_asker,
            "RegionalSettings": lambda options: shape_entity(build_regional_settings(call), options),
        },
        links=_LINKS,
        unsupported=unbuilt.WEB,
    )


def _build_facts(call: Call) -> dict[str, object]:
    changed = [record.item_modified for record in read_lists(call.store)]
    return {
        "Created": call.site.created,
        "Description": "",
        "Id": call.site.id,
        "Language": 2057,
        "LastItemModifiedDate": max(changed, default=call.site.created),
        "NoCrawl": False,
        "ServerRelativeUrl": call.site.path,
        "Title": call.site.title,
        "Url": call.site_url,
        "WebTemplate": "GROUP",
    }
