"""Every error about what a list has beside its items: titles, views, versions, content types, the log of changes."""

from sync.emulator.errors import SP_EXCEPTION, SharePointError
from sync.emulator.naming import TEXT_LENGTH


class VersionMissingError(SharePointError):
    """A version that an item does not have or no longer keeps (wording unverified)."""

    status = 404
    code = f"-2130575338, {SP_EXCEPTION}"
    template = "The version does not exist. It may have been deleted by another user."


class VersionCurrentError(SharePointError):
    """The version that an item now has cannot be deleted (code unverified)."""

    code = f"-2146232832, {SP_EXCEPTION}"
    template = "You cannot delete the current version of an item."


class TitleTooLongError(SharePointError):
    """A title of a list, column or view of more than 255 characters (wording and code unverified)."""

    status = 400
    code = "-2147024809, System.ArgumentException"
    template = "A title may have {limit} characters; this one has {length}."


def check_title_length(title: str) -> None:
    """Raise ``TitleTooLongError`` for what SharePoint has no room for."""
    if len(title) > TEXT_LENGTH:
        raise TitleTooLongError(limit=TEXT_LENGTH, length=len(title))


class ViewPositionError(SharePointError):
    """A place that a view does not have (code unverified)."""

    status = 400
    code = "-2146233086, System.ArgumentOutOfRangeException"
    template = "Specified argument was out of the range of valid values.\nParameter name: index"


class ContentTypeMissingError(SharePointError):
    """A content type that the list or the site does not have (wording unverified)."""

    status = 404
    code = "-2147024809, System.ArgumentException"
    template = "There is no content type '{name}' here."


class ContentTypeError(SharePointError):
    """A content type that cannot be made or used that way (wording unverified)."""

    status = 400
    code = f"-2146232832, {SP_EXCEPTION}"


class ChangeTokenError(SharePointError):
    """A change token that is none, or one of another list (code unverified)."""

    status = 400
    code = "-2146233086, System.ArgumentOutOfRangeException"
    template = "Specified argument was out of the range of valid values.\nParameter name: changeToken"


class ChangeTokenExpiredError(SharePointError):
    """A change token older than the log, where the silence of sharepoint.md C.10 is switched off (code unverified)."""

    status = 400
    code = "-2130575172, Microsoft.SharePoint.SPInvalidChangeTokenException"
    template = "The changeToken refers to a time before the start of the current change log."
