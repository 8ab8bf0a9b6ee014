"""Versions: kept as the list says, read back as they were, and the oldest dropped."""

import pytest

from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, a_field, add_item, make_list


@pytest.fixture
def path(api: Api) -> str:
    fields = [
        a_field("Status"),
        a_field("Gap Flag"),
        a_field("Owners", "UserMulti", Mult="TRUE"),
        a_field("Tags", "MultiChoice"),
        a_field("Evidence", "URL"),
    ]
    path = make_list(api, *fields)
    api.merge(path, {"EnableVersioning": True, "MajorVersionLimit": 0})
    return path


def write(api: Api, path: str, *statuses: str) -> None:
    for status in statuses:
        assert api.merge(f"{path}/items(1)", {"Status": status}).status == 204


def test_versions_come_newest_first(api: Api, path: str) -> None:
    add_item(api, path, Title="x", Status="Open")
    write(api, path, "Late", "Closed")

    rows = api.get(f"{path}/items(1)/versions", Accept=NONE).rows

    assert [(row["VersionLabel"], row["VersionId"], row["Status"], row["IsCurrentVersion"]) for row in rows] == [
        ("3.0", 1536, "Closed", True),
        ("2.0", 1024, "Late", False),
        ("1.0", 512, "Open", False),
    ]


def test_a_version_shows_lookups_and_people_in_parts(api: Api, path: str) -> None:
    link = {"Url": "https://x.example", "Description": "e"}
    add_item(api, path, Title="x", OwnersId=[6, 7], Tags=["A", "B"], Evidence=link, Gap_x0020_Flag="late")

    row = api.get(f"{path}/items(1)/versions(512)", Accept=NONE).json

    assert [owner["LookupValue"] for owner in row["Owners"]] == ["Head of Custody", "Analyst"]
    assert row["Editor"] == {"Email": "", "LookupId": 1073741822, "LookupValue": "SharePoint App"}
    assert (row["Tags"], row["Evidence"], row["Gap_x005f_x0020_x005f_Flag"]) == (["A", "B"], link, "late")
    assert row["OData__x005f_UIVersionString"] == "1.0"


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_versions_can_be_asked_for_in_every_dialect(api: Api, path: str, accept: str) -> None:
    add_item(api, path, Title="x", Tags=["A"])

    [row] = api.get(f"{path}/items(1)/versions?$select=VersionLabel,Tags", Accept=accept).rows

    tags = row["Tags"]["results"] if accept == VERBOSE else row["Tags"]
    assert (row["VersionLabel"], tags) == ("1.0", ["A"])


def test_versions_come_with_their_item_when_expanded(api: Api, path: str) -> None:
    add_item(api, path, Title="x")
    write(api, path, "Late")

    row = api.get(f"{path}/items?$select=Id,Versions/VersionLabel&$expand=Versions", Accept=NONE).rows[0]

    assert row == {"Id": 1, "Versions": [{"VersionLabel": "2.0"}, {"VersionLabel": "1.0"}]}


def test_the_oldest_go_when_there_are_too_many(api: Api, path: str) -> None:
    api.merge(path, {"MajorVersionLimit": 2})
    add_item(api, path, Title="x", Status="1")
    write(api, path, "2", "3", "4")

    rows = api.get(f"{path}/items(1)/versions", Accept=NONE).rows

    assert [row["Status"] for row in rows] == ["4", "3"]


def test_a_list_that_keeps_no_versions_has_only_the_newest(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    add_item(api, path, Status="1")
    write(api, path, "2")

    [row] = api.get(f"{path}/items(1)/versions", Accept=NONE).rows

    assert (row["VersionLabel"], row["Status"]) == ("1.0", "2")


def test_an_old_version_can_be_deleted_and_the_current_one_cannot(api: Api, path: str) -> None:
    add_item(api, path, Title="x")
    write(api, path, "Late")

    assert api.delete(f"{path}/items(1)/versions(512)").status == 200
    assert api.get(f"{path}/items(1)/versions/getbyid(512)").error[0] == 404
    assert api.delete(f"{path}/items(1)/versions(1024)").error[2] == "You cannot delete the current version of an item."


def test_versions_of_what_is_not_there_are_not_found(api: Api, path: str) -> None:
    assert api.get(f"{path}/items(9)/versions").error[1].startswith("-2130575338")
