"""Transport: reads are patient, writes are never sent twice, throttling is obeyed within a budget, and everything is counted."""

import json
import traceback
from datetime import timedelta
from typing import Any

import pytest
import requests
import responses
from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions
from requests.adapters import BaseAdapter

from sync.errors import (
    AccessError,
    InterruptedRunError,
    SignInError,
    SiteShapeError,
    SyncError,
    ThrottledError,
    UnreachableError,
    WriteUnknownError,
)
from sync.sharepoint.failures import Verdict, judge
from tests.sharepoint.wire import API, a_wire, an_error

URL = f"{API}/web/lists"


def a_write() -> RequestOptions:
    return RequestOptions(URL, HttpMethod.Post, data=b"{}", headers={"Content-Type": "application/json"})


def test_a_read_carries_token_and_decorated_user_agent_and_needs_no_digest(network: responses.RequestsMock) -> None:
    network.get(URL, json={"value": []})

    a_wire().transport.read(URL, "in a test")

    request = network.calls[0].request
    assert len(network.calls) == 1
    assert request.headers["Authorization"] == "Bearer token-1"
    assert request.headers["User-Agent"] == "NONISV|Contoso|hmicfrs-sync/test"
    assert request.headers["Accept"] == "application/json;odata=minimalmetadata"


def test_one_token_serves_many_requests_until_the_margin_before_it_expires(network: responses.RequestsMock) -> None:
    network.get(URL, json={})
    wire = a_wire()

    wire.transport.read(URL, "in a test")
    wire.time.seconds = 3299
    wire.transport.read(URL, "in a test")
    wire.time.seconds = 3300
    wire.transport.read(URL, "in a test")

    tokens = [call.request.headers["Authorization"] for call in network.calls]
    assert tokens == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


def test_a_401_on_a_read_signs_in_again_once(network: responses.RequestsMock) -> None:
    network.get(URL, status=401)
    network.get(URL, json={})
    wire = a_wire()

    wire.transport.read(URL, "in a test")

    assert network.calls[1].request.headers["Authorization"] == "Bearer token-2"
    assert wire.entra.forgotten == 1


