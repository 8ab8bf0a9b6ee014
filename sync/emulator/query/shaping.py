"""Apply ``$select``, ``$expand``, ``$filter``, ``$orderby``, ``$top`` and ``$skip`` to anything that is not an item."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sync.emulator.errors import FilterColumnError, ProjectionError, SelectError, UnsupportedError
from sync.emulator.formats.bodies import Collection, Entity
from sync.emulator.query.columns import Column, ColumnType
from sync.emulator.query.filters import parse_filter
from sync.emulator.query.options import Options

Related = Callable[[Options], Entity | Collection]


@dataclass(frozen=True, slots=True)
class Resource:
    """Something with an address, before anybody has said which part of it they want.

    Args:
        properties: what is given when nothing is selected.
        extra: what is given only when selected.
        related: what can be expanded.
        links: what SharePoint can expand and the local SharePoint cannot.
        elsewhere: properties that other kinds of the same type have, or that clients are known to ask for in vain;
            asked of this one they are left out.
        unsupported: properties that SharePoint has and the local SharePoint does not; they are 501 and not 400.
    """

    type: str
    path: str
    properties: Mapping[str, object]
    extra: Mapping[str, object] = field(default_factory=dict)
    related: Mapping[str, Related] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    etag: str = ""
    elsewhere: frozenset[str] = frozenset()
    unsupported: frozenset[str] = frozenset()


def shape_entity(resource: Resource, options: Options) -> Entity:
    """Return the part of ``resource`` that ``options`` ask for; raises ``SelectError``."""
    wanted = _split_select(resource, options)
    expanded = {name: _expand(resource, name, options) for name in _list_expanded(options)}
    if wanted is None:
        names = [*resource.related, *resource.links]
        links = tuple(name for name in names if name not in expanded)
        properties = {**resource.properties, **expanded}
    else:
        available = {**resource.properties, **resource.extra, **expanded}
        links = tuple(name for name in wanted if name not in available)
        properties = {name: available[name] for name in wanted if name in available}
    return Entity(resource.type, resource.path, properties, etag=resource.etag, links=links)


def shape_collection(resources: Sequence[Resource], options: Options, context: str, zone: ZoneInfo) -> Collection:
    """Return those of ``resources`` that ``options`` ask for, in the order they ask for."""
    if options.skiptoken:
        raise UnsupportedError(what=f"'$skiptoken' on {context}")
    found = _filter(resources, options, zone)
    for order in reversed(options.orderby):
        found.sort(key=lambda resource: _sort_key(resource, order.name), reverse=order.descending)
    start = options.skip or 0
    stop = None if options.top is None else start + options.top
    return Collection(context, [shape_entity(resource, options) for resource in found[start:stop]])


def refuse_options(options: Options, *allowed: str) -> None:
    """Raise ``UnsupportedError`` for an option that means nothing where it stands."""
    for name in options.sent:
        if name not in allowed:
            raise UnsupportedError(what=f"the query option '{name}' here")


def narrow_options(options: Options, name: str) -> Options:
    """Return what ``options`` say about the inside of ``name``, which they expand."""
    return replace(Options(), select=_strip(options.select, name), expand=_strip(options.expand, name))


def _split_select(resource: Resource, options: Options) -> list[str] | None:
    if not options.select or "*" in options.select:
        return None
    expanded = _list_expanded(options)
    wanted = []
    for path in options.select:
        name, _, inner = path.partition("/")
        if inner and name not in expanded:
            raise ProjectionError(path=path, name=name)
        if _has_name(resource, name) and name not in wanted:
            wanted.append(name)
    return wanted


def _has_name(resource: Resource, name: str) -> bool:
    known = (resource.properties, resource.extra, resource.related, resource.links)
    if any(name in names for names in known):
        return True
    if name in resource.elsewhere:
        return False
    if name in resource.unsupported:
        raise UnsupportedError(what=f"the property '{name}' of {resource.type}")
    raise SelectError(name=name)


def _list_expanded(options: Options) -> list[str]:
    return list(dict.fromkeys(path.partition("/")[0] for path in options.expand))


def _expand(resource: Resource, name: str, options: Options) -> object:
    if name in resource.related:
        return resource.related[name](narrow_options(options, name))
    if name in resource.links:
        raise UnsupportedError(what=f"expanding '{name}' of {resource.type}")
    if name in resource.properties:
        return resource.properties[name]
    if name in resource.extra:
        return resource.extra[name]
    raise SelectError(name=name)


def _strip(paths: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(path.partition("/")[2] for path in paths if path.startswith(f"{name}/"))


def _filter(resources: Sequence[Resource], options: Options, zone: ZoneInfo) -> list[Resource]:
    if not options.filter or not resources:
        return list(resources)
    known = {name for resource in resources for name in (*resource.properties, *resource.extra)}

    def resolve(name: str) -> Column:
        if name not in known:
            raise FilterColumnError(name=name)
        return Column(name, ColumnType.ANY, lambda values: values.get(name))

    conditions = parse_filter(options.filter, resolve, zone)
    return [
        resource
        for resource in resources
        if all(condition.test({**resource.properties, **resource.extra}) for condition in conditions)
    ]


def _sort_key(resource: Resource, name: str) -> tuple[bool, str | float]:
    available = {**resource.properties, **resource.extra}
    if name not in available:
        raise SelectError(name=name)
    value = available[name]
    if isinstance(value, int | float):
        return (True, float(value))
    return (value is not None, str(value or "").casefold())
