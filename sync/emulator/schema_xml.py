"""A column's definition as SharePoint writes it in XML (Microsoft, "Field element (List)").

Attributes that only move furniture (where a column shows in forms, how it sorts) are taken and not kept; an attribute
or a type that would change what may be stored and is not built is refused by name.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from sync.emulator.errors import BodyError, FieldDefinitionError, UnsupportedError
from sync.emulator.naming import TEXT_LENGTH
from sync.emulator.paths import normalise_guid
from sync.emulator.safe_xml import Element, parse_xml
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord, NewField
from sync.emulator.whole_numbers import read_whole_number

ADD_TO_DEFAULT_VIEW = 16
KEEP_INTERNAL_NAME = 8
CHECK_TITLE = 32

_BOOLEANS = {
    "Required": "Required",
    "Hidden": "Hidden",
    "ReadOnly": "ReadOnlyField",
    "Indexed": "Indexed",
    "EnforceUniqueValues": "EnforceUniqueValues",
    "RichText": "RichText",
    "AppendOnly": "AppendOnly",
    "FillInChoice": "FillInChoice",
    "Mult": "AllowMultipleValues",
    "Percentage": "ShowAsPercentage",
}
_NUMBERS = {"MaxLength": "MaxLength", "NumLines": "NumberOfLines"}
_TEXTS = {
    "Description": "Description",
    "CustomFormatter": "CustomFormatter",
    "Group": "Group",
    "ShowField": "LookupField",
}
_FORMATS = {
    "DateOnly": ("DisplayFormat", 0),
    "DateTime": ("DisplayFormat", 1),
    "Dropdown": ("EditFormat", 0),
    "RadioButtons": ("EditFormat", 1),
    "Hyperlink": ("DisplayFormat", 0),
    "Image": ("DisplayFormat", 1),
}
_FURNITURE = frozenset(
    [
        "ID",
        "Type",
        "Name",
        "StaticName",
        "DisplayName",
        "Format",
        "List",
        "SourceID",
        "Decimals",
        "RichTextMode",
        "RestrictedMode",
        "IsolateStyles",
        "UserSelectionMode",
        "UserSelectionScope",
        "FriendlyDisplayFormat",
        "Sortable",
        "Filterable",
        "Viewable",
        "Sealed",
        "AllowDeletion",
        "DisplaceOnUpgrade",
        "ShowInDisplayForm",
        "ShowInEditForm",
        "ShowInNewForm",
        "ShowInFileDlg",
        "ShowInListSettings",
        "ShowInVersionHistory",
        "ShowInViewForms",
        "UnlimitedLengthInDocumentLibrary",
        "Commas",
        "WebId",
        "xmlns",
        "Version",
        "RowOrdinal",
        "ColName",
        "Overwrite",
        "OverwriteInChildScopes",
    ]
)
_TYPES: Mapping[str, kinds.Kind] = {
    **{kind.name: kind for kind in kinds.CREATABLE},
    "LookupMulti": kinds.LOOKUP,
    "UserMulti": kinds.USER,
}


def parse_field_xml(text: str, options: int) -> NewField:
    """Return the column that ``text`` defines.

    Without ``KEEP_INTERNAL_NAME`` in ``options`` its Name and StaticName are ignored and the internal name comes from
    DisplayName (sharepoint.md C.7).
    """
    element = _parse_field(text)
    attributes = element.attrib
    kind = _TYPES.get(attributes.get("Type", ""))
    if kind is None:
        raise UnsupportedError(what=f"columns of type '{attributes.get('Type', '')}'")
    title = attributes.get("DisplayName") or attributes.get("Name", "")
    if not title:
        raise FieldDefinitionError(message="The Field element needs a DisplayName.")
    wish = attributes.get("Name") or attributes.get("StaticName", "")
    return NewField(
        title,
        kind,
        {**_read_attributes(attributes, kind), **_read_children(element, kind)},
        wish if options & KEEP_INTERNAL_NAME else "",
        normalise_guid(attributes.get("ID", "")) or "",
    )


def write_field_xml(field: FieldRecord) -> str:
    """Return a column's definition, its choices and default inside."""
    attributes = {
        "Type": field.type_name,
        "DisplayName": field.title,
        "Required": _write_boolean(field.read("Required")),
        "EnforceUniqueValues": _write_boolean(field.is_unique),
        "Indexed": _write_boolean(field.is_indexed),
        "ID": f"{{{field.id}}}",
        "StaticName": field.internal_name,
        "Name": field.internal_name,
        "SourceID": f"{{{field.list_id}}}",
        **_write_own(field),
    }
    head = " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items())
    inside = _write_children(field)
    return f"<Field {head}>{inside}</Field>" if inside else f"<Field {head} />"


