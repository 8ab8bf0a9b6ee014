"""A row's page: all its columns, what became of it, and the way back to where it was opened from."""

import json

import pytest

from sync.emulator.store import kinds
from sync.emulator.store.lists import update_list
from tests.emulator.pages.markup import Element
from tests.emulator.pages.visitor import Visitor, a_choice, a_column, a_day


def read_fields(main: Element) -> dict[str, str]:
    pieces = [piece for fields in main.find_all("dl", class_="fields") for piece in fields.children]
    return {name.text: value.text for name, value in zip(pieces[::2], pieces[1::2], strict=True)}


def test_a_row_shows_all_its_columns_with_dates_in_words(visitor: Visitor) -> None:
    sheet = visitor.add_list(
        a_day("Due"), a_column("Seen", kinds.DATE_TIME), a_column("Body", kinds.NOTE, RichText=True), a_column("Empty")
    )
    visitor.add_row(
        sheet,
        Title="a row",
        Due="2021-06-22T23:00:00Z",
        Seen="2021-06-23T10:30:00Z",
        Body="<div>One<br>two</div>",
    )

    main = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").main

    assert main.find("h1").text == "a row"
    assert read_fields(main) == {
        "Title": "a row",
        "Due": "23 June 2021",
        "Seen": "23 June 2021 at 11:30",
        "Body": "One\ntwo",
        "Empty": "–",
    }
    assert "Created 23 June 2021 at 12:00 by SharePoint App." in main.find("p", class_="stamp").text


@pytest.mark.parametrize("query", ["?ID=99", "?ID=x", "", "?ID=-1", "?ID=999999999999999999999"])
def test_a_row_that_is_not_there_has_no_page(visitor: Visitor, query: str) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet)

    for page in ("DispForm.aspx", "EditForm.aspx"):
        assert visitor.get(f"{sheet.list.folder}/{page}{query}").status == 404


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("/sites/hmicfrs/Lists/X/Open.aspx?FilterField1=A%26", "/sites/hmicfrs/Lists/X/Open.aspx?FilterField1=A&"),
        ("https%3A%2F%2Fevil.example%2F", None),
        ("%2F%2Fevil.example%2Fsites%2Fhmicfrs%2F", None),
        ("javascript%3Aalert(1)", None),
        ("/sites/hmicfrs/../../evil", None),
    ],
)
def test_the_way_back_stays_on_the_site(visitor: Visitor, source: str, back: str | None) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet)

    main = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1&Source={source}").main

    links = main.find("div", class_="commands").find_all("a")
    assert links[1]["href"] == (back or f"{sheet.list.folder}/AllItems.aspx".replace(" ", "%20"))


def test_the_history_says_who_changed_what_and_when(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_choice("Status", "Open", "Closed"), EnableVersioning=True)
    visitor.add_row(sheet, Title="a", Status="Open")
    visitor.change_row(sheet, 1, visitor.add_person("Head of Custody").id, Status="Closed")

    history = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").main.find("details", class_="history")

    newest, first = history.find("ol").children
    assert "by Head of Custody" in newest.text
    assert [newest.find("dt").text, newest.find("del").text, newest.find("ins").text] == ["Status", "Open", "Closed"]
    assert "Version 1.0" in first.text


def test_deleting_a_row_puts_it_in_the_recycle_bin_and_leads_back(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet, Title="gone soon")
    reply = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1")
    form = reply.main.find("details", class_="removal").find("form")

    answer = visitor.post(form["action"], form.list_inputs())

    assert answer.status == 303
    assert visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").status == 404
    assert "gone soon" in visitor.get("/sites/hmicfrs/_layouts/15/RecycleBin.aspx").main.text


def test_a_form_has_the_header_and_the_sections_of_its_formatting(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Status"), a_column("Board"), a_column("Lead"))
    visitor.add_row(sheet, Title="a", Status="Open")
    look = {
        "headerJSONFormatter": {"elmType": "div", "txtContent": "='Status: ' + [$Status]"},
        "footerJSONFormatter": "",
        "bodyJSONFormatter": {
            "sections": [
                {"displayname": "Who", "fields": ["Board", "Lead"]},
                {"displayname": "What", "fields": ["Title"]},
            ]
        },
    }
    update_list(visitor.store, sheet.list, None, {"ClientFormCustomFormatter": json.dumps(look)})

    main = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").main

    assert main.find(class_="form-part").text == "Status: Open"
    sections = main.find_all("section", class_="section")
    assert [(part.find("h2").text, [term.text for term in part.find_all("dt")]) for part in sections] == [
        ("Who", ["Board", "Lead"]),
        ("What", ["Title", "Status"]),
    ]


@pytest.mark.parametrize("look", ["{", '{"headerJSONFormatter": {"elmType": "blink"}}', '{"bodyJSONFormatter": "["}'])
def test_a_forms_formatting_that_is_not_known_is_noted(visitor: Visitor, look: str) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet, Title="a")
    update_list(visitor.store, sheet.list, None, {"ClientFormCustomFormatter": look})

    main = visitor.get(f"{sheet.list.folder}/DispForm.aspx?ID=1").main

    assert read_fields(main) == {"Title": "a"}
    assert main.has("aside", class_="notes")
