"""Items: added, changed and taken away by SharePoint's rules, and only by those."""

import pytest

from tests.emulator.rest import VERBOSE, Api, a_field, add_item, make_list

READ_ONLY = (
    500,
    "-2147352571, Microsoft.SharePoint.SPException",
    "Invalid data has been used to update the list item. The field you are trying to update may be read only.",
)


def test_a_new_item_has_the_default_payload(api: Api) -> None:
    path = make_list(api, a_field("Status"))

    item = add_item(api, path, Title="first")

    assert [name for name in item if not name.startswith("odata.")] == [
        "FileSystemObjectType",
        "Id",
        "ServerRedirectedEmbedUri",
        "ServerRedirectedEmbedUrl",
        "ContentTypeId",
        "Title",
        "ComplianceAssetId",
        "Status",
        "ID",
        "Modified",
        "Created",
        "AuthorId",
        "EditorId",
        "OData__UIVersionString",
        "Attachments",
        "GUID",
    ]
    assert (item["Id"], item["ID"], item["Status"], item["OData__UIVersionString"]) == (1, 1, None, "1.0")


def test_an_added_item_says_where_it_is(api: Api) -> None:
    path = make_list(api)

    made = api.post(f"{path}/items", {"Title": "here"})

    assert api.get(made.headers["Location"]).json["Title"] == "here"
    assert made.headers["ETag"] == made.json["odata.etag"]


def test_the_editor_is_the_app(api: Api) -> None:
    path = make_list(api)
    add_item(api, path)

    [row] = api.get(f"{path}/items?$select=Editor/Title&$expand=Editor").rows

    assert row["Editor"]["Title"] == "SharePoint App"


@pytest.mark.parametrize("form", ["items(1)", "items/getbyid(1)", "getitembyid(1)", "Items/GetById(1)"])
def test_an_item_is_found_however_it_is_named(api: Api, form: str) -> None:
    path = make_list(api)
    add_item(api, path, Title="one")

    assert api.get(f"{path}/{form}").json["Title"] == "one"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("POST", {"X_HTTP_Method": "MERGE"}, id="tunnelled MERGE"),
        pytest.param("POST", {"X_HTTP_Method": "PATCH"}, id="tunnelled PATCH"),
        pytest.param("MERGE", {}, id="MERGE"),
        pytest.param("MERGE", {"X_HTTP_Method": "MERGE"}, id="MERGE said twice"),
        pytest.param("PATCH", {}, id="PATCH"),
    ],
)
def test_a_change_keeps_what_it_does_not_name(api: Api, method: str, headers: dict[str, str]) -> None:
    path = make_list(api, a_field("Status"))
    add_item(api, path, Title="one", Status="open")

    reply = api.send(method, f"{path}/items(1)", {"Status": "closed"}, **headers)

    item = api.get(f"{path}/items(1)").json
    assert (reply.status, reply.text, reply.headers["ETag"]) == (204, "", item["odata.etag"])
    assert (item["Title"], item["Status"]) == ("one", "closed")


def test_an_etag_counts_every_write(api: Api) -> None:
    path = make_list(api)
    first = add_item(api, path)["odata.etag"]

    second = api.merge(f"{path}/items(1)", {"Title": "b"}).headers["ETag"]
    third = api.merge(f"{path}/items(1)", {"Title": "b"}).headers["ETag"]

    assert [etag.strip('"').split(",")[1] for etag in (first, second, third)] == ["1", "2", "3"]
    assert len({etag.strip('"').split(",")[0] for etag in (first, second, third)}) == 1


@pytest.mark.parametrize("verb", ["MERGE", "DELETE"])
def test_a_stale_etag_is_refused(api: Api, verb: str) -> None:
    path = make_list(api)
    stale = add_item(api, path)["odata.etag"]
    current = api.merge(f"{path}/items(1)", {"Title": "somebody else"}).headers["ETag"]

    reply = api.send("POST", f"{path}/items(1)", {"Title": "mine"}, X_HTTP_Method=verb, If_Match=stale)

    assert reply.error == (
        412,
        "-1, Microsoft.SharePoint.Client.ClientServiceException",
        f"The request ETag value '{stale}' does not match the object's ETag value '{current}'.",
    )
    assert api.get(f"{path}/items(1)").json["Title"] == "somebody else"


