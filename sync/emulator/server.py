"""The local SharePoint: start it, connect to it, stop it.

Everything it keeps is in one data folder, which only its owner may read. Starting again on the same folder finds the
same data, the same certificate and the same app.
"""

import fcntl
import json
import os
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sync.emulator.api import Api, Backing
from sync.emulator.app import PARTS, Application, PagesApplication, is_api_path
from sync.emulator.apps import App, Apps
from sync.emulator.assertions import Assertions
from sync.emulator.control import Control
from sync.emulator.errors import LocalSharePointError
from sync.emulator.identity import Identity
from sync.emulator.pages.routing import Pages
from sync.emulator.private_files import write_private
from sync.emulator.seeds.loader import find_seed, load_seed
from sync.emulator.serving import LoopbackServer
from sync.emulator.sign_in import SignIn
from sync.emulator.store.database import Store
from sync.emulator.store.documents import add_documents
from sync.emulator.store.site import Site, add_site, read_site
from sync.emulator.tls import build_context, load_authority
from sync.emulator.tokens import BY_CERTIFICATE, Tokens

DEFAULT_TITLE, DEFAULT_PATH, DEFAULT_ZONE = "HMICFRS", "/sites/hmicfrs", "Europe/London"

_CONNECTION_FILE = "connection.json"
_PORT_FILE, _PAGES_PORT_FILE = "port", "pages-port"


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything a client needs; the ready line is its JSON.

    Args:
        token: a bearer token that is good for an hour, for curl and other clients.
    """

    site_url: str
    authority: str
    tenant: str
    client_id: str
    ca_file: str
    certificate_file: str
    private_key_file: str
    token: str
    data_dir: str

    def as_json(self) -> str:
        """Return one line of JSON, in the order of the attributes."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Served:
    """One request that was answered on the API.

    Args:
        status: the HTTP status, or 0 when the connection was dropped instead.
        parts: how many parts a ``$batch`` had; 0 for anything else.
    """

    method: str
    path: str
    status: int
    parts: int


