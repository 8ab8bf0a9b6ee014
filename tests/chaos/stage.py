"""A site in this process: the local SharePoint without a server before it, on a clock of its own, copied in a moment.

Requests go through the whole of the client and of the local SharePoint; only the sockets between them are left out. What a
socket can do to a request, the stage does: drop it before or after, and kill the one who sent it.
"""

import atexit
import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from werkzeug.datastructures import Headers

from sync.core.records import Change, ListContents, Register
from sync.core.rules import Governance, Rules
from sync.core.summary import Summary
from sync.core.vocabulary import GapKind
from sync.emulator.api import Backing
from sync.emulator.app import Application
from sync.emulator.apps import Apps
from sync.emulator.control import Control
from sync.emulator.exchange import Request
from sync.emulator.faults.register import FaultRegister
from sync.emulator.identity import Identity
from sync.emulator.pages.routing import Pages
from sync.emulator.seeds.loader import find_seed, load_seed
from sync.emulator.server import build_application
from sync.emulator.store.database import Store
from sync.emulator.store.site import read_site
from sync.emulator.tokens import BY_CERTIFICATE, TOKEN_SECONDS, Tokens
from sync.jobs.pipeline import run_pass
from sync.ports import Holder, ListRequest, Ports, RunLimits
from sync.sharepoint import SharePointSite, SiteConnection
from sync.sharepoint.auth import SignIn
from sync.sharepoint.http_session import PinnedSession
from sync.sharepoint.transport import Timing, Transport
from tests.builders import AS_OF, a_register, an_item, the_rules
from tests.fakes import RecordedProgress, Stop
from tests.sharepoint.wire import read_batch

ROOT_URL = "https://localhost"
START = datetime(2021, 6, 23, 9, tzinfo=UTC)
GAPS, RUNS, TRACKER = "HMICFRS Gaps", "HMICFRS Sync Runs", "HMICFRS Tracker"


class KilledError(BaseException):
    """The process is gone, as after kill -9: nothing of it runs any more, no handler and no clean-up."""


@dataclass
class StageClock:
    """Time on the stage: it passes by a second with every request, and by waiting."""

    elapsed: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed)


@dataclass
class SkewedClock:
    """The clock of one service, which may be wrong by so many seconds."""

    stage: StageClock
    skew: float = 0.0

    def today(self) -> date:
        return AS_OF

    def now(self) -> datetime:
        return self.stage.now() + timedelta(seconds=self.skew)

    def seconds(self) -> float:
        return self.stage.elapsed


@cache
def the_rules_of_the_stage() -> Rules:
    """The product's rules with one board and a handful of gaps: what is written matters here, and not how much of it."""
    rules = the_rules()
    kept = {GapKind.MISSING_ENTRY, GapKind.NO_BOARD, GapKind.NO_OWNER, GapKind.NO_TARGET_DATE, GapKind.DUPLICATE_ENTRY}
    gaps = {kind: replace(rule, is_on=rule.is_on and kind in kept) for kind, rule in rules.gaps.items()}
    governance = replace(rules.governance, boards=rules.governance.boards[:1], inspections=None, assessments=None)
    return replace(rules, gaps=gaps, governance=governance)


def the_register(items: int = 6) -> Register:
    return a_register(items=[an_item(f"ROCU-2021-R{number}") for number in range(1, items + 1)])


def _make_folder() -> Path:
    """A folder that goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _write_seed() -> Path:
    """A seed with the sample site's lists and none of its rows."""
    folder = _make_folder()
    seed = find_seed("lancashire-2021")
    for name in ("site.yaml", "boards.csv"):
        shutil.copy(seed / name, folder / name)
    for name in ("tracker.csv", "inspections.csv", "self-assessment.csv"):
        with (seed / name).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        (folder / name).write_text(",".join(header) + "\n", encoding="utf-8")
    return folder


@cache
def _identity() -> Identity:
    return Identity(_make_folder())


