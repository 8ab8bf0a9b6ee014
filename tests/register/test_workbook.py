"""Workbooks: values come as text with Excel's own row numbers, and what cannot be a value is told by sheet and row."""

import io
import re
import struct
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sync.core.normalise import normalise_register
from sync.core.normalise.register_rows import ITEM_COLUMNS
from sync.errors import Problem, RegisterError
from sync.register.files import RegisterFiles
from sync.register.workbook import Workbook
from tests.register.workbooks import ITEMS, PUBLICATIONS, build_workbook, rewrite_part

HEADING = ("id", "text")


def read(content: bytes) -> list[tuple[int, list[str]]]:
    return list(Workbook("register.xlsx", content).read_rows("items"))


def written(value: object, number_format: str = "General") -> str:
    """What one cell is read as."""

    def dress(sheet: Worksheet) -> None:
        sheet["A2"].number_format = number_format

    content = build_workbook({"items": [HEADING, (value, "x")]}, dress)
    return read(content)[1][1][0]


def tell(content: bytes, folder: Path) -> list[Problem]:
    (folder / "register.xlsx").write_bytes(content)
    """What is told of a workbook, whether it could be opened or not."""
    try:
        tables = RegisterFiles(folder).read_tables()
    except RegisterError as error:
        return list(error.problems)
    return sorted(problem for table in tables for problem in table.problems)


def test_a_workbook_is_read_as_the_register(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(build_workbook())

    register = normalise_register(*RegisterFiles(tmp_path).read_tables())

    assert ([*register.publications], [*register.items]) == (["A-2021"], ["A-2021-R1"])


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        pytest.param("A-2021", "General", "A-2021", id="text"),
        pytest.param("two\nlines", "General", "two\nlines", id="text of two lines"),
        pytest.param(21.0, "General", "21", id="a whole number has no decimals"),
        pytest.param(2021, "General", "2021", id="a year typed as a number"),
        pytest.param(1.5, "General", "1.5", id="a number with decimals"),
        pytest.param(True, "General", "TRUE", id="a yes"),
        pytest.param(datetime(2021, 6, 23), "dd/mm/yyyy", "2021-06-23", id="a date"),  # noqa: DTZ001 - Excel has no zones
        pytest.param(date(2021, 6, 23), "[$-809]d mmmm yyyy", "2021-06-23", id="a date in words"),
        pytest.param(date(2021, 6, 1), "mmm-yy", "2021-06", id="a month, which Excel keeps as its first day"),
        pytest.param(date(2021, 6, 1), '[$-809]mmmm "of" yyyy', "2021-06", id="a month in words"),
        pytest.param(date(2021, 1, 1), "yyyy", "2021", id="a year, which Excel keeps as its first day"),
        pytest.param(
            datetime(2021, 6, 23, 14, 30),  # noqa: DTZ001 - Excel has no zones
            "dd/mm/yyyy hh:mm",
            "2021-06-23T14:30:00",
            id="a moment",
        ),
        pytest.param(time(9, 5), "hh:mm", "09:05:00", id="a time"),
    ],
)
def test_a_cell_is_read_as_its_reader_sees_it(value: object, number_format: str, expected: str) -> None:
    assert written(value, number_format) == expected


def test_rows_keep_the_numbers_that_excel_shows_and_hidden_rows_are_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True
        sheet.sheet_state = "visible"

    rows = read(build_workbook({"items": [(), HEADING, (), ("A", "hidden"), (), ("B", "shown")]}, hide))

    assert rows == [(2, ["id", "text"]), (4, ["A", "hidden"]), (6, ["B", "shown"])]


