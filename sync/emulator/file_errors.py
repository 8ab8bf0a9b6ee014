"""Every error about folders, files, pages and the recycle bin; what a docstring calls unverified is so in its words."""

from sync.emulator.errors import SP_EXCEPTION, SharePointError


class FileNameError(SharePointError):
    """A name that no file or folder may have (Microsoft, "Restrictions and limitations in OneDrive and SharePoint").

    The code and the words are unverified.
    """

    status = 400
    code = f"-2130575245, {SP_EXCEPTION}"
    template = (
        "The file or folder name '{name}' contains characters that are not permitted. Please use a different name."
    )


class PathTooLongError(SharePointError):
    """An address of more than 400 characters (wording unverified)."""

    status = 400
    code = "-2147024690, System.IO.PathTooLongException"
    template = (
        "The specified file or folder name is too long. The URL path for all files and folders must be 400 characters "
        "or less (and no more than 400 characters for any single file or folder name in the URL). "
        "Please type a shorter file or folder name."
    )


class FileGoneError(SharePointError):
    """A file that is not there (pnpjs #1659); a folder that is not there is ``FileMissingError``."""

    status = 404
    code = f"-2130575338, {SP_EXCEPTION}"
    template = "The file {path} does not exist."


class FileTakenError(SharePointError):
    """A file that is already there, sent without leave to overwrite it."""

    status = 400
    code = f"-2130575257, {SP_EXCEPTION}"
    template = "A file with the name {path} already exists. It was last modified by {editor} on {modified}."


class UploadMissingError(SharePointError):
    """A piece of an upload that was never started, or of another file (wording unverified)."""

    status = 400
    code = f"-2130575223, {SP_EXCEPTION}"
    template = "The upload session '{upload}' was not found."


class UploadOffsetError(SharePointError):
    """A piece that does not follow the one before (wording unverified)."""

    status = 409
    code = "-1, Microsoft.SharePoint.Client.ClientServiceException"
    template = "The upload has {size} bytes so far; the piece begins at {offset}."


class LibraryItemError(SharePointError):
    """An item added to a library as if it were a list (code unverified)."""

    status = 400
    code = "-1, System.InvalidOperationException"
    template = "To add an item to a document library, use SPFileCollection.Add()."


class FileAcceptError(SharePointError):
    """A file sent with an Accept header of OData version 4 (C.5)."""

    status = 406
    code = "-1, Microsoft.SharePoint.Client.ClientServiceException"
    template = "The HTTP header ACCEPT is not supported here; it must ask for OData version 3."


class BinItemMissingError(SharePointError):
    """Something that is not in the recycle bin (code unverified)."""

    status = 404
    code = "-2147024894, System.IO.FileNotFoundException"
    template = "The item is not in the recycle bin."


class RestoreError(SharePointError):
    """Something in the recycle bin that cannot come back to where it was (wording unverified)."""

    status = 400
    code = f"-2146232832, {SP_EXCEPTION}"


class PageMissingError(SharePointError):
    """A site page that is not there (code unverified)."""

    status = 404
    code = f"-2130575338, {SP_EXCEPTION}"
    template = "The page does not exist. It may have been deleted by another user."
