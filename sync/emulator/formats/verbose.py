"""OData version 3, ``odata=verbose``: everything under ``d``, metadata in ``__metadata``, links as ``__deferred``."""

from sync.emulator.errors import SharePointError
from sync.emulator.formats.bodies import Body, Collection, Complex, Entity, Many, Nothing, Properties, Result, Value
from sync.emulator.formats.dialects import write_json


class Verbose:
    """The dialect of office365-rest-python-client and of classic JavaScript."""

    content_type = "application/json;odata=verbose;charset=utf-8"
    is_verbose = True
    is_modern = False

    def render(self, body: Body, api_url: str) -> bytes:
        """Spell ``body``; ``api_url`` ends in ``/_api/``."""
        speller = _Speller(api_url)
        return write_json({"d": speller.spell_body(body)}, speller.spell)

    def render_error(self, error: SharePointError) -> bytes:
        """Spell a refusal (sharepoint.md C.5)."""
        message = {"lang": "en-US", "value": error.message}
        return write_json({"error": {"code": error.code, "message": message}}, str)


class _Speller:
    def __init__(self, api_url: str) -> None:
        self._api_url = api_url

    def spell_body(self, body: Body) -> object:
        if isinstance(body, Value):
            return {body.name: body.value}
        if isinstance(body, Result):
            return {body.name: body.complex}
        if isinstance(body, Nothing):
            return {body.name: None}
        if isinstance(body, Collection):
            feed: dict[str, object] = {"results": list(body.entities)}
            return {**feed, "__next": body.next_link} if body.next_link else feed
        return body

    def spell(self, thing: object) -> object:
        if isinstance(thing, Entity):
            return self._spell_entity(thing)
        if isinstance(thing, Many):
            return {"__metadata": {"type": f"Collection({thing.type})"}, "results": list(thing.values)}
        if isinstance(thing, Complex):
            return {"__metadata": {"type": thing.type}, **thing.properties}
        if isinstance(thing, Collection):
            return {"results": list(thing.entities)}
        raise TypeError(f"{thing!r} cannot be part of an answer.")

    def _spell_entity(self, entity: Entity) -> Properties:
        address = self._api_url + entity.path
        metadata = {"id": entity.id or address, "uri": address, "etag": entity.etag, "type": entity.type}
        if not entity.etag:
            del metadata["etag"]
        links = {link: {"__deferred": {"uri": f"{address}/{link}"}} for link in entity.links}
        return {"__metadata": metadata, **links, **entity.properties}
