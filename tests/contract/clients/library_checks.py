"""office365-rest-python-client against a site, in whichever version the interpreter has: 3.3.0 or 2.6.2.

A script of its own, with nothing of pytest and nothing of this project, so that another environment can run it:
HMICFRS_TEST_SITE and HMICFRS_TEST_TOKEN say where and as whom, REQUESTS_CA_BUNDLE whom to trust. What the library wrote
is looked up without it, by plain HTTP. Everything happens in lists whose titles begin with "hmicfrs-sync check", and
those are deleted at the end.
"""

import importlib.metadata
import io
import json
import os
import ssl
import sys
import tempfile
import unittest
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from office365.runtime.auth.token_response import TokenResponse
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.types.collections import StringCollection
from office365.sharepoint.changes.query import ChangeQuery
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.fields.creation_information import FieldCreationInformation
from office365.sharepoint.fields.multi_choice_value import FieldMultiChoiceValue
from office365.sharepoint.fields.url_value import FieldUrlValue
from office365.sharepoint.fields.user_value import FieldUserValue
from office365.sharepoint.listitems.caml.query import CamlQuery
from office365.sharepoint.lists.creation_information import ListCreationInformation
from office365.sharepoint.views.create_information import ViewCreationInformation

SITE, TOKEN = os.environ["HMICFRS_TEST_SITE"].rstrip("/"), os.environ["HMICFRS_TEST_TOKEN"]
VERSION = importlib.metadata.version("office365-rest-python-client")
IS_OLD = VERSION.startswith("2.")
TEXT, DATE, NUMBER = 2, 4, 9
GENERIC, LIBRARY = 100, 101


