"""The server's life: started, found again, refused with a sentence, stopped at once."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from sync.emulator.errors import LocalSharePointError
from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import Api, add_item, an_api, make_list


def read_mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_connection_is_one_line_of_json_in_order(data_dir: Path) -> None:
    with LocalSharePoint(data_dir) as connection:
        line = connection.as_json()
        written = (data_dir / "connection.json").read_text()

    facts = json.loads(line)
    assert "\n" not in line
    assert written == line
    assert list(facts) == [
        "site_url",
        "authority",
        "tenant",
        "client_id",
        "ca_file",
        "certificate_file",
        "private_key_file",
        "token",
        "data_dir",
    ]
    assert facts["site_url"].endswith("/sites/hmicfrs")
    assert facts["authority"].endswith(f"/{facts['tenant']}")


def test_only_the_owner_may_read_what_is_kept(data_dir: Path) -> None:
    with LocalSharePoint(data_dir, seed="minimal") as connection:
        assert read_mode(data_dir) == 0o700
        for file in (connection.private_key_file, connection.ca_file, data_dir / "connection.json"):
            assert read_mode(Path(file)) == 0o600
        assert read_mode(data_dir / "server.pem") == read_mode(data_dir / "token-key.pem") == 0o600

    assert not (data_dir / "connection.json").exists()


def test_starting_again_finds_the_same_site(data_dir: Path) -> None:
    with LocalSharePoint(data_dir, seed="minimal") as first, an_api(first) as api:
        path = make_list(api)
        item = add_item(api, path, Title="kept")

    with LocalSharePoint(data_dir, seed="minimal") as second, an_api(second) as api:
        assert api.get(f"{path}/items(1)").json["odata.etag"] == item["odata.etag"]
        assert api.get("web/lists/getbytitle('HMICFRS%20Tracker')").json["ItemCount"] == 2
        assert (second.client_id, second.tenant, second.site_url) == (first.client_id, first.tenant, first.site_url)
        assert api.get("web", Authorization=f"Bearer {first.token}").status == 200


def test_a_site_without_a_seed_is_empty(data_dir: Path) -> None:
    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        assert [row["Title"] for row in api.get("web/lists").rows] == ["Documents"]
        assert api.get("web").json["Title"] == "HMICFRS"


def test_one_server_can_start_twice(data_dir: Path) -> None:
    sharepoint = LocalSharePoint(data_dir)
    sharepoint.start()
    sharepoint.stop()
    sharepoint.stop()

    with sharepoint as connection, an_api(connection) as api:
        assert api.get("web").status == 200


def test_a_port_that_is_taken_is_told(data_dir: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(LocalSharePointError, match=rf"^Port {port} cannot be used .* Choose another port"):
            LocalSharePoint(data_dir, port=port).start()


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_is_none_is_told(data_dir: Path, port: int) -> None:
    with pytest.raises(LocalSharePointError, match=r"Choose another port"):
        LocalSharePoint(data_dir, port=port).start()


def test_the_port_of_last_time_is_given_up_when_taken(data_dir: Path) -> None:
    with LocalSharePoint(data_dir) as first:
        port = urlsplit(first.site_url).port

    with closing(socket.create_server(("127.0.0.1", port or 0))), LocalSharePoint(data_dir) as second:
        assert urlsplit(second.site_url).port != port


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(LocalSharePointError, match=r"cannot be written .* Name a data folder"):
        LocalSharePoint(tmp_path / "file" / "data").start()


def test_a_folder_that_is_served_already_is_told(data_dir: Path) -> None:
    with LocalSharePoint(data_dir), pytest.raises(LocalSharePointError, match=r"served by another process"):
        LocalSharePoint(data_dir).start()


def test_a_file_that_is_no_database_is_told(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "sharepoint.sqlite").write_bytes(b"This is not SQLite. " * 100)

    with pytest.raises(LocalSharePointError, match=r"is not a sound SQLite file .* Delete it"):
        LocalSharePoint(data_dir).start()


def test_a_damaged_database_is_told(data_dir: Path) -> None:
    with LocalSharePoint(data_dir, seed="minimal"):
        pass
    file = data_dir / "sharepoint.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with pytest.raises(LocalSharePointError, match=r"is not a sound SQLite file"):
        LocalSharePoint(data_dir).start()


def test_an_unknown_seed_is_told_and_nothing_is_left_running(data_dir: Path) -> None:
    with pytest.raises(LocalSharePointError, match=r"There is no seed called 'nope'. Choose one of: .*minimal"):
        LocalSharePoint(data_dir, seed="nope").start()

    with LocalSharePoint(data_dir, seed="minimal") as connection, an_api(connection) as api:
        titles = {row["Title"] for row in api.get("web/lists").rows}
        assert titles == {"Assessment Boards", "HMICFRS Tracker", "Documents"}

    with pytest.raises(LocalSharePointError, match=r"There is no seed called 'nope'"):
        LocalSharePoint(data_dir, seed="nope").start()


KILLED = """
import sys
from pathlib import Path
from sync.emulator.server import LocalSharePoint
print(LocalSharePoint(Path(sys.argv[1]), seed="minimal").start().as_json(), flush=True)
sys.stdin.read()
"""


def test_being_killed_in_the_middle_leaves_a_good_file(data_dir: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdout
        facts = json.loads(process.stdout.readline())
        added = add_until_killed(facts["site_url"], facts["token"], facts["ca_file"], process.pid)

    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        facts = api.get("web/lists/getbytitle('Assessment%20Boards')").json
        rows = api.get("web/lists/getbytitle('Assessment%20Boards')/items").rows
        assert facts["ItemCount"] == len(rows) >= added + 1


def add_until_killed(site_url: str, token: str, ca_file: str, process_id: int) -> int:
    """Add items over one raw connection, kill the process while an answer is due, and return how many were answered."""
    host, port = str(urlsplit(site_url).hostname), urlsplit(site_url).port
    context = ssl.create_default_context(cafile=ca_file)
    request = (
        "POST /sites/hmicfrs/_api/web/lists/getbytitle('Assessment%20Boards')/items HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
        'Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{"Title":"x"}'
    ).encode()
    with socket.create_connection((host, port)) as plain, context.wrap_socket(plain, server_hostname=host) as secure:
        for _ in range(20):
            secure.sendall(request)
            assert secure.recv(65536).startswith(b"HTTP/1.1 201")
        secure.sendall(request)
        os.kill(process_id, signal.SIGKILL)
    return 20


def test_stopping_leaves_no_thread_and_no_open_connection(data_dir: Path) -> None:
    before = set(threading.enumerate())
    sharepoint = LocalSharePoint(data_dir)
    connection = sharepoint.start()
    with an_api(connection) as api:
        assert api.get("web").status == 200

        sharepoint.stop()

        assert set(threading.enumerate()) == before
        with pytest.raises(OSError, match=r".*"):
            api.get("web")


def refuse_all(application: WSGIApplication) -> WSGIApplication:  # noqa: ARG001 - it never asks
    def answer(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("429 Too Many Requests", [("Retry-After", "7"), ("Content-Length", "0")])
        return [b""]

    return answer


def hang_up_after(application: WSGIApplication) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        list(application(environ, start_response))
        raise ConnectionAbortedError

    return answer


def cut_short(application: WSGIApplication) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return [piece[:10] for piece in application(environ, start_response)]

    return answer


def fail(application: WSGIApplication) -> WSGIApplication:  # noqa: ARG001 - it never asks
    def answer(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:  # noqa: ARG001
        raise RuntimeError("our own mistake")

    return answer


Wrap = Callable[[WSGIApplication], WSGIApplication]


def ask_wrapped(data_dir: Path, wrap: Wrap) -> tuple[LocalSharePoint, int | str]:
    sharepoint = LocalSharePoint(data_dir, wrap=wrap)
    with sharepoint as connection, an_api(connection) as api:
        try:
            return sharepoint, api.get("web").status
        except Exception as error:  # noqa: BLE001 - which one depends on how the answer was spoilt
            return sharepoint, type(error).__name__


@pytest.mark.parametrize(
    ("wrap", "seen", "recorded"),
    [
        pytest.param(refuse_all, 429, 429, id="throttled"),
        pytest.param(hang_up_after, "RemoteDisconnected", 0, id="dropped after the work was done"),
        pytest.param(cut_short, "IncompleteRead", 200, id="cut short"),
    ],
)
def test_a_layer_in_front_may_spoil_answers(data_dir: Path, wrap: Wrap, seen: int | str, recorded: int) -> None:
    sharepoint, found = ask_wrapped(data_dir, wrap)

    assert found == seen
    assert [served.status for served in sharepoint.requests] == [recorded]


def test_our_own_mistake_is_500_and_shown(data_dir: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sharepoint, found = ask_wrapped(data_dir, fail)

    assert found == sharepoint.requests[-1].status == 500
    assert "our own mistake" in capfd.readouterr().err


def test_requests_are_counted_on_the_api_only(data_dir: Path) -> None:
    sharepoint = LocalSharePoint(data_dir)
    with sharepoint as connection, an_api(connection) as api:
        api.get("/sites/hmicfrs/")
        api.get("web?$select=Title")
        api.get("nope")

    paths = [(served.method, served.path, served.status, served.parts) for served in sharepoint.requests]
    assert paths == [("GET", "/sites/hmicfrs/_api/web", 200, 0), ("GET", "/sites/hmicfrs/_api/nope", 501, 0)]


def test_another_name_for_this_computer_is_not_answered(api: Api) -> None:
    assert api.get("web", Host="evil.example").status == 421
