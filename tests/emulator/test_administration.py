"""The administration route: faults, switches and apps by JSON, on this computer only, and off unless asked for."""

from collections.abc import Iterator

import pytest

from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.rest import Api, an_api, make_list

FAULTS, SWITCHES, APPS = "/_emulator/faults", "/_emulator/switches", "/_emulator/apps"


@pytest.fixture(scope="module")
def open_connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with LocalSharePoint(tmp_path_factory.mktemp("open"), faults=True) as connection:
        yield connection


@pytest.fixture
def admin(open_connection: Connection) -> Iterator[Api]:
    with an_api(open_connection) as api:
        yield api
        api.send("DELETE", FAULTS)


def test_the_route_is_off_unless_asked_for(api: Api) -> None:
    reply = api.get(FAULTS)

    assert (reply.status, reply.text) == (404, "The administration route is off. Start with --faults to open it.")


def test_faults_are_asked_for_listed_counted_and_taken_back(admin: Api) -> None:
    added = admin.post(FAULTS, [{"kind": "throttled", "retry_after": 3}, {"kind": "html", "path": "*/nothing"}])
    throttled = admin.get("web")
    listed = admin.get(FAULTS).json
    left = admin.send("DELETE", f"{FAULTS}/{listed[0]['id']}").json

    assert (added.status, throttled.status, throttled.headers["Retry-After"]) == (201, 429, "3")
    assert [(fault["kind"], fault["seen"], fault["struck"]) for fault in listed] == [
        ("throttled", 1, 1),
        ("html", 0, 0),
    ]
    assert [fault["kind"] for fault in left] == ["html"]
    assert admin.send("DELETE", FAULTS).json == []
    assert admin.get("web").status == 200


def test_one_fault_needs_no_list(admin: Api) -> None:
    [fault] = admin.post(FAULTS, {"kind": "error-after", "method": "POST", "count": 0}).json

    assert (fault["method"], fault["count"], fault["scope"]) == ("POST", 0, "any")
    assert admin.post("web/lists", {"Title": "Done"}).status == 500
    assert admin.get("web/lists/getbytitle('Done')").status == 200


def test_behaviour_is_switched(admin: Api) -> None:
    before = admin.get(SWITCHES).json
    after = admin.post(SWITCHES, {"has_partial_caml": False}).json
    admin.post(SWITCHES, before)

    assert before == {"has_threshold": True, "has_partial_caml": True, "has_silent_expiry": True}
    assert after == {**before, "has_partial_caml": False}


def test_apps_are_registered_and_granted_anew(admin: Api) -> None:
    path = make_list(admin)
    made = admin.post(APPS, {"name": "reader", "role": "read"})
    again = admin.post(APPS, {"name": "reader", "role": "none"}).json

    listed = {app["name"]: app["role"] for app in admin.get(APPS).json}
    assert (made.status, made.json["role"], again["client_id"]) == (201, "read", made.json["client_id"])
    assert listed == {"SharePoint App": "fullcontrol", "reader": "none"}
    assert made.json["private_key_file"].endswith("client-key.pem")
    assert admin.get(path).status == 200


def test_the_first_apps_own_role_can_be_changed(admin: Api) -> None:
    admin.post(APPS, {"name": "SharePoint App", "role": "read"})
    refused = admin.post("web/lists", {"Title": "x"}).status
    admin.post(APPS, {"name": "SharePoint App", "role": "fullcontrol"})

    assert (refused, admin.get("web").status) == (403, 200)


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        pytest.param(FAULTS, {"kind": "rain"}, "A fault's kind cannot be 'rain'.", id="no such fault"),
        pytest.param(FAULTS, b"{", "The body is not JSON", id="no JSON"),
        pytest.param(FAULTS, b"[" * 100_000, "The body is not JSON", id="JSON without end"),
        pytest.param(SWITCHES, {"odd": True}, "'odd' cannot be True.", id="no such switch"),
        pytest.param(SWITCHES, {"has_threshold": 1}, "'has_threshold' cannot be 1.", id="a number for a switch"),
        pytest.param(SWITCHES, [], "Switches are a JSON object.", id="a list of switches"),
        pytest.param(APPS, {"name": "x"}, "An app is a JSON object with a name and a role.", id="no role"),
        pytest.param(APPS, {"name": "x", "role": "owner"}, "There is no role called 'owner'.", id="no such role"),
        pytest.param(APPS, {"name": " ", "role": "read"}, "An app needs a name.", id="no name"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(admin: Api, path: str, body: object, message: str) -> None:
    reply = admin.post(path, body)

    assert reply.status == 400
    assert reply.json["error"].startswith(message)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_emulator/nothing"),
        ("PUT", FAULTS),
        ("DELETE", f"{FAULTS}/99"),
        ("GET", f"{FAULTS}/1"),
        ("POST", f"{APPS}/1"),
    ],
)
def test_there_is_nothing_else(admin: Api, method: str, path: str) -> None:
    assert admin.send(method, path, {} if method == "POST" else None).status == 404


def test_a_page_in_a_browser_cannot_ask_for_faults(admin: Api) -> None:
    plain = admin.post(FAULTS, b'{"kind": "html"}', Content_Type="text/plain")
    elsewhere = admin.post(FAULTS, {"kind": "html"}, Host="evil.example")

    assert (plain.status, elsewhere.status, admin.get(FAULTS).json) == (400, 421, [])


def test_the_routes_requests_are_not_counted_with_the_apis(tmp_path_factory: pytest.TempPathFactory) -> None:
    sharepoint = LocalSharePoint(tmp_path_factory.mktemp("counted"), faults=True)
    with sharepoint as connection, an_api(connection) as api:
        api.get(FAULTS)
        api.get("web")

    assert [served.path for served in sharepoint.requests] == ["/sites/hmicfrs/_api/web"]
