"""Killed in the middle of whatever it was doing, the server leaves a file in which everything agrees."""

import json
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import an_api

SERVE = """
import sys
from pathlib import Path
from sync.emulator.server import LocalSharePoint
print(LocalSharePoint(Path(sys.argv[1]), seed="minimal", pages_port=None).start().as_json(), flush=True)
sys.stdin.read()
"""
API = "/sites/hmicfrs/_api"
BOARDS = f"{API}/web/lists/getbytitle('Assessment%20Boards')"
SHARED = f"{API}/web/getfolderbyserverrelativeurl('Shared%20Documents')"

#: Each finds what contradicts something else; in a good file each finds nothing.
CONTRADICTIONS = {
    "a count that is wrong": "SELECT id FROM lists WHERE item_count <> (SELECT count(*) FROM items WHERE list_id = lists.id)",
    "an id given twice": "SELECT id FROM lists WHERE last_item_id < (SELECT max(id) FROM items WHERE list_id = lists.id)",
    "an item without its version": (
        "SELECT id FROM items LEFT JOIN item_versions AS kept "
        "ON kept.list_id = items.list_id AND item_id = items.id AND kept.label = items.label "
        "WHERE kept.cells IS NOT items.cells"
    ),
    "an item that was never added": (
        "SELECT id FROM items WHERE NOT EXISTS (SELECT 1 FROM changes "
        "WHERE changes.list_id = items.list_id AND item_id = items.id AND kind = 1)"
    ),
    "a file without its item": (
        "SELECT item_id FROM entries LEFT JOIN items ON items.list_id = entries.list_id AND id = item_id WHERE id IS NULL"
    ),
    "a file that is cut": (
        "SELECT path FROM entries LEFT JOIN contents ON contents.unique_id = entries.unique_id "
        "WHERE NOT is_folder AND length(content) IS NOT size"
    ),
}


def a_batch(size: int) -> tuple[str, bytes, str]:
    part = (
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n\r\n"
        f"POST {BOARDS}/items HTTP/1.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n\r\n"
        '{"Title":"x"}\r\n--c--\r\n'
    )
    return f"{API}/$batch", (part * size + "--b--\r\n").encode(), "multipart/mixed; boundary=b"


@pytest.mark.parametrize(
    ("target", "body", "content_type"),
    [
        pytest.param(*a_batch(60), id="a batch"),
        pytest.param(
            f"{SHARED}/files/add(url='a.bin',overwrite=true)", b"x" * 2_000_000, "application/octet-stream", id="a file"
        ),
        pytest.param(f"{BOARDS}/recycle", b"", "", id="a list on its way to the bin"),
    ],
)
def test_everything_agrees_afterwards(data_dir: Path, target: str, body: bytes, content_type: str) -> None:
    command = [sys.executable, "-c", SERVE, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdout
        facts = json.loads(process.stdout.readline())
        send_and_kill(facts, target, body, content_type, process.pid)

    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        assert api.get("web/lists").status == 200
    assert find_contradictions(data_dir / "sharepoint.sqlite") == []


def send_and_kill(facts: dict[str, str], target: str, body: bytes, content_type: str, process_id: int) -> None:
    """Send a request whole, wait for no answer, and kill the server."""
    host = urlsplit(facts["site_url"])
    context = ssl.create_default_context(cafile=facts["ca_file"])
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {facts['token']}\r\n"
        f"Accept: application/json\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    address = (str(host.hostname), host.port)
    with socket.create_connection(address) as plain, context.wrap_socket(plain, server_hostname=address[0]) as secure:
        secure.sendall(head + body)
        os.kill(process_id, signal.SIGKILL)


def find_contradictions(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    try:
        found = [name for name, query in CONTRADICTIONS.items() if connection.execute(query).fetchall()]
        return found if connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok" else [*found, "not sound"]
    finally:
        connection.close()


def test_a_file_of_the_first_format_is_opened_and_goes_on(tmp_path: Path) -> None:
    from_before = Path(__file__).with_name("format-1.sql")
    connection = sqlite3.connect(tmp_path / "sharepoint.sqlite")
    connection.executescript(from_before.read_text(encoding="utf-8"))
    connection.close()

    with LocalSharePoint(tmp_path) as opened, an_api(opened) as api:
        [row] = api.get("web/lists/getbytitle('Boards')/items").rows
        [in_bin] = api.get("web/recyclebin").rows
        restored = api.post(f"web/recyclebin('{in_bin['Id']}')/restore").status
        titles = [row["Title"] for row in api.get("web/lists/getbytitle('Boards')/items").rows]

    assert (row["Title"], in_bin["Title"], restored, titles) == ("Custody", "Crime", 200, ["Custody", "Crime"])
    assert find_contradictions(tmp_path / "sharepoint.sqlite") == []
