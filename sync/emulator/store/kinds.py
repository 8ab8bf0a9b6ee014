"""The types of column: SharePoint's number and name for each, and the properties each has of its own.

Numbers are SP.FieldType's (Microsoft, "FieldType enumeration"); defaults are those of a column made through REST.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.emulator.query.columns import ColumnType

Json = object


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One type of column.

    Args:
        entity: the OData type of its definition.
        edm: the OData type of its values.
        own: the properties that only this type has, with their defaults.
    """

    number: int
    name: str
    entity: str
    compares_as: ColumnType
    edm: str = "Edm.String"
    can_be_indexed: bool = True
    can_be_unique: bool = True
    own: Mapping[str, Json] = field(default_factory=dict)

    @property
    def is_reference(self) -> bool:
        """Whether its values are ids of something else, a list item or a person."""
        return self in (LOOKUP, USER)

    @property
    def can_hold_many(self) -> bool:
        """Whether one cell may hold several values."""
        return self in (LOOKUP, USER, MULTI_CHOICE)


_CHOICES: Mapping[str, Json] = {"Choices": (), "FillInChoice": False, "Mappings": None}
_LOOKUP: Mapping[str, Json] = {
    "AllowMultipleValues": False,
    "DependentLookupInternalNames": (),
    "IsDependentLookup": False,
    "IsRelationship": True,
    "LookupField": "",
    "LookupList": "",
    "LookupWebId": "",
    "PrimaryFieldId": None,
    "RelationshipDeleteBehavior": 0,
    "UnlimitedLengthInDocumentLibrary": False,
}

TEXT = Kind(2, "Text", "SP.FieldText", ColumnType.TEXT, own={"MaxLength": 255})
NOTE = Kind(
    3,
    "Note",
    "SP.FieldMultiLineText",
    ColumnType.TEXT,
    can_be_indexed=False,
    can_be_unique=False,
    own={
        "AllowHyperlink": False,
        "AppendOnly": False,
        "IsLongHyperlink": False,
        "NumberOfLines": 6,
        "RestrictedMode": False,
        "RichText": False,
        "UnlimitedLengthInDocumentLibrary": False,
        "WikiLinking": False,
    },
)
DATE_TIME = Kind(
    4,
    "DateTime",
    "SP.FieldDateTime",
    ColumnType.DATE,
    "Edm.DateTimeOffset",
    own={"DateTimeCalendarType": 0, "DateFormat": 0, "DisplayFormat": 1, "FriendlyDisplayFormat": 0, "TimeFormat": 0},
)
COUNTER = Kind(5, "Counter", "SP.Field", ColumnType.NUMBER, "Edm.Int32")
CHOICE = Kind(6, "Choice", "SP.FieldChoice", ColumnType.TEXT, own={**_CHOICES, "EditFormat": 0})
LOOKUP = Kind(7, "Lookup", "SP.FieldLookup", ColumnType.NUMBER, "Edm.Int32", own=_LOOKUP)
BOOLEAN = Kind(8, "Boolean", "SP.Field", ColumnType.BOOLEAN, "Edm.Boolean", can_be_unique=False)
NUMBER = Kind(
    9,
    "Number",
    "SP.FieldNumber",
    ColumnType.NUMBER,
    "Edm.Double",
    own={
        "CommaSeparator": True,
        "CustomUnitName": None,
        "CustomUnitOnRight": True,
        "DisplayFormat": -1,
        "MaximumValue": 1.7976931348623157e308,
        "MinimumValue": -1.7976931348623157e308,
        "ShowAsPercentage": False,
        "Unit": "",
    },
)
URL = Kind(
    11,
    "URL",
    "SP.FieldUrl",
    ColumnType.TEXT,
    "SP.FieldUrlValue",
    can_be_indexed=False,
    can_be_unique=False,
    own={"DisplayFormat": 0},
)
COMPUTED = Kind(
    12,
    "Computed",
    "SP.FieldComputed",
    ColumnType.TEXT,
    can_be_indexed=False,
    can_be_unique=False,
    own={"EnableLookup": False},
)
GUID = Kind(14, "Guid", "SP.FieldGuid", ColumnType.GUID, "Edm.Guid", can_be_indexed=False, can_be_unique=False)
MULTI_CHOICE = Kind(
    15,
    "MultiChoice",
    "SP.FieldMultiChoice",
    ColumnType.MANY,
    "Collection(Edm.String)",
    can_be_indexed=False,
    can_be_unique=False,
    own=_CHOICES,
)
ATTACHMENTS = Kind(
    19,
    "Attachments",
    "SP.Field",
    ColumnType.BOOLEAN,
    "Edm.Boolean",
    can_be_indexed=False,
    can_be_unique=False,
)
USER = Kind(
    20,
    "User",
    "SP.FieldUser",
    ColumnType.NUMBER,
    "Edm.Int32",
    own={
        **_LOOKUP,
        "AllowDisplay": True,
        "Presence": True,
        "SelectionGroup": 0,
        "SelectionMode": 0,
        "UserDisplayOptions": "NamePhoto",
    },
)
CONTENT_TYPE_ID = Kind(25, "ContentTypeId", "SP.Field", ColumnType.TEXT, can_be_indexed=False, can_be_unique=False)

KINDS: Mapping[int, Kind] = {
    kind.number: kind
    for kind in (
        TEXT,
        NOTE,
        DATE_TIME,
        COUNTER,
        CHOICE,
        LOOKUP,
        BOOLEAN,
        NUMBER,
        URL,
        COMPUTED,
        GUID,
        MULTI_CHOICE,
        ATTACHMENTS,
        USER,
        CONTENT_TYPE_ID,
    )
}

#: What a caller may create; the rest come with a list.
CREATABLE = (TEXT, NOTE, DATE_TIME, CHOICE, LOOKUP, BOOLEAN, NUMBER, URL, MULTI_CHOICE, USER)
