"""What every page shares: the banner, the look, and that everything shown is escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

STYLE = """
:root { color-scheme: light; --ink: #1b1b1f; --soft: #5f6b7a; --line: #dfe3e8; --accent: #03787c; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 "Segoe UI", system-ui, sans-serif; color: var(--ink); background: #f5f6f8; }
.banner { background: #ffe08a; color: #3d2e00; padding: .5rem 1.5rem; font-weight: 600; }
header { background: var(--accent); color: #fff; padding: .9rem 1.5rem; }
header a { color: #fff; text-decoration: none; font-weight: 600; }
main { padding: 1.25rem 1.5rem 3rem; max-width: 100%; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
p.about { color: var(--soft); margin: 0 0 1rem; }
.frame { overflow-x: auto; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
th { background: #fafbfc; color: var(--soft); font-weight: 600; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
td { max-width: 28rem; overflow-wrap: anywhere; white-space: pre-wrap; }
td.number { text-align: right; white-space: nowrap; }
a { color: var(--accent); }
nav.pages { margin-top: 1rem; display: flex; gap: 1rem; }
""".strip()

_BANNER = "This is NOT SharePoint. It is the local SharePoint of hmicfrs-sync, on this computer only."


def render_page(title: str, site_title: str, site_path: str, content: str) -> str:
    """Return a whole page; ``content`` is HTML, the rest is text."""
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} – local SharePoint</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<div class="banner" role="note">{_BANNER}</div>\n'
        f'<header><a href="{render_address(site_path)}/">{escape(site_title)}</a></header>\n'
        f"<main>\n{content}\n</main>\n</body>\n</html>\n"
    )


def render_heading(title: str, about: str) -> str:
    """Return a page's heading and the line under it."""
    return f'<h1>{escape(title)}</h1>\n<p class="about">{escape(about)}</p>\n'


def render_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; heads are text, cells are HTML."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="frame"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n'


def render_link(address: str, text: str) -> str:
    """Return a link within the local SharePoint."""
    return f'<a href="{address}">{escape(text)}</a>'


def render_text(text: str) -> str:
    """Return text as HTML; nothing in it is markup."""
    return escape(text)


def render_address(path: str) -> str:
    """Return a path as it stands in a link."""
    return escape(quote(path), quote=True)


def render_count(number: int, noun: str) -> str:
    """Return ``1 row`` or ``2 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
