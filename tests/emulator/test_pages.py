"""Pages: every list in a browser, everything escaped, and never taken for SharePoint."""

import pytest

from tests.emulator.rest import Api, Reply, a_field, add_item, make_list

TRACKER = "/sites/hmicfrs/Lists/HMICFRS%20Tracker"


def browse(api: Api, path: str) -> Reply:
    return api.send("GET", path, Authorization="", Accept="text/html")


@pytest.mark.parametrize("path", ["/", "/sites/hmicfrs"])
def test_the_site_is_easy_to_find(api: Api, path: str) -> None:
    reply = browse(api, path)

    assert (reply.status, reply.headers["Location"]) == (302, "/sites/hmicfrs/")


def test_the_site_shows_its_lists(api: Api) -> None:
    reply = browse(api, "/sites/hmicfrs/")

    assert f'<a href="{TRACKER}/AllItems.aspx">HMICFRS Tracker</a></td><td>2</td>' in reply.text


def test_a_list_shows_the_columns_of_its_default_view(api: Api) -> None:
    text = browse(api, f"{TRACKER}/AllItems.aspx").text

    assert '<th scope="col">Publication</th>' in text
    assert f'<a href="{TRACKER}/DispForm.aspx?ID=1">Rest periods in custody</a>' in text
    assert "Custody and Criminal Justice Board" in text


def test_an_item_shows_all_its_columns_and_no_markup_of_its_own(api: Api) -> None:
    text = browse(api, f"{TRACKER}/DispForm.aspx?ID=1").text

    assert "<td>Recommendation Text</td><td>The force should record\neach rest period.</td>" in text
    assert "<td>FLL Agreed</td><td>15/07/2021</td>" in text
    assert "<td>Business Lead</td><td>Head of Custody</td>" in text


def test_nothing_that_was_written_becomes_markup(api: Api) -> None:
    path = make_list(api, a_field("Body", "Note", RichText="TRUE", DisplayName="<b>Body</b>"))
    evil = "<script>alert(1)</script>"
    add_item(api, path, Title=evil, Body=f"<p>x</p>{evil}<img src=x onerror=alert(1)>")
    api.merge(path, {"Description": evil})
    folder = api.get(f"{path}/rootfolder").json["ServerRelativeUrl"].replace(" ", "%20")

    pages = [browse(api, f"{folder}/{page}").text for page in ("AllItems.aspx", "DispForm.aspx?ID=1")]

    for text in [*pages, browse(api, "/sites/hmicfrs/").text]:
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>" not in text


def test_rows_are_turned_by_the_hundred(api: Api) -> None:
    path = make_list(api)
    for number in range(101):
        add_item(api, path, Title=f"row {number}")
    address = api.get(f"{path}/rootfolder").json["ServerRelativeUrl"].replace(" ", "%20") + "/AllItems.aspx"

    first = browse(api, address).text
    second = browse(api, f"{address}?after=100").text

    assert f'<a href="{address}?after=100">Next page</a>' in first
    assert "row 100<" not in first
    assert "row 100<" in second
    assert "Next page" not in second


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/sites/hmicfrs/", 200, id="site"),
        pytest.param(f"{TRACKER}/allitems.aspx", 200, id="list, whatever the case"),
        pytest.param(f"{TRACKER}/DispForm.aspx?ID=99", 404, id="no such item"),
        pytest.param(f"{TRACKER}/DispForm.aspx?ID=x", 404, id="no number"),
        pytest.param("/sites/hmicfrs/Lists/Nope/AllItems.aspx", 404, id="no such list"),
        pytest.param("/favicon.ico", 404, id="anything else"),
    ],
)
def test_every_page_says_that_it_is_not_sharepoint(api: Api, path: str, status: int) -> None:
    reply = browse(api, path)

    assert reply.status == status
    assert "This is NOT SharePoint." in reply.text
    assert reply.headers["X-Not-SharePoint"]
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_page_takes_nothing_in(api: Api) -> None:
    assert api.send("POST", f"{TRACKER}/AllItems.aspx", {}).status == 501
