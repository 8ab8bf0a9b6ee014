"""Matching takes whatever people paste: an answer each, and the sure rows stay sure."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.match import Matcher, match_entries
from sync.core.match.index import WordIndex
from sync.core.match.wording import Question, Wordings, read_wordings
from sync.core.records import Match, TrackerEntry
from sync.core.rules import MatchingRules
from sync.core.vocabulary import EntryId, MatchMethod
from tests.benchmarks.noisy_register import TWIN_KINDS, make_sample
from tests.benchmarks.noisy_tracker import make_outsiders, make_summaries, make_tracker
from tests.builders import a_publication, a_register, an_entry, an_item

SAMPLE = make_sample(20_210_623, 300, strangers=60, twins=0)
RULES = MatchingRules()
ARABIC = "يجب على القوات مراجعة سجلات الاحتجاز كل شهر ونشر النتائج للجمهور دون تأخير"
ITEMS = list(SAMPLE.register.items.values())
WORD = "word for word " * 4300


def match_one(entry: TrackerEntry) -> Match:
    added = an_item("PUB-0-X1", text=ARABIC)
    register = replace(SAMPLE.register, items={**SAMPLE.register.items, added.id: added})
    return match_entries([entry], register, RULES)[0]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("", "", None, id="nothing"),
        pytest.param(" \n\t ", "\u200b\ufeff", None, id="nothing to be seen"),
        pytest.param("🚓 🚨", "🙂" * 200, None, id="emoji"),
        pytest.param("A heading", WORD, None, id="60,000 characters of nothing"),
        pytest.param(
            "A heading", f"{ITEMS[7].text} {WORD}", ITEMS[7].id, id="60,000 characters that begin with an item"
        ),
        pytest.param("A heading", ARABIC, "PUB-0-X1", id="from right to left"),
        pytest.param("A heading", f"🚓 {ITEMS[7].text} 🙂", ITEMS[7].id, id="an item among emoji"),
        pytest.param("A heading", ITEMS[7].text.upper(), ITEMS[7].id, id="an item in capitals"),
        pytest.param("A heading", "\ud83d" + ITEMS[7].text, ITEMS[7].id, id="half an emoji"),
        pytest.param(ITEMS[7].text, "", ITEMS[7].id, id="all of it in the title"),
    ],
)
def test_whatever_stands_in_a_row_has_an_answer(title: str, text: str, expected: str | None) -> None:
    match = match_one(an_entry(1, title=title, text=text))

    assert match.ref == expected
    assert match.method in MatchMethod


def test_the_same_text_on_five_hundred_rows_is_looked_at_once_and_ties_them_all() -> None:
    entries = [an_entry(number, title="Pasted", text=ITEMS[3].text) for number in range(1, 501)]

    matches = match_entries(entries, SAMPLE.register, RULES)

    assert {match.ref for match in matches} == {ITEMS[3].id}
    assert [match.entry for match in matches] == list(range(1, 501))


def test_a_reference_that_two_publications_share_ties_nothing_by_itself() -> None:
    publications = [a_publication("A-2020", title="Custody"), a_publication("B-2020", title="Fraud")]
    register = a_register(publications, [an_item("A-2020-R4"), an_item("B-2020-R4")])

    [match] = match_entries([an_entry(1, reference="Recommendation 4", title="", text="")], register, RULES)

    assert (match.method, match.ref) == (MatchMethod.NONE, None)


def test_two_items_with_the_same_words_are_told_apart_by_the_publication_that_the_row_names() -> None:
    publications = [a_publication("A-2020", title="Custody in cells"), a_publication("B-2020", title="Fraud and scams")]
    text = ITEMS[3].text
    register = a_register(publications, [an_item("A-2020-R4", text=text), an_item("B-2020-R4", text=text)])
    entries = [an_entry(1, text=text, publication="Fraud and scams"), an_entry(2, text=text)]

    named, unnamed = match_entries(entries, register, RULES)

    assert (named.ref, unnamed.ref) == ("B-2020-R4", None)
    assert unnamed.reason == "Nothing in the row tells A-2020-R4 from B-2020-R4."


def test_a_reference_with_the_words_of_another_item_names_both() -> None:
    entry = an_entry(1, reference=ITEMS[3].id, text=ITEMS[90].text)

    [match] = match_entries([entry], SAMPLE.register, RULES)

    assert (match.method, match.ref) == (MatchMethod.REFERENCE, ITEMS[3].id)
    assert match.rival is not None
    assert match.rival.ref == ITEMS[90].id


@pytest.mark.parametrize(
    ("reference", "is_lost"),
    [
        pytest.param("PUB-0 Rec 9999", True, id="a number that nobody has"),
        pytest.param("Custody", False, id="words"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_reference_that_the_register_does_not_have_is_told_from_none(reference: str, is_lost: bool) -> None:  # noqa: FBT001
    [match] = match_entries([an_entry(1, reference=reference, text=ITEMS[3].text)], SAMPLE.register, RULES)

    assert (match.ref, match.is_reference_lost) == (ITEMS[3].id, is_lost)


def test_noisy_rows_find_their_item_and_strangers_find_none() -> None:
    rows = make_tracker(5, SAMPLE, 240)
    matcher = Matcher(SAMPLE.register, RULES)

    matches = matcher.match([row.entry for row in rows])
    strangers = matcher.match([row.entry for row in make_outsiders(6, SAMPLE, are_twins=False)])

    tied = [(row, match) for row, match in zip(rows, matches, strict=True) if match.ref]
    assert [row.noise for row, match in tied if match.ref != row.truth] == []
    assert len(tied) >= 0.9 * len(rows)
    assert [match.ref for match in strangers if match.ref] == []


def test_rows_about_a_missing_item_are_never_tied_to_its_near_copy_where_a_word_tells_them_apart() -> None:
    sample = make_sample(20_240_917, 600, twins=450)
    matcher = Matcher(sample.register, RULES)

    for is_named in (True, False):
        rows = [row for row in make_outsiders(6, sample, are_twins=True, is_named=is_named) if row.is_told]
        matches = matcher.match([row.entry for row in rows])
        # A share of 0.1 % of some 380 rows is none.
        assert [(row.noise, row.twin, match.ref) for row, match in zip(rows, matches, strict=True) if match.ref] == []
        assert {row.twin for row in rows} == set(TWIN_KINDS)


def test_words_alone_tie_nine_rows_in_ten() -> None:
    rows = make_tracker(8, SAMPLE, 400, is_named=False)

    matches = match_entries([row.entry for row in rows], SAMPLE.register, RULES)

    tied = [(row, match) for row, match in zip(rows, matches, strict=True) if match.ref]
    assert len(tied) >= 0.9 * len(rows)
    assert [row.noise for row, match in tied if match.ref != row.truth] == []


def test_summaries_of_six_words_put_their_item_first_and_ask() -> None:
    rows = make_summaries(7, SAMPLE, 100, 6)

    matches = match_entries([row.entry for row in rows], SAMPLE.register, RULES)

    assert {match.method for match in matches} == {MatchMethod.REVIEW}
    first = sum(match.candidates[0].ref == row.truth for row, match in zip(rows, matches, strict=True))
    assert first >= 85


ROWS = [row.entry for row in make_tracker(9, SAMPLE, 48)]
BEFORE = {match.entry: match for match in match_entries(ROWS, SAMPLE.register, RULES)}


@given(st.permutations(ROWS))
@settings(max_examples=5)
def test_the_order_of_rows_changes_nothing(rows: list[TrackerEntry]) -> None:
    assert {match.entry: match for match in match_entries(rows, SAMPLE.register, RULES)} == BEFORE


@given(st.sampled_from(ROWS))
@settings(max_examples=5)
def test_an_exact_duplicate_gets_its_twins_item_and_moves_no_row(row: TrackerEntry) -> None:
    matches = match_entries([replace(row, id=EntryId(999)), *ROWS], SAMPLE.register, RULES)

    assert {match.entry: match for match in matches[1:]} == BEFORE
    assert matches[0].ref == BEFORE[row.id].ref


@given(st.sampled_from(SAMPLE.strangers), st.sampled_from(ITEMS))
@settings(max_examples=5)
def test_an_item_that_nobody_asked_about_changes_no_accepted_match(stranger: object, beside: object) -> None:
    del beside
    added = replace(stranger, id="PUB-0-X9", publication="PUB-0")  # type: ignore[type-var]
    larger = replace(SAMPLE.register, items={**SAMPLE.register.items, added.id: added})  # type: ignore[attr-defined, dict-item]

    after = match_entries(ROWS, larger, RULES)

    accepted = {match.entry: match.ref for match in after if BEFORE[match.entry].ref}
    assert accepted == {entry: match.ref for entry, match in BEFORE.items() if match.ref}


@given(st.sets(st.sampled_from([row.id for row in ROWS])))
@settings(max_examples=5)
def test_what_the_last_run_found_out_changes_no_result(changed: set[EntryId]) -> None:
    matcher = Matcher(SAMPLE.register, RULES)
    matcher.match(ROWS)
    rows = [replace(row, text=f"{row.text} since") if row.id in changed else row for row in ROWS]

    assert matcher.match(rows) == match_entries(rows, SAMPLE.register, RULES)


def test_a_matcher_is_for_one_register_and_one_set_of_rules() -> None:
    matcher = Matcher(SAMPLE.register, RULES)

    assert matcher.is_for(replace(SAMPLE.register), replace(RULES))
    assert not matcher.is_for(SAMPLE.register, replace(RULES, accept=0.9))
    assert not matcher.is_for(a_register(), RULES)


def test_a_refused_item_is_never_the_answer() -> None:
    wordings = Wordings(SAMPLE.register, RULES)
    question = Question(read_wordings("", ITEMS[3].text), refused=frozenset({ITEMS[3].id}))

    [answer] = wordings.answer([question])

    assert answer.ref is None
    assert ITEMS[3].id not in {candidate.ref for candidate in answer.candidates}


def test_an_index_of_nothing_finds_nothing() -> None:
    assert [list(found) for found in WordIndex([]).find_nearest(["some words"], [None], 5)] == [[]]
