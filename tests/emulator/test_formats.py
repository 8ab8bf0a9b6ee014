"""Formats: the Accept header chooses the dialect, and errors follow it."""

import pytest

from sync.emulator.errors import AcceptError, UnsupportedError
from sync.emulator.formats.negotiate import choose_dialect
from tests.emulator.rest import MINIMAL, MODERN, NONE, VERBOSE, Api

TRACKER = "web/lists/getbytitle('HMICFRS%20Tracker')"


@pytest.mark.parametrize(
    ("accept", "version", "content_type"),
    [
        pytest.param("application/json", "", "odata=minimalmetadata", id="plain JSON"),
        pytest.param("application/json;odata=verbose", "", "odata=verbose", id="verbose"),
        pytest.param("application/json; odata=nometadata", "", "odata=nometadata", id="no metadata"),
        pytest.param("text/html, application/json;odata=verbose;q=0.9", "", "odata=verbose", id="among others"),
        pytest.param("application/json", "4.0", "odata.metadata=minimal", id="version 4 by header"),
        pytest.param("application/json;odata.metadata=none", "", "odata.metadata=none", id="version 4 by Accept"),
        pytest.param("application/json;odata=nometadata", "4.0", "odata.metadata=none", id="both"),
    ],
)
def test_a_dialect_is_chosen(accept: str, version: str, content_type: str) -> None:
    assert content_type in choose_dialect(accept, version).content_type


@pytest.mark.parametrize(
    ("accept", "version", "error"),
    [
        pytest.param("application/json;odata=sparse", "", AcceptError, id="no such level"),
        pytest.param("text/html", "", AcceptError, id="not JSON"),
        pytest.param("application/json;odata=verbose", "4.0", AcceptError, id="verbose is version 3 only"),
        pytest.param("*/*", "", UnsupportedError, id="Atom"),
        pytest.param("", "", UnsupportedError, id="nothing, which is Atom too"),
        pytest.param("application/json;odata=fullmetadata", "", UnsupportedError, id="full metadata"),
    ],
)
def test_an_accept_header_is_refused(accept: str, version: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        choose_dialect(accept, version)


def test_verbose_puts_everything_under_d(api: Api) -> None:
    reply = api.get(f"{TRACKER}/items(1)", Accept=VERBOSE)

    entity = reply.json["d"]
    assert entity["__metadata"]["etag"] == reply.headers["ETag"]
    assert entity["__metadata"]["type"] == "SP.Data.HMICFRS_x0020_TrackerListItem"
    assert entity["ParentList"]["__deferred"]["uri"].startswith(api.connection.site_url)
    assert entity["Evidence_x0020_Link"]["__metadata"] == {"type": "SP.FieldUrlValue"}


def test_minimal_metadata_puts_the_etag_beside_the_properties(api: Api) -> None:
    reply = api.get(f"{TRACKER}/items(1)", Accept=MINIMAL)

    assert reply.json["odata.etag"] == reply.headers["ETag"]
    assert reply.json["odata.editLink"].startswith("Web/Lists(guid'")
    assert reply.json["odata.metadata"].endswith("/@Element")
    assert api.get(TRACKER).json["odata.id"].startswith(f"{api.connection.site_url}/_api/Web/Lists(guid'")


def test_no_metadata_is_only_properties(api: Api) -> None:
    entity = api.get(f"{TRACKER}/items(1)", Accept=NONE).json

    assert not [name for name in entity if "odata" in name.lower() and not name.startswith("OData__")]


def test_version_4_marks_its_metadata_with_an_at_sign(api: Api) -> None:
    entity = api.get(f"{TRACKER}/items(1)", OData_Version="4.0").json

    assert entity["@odata.type"] == "#SP.Data.HMICFRS_x0020_TrackerListItem"
    assert entity["@odata.context"].endswith("/$entity")


@pytest.mark.parametrize("accept", [VERBOSE, MINIMAL, NONE, MODERN])
def test_every_dialect_tells_the_same_refusal(api: Api, accept: str) -> None:
    reply = api.get(f"{TRACKER}/items(999)", Accept=accept)

    assert reply.error == (
        404,
        "-2130575338, Microsoft.SharePoint.SPException",
        "Item does not exist. It may have been deleted by another user.",
    )
    assert ("odata.error" in reply.json) == (accept in (MINIMAL, NONE))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(VERBOSE, {"d": {"AddViewField": None}}, id="verbose"),
        pytest.param(NONE, {"odata.null": True}, id="version 3"),
        pytest.param(MODERN, {"@odata.null": True}, id="version 4"),
    ],
)
def test_a_call_that_returns_nothing_says_so(api: Api, accept: str, expected: object) -> None:
    address = f"{TRACKER}/views/getbytitle('All%20Items')/viewfields/addviewfield('Status')"
    unknown = api.post(address, Accept=accept)
    known = api.post(address.replace("Status", "Modified"), Accept=accept)

    assert unknown.status == 400
    assert known.json == expected


def test_every_answer_says_what_it_is_not(api: Api) -> None:
    headers = api.get("web").headers

    assert headers["X-Not-SharePoint"] == "hmicfrs-sync local SharePoint"
    assert headers["SPRequestGuid"] == headers["request-id"]
    assert headers["MicrosoftSharePointTeamServices"].startswith("16.0.0.")
    assert headers["X-SharePointHealthScore"] == "0"
