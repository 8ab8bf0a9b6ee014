"""Faults on request: each strikes the requests it is for, as often as asked, and the same again with the same seed."""

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from sync.emulator.errors import LocalSharePointError
from sync.emulator.exchange import Request, Response
from sync.emulator.faults.fault import Fault, FaultKind, Scope, read_fault, write_fault
from sync.emulator.faults.injection import Injection
from sync.emulator.faults.register import FaultRegister
from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, add_item, make_list
from tests.emulator.test_batch import a_body, a_changeset, a_part, send


@pytest.fixture
def faults(sharepoint: LocalSharePoint, api: Api) -> Iterator[FaultRegister]:
    del api
    yield sharepoint.control.faults
    sharepoint.control.faults.clear()


@pytest.fixture
def path(api: Api) -> str:
    path = make_list(api)
    add_item(api, path, Title="before")
    return path


def read_title(api: Api, path: str) -> str:
    title: str = api.get(f"{path}/items(1)").json["Title"]
    return title


@pytest.mark.parametrize(("status", "phrase"), [(429, "throttled"), (503, "throttled")])
def test_a_throttled_request_says_when_to_come_again(api: Api, faults: FaultRegister, status: int, phrase: str) -> None:
    faults.add(Fault(FaultKind.THROTTLED, status=status, retry_after=7))

    reply = api.get("web")

    assert (reply.status, reply.headers["Retry-After"], "RateLimit-Limit" in reply.headers) == (status, "7", False)
    assert phrase in reply.error[2]
    assert api.get("web").status == 200


def test_a_throttled_request_may_say_what_the_limit_is(api: Api, faults: FaultRegister) -> None:
    faults.add(Fault(FaultKind.THROTTLED, retry_after=31, limit=1200))

    headers = api.get("web").headers

    assert (headers["Retry-After"], headers["RateLimit-Limit"]) == ("31", "1200")
    assert (headers["RateLimit-Remaining"], headers["RateLimit-Reset"]) == ("0", "31")


@pytest.mark.parametrize("accept", [VERBOSE, NONE, MODERN])
def test_a_fault_speaks_the_dialect_it_was_asked_in(api: Api, faults: FaultRegister, accept: str) -> None:
    faults.add(Fault(FaultKind.THROTTLED))

    assert api.get("web", Accept=accept).error[1] == "-2147429894, Microsoft.SharePoint.SPException"


def test_an_error_before_leaves_the_row_and_one_after_does_not(api: Api, faults: FaultRegister, path: str) -> None:
    faults.add(Fault(FaultKind.ERROR_BEFORE, "MERGE"))
    before = api.merge(f"{path}/items(1)", {"Title": "one"}).status, read_title(api, path)
    faults.add(Fault(FaultKind.ERROR_AFTER, "MERGE"))
    after = api.merge(f"{path}/items(1)", {"Title": "two"}).status, read_title(api, path)

    assert (before, after) == ((500, "before"), (500, "two"))


@pytest.mark.parametrize(("kind", "title"), [(FaultKind.DROPPED_BEFORE, "before"), (FaultKind.DROPPED_AFTER, "after")])
def test_a_connection_is_dropped_before_or_after(
    sharepoint: LocalSharePoint, api: Api, faults: FaultRegister, path: str, kind: FaultKind, title: str
) -> None:
    faults.add(Fault(kind, "MERGE"))

    with pytest.raises(http.client.RemoteDisconnected):
        api.merge(f"{path}/items(1)", {"Title": "after"})

    assert sharepoint.requests[-1].status == 0
    api.close()
    assert read_title(api, path) == title


def test_a_page_in_html_comes_as_200(api: Api, faults: FaultRegister) -> None:
    faults.add(Fault(FaultKind.HTML))

    reply = api.get("web")

    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_tokens_and_digests_expire_on_request(api: Api, faults: FaultRegister) -> None:
    faults.add(Fault(FaultKind.EXPIRED_TOKEN, "GET"))
    faults.add(Fault(FaultKind.EXPIRED_DIGEST, "POST"))

    unknown, refused = api.get("web"), api.post("web/lists", {"Title": "x"})

    assert (unknown.status, unknown.json["error_description"]) == (401, "The token has expired.")
    assert 'error="invalid_token"' in unknown.headers["WWW-Authenticate"]
    assert refused.error[:2] == (403, "-2130575251, Microsoft.SharePoint.SPException")


