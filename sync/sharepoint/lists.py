"""Complete reads: a list is read whole or not at all.

Unfiltered pages by ID are read and filtered here, because SharePoint refuses filters that scan over 5,000 rows (sharepoint.md,
C.3). A read is complete when the chain of pages ended, no page and no row came twice, the number of rows agrees with the list's
ItemCount asked for after the last page, and no row was deleted meanwhile: a row more and a row less would otherwise cancel out
between two pages. A list that changes while it is read is read again, a few times.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from sync.core.records import Column, ListContents, Row
from sync.errors import IncompleteReadError, UnreachableError
from sync.ports import ListRequest
from sync.sharepoint.batch import read_parts
from sync.sharepoint.columns import WireColumn, read_column
from sync.sharepoint.complaints import Complaint, complain_of_list, refuse
from sync.sharepoint.failures import LIST_MISSING, explain, read_failure
from sync.sharepoint.transport import Answer, Transport

PAGE_SIZE: Final = 5000
"""The most rows SharePoint gives at once (sharepoint.md, C.2)."""

_SMALL_LIST: Final = 1000
"""Up to here a list's only page travels in a batch with others; a longer answer gets a request of its own."""

_FIELDS: Final = "InternalName,EntityPropertyName,Title,TypeAsString,Indexed,EnforceUniqueValues,SchemaXml"
"""Properties that every sort of field has; what only some have is read from the schema."""

BLIND_ETAGS: Final = frozenset({"", "*"})
"""What names no version of a row."""

_ATTEMPTS: Final = 3
_MARK: Final = "ItemCount,LastItemDeletedDate"


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list as it stands on the site: where it is, how many rows it has, and its columns by internal name."""

    title: str
    address: str
    description: str
    item_count: int
    deleted_at: str
    columns: Mapping[str, WireColumn]


def quote_literal(value: str) -> str:
    """Return an OData string literal for a URL: quotes doubled, everything else percent-encoded."""
    return "'" + quote(value.replace("'", "''"), safe="") + "'"


def list_url(transport: Transport, title: str) -> str:
    """Return the address of a list by its title."""
    return f"{transport.api}/web/lists/getbytitle({quote_literal(title)})"


def read_shapes(transport: Transport, titles: Sequence[str]) -> dict[str, ListShape | None]:
    """Return what the lists of these titles look like; None for one that is not there."""
    select = f"$select=Title,Description,{_MARK},RootFolder/ServerRelativeUrl&$expand=RootFolder"
    urls: list[str] = []
    for title in titles:
        base = list_url(transport, title)
        urls += [f"{base}?{select}", f"{base}/fields?$select={_FIELDS}"]
    answers = read_parts(transport, urls, "about the lists")
    return {
        title: _read_shape(transport, title, answers[2 * index], answers[2 * index + 1])
        for index, title in enumerate(titles)
    }


def _read_shape(transport: Transport, title: str, about: Answer, fields: Answer) -> ListShape | None:
    failure = read_failure(about.status, about.content) if about.status >= 400 else None
    if failure and failure.status == 404 and failure.code.startswith(LIST_MISSING):
        return None
    what = f"about the list '{title}'"
    body = _read_json(about, what, "RootFolder", "ItemCount")
    columns = _read_json(fields, what, "value")
    with expecting_form(what):
        return ListShape(
            title=title,
            address=transport.origin + quote(body["RootFolder"]["ServerRelativeUrl"]),
            description=str(body.get("Description") or ""),
            item_count=int(body["ItemCount"]),
            deleted_at=str(body.get("LastItemDeletedDate") or ""),
            columns={field["InternalName"]: read_column(field) for field in columns["value"]},
        )


def _read_json(answer: Answer, what: str, *wanted: str) -> dict[str, Any]:
    """Return the JSON of an answer that succeeded; raises what SharePoint gave as the reason otherwise."""
    if answer.status >= 300:
        raise explain(read_failure(answer.status, answer.content), what)
    return decode(answer, what, *wanted)


def decode(answer: Answer, what: str, *wanted: str) -> dict[str, Any]:
    """Return the JSON object of an answer; raises UnreachableError when it holds none, or not all the properties that are wanted."""
    with expecting_form(what):
        body = json.loads(answer.content)
        if not isinstance(body, dict) or not body.keys() >= set(wanted):
            raise ValueError("not the properties that were asked for")
    return body


@contextmanager
def expecting_form(what: str) -> Iterator[None]:
    """Raise UnreachableError when what stands in an answer is not of the form that was asked for.

    What travelled badly, or was put in by a proxy, may be JSON and yet lack an ID or have a word where a number belongs.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # What led to it quotes what stood there, which may be a person's.
        raise UnreachableError(
            f"SharePoint's answer {what} came garbled: it is not the JSON that was asked for. Nothing was changed; run again."
        ) from None


