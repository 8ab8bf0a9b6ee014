"""Import: what is new is drafted, what a person wrote stays to the byte, and the same page twice changes nothing."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sync.core.normalise import normalise_register
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.core.records import DatedTo
from sync.errors import RegisterError
from sync.register.draft_files import ImportAsked, Imported, import_drafts
from sync.register.files import RegisterFiles
from tests.builders import ROOT, the_rules
from tests.register.workbooks import build_workbook

PAGES = ROOT / "tests/data/pages"
PAGE = PAGES / "thematic-current-site.html"
PUBLICATIONS = (*PUBLICATION_COLUMNS, "other_addresses", "page_date", "state")
ITEMS = (*ITEM_COLUMNS, "type", "limbs", "state")
KNOWN = {
    "id": "OLD-2020",
    "title": "Old",
    "published_on": "2020-01-01",
    "scope": "national",
    "addressed_to": "all forces",
}
KNOWN_ITEM = {"id": "OLD-2020-R1", "publication": "OLD-2020", "kind": "recommendation", "text": "Do it."}
HERE = {
    "id": "WATCH-2021",
    "title": "Keeping watch",
    "published_on": "2021-02-18",
    "scope": "national",
    "addressed_to": "all forces",
    "address": "https://www.justiceinspectorates.gov.uk/hmicfrs/publications/keeping-watch-surveillance-records",
}


def write(
    folder: Path,
    publications: list[dict[str, str]],
    items: list[dict[str, str]],
    *,
    line_end: str = "\n",
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> None:
    for name, columns, rows in (("publications", PUBLICATIONS, publications), ("items", ITEMS, items)):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", lineterminator=line_end, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))


def bring_in(folder: Path, source: Path = PAGE, **asked: object) -> Imported:
    return import_drafts(source, folder, replace(ImportAsked(), **asked))  # type: ignore[arg-type]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> list[bytes]:
    return [(folder / f"{name}.csv").read_bytes() for name in ("publications", "items")]


def change(folder: Path, name: str, edit: Callable[[str], str]) -> None:
    path = folder / f"{name}.csv"
    path.write_bytes(edit(path.read_bytes().decode()).encode())


def sentences(imported: Imported) -> str:
    return "\n".join(remark.sentence for remark in (*imported.unsure, *imported.passed_over))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, [KNOWN], [KNOWN_ITEM])
    return tmp_path


def test_a_page_becomes_draft_rows_after_those_that_are_there(folder: Path) -> None:
    before = contents(folder)

    imported = bring_in(folder)

    assert [new.startswith(old) for new, old in zip(contents(folder), before, strict=True)] == [True, True]
    publication = rows(folder, "publications")[-1]
    assert (publication["id"], publication["state"], publication["published_on"]) == (
        "KEEPING-WATCH-2021",
        "draft",
        "2021-02-18",
    )
    assert [row["id"].removeprefix("KEEPING-WATCH-2021-") for row in rows(folder, "items")[1:]] == [
        "C1",
        "R5",
        "R1",
        "R2",
        "R3",
        "R4",
    ]
    assert {row["state"] for row in rows(folder, "items")[1:]} == {"draft"}
    assert imported.counts == {"new": 7, "renewed": 0, "taken_out": 0}


def test_parents_limbs_dates_and_addressees_stand_in_their_columns(folder: Path) -> None:
    bring_in(folder)

    found = {row["id"].removeprefix("KEEPING-WATCH-2021-"): row for row in rows(folder, "items")}
    assert found["R5"]["parent"] == "KEEPING-WATCH-2021-C1"
    assert found["R5"]["limbs"].split("|")[0] == "name one owner of these records;"
    assert (found["R1"]["due_phrase"], found["R1"]["due_on"], found["R1"]["due_precision"]) == (
        "By July 2021",
        "2021-07-31",
        "month",
    )
    assert found["R3"]["addressed_to"] == "Home Office;NPCC"
    assert found["C1"]["addressed_to"] == "chief constables"
    assert found["C1"]["kind"] == "cause of concern"


def test_the_same_page_again_changes_nothing(folder: Path) -> None:
    bring_in(folder)
    once = contents(folder)

    imported = bring_in(folder)

    assert (contents(folder), imported.files) == (once, ())
    assert [row.is_new for row in imported.items] == [False] * 6


def test_a_dry_run_writes_nothing_and_says_the_same(folder: Path) -> None:
    before = contents(folder)

    planned = bring_in(folder, is_dry_run=True)
    after = contents(folder)

    assert after == before
    assert replace(planned, drafts=()) == replace(bring_in(folder), drafts=())


def test_a_page_that_changed_renews_the_drafts_of_the_import(folder: Path, tmp_path: Path) -> None:
    bring_in(folder)
    text = PAGE.read_text(encoding="utf-8").replace("by name, by place and by operation", "by name")
    (tmp_path / PAGE.name).write_text(text.replace("Recommendation 4</h3>", "Annex</h3>"), encoding="utf-8")

    imported = bring_in(folder, tmp_path / PAGE.name)

    assert imported.counts == {"new": 0, "renewed": 1, "taken_out": 1}
    texts = [row["text"] for row in rows(folder, "items")]
    assert "By July 2021, forces should test that their records can be found by name." in texts
    assert not [text for text in texts if text.startswith("Immediately")]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda text: text.replace(",draft\n", ",confirmed\n"), id="confirmed in a word"),
        pytest.param(lambda text: text.replace(",draft\n", ",\n"), id="confirmed by a blank"),
        pytest.param(
            lambda text: text.replace("By July 2021, forces", "By July 2021, all forces"), id="a draft somebody mended"
        ),
    ],
)
def test_what_a_person_confirmed_or_changed_stays(folder: Path, tmp_path: Path, edit: Callable[[str], str]) -> None:
    bring_in(folder)
    change(folder, "items", edit)
    mine = [row for row in rows(folder, "items") if row["state"] != "draft" or "all forces should" in row["text"]]
    text = PAGE.read_text(encoding="utf-8").replace("by name, by place", "by place, by name")
    (tmp_path / PAGE.name).write_text(text, encoding="utf-8")

    imported = bring_in(folder, tmp_path / PAGE.name)

    assert [row for row in rows(folder, "items") if row in mine] == mine
    assert "has the number 1 and other words" in sentences(imported)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="at an older address of the site"),
        pytest.param(
            {"address": "", "other_addresses": "https://a.example/b|" + HERE["address"]},
            id="at one of its other addresses",
        ),
        pytest.param(
            {"address": "", "title": "Keeping Watch: an inspection of surveillance records"}, id="by title and year"
        ),
    ],
)
def test_a_publication_that_is_there_keeps_its_row_and_takes_what_is_missing(
    tmp_path: Path, known: dict[str, str]
) -> None:
    item = KNOWN_ITEM | {
        "id": "WATCH-2021-R3",
        "publication": "WATCH-2021",
        "text": "as soon as possible there should be one national form for these records",
    }
    write(tmp_path, [HERE | known], [item])
    before = contents(tmp_path)

    imported = bring_in(tmp_path)

    assert contents(tmp_path)[0] == before[0]
    assert contents(tmp_path)[1].startswith(before[1])
    assert [row["id"] for row in rows(tmp_path, "items")] == [
        "WATCH-2021-R3",
        *(f"WATCH-2021-{end}" for end in ("C1", "R5", "R1", "R2", "R4")),
    ]
    assert "WATCH-2021-R3 is in the register already and stays" in sentences(imported)


def test_a_title_of_another_year_is_another_publication_and_an_id_is_given_once(tmp_path: Path) -> None:
    taken = HERE | {"id": "KEEPING-WATCH-2021", "address": "", "title": "Something else"}
    write(tmp_path, [taken], [])

    bring_in(tmp_path)

    assert [row["id"] for row in rows(tmp_path, "publications")] == ["KEEPING-WATCH-2021", "KEEPING-WATCH-2021-2"]


def test_the_same_words_in_another_publication_are_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        [KNOWN],
        [KNOWN_ITEM | {"text": "As soon as possible, there should be one national form for these records."}],
    )

    assert "has the same words as OLD-2020-R1 of another publication" in sentences(bring_in(tmp_path))


@pytest.mark.parametrize(
    ("line_end", "delimiter", "encoding"),
    [
        pytest.param("\r\n", ",", "utf-8-sig", id="as Excel saves it"),
        pytest.param("\r\n", ";", "utf-8-sig", id="with semicolons"),
        pytest.param("\n", "\t", "utf-8", id="with tabs"),
    ],
)
def test_the_form_of_the_file_is_kept(tmp_path: Path, line_end: str, delimiter: str, encoding: str) -> None:
    write(tmp_path, [KNOWN], [KNOWN_ITEM], line_end=line_end, delimiter=delimiter, encoding=encoding)
    before = contents(tmp_path)

    bring_in(tmp_path)

    after = contents(tmp_path)[0]
    added = after.removeprefix(before[0]).decode()
    assert after.startswith(before[0])
    assert added.endswith(line_end)
    assert added.count(delimiter) >= len(PUBLICATIONS) - 1
    assert bring_in(tmp_path).files == ()


def test_columns_that_drafts_need_are_added_on_the_right_and_every_row_stays(tmp_path: Path) -> None:
    for name in ("publications", "items"):
        (tmp_path / f"{name}.csv").write_bytes((ROOT / f"mappings/register/{name}.csv").read_bytes())
    before = [rows(tmp_path, name) for name in ("publications", "items")]

    bring_in(tmp_path)

    for name, old in zip(("publications", "items"), before, strict=True):
        new = rows(tmp_path, name)
        assert "state" in new[0]
        assert [{column: row[column] for column in old[0]} for row in new[: len(old)]] == old


def test_files_are_begun_where_there_are_none(tmp_path: Path) -> None:
    bring_in(tmp_path, into=tmp_path / "drafts")

    assert len(rows(tmp_path / "drafts", "items")) == 6


def test_the_rows_above_the_heading_and_a_last_line_without_end_are_kept(tmp_path: Path) -> None:
    write(tmp_path, [KNOWN], [KNOWN_ITEM])
    change(tmp_path, "items", lambda text: "\n" + text.removesuffix("\n"))
    before = contents(tmp_path)[1]

    bring_in(tmp_path)

    assert contents(tmp_path)[1].startswith(before + b"\n")


def broken(name: str, edit: Callable[[str], str]) -> Callable[[Path], None]:
    return lambda folder: change(folder, name, edit)


def as_workbook(folder: Path) -> None:
    for name in ("publications", "items"):
        (folder / f"{name}.csv").unlink()
    (folder / "register.xlsx").write_bytes(build_workbook())


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(
            broken("items", lambda text: text.replace("due_phrase", "due")), "cannot-extend", id="a column is missing"
        ),
        pytest.param(broken("items", lambda text: text + "A,B\n"), "wrong-width", id="a row is short"),
        pytest.param(broken("items", lambda text: text + '"A'), "not-csv", id="a quote is open"),
        pytest.param(broken("publications", lambda _: "\n"), "empty-register", id="nothing is in it"),
        pytest.param(lambda folder: (folder / "items.csv").unlink(), "cannot-extend", id="one of the two is missing"),
        pytest.param(
            lambda folder: (folder / "items.csv").write_bytes(b"id\n\xe9\n"), "not-utf-8", id="another encoding"
        ),
        pytest.param(as_workbook, "cannot-extend", id="the register is a workbook"),
    ],
)
def test_a_register_that_cannot_be_extended_is_refused_and_left_alone(
    folder: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(RegisterError) as caught:
        bring_in(folder)

    assert code in {problem.code for problem in caught.value.problems}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(
            "<p>Recommendation 1: forces should act.</p>", {"no-title", "no-date"}, id="neither title nor date"
        ),
        pytest.param("<h1>T</h1>", {"no-date"}, id="no date"),
        pytest.param(None, {"missing-file"}, id="no file"),
    ],
)
def test_a_page_that_makes_no_row_is_told(folder: Path, content: str | None, code: set[str]) -> None:
    source = folder / "page.html"
    if content is not None:
        source.write_text(content, encoding="utf-8")

    with pytest.raises(RegisterError) as caught:
        bring_in(folder, source)

    assert {problem.code for problem in caught.value.problems} == code


def test_what_the_administrator_says_goes_before_what_the_page_says(folder: Path) -> None:
    bring_in(folder, title="Watching", published=DatedTo(date(2019, 4, 2)), address="https://a.example/watching")

    row = rows(folder, "publications")[-1]
    assert (row["id"], row["title"], row["address"]) == ("WATCHING-2019", "Watching", "https://a.example/watching")
    assert (row["published_on"], row["page_date"]) == ("2019-04-02", "2021-02-18")
    assert {row["due_on"] for row in rows(folder, "items")} >= {"2019-07-02"}


def test_nothing_is_left_beside_the_files(folder: Path) -> None:
    bring_in(folder)

    assert sorted(path.name for path in folder.iterdir()) == ["items.csv", "publications.csv"]


def test_a_wording_that_would_be_a_formula_is_not_written_as_one(folder: Path, tmp_path: Path) -> None:
    page = "<h1>T</h1><p>Published on: 1 June 2021</p><h3>Recommendation 1</h3><p>=HYPERLINK(1) should go.</p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")

    bring_in(folder, tmp_path / "page.html")

    assert rows(folder, "items")[-1]["text"] == "'=HYPERLINK(1) should go."
    register = normalise_register(*RegisterFiles(folder).read_tables())
    assert [*register.items.values()][-1].text == "=HYPERLINK(1) should go."


@pytest.mark.parametrize("page", sorted(path.name for path in PAGES.iterdir()))
def test_the_register_holds_with_the_drafts_in_it_and_wants_none_of_them(tmp_path: Path, page: str) -> None:
    for name in ("publications", "items"):
        (tmp_path / f"{name}.csv").write_bytes((ROOT / f"mappings/register/{name}.csv").read_bytes())

    imported = bring_in(tmp_path, PAGES / page)

    register = normalise_register(*RegisterFiles(tmp_path).read_tables(), the_rules().register)
    drafted = {row.values["id"] for row in imported.items}
    drafts = [item for item in register.items.values() if item.id in drafted]
    assert len(drafts) == len(imported.items)
    assert [item.id for item in drafts if item.is_wanted] == []
