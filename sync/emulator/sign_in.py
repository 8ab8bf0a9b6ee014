"""The token endpoint, as Entra's version 2.0 for apps: discovery, keys, and client credentials (sharepoint.md D.1)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import uuid4

from jwt.algorithms import RSAAlgorithm

from sync.emulator.apps import App, Apps
from sync.emulator.assertions import ASSERTION_TYPE, Assertions
from sync.emulator.exchange import Request, Response
from sync.emulator.identity import Identity
from sync.emulator.refusals import EntraError, refuse
from sync.emulator.tokens import BY_CERTIFICATE, BY_SECRET, TOKEN_SECONDS, Tokens

_DISCOVERY = "/v2.0/.well-known/openid-configuration"
_TOKEN = "/oauth2/v2.0/token"  # noqa: S105 - an address
_KEYS = "/discovery/v2.0/keys"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Answers under ``/<tenant>/``."""

    identity: Identity
    apps: Apps
    tokens: Tokens
    assertions: Assertions

    def can_answer(self, path: str) -> bool:
        """Say whether ``path`` is one of the sign-in addresses, of this tenant or of another."""
        return path.endswith((_DISCOVERY, _TOKEN, _KEYS))

    def respond(self, request: Request) -> Response:
        """Answer a sign-in request, a refusal in Entra's shape included."""
        try:
            return _write(200, self._answer(request))
        except EntraError as error:
            return _write(error.status, _describe(error, str(request.headers.get("client-request-id") or uuid4())))

    def _answer(self, request: Request) -> Mapping[str, object]:
        tenant, _, _ = request.path.lstrip("/").partition("/")
        if tenant.lower() != self.identity.tenant:
            raise refuse(90002, tenant=tenant)
        base = f"{request.root_url}/{self.identity.tenant}"
        if request.path.endswith(_DISCOVERY):
            return _describe_endpoints(base)
        if request.path.endswith(_KEYS):
            return {"keys": [self._describe_key()]}
        if request.method != "POST":
            raise refuse(900561, method=request.method)
        return self._sign_in(request, base)

    def _sign_in(self, request: Request, base: str) -> Mapping[str, object]:
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        _check_form(form, ("grant_type", "client_id", "scope"))
        if form["grant_type"] != "client_credentials":
            raise refuse(70003, grant=form["grant_type"])
        app = self.apps.find(form["client_id"])
        if app is None:
            raise refuse(700016, client=form["client_id"], tenant=self.identity.tenant)
        audience = _read_audience(form["scope"], request.audience, self.identity.tenant)
        proof = self._prove(form, base + _TOKEN, app)
        return {
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "ext_expires_in": TOKEN_SECONDS,
            "access_token": self.tokens.issue(audience, proof, app.client_id),
        }

    def _prove(self, form: Mapping[str, str], endpoint: str, app: App) -> str:
        if "client_assertion" in form:
            if form.get("client_assertion_type") != ASSERTION_TYPE:
                raise refuse(900144, name="client_assertion_type")
            self.assertions.verify(form["client_assertion"], endpoint, app)
            return BY_CERTIFICATE
        if "client_secret" not in form:
            raise refuse(7000218)
        if form["client_secret"] != app.client_secret:
            raise refuse(7000215, client=app.client_id)
        return BY_SECRET

    def _describe_key(self) -> Mapping[str, object]:
        key = RSAAlgorithm.to_jwk(self.identity.token_key.public_key(), as_dict=True)
        return {**key, "kid": "local", "use": "sig"}


def _describe_endpoints(base: str) -> Mapping[str, object]:
    return {
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": base + _TOKEN,
        "jwks_uri": base + _KEYS,
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }


def _check_form(form: Mapping[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        if not form.get(name):
            raise refuse(900144, name=name)


def _read_audience(scope: str, audience: str, tenant: str) -> str:
    resource, _, rest = scope.strip().rpartition("/")
    if rest != ".default":
        raise refuse(1002012, scope=scope)
    if resource.rstrip("/").lower().replace("//127.0.0.1", "//localhost") != audience:
        raise refuse(500011, resource=resource, tenant=tenant)
    return audience


def _describe(error: EntraError, correlation_id: str) -> Mapping[str, object]:
    trace_id = str(uuid4())
    return {
        "error": error.error,
        "error_description": f"AADSTS{error.number}: {error.message} Trace ID: {trace_id} "
        f"Correlation ID: {correlation_id}",
        "error_codes": [error.number],
        "trace_id": trace_id,
        "correlation_id": correlation_id,
    }


def _write(status: int, document: Mapping[str, object]) -> Response:
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return Response(status, json.dumps(document).encode(), headers)
