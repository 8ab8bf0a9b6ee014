"""Looks into the site as a person would, by its REST service and with nothing of ours in between."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from sync.emulator.server import Connection


@dataclass
class Client:
    """Plain HTTPS with the connection's own bearer token."""

    connection: Connection

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> requests.Response:
        """Send one request to the site's REST service."""
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method,
                f"{self.connection.site_url}/_api/{path}",
                data=json.dumps(body) if body is not None else None,
                headers={
                    "Authorization": f"Bearer {self.connection.token}",
                    "Accept": "application/json;odata=nometadata",
                    "Content-Type": "application/json;odata=nometadata",
                    **headers,
                },
                verify=self.connection.ca_file,
                timeout=30,
            )

    def rows(self, title: str) -> list[dict[str, Any]]:
        """Return a list's rows, in order of ID."""
        answer = self.ask("GET", f"web/lists/getbytitle('{quote(title)}')/items?$top=5000")
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["value"]
        return found

    def row(self, title: str, **wanted: object) -> dict[str, Any]:
        """Return the one row whose columns hold what is wanted."""
        found = [row for row in self.rows(title) if all(row.get(name) == value for name, value in wanted.items())]
        assert len(found) == 1, f"{len(found)} rows with {wanted}"
        return found[0]

    def edit(self, title: str, number: int, **values: object) -> None:
        """Change a row, as a person with the list open would."""
        path = f"web/lists/getbytitle('{quote(title)}')/items({number})"
        answer = self.ask("POST", path, values, **{"X-HTTP-Method": "MERGE", "IF-MATCH": "*"})
        assert answer.status_code == 204, answer.text

    def add(self, title: str, **values: object) -> int:
        """Add a row and return its ID."""
        answer = self.ask("POST", f"web/lists/getbytitle('{quote(title)}')/items", values)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["Id"])

    def remove(self, title: str, number: int) -> None:
        """Remove a row for good."""
        path = f"web/lists/getbytitle('{quote(title)}')/items({number})"
        answer = self.ask("POST", path, **{"X-HTTP-Method": "DELETE", "IF-MATCH": "*"})
        assert answer.status_code == 200, answer.text

    def add_list(self, title: str, description: str = "") -> None:
        """Make a list."""
        answer = self.ask("POST", "web/lists", {"Title": title, "Description": description, "BaseTemplate": 100})
        assert answer.status_code == 201, answer.text

    def versions(self, title: str) -> dict[int, str]:
        """Return what would change if anybody wrote: each row's version."""
        return {row["Id"]: row["OData__UIVersionString"] for row in self.rows(title)}
