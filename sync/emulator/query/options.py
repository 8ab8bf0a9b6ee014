"""Read a query string into options. What is not known is refused by name, never skipped."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote_plus

from sync.emulator.errors import OptionError, UnsupportedError
from sync.emulator.naming import LARGEST_ID
from sync.emulator.whole_numbers import read_whole_number

PAGE_SIZE = 100
PAGE_LIMIT = 5000

_LISTS = ("$select", "$expand")
_TEXTS = ("$filter", "$orderby", "$skiptoken")
_NUMBERS = ("$top", "$skip")


@dataclass(frozen=True, slots=True)
class Order:
    """One key of a sort."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The query options of one request; ``pairs`` keeps them as sent, for next links."""

    select: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()
    filter: str = ""
    orderby: tuple[Order, ...] = ()
    top: int | None = None
    skip: int | None = None
    skiptoken: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def sent(self) -> tuple[str, ...]:
        """The names of the options that were given with a value."""
        return tuple(name for name, value in self.pairs if value)


def parse_options(query: str) -> Options:
    """Read ``query``: ``+`` is a space, names may be percent-encoded, empty values and pairs mean nothing (C.12).

    Raises ``UnsupportedError`` for an option that is not known.
    """
    pairs: dict[str, str] = {}
    for piece in query.split("&"):
        raw_name, _, raw_value = piece.partition("=")
        name = unquote_plus(raw_name).strip()
        if name:
            pairs[name.lower()] = unquote_plus(raw_value).strip()
    _refuse_unknown(pairs)
    options = {name: value for name, value in pairs.items() if name.startswith("$")}
    return Options(
        select=_split_names(options.get("$select", "")),
        expand=_split_names(options.get("$expand", "")),
        filter=options.get("$filter", ""),
        orderby=_parse_order(options.get("$orderby", "")),
        top=_parse_number("$top", options.get("$top", "")),
        skip=_parse_number("$skip", options.get("$skip", "")),
        skiptoken=options.get("$skiptoken", ""),
        aliases={name: value for name, value in pairs.items() if name.startswith("@")},
        pairs=tuple(options.items()),
    )


def parse_skiptoken(token: str) -> dict[str, str]:
    """Read ``Paged=TRUE&p_ID=100`` into its parts, values decoded."""
    return dict(parse_qsl(token, keep_blank_values=True))


def _refuse_unknown(pairs: dict[str, str]) -> None:
    known = {*_LISTS, *_TEXTS, *_NUMBERS}
    for name in pairs:
        # An unencoded skip token falls apart at its inner ampersand and SharePoint then serves page 1 again
        # (sharepoint.md C.2), so its pieces are not options and not mistakes either.
        stray_piece = name.startswith("p_") and "$skiptoken" in pairs
        if name not in known and not name.startswith("@") and not stray_piece:
            raise UnsupportedError(what=f"the query option '{name}'")


def _split_names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _parse_order(value: str) -> tuple[Order, ...]:
    orders = []
    for key in _split_names(value):
        name, *direction = key.split()
        if direction not in ([], ["asc"], ["desc"]):
            raise OptionError(name="$orderby", value=value)
        orders.append(Order(name, direction == ["desc"]))
    return tuple(orders)


def _parse_number(name: str, value: str) -> int | None:
    if not value:
        return None
    number = read_whole_number(value, LARGEST_ID)
    if number is None:
        raise OptionError(name=name, value=value)
    return number
