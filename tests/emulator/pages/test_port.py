"""The port of the pages: plain HTTP, on this computer only, by its own names only, and with nothing but pages on it."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sync.emulator.errors import LocalSharePointError
from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.pages.markup import parse
from tests.emulator.rest import Api


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSharePoint, Connection]]:
    server = LocalSharePoint(tmp_path_factory.mktemp("pages"), seed="minimal")
    with server as connection:
        yield server, connection


def ask(address: str, path: str = "", method: str = "GET", **headers: str) -> tuple[int, str]:
    parts = urlsplit(address)
    http_ = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=10)
    try:
        http_.request(method, path or parts.path, headers=headers)
        answer = http_.getresponse()
        return answer.status, answer.read().decode()
    finally:
        http_.close()


def test_the_pages_are_served_without_a_certificate(running: tuple[LocalSharePoint, Connection]) -> None:
    url = running[0].pages_url

    status, text = ask(url)

    assert url.startswith("http://localhost:")
    assert url.endswith("/sites/hmicfrs/")
    assert status == 200
    assert "HMICFRS Tracker" in text


def test_the_ready_line_is_as_it_was(running: tuple[LocalSharePoint, Connection]) -> None:
    assert "pages" not in running[1].as_json().replace(running[1].data_dir, "")


@pytest.mark.parametrize("path", ["/sites/hmicfrs/_api/web", "/_api/contextinfo", "/sites/hmicfrs/_API/Web/Lists"])
def test_the_api_is_not_on_that_port(running: tuple[LocalSharePoint, Connection], path: str) -> None:
    status, text = ask(running[0].pages_url, path, Authorization=f"Bearer {running[1].token}")

    assert status == 404
    assert "HTTPS port" in text


def test_no_token_is_issued_on_that_port(running: tuple[LocalSharePoint, Connection]) -> None:
    path = f"/{running[1].tenant}/oauth2/v2.0/token"

    assert ask(running[0].pages_url, path, "POST")[0] == 501


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.0.1", "[::1", ""])
def test_another_name_for_this_computer_is_refused(running: tuple[LocalSharePoint, Connection], host: str) -> None:
    status, text = ask(running[0].pages_url, Host=host)

    assert status == 421
    assert "HMICFRS Tracker" not in text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:1234"])
def test_this_computers_own_names_are_taken(running: tuple[LocalSharePoint, Connection], host: str) -> None:
    assert ask(running[0].pages_url, Host=host)[0] == 200


def test_only_this_computer_is_listened_to(running: tuple[LocalSharePoint, Connection]) -> None:
    port = urlsplit(running[0].pages_url).port
    assert port
    with socket.socket() as other:
        other.settimeout(2)
        # Another address of the same computer: nobody listens there.
        with pytest.raises(OSError, match=r"refused|timed out"):
            other.connect(("127.0.0.2", port))


def test_the_pages_are_on_the_https_port_too(running: tuple[LocalSharePoint, Connection]) -> None:
    api = Api(running[1])
    try:
        reply = api.send("GET", "/sites/hmicfrs/", Authorization="", Accept="text/html")
    finally:
        api.close()

    assert "HMICFRS Tracker" in reply.text
    assert reply.headers["X-Not-SharePoint"]


def test_every_answer_says_that_it_is_not_sharepoint(running: tuple[LocalSharePoint, Connection]) -> None:
    for path in ("/sites/hmicfrs/", "/nowhere"):
        assert "This is NOT SharePoint." in ask(running[0].pages_url, path)[1]


def test_no_link_of_any_page_leads_nowhere(running: tuple[LocalSharePoint, Connection]) -> None:
    url = running[0].pages_url
    waiting = [urlsplit(url).path]
    seen: set[str] = set()
    while waiting and len(seen) < 150:
        path = waiting.pop(0).partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        status, text = ask(url, path)
        assert status in (200, 303), path
        links = parse(text).find_all("a") if status == 200 and text.startswith("<!doctype") else []
        waiting += [link["href"] for link in links if link["href"].startswith("/sites/hmicfrs/")]

    assert len(seen) > 20


def test_both_ports_are_kept_from_one_start_to_the_next(tmp_path: Path) -> None:
    server = LocalSharePoint(tmp_path, seed="minimal")
    with server as first:
        url = server.pages_url
    assert server.pages_url == ""

    with server as second:
        assert (second.site_url, server.pages_url) == (first.site_url, url)


def test_the_port_can_be_left_out(tmp_path: Path) -> None:
    server = LocalSharePoint(tmp_path, pages_port=None)
    with server:
        assert server.pages_url == ""


def test_a_port_that_is_taken_is_told_and_nothing_is_left_running(
    tmp_path: Path, running: tuple[LocalSharePoint, Connection]
) -> None:
    taken = urlsplit(running[0].pages_url).port

    with pytest.raises(LocalSharePointError, match=f"Port {taken}"):
        LocalSharePoint(tmp_path, pages_port=taken).start()

    with LocalSharePoint(tmp_path):
        assert (tmp_path / "connection.json").exists()
