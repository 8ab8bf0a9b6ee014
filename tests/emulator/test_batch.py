"""Batches: whatever the spelling, one flat answer in the order asked, each part on its own."""

import re
from uuid import uuid4

import pytest
from werkzeug.datastructures import Headers

from sync.emulator.batch import answer_batch
from sync.emulator.errors import BatchSizeError, BodyError
from sync.emulator.exchange import Request, Response
from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import MINIMAL, Api, Reply, a_field, add_item, make_list

JSON = "application/json;odata=minimalmetadata"


def a_part(method: str, url: str, body: str = "", **headers: str) -> str:
    given = {"Accept": JSON, "Content-Type": JSON, **{k.replace("_", "-"): v for k, v in headers.items()}}
    lines = "\n".join(f"{name}: {value}" for name, value in given.items())
    head = "Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n"
    return f"{head}{method} {url} HTTP/1.1\n{lines}\n\n{body}"


def a_changeset(*parts: str) -> str:
    boundary = f"changeset_{uuid4()}"
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def a_body(boundary: str, *parts: str) -> str:
    return "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"


def send(api: Api, *parts: str, newline: str = "\n", preamble: str = "") -> list[tuple[int, str]]:
    body = (preamble + a_body("batch_1", *parts)).replace("\n", newline).encode()
    reply = api.post("$batch", body, Content_Type="multipart/mixed; boundary=batch_1")
    assert reply.status == 200, reply.text
    return split_answer(reply)


def split_answer(reply: Reply) -> list[tuple[int, str]]:
    boundary = reply.headers["Content-Type"].partition("boundary=")[2]
    assert boundary.startswith("batchresponse_")
    *parts, end = reply.text.split(f"--{boundary}")[1:]
    assert end == "--\r\n"
    statuses = [re.search(r"HTTP/1\.1 (\d+) ", part) for part in parts]
    return [(int(found[1]), part) for found, part in zip(statuses, parts, strict=True) if found]


@pytest.fixture(scope="module")
def items(api: Api) -> str:
    path = make_list(api, a_field("SyncKey", Indexed="TRUE", EnforceUniqueValues="TRUE"))
    for number in range(3):
        add_item(api, path, Title=f"row {number}", SyncKey=str(number))
    return f"{api.base}{path}/items"


PREAMBLE = 'Content-Type: multipart/mixed;\n boundary="batch_1"\n\n'


def test_a_boundary_need_not_begin_a_line(api: Api, items: str) -> None:
    parts = [a_part("POST", items, '{"Title": "x"}') for _ in range(2)]
    body = f"--b\nContent-Type: multipart/mixed; boundary=c\n\nleft over\n--c\n{parts[0]}--c\n{parts[1]}--c--\n--b--\n"

    reply = api.post("$batch", body.encode(), Content_Type="multipart/mixed; boundary=b")

    assert [status for status, _ in split_answer(reply)] == [201, 201]


@pytest.mark.parametrize(
    ("newline", "preamble"),
    [
        pytest.param("\n", "", id="LF"),
        pytest.param("\r\n", "", id="CRLF"),
        pytest.param("\n", PREAMBLE, id="LF after a preamble"),
        pytest.param("\r\n", PREAMBLE, id="CRLF after a preamble"),
    ],
)
def test_answers_come_flat_and_in_order(api: Api, items: str, newline: str, preamble: str) -> None:
    absolute = api.connection.site_url.removesuffix("/sites/hmicfrs") + items
    answers = send(
        api,
        a_part("GET", f"{absolute}(1)"),
        a_changeset(
            a_part("MERGE", f"{items}(2)", '{"Title": "new"}', If_Match="*"),
            a_part("POST", f"{items}(999)", '{"Title": "x"}', X_HTTP_Method="MERGE"),
            a_part("POST", items, '\n{"Title": "a\\r\\n--batch_1 b"}'),
        ),
        a_part("GET", f"{items}(3)"),
        newline=newline,
        preamble=preamble,
    )

    assert [status for status, _ in answers] == [200, 204, 404, 201, 200]
    assert '"Title":"row 0"' in answers[0][1]
    assert "ETAG: " in answers[1][1]
    assert "-2130575338" in answers[2][1]
    assert '"Title":"a\\r\\n--batch_1 b"' in answers[3][1]
    assert '"Title":"row 2"' in answers[4][1]


