"""Changes come from a form of this site: another site's form, another host's name and a made-up token change nothing."""

import pytest

from sync.emulator.pages.guard import Guard
from sync.emulator.store.cells import Sheet
from tests.emulator.pages.visitor import ROOT, Visitor, fill


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    sheet = visitor.add_list()
    visitor.add_row(sheet, Title="before")
    return sheet


def post(visitor: Visitor, sheet: Sheet, page: str, token: str | None = None, **headers: str) -> int:
    path = f"{sheet.list.folder}/{page}"
    opened = visitor.get(path)
    inputs = fill(opened.page.find("form", class_="item-form"), {"f-Title": "after"})
    if token is not None:
        inputs = [(name, token if name == "token" else value) for name, value in inputs]
    return visitor.post(path, inputs, **headers).status


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="another site"),
        pytest.param({"Origin": "http://localhost:9999"}, id="another port"),
        pytest.param({"Origin": "https://localhost:8000"}, id="another scheme"),
        pytest.param({"Origin": "null"}, id="a site that hides itself"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, id="the browser says another site"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, id="the browser says another port"),
        pytest.param({"Sec_Fetch_Site": "none"}, id="the browser says nobody's page"),
        pytest.param({"Origin": ROOT, "Sec_Fetch_Site": "cross-site"}, id="one of the two"),
    ],
)
@pytest.mark.parametrize("page", ["EditForm.aspx?ID=1", "NewForm.aspx"])
def test_a_form_of_another_site_changes_nothing(
    visitor: Visitor, sheet: Sheet, page: str, headers: dict[str, str]
) -> None:
    assert post(visitor, sheet, page, **headers) == 403
    assert visitor.read_row(sheet, 1).cells["Title"] == "before"
    assert visitor.open(sheet.list.id).list.item_count == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "ü"])
def test_a_made_up_token_changes_nothing_and_gives_the_form_back(visitor: Visitor, sheet: Sheet, token: str) -> None:
    assert post(visitor, sheet, "EditForm.aspx?ID=1", token) == 409
    assert visitor.read_row(sheet, 1).cells["Title"] == "before"


def test_a_form_from_before_a_restart_loses_nothing(visitor: Visitor, sheet: Sheet) -> None:
    path = f"{sheet.list.folder}/EditForm.aspx?ID=1"
    inputs = fill(visitor.get(path).page.find("form", class_="item-form"), {"f-Title": "after", "token": "old"})

    reply = visitor.post(path, inputs)

    assert "Nothing is lost" in reply.main.find(class_="stop").text
    assert visitor.submit(reply, path).status == 303
    assert visitor.read_row(sheet, 1).cells["Title"] == "after"


@pytest.mark.parametrize("headers", [{}, {"Origin": ROOT}, {"Origin": ROOT, "Sec_Fetch_Site": "same-origin"}])
def test_a_form_of_this_site_is_taken(visitor: Visitor, sheet: Sheet, headers: dict[str, str]) -> None:
    assert post(visitor, sheet, "EditForm.aspx?ID=1", **headers) == 303


def test_a_token_is_good_for_one_page_only(visitor: Visitor, sheet: Sheet) -> None:
    other = visitor.add_list()
    visitor.add_row(other)
    token = visitor.get(f"{other.list.folder}/EditForm.aspx?ID=1").page.find("input", name="token")["value"]

    assert post(visitor, sheet, "EditForm.aspx?ID=1", token) == 409


def test_deleting_and_restoring_want_a_token_too(visitor: Visitor, sheet: Sheet) -> None:
    shown = f"{sheet.list.folder}/DispForm.aspx?ID=1"

    assert visitor.post(shown, [("token", "x")]).status == 200
    assert visitor.post("/sites/hmicfrs/_layouts/15/RecycleBin.aspx", [("token", "x"), ("id", "y")]).status == 409
    assert visitor.read_row(sheet, 1)


@pytest.mark.parametrize("path", ["/sites/hmicfrs/", "/sites/hmicfrs/Lists/X/AllItems.aspx", "/favicon.ico", "/"])
def test_what_has_no_form_takes_nothing_in(visitor: Visitor, path: str) -> None:
    assert visitor.post(path, []).status == 501


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "MERGE"])
def test_other_verbs_are_refused_by_name(visitor: Visitor, method: str) -> None:
    reply = visitor.send(method, "/sites/hmicfrs/", b"", {})

    assert reply.status == 501
    assert method in reply.main.text


def test_a_form_that_is_too_large_is_refused(visitor: Visitor, sheet: Sheet) -> None:
    path = f"{sheet.list.folder}/EditForm.aspx?ID=1"

    assert visitor.send("POST", path, b"f-Title=" + b"x" * (9 * 1024 * 1024), {}).status == 413


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"=&=&", b"&" * 100_000, b"f-Title=%"])
def test_a_form_that_is_garbled_is_no_error(visitor: Visitor, sheet: Sheet, body: bytes) -> None:
    for page in ("EditForm.aspx?ID=1", "NewForm.aspx", "DispForm.aspx?ID=1"):
        assert visitor.send("POST", f"{sheet.list.folder}/{page}", body, {}).status in (200, 409)


def test_two_processes_do_not_trust_each_others_tokens() -> None:
    assert Guard().issue("/x") != Guard().issue("/x")


def test_every_page_has_the_headers_that_shut_the_door(visitor: Visitor, sheet: Sheet) -> None:
    for path in ("/sites/hmicfrs/", f"{sheet.list.folder}/AllItems.aspx", "/nowhere"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self' 'nonce-")
        assert "unsafe" not in policy
        for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy
        assert headers["X-Frame-Options"] == "DENY"


def test_a_nonce_is_used_once(visitor: Visitor) -> None:
    nonces = {visitor.get("/sites/hmicfrs/").page.find("style")["nonce"] for _ in range(3)}

    assert len(nonces) == 3


def test_no_page_loads_anything_from_elsewhere(visitor: Visitor, sheet: Sheet) -> None:
    for path in ("/sites/hmicfrs/", f"{sheet.list.folder}/AllItems.aspx", f"{sheet.list.folder}/EditForm.aspx?ID=1"):
        page = visitor.get(path).page
        assert all(link["href"].startswith("/sites/hmicfrs/") for link in page.find_all("link"))
        assert not any(page.has(tag) for tag in ("script", "iframe", "object", "embed"))
    style = visitor.get(page.find("link", rel="stylesheet")["href"]).text
    assert "url(" not in style
    assert "@import" not in style