def test_a_hidden_and_protected_sheet_is_read() -> None:
    def guard(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"
        sheet.protection.set_password("secret")

    content = build_workbook({"publications": [HEADING], "items": [HEADING, ("A", "x")]}, guard)

    assert read(content)[1] == (2, ["A", "x"])


def test_tens_of_thousands_of_rows_with_a_format_and_no_value_are_passed_over() -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>' for row in range(3, 50_003))
    last = '<row r="200005"><c r="A200005" t="inlineStr"><is><t>Z</t></is></c></row>'

    content = rewrite_part(
        build_workbook({"items": [HEADING, ("A", "x")]}),
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", f"{cells}{last}</sheetData>".encode()),
    )

    assert read(content) == [(1, ["id", "text"]), (2, ["A", "x"]), (200_005, ["Z", ""])]


RUNS = b"<r><t>Forces </t></r><r><rPr><b/></rPr><t>should</t></r><rPh sb='0' eb='1'><t>reading</t></rPh>"


def share_texts(content: bytes, table: bytes) -> bytes:
    """The same package with a table of shared texts, as Excel keeps them, of which the cell B2 takes the first."""
    content = rewrite_part(
        content,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb'<c r="B2".*?</c>', b'<c r="B2" t="s"><v>0</v></c>', part),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    package = io.BytesIO(
        rewrite_part(content, r"\[Content_Types\].xml", lambda part: part.replace(b"</Types>", entry.encode()))
    )
    with ZipFile(package, "a") as archive:
        head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        archive.writestr("xl/sharedStrings.xml", head + table + b"</sst>")
    return package.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            rewrite_part(
                build_workbook({"items": [HEADING, ("A", "x")]}),
                "xl/worksheets/sheet1.xml",
                lambda part: part.replace(b"<is><t>x</t></is>", b"<is>" + RUNS + b"</is>"),
            ),
            id="in their cell",
        ),
        pytest.param(
            share_texts(build_workbook({"items": [HEADING, ("A", "x")]}), b"<si>" + RUNS + b"</si>"), id="shared"
        ),
    ],
)
def test_texts_in_runs_of_several_fonts_are_read_without_their_readings(content: bytes) -> None:
    assert read(content)[1] == (2, ["A", "Forces should"])


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("G2:H2")


def compute(sheet: Worksheet) -> None:
    sheet["G2"] = '=CONCATENATE("Do ","it.")'


def fail(sheet: Worksheet) -> None:
    sheet["G2"] = "#REF!"


def go_beyond(sheet: Worksheet) -> None:
    sheet["P2"] = "a remark beside the table"


@pytest.mark.parametrize(
    ("dress", "code", "row", "where", "gist"),
    [
        pytest.param(merge, "merged-cells", 2, "G2:H2", "The cells G2:H2 are merged", id="merged cells"),
        pytest.param(compute, "formula", 2, "text", "paste as values", id="a formula"),
        pytest.param(fail, "excel-error", 2, "text", "#REF!", id="an error of Excel's"),
        pytest.param(
            go_beyond, "wrong-width", 2, "source", "Give each column a heading", id="a cell beyond the heading"
        ),
    ],
)
def test_a_mistake_is_told_by_sheet_and_row(
    tmp_path: Path, dress: Callable[[Worksheet], None], code: str, row: int, where: str, gist: str
) -> None:
    (problem,) = tell(build_workbook(dress=dress), tmp_path)

    assert (Path(problem.file).name, problem.line, problem.code, problem.where) == (
        "register.xlsx (items)",
        row,
        code,
        where,
    )
    assert gist in problem.message


def test_a_sheet_that_is_missing_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    content = build_workbook({"Publications ": PUBLICATIONS, "Recommendations": ITEMS})

    (problem,) = tell(content, tmp_path)

    assert problem.code == "missing-sheet"
    assert "'items'; its sheets are 'Publications ', 'Recommendations'" in problem.message


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    (problem,) = tell(build_workbook({"publications": PUBLICATIONS, "items": [()]}), tmp_path)

    assert (Path(problem.file).name, problem.code) == ("register.xlsx (items)", "empty-register")


def test_a_sheet_for_notes_is_left_alone(tmp_path: Path) -> None:
    content = build_workbook({"publications": PUBLICATIONS, "items": ITEMS, "notes": [("=1+1",)]})
    (tmp_path / "register.xlsx").write_bytes(content)

    tables = RegisterFiles(tmp_path).read_tables()

    assert [len(table.rows) for table in tables] == [1, 1]


