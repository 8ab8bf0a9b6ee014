"""A list's page: its views, what it is filtered and sorted by, its rows, and the way to the next page."""

from collections.abc import Iterator

from sync.emulator.exchange import Response
from sync.emulator.pages.documents import render_path
from sync.emulator.pages.filter_panel import render_chips, render_panel
from sync.emulator.pages.formatting.formats import ViewFormat
from sync.emulator.pages.groups import render_groups
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.layout import (
    Page,
    redirect,
    render_button,
    render_heading,
    render_message,
    render_page,
    say_count,
    write_list_address,
)
from sync.emulator.pages.listing import Listing
from sync.emulator.pages.local_user import LOCAL_USER
from sync.emulator.pages.rows import Found, Sort, find_rows
from sync.emulator.pages.scene import Scene
from sync.emulator.pages.sorting import render_head, render_tools
from sync.emulator.pages.table import Head, render_rows
from sync.emulator.pages.views import find_view, read_shown_views, write_view_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.cells import Sheet


def show_list(visit: Visit, sheet: Sheet, page: str) -> Response | None:
    """Return the page of a view, or None when the list has no such view."""
    views = read_shown_views(sheet.store, sheet.list)
    view = find_view(views, page, visit.options.get("viewid", ""))
    if view is None:
        return None
    listing = Listing(visit, sheet, views, view)
    picked = listing.write_picked_address()
    if picked:
        return redirect(picked)
    title = sheet.list.title if len(views) == 1 else f"{view.title} – {sheet.list.title}"
    return render_page(visit, Page(title, _render(listing), sheet.list.folder))


def _render(listing: Listing) -> Markup:
    record, view = listing.sheet.list, listing.view
    found = find_rows(listing.sheet, view, listing.wish, listing.visit.build_asker(), LOCAL_USER)
    back = listing.write_address(first=listing.wish.first)
    scene = Scene(listing.visit, listing.sheet, found.rows, listing.shown, back)
    look = scene.read_view_format(view.read("CustomFormatter"))
    return join(
        [
            render_heading(record.title, str(record.read("Description"))),
            _render_views(listing),
            _render_commands(listing, found),
            _render_problems(listing, found),
            render_path(listing.sheet, listing.folder) if listing.folder else None,
            render_chips(listing),
            render_panel(listing),
            None if found.refusal else _render_found(listing, scene, found, look),
            _render_turns(listing, found),
        ]
    )


def _render_views(listing: Listing) -> Markup | None:
    if len(listing.views) < 2:
        return None
    items = [
        build(
            "li",
            build(
                "a",
                view.title,
                href=write_view_address(listing.sheet.list, view),
                aria_current="page" if view.id == listing.view.id else None,
            ),
        )
        for view in listing.views
    ]
    return build("nav", build("ul", items), class_="views", aria_label="Views")


def _render_commands(listing: Listing, found: Found) -> Markup:
    record = listing.sheet.list
    new = write_list_address(record, "NewForm.aspx", Source=listing.write_address())
    return build(
        "div",
        None if record.is_library else render_button(new, "New", "add", is_primary=True),
        render_tools(listing),
        build("p", _say_count(found), class_="count"),
        class_="commands",
    )


def _say_count(found: Found) -> str:
    if found.refusal:
        return ""
    noun = "group" if found.query.groups else "row"
    if not found.total or (found.first == 1 and found.last == found.total):
        return say_count(found.total, noun)
    return f"{noun.capitalize()}s {found.first:,} to {found.last:,} of {found.total:,}"


def _render_problems(listing: Listing, found: Found) -> list[Markup]:
    messages = [render_message("warning", problem) for problem in listing.filters.problems]
    if found.refusal:
        link = build("a", "Show all rows of the list", href=write_list_address(listing.sheet.list))
        said = build("p", "It would say: ", build("q", found.refusal))
        messages.append(render_message("warning", "SharePoint would not show this view", [said, build("p", link)]))
    return messages


def _render_found(listing: Listing, scene: Scene, found: Found, look: ViewFormat) -> Markup:
    if not found.rows:
        hint = "No row passes the filters." if listing.filters.filters else "There is nothing here."
        return build("p", hint, class_="nothing")
    columns: dict[str, Content] = {name: render_head(listing, name) for name in listing.shown}
    caption = f"{listing.sheet.list.title}, {listing.view.title}: {_say_count(found).lower()}"
    head = Head(caption, columns, _read_sorted(listing.sort))
    if found.groups:
        return render_groups(listing, scene, found, head, look)
    return render_rows(scene, found.rows, head, look, found.first - 1)


def _read_sorted(sort: Sort | None) -> tuple[str, str]:
    return (sort.name, "descending" if sort.descending else "ascending") if sort else ("", "")


def _render_turns(listing: Listing, found: Found) -> Markup | None:
    if found.refusal or found.total <= found.per_page:
        return None

    def turns() -> Iterator[Markup]:
        if found.first > 1:
            before = max(found.first - found.per_page, 1)
            yield render_button(listing.write_address(first=before), "Previous page", "arrow-left")
        if found.last < found.total:
            yield render_button(listing.write_address(first=found.last + 1), "Next page", "arrow-right")

    return build("nav", list(turns()), class_="turns", aria_label="Pages")
