"""A page as its reader sees it: headings, paragraphs and list items in order, each with where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sync.core.text import shorten
from sync.register.publication_page.taming import tame_markup

BOLD_LEVEL: Final = 7
"""The level of a paragraph in bold that stands in for a heading: below every real one."""
_LONGEST_BOLD_HEADING: Final = 140
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_INLINE: Final = frozenset(
    {"x-a", "x-b", "span", "label", "cite", "q", "time", "strike", "ins", "mark", "bdi", "data", "del", "dfn"}
)
_SKIPPED: Final = frozenset(
    {"nav", "footer", "form", "audio", "video", "figure", "title", "meta", "link", "dialog", "head"}
)
_SKIPPED_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "dialog"})
_SKIPPED_CLASSES: Final = frozenset(
    {
        "breadcrumb",
        "breadcrumbs",
        "cookie-notice",
        "cookie-banner",
        "skip-link",
        "share",
        "social",
        "related",
        "related-content",
    }
    | {"toc", "table-of-contents", "site-header", "site-footer", "menu", "pagination", "sidebar", "screen-reader-text"}
)
_INVISIBLE: Final = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\x00-\x08\x0e-\x1f\x7f]"
)
_FIRST_LINE_IS_HEADING: Final = re.compile(
    r"(?:recommendation \d+[a-z]?|recommendations?|areas? for improvement|causes? (?:of|for) concern)\W*$",
    re.IGNORECASE,
)


class BlockKind(Enum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LISTED = "list item"


class Block(NamedTuple):
    """One heading, paragraph or list item.

    ``level`` is 1 to 6 for headings and ``BOLD_LEVEL`` for a bold paragraph in place of one; 0 for others. ``list_number`` is
    shared by the items of a list, ``item_number`` by the paragraphs of a list item, and ``outer_item`` is the list item that the
    list stands in; 0 outside lists. ``ordinal`` is the number that an ordered list shows. ``under`` is the heading above it, and
    ``paragraph`` its number from there, 0 for the heading itself.
    """

    kind: BlockKind
    text: str
    level: int = 0
    list_number: int = 0
    item_number: int = 0
    outer_item: int = 0
    ordinal: str = ""
    is_bold: bool = False
    under: str = ""
    paragraph: int = 0

    @property
    def place(self) -> str:
        """Return where it stands, as a reader finds it."""
        where = f"under ‘{shorten(self.under, 60)}’" if self.under else "at the top of the page"
        return f"{where}, paragraph {self.paragraph}" if self.paragraph else where


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its blocks, and what its head says of itself."""

    blocks: Sequence[Block]
    canonical: str = ""
    title: str = ""
    published_time: str = ""


def read_page(text: str) -> Page:
    """Return a page's blocks and what its head says; never raises for markup, however broken."""
    parser = LexborHTMLParser(tame_markup(text))
    walker = _Walker()
    for root in _find_roots(parser):
        walker.walk(root, _Around())
        walker.flush(_Around())
    titles = parser.css("title")
    og_url = _attribute(parser, 'meta[property="og:url"]', "content")
    return Page(
        blocks=walker.blocks,
        canonical=_attribute(parser, 'link[rel="canonical"]', "href") or og_url,
        title=_attribute(parser, 'meta[property="og:title"]', "content") or (_tidy(titles[0].text()) if titles else ""),
        published_time=_attribute(parser, 'meta[property="article:published_time"]', "content"),
    )


def _find_roots(parser: LexborHTMLParser) -> list[LexborNode]:
    """Return where the publication itself is: the page's main part, or all of the page where none is marked."""
    for selector in ("main", '[role="main"]', "article", "#main-content", "#main", "#content"):
        found = [node for node in parser.css(selector) if node.text(strip=True)]
        # An article inside an article would be read twice.
        outer = [node for node in found[:50] if not _stands_in(node, found)]
        if outer:
            return outer
    return [parser.body] if parser.body else []


