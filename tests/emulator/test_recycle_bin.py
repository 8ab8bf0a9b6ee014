"""The recycle bin: what was taken away comes back as it was, with the lookups that pointed at it."""

from pathlib import Path
from typing import Any

import pytest

from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import NONE, Api, a_field, add_item, an_api, make_list

INDEXED = {"Indexed": "TRUE"}


@pytest.fixture
def boards(api: Api) -> str:
    return make_list(api, a_field("Code", EnforceUniqueValues="TRUE", **INDEXED))


@pytest.fixture
def tracker(api: Api, boards: str) -> str:
    list_id = api.get(boards).json["Id"]
    return make_list(
        api,
        a_field("Board", "Lookup", List=list_id, ShowField="Title", **INDEXED),
        a_field("Boards", "LookupMulti", List=list_id, ShowField="Title", Mult="TRUE"),
    )


def recycle(api: Api, address: str) -> str:
    answer = api.post(f"{address}/recycle")
    assert answer.status == 200, answer.text
    return f"web/recyclebin('{answer.json['value']}')"


def restore(api: Api, address: str) -> None:
    answer = api.post(f"{address}/restore()")
    assert answer.status == 200, answer.text


def read(api: Api, path: str, item_id: int) -> dict[str, Any]:
    row: dict[str, Any] = api.get(f"{path}/items({item_id})", Accept=NONE).json
    return row


def test_an_item_comes_back_as_it_was(api: Api, boards: str) -> None:
    before = add_item(api, boards, Title="Custody", Code="c")

    in_bin = recycle(api, f"{boards}/items(1)")
    assert api.get(f"{boards}/items(1)").status == 404
    restore(api, in_bin)

    after = api.get(f"{boards}/items(1)").json
    assert after == before
    assert api.get(boards).json["ItemCount"] == 1
    assert api.get(in_bin).status == 404
    assert [row["Id"] for row in api.get(f"{boards}/items?$filter=Code%20eq%20'C'").rows] == [1]


def test_recycling_may_be_asked_for_with_delete(api: Api, boards: str) -> None:
    add_item(api, boards, Title="Custody")

    answer = api.delete(f"{boards}/items(1)/recycle()", If_Match="*")

    in_bin = api.get("site/recyclebin?$filter=(ItemState%20eq%201)&$select=Id,Title", Accept=NONE).rows
    assert {"Id": answer.json["value"], "Title": "Custody"} in in_bin


def test_the_bin_says_what_is_in_it(api: Api, boards: str) -> None:
    add_item(api, boards, Title="Custody")
    in_bin = recycle(api, f"{boards}/items(1)")

    about = api.get(in_bin, Accept=NONE).json

    folder = api.get(f"{boards}/rootfolder").json["ServerRelativeUrl"]
    assert (about["Title"], about["ItemType"], about["LeafName"]) == ("Custody", 3, "1_.000")
    assert (about["DirName"], about["DeletedByName"]) == (folder.lstrip("/"), "SharePoint App")
    assert about["Id"] in [row["Id"] for row in api.get("web/recyclebin?$orderby=DeletedDate%20desc").rows]


def test_lookups_come_back_with_what_they_point_at(api: Api, boards: str, tracker: str) -> None:
    for title in ("Custody", "Crime", "Call handling"):
        add_item(api, boards, Title=title)
    add_item(api, tracker, BoardId=2, BoardsId=[1, 2, 3])
    tag = api.get(f"{tracker}/items(1)").headers["ETag"]

    in_bin = recycle(api, f"{boards}/items(2)")
    emptied = read(api, tracker, 1)
    restore(api, in_bin)

    row = read(api, tracker, 1)
    assert (emptied["BoardId"], emptied["BoardsId"]) == (None, [1, 3])
    assert (row["BoardId"], row["BoardsId"]) == (2, [1, 2, 3])
    assert api.get(f"{tracker}/items(1)").headers["ETag"] == tag
    assert len(api.get(f"{tracker}/items?$filter=BoardId%20eq%202").rows) == 1


def test_what_is_hidden_stays_so_over_a_restart(data_dir: Path) -> None:
    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        boards = make_list(api)
        add_item(api, boards, Title="Custody")
        path = make_list(api, a_field("Board", "Lookup", List=api.get(boards).json["Id"], ShowField="Title"))
        add_item(api, path, BoardId=1)
        in_bin = recycle(api, f"{boards}/items(1)")

    with LocalSharePoint(data_dir) as connection, an_api(connection) as api:
        emptied = read(api, path, 1)["BoardId"]
        restore(api, in_bin)

        assert (emptied, read(api, path, 1)["BoardId"]) == (None, 1)


