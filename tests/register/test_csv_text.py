"""A CSV file as text: whatever is not touched stays as it is, to the byte, in any writing."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from sync.register.csv_file import find_delimiter, split_records
from sync.register.csv_text import CsvText

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)
NUMBERS = st.integers(0, 5)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of three columns as any program may have written it."""
    delimiter = draw(st.sampled_from(",;\t"))
    text = io.StringIO()
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    dialect = draw(st.sampled_from(["excel", "unix"]))  # the second puts every cell into quotes
    writer = csv.writer(text, dialect=dialect, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["id", "text", "other"])
    for row in draw(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5)):
        writer.writerow([f"x{row[0]}", *(cell.lstrip("=#") for cell in row[1:])])
    written = text.getvalue() if draw(st.booleans()) else text.getvalue().rstrip("\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + written.encode()


@given(files())
def test_a_file_that_nothing_is_done_to_is_itself(content: bytes) -> None:
    assert CsvText("items.csv", content, ["id"]).write({}, [], []) == content


@given(files(), CELLS)
def test_a_row_is_added_and_the_rest_stays(content: bytes, text: str) -> None:
    before = CsvText("items.csv", content, ["id"])

    after = before.write({}, [{"id": "NEW", "text": text}], [])

    assert after.startswith(content)
    added = [*CsvText("items.csv", after.replace(b"=", b"").replace(b"#", b""), ["id"]).rows][-1]
    assert added.values["id"] == "NEW"


@given(files(), NUMBERS)
def test_a_row_is_taken_out_and_the_others_stay(content: bytes, number: int) -> None:
    text = CsvText("items.csv", content, ["id"])
    rows = list(text.rows)
    if not rows:
        return
    gone = rows[number % len(rows)]

    left = CsvText("items.csv", text.write({gone.record.line: None}, [], []), ["id"])

    assert [row.values for row in left.rows] == [row.values for row in rows if row is not gone]


@given(files())
def test_a_column_is_added_and_every_value_stays(content: bytes) -> None:
    text = CsvText("items.csv", content, ["id"])

    wider = CsvText("items.csv", text.write({}, [], ["state"]), ["id"])

    assert wider.columns == ("id", "text", "other", "state")
    assert [{**row.values, "state": ""} for row in text.rows] == [dict(row.values) for row in wider.rows]


@given(files())
def test_the_records_of_a_text_are_the_text(content: bytes) -> None:
    text = content.decode("utf-8-sig")

    assert "".join(record.raw for record in split_records("items.csv", text, [])) == text
    assert find_delimiter(text) in ",;\t"


@given(st.sampled_from(["=", "+", "-", "@", "\t", "'=", "''-"]), CELLS)
def test_no_cell_that_is_written_is_taken_for_a_formula_and_all_are_read_as_they_were(sign: str, text: str) -> None:
    said = sign + text.strip()

    written = CsvText("items.csv", b"id,text\n", ["id"]).write({}, [{"id": "NEW", "text": said}], [])

    row = list(csv.reader(io.StringIO(written.decode(), newline="")))[-1]
    read = list(CsvText("items.csv", written, ["id"]).rows)[-1]
    assert row[1].startswith("'")
    assert read.values["text"] == "\n".join(said.splitlines())
