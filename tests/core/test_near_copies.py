"""Near copies in sibling reports: what a row quotes whole is what it is about, wherever it is filed and whatever its reference."""

import pytest

from sync.core.match import match_entries
from sync.core.records import Match, Register
from sync.core.rules import MatchingRules
from sync.core.vocabulary import MatchMethod
from tests.builders import a_publication, a_register, an_entry, an_item

REFERENCE, _, TEXT, REVIEW, _ = MatchMethod

CHECKS = "Custody officers should check detainees every thirty minutes and record the check in the log"
CALLS = "The force should improve the time it takes to answer emergency calls"
OTHER_CALLS = CALLS.replace("emergency", "non-emergency")


def two_reports(older: str, newer: str) -> Register:
    """An item in each of two reports, of 2019 and of 2020."""
    publications = [
        a_publication("P-2019", title="Custody suites 2019"),
        a_publication("P-2020", title="Custody suites 2020"),
    ]
    return a_register(publications, [an_item("P-2019-R1", text=older), an_item("P-2020-R1", text=newer)])


def match_row(register: Register, text: str, publication: str = "Custody suites 2020", reference: str = "") -> Match:
    entry = an_entry(1, title="A heading", publication=publication, text=text, reference=reference)
    return match_entries([entry], register, MatchingRules())[0]


@pytest.mark.parametrize(
    "sibling",
    [
        pytest.param(CHECKS.replace("should check", "should not only check"), id="not only"),
        pytest.param(CHECKS.replace("every thirty", "in person every thirty"), id="two words more"),
        pytest.param(CHECKS.replace("detainees", "non-compliant detainees"), id="non"),
        pytest.param(CHECKS.replace("every thirty", "every sixty"), id="another number"),
    ],
)
def test_a_row_that_quotes_an_item_whole_is_about_it_though_filed_under_its_sibling(sibling: str) -> None:
    match = match_row(two_reports(CHECKS, sibling), CHECKS)

    assert (match.method, match.ref, match.cited) == (TEXT, "P-2019-R1", "P-2020")


CHECKED = CHECKS[0].lower() + CHECKS[1:]


@pytest.mark.parametrize(
    "sibling",
    [
        pytest.param(CHECKS + " with the name of the nurse", id="a tail"),
        pytest.param(f"By March 2021, {CHECKED}", id="a date before it"),
        pytest.param(f"Within six months, {CHECKED}", id="a time before it"),
        pytest.param(f"With immediate effect, {CHECKED}", id="at once"),
        pytest.param(f"The force should make sure that {CHECKED.replace('should ', '')}", id="a duty before it"),
        pytest.param(f"By March 2021, {CHECKED} with the name of the nurse", id="before and after it"),
        pytest.param(
            f"The force does not always care for detainees well. {CHECKS}. Supervisors should dip-sample the records.",
            id="in the middle",
        ),
    ],
)
@pytest.mark.parametrize("slip", [pytest.param("", id="as published"), pytest.param("recrod", id="with a slip")])
def test_a_quotation_that_the_item_of_its_own_publication_contains_is_asked_about(sibling: str, slip: str) -> None:
    match = match_row(two_reports(CHECKS, sibling), CHECKS.replace("record", slip or "record"))

    assert match.method is REVIEW
    assert {candidate.ref for candidate in match.candidates} == {"P-2019-R1", "P-2020-R1"}
    if not slip:
        assert match.reason == "The row has the words of P-2019-R1, and so has P-2020-R1, which says more."


def test_a_few_words_quote_no_item_of_another_publication() -> None:
    own = "The force should improve the file quality of its prosecution files by training supervisors"
    register = two_reports("Improve file quality", own)

    assert match_row(register, "Improve file quality").method is REVIEW
    assert match_row(register, "Improve file quality", "Custody suites 2019").ref == "P-2019-R1"


def test_of_two_items_with_the_same_words_the_publication_decides_and_the_reason_names_the_other() -> None:
    match = match_row(two_reports(CHECKS, CHECKS), CHECKS)

    assert (match.method, match.ref) == (TEXT, "P-2020-R1")
    assert match.reason == "Its words are those of P-2020-R1, in the publication that it names; P-2019-R1 has the same."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Improve time taken to answer emergency (999) calls", id="a summary"),
        pytest.param(CALLS.replace("emergency", "emergancy"), id="a slip"),
    ],
)
def test_a_row_that_lacks_what_tells_the_item_of_its_publication_is_asked_about(text: str) -> None:
    match = match_row(two_reports(CALLS, OTHER_CALLS), text)

    assert match.method is REVIEW
    assert {candidate.ref for candidate in match.candidates} == {"P-2019-R1", "P-2020-R1"}


def test_a_row_that_has_what_tells_the_item_of_its_publication_is_tied() -> None:
    assert match_row(two_reports(CALLS, OTHER_CALLS), OTHER_CALLS.replace("improve", "imrpove")).ref == "P-2020-R1"


VISITS = (
    "The force should improve how it manages registered sex offenders by making sure that visits are carried out in line "
    "with national guidance"
)
RISKS = "By March {year}, forces should make sure that all domestic abuse incidents are risk assessed by trained staff within {hours} hours"


@pytest.mark.parametrize(
    ("older", "newer", "text"),
    [
        pytest.param(CALLS, OTHER_CALLS, OTHER_CALLS, id="non"),
        pytest.param(VISITS, VISITS.replace("are carried", "are unannounced and carried"), None, id="a word more"),
        pytest.param(VISITS.replace("are carried", "are unannounced and carried"), VISITS, VISITS, id="a word less"),
        pytest.param(
            RISKS.format(year=2021, hours=24),
            RISKS.format(year=2022, hours=12),
            "All domestic abuse incidents to be risk assessed by trained staff within 12 hours by March 2022",
            id="a summary with the figures of the other",
        ),
    ],
)
def test_a_reference_with_the_words_of_a_near_copy_names_both(older: str, newer: str, text: str | None) -> None:
    match = match_row(two_reports(older, newer), text or newer, "Custody suites 2019", "Rec 1")

    assert (match.method, match.ref) == (REFERENCE, "P-2019-R1")
    assert match.rival is not None
    assert match.rival.ref == "P-2020-R1"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(VISITS, id="its own words"),
        pytest.param(VISITS.replace("registered", "regsitered"), id="a slip"),
        pytest.param(
            "Manage registered sex offenders better, with visits in line with national guidance", id="a summary"
        ),
    ],
)
def test_a_reference_with_its_own_words_has_no_rival(text: str) -> None:
    register = two_reports(VISITS, VISITS.replace("are carried", "are unannounced and carried"))

    assert match_row(register, text, "Custody suites 2019", "Rec 1").rival is None
