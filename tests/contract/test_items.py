"""Items: what is stored, what is refused and what is not, whose version wins, and where they go (sharepoint.md C.4 to C.10)."""

from typing import Any

import pytest

from tests.contract.site import Workspace
from tests.emulator.rest import MINIMAL, NONE, VERBOSE

DATA_ERROR = "Microsoft.SharePoint.SPException"
ALWAYS = {
    *("Id", "ID", "Title", "GUID", "Created", "Modified", "AuthorId", "EditorId", "Attachments", "ContentTypeId"),
    *("FileSystemObjectType", "ServerRedirectedEmbedUri", "ServerRedirectedEmbedUrl", "ComplianceAssetId"),
    "OData__UIVersionString",
}


def test_an_item_says_what_every_item_says(work: Workspace) -> None:
    item = work.api.get(f"{work.path}/items({work.add()['Id']})", Accept=NONE).json

    assert set(item) >= ALWAYS
    assert (item["Id"], item["ServerRedirectedEmbedUrl"]) == (item["ID"], "")


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        pytest.param("Title", "£ ‘q’ & <b> 😀", "£ ‘q’ & <b> 😀", id="text"),
        pytest.param("Title", "x" * 255, "x" * 255, id="the longest text"),
        pytest.param("Status", "Neither", "Neither", id="a choice that is none"),
        pytest.param("Status", None, None, id="nothing in a required column"),
        pytest.param("Tags", ["A", "Z"], ["A", "Z"], id="several choices"),
        pytest.param("Score", -1.5, -1.5, id="a number"),
        pytest.param("Seen", "2026-09-30T12:00:00Z", "2026-09-30T12:00:00Z", id="a moment"),
        pytest.param("Seen", "2026-09-30T12:00:00+01:00", "2026-09-30T11:00:00Z", id="a moment elsewhere"),
        pytest.param("Done", True, True, id="yes"),
        pytest.param("Notes", "one\ntwo", "one\ntwo", id="lines"),
        pytest.param(
            "Link",
            {"Url": "https://e.example/a?b=c", "Description": "a page"},
            {"Url": "https://e.example/a?b=c", "Description": "a page"},
            id="a link",
        ),
    ],
)
def test_a_value_is_stored_as_it_was_given(work: Workspace, name: str, given: object, stored: object) -> None:
    made = work.add(**{name: given})

    assert work.api.get(f"{work.path}/items({made['Id']})", Accept=NONE).json[name] == stored


