"""References: written in many ways they lead to the one item that is meant, and to none when two could be."""

import pytest

from sync.core.match import match_entries
from sync.core.match.references import Reference, read_references
from sync.core.match.titles import Titles, build_title_index
from sync.core.rules import MatchingRules
from sync.core.vocabulary import ItemKind, MatchMethod, PublicationId
from tests.builders import a_publication, a_register, an_entry, an_item

AFI, REC, COC = ItemKind.AREA_FOR_IMPROVEMENT, ItemKind.RECOMMENDATION, ItemKind.CAUSE_OF_CONCERN
REGISTER = a_register(
    [
        a_publication("ROCU-2021", title="Regional Organised Crime Units", aliases=("ROCUs", "ROCU inspection")),
        a_publication("FRAUD-2019", title="Fraud: Time to choose", aliases=("Fraud inspection",)),
        a_publication("PEEL-2016", title="PEEL: police effectiveness 2016"),
        a_publication("NCPI-2018", title="National child protection inspection 2018", aliases=("Lancashire NCPI",)),
    ],
    [
        an_item("ROCU-2021-C1", kind=COC, number=""),
        an_item("ROCU-2021-R1"),
        an_item("ROCU-2021-R3"),
        an_item("FRAUD-2019-R2"),
        an_item("FRAUD-2019-A2", kind=AFI, number=""),
        an_item("PEEL-2016-R5"),
        an_item("PEEL-2016-R12a", number="12a"),
        an_item("NCPI-2018-R8784", number="8784"),
    ],
)


def find(reference: str, publication: str = "", kind: ItemKind | None = None) -> str | None:
    """The item that a reference leads to, for a row whose wording says nothing."""
    entry = an_entry(1, title="", text="", reference=reference, publication=publication, kind=kind)
    match = match_entries([entry], REGISTER, MatchingRules())[0]
    assert (match.ref is None) == (match.method is MatchMethod.NONE)
    return match.ref