@pytest.mark.parametrize("if_match", [None, "*", "current"], ids=["no header", "a star", "the current one"])
def test_a_write_goes_through(api: Api, if_match: str | None) -> None:
    path = make_list(api)
    etag = add_item(api, path)["odata.etag"]
    headers = {"If_Match": etag if if_match == "current" else if_match} if if_match else {}

    reply = api.merge(f"{path}/items(1)", {"Title": "new"}, **headers)

    assert reply.status == 204


@pytest.mark.parametrize("verb", ["MERGE", "DELETE"])
def test_a_blank_if_match_matches_no_version(api: Api, verb: str) -> None:
    path = make_list(api)
    add_item(api, path)

    reply = api.send("POST", f"{path}/items(1)", {"Title": "mine"}, X_HTTP_Method=verb, If_Match=" ")

    assert reply.status == 412


def test_choices_and_required_columns_are_not_enforced(api: Api) -> None:
    choices = "<CHOICES><CHOICE>A</CHOICE></CHOICES>"
    path = make_list(
        api,
        a_field("Status", "Choice", choices, Required="TRUE"),
        a_field("Tags", "MultiChoice", choices),
    )

    item = add_item(api, path, Status="made up", Tags=["A", "Z"])

    assert (item["Title"], item["Status"], item["Tags"]) == (None, "made up", ["A", "Z"])


def test_an_empty_value_is_null(api: Api) -> None:
    path = make_list(api, a_field("Status"), a_field("Tags", "MultiChoice"), a_field("Link", "URL"))
    add_item(api, path, Status="x", Tags=["a"], Link={"Url": "https://e.example", "Description": ""})

    api.merge(f"{path}/items(1)", {"Status": "", "Tags": [], "Link": None})

    item = api.get(f"{path}/items(1)").json
    assert (item["Status"], item["Tags"], item["Link"]) == (None, None, None)


TEXT = ("-2130575336, Microsoft.SharePoint.SPException", "Invalid text value.")
QUERY = "-1, Microsoft.SharePoint.Client.InvalidClientQueryException"
ODATA = "-1, Microsoft.Data.OData.ODataException"