def read_site_titles(transport: Transport) -> list[str]:
    """Return the titles of the site's visible lists, for naming the nearest to a slip."""
    what = "about the site's lists"
    answer = transport.read(f"{transport.api}/web/lists?$select=Title,Hidden", what)
    entries = decode(answer, what, "value")["value"]
    with expecting_form(what):
        return [str(entry["Title"]) for entry in entries if not entry["Hidden"]]


def read_lists(transport: Transport, wanted: Sequence[ListRequest]) -> dict[str, ListContents]:
    """Return the wanted lists by title, each read whole, or only the rows with the keys that are asked for.

    An optional list that is missing is left out.

    Raises:
        SiteShapeError: a list or columns are missing; all of them are named, with the nearest that exist.
        IncompleteReadError: a list changed so much while it was read, each time, that no read was complete.
    """
    shapes = check_shapes(transport, wanted, read_shapes(transport, [request.title for request in wanted]))
    queries = {
        request.title: _build_query(transport, shapes[request.title], request)
        for request in wanted
        if request.title in shapes
    }
    rows = _read_first_pages(transport, shapes, queries)
    whole = [title for title in queries if not queries[title].is_keyed]
    before = {title: shapes[title].deleted_at for title in whole}
    for attempt in range(1, _ATTEMPTS + 1):
        marks = _read_marks(transport, whole) if whole else {}
        moved = [
            title
            for title in whole
            if not marks[title].agrees(len(rows[title]), before[title]) or _came_twice(rows[title])
        ]
        if not moved:
            break
        if attempt == _ATTEMPTS:
            told = ", ".join(
                f"'{title}' has {marks[title].count} rows and gave {len(rows[title])}"
                + (", of which some came twice" if _came_twice(rows[title]) else "")
                for title in moved
            )
            raise IncompleteReadError(
                f"A list could not be read whole: {told}. Somebody is changing it right now, or the app may not see all of it. "
                "Nothing was changed; the next run tries again."
            )
        transport.pause(attempt)
        for title in moved:
            before[title] = marks[title].deleted_at
            rows[title] = _read_chain(transport, shapes[title], queries[title])
    return {title: _build_contents(shapes[title], rows[title]) for title in queries}


def check_shapes(
    transport: Transport, wanted: Iterable[ListRequest], shapes: Mapping[str, ListShape | None]
) -> dict[str, ListShape]:
    """Return the shapes when every wanted list and column is there; otherwise name all that are missing."""
    refuse(
        complaint
        for request in wanted
        if shapes[request.title] is not None or not request.is_optional
        for complaint in _complain(transport, request, shapes[request.title])
    )
    return {title: shape for title, shape in shapes.items() if shape is not None}


def _complain(transport: Transport, request: ListRequest, shape: ListShape | None) -> Iterator[Complaint]:
    columns = list(shape.columns) if shape else None
    is_empty = shape is not None and shape.item_count == 0
    return complain_of_list(request, columns, lambda: read_site_titles(transport), is_empty=is_empty)


@dataclass(frozen=True, slots=True)
class _Query:
    """The first page's address, and the columns in it."""

    url: str
    columns: tuple[WireColumn, ...]
    is_keyed: bool


def _build_query(transport: Transport, shape: ListShape, request: ListRequest) -> _Query:
    columns = tuple(shape.columns[name] for name in request.columns)
    selects = ",".join(["Id", *(select for column in columns for select in column.selects)])
    expands = ",".join(column.expand for column in columns if column.expand)
    options = f"$select={selects}" + (f"&$expand={expands}" if expands else "") + f"&$top={PAGE_SIZE}"
    if request.keys:
        # The key's column is unique and so has an index: such a filter works on lists of any length.
        matches = (f"{request.key_column}%20eq%20{quote_literal(key)}" for key in request.keys)
        options += f"&$filter={'%20or%20'.join(matches)}"
    return _Query(f"{list_url(transport, shape.title)}/items?{options}", columns, bool(request.keys))


