"""Loosely named spreadsheets: the columns are found by their usual names, and what is not clear is told."""

from datetime import date

import pytest

from sync.core.records import DatedTo
from sync.core.vocabulary import DatePrecision, ItemKind
from sync.errors import RegisterError
from sync.register.drafts import Draft
from sync.register.loose_table import read_loose_spreadsheet
from tests.register.workbooks import build_workbook

HEADING = "Ref,Type,Recommendation,Due date,To whom,Report,Date published,Owner"
ROW = "3,AFI,Forces should act.,By July 2021,chief constables; NPCC,A report,18 February 2021,somebody"


def read(*lines: str) -> tuple[Draft, ...]:
    return read_loose_spreadsheet("list.csv", "\n".join(lines).encode(), published=DatedTo(date(2021, 6, 1)))


def test_columns_are_found_by_their_usual_names() -> None:
    (draft,) = read(HEADING, ROW)

    (item,) = draft.items
    assert (draft.publication.title, draft.publication.published) == ("A report", DatedTo(date(2021, 2, 18)))
    assert (item.kind, item.number, item.text) == (ItemKind.AREA_FOR_IMPROVEMENT, "3", "Forces should act.")
    assert (item.due_phrase, item.due_on) == ("By July 2021", DatedTo(date(2021, 7, 31), DatePrecision.MONTH))
    assert item.addressed_to == ("chief constables", "NPCC")
    assert draft.passed_over[0].sentence == "Columns that were not used: 'Owner'."


def test_a_workbook_with_a_banner_above_its_heading_is_read() -> None:
    content = build_workbook(
        {"cover": [("Our list",)], "recs": [("Our list", "as of today"), (), ("No.", "Recommendation"), (1, "Act.")]}
    )

    (draft,) = read_loose_spreadsheet("list.xlsx", content)

    assert [(item.number, item.text, item.place) for item in draft.items] == [("1", "Act.", "row 4")]


def test_rows_of_several_publications_make_several_drafts() -> None:
    drafts = read("Publication,Recommendation", "A,Do this.", "B,Do that.", "a,Do more.")

    assert [(draft.publication.title, len(draft.items)) for draft in drafts] == [("A", 2), ("B", 1)]


@pytest.mark.parametrize(
    ("due", "on"),
    [
        pytest.param("2021-07-31", date(2021, 7, 31), id="a date"),
        pytest.param("23/06/2021", date(2021, 6, 23), id="a date that can mean one day"),
        pytest.param("within three months", date(2021, 9, 1), id="a phrase"),
        pytest.param("03/04/2021", None, id="a date that can mean two"),
        pytest.param("44370", None, id="a number of Excel's"),
        pytest.param("soon", None, id="no date"),
    ],
)
def test_due_dates_are_read_or_told(due: str, on: date | None) -> None:
    (draft,) = read("Type,Recommendation,Due", f"rec,Do this.,{due}")

    (item,) = draft.items
    assert (item.due_phrase, item.due_on.on if item.due_on else None) == (due, on)
    assert bool(draft.unsure) is (on is None)


@pytest.mark.parametrize(
    ("line", "gist"),
    [
        pytest.param("learning point,Forces might think.", "no kind of item that we know", id="a kind that is none"),
        pytest.param("rec,Forces should act.", "stands already further up", id="a row that stands twice"),
    ],
)
def test_rows_that_are_left_out_are_named(line: str, gist: str) -> None:
    (draft,) = read("Type,Recommendation", "rec,Forces should act.", line)

    assert len(draft.items) == 1
    assert [remark.place for remark in draft.passed_over if gist in remark.sentence] == ["row 3"]


def test_a_row_without_a_kind_is_a_recommendation_with_a_doubt() -> None:
    (draft,) = read("Number,Recommendation", "1,Forces should act.")

    assert (draft.items[0].kind, draft.unsure[0].place) == (ItemKind.RECOMMENDATION, "row 2")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"Colour,Shape\nred,round\n", "no-text-column", id="no column for the text"),
        pytest.param(b"", "no-text-column", id="nothing"),
        pytest.param(b"Ref,Recommendation\n1,=A1\n", "formula", id="a formula"),
        pytest.param("Ref,Recommendation\n1,Café\n".encode("cp1252"), "not-utf-8", id="another encoding"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, code: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_loose_spreadsheet("list.csv", content)

    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_column_nearer_to_our_name_goes_before_another() -> None:
    (draft,) = read("Title,Publication,Details,Recommendation", "x,A report,y,Act.")

    assert (draft.publication.title, draft.items[0].text) == ("A report", "Act.")
