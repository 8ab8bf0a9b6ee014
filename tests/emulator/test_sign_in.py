"""Signing in: a certificate is verified for real, and Entra's refusals come in Entra's shape."""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sync.emulator.assertions import ASSERTION_TYPE
from sync.emulator.identity import Identity
from sync.emulator.server import Connection
from tests.emulator.rest import Api

NOBODY = "00000000-0000-0000-0000-000000000000"


class Entra:
    """What a client knows of the token endpoint."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.identity = Identity(Path(connection.data_dir))
        self.root = f"https://{urlsplit(connection.site_url).netloc}"
        self.endpoint = f"{connection.authority}/oauth2/v2.0/token"
        self._context = ssl.create_default_context(cafile=connection.ca_file)

    def ask(self, url: str, form: Mapping[str, str] | None = None) -> tuple[int, Any]:
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(url, data)  # noqa: S310 - always https, see root
        try:
            with urllib.request.urlopen(request, context=self._context) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def assertion(
        self,
        key: bytes | None = None,
        algorithm: str = "PS256",
        header: Mapping[str, str] | None = None,
        **claims: object,
    ) -> str:
        own_key = "" if algorithm == "none" else Path(self.connection.private_key_file).read_text()
        now = int(time.time())
        client_id = self.connection.client_id
        full = {
            "aud": self.endpoint,
            "iss": client_id,
            "sub": client_id,
            "exp": now + 600,
            "iat": now,
            "jti": str(uuid4()),
            **claims,
        }
        names = self.identity.thumbprints if header is None else header
        present = {name: value for name, value in full.items() if value is not None}
        return jwt.encode(present, key or own_key, algorithm, headers=dict(names))

    def form(self, assertion: str = "", **fields: str) -> dict[str, str]:
        proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion} if assertion else {}
        return {
            "grant_type": "client_credentials",
            "client_id": self.connection.client_id,
            "scope": f"{self.root}/.default",
            "client_info": "1",
            **proof,
            **fields,
        }


@pytest.fixture(scope="module")
def entra(connection: Connection) -> Entra:
    return Entra(connection)


def test_discovery_names_the_endpoints(entra: Entra) -> None:
    status, facts = entra.ask(f"{entra.connection.authority}/v2.0/.well-known/openid-configuration")

    assert status == 200
    assert facts["token_endpoint"] == entra.endpoint
    assert facts["issuer"] == f"{entra.connection.authority}/v2.0"
    assert facts["authorization_endpoint"].startswith(entra.connection.authority)


def test_the_keys_that_sign_tokens_are_public(entra: Entra) -> None:
    _, facts = entra.ask(f"{entra.connection.authority}/v2.0/.well-known/openid-configuration")
    _, keys = entra.ask(facts["jwks_uri"])

    key = jwt.PyJWK(keys["keys"][0])

    claims = jwt.decode(entra.connection.token, key, audience=entra.root)
    assert (claims["appid"], claims["appidacr"], claims["tid"]) == (
        entra.connection.client_id,
        "2",
        entra.connection.tenant,
    )


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_certificate_buys_a_token_that_opens_the_site(entra: Entra, api: Api, algorithm: str) -> None:
    status, answer = entra.ask(entra.endpoint, entra.form(entra.assertion(algorithm=algorithm)))

    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3599)
    assert api.get("web", Authorization=f"Bearer {answer['access_token']}").status == 200


def test_a_secret_buys_a_token_that_sharepoint_refuses(entra: Entra, api: Api) -> None:
    _, answer = entra.ask(entra.endpoint, entra.form(client_secret=entra.identity.client_secret))

    reply = api.get("web", Authorization=f"Bearer {answer['access_token']}")

    assert (reply.status, reply.json) == (401, {"error_description": "Unsupported app only token."})
    assert 'category="invalid_client"' in reply.headers["x-ms-diagnostics"]


def test_the_same_assertion_may_be_sent_again(entra: Entra) -> None:
    form = entra.form(entra.assertion())

    assert [entra.ask(entra.endpoint, form)[0] for _ in range(2)] == [200, 200]


def test_an_assertion_with_a_used_id_is_refused(entra: Entra) -> None:
    entra.ask(entra.endpoint, entra.form(entra.assertion(jti="once")))

    status, answer = entra.ask(entra.endpoint, entra.form(entra.assertion(jti="once", iat=1)))

    assert (status, answer["error_codes"]) == (401, [50027])


NOW = int(time.time())


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        pytest.param({"aud": "https://login.example/token"}, 700023, id="for somebody else"),
        pytest.param({"iss": NOBODY}, 700021, id="from somebody else"),
        pytest.param({"sub": NOBODY}, 700021, id="about somebody else"),
        pytest.param({"exp": NOW - 1}, 700024, id="expired"),
        pytest.param({"exp": NOW + 30 * 86400}, 700024, id="good for a month"),
        pytest.param({"nbf": NOW + 86400}, 700024, id="not yet good"),
        pytest.param({"jti": None}, 50027, id="no id"),
        pytest.param({"exp": None}, 50027, id="no end"),
        pytest.param({"header": {}}, 50027, id="no certificate named"),
        pytest.param({"header": {"x5t": "AAAA"}}, 700027, id="another certificate named"),
    ],
)
def test_an_assertion_is_refused(entra: Entra, claims: dict[str, Any], number: int) -> None:
    status, answer = entra.ask(entra.endpoint, entra.form(entra.assertion(**claims)))

    assert (status, answer["error"], answer["error_codes"]) == (401, "invalid_client", [number])
    assert answer["error_description"].startswith(f"AADSTS{number}: ")


def test_a_signature_by_another_key_is_refused(entra: Entra) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = stranger.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

    _, answer = entra.ask(entra.endpoint, entra.form(entra.assertion(pem)))

    assert answer["error_codes"] == [700027]


def test_an_unsigned_assertion_is_refused(entra: Entra) -> None:
    forged = entra.assertion(algorithm="none")

    assert entra.ask(entra.endpoint, entra.form(forged))[1]["error_codes"] == [700027]
    assert entra.ask(entra.endpoint, entra.form("rubbish"))[1]["error_codes"] == [50027]


@pytest.mark.parametrize(
    ("fields", "status", "error", "number"),
    [
        pytest.param({"client_secret": "wrong"}, 401, "invalid_client", 7000215, id="wrong secret"),
        pytest.param({}, 401, "invalid_client", 7000218, id="no proof"),
        pytest.param({"client_assertion": "x"}, 400, "invalid_request", 900144, id="no assertion type"),
        pytest.param({"client_id": NOBODY}, 400, "unauthorized_client", 700016, id="unknown app"),
        pytest.param({"grant_type": "password"}, 400, "unsupported_grant_type", 70003, id="another grant"),
        pytest.param({"grant_type": ""}, 400, "invalid_request", 900144, id="no grant"),
        pytest.param({"scope": "https://localhost/Sites.Read"}, 400, "invalid_scope", 1002012, id="a single scope"),
        pytest.param({"scope": "https://other.example/.default"}, 400, "invalid_resource", 500011, id="another site"),
    ],
)
def test_a_request_is_refused(entra: Entra, fields: dict[str, str], status: int, error: str, number: int) -> None:
    found, answer = entra.ask(entra.endpoint, entra.form(**fields))

    assert (found, answer["error"], answer["error_codes"]) == (status, error, [number])


def test_the_site_is_the_same_by_its_number(entra: Entra, api: Api) -> None:
    root = entra.root.replace("localhost", "127.0.0.1")
    form = entra.form(client_secret=entra.identity.client_secret, scope=f"{root}/.default")

    status, _ = entra.ask(entra.endpoint.replace("localhost", "127.0.0.1"), form)

    assert status == 200
    assert api.get("web", Host=root.removeprefix("https://")).json["Url"] == f"{root}/sites/hmicfrs"


def test_another_tenant_is_not_found(entra: Entra) -> None:
    status, answer = entra.ask(f"{entra.root}/{NOBODY}/v2.0/.well-known/openid-configuration")

    assert (status, answer["error_codes"]) == (400, [90002])


def test_the_token_endpoint_wants_a_post(entra: Entra) -> None:
    assert entra.ask(entra.endpoint)[1]["error_codes"] == [900561]
