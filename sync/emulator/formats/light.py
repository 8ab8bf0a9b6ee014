"""JSON light, in OData version 3 and version 4, with minimal metadata or with none.

The two versions say the same in other words: ``odata.etag`` and ``@odata.etag``, one word list each, below.
"""

from dataclasses import dataclass

from sync.emulator.errors import SharePointError
from sync.emulator.formats.bodies import Body, Collection, Complex, Entity, Many, Nothing, Properties, Result, Value
from sync.emulator.formats.dialects import write_json


@dataclass(frozen=True, slots=True)
class Version:
    """The words of one version of OData."""

    prefix: str
    type_mark: str
    element: str
    minimal: str
    none: str

    def spell_error(self, error: SharePointError) -> object:
        """Return a refusal in this version's shape (sharepoint.md C.5)."""
        if self is VERSION_4:
            return {"error": {"code": error.code, "message": error.message}}
        return {"odata.error": {"code": error.code, "message": {"lang": "en-US", "value": error.message}}}


VERSION_3 = Version(
    "odata.", "", "/@Element", "odata=minimalmetadata;streaming=true", "odata=nometadata;streaming=true"
)
VERSION_4 = Version(
    "@odata.",
    "#",
    "/$entity",
    "odata.metadata=minimal;odata.streaming=true",
    "odata.metadata=none;odata.streaming=true",
)


class MinimalMetadata:
    """Types, ids, etags and edit links beside the properties."""

    is_verbose = False

    def __init__(self, version: Version) -> None:
        self._version = version
        self.is_modern = version is VERSION_4
        self.content_type = f"application/json;{version.minimal};charset=utf-8"

    def render(self, body: Body, api_url: str) -> bytes:
        """Spell ``body``; ``api_url`` ends in ``/_api/``."""
        speller = _Speller(self._version, api_url)
        return write_json(speller.spell_body(body), speller.spell)

    def render_error(self, error: SharePointError) -> bytes:
        """Spell a refusal."""
        return write_json(self._version.spell_error(error), str)


class _Speller:
    def __init__(self, version: Version, api_url: str) -> None:
        prefix = version.prefix
        self._version = version
        self._api_url = api_url
        self._context = "@odata.context" if version is VERSION_4 else "odata.metadata"
        self._names = (f"{prefix}type", f"{prefix}id", f"{prefix}etag", f"{prefix}editLink")

    def spell_body(self, body: Body) -> object:
        metadata, prefix = f"{self._api_url}$metadata#", self._version.prefix
        if isinstance(body, Collection):
            head = {self._context: metadata + body.context}
            if body.next_link:
                head[f"{prefix}nextLink"] = body.next_link
            return {**head, "value": list(body.entities)}
        if isinstance(body, Value):
            return {self._context: metadata + body.type, "value": body.value}
        if isinstance(body, Result):
            return {self._context: metadata + body.complex.type, **body.complex.properties}
        if isinstance(body, Nothing):
            return {self._context: f"{metadata}Edm.Null", f"{prefix}null": True}
        return {self._context: metadata + body.type + self._version.element, **self._spell_entity(body)}

    def spell(self, thing: object) -> object:
        return self._spell_entity(thing) if isinstance(thing, Entity) else _spell_plainly(thing)

    def _spell_entity(self, entity: Entity) -> Properties:
        type_name, id_name, etag_name, link_name = self._names
        metadata = {
            type_name: self._version.type_mark + entity.type,
            id_name: entity.id or self._api_url + entity.path,
            etag_name: entity.etag,
            link_name: entity.path,
        }
        if not entity.etag:
            del metadata[etag_name]
        return {**metadata, **entity.properties}


class NoMetadata:
    """Properties only: no types and, mind, no etags."""

    is_verbose = False

    def __init__(self, version: Version) -> None:
        self._version = version
        self.is_modern = version is VERSION_4
        self.content_type = f"application/json;{version.none};charset=utf-8"

    def render(self, body: Body, api_url: str) -> bytes:  # noqa: ARG002 - the shape of every dialect
        """Spell ``body``; there is nothing in it that needs an address."""
        return write_json(self._spell_body(body), _spell_plainly)

    def render_error(self, error: SharePointError) -> bytes:
        """Spell a refusal."""
        return write_json(self._version.spell_error(error), str)

    def _spell_body(self, body: Body) -> object:
        if isinstance(body, Collection):
            head = {f"{self._version.prefix}nextLink": body.next_link} if body.next_link else {}
            return {**head, "value": list(body.entities)}
        if isinstance(body, Value):
            return {"value": body.value}
        if isinstance(body, Result):
            return body.complex.properties
        if isinstance(body, Nothing):
            return {f"{self._version.prefix}null": True}
        return body.properties


def _spell_plainly(thing: object) -> object:
    if isinstance(thing, Entity | Complex):
        return thing.properties
    if isinstance(thing, Many):
        return list(thing.values)
    if isinstance(thing, Collection):
        return list(thing.entities)
    raise TypeError(f"{thing!r} cannot be part of an answer.")
