"""Register rows: every mistake is told at once with its line and column, and what is right is read as it stands."""

from dataclasses import replace
from datetime import date

import pytest

from sync.core.normalise import RegisterTable, normalise_register
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.core.records import DatedTo, Due, RegisterItem, RegisterRow
from sync.core.vocabulary import DatePrecision, InspectorateStatus, ItemKind, PublicationId, RegisterRef, Scope
from sync.errors import Problem, RegisterError

PUBLICATION = {
    "id": "ROCU-2021",
    "title": "Regional Organised Crime Units",
    "published_on": "2021-02-18",
    "scope": "national",
    "addressed_to": "all forces",
}
ITEM = {
    "id": "ROCU-2021-R1",
    "publication": "ROCU-2021",
    "number": "1",
    "kind": "recommendation",
    "text": "Do it.",
}


def a_table(file: str, columns: tuple[str, ...], *rows: dict[str, str]) -> RegisterTable:
    lines = [RegisterRow(file, line, dict.fromkeys(columns, "") | row) for line, row in enumerate(rows, start=2)]
    return RegisterTable(file, tuple(columns), lines)


def publications(*rows: dict[str, str]) -> RegisterTable:
    return a_table("publications.csv", PUBLICATION_COLUMNS, *rows)


def items(*rows: dict[str, str]) -> RegisterTable:
    return a_table("items.csv", ITEM_COLUMNS, *rows)


def find_problems(publication_table: RegisterTable, item_table: RegisterTable) -> list[Problem]:
    """Everything that is wrong with a register."""
    with pytest.raises(RegisterError) as caught:
        normalise_register(publication_table, item_table)
    return list(caught.value.problems)


def test_a_publication_is_read_whole() -> None:
    full = PUBLICATION | {
        "inspectorates": "HMICFRS; HMCPSI",
        "series": "thematic",
        "scope": "Joint",
        "bodies_inspected": "10 forces",
        "addressed_to": "all forces;Home Office;",
        "address": "https://inspectorate.example/rocu",
        "aliases": "ROCUs|ROCU inspection",
        "items_expected": "7",
        "source": "H41",
    }

    register = normalise_register(publications(full), items(ITEM))

    publication = register.publications[PublicationId("ROCU-2021")]
    assert publication.published == DatedTo(date(2021, 2, 18))
    assert publication.inspectorates == ("HMICFRS", "HMCPSI")
    assert publication.scope is Scope.JOINT
    assert publication.addressed_to == ("all forces", "Home Office")
    assert publication.aliases == ("ROCUs", "ROCU inspection")
    assert (publication.series, publication.source, publication.items_expected) == ("thematic", "H41", 7)


def test_an_item_is_read_whole() -> None:
    concern = {"id": "ROCU-2021-C1", "publication": "ROCU-2021", "kind": "Cause of Concern", "text": "No funding."}
    full = ITEM | {
        "parent": "ROCU-2021-C1",
        "addressed_to": "chief constables;NPCC",
        "text": "<p>Do&nbsp;it.</p>",
        "due_phrase": "By July 2021",
        "due_on": "2021-07",
        "status": "no longer relevant",
        "status_on": "2021-05-21",
        "superseded_by": "ROCU-2021-C1",
    }

    register = normalise_register(publications(PUBLICATION), items(concern, full))

    assert register.items[RegisterRef("ROCU-2021-R1")] == RegisterItem(
        id=RegisterRef("ROCU-2021-R1"),
        publication=PublicationId("ROCU-2021"),
        kind=ItemKind.RECOMMENDATION,
        text="Do it.",
        number="1",
        parent=RegisterRef("ROCU-2021-C1"),
        addressed_to=("chief constables", "NPCC"),
        due=Due("By July 2021", date(2021, 7, 31), DatePrecision.MONTH),
        status=InspectorateStatus.NO_LONGER_RELEVANT,
        status_on=date(2021, 5, 21),
        superseded_by=RegisterRef("ROCU-2021-C1"),
    )


def test_what_is_left_blank_has_its_default() -> None:
    register = normalise_register(publications(PUBLICATION), items(ITEM))

    publication, item = register.publications[PublicationId("ROCU-2021")], register.items[RegisterRef("ROCU-2021-R1")]
    assert publication.inspectorates == ("HMICFRS",)
    assert publication.items_expected is None
    assert (item.status, item.due, item.parent) == (InspectorateStatus.OPEN, Due(), None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2017", DatedTo(date(2017, 12, 31), DatePrecision.YEAR), id="a year"),
        pytest.param("2017-12", DatedTo(date(2017, 12, 31), DatePrecision.MONTH), id="a month"),
        pytest.param("18/02/2021", DatedTo(date(2021, 2, 18), DatePrecision.DAY), id="a day as people write it"),
    ],
)
def test_a_publication_is_dated_as_exactly_as_it_is_known(written: str, expected: DatedTo) -> None:
    register = normalise_register(publications(PUBLICATION | {"published_on": written}), items(ITEM))

    assert register.publications[PublicationId("ROCU-2021")].published == expected