@pytest.mark.parametrize(
    ("cells", "status", "code"),
    [
        pytest.param({"Title": "x" * 256}, 500, f"-2130575336, {DATA_ERROR}", id="a text too long"),
        pytest.param(
            {"Nothing": "x"}, 400, "-1, Microsoft.SharePoint.Client.InvalidClientQueryException", id="no column"
        ),
        pytest.param({"Seen": "2026-09-30T12:00:00"}, 400, None, id="a moment without an offset"),
        pytest.param({"Seen": "yesterday"}, 400, None, id="no moment"),
        pytest.param({"Score": "many"}, 400, None, id="no number"),
        pytest.param({"Done": "perhaps"}, 400, None, id="neither yes nor no"),
        pytest.param({"Link": "https://e.example"}, 400, None, id="a link that is a text"),
        pytest.param({"Tags": "A"}, 400, None, id="several choices that are a text"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    work: Workspace, cells: dict[str, Any], status: int, code: str | None
) -> None:
    before = work.api.get(f"{work.path}/ItemCount", Accept=NONE).json["value"]

    answer = work.try_to_add(**cells)

    assert answer.error[0] == status
    assert code in (None, answer.error[1])
    assert work.api.get(f"{work.path}/ItemCount", Accept=NONE).json["value"] == before


def test_a_unique_value_is_given_once(work: Workspace) -> None:
    key = work.mark()
    work.add(SyncKey=key)

    answer = work.try_to_add(Title="again", SyncKey=key)

    # One report of SharePoint says 400 here and all others 500 (C.5).
    assert answer.error[0] in (400, 500)
    assert answer.error[1] == "-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException"


def test_an_item_that_is_not_there_is_a_404(work: Workspace) -> None:
    answer = work.api.get(f"{work.path}/items(1000000)")

    assert answer.error == (
        404,
        f"-2130575338, {DATA_ERROR}",
        "Item does not exist. It may have been deleted by another user.",
    )


def test_a_verbose_body_names_its_type(work: Workspace) -> None:
    name = work.api.get(f"{work.path}?$select=ListItemEntityTypeFullName").json["ListItemEntityTypeFullName"]

    def add(**more: object) -> int:
        body = {"Title": "x", "Tags": {"results": ["A"]}, **more}
        return work.api.post(f"{work.path}/items", body, Accept=VERBOSE, Content_Type=VERBOSE).status

    assert add(__metadata={"type": name}) == 201
    assert add(__metadata={"type": "SP.Data.NobodysListItem"}) == 400


def test_each_write_has_a_new_etag_and_an_old_one_is_refused(work: Workspace) -> None:
    made = work.add(Title="before")
    address, old = f"{work.path}/items({made['Id']})", made["odata.etag"]

    written = work.api.merge(address, {"Title": "between"}, If_Match=old)
    refused = work.api.merge(address, {"Title": "lost"}, If_Match=old)

    assert (written.status, written.text) == (204, "")
    assert written.headers["ETag"] == work.api.get(address).headers["ETag"] != old
    assert refused.error[:2] == (412, "-1, Microsoft.SharePoint.Client.ClientServiceException")
    assert refused.error[2].startswith(f"The request ETag value '{old}' does not match")
    assert work.api.get(address).json["Title"] == "between"


@pytest.mark.parametrize("tag", ["*", ""])
def test_who_names_no_version_writes_over_any(work: Workspace, tag: str) -> None:
    made = work.add(Title="before")

    status = work.api.merge(f"{work.path}/items({made['Id']})", {"Title": "after"}, If_Match=tag).status

    assert status == 204
    assert work.find(f"Id eq {made['Id']}")[0]["Title"] == "after"


@pytest.mark.parametrize("method", ["MERGE", "PATCH"])
def test_the_verb_may_be_the_real_one(work: Workspace, method: str) -> None:
    made = work.add(Title="before", Score=1)

    status = work.api.send(method, f"{work.path}/items({made['Id']})", {"Title": "after"}, If_Match="*").status

    row = work.find(f"Id eq {made['Id']}", "Title,Score")[0]
    assert (status, row["Title"], row["Score"]) == (204, "after", 1)


def test_a_number_is_never_given_twice(work: Workspace) -> None:
    made = work.add()
    status = work.api.delete(f"{work.path}/items({made['Id']})", If_Match="*").status

    assert status == 200
    assert work.add()["Id"] > made["Id"]


def test_the_bin_gives_back_what_it_took(work: Workspace) -> None:
    made = work.add(Title="to and fro")
    key = work.api.post(f"{work.path}/items({made['Id']})/recycle", Accept=VERBOSE).json["d"]["Recycle"]
    gone = work.api.get(f"{work.path}/items({made['Id']})").status

    restored = work.api.post(f"web/recyclebin('{key}')/restore()").status

    assert (gone, restored, work.find(f"Id eq {made['Id']}")[0]["Title"]) == (404, 200, "to and fro")


def test_versions_are_kept_where_a_list_keeps_them(work: Workspace) -> None:
    work.api.merge(work.path, {"EnableVersioning": True})
    made = work.add(Title="one")
    work.api.merge(f"{work.path}/items({made['Id']})", {"Title": "two"})

    versions = work.api.get(f"{work.path}/items({made['Id']})/versions", Accept=NONE).rows

    assert [(row["VersionLabel"], row["Title"]) for row in versions] == [("2.0", "two"), ("1.0", "one")]


def test_a_form_is_all_or_nothing_and_always_a_200(work: Workspace) -> None:
    made = work.add(Title="by hand")
    form = [
        {"FieldName": "Title", "FieldValue": "by form"},
        {"FieldName": "Seen", "FieldValue": "2026-09-30T12:00:00Z"},
    ]
    body = {"formValues": form, "bNewDocumentUpdate": False}

    answer = work.api.post(f"{work.path}/items({made['Id']})/validateupdatelistitem", body, Accept=NONE)

    failed = {row["FieldName"]: row["HasException"] for row in answer.rows}
    assert (answer.status, failed["Seen"]) == (200, True)
    assert work.find(f"Id eq {made['Id']}")[0]["Title"] == "by hand"


def test_changes_are_told_from_a_token_on(work: Workspace) -> None:
    token = work.api.get(f"{work.path}?$select=CurrentChangeToken").json["CurrentChangeToken"]["StringValue"]
    made = work.add()
    work.api.merge(f"{work.path}/items({made['Id']})", {"Title": "x"})
    work.api.delete(f"{work.path}/items({made['Id']})", If_Match="*")
    kinds = {"Item": True, "Add": True, "Update": True, "DeleteObject": True}

    answer = work.api.post(
        f"{work.path}/getchanges", {"query": {**kinds, "ChangeTokenStart": {"StringValue": token}}}, Accept=MINIMAL
    )

    assert [(row["ItemId"], row["ChangeType"]) for row in answer.rows] == [(made["Id"], kind) for kind in (1, 2, 3)]
