"""Whatever is asked, in whatever body: an answer of SharePoint's or a sentence, never our own mistake or a broken file."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from sync.emulator.api import Api, Backing
from sync.emulator.apps import Apps
from sync.emulator.exchange import Request
from sync.emulator.faults.injection import Injection
from sync.emulator.faults.register import FaultRegister
from sync.emulator.identity import Identity
from sync.emulator.route_table import ROUTES
from sync.emulator.routes import expand_pattern
from sync.emulator.seeds.loader import load_seed
from sync.emulator.store.database import Store, read_clock
from sync.emulator.switches import Switches
from sync.emulator.tokens import BY_CERTIFICATE, Tokens
from tests.emulator.rest import MINIMAL, MODERN, NONE, VERBOSE

ROOT = "https://localhost:1"
PATTERNS = [(route.method, pattern) for route in ROUTES for pattern in expand_pattern(route.pattern)]
#: What a path or a body may well hold, so that more than the first check is reached.
TITLES = ("HMICFRS Tracker", "Assessment Boards", "Documents")
COLUMNS = (
    "Title",
    "ID",
    "Modified",
    "Assessment_x0020_Board",
    "Business_x0020_Lead",
    "FLL_x0020_Agreed",
    "Author",
    "Nope",
)
KEYS = (
    "query",
    "parameters",
    "formValues",
    "ViewXml",
    "viewXml",
    "SchemaXml",
    "FieldName",
    "FieldValue",
    "ChangeTokenStart",
    "StringValue",
    "Item",
    "Add",
    "RowLimit",
    "FieldTypeKind",
    "BaseTemplate",
    "ContentTypeId",
    "ServerRelativeUrl",
    "__metadata",
    "type",
    "results",
    "sitePage",
    "CanvasContent1",
    *COLUMNS,
)
XML = (
    "<View><Query><Where><Eq><FieldRef Name='Title'/><Value Type='Text'>x</Value></Eq></Where></Query></View>",
    "<View><RowLimit>1</RowLimit></View>",
    "<Field Type='Text' DisplayName='x'/>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><View>&a;</View>",
    "<View",
)

#: What would be right for an argument of that name.
RIGHT = {
    "list_id": ["'LIST_ID'", "guid'LIST_ID'"],
    "view_id": ["'VIEW_ID'"],
    "file_id": ["'FILE_ID'"],
    "folder_id": ["'FOLDER_ID'"],
    "bin_id": ["'BIN_ID'"],
    "list_title": [f"'{title}'" for title in TITLES],
    "list_folder": ["'/sites/hmicfrs/Lists/HMICFRS Tracker'", "'/sites/hmicfrs/Shared Documents'"],
    "item_id": ["1", "2"],
    "version_id": ["512"],
    "field_name": [f"'{name}'" for name in COLUMNS],
    "field_title": ["'Title'"],
    "view_title": ["'All Items'"],
    "user_id": ["6"],
    "email": ["'analyst@force.example'"],
    "logon_name": ["'analyst@force.example'"],
    "type_id": ["'0x01'"],
    "folder_path": ["'Shared Documents'", "'/sites/hmicfrs/Shared Documents/a'"],
    "folder_name": ["'Shared Documents'", "'a'"],
    "file_path": ["'Shared Documents/a.txt'"],
    "file_name": ["'a.txt'"],
    "new_name": ["'a.txt'", "'a'"],
    "overwrite": ["true"],
    "upload_id": ["'00000000-0000-0000-0000-000000000001'"],
    "offset": ["0"],
    "page_id": ["PAGE_ID"],
    "page_path": ["'SitePages/a.aspx'"],
}
#: What would be right for a body of some route.
BODIES: tuple[dict[str, object], ...] = (
    {"Title": "x"},
    {"Title": "x", "FieldTypeKind": 2},
    {"Title": "x", "BaseTemplate": 101},
    {"Business_x0020_LeadId": 6, "FLL_x0020_Agreed": "2021-07-14T00:00:00Z", "ContentTypeId": "0x01"},
    {"query": {"ViewXml": XML[0], "ListItemCollectionPosition": {"PagingInfo": "p_ID=1"}}},
    {"query": {"Item": True, "Add": True, "ChangeTokenStart": {"StringValue": "1;3;x;1;1"}}},
    {"query": {"RowLimit": "10", "QueryOptions": "<QueryOptions/>"}},
    {"parameters": {"ViewXml": XML[1], "RenderOptions": 2, "Paging": "p_ID=1"}},
    {"parameters": {"SchemaXml": XML[2], "Options": 8}},
    {"parameters": {"Title": "x", "ViewFields": ["Title"], "Query": "<Where/>"}},
    {"viewXml": XML[1]},
    {"formValues": [{"FieldName": "Title", "FieldValue": "x"}], "bNewDocumentUpdate": True, "datesInUTC": True},
    {
        "formValues": [{"FieldName": "FLL_x0020_Agreed", "FieldValue": "1/1/2021"}],
        "listItemCreateInfo": {"FolderUrl": "x"},
    },
    {"sitePage": {"Title": "a", "CanvasContent1": "<p>x</p>"}},
    {"contentTypeId": "0x01"},
    {"Name": "x", "Id": {"StringValue": "0x01AA"}},
    {"ServerRelativeUrl": "/sites/hmicfrs/Shared Documents/a"},
    {"logonName": "analyst@force.example"},
)

texts = st.one_of(
    st.sampled_from(
        (
            *TITLES,
            *COLUMNS,
            *XML,
            "../x",
            "Shared Documents",
            "2021-01-01",
            "x" * 300,
            "'",
            "\x00",
            "[]",
            "{",
            "9" * 5000,
            "[" * 5000,
        )
    ),
    st.text(max_size=20),
)
numbers = st.sampled_from(["1", "2", "0", "-1", "99999", "9" * 30, "9" * 5000])
guids = st.sampled_from(["00000000-0000-0000-0000-000000000001", "{x}", "guid'1'", "0x0100"])
arguments = st.one_of(
    texts.map(lambda text: "'" + text.replace("'", "''") + "'"),
    numbers,
    guids.map(lambda guid: f"'{guid}'"),
    guids.map(lambda guid: f"guid'{guid}'"),
    st.just('{"DecodedUrl":' * 3000 + "1" + "}" * 3000),
    st.sampled_from(["true", "@x", "", "'", '{"DecodedUrl": "/sites/hmicfrs/Shared Documents"}', "(", "a,b=c"]),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
conditions = st.tuples(
    st.sampled_from((*COLUMNS, "Business_x0020_Lead/Title", "x/y")),
    st.sampled_from(("eq", "ne", "gt", "has", "")),
    st.one_of(
        texts.map(lambda text: f"'{text}'"), numbers, st.sampled_from(["null", "datetime'2021'", "guid'x'", "true"])
    ),
).map(" ".join)
options = st.dictionaries(
    st.sampled_from(["$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$skiptoken", "@x", "odd"]),
    st.one_of(
        texts,
        conditions,
        numbers,
        st.sampled_from(["*", "Title desc", "Paged=TRUE&p_ID=1", f"Paged=TRUE&p_ID={'9' * 5000}"]),
    ),
    max_size=2,
)
JSON = [VERBOSE, MINIMAL, NONE, MODERN]


def mostly(right: st.SearchStrategy[Any], wrong: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return what is right nine times out of ten."""
    return st.integers(0, 9).flatmap(lambda chance: right if chance else wrong)