@cache
def the_template() -> Store:
    """The provisioned site without rows, from which every stage is copied."""
    store = Store(Path(":memory:"), StageClock().now)
    load_seed(store, _write_seed())
    stage = Stage(store, StageClock())
    targets = the_rules_of_the_stage().targets
    Service(stage).site.provision(targets.owned, targets.flags, is_dry_run=False)
    return store


@dataclass
class Seen:
    """One request as it arrived: who sent it, what it was, and whether it was answered."""

    sender: str
    is_write: bool
    targets: tuple[str, ...]
    status: int = 0


def _duplicate(origin: Store) -> tuple[Store, StageClock]:
    clock = StageClock()
    store = Store(Path(":memory:"), clock.now)
    with origin.reading() as source, store.reading() as target:
        source.backup(target)
    return store, clock


class Stage:
    """One site, and everybody who does something to it."""

    def __init__(self, store: Store, clock: StageClock) -> None:
        site = read_site(store)
        assert site is not None
        self.clock = clock
        self.store = store
        self.tokens = Tokens(_identity(), clock.now)
        self.control = Control(faults=FaultRegister(clock.now))
        backing = Backing(store, site, self.tokens, Apps(_identity(), store), self.control.switches)
        pages = Pages(store, site)
        self.application: Application = build_application(backing, _identity(), pages, self.control)
        self._undisturbed = build_application(backing, _identity(), pages, Control())
        self.site_url = ROOT_URL + site.path
        self.before: Callable[[Seen], None] = lambda _: None
        self.after: Callable[[Seen, bytes], None] = lambda _, __: None
        self.log: list[Seen] = []
        self.removed: set[tuple[str, str]] = set()
        self._person = ""

    @classmethod
    def copy(cls) -> "Stage":
        """A fresh site without rows."""
        return cls(*_duplicate(the_template()))

    def branch(self) -> "Stage":
        """Another site that is as this one is now."""
        return Stage(*_duplicate(self.store))

    def token(self) -> str:
        return self.tokens.issue(ROOT_URL, BY_CERTIFICATE)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any] | None:
        """Do something as a person with a browser would, past all faults; None when it was refused."""
        if not self._person:
            self._person = self.token()
        sent = Headers(
            {
                "Authorization": f"Bearer {self._person}",
                "Accept": "application/json;odata=nometadata",
                "Content-Type": "application/json;odata=nometadata",
                **headers,
            }
        )
        where, _, query = path.partition("?")
        content = json.dumps(body).encode() if body is not None else b""
        asked = f"{urlsplit(self.site_url).path}/_api/{where}"
        answer = self._undisturbed.respond(Request(method, asked, query, sent, content, ROOT_URL))
        if answer.status == 401:
            self._person = ""
            return self.ask(method, path, body, **headers)
        if answer.status >= 300:
            return None
        found: dict[str, Any] = json.loads(answer.body) if answer.body else {}
        return found

    def rows(self, title: str, options: str = "$top=5000") -> list[dict[str, Any]]:
        answer = self.ask("GET", f"web/lists/getbytitle('{title}')/items?{options}")
        assert answer is not None
        found: list[dict[str, Any]] = answer["value"]
        return found

    def add(self, title: str, **values: object) -> int:
        answer = self.ask("POST", f"web/lists/getbytitle('{title}')/items", values)
        assert answer is not None
        return int(answer["Id"])

    def edit(self, title: str, number: int, **values: object) -> bool:
        path = f"web/lists/getbytitle('{title}')/items({number})"
        return self.ask("POST", path, values, **{"X-HTTP-Method": "MERGE", "IF-MATCH": "*"}) is not None

    def remove(self, title: str, number: int) -> bool:
        path = f"web/lists/getbytitle('{title}')/items({number})"
        return self.ask("POST", path, **{"X-HTTP-Method": "DELETE", "IF-MATCH": "*"}) is not None

    def lease_owner(self) -> str:
        """Who may write now, by the list; looked up in the store, as every write is checked."""
        with self.store.reading() as connection:
            found = connection.execute(
                "SELECT json_extract(cells, '$.LeaseOwner') FROM items JOIN lists ON lists.id = list_id "
                "WHERE lists.title = ? AND json_extract(cells, '$.SyncKey') = 'lease'",
                (RUNS,),
            ).fetchone()
        return str(found[0] or "") if found else ""


