"""Boxes: which words make items, by small pages with one trap each."""

from datetime import date

import pytest

from sync.register.drafts import Draft
from sync.register.publication_page import read_publication_page


def read(body: str, *, published: str = "1 June 2021") -> Draft:
    page = f"<html><body><main><h1>A report</h1><p>Published on: {published}</p>{body}</main></body></html>"
    return read_publication_page("page.html", page.encode())


def texts(draft: Draft) -> list[tuple[str, str]]:
    return [(item.number, item.text) for item in draft.items]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<h2>Recommendation 1</h2><p>Forces should act.", [("1", "Forces should act.")], id="under its heading"
        ),
        pytest.param(
            "<p><b>Recommendation 1</b><p>Forces should act.", [("1", "Forces should act.")], id="under bold words"
        ),
        pytest.param("<p>Recommendation 1: Forces should act.", [("1", "Forces should act.")], id="in its paragraph"),
        pytest.param(
            "<p>Recommendation 1<br>Forces should act.", [("1", "Forces should act.")], id="after a line break"
        ),
        pytest.param(
            "<h3>Recommendation 12a</h3><p>Forces should act.", [("12a", "Forces should act.")], id="with a letter"
        ),
        pytest.param(
            "<h3>Recommendation 1: forces should act</h3>", [("1", "forces should act")], id="in the heading itself"
        ),
        pytest.param(
            "<h2>Recommendations</h2><p>1. Forces should act.</p><p>2. Forces should not.</p>",
            [("1", "Forces should act."), ("2", "Forces should not.")],
            id="numbered paragraphs",
        ),
        pytest.param(
            "<h2>Recommendations</h2><p>We recommend that:</p><ul><li>forces should act;</li><li>forces should stop.</li></ul>",
            [("", "forces should act;"), ("", "forces should stop.")],
            id="a list that a sentence introduces",
        ),
        pytest.param(
            "<h2>Recommendations</h2><ol><li>Forces should act.<ul><li>first</li><li>then</li></ul></li><li>Forces should stop.</li></ol>",
            [("1", "Forces should act.\nfirst\nthen"), ("2", "Forces should stop.")],
            id="a list in a list",
        ),
        pytest.param(
            "<h3>Recommendation 1</h3><p>Forces should:</p><p>(a) act; and</p><p>(b) stop.</p><p>We saw none.</p>",
            [("1", "Forces should:\n(a) act; and\n(b) stop.")],
            id="limbs in paragraphs",
        ),
        pytest.param(
            "<h3>Recommendation 1</h3><p>Forces should act.</p><ul><li>This list explains why.</li></ul><p>They should have.</p>",
            [("1", "Forces should act.")],
            id="a list after a whole sentence explains",
        ),
        pytest.param(
            "<h2>Area for improvement</h2><p>The force should act.</p><p>It should have acted before.</p>",
            [("", "The force should act.")],
            id="an area and its explanation",
        ),
        pytest.param(
            "<h2>Areas for improvement</h2><p>The force should make sure that it:</p><ul><li>acts; and</li><li>stops.</li></ul>",
            [("", "The force should make sure that it:\nacts; and\nstops.")],
            id="one area in two parts",
        ),
        pytest.param("<p>Recommendation 5 of our 2016 report has been met.</p>", [], id="a sentence about another"),
        pytest.param("<p>See recommendation 5. Forces should act.</p>", [], id="a sentence that refers"),
        pytest.param("<h2>Recommendations from 2019</h2><p>Forces should act.</p>", [], id="those of another year"),
        pytest.param(
            "<h2>Areas for improvement from our last inspection</h2><ul><li>The force should act.</ul>",
            [],
            id="areas restated",
        ),
        pytest.param(
            "<h2>Our earlier recommendations</h2><h3>Recommendation 1</h3><p>Forces should act.",
            [],
            id="restated under it",
        ),
        pytest.param("<h2>Effective practice</h2><p>Forces should copy it.</p>", [], id="effective practice"),
        pytest.param("<h2>Actions</h2><p>HMICFRS should look again.</p>", [], id="actions"),
        pytest.param("<h2>Recommendations</h2><p>There are none.</p>", [], id="a heading with nothing to do"),
        pytest.param("<nav><h2>Recommendation 1</h2><p>Forces should act.</p></nav>", [], id="navigation"),
        pytest.param(
            '<ul><li><a href="#r">Recommendation 1: forces should act</a></ul>', [], id="the table of contents"
        ),
        pytest.param(
            "<template><h2>Recommendation 1</h2><p>Forces should act.</p></template>", [], id="what is not shown"
        ),
    ],
)
def test_what_makes_an_item(body: str, expected: list[tuple[str, str]]) -> None:
    assert texts(read(body)) == expected


