"""Taming: the words of a page stay, and no markup comes out that a parser could lose itself in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sync.register.publication_page import read_publication_page
from sync.register.publication_page.taming import MOST_TAGS, find_cut, tame_markup

# Of each element that is counted, a table brings three more that are not, and its cell can hold a heading.
DEEPEST = 5 * 100 + 10
PIECES = (
    "<div> </div> <p> </p> <b> </b> <table> <tr> <td> <li> <ul> </ul> <h2> </h3> < > <!-- --> <script> </script> <a/href='#x'> </a> "
    'word <p/class=" " <svg> &lt; \0 <!x <?y'
)
MARKUP = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=60).map("".join)


def depth(text: str) -> int:
    """How many elements stand in one another at most."""
    body = LexborHTMLParser(text).body
    assert body is not None
    deepest = 0
    for node in body.traverse():
        steps = 0
        above = node.parent
        while above is not None:
            steps, above = steps + 1, above.parent
        deepest = max(deepest, steps)
    return deepest


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b><p>",
        "<font color=x>",
        "<a href=x><div>",
        "<ul><li>",
        "<table><tr><td>",
        "<dl><dd>",
        "<foo>",
        "<p><span>",
        "<table><tr><td><h1>",
    ],
)
def test_nesting_is_cut_at_a_depth_that_no_page_needs(unit: str) -> None:
    assert depth(tame_markup(unit * 300 + "end")) <= DEEPEST
    assert "end" in tame_markup(unit * 300 + "end")


def test_formatting_that_is_never_closed_is_formatting_no_more() -> None:
    tamed = tame_markup("".join(f"<b id={number}><font face={number}><p>word" for number in range(500)))

    assert not re.search(r"<(?:b|font|i|a)\b", tamed)
    assert tamed.count("word") == 500


def test_a_tag_of_many_attributes_loses_them() -> None:
    assert tame_markup("<p " + " ".join(f"a{number}=1" for number in range(2_000)) + ">word") == "<p>word"


def test_a_stray_less_than_sign_stays_a_character() -> None:
    assert LexborHTMLParser(tame_markup("<p>fewer than <5 < 6 days")).text().strip() == "fewer than <5 < 6 days"


def test_a_page_of_more_tags_than_any_report_has_is_cut_and_it_is_told() -> None:
    page = "<h1>T</h1><h2>Recommendation 1</h2><p>Forces should act.</p>" + "<p>" * MOST_TAGS

    assert find_cut(page) is not None
    draft = read_publication_page("page.html", page.encode())
    assert len(draft.items) == 1
    assert any("what comes after them was not read" in remark.sentence for remark in draft.unsure)


@given(MARKUP)
def test_no_markup_stops_the_reading(markup: str) -> None:
    page = f"<h1>T</h1>{markup}<h2>Recommendation 1</h2>{markup}".replace("\0", "")

    draft = read_publication_page("page.html", page.encode())

    assert draft.publication.title == "T"
