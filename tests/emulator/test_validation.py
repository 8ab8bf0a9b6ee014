"""ValidateUpdateListItem and AddValidateUpdateItemUsingPath: always 200, and all of a form or nothing."""

from typing import Any

import pytest

from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, Reply, a_field, add_field, add_item, make_list

DATE = "You must specify a valid date within the range of 1/1/1900 and 12/31/8900."


@pytest.fixture(scope="module")
def path(api: Api) -> str:
    path = make_list(
        api,
        a_field("Status", "Choice", "<CHOICES><CHOICE>Open</CHOICE></CHOICES>"),
        a_field("Due", "DateTime", Format="DateOnly"),
        a_field("Seen", "DateTime"),
        a_field("Score", "Number"),
        a_field("Done", "Boolean"),
        a_field("Tags", "MultiChoice"),
        a_field("Owner", "User"),
        a_field("Owners", "UserMulti", Mult="TRUE"),
        a_field("Link", "URL"),
        a_field("Body", "Note"),
        a_field("Code", EnforceUniqueValues="TRUE", Indexed="TRUE"),
    )
    list_id = api.get(path).json["Id"]
    add_field(api, path, a_field("Parent", "Lookup", List=list_id, ShowField="Title"))
    add_field(api, path, a_field("Parents", "LookupMulti", List=list_id, ShowField="Title", Mult="TRUE"))
    add_item(api, path, Title="first", Code="taken")
    return path


def fill_in(api: Api, path: str, item_id: int, values: dict[str, str], **more: Any) -> Reply:  # noqa: ANN401 - as sent
    form = [{"FieldName": name, "FieldValue": value} for name, value in values.items()]
    body = {"formValues": form, "bNewDocumentUpdate": False, **more}
    return api.post(f"{path}/items({item_id})/validateupdatelistitem", body, Accept=NONE)


@pytest.mark.parametrize(
    ("name", "words", "shown", "value"),
    [
        pytest.param("Title", "words", "Title", "words", id="text"),
        pytest.param("Status", "Anything", "Status", "Anything", id="a choice that is none"),
        pytest.param("Due", "30/09/2026", "Due", "2026-09-29T23:00:00Z", id="a day is the site's"),
        pytest.param("Due", "2026-09-30 00:00:00", "Due", "2026-09-29T23:00:00Z", id="in figures, with a time"),
        pytest.param("Seen", "1/12/2026 14:30", "Seen", "2026-12-01T14:30:00Z", id="a moment"),
        pytest.param("Score", "1,234.5", "Score", 1234.5, id="a number with commas"),
        pytest.param("Done", "1", "Done", True, id="yes"),
        pytest.param("Done", "No", "Done", False, id="no"),
        pytest.param("Tags", "A;#B", "Tags", ["A", "B"], id="several choices"),
        pytest.param("Owner", "[{'Key':'i:0#.f|membership|analyst@force.example'}]", "OwnerId", 7, id="a person"),
        pytest.param(
            "Owners",
            '[{"Key":"analyst@force.example"},{"Key":"head.of.custody@force.example"}]',
            "OwnersId",
            [7, 6],
            id="people",
        ),
        pytest.param("Parent", "1;#first", "ParentId", 1, id="a lookup"),
        pytest.param("Parents", "1;#first;#1;#first", "ParentsId", [1, 1], id="several lookups"),
        pytest.param(
            "Link", "https://x.example, words", "Link", {"Url": "https://x.example", "Description": "words"}, id="link"
        ),
        pytest.param("Body", "line\nline", "Body", "line\nline", id="long text"),
        pytest.param("Title", "", "Title", None, id="nothing"),
    ],
)
def test_a_form_says_its_values_in_words(api: Api, path: str, name: str, words: str, shown: str, value: object) -> None:
    item_id = add_item(api, path, Title="x")["Id"]

    reply = fill_in(api, path, item_id, {name: words})

    result = {"ErrorCode": 0, "ErrorMessage": None, "FieldName": name, "FieldValue": words, "HasException": False}
    assert (reply.status, reply.json["value"]) == (200, [{**result, "ItemId": item_id}])
    assert api.get(f"{path}/items({item_id})", Accept=NONE).json[shown] == value


def test_a_moment_may_be_in_utc(api: Api, path: str) -> None:
    item_id = add_item(api, path)["Id"]

    fill_in(api, path, item_id, {"Seen": "01/07/2026 12:00"}, datesInUTC=True)
    in_utc = api.get(f"{path}/items({item_id})").json["Seen"]
    fill_in(api, path, item_id, {"Seen": "01/07/2026 12:00"})

    assert (in_utc, api.get(f"{path}/items({item_id})").json["Seen"]) == (
        "2026-07-01T12:00:00Z",
        "2026-07-01T11:00:00Z",
    )


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        pytest.param("Due", "2026-09-30", DATE, id="an ISO date"),
        pytest.param("Due", "2026-09-30T00:00:00Z", DATE, id="an ISO moment"),
        pytest.param("Due", "09/30/2026", DATE, id="the month first"),
        pytest.param("Due", "01/01/1899", DATE, id="too early"),
        pytest.param("Title", "x" * 256, "Invalid text value.", id="too long"),
        pytest.param("Score", "many", "Only numbers can go here.", id="no number"),
        pytest.param("Done", "maybe", "neither Yes nor No", id="neither"),
        pytest.param("Owner", "[{'Key':'nobody@x.example'}]", "The user does not exist or is not unique.", id="nobody"),
        pytest.param("Owner", "Analyst", "The user does not exist or is not unique.", id="a name"),
        pytest.param("Parent", "99", "read only", id="no such item"),
        pytest.param("Parent", "first", "is not the id of an item", id="a title"),
        pytest.param("Code", "TAKEN", "duplicate values were found", id="not unique"),
        pytest.param("ID", "5", "read only", id="read only"),
        pytest.param("ContentType", "Task", "There is no content type 'Task'", id="no such content type"),
    ],
)
def test_a_field_that_fails_says_so_and_nothing_is_stored(
    api: Api, path: str, name: str, words: str, message: str
) -> None:
    item_id = add_item(api, path, Title="before")["Id"]

    reply = fill_in(api, path, item_id, {"Body": "kept?", name: words})

    good, bad = reply.json["value"]
    assert (reply.status, good["HasException"], bad["HasException"], bad["ErrorCode"]) == (
        200,
        False,
        True,
        -2146232832,
    )
    assert message in bad["ErrorMessage"]
    row = api.get(f"{path}/items({item_id})").json
    assert (row["Title"], row["Body"], row["odata.etag"][-2]) == ("before", None, "1")


