"""Query options: every spelling that clients use, and nothing unknown."""

import pytest

from sync.emulator.errors import OptionError, UnsupportedError
from sync.emulator.query.options import Order, parse_options, parse_skiptoken


@pytest.mark.parametrize(
    ("query", "select"),
    [
        pytest.param("$select=Id,Title", ("Id", "Title"), id="plain"),
        pytest.param("%24select=Id%2CTitle", ("Id", "Title"), id="encoded"),
        pytest.param("$select=Id,+Title", ("Id", "Title"), id="a plus is a space"),
        pytest.param("$select=&", (), id="empty"),
        pytest.param("&&", (), id="only ampersands"),
        pytest.param("$Select=Owner/Title", ("Owner/Title",), id="a capital, and a path"),
    ],
)
def test_select_is_read(query: str, select: tuple[str, ...]) -> None:
    assert parse_options(query).select == select


def test_an_order_has_a_direction() -> None:
    options = parse_options("$orderby=Modified%20desc,Title asc,ID")

    assert options.orderby == (Order("Modified", descending=True), Order("Title"), Order("ID"))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("$order_by=Modified", id="$order_by"),
        pytest.param("$count=true", id="$count"),
        pytest.param("top=5", id="top"),
    ],
)
def test_an_unknown_option_is_refused_by_name(query: str) -> None:
    with pytest.raises(UnsupportedError, match=query.partition("=")[0].replace("$", r"\$")):
        parse_options(query)


@pytest.mark.parametrize("query", ["$top=-1", "$top=many", "$skip=1.5", "$orderby=Title%20sideways"])
def test_a_value_of_the_wrong_kind_is_refused(query: str) -> None:
    with pytest.raises(OptionError):
        parse_options(query)


def test_the_pieces_of_an_unencoded_skip_token_are_not_options() -> None:
    options = parse_options("$skiptoken=Paged=TRUE&p_ID=100")

    assert parse_skiptoken(options.skiptoken) == {"Paged": "TRUE"}


def test_a_skip_token_is_read() -> None:
    options = parse_options("%24skiptoken=Paged%3dTRUE%26p_Title%3da%2526b%26p_ID%3d17")

    assert parse_skiptoken(options.skiptoken) == {"Paged": "TRUE", "p_Title": "a&b", "p_ID": "17"}
