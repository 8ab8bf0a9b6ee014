"""Styles of formatting: SharePoint's properties, plain values, and nothing that reaches out of its cell."""

import pytest

from sync.emulator.pages.formatting.styles import StyleSheet, clean_style, is_style


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color", "#a4262c"),
        ("color", "rgba(0, 0, 0, 0.5)"),
        ("width", "calc(100% - 4px)"),
        ("padding", "4px 8px"),
        ("font-family", "'Segoe UI', sans-serif"),
        ("border", "1px solid red"),
        ("transform", "translate(4px, 2px)"),
        ("position", "relative"),
        ("display", "none"),
    ],
)
def test_a_plain_value_is_kept(name: str, value: str) -> None:
    assert clean_style(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("color", "red; position: fixed", id="a second declaration"),
        pytest.param("color", "red } body { display: none", id="the end of the rule"),
        pytest.param("color", "</style><script>", id="the end of the style sheet"),
        pytest.param("background-color", "url(https://evil.example)", id="an address"),
        pytest.param("width", "expression(alert(1))", id="an old browser's script"),
        pytest.param("color", "\\72 ed", id="an escape"),
        pytest.param("color", "red /* until the end", id="a comment"),
        pytest.param("font-family", "'open", id="an open quote"),
        pytest.param("width", "calc(1px", id="an open bracket"),
        pytest.param("position", "fixed", id="over the whole page"),
        pytest.param("position", "sticky", id="along with the page"),
        pytest.param("width", "x" * 300, id="too long"),
        pytest.param("width", "", id="nothing"),
    ],
)
def test_a_value_that_could_do_more_than_style_is_left_out(name: str, value: str) -> None:
    assert clean_style(name, value) == ""


@pytest.mark.parametrize("name", ["background-image", "behavior", "content", "--x", "animation", "filter", "src"])
def test_a_property_that_sharepoint_does_not_allow_is_none(name: str) -> None:
    assert not is_style(name)


def test_declarations_that_are_all_left_out_make_no_class() -> None:
    sheet = StyleSheet()

    assert sheet.add({"position": "fixed", "content": "x"}) == ""
    assert sheet.render() == ""
