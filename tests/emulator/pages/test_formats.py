"""The JSON that columns and views keep: read as it was written, told when it cannot be."""

import json

import pytest

from sync.emulator.pages.formatting.formats import read_column_format, read_view_format
from sync.emulator.pages.formatting.problems import FormattingError


@pytest.mark.parametrize("text", ["", "  ", None])
def test_no_formatting_is_none(text: str | None) -> None:
    assert read_column_format(text) is None
    assert read_view_format(text).row is None


def test_a_view_is_read_with_the_entities_that_its_xml_needs() -> None:
    written = "{\"additionalRowClass\": \"=if([$A] &lt; 2 &amp;&amp; [$B] &gt; 1, 'x', '')\"}"

    assert read_view_format(written).row_class == "=if([$A] < 2 && [$B] > 1, 'x', '')"


def test_quotes_may_be_entities_too() -> None:
    assert read_view_format("{&quot;rowFormatter&quot;: {&quot;elmType&quot;: &quot;div&quot;}}").row == {
        "elmType": "div"
    }


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"height": 200, "width": "300", "formatter": {"elmType": "div"}}, id="a gallery's own"),
        pytest.param({"tileProps": {"width": 300, "formatter": {"elmType": "div"}}}, id="inside a view's"),
    ],
)
def test_cards_are_found_where_sharepoint_keeps_them(document: object) -> None:
    look = read_view_format(json.dumps(document))

    assert (look.tile, look.tile_width) == ({"elmType": "div"}, 300)


@pytest.mark.parametrize(("width", "expected"), [("9999", 900), (3, 120), ("wide", 254), (None, 254)])
def test_a_card_has_a_width_that_fits(width: object, expected: int) -> None:
    assert read_view_format(json.dumps({"formatter": {}, "width": width})).tile_width == expected


def test_what_is_not_rendered_is_listed() -> None:
    look = read_view_format('{"footerFormatter": {}, "boardProps": {}, "hideSelection": true}')

    assert look.left_out == ("boardProps", "footerFormatter")


@pytest.mark.parametrize("text", ["{", "[1]", "7", '{"a": }', "x" * 600_000, "[" * 100_000])
def test_what_is_no_json_object_is_told(text: str) -> None:
    with pytest.raises(FormattingError):
        read_column_format(text)
    with pytest.raises(FormattingError):
        read_view_format(text)