def test_a_precision_that_is_written_beats_the_one_that_is_read() -> None:
    due = {"due_phrase": "within three months", "due_on": "2021-05-18", "due_precision": "relative"}

    register = normalise_register(publications(PUBLICATION), items(ITEM | due))

    assert register.items[RegisterRef("ROCU-2021-R1")].due.precision is DatePrecision.RELATIVE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("none", 0, id="none is nought"),
        pytest.param("0", 0, id="nought"),
        pytest.param("7", 7, id="a number"),
        pytest.param("", None, id="nobody knows"),
    ],
)
def test_the_number_of_items_expected(written: str, expected: int | None) -> None:
    register = normalise_register(publications(PUBLICATION | {"items_expected": written}), items(ITEM))

    assert register.publications[PublicationId("ROCU-2021")].items_expected == expected


@pytest.mark.parametrize(
    ("cells", "column", "code", "suggestion"),
    [
        pytest.param({"title": ""}, "title", "blank", "", id="a title left out"),
        pytest.param({"id": " "}, "id", "blank", "", id="an id left out"),
        pytest.param({"published_on": ""}, "published_on", "blank", "", id="a date left out"),
        pytest.param({"published_on": "18 Febtober"}, "published_on", "not-a-date", "", id="a date that is none"),
        pytest.param({"published_on": "31/06/2021"}, "published_on", "not-a-date", "", id="a day that June has not"),
        pytest.param({"scope": "nationl"}, "scope", "unknown-word", "national", id="a scope with a slip"),
        pytest.param({"scope": "xyz"}, "scope", "unknown-word", "", id="a scope like nothing"),
        pytest.param({"items_expected": "about 7"}, "items_expected", "not-a-number", "", id="a number that is none"),
    ],
)
def test_a_mistake_in_a_publication_is_told(cells: dict[str, str], column: str, code: str, suggestion: str) -> None:
    problems = find_problems(publications(PUBLICATION, PUBLICATION | {"id": "B"} | cells), items(ITEM))

    assert [(p.file, p.line, p.where, p.code, p.suggestion) for p in problems] == [
        ("publications.csv", 3, column, code, suggestion)
    ]
    assert problems[0].message.endswith(".")


@pytest.mark.parametrize(
    ("cells", "column", "code", "suggestion"),
    [
        pytest.param({"text": ""}, "text", "blank", "", id="no text"),
        pytest.param({"kind": "recomendation"}, "kind", "unknown-word", "recommendation", id="a kind with a slip"),
        pytest.param({"status": "opened"}, "status", "unknown-word", "open", id="a status with a slip"),
        pytest.param({"due_precision": "weekly"}, "due_precision", "unknown-word", "", id="a precision like nothing"),
        pytest.param({"due_on": "asap"}, "due_on", "not-a-date", "", id="a due date that is none"),
        pytest.param(
            {"publication": "ROCU-2012"}, "publication", "lost-reference", "ROCU-2021", id="a publication with a slip"
        ),
        pytest.param({"publication": "?"}, "publication", "lost-reference", "", id="a publication like nothing"),
        pytest.param(
            {"parent": "ROCU-2021-C9"}, "parent", "lost-reference", "ROCU-2021-R1", id="a parent that is not there"
        ),
        pytest.param({"parent": "ROCU-2021-R1"}, "parent", "wrong-parent", "", id="a parent that is a recommendation"),
        pytest.param({"parent": "ROCU-2021-R2"}, "parent", "own-reference", "", id="its own parent"),
        pytest.param({"superseded_by": "ROCU-2021-R2"}, "superseded_by", "own-reference", "", id="its own successor"),
        pytest.param({"id": "ROCU-2021-R1"}, "id", "duplicate-id", "", id="an id that stands already"),
        pytest.param({"id": "rocu-2021-r1"}, "id", "duplicate-id", "", id="an id that differs in case only"),
    ],
)
def test_a_mistake_in_an_item_is_told(cells: dict[str, str], column: str, code: str, suggestion: str) -> None:
    problems = find_problems(publications(PUBLICATION), items(ITEM, ITEM | {"id": "ROCU-2021-R2"} | cells))

    assert [(p.file, p.line, p.where, p.code, p.suggestion) for p in problems] == [
        ("items.csv", 3, column, code, suggestion)
    ]


def test_a_duplicate_names_the_line_it_repeats() -> None:
    problems = find_problems(publications(PUBLICATION), items(ITEM, ITEM))

    assert problems[0].message == "ROCU-2021-R1 stands already in row 2; an id stands once."


def test_an_item_that_is_addressed_to_nobody_is_told() -> None:
    problems = find_problems(publications(PUBLICATION | {"addressed_to": ""}), items(ITEM))

    assert [(p.line, p.where, p.code) for p in problems] == [(2, "addressed_to", "no-addressee")]


