"""Sign-in: one msal application per process gives tokens, with a margin before they expire.

SharePoint takes app-only tokens that were got with a certificate, a federated assertion or a managed identity; it refuses those
got with a client secret (Microsoft: "Granting access via Azure AD App-Only").
"""

import logging
import ssl
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import jwt
import msal
import requests

from sync.errors import SignInError, UnreachableError, UserError
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.failures import hide_tokens
from sync.sharepoint.token_service import TokenService

_log = logging.getLogger(__name__)

_MARGIN_SECONDS: Final = 300
"""A token is renewed this long before it expires, so that none expires on the way."""


class SignIn:
    """Gives the token for the site, and a fresh one on demand."""

    def __init__(
        self, acquire: Callable[[], Mapping[str, Any]], forget: Callable[[], None], seconds: Callable[[], float]
    ) -> None:
        self._acquire = acquire
        self._forget = forget
        self._seconds = seconds
        self._token = ""
        self._renew_at = 0.0
        self._is_held = False

    def token(self) -> str:
        """Return a token that is good for a while.

        Raises:
            SignInError: Entra ID refused.
            UnreachableError: Entra ID did not answer, or had an error of its own each time.
            ThrottledError: Entra ID asks for more waiting than a run may spend.
        """
        if not self._token or (self._seconds() >= self._renew_at and not self._is_held):
            self._take(self._ask())
        return self._token

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep to the token in hand meanwhile, also when it becomes due: nothing waits for the sign-in service."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def renew(self) -> None:
        """Forget the token, so that the next one is fetched anew; raises as ``token`` does."""
        self._token = ""
        self._forget()

    def _ask(self) -> Mapping[str, Any]:
        try:
            return self._acquire()
        except (requests.RequestException, msal.exceptions.MsalServiceError) as error:
            raise UnreachableError(
                f"The sign-in service did not answer ({_name_failure(error)}). Check the authority in the settings, the "
                "network and the proxy, and run again."
            ) from error
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise SignInError(
                "The sign-in could not be made from the settings: the authority, the certificate or its key does not fit. "
                f"({_first_line(str(error))})"
            ) from error

    def _take(self, answer: Mapping[str, Any]) -> None:
        if "access_token" not in answer:
            told = _first_line(str(answer.get("error_description") or answer.get("error") or "no reason was given"))
            raise SignInError(
                f"The sign-in was refused: {told} Check client_id, authority and the certificate registered for the app."
            )
        self._token = str(answer["access_token"])
        lifetime = float(answer.get("expires_in") or 0)
        self._renew_at = self._seconds() + max(0.0, lifetime - _MARGIN_SECONDS)


def build_sign_in(
    connection: SiteConnection,
    session: requests.Session,
    seconds: Callable[[], float],
    sleep: Callable[[float], None] = time.sleep,
) -> SignIn:
    """Return the sign-in that the connection asks for. Nothing is sent before the first token is wanted.

    ``sleep`` waits where the sign-in service asks for it.

    Raises:
        UserError: a file that the sign-in needs cannot be read.
    """
    service = TokenService(connection, session, sleep)
    if connection.method == "managed-identity":
        return _managed_identity(connection, service, seconds)
    if connection.method == "federated":
        token_file = Path(connection.federated_token_file)
        _read_file(token_file)
        # The platform replaces the file's token from time to time, so it is read anew whenever msal asks.
        return _confidential(connection, service, seconds, {"client_assertion": lambda: _read_file(token_file)})
    _warn_if_open(Path(connection.private_key_file))
    credential = {
        "private_key": _read_file(Path(connection.private_key_file)),
        "public_certificate": _read_file(Path(connection.certificate_file)),
    }
    if connection.private_key_passphrase:
        credential["passphrase"] = connection.private_key_passphrase
    return _confidential(connection, service, seconds, credential)


def check_authority(connection: SiteConnection) -> None:
    """Raise UserError when the additional certificate authority cannot be read, or is none."""
    if not connection.ca_file:
        return
    _read_file(Path(connection.ca_file))
    try:
        ssl.create_default_context(cafile=connection.ca_file)
    except (ssl.SSLError, OSError) as error:
        raise UserError(
            f"The file {connection.ca_file} holds no certificate in PEM form. Check ca_file in the settings."
        ) from error


def _confidential(
    connection: SiteConnection, service: TokenService, seconds: Callable[[], float], credential: Mapping[str, Any]
) -> SignIn:
    application: list[Any] = []

    def app() -> Any:  # noqa: ANN401 - msal has no types
        if not application:
            # The authority is one that an administrator wrote down, so Microsoft's list of clouds is not asked about it.
            application.append(
                msal.ConfidentialClientApplication(
                    connection.client_id,
                    authority=connection.authority,
                    client_credential=credential,
                    instance_discovery=False,
                    http_client=service,
                )
            )
        return application[0]

    def acquire() -> Mapping[str, Any]:
        answer: Mapping[str, Any] = app().acquire_token_for_client([connection.scope])
        return answer

    return SignIn(acquire, lambda: app().remove_tokens_for_client(), seconds)


def _managed_identity(connection: SiteConnection, service: TokenService, seconds: Callable[[], float]) -> SignIn:
    identity = (
        msal.UserAssignedManagedIdentity(client_id=connection.client_id)
        if connection.client_id
        else msal.SystemAssignedManagedIdentity()
    )

    def client() -> Any:  # noqa: ANN401 - msal has no types
        return msal.ManagedIdentityClient(identity, http_client=service)

    clients = [client()]

    def acquire() -> Mapping[str, Any]:
        answer: Mapping[str, Any] = clients[0].acquire_token_for_client(resource=connection.origin)
        return answer

    def forget() -> None:
        clients[0] = client()

    return SignIn(acquire, forget, seconds)


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"The file {path} that the sign-in needs cannot be read. Check its name in the settings and who may read it."
        ) from error


def _warn_if_open(path: Path) -> None:
    """Log a warning when others than the service's own user may read a private key."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # reading it says what is wrong
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        _log.warning(
            "private key readable by others",
            extra={"file": str(path), "mode": f"{stat.S_IMODE(mode):04o}", "remedy": f"chmod 600 {path}"},
        )


def _first_line(text: str) -> str:
    """Return what is fit to be shown of a text of the sign-in's: one line, and no token or assertion that it may quote."""
    line = hide_tokens(text.strip().splitlines()[0]) if text.strip() else "no reason was given"
    return line if line.endswith(".") else line + "."


def _name_failure(error: Exception) -> str:
    """Return what kind of failure it was; the library's own text holds addresses and object dumps."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, requests.Timeout):
        return "it took too long"
    return "no connection"
