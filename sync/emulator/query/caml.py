"""CAML: the XML of views and queries, read into the conditions and sort keys that the store evaluates.

Pure: what it needs of the site comes in as arguments, and nothing is asked of the store. Its public functions:

    parse_view(text: str, columns: CamlColumns, asker: Asker) -> CamlView
        the whole of ``<View>…</View>``, as GetItems and RenderListDataAsStream take it
    parse_query(text: str, columns: CamlColumns, asker: Asker) -> CamlQuery
        what stands inside ``<Query>``, as ``SP.View.ViewQuery`` keeps it; empty text is a query for everything

``CamlColumns`` finds a list's columns by internal name (``reading.caml_columns.ItemCamlColumns`` does); ``Asker`` says
who asks, when, and in which time zone. Both functions raise ``XmlError``, ``CamlError``, ``CamlColumnError`` and
``LiteralError`` for what SharePoint refuses, and ``UnsupportedError`` for an element or attribute that is not built.
Elements and attributes are those of Microsoft's "Query schema" and "View schema"; the values are in ``caml_values``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sync.emulator.errors import CamlColumnError, CamlError, UnsupportedError
from sync.emulator.naming import LARGEST_ID
from sync.emulator.query.caml_values import (
    Asker,
    CamlColumns,
    Wanted,
    find_column,
    find_reference,
    read_value,
    refuse_attributes,
)
from sync.emulator.query.columns import Column, ColumnType, Condition, SortKey, Test, build_sort_key
from sync.emulator.query.comparisons import (
    ORDERINGS,
    build_beginning,
    build_difference,
    build_equality,
    build_ordering,
    build_within,
)
from sync.emulator.safe_xml import Element, parse_xml, read_boolean
from sync.emulator.whole_numbers import read_whole_number

__all__ = ["Asker", "CamlColumns", "CamlQuery", "CamlView", "parse_query", "parse_view"]

SCOPES = ("Default", "FilesOnly", "Recursive", "RecursiveAll")

_ORDERINGS = {"Lt": "lt", "Leq": "le", "Gt": "gt", "Geq": "ge"}
_JOINERS: Mapping[str, Callable[[Iterable[bool]], bool]] = {"And": all, "Or": any}
#: What only says how a view looks, which is no part of which rows it shows.
_FURNITURE = (
    "BaseViewID",
    "ContentTypeID",
    "DefaultView",
    "DisplayName",
    "ImageUrl",
    "Level",
    "MobileDefaultView",
    "MobileView",
    "Name",
    "OrderedView",
    "PageType",
    "TabularView",
    "Type",
    "Url",
)


@dataclass(frozen=True, slots=True)
class CamlQuery:
    """Which rows, in which order.

    Args:
        order: the keys of ``groups`` first, then those of OrderBy; what the store sorts by.
        groups: the columns that rows are grouped by.
        is_collapsed: whether groups are shown closed.
    """

    conditions: tuple[Condition, ...] = ()
    order: tuple[SortKey, ...] = ()
    groups: tuple[SortKey, ...] = ()
    is_collapsed: bool = False


@dataclass(frozen=True, slots=True)
class CamlView:
    """A query, what is shown of each row, and how many rows.

    Args:
        fields: internal names, in order; none when the view does not say.
        row_limit: None when the view does not say.
        scope: one of ``SCOPES``.
    """

    query: CamlQuery = field(default_factory=CamlQuery)
    fields: tuple[str, ...] = ()
    row_limit: int | None = None
    is_paged: bool = False
    scope: str = SCOPES[0]


def parse_view(text: str, columns: CamlColumns, asker: Asker) -> CamlView:
    """Return what ``text`` asks of a list; empty text asks for everything."""
    if not text.strip():
        return CamlView()
    element = parse_xml(text, "The view")
    if element.tag != "View":
        raise CamlError(reason=f"its root is '{element.tag}' and not View")
    refuse_attributes(element, "Scope", *_FURNITURE)
    children = _index_children(element, "Query", "ViewFields", "RowLimit")
    limit = children.get("RowLimit")
    return CamlView(
        _read_query(children.get("Query"), columns, asker),
        tuple(_read_shown(children.get("ViewFields"))),
        None if limit is None else _read_limit(limit),
        limit is not None and read_boolean(limit, "Paged"),
        _read_scope(element.attrib.get("Scope", "")),
    )


def parse_query(text: str, columns: CamlColumns, asker: Asker) -> CamlQuery:
    """Return what ``text`` asks of a list; empty text asks for everything."""
    return _read_query(parse_xml(f"<Query>{text}</Query>", "The query"), columns, asker)


def _read_query(element: Element | None, columns: CamlColumns, asker: Asker) -> CamlQuery:
    if element is None:
        return CamlQuery()
    if len(element) == 1 and element[0].tag == "Query":
        # Clients write the element twice; SharePoint reads the inner one.
        element = element[0]
    # A condition outside Where is passed over, so that the query finds everything.
    children = _index_children(element, "Where", "OrderBy", "GroupBy", ignored=CONDITIONS)
    groups = tuple(_read_keys(children.get("GroupBy"), columns))
    order = tuple(key for key in _read_keys(children.get("OrderBy"), columns) if key.column.name not in _name(groups))
    where, grouping = children.get("Where"), children.get("GroupBy")
    conditions = () if where is None else tuple(_read_where(where, columns, asker))
    return CamlQuery(conditions, groups + order, groups, grouping is not None and read_boolean(grouping, "Collapse"))


def _read_where(where: Element, columns: CamlColumns, asker: Asker) -> Iterable[Condition]:
    refuse_attributes(where)
    if len(where) > 1:
        raise CamlError(reason="Where holds more than one condition")
    return [_read_condition(part, columns, asker) for root in where for part in _split(root, "And")]


def _split(root: Element, joiner: str) -> Iterable[Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag != joiner:
            yield element
            continue
        refuse_attributes(element)
        if len(element) != 2:
            raise CamlColumnError
        waiting += reversed(element)


def _read_condition(element: Element, columns: CamlColumns, asker: Asker) -> Condition:
    if element.tag in _JOINERS:
        tests = [_read_condition(part, columns, asker).test for part in _split(element, element.tag)]
        join = _JOINERS[element.tag]
        return Condition(lambda values: join(test(values) for test in tests))
    read = _CONDITIONS.get(element.tag)
    if read is None:
        raise UnsupportedError(what=f"the element '{element.tag}' of a CAML query")
    refuse_attributes(element)
    return read(element, columns, asker)


def _read_equality(element: Element, columns: CamlColumns, asker: Asker) -> Condition:
    column, wanted = _read_pair(element, columns, asker)
    is_plain = wanted.is_exact and column.type is not ColumnType.MANY
    return Condition(build_equality(column, wanted.value), column, wanted.value if is_plain else None)


def _read_difference(element: Element, columns: CamlColumns, asker: Asker) -> Condition:
    column, wanted = _read_pair(element, columns, asker)
    return Condition(build_difference(column, wanted.value), column)


def _read_ordering(element: Element, columns: CamlColumns, asker: Asker) -> Condition:
    column, wanted = _read_pair(element, columns, asker)
    if column.type is ColumnType.MANY:
        raise UnsupportedError(what=f"'{element.tag}' by the column '{column.name}', which holds several values")
    ordering = _ORDERINGS[element.tag]
    least = wanted.value if ordering in ("gt", "ge") else None
    return Condition(build_ordering(column, ORDERINGS[ordering], wanted.value), column, least=least)


def _read_text_test(
    element: Element, columns: CamlColumns, asker: Asker, build: Callable[[Column, str], Test]
) -> Condition:
    column, wanted = _read_pair(element, columns, asker, is_text=True)
    return Condition(build(column, wanted.text), column)


def _read_emptiness(element: Element, columns: CamlColumns, _: Asker, *, is_empty: bool) -> Condition:
    if len(element) != 1:
        raise CamlError(reason=f"{element.tag} takes one FieldRef and no more")
    column = find_column(element[0], columns, is_id=False)
    return Condition(lambda values: (column.read(values) in (None, "", [])) is is_empty, column)


def _read_membership(element: Element, columns: CamlColumns, asker: Asker) -> Condition:
    reference, values = find_reference(element), element.find("Values")
    if values is None or len(element) != 2:
        raise CamlError(reason="In takes a FieldRef and Values")
    pairs = [_check_comparable(element, *read_value(reference, value, columns, asker)) for value in values]
    tests = [build_equality(column, wanted.value) for column, wanted in pairs]
    return Condition(lambda row: any(test(row) for test in tests), pairs[0][0] if pairs else None)


def _read_pair(element: Element, columns: CamlColumns, asker: Asker, *, is_text: bool = False) -> tuple[Column, Wanted]:
    reference, value = find_reference(element), element.find("Value")
    if value is None or len(element) != 2:
        raise CamlError(reason=f"{element.tag} takes a FieldRef and a Value")
    column, wanted = read_value(reference, value, columns, asker, is_text=is_text)
    return (column, wanted) if is_text else _check_comparable(element, column, wanted)


def _check_comparable(element: Element, column: Column, wanted: Wanted) -> tuple[Column, Wanted]:
    if column.refusal:
        raise UnsupportedError(what=f"'{element.tag}' by the column '{column.name}' of type {column.refusal}")
    return column, wanted


_CONDITIONS: Mapping[str, Callable[[Element, CamlColumns, Asker], Condition]] = {
    "Eq": _read_equality,
    "Neq": _read_difference,
    **dict.fromkeys(_ORDERINGS, _read_ordering),
    "In": _read_membership,
    "IsNull": partial(_read_emptiness, is_empty=True),
    "IsNotNull": partial(_read_emptiness, is_empty=False),
    "Contains": partial(_read_text_test, build=build_within),
    "BeginsWith": partial(_read_text_test, build=build_beginning),
}

#: For the coverage document: everything that may stand in a Where.
CONDITIONS = (*_JOINERS, *_CONDITIONS)


def _read_keys(element: Element | None, columns: CamlColumns) -> Iterable[SortKey]:
    if element is None:
        return
    refuse_attributes(element, "Collapse", "GroupLimit", "Override", "UseIndexForOrderBy")
    for reference in element:
        column = find_column(reference, columns, is_id=False)
        yield build_sort_key(column, descending=not read_boolean(reference, "Ascending", default=True))


def _read_shown(element: Element | None) -> Iterable[str]:
    if element is None:
        return
    refuse_attributes(element)
    for reference in element:
        if reference.tag != "FieldRef" or not reference.attrib.get("Name"):
            raise CamlError(reason="ViewFields takes FieldRef elements with a Name")
        yield reference.attrib["Name"]


def _read_limit(element: Element) -> int:
    refuse_attributes(element, "Paged")
    text = (element.text or "").strip()
    limit = read_whole_number(text, LARGEST_ID)
    if limit is None:
        raise CamlError(reason=f"RowLimit cannot be '{text}'")
    return limit


def _read_scope(written: str) -> str:
    # What SharePoint does not know it takes for the default, as it does the library's "ViewScope.DefaultValue"
    # (sharepoint.md B13; that it does so is unverified).
    return next((scope for scope in SCOPES if scope.lower() == written.lower()), SCOPES[0])


def _index_children(element: Element, *known: str, ignored: Iterable[str] = ()) -> dict[str, Element]:
    children: dict[str, Element] = {}
    for child in element:
        if child.tag in known and child.tag not in children:
            children[child.tag] = child
        elif child.tag in known:
            raise CamlError(reason=f"{child.tag} stands in it twice")
        elif child.tag not in ignored:
            raise UnsupportedError(what=f"the element '{child.tag}' in a CAML {element.tag}")
    return children


def _name(keys: Iterable[SortKey]) -> set[str]:
    return {key.column.name for key in keys}
