"""A site in memory, and a visitor who reads its pages without a server and without a browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from werkzeug.datastructures import Headers

from sync.emulator.exchange import Request
from sync.emulator.pages.routing import Pages
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import NewField, add_field, read_fields
from sync.emulator.store.items import ItemRecord, Stamp, add_item, find_item, update_item
from sync.emulator.store.lists import add_list, find_list
from sync.emulator.store.site import add_site
from sync.emulator.store.users import APP_ID, UserRecord, add_user
from sync.emulator.store.views import ViewRecord, add_view
from tests.emulator.pages.markup import Element, parse

NOW = datetime(2021, 6, 23, 11, 0, tzinfo=UTC)
ROOT = "http://localhost:8000"

Inputs = Mapping[str, str | Sequence[str]]

_numbers = count(1)


@dataclass(frozen=True)
class Reply:
    """A page, parsed."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def page(self) -> Element:
        return parse(self.text)

    @property
    def main(self) -> Element:
        return self.page.find("main")


class Visitor:
    """Looks at the pages of one site and sends their forms."""

    def __init__(self) -> None:
        self.store = Store(Path(":memory:"), lambda: NOW)
        self.site = add_site(self.store, "HMICFRS", "/sites/hmicfrs", "Europe/London")
        self.pages = Pages(self.store, self.site)

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, b"", headers)

    def post(self, path: str, inputs: Sequence[tuple[str, str]], **headers: str) -> Reply:
        return self.send("POST", path, urlencode(inputs).encode(), headers)

    def submit(self, reply: Reply, path: str, inputs: Inputs | None = None) -> Reply:
        """Send the item form of a page, as a browser would, with some inputs filled in."""
        return self.post(path, fill(reply.page.find("form", class_="item-form"), inputs or {}))

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        address, _, query = path.partition("?")
        decoded = address.replace("%20", " ")
        sent = Headers({name.replace("_", "-"): value for name, value in headers.items()})
        answer = self.pages.respond(Request(method, decoded, query, sent, body, ROOT))
        return Reply(answer.status, answer.headers, answer.body.decode())

    def add_person(self, title: str) -> UserRecord:
        return add_user(self.store, title, f"{title.lower().replace(' ', '.')}@force.example")

    def add_list(self, *fields: NewField, title: str = "", **settings: object) -> Sheet:
        record = add_list(self.store, self.site, title or f"List {next(_numbers)}", settings)
        for field in fields:
            add_field(self.store, record.id, field)
        return self.open(record.id)

    def open(self, list_id: str) -> Sheet:
        return Sheet(self.store, self.site, find_list(self.store, list_id), read_fields(self.store, list_id))

    def add_row(self, sheet: Sheet, **cells: object) -> ItemRecord:
        return add_item(sheet, cells, Stamp(APP_ID))

    def change_row(self, sheet: Sheet, item_id: int, user_id: int = APP_ID, **cells: object) -> ItemRecord:
        return update_item(sheet, item_id, cells, "*", Stamp(user_id))

    def read_row(self, sheet: Sheet, item_id: int) -> ItemRecord:
        return find_item(sheet, item_id)

    def add_view(self, sheet: Sheet, *fields: str, title: str = "", **settings: object) -> ViewRecord:
        name = title or f"View {next(_numbers)}"
        return add_view(self.store, sheet.list.id, name, fields or ("LinkTitle",), settings)

    def look(self, sheet: Sheet, view: ViewRecord | None = None, query: str = "") -> Reply:
        """Return the page of a view, or of the first one."""
        page = view.title if view else "AllItems"
        address = f"{sheet.list.folder}/{page}.aspx".replace(" ", "%20")
        return self.get(f"{address}?{query}" if query else address)


def a_column(name: str, kind: kinds.Kind = kinds.TEXT, **settings: object) -> NewField:
    """Return a column; ``title`` among the settings is what it is called."""
    title = str(settings.pop("title", name))
    return NewField(title, kind, settings, internal_name=name)


def a_choice(name: str, *choices: str, **settings: object) -> NewField:
    return a_column(name, kinds.CHOICE, Choices=list(choices), **settings)


def a_day(name: str, **settings: object) -> NewField:
    return a_column(name, kinds.DATE_TIME, DisplayFormat=0, **settings)


def fill(form: Element, inputs: Inputs) -> list[tuple[str, str]]:
    """Return what a browser sends of a form; ``inputs`` are typed in, by name."""
    sent: list[tuple[str, str]] = []
    for name, value in form.list_inputs():
        if name not in inputs:
            sent.append((name, value))
    for name, typed in inputs.items():
        sent += [(name, typed)] if isinstance(typed, str) else [(name, word) for word in typed]
    return sent


def read_table(element: Element) -> list[list[str]]:
    """Return the rows of the first table, as text."""
    body = element.find("table").find("tbody")
    return [[cell.text for cell in row.children if cell.tag in ("td", "th")] for row in body.find_all("tr")]


def read_column(element: Element, place: int = 0) -> list[str]:
    """Return one column of the first table."""
    return [row[place] for row in read_table(element)]
