"""A REST client for tests, made of the standard library only, so that nothing of ours helps it along."""

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import quoteattr

MINIMAL = "application/json;odata=minimalmetadata"
VERBOSE = "application/json;odata=verbose"
NONE = "application/json;odata=nometadata"
MODERN = "application/json;odata.metadata=none"

_numbers = count(1)


class Endpoint(Protocol):
    """Where a site is and as whom to ask; no CA file is for a site that this computer trusts anyway."""

    @property
    def site_url(self) -> str: ...

    @property
    def ca_file(self) -> str: ...

    @property
    def token(self) -> str: ...


@dataclass(frozen=True)
class Reply:
    """An answer, read whole."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the server says
        return json.loads(self.text)

    @property
    def rows(self) -> list[dict[str, Any]]:
        document = self.json
        rows: list[dict[str, Any]] = document["d"]["results"] if "d" in document else document["value"]
        return rows

    @property
    def error(self) -> tuple[int, str, str]:
        document = self.json
        error = document.get("odata.error") or document["error"]
        message = error["message"]
        return self.status, error["code"], message["value"] if isinstance(message, dict) else message


class Api:
    """Sends requests to one site over one connection."""

    def __init__(self, connection: Endpoint) -> None:
        self.connection = connection
        self.base = urlsplit(connection.site_url).path + "/_api/"
        context = ssl.create_default_context(cafile=connection.ca_file or None)
        host = urlsplit(connection.site_url)
        self._http = http.client.HTTPSConnection(str(host.hostname), host.port, context=context, timeout=30)

    def close(self) -> None:
        self._http.close()

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Reply:
        """Send to ``path`` under the API; an absolute path or address is sent as it is."""
        if path.startswith("https://"):
            path = path.removeprefix(f"https://{urlsplit(path).netloc}")
        target = path if path.startswith("/") else self.base + path
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        merged = {"Accept": MINIMAL, "Authorization": f"Bearer {self.connection.token}", **given}
        content: bytes | None = None
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            merged.setdefault("Content-Type", "application/json")
        self._http.request(method, target, content, {name: value for name, value in merged.items() if value})
        answer = self._http.getresponse()
        return Reply(answer.status, dict(answer.getheaders()), answer.read().decode())

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Reply:
        return self.send("POST", path, body, **headers)

    def merge(self, path: str, body: object, **headers: str) -> Reply:
        return self.send("POST", path, body, **{"X_HTTP_Method": "MERGE", **headers})

    def delete(self, path: str, **headers: str) -> Reply:
        return self.send("POST", path, **{"X_HTTP_Method": "DELETE", **headers})


@contextmanager
def an_api(connection: Endpoint) -> Iterator[Api]:
    api = Api(connection)
    try:
        yield api
    finally:
        api.close()


def a_field(name: str, kind: str = "Text", inside: str = "", **attributes: str) -> str:
    """Return a column's definition with ``name`` for internal and display name."""
    given = {"Type": kind, "Name": name, "DisplayName": name, **attributes}
    written = " ".join(f"{key}={quoteattr(value)}" for key, value in given.items())
    return f"<Field {written}>{inside}</Field>"


def make_list(api: Api, *fields: str) -> str:
    """Make a list with those columns and return its path."""
    made = api.post("web/lists", {"Title": f"List {next(_numbers)}", "BaseTemplate": 100})
    assert made.status == 201, made.text
    path = f"web/lists(guid'{made.json['Id']}')"
    for field in fields:
        add_field(api, path, field)
    return path


def add_field(api: Api, path: str, field: str, options: int = 8) -> dict[str, Any]:
    parameters = {"SchemaXml": field, "Options": options}
    made = api.post(f"{path}/fields/createfieldasxml", {"parameters": parameters})
    assert made.status == 200, made.text
    answer: dict[str, Any] = made.json
    return answer


def add_item(api: Api, path: str, **cells: object) -> dict[str, Any]:
    made = api.post(f"{path}/items", cells or {"Title": "an item"})
    assert made.status == 201, made.text
    answer: dict[str, Any] = made.json
    return answer


def read_all(api: Api, path: str, *, limit: int = 500) -> list[dict[str, Any]]:
    """Follow next links to the end; ``limit`` pages are an endless loop."""
    rows: list[dict[str, Any]] = []
    address: str | None = path
    for _ in range(limit):
        if address is None:
            return rows
        page = api.get(address)
        assert page.status == 200, page.text
        rows += page.rows
        address = page.json.get("odata.nextLink")
    raise AssertionError("The pages never end.")


def encode(text: str) -> str:
    return quote(text, safe="")
