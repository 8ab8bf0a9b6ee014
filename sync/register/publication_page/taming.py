"""Markup is tamed before it is parsed: what makes an HTML parser slow without end is taken out, and the words stay.

A standard HTML parser takes quadratic time over elements nested tens of thousands deep, over formatting that is never closed and
over tags with thousands of attributes; a page of that kind, broken or hostile, could hold an import for hours. So every tag goes
through here once: formatting tags become plain ones, nesting is cut at a depth that no page needs, of the attributes only those
that we read stay, and a ``<`` that opens no tag becomes a character.
"""

import re
from collections import Counter
from itertools import islice
from typing import Final

MOST_TAGS: Final = 60_000
"""A long report of HMICFRS has about 10,000."""
_DEEPEST: Final = 100
_TOKENS: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|noscript|template|svg|iframe|textarea|select|math|object)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<[!?][^<>]*>?"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|<(?P<close2>/?)(?P<name2>[a-z][a-z0-9]*)\b[^<>]*>"
    r"|<",
    re.IGNORECASE | re.DOTALL,
)
_KEPT_ATTRIBUTES: Final = re.compile(
    r"\b(class|id|role|href|rel|property|name|content|datetime)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>=]+)", re.IGNORECASE
)
_LONGEST_ATTRIBUTES: Final = 4_000
_BOLD: Final = frozenset({"b", "strong"})
_DROPPED: Final = frozenset(
    {
        "i",
        "em",
        "font",
        "u",
        "small",
        "big",
        "tt",
        "code",
        "s",
        "strike",
        "nobr",
        "img",
        "wbr",
        "input",
        "source",
        "abbr",
    }
    | {"html", "body", "button", "frameset", "embed", "sup", "sub"}
)
_VOID: Final = frozenset({"br", "hr", "meta", "link", "base", "col"})
# Elements that another opening tag closes: nobody need close them, so counting them would cut good pages.
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSED_BY_OTHERS: Final = _HEADINGS | {
    *("p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup", "option", "head")
}


class _Tamer:
    """Rewrites one page's tags, in one pass."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._depth = 0

    def rewrite(self, token: re.Match[str]) -> str:
        if token["raw"] or token[0].startswith(("<!", "<?")):
            return " "
        name = (token["name"] or token["name2"] or "").casefold()
        if not name:
            return "&lt;"
        if name in _DROPPED:
            return ""
        is_closing = bool(token["close"] or token["close2"])
        attributes = "" if is_closing else _keep_attributes(token["attributes"] or "")
        if name == "a":
            # An anchor is formatting too; whether it leads somewhere in the same page is all that is asked of it.
            name, attributes = "x-a", ' rel="here"' if re.search(r"\bhref=[\"']?#", attributes) else ""
        elif name in _BOLD:
            name, attributes = "x-b", ""
        if name in _VOID:
            return "" if is_closing else f"<{name}{attributes}>"
        return self._close(name) if is_closing else self._begin(name, attributes)

    def _begin(self, name: str, attributes: str) -> str:
        if name in _CLOSED_BY_OTHERS:
            self._open[_family(name)] = 1
            return f"<{name}{attributes}>"
        if self._depth >= _DEEPEST:
            self._cut[name] += 1
            return " "
        self._open[name] += 1
        self._depth += 1
        return f"<{name}{attributes}>"

    def _close(self, name: str) -> str:
        if self._cut[name]:
            self._cut[name] -= 1
            return " "
        if not self._open[_family(name)]:
            return " "
        if name in _CLOSED_BY_OTHERS:
            self._open[_family(name)] = 0
        else:
            self._open[name] -= 1
            self._depth -= 1
        return f"</{name}>"


def _family(name: str) -> str:
    """Return the name under which openings are counted: any heading's end ends any heading."""
    return "heading" if name in _HEADINGS else name


def tame_markup(text: str) -> str:
    """Return the page with the same words and structure, in a form that any HTML parser reads in linear time.

    Bold becomes ``x-b`` and an anchor ``x-a``, with ``rel="here"`` where it leads somewhere in the same page.
    """
    return _TOKENS.sub(_Tamer().rewrite, text)


def find_cut(text: str) -> int | None:
    """Return where a page has to be cut because it has more tags than can be read in good time, or None."""
    if text.count("<") <= MOST_TAGS:
        return None
    return next(islice(re.finditer("<", text), MOST_TAGS, None)).start()


def _keep_attributes(attributes: str) -> str:
    if not attributes.strip() or len(attributes) > _LONGEST_ATTRIBUTES:
        return ""
    return "".join(f" {name}={value}" for name, value in _KEPT_ATTRIBUTES.findall(attributes)[:10])
