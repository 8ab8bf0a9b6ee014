"""Sorting and filtering by choice: the headings of a table, and a form for those who do not see the headings."""

from sync.emulator.pages.html import Content, Markup, build
from sync.emulator.pages.icons import draw
from sync.emulator.pages.listing import Listing
from sync.emulator.pages.rows import Sort
from sync.emulator.pages.views import write_view_address


def render_head(listing: Listing, name: str) -> Content:
    """Return the heading of a column: it sorts, turns the sort round, and opens the column's filter."""
    title = listing.read_title(name)
    by = _render_filter_link(listing, name, title)
    if name not in listing.sortable:
        return [build("span", title, class_="plain"), by]
    current = listing.sort if listing.sort and listing.sort.name == name else None
    turned = Sort(name, descending=current is not None and not current.descending)
    arrow = draw("arrow-down" if current.descending else "arrow-up") if current else None
    return [build("a", title, arrow, href=listing.write_address(sort=turned), class_="sort"), by]


def render_tools(listing: Listing) -> Markup:
    """Return what headings do, as a form and a list of links; on a phone there are no headings."""
    links = [
        build("li", build("a", listing.read_title(name), href=listing.write_address(panel=_name_column(listing, name))))
        for name in listing.shown
        if listing.can_filter(name)
    ]
    return build(
        "details",
        build("summary", draw("sort"), "Sort and filter"),
        build("div", _render_form(listing), build("h2", "Filter by"), build("ul", links), class_="tools-body"),
        class_="tools",
    )


def render_kept(pairs: list[tuple[str, object]]) -> list[Markup]:
    """Return the options that a form carries along."""
    return [build("input", type="hidden", name=name, value=str(value)) for name, value in pairs]


def list_kept(listing: Listing) -> list[tuple[str, object]]:
    """Return the options that say which view this is, when its path does not."""
    view_id = listing.visit.options.get("viewid")
    return [("viewid", view_id)] if view_id else []


def _render_form(listing: Listing) -> Markup:
    chosen = listing.sort or Sort("", descending=False)
    names = [name for name in listing.shown if name in listing.sortable]
    columns = [build("option", listing.read_title(name), value=name, selected=name == chosen.name) for name in names]
    directions = [
        build("option", "Rising: A to Z, oldest first", value="true", selected=not chosen.descending),
        build("option", "Falling: Z to A, newest first", value="false", selected=chosen.descending),
    ]
    filters = [pair for pair in listing.list_options() if pair[0] not in ("sortField", "isAscending")]
    return build(
        "form",
        render_kept([*list_kept(listing), *filters]),
        build("label", "Sort by", for_="sort-field"),
        build("select", build("option", "The view’s own order", value=""), columns, id="sort-field", name="sortField"),
        build("label", "Order", for_="sort-order"),
        build("select", directions, id="sort-order", name="isAscending"),
        build("button", "Sort", type="submit", class_="button"),
        method="get",
        action=write_view_address(listing.sheet.list, listing.view),
    )


def _render_filter_link(listing: Listing, name: str, title: str) -> Markup | None:
    if not listing.can_filter(name):
        return None
    address = listing.write_address(first=listing.wish.first, panel=_name_column(listing, name))
    return build("a", draw("filter"), href=address, class_="by", aria_label=f"Filter by {title}")


def _name_column(listing: Listing, name: str) -> str:
    field = listing.find_column(name)
    return field.internal_name if field else name
