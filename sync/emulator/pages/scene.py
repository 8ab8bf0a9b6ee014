"""One list as one visitor sees it: its rows' cells, plain or formatted, and where each row can be opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sync.emulator.pages import documents
from sync.emulator.pages.addresses import write_address
from sync.emulator.pages.cells import TITLES, CellReader, RowCells
from sync.emulator.pages.formatting.elements import Surroundings, render_element
from sync.emulator.pages.formatting.evaluation import Cell, Scope, evaluate_text
from sync.emulator.pages.formatting.formats import ViewFormat, read_column_format, read_view_format
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Moment, Thing
from sync.emulator.pages.html import Markup, build, join
from sync.emulator.pages.layout import render_plain_mark
from sync.emulator.pages.local_user import LOCAL_EMAIL
from sync.emulator.pages.visit import Visit
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord


@dataclass(frozen=True)
class Scene:
    """A list, some of its rows, and the columns that are shown of them.

    Args:
        shown: internal names, in order.
        back: the address that a row's form leads back to.
    """

    visit: Visit
    sheet: Sheet
    records: Sequence[ItemRecord]
    shown: tuple[str, ...]
    back: str

    @cached_property
    def reader(self) -> CellReader:
        """What reads the cells of these rows."""
        return CellReader(self.sheet, self.records)

    @property
    def columns(self) -> Mapping[str, FieldRecord]:
        """The list's columns by internal name."""
        return self.reader.columns

    def find_column(self, name: str) -> FieldRecord | None:
        """Return the column that is shown under a name: of a link to the item, the title column."""
        return self.columns.get("Title" if name in TITLES else name)

    def read_title(self, name: str) -> str:
        """Return what a column is called."""
        column = self.find_column(name)
        return column.title if column else name

    def open_address(self, record: ItemRecord) -> str:
        """Return the address of a row's form."""
        return self._write_form_address("DispForm.aspx", record)

    def edit_address(self, record: ItemRecord) -> str:
        """Return the address where a row is edited."""
        return self._write_form_address("EditForm.aspx", record)

    def render_cell(self, record: ItemRecord, name: str, index: int) -> Markup:
        """Return one cell, as its column's formatting has it or plainly."""
        cell = self.reader.read(record, name)
        plain = self._render_plain(record, name, cell)
        definition = self._column_formats.get(name)
        if definition is None:
            return plain
        scope = self.build_scope(record, index, cell)
        try:
            return build("div", render_element(definition, scope, self._surround(record)), class_="formatted")
        except FormattingError as error:
            self._note_plain(f"The formatting of ‘{self.read_title(name)}’ uses {error}", "its values are shown")
            return build("span", plain, render_plain_mark())

    def render_row(self, record: ItemRecord, element: object, index: int) -> Markup:
        """Return a row or a card as the view's formatting has it; raises ``FormattingError``."""
        scope = self.build_scope(record, index, self.reader.read(record, "Title"))
        return build("div", render_element(element, scope, self._surround(record)), class_="formatted")

    def render_group(self, element: object, field: FieldRecord, cell: Cell, count: int) -> Markup:
        """Return a group's head as the view's formatting has it; raises ``FormattingError``."""
        value = cell.value if isinstance(cell.value, Thing) else Thing(cell.shown)
        data = Thing(value.text, {**value.properties, "displayValue": cell.shown})
        group = Thing(cell.shown, {"fieldData": data, "columnDisplayName": field.title, "count": count})
        scope = replace(self.build_scope(self.records[0], 0, cell), extras={"@group": group, "@aggregates": ()})
        around = replace(self._surround(self.records[0]), in_link=True)
        return build("div", render_element(element, scope, around), class_="formatted")

    def read_row_class(self, record: ItemRecord, written: object, index: int) -> str:
        """Return the classes that the view's formatting gives a row."""
        scope = self.build_scope(record, index, self.reader.read(record, "Title"))
        try:
            classes = evaluate_text(written, scope).split()
        except FormattingError as error:
            self._note_plain(f"The formatting of the rows uses {error}", "they are shown")
            return ""
        return " ".join(name for name in classes if name.startswith(("sp-", "ms-")) and name.replace("-", "").isalnum())

    def read_view_format(self, text: object) -> ViewFormat:
        """Return the view's formatting; what cannot be read is noted and left out."""
        try:
            found = read_view_format(text)
        except FormattingError as error:
            self._note_plain(f"The view has {error}", "its rows are shown")
            return ViewFormat()
        for name in found.left_out:
            self.visit.notes.add(f"The view’s formatting has ‘{name}’, which the local SharePoint leaves out.")
        return found

    def build_scope(self, record: ItemRecord, index: int, current: Cell) -> Scope:
        """Return what expressions may ask about a row."""
        site = self.visit.site
        return Scope(
            row=RowCells(self.reader, record, self.shown, self._note_left_out),
            current=current,
            now=Moment(self.visit.now),
            zone=site.zone,
            me=LOCAL_EMAIL,
            web=f"{self.visit.request.root_url}{site.path}",
            row_index=index,
        )

    @cached_property
    def _column_formats(self) -> Mapping[str, Mapping[str, object]]:
        formats = {}
        for name in self.shown:
            try:
                definition = self._read_column_format(name)
            except FormattingError as error:
                self._note_plain(f"The column ‘{self.read_title(name)}’ has {error}", "its values are shown")
                continue
            if definition:
                formats[name] = definition
        return formats

    def _read_column_format(self, name: str) -> Mapping[str, object] | None:
        # A link to the item may have formatting of its own; otherwise it looks like the title column.
        for field in (self.columns.get(name), self.find_column(name)):
            definition = read_column_format(field.read("CustomFormatter")) if field else None
            if definition:
                return definition
        return None

    def _surround(self, record: ItemRecord) -> Surroundings:
        visit = self.visit
        return Surroundings(
            visit.styles,
            visit.notes,
            visit.links,
            self.open_address(record),
            self.edit_address(record),
            self._read_column_format,
        )

    def _write_form_address(self, page: str, record: ItemRecord) -> str:
        return write_address(f"{self.sheet.list.forms_folder}/{page}", [("ID", record.id), ("Source", self.back)])

    def _render_plain(self, record: ItemRecord, name: str, cell: Cell) -> Markup:
        if name in TITLES and name != "Title":
            return build("a", cell.shown or "(no title)", href=self.open_address(record), class_="title")
        if name in documents.NAMES and self.sheet.list.is_library:
            return documents.render_name(self.sheet, record)
        if name == "DocIcon" and self.sheet.list.is_library:
            return documents.render_kind(record)
        if name == "Edit":
            title = self.reader.read(record, "Title").shown
            words = [build("span", "Edit"), build("span", f" {title}", class_="hidden")]
            return build("a", words, href=self.edit_address(record))
        return render_value(self.find_column(name), cell, self.visit)

    def _note_plain(self, sentence: str, what: str) -> None:
        self.visit.notes.add(f"{sentence}, which the local SharePoint does not know; {what} plainly (†).")

    def _note_left_out(self, name: str) -> None:
        self.visit.notes.add(
            f"Formatting asks for the column ‘{self.read_title(name)}’, which this view does not show. It is empty there, "
            "as it is in SharePoint."
        )


def render_value(field: FieldRecord | None, cell: Cell, visit: Visit, *, shown: str = "") -> Markup:
    """Return a value without formatting: links as links, dates with their machine-readable form, lines kept.

    ``shown`` is how the value is written, when not as in lists.
    """
    text = shown or cell.shown
    if not text:
        return Markup("")
    value = cell.value
    if isinstance(value, Moment) and value.at:
        stamp = value.at.date().isoformat() if field and field.is_date_only else value.at.isoformat()
        return build("time", text, datetime=stamp)
    if field and field.kind is kinds.URL and isinstance(value, Thing):
        return _render_link(value.text, text, visit)
    if isinstance(value, tuple) and field and not field.kind.is_reference:
        return build("ul", [build("li", str(member)) for member in value], class_="values")
    return join([text])


def _render_link(address: str, text: str, visit: Visit) -> Markup:
    target = visit.links.clean(address)
    if not target:
        return join([text, build("span", f" ({address})" if address != text else None, class_="soft")])
    return build("a", text, href=target)


def list_shown(names: Iterable[str], columns: Mapping[str, FieldRecord]) -> tuple[str, ...]:
    """Return those of a view's columns that the list has; a view outlives its columns, and may show one twice."""
    return tuple(name for name in names if name in columns)