@pytest.mark.parametrize(
    ("reference", "publication", "expected"),
    [
        pytest.param("ROCU-2021-R3", "", "ROCU-2021-R3", id="the key itself"),
        pytest.param(" rocu-2021-r3 ", "", "ROCU-2021-R3", id="the key in small letters"),
        pytest.param("rocu/2021/rec 03", "", "ROCU-2021-R3", id="slashes and a leading zero"),
        pytest.param("ROCU 2021 Rec. 3", "", "ROCU-2021-R3", id="words and a full stop"),
        pytest.param("ROCU 2021 Recommendation 3", "", "ROCU-2021-R3", id="in full"),
        pytest.param("ROCU 2021 Recommendation No. 3", "", "ROCU-2021-R3", id="with No."),
        pytest.param("ROCU 2021 R3", "", "ROCU-2021-R3", id="a letter"),
        pytest.param("ROCU 2021 Cause of Concern 1", "", "ROCU-2021-C1", id="a cause of concern"),
        pytest.param("ROCU 2021 cause for concern 1", "", "ROCU-2021-C1", id="a cause for concern"),
        pytest.param("ROCU 2021 CoC 1", "", "ROCU-2021-C1", id="CoC"),
        pytest.param("Fraud 2019 AFI 2", "", "FRAUD-2019-A2", id="an AFI that HMICFRS leaves unnumbered"),
        pytest.param("Rec 3 - Regional Organised Crime Units", "", "ROCU-2021-R3", id="number before title"),
        pytest.param("Rec. 8784 - Lancashire NCPI", "", "NCPI-2018-R8784", id="a register number before an alias"),
        pytest.param(
            "Rec 5 - PEEL: police effectiveness 2016",
            "",
            "PEEL-2016-R5",
            id="number before a title that ends with a year",
        ),
        pytest.param("PEEL 2016 Rec 12a", "", "PEEL-2016-R12a", id="a number with a letter"),
        pytest.param("R3", "ROCUs", "ROCU-2021-R3", id="the publication in its own column"),
        pytest.param("Recommendation 3", "ROCU inspection", "ROCU-2021-R3", id="in full, with the column"),
        pytest.param("Rec No 3", "ROCUs", "ROCU-2021-R3", id="with No, and the column"),
        pytest.param("number 3", "ROCUs", "ROCU-2021-R3", id="a number without a kind"),
        pytest.param("3", "ROCUs", "ROCU-2021-R3", id="only the number"),
        pytest.param("8784", "Lancashire NCPI", "NCPI-2018-R8784", id="only a register number"),
        pytest.param("AFI 2", "Fraud inspection", "FRAUD-2019-A2", id="kind and number"),
        pytest.param(
            "Fraud 2019 AFI 2", "ROCUs", "FRAUD-2019-A2", id="the reference's own publication beats the column"
        ),
        pytest.param("Regional Organised Crime Unit R3", "", "ROCU-2021-R3", id="a slip in the title"),
        pytest.param("2", "Fraud inspection", None, id="a number that two kinds have"),
        pytest.param("1", "ROCUs", None, id="a number that a concern has too"),
        pytest.param("AFI 3", "ROCUs", None, id="a number of another kind"),
        pytest.param("R9", "ROCUs", None, id="a number that is not there"),
        pytest.param("R3", "", None, id="no publication anywhere"),
        pytest.param("Appendix R3", "ROCUs", None, id="words before the number that mean no publication"),
        pytest.param("Recs 1 and 3", "ROCUs", None, id="two numbers"),
        pytest.param("ROCU 2021", "", None, id="a publication without a number"),
        pytest.param("PEEL: police effectiveness 2017 R5", "", None, id="last year's report is no slip of this year's"),
        pytest.param("ROCUs", "ROCUs", None, id="only a publication"),
        pytest.param("", "ROCUs", None, id="no reference"),
        pytest.param("R0", "ROCUs", None, id="nought"),
    ],
)
def test_a_reference_leads_to(reference: str, publication: str, expected: str | None) -> None:
    assert find(reference, publication) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param("Rec 3 of 16", "ROCU-2021-R3", id="of how many"),
        pytest.param("Rec 3/16", "ROCU-2021-R3", id="out of how many"),
        pytest.param("Rec 3 12/05/2020", "ROCU-2021-R3", id="with a day"),
        pytest.param("Rec 3 (p12)", "ROCU-2021-R3", id="with a page"),
        pytest.param("Rec 3, p. 12", "ROCU-2021-R3", id="with a page after a comma"),
        pytest.param("Rec 3 (2021)", "ROCU-2021-R3", id="with a year in brackets"),
        pytest.param("Rec 3 2021", "ROCU-2021-R3", id="with the year of its publication"),
        pytest.param("Rec 3 2017", None, id="with another year"),
        pytest.param("Rec 3 (overdue)", "ROCU-2021-R3", id="with a remark in brackets"),
        pytest.param("3.0", "ROCU-2021-R3", id="as a spreadsheet has it"),
        pytest.param("Recomendation 3", "ROCU-2021-R3", id="a kind mistyped"),
        pytest.param("Recommedation No. 3", "ROCU-2021-R3", id="a kind mistyped, with No"),
        pytest.param("Was ROCU-2021-R3", "ROCU-2021-R3", id="a key with a word before it"),
        pytest.param("ROCU-2021-R3 - awaiting sign-off", "ROCU-2021-R3", id="a key with words after it"),
        pytest.param("ROCU-2021-R3; ROCU-2021-R1", None, id="two keys"),
        pytest.param("HMICFRS Fraud 2019 Rec 2", "FRAUD-2019-R2", id="the inspectorate before the title"),
        pytest.param("Fraud Rec 2", "FRAUD-2019-R2", id="the title before its colon"),
        pytest.param("FTTC/R2", "FRAUD-2019-R2", id="the initials of the title"),
    ],
)
def test_what_people_add_to_a_reference_changes_nothing(reference: str, expected: str | None) -> None:
    assert find(reference, "ROCUs") == expected


