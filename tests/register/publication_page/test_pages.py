"""Saved pages: in each layout the items are found with number, parent, date and addressee, and the traps are not fallen into."""

from datetime import date

import pytest

from sync.core.records import DatedTo
from sync.core.vocabulary import DatePrecision, ItemKind, Scope
from sync.register.drafts import Draft
from sync.register.publication_page import read_publication_page
from tests.builders import ROOT

PAGES = ROOT / "tests/data/pages"
NAMES = sorted(path.name for path in PAGES.iterdir())


def read(name: str) -> Draft:
    return read_publication_page(name, (PAGES / name).read_bytes())


def outline(draft: Draft) -> list[tuple[str, str, str, int | None]]:
    """Kind, number, due phrase and parent of every item."""
    return [(item.kind.label, item.number, item.due_phrase, item.parent) for item in draft.items]


def unsure(draft: Draft) -> str:
    return "\n".join(remark.sentence for remark in draft.unsure)


def passed_over(draft: Draft) -> str:
    return "\n".join(remark.sentence for remark in draft.passed_over)


REC, AFI, CONCERN = (
    kind.label for kind in (ItemKind.RECOMMENDATION, ItemKind.AREA_FOR_IMPROVEMENT, ItemKind.CAUSE_OF_CONCERN)
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "thematic-current-site.html",
            [
                (CONCERN, "", "", None),
                (REC, "", "within three months", 0),
                (REC, "1", "By July 2021", None),
                (REC, "2", "By 31 December 2021", None),
                (REC, "3", "As soon as possible", None),
                (
                    REC,
                    "4",
                    "Immediately, chief constables should begin to check who can open these records, and complete the checks "
                    "no later than September 2021",
                    None,
                ),
            ],
            id="a thematic report of the current site",
        ),
        pytest.param(
            "previous-site-windows-1252.html",
            [
                (AFI, "", "", None),
                (AFI, "", "", None),
                (REC, "1", "By September 2018", None),
                (REC, "2", "Within six months", None),
            ],
            id="a report of the previous site",
        ),
        pytest.param(
            "peel-report.html",
            [
                (AFI, "", "", None),
                (AFI, "", "", None),
                (AFI, "", "", None),
                (CONCERN, "", "", None),
                (REC, "", "Within six months", 3),
                (CONCERN, "", "", None),
                (REC, "", "By March 2023", 5),
                (REC, "", "immediately", 5),
            ],
            id="a PEEL report",
        ),
        pytest.param(
            "super-complaint.html",
            [(REC, "1", "Within six months", None), (REC, "2", "", None)],
            id="a super-complaint without the bodies' own actions",
        ),
        pytest.param(
            "reinspection.html", [(REC, "", "within three months", None)], id="a re-inspection without what it restates"
        ),
        pytest.param("letter.html", [], id="a letter that makes none"),
        pytest.param("landing-page.html", [], id="a landing page"),
        pytest.param(
            "broken-markup.html",
            [(REC, "1", "By July 2022", None), (REC, "2", "", None), (REC, "3", "By July 2022", None)],
            id="a page with broken markup",
        ),
    ],
)
def test_the_items_of_a_layout_are_found(name: str, expected: list[tuple[str, str, str, int | None]]) -> None:
    assert outline(read(name)) == expected


@pytest.mark.parametrize(
    ("name", "title", "published", "scope", "series", "bodies"),
    [
        pytest.param(
            "thematic-current-site.html",
            "Keeping watch: an inspection of surveillance records",
            date(2021, 2, 18),
            Scope.NATIONAL,
            "thematic",
            (),
            id="thematic",
        ),
        pytest.param(
            "peel-report.html",
            "PEEL 2021/22 – An inspection of Lancashire Constabulary",
            date(2022, 10, 27),
            Scope.FORCE,
            "PEEL",
            ("Lancashire Constabulary",),
            id="PEEL, dated in its head only",
        ),
        pytest.param(
            "reinspection.html",
            "Lancashire – National child protection re-inspection",
            date(2022, 7, 12),
            Scope.FORCE,
            "child protection",
            ("Lancashire Constabulary",),
            id="child protection, the force in the title",
        ),
        pytest.param(
            "landing-page.html",
            "Lancashire Constabulary: crime recording re-inspection 2019",
            date(2019, 5, 16),
            Scope.FORCE,
            "crime data integrity",
            ("Lancashire Constabulary",),
            id="landing page, the force in a label",
        ),
        pytest.param(
            "letter.html",
            "Lancashire Constabulary: return to the default phase of monitoring",
            date(2020, 9, 18),
            Scope.FORCE,
            "letter",
            ("Lancashire Constabulary",),
            id="letter, dated by when it was sent",
        ),
        pytest.param(
            "super-complaint.html",
            "Unclaimed: report on a super-complaint about lost property",
            date(2021, 5, 26),
            Scope.NATIONAL,
            "super-complaint",
            (),
            id="super-complaint",
        ),
    ],
)
def test_the_publication_itself_is_described(
    name: str, title: str, published: date, scope: Scope, series: str, bodies: tuple[str, ...]
) -> None:
    publication = read(name).publication

    assert (publication.title, publication.scope, publication.series) == (title, scope, series)
    assert publication.published == DatedTo(published)
    assert publication.bodies_inspected == bodies


