"""Columns: made in three ways, named once for all, indexed and unique when they may be."""

import pytest

from tests.emulator.rest import NONE, VERBOSE, Api, a_field, add_field, add_item, make_list

LONG = "Original target date agreed with the board"


@pytest.mark.parametrize(
    ("options", "field", "internal"),
    [
        pytest.param(0, "<Field Type='Text' DisplayName='Gap Flag' Name='GapFlag'/>", "Gap_x0020_Flag", id="no hint"),
        pytest.param(8, "<Field Type='Text' DisplayName='Gap Flag' Name='GapFlag'/>", "GapFlag", id="hint"),
        pytest.param(28, "<Field Type='Text' DisplayName='Gap Flag' Name='GapFlag'/>", "GapFlag", id="28"),
        pytest.param(0, f"<Field Type='Text' DisplayName='{LONG}'/>", "Original_x0020_target_x0020_date", id="cut"),
        pytest.param(0, "<Field Type='Text' DisplayName='_mark'/>", "_mark", id="leading underscore"),
    ],
)
def test_the_internal_name_of_a_column_made_from_xml(api: Api, options: int, field: str, internal: str) -> None:
    path = make_list(api)

    made = add_field(api, path, field, options)

    assert made["InternalName"] == made["StaticName"] == internal
    assert made["EntityPropertyName"] == (f"OData_{internal}" if internal.startswith("_") else internal)


def test_a_title_may_repeat_and_an_internal_name_gets_a_digit(api: Api) -> None:
    path = make_list(api)

    names = [add_field(api, path, "<Field Type='Text' DisplayName='Status'/>", 0)["InternalName"] for _ in range(3)]

    assert names == ["Status", "Status0", "Status1"]


