"""A site in this process: the local SharePoint without a server before it, on a clock of its own, copied in a moment.

Requests go through the whole of the client and of the local SharePoint; only the sockets between them are left out. What a
socket can do to a request, the stage does: drop it before or after, answer it too late, and kill the one who sent it.
"""

import atexit
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from sync.emulator.api import Backing
from sync.emulator.app import Application
from sync.emulator.apps import Apps
from sync.emulator.control import Control
from sync.emulator.exchange import Request, Response
from sync.emulator.faults.injection import Injection
from sync.emulator.faults.register import FaultRegister
from sync.emulator.identity import Identity
from sync.emulator.pages.routing import Pages
from sync.emulator.server import build_application
from sync.emulator.store.database import Store
from sync.emulator.store.site import read_site
from sync.emulator.tokens import BY_CERTIFICATE, Tokens
from tests.chaos.seen import Seen

ROOT_URL = "https://localhost"
START = datetime(2021, 6, 23, 9, tzinfo=UTC)
GAPS, RUNS, TRACKER = "HMICFRS Gaps", "HMICFRS Sync Runs", "HMICFRS Tracker"

SERVER_SECONDS: Final = 110.0
"""After so long SharePoint ends a request that it has not done (ASP.NET, executionTimeout); RunLimits.write_seconds relies on it."""


class KilledError(BaseException):
    """The process is gone, as after kill -9: nothing of it runs any more, no handler and no clean-up."""


class LateError(Exception):
    """Whoever sent the request has given up waiting; it may be done all the same, in ``seconds`` after it was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class StageClock:
    """Time on the stage: it passes by a second with every request, and by waiting."""

    elapsed: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed)


def make_folder() -> Path:
    """A folder that goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _identity() -> Identity:
    return Identity(make_folder())


@dataclass(slots=True)
class _Control(Control):
    """Faults that wait on the stage's clock."""

    wait: Callable[[float], None] = time.sleep

    def build_injection(self) -> Injection:
        return Injection(self.faults, self.wait)


def duplicate(origin: Store, elapsed: float = 0.0) -> tuple[Store, StageClock]:
    clock = StageClock(elapsed)
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
        self.control: Control = _Control(faults=FaultRegister(clock.now), wait=self._delay)
        backing = Backing(store, site, self.tokens, Apps(_identity(), store), self.control.switches)
        pages = Pages(store, site)
        self.application: Application = build_application(backing, _identity(), pages, self.control)
        self._undisturbed = build_application(backing, _identity(), pages, Control())
        self.site_url = ROOT_URL + site.path
        self.before: Callable[[Seen], None] = lambda _: None
        self.after: Callable[[Seen, bytes], None] = lambda _, __: None
        self.log: list[Seen] = []
        self.removed: set[tuple[str, str]] = set()
        self.late: list[tuple[float, Request]] = []
        self.late_writes = 0
        self.moments: list[Mapping[str, Set[int]]] = []
        self._person = ""
        self._patience = self._waited = 0.0

    def branch(self) -> "Stage":
        """Another site that is as this one is now."""
        return Stage(*duplicate(self.store, self.clock.elapsed))

    def answer(self, request: Request, patience: float) -> Response:
        """Answer a service that waits for so many seconds; raises LateError when that is too short.

        What is late is done later all the same, unless SharePoint gives it up.
        """
        self.deliver()
        began = self.clock.elapsed
        self._patience, self._waited = patience, 0.0
        try:
            return self.application.respond(request)
        except LateError as error:
            self.clock.elapsed = began + patience
            if error.seconds <= SERVER_SECONDS:
                self.late.append((began + error.seconds, request))
            raise

    def deliver(self) -> None:
        """Do what was late and is due by now."""
        due = [request for moment, request in self.late if moment <= self.clock.elapsed]
        self.late = [(moment, request) for moment, request in self.late if moment > self.clock.elapsed]
        for request in due:
            self.late_writes += (
                request.method != "GET" and b"/items" in request.body and b"GET http" not in request.body
            )
            self._undisturbed.respond(request)

    def _delay(self, seconds: float) -> None:
        self._waited += seconds
        if self._waited > self._patience:
            raise LateError(self._waited)
        self.clock.elapsed += seconds

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

    def note_moment(self) -> None:
        """Keep which rows every list has now, for those who say later that they read one whole."""
        with self.store.reading() as connection:
            found = connection.execute("SELECT title, items.id FROM items JOIN lists ON lists.id = list_id").fetchall()
        moment: dict[str, set[int]] = {}
        for title, number in found:
            moment.setdefault(title, set()).add(number)
        self.moments.append(moment)

    def read_lease(self) -> tuple[str, datetime]:
        """Who may write now and until when, by the list; looked up in the store, as every write is checked."""
        with self.store.reading() as connection:
            found = connection.execute(
                "SELECT json_extract(cells, '$.LeaseOwner'), json_extract(cells, '$.LeaseUntil') FROM items "
                "JOIN lists ON lists.id = list_id WHERE lists.title = ? AND json_extract(cells, '$.SyncKey') = 'lease'",
                (RUNS,),
            ).fetchone()
        owner, until = found or (None, None)
        return str(owner or ""), datetime.fromisoformat(until) if until else START

    def find_key(self, title: str, number: int) -> str:
        """Return the key that a row has now; nothing for a row without one, or one that is gone."""
        with self.store.reading() as connection:
            found = connection.execute(
                "SELECT json_extract(cells, '$.SyncKey') FROM items JOIN lists ON lists.id = list_id "
                "WHERE lists.title = ? AND items.id = ?",
                (title, number),
            ).fetchone()
        return str((found and found[0]) or "")
