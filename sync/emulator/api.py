"""The pipeline of the API, in order: who asks, in which dialect, along which route, with what answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sync.emulator.apps import App, Apps
from sync.emulator.batch import answer_batch
from sync.emulator.errors import (
    AccessDeniedError,
    DigestError,
    SharePointError,
    SignInError,
    SiteMissingError,
    UnsupportedError,
    UnsupportedTokenError,
)
from sync.emulator.exchange import Request, Response
from sync.emulator.faults.injection import Injection
from sync.emulator.formats.bodies import Answer, Raw
from sync.emulator.formats.dialects import Dialect, write_json
from sync.emulator.formats.negotiate import MINIMAL, choose_dialect
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.editing import edit_item
from sync.emulator.hints import Hints
from sync.emulator.paths import Segment, parse_path
from sync.emulator.payloads import NO_PAYLOAD, parse_payload
from sync.emulator.property_paths import read_property
from sync.emulator.query.options import Options, parse_options
from sync.emulator.query.shaping import refuse_options
from sync.emulator.roles import Role
from sync.emulator.routes import Match, build_missing, look_up_route
from sync.emulator.store.database import Store
from sync.emulator.store.site import Site
from sync.emulator.switches import Switches
from sync.emulator.tokens import Tokens

_BATCH = "$batch"
_BYTES = ("/$value", "/openbinarystream")
_TUNNELLED = frozenset({"MERGE", "PATCH", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind the API: the data, who may come in, and which behaviour is played."""

    store: Store
    site: Site
    tokens: Tokens
    apps: Apps
    switches: Switches


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that has been let in: whose it is, and what it is to meet."""

    request: Request
    app: App
    hints: Hints
    is_modern: bool


def find_other_site(path: str, site_path: str) -> SiteMissingError | None:
    """Return what is told of an address of another site's API; there is only one site here."""
    if "/_api/" not in f"{path}/".lower() or f"{path}/".lower().startswith(f"{site_path}/_api/".lower()):
        return None
    return SiteMissingError(path=path.lower().partition("/_api")[0] or "/", site=site_path)


