"""People: listed, found and made sure of."""

from sync.emulator.formats.bodies import Answer
from sync.emulator.handlers.call import Call
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.store.users import (
    APP_ID,
    UserRecord,
    find_user,
    find_user_by_email,
    find_user_by_logon_name,
    read_users,
)

_USER = 1


def read_site_users(call: Call) -> Answer:
    """List everybody the site knows."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    resources = [build_user(user) for user in read_users(call.store)]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.Users1", call.site.zone))


def read_user_by_email(call: Call) -> Answer:
    """Find a person by address."""
    return _answer(call, find_user_by_email(call.store, call.read_text("email")))


def read_user_by_id(call: Call) -> Answer:
    """Find a person by number."""
    return _answer(call, find_user(call.store, call.read_number("user_id")))


def ensure_user(call: Call) -> Answer:
    """Find a person by sign-in name, given in the path or in the body."""
    in_path = "logon_name" in call.arguments
    name = call.read_text("logon_name") if in_path else call.payload.read_text("logonName")
    return _answer(call, find_user_by_logon_name(call.store, name))


def build_user(user: UserRecord) -> Resource:
    """Describe a person as SharePoint does."""
    is_app = user.id == APP_ID
    return Resource(
        "SP.User",
        f"Web/GetUserById({user.id})",
        {
            "Id": user.id,
            "IsHiddenInUI": False,
            "LoginName": user.login,
            "Title": user.title,
            "PrincipalType": _USER,
            "Email": user.email,
            "Expiration": "",
            "IsEmailAuthenticationGuestUser": False,
            "IsShareByEmailGuestUser": False,
            "IsSiteAdmin": False,
            "UserId": None,
            "UserPrincipalName": None if is_app else user.principal_name,
        },
        links=("Alerts", "Groups"),
    )


def _answer(call: Call, user: UserRecord) -> Answer:
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(build_user(user), call.options))
