"""Recorded requests of two independent clients: each is answered as it was, or as SharePoint would."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sync.emulator.paths import quote_text
from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.captures import FOLDER, Recorded, list_files, read_recording
from tests.emulator.rest import Api, Reply, an_api, encode

RECORDED_LIST = "6f3c1b0e-1111-4a2b-9c3d-aaaaaaaaaaaa"
RECORDED_FILE = "00000000-0000-0000-0000-000000000063"
ODD_TITLE = "O'Brien & Co #1 100%"
ROWS = 60

#: Where SharePoint differs from the stub that answered the recording, and how.
DIFFERENT = {
    "08_items_query #1": (501, "'$order_by', which the library sends by mistake"),
    "13_item_add #2": (400, "a date without an offset is refused (A.4)"),
    "20b_get_changes_str_token #1": (400, "a token is an object"),
    "30_create_view #1": (400, "verbose JSON has no bare lists of text (B17)"),
}
SITE = """
site: {title: Recorded, path: /sites/x, time_zone: Europe/London}
users:
  - {key: a, title: Analyst, email: analyst@contoso.com}
  - {key: b, title: Second, email: second@contoso.com}
  - {key: c, title: Third, email: third@contoso.com}
  - {key: d, title: Fourth, email: fourth@contoso.com}
  - {key: e, title: Fifth, email: fifth@contoso.com}
  - {key: f, title: Sixth, email: sixth@contoso.com}
  - {key: g, title: Ann, email: ann@contoso.com}
lists:
  - title: Tracker
    rows: tracker.csv
    fields:
      - {title: Status, type: Choice, choices: [Open, Closed]}
      - {title: Owner, type: User}
      - {title: Due, type: DateTime, date_only: true}
      - {title: DueUtc, type: DateTime}
      - {title: N, type: Number}
      - {title: B, type: Boolean}
      - {title: Empty, type: Text}
      - {title: Tags, type: MultiChoice, choices: [A, B]}
      - {title: Link, type: URL}
      - {title: Parent, type: Lookup, list: Tracker}
      - {title: GapFlag, type: Text}
"""


class Player:
    """Sends recordings to a local SharePoint, with the ids and tokens that it gave instead of those recorded."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.list_id = api.get("web/lists/getbytitle('Tracker')").json["Id"]
        self._known = {RECORDED_LIST: self.list_id}
        self._page = ""

    def prepare(self, recorded: Recorded) -> None:
        """Put the list that a recording makes or takes away into the state it expects."""
        title = "Flags" if "'Flags'" in recorded.target or b'"Flags"' in recorded.body else ODD_TITLE
        address = f"web/lists/getbytitle({encode(quote_text(title))})"
        is_there, is_made = self.api.get(address).status == 200, b'"Flags"' in recorded.body
        if is_there and is_made:
            self.api.delete(address)
        elif not is_there and not is_made:
            self.api.post("web/lists", {"Title": title, "BaseTemplate": 100})

    def send(self, recorded: Recorded) -> Reply:
        body = re.sub(
            rb"http://127\.0\.0\.1:\d+", self.api.connection.site_url.rpartition("/sites")[0].encode(), recorded.body
        )
        body = re.sub(rb"X-RequestDigest:[^\n]*\n", b"", re.sub(rb"Authorization:[^\n]*\n", b"", body))
        target, headers = recorded.target, dict(recorded.headers)
        for old, new in self._known.items():
            body, target = body.replace(old.encode(), new.encode()), target.replace(old, new)
        tag = headers.get("IF-MATCH", headers.get("If-Match", ""))
        if tag not in ("", "*") and not recorded.is_error:
            headers["IF-MATCH"] = self.api.get(target).headers["ETag"]
        target = target.replace("/lists(1)", f"/lists('{self.list_id}')").replace("pages(3)", f"pages({self._page})")
        reply = self.api.send(recorded.method, target, body or None, **{"Content_Type": "", **headers})
        self._learn(recorded, reply)
        return reply

    def _learn(self, recorded: Recorded, reply: Reply) -> None:
        if reply.status not in (200, 201) or not reply.text.startswith("{"):
            return
        document: dict[str, Any] = reply.json.get("d", reply.json)
        if "/files/add" in recorded.target.lower():
            self._known[RECORDED_FILE] = document["UniqueId"]
        if recorded.target.endswith("sitePages/pages"):
            self._page = str(document["Id"])


@pytest.fixture(scope="module", params=["o365", "pnp"])
def client(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def connection(client: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    if not list_files(client):
        pytest.skip(f"There are no recordings beside this repository, in {FOLDER.parent.name}/{FOLDER.name}/{client}.")
    seed = tmp_path_factory.mktemp("recorded-site")
    (seed / "site.yaml").write_text(SITE, encoding="utf-8")
    (seed / "tracker.csv").write_text("Title\n" + "".join(f"Row {n}\n" for n in range(1, ROWS + 1)), encoding="utf-8")
    with LocalSharePoint(tmp_path_factory.mktemp("recorded"), seed=seed) as connection:
        yield connection


@pytest.fixture(scope="module")
def player(connection: Connection) -> Iterator[Player]:
    with an_api(connection) as api:
        yield Player(api)


def test_every_recorded_request_is_answered(client: str, player: Player) -> None:
    wrong = []
    for file in list_files(client):
        for recorded in read_recording(file):
            player.prepare(recorded)
            reply = player.send(recorded)
            expected, _ = DIFFERENT.get(recorded.name, (recorded.status, ""))
            if not is_like(reply, expected):
                wrong.append(f"{recorded.name}: {reply.status} instead of {expected}: {reply.text[:300]}")

    assert wrong == [], "\n".join(wrong)


def is_like(reply: Reply, status: int) -> bool:
    """Say whether an answer is of the recorded sort; a batch's parts may be refused and may not be broken."""
    if status >= 400:
        return reply.status == status
    return 200 <= reply.status < 300 and not re.search(r"^HTTP/1\.1 5\d\d", reply.text, re.MULTILINE)
