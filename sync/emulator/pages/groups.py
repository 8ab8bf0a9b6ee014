"""Rows in groups that open and close, each with its count."""

from collections.abc import Sequence
from dataclasses import replace

from sync.emulator.pages.filters import Filter, list_words
from sync.emulator.pages.formatting.formats import ViewFormat
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.icons import draw
from sync.emulator.pages.layout import say_count
from sync.emulator.pages.listing import Listing
from sync.emulator.pages.rows import ROWS_OF_GROUP, Found, Group
from sync.emulator.pages.scene import Scene
from sync.emulator.pages.table import Head, render_rows

_NO_VALUE = "(no {title})"


def render_groups(listing: Listing, scene: Scene, found: Found, head: Head, look: ViewFormat) -> Markup:
    """Return the groups of a page."""
    return _Groups(listing, scene, found, head, look).render(found.groups, ())


class _Groups:
    def __init__(self, listing: Listing, scene: Scene, found: Found, head: Head, look: ViewFormat) -> None:
        self._listing = listing
        self._scene = scene
        self._found = found
        self._head = head
        self._look = look

    def render(self, groups: Sequence[Group], outer: tuple[Filter, ...]) -> Markup:
        return join([self._render_one(group, outer) for group in groups])

    def _render_one(self, group: Group, outer: tuple[Filter, ...]) -> Markup:
        field = self._scene.columns[group.name]
        cell = self._scene.reader.read_value(field, group.key)
        filters = (*outer, Filter(field, (list_words(cell)[0],)))
        shown = cell.shown or _NO_VALUE.format(title=field.title.lower())
        level = 2 + len(outer)
        formatted = self._render_head(group)
        summary = build(
            "summary",
            draw("chevron-right"),
            build(f"h{level}", formatted or [build("span", f"{field.title}: ", class_="soft"), shown]),
            None if formatted else build("span", say_count(len(group.rows), "row"), class_="badge"),
        )
        inner = self.render(group.inner, filters) if group.inner else self._render_rows(group, shown, filters)
        return build("details", summary, inner, class_="group", open=not self._found.query.is_collapsed)

    def _render_head(self, group: Group) -> Content:
        element = self._look.group_header
        if element is None:
            return None
        field = self._scene.columns[group.name]
        cell = self._scene.reader.read_value(field, group.key)
        try:
            return self._scene.render_group(element, field, cell, len(group.rows))
        except FormattingError as error:
            self._scene.visit.notes.add(
                f"The formatting of the groups uses {error}, which the local SharePoint does not know; "
                "their heads are shown plainly."
            )
            return None

    def _render_rows(self, group: Group, shown: str, filters: tuple[Filter, ...]) -> Markup:
        head = replace(self._head, caption=f"{self._head.caption}, {shown}", is_one_of_many=True)
        rows = render_rows(self._scene, group.rows[:ROWS_OF_GROUP], head, self._look)
        if len(group.rows) <= ROWS_OF_GROUP:
            return rows
        address = self._listing.write_address(filters=[*self._listing.filters.filters, *filters])
        more = build("a", f"Show all {say_count(len(group.rows), 'row')} of {shown}", href=address)
        return join([rows, build("p", more, class_="more")])