accepts = mostly(
    st.sampled_from(JSON), st.sampled_from(["*/*", "", "text/html", "application/json;odata=fullmetadata"])
)
types = mostly(st.just(NONE), st.sampled_from([VERBOSE, "text/plain", "multipart/mixed", ""]))


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    wild = st.one_of(st.just(b""), st.binary(max_size=40), st.dictionaries(st.sampled_from(KEYS), values, max_size=5))
    body = draw(mostly(st.sampled_from(BODIES).map(spoil_with(draw)), wild))
    return body if isinstance(body, bytes) else json.dumps(body).encode("utf-8", "replace")


def spoil_with(draw: st.DrawFn) -> Callable[[object], object]:
    """Return what puts something else in one place of a body, half of the time."""

    def spoil(value: object) -> object:
        if isinstance(value, dict) and value:
            name = draw(st.sampled_from(sorted(value)))
            return {**value, name: spoil(value[name])}
        if isinstance(value, list) and value:
            return [spoil(value[0]), *value[1:]]
        return draw(values) if draw(st.booleans()) else value

    return spoil


@st.composite
def paths(draw: st.DrawFn) -> tuple[str, str]:
    method, pattern = draw(st.sampled_from(PATTERNS))
    while "{" in pattern:
        before, _, rest = pattern.partition("{")
        name, _, after = rest.partition("}")
        right = st.sampled_from(RIGHT[name]) if name in RIGHT else arguments
        pattern = f"{before}{draw(mostly(right, arguments)).replace('{', '%7B')}{after}"
    extra = draw(mostly(st.just(""), st.sampled_from(["/", "/Title", "/$value", "()", "/nope('x')"])))
    return draw(mostly(st.just(method), st.sampled_from(["GET", "POST", "PUT"]))), pattern + extra


