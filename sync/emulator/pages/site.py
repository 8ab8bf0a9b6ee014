"""Which page answers which address, and the site's own page: all lists with their row counts."""

from collections.abc import Callable
from urllib.parse import parse_qs

from sync.emulator.exchange import Request, Response
from sync.emulator.pages.layout import (
    render_address,
    render_count,
    render_heading,
    render_link,
    render_page,
    render_table,
    render_text,
)
from sync.emulator.pages.lists import render_item, render_list
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import read_fields
from sync.emulator.store.lists import ListRecord, read_lists
from sync.emulator.store.site import Site

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}

_Page = Callable[[Sheet, dict[str, str]], str | None]
_LIST_PAGES: dict[str, _Page] = {"allitems.aspx": render_list, "dispform.aspx": render_item}


class Pages:
    """Answers every address that is neither sign-in nor API."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store = store
        self._site = site

    def respond(self, request: Request) -> Response:
        """Return the page at an address, a redirect to one, or a page that says there is none."""
        if request.method not in ("GET", "HEAD"):
            return self._say(501, f"The local SharePoint does not support {request.method} {request.path}.")
        home = f"{self._site.path}/"
        if request.path in ("/", self._site.path):
            return Response(302, b"", {"Location": home})
        if request.path.lower() == home.lower():
            return self._write(200, self._site.title, self._render_site())
        return self._find_list_page(request) or self._say(404, "There is no page at this address.")

    def _find_list_page(self, request: Request) -> Response | None:
        folder, _, page = request.path.rpartition("/")
        render = _LIST_PAGES.get(page.lower())
        record = next((r for r in read_lists(self._store) if r.folder.lower() == folder.lower()), None)
        if render is None or record is None:
            return None
        options = {name.lower(): values[0] for name, values in parse_qs(request.query).items()}
        content = render(Sheet(self._store, self._site, record, read_fields(self._store, record.id)), options)
        return self._write(200, record.title, content) if content else None

    def _render_site(self) -> str:
        records = read_lists(self._store)
        rows = [_render_row(record) for record in records if not record.read("Hidden")]
        heading = render_heading(self._site.title, render_count(len(rows), "list"))
        return heading + render_table(["List", "Rows", "About", "Last change (UTC)"], rows)

    def _say(self, status: int, sentence: str) -> Response:
        return self._write(status, "Local SharePoint", render_heading(sentence, f"The site is at {self._site.path}/."))

    def _write(self, status: int, title: str, content: str) -> Response:
        page = render_page(title, self._site.title, self._site.path, content)
        return Response(status, page.encode(), _HEADERS)


def _render_row(record: ListRecord) -> list[str]:
    link = render_link(f"{render_address(record.folder)}/AllItems.aspx", record.title)
    about = render_text(str(record.read("Description")))
    return [link, f"{record.item_count:,}", about, render_text(record.item_modified.replace("T", " ").rstrip("Z"))]