@pytest.mark.parametrize("verb", ["merge", "delete", "validate"])
def test_somebody_edits_the_row_first(api: Api, faults: FaultRegister, path: str, verb: str) -> None:
    tag = api.get(f"{path}/items(1)").headers["ETag"]
    faults.add(Fault(FaultKind.EDITED, path="*/items(1)*"))

    if verb == "validate":
        api.post(f"{path}/items(1)/validateupdatelistitem", {"formValues": [{"FieldName": "Title", "FieldValue": "x"}]})
    elif verb == "merge":
        assert api.merge(f"{path}/items(1)", {"Title": "x"}, If_Match=tag).status == 412
    else:
        assert api.delete(f"{path}/items(1)", If_Match=tag).status == 412

    row = api.get(f"{path}/items(1)?$select=owshiddenversion,EditorId", Accept=NONE).json
    assert row["owshiddenversion"] == (3 if verb == "validate" else 2)
    assert (row["EditorId"] == 6) is (verb != "validate")


def test_a_part_of_a_batch_fails_and_so_do_those_after_it(api: Api, faults: FaultRegister, path: str) -> None:
    items = f"{api.connection.site_url}/_api/{path}/items"
    faults.add(Fault(FaultKind.CASCADE, scope=Scope.PART, nth=2))

    parts = [
        a_part("MERGE", f"{items}(1)", f'{{"Title": "{title}"}}', If_Match="*") for title in ("one", "two", "three")
    ]
    answers = send(api, a_changeset(*parts))

    assert [status for status, _ in answers] == [204, 500, 500]
    assert "Index was outside the bounds of the array." in answers[2][1]
    assert read_title(api, path) == "one"


def test_one_part_of_a_batch_is_throttled(api: Api, faults: FaultRegister, path: str) -> None:
    items = f"{api.connection.site_url}/_api/{path}/items"
    faults.add(Fault(FaultKind.THROTTLED, scope=Scope.PART, nth=2, retry_after=9))

    answers = send(api, *[a_part("GET", f"{items}(1)") for _ in range(3)])

    assert [status for status, _ in answers] == [200, 429, 200]
    assert "RETRY-AFTER: 9" in answers[1][1]


def test_somebody_edits_the_row_of_one_part_first(api: Api, faults: FaultRegister, path: str) -> None:
    items = f"{api.connection.site_url}/_api/{path}/items"
    add_item(api, path)
    tags = [api.get(f"{path}/items({number})").headers["ETag"] for number in (1, 2)]
    faults.add(Fault(FaultKind.EDITED, path="*items(2)", scope=Scope.PART))

    parts = [
        a_part("MERGE", f"{items}({number})", '{"Title": "x"}', If_Match=tag)
        for number, tag in enumerate(tags, start=1)
    ]
    answers = send(api, a_changeset(*parts))

    assert [status for status, _ in answers] == [204, 412]


def test_a_fault_for_parts_leaves_other_requests_alone(api: Api, faults: FaultRegister) -> None:
    faults.add(Fault(FaultKind.ERROR_BEFORE, scope=Scope.PART, count=0))

    assert api.get("web").status == 200


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_batch_answer_is_cut_short_after_the_work_was_done(
    api: Api, faults: FaultRegister, path: str, kept: int
) -> None:
    items = f"{api.connection.site_url}/_api/{path}/items"
    faults.add(Fault(FaultKind.TRUNCATED, path="*/$batch", parts=kept))

    changes = a_changeset(*[a_part("POST", items, '{"Title": "x"}') for _ in range(3)])
    body = a_body("batch_1", changes).encode()
    reply = api.post("$batch", body, Content_Type="multipart/mixed; boundary=batch_1")

    assert (reply.text.count("HTTP/1.1 201"), reply.text.rstrip().endswith("--")) == (kept, False)
    assert api.get(path).json["ItemCount"] == 4


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 9, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def a_request(method: str = "GET", path: str = "/sites/x/_api/web") -> Request:
    return Request(method, path, "", Headers({"Accept": NONE}), b"", "https://localhost:1")


def ask(injection: Injection, request: Request | None = None) -> Response:
    return injection.answer(
        request or a_request(),
        lambda _, __: Response(200),
        lambda _, error, headers: Response(error.status, headers=headers),
    )


def test_rate_limits_are_told_from_eighty_per_cent_and_then_bite() -> None:
    clock = Clock()
    register = FaultRegister(clock)
    register.add(Fault(FaultKind.RATE_LIMIT, limit=10, reset=60))
    injection = Injection(register)

    answers = [ask(injection) for _ in range(11)]
    clock.now += timedelta(seconds=60)

    assert ["RateLimit-Limit" in answer.headers for answer in answers] == [False] * 7 + [True] * 4
    assert [answer.headers["RateLimit-Remaining"] for answer in answers[7:]] == ["2", "1", "0", "0"]
    assert [answer.status for answer in answers] == [200] * 10 + [429]
    assert answers[10].headers["Retry-After"] == "60"
    assert ask(injection).status == 200


