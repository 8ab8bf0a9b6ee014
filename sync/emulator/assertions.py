"""Client assertions: a JWT signed with the app's certificate instead of a secret.

Microsoft, "Microsoft identity platform application authentication certificate credentials" names the claims; the
spellings that msal sends are in sharepoint.md D.1.
"""

import hashlib
import threading
from datetime import timedelta
from typing import Any

import jwt

from sync.emulator.apps import App
from sync.emulator.refusals import EntraError, refuse
from sync.emulator.store.database import Clock

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST = timedelta(days=1)
_SKEW = timedelta(minutes=5)


class Assertions:
    """Verifies assertions and remembers their ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def verify(self, assertion: str, endpoint: str, app: App) -> None:
        """Raise ``EntraError`` unless ``assertion`` was signed by the app's certificate, for here and for now."""
        _check_header(assertion, app)
        claims = _decode(assertion, app)
        if claims["aud"] != endpoint:
            raise refuse(700023)
        if {str(claims["iss"]).lower(), str(claims["sub"]).lower()} != {app.client_id}:
            raise refuse(700021)
        self._check_times(claims)
        self._check_replay(str(claims["jti"]), float(claims["exp"]), assertion)

    def _check_times(self, claims: dict[str, Any]) -> None:
        now = self._clock().timestamp()
        try:
            expires, begins = float(claims["exp"]), float(claims.get("nbf", 0))
        except (TypeError, ValueError) as error:
            raise refuse(50027, reason="its times are not numbers") from error
        if expires <= now or begins > now + _SKEW.total_seconds() or expires > now + _LONGEST.total_seconds():
            raise refuse(700024)

    def _check_replay(self, jti: str, expires: float, assertion: str) -> None:
        # The same assertion may come again: msal keeps one for up to nine minutes and sends it for every token it
        # needs. The same id in another assertion may not.
        fingerprint = hashlib.sha256(assertion.encode()).hexdigest()
        now = self._clock().timestamp()
        with self._lock:
            self._seen = {known: entry for known, entry in self._seen.items() if entry[1] > now}
            first, _ = self._seen.setdefault(jti, (fingerprint, expires))
        if not jti or first != fingerprint:
            raise _refuse_replay()


def _refuse_replay() -> EntraError:
    return refuse(50027, reason="its id has been used by another assertion")


def _check_header(assertion: str, app: App) -> None:
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.PyJWTError as error:
        raise refuse(50027, reason="it cannot be read") from error
    registered = app.credentials.thumbprints
    named = [(name, wanted) for name, wanted in registered.items() if name in header]
    if not named:
        raise refuse(50027, reason="its header names no certificate")
    if any(str(header[name]).rstrip("=") != wanted for name, wanted in named):
        raise refuse(700027, reason="the certificate it names is not registered on the application")


def _decode(assertion: str, app: App) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            app.credentials.certificate.public_key(),  # type: ignore[arg-type] # always RSA, see identity
            algorithms=["RS256", "PS256"],
            options={
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
                "require": ["aud", "iss", "sub", "exp", "jti"],
            },
        )
    except jwt.MissingRequiredClaimError as error:
        raise refuse(50027, reason=f"the claim '{error.claim}' is missing") from error
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError) as error:
        raise refuse(700027, reason="the key was not that of the registered certificate") from error
    except jwt.PyJWTError as error:
        raise refuse(50027, reason="it cannot be read") from error
    return claims