def _parse_field(text: str) -> Element:
    element = parse_xml(text, "The schema")
    if element.tag != "Field":
        raise BodyError(message=f"The schema is a '{element.tag}' and not a Field.")
    return element


def _read_attributes(attributes: Mapping[str, str], kind: kinds.Kind) -> dict[str, object]:
    settings: dict[str, object] = {}
    for name, value in attributes.items():
        if name in _BOOLEANS:
            settings[_BOOLEANS[name]] = value.upper() == "TRUE"
        elif name in _NUMBERS:
            settings[_NUMBERS[name]] = _read_number(name, value)
        elif name in _TEXTS:
            settings[_TEXTS[name]] = value
        elif name not in _FURNITURE:
            raise UnsupportedError(what=f"the attribute '{name}' of a Field element")
    settings.update(_read_format(attributes, kind))
    if attributes["Type"].endswith("Multi"):
        settings["AllowMultipleValues"] = True
    return settings


def _read_format(attributes: Mapping[str, str], kind: kinds.Kind) -> dict[str, object]:
    settings: dict[str, object] = {}
    if attributes.get("Format") in _FORMATS:
        name, value = _FORMATS[attributes["Format"]]
        settings[name] = value
    if kind is kinds.LOOKUP:
        settings["LookupList"] = _read_list(attributes.get("List", ""))
        settings["LookupField"] = attributes.get("ShowField", "Title")
    return settings


def _read_number(name: str, value: str) -> int:
    number = read_whole_number(value, TEXT_LENGTH)
    if not number:
        raise FieldDefinitionError(message=f"The attribute {name} of a Field element cannot be '{value}'.")
    return number


def _read_list(value: str) -> str:
    if not value:
        raise FieldDefinitionError(message="A lookup column needs the id of a list in its List attribute.")
    list_id = normalise_guid(value)
    if list_id is None:
        raise UnsupportedError(what=f"a lookup column whose List attribute is '{value}' and not an id")
    return list_id


def _read_children(element: Element, kind: kinds.Kind) -> dict[str, object]:
    settings: dict[str, object] = {}
    for child in element:
        if child.tag == "Default":
            settings["DefaultValue"] = child.text or ""
        elif child.tag == "CHOICES" and "Choices" in kind.own:
            settings["Choices"] = [choice.text or "" for choice in child]
        else:
            raise UnsupportedError(what=f"the element '{child.tag}' inside a Field element of type {kind.name}")
    return settings


def _write_own(field: FieldRecord) -> dict[str, object]:
    names = {"MaxLength": "MaxLength", "NumberOfLines": "NumLines", "LookupField": "ShowField"}
    own: dict[str, object] = {names[name]: field.read(name) for name in names if name in field.kind.own}
    if field.kind is kinds.LOOKUP:
        own["List"] = f"{{{field.read('LookupList')}}}"
    if field.kind is kinds.NOTE:
        own["RichText"] = _write_boolean(field.read("RichText"))
    if field.kind is kinds.DATE_TIME:
        own["Format"] = "DateOnly" if field.read("DisplayFormat") == 0 else "DateTime"
    if field.kind.can_hold_many and field.is_many and field.kind is not kinds.MULTI_CHOICE:
        own["Mult"] = "TRUE"
    return own


def _write_children(field: FieldRecord) -> str:
    inside = ""
    default = field.read("DefaultValue")
    if default is not None:
        inside += f"<Default>{escape(str(default))}</Default>"
    choices = field.read("Choices")
    if isinstance(choices, list | tuple):
        inside += "<CHOICES>" + "".join(f"<CHOICE>{escape(str(c))}</CHOICE>" for c in choices) + "</CHOICES>"
    return inside


def _write_boolean(value: object) -> str:
    return "TRUE" if value else "FALSE"
