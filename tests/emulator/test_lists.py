"""Lists: made, found, changed and taken away."""

import pytest

from tests.emulator.rest import NONE, VERBOSE, Api, a_field, add_item, make_list


@pytest.mark.parametrize(
    ("address", "body"),
    [
        pytest.param("web/lists", {"BaseTemplate": 100}, id="a list"),
        pytest.param("{list}/fields", {"FieldTypeKind": 2}, id="a column"),
        pytest.param("{list}/views", {}, id="a view"),
    ],
)
def test_a_title_has_an_end(api: Api, address: str, body: dict[str, object]) -> None:
    path = address.format(list=make_list(api))

    statuses = [api.post(path, {"Title": "x" * length, **body}).status for length in (256, 255)]

    assert statuses == [400, 201]


@pytest.mark.parametrize(
    ("method", "address"), [("POST", "{list}/items"), ("MERGE", "{list}/items(1)"), ("POST", "web/lists")]
)
def test_nothing_is_no_entity(api: Api, method: str, address: str) -> None:
    path = make_list(api)
    add_item(api, path)

    answer = api.send(method, address.format(list=path))

    assert answer.error[:2] == (400, "-1, Microsoft.SharePoint.Client.InvalidClientQueryException")
    assert answer.error[2].startswith("A node of type 'EndOfInput' was read")
    assert api.get(path).json["ItemCount"] == 1


def test_a_new_list_looks_like_sharepoints(api: Api) -> None:
    made = api.post("web/lists", {"Title": "Gap list: open", "Description": "d", "BaseTemplate": 100})

    facts = made.json
    assert made.status == 201
    assert facts["EntityTypeName"] == "Gap_x0020_list_x0020_openList"
    assert facts["ListItemEntityTypeFullName"] == "SP.Data.Gap_x0020_list_x0020_openListItem"
    assert (facts["ItemCount"], facts["BaseTemplate"], facts["Description"]) == (0, 100, "d")
    assert api.get(made.headers["Location"]).json["Title"] == "Gap list: open"


def test_a_new_list_has_a_folder_a_view_and_the_usual_columns(api: Api) -> None:
    path = make_list(api)

    folder = api.get(f"{path}/rootfolder").json
    names = {row["InternalName"] for row in api.get(f"{path}/fields").rows}

    assert folder["ServerRelativeUrl"].startswith("/sites/hmicfrs/Lists/List ")
    assert api.get(f"{path}/defaultview").json["Title"] == "All Items"
    assert names >= {"Title", "ID", "Created", "Modified", "Author", "Editor", "ContentType", "Attachments", "GUID"}
    assert names >= {"_UIVersionString", "LinkTitle", "ContentTypeId"}


def test_a_title_is_taken_whatever_its_case(api: Api) -> None:
    reply = api.post("web/lists", {"Title": "hmicfrs TRACKER", "BaseTemplate": 100})

    assert reply.error[:2] == (500, "-2130575342, Microsoft.SharePoint.SPException")
    assert reply.error[2].startswith("A list, survey, discussion board, or document library with the specified title")


def test_settings_are_changed_and_the_address_stays(api: Api) -> None:
    path = make_list(api)
    before = api.get(f"{path}?$expand=RootFolder").json

    reply = api.merge(path, {"Title": "Renamed", "EnableVersioning": True, "MajorVersionLimit": 50, "Hidden": True})

    after = api.get(f"{path}?$expand=RootFolder").json
    assert reply.status == 204
    assert (after["Title"], after["EnableVersioning"], after["MajorVersionLimit"]) == ("Renamed", True, 50)
    assert after["RootFolder"] == before["RootFolder"]
    assert after["odata.etag"] != before["odata.etag"]
    assert after["ListItemEntityTypeFullName"] == before["ListItemEntityTypeFullName"]


