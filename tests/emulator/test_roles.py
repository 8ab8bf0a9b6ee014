"""Roles on the model of Sites.Selected: each app has its own certificate, and may do what its role allows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.errors import LocalSharePointError
from sync.emulator.identity import Credentials
from sync.emulator.roles import Role, find_role
from sync.emulator.route_table import ROUTES, Route
from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.rest import NONE, VERBOSE, Api, add_item, an_api, make_list
from tests.emulator.test_sign_in import Entra

DENIED = (
    403,
    "-2147024891, System.UnauthorizedAccessException",
    "Access denied. You do not have permission to perform this action or access this resource.",
)


@pytest.fixture(scope="module")
def path(api: Api) -> str:
    path = make_list(api)
    add_item(api, path)
    return path


@pytest.fixture(params=["none", "read", "write", "manage", "fullcontrol"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(sharepoint: LocalSharePoint, connection: Connection, role: str) -> Iterator[Api]:
    del connection
    with an_api(sharepoint.register_app("an app", role)) as api:
        yield api


def try_all(app: Api, path: str) -> dict[str, int]:
    return {
        "read": app.get(f"{path}/items").status,
        "ask": app.post(f"{path}/getitems", {"query": {"ViewXml": "<View/>"}}).status,
        "sign": app.post("contextinfo").status,
        "write": app.merge(f"{path}/items(1)", {"Title": "x"}).status,
        "send": app.post(
            "web/getfolderbyserverrelativeurl('Shared%20Documents')/files/add(url='r.txt',overwrite=true)", b"x"
        ).status,
        "column": app.post(f"{path}/fields", {"Title": "New", "FieldTypeKind": 2}).status,
        "view": app.post(f"{path}/views", {"Title": "New"}).status,
        "list": app.merge(path, {"Description": "x"}).status,
    }


def test_a_role_allows_what_it_says(app: Api, role: str, path: str) -> None:
    allowed = {
        "none": set(),
        "read": {"read", "ask", "sign"},
        "write": {"read", "ask", "sign", "write", "send"},
    }.get(role, {"read", "ask", "sign", "write", "send", "column", "view", "list"})

    tried = try_all(app, path)

    assert {name for name, status in tried.items() if status < 300} == allowed
    assert {status for name, status in tried.items() if name not in allowed} <= {403}


@pytest.mark.parametrize("accept", [VERBOSE, NONE])
def test_a_refusal_is_sharepoints(sharepoint: LocalSharePoint, api: Api, path: str, accept: str) -> None:
    with an_api(sharepoint.register_app("reader", "read")) as reader:
        assert reader.merge(f"{path}/items(1)", {"Title": "x"}, Accept=accept).error == DENIED
    with an_api(sharepoint.register_app("nobody", "none")) as nobody:
        assert nobody.get("web", Accept=accept).error == DENIED
    assert api.get("web").status == 200


def test_a_role_can_be_changed_while_a_token_is_good(sharepoint: LocalSharePoint, connection: Connection) -> None:
    promoted = sharepoint.register_app("promoted", "none")
    with an_api(promoted) as app:
        before = app.get("web").status
        again = sharepoint.register_app("promoted", "read")

        assert (before, app.get("web").status, again.client_id) == (403, 200, promoted.client_id)
    assert again.client_id != connection.client_id


def test_a_write_shows_which_app_it_was(sharepoint: LocalSharePoint, path: str) -> None:
    with an_api(sharepoint.register_app("Gap finder", "write")) as app:
        app.merge(f"{path}/items(1)", {"Title": "x"})

        row = app.get(f"{path}/items(1)?$select=Editor/Title,Author/Title&$expand=Editor,Author", Accept=NONE).json
        assert row == {"Editor": {"Title": "Gap finder"}, "Author": {"Title": "SharePoint App"}}
        assert app.get("web/currentuser").json["LoginName"].startswith("i:0i.t|ms.sp.ext|")


def test_each_app_signs_in_with_its_own_certificate(sharepoint: LocalSharePoint, connection: Connection) -> None:
    own = sharepoint.register_app("certified", "read")
    entra = Entra(own)
    names = Credentials(Path(own.private_key_file).parent, own.client_id).thumbprints
    first_key = Path(connection.private_key_file).read_bytes()

    status, answer = entra.ask(entra.endpoint, entra.form(entra.assertion(header=names)))
    _, foreign = entra.ask(
        entra.endpoint, entra.form(entra.assertion(first_key, header=Entra(connection).identity.thumbprints))
    )
    _, forged = entra.ask(entra.endpoint, entra.form(entra.assertion(first_key, header=names)))

    assert (status, foreign["error_codes"], forged["error_codes"]) == (200, [700027], [700027])
    with an_api(own) as app:
        assert app.get("web", Authorization=f"Bearer {answer['access_token']}").status == 200


def test_apps_are_kept_and_only_their_owner_reads_their_keys(data_dir: Path) -> None:
    first = LocalSharePoint(data_dir)
    with first:
        app = first.register_app("kept", "read")
    key = Path(app.private_key_file)

    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        assert api.get("web", Authorization=f"Bearer {app.token}").status == 200

    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads((data_dir / "apps.json").read_text())[app.client_id]["role"] == "read"


def test_an_app_is_registered_while_the_server_runs(data_dir: Path) -> None:
    with pytest.raises(LocalSharePointError, match="not running"):
        LocalSharePoint(data_dir).register_app("early", "read")


def test_there_are_five_roles() -> None:
    assert find_role("FullControl") is Role.FULLCONTROL
    with pytest.raises(
        LocalSharePointError, match=r"There is no role called 'owner'. Choose one of: none, read, write"
    ):
        find_role("owner")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.pattern}")
def test_only_what_changes_nothing_needs_no_more_than_read(route: Route) -> None:
    reading = ("contextinfo", "getlistusingpath", "getitems", "renderlistdata", "getchanges", "getlistitemchanges")
    is_reading = route.method == "GET" or any(word in route.pattern for word in reading)

    assert (route.needs is Role.READ) is is_reading