class LocalSharePoint:
    """A SharePoint site on this computer; a context manager that gives its ``Connection``.

    Args:
        port: 0 for the port used last time or else a free one.
        pages_port: the same for the port on which the pages are served by plain HTTP; None for no such port.
        seed: the name of a seed that comes with the package, or a folder; loaded when the site is empty.
        wrap: puts WSGI middleware in front, to answer 429 or to cut answers short.
        faults: whether the administration route ``/_emulator/`` is open; ``control`` does the same in this process.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int = 0,
        pages_port: int | None = 0,
        seed: str | Path | None = None,
        wrap: Callable[[WSGIApplication], WSGIApplication] | None = None,
        faults: bool = False,
    ) -> None:
        self._data_dir = Path(data_dir).absolute()
        self._port = port
        self._pages_port = pages_port
        self._seed = seed
        self._wrap = wrap or (lambda application: application)
        self.control = Control(is_served=faults)
        self._connection: Connection | None = None
        self._tokens: Tokens | None = None
        self._served: list[Served] = []
        self._lock_file: int | None = None
        self._store: Store | None = None
        self._server: LoopbackServer | None = None
        self._pages_server: LoopbackServer | None = None
        self._pages_url = ""

    def __enter__(self) -> Connection:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def requests(self) -> list[Served]:
        """Every request on the API so far, in the order answered."""
        return list(self._served)

    @property
    def pages_url(self) -> str:
        """Where a browser finds the site without a certificate's warning; empty when that is off or nothing runs."""
        return self._pages_url

    def register_app(self, name: str, role: str) -> Connection:
        """Return what a client needs to be the app of that name, which is made, or given that role anew.

        Raises ``LocalSharePointError`` when nothing runs or there is no such role.
        """
        return self._connect(self.control.register_app(name, role))

    def start(self) -> Connection:
        """Open or make the data folder, load the seed into an empty site, and serve.

        Raises ``LocalSharePointError`` with a sentence that says what to do.
        """
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop serving, close the data folder and forget the connection file; harmless when nothing runs."""
        if self._pages_server:
            self._pages_server.stop()
            self._pages_server, self._pages_url = None, ""
        if self._server:
            self._server.stop()
            self._server = None
            (self._data_dir / _CONNECTION_FILE).unlink(missing_ok=True)
        self.control.apps = self._connection = None
        if self._store:
            self._store.close()
            self._store = None
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def _start(self) -> Connection:
        self._open_folder()
        identity = Identity(self._data_dir)
        authority_file = load_authority(self._data_dir)
        self._store = Store(self._data_dir / "sharepoint.sqlite")
        site = self._load_site(self._store)
        tokens = self._tokens = Tokens(identity, self._store.clock)
        apps = self.control.apps = Apps(identity, self._store)
        backing = Backing(self._store, site, tokens, apps, self.control.switches)
        pages = Pages(self._store, site)
        application = build_application(backing, identity, pages, self.control)
        context = build_context(self._data_dir)
        recorder = _Recorder(self._wrap(application), self._served)
        self._server = self._bind(recorder, context, self._port, _PORT_FILE)
        root_url = f"https://localhost:{self._server.port}"
        connection = Connection(
            site_url=root_url + site.path,
            authority=f"{root_url}/{identity.tenant}",
            tenant=identity.tenant,
            client_id=identity.client_id,
            ca_file=str(authority_file),
            certificate_file=str(identity.certificate_file),
            private_key_file=str(identity.private_key_file),
            token=tokens.issue(root_url, BY_CERTIFICATE),
            data_dir=str(self._data_dir),
        )
        if self._pages_port is not None:
            self._start_pages(pages, site, self._pages_port)
        write_private(self._data_dir / _CONNECTION_FILE, connection.as_json().encode())
        self._server.start()
        self._connection = connection
        return connection

    def _connect(self, app: App) -> Connection:
        if self._connection is None or self._tokens is None:
            raise LocalSharePointError("The local SharePoint is not running. Start it, then register apps.")
        root_url = self._connection.authority.rpartition("/")[0]
        return replace(
            self._connection,
            client_id=app.client_id,
            certificate_file=str(app.credentials.certificate_file),
            private_key_file=str(app.credentials.private_key_file),
            token=self._tokens.issue(root_url, BY_CERTIFICATE, app.client_id),
        )

    def _start_pages(self, pages: Pages, site: Site, port: int) -> None:
        self._pages_server = self._bind(PagesApplication(pages), None, port, _PAGES_PORT_FILE)
        self._pages_url = f"http://localhost:{self._pages_server.port}{quote(site.path)}/"
        self._pages_server.start()

    def _open_folder(self) -> None:
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            self._data_dir.chmod(0o700)
            self._lock_file = os.open(self._data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = (
                f"{self._data_dir} cannot be written ({error.strerror}). Name a data folder that you may write to."
            )
            raise LocalSharePointError(message) from error
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = (
                f"{self._data_dir} is being served by another process. Stop that one, or name another data folder."
            )
            raise LocalSharePointError(message) from error

    def _load_site(self, store: Store) -> Site:
        seed = None if self._seed is None else find_seed(self._seed)
        site = read_site(store)
        if site:
            return site
        if seed:
            return load_seed(store, seed)
        with store.writing():
            site = add_site(store, DEFAULT_TITLE, DEFAULT_PATH, DEFAULT_ZONE)
            add_documents(store, site)
        return site

    def _bind(
        self, application: WSGIApplication, context: ssl.SSLContext | None, port: int, port_file: str
    ) -> LoopbackServer:
        remembered = self._data_dir / port_file
        server = None
        if not port:
            # The port of last time, when it is free: addresses that were kept stay good.
            with suppress(OSError, ValueError):
                server = LoopbackServer(int(remembered.read_text()), context, application)
        try:
            server = server or LoopbackServer(port, context, application)
        except (OSError, OverflowError) as error:
            message = f"Port {port} cannot be used ({error}). Choose another port, or 0 for a free one."
            raise LocalSharePointError(message) from error
        write_private(remembered, str(server.port).encode())
        return server


def build_application(backing: Backing, identity: Identity, pages: Pages, control: Control) -> Application:
    """Return the WSGI application for a site, with no server in front."""
    sign_in = SignIn(identity, backing.apps, backing.tokens, Assertions(backing.store.clock))
    api = Api(backing, control.build_injection())
    return Application(backing.site, sign_in, api, pages, control.build_administration(backing.apps))


class _Recorder:
    """The outermost layer: notes what was answered on the API, by whichever layer."""

    def __init__(self, application: WSGIApplication, served: list[Served]) -> None:
        self._application = application
        self._served = served

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        statuses: list[int] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> Callable[[bytes], object]:
            statuses.append(int(status.split()[0]))
            return start_response(status, headers, *rest)  # type: ignore[arg-type] # passed on as it came

        try:
            pieces = list(self._application(environ, start))
        except ConnectionError:
            self._note(environ, 0)
            raise
        except BaseException:
            self._note(environ, 500)
            raise
        self._note(environ, statuses[-1])
        return pieces

    def _note(self, environ: WSGIEnvironment, status: int) -> None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if is_api_path(path):
            self._served.append(Served(environ["REQUEST_METHOD"], path, status, environ.get(PARTS, 0)))
