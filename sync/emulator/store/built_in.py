"""The columns that every list has from the start.

The ids are SharePoint's own (Microsoft, "SPBuiltInFieldId class"), so that a client may look for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.emulator.store.kinds import (
    ATTACHMENTS,
    COMPUTED,
    CONTENT_TYPE_ID,
    COUNTER,
    DATE_TIME,
    GUID,
    LOOKUP,
    TEXT,
    USER,
    Kind,
)

_HIDDEN = {"Hidden": True, "ReadOnlyField": True}
_READ_ONLY = {"Hidden": False, "ReadOnlyField": True}


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One column that comes with a list."""

    id: str
    internal_name: str
    title: str
    kind: Kind
    settings: Mapping[str, object]


BUILT_IN = (
    BuiltIn("03e45e84-1992-4d42-9116-26f756012634", "ContentTypeId", "Content Type ID", CONTENT_TYPE_ID, _HIDDEN),
    BuiltIn("fa564e0f-0c70-4ab9-b863-0177e6ddd247", "Title", "Title", TEXT, {"Required": True}),
    BuiltIn("3a6b296c-3f50-445c-a13f-9c679ea9dda3", "ComplianceAssetId", "Compliance Asset Id", TEXT, _HIDDEN),
    BuiltIn("1d22ea11-1e32-424e-89ab-9fedbadb6ce1", "ID", "ID", COUNTER, _READ_ONLY),
    BuiltIn("c042a256-787d-4a6f-8a8a-cf6ab767f12d", "ContentType", "Content Type", COMPUTED, {}),
    BuiltIn("28cf69c5-fa48-462a-b5cd-27b6f9d2bd5f", "Modified", "Modified", DATE_TIME, _READ_ONLY),
    BuiltIn("8c06beca-0777-48f7-91c7-6da68bc07b69", "Created", "Created", DATE_TIME, _READ_ONLY),
    BuiltIn("1df5e554-ec7e-46a6-901d-d85a3881cb18", "Author", "Created By", USER, _READ_ONLY),
    BuiltIn("d31655d1-1d5b-4511-95a1-7a09e9b75bf2", "Editor", "Modified By", USER, _READ_ONLY),
    BuiltIn("d4e44a66-ee3a-4d02-88c9-4ec5ff3f4cd5", "owshiddenversion", "owshiddenversion", COUNTER, _HIDDEN),
    BuiltIn("dce8262a-3ae9-45e9-aab4-83bd75fb738a", "_UIVersionString", "Version", TEXT, _READ_ONLY),
    BuiltIn("67df98f4-9dec-48ff-a553-29bece9c5bf4", "Attachments", "Attachments", ATTACHMENTS, {}),
    BuiltIn("503f1caa-358e-4918-9094-4a2cdc4bc034", "Edit", "Edit", COMPUTED, _READ_ONLY),
    BuiltIn("bc91a437-52e7-49e1-8c4e-4698904b2b6d", "LinkTitleNoMenu", "Title", COMPUTED, _READ_ONLY),
    BuiltIn("82642ec8-ef9b-478f-acf9-31f7d45fbc31", "LinkTitle", "Title", COMPUTED, _READ_ONLY),
    BuiltIn("ae069f25-3ac2-4256-b9c3-15dbc15da0e0", "GUID", "GUID", GUID, _HIDDEN),
    BuiltIn("94f89715-e097-4e8b-ba79-ea02aa8b7adb", "FileRef", "URL Path", LOOKUP, _HIDDEN),
    BuiltIn("8553196d-ec8d-4564-9861-3dbe931050c8", "FileLeafRef", "Name", TEXT, {"Hidden": True}),
    BuiltIn("30bb605f-5bae-48fe-b4e3-1f81d9772af9", "FSObjType", "Item Type", LOOKUP, _HIDDEN),
    BuiltIn("4b7403de-8d94-43e8-9f0f-137a3e298126", "UniqueId", "Unique Id", LOOKUP, _HIDDEN),
    BuiltIn("081c6e4c-5c14-4f20-b23e-1a71ceb6a67c", "DocIcon", "Type", COMPUTED, _READ_ONLY),
)

_LIBRARY_ONLY = (
    BuiltIn("5cc6dc79-3710-4374-b433-61cb4a686c12", "LinkFilename", "Name", COMPUTED, _READ_ONLY),
    BuiltIn("9d30f126-ba48-446b-b8f9-83745f322ebe", "LinkFilenameNoMenu", "Name", COMPUTED, _READ_ONLY),
    BuiltIn("56605df6-8fa1-47e4-a04c-5b384d59609f", "FileDirRef", "Path", LOOKUP, _HIDDEN),
    BuiltIn("8fca95c0-9b7d-456f-8dae-b41ee2728b85", "File_x0020_Size", "File Size", LOOKUP, _HIDDEN),
)
_LIST_ONLY = frozenset({"Attachments"})

#: The columns an item keeps beside its cells.
SYSTEM = frozenset({"ID", "Modified", "Created", "Author", "Editor", "_UIVersionString", "owshiddenversion", "GUID"})
NAMES = frozenset(column.internal_name for column in (*BUILT_IN, *_LIBRARY_ONLY))


def list_columns(*, is_library: bool) -> Sequence[BuiltIn]:
    """Return the columns that a new list starts with."""
    if not is_library:
        return BUILT_IN
    return [column for column in (*BUILT_IN, *_LIBRARY_ONLY) if column.internal_name not in _LIST_ONLY]
