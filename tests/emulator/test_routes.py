"""Routes: a table that describes itself, and a strict answer for everything else."""

import pytest

from sync.emulator.route_table import ROUTES, Route
from sync.emulator.routes import expand_pattern
from tests.emulator.rest import Api, encode


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.pattern}")
def test_every_route_says_what_it_does(route: Route) -> None:
    assert route.summary.endswith((".", ";", ":"))


def test_a_form_is_spelt_out_in_every_way() -> None:
    written = list(expand_pattern("{item}/recycle"))

    assert "web/lists/getbytitle({list_title})/items({item_id})/recycle" in written
    assert "web/getlist({list_folder})/getitembyid({item_id})/recycle" in written
    assert len(written) == len(set(written)) == 18


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("GET", "web/fields", id="unknown path"),
        pytest.param("GET", "web/lists/getbytitle('x')/items(1)/attachmentfiles('a')", id="not built yet"),
        pytest.param("PUT", "web/lists/getbytitle('x')/items(1)", id="unknown method"),
        pytest.param("POST", "web", id="method that the path does not take"),
    ],
)
def test_an_unknown_route_is_501_and_named(api: Api, method: str, path: str) -> None:
    reply = api.send(method, path)

    assert reply.error[0] == 501
    assert path.replace("'", "").replace('"', "") in reply.error[2].replace("'", "")


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        pytest.param("GET", "web/lists?$count=true", "$count", id="query option"),
        pytest.param("GET", "web/lists?$filter=endswith(Title,'x')".replace(" ", "%20"), "endswith", id="function"),
        pytest.param("GET", "web?$select=EffectiveBasePermissions", "EffectiveBasePermissions", id="property"),
        pytest.param("GET", "web?$expand=Navigation", "Navigation", id="expansion"),
        pytest.param("GET", "web?$filter=Id%20eq%201", "$filter", id="option that means nothing here"),
        pytest.param("POST", "web/lists?$top=5", "$top", id="option that means nothing in a write"),
    ],
)
def test_what_is_not_built_is_501_and_named(api: Api, method: str, path: str, named: str) -> None:
    reply = api.send(method, path)

    assert reply.error[0] == 501
    assert named in reply.error[2]


@pytest.mark.parametrize(
    "path",
    [
        "web/lists/getbytitle('HMICFRS%20Tracker')",
        "Web/Lists/GetByTitle('hmicfrs%20tracker')",
        "web/getlist('/sites/hmicfrs/Lists/HMICFRS%20Tracker')",
        "web/getList('%2Fsites%2Fhmicfrs%2FLists%2FHMICFRS%20Tracker')",
        "web/getlist(@u)?@u='/sites/hmicfrs/Lists/HMICFRS%20Tracker'",
        "web/getlistusingpath(decodedurl='/sites/hmicfrs/Lists/HMICFRS%20Tracker')",
        "web/getlistusingpath(@v)?@v=" + encode('{"DecodedUrl": "/sites/hmicfrs/Lists/HMICFRS Tracker"}'),
    ],
)
def test_a_list_is_found_however_it_is_named(api: Api, path: str) -> None:
    by_name = api.get(path)
    by_id = api.get(f"web/lists('{by_name.json['Id']}')")
    by_typed_id = api.get(f"web/lists(guid'{by_name.json['Id'].upper()}')")

    assert by_name.json["Title"] == by_id.json["Title"] == by_typed_id.json["Title"] == "HMICFRS Tracker"


def test_a_list_using_path_may_be_asked_for_by_post(api: Api) -> None:
    alias = encode('{"DecodedUrl": "/sites/hmicfrs/Lists/HMICFRS Tracker"}')

    assert api.post(f"web/GetListUsingPath(@v)?@v={alias}").json["Title"] == "HMICFRS Tracker"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        pytest.param(
            "web/lists/getbytitle('Nope')",
            (404, "-1, System.ArgumentException", "List 'Nope' does not exist at site with URL '{site}'."),
            id="title",
        ),
        pytest.param(
            "web/lists('x')",
            (
                400,
                "-1, System.FormatException",
                "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
            ),
            id="not a guid",
        ),
        pytest.param(
            "web/getlist('/sites/hmicfrs/Lists/Nope')",
            (404, "-2147024894, System.IO.FileNotFoundException", "File Not Found."),
            id="address",
        ),
    ],
)
def test_a_list_that_is_not_there(api: Api, path: str, error: tuple[int, str, str]) -> None:
    status, code, message = error

    assert api.get(path).error == (status, code, message.format(site=api.connection.site_url))


def test_a_path_that_is_not_odata_is_400(api: Api) -> None:
    assert api.get("web/lists/getbytitle('x").error[0] == 400


def test_another_site_is_404(api: Api) -> None:
    reply = api.get("/sites/other/_api/web")

    assert reply.error[0] == 404
    assert "/sites/hmicfrs" in reply.error[2]


@pytest.mark.parametrize("spelling", ["contextinfo", "ContextInfo", "contextInfo"])
def test_context_information_comes_in_any_case(api: Api, spelling: str) -> None:
    answer = api.post(spelling).json

    assert answer["WebFullUrl"] == api.connection.site_url
    assert answer["FormDigestTimeoutSeconds"] == 1800


def test_a_body_that_is_no_json_is_400(api: Api) -> None:
    assert api.post("web/lists", b"{").error[0] == 400
    assert api.post("web/lists", b'{"Title": "\\ud83d"}').error[0] == 400


def test_x_http_method_belongs_to_post(api: Api) -> None:
    assert api.get("web", X_HTTP_Method="DELETE").error[0] == 501