def test_a_failing_part_leaves_the_others(api: Api, items: str) -> None:
    before = len(api.get(items).rows)

    answers = send(
        api,
        a_changeset(
            a_part("POST", items, '{"SyncKey": "x"}'),
            a_part("POST", items, '{"SyncKey": "X"}'),
            a_part("POST", items, '{"SyncKey": "y"}'),
        ),
    )

    assert [status for status, _ in answers] == [201, 500, 201]
    assert len(api.get(items).rows) == before + 2


def test_a_part_that_is_not_built_is_501_in_its_place(api: Api, items: str) -> None:
    answers = send(api, a_part("GET", f"{items}(1)/attachmentfiles"), a_part("GET", f"{items}(1)"))

    assert [status for status, _ in answers] == [501, 200]


def test_an_address_in_a_part_need_not_be_encoded(api: Api) -> None:
    site = api.connection.site_url
    api.post("web/lists", {"Title": "Übersicht £ 1", "BaseTemplate": 100})

    answers = send(
        api,
        a_part("GET", f"{site}/_api/web/lists/getbytitle('Übersicht £ 1')"),
        a_part("GET", f"{site}/_api/web/lists/getbytitle('%C3%9Cbersicht%20%C2%A3%201')"),
        a_part("GET", f"{site}/_api/web/lists?$filter=Title eq 'Übersicht £ 1'"),
    )

    assert [status for status, _ in answers] == [200, 200, 200]
    assert all("Übersicht £ 1" in part for _, part in answers)


def test_a_part_may_speak_its_own_dialect(api: Api, items: str) -> None:
    [(_, verbose), (_, modern)] = send(
        api,
        a_part("GET", f"{items}(1)", Accept="application/json;odata=verbose"),
        a_part("GET", f"{items}(1)", Accept="application/json;odata.metadata=minimal"),
    )

    assert '{"d":{' in verbose
    assert '"@odata.etag"' in modern


def test_a_batch_counts_as_one_request(api: Api, items: str, sharepoint: LocalSharePoint) -> None:
    send(api, a_part("GET", f"{items}(1)"), a_part("GET", f"{items}(2)"))

    last = sharepoint.requests[-1]
    assert (last.method, last.path, last.status, last.parts) == ("POST", "/sites/hmicfrs/_api/$batch", 200, 2)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([a_part("POST", "/x", "{}")], id="a write outside a changeset"),
        pytest.param([a_changeset(a_part("GET", "/x"))], id="a read inside a changeset"),
        pytest.param(["Content-Type: application/http\n\nnonsense\n\n"], id="no request line"),
        pytest.param(["Content-Type: text/plain\n\nhello"], id="another type"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(api: Api, items: str, parts: list[str]) -> None:
    before = len(api.get(items).rows)
    body = a_body("batch_1", a_changeset(a_part("POST", items, "{}")), *parts).encode()

    reply = api.post("$batch", body, Content_Type="multipart/mixed; boundary=batch_1")

    assert reply.error[0] == 400
    assert len(api.get(items).rows) == before


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param("application/json", "{}", id="no boundary"),
        pytest.param("multipart/mixed; boundary=b", "--b\nContent-Type: application/http\n\n", id="cut short"),
        pytest.param("multipart/mixed; boundary=b", "", id="empty"),
    ],
)
def test_a_broken_batch_is_refused(content_type: str, body: str) -> None:
    request = Request("POST", "/", "", Headers({"Content-Type": content_type}), body.encode(), "https://localhost")

    with pytest.raises(BodyError):
        answer_batch(request, lambda _: Response(200))


def test_a_hundred_parts_are_answered_and_one_more_is_not() -> None:
    def answer(count: int) -> Response:
        changes = a_changeset(*[a_part("POST", "/x", "{}") for _ in range(count)])
        headers = Headers({"Content-Type": "multipart/mixed; boundary=b"})
        request = Request("POST", "/", "", headers, a_body("b", changes).encode(), "https://localhost")
        return answer_batch(request, lambda _: Response(204))

    assert answer(100).parts == 100
    with pytest.raises(BatchSizeError):
        answer(101)


def test_a_batch_inside_a_batch_is_not_built(api: Api) -> None:
    [(status, _)] = send(api, a_changeset(a_part("POST", f"{api.base}$batch", "{}")))

    assert status == 501


def test_a_batch_must_be_posted_with_a_token(api: Api) -> None:
    assert api.get("$batch", Accept=MINIMAL).error[0] == 501
    assert api.post("$batch", b"", Authorization="").status == 401
