"""Complete reads: a list is read whole or the run says so; missing lists and columns are named with the nearest there is."""

import json
import math
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st

from sync.core.records import Link, Looked, Person
from sync.errors import IncompleteReadError, SiteShapeError, UnreachableError
from sync.ports import ListRequest
from sync.sharepoint.lists import quote_literal, read_lists
from tests.sharepoint.wire import (
    API,
    BATCH,
    SITE,
    BatchPart,
    a_batch_answer,
    a_wire,
    an_error,
    mock_batches,
    read_batch,
)

ITEMS = f"{API}/web/lists/getbytitle('Tracker')/items"


def a_field(name: str, kind: str = "Text", **extra: object) -> dict[str, object]:
    return {"InternalName": name, "EntityPropertyName": name, "Title": name.title(), "TypeAsString": kind, **extra}


@dataclass
class FakeList:
    """A list on the wire; ``counts`` are the item counts given one after the other, the last one for ever."""

    fields: list[dict[str, object]] = field(default_factory=lambda: [a_field("Title")])
    rows: list[dict[str, object]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def answer(self, part: BatchPart) -> tuple[int, object]:
        if "/fields?" in part.url:
            return 200, {"value": self.fields}
        if "/items?" in part.url:
            return 200, {"value": self.rows}
        count = (self.counts.pop(0) if len(self.counts) > 1 else self.counts[0]) if self.counts else len(self.rows)
        deleted = (self.deleted.pop(0) if len(self.deleted) > 1 else self.deleted[0]) if self.deleted else ""
        return 200, {
            "ItemCount": count,
            "LastItemDeletedDate": deleted,
            "Description": "",
            "RootFolder": {"ServerRelativeUrl": "/sites/x/Lists/T r"},
        }


def serve_lists(network: responses.RequestsMock, lists: Mapping[str, FakeList]) -> list[list[BatchPart]]:
    def answer(part: BatchPart) -> tuple[int, object]:
        title = unquote(part.url.split("getbytitle('")[1].split("')")[0]).replace("''", "'")
        if title not in lists:
            return 404, an_error("-1, System.ArgumentException", f"List '{title}' does not exist at site.")
        return lists[title].answer(part)

    seen = mock_batches(network, answer)
    network.get(f"{API}/web/lists", json={"value": [{"Title": title, "Hidden": False} for title in lists]})
    return seen


def wanted(title: str = "Tracker", *columns: str) -> ListRequest:
    return ListRequest(title, dict.fromkeys(columns or ("Title",), "Put it right."), "Put it right.")


def a_wire_row(number: int, **cells: object) -> dict[str, object]:
    return {"Id": number, "odata.etag": f'"g,{number}"', **cells}


def test_several_short_lists_take_three_requests(network: responses.RequestsMock) -> None:
    lists = {title: FakeList(rows=[a_wire_row(1, Title=title)]) for title in ("Tracker", "Gaps", "Position")}
    serve_lists(network, lists)

    found = read_lists(a_wire().transport, [wanted(title) for title in lists])

    assert [found[title].rows[0].cells["Title"] for title in lists] == list(lists)
    assert len(network.calls) == 3


def test_rows_keep_id_and_etag_and_the_list_its_address(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Tracker": FakeList(rows=[a_wire_row(7, Title="x")])})

    contents = read_lists(a_wire().transport, [wanted()])["Tracker"]

    assert (contents.rows[0].id, contents.rows[0].etag) == (7, '"g,7"')
    assert contents.address == "https://contoso.example/sites/x/Lists/T%20r"


@pytest.mark.parametrize(
    ("field_", "raw", "cell"),
    [
        pytest.param(a_field("C"), "text", "text", id="text"),
        pytest.param(a_field("C", "Number"), 3.0, 3.0, id="number"),
        pytest.param(a_field("C", "Boolean"), True, True, id="yes or no"),
        pytest.param(
            a_field("C", "DateTime"), "2021-06-22T23:00:00Z", datetime(2021, 6, 22, 23, tzinfo=UTC), id="moment"
        ),
        pytest.param(a_field("C", "DateTime"), None, None, id="blank date"),
        pytest.param(
            a_field("C", "User"),
            {"Title": "Head of Custody", "EMail": "h@x"},
            Person("Head of Custody", "h@x"),
            id="person",
        ),
        pytest.param(
            a_field("C", "UserMulti"), [{"Title": "A"}, {"Title": "B"}], (Person("A"), Person("B")), id="several people"
        ),
        pytest.param(a_field("C", "Lookup"), {"Id": 2, "Title": "Board"}, Looked(2, "Board"), id="lookup"),
        pytest.param(
            a_field("C", "Lookup", SchemaXml='<Field Type="Lookup" ShowField="Name" />'),
            {"Id": 2, "Name": "B"},
            Looked(2, "B"),
            id="lookup of another column",
        ),
        pytest.param(a_field("C", "URL"), {"Url": "https://x", "Description": "d"}, Link("https://x", "d"), id="link"),
        pytest.param(a_field("C", "MultiChoice"), ["a", "b"], ("a", "b"), id="several choices"),
        pytest.param(a_field("_C", EntityPropertyName="OData__C"), "v", "v", id="name with an underscore in front"),
    ],
)
def test_cells_come_in_neutral_forms(
    network: responses.RequestsMock, field_: dict[str, object], raw: object, cell: object
) -> None:
    name = str(field_["InternalName"])
    row = a_wire_row(1, **{str(field_["EntityPropertyName"]): raw})
    serve_lists(network, {"Tracker": FakeList(fields=[field_], rows=[row])})

    contents = read_lists(a_wire().transport, [wanted("Tracker", name)])["Tracker"]

    assert contents.rows[0].cells[name] == cell


def test_only_wanted_columns_are_asked_for_and_people_are_expanded(network: responses.RequestsMock) -> None:
    fields = [a_field("Title"), a_field("Owner", "User"), a_field("Private")]
    seen = serve_lists(network, {"Tracker": FakeList(fields=fields, rows=[a_wire_row(1)])})

    read_lists(a_wire().transport, [wanted("Tracker", "Title", "Owner")])

    url = next(part.url for parts in seen for part in parts if "/items?" in part.url)
    assert "$select=Id,Title,Owner/Title,Owner/EMail&$expand=Owner&$top=5000" in url


def test_a_title_with_a_quote_is_quoted_once_for_odata_and_once_for_the_url() -> None:
    assert quote_literal("O'Brien & Co #1") == "'O%27%27Brien%20%26%20Co%20%231'"


def test_a_long_list_is_read_page_by_page_to_the_end(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Tracker": FakeList(counts=[2001])})
    rows = [a_wire_row(number, Title="x") for number in range(1, 2002)]
    following = f"{ITEMS}?$skiptoken=Paged%3dTRUE%26p_ID%3d2000&$top=5000"
    network.get(
        ITEMS,
        json={"value": rows[:2000], "odata.nextLink": following},
        match=[responses.matchers.query_param_matcher({"$top": "5000", "$select": "Id,Title"})],
    )
    network.get(following, json={"value": rows[2000:]})

    contents = read_lists(a_wire().transport, [wanted()])["Tracker"]

    assert [row.id for row in contents.rows] == list(range(1, 2002))


def test_a_list_that_grew_while_it_was_read_is_read_again(network: responses.RequestsMock) -> None:
    grown = FakeList(rows=[a_wire_row(1), a_wire_row(2)], counts=[1, 3, 2])
    serve_lists(network, {"Tracker": grown})
    network.get(ITEMS, json={"value": grown.rows})

    contents = read_lists(a_wire().transport, [wanted()])["Tracker"]

    assert len(contents.rows) == 2


def test_a_list_that_never_agrees_with_its_count_is_not_believed(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Tracker": FakeList(rows=[a_wire_row(1)], counts=[1, 9])})
    network.get(ITEMS, json={"value": [a_wire_row(1)]})

    with pytest.raises(IncompleteReadError, match="'Tracker' has 9 rows and gave 1"):
        read_lists(a_wire().transport, [wanted()])


@pytest.mark.parametrize(
    ("next_link", "told"),
    [
        pytest.param(f"{ITEMS}?$skiptoken=again", "do not end", id="the same page for ever"),
        pytest.param("https://elsewhere.example/steal", "another site", id="a page on another site"),
    ],
)
def test_a_chain_of_pages_that_goes_astray_is_not_followed(
    network: responses.RequestsMock, next_link: str, told: str
) -> None:
    serve_lists(network, {"Tracker": FakeList(counts=[2000])})
    network.get(ITEMS, json={"value": [a_wire_row(1)], "odata.nextLink": next_link})

    with pytest.raises(IncompleteReadError, match=told):
        read_lists(a_wire().transport, [wanted()])

    assert all(SITE.split("/sites")[0] in str(call.request.url) for call in network.calls)


def test_a_list_of_which_a_row_came_twice_is_read_again(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Tracker": FakeList(rows=[a_wire_row(1), a_wire_row(1)], counts=[2])})
    network.get(ITEMS, json={"value": [a_wire_row(1), a_wire_row(2)]})

    contents = read_lists(a_wire().transport, [wanted()])["Tracker"]

    assert [row.id for row in contents.rows] == [1, 2]


def test_a_row_that_keeps_coming_twice_is_not_believed(network: responses.RequestsMock) -> None:
    twice = [a_wire_row(1), a_wire_row(1)]
    serve_lists(network, {"Tracker": FakeList(rows=twice)})
    network.get(ITEMS, json={"value": twice})

    with pytest.raises(IncompleteReadError, match="came twice"):
        read_lists(a_wire().transport, [wanted()])


def test_every_missing_list_and_column_is_named_with_the_nearest(network: responses.RequestsMock) -> None:
    fields = [a_field("Title"), a_field("Recommendation_x0020_Ref")]
    serve_lists(network, {"HMICFRS Tracker": FakeList(fields=fields)})

    with pytest.raises(SiteShapeError) as caught:
        read_lists(
            a_wire().transport,
            [wanted("HMICFRS Tracker", "Title", "Recommendation_Ref", "Statuz"), wanted("HMICFRS Trackers")],
        )

    told = str(caught.value).splitlines()
    assert told[0].startswith(
        "The list 'HMICFRS Tracker' has no column Recommendation_Ref. The nearest one is 'Recommendation_x0020_Ref'."
    )
    assert told[1].startswith("The list 'HMICFRS Tracker' has no column Statuz.")
    assert told[2].startswith("The site has no list 'HMICFRS Trackers'. The nearest one is 'HMICFRS Tracker'.")
    assert all(line.endswith("Put it right.") for line in told)


def test_reading_sends_nothing_but_reads(network: responses.RequestsMock) -> None:
    seen = serve_lists(network, {"Tracker": FakeList(rows=[a_wire_row(1)])})

    read_lists(a_wire().transport, [wanted()])

    assert {part.method for parts in seen for part in parts} == {"GET"}
    assert json.dumps([part.body for parts in seen for part in parts]) == json.dumps([None] * 4)


@pytest.mark.parametrize(
    "part",
    [pytest.param("/items?", id="rows"), pytest.param("/fields?", id="columns"), pytest.param("ItemCount", id="count")],
)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param('{"value": [', id="cut off"),
        pytest.param("[]", id="another form"),
        pytest.param("{}", id="without what was asked for"),
    ],
)
def test_a_garbled_answer_inside_a_batch_is_no_mistake_of_ours(
    network: responses.RequestsMock, part: str, content: str
) -> None:
    found = FakeList(rows=[a_wire_row(1, Title="x")])

    def reply(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        parts = read_batch(request)
        status, headers, body = a_batch_answer([found.answer(one) for one in parts])
        for one in parts:
            if part in one.url:
                body = body.replace(json.dumps(found.answer(one)[1]), content)
        return status, headers, body

    network.add_callback(responses.POST, BATCH, callback=reply)

    with pytest.raises(UnreachableError, match="came garbled"):
        read_lists(a_wire().transport, [wanted()])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"odata.etag": '"g,1"'}, id="no ID"),
        pytest.param({"Id": "1", "odata.etag": '"g,1"'}, id="an ID that is no number"),
        pytest.param({"Id": 1}, id="no ETag"),
        pytest.param({"Id": 1, "odata.etag": None}, id="an ETag that is none"),
        pytest.param({"Id": 1, "odata.etag": " "}, id="a blank ETag"),
        pytest.param({"Id": 1, "odata.etag": "*"}, id="an ETag for every version"),
        pytest.param("a row", id="a word"),
        pytest.param({"Id": 1, "odata.etag": '"g,1"', "When": "soon"}, id="a date that is none"),
    ],
)
def test_a_row_without_what_makes_it_one_is_a_garbled_answer(network: responses.RequestsMock, row: object) -> None:
    found = FakeList(fields=[a_field("When", "DateTime")], rows=[row], counts=[1])  # type: ignore[list-item] # that is the case
    serve_lists(network, {"Tracker": found})

    with pytest.raises(UnreachableError, match="for the rows of 'Tracker' came garbled") as caught:
        read_lists(a_wire().transport, [wanted("Tracker", "When")])

    assert "soon" not in "".join(traceback.format_exception(caught.value)), "what stood there may be a person's"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        pytest.param("/items?", {"value": None}, id="no rows"),
        pytest.param("/items?", {"value": [], "odata.nextLink": 5}, id="a next page that is no address"),
        pytest.param("/fields?", {"value": [{"InternalName": "Title"}]}, id="a column without its type"),
        pytest.param("/fields?", {"value": None}, id="no columns"),
        pytest.param(
            "RootFolder", {"ItemCount": None, "RootFolder": {"ServerRelativeUrl": "/"}}, id="no number of rows"
        ),
        pytest.param("RootFolder", {"ItemCount": 1, "RootFolder": None}, id="no folder"),
        pytest.param("=ItemCount", {"ItemCount": None}, id="no number of rows afterwards"),
        pytest.param("=ItemCount", {"ItemCount": math.inf}, id="a number of rows without end"),
    ],
)
def test_an_answer_with_the_wrong_things_in_it_is_no_mistake_of_ours(
    network: responses.RequestsMock, part: str, content: object
) -> None:
    found = FakeList(rows=[a_wire_row(1, Title="x")])
    mock_batches(network, lambda one: (200, content) if part in one.url else found.answer(one))

    with pytest.raises(UnreachableError, match="came garbled"):
        read_lists(a_wire().transport, [wanted()])