@pytest.mark.parametrize(
    ("cells", "status", "code", "words"),
    [
        pytest.param({"Title": "x" * 256}, 500, *TEXT, id="256 characters"),
        pytest.param({"Title": "😀" * 128}, 500, *TEXT, id="256 units of UTF-16"),
        pytest.param({"Title": 5}, 400, QUERY, "'5' to the expected type 'Edm.String'", id="number in a text"),
        pytest.param({"Score": "many"}, 400, QUERY, "'many' to the expected type 'Edm.Double'", id="text in a number"),
        pytest.param({"Score": 10**400}, 400, QUERY, "Edm.Double", id="a number too large"),
        pytest.param({"Done": 1}, 400, QUERY, "'1' to the expected type 'Edm.Boolean'", id="number in a boolean"),
        pytest.param({"Link": "https://e.example"}, 400, ODATA, "'StartObject' node was expected", id="link as text"),
        pytest.param({"Link": {"Url": "x" * 256}}, 500, "-2130575155", "Invalid URL value", id="long link"),
        pytest.param({"Link": {"Href": "x"}}, 400, QUERY, "'Href' does not exist", id="unknown part of a link"),
        pytest.param({"Tags": "A"}, 400, ODATA, "'StartArray' node was expected", id="one choice not in a list"),
        pytest.param({"Tags": {"results": ["A"]}}, 400, ODATA, "'StartArray'", id="verbose list in a light body"),
        pytest.param({"Nope": 1}, 400, QUERY, "The property 'Nope' does not exist on type 'SP.Data.", id="unknown"),
        pytest.param({"__metadata": {"type": "x"}}, 400, QUERY, "The property '__metadata'", id="metadata in light"),
        pytest.param({"Owner": 6}, 400, ODATA, "navigation property", id="a person without Id"),
        pytest.param({"OwnerId": 999}, *READ_ONLY, id="nobody"),
        pytest.param({"ParentId": 999}, *READ_ONLY, id="a lookup of nothing"),
        pytest.param({"OwnerId": "me"}, 400, QUERY, "Edm.Int32", id="a person by name"),
        pytest.param({"OwnerId": 2**40}, 400, QUERY, "Edm.Int32", id="an id too large"),
        pytest.param({"ID": 5}, *READ_ONLY, id="the id itself"),
        pytest.param({"Created": "2026-01-01T00:00:00Z"}, *READ_ONLY, id="a stamp"),
    ],
)
def test_a_value_is_refused(api: Api, cells: dict[str, object], status: int, code: str, words: str) -> None:
    boards = api.get("web/lists/getbytitle('Assessment%20Boards')").json["Id"]
    path = make_list(
        api,
        a_field("Score", "Number"),
        a_field("Done", "Boolean"),
        a_field("Link", "URL"),
        a_field("Tags", "MultiChoice"),
        a_field("Owner", "User"),
        a_field("Parent", "Lookup", List=f"{{{boards}}}", ShowField="Title"),
    )

    reply = api.post(f"{path}/items", cells)

    assert (reply.error[0], reply.error[1].startswith(code)) == (status, True)
    assert words in reply.error[2]
    assert api.get(path).json["ItemCount"] == 0


def test_255_characters_are_not_too_many(api: Api) -> None:
    path = make_list(api)

    assert add_item(api, path, Title="é" * 255)["Title"] == "é" * 255


def test_a_verbose_body_must_name_its_type(api: Api) -> None:
    path = make_list(api)
    full_name = api.get(path).json["ListItemEntityTypeFullName"]

    def post(metadata: object) -> int:
        body = {"Title": "x", **({"__metadata": metadata} if metadata else {})}
        return api.post(f"{path}/items", body, Accept=VERBOSE, Content_Type=VERBOSE).status

    assert post({"type": full_name}) == 201
    assert post(None) == 400
    assert post({"type": "SP.ListItem"}) == 201
    assert post({"type": "SP.Data.OtherListItem"}) == 400


def test_verbose_lists_come_and_go_as_results(api: Api) -> None:
    path = make_list(api, a_field("Tags", "MultiChoice"), a_field("Owners", "UserMulti", Mult="TRUE"))
    metadata = {"type": api.get(path).json["ListItemEntityTypeFullName"]}
    body = {"Tags": {"results": ["A", "B"]}, "OwnersId": {"results": [6, 7]}, "__metadata": metadata}

    made = api.post(f"{path}/items", body, Accept=VERBOSE, Content_Type=VERBOSE).json["d"]

    assert made["Tags"] == {"__metadata": {"type": "Collection(Edm.String)"}, "results": ["A", "B"]}
    assert made["OwnersId"]["results"] == [6, 7]
    assert add_item(api, path, OwnersId=[7])["OwnersId"] == [7]


def test_a_bare_list_in_a_verbose_body_is_refused(api: Api) -> None:
    path = make_list(api, a_field("Tags", "MultiChoice"))
    metadata = {"type": api.get(path).json["ListItemEntityTypeFullName"]}

    reply = api.post(f"{path}/items", {"Tags": ["A"], "__metadata": metadata}, Accept=VERBOSE, Content_Type=VERBOSE)

    assert reply.error[0] == 400


def test_ids_are_never_used_again(api: Api) -> None:
    path = make_list(api)
    for _ in range(3):
        add_item(api, path)

    api.delete(f"{path}/items(3)")
    api.post(f"{path}/items(2)/recycle")

    assert add_item(api, path)["Id"] == 4


