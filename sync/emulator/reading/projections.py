"""Which properties of an item an answer carries, and how each is read.

The default payload is that of sharepoint.md C.7. A projection is made once for a page and then read for each row, so
that a page of 5,000 rows makes no object per cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.emulator import unbuilt
from sync.emulator.errors import CamlColumnError, LookupJoinsError, ProjectionError, SelectError, UnsupportedError
from sync.emulator.formats.bodies import Collection, Complex, Entity, Many
from sync.emulator.query.columns import Values
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import narrow_options
from sync.emulator.reading.references import read_references
from sync.emulator.reading.related import EXPANSIONS, expand
from sync.emulator.store import kinds
from sync.emulator.store.cells import CONTENT_TYPE, Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord

JOIN_LIMIT = 12

#: How a property is read: the name of a cell, or a function when the cell has to be wrapped.
Reader = str | Callable[[Values], object]

_LINKS = tuple(sorted(unbuilt.ITEM_LINKS))
_SAME_FOR_ALL: Mapping[str, object] = {
    "FSObjType": 0,
    "ServerRedirectedEmbedUri": None,
    "ServerRedirectedEmbedUrl": "",
    "ComplianceAssetId": None,
    "Attachments": False,
}
#: The properties that come before a list's own columns, and those that come after.
_FIRST = (
    "FileSystemObjectType",
    "Id",
    "ServerRedirectedEmbedUri",
    "ServerRedirectedEmbedUrl",
    CONTENT_TYPE,
    "Title",
    "ComplianceAssetId",
)
_LAST = ("ID", "Modified", "Created", "AuthorId", "EditorId", "OData__UIVersionString", "Attachments", "GUID")
_RENAMED = {
    "Id": "ID",
    "FileSystemObjectType": "FSObjType",
    "AuthorId": "Author",
    "EditorId": "Editor",
    "OData__UIVersionString": "_UIVersionString",
}
#: Given only when asked for by name.
_ON_REQUEST = ("FSObjType", "UniqueId", "owshiddenversion")
_PLACES = ("FileRef", "FileLeafRef", "FileDirRef")


@dataclass(frozen=True, slots=True)
class Join:
    """A lookup or person column that is shown with properties of what it points at."""

    field: FieldRecord
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """What to read from each row: plain properties, joined ones, expanded ones, and which links to leave as links."""

    readers: Mapping[str, Reader]
    joins: Sequence[Join]
    expansions: Mapping[str, Options]
    links: tuple[str, ...]


def build_projection(sheet: Sheet, options: Options) -> Projection:
    """Turn ``$select`` and ``$expand`` into a projection.

    Raises ``SelectError``, ``ProjectionError`` and ``LookupJoinsError`` as SharePoint does.
    """
    everything = _build_readers(sheet)
    names = list(dict.fromkeys(path.partition("/")[0] for path in options.expand))
    expansions = {name: narrow_options(options, name) for name in names if name in EXPANSIONS}
    joins = _build_joins(sheet, options, [name for name in names if name not in expansions])
    plain = [name for name in options.select if "/" not in name and name not in expansions]
    if not options.select or "*" in plain:
        links = tuple(link for link in _LINKS if link not in expansions)
        return Projection(everything, joins, expansions, links if not options.select else ())
    readers = {name: _find_reader(sheet, everything, name) for name in plain}
    return Projection(readers, joins, expansions, ())


def build_named_projection(sheet: Sheet, names: Sequence[str]) -> Projection:
    """Return the projection for columns given by internal name, as a CAML query's ViewFields do.

    Raises ``CamlColumnError`` for a column that is not there.
    """
    everything = _build_readers(sheet)
    fields = {field.internal_name: field for field in sheet.fields}
    readers: dict[str, Reader] = {"Id": everything["Id"], "ID": everything["ID"]}
    for name in names:
        if name not in fields:
            raise CamlColumnError
        shown = fields[name].value_name
        if shown in everything:
            readers[shown] = everything[shown]
        elif shown in _PLACES or shown in _ON_REQUEST:
            readers[shown] = _find_reader(sheet, everything, shown)
    return Projection(readers, (), {}, _LINKS)


def build_items(sheet: Sheet, projection: Projection, records: Sequence[ItemRecord]) -> list[Entity]:
    """Return the entities for a page of items."""
    item_type, path, links = sheet.list.item_type, f"{sheet.list.path}/Items(", projection.links
    cells = [(name, read if isinstance(read, str) else "") for name, read in projection.readers.items()]
    wrapped = [(name, read) for name, read in projection.readers.items() if not isinstance(read, str)]
    same_for_all = {**_SAME_FOR_ALL, CONTENT_TYPE: sheet.list.content_type_id}
    entities = []
    for record in records:
        values = {**same_for_all, **record.values}
        read_cell = values.get
        properties = {name: read_cell(cell) for name, cell in cells}
        for name, read in wrapped:
            properties[name] = read(values)
        entities.append(Entity(item_type, f"{path}{record.id})", properties, record.unique_id, record.etag, links))
    for join in projection.joins:
        _join(sheet, join, records, entities)
    for name, options in projection.expansions.items():
        for entity, expansion in zip(entities, expand(sheet, name, records, options), strict=True):
            entity.properties = {**entity.properties, name: expansion}
    return entities


def _build_readers(sheet: Sheet) -> dict[str, Reader]:
    readers: dict[str, Reader] = {name: name for name in _FIRST}
    for field in sheet.fields:
        if not field.is_built_in:
            readers |= _build_field_readers(field)
    readers |= {name: name for name in _LAST} | _RENAMED
    if sheet.list.is_library:
        del readers["Attachments"]
    return readers


def _build_field_readers(field: FieldRecord) -> dict[str, Reader]:
    if field.kind is kinds.USER:
        return {field.value_name: _wrap(field), f"{field.entity_name}StringId": _write_id(field.internal_name)}
    return {field.value_name: _wrap(field)}


def _wrap(field: FieldRecord) -> Reader:
    if field.is_many:
        return _wrap_many("Edm.Int32" if field.is_reference else "Edm.String", field.internal_name)
    return _wrap_link(field.internal_name) if field.kind is kinds.URL else field.internal_name


def _wrap_many(member: str, cell: str) -> Reader:
    def wrapped(values: Values) -> object:
        members = values.get(cell)
        return Many(member, members) if isinstance(members, list) else None

    return wrapped


def _wrap_link(cell: str) -> Reader:
    def wrapped(values: Values) -> object:
        parts = values.get(cell)
        return Complex("SP.FieldUrlValue", parts) if isinstance(parts, dict) else None

    return wrapped


def _write_id(cell: str) -> Reader:
    def written(values: Values) -> object:
        ids = values.get(cell)
        if isinstance(ids, list):
            return Many("Edm.String", [str(member) for member in ids])
        return None if ids is None else str(ids)

    return written


def _find_reader(sheet: Sheet, everything: Mapping[str, Reader], name: str) -> Reader:
    if name in everything or name in _ON_REQUEST:
        return everything.get(name, name)
    if name in _PLACES:
        return _place_reader(name, sheet.list.folder)
    for field in sheet.fields:
        if field.is_reference and name == field.entity_name and name not in unbuilt.ITEM:
            raise ProjectionError(path=name, name=name)
    if name in unbuilt.ITEM or name in unbuilt.ITEM_LINKS:
        raise UnsupportedError(what=f"the property '{name}' of an item")
    raise SelectError(name=name)


def _place_reader(name: str, folder: str) -> Reader:
    # An item in a list has an address too, though nobody sees it.
    def read(values: Values) -> object:
        leaf = f"{values['ID']}_.000"
        place = {"FileRef": f"{folder}/{leaf}", "FileLeafRef": leaf, "FileDirRef": folder}
        return values.get(name, place[name])

    return read


def _build_joins(sheet: Sheet, options: Options, expanded: Sequence[str]) -> list[Join]:
    references = {field.entity_name: field for field in sheet.fields if field.is_reference}
    wanted = _group_paths(path for path in options.select if path.partition("/")[0] not in EXPANSIONS)
    for name, inner in wanted.items():
        if name not in expanded:
            _check_reference(references, name)
            raise ProjectionError(path=f"{name}/{inner[0]}", name=name)
    for name in expanded:
        _check_reference(references, name)
        if name not in wanted:
            raise ProjectionError(path=name, name=name)
    if len(expanded) > JOIN_LIMIT:
        raise LookupJoinsError
    return [Join(references[name], tuple(wanted[name])) for name in expanded]


def _check_reference(references: Mapping[str, FieldRecord], name: str) -> None:
    if name in unbuilt.ITEM_LINKS or name in unbuilt.ITEM:
        raise UnsupportedError(what=f"expanding '{name}' of items")
    if name not in references:
        raise SelectError(name=name)


def _group_paths(select: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path in select:
        name, _, inner = path.partition("/")
        if inner:
            groups.setdefault(name, []).append(inner)
    return groups


def _join(sheet: Sheet, join: Join, records: Sequence[ItemRecord], entities: Sequence[Entity]) -> None:
    field = join.field
    cells = [record.values.get(field.internal_name) for record in records]
    shown = read_references(sheet, field, join.names, _list_ids(cells))
    for entity, cell in zip(entities, cells, strict=True):
        properties = dict(entity.properties)
        if isinstance(cell, list):
            members = [shown[member] for member in cell if member in shown]
            properties[field.entity_name] = Collection(sheet.list.item_type, members)
        elif cell in shown:
            properties[field.entity_name] = shown[cell]
        else:
            # An empty lookup stays a link: version 3 leaves it out of JSON light and verbose shows it as deferred.
            entity.links = (*entity.links, field.entity_name)
        entity.properties = properties


def _list_ids(cells: Iterable[object]) -> list[int]:
    ids: list[int] = []
    for cell in cells:
        members = cell if isinstance(cell, list) else [cell]
        ids += [member for member in members if isinstance(member, int)]
    return ids
