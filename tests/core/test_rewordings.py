"""Rewordings: a row in other words for the same is tied, and the benchmark's unforeseen words stay unforeseen."""

import pytest

from sync.core.match import match_entries
from sync.core.match.rewordings import relate
from sync.core.rules import MatchingRules
from sync.core.text import fold
from sync.core.vocabulary import MatchMethod
from tests.benchmarks.noise import HELD_BACK
from tests.builders import a_publication, a_register, an_entry, an_item

PUBLISHED = (
    "By 30 September 2023 forces should ask the regional organised crime unit for help within twenty-eight days and should not "
    "close a case before one hour has gone by"
)
REGISTER = a_register(
    [a_publication("CRIME-2021", title="Organised crime"), a_publication("FRAUD-2020", title="Fraud")],
    [
        an_item("CRIME-2021-R1", text=PUBLISHED),
        an_item("FRAUD-2020-R1", text="Forces should buy 29 cameras in October."),
    ],
)


def tie(text: str) -> MatchMethod:
    entry = an_entry(1, title="A heading", publication="Organised crime", text=text)
    return match_entries([entry], REGISTER, MatchingRules())[0].method


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("twenty-eight", "28", id="a number in digits"),
        pytest.param("one hour", "1hr", id="a short unit"),
        pytest.param("30 September 2023", "30 Sept 2023", id="a short month"),
        pytest.param("should not", "shouldn't", id="a negation drawn together"),
        pytest.param("regional organised crime unit", "ROCU", id="initials"),
        pytest.param("ask", "request", id="another word for the same"),
    ],
)
def test_the_same_in_another_form_is_tied(before: str, after: str) -> None:
    # Beside a slip, so that it is no quotation of the whole.
    assert tie(PUBLISHED.replace(before, after).replace("within", "wihtin")) is MatchMethod.TEXT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("twenty-eight", "29", id="another number"),
        pytest.param("September", "Oct", id="another month"),
        pytest.param("should not", "should", id="a negation left out"),
        pytest.param("regional organised crime unit", "NPCCG", id="other initials"),
    ],
)
def test_another_thing_in_another_form_is_asked_about(before: str, after: str) -> None:
    assert tie(PUBLISHED.replace(before, after)) is not MatchMethod.TEXT


def test_the_benchmark_has_synonyms_that_the_table_has_not() -> None:
    meant_by = relate(())

    known = [
        (said, word)
        for said, other in HELD_BACK.items()
        for word in fold(other).split()
        if set(fold(said).split()) & set(meant_by.get(word, ()))
    ]

    assert len(HELD_BACK) >= 25
    assert known == []
