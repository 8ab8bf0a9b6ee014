"""A request and a response, without the server: what arrives by HTTPS and what is inside a ``$batch`` look the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import Headers

BANNER = "hmicfrs-sync local SharePoint"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; ``path`` is decoded and ``query`` is not, ``root_url`` is ``https://host:port`` as asked for."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    root_url: str

    @property
    def verb(self) -> str:
        """The method that is meant: POST may carry another one, and PATCH is MERGE (sharepoint.md C.12)."""
        verb = self.method
        if verb == "POST":
            verb = self.headers.get("X-HTTP-Method", "").upper() or verb
        return "MERGE" if verb == "PATCH" else verb

    @property
    def audience(self) -> str:
        """Whom tokens are for: the site, by one name whichever the caller used."""
        return self.root_url.lower().replace("//127.0.0.1", "//localhost")


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered; ``parts`` counts the parts of a ``$batch``, ``breaks_batch`` spoils those after it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: int = 0
    breaks_batch: bool = False
