"""A service on the stage: the whole of the client, with batches as small as a test wants them, and a process that can be killed."""

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from werkzeug.datastructures import Headers

from sync.core.records import Change, ListContents, Outcome, Register
from sync.core.rules import Rules
from sync.core.summary import Summary
from sync.core.vocabulary import GapKind
from sync.emulator.exchange import Request
from sync.emulator.seeds.loader import find_seed, load_seed
from sync.emulator.store.database import Store
from sync.emulator.tokens import TOKEN_SECONDS
from sync.jobs.pipeline import plan_pass, run_pass
from sync.ports import Holder, ListRequest, Ports, RunLimits, always
from sync.sharepoint import SharePointSite, SiteConnection
from sync.sharepoint.auth import SignIn
from sync.sharepoint.http_session import PinnedSession
from sync.sharepoint.transport import Timing, Transport
from tests.builders import AS_OF, a_register, an_item, the_rules
from tests.chaos.scenario import SlowSignIn
from tests.chaos.seen import describe
from tests.chaos.stage import ROOT_URL, TRACKER, KilledError, LateError, Stage, StageClock, duplicate, make_folder
from tests.chaos.watch import ViolationError
from tests.fakes import RecordedProgress, Stop

MARGIN_SECONDS: Final = 300
"""The service renews a token so long before it ends (sync/sharepoint/auth.py)."""


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


class _Wire(BaseAdapter):
    """Carries a service's requests onto the stage."""

    def __init__(self, stage: Stage, sender: str) -> None:
        super().__init__()
        self._stage = stage
        self._sender = sender
        self._is_dead = False

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        del args
        if self._is_dead:
            raise KilledError
        stage = self._stage
        stage.clock.elapsed += 1
        seen = describe(request, self._sender)
        stage.log.append(seen)
        try:
            stage.before(seen)
            answer = stage.answer(_translate(request), _read_patience(kwargs.get("timeout")))
            seen.status = answer.status
            if not seen.is_write:
                stage.note_moment()
            stage.after(seen, answer.body)
        except KilledError:
            self._is_dead = True
            raise
        except LateError as error:
            raise requests.ReadTimeout("no answer in time") from error
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


def _read_patience(timeout: object) -> float:
    """Return how many seconds a service waits for an answer."""
    assert isinstance(timeout, tuple)
    return float(timeout[1])


def _translate(request: requests.PreparedRequest) -> Request:
    parts = urlsplit(str(request.url))
    body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
    headers = Headers(list(request.headers.items()))
    return Request(str(request.method), unquote(parts.path), parts.query, headers, body, ROOT_URL)


class _SmallBatches(SharePointSite):
    """The client with batches of so many parts, so that few rows make many requests."""

    def __init__(self, transport: Transport, size: int, stage: Stage) -> None:
        super().__init__(transport)
        self._stage = stage
        self._size = size
        self.pause: Callable[[], None] = lambda: None
        self.last_read: Mapping[str, ListContents] = {}

    def read_lists(self, wanted: Sequence[ListRequest]) -> Mapping[str, ListContents]:
        """Read as the client does; raises ViolationError for a list that never had just the rows that were read."""
        self._stage.moments.clear()
        found = super().read_lists(wanted)
        if TRACKER in found:
            self.last_read = found
        for title in {request.title for request in wanted if not request.keys} & found.keys():
            rows = {row.id for row in found[title].rows}
            if all(rows != moment.get(title, set()) for moment in self._stage.moments):
                raise ViolationError(f"'{title}' never had the rows that a read of it gave")
        return found

    def write(self, changes: Sequence[Change], permit: Callable[[], None] = always) -> list[Outcome]:
        self.pause()
        return super().write(changes, permit)

    def split(self, changes: Sequence[Change]) -> list[list[Change]]:
        groups = super().split(changes)
        return [group[start : start + self._size] for group in groups for start in range(0, len(group), self._size)]


class Service:
    """One process of the service: it starts, runs, and may be killed."""

    def __init__(
        self,
        stage: Stage,
        name: str = "one",
        *,
        skew: float = 0.0,
        stop: Stop | None = None,
        group_size: int = 100,
        sign_in: SlowSignIn | None = None,
    ) -> None:
        self.stage = stage
        self.name = name
        self.while_signing_in: Callable[[], None] = lambda: None
        self._slow = sign_in
        self.is_slow = sign_in is not None
        connection = SiteConnection(stage.site_url)
        session = PinnedSession(connection)
        session.trust_env = False  # no proxy stands between, and to look for one takes time
        session.mount("https://", _Wire(stage, name))
        clock = SkewedClock(stage.clock, skew)
        timing = Timing(clock.seconds, clock.now, self._sleep, lambda: 0.5)
        transport = Transport(connection, session, SignIn(self._acquire, lambda: None, clock.seconds), timing)
        self.site = _SmallBatches(transport, group_size, stage)
        self.ports = Ports(
            self.site, clock, RecordedProgress(), stop or Stop(), holder=Holder(name), limits=RunLimits()
        )

    def _acquire(self) -> Mapping[str, object]:
        """Sign in, at once or slowly; meanwhile others may do what they like."""
        lasts = float(TOKEN_SECONDS)
        if self._slow is not None:
            self._sleep(self._slow.seconds)
            self.while_signing_in()
            lasts = MARGIN_SECONDS + self._slow.lasts
        return {"access_token": self.stage.token(), "expires_in": lasts}

    def _sleep(self, seconds: float) -> None:
        self.stage.clock.elapsed += seconds

    def run(self, register: Register | None = None, *, expect: str = "") -> Summary:
        rules = the_rules_of_the_stage()
        return run_pass(self.ports, rules, register or the_register(), AS_OF, release="chaos", expect=expect)

    def plan(self) -> Summary:
        """Say what a run would do."""
        return plan_pass(self.ports, the_rules_of_the_stage(), the_register(), AS_OF)


def _write_seed() -> Path:
    """A seed with the sample site's lists and none of its rows."""
    folder = make_folder()
    seed = find_seed("lancashire-2021")
    for name in ("site.yaml", "boards.csv"):
        shutil.copy(seed / name, folder / name)
    for name in ("tracker.csv", "inspections.csv", "self-assessment.csv"):
        with (seed / name).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        (folder / name).write_text(",".join(header) + "\n", encoding="utf-8")
    return folder


@cache
def the_template() -> Store:
    """The provisioned site without rows, from which every stage is copied."""
    store = Store(Path(":memory:"), StageClock().now)
    load_seed(store, _write_seed())
    stage = Stage(store, StageClock())
    targets = the_rules_of_the_stage().targets
    Service(stage).site.provision(targets.owned, targets.flags, is_dry_run=False)
    return store


def a_stage() -> Stage:
    """A fresh site without rows."""
    return Stage(*duplicate(the_template()))