def _read_first_pages(
    transport: Transport, shapes: Mapping[str, ListShape], queries: Mapping[str, _Query]
) -> dict[str, list[Row]]:
    """Read every list, the short ones together."""
    together = [title for title in queries if queries[title].is_keyed or shapes[title].item_count <= _SMALL_LIST]
    answers = read_parts(transport, [queries[title].url for title in together], "for the lists' rows")
    rows = {
        title: _follow(
            transport, shapes[title], queries[title], _read_json(answer, f"for the rows of '{title}'", "value")
        )
        for title, answer in zip(together, answers, strict=True)
    }
    for title in queries:
        if title not in rows:
            rows[title] = _read_chain(transport, shapes[title], queries[title])
    return rows


def _read_chain(transport: Transport, shape: ListShape, query: _Query) -> list[Row]:
    answer = transport.read(query.url, f"for the rows of '{shape.title}'")
    return _follow(transport, shape, query, decode(answer, f"for the rows of '{shape.title}'", "value"))


def _follow(transport: Transport, shape: ListShape, query: _Query, page: dict[str, Any]) -> list[Row]:
    """Return the rows of a page and of all that follow it."""
    what = f"for the rows of '{shape.title}'"
    with expecting_form(what):
        rows = read_rows(page["value"], query.columns)
    seen: set[str] = set()
    while url := page.get("odata.nextLink"):
        with expecting_form(what):
            is_astray = url in seen or urlsplit(url)[:2] != urlsplit(transport.origin)[:2]
        if is_astray:
            raise IncompleteReadError(
                f"The pages of '{shape.title}' do not end, or lead to another site. Nothing was changed; run again."
            )
        seen.add(url)
        page = decode(transport.read(url, what), what, "value")
        with expecting_form(what):
            rows.extend(read_rows(page["value"], query.columns))
    return rows


def _came_twice(rows: Sequence[Row]) -> bool:
    return len({row.id for row in rows}) != len(rows)


def read_rows(values: Iterable[dict[str, Any]], columns: Sequence[WireColumn]) -> list[Row]:
    """Return the rows of one page; one without the ID or the ETag that a change of it needs raises KeyError or ValueError.

    The decoded JSON becomes the cells, and only what has another form here is replaced: building a mapping of its own for each
    row took as long as decoding all of them.
    """
    converted = [(column.column.internal_name, column.property_name, column.read) for column in columns if column.read]
    renamed = [
        (column.column.internal_name, column.property_name)
        for column in columns
        if column.read is None and column.column.internal_name != column.property_name
    ]
    rows = []
    for cells in values:
        for name, key, read in converted:
            cells[name] = read(cells.get(key))
        for name, key in renamed:
            cells[name] = cells.get(key)
        number, etag = cells["Id"], cells.pop("odata.etag")
        # Under a blank ETag or a star a change would write over whatever somebody wrote since.
        if type(number) is not int or type(etag) is not str or etag.strip() in BLIND_ETAGS:
            raise ValueError("a row without its ID or its ETag")
        rows.append(Row(number, etag, cells))
    return rows


@dataclass(frozen=True, slots=True)
class _Mark:
    """How a list stood after it was read."""

    count: int
    deleted_at: str

    def agrees(self, rows: int, deleted_before: str) -> bool:
        return rows == self.count and self.deleted_at == deleted_before


def _read_marks(transport: Transport, titles: Sequence[str]) -> dict[str, _Mark]:
    urls = [f"{list_url(transport, title)}?$select={_MARK}" for title in titles]
    answers = read_parts(transport, urls, "for the number of rows")
    marks = {}
    for title, answer in zip(titles, answers, strict=True):
        body = _read_json(answer, f"for the number of rows in '{title}'", "ItemCount")
        with expecting_form(f"for the number of rows in '{title}'"):
            marks[title] = _Mark(int(body["ItemCount"]), str(body.get("LastItemDeletedDate") or ""))
    return marks


def _build_contents(shape: ListShape, rows: list[Row]) -> ListContents:
    columns: dict[str, Column] = {name: wire.column for name, wire in shape.columns.items()}
    return ListContents(shape.title, shape.address, columns, sorted(rows, key=lambda row: row.id))
