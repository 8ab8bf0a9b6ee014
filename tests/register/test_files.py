"""Register files: what a spreadsheet saves is read with the file's own line numbers, and every mistake is told at once."""

from pathlib import Path

import pytest

from sync.core.normalise import normalise_register, remark_on_register
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.core.records import RegisterRow
from sync.errors import Problem, RegisterError
from sync.register.files import RegisterFiles
from tests.builders import ROOT, the_rules

PUBLICATIONS = "id,title\nA-2021,Alpha\nB-2021,Beta\n"
ITEMS = "id,text\nA-2021-R1,Do it.\n"


def write(folder: Path, publications: str | bytes = PUBLICATIONS, items: str | bytes = ITEMS) -> RegisterFiles:
    for name, content in (("publications.csv", publications), ("items.csv", items)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return RegisterFiles(folder)


def find_problems(files: RegisterFiles) -> list[tuple[str, int, str]]:
    """The file, line and code of everything that is wrong."""
    return [(Path(problem.file).name, problem.line, problem.code) for problem in tell(files)]


def tell(files: RegisterFiles) -> list[Problem]:
    return sorted(problem for table in files.read_tables() for problem in table.problems)


def rows(publications: str | bytes, folder: Path) -> list[tuple[int, str, str]]:
    """The rows of the publications: line, id and title."""
    table = write(folder, publications).read_tables()[0]
    assert table.columns == ("id", "title")
    return [(row.line, row.values["id"], row.values["title"]) for row in table.rows]


def test_rows_are_read_with_their_lines(tmp_path: Path) -> None:
    publications, items = write(tmp_path).read_tables()

    assert publications.rows == [
        RegisterRow(publications.file, 2, {"id": "A-2021", "title": "Alpha"}),
        RegisterRow(publications.file, 3, {"id": "B-2021", "title": "Beta"}),
    ]
    assert (Path(publications.file), Path(items.file)) == (tmp_path / "publications.csv", tmp_path / "items.csv")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "\ufeffid,title\nA,Alpha\n".encode(), [(2, "A", "Alpha")], id="with a byte-order mark, as Excel saves"
        ),
        pytest.param(b"id,title\r\nA,Alpha\r\n", [(2, "A", "Alpha")], id="with Windows line ends"),
        pytest.param("id,title\nA,Alpha", [(2, "A", "Alpha")], id="without a last line end"),
        pytest.param(" id , title \nA,Alpha\n", [(2, "A", "Alpha")], id="with blanks in the heading"),
        pytest.param(
            'id,title\nA,"Alpha, and ""more"""\n', [(2, "A", 'Alpha, and "more"')], id="with commas and quotes"
        ),
        pytest.param(
            "id,title\n\nA,Alpha\n,\n  ,\nB,Beta\n", [(3, "A", "Alpha"), (6, "B", "Beta")], id="with blank lines"
        ),
        pytest.param(",\n\nid,title\nA,Alpha\n", [(4, "A", "Alpha")], id="with blank lines before the heading"),
        pytest.param(
            'id,title\nA,"one\ntwo\n\nthree"\nB,Beta\n',
            [(2, "A", "one\ntwo\n\nthree"), (6, "B", "Beta")],
            id="with a cell of several lines",
        ),
        pytest.param(
            'id,title\r\nA,"one\r\ntwo"\r\nB,Beta\r\n',
            [(2, "A", "one\ntwo"), (4, "B", "Beta")],
            id="with a cell of several Windows lines",
        ),
        pytest.param(
            "id;title\nA;Alpha, and more\n",
            [(2, "A", "Alpha, and more")],
            id="with semicolons, as Excel saves in some countries",
        ),
        pytest.param("id\ttitle\nA\tAlpha; more\n", [(2, "A", "Alpha; more")], id="with tabs"),
        pytest.param(
            "sep=;\r\nid;title\r\nA;Alpha\r\n", [(3, "A", "Alpha")], id="with the line that tells Excel its separator"
        ),
        pytest.param(
            "id,title\nA,one\u2028two\nB,three\x0bfour\nC,\x85\n",
            [(2, "A", "one\u2028two"), (3, "B", "three\x0bfour"), (4, "C", "\x85")],
            id="with line ends that only some programs know",
        ),
    ],
)
def test_a_file_is_read(tmp_path: Path, content: str | bytes, expected: list[tuple[int, str, str]]) -> None:
    assert rows(content, tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "expected", "gist"),
    [
        pytest.param(b"", [(0, "empty-register")], "Restore the file", id="an empty file"),
        pytest.param(b"\n,\n", [(0, "empty-register")], "Restore the file", id="blank lines"),
        pytest.param(
            "id,title\nA,Alpha\nB,\u2018Beta\u2019\n".encode("cp1252"),
            [(3, "not-utf-8")],
            "CSV UTF-8",
            id="saved as plain CSV",
        ),
        pytest.param(
            "id,title\nA,Alpha\n".encode("utf-16"), [(1, "not-utf-8")], "CSV UTF-8", id="saved as Unicode text"
        ),
        pytest.param(
            "id,title\nA\nB,Beta\nC,x,y\n",
            [(2, "wrong-width"), (4, "wrong-width")],
            "cells, the heading 2",
            id="rows of another width",
        ),
        pytest.param('id,title\nA,"Alpha\nB,Beta\n', [(2, "not-csv")], "Is a quote missing?", id="a quote left open"),
        pytest.param(
            'id,title\n"=""A""",Alpha\nB,=B1&C1\n', [(2, "formula"), (3, "formula")], "is a formula", id="formulas"
        ),
        pytest.param("id;title\nA;#N/A\n", [(2, "excel-error")], "when a formula fails", id="a formula that failed"),
        pytest.param(
            "id,title\nA,########\n", [(2, "column-too-narrow")], "Widen the column", id="a column that was too narrow"
        ),
        pytest.param('id,title\nA,"Al"pha\n', [(2, "not-csv")], "Is a quote missing?", id="a quote inside a cell"),
        pytest.param(
            "id,title\nA,Alpha\nB," + "x" * 120_000 + "\n",
            [(3, "too-long")],
            "120,000 characters",
            id="a cell larger than any text",
        ),
    ],
)
def test_a_mistake_in_a_file_is_told(
    tmp_path: Path, content: str | bytes, expected: list[tuple[int, str]], gist: str
) -> None:
    problems = tell(write(tmp_path, content))

    assert [(problem.line, problem.code) for problem in problems] == expected
    assert all(gist in problem.message for problem in problems)