class Api:
    """Answers everything under the site's ``/_api/``."""

    def __init__(self, backing: Backing, injection: Injection) -> None:
        self._backing = backing
        self._injection = injection
        self._prefix = f"{backing.site.path}/_api/"

    def respond(self, request: Request) -> Response:
        """Answer a request; a refusal is an answer too."""
        return self._injection.answer(request, self._respond, _refuse)

    def _respond(self, request: Request, hints: Hints) -> Response:
        dialect: Dialect = MINIMAL
        try:
            app = self._let_in(request, hints)
            path = self._read_path(request)
            is_batch = path.strip("/").lower() == _BATCH
            dialect = MINIMAL if is_batch else _choose_dialect_for(path, request)
            _check_role(app, Role.READ)
            if is_batch:
                return self._answer_batch(request)
            answer = self._answer(path, _Asked(request, app, hints, dialect.is_modern))
            return _render_answer(answer, dialect, f"{request.root_url}{self._prefix}")
        except SharePointError as error:
            return _render_error(error, dialect)

    def _let_in(self, request: Request, hints: Hints) -> App:
        tokens = self._backing.tokens
        client_id = tokens.verify(request.headers.get("Authorization", ""), request.audience)
        if hints.has_expired_token:
            raise tokens.refuse_expired(request.audience)
        tokens.verify_digest(request.headers.get("X-RequestDigest", ""))
        if hints.has_expired_digest:
            raise DigestError
        app = self._backing.apps.find(client_id)
        if app is None:
            raise AccessDeniedError
        return app

    def _read_path(self, request: Request) -> str:
        if not f"{request.path}/".lower().startswith(self._prefix.lower()):
            raise UnsupportedError(what=f"{request.method} {request.path}")
        return request.path[len(self._prefix) :]

    def _answer_batch(self, request: Request) -> Response:
        if request.method != "POST":
            raise UnsupportedError(what=f"{request.method} _api/{_BATCH}")
        answer = answer_batch(request, self._injection.open_batch(self._respond_to_part, _refuse))
        return Response(answer.status, answer.body, {**_build_headers(), **answer.headers}, answer.parts)

    def _respond_to_part(self, part: Request, hints: Hints) -> Response:
        if part.path.rstrip("/").lower().endswith(f"/{_BATCH}"):
            return _render_error(UnsupportedError(what="a batch inside a batch"), MINIMAL)
        if error := find_other_site(part.path, self._backing.site.path):
            return _render_error(error, MINIMAL)
        return self._respond(part, hints)

    def _answer(self, path: str, asked: _Asked) -> Answer:
        method = _read_method(asked.request)
        options = parse_options(asked.request.query)
        segments = parse_path(path, options.aliases)
        match = look_up_route(method, segments)
        if match is None:
            return self._answer_property(method, segments, options, asked)
        if method != "GET":
            refuse_options(options, "$select", "$expand")
        return self._run(match, self._build_call(match, options, asked))

    def _answer_property(self, method: str, segments: Sequence[Segment], options: Options, asked: _Asked) -> Answer:
        # The last step of a path may be a property of what the rest of it names: lists(…)/ItemCount.
        match = look_up_route(method, segments[:-1])
        if method != "GET" or match is None or segments[-1].arguments:
            raise build_missing(method, segments)
        refuse_options(options)
        found = read_property(self._run(match, self._build_call(match, options, asked)), segments[-1].name)
        if found is None:
            raise build_missing(method, segments)
        return found

    def _build_call(self, match: Match, options: Options, asked: _Asked) -> Call:
        _check_role(asked.app, match.route.needs)
        backing, request = self._backing, asked.request
        content_type = request.headers.get("Content-Type", "")
        return Call(
            backing.store,
            backing.site,
            match.arguments,
            options,
            NO_PAYLOAD if match.route.takes_bytes else parse_payload(request.body, content_type),
            request.body,
            request.headers.get("If-Match", "*"),
            request.root_url,
            backing.tokens.issue_digest(),
            backing.switches,
            asked.app.user_id,
            asked.is_modern,
            asked.hints,
        )

    def _run(self, match: Match, call: Call) -> Answer:
        if match.route.method == "GET":
            return match.route.handler(call)
        if call.hints.is_edited:
            edit_item(call)
        with self._backing.store.writing():
            return match.route.handler(call)


def _check_role(app: App, needed: Role) -> None:
    if app.role < needed:
        raise AccessDeniedError


def _choose_dialect_for(path: str, request: Request) -> Dialect:
    try:
        return _choose_dialect(request)
    except SharePointError:
        # Bytes are sent whatever the Accept header says; only a refusal needs a dialect.
        if path.rstrip("/").lower().endswith(_BYTES):
            return MINIMAL
        raise


def _choose_dialect(request: Request) -> Dialect:
    return choose_dialect(request.headers.get("Accept", ""), request.headers.get("OData-Version", ""))


def _read_method(request: Request) -> str:
    tunnelled = request.headers.get("X-HTTP-Method", "").upper()
    if tunnelled and tunnelled != request.method and (request.method != "POST" or tunnelled not in _TUNNELLED):
        raise UnsupportedError(what=f"X-HTTP-Method: {tunnelled} on a {request.method}")
    return request.verb


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
    if isinstance(answer.body, Raw):
        return Response(answer.status, answer.body.content, {**headers, "Content-Type": answer.body.content_type})
    headers["Content-Type"] = dialect.content_type
    return Response(answer.status, dialect.render(answer.body, api_url), headers)


def _render_error(error: SharePointError, dialect: Dialect) -> Response:
    headers = {**_build_headers(), **error.headers, "Content-Type": dialect.content_type}
    if isinstance(error, SignInError | UnsupportedTokenError):
        # Who is not let in is answered in no dialect.
        headers["Content-Type"] = "application/json; charset=utf-8"
        return Response(error.status, write_json({"error_description": error.message}, str), headers)
    return Response(error.status, dialect.render_error(error), headers)


def _refuse(request: Request, error: SharePointError, headers: Mapping[str, str]) -> Response:
    try:
        dialect = _choose_dialect(request)
    except SharePointError:
        dialect = MINIMAL
    refused = _render_error(error, dialect)
    return Response(refused.status, refused.body, {**refused.headers, **headers})
