"""A list's page: its views at their addresses, their queries, sorting, turning pages, and what every value looks like."""

import json

import pytest

from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import update_field
from tests.emulator.pages.markup import Element
from tests.emulator.pages.visitor import Visitor, a_choice, a_column, a_day, read_column, read_table

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def heads(main: Element) -> list[str]:
    return [head.text for head in main.find("thead").find_all("th")]


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    sheet = visitor.add_list(
        a_choice("Status", "Open", "Closed"), a_column("Count", kinds.NUMBER), title="HMICFRS Gaps"
    )
    for title, status, count in (("b", "Open", 10), ("a", "Closed", 9), ("c", "Open", 100), ("d", None, None)):
        visitor.add_row(sheet, Title=title, Status=status, Count=count)
    return sheet


def test_a_list_is_where_sharepoint_has_it(visitor: Visitor, sheet: Sheet) -> None:
    reply = visitor.get("/sites/hmicfrs/Lists/HMICFRS%20Gaps/AllItems.aspx")

    assert reply.status == 200
    assert reply.main.find("h1").text == sheet.list.title
    assert read_column(reply.main) == ["b", "a", "c", "d"]


@pytest.mark.parametrize(
    "address",
    [
        "/sites/hmicfrs/Lists/HMICFRS%20Gaps/Open%20gaps.aspx",
        "/SITES/hmicfrs/lists/hmicfrs%20gaps/open%20GAPS.ASPX",
        "/sites/hmicfrs/Lists/HMICFRS%20Gaps/AllItems.aspx?viewid=ID",
        "/sites/hmicfrs/Lists/HMICFRS%20Gaps/AllItems.aspx?viewid=%7BID%7D",
    ],
)
def test_a_view_has_its_title_or_its_id_for_an_address(visitor: Visitor, sheet: Sheet, address: str) -> None:
    view = visitor.add_view(sheet, "Status", "LinkTitle", title="Open gaps")

    reply = visitor.get(address.replace("ID", view.id))

    assert reply.status == 200
    assert heads(reply.main) == ["Status", "Title"]
    assert reply.main.find("nav", class_="views").find("a", aria_current="page").text == "Open gaps"


@pytest.mark.parametrize("page", ["Nope.aspx", "AllItems.aspx?viewid=00000000-0000-0000-0000-000000000000"])
def test_a_view_that_is_not_there_has_no_page(visitor: Visitor, sheet: Sheet, page: str) -> None:
    assert visitor.get(f"{sheet.list.folder}/{page}".replace(" ", "%20")).status == 404


def test_a_lists_own_address_opens_its_default_view(visitor: Visitor, sheet: Sheet) -> None:
    visitor.add_view(sheet, title="Open gaps", DefaultView=True)

    for address in (sheet.list.folder, f"{sheet.list.folder}/"):
        assert visitor.get(address.replace(" ", "%20")).headers["Location"].endswith("/Open%20gaps.aspx")


def test_the_navigation_opens_each_list_at_its_default_view(visitor: Visitor, sheet: Sheet) -> None:
    visitor.add_view(sheet, title="Open gaps", DefaultView=True)

    links = visitor.get("/sites/hmicfrs/").page.find("nav", class_="lists").find_all("a")

    assert [link.text for link in links] == ["Home", "HMICFRS Gaps", "Recycle bin"]
    assert links[1]["href"].endswith("/Open%20gaps.aspx")


def test_a_view_shows_the_rows_of_its_query_in_its_order(visitor: Visitor, sheet: Sheet) -> None:
    query = (
        '<Where><Eq><FieldRef Name="Status"/><Value Type="Choice">Open</Value></Eq></Where>'
        '<OrderBy><FieldRef Name="Count" Ascending="FALSE"/></OrderBy>'
    )
    view = visitor.add_view(sheet, "LinkTitle", "Count", ViewQuery=query)

    assert read_table(visitor.look(sheet, view).main) == [["c", "100"], ["b", "10"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("sortField=LinkTitle&isAscending=true", ["a", "b", "c", "d"], id="rising"),
        pytest.param("sortField=Title&isAscending=false", ["d", "c", "b", "a"], id="falling"),
        pytest.param("SortField=Count&SortDir=Asc", ["d", "a", "b", "c"], id="classic, numbers as numbers"),
        pytest.param("SortField=Count&SortDir=Desc", ["c", "b", "a", "d"], id="classic, falling"),
        pytest.param("sortField=Nope&isAscending=true", ["b", "a", "c", "d"], id="a column that is not there"),
        pytest.param("sortField=", ["b", "a", "c", "d"], id="no column"),
    ],
)
def test_the_address_sorts(visitor: Visitor, sheet: Sheet, query: str, expected: list[str]) -> None:
    assert read_column(visitor.look(sheet, query=query).main) == expected


