"""The pipeline of the API, in order: who asks, in which dialect, along which route, with what answer."""

from uuid import uuid4

from sync.emulator.batch import answer_batch
from sync.emulator.errors import SharePointError, SignInError, UnsupportedError, UnsupportedTokenError
from sync.emulator.exchange import Request, Response
from sync.emulator.formats.bodies import Answer
from sync.emulator.formats.dialects import Dialect, write_json
from sync.emulator.formats.negotiate import MINIMAL, choose_dialect
from sync.emulator.handlers.call import Call
from sync.emulator.paths import parse_path
from sync.emulator.payloads import parse_payload
from sync.emulator.query.options import parse_options
from sync.emulator.query.shaping import refuse_options
from sync.emulator.routes import match_route
from sync.emulator.store.database import Store
from sync.emulator.store.site import Site
from sync.emulator.tokens import Tokens

_BATCH = "$batch"
_TUNNELLED = frozenset({"MERGE", "PATCH", "PUT", "DELETE"})


class Api:
    """Answers everything under the site's ``/_api/``."""

    def __init__(self, store: Store, site: Site, tokens: Tokens) -> None:
        self._store = store
        self._site = site
        self._tokens = tokens
        self._prefix = f"{site.path}/_api/"

    def respond(self, request: Request) -> Response:
        """Answer a request; a refusal is an answer too."""
        dialect: Dialect = MINIMAL
        try:
            self._tokens.verify(request.headers.get("Authorization", ""), request.audience)
            self._tokens.verify_digest(request.headers.get("X-RequestDigest", ""))
            path = self._read_path(request)
            if path.strip("/").lower() == _BATCH:
                return self._answer_batch(request)
            dialect = choose_dialect(request.headers.get("Accept", ""), request.headers.get("OData-Version", ""))
            return _render_answer(self._answer(request, path), dialect, f"{request.root_url}{self._prefix}")
        except (SignInError, UnsupportedTokenError) as error:
            return _render_sign_in_error(error)
        except SharePointError as error:
            return _render_error(error, dialect)

    def _read_path(self, request: Request) -> str:
        if not f"{request.path}/".lower().startswith(self._prefix.lower()):
            raise UnsupportedError(what=f"{request.method} {request.path}")
        return request.path[len(self._prefix) :]

    def _answer_batch(self, request: Request) -> Response:
        if request.method != "POST":
            raise UnsupportedError(what=f"{request.method} _api/{_BATCH}")
        answer = answer_batch(request, self._respond_to_part)
        return Response(answer.status, answer.body, {**_build_headers(), **answer.headers}, answer.parts)

    def _respond_to_part(self, part: Request) -> Response:
        if part.path.rstrip("/").lower().endswith(f"/{_BATCH}"):
            return _render_error(UnsupportedError(what="a batch inside a batch"), MINIMAL)
        return self.respond(part)

    def _answer(self, request: Request, path: str) -> Answer:
        method = _read_method(request)
        options = parse_options(request.query)
        match = match_route(method, parse_path(path, options.aliases))
        if method != "GET":
            refuse_options(options, "$select", "$expand")
        call = Call(
            self._store,
            self._site,
            match.arguments,
            options,
            parse_payload(request.body, request.headers.get("Content-Type", "")),
            request.headers.get("If-Match", ""),
            request.root_url,
            self._tokens.issue_digest(),
        )
        if method == "GET":
            return match.route.handler(call)
        with self._store.writing():
            return match.route.handler(call)


def _read_method(request: Request) -> str:
    # POST may carry another verb in X-HTTP-Method, and PATCH is MERGE (sharepoint.md C.12).
    method = request.method
    tunnelled = request.headers.get("X-HTTP-Method", "").upper()
    if method == "POST" and tunnelled in _TUNNELLED:
        method = tunnelled
    elif tunnelled and tunnelled != method:
        raise UnsupportedError(what=f"X-HTTP-Method: {tunnelled} on a {method}")
    return "MERGE" if method == "PATCH" else method


def _build_headers() -> dict[str, str]:
    request_id = str(uuid4())
    return {
        "Cache-Control": "private, max-age=0",
        "DataServiceVersion": "3.0",
        "MicrosoftSharePointTeamServices": "16.0.0.27000",
        "SPRequestGuid": request_id,
        "X-SharePointHealthScore": "0",
        "request-id": request_id,
    }


def _render_answer(answer: Answer, dialect: Dialect, api_url: str) -> Response:
    headers = {**_build_headers(), **answer.headers}
    if answer.body is None:
        return Response(answer.status, b"", headers)
    headers["Content-Type"] = dialect.content_type
    return Response(answer.status, dialect.render(answer.body, api_url), headers)


def _render_error(error: SharePointError, dialect: Dialect) -> Response:
    headers = {**_build_headers(), **error.headers, "Content-Type": dialect.content_type}
    return Response(error.status, dialect.render_error(error), headers)


def _render_sign_in_error(error: SharePointError) -> Response:
    headers = {**_build_headers(), **error.headers, "Content-Type": "application/json; charset=utf-8"}
    return Response(error.status, write_json({"error_description": error.message}, str), headers)
