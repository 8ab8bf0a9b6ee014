"""The route table: every address the local SharePoint answers under ``/_api/``, and what answers it.

A pattern is written as a client writes the path. Braces around a word in parentheses name an argument; braces around a
whole segment stand for any of the ways to name a list, an item, a column or a view, which are in ``FORMS``. The table
is data, so that the coverage document can be made from it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.emulator.errors import UnsupportedError
from sync.emulator.formats.bodies import Answer
from sync.emulator.handlers import content_types, fields, items, lists, users, views, web
from sync.emulator.handlers.call import Call
from sync.emulator.paths import Argument, Segment

Handler = Callable[[Call], Answer]

FORMS: Mapping[str, Sequence[str]] = {
    "{list}": (
        "web/lists/getbytitle({list_title})",
        "web/lists/getbyid({list_id})",
        "web/lists({list_id})",
        "web/getlist({list_folder})",
        "web/getlistusingpath({list_folder})",
        "web/getlistusingpath(decodedurl={list_folder})",
    ),
    "{item}": (
        "{list}/items({item_id})",
        "{list}/items/getbyid({item_id})",
        "{list}/getitembyid({item_id})",
    ),
    "{field}": (
        "{list}/fields/getbyinternalnameortitle({field_name})",
        "{list}/fields/getbytitle({field_title})",
        "{list}/fields/getbyid({field_id})",
        "{list}/fields({field_id})",
    ),
    "{view}": (
        "{list}/views/getbytitle({view_title})",
        "{list}/views/getbyid({view_id})",
        "{list}/views({view_id})",
        "{list}/defaultview",
    ),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address, one method, one handler. MERGE stands for PATCH too, and for POST with X-HTTP-Method."""

    method: str
    pattern: str
    handler: Handler

    @property
    def summary(self) -> str:
        """What the route does, in the handler's own words."""
        return (self.handler.__doc__ or "").partition("\n")[0]


ROUTES = (
    Route("POST", "contextinfo", web.read_context),
    Route("GET", "web", web.read_web),
    Route("GET", "web/currentuser", web.read_current_user),
    Route("GET", "web/siteusers", users.read_site_users),
    Route("GET", "web/siteusers/getbyemail({email})", users.read_user_by_email),
    Route("GET", "web/siteusers/getbyid({user_id})", users.read_user_by_id),
    Route("GET", "web/getuserbyid({user_id})", users.read_user_by_id),
    Route("POST", "web/ensureuser", users.ensure_user),
    Route("POST", "web/ensureuser({logon_name})", users.ensure_user),
    Route("GET", "web/lists", lists.read_all_lists),
    Route("POST", "web/lists", lists.create_list),
    Route("GET", "{list}", lists.read_list),
    Route("POST", "web/getlistusingpath({list_folder})", lists.read_list),
    Route("POST", "web/getlistusingpath(decodedurl={list_folder})", lists.read_list),
    Route("MERGE", "{list}", lists.merge_list),
    Route("DELETE", "{list}", lists.remove_list),
    Route("POST", "{list}/recycle", lists.bin_list),
    Route("GET", "{list}/rootfolder", lists.read_root_folder),
    Route("GET", "{list}/contenttypes", content_types.read_content_types),
    Route("GET", "{list}/fields", fields.read_all_fields),
    Route("POST", "{list}/fields", fields.create_field),
    Route("POST", "{list}/fields/addfield", fields.create_field_from_information),
    Route("POST", "{list}/fields/createfieldasxml", fields.create_field_from_xml),
    Route("GET", "{field}", fields.read_field),
    Route("MERGE", "{field}", fields.merge_field),
    Route("DELETE", "{field}", fields.remove_field),
    Route("POST", "{field}/enableindex", fields.enable_index),
    Route("GET", "{list}/items", items.read_items),
    Route("POST", "{list}/items", items.create_item),
    Route("GET", "{item}", items.read_item),
    Route("MERGE", "{item}", items.merge_item),
    Route("DELETE", "{item}", items.remove_item),
    Route("POST", "{item}/recycle", items.bin_item),
    Route("GET", "{item}/parentlist", items.read_parent_list),
    Route("GET", "{item}/fieldvaluesastext", items.read_texts),
    Route("GET", "{list}/views", views.read_all_views),
    Route("POST", "{list}/views", views.create_view),
    Route("POST", "{list}/views/add", views.create_view_from_information),
    Route("GET", "{view}", views.read_view),
    Route("MERGE", "{view}", views.merge_view),
    Route("DELETE", "{view}", views.remove_view),
    Route("GET", "{view}/viewfields", views.read_view_fields),
    Route("POST", "{view}/viewfields/addviewfield({field_name})", views.add_view_field),
    Route("POST", "{view}/viewfields/removeviewfield({field_name})", views.remove_view_field),
    Route("POST", "{view}/viewfields/removeallviewfields", views.remove_all_view_fields),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the arguments its pattern names."""

    route: Route
    arguments: Mapping[str, Argument]


#: A segment's name and the names of its arguments, an empty one for each that goes by position.
_Step = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Form:
    route: Route
    names: tuple[str, ...]


def match_route(method: str, segments: Sequence[Segment]) -> Match:
    """Return the route for a path; raises ``UnsupportedError`` naming the path when there is none."""
    steps = tuple((segment.name, tuple(argument.name for argument in segment.arguments)) for segment in segments)
    form = _TABLE.get((method, steps))
    if form is None:
        path = "/".join(_write_segment(segment) for segment in segments)
        raise UnsupportedError(what=f"{method} _api/{path}")
    values = [argument for segment in segments for argument in segment.arguments]
    return Match(form.route, dict(zip(form.names, values, strict=True)))


def expand_pattern(pattern: str) -> Iterator[str]:
    """Return every way to write ``pattern``, its forms spelt out."""
    head, _, tail = pattern.partition("/")
    if head not in FORMS:
        yield pattern
        return
    for form in FORMS[head]:
        for written in expand_pattern(form):
            yield f"{written}/{tail}" if tail else written


def _build_table() -> dict[tuple[str, tuple[_Step, ...]], _Form]:
    table: dict[tuple[str, tuple[_Step, ...]], _Form] = {}
    for route in ROUTES:
        for pattern in expand_pattern(route.pattern):
            steps, names = _read_pattern(pattern)
            table[route.method, steps] = _Form(route, names)
    return table


def _read_pattern(pattern: str) -> tuple[tuple[_Step, ...], tuple[str, ...]]:
    steps: list[_Step] = []
    names: list[str] = []
    for segment in pattern.split("/"):
        name, _, inside = segment.rstrip(")").partition("(")
        pieces = [piece.rpartition("=") for piece in inside.split(",") if piece]
        steps.append((name, tuple(piece[0] for piece in pieces)))
        names += [piece[2].strip("{}") for piece in pieces]
    return tuple(steps), tuple(names)


def _write_segment(segment: Segment) -> str:
    if not segment.arguments:
        return segment.name
    return f"{segment.name}({','.join(argument.text for argument in segment.arguments)})"


_TABLE = _build_table()