def test_the_first_byte_that_is_not_utf_8_is_told_with_line_and_column(tmp_path: Path) -> None:
    (problem,) = tell(write(tmp_path, "id,title\nA,Caf\u00e9\n".encode("cp1252")))

    assert (problem.line, problem.column) == (2, 6)


def test_files_that_are_not_there_are_both_told(tmp_path: Path) -> None:
    assert find_problems(RegisterFiles(tmp_path / "nowhere")) == [
        ("items.csv", 0, "missing-file"),
        ("publications.csv", 0, "missing-file"),
    ]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "items.csv").mkdir()
    (tmp_path / "publications.csv").write_text(PUBLICATIONS, encoding="utf-8")

    assert find_problems(RegisterFiles(tmp_path)) == [("items.csv", 0, "unreadable-file")]


def test_mistakes_in_both_files_are_told_at_once(tmp_path: Path) -> None:
    files = write(tmp_path, "id,title\nA\n", "id,text\nB\nC\n")

    assert find_problems(files) == [
        ("items.csv", 2, "wrong-width"),
        ("items.csv", 3, "wrong-width"),
        ("publications.csv", 2, "wrong-width"),
    ]


def test_a_file_with_only_a_heading_is_told_by_the_next_stage(tmp_path: Path) -> None:
    files = write(tmp_path, ",".join(PUBLICATION_COLUMNS) + "\n", ",".join(ITEM_COLUMNS) + "\n")

    with pytest.raises(RegisterError) as caught:
        normalise_register(*files.read_tables())

    assert [problem.code for problem in caught.value.problems] == ["empty-register", "empty-register"]


def test_a_mistake_after_a_cell_of_several_lines_is_told_with_the_files_own_line(tmp_path: Path) -> None:
    heading = ",".join(PUBLICATION_COLUMNS)
    files = write(
        tmp_path,
        f'{heading}\nA-2021,"Alpha\nof two lines",2021-01-01,,,national,,all forces,,,,\nB-2021,Beta,soon,,,national,,all forces,,,,\n',
        ",".join(ITEM_COLUMNS) + "\nA-2021-R1,A-2021,1,recommendation,,,Do it.,,,,,,,\n",
    )

    with pytest.raises(RegisterError) as caught:
        normalise_register(*files.read_tables())

    assert [(problem.line, problem.where, problem.code) for problem in caught.value.problems] == [
        (4, "published_on", "not-a-date")
    ]


def test_the_register_that_comes_with_the_product_holds() -> None:
    words = the_rules().register
    register = normalise_register(*RegisterFiles(ROOT / "mappings/register").read_tables(), words)

    assert len(register.publications) == 24
    assert len(register.items) == 146
    assert remark_on_register(register, words) == ()