@pytest.mark.parametrize(("kind", "expected"), [(REC, "FRAUD-2019-R2"), (AFI, "FRAUD-2019-A2"), (COC, None)])
def test_a_number_that_two_kinds_have_is_that_of_the_kind_the_row_says(kind: ItemKind, expected: str | None) -> None:
    assert find("2", "Fraud inspection", kind) == expected
    assert find("R2", "Fraud inspection", kind) == "FRAUD-2019-R2"


QUOTED = "Regional units should share intelligence about organised crime with every force of their region each month"


@pytest.mark.parametrize(
    ("reference", "publication", "is_lost"),
    [
        pytest.param("R3", "", False, id="its number alone"),
        pytest.param("3", "", False, id="its number without a letter"),
        pytest.param("Recommendation 3", "", False, id="its number and kind"),
        pytest.param("Number 3", "", False, id="number three"),
        pytest.param("Recs 3 and 4", "", False, id="its number and another"),
        pytest.param("3", "ROCUs", False, id="a number that two kinds have"),
        pytest.param("HMI-0123", "ROCUs", False, id="a number of the force's own"),
        pytest.param("CD/2019/104", "ROCUs", False, id="a number of the force's own, with a year"),
        pytest.param("ROCU-2021-R3; ROCU-2021-A3", "ROCUs", False, id="its key and another's"),
        pytest.param("R123", "ROCUs", False, id="a letter and a number higher than any"),
        pytest.param("REC0123", "ROCUs", False, id="rec and a number higher than any"),
        pytest.param("R3 (see FRAUD-2019-R4)", "ROCUs", False, id="its number, and another's key in brackets"),
        pytest.param("R2 (see FRAUD-2019-R4)", "ROCUs", True, id="another number and key"),
        pytest.param("R3 12/05/2020", "ROCUs", False, id="its number and a day"),
        pytest.param("R2", "", True, id="another number"),
        pytest.param("AFI 4", "ROCUs", True, id="another kind"),
        pytest.param("FRAUD-2020-R3", "", True, id="another publication in the reference"),
        pytest.param("R3", "Fraud inspection", True, id="another publication named"),
        pytest.param("ROCU 2021 Rec 99", "", True, id="a number that its publication does not have"),
    ],
)
def test_a_reference_is_lost_only_when_it_claims_another_item(
    reference: str, publication: str, *, is_lost: bool
) -> None:
    register = a_register(
        [
            a_publication("ROCU-2021", title="Regional Organised Crime Units", aliases=("ROCUs",)),
            a_publication("FRAUD-2019", title="Fraud: Time to choose", aliases=("Fraud inspection",)),
            a_publication("CDI-2019", title="Crime data integrity", aliases=("CDI 2019",)),
        ],
        [
            an_item("ROCU-2021-R3", text=QUOTED),
            an_item("ROCU-2021-A3", kind=AFI, number="", text="Buy new cameras."),
            an_item("FRAUD-2019-R4", text="Publish what became of each report of fraud."),
        ],
    )
    entry = an_entry(1, reference=reference, publication=publication, text=QUOTED, kind=None)

    match = match_entries([entry], register, MatchingRules())[0]

    assert match.ref == "ROCU-2021-R3"
    assert match.is_reference_lost is is_lost


def test_of_how_many_is_no_second_number_where_that_many_are_known() -> None:
    register = a_register([a_publication("ROCU-2021")], [an_item(f"ROCU-2021-R{number}") for number in (1, 2, 3)])
    entries = [an_entry(1, title="", text="", reference=f"ROCU-2021 Rec {said}") for said in ("1/3", "1/2")]

    assert [match.ref for match in match_entries(entries, register, MatchingRules())] == ["ROCU-2021-R1", None]