def look_up(path: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a plain GET finds."""
    return json.loads(fetch(path)[0])


def fetch(path: str) -> tuple[bytes, str]:
    """Return the body and the ETag of a plain GET."""
    headers = {"Accept": "application/json;odata=nometadata", "Authorization": f"Bearer {TOKEN}"}
    trusted = ssl.create_default_context(cafile=os.environ.get("REQUESTS_CA_BUNDLE"))
    request = Request(f"{SITE}/_api/{quote(path, safe='/=()?$&,@%')}", headers=headers)  # noqa: S310 - the site's own
    with urlopen(request, context=trusted) as answer:  # noqa: S310 - the site's own address
        return answer.read(), str(answer.headers["ETag"])


def new_context() -> Any:  # noqa: ANN401 - the library publishes no types
    # 2.6.2 fails on a token that does not say how long it is good for, and looks for that under this name only.
    token = TokenResponse(access_token=TOKEN, token_type="Bearer")
    token.expiresIn = 3600
    return ClientContext(SITE).with_access_token(lambda: token)


class Checks(unittest.TestCase):
    """One list and one library for all checks; each check makes the rows it is about."""

    context: ClassVar[Any]
    title: ClassVar[str]
    list: ClassVar[Any]
    library: ClassVar[Any]
    address: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.context = new_context()
        cls.title = f"hmicfrs-sync check {uuid.uuid4()}"
        cls.addClassCleanup(cls.remove)
        cls.list = cls.make_list(cls.title, GENERIC)
        cls.library = cls.make_list(f"{cls.title} files", LIBRARY)
        cls.address = f"web/lists/getbytitle('{cls.title}')"

    @classmethod
    def make_list(cls, title: str, template: int) -> Any:  # noqa: ANN401 - the library publishes no types
        return cls.context.web.lists.add(ListCreationInformation(title, "a check", template)).execute_query()

    @classmethod
    def remove(cls) -> None:
        context = new_context()
        for found in context.web.lists.get().execute_query():
            if found.title.startswith(cls.title):
                found.delete_object().execute_query()

    def add(self, **cells: object) -> Any:  # noqa: ANN401 - the library publishes no types
        return self.list.add_item(cells).execute_query()

    def count(self) -> int:
        return int(look_up(f"{self.address}/ItemCount")["value"])

    def test_a_list_is_as_it_was_made(self) -> None:
        self.list.set_property("EnableVersioning", True).update().execute_query()  # noqa: FBT003 - the library's

        found = look_up(self.address)

        self.assertEqual((found["Title"], found["BaseTemplate"]), (self.title, GENERIC))
        self.assertEqual((found["Description"], found["EnableVersioning"]), ("a check", True))

    def test_columns_get_their_internal_names_and_types(self) -> None:
        fields = self.list.fields
        kinds = (("Due date", DATE), ("Score %", NUMBER), ("A column with a title that is long", TEXT))
        for title, kind in kinds:
            fields.add(FieldCreationInformation(title=title, field_type_kind=kind)) if IS_OLD else fields.add_field(
                FieldCreationInformation(Title=title, FieldTypeKind=kind)
            )
        self.context.execute_query()

        wanted = ["Due_x0020_date", "Score_x0020__x0025_", "A_x0020_column_x0020_with_x0020_"]
        kinds_found = [
            look_up(f"{self.address}/fields/getbyinternalnameortitle('{name}')")["TypeAsString"] for name in wanted
        ]
        self.assertEqual(kinds_found, ["DateTime", "Number", "Text"])

    def test_a_column_is_formatted_renamed_and_deleted(self) -> None:
        made = self.list.fields.create_field_as_xml(
            "<Field Type='Text' DisplayName='Flag' Name='Flag' />"
        ).execute_query()
        made.set_property("CustomFormatter", '{"elmType":"div"}').set_property(
            "Title", "Gap flag"
        ).update().execute_query()
        found = look_up(f"{self.address}/fields/getbyinternalnameortitle('Flag')")
        made.delete_object().execute_query()

        names = [field["InternalName"] for field in look_up(f"{self.address}/fields")["value"]]

        self.assertEqual((found["Title"], found["CustomFormatter"]), ("Gap flag", '{"elmType":"div"}'))
        self.assertNotIn("Flag", names)

    def test_every_kind_of_value_is_stored_as_it_was_given(self) -> None:
        fields = self.list.fields
        fields.add_choice_field("Colour", ["Red", "Green"])
        fields.add_choice_field("Tags", ["A", "B", "C"], multiple_values=True)
        fields.add_datetime("Seen")
        fields.add_url_field("Link")
        fields.add_user_field("Lead")
        self.context.execute_query()
        fields.add_lookup_field("Parent", self.list, "Title").execute_query()
        parent = self.add(Title="a parent")
        me = look_up("web/currentuser")["Id"]

        cells = {
            "Title": "£ ‘q’ & <b>",
            "Colour": "Blue, which is no choice",
            "Tags": FieldMultiChoiceValue(["A", "C"]),  # type: ignore[no-untyped-call] # the library's
            # 2.6.2 cannot write a datetime at all.
            "Seen": "2026-09-30T12:00:00Z" if IS_OLD else datetime(2026, 9, 30, 12, tzinfo=timezone.utc),  # noqa: UP017
            "Link": FieldUrlValue("https://e.example/", "a page"),
            "Lead": FieldUserValue(me),
            "ParentId": parent.id,
        }
        made = self.add(**cells)

        found = look_up(f"{self.address}/items({made.id})")
        self.assertEqual((found["Title"], found["Colour"]), ("£ ‘q’ & <b>", "Blue, which is no choice"))
        self.assertEqual((found["Tags"], found["Seen"]), (["A", "C"], "2026-09-30T12:00:00Z"))
        self.assertEqual(found["Link"], {"Description": "a page", "Url": "https://e.example/"})
        self.assertEqual((found["LeadId"], found["ParentId"]), (me, parent.id))

    def test_all_pages_are_read_once(self) -> None:
        while self.count() < 7:
            self.add(Title="a row")

        read = self.list.items.get_all(page_size=3).execute_query()

        self.assertEqual(
            sorted(item.id for item in read),
            sorted(row["Id"] for row in look_up(f"{self.address}/items?$top=5000")["value"]),
        )

    def test_rows_are_filtered_selected_expanded_and_sorted(self) -> None:
        mark = str(uuid.uuid4())
        for number in range(3):
            self.add(Title=f"{mark} it's {number}")
        query = self.list.items.filter(f"startswith(Title,'{mark} it''s') and Title ne '{mark} it''s 1'")
        query = query.select(["Id", "Title", "Author/Title"]).expand(["Author"])
        # 3.3.0's order_by sends $order_by, which nobody knows what SharePoint does with.
        query = query.order_by("Title desc") if IS_OLD else query
        if not IS_OLD:
            query.query_options.custom["$orderby"] = "Title desc"

        found = query.get().execute_query()

        self.assertEqual([row.properties["Title"] for row in found], [f"{mark} it's 2", f"{mark} it's 0"])
        self.assertTrue(found[0].properties["Author"]["Title"])

    def test_an_old_etag_is_refused_and_the_right_one_is_not(self) -> None:
        made = self.add(Title="before")
        url = f"{self.address}/items({made.id})?$select=Title,owshiddenversion"
        old = self.read_etag(made.id)
        made.set_property("Title", "between").update().execute_query()

        with self.assertRaises(ClientRequestException) as refused:
            self.update_if(made, "lost", old)
        between = look_up(url)
        self.update_if(made, "after", self.read_etag(made.id))

        self.assertEqual(refused.exception.response.status_code, 412)
        self.assertEqual((between["Title"], look_up(url)["Title"]), ("between", "after"))
        self.assertEqual(look_up(url)["owshiddenversion"], between["owshiddenversion"] + 1)

    def read_etag(self, number: int) -> str:
        return fetch(f"{self.address}/items({number})")[1]

    def update_if(self, item: Any, title: str, etag: str) -> None:  # noqa: ANN401 - the library publishes no types
        item.set_property("Title", title).update()
        item.before_execute(lambda request: request.set_header("IF-MATCH", etag))
        self.context.execute_query()

    def test_what_sharepoint_refuses_is_refused(self) -> None:
        cases = (
            (500, lambda: self.add(Title="x" * 256)),
            (400, lambda: self.add(Nothing="x")),
            (404, lambda: self.list.get_item_by_id(10**6).get().execute_query()),
            (404, lambda: self.context.web.lists.get_by_title("there is none").get().execute_query()),
            (400, lambda: self.list.items.filter("Nothing eq 1").get().execute_query()),
        )
        for status, act in cases:
            with self.subTest(status=status), self.assertRaises(ClientRequestException) as refused:
                act()
            self.assertEqual(refused.exception.response.status_code, status)

    def test_a_batch_does_all_that_is_in_it(self) -> None:
        before, mark = self.count(), str(uuid.uuid4())
        made = [self.list.add_item({"Title": f"{mark} {number}"}) for number in range(12)]
        self.context.execute_batch()
        found = look_up(f"{self.address}/items?$filter=startswith(Title,'{mark}')&$top=5000")["value"]
        for item in self.list.items.filter(f"startswith(Title,'{mark}')").get().execute_query():
            item.set_property("Title", f"{mark} changed").update()
        self.context.execute_batch()
        changed = look_up(f"{self.address}/items?$filter=Title eq '{mark} changed'&$top=5000")["value"]
        for row in found:
            self.list.get_item_by_id(row["Id"]).delete_object()
        self.context.execute_batch()

        self.assertEqual((len(made), len(found), len(changed), self.count()), (12, 12, 12, before))

    def test_a_view_shows_what_it_was_given(self) -> None:
        shown = StringCollection(["LinkTitle", "Modified"])
        query = "<OrderBy><FieldRef Name='Modified' Ascending='FALSE' /></OrderBy>"
        wanted = (
            ViewCreationInformation(title="Recent", view_fields=shown, query=query, row_limit=30)
            if IS_OLD
            else ViewCreationInformation(Title="Recent", ViewFields=shown, Query=query, RowLimit=30)
        )
        view = self.list.views.add(wanted).execute_query()
        view.view_fields.add_view_field("Created").execute_query()
        view.view_fields.move_view_field_to("Created", 0).execute_query()

        address = f"{self.address}/views/getbytitle('Recent')"
        found, fields = look_up(address), look_up(f"{address}/viewfields")
        self.assertEqual((found["RowLimit"], found["ViewQuery"]), (30, query))
        self.assertEqual(fields["Items"], ["Created", "LinkTitle", "Modified"])
        view.delete_object().execute_query()
        self.assertNotIn("Recent", [one["Title"] for one in look_up(f"{self.address}/views")["value"]])

    def test_caml_finds_rows(self) -> None:
        mark = str(uuid.uuid4())
        self.add(Title=mark)
        caml = CamlQuery()  # type: ignore[no-untyped-call,unused-ignore] # the library's
        caml.ViewXml = (
            "<View Scope='RecursiveAll'><Query><Where><Eq><FieldRef Name='Title'/>"
            f"<Value Type='Text'>{mark}</Value></Eq></Where></Query></View>"
        )

        found = self.list.get_items(caml).execute_query()

        self.assertEqual([item.properties["Title"] for item in found], [mark])

    def test_an_item_goes_to_the_bin_and_comes_back(self) -> None:
        made = self.add(Title="to and fro")
        there = f"{self.address}/items?$filter=Id eq {made.id}&$select=Title"
        key = made.recycle().execute_query().value
        gone = look_up(there)["value"]
        self.context.web.recycle_bin.get_by_id(str(key)).restore().execute_query()

        self.assertEqual((gone, look_up(there)["value"]), ([], [{"Title": "to and fro"}]))

    def test_a_deleted_item_leaves_its_number(self) -> None:
        made = self.add(Title="one")
        made.delete_object().execute_query()

        self.assertGreater(self.add(Title="another").id, made.id)

    def test_changes_and_versions_are_told(self) -> None:
        made = self.add(Title="one")
        made.set_property("Title", "two").update().execute_query()

        changes = self.list.get_changes(ChangeQuery(item=True) if IS_OLD else ChangeQuery(Item=True)).execute_query()
        kinds = [
            int(getattr(change.properties["ChangeType"], "value", change.properties["ChangeType"]))
            for change in changes
            if change.properties["ItemId"] == made.id
        ]
        titles = [one.properties["Title"] for one in made.versions.get().execute_query()]

        self.assertEqual((kinds, titles[0]), ([1, 2], "two"))

    def test_a_form_is_filled_in_with_local_dates(self) -> None:
        made = self.add(Title="by hand")

        answer = made.validate_update_list_item({"Title": "by form"}).execute_query()

        self.assertEqual(len(answer.value), 1)
        self.assertEqual(look_up(f"{self.address}/items({made.id})")["Title"], "by form")

    def test_files_go_and_come_back(self) -> None:
        root = self.library.root_folder.get().execute_query()
        path = root.properties["ServerRelativeUrl"]
        folder = root.folders.add("2026 £").execute_query()
        folder.upload_file("report ‘1’.txt", b"one").execute_query()
        folder_here = tempfile.TemporaryDirectory()
        self.addCleanup(folder_here.cleanup)
        large = Path(folder_here.name) / "large.bin"
        large.write_bytes(bytes(range(256)) * 1000)
        root.files.create_upload_session(str(large), 100_000).execute_query()

        content, whole = io.BytesIO(), io.BytesIO()
        file = self.context.web.get_file_by_server_relative_path(f"{path}/2026 £/report ‘1’.txt")
        file.download(content).execute_query()
        self.context.web.get_file_by_server_relative_path(f"{path}/large.bin").download(whole).execute_query()
        file.recycle().execute_query()

        self.assertEqual((content.getvalue(), whole.getvalue()), (b"one", large.read_bytes()))
        left = look_up(f"web/getfolderbyserverrelativepath(decodedurl='{path}/2026 £')/files")["value"]
        self.assertEqual(left, [])


if __name__ == "__main__":
    sys.stderr.write(f"office365-rest-python-client {VERSION} on {urlsplit(SITE).netloc}\n")
    unittest.main(verbosity=2)
