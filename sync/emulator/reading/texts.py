"""An item's values as people read them: FieldValuesAsText, and the cells of the pages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html.parser import HTMLParser

from sync.emulator.reading.references import read_titles
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord

_BLOCKS = frozenset({"br", "div", "li", "p", "tr"})
#: Columns that show another column, with a link around it.
_LINKS = {
    "LinkTitle": "Title",
    "LinkTitleNoMenu": "Title",
    "LinkFilename": "FileLeafRef",
    "LinkFilenameNoMenu": "FileLeafRef",
}


def write_texts(sheet: Sheet, records: Iterable[ItemRecord], names: Iterable[str]) -> list[dict[str, str]]:
    """Return, for each item, the text of each of the columns ``names``."""
    records = list(records)
    columns = {field.internal_name: field for field in sheet.fields}
    shown = {
        name: read_titles(sheet, columns[name], [record.values.get(name) for record in records])
        for name in names
        if name in columns and (columns[name].kind is kinds.USER or columns[name].read("LookupList"))
    }
    return [{name: _write_text(sheet, columns, shown, record, name) for name in names} for record in records]


def strip_markup(markup: str) -> str:
    """Return the words of rich text; what it looks like is never trusted."""
    stripper = _Stripper()
    stripper.feed(markup)
    stripper.close()
    return "".join(stripper.words).strip()


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own signature
        if tag in _BLOCKS and self.words:
            self.words.append("\n")


def _write_text(
    sheet: Sheet,
    columns: Mapping[str, FieldRecord],
    shown: Mapping[str, Mapping[int, str]],
    record: ItemRecord,
    name: str,
) -> str:
    value = record.values.get(_LINKS.get(name, name))
    if value is None or name not in columns:
        return ""
    if name in shown:
        members = value if isinstance(value, list) else [value]
        return "; ".join(shown[name].get(int(str(member)), "") for member in members)
    return _write_value(columns[name], value, sheet)


def _write_value(field: FieldRecord, value: object, sheet: Sheet) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(member) for member in value)
    if isinstance(value, dict):
        return f"{value['Url']}, {value['Description']}"
    if field.kind is kinds.DATE_TIME:
        moment = datetime.fromisoformat(str(value)).astimezone(sheet.site.zone)
        return moment.strftime("%d/%m/%Y" if field.is_date_only else "%d/%m/%Y %H:%M")
    if field.kind is kinds.NOTE and field.read("RichText"):
        return strip_markup(str(value))
    return str(value)
