"""Rich text as SharePoint keeps it: markup stays, whatever could run does not."""

import re
from html import escape
from html.parser import HTMLParser

#: Taken out with all that is inside.
_DROPPED = frozenset(
    [
        "applet",
        "embed",
        "frame",
        "frameset",
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
    ]
)
#: Taken out alone.
_UNWRAPPED = frozenset(
    ["base", "button", "form", "html", "head", "body", "input", "link", "meta", "option", "select", "textarea", "title"]
)
_VOID = frozenset(["embed", "frame"])
_ADDRESSES = frozenset(
    ["action", "background", "cite", "formaction", "href", "longdesc", "poster", "src", "xlink:href"]
)
_SAFE_ADDRESS = re.compile(
    r"(?:https?:|mailto:|tel:|ftp:|sip:|data:image/(?:png|gif|jpeg);|[^:]*(?:[/?#]|$))", re.IGNORECASE
)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0]")
_UNSAFE_STYLE = re.compile(r"expression|javascript|vbscript|behaviou?r|binding|@import|\\", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9:_.-]*")


def strip_scripts(markup: str) -> str:
    """Return ``markup`` without scripts, handlers, frames and addresses that run; unchanged when there are none."""
    if "<" not in markup:
        return markup
    stripper = _Stripper()
    stripper.feed(markup)
    stripper.close()
    return "".join(stripper.pieces) if stripper.has_stripped else markup


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.has_stripped = False
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, ends=False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, ends=True)

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            if tag == self._inside[-1]:
                self._inside.pop()
        elif tag in _DROPPED or tag in _UNWRAPPED or not _NAME.fullmatch(tag):
            self.has_stripped = True
        else:
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            # What is no tag to this parser may be one to a browser.
            self.has_stripped = True
        self._keep(data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.has_stripped = True

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.has_stripped = True

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.has_stripped = True

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - the parser's own signature
        self.has_stripped = True

    def _keep(self, text: str) -> None:
        if not self._inside:
            self.pieces.append(text)

    def _open(self, tag: str, attributes: list[tuple[str, str | None]], *, ends: bool) -> None:
        if self._inside or tag in _DROPPED:
            self.has_stripped = True
            if tag in _DROPPED and tag not in _VOID and not ends:
                self._inside.append(tag)
            return
        if tag in _UNWRAPPED or not _NAME.fullmatch(tag):
            self.has_stripped = True
            return
        kept = [(name, value) for name, value in attributes if _is_safe(name, value or "")]
        self.has_stripped = self.has_stripped or len(kept) < len(attributes)
        written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept)
        self.pieces.append(f"<{tag}{written}{' /' if ends else ''}>")


def _is_safe(name: str, value: str) -> bool:
    if name.startswith("on") or not _NAME.fullmatch(name) or name == "srcdoc":
        return False
    if name in _ADDRESSES:
        return _SAFE_ADDRESS.match(_BLANKS.sub("", value)) is not None
    return name != "style" or not _UNSAFE_STYLE.search(value)