def test_a_repeated_title_is_refused_where_asked(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    parameters = {"SchemaXml": "<Field Type='Text' DisplayName='Status'/>", "Options": 32}

    reply = api.post(f"{path}/fields/createfieldasxml", {"parameters": parameters})

    assert reply.error[2] == 'A duplicate field name "Status" was found.'


def test_a_new_title_leaves_the_internal_name(api: Api) -> None:
    path = make_list(api, a_field("Report"))

    reply = api.merge(f"{path}/fields/getbyinternalnameortitle('Report')", {"Title": "Publication"})

    found = api.get(f"{path}/fields/getbyinternalnameortitle('Publication')").json
    assert reply.status == 204
    assert found["InternalName"] == "Report"
    assert api.get(f"{path}/fields(guid'{found['Id']}')").json["Title"] == "Publication"
    assert api.get(f"{path}/fields/getbytitle('Publication')").json["Id"] == found["Id"]


def test_a_field_that_is_not_there(api: Api) -> None:
    reply = api.get(f"{make_list(api)}/fields/getbyinternalnameortitle('Nope')")

    assert reply.error == (
        400,
        "-2147024809, System.ArgumentException",
        "Column 'Nope' does not exist. It may have been deleted by another user.",
    )


@pytest.mark.parametrize(
    ("kind", "type_name", "entity"),
    [
        (2, "Text", "SP.FieldText"),
        (3, "Note", "SP.FieldMultiLineText"),
        (4, "DateTime", "SP.FieldDateTime"),
        (6, "Choice", "SP.FieldChoice"),
        (8, "Boolean", "SP.Field"),
        (9, "Number", "SP.FieldNumber"),
        (11, "URL", "SP.FieldUrl"),
        (15, "MultiChoice", "SP.FieldMultiChoice"),
        (20, "User", "SP.FieldUser"),
    ],
)
def test_a_column_of_each_kind(api: Api, kind: int, type_name: str, entity: str) -> None:
    made = api.post(f"{make_list(api)}/fields", {"Title": "Some column", "FieldTypeKind": kind})

    assert made.status == 201
    assert (made.json["TypeAsString"], made.json["odata.type"]) == (type_name, entity)
    assert made.json["InternalName"] == "Some_x0020_column"
    assert f'Type="{type_name}"' in made.json["SchemaXml"]


def test_a_kinds_own_properties_need_its_own_type(api: Api) -> None:
    path = make_list(api)
    body = {"Title": "Colour", "FieldTypeKind": 6, "Choices": {"results": ["Red"]}}

    plain = api.post(f"{path}/fields", {**body, "Choices": ["Red"]})
    typed = api.post(
        f"{path}/fields", {**body, "__metadata": {"type": "SP.FieldChoice"}}, Accept=VERBOSE, Content_Type=VERBOSE
    )

    assert plain.error[2].startswith("The property 'Choices' does not exist on type 'SP.Field'.")
    assert typed.json["d"]["Choices"]["results"] == ["Red"]


def test_a_lookup_is_made_from_information(api: Api) -> None:
    boards = api.get("web/lists/getbytitle('Assessment%20Boards')").json["Id"]
    path = make_list(api)
    parameters = {"Title": "Board", "FieldTypeKind": 7, "LookupListId": boards, "LookupFieldName": "Title"}

    made = api.post(f"{path}/fields/addfield", {"parameters": parameters}).json

    assert (made["LookupList"], made["LookupField"]) == (f"{{{boards}}}", "Title")
    assert add_item(api, path, BoardId=1)["BoardId"] == 1
    assert api.post(f"{path}/fields", {"Title": "Other", "FieldTypeKind": 7}).status == 501


@pytest.mark.parametrize(
    ("field", "status"),
    [
        pytest.param("<Field", 400, id="no XML"),
        pytest.param("<View />", 400, id="not a Field"),
        pytest.param("<!DOCTYPE x><Field Type='Text' DisplayName='x'/>", 400, id="document type"),
        pytest.param("<Field Type='Text'/>", 400, id="no name"),
        pytest.param("<Field Type='Lookup' DisplayName='x'/>", 400, id="lookup without a list"),
        pytest.param("<Field Type='Lookup' DisplayName='x' List='Self'/>", 501, id="lookup of itself by name"),
        pytest.param("<Field Type='Text' DisplayName='x' MaxLength='many'/>", 400, id="no number"),
        pytest.param("<Field Type='Text' DisplayName='x' MaxLength='256'/>", 400, id="too long a text"),
        pytest.param(
            "<Field Type='Text' DisplayName='x' ID='{fa564e0f-0c70-4ab9-b863-0177e6ddd247}'/>", 400, id="an id twice"
        ),
        pytest.param("<Field Type='Calculated' DisplayName='x'/>", 501, id="a type that is not built"),
        pytest.param("<Field Type='Text' DisplayName='x' Colour='red'/>", 501, id="an attribute that is not built"),
        pytest.param("<Field Type='Text' DisplayName='x'><Formula/></Field>", 501, id="an element not built"),
        pytest.param("<Field Type='Note' DisplayName='x'><Default>y</Default></Field>", 501, id="default of a note"),
        pytest.param("<Field Type='Text' DisplayName='x' EnforceUniqueValues='TRUE'/>", 400, id="unique, not indexed"),
        pytest.param("<Field Type='Note' DisplayName='x' Indexed='TRUE'/>", 400, id="an index on a note"),
        pytest.param("<Field Type='Text' DisplayName='x' RelationshipDeleteBehavior='Cascade'/>", 501, id="cascades"),
    ],
)
def test_a_definition_is_refused(api: Api, field: str, status: int) -> None:
    reply = api.post(f"{make_list(api)}/fields/createfieldasxml", {"parameters": {"SchemaXml": field}})

    assert reply.status == status


def test_choices_are_replaced_as_a_whole(api: Api) -> None:
    path = make_list(api, a_field("Status", "Choice", "<CHOICES><CHOICE>A</CHOICE></CHOICES>"))
    address = f"{path}/fields/getbyinternalnameortitle('Status')"

    api.merge(address, {"Choices": ["B", "C"]})

    assert api.get(f"{address}?$select=Choices", Accept=NONE).json == {"Choices": ["B", "C"]}


def test_a_formatter_of_a_column_may_hold_anything(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    address = f"{path}/fields/getbyinternalnameortitle('Status')"
    metadata = {"CustomFormatter": '{"txt": "=if(1 < 2 && true)"}', "__metadata": {"type": "SP.Field"}}

    reply = api.merge(address, metadata, Accept=VERBOSE, Content_Type=VERBOSE)

    assert reply.status == 204
    assert api.get(address).json["CustomFormatter"] == '{"txt": "=if(1 < 2 && true)"}'


def test_an_indexed_column_can_be_made_unique(api: Api) -> None:
    path = make_list(api, a_field("SyncKey"))
    address = f"{path}/fields/getbyinternalnameortitle('SyncKey')"

    too_soon = api.merge(address, {"EnforceUniqueValues": True})
    api.post(f"{address}/enableindex")
    in_time = api.merge(address, {"EnforceUniqueValues": True})

    assert (too_soon.status, in_time.status) == (400, 204)
    assert api.get(address).json["EnforceUniqueValues"] is True


def test_a_value_that_repeats_is_refused_in_a_unique_column(api: Api) -> None:
    path = make_list(api, a_field("SyncKey", Indexed="TRUE", EnforceUniqueValues="TRUE", DisplayName="Sync key"))
    add_item(api, path, SyncKey="a-1")
    add_item(api, path, SyncKey="b-1")

    added = api.post(f"{path}/items", {"SyncKey": "A-1"})
    changed = api.merge(f"{path}/items(2)", {"SyncKey": "a-1"})

    expected = (
        500,
        "-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException",
        "The list item could not be added or updated because duplicate values were found in the following field(s) "
        "in the list: [Sync key].",
    )
    assert added.error == changed.error == expected
    assert api.get(path).json["ItemCount"] == 2


def test_a_unique_value_is_free_again_when_its_item_is_gone(api: Api) -> None:
    path = make_list(api, a_field("SyncKey", Indexed="TRUE", EnforceUniqueValues="TRUE"))
    add_item(api, path, SyncKey="a")
    add_item(api, path, SyncKey="b")
    api.post(f"{path}/items(1)/recycle")
    api.merge(f"{path}/items(2)", {"SyncKey": "c"})

    assert add_item(api, path, SyncKey="a")["Id"] == 3
    assert add_item(api, path, SyncKey="b")["Id"] == 4
    assert add_item(api, path)["Id"] == 5
    assert add_item(api, path)["Id"] == 6


def test_a_column_with_repeats_cannot_be_made_unique(api: Api) -> None:
    path = make_list(api, a_field("SyncKey"))
    add_item(api, path, SyncKey="a")
    add_item(api, path, SyncKey="A")

    reply = api.merge(f"{path}/fields/getbytitle('SyncKey')", {"Indexed": True, "EnforceUniqueValues": True})

    assert reply.status == 400


@pytest.mark.parametrize("name", ["_UIVersionString", "GUID", "Attachments"])
def test_what_sharepoint_keeps_for_itself_cannot_be_indexed(api: Api, name: str) -> None:
    assert api.post(f"{make_list(api)}/fields/getbyinternalnameortitle('{name}')/enableindex").status == 400


def test_stamps_can_be_indexed(api: Api) -> None:
    path = make_list(api)
    add_item(api, path)

    reply = api.post(f"{path}/fields/getbyinternalnameortitle('Modified')/enableindex")

    assert reply.json["value"] is True
    stamp = api.get(f"{path}/items(1)").json["Modified"]
    assert len(api.get(f"{path}/items?$filter=Modified%20eq%20datetime'{stamp}'").rows) == 1


def test_a_list_has_twenty_indexes_at_most(api: Api) -> None:
    path = make_list(api, *[a_field(f"Column{number}", Indexed="TRUE") for number in range(20)])

    assert api.post(f"{path}/fields/getbytitle('Title')/enableindex").status == 400


def test_a_deleted_column_takes_its_values_along(api: Api) -> None:
    path = make_list(api, a_field("Status"))
    add_item(api, path, Status="x")

    reply = api.delete(f"{path}/fields/getbyinternalnameortitle('Status')")
    add_field(api, path, a_field("Status"))

    assert reply.status == 200
    assert api.get(f"{path}/items(1)").json["Status"] is None
    assert api.delete(f"{path}/fields/getbytitle('Title')").status == 400


def test_a_column_goes_into_the_default_view_when_asked(api: Api) -> None:
    path = make_list(api)
    add_field(api, path, a_field("Status"), options=8 | 16)

    assert api.get(f"{path}/defaultview/viewfields").json["Items"] == ["LinkTitle", "Status"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"Nope": 1}, 400, id="unknown"),
        pytest.param({"MaxLength": "x"}, 400, id="wrong type"),
        pytest.param({"Indexed": None}, 400, id="nothing for a boolean"),
        pytest.param({"CustomFormatter": None}, 204, id="nothing for a text"),
        pytest.param({"InternalName": "x"}, 501, id="what never changes"),
        pytest.param({"DefaultValue": "x"}, 204, id="a default"),
    ],
)
def test_a_change_of_a_column(api: Api, body: dict[str, object], status: int) -> None:
    path = make_list(api, a_field("Status"))

    assert api.merge(f"{path}/fields/getbytitle('Status')", body).status == status


def test_a_property_that_only_some_columns_have_is_left_out_of_the_others(api: Api) -> None:
    path = make_list(api, a_field("Status", "Choice", "<CHOICES><CHOICE>A</CHOICE></CHOICES>"))

    rows = api.get(f"{path}/fields?$select=InternalName,Choices", Accept=NONE).rows

    assert {"InternalName": "Status", "Choices": ["A"]} in rows
    assert {"InternalName": "Title"} in rows
    assert api.get(f"{path}/fields?$select=Nope").status == 400


def test_hidden_columns_can_be_left_out(api: Api) -> None:
    path = make_list(api, a_field("Shadow", Hidden="TRUE"))

    rows = api.get(f"{path}/fields?%24filter=Hidden+eq+false&%24select=InternalName", Accept=NONE).rows

    assert {"InternalName": "Title"} in rows
    assert {"InternalName": "Shadow"} not in rows