def test_what_is_not_given_unless_selected(api: Api) -> None:
    path = make_list(api)

    assert "OnQuickLaunch" not in api.get(path).json
    assert api.get(f"{path}?$select=OnQuickLaunch", Accept=NONE).json == {"OnQuickLaunch": False}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"Nope": 1}, 400, id="unknown"),
        pytest.param({"Title": 5}, 400, id="wrong type"),
        pytest.param({"ItemCount": 5}, 400, id="read only"),
        pytest.param({"ValidationFormula": "=1"}, 501, id="not built"),
        pytest.param({"MajorVersionLimit": 10**6}, 400, id="out of range"),
    ],
)
def test_a_setting_is_refused(api: Api, body: dict[str, object], status: int) -> None:
    assert api.merge(make_list(api), body).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"BaseTemplate": 100}, 400, id="no title"),
        pytest.param({"Title": "Calendar", "BaseTemplate": 106}, 501, id="a calendar"),
        pytest.param({"Title": "T", "BaseTemplate": 100, "EnableModeration": True}, 501, id="moderation"),
    ],
)
def test_a_list_is_not_made(api: Api, body: dict[str, object], status: int) -> None:
    assert api.post("web/lists", body).status == status


@pytest.mark.parametrize("way", ["delete", "recycle"])
def test_a_list_is_taken_away_and_its_title_is_free_again(api: Api, way: str) -> None:
    path = make_list(api, a_field("Status"))
    title = api.get(path).json["Title"]
    add_item(api, path, Status="x")

    reply = api.delete(path) if way == "delete" else api.post(f"{path}/recycle")

    assert reply.status == 200
    assert api.get(path).error[1].startswith("-2130575322")
    again = api.post("web/lists", {"Title": title, "BaseTemplate": 100}).json
    assert (again["ItemCount"], again["Id"] in path) == (0, False)


def test_a_stale_etag_of_a_list_is_refused(api: Api) -> None:
    path = make_list(api)

    assert api.merge(path, {"Description": "x"}, If_Match='"999"').error[0] == 412


def test_lists_are_listed_filtered_and_sorted(api: Api) -> None:
    query = (
        "$select=Title,ItemCount&$filter=ItemCount%20gt%200%20and%20Hidden%20eq%20false&$orderby=Title%20desc&$top=2"
    )

    rows = api.get(f"web/lists?{query}", Accept=NONE).rows

    assert rows[-1] == {"Title": "Assessment Boards", "ItemCount": 1} or len(rows) == 2
    assert [row["Title"] for row in rows] == sorted((row["Title"] for row in rows), reverse=True)


def test_expansions_may_be_nested(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    query = "$select=Title,DefaultView/Title,DefaultView/ViewFields,Fields/InternalName"

    facts = api.get(f"{path}?{query}&$expand=DefaultView/ViewFields,Fields", Accept=NONE).json

    assert facts["DefaultView"]["ViewFields"]["Items"] == ["LinkTitle"]
    assert {"InternalName": "Status"} in facts["Fields"]


def test_verbose_lists_link_to_what_they_hold(api: Api) -> None:
    facts = api.get(make_list(api), Accept=VERBOSE).json["d"]

    assert facts["Items"]["__deferred"]["uri"].endswith("/Items")
    assert facts["CurrentChangeToken"]["__metadata"] == {"type": "SP.ChangeToken"}


def test_every_list_has_one_content_type(api: Api) -> None:
    path = make_list(api)
    item = add_item(api, path)

    [content_type] = api.get(f"{path}/contenttypes").rows

    assert content_type["Name"] == "Item"
    assert content_type["StringId"] == item["ContentTypeId"]


def test_the_web_describes_itself(api: Api) -> None:
    web = api.get("web?$select=Title,Url,CurrentUser/Title&$expand=CurrentUser", Accept=NONE).json

    assert web == {
        "Title": "HMICFRS",
        "Url": api.connection.site_url,
        "CurrentUser": {"Title": "SharePoint App"},
    }
