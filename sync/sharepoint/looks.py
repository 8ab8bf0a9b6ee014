"""Looks: views, the formatting of columns and views, and the head of forms; made where missing, brought back where changed.

Owned are the views that targets.yaml names, by their titles, the formatting of the service's own columns, and a form's head and
the formatting of the tracker's status column when they bear our mark or stand where there was none. Everything else on a list
is left as people made it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from sync.core.records import TargetList, TargetView
from sync.core.text import say_list
from sync.core.vocabulary import ColumnFormat, ColumnOwner, FormFormat, ViewFormat
from sync.errors import SiteShapeError
from sync.sharepoint.batch import Part, read_parts
from sync.sharepoint.failures import explain, read_failure
from sync.sharepoint.formats import build_column_format, build_form_format, build_status_format, build_view_format
from sync.sharepoint.formats.columns import OURS
from sync.sharepoint.formats.forms import MARK
from sync.sharepoint.lists import ListShape, decode, list_url, quote_literal
from sync.sharepoint.transport import Transport

_FIELDS: Final = "fields?$select=InternalName,CustomFormatter"
_VIEWS: Final = "views?$select=Id,Title,ViewQuery,RowLimit,CustomFormatter,ViewFields&$expand=ViewFields"
_TYPES: Final = "contenttypes?$select=StringId,ClientFormCustomFormatter"
_ALWAYS_THERE: Final = frozenset({"LinkTitle", "ID", "Created", "Modified", "Editor", "Author", "Title"})


@dataclass(frozen=True, slots=True)
class LooksNow:
    """How a list looks now; everything is empty for one that is not there yet."""

    formats: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    type_id: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class LooksWork:
    """What a list's looks still need. Formatting is JSON, by column or by the title of the view."""

    target: TargetList
    new_views: tuple[TargetView, ...]
    changed_views: tuple[tuple[TargetView, Mapping[str, Any]], ...]
    columns: Mapping[str, str]
    formats: Mapping[str, str]
    type_id: str
    form: str
    takes_default: bool = False
    """Whether the first view opens the list: only a list that never had a view of ours, or people chose another since."""

    def sentences(self) -> Iterator[str]:
        """Yield each thing as a sentence."""
        title = self.target.title
        for view in self.new_views:
            yield f"add the view '{view.title}' to '{title}'"
        for view, _ in self.changed_views:
            yield f"bring back the view '{view.title}' of '{title}'"
        if self.columns:
            yield f"format {', '.join(self.columns)} in '{title}'"
        if self.form:
            yield f"put our head on the form of '{title}'"


def read_looks(transport: Transport, titles: Sequence[str]) -> dict[str, LooksNow]:
    """Return how these lists look now; they must be there."""
    urls = [f"{list_url(transport, title)}/{part}" for title in titles for part in (_FIELDS, _VIEWS, _TYPES)]
    answers = read_parts(transport, urls, "about the looks of the lists")
    found = {}
    for index, title in enumerate(titles):
        bodies = []
        for answer in answers[3 * index : 3 * index + 3]:
            if answer.status >= 300:
                raise explain(read_failure(answer.status, answer.content), f"about the looks of '{title}'")
            bodies.append(decode(answer, f"about the looks of '{title}'", "value")["value"])
        fields, views, types = bodies
        found[title] = LooksNow(
            formats={each["InternalName"]: each.get("CustomFormatter") or "" for each in fields},
            views={each["Title"]: each for each in views},
            type_id=types[0]["StringId"] if types else "",
            form=(types[0].get("ClientFormCustomFormatter") or "") if types else "",
        )
    return found


def plan_looks(
    transport: Transport, target: TargetList, shape: ListShape | None, now: LooksNow, gaps: str
) -> LooksWork:
    """Return what one list's looks need.

    Args:
        transport: the site.
        target: the list as it has to be.
        shape: the list as it stands, None when it is not there yet.
        now: how it looks.
        gaps: the address of the list of gaps on the server.
    """
    site_path = urlsplit(transport.api).path.removesuffix("/_api")
    address = quote(gaps.removeprefix(site_path)) + "/Open%20gaps.aspx"
    types = {name: wire.column.type for name, wire in shape.columns.items()} if shape else {}
    formats = {view.title: _dump_view(view, target, types) for view in target.views}
    columns = {
        column.name: json.dumps(build_column_format(ColumnFormat(column.format), address))
        for column in target.columns
        if column.format and (column.owner is ColumnOwner.SERVICE or target.key)
    }
    status = target.status_column
    if status in types and (not now.formats.get(status) or OURS in now.formats[status]):
        columns[status] = json.dumps(build_status_format(target.words, types[status]))
    form = ""
    if target.form:
        form = json.dumps(build_form_format(FormFormat(target.form), target.names, types, address))
    is_ours = bool(target.key) or not now.form or MARK in now.form
    return LooksWork(
        target=target,
        new_views=tuple(view for view in target.views if view.title not in now.views),
        changed_views=tuple(
            (view, now.views[view.title])
            for view in target.views
            if view.title in now.views and _differs(view, now.views[view.title], formats[view.title])
        ),
        columns={name: text for name, text in columns.items() if not _is_same(text, now.formats.get(name, ""))},
        formats=formats,
        type_id=now.type_id,
        form=form if form and is_ours and not _is_same(form, now.form) else "",
        # A list of people's keeps the view that opens first.
        takes_default=bool(target.key) and not any(view.title in now.views for view in target.views),
    )


