"""A list's rows, a hundred to a page, and one item with all its columns."""

from collections.abc import Iterator, Mapping

from sync.emulator.errors import ItemMissingError
from sync.emulator.pages.layout import (
    render_address,
    render_count,
    render_heading,
    render_link,
    render_table,
    render_text,
)
from sync.emulator.reading.texts import write_texts
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.item_pages import ItemPage, Position, Question, read_page
from sync.emulator.store.items import ItemRecord, find_item
from sync.emulator.store.views import find_default_view, read_views

_PAGE_SIZE = 100
_TITLES = ("LinkTitle", "LinkTitleNoMenu", "Title")
_SHOWN_OF_ALL = frozenset({"ID", "Title", "Created", "Modified", "Author", "Editor", "_UIVersionString"})


def render_list(sheet: Sheet, options: Mapping[str, str]) -> str:
    """Return the rows of a list as its default view shows them; ``after`` is the id the page before ended with."""
    after = _read_number(options.get("after", ""))
    page = read_page(sheet, Question((), (), Position((), after), _PAGE_SIZE))
    columns = {field.internal_name: field for field in sheet.fields}
    view = find_default_view(read_views(sheet.store, sheet.list.id))
    shown = [name for name in view.fields if name in columns]
    texts = write_texts(sheet, page.items, shown)
    rows = [
        [_render_cell(sheet, record, name, text[name]) for name in shown]
        for record, text in zip(page.items, texts, strict=True)
    ]
    heading = render_heading(sheet.list.title, _describe(sheet))
    return heading + render_table([columns[name].title for name in shown], rows) + _render_turns(sheet, page, after)


def render_item(sheet: Sheet, options: Mapping[str, str]) -> str | None:
    """Return one item with all its columns, or None when there is no such item."""
    try:
        record = find_item(sheet, _read_number(options.get("id", "")))
    except ItemMissingError:
        return None
    fields = [field for field in sheet.fields if _is_shown(field)]
    texts = write_texts(sheet, [record], [field.internal_name for field in fields])[0]
    rows = [[render_text(field.title), render_text(texts[field.internal_name])] for field in fields]
    title = str(record.cells.get("Title") or f"Item {record.id}")
    back = render_link(f"{render_address(sheet.list.folder)}/AllItems.aspx", sheet.list.title)
    about = f"Item {record.id}, version {record.version}"
    return render_heading(title, about) + render_table(["Column", "Value"], rows) + f'<nav class="pages">{back}</nav>'


def _describe(sheet: Sheet) -> str:
    rows = render_count(sheet.list.item_count, "row")
    description = str(sheet.list.read("Description"))
    return f"{description} ({rows})" if description else rows


def _render_cell(sheet: Sheet, record: ItemRecord, name: str, text: str) -> str:
    if name in _TITLES:
        return render_link(f"{render_address(sheet.list.folder)}/DispForm.aspx?ID={record.id}", text or "(no title)")
    return render_text(text)


def _render_turns(sheet: Sheet, page: ItemPage, after: int) -> str:
    address = f"{render_address(sheet.list.folder)}/AllItems.aspx"

    def turns() -> Iterator[str]:
        if after:
            yield render_link(address, "First page")
        if page.more:
            yield render_link(f"{address}?after={page.items[-1].id}", "Next page")

    return f'<nav class="pages">{" ".join(turns())}</nav>'


def _is_shown(field: FieldRecord) -> bool:
    if field.is_built_in:
        return field.internal_name in _SHOWN_OF_ALL
    return field.kind in kinds.CREATABLE


def _read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
