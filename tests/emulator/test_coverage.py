"""The page of coverage is made from the route table, names every route and fault, and is up to date."""

import subprocess
import sys
from pathlib import Path

import pytest

from sync.emulator.coverage import PAGE, build_coverage
from sync.emulator.faults.fault import FaultKind
from sync.emulator.route_table import ROUTES
from tests.emulator.rest import Api


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_coverage(), "Run python -m sync.emulator.coverage."


def test_every_route_and_fault_is_on_it() -> None:
    lines = build_coverage().splitlines()

    assert [route for route in ROUTES if sum(f"`{route.pattern}`" in line for line in lines) == 0] == []
    assert [kind for kind in FaultKind if not any(line.startswith(f"| `{kind.word}`") for line in lines)] == []
    assert len([line for line in lines if line.startswith(("| GET", "| POST", "| MERGE", "| DELETE", "| PUT"))]) == len(
        ROUTES
    )


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.md"

    subprocess.run([sys.executable, "-m", "sync.emulator.coverage", str(page)], check=True)  # noqa: S603 - our own

    assert page.read_text(encoding="utf-8") == build_coverage()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        pytest.param("POST", "/sites/hmicfrs/_vti_bin/client.svc/ProcessQuery", 501, id="CSOM"),
        pytest.param("POST", "/sites/hmicfrs/_vti_bin/lists.asmx", 501, id="SOAP"),
        pytest.param("PROPFIND", "/sites/hmicfrs/Shared%20Documents", 501, id="WebDAV"),
        pytest.param("OPTIONS", "/sites/hmicfrs/_api/web", 501, id="a method"),
        pytest.param("GET", "/sites/hmicfrs/_api/$metadata", 501, id="the metadata document"),
        pytest.param("GET", "/sites/hmicfrs/_api/v2.0/drives", 501, id="the drives"),
        pytest.param("POST", "/sites/hmicfrs/_api/SP.Web.GetDocumentLibraries", 501, id="a static method"),
        pytest.param("GET", "/sites/hmicfrs/_api/web/lists/SitePages", 501, id="a list by its folder's name"),
        pytest.param("GET", "/sites/other/_api/web", 404, id="another site"),
        pytest.param("GET", "/_api/web", 404, id="the root site"),
        pytest.param("GET", "/v1.0/me", 404, id="Graph"),
    ],
)
def test_what_no_client_here_was_tried_with_is_named_or_not_there(
    api: Api, method: str, address: str, status: int
) -> None:
    reply = api.send(method, address)

    assert reply.status == status
    assert status == 404 or "The local SharePoint does not support" in reply.text