def test_a_heading_sorts_and_turns_the_sort_round(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", "Count")

    plain = visitor.look(sheet, view).main.find("thead").find_all("th")[1]
    risen = visitor.get(plain.find("a")["href"]).main.find("thead").find_all("th")[1]
    fallen = visitor.get(risen.find("a")["href"]).main.find("thead").find_all("th")[1]

    assert "aria-sort" not in plain
    assert (risen["aria-sort"], fallen["aria-sort"]) == ("ascending", "descending")


def test_a_column_that_cannot_be_sorted_by_has_no_such_link(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Body", kinds.NOTE))
    visitor.add_row(sheet, Title="x", Body="y")
    view = visitor.add_view(sheet, "Body")

    head = visitor.look(sheet, view).main.find("thead")

    assert not head.has("a", class_="sort")
    assert head.has("a", class_="by")


def test_a_sort_keeps_the_filter_and_a_filter_the_sort(visitor: Visitor, sheet: Sheet) -> None:
    main = visitor.look(sheet, query="FilterField1=Status&FilterValue1=Open&sortField=Title&isAscending=false").main

    assert read_column(main) == ["c", "b"]
    assert "FilterField1=Status" in main.find("thead").find("a")["href"]
    assert "sortField=LinkTitle" in main.find("ul", class_="chips").find("a")["href"]
    kept = dict(main.find("details", class_="tools").list_inputs())
    assert (kept["FilterField1"], kept["sortField"], kept["isAscending"]) == ("Status", "LinkTitle", "false")


def test_pages_are_turned_in_steps_of_the_row_limit(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    for number in range(1, 8):
        visitor.add_row(sheet, Title=f"row {number}")
    view = visitor.add_view(sheet, RowLimit=3)

    first = visitor.look(sheet, view).main
    second = visitor.get(first.find("nav", class_="turns").find("a")["href"]).main
    third = visitor.get(second.find("nav", class_="turns").find_all("a")[1]["href"]).main

    assert [read_column(page) for page in (first, second, third)] == [
        ["row 1", "row 2", "row 3"],
        ["row 4", "row 5", "row 6"],
        ["row 7"],
    ]
    assert first.find(class_="count").text == "Rows 1 to 3 of 7"
    assert [link.text for link in third.find("nav", class_="turns").find_all("a")] == ["Previous page"]


def test_pages_of_a_sorted_list_follow_each_other(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    for number in range(1, 6):
        visitor.add_row(sheet, Title=f"row {number}")
    view = visitor.add_view(
        sheet, RowLimit=2, ViewQuery='<OrderBy><FieldRef Name="Title" Ascending="FALSE"/></OrderBy>'
    )

    pages = [read_column(visitor.look(sheet, view, f"Paged=TRUE&PageFirstRow={first}").main) for first in (1, 3, 5)]

    assert pages == [["row 5", "row 4"], ["row 3", "row 2"], ["row 1"]]


@pytest.mark.parametrize("direction", ["TRUE", "FALSE"])
def test_newest_first_needs_no_reading_of_the_whole_list(visitor: Visitor, direction: str) -> None:
    sheet = visitor.add_list()
    for number in range(1, 4):
        visitor.add_row(sheet, Title=f"row {number}")
    view = visitor.add_view(sheet, ViewQuery=f'<OrderBy><FieldRef Name="ID" Ascending="{direction}"/></OrderBy>')

    expected = ["row 1", "row 2", "row 3"]
    assert read_column(visitor.look(sheet, view).main) == (expected if direction == "TRUE" else expected[::-1])


def test_the_title_column_has_its_own_name_and_leads_to_the_item(visitor: Visitor) -> None:
    sheet = visitor.add_list()
    visitor.add_row(sheet, Title="a gap")
    title = next(field for field in sheet.fields if field.internal_name == "Title")

    update_field(visitor.store, title, "Gap", {})
    main = visitor.look(sheet).main

    assert heads(main) == ["Gap"]
    link = main.find("tbody").find("a")
    assert (link.text, "DispForm.aspx?ID=1" in link["href"]) == ("a gap", True)
    assert visitor.get(link["href"]).status == 200


def test_every_kind_of_value_is_shown_as_people_read_it(visitor: Visitor) -> None:
    boards = visitor.add_list(title="Boards")
    board = visitor.add_row(boards, Title="Operational")
    lead, other = visitor.add_person("Head of Custody"), visitor.add_person("Head of Crime")
    sheet = visitor.add_list(
        a_column("Count", kinds.NUMBER),
        a_column("Share", kinds.NUMBER, ShowAsPercentage=True, DisplayFormat=1),
        a_column("Done", kinds.BOOLEAN),
        a_day("Due"),
        a_column("Seen", kinds.DATE_TIME),
        a_column("Lead", kinds.USER),
        a_column("Leads", kinds.USER, AllowMultipleValues=True),
        a_column("Board", kinds.LOOKUP, LookupList=boards.list.id, LookupField="Title"),
        a_column("Tags", kinds.MULTI_CHOICE),
        a_column("Proof", kinds.URL),
        a_column("Body", kinds.NOTE, RichText=True),
    )
    visitor.add_row(
        sheet,
        Count=1234.5,
        Share=0.256,
        Done=False,
        Due="2021-06-22T23:00:00Z",
        Seen="2021-12-01T14:05:00Z",
        LeadId=lead.id,
        LeadsId=[lead.id, other.id],
        BoardId=board.id,
        Tags=["a", "b"],
        Proof={"Url": "https://force.example/e", "Description": "Evidence"},
        Body="<p>One</p><p>Two <b>bold</b></p>",
    )
    names = ["Count", "Share", "Done", "Due", "Seen", "Lead", "Leads", "Board", "Tags", "Proof", "Body"]
    main = visitor.look(sheet, visitor.add_view(sheet, *names)).main

    assert read_table(main) == [
        [
            "1234.5",
            "25.6%",
            "No",
            "23/06/2021",
            "01/12/2021 14:05",
            "Head of Custody",
            "Head of Custody; Head of Crime",
            "Operational",
            "ab",
            "Evidence",
            "One\nTwo bold",
        ]
    ]
    assert main.find("tbody").find("time")["datetime"] == "2021-06-23"
    assert main.find("tbody").find("a")["href"] == "https://force.example/e"
    assert [cell.classes[0] for cell in main.find("tbody").find_all("td")][:4] == ["number", "number", "text", "date"]


def test_script_in_any_value_stays_text(visitor: Visitor) -> None:
    sheet = visitor.add_list(
        a_column("Body", kinds.NOTE, RichText=True, title=f"{EVIL}1"),
        a_column("Plain", kinds.NOTE, title=f"{EVIL}2"),
        a_choice("Pick", EVIL, Description=EVIL),
        a_column("Proof", kinds.URL),
        a_column("Many", kinds.MULTI_CHOICE, Choices=[EVIL]),
        a_column("Lead", kinds.USER),
        title="List <b>",
        Description=EVIL,
    )
    person = visitor.add_person(EVIL)
    visitor.add_row(
        sheet,
        Title=EVIL,
        Body=f"<p>x</p>{EVIL}",
        Plain=EVIL,
        Pick=EVIL,
        Proof={"Url": f"https://x.example/{EVIL}", "Description": EVIL},
        Many=[EVIL],
        LeadId=person.id,
    )
    visitor.add_row(sheet, Title="y", Proof={"Url": "javascript:alert(1)", "Description": "click"})
    names = ("LinkTitle", "Body", "Plain", "Pick", "Proof", "Many", "Lead")
    view = visitor.add_view(sheet, *names, title=EVIL.replace("/", ""))
    grouped = '<GroupBy><FieldRef Name="Pick"/></GroupBy>'
    folder = sheet.list.folder.replace(" ", "%20")
    addresses = [
        f"{folder}/AllItems.aspx?viewid={view.id}",
        f"{folder}/AllItems.aspx?viewid={visitor.add_view(sheet, *names, ViewQuery=grouped).id}",
        f"{folder}/AllItems.aspx?ShowFilter=Pick&FilterField1=Pick&FilterValue1=%3Cscript%3E",
        f"{folder}/AllItems.aspx?FilterField1=%3Cscript%3E&FilterValue1=x",
        f"{folder}/DispForm.aspx?ID=1&Source=javascript:alert(1)",
        f"{folder}/EditForm.aspx?ID=1",
        f"{folder}/NewForm.aspx",
        "/sites/hmicfrs/",
        "/sites/hmicfrs/%3Cscript%3E",
    ]

    for address in addresses:
        page = visitor.get(address).page
        assert not page.has("script")
        assert not page.has("img")
        for element in page.walk():
            assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
            assert not element.attributes.get("href", "").lower().startswith("javascript")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("<Where><Nope/></Where>", id="an element that is not known"),
        pytest.param("<Where>", id="XML that is none"),
        pytest.param('<Where><Eq><FieldRef Name="Gone"/><Value>1</Value></Eq></Where>', id="a column that is gone"),
    ],
)
def test_a_view_that_cannot_be_read_is_told_and_never_an_error(visitor: Visitor, sheet: Sheet, query: str) -> None:
    reply = visitor.look(sheet, visitor.add_view(sheet, ViewQuery=query))

    assert reply.status == 200
    assert "SharePoint would not show this view" in reply.main.find(class_="warning").text
    assert not reply.main.has("table")


def test_a_view_that_has_a_column_twice_shows_it_twice_as_sharepoint_does(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", "Count", "Count")

    assert heads(visitor.look(sheet, view).main) == ["Title", "Count", "Count"]


@pytest.mark.parametrize("query", ["", '<OrderBy><FieldRef Name="Title"/></OrderBy>'])
def test_a_view_that_is_not_paged_ends_at_its_limit(visitor: Visitor, sheet: Sheet, query: str) -> None:
    view = visitor.add_view(sheet, RowLimit=2, Paged=False, ViewQuery=query)

    main = visitor.look(sheet, view, "PageFirstRow=3").main

    assert len(read_column(main)) == 2
    assert not main.has("nav", class_="turns")


def test_a_view_outlives_its_columns(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", "Gone")

    assert heads(visitor.look(sheet, view).main) == ["Title"]


def test_an_empty_list_says_so(visitor: Visitor) -> None:
    sheet = visitor.add_list()

    assert "There is nothing here." in visitor.look(sheet).main.text


def test_a_table_says_what_it_is_and_which_cells_are_headings(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, "LinkTitle", "Count", title="All of it")
    main = visitor.look(sheet, view).main

    assert main.find("caption").text == "HMICFRS Gaps, All of it: 4 rows"
    assert {head["scope"] for head in main.find("thead").find_all("th")} == {"col"}
    assert {row.children[0]["scope"] for row in main.find("tbody").find_all("tr")} == {"row"}
    assert {cell["data-label"] for cell in main.find("tbody").find_all("td")} == {"Count"}


def test_a_link_to_this_site_stays_on_the_port_of_the_pages(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Row", kinds.URL))
    address = "https://localhost:8443/sites/hmicfrs/Lists/HMICFRS%20Tracker/DispForm.aspx?ID=44"
    visitor.add_row(sheet, Row={"Url": address, "Description": "Row 44"})

    link = visitor.look(sheet, visitor.add_view(sheet, "Row")).main.find("tbody").find("a")

    assert (link.text, link["href"]) == ("Row 44", "/sites/hmicfrs/Lists/HMICFRS%20Tracker/DispForm.aspx?ID=44")


def test_a_column_is_shown_as_its_formatting_has_it(visitor: Visitor) -> None:
    pill = {
        "elmType": "span",
        "txtContent": "='is ' + @currentField",
        "attributes": {"class": "=if(@currentField == 'Open', 'sp-field-severity--warning', '')"},
    }
    formatted = visitor.add_list(a_choice("Status", "Open", CustomFormatter=json.dumps(pill)))
    visitor.add_row(formatted, Status="Open")

    cell = visitor.look(formatted, visitor.add_view(formatted, "Status")).main.find("tbody").find("td")

    assert cell.text == "is Open"
    assert cell.find("span").classes == ["sp-field-severity--warning"]


@pytest.mark.parametrize(
    ("formatter", "named"),
    [
        pytest.param('{"elmType": "div", "txtContent": "=frob(1)"}', "frob", id="an unknown function"),
        pytest.param('{"elmType": "blink"}', "blink", id="an unknown element"),
        pytest.param("{", "not JSON", id="no JSON"),
        pytest.param("[]", "not a JSON object", id="no object"),
    ],
)
def test_formatting_that_is_not_known_shows_the_value_and_a_note(visitor: Visitor, formatter: str, named: str) -> None:
    sheet = visitor.add_list(a_column("Status", CustomFormatter=formatter))
    visitor.add_row(sheet, Status="Open")

    reply = visitor.look(sheet, visitor.add_view(sheet, "Status"))

    assert reply.status == 200
    assert read_column(reply.main)[0].startswith("Open")
    assert named in reply.main.find("aside", class_="notes").text


def test_formatting_sees_only_the_columns_of_its_view_as_in_sharepoint(visitor: Visitor) -> None:
    formatter = json.dumps({"elmType": "div", "txtContent": "='<' + [$Count] + '>'"})
    sheet = visitor.add_list(a_column("Count", kinds.NUMBER), a_column("Status", CustomFormatter=formatter))
    visitor.add_row(sheet, Count=7, Status="Open")

    without = visitor.look(sheet, visitor.add_view(sheet, "Status")).main
    both = visitor.look(sheet, visitor.add_view(sheet, "Status", "Count")).main

    assert (read_column(without), read_column(both)) == (["<>"], ["<7>"])
    assert "‘Count’, which this view does not show" in without.find("aside", class_="notes").text
    assert not both.has("aside", class_="notes")


def test_rows_get_the_classes_of_the_views_formatting(visitor: Visitor, sheet: Sheet) -> None:
    look = json.dumps({"additionalRowClass": "=if([$Status] == 'Open', 'sp-field-severity--warning banner', '')"})
    view = visitor.add_view(sheet, "LinkTitle", "Status", CustomFormatter=look)

    rows = visitor.look(sheet, view).main.find("tbody").find_all("tr")

    assert [row.classes for row in rows] == [["sp-field-severity--warning"], [], ["sp-field-severity--warning"], []]


def test_a_row_formatter_stands_for_the_whole_row(visitor: Visitor, sheet: Sheet) -> None:
    look = json.dumps({"rowFormatter": {"elmType": "div", "txtContent": "=[$Title] + ': ' + [$Status]"}})
    view = visitor.add_view(sheet, "LinkTitle", "Status", CustomFormatter=look)

    main = visitor.look(sheet, view).main

    assert not main.has("table")
    assert [row.text for row in main.find("ul", class_="formatted-rows").find_all("li")][:2] == ["b: Open", "a: Closed"]


def test_cards_stand_for_rows_in_a_gallery(visitor: Visitor, sheet: Sheet) -> None:
    card = {
        "elmType": "div",
        "children": [{"elmType": "button", "txtContent": "[$Title]", "customRowAction": {"action": "defaultClick"}}],
    }
    view = visitor.add_view(sheet, CustomFormatter=json.dumps({"width": 300, "height": 200, "formatter": card}))

    cards = visitor.look(sheet, view).main.find("ul", class_="cards").find_all("li")

    assert [card.text for card in cards] == ["b", "a", "c", "d"]
    assert "DispForm.aspx?ID=1" in cards[0].find("a")["href"]


def test_a_views_formatting_that_is_not_known_falls_back_to_the_table(visitor: Visitor, sheet: Sheet) -> None:
    view = visitor.add_view(sheet, CustomFormatter=json.dumps({"rowFormatter": {"elmType": "blink"}}))

    main = visitor.look(sheet, view).main

    assert read_column(main) == ["b", "a", "c", "d"]
    assert "blink" in main.find("aside", class_="notes").text