@pytest.mark.parametrize("name", NAMES)
def test_the_address_is_the_pages_own(name: str) -> None:
    address = read(name).publication.address

    assert address.startswith("https://")
    assert "///" not in address
    assert "utm_" not in address


def test_wording_number_and_limbs_are_verbatim() -> None:
    concern, remedy, *_, third, fourth = read("thematic-current-site.html").items

    assert concern.text.splitlines()[1] == "This puts covert officers at risk."
    assert remedy.limbs == (
        "name one owner of these records;",
        "list every system that holds them; and",
        "report what they found to the NPCC.",
    )
    assert remedy.text.splitlines() == [
        "To address this, we recommend that, within three months, chief constables should:",
        *remedy.limbs,
    ]
    assert third.text == "As soon as possible, there should be one national form for these records."
    assert fourth.due_on == DatedTo(date(2021, 9, 30), DatePrecision.MONTH)
    assert [item.type for item in read("peel-report.html").items][3:6] == [
        "Accelerated cause of concern",
        "Recommendation",
        "Cause for concern",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "thematic-current-site.html",
            [
                (),
                ("chief constables",),
                ("chief constables",),
                ("all forces",),
                ("Home Office", "NPCC"),
                ("chief constables",),
            ],
            id="in the heading above, in the heading, in the sentence",
        ),
        pytest.param(
            "super-complaint.html",
            [("chief constables",), ("chief constables", "police and crime commissioners")],
            id="behind the number",
        ),
        pytest.param("reinspection.html", [("Lancashire Constabulary",)], id="a force by name"),
        pytest.param(
            "previous-site-windows-1252.html",
            [(), (), ("all forces",), ("College of Policing",)],
            id="the force is nobody where no force was named",
        ),
    ],
)
def test_addressees_are_found(name: str, expected: list[tuple[str, ...]]) -> None:
    assert [item.addressed_to for item in read(name).items] == expected


def test_characters_of_windows_1252_are_read() -> None:
    assert read("previous-site-windows-1252.html").items[0].text == "The force should count its stores – every month."


@pytest.mark.parametrize(
    ("name", "gist"),
    [
        pytest.param(
            "previous-site-windows-1252.html", "New page, old report? The page shows 8 March 2023", id="an old report"
        ),
        pytest.param("letter.html", "‘I have decided to close the three recommendations", id="a letter that closes"),
        pytest.param(
            "letter.html", "the letter's own date, 18 September 2020, was taken", id="a date that is the letter's"
        ),
        pytest.param("landing-page.html", "This is the landing page", id="a landing page"),
        pytest.param("peel-report.html", "stands beside that of the cause of concern", id="a heading of the same rank"),
        pytest.param("peel-report.html", "one recommendation in 2 parts", id="limbs that may be items"),
        pytest.param(
            "thematic-current-site.html", "look at the glossary.’ stands in no box", id="a stray recommendation"
        ),
    ],
)
def test_what_is_uncertain_is_told(name: str, gist: str) -> None:
    assert gist in unsure(read(name))


@pytest.mark.parametrize(
    ("name", "gist"),
    [
        pytest.param("thematic-current-site.html", "learning points", id="learning points"),
        pytest.param(
            "thematic-current-site.html", "‘Innovative practice’: promising practice", id="promising practice"
        ),
        pytest.param(
            "super-complaint.html", "actions that the publishing bodies set themselves", id="actions of bodies"
        ),
        pytest.param(
            "reinspection.html", "‘Recommendations from the 2021 inspection report’", id="restated under a year"
        ),
        pytest.param("reinspection.html", "‘Progress against earlier recommendations’", id="restated as progress"),
        pytest.param("peel-report.html", "stands already under", id="said twice"),
    ],
)
def test_what_is_left_out_is_named(name: str, gist: str) -> None:
    assert gist in passed_over(read(name))


def test_every_remark_about_a_part_says_where() -> None:
    places = [remark.place for name in NAMES for remark in read(name).passed_over]

    assert all(place.startswith("under ‘") for place in places)


def test_the_wording_of_test_pages_is_marked_as_illustrative() -> None:
    assert [name for name in NAMES if b"<!-- illustrative:" not in (PAGES / name).read_bytes()] == []
