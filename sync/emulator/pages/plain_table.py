"""A table of our own, not of a list: the lists of the site, the recycle bin."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.emulator.pages.html import Content, Markup, build


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``layout`` is the class that lays it out, as for the columns of lists."""

    title: str
    layout: str = "text"


def render_plain_table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Content]]) -> Markup:
    """Return a table; the first cell of a row names the row."""
    heads = [
        build(
            "th",
            column.title or build("span", "Do", class_="hidden"),
            scope="col",
            role="columnheader",
            class_=column.layout,
        )
        for column in columns
    ]
    return build(
        "div",
        build(
            "table",
            build("caption", caption, class_="hidden"),
            build("thead", build("tr", heads, role="row"), role="rowgroup"),
            build("tbody", [_render_row(columns, row) for row in rows], role="rowgroup"),
            role="table",
        ),
        class_="table",
        role="region",
        aria_label=caption,
        tabindex="0",
    )


def _render_row(columns: Sequence[Column], row: Sequence[Content]) -> Markup:
    name, *rest = row
    cells = [
        build("td", cell, role="cell", class_=column.layout, data_label=column.title or None)
        for column, cell in zip(columns[1:], rest, strict=True)
    ]
    return build("tr", build("th", name, scope="row", role="rowheader", class_="name"), cells, role="row")
