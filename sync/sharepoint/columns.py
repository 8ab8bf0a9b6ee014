"""Columns and cells: SharePoint's wire forms on one side, the core's neutral ones on the other."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sync.core.clocks import local_midnight
from sync.core.records import Cell, Column, Link, Looked, Person, Value

_Reader: TypeAlias = Callable[[Any], Cell]


@dataclass(frozen=True, slots=True)
class WireColumn:
    """A column with what the wire needs: its name in OData, what to select and expand, and how to read its cell.

    OData writes ``OData_`` before names that begin with an underscore; SharePoint tells it as EntityPropertyName.
    """

    column: Column
    property_name: str
    selects: tuple[str, ...]
    expand: str = ""
    read: _Reader | None = None
    """How to read a cell; None where the JSON is the cell already, which spares a call for most of them."""


def read_column(field: Mapping[str, Any]) -> WireColumn:
    """Return a column from the JSON of a field."""
    kind = str(field["TypeAsString"])
    schema = str(field.get("SchemaXml") or "")
    name = str(field.get("EntityPropertyName") or field["InternalName"])
    column = Column(
        internal_name=str(field["InternalName"]),
        title=str(field["Title"]),
        type=kind,
        is_date_only=kind == "DateTime" and _read_attribute(schema, "Format") == "DateOnly",
        is_indexed=bool(field.get("Indexed")),
        is_unique=bool(field.get("EnforceUniqueValues")),
        is_rich_text=_read_attribute(schema, "RichText").upper() == "TRUE",
    )
    if kind.startswith("User"):
        return WireColumn(column, name, (f"{name}/Title", f"{name}/EMail"), name, _read_person)
    if kind.startswith("Lookup"):
        shown = _read_attribute(schema, "ShowField") or "Title"
        return WireColumn(column, name, (f"{name}/Id", f"{name}/{shown}"), name, _build_lookup_reader(shown))
    return WireColumn(column, name, (name,), read=None if kind in _PLAIN_TYPES else _READERS.get(kind, _read_other))


def _read_attribute(schema: str, name: str) -> str:
    """Return an attribute of a field's own definition, or nothing."""
    found = re.search(rf'^<Field\b[^>]*\s{name}="([^"]*)"', schema)
    return found[1] if found else ""


def _read_other(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if isinstance(raw, list):
        return tuple(str(part) for part in raw)
    return raw if raw is None or isinstance(raw, str | int | float | bool) else str(raw)


@lru_cache(maxsize=4096)
def _parse_moment(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_moment(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    return _parse_moment(raw) if isinstance(raw, str) else None


def _read_link(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    return Link(str(raw.get("Url") or ""), str(raw.get("Description") or "")) if isinstance(raw, dict) else None


def _read_person(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if isinstance(raw, list):
        return tuple(_read_person(part) for part in raw)
    return Person(str(raw.get("Title") or ""), str(raw.get("EMail") or "")) if isinstance(raw, dict) else None


def _build_lookup_reader(shown: str) -> _Reader:
    def read(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
        if isinstance(raw, list):
            return tuple(read(part) for part in raw)
        return Looked(int(raw.get("Id") or 0), str(raw.get(shown) or "")) if isinstance(raw, dict) else None

    return read


_PLAIN_TYPES = frozenset({"Text", "Note", "Choice", "Number", "Currency", "Integer", "Counter", "Boolean", "Guid"})
_READERS: Mapping[str, _Reader] = {"DateTime": _read_moment, "URL": _read_link}


def write_value(value: Value) -> object:
    """Return the JSON for a value: a calendar day goes out as the moment it begins in London (sharepoint.md, C.7)."""
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return local_midnight(value).strftime("%Y-%m-%dT%H:%M:%SZ")
        case Link(url=url, text=text):
            return {"Url": url, "Description": text or url}
        case _:
            return value
