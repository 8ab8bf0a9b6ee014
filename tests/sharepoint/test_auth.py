"""Sign-in: one msal application per process, three ways to prove who the service is, and refusals in plain English."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sync.errors import SignInError, ThrottledError, UnreachableError, UserError
from sync.sharepoint.auth import SignIn, build_sign_in
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.http_session import PinnedSession

TENANT = "https://login.example/11111111-2222-3333-4444-555555555555"
SITE = "https://contoso.example/sites/inspection"
TOKEN_URL = f"{TENANT}/oauth2/v2.0/token"


@pytest.fixture(scope="module")
def key_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("keys")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(_moment(0))
        .not_valid_after(_moment(9000))
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


def _moment(days: int) -> datetime:
    return datetime(2021, 6, 23, tzinfo=UTC) + timedelta(days=days)


def mock_entra(network: responses.RequestsMock, answer: Mapping[str, Any] | None = None, status: int = 200) -> None:
    network.get(
        f"{TENANT}/v2.0/.well-known/openid-configuration",
        json={"issuer": f"{TENANT}/v2.0", "token_endpoint": TOKEN_URL, "authorization_endpoint": f"{TENANT}/authorize"},
    )
    network.post(
        TOKEN_URL, json=answer or {"access_token": "t", "token_type": "Bearer", "expires_in": 3599}, status=status
    )


def a_certificate_sign_in(key_files: tuple[Path, Path], **changes: str) -> SignIn:
    connection = SiteConnection(
        SITE,
        authority=TENANT,
        client_id="app",
        private_key_file=changes.get("private_key_file", str(key_files[0])),
        certificate_file=str(key_files[1]),
    )
    return build_sign_in(connection, PinnedSession(connection), lambda: 0.0)


def token_form(network: responses.RequestsMock) -> str:
    return next(str(call.request.body) for call in network.calls if call.request.url == TOKEN_URL)


def test_a_certificate_signs_an_assertion_for_the_sites_own_scope(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    mock_entra(network)

    token = a_certificate_sign_in(key_files).token()

    assert token == "t"
    assert "client_assertion=ey" in token_form(network)
    assert "scope=https%3A%2F%2Fcontoso.example%2F.default" in token_form(network)
    assert "client_secret" not in token_form(network)


def test_nothing_is_sent_before_a_token_is_wanted(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    a_certificate_sign_in(key_files)

    assert len(network.calls) == 0


def test_a_second_sign_in_after_a_refused_token_asks_entra_again(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    mock_entra(network)
    sign_in = a_certificate_sign_in(key_files)

    sign_in.token()
    sign_in.renew()
    sign_in.token()

    assert [call.request.url for call in network.calls].count(TOKEN_URL) == 2


def test_a_federated_assertion_is_read_anew_for_every_token(network: responses.RequestsMock, tmp_path: Path) -> None:
    mock_entra(network)
    file = tmp_path / "token"
    file.write_text("first")
    connection = SiteConnection(
        SITE, authority=TENANT, client_id="app", method="federated", federated_token_file=str(file)
    )
    sign_in = build_sign_in(connection, PinnedSession(connection), lambda: 0.0)

    sign_in.token()
    file.write_text("second")
    sign_in.renew()
    sign_in.token()

    forms = [str(call.request.body) for call in network.calls if call.request.url == TOKEN_URL]
    assert ["client_assertion=first" in forms[0], "client_assertion=second" in forms[1]] == [True, True]


@pytest.mark.parametrize(
    ("client_id", "query"),
    [
        pytest.param("", "resource=https%3A%2F%2Fcontoso.example", id="the container's own identity"),
        pytest.param("user-assigned", "client_id=user-assigned", id="an identity assigned to it"),
    ],
)
def test_a_managed_identity_asks_the_platform(
    network: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch, client_id: str, query: str
) -> None:
    monkeypatch.delenv("IDENTITY_ENDPOINT", raising=False)
    network.get(
        "http://169.254.169.254/metadata/identity/oauth2/token",
        json={
            "access_token": "mi",
            "expires_in": "86399",
            "resource": "https://contoso.example",
            "token_type": "Bearer",
        },
    )
    connection = SiteConnection(SITE, client_id=client_id, method="managed-identity")

    token = build_sign_in(connection, PinnedSession(connection), lambda: 0.0).token()

    assert token == "mi"
    assert query in str(network.calls[0].request.url)


def test_a_refusal_says_entras_own_first_line_and_what_to_check(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    told = {
        "error": "invalid_client",
        "error_description": "AADSTS700027: The certificate is not registered.\r\nTrace ID: x",
    }
    mock_entra(network, told, status=401)

    with pytest.raises(SignInError) as caught:
        a_certificate_sign_in(key_files).token()

    assert "AADSTS700027: The certificate is not registered." in str(caught.value)
    assert "Trace ID" not in str(caught.value)
    assert "client_id, authority and the certificate" in str(caught.value)


def test_an_authority_that_does_not_answer_is_told_as_unreachable(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    network.get(f"{TENANT}/v2.0/.well-known/openid-configuration", body=requests.ConnectionError("no route to host"))

    with pytest.raises(UnreachableError, match=r"sign-in service did not answer \(no connection\)"):
        a_certificate_sign_in(key_files).token()


def wait_for(slept: list[float], key_files: tuple[Path, Path]) -> SignIn:
    connection = SiteConnection(
        SITE,
        authority=TENANT,
        client_id="app",
        private_key_file=str(key_files[0]),
        certificate_file=str(key_files[1]),
        throttle_budget=timedelta(seconds=60),
    )
    return build_sign_in(connection, PinnedSession(connection), lambda: 0.0, slept.append)


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [
        pytest.param(500, {}, [1.0], id="an error of its own"),
        pytest.param(503, {"Retry-After": "7"}, [7.0], id="an error that says how long"),
        pytest.param(429, {"Retry-After": "5"}, [5.0], id="busy"),
    ],
)
def test_a_sign_in_service_that_falters_is_asked_again(
    network: responses.RequestsMock,
    key_files: tuple[Path, Path],
    status: int,
    headers: dict[str, str],
    waits: list[float],
) -> None:
    network.post(TOKEN_URL, body="<html>oops</html>", status=status, headers=headers)
    mock_entra(network)
    slept: list[float] = []

    token = wait_for(slept, key_files).token()

    assert (token, slept) == ("t", waits)


@pytest.mark.parametrize(
    ("status", "headers", "error", "told"),
    [
        pytest.param(500, {}, UnreachableError, r"error of its own.*\(HTTP 500\)", id="errors of its own"),
        pytest.param(429, {"Retry-After": "1"}, UnreachableError, r"too busy, 4 times \(HTTP 429\)", id="always busy"),
        pytest.param(429, {"Retry-After": "600"}, ThrottledError, "asks for 600 more seconds", id="busy for long"),
    ],
)
def test_a_sign_in_service_that_keeps_faltering_is_not_a_refusal(
    network: responses.RequestsMock,
    key_files: tuple[Path, Path],
    status: int,
    headers: dict[str, str],
    error: type[Exception],
    told: str,
) -> None:
    mock_entra(network)
    network.replace(responses.POST, TOKEN_URL, body="<html>oops</html>", status=status, headers=headers)

    with pytest.raises(error, match=told):
        wait_for([], key_files).token()


def test_a_key_that_is_no_key_is_a_matter_of_the_settings(
    network: responses.RequestsMock, key_files: tuple[Path, Path]
) -> None:
    mock_entra(network)

    with pytest.raises(SignInError, match="certificate or its key does not fit"):
        a_certificate_sign_in(key_files, private_key_file=str(key_files[1])).token()


def test_a_key_file_that_is_not_there_is_named(key_files: tuple[Path, Path]) -> None:
    with pytest.raises(UserError, match=r"nowhere\.pem .*cannot be read"):
        a_certificate_sign_in(key_files, private_key_file="nowhere.pem")


def test_our_own_certificate_authority_wins_over_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/somewhere/else.pem")
    session = PinnedSession(SiteConnection(SITE, ca_file="ours.pem"))

    settings = session.merge_environment_settings(SITE, {}, None, None, None)

    assert settings["verify"] == "ours.pem"


def test_a_connection_shows_no_file_names_or_secrets_when_printed() -> None:
    shown = repr(SiteConnection(SITE, private_key_passphrase="canary", private_key_file="secret.pem"))

    assert "canary" not in shown
    assert "secret.pem" not in shown


@pytest.mark.parametrize(
    ("mode", "is_warned"),
    [
        pytest.param(0o600, False, id="its owner alone"),
        pytest.param(0o400, False, id="its owner, to read"),
        pytest.param(0o640, True, id="the group"),
        pytest.param(0o644, True, id="everybody"),
    ],
)
def test_a_private_key_that_others_may_read_is_warned_about(
    key_files: tuple[Path, Path],
    caplog: pytest.LogCaptureFixture,
    mode: int,
    is_warned: bool,  # noqa: FBT001 - a table's column
) -> None:
    key_files[0].chmod(mode)
    connection = SiteConnection(
        SITE, TENANT, "id", private_key_file=str(key_files[0]), certificate_file=str(key_files[1])
    )

    with caplog.at_level(logging.WARNING, logger="sync"):
        build_sign_in(connection, PinnedSession(connection), lambda: 0.0)

    assert ("private key readable by others" in caplog.text) is is_warned


def test_a_refusal_that_quotes_the_assertion_is_told_without_it() -> None:
    assertion = "eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ"
    sign_in = SignIn(
        lambda: {"error": "invalid_client", "error_description": f"AADSTS50027: {assertion} is malformed."},
        lambda: None,
        lambda: 0.0,
    )

    with pytest.raises(SignInError, match="AADSTS50027: … is malformed") as caught:
        sign_in.token()

    assert "eyJ" not in str(caught.value)
