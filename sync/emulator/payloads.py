"""Read a request's body: JSON, in the verbose spelling or in the light one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from werkzeug.http import parse_options_header

from sync.emulator.errors import (
    INVALID_QUERY,
    BodyError,
    LiteralError,
    PropertyUnknownError,
    RequiredValueError,
    UnsupportedError,
)

#: What every list's own type of item derives from. Clients that have not looked the list's own up name this one.
ITEM_TYPE = "SP.ListItem"

_NAMES = {
    str: "Edm.String",
    bool: "Edm.Boolean",
    int: "Edm.Int32",
    float: "Edm.Double",
    dict: "Edm.ComplexType",
    tuple: "Collection(Edm.ComplexType)",
}
_UNTYPED = (
    "An entry without a type name was found, but no expected type was specified. To allow entries without type "
    "information, the expected type must also be specified when the model is specified."
)


class EmptyBodyError(BodyError):
    """No body where an entity has to be (gitbrent/SpRestLib #5)."""

    code = INVALID_QUERY
    template = (
        "A node of type 'EndOfInput' was read from the JSON reader when trying to read the start of an entry. "
        "A 'StartObject' node was expected."
    )


@dataclass(frozen=True, slots=True)
class Payload:
    """What a body says: its properties in plain JSON, and its type when it names one."""

    properties: Mapping[str, object]
    type: str
    is_verbose: bool
    is_empty: bool = False

    def check_type(self, *expected: str) -> None:
        """Raise ``BodyError`` unless the body is one of the types ``expected``; only verbose bodies must say."""
        if self.is_empty:
            raise EmptyBodyError
        if not self.type:
            if self.is_verbose:
                raise BodyError(message=_UNTYPED)
            return
        if self.type not in expected:
            raise BodyError(message=_refuse_type(self.type, expected[0]))

    def read_text(self, name: str) -> str:
        """Return a property that must be there and be text; raises ``RequiredValueError``."""
        value = self.properties.get(name)
        if value is None or value == "":
            raise RequiredValueError(name=name)
        if not isinstance(value, str):
            raise LiteralError(literal=str(value), expected="Edm.String")
        return value

    def read_parameters(self, name: str) -> "Payload":
        """Return the complex value that a call takes; raises ``RequiredValueError``."""
        value = self.properties.get(name)
        if not isinstance(value, Mapping):
            raise RequiredValueError(name=name)
        return Payload(value, "", is_verbose=self.is_verbose)


NO_PAYLOAD = Payload({}, "", is_verbose=False)


def parse_payload(body: bytes, content_type: str) -> Payload:
    """Read ``body``; an empty one has no properties.

    Raises ``BodyError`` for what is not JSON of the dialect that ``content_type`` names.
    """
    media_type, parameters = parse_options_header(content_type)
    is_verbose = parameters.get("odata", "").lower() == "verbose"
    if not body.strip():
        return Payload({}, "", is_verbose, is_empty=True)
    if media_type.lower() != "application/json":
        raise UnsupportedError(what=f"a body of type '{media_type}'")
    document = _load_json(body)
    if is_verbose:
        metadata = document.get("__metadata")
        type_name = str(metadata.get("type", "")) if isinstance(metadata, dict) else ""
        return Payload(_read_verbose_body(document), type_name, is_verbose)
    type_name = str(document.get("odata.type") or document.get("@odata.type") or "").removeprefix("#")
    return Payload(_read_light_object(document), type_name, is_verbose)


def check_properties(
    properties: Mapping[str, object], allowed: Mapping[str, type], type_name: str, *, real: frozenset[str]
) -> dict[str, object]:
    """Return ``properties`` when each is allowed and of its type.

    Those in ``real`` are properties that SharePoint has and the local SharePoint cannot write: 501 and not 400.
    """
    for name, value in properties.items():
        if name in real:
            raise UnsupportedError(what=f"writing the property '{name}' of {type_name}")
        if name not in allowed:
            raise PropertyUnknownError(name=name, type=type_name)
        if not _fits(value, allowed[name]):
            expected = _NAMES.get(allowed[name], "Collection(Edm.String)")
            raise LiteralError(literal=str(value), expected=expected)
    return dict(properties)


def _fits(value: object, wanted: type) -> bool:
    if value is None:
        return wanted is str
    if isinstance(value, list):
        # A list is one of texts, a tuple one of objects.
        member_type = str if wanted is list else dict
        return wanted in (list, tuple) and all(isinstance(member, member_type) for member in value)
    return type(value) is wanted or (wanted is float and type(value) is int)


def _load_json(body: bytes) -> dict[str, object]:
    try:
        document = json.loads(body)
        # Half of a character written as \\ud83d alone is JSON and yet no text.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BodyError(message=f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise BodyError(message="The body is not a JSON object.")
    return document


def _read_verbose_body(document: Mapping[str, object]) -> dict[str, object]:
    # A call may be given several objects just so, though a property of an entity may not be given several values.
    body: dict[str, object] = {}
    for name, value in document.items():
        if _is_list_of_objects(value):
            body[name] = [_read_verbose(member) for member in value]
        elif name != "__metadata":
            body[name] = _read_verbose(value)
    return body


def _is_list_of_objects(value: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(member, dict) for member in value)


def _read_verbose_object(document: Mapping[str, object]) -> dict[str, object]:
    return {name: _read_verbose(value) for name, value in document.items() if name != "__metadata"}


def _read_verbose(value: object) -> object:
    if isinstance(value, list):
        raise BodyError(
            message="A node of type 'StartArray' was read from the JSON reader when trying to read a value of a "
            "property; however, a 'PrimitiveValue' or 'StartObject' node was expected."
        )
    if not isinstance(value, dict):
        return value
    members = value.get("results")
    if isinstance(members, list):
        return [_read_verbose(member) for member in members]
    return _read_verbose_object(value)


def _read_light_object(document: Mapping[str, object]) -> dict[str, object]:
    return {name: _read_light(value) for name, value in document.items() if not _is_annotation(name)}


def _read_light(value: object) -> object:
    if isinstance(value, dict):
        return _read_light_object(value)
    if isinstance(value, list):
        return [_read_light(member) for member in value]
    return value


def _is_annotation(name: str) -> bool:
    return name.startswith("odata.") or "@odata." in name


def _refuse_type(found: str, expected: str) -> str:
    if found.startswith("SP.") and not found.startswith("SP.Data."):
        return f"An entry with type '{found}' was found, but it is not assignable to the expected type '{expected}'."
    return (
        f"A type named '{found}' could not be resolved by the model. When a model is available, "
        "each type name must resolve to a valid type."
    )
