"""Forms: a number, a month, a unit or a negation is the same however it is written, and initials stand for their words."""

import pytest

from sync.core.forms import find_initials, fold_forms, show_form
from sync.core.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("within twenty-eight days", "within 28 days", id="a number written out"),
        pytest.param("ninety files", "90 files", id="a ten"),
        pytest.param("within one hour", "within 1 hour", id="one"),
        pytest.param("by 5 March", "by 05 March", id="a nought before it"),
        pytest.param("within twenty-four hours", "within 24hrs", id="a short unit without a space"),
        pytest.param("by September 2017", "by Sept 2017", id="a short month before a year"),
        pytest.param("by 30 September", "by 30 Sep", id="a short month after a day"),
        pytest.param("by 30th September", "by 30th Sep", id="a short month after an ordinal"),
        pytest.param("should not wait", "shouldn't wait", id="a negation drawn together"),
        pytest.param("cannot and will not", "can't and won't", id="irregular ones"),
    ],
)
def test_two_writings_have_one_form(one: str, other: str) -> None:
    assert fold_forms(fold(one)) == fold_forms(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("within 28 days", "within 29 days", id="another number"),
        pytest.param("within 20 days", "within 28 days", id="a number that begins another"),
        pytest.param("in 2017", "in 17", id="a year"),
        pytest.param("in May", "in March", id="another month"),
        pytest.param("mar the day", "march the day", id="a word that is no month there"),
        pytest.param("should wait", "shouldn't wait", id="a negation"),
    ],
)
def test_two_things_have_two_forms(one: str, other: str) -> None:
    assert fold_forms(fold(one)) != fold_forms(fold(other))


def test_a_form_is_shown_as_it_was_written() -> None:
    assert show_form("twentyeight", {"28"}) == "28"
    assert show_form("twentyeight", {"twenty", "eight"}) == "twenty eight"
    assert show_form("victims", {"28"}) == "victims"


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        pytest.param("ocgs", "mapping of organised crime groups", (2, 5), id="in the plural"),
        pytest.param("rocu", "the regional organised crime unit", (1, 5), id="four words"),
        pytest.param("vawg", "violence against women and girls", (0, 5), id="a small word left out"),
        pytest.param("rui", "suspects released pending investigation", None, id="another word"),
        pytest.param("cc", "chief constables", None, id="too short to tell"),
        pytest.param("crime", "crime", None, id="a word"),
    ],
)
def test_initials_stand_for_their_words(word: str, words: str, expected: tuple[int, int] | None) -> None:
    assert find_initials(word, words.split()) == expected