@pytest.mark.parametrize(
    ("reference", "expected", "rival"),
    [
        pytest.param("see ROCU-2021-R1", "ROCU-2021-R3", None, id="see"),
        pytest.param("Replaces ROCU-2021-R1", "ROCU-2021-R3", None, id="replaces"),
        pytest.param("Not ROCU-2021-R1", "ROCU-2021-R3", None, id="not"),
        pytest.param("ROCU-2021-R1", "ROCU-2021-R1", "ROCU-2021-R3", id="the key alone"),
        pytest.param("Ref ROCU-2021-R1", "ROCU-2021-R1", "ROCU-2021-R3", id="a word that says nothing"),
        pytest.param("ROCU-2021-R1 not started", "ROCU-2021-R1", "ROCU-2021-R3", id="not after the key"),
    ],
)
def test_a_key_that_the_row_only_mentions_gives_way_to_its_words(
    reference: str, expected: str, rival: str | None
) -> None:
    other = "Custody sergeants check the cells of detained persons twice an hour and record each visit"
    register = a_register(
        [a_publication("ROCU-2021")], [an_item("ROCU-2021-R1", text=other), an_item("ROCU-2021-R3", text=QUOTED)]
    )

    match = match_entries([an_entry(1, text=QUOTED, reference=reference)], register, MatchingRules())[0]

    assert (match.ref, match.rival and match.rival.ref, match.is_reference_lost) == (expected, rival, False)


@pytest.mark.parametrize(
    ("reference", "publication", "expected"),
    [
        pytest.param("Fraud Rec 1", "A review of Fraud: Time to choose", "FRAUD-REVISIT-2021-R1", id="one that has it"),
        pytest.param("Rec 1 - Fraud", "A review of Fraud: Time to choose", "FRAUD-REVISIT-2021-R1", id="after it"),
        pytest.param("Fraud R1", "Fraud: Time to choose", "FRAUD-2019-R1", id="the other that has it"),
        pytest.param("Fraud 2019 R1", "A review of Fraud: Time to choose", "FRAUD-2019-R1", id="with a year"),
        pytest.param("Fraud Rec 1", "", None, id="no publication named"),
        pytest.param("Fraud Rec 1", "Custody suites", None, id="another publication named"),
        pytest.param("Custody Rec 1", "", "CUSTODY-2018-R1", id="a word of one alone"),
        pytest.param("Custody Rec 1", "Fraud: Time to choose", "CUSTODY-2018-R1", id="a word of one alone beats"),
        pytest.param("Custody Rec 1", "Custody suites revisited 2022", None, id="beside one that nobody knows"),
        pytest.param("Cyber Rec 1", "Cyber: a further review", "FRAUD-2019-R1", id="what an administrator says"),
    ],
)
def test_one_word_in_a_reference_is_a_topic(reference: str, publication: str, expected: str | None) -> None:
    register = a_register(
        [
            a_publication("FRAUD-2019", title="Fraud: Time to choose"),
            a_publication("FRAUD-REVISIT-2021", title="A review of Fraud: Time to choose"),
            a_publication("CUSTODY-2018", title="Custody suites"),
        ],
        [an_item("FRAUD-2019-R1"), an_item("FRAUD-REVISIT-2021-R1"), an_item("CUSTODY-2018-R1")],
    )
    rules = MatchingRules(aliases={"cyber": PublicationId("FRAUD-2019")})
    entry = an_entry(1, title="", text="", reference=reference, publication=publication, kind=None)

    assert match_entries([entry], register, rules)[0].ref == expected


