"""What an import writes, the register can be read with: no page's words become a formula, a blank or a broken row."""

import csv
from html import escape
from pathlib import Path

import pytest

from sync.core.normalise import normalise_register
from sync.core.text import disarm_cell, plain_text
from sync.errors import RegisterError
from sync.register.draft_files import ImportAsked, Imported, import_drafts
from sync.register.files import RegisterFiles


def bring_in(folder: Path, *, title: str = "A report", body: str, asked: ImportAsked | None = None) -> Imported:
    page = folder / "page.html"
    head = f"<main><h1>{title}</h1><p>Published on: 14 October 2022</p><h2>Recommendations</h2>"
    page.write_text(f"{head}{body}</main>", encoding="utf-8")
    return import_drafts(page, folder / "register", asked or ImportAsked())


def column(folder: Path, table: str, name: str) -> list[str]:
    with (folder / "register" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


GOOD = "<p>Forces should do the work properly.</p>"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        pytest.param("=1+1", "=1+1", id="a formula"),
        pytest.param('=HYPERLINK("https://example.org")', '=HYPERLINK("https://example.org")', id="a function"),
        pytest.param("@SUM(1)", "@SUM(1)", id="a function of old spreadsheets"),
        pytest.param(
            "&amp;lt;b&amp;gt;A report&amp;lt;/b&amp;gt;", "A report", id="markup written as text, twice over"
        ),
        pytest.param("Police’s R&amp;D – part 2", "Police’s R&D – part 2", id="nothing to tidy, to the letter"),
    ],
)
def test_a_title_is_written_so_that_the_register_reads_it(tmp_path: Path, title: str, written: str) -> None:
    bring_in(tmp_path, title=title, body=GOOD)

    register = normalise_register(*RegisterFiles(tmp_path / "register").read_tables())
    assert [publication.title for publication in register.publications.values()] == [plain_text(written)]
    assert column(tmp_path, "publications", "title") == [disarm_cell(written)]


@pytest.mark.parametrize("title", ["#REF!", "####", "&lt;style&gt;abc&lt;/style&gt;"])
def test_a_title_that_no_cell_can_hold_is_asked_for(tmp_path: Path, title: str) -> None:
    with pytest.raises(RegisterError, match="Say so with --title"):
        bring_in(tmp_path, title=title, body=GOOD)

    assert not (tmp_path / "register").exists()


@pytest.mark.parametrize("text", ["#REF!", "<style>The force should do it.</style>", "####"])
def test_an_item_that_no_cell_can_hold_is_told_and_left_out(tmp_path: Path, text: str) -> None:
    imported = bring_in(tmp_path, body=f"<h3>Recommendation 1</h3><p>{escape(text)}</p><h3>Recommendation 2</h3>{GOOD}")

    assert column(tmp_path, "items", "text") == ["Forces should do the work properly."]
    assert "nothing was drafted for it" in "\n".join(remark.sentence for remark in imported.unsure)
    normalise_register(*RegisterFiles(tmp_path / "register").read_tables())


def test_a_recommendation_keeps_its_cause_of_concern_when_an_item_before_it_is_left_out(tmp_path: Path) -> None:
    before = "<h3>Area for improvement</h3><p>#REF!</p>"
    concern = "<h3>Cause of concern</h3><p>Cells are cold.</p><h4>Recommendation 1</h4><p>Forces should heat cells.</p>"

    bring_in(tmp_path, body=before + concern)

    assert dict(zip(column(tmp_path, "items", "id"), column(tmp_path, "items", "parent"), strict=True)) == {
        "PUBLICATION-2022-C1": "",
        "PUBLICATION-2022-R1": "PUBLICATION-2022-C1",
    }


def test_a_page_that_would_break_the_register_is_refused_by_name_and_nothing_is_written(tmp_path: Path) -> None:
    bring_in(tmp_path, body=GOOD)
    before = [path.read_bytes() for path in sorted((tmp_path / "register").iterdir())]

    with pytest.raises(RegisterError) as caught:
        bring_in(tmp_path, title="Another", body=f"<p>Forces should {'act and ' * 15_000}.</p>")

    [problem] = caught.value.problems
    assert (Path(problem.file).name, problem.code, problem.where) == ("page.html", "too-long", "items.csv › text")
    assert [path.read_bytes() for path in sorted((tmp_path / "register").iterdir())] == before


def test_a_mistake_that_the_register_has_already_stops_no_import(tmp_path: Path) -> None:
    bring_in(tmp_path, body=GOOD)
    path = tmp_path / "register" / "publications.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2022-10-14", "one day"), encoding="utf-8")

    imported = bring_in(tmp_path, title="Another", body="<p>Forces should do more.</p>")

    assert imported.counts["new"] == 2
