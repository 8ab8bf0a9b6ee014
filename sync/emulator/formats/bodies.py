"""What an answer says, before any dialect has spelt it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Properties = Mapping[str, object]


@dataclass(slots=True)
class Entity:
    """Something with an address: a list, a field, an item.

    It is not frozen because thousands are made for one page.

    Args:
        path: its address after ``_api/``, such as ``Web/Lists(guid'…')/Items(5)``.
        id: what stands in ``odata.id``; its address when empty.
        links: navigation properties that were not asked for; the verbose dialect lists them as deferred.
    """

    type: str
    path: str
    properties: Properties
    id: str = ""
    etag: str = ""
    links: tuple[str, ...] = ()


@dataclass(slots=True)
class Complex:
    """A value with parts and no address, such as a link's URL and description."""

    type: str
    properties: Properties


@dataclass(slots=True)
class Many:
    """Several plain values, such as the choices of a column; ``type`` is that of one."""

    type: str
    values: Iterable[object]


@dataclass(slots=True)
class Collection:
    """A feed of entities; ``context`` says of what, ``next_link`` where the rest is."""

    context: str
    entities: Iterable[Entity]
    next_link: str = ""


@dataclass(slots=True)
class Value:
    """The result of a call that returns one plain value; the verbose dialect names the call."""

    name: str
    type: str
    value: object


@dataclass(slots=True)
class Result:
    """The result of a call that returns a complex value."""

    name: str
    complex: Complex


@dataclass(slots=True)
class Nothing:
    """The result of a call that returns nothing, which SharePoint says in so many words."""

    name: str


@dataclass(frozen=True, slots=True)
class Raw:
    """What is sent as it is, whatever the dialect: a file, XML, or JSON of a shape of its own."""

    content: bytes
    content_type: str


Body = Entity | Collection | Value | Result | Nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler returns; no body means an empty one."""

    status: int = 200
    body: Body | Raw | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