def test_a_lookup_into_a_list_that_is_gone_shows_nothing(api: Api) -> None:
    boards = make_list(api)
    add_item(api, boards, Title="Custody")
    path = make_list(api, a_field("Board", "Lookup", List=api.get(boards).json["Id"], ShowField="Title"))
    add_item(api, path, BoardId=1)
    api.delete(boards)

    query = f"{path}/items(1)?$select=Id,Board/Title&$expand=Board"

    assert api.get(query, Accept=NONE).json == {"Id": 1}
    assert api.get(f"{path}/items(1)/fieldvaluesastext").json["Board"] == ""


def test_a_lookup_written_meanwhile_stands(api: Api, boards: str, tracker: str) -> None:
    for title in ("Custody", "Crime"):
        add_item(api, boards, Title=title)
    add_item(api, tracker, BoardId=1, BoardsId=[1])
    in_bin = recycle(api, f"{boards}/items(1)")

    api.merge(f"{tracker}/items(1)", {"BoardId": 2, "BoardsId": [2]})
    restore(api, in_bin)

    row = read(api, tracker, 1)
    assert (row["BoardId"], row["BoardsId"]) == (2, [2])


@pytest.mark.parametrize("order", ["the item looked up first", "the item that looks up first"])
def test_both_ends_of_a_lookup_may_go_and_come_back(api: Api, boards: str, tracker: str, order: str) -> None:
    add_item(api, boards, Title="Custody")
    add_item(api, tracker, BoardId=1)
    addresses = [f"{boards}/items(1)", f"{tracker}/items(1)"]
    bins = [recycle(api, address) for address in addresses]

    for in_bin in bins if order == "the item looked up first" else reversed(bins):
        restore(api, in_bin)

    assert read(api, tracker, 1)["BoardId"] == 1


def test_a_lookup_of_what_is_dropped_for_good_stays_empty(api: Api, boards: str, tracker: str) -> None:
    add_item(api, boards, Title="Custody")
    add_item(api, tracker, BoardId=1)
    in_bin = recycle(api, f"{boards}/items(1)")

    assert api.send("DELETE", in_bin).status == 200

    assert read(api, tracker, 1)["BoardId"] is None
    assert api.post(f"{in_bin}/restore").status == 404


def test_what_repeats_a_unique_value_cannot_come_back(api: Api, boards: str) -> None:
    add_item(api, boards, Code="c")
    in_bin = recycle(api, f"{boards}/items(1)")
    add_item(api, boards, Code="c")

    assert api.post(f"{in_bin}/restore").error[1].startswith("-2130575169")
    assert api.get(in_bin).status == 200
    assert api.get(boards).json["ItemCount"] == 1


def test_a_list_comes_back_with_all_it_holds(api: Api, boards: str) -> None:
    add_item(api, boards, Title="Custody", Code="c")
    gone = recycle(api, f"{boards}/items(1)")
    add_item(api, boards, Title="Crime", Code="d")
    in_bin = recycle(api, boards)
    assert api.post(f"{gone}/restore").error[2].startswith("Restore the list")

    restore(api, in_bin)
    restore(api, gone)

    rows = api.get(f"{boards}/items?$filter=Code%20eq%20'c'%20or%20Code%20eq%20'd'").rows
    assert [row["Title"] for row in rows] == ["Custody", "Crime"]
    assert add_item(api, boards, Title="Next")["Id"] == 3


def test_a_list_whose_title_is_taken_cannot_come_back(api: Api, boards: str) -> None:
    title = api.get(boards).json["Title"]
    in_bin = recycle(api, boards)
    api.post("web/lists", {"Title": title, "BaseTemplate": 100})

    assert api.post(f"{in_bin}/restore").error[1].startswith("-2130575342")


def test_everything_can_be_brought_back_or_dropped_at_once(api: Api, boards: str) -> None:
    api.post("web/recyclebin/deleteall")
    for title in ("Custody", "Crime"):
        add_item(api, boards, Title=title)
        recycle(api, f"{boards}/items({1 if title == 'Custody' else 2})")
    recycle(api, boards)

    assert api.post("web/recyclebin/restoreall").status == 200

    assert [row["Title"] for row in api.get(f"{boards}/items").rows] == ["Custody", "Crime"]
    assert api.get("web/recyclebin").rows == []


def test_what_is_not_in_the_bin_is_not_found(api: Api) -> None:
    assert api.get("web/recyclebin('00000000-0000-0000-0000-000000000001')").status == 404
    assert api.get("web/recyclebin('x')").status == 400
