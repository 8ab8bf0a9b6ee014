"""Access tokens and form digests: issued here, verified here."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import jwt

from sync.emulator.errors import DigestError, SignInError, UnsupportedTokenError
from sync.emulator.identity import Identity
from sync.emulator.store.database import Clock

TOKEN_SECONDS = 3599
DIGEST_LIFETIME = timedelta(seconds=1800)

#: How the app proved who it is: with a secret, or with a certificate (Microsoft, "Access token claims reference").
BY_SECRET, BY_CERTIFICATE = "1", "2"

_DIGEST = re.compile(r"0x([0-9A-F]{64}),(.+)")


class Tokens:
    """Issues and verifies what a client shows with each request."""

    def __init__(self, identity: Identity, clock: Clock) -> None:
        self._identity = identity
        self._clock = clock
        self._verified: dict[str, dict[str, Any]] = {}

    def issue(self, audience: str, proof: str, client_id: str = "") -> str:
        """Return an access token for the site at ``audience``, good for an hour; for the first app unless named."""
        now = int(self._clock().timestamp())
        claims = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{self._identity.tenant}/",
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_SECONDS,
            "appid": client_id or self._identity.client_id,
            "appidacr": proof,
            "idtyp": "app",
            "tid": self._identity.tenant,
            "roles": ["Sites.Selected"],
            "ver": "1.0",
        }
        return jwt.encode(claims, self._identity.token_key, "RS256", headers={"kid": "local"})

    def verify(self, authorization: str, audience: str) -> str:
        """Let the bearer of a good token in and return which app it is (sharepoint.md C.5).

        Raises ``SignInError``, or ``UnsupportedTokenError`` for a token that was bought with a secret.
        """
        scheme, _, token = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise self._refuse("invalid_request", "A bearer token is needed.", audience)
        claims = self._verified.get(token) or self._decode(token.strip(), audience)
        if claims["aud"] != audience:
            raise self._refuse("invalid_token", "The audience of the token is not this site.", audience)
        if claims["exp"] <= self._clock().timestamp():
            self._verified.pop(token, None)
            raise self.refuse_expired(audience)
        if claims["appidacr"] != BY_CERTIFICATE:
            raise UnsupportedTokenError
        self._verified[token] = claims
        return str(claims["appid"])

    def refuse_expired(self, audience: str) -> SignInError:
        """Return the refusal of a token that has expired."""
        return self._refuse("invalid_token", "The token has expired.", audience)

    def issue_digest(self) -> str:
        """Return a form digest, good for half an hour."""
        moment = format_datetime(self._clock().replace(microsecond=0))
        return f"0x{self._sign(moment)},{moment}"

    def verify_digest(self, digest: str) -> None:
        """Check a digest that was sent; raises ``DigestError``. None need be sent with a bearer token."""
        if not digest:
            return
        found = _DIGEST.fullmatch(digest.strip())
        if found is None or not hmac.compare_digest(found[1], self._sign(found[2])):
            raise DigestError
        if self._clock() - _parse_moment(found[2]) > DIGEST_LIFETIME:
            raise DigestError

    def _decode(self, token: str, audience: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._identity.token_key.public_key(),
                algorithms=["RS256"],
                options={
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "require": ["aud", "exp", "appid", "appidacr"],
                },
            )
        except jwt.PyJWTError as error:
            raise self._refuse("invalid_token", "The token cannot be read or was not issued here.", audience) from error
        return claims

    def _refuse(self, error: str, message: str, audience: str) -> SignInError:
        tenant = self._identity.tenant
        return SignInError(message=message, error=error, tenant=tenant, issuer=f"{audience}/{tenant}/v2.0")

    def _sign(self, moment: str) -> str:
        return hmac.new(self._identity.digest_key, moment.encode(), hashlib.sha256).hexdigest().upper()


def _parse_moment(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError as error:
        raise DigestError from error
