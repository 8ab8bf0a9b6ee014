"""Writes on the transport: sent once, with a permit for the moment; nothing is taken for done or undone that may be neither."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests
import responses
from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions

from sync.errors import (
    AccessError,
    LeaseLostError,
    SignInError,
    SiteShapeError,
    SyncError,
    UnreachableError,
    WriteUnknownError,
)
from tests.sharepoint.wire import API, FakeEntra, FakeTime, a_wire, an_error

URL = f"{API}/web/lists"


def a_write() -> RequestOptions:
    return RequestOptions(URL, HttpMethod.Post, data=b"{}", headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "outcome",
    [
        pytest.param(requests.ConnectionError("cut after sending"), id="dropped connection"),
        pytest.param(requests.ReadTimeout("late"), id="no answer in time"),
    ],
)
def test_a_write_without_an_answer_is_unknown_and_not_repeated(
    network: responses.RequestsMock, outcome: requests.RequestException
) -> None:
    network.post(URL, body=outcome)

    with pytest.raises(WriteUnknownError):
        a_wire().transport.send_write(a_write(), "in a test")

    assert len(network.calls) == 1


def test_a_write_answered_by_an_error_of_the_server_is_unknown_and_not_repeated(
    network: responses.RequestsMock,
) -> None:
    network.post(URL, status=500, body="<html>")

    with pytest.raises(WriteUnknownError):
        a_wire().transport.send_write(a_write(), "in a test")

    assert len(network.calls) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"status": 408, "body": "<html>"}, id="408, a page"),
        pytest.param({"status": 499}, id="499, nothing"),
        pytest.param({"status": 413, "json": {"error": "too large"}}, id="413, JSON of another form"),
        pytest.param({"status": 304}, id="304"),
    ],
)
def test_a_write_that_a_proxy_refuses_is_unknown_and_not_repeated(
    network: responses.RequestsMock, answer: dict[str, Any]
) -> None:
    network.post(URL, **answer)

    with pytest.raises(WriteUnknownError, match=f"answered in a test with HTTP {answer['status']}"):
        a_wire().transport.send_write(a_write(), "in a test")

    assert len(network.calls) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param({"status": 400, "json": an_error("-1, X", "no")}, SiteShapeError, id="refused with a code"),
        pytest.param({"status": 403, "body": "<html>"}, AccessError, id="not let in"),
    ],
)
def test_a_write_that_sharepoint_refuses_was_not_done(
    network: responses.RequestsMock, answer: dict[str, Any], error: type[SyncError]
) -> None:
    network.post(URL, **answer)

    with pytest.raises(error):
        a_wire().transport.send_write(a_write(), "in a test")


def test_a_write_that_could_not_connect_was_not_sent(network: responses.RequestsMock) -> None:
    network.post(URL, body=requests.ConnectTimeout("no route"))

    with pytest.raises(UnreachableError, match="nothing was sent"):
        a_wire().transport.send_write(a_write(), "in a test")


def test_a_throttled_write_was_not_done_and_is_sent_again(network: responses.RequestsMock) -> None:
    network.post(URL, status=503, headers={"Retry-After": "3"})
    network.post(URL, status=200)
    wire = a_wire()

    wire.transport.send_write(a_write(), "in a test")

    assert wire.time.slept == [3]
    assert len(network.calls) == 2


def test_a_401_on_a_write_did_nothing_and_signs_in_again_once(network: responses.RequestsMock) -> None:
    network.post(URL, status=401)
    network.post(URL, status=200)
    network.post(URL, status=401)
    wire = a_wire()

    wire.transport.send_write(a_write(), "in a test")
    with pytest.raises(SignInError):
        wire.transport.send_write(a_write(), "in a test")

    assert [call.request.headers["Authorization"] for call in network.calls[:2]] == ["Bearer token-1", "Bearer token-2"]
    assert len(network.calls) == 4


def test_a_permit_is_asked_for_before_every_post_also_after_a_wait(network: responses.RequestsMock) -> None:
    network.post(URL, status=429, headers={"Retry-After": "3"})
    network.post(URL, status=200)
    permits = iter([None])

    def permit() -> None:
        if next(permits, "over") == "over":
            raise LeaseLostError("gone")

    with pytest.raises(LeaseLostError):
        a_wire().transport.send_write(a_write(), "in a test", 1, permit)

    assert len(network.calls) == 1


class SlowEntra(FakeEntra):
    """Takes its time with every token, as a sign-in service that throttles does."""

    def __init__(self, time: FakeTime, expires_in: float = 3600) -> None:
        super().__init__(expires_in=expires_in)
        self._time = time

    def acquire(self) -> Mapping[str, Any]:
        self._time.seconds += 170
        return super().acquire()


@pytest.mark.parametrize("expires_in", [3600, 450, 1], ids=["a long one", "one that is due soon", "one always due"])
def test_nothing_is_waited_for_between_a_permit_and_the_post_it_lets_out(
    network: responses.RequestsMock, expires_in: float
) -> None:
    time = FakeTime()
    wire = a_wire(time=time, entra=SlowEntra(time, expires_in))
    permitted: list[float] = []
    sent: list[float] = []
    answers = iter([401, 200, 200])

    def permit() -> None:
        time.seconds += 149  # a lease that is renewed late: the token may become due meanwhile
        permitted.append(time.seconds)

    def reply(_: object) -> tuple[int, dict[str, str], str]:
        sent.append(time.seconds)
        return next(answers), {}, ""

    network.add_callback(responses.POST, URL, callback=reply)

    wire.transport.send_write(a_write(), "in a test", 1, permit)
    wire.transport.send_write(a_write(), "in a test", 1, permit)

    assert sent == permitted
    assert wire.entra.given >= 2


def test_a_gateway_that_is_unavailable_says_nothing_of_a_write(network: responses.RequestsMock) -> None:
    network.post(URL, status=503, body="<html>Service unavailable</html>", content_type="text/html")

    with pytest.raises(WriteUnknownError, match="A proxy"):
        a_wire().transport.send_write(a_write(), "in a test")

    assert len(network.calls) == 1