def test_delete_is_for_good_and_recycle_says_where(api: Api) -> None:
    path = make_list(api)
    add_item(api, path)
    add_item(api, path)

    deleted = api.delete(f"{path}/items(1)", If_Match="*")
    recycled = api.post(f"{path}/items(2)/recycle")

    assert (deleted.status, deleted.text) == (200, "")
    assert (recycled.status, len(recycled.json["value"])) == (200, 36)
    assert api.get(f"{path}/items").rows == []
    assert api.delete(f"{path}/items(1)").error[1].startswith("-2130575338")


def test_a_lookup_of_an_item_that_is_gone_is_empty(api: Api) -> None:
    boards = make_list(api)
    target = f"{{{api.get(boards).json['Id']}}}"
    path = make_list(
        api,
        a_field("Board", "Lookup", List=target, ShowField="Title", Indexed="TRUE"),
        a_field("Boards", "LookupMulti", List=target, ShowField="Title", Mult="TRUE"),
    )
    add_item(api, boards)
    add_item(api, boards)
    etag = add_item(api, path, BoardId=1, BoardsId=[1, 2])["odata.etag"]

    api.delete(f"{boards}/items(1)")

    item = api.get(f"{path}/items(1)").json
    assert (item["BoardId"], item["BoardsId"], item["odata.etag"]) == (None, [2], etag)
    assert api.get(f"{path}/items?$filter=BoardId%20eq%201").rows == []
    api.post(f"{boards}/items(2)/recycle")
    assert api.get(f"{path}/items(1)").json["BoardsId"] is None


def test_a_list_counts_its_items(api: Api) -> None:
    path = make_list(api)
    before = api.get(path).json
    add_item(api, path)
    add_item(api, path)
    api.delete(f"{path}/items(1)")

    after = api.get(path)

    assert after.json["ItemCount"] == 1
    assert after.json["LastItemModifiedDate"] >= before["LastItemModifiedDate"]
    assert after.json["CurrentChangeToken"]["StringValue"] > before["CurrentChangeToken"]["StringValue"]
    assert after.headers["ETag"] == before["odata.etag"]


def test_versions_count_only_where_the_list_keeps_them(api: Api) -> None:
    path = make_list(api)
    add_item(api, path)
    api.merge(f"{path}/items(1)", {"Title": "b"})
    api.merge(path, {"EnableVersioning": True})
    api.merge(f"{path}/items(1)", {"Title": "c"})

    assert api.get(f"{path}/items(1)").json["OData__UIVersionString"] == "2.0"


def test_defaults_fill_what_is_not_named(api: Api) -> None:
    path = make_list(
        api,
        a_field("Status", "Choice", "<Default>New</Default>"),
        a_field("Done", "Boolean", "<Default>0</Default>"),
        a_field("Added", "DateTime", "<Default>[today]</Default>", Format="DateOnly"),
    )

    item = add_item(api, path)

    assert (item["Status"], item["Done"]) == ("New", False)
    assert item["Added"].endswith(("T00:00:00Z", "T23:00:00Z"))


def test_values_as_text_are_what_people_read(api: Api) -> None:
    texts = api.get("web/lists/getbytitle('HMICFRS%20Tracker')/items(1)/FieldValuesAsText").json

    assert texts["Assessment_x005f_x0020_x005f_Board"] == "Custody and Criminal Justice Board"
    assert texts["FLL_x005f_x0020_x005f_Agreed"] == "15/07/2021"
    assert texts["Recommendation_x005f_x0020_x005f_Text"] == "The force should record\neach rest period."
    assert texts["Editor"] == "SharePoint App"


def test_an_item_knows_its_list(api: Api) -> None:
    path = "web/lists/getbytitle('HMICFRS%20Tracker')/getItemById(1)/ParentList"

    answer = api.get(f"{path}?$select=ListItemEntityTypeFullName,Id").json

    assert answer["ListItemEntityTypeFullName"] == "SP.Data.HMICFRS_x0020_TrackerListItem"
    assert "Title" not in answer
