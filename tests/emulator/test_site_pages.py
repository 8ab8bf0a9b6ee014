"""Site pages: drafted, published and read; the first title names the file."""

from typing import Any

import pytest

from tests.emulator.rest import MODERN, NONE, VERBOSE, Api

PAGES = "sitepages/pages"


def make(api: Api, **properties: object) -> dict[str, Any]:
    made = api.post(PAGES, properties, Accept=NONE)
    assert made.status == 201, made.text
    page: dict[str, Any] = made.json
    return page


def read(api: Api, page: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"{PAGES}({page['Id']})", Accept=NONE).json
    return found


def test_a_page_is_made_drafted_and_published(api: Api) -> None:
    page = make(api, Title="")
    address = f"{PAGES}({page['Id']})"

    saved = api.post(f"{address}/savedraft", {"Title": "Open gaps", "CanvasContent1": "<p>Words</p>"}, Accept=NONE)
    draft = read(api, page)
    published = api.post(f"{address}/publish", Accept=NONE)

    assert (page["Version"], saved.json, draft["Version"], published.json) == (
        "0.1",
        {"value": True},
        "0.2",
        {"value": True},
    )
    assert (draft["FileName"], draft["Url"]) == ("Open gaps.aspx", "SitePages/Open gaps.aspx")
    assert draft["FirstPublished"] == "0001-01-01T00:00:00Z"
    found = read(api, page)
    assert (found["Version"], found["CanvasContent1"]) == ("1.0", "<p>Words</p>")
    assert found["FirstPublished"] > "2020"


def test_the_first_title_names_the_file_and_later_ones_do_not(api: Api) -> None:
    first, second = make(api, Title="Named"), make(api, Title="Named")

    api.post(f"{PAGES}({first['Id']})/savepage", {"Title": "Renamed"})

    assert (first["FileName"], second["FileName"]) == ("Named.aspx", "Named0.aspx")
    assert (read(api, first)["Title"], read(api, first)["FileName"]) == ("Renamed", "Named.aspx")


@pytest.mark.parametrize("wrapper", ["sitePage", "pageStream"])
def test_a_draft_may_come_as_the_library_sends_it(api: Api, wrapper: str) -> None:
    page = make(api, Title="Wrapped")
    state = {"__metadata": {"type": "SP.Publishing.SitePageCoAuthState"}}
    draft = {"Title": "Sent", "CoAuthState": state, "__metadata": {"type": "SP.Publishing.SitePageFieldsData"}}

    reply = api.post(f"{PAGES}({page['Id']})/SaveDraft", {wrapper: draft}, Accept=VERBOSE, Content_Type=VERBOSE)

    assert reply.json == {"d": {"SaveDraft": True}}
    assert read(api, page)["Title"] == "Sent"


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_pages_are_listed_in_every_dialect(api: Api, accept: str) -> None:
    make(api, Title="Listed")

    assert "Listed.aspx" in [row["FileName"] for row in api.get(f"{PAGES}?$select=FileName", Accept=accept).rows]


def test_a_page_is_found_by_its_address_and_is_a_file(api: Api) -> None:
    page = make(api, Title="Found")

    assert api.get(f"{PAGES}/getbyurl('SitePages/found.aspx')").json["Id"] == page["Id"]
    assert api.get("web/getfilebyserverrelativeurl('SitePages/Found.aspx')").json["UniqueId"] == page["UniqueId"]
    assert api.post(f"{PAGES}({page['Id']})/checkoutpage").json["Id"] == page["Id"]
    assert api.get("web/lists/getbytitle('Site%20Pages')").json["BaseTemplate"] == 119


def test_a_page_keeps_no_script(api: Api) -> None:
    page = make(api, Title="Script", CanvasContent1="<p onclick='x()'>a<script>alert(1)</script>b</p>")

    assert page["CanvasContent1"] == "<p>ab</p>"


def test_a_page_is_deleted(api: Api) -> None:
    page = make(api, Title="Deleted", BannerImageUrl="https://x.example/b.png")

    assert page["BannerImageUrl"] == "https://x.example/b.png"
    assert api.delete(f"{PAGES}({page['Id']})").status == 200
    assert (
        api.get(f"{PAGES}({page['Id']})").error[2]
        == "The page does not exist. It may have been deleted by another user."
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"Odd": 1}, 400, id="an unknown property"),
        pytest.param({"Title": 5}, 400, id="a title that is no text"),
        pytest.param({"TranslationLanguages": "x"}, 501, id="a property that is not built"),
    ],
)
def test_a_draft_that_is_none_is_refused(api: Api, body: object, status: int) -> None:
    page = make(api, Title="Refused")

    assert api.post(f"{PAGES}({page['Id']})/savedraft", body).status == status
