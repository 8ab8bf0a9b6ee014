"""Lists, columns and views: made, named and changed as SharePoint does it (sharepoint.md C.5 and C.7)."""

import pytest

from tests.contract.site import Workspace
from tests.emulator.rest import MINIMAL, MODERN, NONE, VERBOSE, Api, a_field, encode

MISSING = "-1, System.ArgumentException"


def test_the_context_gives_a_digest_and_says_where_it_is(api: Api) -> None:
    answer = api.post("contextinfo", Accept=VERBOSE).json["d"]["GetContextWebInformation"]

    assert answer["FormDigestValue"].startswith("0x")
    assert answer["FormDigestTimeoutSeconds"] > 0
    assert answer["WebFullUrl"].lower() == api.connection.site_url.lower()


@pytest.mark.parametrize(
    ("accept", "keys"),
    [
        pytest.param(VERBOSE, {"d"}, id="verbose"),
        pytest.param(MINIMAL, {"odata.metadata", "value"}, id="minimal"),
        pytest.param("application/json", {"odata.metadata", "value"}, id="plain"),
        pytest.param(NONE, {"value"}, id="none"),
        pytest.param(MODERN, {"value"}, id="version 4"),
    ],
)
def test_every_dialect_has_its_envelope(work: Workspace, accept: str, keys: set[str]) -> None:
    answer = work.api.get(f"{work.path}/fields?$select=InternalName", Accept=accept)

    assert set(answer.json) == keys
    assert {"Title", "SyncKey"} <= {row["InternalName"] for row in answer.rows}


@pytest.mark.parametrize(
    ("accept", "envelope"),
    [
        pytest.param(VERBOSE, "error", id="verbose"),
        pytest.param(MINIMAL, "odata.error", id="minimal"),
        pytest.param(NONE, "odata.error", id="none"),
        pytest.param(MODERN, "error", id="version 4"),
    ],
)
def test_every_dialect_has_its_errors(api: Api, accept: str, envelope: str) -> None:
    answer = api.get("web/lists/getbytitle('hmicfrs-sync%20contract%20none')", Accept=accept)

    status, code, message = answer.error
    assert (status, code) == (404, MISSING)
    assert message.startswith("List 'hmicfrs-sync contract none' does not exist at site with URL")
    assert isinstance(answer.json[envelope]["message"], str) is (accept == MODERN)


def test_a_list_is_found_by_title_id_and_address(work: Workspace) -> None:
    by_id = work.api.get(f"{work.path}?$select=Id,RootFolder/ServerRelativeUrl&$expand=RootFolder").json
    address = encode(by_id["RootFolder"]["ServerRelativeUrl"])

    found = {
        work.api.get(path).json["Id"]
        for path in (
            f"web/lists/getbytitle('{encode(work.title)}')",
            f"WEB/Lists/GetByTitle('{encode(work.title)}')",
            f"web/lists('{by_id['Id']}')",
            f"web/lists/getbyid('{by_id['Id']}')",
            f"web/lists/getbytitle(@v)?@v='{encode(work.title)}'",
            f"web/getlist('{address}')",
            f"web/getlist(@u)?@u='{address}'",
        )
    }

    assert found == {by_id["Id"]}


def test_a_title_may_hold_what_addresses_must_escape(work: Workspace) -> None:
    title = f"{work.title} O'Brien & Co #1 100%"
    work.make_list(title)

    answer = work.api.get(f"web/lists/getbytitle('{encode(title.replace(chr(39), chr(39) * 2))}')")

    assert answer.json["Title"] == title


def test_two_lists_cannot_have_one_title(work: Workspace) -> None:
    answer = work.api.post("web/lists", {"Title": work.title, "BaseTemplate": 100})

    assert answer.error[:2] == (500, "-2130575342, Microsoft.SharePoint.SPException")


@pytest.mark.parametrize(
    ("title", "internal_name"),
    [
        ("Due date", "Due_x0020_date"),
        ("Score %", "Score_x0020__x0025_"),
        ("Lead (name)", "Lead_x0020__x0028_name_x0029_"),
        ("A column with a title that is long", "A_x0020_column_x0020_with_x0020_"),
    ],
)
def test_an_internal_name_is_the_title_encoded_and_cut(work: Workspace, title: str, internal_name: str) -> None:
    made = work.api.post(f"{work.path}/fields", {"Title": title, "FieldTypeKind": 2})

    assert made.status == 201, made.text
    assert made.json["InternalName"] == internal_name


@pytest.mark.parametrize(("options", "internal_name"), [(0, "Said_x0020_{0}"), (8, "Meant{0}")])
def test_only_the_hint_keeps_the_name_of_a_definition(work: Workspace, options: int, internal_name: str) -> None:
    made = work.add_column(a_field(f"Meant{options}", DisplayName=f"Said {options}"), options)

    assert made["InternalName"] == internal_name.format(options)


def test_renaming_a_column_leaves_its_internal_name(work: Workspace) -> None:
    work.add_column(a_field("Before"))
    field = f"{work.path}/fields/getbyinternalnameortitle('Before')"

    status = work.api.merge(field, {"Title": "After", "CustomFormatter": '{"elmType":"div"}'}).status

    found = work.api.get(field).json
    assert status == 204
    assert (found["InternalName"], found["Title"], found["CustomFormatter"]) == ("Before", "After", '{"elmType":"div"}')


def test_a_column_that_is_not_there_is_a_400(work: Workspace) -> None:
    answer = work.api.get(f"{work.path}/fields/getbyinternalnameortitle('Nothing')")

    assert answer.error[0] == 400
    assert answer.error[2].startswith("Column 'Nothing' does not exist.")


def test_a_view_shows_columns_and_a_column_twice_if_asked_twice(work: Workspace) -> None:
    made = work.api.post(f"{work.path}/views", {"Title": "Gaps", "RowLimit": 30, "ViewQuery": "<OrderBy />"})
    view = f"{work.path}/views(guid'{made.json['Id']}')"
    for name in ("Status", "Status", "Score"):
        work.api.post(f"{view}/viewfields/addviewfield('{name}')")

    shown = work.api.get(f"{view}/viewfields").json["Items"]
    work.api.post(f"{view}/viewfields/removeallviewfields")

    assert made.status == 201
    assert shown[-3:] == ["Status", "Status", "Score"]
    assert work.api.get(f"{view}/viewfields").json["Items"] == []
    assert work.api.get(view).json["RowLimit"] == 30


def test_a_person_nobody_knows_cannot_be_ensured(api: Api) -> None:
    answer = api.post("web/ensureuser", {"logonName": "i:0#.f|membership|nobody@hmicfrs-sync.example"})

    assert answer.error[0] in (400, 404, 500)


def test_nobody_is_let_in_without_a_token(api: Api) -> None:
    answer = api.get("web", Authorization="")

    assert answer.status == 401
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_the_local_one_says_that_it_is_not_sharepoint_and_what_it_lacks(local_site: object, api: Api) -> None:
    del local_site
    answer = api.get("web/webs")

    assert answer.status == 501
    assert "GET _api/web/webs" in answer.error[2]
    assert answer.headers["X-Not-SharePoint"] == "hmicfrs-sync local SharePoint"
