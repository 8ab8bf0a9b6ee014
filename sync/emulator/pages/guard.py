"""Who may change something through a page: a form of this very site, and nobody else's page.

A web page from elsewhere can make a browser send a form here. It cannot read a page of ours, so it has no token, and
browsers say where a form comes from. Either alone would do; both are asked.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from sync.emulator.exchange import Request

HOSTS = frozenset({"localhost", "127.0.0.1"})


class Guard:
    """Issues the tokens in forms and checks them; they last as long as the process."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def issue(self, path: str) -> str:
        """Return the token for a form that is sent to ``path``."""
        return hmac.new(self._secret, path.lower().encode(), hashlib.sha256).hexdigest()

    def has_token(self, request: Request, token: str) -> bool:
        """Say whether a form carries the token of the page it is sent to."""
        return hmac.compare_digest(self.issue(request.path).encode(), token.encode())


def is_from_here(request: Request) -> bool:
    """Say whether a request was sent by a page of this site, as far as the browser says."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None and fetched != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == request.root_url


def is_for_here(request: Request) -> bool:
    """Say whether a request names this computer; any other name could be a web page's way in."""
    try:
        return urlsplit(request.root_url).hostname in HOSTS
    except ValueError:
        return False
