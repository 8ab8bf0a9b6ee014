"""The wire: nobody waits for a silent client, and connections are kept."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from sync.emulator.server import Connection
from tests.emulator.rest import Api, a_field, an_api, make_list


def read_host(connection: Connection) -> tuple[str, int]:
    return "127.0.0.1", urlsplit(connection.site_url).port or 0


@contextmanager
def a_secure_socket(connection: Connection) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context(cafile=connection.ca_file)
    with (
        socket.create_connection(read_host(connection)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        yield secure


def test_a_client_that_says_nothing_keeps_nobody_waiting(connection: Connection) -> None:
    with socket.create_connection(read_host(connection)), an_api(connection) as api:
        assert api.get("web").status == 200


def test_a_client_that_does_not_trust_us_harms_nobody(connection: Connection, api: Api) -> None:
    with socket.create_connection(read_host(connection)) as plain, pytest.raises(ssl.SSLError):
        ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1")

    assert api.get("web").status == 200


def test_one_connection_carries_many_requests(connection: Connection) -> None:
    with a_secure_socket(connection) as secure:
        for _ in range(3):
            secure.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = secure.recv(65536)
            assert b"Connection: keep-alive" in answer


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400, id="less than nothing"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %b\r\n\r\n" % (b"9" * 5000), 400, id="too much"
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400, id="no chunk"
        ),
        pytest.param(b"GET /%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % (b"x" * 70_000), 414, id="a long address"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 300 + b"\r\n", 431, id="many headers"),
        pytest.param(b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, id="another HTTP"),
        pytest.param(b"\x00\x01 \x02\r\n\r\n", 400, id="no HTTP"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_hung_up_on(
    connection: Connection, capfd: pytest.CaptureFixture[str], sent: bytes, status: int
) -> None:
    with a_secure_socket(connection) as secure:
        secure.sendall(sent)
        answer = secure.recv(65536).decode()

    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "X-Not-SharePoint: hmicfrs-sync local SharePoint\r\nContent-Length:" in answer
    assert answer.partition("\r\n\r\n")[2].startswith("The request cannot be read: ")
    assert capfd.readouterr().err == ""


def test_a_client_may_ask_for_the_connection_to_be_closed(connection: Connection) -> None:
    with a_secure_socket(connection) as secure:
        secure.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

        assert b"Connection: close" in secure.recv(65536)
        assert secure.recv(1) == b""


def test_a_body_may_come_in_chunks(connection: Connection, api: Api) -> None:
    head = (
        "POST /sites/hmicfrs/_api/web/lists HTTP/1.1\r\nHost: localhost:1\r\n"
        "Accept: application/json\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        f"Authorization: Bearer {connection.token}\r\n\r\n"
    ).replace("localhost:1", f"localhost:{read_host(connection)[1]}")
    with a_secure_socket(connection) as secure:
        secure.sendall(head.encode() + b'8\r\n{"Title"\r\nb\r\n:"Chunked"}\r\n0\r\n\r\n')

        assert secure.recv(65536).startswith(b"HTTP/1.1 201")
    assert api.get("web/lists/getbytitle('Chunked')").status == 200


def test_a_head_request_has_no_body(connection: Connection) -> None:
    context = ssl.create_default_context(cafile=connection.ca_file)
    client = http.client.HTTPSConnection(*read_host(connection), context=context)
    client.request("HEAD", "/sites/hmicfrs/")
    answer = client.getresponse()

    assert (answer.status, answer.read()) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 100
    client.close()


def test_only_one_of_many_equal_creates_wins(connection: Connection, api: Api) -> None:
    path = make_list(api, a_field("SyncKey", Indexed="TRUE", EnforceUniqueValues="TRUE"))

    def create(_: int) -> int:
        with an_api(connection) as own:
            return own.post(f"{path}/items", {"SyncKey": "the same"}).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(create, range(16)))

    assert sorted(statuses) == [201] + [500] * 15
    assert api.get(path).json["ItemCount"] == 1


def test_only_one_of_many_writers_with_the_same_etag_wins(connection: Connection, api: Api) -> None:
    path = make_list(api)
    etag = api.post(f"{path}/items", {"Title": "x"}).headers["ETag"]

    def change(number: int) -> int:
        with an_api(connection) as own:
            return own.merge(f"{path}/items(1)", {"Title": str(number)}, If_Match=etag).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(change, range(16)))

    assert sorted(statuses) == [204] + [412] * 15