def a_bomb() -> bytes:
    packed = io.BytesIO()
    with (
        ZipFile(packed, "w", ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(30):
            part.write(b"\0" * 10_000_000)
    return packed.getvalue()


def a_workbook_of_a_million_columns() -> bytes:
    return a_sheet_of("".join(f'<row r="{row}"><c r="ZZZ{row}"><v>1</v></c></row>' for row in range(3, 300)))


def a_sheet_of(rows: str) -> bytes:
    return rewrite_part(
        build_workbook(),
        "xl/worksheets/sheet2.xml",
        lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>"),
    )


def a_locked_zip() -> bytes:
    content = bytearray(build_workbook())
    place = content.index(b"PK\x01\x02")
    content[place + 8 : place + 10] = struct.pack("<H", 1)
    return bytes(content)


def with_entities() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    return rewrite_part(build_workbook(), "xl/workbook.xml", lambda part: bomb + b"]><x>&j;</x>" + part)


@pytest.mark.parametrize(
    ("content", "code", "gist"),
    [
        pytest.param(b"", "broken-workbook", "Save it in Excel", id="an empty file"),
        pytest.param(b"id,text\n", "broken-workbook", "no Excel workbook", id="a CSV file under that name"),
        pytest.param(build_workbook()[:2_000], "broken-workbook", "broken", id="half a workbook"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected-workbook", "password", id="with a password"
        ),
        pytest.param(a_locked_zip(), "protected-workbook", "locked", id="a locked ZIP file"),
        pytest.param(a_bomb(), "too-large", "too large", id="a ZIP bomb"),
        pytest.param(a_workbook_of_a_million_columns(), "too-large", "too large", id="rows that are very wide"),
        pytest.param(a_sheet_of("<c/>" * 20_000_000), "too-large", "too large", id="a sheet that unpacks to 80 MB"),
        pytest.param(a_sheet_of('<row r="9"><x/></row>' * 1_600_000), "too-large", "too large", id="millions of tags"),
        pytest.param(
            a_sheet_of('<row r="2"><c r="A2"><v>1</v></c></row>'),
            "broken-workbook",
            "broken",
            id="a row that stands twice",
        ),
        pytest.param(with_entities(), "broken-workbook", "broken", id="entities in entities"),
        pytest.param(
            rewrite_part(build_workbook(), "xl/worksheets/sheet2.xml", lambda part: part[:200]),
            "broken-workbook",
            "let Excel repair it",
            id="a sheet that breaks off",
        ),
        pytest.param(
            rewrite_part(build_workbook(), r"xl/workbook.xml", lambda _: b"<x/>"),
            "broken-workbook",
            "let Excel repair it",
            id="a package that is something else",
        ),
    ],
)
def test_what_is_no_workbook_is_told_and_not_a_trace(tmp_path: Path, content: bytes, code: str, gist: str) -> None:
    (problem,) = tell(content, tmp_path)

    assert (problem.code, gist in problem.message) == (code, True)


def test_a_workbook_beside_csv_files_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("id\n", encoding="utf-8")

    (problem,) = tell(build_workbook(), tmp_path)

    assert problem.code == "two-registers"
    assert "items.csv" in problem.message


def test_a_workbook_in_another_format_is_hinted_at(tmp_path: Path) -> None:
    (tmp_path / "register.xls").write_bytes(b"old")

    (problem, _) = sorted(p for table in RegisterFiles(tmp_path).read_tables() for p in table.problems)

    assert "There is register.xls: save it as items.csv, or all of it as register.xlsx" in problem.message


def test_every_column_may_stand_anywhere(tmp_path: Path) -> None:
    turned = [tuple(reversed(row)) for row in ITEMS]
    (tmp_path / "register.xlsx").write_bytes(build_workbook({"publications": PUBLICATIONS, "items": turned}))

    items = RegisterFiles(tmp_path).read_tables()[1]

    assert items.columns == tuple(reversed(ITEM_COLUMNS))
    assert items.rows[0].values["text"] == "Do it."
