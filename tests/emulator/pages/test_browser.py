"""The pages in Chromium: what staff would do with tracker, gaps and position, by mouse, keyboard and phone."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.emulator.pages.accessibility import list_problems, measure_overflow
from tests.emulator.pages.chromium import Browser, Context, Page, open_chromium, open_context, open_page
from tests.journeys.house import House, open_house

GAPS, POSITION, TRACKER = "Lists/HMICFRS%20Gaps", "Lists/HMICFRS%20Position", "Lists/HMICFRS%20Tracker"
LAPTOPS = (1440, 1366)
"""Widths of windows in pixels, on the laptops that forces hand out."""
OWNED = [
    *("HMICFRS Gaps", "HMICFRS Position", "HMICFRS Position History", "HMICFRS Publications", "HMICFRS Sync Runs"),
    *("HMICFRS Tracker", "HMICFRS Inspections", "HMICFRS Self-assessment"),
]
PAGES = [
    pytest.param("", id="home"),
    pytest.param(f"{TRACKER}/AllItems.aspx", id="tracker"),
    pytest.param(f"{GAPS}/Open%20gaps.aspx", id="gaps"),
    pytest.param(f"{GAPS}/Open%20gaps.aspx?ShowFilter=Severity&FilterField1=Board&FilterValue1=", id="a filter"),
    pytest.param(f"{POSITION}/Position.aspx", id="position"),
    pytest.param("Lists/HMICFRS%20Sync%20Runs/Runs.aspx", id="runs"),
    pytest.param(f"{GAPS}/DispForm.aspx?ID=1", id="a row"),
    pytest.param(f"{TRACKER}/EditForm.aspx?ID=5", id="a form"),
    pytest.param("_layouts/15/RecycleBin.aspx", id="recycle bin"),
    pytest.param("nowhere", id="no page"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    """The sample site after its first run; asked for after the browser, so that it is not made in vain."""
    assert browser
    folder = tmp_path_factory.mktemp("browser")
    (folder / "empty").mkdir()
    with open_house(folder, folder / "empty") as house:
        assert house.command("provision").exit_code == 0
        house.run()
        yield house


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Context:
    return open_context(browser)


@pytest.fixture
def page(desk: Context) -> Iterator[Page]:
    with open_page(desk) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with open_page(open_context(browser, 390, 844, has_touch=True, is_mobile=True)) as page:
        yield page


def go(page: Page, house: House, path: str = "") -> None:
    page.goto(house.server.pages_url + path)


def read_column(page: Page, title: str) -> list[str]:
    """Return what a table shows in a column."""
    names = [head.strip() for head in page.locator("thead th").all_inner_texts()]
    place = names.index(title) + 1
    return [text.strip() for text in page.locator(f"tbody tr > :nth-child({place})").all_inner_texts()]


def test_a_newcomer_finds_the_tracker_and_a_row_of_it(page: Page, house: House) -> None:
    go(page, house)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="HMICFRS Tracker").click()

    assert page.get_by_role("heading", level=1).inner_text() == "HMICFRS Tracker"
    assert page.get_by_role("row").count() == 31
    page.get_by_role("link", name="Next page").click()
    assert "Rows 31 to 60 of 92" in page.locator("main").inner_text()
    page.locator("tbody a.title").first.click()
    assert "Row 31 of HMICFRS Tracker" in page.locator("main").inner_text()
    page.get_by_role("link", name="Back to the list").click()
    assert "Rows 31 to 60 of 92" in page.locator("main").inner_text()


def test_gaps_are_sorted_and_filtered_by_their_headings(page: Page, house: House) -> None:
    go(page, house, f"{GAPS}/Open%20gaps.aspx")
    page.locator("thead").get_by_role("link", name="Gap", exact=True).click()
    titles = read_column(page, "Gap")
    assert titles == sorted(titles, key=str.casefold)

    page.locator("thead th", has_text="Severity").hover()
    page.get_by_role("link", name="Filter by Severity").first.click()
    page.get_by_label(re.compile("^High")).check()
    page.get_by_role("button", name="Apply").click()

    assert set(read_column(page, "Severity")) == {"High"}
    assert "FilterField1=Severity&FilterValue1=High" in page.url
    page.get_by_role("link", name="Leave out the filter by Severity").click()
    assert set(read_column(page, "Severity")) == {"High", "Medium", "Low"}


@pytest.mark.parametrize("title", OWNED)
def test_every_view_of_ours_fits_laptops_with_its_groups_open(desk: Context, house: House, title: str) -> None:
    url = f"web/lists/getbytitle('{title}')/views?$select=Title,ServerRelativeUrl"
    views = house.client.ask("GET", url).json()["value"]
    addresses = {view["Title"]: view["ServerRelativeUrl"] for view in views if view["Title"] != "All Items"}
    told = {}
    problems: list[str] = []
    with open_page(desk) as page:
        for name, address in addresses.items():
            page.goto(urljoin(house.server.pages_url, quote(address)))
            page.evaluate("document.querySelectorAll('details.group').forEach((group) => { group.open = true; })")
            for width in LAPTOPS:
                page.set_viewport_size({"width": width, "height": 768})
                wider = page.evaluate(
                    "Math.max(0, ...[...document.querySelectorAll('.table')].map((each) => each.scrollWidth - each.clientWidth))"
                )
                told[name, width] = (wider, measure_overflow(page))
            problems += list_problems(page)

    assert told == {(name, width): (0, 0) for name in addresses for width in LAPTOPS}
    assert problems == []
    assert told


@pytest.mark.parametrize("view", [f"{GAPS}/Open%20gaps.aspx", f"{POSITION}/Position.aspx"])
def test_where_nothing_hovers_no_way_to_a_filter_covers_a_heading(browser: Browser, house: House, view: str) -> None:
    with open_page(open_context(browser, LAPTOPS[-1], 768, has_touch=True)) as page:
        go(page, house, view)
        covered = page.evaluate(
            """() => [...document.querySelectorAll("thead th")].filter((head) => {
                const words = document.createRange();
                words.selectNodeContents(head.querySelector(".sort, .plain"));
                const [under, over] = [words, head.querySelector(".by")].map((each) => each.getBoundingClientRect());
                return under.top < over.bottom && over.top < under.bottom && under.left < over.right && over.left < under.right;
            }).map((head) => head.innerText)"""
        )

        assert page.evaluate("matchMedia('(hover: none)').matches")
        assert covered == []
        assert page.locator("thead .by").first.evaluate("element => getComputedStyle(element).opacity") == "1"


def test_the_position_shows_the_figures_of_the_report(page: Page, house: House) -> None:
    go(page, house, f"{POSITION}/Position.aspx")

    figures = dict(zip(read_column(page, "In words"), read_column(page, "Outstanding"), strict=True))

    assert figures["50 outstanding: 1 cause of concern, 21 recommendations and 28 AFIs"] == "50"


def test_a_gap_leads_to_its_row_of_the_tracker_on_the_same_port(page: Page, house: House) -> None:
    go(page, house, f"{GAPS}/Open%20gaps.aspx")
    link = page.locator("tbody").get_by_role("link", name=re.compile(r"^Row \d+$")).first
    name = link.inner_text()
    link.click()

    assert urlsplit(page.url).netloc == urlsplit(house.server.pages_url).netloc
    assert f"{name} of HMICFRS Tracker" in page.locator("main").inner_text()


def test_a_person_dismisses_a_gap_and_the_service_obeys(page: Page, house: House) -> None:
    go(page, house, f"{GAPS}/Open%20gaps.aspx")
    gap = page.locator("tbody a.title").last.inner_text()
    page.get_by_role("link", name=gap).click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Decision", exact=True).select_option("Dismiss")
    page.get_by_label("Reason").fill("Agreed with the board\nno work needed")
    page.get_by_label("Decided by").select_option(label="Local user (you)")
    page.get_by_label("Review on").fill("1 September 2021")
    page.get_by_role("button", name="Save").click()

    assert page.get_by_role("status").inner_text().startswith("Saved")
    assert "1 September 2021" in page.locator("main").inner_text()
    assert house.run()["gaps"]["dismissed"] == 1
    go(page, house, f"{GAPS}/Decided%20and%20cleared.aspx")
    assert read_column(page, "Gap") == [gap]
    assert read_column(page, "Decided by") == ["Local user"]


def test_a_conflict_is_played_through_and_nothing_is_lost(page: Page, house: House) -> None:
    go(page, house, f"{TRACKER}/EditForm.aspx?ID=7")
    page.get_by_label("Progress Update").fill("written in the browser")
    house.client.edit("HMICFRS Tracker", 7, Status="Parked")
    page.get_by_role("button", name="Save").click()

    stop = page.get_by_role("alert")
    assert "SharePoint App changed this row while you had it open" in stop.inner_text()
    assert stop.evaluate("element => element === document.activeElement")
    assert page.get_by_label("Progress Update").input_value() == "written in the browser"
    assert page.get_by_label("Status", exact=True).input_value() == "Parked"
    page.get_by_role("button", name="Save").click()

    assert page.get_by_role("status").inner_text().startswith("Saved")
    assert "written in the browser" in page.locator("main").inner_text()


def test_a_mistake_is_told_at_the_top_and_leads_to_its_input(page: Page, house: House) -> None:
    go(page, house, f"{TRACKER}/EditForm.aspx?ID=8")
    page.get_by_label("Date Added").fill("31/02/2021")
    page.get_by_role("button", name="Save").click()

    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.get_by_label("Date Added").evaluate("element => element === document.activeElement")
    assert page.get_by_label("Date Added").input_value() == "31/02/2021"
    assert list_problems(page) == []


def test_a_keyboard_alone_opens_and_edits_a_row(page: Page, house: House) -> None:
    go(page, house, f"{GAPS}/Open%20gaps.aspx")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        outline = focused.evaluate("element => getComputedStyle(element).outlineStyle")
        seen.add(outline)
        if "title" in (focused.get_attribute("class") or ""):
            break
    assert seen == {"solid"}
    page.keyboard.press("Enter")
    page.wait_for_url("**/DispForm.aspx**")
    page.get_by_role("link", name="Edit", exact=True).press("Enter")
    page.wait_for_url("**/EditForm.aspx**")
    page.get_by_label("Board", exact=True).press("End")
    page.keyboard.type(" (checked)")
    page.keyboard.press("Enter")

    page.wait_for_url("**/DispForm.aspx**Saved=changed**")
    assert "(checked)" in page.locator("main").inner_text()


def test_groups_open_and_close_by_keyboard(page: Page, house: House) -> None:
    view = {
        "parameters": {
            "Title": "Grouped",
            "ViewFields": ["LinkTitle", "Severity"],
            "Query": '<GroupBy Collapse="TRUE"><FieldRef Name="Severity"/></GroupBy>',
        }
    }
    assert house.client.ask("POST", "web/lists/getbytitle('HMICFRS Gaps')/views/add", view).status_code == 201
    go(page, house, f"{GAPS}/Grouped.aspx")
    summary = page.locator("details.group > summary").first

    summary.press("Enter")
    assert page.locator("details.group[open] tbody tr").first.is_visible()
    assert list_problems(page) == []
    summary.press("Enter")
    assert not page.locator("details.group tbody tr").first.is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_on_a_desk_on_a_phone_and_enlarged(page: Page, house: House, path: str) -> None:
    go(page, house, path)
    assert "This is NOT SharePoint." in page.locator("body").inner_text()
    assert page.get_by_role("heading", level=1).is_visible()

    for width, height in ((1440, 900), (390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert measure_overflow(page) == 0
        assert list_problems(page) == []


def test_a_phone_shows_each_row_as_a_card_with_its_columns_named(phone: Page, house: House) -> None:
    go(phone, house, f"{GAPS}/Open%20gaps.aspx")

    first = phone.locator("tbody tr").first
    assert first.evaluate("row => row.getBoundingClientRect().width") <= 390
    assert not phone.locator("thead").is_visible()
    assert phone.get_by_role("table").count() == 1
    shown = first.locator("td:not(.empty)").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert shown == '"Severity"'
    phone.get_by_text("Sort and filter").tap()
    assert measure_overflow(phone) == 0
    assert list_problems(phone) == []
    phone.get_by_label("Sort by").select_option(label="Gap")
    phone.get_by_role("button", name="Sort").tap()
    phone.wait_for_url("**sortField=LinkTitle**")


def test_everything_works_without_scripts(browser: Browser, house: House) -> None:
    with open_page(open_context(browser, java_script_enabled=False)) as page:
        go(page, house, f"{GAPS}/Open%20gaps.aspx?ShowFilter=Severity")
        page.get_by_label(re.compile("^Low")).check()
        page.get_by_role("button", name="Apply").click()

        assert set(read_column(page, "Severity")) == {"Low"}


def test_another_sites_form_cannot_change_a_row(page: Page, house: House) -> None:
    go(page, house, f"{GAPS}/EditForm.aspx?ID=2")
    address = page.url
    before = page.get_by_label("Gap", exact=False).first.input_value()
    page.goto("data:text/html,<form method=post><input name=f-Title value=evil><button>go</button></form>")
    page.evaluate("address => { document.forms[0].action = address }", address)
    page.get_by_role("button").click()

    assert "another web site" in page.get_by_role("heading", level=1).inner_text()
    go(page, house, f"{GAPS}/EditForm.aspx?ID=2")
    assert page.get_by_label("Gap", exact=False).first.input_value() == before
