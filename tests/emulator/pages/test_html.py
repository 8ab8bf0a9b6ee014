"""HTML is made in one place: text is escaped, attributes are quoted, markup is not escaped twice."""

from sync.emulator.pages.html import Markup, build, build_with, join


def test_text_is_escaped_and_markup_is_not() -> None:
    assert build("p", "a < b & c", build("b", "d")) == "<p>a &lt; b &amp; c<b>d</b></p>"


def test_attributes_are_quoted_and_renamed() -> None:
    made = build("label", "x", for_="a", class_='q"<', aria_label="l", data_label="d")

    assert made == '<label for="a" class="q&quot;&lt;" aria-label="l" data-label="d">x</label>'


def test_true_is_a_bare_attribute_and_none_is_no_attribute() -> None:
    assert build("input", checked=True, disabled=False, value=None, size=3) == '<input checked size="3">'


def test_pieces_are_joined_whatever_they_are() -> None:
    assert join(["a", None, ["b", [Markup("<i>c</i>")]], 4]) == "ab<i>c</i>4"


def test_a_joined_text_is_markup_and_stays_as_it_is() -> None:
    assert build("p", join(["<"])) == "<p>&lt;</p>"


def test_attributes_may_have_any_name() -> None:
    assert build_with("svg", {"viewBox": "0 0 1 1"}) == '<svg viewBox="0 0 1 1"></svg>'
