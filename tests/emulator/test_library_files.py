"""The library that others wrote, on what is beside lists: files, pages, the recycle bin, versions and changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from office365.sharepoint.changes.query import ChangeQuery
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.listitems.caml.query import CamlQuery

from sync.emulator.server import Connection


@pytest.fixture(scope="module")
def context(connection: Connection) -> Iterator[ClientContext]:
    with requests.Session() as session:
        session.trust_env = False
        token = {"access_token": connection.token, "token_type": "Bearer", "expires_in": 3600}
        context = ClientContext(connection.site_url).with_access_token(lambda: token)
        yield context.with_transport(session=session, verify=connection.ca_file, timeout=(5, 60))


@pytest.fixture
def tracker(context: ClientContext) -> Any:  # noqa: ANN401 - the library publishes no types
    return context.web.lists.get_by_title("HMICFRS Tracker")


@pytest.fixture
def shared(context: ClientContext) -> Any:  # noqa: ANN401 - the library publishes no types
    return context.web.get_folder_by_server_relative_url("Shared Documents")


def test_a_file_goes_and_comes_back(context: ClientContext, shared: Any) -> None:  # noqa: ANN401
    shared.upload_file("report £1.docx", b"PK\x03\x04").execute_query()

    path = "/sites/hmicfrs/Shared Documents/report £1.docx"
    content = context.web.get_file_by_server_relative_path(path).get_content().execute_query()

    assert content.value == b"PK\x03\x04"


def test_a_large_file_goes_in_pieces(shared: Any, tmp_path: Path) -> None:  # noqa: ANN401
    large = tmp_path / "large.bin"
    large.write_bytes(b"x" * 250_000)

    sent = shared.files.create_upload_session(str(large), 100_000).execute_query()

    assert int(sent.length) == 250_000


def test_folders_are_made_step_by_step(context: ClientContext, shared: Any) -> None:  # noqa: ANN401
    context.web.ensure_folder_path("Shared Documents/2026/09").execute_query()

    assert "2026" in [folder.name for folder in shared.folders.get().execute_query()]


def test_a_page_is_made_and_published(context: ClientContext) -> None:
    page = context.site_pages.create_and_publish_page("Gap report").execute_query()

    assert (page.properties["FileName"], page.properties["Version"]) == ("Gap report.aspx", "1.0")


def test_an_item_is_recycled_and_restored(context: ClientContext, tracker: Any) -> None:  # noqa: ANN401
    tracker.items.get_by_id(2).recycle().execute_query()
    gone = [item.id for item in tracker.items.get().execute_query()]

    context.web.recycle_bin.restore_all().execute_query()

    assert (gone, [item.id for item in tracker.items.get().execute_query()]) == ([1], [1, 2])


def test_caml_is_paged_to_the_end(tracker: Any) -> None:  # noqa: ANN401
    found = tracker.get_items(CamlQuery.create_all_items_query(), page_size=1).execute_query()

    assert [item.id for item in found] == [1, 2]


def test_versions_changes_and_forms_are_read(tracker: Any) -> None:  # noqa: ANN401
    answer = tracker.items.get_by_id(1).validate_update_list_item({"Title": "by form"}).execute_query().value
    versions = tracker.items.get_by_id(1).versions.get().execute_query()
    changes = tracker.get_changes(ChangeQuery(Item=True)).execute_query()

    assert [(result.FieldName, result.HasException) for result in answer] == [("Title", False)]
    assert versions[0].properties["Title"] == "by form"
    assert changes[-1].properties["ItemId"] == 1
