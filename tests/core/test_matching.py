"""Matching: a reference beats a decision beats wording; a draw is never guessed, and few words never decide."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.match import match_entries
from sync.core.records import (
    Decision,
    Match,
    Register,
    TrackerEntry,
    fingerprint_item,
    fingerprint_reference,
    fingerprint_words,
)
from sync.core.rules import MatchingRules
from sync.core.vocabulary import ItemKind, MatchMethod, PublicationId, RegisterRef, Verdict
from tests.builders import a_match, a_publication, a_register, an_entry, an_item
from tests.core.sample import the_register

REFERENCE, DECISION, TEXT, REVIEW, NONE = MatchMethod

SAFE = "Forces should develop safe reporting pathways that allow migrant victims to come forward without fear"
SLAVERY = "Frontline officers should receive training about modern slavery or have access to specialists in it"
BAIL = "Custody sergeants should receive refresher instruction in judging necessity and proportionality of bail"
BAIL_TOO = "Custody sergeants should receive refresher instruction in judging necessity and proportionality of force"
VETTING = "The constabulary should renew vetting clearances of employees before they lapse and clear the backlog"
REGISTER = a_register(
    [
        a_publication("SAFE-2020", title="Safe to share", aliases=("Immigration status super-complaint",)),
        a_publication("HIDDEN-2021", title="The hidden victims"),
        a_publication("BAIL-2020", title="Pre-charge bail"),
        a_publication("PEEL-2016", title="PEEL: police effectiveness 2016", aliases=("Effectiveness 2016",)),
    ],
    [
        an_item("SAFE-2020-R4", text=SAFE),
        an_item("HIDDEN-2021-R1", text=SLAVERY),
        an_item("BAIL-2020-R3", text=BAIL),
        an_item("BAIL-2020-R4", text=BAIL_TOO),
        an_item("PEEL-2016-A1", text=VETTING, kind=ItemKind.AREA_FOR_IMPROVEMENT),
        an_item("PEEL-2016-A2", text="Keep a register of stop and search.", kind=ItemKind.AREA_FOR_IMPROVEMENT),
    ],
)


def match_one(entry: TrackerEntry, register: Register = REGISTER, rules: MatchingRules | None = None) -> Match:
    return match_entries([entry], register, rules or MatchingRules())[0]


def test_no_entries_have_no_matches() -> None:
    assert match_entries([], REGISTER, MatchingRules()) == ()


def test_a_register_without_items_matches_nothing() -> None:
    register = a_register([a_publication("SAFE-2020", title="Safe to share")])

    match = match_one(an_entry(1, text=SAFE, publication="Safe to share"), register)

    assert (match.method, match.cited, match.candidates) == (NONE, "SAFE-2020", ())


def test_a_reference_beats_a_decision_and_the_wording() -> None:
    entry = an_entry(1, reference="SAFE-2020-R4", title="Training", text=SLAVERY)
    rules = MatchingRules(pinned={"training": RegisterRef("BAIL-2020-R3")})

    match = match_one(entry, rules=rules)

    assert (match.method, match.ref) == (REFERENCE, "SAFE-2020-R4")


@pytest.mark.parametrize(
    ("pinned", "expected"),
    [
        pytest.param("our ref 9", "BAIL-2020-R3", id="by its reference"),
        pytest.param("training", "BAIL-2020-R3", id="by its title"),
        pytest.param("something else", "HIDDEN-2021-R1", id="another row's decision is not its own"),
    ],
)
def test_a_decision_beats_the_wording(pinned: str, expected: str) -> None:
    entry = an_entry(1, reference="Our ref: 9!", title="Training", text=SLAVERY)

    match = match_one(entry, rules=MatchingRules(pinned={pinned: RegisterRef("BAIL-2020-R3")}))

    assert match.ref == expected
    assert match.method is (DECISION if expected == "BAIL-2020-R3" else TEXT)


@pytest.mark.parametrize(
    ("pinned", "reason"),
    [
        pytest.param({"training": RegisterRef("LATER-2022-R1")}, "not published yet", id="for an item of the future"),
        pytest.param({"": RegisterRef("BAIL-2020-R3")}, "nothing written", id="for nothing at all"),
    ],
)
def test_a_decision_that_cannot_hold_is_passed_over(pinned: dict[str, RegisterRef], reason: str) -> None:
    entry = an_entry(1, reference="", title="Training", text=SLAVERY)

    match = match_one(entry, rules=MatchingRules(pinned=pinned))

    assert (match.method, match.ref) == (TEXT, "HIDDEN-2021-R1"), reason


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Safe to share", "SAFE-2020", id="its title"),
        pytest.param("SAFE TO SHARE?", "SAFE-2020", id="case and marks do not matter"),
        pytest.param("immigration status super complaint", "SAFE-2020", id="an alias of the register"),
        pytest.param("safe-2020", "SAFE-2020", id="its key"),
        pytest.param("Pre charge bial", "BAIL-2020", id="a slip"),
        pytest.param("Stop & search", "BAIL-2020", id="an administrator's alias"),
        pytest.param("The hidden victims", "SAFE-2020", id="an administrator's alias beats the very title"),
        pytest.param("PEEL: police effectiveness 2017", None, id="another year is another report"),
        pytest.param("PEEL: police effectiveness", None, id="no year may be any year"),
        pytest.param("Rape inspection", None, id="unknown"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_publication_that_a_row_names(title: str, expected: str | None) -> None:
    aliases = {"stop search": PublicationId("BAIL-2020"), "the hidden victims": PublicationId("SAFE-2020")}

    match = match_one(an_entry(1, publication=title, text=""), rules=MatchingRules(aliases=aliases))

    assert match.cited == expected


def test_a_slip_that_is_as_near_to_two_publications_names_neither() -> None:
    register = a_register(
        [a_publication("A", title="Custody suites: north"), a_publication("B", title="Custody suites: south")]
    )

    match = match_one(an_entry(1, publication="Custody suites: noth", text=""), register)
    drawn = match_one(an_entry(1, publication="Custody suites: nouth", text=""), register)

    assert (match.cited, drawn.cited) == ("A", None)


def test_a_slip_that_is_as_near_to_two_names_of_one_publication_names_it() -> None:
    register = a_register([a_publication("A", title="Custody suites: north", aliases=("Custody suites: south",))])

    match = match_one(an_entry(1, publication="Custody suites: nouth", text=""), register)

    assert match.cited == "A"


def test_the_publication_may_stand_in_the_reference_alone() -> None:
    match = match_one(an_entry(1, reference="Safe to share", text=SAFE))

    assert (match.method, match.ref, match.cited) == (TEXT, "SAFE-2020-R4", "SAFE-2020")


@pytest.mark.parametrize(
    ("publication", "text", "method", "ref"),
    [
        pytest.param("Safe to share", SAFE, TEXT, "SAFE-2020-R4", id="word by word in its publication"),
        pytest.param("", SAFE, TEXT, "SAFE-2020-R4", id="word by word without a publication"),
        pytest.param(
            "",
            "Develop safe reporting pathways allowing migrant victims to come forward",
            TEXT,
            "SAFE-2020-R4",
            id="a shortened wording",
        ),
        pytest.param(
            "",
            "Forces shuold devlop safe reporting pathway that allow migrant victims to come foward",
            TEXT,
            "SAFE-2020-R4",
            id="slips",
        ),
        pytest.param("Safe to share", SLAVERY, TEXT, "HIDDEN-2021-R1", id="the words of another publication"),
        pytest.param("Pre-charge bail", BAIL, TEXT, "BAIL-2020-R3", id="the one word that tells two items apart"),
        pytest.param(
            "",
            BAIL.replace("bail", "bial"),
            TEXT,
            "BAIL-2020-R3",
            id="the one word that tells, mistyped",
        ),
        pytest.param(
            "",
            BAIL.replace("bail", "searches"),
            REVIEW,
            None,
            id="another word where two items that read alike have theirs",
        ),
        pytest.param(
            "",
            SAFE.replace("migrant", "elderly"),
            REVIEW,
            None,
            id="another word in one place and all the rest the same",
        ),
        pytest.param(
            "",
            "Custody sergeants should receive refresher instruction in judging necessity",
            REVIEW,
            None,
            id="a part that two items share",
        ),
        pytest.param(
            "Safe to share",
            "Parking fines at the stations should be paid within a week",
            NONE,
            None,
            id="words of nobody",
        ),
        pytest.param("Safe to share", "", NONE, None, id="no words"),
        pytest.param("", "safe reporting", NONE, None, id="fewer words than the least"),
        pytest.param("", "safe reporting pathways migrant victims", REVIEW, None, id="a few words decide nothing"),
        pytest.param(
            "Safe to share", "safe reporting pathways migrant victims", REVIEW, None, id="also inside the publication"
        ),
        pytest.param(
            "", "Keep a register of stop and search", TEXT, "PEEL-2016-A2", id="a few words that are all there are"
        ),
        pytest.param(
            "",
            "Officers keep a register of the visitors and stop them in their search for parking",
            REVIEW,
            None,
            id="the few words of an item inside a longer text",
        ),
    ],
)
def test_wording_decides(publication: str, text: str, method: MatchMethod, ref: str | None) -> None:
    match = match_one(an_entry(1, title="A heading", publication=publication, text=text))

    assert (match.method, match.ref) == (method, ref)


HUB = "The force should staff the multi-agency safeguarding hub so that referrals about children are answered the same day"
SHORT = "The force should staff the Safepoint so that referrals about children are answered the same day"


@pytest.mark.parametrize(
    ("same_words", "method"),
    [
        pytest.param((), REVIEW, id="nobody said what it stands for"),
        pytest.param((("safepoint", "multi", "agency", "safeguarding", "hub"),), TEXT, id="the mappings say so"),
    ],
)
def test_a_short_form_of_the_force_stands_for_what_the_mappings_say(
    same_words: tuple[tuple[str, ...], ...], method: MatchMethod
) -> None:
    register = a_register([a_publication("CHILD-2021")], [an_item("CHILD-2021-R1", text=HUB)])
    rules = MatchingRules(same_words=same_words)

    assert match_one(an_entry(1, text=SHORT), register, rules).method is method


ANSWERING = "Forces should publish every complaint about custody within three weeks and tell residents without delay who is responsible"
ANSWERED = a_register(
    [a_publication("TELL-2021", title="Telling residents")],
    [an_item("TELL-2021-R1", text=ANSWERING), an_item("TELL-2021-R2", text="Burglary and vehicle crime need a plan.")],
)


@pytest.mark.parametrize(
    "publication", [pytest.param("Telling residents", id="inside"), pytest.param("", id="outside")]
)
@pytest.mark.parametrize(
    ("before", "after", "method"),
    [
        pytest.param("three", "six", REVIEW, id="another number"),
        pytest.param("every", "no", REVIEW, id="a word that turns it"),
        pytest.param("without", "with", REVIEW, id="an opposite"),
        pytest.param("custody", "burglary", REVIEW, id="a word of another item"),
        pytest.param("custody within", "burglary wihtin", REVIEW, id="a word of another item beside a slip"),
        pytest.param("should publish", "should not publish", REVIEW, id="a negation put in"),
        pytest.param("should publish", "should nver publish", REVIEW, id="a negation put in with a slip"),
        pytest.param(
            "tell residents without delay", "tell residents delay", REVIEW, id="a word that turns it left out"
        ),
        pytest.param("residents", "lodgers", REVIEW, id="a word that no item has"),
        pytest.param("custody", "burglry", REVIEW, id="a slip of a word of another item"),
        pytest.param("who is responsible", "within three weeks", REVIEW, id="what the item says elsewhere"),
        pytest.param("publish", "make public", TEXT, id="a rewording"),
        pytest.param("complaint", "complaints", TEXT, id="another ending"),
        pytest.param(
            "responsible", "responsible. Done in the plan", TEXT, id="a word of another item added at the end"
        ),
        pytest.param("and tell residents without delay who is responsible", "and te", TEXT, id="cut in a word"),
        pytest.param("residents without", "resdients wihtout", TEXT, id="slips alone"),
        pytest.param("publish every", "publsh evry", TEXT, id="slips of words that turn it"),
    ],
)
def test_another_thing_said_in_one_place_is_asked_about(
    publication: str, before: str, after: str, method: MatchMethod
) -> None:
    entry = an_entry(1, title="A heading", publication=publication, text=ANSWERING.replace(before, after))

    assert match_one(entry, ANSWERED).method is method


@pytest.mark.parametrize(
    ("said", "method"),
    [
        pytest.param("by 30 June", TEXT, id="the same day"),
        pytest.param("by 30 July", REVIEW, id="a month that no item has"),
        pytest.param("by 29 June", REVIEW, id="another day"),
    ],
)
def test_another_day_is_asked_about(said: str, method: MatchMethod) -> None:
    text = "Forces should by 30 June publish every complaint about custody and tell residents who is responsible"
    register = a_register([a_publication("TELL-2021")], [an_item("TELL-2021-R1", text=text)])

    assert match_one(an_entry(1, title="A heading", text=text.replace("by 30 June", said)), register).method is method


def test_a_one_word_heading_never_ties_a_row_to_an_item_that_has_the_word() -> None:
    text = "Parking fines at the stations should be paid within a week of the notice"

    matches = [match_one(an_entry(1, title=word, text=text, publication="Safe to share")) for word in SAFE.split()]

    assert {match.method for match in matches} == {NONE}


def test_a_long_title_is_read_beside_a_short_text() -> None:
    match = match_one(an_entry(1, title=SAFE, text="See the title."))

    assert (match.method, match.ref) == (TEXT, "SAFE-2020-R4")


def test_what_is_refused_is_kept_with_its_candidates() -> None:
    match = match_one(an_entry(1, text=BAIL, publication="Pre-charge bail"))

    first, second = match.candidates[:2]
    assert (first.ref, first.refused, first.shared, first.order) == ("BAIL-2020-R3", "", 1.0, 1.0)
    assert (second.ref, second.refused) == ("BAIL-2020-R4", "Another item is nearer.")
    assert match.score == first.score > second.score
    assert match.margin == pytest.approx(first.score - second.score)
    assert match.reason == "Its words are those of BAIL-2020-R3 and of no other item."


def test_a_draw_says_what_was_refused_and_why() -> None:
    match = match_one(an_entry(1, text=BAIL.removesuffix(" of bail"), publication="Pre-charge bail"))

    told = "Nothing in the row tells BAIL-2020-R3 from BAIL-2020-R4."
    assert (match.method, match.reason) == (REVIEW, told)
    assert [candidate.refused for candidate in match.candidates[:2]] == [told, told]


def test_equal_candidates_stand_in_the_order_of_their_keys() -> None:
    twins = [an_item(f"X-2021-R{number}", text=SAFE) for number in (3, 1, 2)]

    match = match_one(an_entry(1, text=SAFE), a_register(items=twins))

    assert [candidate.ref for candidate in match.candidates] == ["X-2021-R1", "X-2021-R2", "X-2021-R3"]
    assert (match.method, match.margin) == (REVIEW, 0.0)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        pytest.param(
            a_match(1, "X-R1"), a_match(2, "X-R1", method=TEXT, score=1.0), id="a reference beats any wording"
        ),
        pytest.param(
            a_match(1, "X-R1", method=DECISION), a_match(2, "X-R1", method=TEXT), id="a decision beats any wording"
        ),
        pytest.param(
            a_match(1, "X-R1", method=TEXT, score=0.95),
            a_match(2, "X-R1", method=TEXT, score=0.9),
            id="the nearer wording",
        ),
    ],
)
def test_the_stronger_match(stronger: Match, weaker: Match) -> None:
    assert stronger.strength > weaker.strength


@given(st.data())
def test_a_row_is_never_tied_to_an_item_that_is_not_its_own(data: st.DataObject) -> None:
    register = the_register()
    item = data.draw(st.sampled_from(sorted(register.items.values(), key=lambda item: item.id)))
    words = item.text.split()
    start = data.draw(st.integers(0, len(words) - 1))
    stop = data.draw(st.integers(start + 1, len(words)))
    others = replace(register, items={ref: other for ref, other in register.items.items() if ref != item.id})
    entry = an_entry(1, title=" ".join(words[start:stop]), text=item.text, publication=item.publication)

    match = match_one(entry, others)

    assert match.ref is None


@given(
    st.permutations(range(len(REGISTER.items))),
    st.sampled_from([SAFE, SLAVERY, BAIL, VETTING, "custody sergeants bail"]),
)
def test_the_order_of_the_register_changes_no_match(order: list[int], text: str) -> None:
    items = list(REGISTER.items.values())
    shuffled = a_register(REGISTER.publications.values(), [items[index] for index in order])
    entry = an_entry(1, text=text)

    assert match_one(entry, shuffled) == match_one(entry)


@given(st.permutations(range(4)), st.integers(0, 3))
def test_an_exact_duplicate_moves_no_other_match(order: list[int], repeated: int) -> None:
    entries = [an_entry(number, text=text) for number, text in enumerate([SAFE, SLAVERY, BAIL, VETTING], start=1)]
    before = {match.entry: match for match in match_entries(entries, REGISTER, MatchingRules())}
    twin = replace(entries[repeated], id=an_entry(99).id)

    after = match_entries([entries[index] for index in order] + [twin], REGISTER, MatchingRules())

    assert {match.entry: match for match in after if match.entry != 99} == before
    assert after[-1].ref == before[entries[repeated].id].ref


@given(st.lists(st.sampled_from([SAFE, SLAVERY, BAIL, VETTING, "Do it."]) | st.text(), min_size=1, max_size=8))
def test_unrelated_items_change_no_match_by_reference(texts: list[str]) -> None:
    entry = an_entry(1, reference="Safe 2020 Rec 4", text=VETTING)
    unrelated = [an_item(f"OTHER-2021-R{number}", text=text) for number, text in enumerate(texts, start=1)]
    larger = a_register(REGISTER.publications.values(), [*REGISTER.items.values(), *unrelated])

    before, after = match_one(entry), match_one(entry, larger)
    assert (after.method, after.ref) == (before.method, before.ref)


@pytest.mark.parametrize(
    ("text", "method", "ref"),
    [
        pytest.param(BAIL, REVIEW, None, id="the refused one reads more like it"),
        pytest.param(BAIL_TOO, TEXT, "BAIL-2020-R4", id="the words tell the two apart"),
    ],
)
def test_what_a_person_refused_still_weighs_against_its_near_copy(
    text: str, method: MatchMethod, ref: str | None
) -> None:
    entry = an_entry(1, title="Refresher", text=text, publication="Pre-charge bail")
    item = REGISTER.items[RegisterRef("BAIL-2020-R3")]
    refused = Decision(
        entry.id,
        Verdict.NOT_THIS,
        fingerprint_words(entry),
        fingerprint_reference(entry),
        item.id,
        fingerprint_item(item),
    )

    match = match_entries([entry], REGISTER, MatchingRules(), [refused])[0]

    assert (match.method, match.ref) == (method, ref)
    assert "BAIL-2020-R3" not in [candidate.ref for candidate in match.candidates]
    assert "of no other item" not in match.reason or ref