def test_a_second_401_is_a_refusal_that_says_what_sharepoint_takes(network: responses.RequestsMock) -> None:
    network.get(URL, status=401, json={"error_description": "Unsupported app only token."})

    with pytest.raises(SignInError, match=r"Unsupported app only token.*certificate"):
        a_wire().transport.read(URL, "in a test")

    assert len(network.calls) == 2


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        pytest.param({"Retry-After": "7"}, 7, id="seconds"),
        pytest.param({"Retry-After": "Wed, 23 Jun 2021 12:00:30 GMT"}, 30, id="a date"),
        pytest.param({"Retry-After": "5", "RateLimit-Reset": "9"}, 9, id="the longer of the two"),
        pytest.param({}, 10, id="nothing said"),
        pytest.param({"Retry-After": "soon"}, 10, id="nothing that can be read"),
        pytest.param({"Retry-After": "nan"}, 10, id="no number"),
        pytest.param({"Retry-After": "inf"}, 10, id="no end"),
        pytest.param({"Retry-After": "-5"}, 10, id="a time that has passed"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_throttled_read_waits_as_told(
    network: responses.RequestsMock, status: int, headers: dict[str, str], waited: float
) -> None:
    network.get(URL, status=status, headers=headers)
    network.get(URL, json={})
    wire = a_wire()

    wire.transport.read(URL, "in a test")

    assert wire.time.slept == [waited]
    assert (wire.transport.counts.throttled, wire.transport.counts.retried, wire.transport.counts.sent) == (1, 1, 2)


@pytest.mark.parametrize("told", ["0", "0.0001", "Wed, 23 Jun 2021 11:00:00 GMT"])
def test_a_site_that_always_says_at_once_is_asked_ever_less_often_and_then_left(
    network: responses.RequestsMock, told: str
) -> None:
    network.get(URL, status=429, headers={"Retry-After": told})
    network.post(URL, status=429, headers={"Retry-After": told})
    reading, writing = a_wire(), a_wire()

    with pytest.raises(ThrottledError):
        reading.transport.read(URL, "in a test")
    with pytest.raises(ThrottledError):
        writing.transport.send_write(a_write(), "in a test")

    for wire in (reading, writing):
        assert [round(wait) for wait in wire.time.slept if wait >= 1] == [1, 2, 4, 8, 16]
        assert wire.transport.counts.sent == 7


def test_waiting_beyond_the_budget_ends_the_run_without_waiting(network: responses.RequestsMock) -> None:
    network.get(URL, status=429, headers={"Retry-After": "40"})
    wire = a_wire(budget=timedelta(seconds=60))

    with pytest.raises(ThrottledError, match="next run takes up the rest"):
        wire.transport.read(URL, "in a test")

    assert wire.time.slept == [40]


def test_a_read_is_repeated_with_growing_pauses_after_errors_of_the_server(network: responses.RequestsMock) -> None:
    network.get(URL, status=500, body="<html>")
    network.get(URL, body=requests.ConnectionError("cut"))
    network.get(URL, json={"fine": True})
    wire = a_wire()

    answer = wire.transport.read(URL, "in a test")

    assert answer.status == 200
    assert wire.time.slept == [1, 2]


def test_a_site_that_never_answers_is_told_in_one_sentence(network: responses.RequestsMock) -> None:
    network.get(URL, body=requests.ConnectionError("cut"))

    with pytest.raises(UnreachableError, match=r"did not answer in a test\. Check the site_url"):
        a_wire().transport.read(URL, "in a test")

    assert len(network.calls) == 4


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        pytest.param(403, "-2147024891, System.UnauthorizedAccessException", AccessError, id="no permission"),
        pytest.param(404, "-1, System.ArgumentException", SiteShapeError, id="nothing there"),
        pytest.param(400, "-1, Microsoft.SharePoint.SPException", SiteShapeError, id="unknown field"),
        pytest.param(
            500, "-2147024860, Microsoft.SharePoint.SPQueryThrottledException", UnreachableError, id="threshold"
        ),
    ],
)
def test_a_final_refusal_is_not_repeated(
    network: responses.RequestsMock, status: int, code: str, error: type[Exception]
) -> None:
    network.get(URL, status=status, json=an_error(code, "Because."))

    with pytest.raises(error):
        a_wire().transport.read(URL, "in a test")

    assert len(network.calls) == 1


def test_a_certificate_that_is_not_trusted_names_the_remedy(network: responses.RequestsMock) -> None:
    network.get(URL, body=requests.exceptions.SSLError("self-signed"))

    with pytest.raises(UnreachableError, match="ca_file"):
        a_wire().transport.read(URL, "in a test")


def test_a_page_of_html_is_read_again_and_never_taken_for_data(network: responses.RequestsMock) -> None:
    network.get(URL, body="<html>Sign in</html>", content_type="text/html; charset=utf-8")
    network.get(URL, json={"fine": True})

    assert a_wire().transport.read(URL, "in a test").content == b'{"fine": true}'