TITLES = Titles(
    [
        a_publication(
            "HIDDEN-2021", title="The hidden victims: report on a super-complaint", aliases=("Hidden victims",)
        ),
        a_publication("FRAUD-2019", title="Fraud: Time to choose", aliases=("Fraud inspection",)),
        a_publication(
            "CUSTODY-2016", title="Inspection of police custody suites 2016", aliases=("Lancashire custody",)
        ),
        a_publication("CUSTODY-2023", title="Inspection of custody suites in Lancashire 2023"),
        a_publication("BAIL-2020", title="Pre-charge bail: striking a balance", aliases=("RUI report",)),
        a_publication("CRIME-2021", title="Regional Organised Crime Units"),
        a_publication("PEEL-2016", title="PEEL: police effectiveness 2016", aliases=("PEEL Effectiveness 2016",)),
        a_publication("PAF-2021", title="PEEL assessment framework 2021/22"),
    ],
    {},
    least=0.9,
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("The hidden victims", "HIDDEN-2021", id="before the colon"),
        pytest.param("Hidden victims (a super-complaint)", "HIDDEN-2021", id="two names in one"),
        pytest.param("Fraud: Time to Choose (2019)", "FRAUD-2019", id="with the year it was published in"),
        pytest.param("Fraud Time to choose April 2019", "FRAUD-2019", id="with month and year"),
        pytest.param("Fraud: Time to choose (2018)", None, id="with another year"),
        pytest.param("HMICFRS Fraud: Time to choose", "FRAUD-2019", id="the inspectorate before it"),
        pytest.param("Custody 2016", "CUSTODY-2016", id="topic and year"),
        pytest.param("Custody 2018", None, id="topic and a year that none has"),
        pytest.param("Custody inspection", None, id="a topic of two"),
        pytest.param("ROCU", "CRIME-2021", id="initials"),
        pytest.param("PEEL 2016 Effectiveness", "PEEL-2016", id="in another order"),
        pytest.param("Pre-charge bail and RUI", "BAIL-2020", id="two aliases in one"),
        pytest.param("PEEL 2021/22", None, id="words that many titles have"),
        pytest.param("Victims", None, id="one word of a title"),
        pytest.param("Stop and search", None, id="words that no title has"),
    ],
)
def test_a_title_in_short_names_the_one_publication_that_it_can(title: str, expected: str | None) -> None:
    assert TITLES.name(title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ROCU 2021 Rec 03", [Reference("rocu 2021", REC, "3")], id="the number last"),
        pytest.param("Rec 3 ROCU", [Reference("rocu", REC, "3")], id="the number first"),
        pytest.param(
            "Rec 3 - ROCU 2021",
            [Reference("rec 3 rocu", None, "2021"), Reference("rocu 2021", REC, "3")],
            id="a year at the end may be the number",
        ),
        pytest.param("area 4", [Reference("area", None, "4")], id="a word that begins like a kind is no kind"),
        pytest.param("casino 3", [Reference("casino", None, "3")], id="a word that ends like No is no number"),
        pytest.param("Safe to share", [], id="no number"),
    ],
)
def test_a_reference_is_taken_apart(text: str, expected: list[Reference]) -> None:
    assert read_references(text) == expected


def test_a_number_that_leads_to_two_items_leads_to_none() -> None:
    register = a_register(items=[an_item("X-2021-R1", number="5"), an_item("X-2021-R5", number="7")])
    entry = an_entry(1, title="", text="", reference="X 2021 R5")

    match = match_entries([entry], register, MatchingRules())[0]

    assert match.ref is None


def test_two_readings_that_both_lead_somewhere_lead_nowhere() -> None:
    register = a_register(
        [a_publication("A-1", title="R3 Alpha"), a_publication("B-1", title="Alpha 7")],
        [an_item("A-1-R7"), an_item("B-1-R3")],
    )
    entry = an_entry(1, title="", text="", reference="R3 Alpha 7")

    match = match_entries([entry], register, MatchingRules())[0]

    assert match.ref is None


def test_a_name_that_two_publications_have_means_neither() -> None:
    publications = [a_publication("A", title="Custody"), a_publication("B", title="Bail", aliases=("custody",))]

    index = build_title_index(publications, {})

    assert set(index) == {"a", "b", "bail"}


def test_an_alias_of_an_administrator_settles_it() -> None:
    publications = [a_publication("A", title="Custody"), a_publication("B", title="Custody")]

    index = build_title_index(publications, {"custody": PublicationId("B"), "lost": PublicationId("C")})

    assert index["custody"] == "B"
    assert "lost" not in index