def test_a_section_ends_with_a_heading_of_its_rank() -> None:
    draft = read(
        "<h2>Recommendations</h2><p>Forces should act.</p><h2>Method</h2><p>Readers should know how we work.</p>"
    )

    assert texts(draft) == [("", "Forces should act.")]


def test_items_after_a_box_of_good_practice_are_found() -> None:
    draft = read(
        "<h3>Recommendation 1</h3><p>Forces should act.</p><h3>Good practice</h3><p>One should be praised.</p>"
        "<h3>Recommendation 2</h3><p>Forces should stop.</p>"
    )

    assert texts(draft) == [("1", "Forces should act."), ("2", "Forces should stop.")]


@pytest.mark.parametrize(
    ("body", "gist"),
    [
        pytest.param(
            "<h3>Recommendation 1</h3><p>Forces should act.<h3>Recommendation 3</h3><p>Forces should stop.",
            "Recommendation 2 was not found",
            id="a number is missing",
        ),
        pytest.param(
            "<h3>Recommendation 1</h3><p>Forces should act.<h3>Recommendation 1</h3><p>Forces should stop.",
            "The number 1 stands over two recommendations",
            id="a number stands twice",
        ),
        pytest.param("<h3>Recommendation 4</h3><h2>Next</h2>", "‘Recommendation 4’ has no text under it", id="no text"),
        pytest.param(
            "<h3>Recommendation 1</h3><p>Cells are cold.", "Is it a recommendation?", id="nobody has to do it"
        ),
        pytest.param("<h3>Cause of concern</h3><p>Cells are cold.", "there is always one", id="a concern alone"),
        pytest.param(
            "<p>We make six recommendations.</p><h3>Recommendation 1</h3><p>Forces should act.",
            "‘make six recommendations’; 1 of that kind",
            id="another count in the text",
        ),
        pytest.param(
            "<h3>Recommendation 1</h3><p>By July 2021, forces should act. By July 2022, they should stop.",
            "names more than one date; ‘By July 2021’",
            id="two dates",
        ),
        pytest.param(
            "<h3>Recommendation 1</h3><p>Cells should be warm.",
            "Nothing says whom ‘Cells should be warm.’ addresses",
            id="no addressee",
        ),
    ],
)
def test_a_doubt_is_told(body: str, gist: str) -> None:
    assert gist in "\n".join(remark.sentence for remark in read(body).unsure)


def test_an_older_date_in_the_text_goes_before_the_pages_own() -> None:
    draft = read("<p>This report was first published on 2 April 2019.</p>", published="8 March 2023")

    publication = draft.publication
    assert publication.published is not None
    assert (publication.published.on, publication.page_date) == (date(2019, 4, 2), date(2023, 3, 8))
    assert "New page, old report" in draft.unsure[0].sentence + draft.unsure[1].sentence


def test_a_joint_inspection_names_the_partners() -> None:
    draft = read("<p>A joint inspection by HMICFRS and HM Crown Prosecution Service Inspectorate.</p>")

    assert draft.publication.inspectorates == ("HMICFRS", "HMCPSI")
    assert draft.publication.scope.value == "joint"


@pytest.mark.parametrize(
    ("sentence", "phrase", "due_on"),
    [
        pytest.param(
            "Within six months of publication of this report forces should act.",
            "Within six months of publication of this report",
            date(2021, 12, 1),
            id="counted from publication, and no word more",
        ),
        pytest.param(
            "By the end of 2022/23, forces should act.", "By the end of 2022/23", None, id="the end of a financial year"
        ),
        pytest.param(
            "Within one year and six months, forces should act.",
            "Within one year and six months",
            None,
            id="a sum of two spans",
        ),
        pytest.param(
            "Within three months of 1 September 2022 forces should act.",
            "Within three months of 1 September 2022",
            date(2022, 12, 1),
            id="counted from a day",
        ),
        pytest.param(
            "Within three months of the trial, forces should act.",
            "Within three months of the trial",
            None,
            id="counted from an event",
        ),
        pytest.param("Forces should, not before July 2023, act.", "not before July 2023", None, id="not before"),
        pytest.param(
            "Forces should act no earlier than July 2023.", "no earlier than July 2023", None, id="no earlier than"
        ),
    ],
)
def test_a_due_phrase_is_cut_where_its_meaning_ends(sentence: str, phrase: str, due_on: date | None) -> None:
    [item] = read(f"<h3>Recommendation 1</h3><p>{sentence}</p>").items

    assert (item.due_phrase, item.due_on and item.due_on.on) == (phrase, due_on)


def test_a_page_of_items_without_end_is_read_up_to_a_limit_and_says_so() -> None:
    draft = read("<h2>Recommendations</h2>" + "".join(f"<p>Forces should do it {n} times." for n in range(3_500)))

    assert len(draft.items) == 1_000
    assert "The page seems to make more than 3,000 items; only the first 1,000 were drafted." in {
        remark.sentence for remark in draft.unsure
    }