def test_a_list_of_ours_without_its_key_is_one_complaint(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Gaps": FakeList(rows=[a_wire_row(1)])})
    request = ListRequest(
        "Gaps", dict.fromkeys(("SyncKey", "State", "Rule"), "Provision."), "Provision.", key_column="SyncKey"
    )

    with pytest.raises(SiteShapeError) as caught:
        read_lists(a_wire().transport, [request])

    assert [(p.file, p.code, p.where) for p in caught.value.problems] == [("Gaps", "not-ours", "SyncKey")]
    assert "Rename that list" in str(caught.value)


def test_a_list_of_ours_that_is_half_made_and_empty_is_to_be_provisioned(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Gaps": FakeList()})
    request = ListRequest("Gaps", dict.fromkeys(("SyncKey", "State"), "Provision."), "Provision.", key_column="SyncKey")

    with pytest.raises(SiteShapeError, match=r"'Gaps' is half made: it has no column SyncKey\. Provision\.$"):
        read_lists(a_wire().transport, [request])


def test_a_row_deleted_for_one_added_while_a_list_is_read_is_noticed(network: responses.RequestsMock) -> None:
    changed = FakeList(rows=[a_wire_row(1)], deleted=["monday", "tuesday"])
    serve_lists(network, {"Tracker": changed})
    network.get(ITEMS, json={"value": [a_wire_row(2)]})

    contents = read_lists(a_wire().transport, [wanted()])["Tracker"]

    assert [row.id for row in contents.rows] == [2]


def test_a_list_is_read_again_a_few_times_with_pauses_and_no_more(network: responses.RequestsMock) -> None:
    serve_lists(network, {"Tracker": FakeList(rows=[a_wire_row(1)], counts=[1, 9])})
    network.get(ITEMS, json={"value": [a_wire_row(1)]})
    wire = a_wire()

    with pytest.raises(IncompleteReadError):
        read_lists(wire.transport, [wanted()])

    assert wire.time.slept == [1, 2]


def test_rows_of_certain_keys_travel_with_the_lists_and_are_no_complete_read(network: responses.RequestsMock) -> None:
    runs = FakeList([a_field("Title"), a_field("SyncKey")], [a_wire_row(1, Title="lease")], counts=[40_000])
    seen = serve_lists(network, {"Runs": runs, "Tracker": FakeList(rows=[a_wire_row(7)])})
    asked = ListRequest("Runs", {"Title": ""}, "", "SyncKey", ("lease", "O'Neill"))

    found = read_lists(a_wire().transport, [asked, wanted()])

    urls = [part.url for parts in seen for part in parts if "/items?" in part.url]
    assert urls[0].endswith("&$filter=SyncKey%20eq%20'lease'%20or%20SyncKey%20eq%20'O%27%27Neill'")
    assert [row.id for row in found["Runs"].rows] == [1]
    assert len(network.calls) == 3


@given(st.text(max_size=40))
def test_no_text_gets_out_of_a_quoted_literal(text: str) -> None:
    quoted = quote_literal(text)

    assert quoted[0] == quoted[-1] == "'"
    assert not set(quoted[1:-1]) & set("'\"&?#/+ ()$=")
    assert unquote(quoted[1:-1]) == text.replace("'", "''")


def test_an_answer_that_is_no_data_is_told_in_words(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda _: (200, None))

    with pytest.raises(UnreachableError, match="came garbled"):
        read_lists(a_wire().transport, [wanted()])
