"""Content types: every list has one, the site's can be added to it, and an item says which it is."""

import pytest

from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, add_item, make_list

TASK = "0x0108AA"


@pytest.fixture(scope="module")
def task(api: Api) -> str:
    body = {"Name": "Review task", "Description": "To review.", "Group": "Ours"}
    made = api.post("web/contenttypes", body)
    assert made.status == 201, made.text
    type_id: str = made.json["StringId"]
    return type_id


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_a_list_starts_with_item(api: Api, accept: str) -> None:
    [first] = api.get(f"{make_list(api)}/contenttypes?$select=Name,StringId,Id", Accept=accept).rows

    assert (first["Name"], first["StringId"][:6], first["Id"]["StringValue"]) == ("Item", "0x0100", first["StringId"])


def test_a_library_starts_with_document_and_folder(api: Api) -> None:
    rows = api.get("web/lists/getbytitle('Documents')/contenttypes", Accept=NONE).rows

    assert [(row["Name"], row["StringId"][:6]) for row in rows] == [("Document", "0x0101"), ("Folder", "0x0120")]


def test_the_site_has_those_that_others_are_made_from(api: Api, task: str) -> None:
    names = {row["Name"]: row["StringId"] for row in api.get("web/contenttypes").rows}

    assert names == {"Item": "0x01", "Document": "0x0101", "Folder": "0x0120", "Review task": task}
    assert api.get("web/contenttypes('0x01')").json["Name"] == "Item"


def test_an_id_may_be_wished_for(api: Api) -> None:
    body = {"Name": "Wished", "Id": {"StringValue": "0x0101aa"}}

    made = api.post("web/contenttypes", body, Accept=NONE).json

    assert made["StringId"] == "0x0101AA"
    assert api.get("web/contenttypes/getbyid('0x0101AA')").json["Name"] == "Wished"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({}, 400, id="no name"),
        pytest.param({"Name": "Item"}, 400, id="a name that is taken"),
        pytest.param({"Name": "n", "Id": {"StringValue": "0x01"}}, 400, id="an id that is taken"),
        pytest.param({"Name": "n", "Id": {"StringValue": "0x99AA"}}, 400, id="an id without a parent"),
        pytest.param({"Name": "n", "Id": {"StringValue": "0xZZ"}}, 400, id="no id"),
        pytest.param({"Name": "n", "Id": "0x0101BB"}, 400, id="an id that is a text"),
        pytest.param({"Name": "n", "Odd": 1}, 400, id="an unknown property"),
        pytest.param({"Name": "n", "Hidden": True}, 501, id="a property that is not built"),
    ],
)
def test_a_content_type_is_not_made(api: Api, body: object, status: int) -> None:
    assert api.post("web/contenttypes", body).status == status


def test_a_type_of_the_site_is_put_on_a_list_and_used(api: Api, task: str) -> None:
    path = make_list(api)
    added = api.post(f"{path}/contenttypes/addavailablecontenttype", {"contentTypeId": task}).json

    by_list_id = add_item(api, path, ContentTypeId=added["StringId"])
    by_site_id = add_item(api, path, ContentTypeId=task)
    plain = add_item(api, path)

    assert added["StringId"].startswith(f"{task}00")
    assert by_list_id["ContentTypeId"] == by_site_id["ContentTypeId"] == added["StringId"]
    assert plain["ContentTypeId"][:6] == "0x0100"
    assert [row["Name"] for row in api.get(f"{path}/contenttypes").rows] == ["Item", "Review task"]
    assert api.get(f"{path}/contenttypes('{added['StringId']}')").json["Description"] == "To review."


def test_a_type_is_put_on_a_list_once(api: Api, task: str) -> None:
    path = make_list(api)
    again = [api.post(f"{path}/contenttypes/addavailablecontenttype", {"contentTypeId": task}).status for _ in range(2)]

    assert again == [200, 400]
    assert api.post(f"{path}/contenttypes/addavailablecontenttype", {"contentTypeId": TASK}).status == 404


@pytest.mark.parametrize(("value", "status"), [(TASK, 404), ("x", 404), (5, 400), (None, 400)])
def test_an_item_cannot_be_of_a_type_that_its_list_lacks(api: Api, value: object, status: int) -> None:
    assert api.post(f"{make_list(api)}/items", {"ContentTypeId": value}).status == status
