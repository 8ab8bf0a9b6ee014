"""What every page shares: the banner, the bar, the list of lists, the style sheet, and the headers that shut the door."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sync.emulator.exchange import Response
from sync.emulator.pages.addresses import write_address
from sync.emulator.pages.html import Content, Markup, build, build_with
from sync.emulator.pages.icons import draw
from sync.emulator.pages.local_user import LOCAL_USER
from sync.emulator.pages.views import write_default_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.lists import ListRecord, read_lists

STYLE_SHEET = (Path(__file__).parent / "pages.css").read_bytes()
STYLE_PATH = "_layouts/15/local-sharepoint/pages.css"
ICON_PATH = "_layouts/15/local-sharepoint/icon.svg"
CONTENTS_PATH = "_layouts/15/viewlsts.aspx"
RECYCLE_PATH = "_layouts/15/RecycleBin.aspx"

_STYLE_VERSION = sha256(STYLE_SHEET).hexdigest()[:12]
_BANNER = "This is NOT SharePoint. It is the local SharePoint of hmicfrs-sync, on this computer only."
_HEADERS: Mapping[str, str] = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, still without what it shares with the others.

    Args:
        title: what the browser's tab says, before the site's name.
        current: the path of the list or page that the navigation marks as the present one.
    """

    title: str
    content: Content
    current: str = ""
    status: int = 200


def render_page(visit: Visit, page: Page) -> Response:
    """Return a page as it is sent."""
    nonce = secrets.token_urlsafe(16)
    head = build(
        "head",
        build("meta", charset="utf-8"),
        build("meta", name="viewport", content="width=device-width, initial-scale=1"),
        build("title", f"{page.title} – {visit.site.title} – local SharePoint"),
        build("link", rel="stylesheet", href=write_address(visit.home + STYLE_PATH, [("v", _STYLE_VERSION)])),
        build("link", rel="icon", href=write_address(visit.home + ICON_PATH), type="image/svg+xml"),
        build("style", Markup(visit.styles.render()), nonce=nonce),
    )
    body = build(
        "body",
        build("a", "Skip to main content", href="#main", class_="skip"),
        build("div", build("strong", _BANNER), class_="banner", role="note"),
        _render_bar(visit),
        build(
            "div",
            _render_navigation(visit, page.current),
            build("main", page.content, _render_notes(visit), id="main", tabindex="-1"),
            class_="frame",
        ),
    )
    text = f"<!doctype html>\n{build('html', head, body, lang='en-GB')}\n"
    headers = {**_HEADERS, "Content-Security-Policy": _POLICY.format(nonce=nonce)}
    return Response(page.status, text.encode(), headers)


def render_style_sheet() -> Response:
    """Return the style sheet of all pages."""
    headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(200, STYLE_SHEET, headers)


def render_icon() -> Response:
    """Return what a browser shows on its tab."""
    box = build("rect", width="16", height="16", rx="3", fill="#03585b")
    letter = build("path", d="M4.5 3.5v9M11.5 3.5v9M4.5 8h7", stroke="#fff", stroke_width="2")
    icon = build("svg", box, letter, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 16 16")
    return Response(200, icon.encode(), {"Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=86400"})


def redirect(address: str) -> Response:
    """Return an answer that leads to another page of this site."""
    return Response(303, b"", {"Location": address, "Cache-Control": "no-store"})


def write_list_address(record: ListRecord, page: str = "AllItems.aspx", **options: object) -> str:
    """Return the address of one of a list's pages."""
    return write_address(f"{record.forms_folder}/{page}", options.items())


def render_heading(title: str, about: Content = None) -> Markup:
    """Return a page's heading and the line under it."""
    line = build("p", about, class_="about") if about else None
    return build("div", build("h1", title), line, class_="heading")


def render_button(address: str, text: str, icon: str = "", *, is_primary: bool = False) -> Markup:
    """Return a link that looks like the button it would be in SharePoint."""
    class_ = "button primary" if is_primary else "button"
    return build("a", draw(icon) if icon else None, text, href=address, class_=class_)


def render_message(kind: str, title: str, content: Content = None) -> Markup:
    """Return a box that tells what happened; ``kind`` is success, warning or error."""
    icons = {"success": "check-ring", "warning": "warning", "error": "cross-ring"}
    return build(
        "div",
        draw(icons[kind]),
        build("div", build("h2", title), content),
        class_=f"message {kind}",
        role="status" if kind == "success" else "note",
    )


def say_count(number: int, noun: str) -> str:
    """Return ``1 row`` or ``2,000 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _render_bar(visit: Visit) -> Markup:
    initial = next((character for character in visit.site.title if character.isalnum()), "S").upper()
    return build(
        "header",
        build(
            "a",
            build("span", initial, class_="logo", aria_hidden="true"),
            visit.site.title,
            href=write_address(visit.home),
            class_="site",
        ),
        build("span", draw("person"), LOCAL_USER, class_="me"),
        class_="bar",
    )


def _render_navigation(visit: Visit, current: str) -> Markup:
    lists = [
        (record.folder, write_default_address(visit.store, record), record.title, _choose_icon(record))
        for record in read_lists(visit.store)
        if not record.read("Hidden")
    ]
    pages = [
        (visit.home, write_address(visit.home), "Home", "home"),
        *lists,
        (RECYCLE_PATH, write_address(visit.home + RECYCLE_PATH), "Recycle bin", "bin"),
    ]
    items = [
        build(
            "li",
            build(
                "a", draw(icon), build("span", title), href=address, aria_current="page" if path == current else None
            ),
        )
        for path, address, title, icon in pages
    ]
    return build("nav", build("ul", items), class_="lists", aria_label="Site")


def _choose_icon(record: ListRecord) -> str:
    return "folder" if record.is_library else "list"


def _render_notes(visit: Visit) -> Markup | None:
    sentences = visit.notes.sentences
    if not sentences:
        return None
    return build(
        "aside",
        build("h2", "Not shown as SharePoint shows it"),
        build("ul", [build("li", sentence) for sentence in sentences]),
        class_="notes",
        id="notes",
        aria_label="Notes",
    )


def render_plain_mark() -> Markup:
    """Return the mark beside a value whose formatting could not be followed."""
    return build_with("sup", {"class": "mark"}, build("span", "shown plainly", class_="hidden"), "†")