def test_an_unknown_column_is_refused_altogether(api: Api, path: str) -> None:
    assert fill_in(api, path, 1, {"Nope": "x"}).status == 400


def test_an_unknown_item_is_not_found(api: Api, path: str) -> None:
    assert fill_in(api, path, 99999, {"Title": "x"}).status == 404


def test_a_new_document_update_sets_the_stamps_and_makes_no_version(api: Api) -> None:
    path = make_list(api)
    api.merge(path, {"EnableVersioning": True})
    before = add_item(api, path)
    stamps = {
        "Created": "01/02/2020",
        "Modified": "03/04/2020 10:00",
        "Author": "[{'Key':'analyst@force.example'}]",
        "Editor": "[{'Key':'head.of.custody@force.example'}]",
    }

    reply = fill_in(api, path, 1, {"Title": "t", **stamps}, bNewDocumentUpdate=True)

    row = api.get(f"{path}/items(1)").json
    assert not any(result["HasException"] for result in reply.json["value"])
    assert (row["Created"], row["Modified"]) == ("2020-02-01T00:00:00Z", "2020-04-03T09:00:00Z")
    assert (row["AuthorId"], row["EditorId"], row["OData__UIVersionString"]) == (7, 6, "1.0")
    assert row["odata.etag"] != before["odata.etag"]


def test_stamps_without_that_are_not_built(api: Api, path: str) -> None:
    assert fill_in(api, path, 1, {"Modified": "01/02/2020"}).status == 501


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_results_come_in_every_dialect(api: Api, path: str, accept: str) -> None:
    body = {"formValues": [{"FieldName": "Title", "FieldValue": "t"}], "bNewDocumentUpdate": False}
    address = f"{path}/items(1)/validateupdatelistitem"

    answer = api.post(address, body, Accept=accept, Content_Type=VERBOSE if accept == VERBOSE else NONE).json

    results = answer["d"]["ValidateUpdateListItem"]["results"] if accept == VERBOSE else answer["value"]
    assert [result["FieldName"] for result in results] == ["Title"]


def test_an_item_is_added_by_its_form(api: Api, path: str) -> None:
    folder = api.get(f"{path}/rootfolder").json["ServerRelativeUrl"]
    form = [{"FieldName": "Title", "FieldValue": "by form"}, {"FieldName": "ContentType", "FieldValue": "Item"}]
    info = {"FolderPath": {"DecodedUrl": folder}, "UnderlyingObjectType": 0}

    reply = api.post(
        f"{path}/addvalidateupdateitemusingpath",
        {"listItemCreateInfo": info, "formValues": form, "bNewDocumentUpdate": False, "checkInComment": None},
        Accept=MODERN,
        Content_Type=MODERN,
    )

    added = reply.json["value"][-1]
    assert (reply.status, added["FieldName"], added["HasException"]) == (200, "Id", False)
    assert api.get(f"{path}/items({added['FieldValue']})").json["Title"] == "by form"


def test_a_form_that_fails_adds_nothing(api: Api, path: str) -> None:
    count = api.get(path).json["ItemCount"]
    form = [{"FieldName": "Title", "FieldValue": "x"}, {"FieldName": "Code", "FieldValue": "taken"}]

    reply = api.post(f"{path}/addvalidateupdateitemusingpath", {"formValues": form})

    assert [result["HasException"] for result in reply.json["value"]] == [False, True]
    assert api.get(path).json["ItemCount"] == count


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({}, 400, id="no form"),
        pytest.param({"formValues": ["Title"]}, 400, id="texts"),
        pytest.param({"formValues": [{"FieldName": 5}]}, 400, id="a name that is none"),
        pytest.param({"formValues": [{"FieldName": "Title", "FieldValue": 5}]}, 400, id="a value that is no text"),
        pytest.param({"formValues": [], "odd": 1}, 400, id="an unknown parameter"),
        pytest.param({"formValues": [], "checkInComment": "x"}, 501, id="a comment"),
        pytest.param({"formValues": [], "listItemCreateInfo": {"UnderlyingObjectType": 1}}, 501, id="a folder"),
        pytest.param(
            {"formValues": [], "listItemCreateInfo": {"FolderPath": {"DecodedUrl": "/sites/hmicfrs/x"}}},
            404,
            id="nowhere",
        ),
    ],
)
def test_a_call_that_is_not_one_is_refused(api: Api, path: str, body: object, status: int) -> None:
    assert api.post(f"{path}/addvalidateupdateitemusingpath", body).status == status
