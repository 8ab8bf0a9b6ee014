"""Text: rich text reads as people see it, wordings fold to their words, and nothing that people type raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.text import disarm_cell, fingerprint, fold, plain_text, rearm_cell, say_count, say_list, shorten

ANYTHING = st.text(st.characters())
"""Also half characters: JSON carries them, where another tool cut a text in the middle of an emoji."""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            '<div class="ExternalClass3F">Publish a plan.<br></div>', "Publish a plan.", id="SharePoint's wrapper"
        ),
        pytest.param("<p>One</p><p>Two</p>", "One\nTwo", id="paragraphs are lines"),
        pytest.param("one<br>two<br/>three", "one\ntwo\nthree", id="breaks are lines"),
        pytest.param("<ul><li>one</li><li>two</li></ul>", "one\ntwo", id="list items are lines"),
        pytest.param(
            "<table><tr><td>R1</td><td>Open</td></tr></table>", "R1\nOpen", id="table cells do not run together"
        ),
        pytest.param("Make them&nbsp;<b>feel</b> safe", "Make them feel safe", id="markup inside a sentence vanishes"),
        pytest.param("Note&#58; A &amp; B &lt; C", "Note: A & B < C", id="entities are characters"),
        pytest.param(
            "<style>p {color: red}</style>Text<script>x()</script>", "Text", id="what nobody sees is left out"
        ),
        pytest.param("Text</style>", "Text", id="a stray end of something hidden hides nothing"),
        pytest.param("<!-- pasted from Word -->Text", "Text", id="comments are left out"),
        pytest.param("two  blanks\t and a tab ", "two blanks and a tab", id="blanks are single"),
        pytest.param("one\r\n\r\n two ", "one\ntwo", id="blank lines go, and Windows line ends too"),
        pytest.param("zero\u200bwidth\ufeff", "zerowidth", id="characters without width go"),
        pytest.param(
            "Women\u2019s \u201cvoice\u201d \u2013 heard", 'Women\'s "voice" - heard', id="typographic marks are plain"
        ),
        pytest.param("non\u00a0breaking", "non breaking", id="a hard blank is a blank"),
        pytest.param("pay \u202e001\u202c now\u200f", "pay 001 now", id="nothing turns the direction of reading"),
        pytest.param("red \x1b[31malert\x07\x9b", "red [31malert", id="nothing moves a terminal's cursor"),
        pytest.param("cut emoji \ud83d", "cut emoji", id="half a character goes"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_rich_text_reads_as_people_see_it(html: str, expected: str) -> None:
    assert plain_text(html) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fewer than 5 < 10", id="a comparison"),
        pytest.param("response <an hour", id="a comparison without a blank"),
        pytest.param("R&D", id="an ampersand"),
        pytest.param("stop&notify", id="an ampersand before what begins like an entity"),
        pytest.param("Q1 <- Q2", id="an arrow"),
    ],
)
def test_text_that_only_looks_like_markup_is_left_alone(text: str) -> None:
    assert plain_text(text) == text


@given(ANYTHING)
def test_any_text_can_be_read(text: str) -> None:
    plain_text(text).encode()


@given(st.text(st.characters(exclude_characters="<&")))
def test_reading_text_without_markup_twice_changes_nothing_more(text: str) -> None:
    once = plain_text(text)

    assert plain_text(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  Stop & Search:  USE of force ", "stop search use of force", id="case, marks and blanks"),
        pytest.param("Recommendation_x0020_Ref", "recommendation x0020 ref", id="underscores part words"),
        pytest.param("a _ b", "a b", id="an underscore between blanks leaves one blank"),
        pytest.param("Victim\u2019s", "victim s", id="an apostrophe parts words in any writing"),
        pytest.param("STRASSE", "strasse", id="capitals"),
        pytest.param("Straße", "strasse", id="a letter that folds to two"),
        pytest.param("ﬁle №2", "file no2", id="compatibility characters"),
        pytest.param("–", "", id="a dash has no words"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(ANYTHING)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@given(ANYTHING)
def test_folded_words_are_parted_by_single_blanks(text: str) -> None:
    folded = fold(text)

    assert folded == " ".join(folded.split())


@given(ANYTHING, st.integers(1, 40))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("Body worn video", 15, "Body worn video", id="what fits is left alone"),
        pytest.param("Body worn video", 14, "Body worn…", id="it is cut at a word"),
        pytest.param("Body, worn, video", 12, "Body, worn…", id="no comma before the ellipsis"),
        pytest.param("Abcdefghijklmnop", 8, "Abcdefg…", id="a long word is cut"),
        pytest.param("A bcdefghijklmnop", 8, "A bcdef…", id="a blank near the beginning cuts off too much"),
    ],
)
def test_shorten(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(0, "0 rows", id="none are many"),
        pytest.param(1, "1 row", id="one is one"),
        pytest.param(2, "2 rows", id="two are many"),
        pytest.param(1234, "1,234 rows", id="thousands have a comma"),
    ],
)
def test_counts_have_their_noun(number: int, expected: str) -> None:
    assert say_count(number, "row") == expected


def test_counts_may_have_a_plural_of_their_own() -> None:
    assert [say_count(number, "cause", "causes") for number in (1, 2)] == ["1 cause", "2 causes"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a"], "a", id="one"),
        pytest.param(["a", "b"], "a and b", id="two"),
        pytest.param(["a", "b", "c"], "a, b and c", id="three"),
    ],
)
def test_lists_are_said_as_a_sentence_does(words: list[str], expected: str) -> None:
    assert say_list(words) == expected


def test_a_list_of_which_one_is_meant_says_or() -> None:
    assert say_list(["a", "b", "c"], "or") == "a, b or c"


@given(st.lists(ANYTHING.map(plain_text), min_size=2, max_size=2, unique=True))
def test_a_fingerprint_tells_texts_apart(texts: list[str]) -> None:
    assert fingerprint(texts[0]) != fingerprint(texts[1])


def test_a_fingerprint_knows_which_part_a_word_is_in() -> None:
    assert fingerprint("a", "bc") != fingerprint("ab", "c")
    assert fingerprint("a", None) == fingerprint("a", None)


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20"], ids=ascii)
@pytest.mark.parametrize("before", ["", "'", "''"], ids=["bare", "armed by a person", "armed twice"])
def test_a_cell_that_a_spreadsheet_would_compute_is_disarmed_and_read_back_as_it_was(sign: str, before: str) -> None:
    text = f"{before}{sign}1+1"

    assert disarm_cell(text) == f"'{text}"
    assert rearm_cell(disarm_cell(text)) == text


@pytest.mark.parametrize("text", ["", "a = b", "'tis", "Police\u2019s R&D \u2013 part 2"])
def test_a_cell_that_no_spreadsheet_computes_is_left_alone(text: str) -> None:
    assert disarm_cell(text) == rearm_cell(text) == text
