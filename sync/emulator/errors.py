"""Every error the local SharePoint can give, each with SharePoint's status, code and words.

The bodies come from sharepoint.md C.2 to C.9; a class whose docstring says "wording unverified" has SharePoint's
behaviour but not certainly its exact code or text.
"""

from collections.abc import Mapping
from typing import ClassVar

SP_EXCEPTION = "Microsoft.SharePoint.SPException"
ODATA_EXCEPTION = "-1, Microsoft.Data.OData.ODataException"
INVALID_QUERY = "-1, Microsoft.SharePoint.Client.InvalidClientQueryException"


class LocalSharePointError(Exception):
    """The local SharePoint could not start; the message says what to do."""


class SharePointError(Exception):
    """A refusal that SharePoint would give, or 501 for what is not built yet."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = f"-1, {SP_EXCEPTION}"
    template: ClassVar[str] = "{message}"

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        self.message = self.template.format(**facts)
        super().__init__(self.message)

    @property
    def headers(self) -> Mapping[str, str]:
        """The response headers that belong to this refusal."""
        return {}


class UnsupportedError(SharePointError):
    """What SharePoint may well do and the local SharePoint does not; ``what`` names it."""

    status = 501
    code = "-1, LocalSharePoint.NotImplementedException"
    template = "The local SharePoint does not support {what}. SharePoint Online may."


class SignInError(SharePointError):
    """No token, or one that is expired, garbled or meant for somebody else (C.5)."""

    status = 401
    code = "-1, System.UnauthorizedAccessException"
    template = "{message}"

    @property
    def headers(self) -> Mapping[str, str]:
        """Say where a token comes from, as SharePoint does."""
        challenge = (
            f'Bearer realm="{self.facts["tenant"]}",client_id="00000003-0000-0ff1-ce00-000000000000",'
            f'trusted_issuers="{self.facts["issuer"]}",error="{self.facts["error"]}",'
            f'error_description="{self.message}"'
        )
        return {"WWW-Authenticate": challenge}


class UnsupportedTokenError(SharePointError):
    """A token bought with a client secret; SharePoint wants a certificate (C.5)."""

    status = 401
    code = "-1, System.UnauthorizedAccessException"
    template = "Unsupported app only token."

    @property
    def headers(self) -> Mapping[str, str]:
        """Carry the diagnostics that SharePoint sends with this refusal."""
        reason = "There has been an error authenticating the request."
        return {"x-ms-diagnostics": f'3001000;reason="{reason}";category="invalid_client"'}


class DigestError(SharePointError):
    """A form digest that was not issued here or is too old (C.5)."""

    status = 403
    code = f"-2130575251, {SP_EXCEPTION}"
    template = (
        "The security validation for this page is invalid and might be corrupted. "
        "Please use your web browser's Back button to try your operation again."
    )


class AcceptError(SharePointError):
    """An Accept header that SharePoint cannot serve."""

    status = 406
    code = "-1, Microsoft.SharePoint.Client.ClientServiceException"
    template = "The HTTP header ACCEPT is missing or its value is invalid."


class ExpressionError(SharePointError):
    """A path or query that is not OData."""

    status = 400
    code = INVALID_QUERY
    template = 'The expression "{expression}" is not valid.'


class OptionError(SharePointError):
    """A query option whose value is not of its kind (wording unverified)."""

    status = 400
    code = INVALID_QUERY
    template = "The query string '{name}' has a value that is not valid: '{value}'."


class GuidError(SharePointError):
    """A list or field asked for by something that is not a GUID."""

    status = 400
    code = "-1, System.FormatException"
    template = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."


class BodyError(SharePointError):
    """A body that is not the JSON that the dialect asks for."""

    status = 400
    code = ODATA_EXCEPTION


class XmlError(SharePointError):
    """XML that cannot be read (the exception is SharePoint's, the wording unverified)."""

    status = 400
    code = "-1, System.Xml.XmlException"
    template = "{subject} is not XML: {reason}."


class CamlError(SharePointError):
    """CAML that says nothing a list can be asked (wording unverified)."""

    status = 400
    code = "-1, System.ArgumentException"
    template = "The CAML is not a query: {reason}."


class CamlColumnError(SharePointError):
    """CAML about a column that is not there, or an ``Or`` of one condition (pnpcore #489; sp-dev-fx-webparts #2052)."""

    code = f"-2130575340, {SP_EXCEPTION}"
    template = (
        "One or more field types are not installed properly. Go to the list settings page to delete these fields."
    )


class LiteralError(SharePointError):
    """A value of the wrong type (C.5)."""

    status = 400
    code = INVALID_QUERY
    template = "Cannot convert the literal '{literal}' to the expected type '{expected}'."


class PropertyUnknownError(SharePointError):
    """A write of a property that the type does not have (C.5); also `__metadata` in a body that is not verbose."""

    status = 400
    code = INVALID_QUERY
    template = (
        "The property '{name}' does not exist on type '{type}'. "
        "Make sure to only use property names that are defined by the type."
    )


class SelectError(SharePointError):
    """``$select``, ``$expand`` or ``$orderby`` of something that is not there (C.5)."""

    status = 400
    template = "The field or property '{name}' does not exist."


class ProjectionError(SharePointError):
    """A person or lookup asked for without both its sub-fields and its ``$expand``."""

    status = 400
    template = (
        "The query to field '{path}' is not valid. The $select query string must specify the target fields "
        "and the $expand query string must contains {name}."
    )


class FilterColumnError(SharePointError):
    """``$filter`` by a column that is not there (C.5)."""

    status = 400
    template = "Column '{name}' does not exist. It may have been deleted by another user."


class FilterTypeError(SharePointError):
    """``$filter`` by a column whose type cannot be filtered (C.7: multi-person answers 400)."""

    status = 400
    template = "The field '{name}' of type '{type}' cannot be used in the query filter expression."


class LookupJoinsError(SharePointError):
    """More than 12 lookup or person columns in one query (C.3)."""

    status = 500
    code = f"-2147024749, {SP_EXCEPTION}"
    template = (
        "The query cannot be completed because the number of lookup columns it contains exceeds "
        "the lookup column threshold enforced by the administrator."
    )


class ThresholdError(SharePointError):
    """A query that would have to look at more than 5,000 rows (C.3)."""

    status = 500
    code = "-2147024860, Microsoft.SharePoint.SPQueryThrottledException"
    template = "The attempted operation is prohibited because it exceeds the list view threshold."


class SiteMissingError(SharePointError):
    """An address under a site that does not exist."""

    status = 404
    code = "-2147024894, System.IO.FileNotFoundException"
    template = "There is no site at {path}. The local SharePoint serves {site}."


class ItemMissingError(SharePointError):
    """An item that was never there or is gone (C.5)."""

    status = 404
    code = f"-2130575338, {SP_EXCEPTION}"
    template = "Item does not exist. It may have been deleted by another user."


class ListMissingError(SharePointError):
    """A list asked for by a title that no list has (C.5)."""

    status = 404
    code = "-1, System.ArgumentException"
    template = "List '{title}' does not exist at site with URL '{url}'."


class ListGoneError(SharePointError):
    """A list asked for by an id that no list has (wording unverified)."""

    status = 404
    code = f"-2130575322, {SP_EXCEPTION}"
    template = (
        "List does not exist.\n\nThe page you selected contains a list that does not exist.  "
        "It may have been deleted by another user."
    )


class FileMissingError(SharePointError):
    """A list or file asked for by an address with nothing behind it."""

    status = 404
    code = "-2147024894, System.IO.FileNotFoundException"
    template = "File Not Found."


class ColumnMissingError(SharePointError):
    """A column asked for by a name or title that none has (C.5)."""

    status = 400
    code = "-2147024809, System.ArgumentException"
    template = "Column '{name}' does not exist. It may have been deleted by another user."


class ViewMissingError(SharePointError):
    """A view that is not there (wording unverified)."""

    status = 400
    code = "-2147024809, System.ArgumentException"
    template = "The specified view is invalid."


class UserMissingError(SharePointError):
    """A person the site does not know."""

    status = 404
    code = f"-2146232832, {SP_EXCEPTION}"
    template = "User cannot be found."


class LogonNameError(SharePointError):
    """A sign-in name the directory does not know (``ensureuser``)."""

    status = 404
    code = f"-2146232832, {SP_EXCEPTION}"
    template = "The specified user {name} could not be found."


class AccessDeniedError(SharePointError):
    """An app whose role on the site does not allow it (C.5)."""

    status = 403
    code = "-2147024891, System.UnauthorizedAccessException"
    template = "Access denied. You do not have permission to perform this action or access this resource."


class EtagMismatchError(SharePointError):
    """Somebody changed it first (C.4)."""

    status = 412
    code = "-1, Microsoft.SharePoint.Client.ClientServiceException"
    template = "The request ETag value '{sent}' does not match the object's ETag value '{current}'."


class TextTooLongError(SharePointError):
    """More than 255 characters in a single line of text; SharePoint does not name the column (C.5)."""

    code = f"-2130575336, {SP_EXCEPTION}"
    template = "Invalid text value.\n\nA text field contains invalid data. Please check the value and try again."


class UrlTooLongError(SharePointError):
    """A link of more than 255 characters (C.6; wording unverified)."""

    code = f"-2130575155, {SP_EXCEPTION}"
    template = "Invalid URL value.\n\nA URL field contains invalid data. Please check the value and try again."


class DateRangeError(SharePointError):
    """A date SharePoint cannot hold (C.6; code unverified)."""

    code = f"-2146232832, {SP_EXCEPTION}"
    template = "You must specify a valid date within the range of 1/1/1900 and 12/31/8900."


class ReadOnlyError(SharePointError):
    """A write of a read-only column, or of a lookup or person that does not exist (C.6, C.7)."""

    code = f"-2147352571, {SP_EXCEPTION}"
    template = (
        "Invalid data has been used to update the list item. The field you are trying to update may be read only."
    )


class DuplicateValuesError(SharePointError):
    """A value that another item already has in a unique column (C.5)."""

    code = "-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException"
    template = (
        "The list item could not be added or updated because duplicate values were found "
        "in the following field(s) in the list: [{titles}]."
    )


class ListTitleTakenError(SharePointError):
    """Two lists may not share a title (C.5)."""

    code = f"-2130575342, {SP_EXCEPTION}"
    template = (
        "A list, survey, discussion board, or document library with the specified title already exists "
        "in this Web site.  Please choose another title."
    )


class FieldDefinitionError(SharePointError):
    """A column that cannot be made or changed that way (wording unverified)."""

    status = 400
    code = f"-2146232832, {SP_EXCEPTION}"


class FieldTitleTakenError(SharePointError):
    """Raised only when the caller asked for the check (Options 32 of createfieldasxml)."""

    code = f"-2130575273, {SP_EXCEPTION}"
    template = 'A duplicate field name "{title}" was found.'


class ViewFormatterError(SharePointError):
    """A view's CustomFormatter is stored inside XML, so a raw ``<`` or ``&`` breaks it (C.7)."""

    status = 400
    code = "-1, System.Xml.XmlException"
    template = "The CustomFormatter of a view may not hold a raw '{character}'; write it as an entity."


class RequiredValueError(SharePointError):
    """A body without something that the call cannot do without (wording unverified)."""

    status = 400
    code = "-1, System.ArgumentException"
    template = "Value cannot be null.\nParameter name: {name}"


class BatchSizeError(SharePointError):
    """More parts than one ``$batch`` may carry (C.9)."""

    status = 400
    code = ODATA_EXCEPTION
    template = (
        "The current batch message contains too many parts. Only batch messages with a maximum number of '{limit}' "
        "query operations and changesets are allowed."
    )