def leave_out_views(target: TargetList, shape: ListShape | None) -> tuple[TargetList, list[str]]:
    """Return a list of people's with those of our views that it can show, and a sentence for each of the others.

    A view is optional there, and the columns are people's: one that they have not must keep nothing else from being made.
    """
    known = {*(shape.columns if shape else ()), *(column.name for column in target.columns), *_ALWAYS_THERE}
    shown, told = [], []
    for view in target.views:
        if missing := [name for name in _list_named(view) if name not in known]:
            told.append(
                f"the view '{view.title}' of '{target.title}', which has no column {say_list(missing, 'or')}. Correct the view in "
                "other_views of targets.yaml, or take it out, and provision again."
            )
        else:
            shown.append(view)
    return replace(target, views=tuple(shown)), told


def _list_named(view: TargetView) -> list[str]:
    """Return the columns that a view shows, groups, filters or sorts by, each once."""
    query = ElementTree.fromstring(f"<q>{view.query}</q>")  # noqa: S314 - the administrator's own file, checked as it was read
    asked = [reference.get("Name", "") for reference in query.iter("FieldRef")]
    return list(dict.fromkeys([*view.columns, *asked]))


def list_looks_parts(transport: Transport, work: LooksWork) -> Iterator[Part]:
    """Yield the requests that bring a list's looks into being, in order."""
    base = list_url(transport, work.target.title)
    for name, text in work.columns.items():
        url = f"{base}/fields/getbyinternalnameortitle({quote_literal(name)})"
        yield Part("MERGE", url, {"CustomFormatter": text})
    for view in work.new_views:
        creation = {
            "Title": view.title,
            "ViewFields": list(view.columns),
            "Query": view.query,
            "RowLimit": view.row_limit,
            "Paged": True,
            "SetAsDefaultView": work.takes_default and view is work.target.views[0],
        }
        yield Part("POST", f"{base}/views/add", {"parameters": creation})
        if work.formats[view.title]:
            url = f"{base}/views/getbytitle({quote_literal(view.title)})"
            yield Part("MERGE", url, {"CustomFormatter": work.formats[view.title]})
    for view, now in work.changed_views:
        url = f"{base}/views(guid'{now['Id']}')"
        body = {"ViewQuery": view.query, "RowLimit": view.row_limit, "CustomFormatter": work.formats[view.title]}
        yield Part("MERGE", url, body)
        if _list_fields(now) != list(view.columns):
            yield Part("POST", f"{url}/viewfields/removeallviewfields", {})
            for name in view.columns:
                yield Part("POST", f"{url}/viewfields/addviewfield({quote_literal(name)})", {})


def build_form_part(transport: Transport, work: LooksWork, type_id: str) -> Part:
    """Return the request that puts our head on a form; ``type_id`` is that of the list's first content type."""
    if not type_id:
        raise SiteShapeError(f"'{work.target.title}' has no content type, so its form cannot be given a head.")
    url = f"{list_url(transport, work.target.title)}/contenttypes({quote_literal(type_id)})"
    return Part("MERGE", url, {"ClientFormCustomFormatter": work.form})


def _dump_view(view: TargetView, target: TargetList, types: Mapping[str, str]) -> str:
    """Return a view's formatting as it is sent: SharePoint keeps it inside XML, so markup goes as entities (sharepoint.md, C.7)."""
    if not view.format:
        return ""
    text = json.dumps(build_view_format(ViewFormat(view.format), target.names, target.words, types))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _differs(view: TargetView, now: Mapping[str, Any], text: str) -> bool:
    return (
        _list_fields(now) != list(view.columns)
        or int(now["RowLimit"]) != view.row_limit
        or _normalise_query(str(now.get("ViewQuery") or "")) != _normalise_query(view.query)
        or not _is_same(text, str(now.get("CustomFormatter") or ""))
    )


def _list_fields(now: Mapping[str, Any]) -> list[str]:
    items = now["ViewFields"]["Items"]
    return list(items["results"] if isinstance(items, dict) else items)


def _normalise_query(query: str) -> str:
    """Return a query in one writing: SharePoint gives spaces and closing tags as it likes."""
    try:
        return ElementTree.canonicalize(f"<q>{query}</q>", strip_text=True)
    except ElementTree.ParseError:
        return query


def _is_same(text: str, other: str) -> bool:
    """Say whether two pieces of formatting mean the same, whatever their spaces and entities."""
    if not text or not other:
        return text == other
    try:
        return bool(_load(text) == _load(other))
    except ValueError:
        return False


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(unescape(text))
