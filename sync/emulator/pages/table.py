"""Rows of a list as a table, as formatted rows or as cards.

A table says its roles in so many words: on a phone it is laid out as cards, and browsers then forget what it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.emulator.pages.cells import TITLES
from sync.emulator.pages.documents import NAMES
from sync.emulator.pages.formatting.formats import ViewFormat
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.html import Content, Markup, build, build_with
from sync.emulator.pages.scene import Scene
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord

_WIDE = (kinds.NOTE,)
#: In rem; the same as the style sheet's widths of columns in line.
_WIDTHS = {"long": 18.0, "medium": 10.0, "text": 8.0, "date": 9.0, "number": 7.0}
_NAME_WIDTH = 20.0
_MEDIUM = (kinds.URL, kinds.LOOKUP, kinds.USER, kinds.TEXT, kinds.MULTI_CHOICE)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a table.

    Args:
        caption: what the table is, for those who cannot see where it stands.
        columns: the content of each column's heading, by internal name.
        sorted_by: the internal name of the column that the address sorts by, with the direction.
        is_one_of_many: whether there are more such tables below each other, whose columns should stand in line.
    """

    caption: str
    columns: dict[str, Content]
    sorted_by: tuple[str, str] = ("", "")
    is_one_of_many: bool = False


def render_rows(scene: Scene, rows: Sequence[ItemRecord], head: Head, look: ViewFormat, start: int = 0) -> Markup:
    """Return rows in the way their view has them; formatting that is not known falls back to a table."""
    if look.tile:
        return _fall_back(lambda: _render_cards(scene, rows, look, start), scene, rows, head, look, start)
    if look.row:
        return _fall_back(lambda: _render_formatted(scene, rows, look, start), scene, rows, head, look, start)
    return _render_table(scene, rows, head, look, start)


def choose_class(field: FieldRecord | None) -> str:
    """Return how a column is laid out: numbers to the right, dates in one line, long text with room."""
    if field is None:
        return "text"
    if field.is_date_only or field.kind is kinds.DATE_TIME:
        return "date"
    if field.kind in (kinds.NUMBER, kinds.COUNTER):
        return "number"
    if field.kind in _WIDE:
        return "long"
    return "medium" if field.kind in _MEDIUM else "text"


def _fall_back(
    render: Callable[[], Markup], scene: Scene, rows: Sequence[ItemRecord], head: Head, look: ViewFormat, start: int
) -> Markup:
    try:
        return render()
    except FormattingError as error:
        scene.visit.notes.add(
            f"The formatting of the view uses {error}, which the local SharePoint does not know; "
            "its rows are shown as a table."
        )
        return _render_table(scene, rows, head, look, start)


def _render_table(scene: Scene, rows: Sequence[ItemRecord], head: Head, look: ViewFormat, start: int) -> Markup:
    header = build("tr", [_render_heading(scene, head, name) for name in scene.shown], role="row")
    body = [_render_row(scene, record, look, index) for index, record in enumerate(rows, start)]
    class_ = f"aligned {_add_width(scene)}" if head.is_one_of_many else None
    return build(
        "div",
        build(
            "table",
            build("caption", head.caption, class_="hidden"),
            build("thead", header, role="rowgroup"),
            build("tbody", body, role="rowgroup"),
            role="table",
            class_=class_,
        ),
        class_="table",
        role="region",
        aria_label=head.caption,
        tabindex="0",
    )


def _add_width(scene: Scene) -> str:
    """Return the class that keeps a table with columns of set width as wide as these are together."""
    widths = [_NAME_WIDTH if name in TITLES else _WIDTHS[choose_class(scene.find_column(name))] for name in scene.shown]
    return scene.visit.styles.add({"min-width": f"{sum(widths):g}rem"})


def _render_heading(scene: Scene, head: Head, name: str) -> Markup:
    column, direction = head.sorted_by
    layout = choose_class(scene.find_column(name))
    attributes = {
        "scope": "col",
        "role": "columnheader",
        "class": f"{layout} name" if name in TITLES else layout,
        "aria-sort": direction if column == name else None,
    }
    return build_with("th", attributes, head.columns.get(name, scene.read_title(name)))


def _render_row(scene: Scene, record: ItemRecord, look: ViewFormat, index: int) -> Markup:
    class_ = scene.read_row_class(record, look.row_class, index) if look.row_class else ""
    cells = [_render_cell(scene, record, name, index) for name in scene.shown]
    return build("tr", cells, role="row", class_=class_ or None, id=f"row-{record.id}")


def _render_cell(scene: Scene, record: ItemRecord, name: str, index: int) -> Markup:
    content = scene.render_cell(record, name, index)
    class_ = choose_class(scene.find_column(name))
    if name in TITLES or name in NAMES:
        return build("th", content, scope="row", role="rowheader", class_=f"{class_} name")
    label = scene.read_title(name)
    if not content:
        return build("td", role="cell", class_=f"{class_} empty", data_label=label)
    return build("td", build("div", content), role="cell", class_=class_, data_label=label)


def _render_formatted(scene: Scene, rows: Sequence[ItemRecord], look: ViewFormat, start: int) -> Markup:
    items = [build("li", scene.render_row(record, look.row, index)) for index, record in enumerate(rows, start)]
    return build("ul", items, class_="formatted-rows")


def _render_cards(scene: Scene, rows: Sequence[ItemRecord], look: ViewFormat, start: int) -> Markup:
    width = scene.visit.styles.add({"width": f"{look.tile_width}px"})
    items = [
        build("li", scene.render_row(record, look.tile, index), class_=width)
        for index, record in enumerate(rows, start)
    ]
    return build("ul", items, class_="cards")
