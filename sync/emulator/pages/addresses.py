"""Addresses: how they are read and written, and where a link that somebody wrote may lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from sync.emulator.naming import LARGEST_ID
from sync.emulator.whole_numbers import read_whole_number

_SCHEMES = frozenset({"http", "https", "mailto"})
_HERE = frozenset({"localhost", "127.0.0.1"})
_MOST_OPTIONS = 1000


def write_address(path: str, pairs: Iterable[tuple[str, object]] = ()) -> str:
    """Return a path with a query, as it stands in a link."""
    query = urlencode([(name, str(value)) for name, value in pairs], quote_via=quote)
    return f"{quote(path)}?{query}" if query else quote(path)


def read_pairs(query: str) -> list[tuple[str, str]]:
    """Return the options of a query in order; none when there are more than anybody would write."""
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_OPTIONS)
    except ValueError:
        return []


def read_options(query: str) -> dict[str, str]:
    """Return the options of a query by lower-case name; of a repeated one, the first."""
    options: dict[str, str] = {}
    for name, value in read_pairs(query):
        options.setdefault(name.lower(), value)
    return options


def read_number(text: str) -> int:
    """Return a whole number, 0 for what is none."""
    return read_whole_number(text, LARGEST_ID) or 0


@dataclass(frozen=True, slots=True)
class Links:
    """Says where a link that somebody wrote may lead."""

    site_path: str

    def clean(self, address: str) -> str:
        """Return an address to put in a link, or empty when it is none that SharePoint would take.

        An address of this very site loses its host: lists hold the address of the HTTPS port, and whoever looks at the
        pages on the other port stays there.
        """
        text = address.strip().replace(" ", "%20")
        if "\\" in text or any(ord(character) < 33 for character in text):
            return ""
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            return ""
        if parts.scheme and parts.scheme.lower() not in _SCHEMES:
            return ""
        if host in _HERE and self._is_ours(parts.path):
            return text[text.index(parts.netloc) + len(parts.netloc) :]
        return text

    def clean_own(self, address: str) -> str:
        """Return an address of this site, or empty."""
        cleaned = self.clean(address)
        is_path = cleaned.startswith("/") and not cleaned.startswith("//")
        return cleaned if is_path and self._is_ours(cleaned.partition("?")[0].partition("#")[0]) else ""

    def _is_ours(self, path: str) -> bool:
        return ".." not in path and f"{path}/".lower().startswith(f"{self.site_path}/".lower())
