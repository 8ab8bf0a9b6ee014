"""Values that are almost what they should be are refused in words or find nothing; none of them is a mistake of ours."""

from urllib.parse import urlsplit

import pytest

from tests.emulator.rest import NONE, Api, add_item, encode, make_list

NO_IDS = [
    "9999999999999999",
    "10000000000000000",
    "99999999999999999999",
    "'99999999999999999999'",
    "0.0000001",
    "2147483648",
    "9" * 400,
]


@pytest.mark.parametrize("value", NO_IDS, ids=lambda value: value[:24])
def test_a_number_that_is_no_id_finds_no_item(api: Api, value: str) -> None:
    path = make_list(api)
    add_item(api, path)

    reply = api.get(f"{path}/items?$filter=Id%20eq%20{encode(value)}", Accept=NONE)

    assert reply.status in {200, 400}
    assert reply.status == 400 or reply.rows == []


def test_a_number_that_is_no_id_finds_no_item_in_caml_either(api: Api) -> None:
    path = make_list(api)
    add_item(api, path)
    where = (
        '<View><Query><Where><Eq><FieldRef Name="ID"/><Value Type="Counter">1e20</Value></Eq></Where></Query></View>'
    )

    reply = api.post(f"{path}/getitems", {"query": {"ViewXml": where}})

    assert reply.status in {200, 400}


def test_an_underscore_in_a_list_s_address_is_escaped_in_its_type_name(api: Api) -> None:
    api.post("web/lists", {"Title": "My_List", "BaseTemplate": 100})

    found = api.get("web/lists/getbytitle('My_List')?$select=ListItemEntityTypeFullName", Accept=NONE).json

    assert found["ListItemEntityTypeFullName"] == "SP.Data.My_x005f_ListListItem"


@pytest.mark.parametrize("query", ["<Where", "<!DOCTYPE a><Where/>"], ids=["cut off", "a document type"])
def test_a_view_takes_no_query_that_is_not_xml(api: Api, query: str) -> None:
    path = make_list(api)

    reply = api.post(f"{path}/views", {"Title": "V", "ViewQuery": query})

    assert reply.status == 400


@pytest.mark.parametrize("default", ["NaN", "inf", "1e999", "1_000", "٣"])
def test_a_number_column_takes_no_default_that_is_no_number(api: Api, default: str) -> None:
    path = make_list(api)
    xml = f'<Field Type="Number" DisplayName="N" Name="N"><Default>{default}</Default></Field>'

    reply = api.post(f"{path}/fields/createfieldasxml", {"parameters": {"SchemaXml": xml}})

    assert reply.status == 400


def test_a_part_of_a_batch_for_another_site_is_not_found(api: Api) -> None:
    port = urlsplit(api.connection.site_url).port
    body = (
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        f"GET https://localhost:{port}/sites/nope/_api/web HTTP/1.1\r\n\r\n\r\n--b--\r\n"
    )

    reply = api.send("POST", "$batch", body.encode(), Content_Type="multipart/mixed; boundary=b")

    assert "HTTP/1.1 404" in reply.text
