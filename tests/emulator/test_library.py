"""The library that others wrote: signing in, provisioning, reading, writing and batching, over TLS, as it comes."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msal
import pytest
import requests
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.types.collections import StringCollection
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.exceptions import SharePointException
from office365.sharepoint.fields.creation_information import FieldCreationInformation
from office365.sharepoint.fields.lookup_value import FieldLookupValue
from office365.sharepoint.fields.multi_choice_value import FieldMultiChoiceValue
from office365.sharepoint.fields.type import FieldType
from office365.sharepoint.fields.url_value import FieldUrlValue
from office365.sharepoint.fields.user_value import FieldUserValue
from office365.sharepoint.lists.creation_information import ListCreationInformation
from office365.sharepoint.lists.templates.type import ListTemplateType
from office365.sharepoint.views.create_information import ViewCreationInformation

from sync.emulator.identity import Identity
from sync.emulator.server import Connection, LocalSharePoint


@pytest.fixture(scope="module")
def session(connection: Connection) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = connection.ca_file
        yield session


def acquire_token(connection: Connection, session: requests.Session, **credential: str) -> dict[str, Any]:
    app = msal.ConfidentialClientApplication(
        connection.client_id,
        authority=connection.authority,
        client_credential={"private_key": Path(connection.private_key_file).read_text(), **credential},
        instance_discovery=False,
        http_client=session,
    )
    answer: dict[str, Any] = app.acquire_token_for_client([f"https://{urlsplit(connection.site_url).netloc}/.default"])
    return answer


@pytest.fixture(scope="module")
def context(connection: Connection, session: requests.Session) -> ClientContext:
    certificate = Path(connection.certificate_file).read_text()

    def token() -> dict[str, Any]:
        return acquire_token(connection, session, public_certificate=certificate, thumbprint="")

    context = ClientContext(connection.site_url).with_access_token(token)
    return context.with_transport(session=session, verify=connection.ca_file, timeout=(5, 60))


def make_list(context: ClientContext, title: str) -> Any:  # noqa: ANN401 - the library's types say too little
    wanted = ListCreationInformation(title, "", ListTemplateType.GenericList)
    return context.web.lists.add(wanted).execute_query()


@pytest.fixture(scope="module")
def gaps(context: ClientContext) -> Any:  # noqa: ANN401 - the library publishes no types
    return make_list(context, "Gaps")


@pytest.mark.parametrize("spelling", ["x5t", "x5t#S256"])
def test_msal_signs_in_with_either_spelling(connection: Connection, session: requests.Session, spelling: str) -> None:
    if spelling == "x5t":
        thumbprint = Identity(Path(connection.data_dir)).thumbprints["x5t"]
        credential = {"thumbprint": urlsafe_b64decode(thumbprint + "==").hex()}
    else:
        credential = {"public_certificate": Path(connection.certificate_file).read_text(), "thumbprint": ""}

    answer = acquire_token(connection, session, **credential)

    assert answer["token_type"] == "Bearer"


def test_msal_is_told_why_it_is_refused(connection: Connection, session: requests.Session) -> None:
    answer = acquire_token(connection, session, thumbprint="00" * 20)

    assert answer["error"] == "invalid_client"
    assert answer["error_description"].startswith("AADSTS700027")


def test_the_library_reads_the_site(context: ClientContext) -> None:
    web = context.web.get().execute_query()
    tracker = context.web.lists.get_by_title("HMICFRS Tracker").get().execute_query()

    assert (web.title, tracker.item_count) == ("HMICFRS", 2)
    assert {one.title for one in context.web.lists.get().execute_query()} >= {"Assessment Boards", "HMICFRS Tracker"}


def test_the_library_reads_and_filters_items(context: ClientContext) -> None:
    tracker = context.web.lists.get_by_title("HMICFRS Tracker")
    query = tracker.items.filter("Item_x0020_Type eq 'AFI'").expand(["Business_x0020_Lead"])

    [item] = query.select(["Id", "Title", "Business_x0020_Lead/Title"]).get().execute_query()

    assert item.properties["Business_x0020_Lead"] == {"Title": "Head of Custody"}


def test_the_librarys_misspelt_sort_is_refused_by_name(context: ClientContext) -> None:
    items = context.web.lists.get_by_title("HMICFRS Tracker").items

    with pytest.raises(ClientRequestException, match=r"\$order_by"):
        items.order_by("Modified desc").get().execute_query()


def test_the_library_pages_through_everything(context: ClientContext) -> None:
    items = context.web.lists.get_by_title("HMICFRS Tracker").items

    assert len(items.get_all(page_size=1).execute_query()) == 2


def test_the_library_provisions_columns(context: ClientContext, gaps: Any) -> None:  # noqa: ANN401
    boards = context.web.lists.get_by_title("Assessment Boards")
    fields = gaps.fields
    made = [
        fields.add_field(FieldCreationInformation(Title="Score", FieldTypeKind=FieldType.Number)),
        fields.add_choice_field("Colour", ["Red", "Green"]),
        fields.add_choice_field("Tags", ["A", "B"], multiple_values=True),
        fields.add_datetime("Due date"),
        fields.add_url_field("Link"),
        fields.add_user_field("Owner"),
        fields.create_field_as_xml("<Field Type='Text' DisplayName='Gap Flag' Name='GapFlag' />"),
    ]
    context.execute_query()
    lookup = fields.add_lookup_field("Board", boards, "Title").execute_query()

    names = [field.internal_name for field in [*made, lookup]]

    assert names == ["Score", "Colour", "Tags", "Due_x0020_date", "Link", "Owner", "Gap_x0020_Flag", "Board"]


def test_the_library_formats_columns_and_views(gaps: Any) -> None:  # noqa: ANN401
    title = gaps.fields.get_by_internal_name_or_title("Title")
    title.enable_index().execute_query()
    title.set_property("CustomFormatter", '{"elmType": "div"}').update().execute_query()
    shown = StringCollection(["LinkTitle", "Modified"])
    view = gaps.views.add(ViewCreationInformation(Title="Recent", ViewFields=shown, RowLimit=50)).execute_query()
    view.view_fields.add_view_field("Created").execute_query()
    gaps.set_property("EnableVersioning", value=True).update().execute_query()

    fields = gaps.views.get_by_title("Recent").view_fields.get().execute_query()

    assert list(fields.items) == ["LinkTitle", "Modified", "Created"]
    assert title.get().execute_query().properties["CustomFormatter"] == '{"elmType": "div"}'


def test_the_library_writes_every_kind_of_value(context: ClientContext) -> None:
    made = make_list(context, "Kinds")
    boards = context.web.lists.get_by_title("Assessment Boards")
    made.fields.add_choice_field("Tags", ["A"], multiple_values=True)
    made.fields.add_datetime("Due")
    made.fields.add_url_field("Link")
    made.fields.add_user_field("Owner")
    context.execute_query()
    made.fields.add_lookup_field("Board", boards, "Title").execute_query()
    person = context.web.ensure_user("i:0#.f|membership|analyst@force.example").execute_query()
    cells = {
        "Title": "one £ ‘q’",
        "Tags": FieldMultiChoiceValue(["A", "C"]),  # type: ignore[no-untyped-call] # the library's
        "Due": datetime(2026, 9, 30, 12, tzinfo=UTC),
        "Link": FieldUrlValue("https://e.example", "d"),
        "Owner": FieldUserValue(person.id),
        "Board": FieldLookupValue(1),
    }

    item = made.add_item(cells).execute_query()

    properties = item.properties
    assert (properties["Title"], properties["Due"]) == ("one £ ‘q’", "2026-09-30T12:00:00Z")
    assert (properties["OwnerId"], properties["BoardId"], properties["Tags"]) == (person.id, 1, {0: "A", 1: "C"})


def test_the_library_is_told_of_conflicts(context: ClientContext) -> None:
    made = make_list(context, "Conflicts")
    item = made.add_item({"Title": "x"}).execute_query()

    item.set_property("Title", "y").update().before_execute(lambda request: request.set_header("IF-MATCH", '"old,1"'))

    with pytest.raises(SharePointException, match="does not match the object"):
        context.execute_query()


def test_the_library_batches(context: ClientContext, sharepoint: LocalSharePoint) -> None:
    made = make_list(context, "Batches")
    items = [made.add_item({"Title": f"row {number}"}) for number in range(3)]
    context.execute_batch()
    for item in items:
        item.set_property("Title", "changed").update()
    context.execute_batch()

    rows = made.items.get().execute_query()

    assert [row.properties["Title"] for row in rows] == ["changed"] * 3
    assert max(served.parts for served in sharepoint.requests) >= 3


def test_the_library_takes_away(context: ClientContext) -> None:
    made = make_list(context, "Short")
    made.add_item({"Title": "a"}).execute_query()
    made.add_item({"Title": "b"}).execute_query()

    recycled = made.get_item_by_id(1).recycle().execute_query()
    made.get_item_by_id(2).delete_object().execute_query()

    assert len(recycled.value) == 36
    assert len(made.items.get().execute_query()) == 0
    made.recycle().execute_query()
    assert "Short" not in [one.title for one in context.web.lists.get().execute_query()]