def test_an_answer_can_be_late() -> None:
    waits: list[float] = []
    register = FaultRegister(Clock())
    register.add(Fault(FaultKind.DELAY, seconds=2.5))

    assert ask(Injection(register, waits.append)).status == 200
    assert waits == [2.5]


@pytest.mark.parametrize(
    ("matcher", "struck"),
    [
        pytest.param({}, [0], id="the first"),
        pytest.param({"nth": 3}, [2], id="the third"),
        pytest.param({"count": 2}, [0, 1], id="the first two"),
        pytest.param({"nth": 4, "count": 0}, [3, 4, 5], id="all from the fourth"),
        pytest.param({"method": "MERGE"}, [1], id="of a method"),
        pytest.param({"path": "*/LISTS*", "count": 0}, [2, 3], id="of a path, whatever the case"),
        pytest.param({"probability": 0.0, "count": 0}, [], id="never"),
        pytest.param({"probability": 0.5, "seed": 1, "count": 0}, [0, 3, 4, 5], id="by chance"),
        pytest.param({"probability": 0.5, "seed": 2, "count": 0}, [2, 3], id="by another chance"),
    ],
)
def test_a_fault_strikes_the_requests_it_is_for(matcher: dict[str, Any], struck: list[int]) -> None:
    requests = [
        a_request(),
        a_request("PATCH"),
        a_request(path="/sites/x/_api/web/lists"),
        a_request(path="/sites/x/_api/web/lists/getbytitle('x')"),
        a_request(),
        a_request(),
    ]

    def play() -> list[int]:
        register = FaultRegister(Clock())
        register.add(Fault(FaultKind.ERROR_BEFORE, **matcher))
        injection = Injection(register)
        return [index for index, request in enumerate(requests) if ask(injection, request).status == 500]

    assert play() == play() == struck


def test_faults_are_counted_and_taken_back() -> None:
    register = FaultRegister(Clock())
    first = register.add(Fault(FaultKind.ERROR_BEFORE, "MERGE"))
    second = register.add(Fault(FaultKind.ERROR_BEFORE, nth=2))
    injection = Injection(register)
    for _ in range(3):
        ask(injection)

    counts = [(standing.id, standing.seen, standing.struck) for standing in register.read()]
    removed = register.remove(first), register.remove(first)
    register.clear()

    assert counts == [(first, 0, 0), (second, 3, 1)]
    assert (removed, register.read()) == ((True, False), ())


@pytest.mark.parametrize("kind", list(FaultKind), ids=lambda kind: kind.word)
def test_a_fault_is_the_same_in_json(kind: FaultKind) -> None:
    fault = Fault(kind, "MERGE", "*/items*", Scope.PART, nth=2, count=3, probability=0.5, seed=9, limit=4, parts=1)

    assert read_fault(write_fault(fault)) == fault


@pytest.mark.parametrize(
    ("document", "message"),
    [
        pytest.param([], "A fault is a JSON object with a kind.", id="a list"),
        pytest.param({}, "A fault needs a kind, one of: throttled,", id="no kind"),
        pytest.param({"kind": "rain"}, "A fault's kind cannot be 'rain'. Choose one of: throttled", id="no such kind"),
        pytest.param({"kind": "html", "scope": 5}, "A fault's scope cannot be 5", id="no scope"),
        pytest.param({"kind": "html", "odd": 1}, "A fault has no 'odd'. It has: kind, method", id="no such part"),
        pytest.param({"kind": "html", "nth": "2"}, "A fault's nth cannot be '2'.", id="a text for a number"),
        pytest.param({"kind": "html", "count": True}, "A fault's count cannot be True.", id="true for a number"),
        pytest.param({"kind": "html", "nth": 0}, "A fault's nth cannot be 0.", id="before the first"),
        pytest.param({"kind": "html", "probability": 2}, "A fault's probability cannot be 2.", id="more than certain"),
        pytest.param({"kind": "throttled", "status": 500}, "A fault's status cannot be 500.", id="another status"),
        pytest.param({"kind": "rate-limit"}, "A fault's limit cannot be 0.", id="no limit"),
        pytest.param({"kind": "delay", "seconds": 3600}, "A fault's seconds cannot be 3600.", id="too late"),
    ],
)
def test_a_fault_that_is_none_is_refused_in_words(document: object, message: str) -> None:
    with pytest.raises(LocalSharePointError) as caught:
        read_fault(document)

    assert str(caught.value).startswith(message)
