"""The sites that the contract is checked on, and the list that the checks make there.

A real site is named by the environment:

- ``HMICFRS_TEST_SITE``: its address, ``https://tenant.sharepoint.com/sites/name``. Without it only the local one is checked.
- ``HMICFRS_TEST_TOKEN``: a bearer token for it; or, instead, an app with a certificate:
  ``HMICFRS_TEST_TENANT``, ``HMICFRS_TEST_CLIENT_ID``, and ``HMICFRS_TEST_CERTIFICATE`` and ``HMICFRS_TEST_PRIVATE_KEY``, two PEM
  files. The app needs the role manage or full control on that site, for it makes and deletes lists.

Everything happens in lists whose titles begin with ``hmicfrs-sync contract`` or ``hmicfrs-sync check``; they are deleted at the
end, and whatever else is on the site is left alone. Name a site for tests and never the force's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import msal

from tests.emulator.rest import Api, Reply, a_field, encode

SITE, TOKEN = "HMICFRS_TEST_SITE", "HMICFRS_TEST_TOKEN"
TENANT, CLIENT_ID = "HMICFRS_TEST_TENANT", "HMICFRS_TEST_CLIENT_ID"
CERTIFICATE, PRIVATE_KEY = "HMICFRS_TEST_CERTIFICATE", "HMICFRS_TEST_PRIVATE_KEY"

COLUMNS = (
    a_field("Status", "Choice", "<CHOICES><CHOICE>Open</CHOICE><CHOICE>Closed</CHOICE></CHOICES>", Required="TRUE"),
    a_field("Tags", "MultiChoice", "<CHOICES><CHOICE>A</CHOICE><CHOICE>B</CHOICE></CHOICES>"),
    a_field("Score", "Number"),
    a_field("Seen", "DateTime", Format="DateTime"),
    a_field("Done", "Boolean"),
    a_field("Link", "URL", Format="Hyperlink"),
    a_field("Notes", "Note"),
    a_field("Lead", "User"),
    a_field("SyncKey", Indexed="TRUE", EnforceUniqueValues="TRUE"),
)
_marks = count(1)


@dataclass(frozen=True)
class RealSite:
    """A site of SharePoint Online, whose certificate this computer trusts."""

    site_url: str
    token: str
    ca_file: str = ""


def read_real_site(environment: Mapping[str, str]) -> RealSite:
    """Return the site that the environment names; raises ``KeyError`` for a variable that is missing."""
    url = environment[SITE].rstrip("/")
    return RealSite(url, environment.get(TOKEN) or _sign_in(url, environment))


def _sign_in(url: str, environment: Mapping[str, str]) -> str:
    credential = {
        "private_key": Path(environment[PRIVATE_KEY]).read_text(encoding="utf-8"),
        "public_certificate": Path(environment[CERTIFICATE]).read_text(encoding="utf-8"),
        "thumbprint": "",
    }
    authority = f"https://login.microsoftonline.com/{environment[TENANT]}"
    app = msal.ConfidentialClientApplication(environment[CLIENT_ID], authority=authority, client_credential=credential)
    answer = app.acquire_token_for_client([f"https://{urlsplit(url).netloc}/.default"])
    assert "access_token" in answer, answer.get("error_description", answer)
    return str(answer["access_token"])


class Workspace:
    """One list of our own on a site; ``path`` is its address under the API."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.title = f"hmicfrs-sync contract {uuid4()}"
        self.made: list[str] = []
        self.path = self.make_list(self.title)
        for column in COLUMNS:
            self.add_column(column)

    def make_list(self, title: str, template: int = 100) -> str:
        """Make a list that is deleted at the end, and return its path."""
        made = self.api.post("web/lists", {"Title": title, "BaseTemplate": template})
        assert made.status == 201, made.text
        path = f"web/lists(guid'{made.json['Id']}')"
        self.made.append(path)
        return path

    def add_column(self, xml: str, options: int = 8) -> Any:  # noqa: ANN401 - JSON
        parameters = {"SchemaXml": xml, "Options": options}
        made = self.api.post(f"{self.path}/fields/createfieldasxml", {"parameters": parameters})
        assert made.status in (200, 201), made.text
        return made.json

    def try_to_add(self, **cells: object) -> Reply:
        return self.api.post(f"{self.path}/items", cells)

    def add(self, **cells: object) -> Any:  # noqa: ANN401 - JSON
        made = self.try_to_add(**{"Title": "a row", **cells})
        assert made.status == 201, made.text
        return made.json

    def find(self, where: str, select: str = "Id,Title") -> list[dict[str, Any]]:
        """Return the rows of a filter."""
        answer = self.api.get(f"{self.path}/items?$select={select}&$filter={encode(where)}&$top=5000")
        assert answer.status == 200, answer.text
        return answer.rows

    def mark(self) -> str:
        """Return a word that no row has yet."""
        return f"mark {next(_marks)} {uuid4()}"

    def remove(self) -> None:
        """Delete what was made."""
        for path in self.made:
            self.api.delete(path, If_Match="*")
