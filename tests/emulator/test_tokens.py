"""Tokens and digests: refused when missing, garbled, foreign or old."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.emulator.errors import DigestError, SignInError, UnsupportedTokenError
from sync.emulator.identity import Identity
from sync.emulator.server import Connection
from sync.emulator.tokens import BY_CERTIFICATE, BY_SECRET, Tokens
from tests.emulator.rest import Api

SITE = "https://localhost:1"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 9, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return Identity(tmp_path_factory.mktemp("identity"))


def test_a_good_token_opens_the_site_until_it_expires(identity: Identity) -> None:
    clock = Clock()
    tokens = Tokens(identity, clock)
    bearer = f"Bearer {tokens.issue(SITE, BY_CERTIFICATE)}"

    clock.now += timedelta(seconds=3598)
    tokens.verify(bearer, SITE)
    clock.now += timedelta(seconds=1)

    with pytest.raises(SignInError, match="expired"):
        tokens.verify(bearer, SITE)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc", "Bearer abc", "Bearer a.b.c"])
def test_what_is_no_token_is_refused(identity: Identity, authorization: str) -> None:
    with pytest.raises(SignInError):
        Tokens(identity, Clock()).verify(authorization, SITE)


def test_a_token_for_another_site_is_refused(identity: Identity) -> None:
    tokens = Tokens(identity, Clock())
    bearer = f"Bearer {tokens.issue(SITE, BY_CERTIFICATE)}"
    tokens.verify(bearer, SITE)

    with pytest.raises(SignInError, match="audience"):
        tokens.verify(bearer, "https://127.0.0.1:1")


def test_a_token_of_another_tenant_is_refused(identity: Identity, tmp_path: Path) -> None:
    foreign = Tokens(Identity(tmp_path), Clock()).issue(SITE, BY_CERTIFICATE)

    with pytest.raises(SignInError):
        Tokens(identity, Clock()).verify(f"Bearer {foreign}", SITE)


def test_a_token_bought_with_a_secret_is_refused(identity: Identity) -> None:
    tokens = Tokens(identity, Clock())

    with pytest.raises(UnsupportedTokenError):
        tokens.verify(f"Bearer {tokens.issue(SITE, BY_SECRET)}", SITE)


def test_a_digest_is_good_for_half_an_hour(identity: Identity) -> None:
    clock = Clock()
    tokens = Tokens(identity, clock)
    digest = tokens.issue_digest()

    clock.now += timedelta(minutes=30)
    tokens.verify_digest(digest)
    clock.now += timedelta(seconds=1)

    with pytest.raises(DigestError):
        tokens.verify_digest(digest)


@pytest.mark.parametrize("digest", ["0xABC1,01 Sep 2026 10:00:00 -0000", "rubbish", f"0x{'0' * 64},never"])
def test_a_digest_from_elsewhere_is_refused(identity: Identity, digest: str) -> None:
    with pytest.raises(DigestError):
        Tokens(identity, Clock()).verify_digest(digest)


def test_no_digest_is_needed_with_a_token(identity: Identity) -> None:
    Tokens(identity, Clock()).verify_digest("")


def test_without_a_token_the_site_says_where_to_get_one(connection: Connection, api: Api) -> None:
    reply = api.get("web", Authorization="")

    challenge = reply.headers["WWW-Authenticate"]
    assert reply.status == 401
    assert challenge.startswith(f'Bearer realm="{connection.tenant}",client_id="00000003-0000-0ff1-ce00-')
    assert 'error="invalid_request"' in challenge


def test_a_bad_digest_is_refused_with_sharepoints_words(api: Api) -> None:
    good = api.post("contextinfo").json["FormDigestValue"]

    assert api.get("web", X_RequestDigest=good).status == 200
    assert api.get("web", X_RequestDigest="0xABC,x").error[:2] == (
        403,
        "-2130575251, Microsoft.SharePoint.SPException",
    )