def test_every_request_has_our_time_outs_and_not_the_librarys_that_would_wait_for_ever() -> None:
    wire = a_wire()
    asked: list[object] = []

    class Noting(BaseAdapter):
        def send(self, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:  # type: ignore[override] # only the time-out is of interest
            asked.append(kwargs["timeout"])
            raise requests.ConnectionError(f"no {request.url}")

        def close(self) -> None:
            pass

    wire.session.mount("https://", Noting())

    with pytest.raises(UnreachableError):
        wire.transport.read(URL, "in a test")
    wire.transport.hurry()
    with pytest.raises(UnreachableError):
        wire.transport.read(URL, "in a test")

    assert asked == [(10, 90)] * 4 + [(1, 3)]


def test_a_write_cut_short_by_the_end_of_the_process_is_unknown_and_a_read_ends_at_once(
    network: responses.RequestsMock,
) -> None:
    def cut_short(_: object) -> tuple[int, dict[str, str], str]:
        raise InterruptedRunError("stop")

    network.add_callback(responses.POST, URL, callback=cut_short)
    network.add_callback(responses.GET, URL, callback=cut_short)

    with pytest.raises(WriteUnknownError):
        a_wire().transport.send_write(a_write(), "in a test")
    with pytest.raises(InterruptedRunError):
        a_wire().transport.read(URL, "in a test")


def test_an_allowance_that_runs_low_slows_the_next_request(network: responses.RequestsMock) -> None:
    headers = {"RateLimit-Limit": "1200", "RateLimit-Remaining": "10", "RateLimit-Reset": "20"}
    network.get(URL, json={}, headers=headers)
    wire = a_wire()

    wire.transport.read(URL, "in a test")
    wire.transport.read(URL, "in a test")

    assert wire.time.slept == [2]
    assert wire.transport.counts.throttled == 0


@pytest.mark.parametrize(
    ("status", "code"),
    [
        pytest.param(409, "-2130575305, Microsoft.SharePoint.SPException", id="save conflict"),
        pytest.param(
            500, "-2130575305, Microsoft.SharePoint.SPException", id="save conflict as an error of the server"
        ),
        pytest.param(412, "-1, Microsoft.SharePoint.Client.ClientServiceException", id="another version"),
    ],
)
def test_a_row_that_somebody_changed_first_is_a_conflict_by_whatever_code(status: int, code: str) -> None:
    assert judge(status, json.dumps(an_error(code, "no")).encode()) is Verdict.CONFLICT


@pytest.mark.parametrize("code", ["-2130575336", "-2147024860", "-2130575342", "-2130575162", "-2130575163"], ids=str)
def test_a_500_that_is_final_is_told_by_its_code(code: str) -> None:
    told = json.dumps(an_error(f"{code}, Microsoft.SharePoint.SPException", "no")).encode()

    assert judge(500, told) is Verdict.REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"status": 401, "body": "Unsupported app only token."}, id="not signed in"),
        pytest.param({"status": 403}, id="not let in"),
        pytest.param({"status": 404}, id="not found"),
        pytest.param({"status": 400, "json": an_error("-1", "no")}, id="refused"),
        pytest.param({"status": 429, "headers": {"Retry-After": "900"}}, id="throttled"),
        pytest.param({"status": 500}, id="an error of its own"),
        pytest.param({"body": requests.ConnectionError("dropped")}, id="dropped"),
        pytest.param({"body": requests.exceptions.SSLError("self-signed")}, id="not trusted"),
    ],
)
@pytest.mark.parametrize("verb", ["read", "write"])
def test_no_token_is_in_an_exception_or_in_what_led_to_it(
    network: responses.RequestsMock, verb: str, answer: dict[str, Any]
) -> None:
    network.get(URL, **answer)
    network.post(URL, **answer)
    wire = a_wire()

    with pytest.raises(SyncError) as caught:
        wire.transport.read(URL, "in a test") if verb == "read" else wire.transport.send_write(a_write(), "in a test")

    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    assert wire.entra.given > 0
    assert "token-" not in told


@pytest.mark.parametrize("status", [400, 401, 404, 500])
@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param("Bearer opaque-canary/token+1==", id="an opaque token"),
        pytest.param("eyJhbGciOi.eyJhdWQiOi.canary-signature", id="a signed one"),
    ],
)
@pytest.mark.parametrize("form", ["error", "error_description"])
def test_a_token_that_a_gateway_repeats_is_in_no_message(
    network: responses.RequestsMock, status: int, quoted: str, form: str
) -> None:
    told = f"You sent Authorization: {quoted}, which is not wanted here."
    network.get(URL, status=status, json=an_error("-1", told) if form == "error" else {form: told})

    with pytest.raises(SyncError) as failed:
        a_wire().transport.read(URL, "in a test")

    assert "canary" not in "".join(traceback.format_exception(failed.value))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nothing_is_read_or_sent_elsewhere_because_an_answer_says_so(
    network: responses.RequestsMock, status: int
) -> None:
    elsewhere = "http://elsewhere.example/"
    network.get(URL, status=status, headers={"Location": elsewhere})
    network.post(URL, status=status, headers={"Location": elsewhere})

    with pytest.raises(SiteShapeError, match="Check the site_url"):
        a_wire().transport.read(URL, "in a test")
    with pytest.raises(WriteUnknownError):
        a_wire().transport.send_write(a_write(), "in a test")

    assert {call.request.url for call in network.calls} == {URL}
