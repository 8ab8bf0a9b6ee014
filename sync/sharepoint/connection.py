"""Where the site is and how the service proves who it is; the same form for SharePoint Online and the local SharePoint."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class SiteConnection:
    """Everything needed to reach one site. File names are paths that can be opened."""

    site_url: str
    authority: str = ""
    client_id: str = ""
    method: Literal["certificate", "federated", "managed-identity"] = "certificate"
    certificate_file: str = ""
    private_key_file: str = ""
    private_key_passphrase: str = ""
    federated_token_file: str = ""
    ca_file: str = ""
    user_agent: str = "NONISV|Police|hmicfrs-sync/0"
    connect_timeout: timedelta = timedelta(seconds=10)
    read_timeout: timedelta = timedelta(seconds=90)
    retry_pause: timedelta = timedelta(seconds=1)
    throttle_budget: timedelta = timedelta(seconds=300)

    @property
    def origin(self) -> str:
        """Return the scheme and host of the site, which is also the resource that a token is for."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def scope(self) -> str:
        """Return the scope of an app-only token for the site."""
        return f"{self.origin}/.default"

    def __repr__(self) -> str:
        return f"SiteConnection({self.site_url!r}, {self.method})"