class _Wire(BaseAdapter):
    """Carries a service's requests onto the stage."""

    def __init__(self, stage: Stage, sender: str) -> None:
        super().__init__()
        self._stage = stage
        self._sender = sender
        self._is_dead = False

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        del args, kwargs
        if self._is_dead:
            raise KilledError
        stage = self._stage
        stage.clock.elapsed += 1
        seen = _describe(request, self._sender)
        stage.log.append(seen)
        try:
            stage.before(seen)
            answer = stage.application.respond(_translate(request))
            seen.status = answer.status
            stage.after(seen, answer.body)
        except KilledError:
            self._is_dead = True
            raise
        except ConnectionError as error:
            raise requests.ConnectionError("dropped") from error
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response._content = answer.body  # noqa: SLF001 - how an adapter of requests gives a body that is there already
        response.request = request
        response.url = str(request.url)
        return response

    def close(self) -> None:
        """Nothing is open."""


def _translate(request: requests.PreparedRequest) -> Request:
    parts = urlsplit(str(request.url))
    body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
    headers = Headers(list(request.headers.items()))
    return Request(str(request.method), unquote(parts.path), parts.query, headers, body, ROOT_URL)


def _describe(request: requests.PreparedRequest, sender: str) -> Seen:
    """Say what a request wants to write: each part of a batch by its verb, its address and, for a new row, its key."""
    if not str(request.url).endswith("/$batch"):
        return Seen(sender, request.method != "GET", ())
    parts = [part for part in read_batch(request) if part.method != "GET"]
    targets = [
        f"{part.method} {unquote(part.url.partition('/_api/')[2])} {part.body.get('SyncKey', '')}" for part in parts
    ]
    return Seen(sender, bool(targets), tuple(targets))


class _SmallBatches(SharePointSite):
    """The client with batches of so many parts, so that few rows make many requests."""

    def __init__(self, transport: Transport, size: int) -> None:
        super().__init__(transport)
        self._size = size
        self.last_read: Mapping[str, ListContents] = {}

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        self.last_read = super().read_lists(wanted)
        return self.last_read

    def split(self, changes: Sequence[Change]) -> list[list[Change]]:
        groups = super().split(changes)
        return [group[start : start + self._size] for group in groups for start in range(0, len(group), self._size)]


class Service:
    """One process of the service: it starts, runs, and may be killed."""

    def __init__(
        self, stage: Stage, name: str = "one", *, skew: float = 0.0, stop: Stop | None = None, group_size: int = 100
    ) -> None:
        self.stage = stage
        connection = SiteConnection(stage.site_url)
        session = PinnedSession(connection)
        session.trust_env = False  # no proxy stands between, and to look for one takes time
        session.mount("https://", _Wire(stage, name))
        clock = SkewedClock(stage.clock, skew)
        sign_in = SignIn(
            lambda: {"access_token": stage.token(), "expires_in": TOKEN_SECONDS}, lambda: None, clock.seconds
        )
        timing = Timing(clock.seconds, clock.now, self._sleep, lambda: 0.5)
        self.site = _SmallBatches(Transport(connection, session, sign_in, timing), group_size)
        self.ports = Ports(
            self.site, clock, RecordedProgress(), stop or Stop(), holder=Holder(name), limits=RunLimits()
        )

    def _sleep(self, seconds: float) -> None:
        self.stage.clock.elapsed += seconds

    def run(self, register: Register | None = None, *, expect: str = "") -> Summary:
        rules = the_rules_of_the_stage()
        return run_pass(self.ports, rules, register or the_register(), AS_OF, release="chaos", expect=expect)
