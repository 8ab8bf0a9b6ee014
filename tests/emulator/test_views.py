"""Views: made, changed, and what they show."""

import pytest

from tests.emulator.rest import NONE, VERBOSE, Api, a_field, make_list


def test_a_view_is_made_from_information(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    parameters = {"Title": "Gaps", "ViewFields": ["LinkTitle", "Status"], "RowLimit": 50, "Query": "<OrderBy />"}

    made = api.post(f"{path}/views/add", {"parameters": parameters})

    view = api.get(f"{path}/views/getbytitle('gaps')").json
    assert made.status == 201
    assert (view["RowLimit"], view["ViewQuery"], view["DefaultView"]) == (50, "<OrderBy />", False)
    assert api.get(f"{path}/views(guid'{view['Id']}')/viewfields").json["Items"] == ["LinkTitle", "Status"]


def test_a_bare_list_of_columns_is_refused_in_verbose(api: Api) -> None:
    path = make_list(api)
    parameters = {"Title": "Gaps", "ViewFields": ["LinkTitle"], "__metadata": {"type": "SP.ViewCreationInformation"}}

    reply = api.post(f"{path}/views/add", {"parameters": parameters}, Accept=VERBOSE, Content_Type=VERBOSE)

    assert reply.error[0] == 400


def test_a_view_is_made_from_a_view(api: Api) -> None:
    path = make_list(api)
    body = {"PersonalView": False, "Title": "Gaps", "RowLimit": 50, "ViewQuery": ""}

    made = api.post(f"{path}/views", body)

    assert made.status == 201
    assert [row["Title"] for row in api.get(f"{path}/views").rows] == ["All Items", "Gaps"]
    assert api.get(made.headers["Location"]).json["RowLimit"] == 50


@pytest.mark.parametrize(
    ("field", "index", "expected"),
    [
        pytest.param("Status", 0, (200, ["Status", "LinkTitle", "Modified"]), id="to the front"),
        pytest.param("LinkTitle", 2, (200, ["Modified", "Status", "LinkTitle"]), id="to the end"),
        pytest.param("LinkTitle", 3, (400, ["LinkTitle", "Modified", "Status"]), id="behind the end"),
        pytest.param("Created", 0, (400, ["LinkTitle", "Modified", "Status"]), id="a column that is not shown"),
        pytest.param("Status", "0", (400, ["LinkTitle", "Modified", "Status"]), id="a place that is no number"),
    ],
)
def test_a_shown_column_moves(api: Api, field: str, index: object, expected: tuple[int, list[str]]) -> None:
    path = make_list(api, a_field("Status"))
    shown = ["LinkTitle", "Modified", "Status"]
    api.post(f"{path}/views/add", {"parameters": {"Title": "Gaps", "ViewFields": shown}})
    view = f"{path}/views/getbytitle('Gaps')/viewfields"

    status = api.post(f"{view}/moveviewfieldto", {"field": field, "index": index}).status

    assert (status, api.get(view).json["Items"]) == expected


def test_only_one_view_is_the_default(api: Api) -> None:
    path = make_list(api)
    api.post(f"{path}/views", {"Title": "Gaps"})

    api.merge(f"{path}/views/getbytitle('Gaps')", {"DefaultView": True})

    rows = api.get(f"{path}/views?$select=Title,DefaultView", Accept=NONE).rows
    assert rows == [{"Title": "All Items", "DefaultView": False}, {"Title": "Gaps", "DefaultView": True}]
    assert api.get(f"{path}/defaultview").json["Title"] == "Gaps"


@pytest.mark.parametrize(
    ("formatter", "status"),
    [
        pytest.param('{"a": "b"}', 204, id="plain"),
        pytest.param('{"a": "1 &lt; 2 &amp;&amp; 3"}', 204, id="entities"),
        pytest.param('{"a": "1 < 2"}', 400, id="less than"),
        pytest.param('{"a": "b && c"}', 400, id="ampersand"),
    ],
)
def test_a_formatter_of_a_view_lives_in_xml(api: Api, formatter: str, status: int) -> None:
    reply = api.merge(f"{make_list(api)}/views/getbytitle('All%20Items')", {"CustomFormatter": formatter})

    assert reply.status == status
    assert status == 204 or reply.error[1] == "-1, System.Xml.XmlException"


def test_columns_come_and_go(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    fields = f"{path}/defaultview/viewfields"

    api.post(f"{fields}/removeallviewfields")
    for name in ("Status", "Modified", "Status"):
        api.post(f"{fields}/addviewfield('{name}')")
    twice = api.get(fields).json["Items"]
    api.post(f"{fields}/removeviewfield('Status')")

    assert twice == ["Status", "Modified", "Status"]
    assert api.get(fields).json["Items"] == ["Modified"]


def test_a_view_that_is_not_there(api: Api) -> None:
    path = make_list(api)

    assert api.get(f"{path}/views/getbytitle('Nope')").error[2] == "The specified view is invalid."
    assert api.delete(f"{path}/views/getbytitle('All%20Items')").status == 200
    assert api.get(f"{path}/defaultview").status == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"Nope": 1}, 400, id="unknown"),
        pytest.param({"RowLimit": "many"}, 400, id="wrong type"),
        pytest.param({"Scope": 1}, 501, id="not built"),
        pytest.param({"Title": "Rows"}, 204, id="a title"),
    ],
)
def test_a_change_of_a_view(api: Api, body: dict[str, object], status: int) -> None:
    assert api.merge(f"{make_list(api)}/defaultview", body).status == status


def test_personal_views_are_not_built(api: Api) -> None:
    assert api.post(f"{make_list(api)}/views", {"Title": "Mine", "PersonalView": True}).status == 501


def test_a_view_of_a_column_that_is_not_there_is_refused(api: Api) -> None:
    parameters = {"Title": "Gaps", "ViewFields": ["Nope"]}

    reply = api.post(f"{make_list(api)}/views/add", {"parameters": parameters})

    assert reply.error[2].startswith("Column 'Nope' does not exist.")
