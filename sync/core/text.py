"""Text as people write it, brought into forms that can be compared."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser

_BREAKS = frozenset(
    {"br", "hr", "p", "div", "blockquote", "pre", "li", "ul", "ol", "dt", "dd", "table", "tr", "td", "th"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_HIDDEN = frozenset({"script", "style"})
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_ENDLESS_REFERENCE = re.compile(r"&#[0-9]{20,};?")
_QUOTES = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{SOFT HYPHEN}": "",
        "\N{ZERO WIDTH SPACE}": "",
        "\N{ZERO WIDTH NO-BREAK SPACE}": "",
        # What turns the direction of reading can make one sentence look like another; control characters move a terminal's cursor.
        **dict.fromkeys(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))), ""),
        **dict.fromkeys(map(chr, (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))), ""),
        # Half a character, where another tool cut a text in the middle of one: nothing that we write may hold it.
        **{chr(half): "" for half in range(0xD800, 0xE000)},
    }
)
_NOT_WORD = re.compile(r"[\W_]+")
_ONLY_WORDS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_SPACES = re.compile(r"[^\S\n]+")


class _TextCollector(HTMLParser):
    """Keeps the text of an HTML fragment, with a line break where a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Pass over ``<![if …]>`` as browsers do; the base class takes one that it does not know for a fault of the caller."""
        return self.parse_bogus_comment(i, bool(report))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's signature
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(value: str) -> str:
    """Return what a reader of a rich-text column sees: no tags, no entities, no doubled spaces.

    SharePoint wraps rich text in ``<div class="ExternalClass…">`` and leaves ``&#58;`` and zero-width characters behind;
    text that only looks like a comparison (``a <b``) or has an ampersand (``R&D``) is left alone.
    """
    if _LOOKS_LIKE_HTML.search(value):
        collector = _TextCollector()
        # No character has such a number, and the library counts no further than 4,300 digits.
        collector.feed(_ENDLESS_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", value))
        collector.close()
        value = "".join(collector.parts)
    value = _compose(value)
    lines = (_SPACES.sub(" ", line).strip() for line in value.splitlines())
    return "\n".join(line for line in lines if line)


def fold(value: str) -> str:
    """Return the words alone, in lower case, parted by single spaces, for comparing wordings and titles."""
    if value.isascii():
        # Every row of a large list comes by here several times: plain letters have one writing already.
        return " ".join(value.lower().translate(_ONLY_WORDS).split())
    return _NOT_WORD.sub(" ", _compose(_compose(value).casefold())).strip()


def _compose(value: str) -> str:
    """Return the text with one writing for each character; what stood beside a character taken out may compose anew."""
    if value.isascii():  # one writing already
        return value
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).translate(_QUOTES))


def fingerprint(*parts: object) -> str:
    """Return 16 hexadecimal digits that stay the same exactly as long as the parts do."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


_FORMULA_SIGNS = (
    *("=", "+", "-", "@", "\t", "\r", "\n"),
    # Full-width ones are taken for the others where a computer is set to Chinese or Japanese.
    *(
        "\N{FULLWIDTH EQUALS SIGN}",
        "\N{FULLWIDTH PLUS SIGN}",
        "\N{FULLWIDTH HYPHEN-MINUS}",
        "\N{FULLWIDTH COMMERCIAL AT}",
    ),
)


def disarm_cell(text: str) -> str:
    """Return text for a cell of a spreadsheet or a CSV file that no program takes for a formula.

    Whatever begins with = + - @, their full-width forms, a tab or a line's end gets an apostrophe in front, which is how people write
    such text themselves. Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_SIGNS) else text


def rearm_cell(text: str) -> str:
    """Return what a cell said before ``disarm_cell``."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_SIGNS) else text


_KEY_LIMIT = 240
"""In UTF-16; a column of text takes 255 (sharepoint.md, C.5), and a key may get a number at its end."""
_KEY_KEPT = 100


def build_key(*parts: str) -> str:
    """Return a row's key from what it is about: ``board/operational-assessment-board``.

    It fits a column of text; where it would not, its end gives way to a fingerprint of the whole, so that no two meet.
    """
    key = "/".join("-".join(fold(part).split()) for part in parts)
    if len(key.encode("utf-16-le")) <= 2 * _KEY_LIMIT:
        return key
    return f"{key[:_KEY_KEPT]}-{fingerprint(key)}"


def shorten(value: str, limit: int) -> str:
    """Return ``value`` cut at a word so that it has at most ``limit`` characters, with an ellipsis where it was cut."""
    if len(value) <= limit:
        return value
    head = value[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.-") + "…"


def say_count(number: int, noun: str, plural: str = "") -> str:
    """Return the number with its noun in the right form: ``1 row``, ``3 rows``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_list(words: Sequence[str], conjunction: str = "and") -> str:
    """Return the words as a sentence lists them: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}" if words else ""