def _stands_in(node: LexborNode, others: list[LexborNode]) -> bool:
    ids = {other.mem_id for other in others}
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _attribute(parser: LexborHTMLParser, selector: str, name: str) -> str:
    nodes = parser.css(selector)
    return (nodes[0].attributes.get(name) or "").strip() if nodes else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the text being read stands in."""

    level: int = 0
    list_number: int = 0
    item_number: int = 0
    outer_item: int = 0
    ordinal: str = ""
    is_bold: bool = False
    is_link: bool = False


@dataclass(slots=True)
class _Walker:
    """Walks a tree once and keeps the blocks; the tree is at most as deep as the taming left it."""

    blocks: list[Block] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _bold: int = 0
    _linked: int = 0
    _lists: int = 0
    _items: int = 0
    _heading: str = ""
    _since_heading: int = 0

    def walk(self, node: LexborNode, around: _Around) -> None:
        """Read everything below a node."""
        counter = 0
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._add(child.text_content or "", around)
            elif tag in _INLINE:
                self.walk(child, _enter_inline(child, tag, around))
            elif tag == "br":
                self._words.append("\n")
            elif tag in _SKIPPED or _is_furniture(child):
                continue
            else:
                self.flush(around)
                if tag == "li":
                    counter += 1
                inner = self._enter(tag, around, counter if node.tag == "ol" else 0)
                self.walk(child, inner)
                self.flush(inner)

    def _enter(self, tag: str, around: _Around, ordinal: int) -> _Around:
        if tag in _HEADINGS:
            return _Around(level=_HEADINGS[tag])
        if tag in {"ul", "ol"}:
            self._lists += 1
            return _Around(list_number=self._lists, outer_item=around.item_number)
        if tag == "li":
            self._items += 1
            return replace(around, level=0, item_number=self._items, ordinal=str(ordinal) if ordinal else "")
        return replace(around, is_bold=False) if around.is_bold else around

    def _add(self, text: str, around: _Around) -> None:
        self._words.append(text)
        length = len(text.strip())
        self._bold += length if around.is_bold else 0
        self._linked += length if around.is_link else 0

    def flush(self, around: _Around) -> None:
        """End the block that is being read."""
        if not self._words:
            return
        text = "".join(self._words)
        length = sum(len(word.strip()) for word in self._words)
        is_bold, is_linked = self._bold >= length > 0, self._linked >= length > 0
        self._words, self._bold, self._linked = [], 0, 0
        # A list item that only leads somewhere in the page belongs to its table of contents.
        if not text.strip() or (is_linked and around.item_number):
            return
        heading, rest = _split_heading(text)
        if heading:
            self._keep(_tidy(heading), around, is_bold=True)
        if tidied := _tidy(rest):
            self._keep(tidied, around, is_bold=is_bold and not heading)

    def _keep(self, text: str, around: _Around, *, is_bold: bool) -> None:
        kind, level = BlockKind.PARAGRAPH, 0
        if around.level:
            kind, level = BlockKind.HEADING, around.level
        elif around.item_number:
            kind = BlockKind.LISTED
        elif is_bold and len(text) <= _LONGEST_BOLD_HEADING and not text.endswith((".", ";")):
            kind, level = BlockKind.HEADING, BOLD_LEVEL
        if kind is BlockKind.HEADING:
            self._heading, self._since_heading = text, 0
        else:
            self._since_heading += 1
        self.blocks.append(
            Block(
                kind=kind,
                text=text,
                level=level,
                list_number=around.list_number,
                item_number=around.item_number,
                outer_item=around.outer_item,
                ordinal=around.ordinal,
                is_bold=is_bold,
                under=self._heading,
                paragraph=self._since_heading,
            )
        )


def _enter_inline(node: LexborNode, tag: str, around: _Around) -> _Around:
    if tag == "x-b":
        return replace(around, is_bold=True)
    return replace(around, is_link=True) if tag == "x-a" and node.attributes.get("rel") == "here" else around


def _is_furniture(node: LexborNode) -> bool:
    """Say whether an element is part of the site and not of the publication."""
    attributes = node.attributes
    if not attributes:
        return False
    names = set(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".casefold().split())
    return bool(names & _SKIPPED_CLASSES) or attributes.get("role") in _SKIPPED_ROLES


def _split_heading(text: str) -> tuple[str, str]:
    """Return the first line apart where it is the heading of an item (``Recommendation 3<br>Forces should…``), and the rest."""
    first, line_end, rest = text.strip().partition("\n")
    return (first, rest) if line_end and _FIRST_LINE_IS_HEADING.match(first.strip()) else ("", text)


def _tidy(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())