def test_everything_is_told_at_once() -> None:
    problems = find_problems(
        publications(PUBLICATION | {"scope": "nationl"}),
        items(ITEM | {"kind": "x", "due_on": "y"}, ITEM | {"id": "R2", "parent": "Z"}),
    )

    assert [(p.file, p.line, p.code) for p in problems] == [
        ("items.csv", 2, "not-a-date"),
        ("items.csv", 2, "unknown-word"),
        ("items.csv", 3, "lost-reference"),
        ("publications.csv", 2, "unknown-word"),
    ]


def a_heading(file: str, columns: tuple[str, ...], row: dict[str, str]) -> RegisterTable:
    return RegisterTable(file, tuple(columns), [RegisterRow(file, 2, row)])


def test_a_misspelt_column_is_told_once_with_the_nearest() -> None:
    columns = tuple("titel" if name == "title" else name for name in PUBLICATION_COLUMNS)

    problems = find_problems(a_heading("publications.csv", columns, PUBLICATION), items(ITEM))

    assert [(p.line, p.code, p.where) for p in problems] == [(1, "missing-column", "title")]
    assert "'titel'" in problems[0].message


def test_a_missing_column_is_told() -> None:
    problems = find_problems(a_heading("publications.csv", PUBLICATION_COLUMNS[:-1], PUBLICATION), items(ITEM))

    assert [(p.code, p.message) for p in problems] == [("missing-column", "There is no column 'source'.")]


def test_an_unknown_column_is_told_also_when_it_has_no_name() -> None:
    problems = find_problems(
        a_heading("publications.csv", (*PUBLICATION_COLUMNS, "notes", ""), PUBLICATION), items(ITEM)
    )

    assert [(p.code, p.where) for p in problems] == [("unknown-column", "(blank)"), ("unknown-column", "notes")]


def test_a_column_that_stands_twice_is_told_once() -> None:
    problems = find_problems(publications(PUBLICATION), a_heading("items.csv", (*ITEM_COLUMNS, "text", "text"), ITEM))

    assert [(p.code, p.where) for p in problems] == [("duplicate-column", "text")]


def test_a_table_without_rows_is_told() -> None:
    problems = find_problems(publications(), items())

    assert [(p.file, p.code) for p in problems] == [
        ("items.csv", "empty-register"),
        ("publications.csv", "empty-register"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "gist", "suggestion"),
    [
        pytest.param(
            "44370", "serial-number", "keeps 23 June 2021 inside", "2021-06-23", id="the number of a day in Excel"
        ),
        pytest.param(
            "44370.5", "serial-number", "keeps 23 June 2021 inside", "2021-06-23", id="the number of a moment"
        ),
        pytest.param(
            "03/04/2021", "ambiguous-date", "3 April 2021 or 4 March 2021", "", id="day and month can change places"
        ),
        pytest.param("21/06/23", "ambiguous-date", "21 June 2023 or 23 June 2021", "", id="the year can be in front"),
        pytest.param("06/23/2021", "not-a-date", "is not a date", "", id="month first"),
        pytest.param("Jun-21", "not-a-date", "is not a date", "", id="what Excel makes of 2021-06"),
    ],
)
def test_a_date_that_excel_left_unclear_is_told(text: str, code: str, gist: str, suggestion: str) -> None:
    (problem,) = find_problems(publications(PUBLICATION | {"published_on": text}), items(ITEM))

    assert (problem.where, problem.code, problem.suggestion) == ("published_on", code, suggestion)
    assert gist in problem.message


@pytest.mark.parametrize("text", ["23/06/2021", "06/06/2021", "23.6.2021"])
def test_a_date_in_numbers_is_read_where_it_can_mean_one_day_only(text: str) -> None:
    register = normalise_register(publications(PUBLICATION | {"published_on": text}), items(ITEM))

    assert register.publications[PublicationId("ROCU-2021")].published.on in {date(2021, 6, 23), date(2021, 6, 6)}


def test_a_heading_that_is_wrong_does_not_hide_what_is_wrong_in_the_other_table() -> None:
    heading = tuple(column for column in PUBLICATION_COLUMNS if column != "published_on")

    problems = find_problems(a_table("publications.csv", heading, PUBLICATION), items(ITEM | {"kind": "wish"}))

    assert [(p.file, p.code, p.where) for p in problems] == [
        ("items.csv", "unknown-word", "kind"),
        ("publications.csv", "missing-column", "published_on"),
    ]


def test_a_row_that_cannot_be_read_does_not_hide_what_is_wrong_in_others() -> None:
    narrow = Problem("items.csv", 2, 0, "wrong-width", "The row has 3 cells.")
    long = Problem("items.csv", 3, 0, "too-long", "The cell is long.", where="text")
    table = items({"id": "X"}, ITEM | {"kind": "wish"})

    problems = find_problems(publications(PUBLICATION), replace(table, problems=(narrow, long)))

    assert [(p.line, p.code) for p in problems] == [(2, "wrong-width"), (3, "too-long"), (3, "unknown-word")]
