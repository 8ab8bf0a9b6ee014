"""The WSGI application: sign-in, the API and the pages, behind one door."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request as WsgiRequest

from sync.emulator.api import Api, find_other_site
from sync.emulator.exchange import BANNER, Request, Response
from sync.emulator.faults.administration import PREFIX, Administration
from sync.emulator.formats.negotiate import MINIMAL
from sync.emulator.pages.guard import is_for_here
from sync.emulator.pages.routing import Pages
from sync.emulator.sign_in import SignIn
from sync.emulator.store.site import Site

#: Where the number of a batch's parts is left for whoever counts requests.
PARTS = "hmicfrs_sync.parts"


class Application:
    """Answers every request, with the header that says what it is not."""

    def __init__(
        self, site: Site, sign_in: SignIn, api: Api, pages: Pages, administration: Administration | None = None
    ) -> None:
        self._site = site
        self._sign_in = sign_in
        self._api = api
        self._pages = pages
        self._administration = administration

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request of the server."""
        return _answer(environ, start_response, self.respond)

    def respond(self, request: Request) -> Response:
        """Send a request to the part that answers it."""
        if not is_for_here(request):
            return _refuse_host()
        if self._sign_in.can_answer(request.path):
            return self._sign_in.respond(request)
        if is_api_path(request.path):
            return self._answer_api(request)
        if request.path.startswith(PREFIX):
            return self._administer(request)
        return self._pages.respond(request)

    def _administer(self, request: Request) -> Response:
        if self._administration is None:
            return _write_text(HTTPStatus.NOT_FOUND, "The administration route is off. Start with --faults to open it.")
        return self._administration.respond(request)

    def _answer_api(self, request: Request) -> Response:
        error = find_other_site(request.path, self._site.path)
        if error is None:
            return self._api.respond(request)
        return Response(error.status, MINIMAL.render_error(error), {"Content-Type": MINIMAL.content_type})


class PagesApplication:
    """The pages alone, for the port without TLS: no sign-in and no API, so that no token ever passes there."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request of the server."""
        return _answer(environ, start_response, self.respond)

    def respond(self, request: Request) -> Response:
        """Return a page, or say that there is none of that here."""
        if not is_for_here(request):
            return _refuse_host()
        if is_api_path(request.path):
            return _write_text(HTTPStatus.NOT_FOUND, "The API is on the HTTPS port. This port has the pages only.")
        return self._pages.respond(request)


def is_api_path(path: str) -> bool:
    """Say whether ``path`` belongs to some site's API."""
    return "/_api/" in f"{path}/".lower()


def _answer(
    environ: WSGIEnvironment, start_response: StartResponse, respond: Callable[[Request], Response]
) -> Iterable[bytes]:
    response = respond(_read_request(WsgiRequest(environ)))
    environ[PARTS] = response.parts
    headers = {**response.headers, "X-Not-SharePoint": BANNER, "X-Content-Type-Options": "nosniff"}
    if response.status != HTTPStatus.NO_CONTENT:
        headers["Content-Length"] = str(len(response.body))
    phrase = HTTPStatus(response.status).phrase
    start_response(f"{response.status} {phrase}", list(headers.items()))
    return [response.body]


def _refuse_host() -> Response:
    return _write_text(HTTPStatus.MISDIRECTED_REQUEST, "Ask for localhost or 127.0.0.1.")


def _read_request(arrived: WsgiRequest) -> Request:
    return Request(
        arrived.method,
        arrived.path,
        arrived.query_string.decode("latin-1"),
        arrived.headers,
        arrived.get_data(),
        f"{arrived.scheme}://{arrived.headers.get('Host', '')}",
    )


def _write_text(status: HTTPStatus, text: str) -> Response:
    return Response(status, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