class UndoError(Exception):
    """Raised to forget what an example did, so that every example meets the same site."""


class Site:
    """The API in this process, with nothing in front of it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "sharepoint.sqlite"
        self.store = Store(self.file)
        identity = Identity(folder)
        site = load_seed(self.store, "minimal")
        tokens = Tokens(identity, self.store.clock)
        self.token = tokens.issue(ROOT, BY_CERTIFICATE)
        backing = Backing(self.store, site, tokens, Apps(identity, self.store), Switches())
        self.api = Api(backing, Injection(FaultRegister(read_clock)))
        self._ids = self._prepare()

    def ask(self, method: str, path: str, query: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        """Answer a request and forget what it did."""
        answers: list[tuple[int, bytes]] = []
        with contextlib.suppress(UndoError), self.store.writing():
            answers.append(self.send(method, path, query, body, **headers))
            raise UndoError
        return answers[0]

    def send(self, method: str, path: str, query: str = "", body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        for name, known in self._ids.items() if hasattr(self, "_ids") else ():
            path = path.replace(name, known)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        all_headers = Headers({"Authorization": f"Bearer {self.token}", **given})
        path = f"/sites/hmicfrs/_api/{path.replace('%7B', '{')}"
        response = self.api.respond(Request(method, path, query, all_headers, body, ROOT))
        return response.status, response.body

    def _prepare(self) -> dict[str, str]:
        tracker, shared = "web/lists/getbytitle('HMICFRS Tracker')", "web/folders('Shared Documents')"
        made = {
            "LIST_ID": ("GET", tracker, b"", "Id"),
            "VIEW_ID": ("GET", f"{tracker}/defaultview", b"", "Id"),
            "FOLDER_ID": ("POST", f"{shared}/folders/add('a')", b"", "UniqueId"),
            "FILE_ID": ("POST", f"{shared}/files/add(url='a.txt',overwrite=true)", b"x", "UniqueId"),
            "PAGE_ID": ("POST", "sitepages/pages", b'{"Title": "a"}', "Id"),
            "BIN_ID": ("POST", "web/lists/getbytitle('Assessment Boards')/items(1)/recycle", b"", "value"),
        }
        return {name: self._make(*request) for name, request in made.items()}

    def _make(self, method: str, path: str, body: bytes, name: str) -> str:
        status, answer = self.send(method, path, "", body, Accept=NONE, Content_Type=NONE)
        assert status < 300, answer
        return str(json.loads(answer)[name])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("fuzz"))
    yield site
    site.store.close()
    assert read_integrity(site.file) == "ok"


def read_integrity(file: Path) -> str:
    connection = sqlite3.connect(file)
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    return found


some = settings(
    max_examples=800, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@some
@given(
    path=paths(),
    query=mostly(st.just({}), options),
    body=bodies(),
    accept=accepts,
    content_type=types,
    etag=st.sampled_from(["", "*", '"x,1"']),
)
def test_every_request_is_answered(
    site: Site, path: tuple[str, str], query: dict[str, str], body: bytes, accept: str, content_type: str, etag: str
) -> None:
    written = "&".join(f"{quote(name)}={quote(value, errors='replace')}" for name, value in query.items())

    status, answer = site.ask(*path, written, body, Accept=accept, Content_Type=content_type, If_Match=etag)

    assert status < 500 or status == 501 or is_sharepoints(answer)


@some
@given(
    body=st.one_of(bodies(), st.text(alphabet="-bx\r\n: GETPOSTMERGE/HTTP1.", max_size=300).map(str.encode)),
    boundary=st.sampled_from(["b", ""]),
)
def test_every_batch_is_answered(site: Site, body: bytes, boundary: str) -> None:
    status, _ = site.ask("POST", "$batch", "", body, Content_Type=f"multipart/mixed; boundary={boundary}")

    assert status in (200, 400)


def is_sharepoints(answer: bytes) -> bool:
    """Say whether a 500 is one that SharePoint gives too: it has a code that is not our own."""
    document = json.loads(answer)
    code: str = (document.get("odata.error") or document["error"])["code"]
    return "Microsoft.SharePoint" in code
