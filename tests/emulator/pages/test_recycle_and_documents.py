"""The recycle bin gives back what it holds; libraries show their folders and hand out their documents as files."""

import pytest

from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import add_folder, save_file
from sync.emulator.store.items import Stamp, recycle_item
from sync.emulator.store.lists import recycle_list
from sync.emulator.store.users import APP_ID
from tests.emulator.pages.visitor import Reply, Visitor, read_table

BIN = "/sites/hmicfrs/_layouts/15/RecycleBin.aspx"
STAMP = Stamp(APP_ID)


def restore(visitor: Visitor, page: Reply) -> Reply:
    return visitor.post(BIN, page.main.find("form").list_inputs())


def test_an_empty_bin_says_so(visitor: Visitor) -> None:
    assert "The recycle bin is empty." in visitor.get(BIN).main.text


def test_what_was_deleted_is_there_with_who_and_when(visitor: Visitor) -> None:
    sheet = visitor.add_list(title="Gaps")
    visitor.add_row(sheet, Title="a gap")
    recycle_item(sheet, 1, visitor.add_person("Head of Custody").id)

    row = read_table(visitor.get(BIN).main)[0]

    assert row == ["a gap", "Row", "Gaps", "23/06/2021 12:00", "Head of Custody", "Restore a gap"]


def test_a_row_is_brought_back(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet, Title="a gap")
    recycle_item(sheet, 1, APP_ID)

    answer = restore(visitor, visitor.get(BIN))

    assert answer.status == 303
    assert "Brought back" in visitor.get(answer.headers["Location"]).main.find(class_="success").text
    assert visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").status == 200


def test_a_list_is_brought_back(visitor: Visitor) -> None:
    sheet = visitor.add_list(title="Gaps")
    recycle_list(visitor.store, sheet.list, APP_ID)
    assert visitor.get("/sites/hmicfrs/Lists/Gaps/AllItems.aspx").status == 404

    restore(visitor, visitor.get(BIN))

    assert visitor.get("/sites/hmicfrs/Lists/Gaps/AllItems.aspx").status == 200


def test_what_cannot_be_brought_back_says_why(visitor: Visitor) -> None:
    sheet = visitor.add_list(title="Gaps")
    visitor.add_row(sheet, Title="a gap")
    recycle_item(sheet, 1, APP_ID)
    page = visitor.get(BIN)
    recycle_list(visitor.store, sheet.list, APP_ID)

    reply = restore(visitor, page)

    assert reply.status == 409
    assert "Restore the list" in reply.main.find(class_="error").text


def test_what_is_gone_from_the_bin_is_told(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet)
    recycle_item(sheet, 1, APP_ID)
    page = visitor.get(BIN)
    restore(visitor, page)

    assert "no longer in the recycle bin" in restore(visitor, page).main.text


@pytest.fixture
def library(visitor: Visitor) -> Sheet:
    library = visitor.add_list(title="Documents", BaseTemplate=101)
    root = library.list.folder
    add_folder(library, root, "Reports", STAMP)
    save_file(library, f"{root}/Board ünd paper.docx", b"PK-report", STAMP, overwrites=False)
    save_file(library, f"{root}/page.html", b"<script>alert(1)</script>", STAMP, overwrites=False)
    save_file(library, f"{root}/Reports/inner.csv", b"a,b", STAMP, overwrites=False)
    return visitor.open(library.list.id)


def test_a_library_shows_what_is_in_its_folder_and_leads_into_folders(visitor: Visitor, library: Sheet) -> None:
    main = visitor.get(f"{library.list.folder}/Forms/AllItems.aspx").main

    names = main.find("tbody").find_all("a", class_="title")
    assert sorted(name.text for name in names) == ["Board ünd paper.docx", "Reports", "page.html"]
    into = next(name for name in names if name.text == "Reports")
    inside = visitor.get(into["href"]).main
    assert [name.text for name in inside.find("tbody").find_all("a", class_="title")] == ["inner.csv"]
    assert [step.text for step in inside.find("nav", class_="path").find_all("a")] == ["Documents", "Reports"]


def test_a_document_is_handed_out_as_a_file(visitor: Visitor, library: Sheet) -> None:
    main = visitor.get(f"{library.list.folder}/Forms/AllItems.aspx").main
    link = next(name for name in main.find_all("a", class_="title") if "paper" in name.text)

    reply = visitor.get(link["href"].replace("%C3%BC", "ü"))

    assert (reply.status, reply.text) == (200, "PK-report")
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=\"Board _nd paper.docx\"; filename*=UTF-8''Board%20%C3%BCnd%20paper.docx"
    )


def test_a_page_in_a_library_is_never_shown(visitor: Visitor, library: Sheet) -> None:
    reply = visitor.get(f"{library.list.folder}/page.html")

    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("path", ["nope.docx", "Reports", "../../x", "Forms/nope.aspx", "Reports/../page.html"])
def test_what_is_no_document_has_no_page(visitor: Visitor, library: Sheet, path: str) -> None:
    assert visitor.get(f"{library.list.folder}/{path}").status == 404


@pytest.mark.parametrize("folder", ["/sites/hmicfrs/Nope", "/etc", "/sites/hmicfrs/Documents/Nope", ""])
def test_a_folder_that_is_not_there_opens_the_library_itself(visitor: Visitor, library: Sheet, folder: str) -> None:
    main = visitor.get(f"{library.list.folder}/Forms/AllItems.aspx?id={folder}").main

    assert len(main.find("tbody").find_all("tr")) == 3
