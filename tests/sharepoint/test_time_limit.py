"""The time of a run: reads, waits and retries end with it; what became of a write is waited for."""

from datetime import timedelta
from io import BytesIO
from itertools import islice

import pytest
import requests
import responses
from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from sync.errors import OutOfTimeError, ThrottledError, WriteUnknownError
from sync.sharepoint.connection import SiteConnection
from sync.sharepoint.time_limit import TimeLimit
from sync.sharepoint.token_service import TokenService
from tests.sharepoint.wire import API, SITE, FakeTime, Wire, a_wire

URL = f"{API}/web/lists"
LONG = timedelta(days=1)


def a_write() -> RequestOptions:
    return RequestOptions(URL, HttpMethod.Post, data=b"{}", headers={"Content-Type": "application/json"})


class Slow(BaseAdapter):
    """A site that answers nothing for as long as it is waited for, and notes how long that is."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        self.waited: list[float] = []

    def send(self, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:  # type: ignore[override] # only the time-out is of interest
        timeout = kwargs["timeout"]
        assert isinstance(timeout, tuple)
        seconds = float(timeout[1])
        self.waited.append(seconds)
        self._wire.time.seconds += seconds
        raise requests.ReadTimeout(f"no {request.url}")

    def close(self) -> None:
        pass


def a_slow_wire(seconds: float) -> tuple[Wire, Slow]:
    wire = a_wire(budget=LONG)
    slow = Slow(wire)
    wire.session.mount("https://", slow)
    wire.transport.begin(seconds)
    return wire, slow


def test_a_read_is_waited_for_no_longer_than_the_run_has_time() -> None:
    wire, slow = a_slow_wire(200)

    with pytest.raises(OutOfTimeError, match="used up its 200 seconds"):
        wire.transport.read(URL, "in a test")

    assert slow.waited == [90, 90, 17]
    assert wire.time.seconds == 200


def test_what_became_of_a_write_is_waited_for_as_ever() -> None:
    wire, slow = a_slow_wire(5)

    with pytest.raises(Exception, match="No answer came"):
        wire.transport.send_write(a_write(), "in a test")

    assert slow.waited == [90]


class Drip(BytesIO):
    """The body of an answer that comes one byte a second."""

    def __init__(self, body: bytes, time: FakeTime) -> None:
        super().__init__(body)
        self._time = time

    def read1(self, size: int | None = -1, /) -> bytes:
        del size
        self._time.seconds += 1
        return super().read1(1)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as ``http.client`` does, which waits until it has so many bytes or all."""
        pieces = iter(self.read1, b"")
        return b"".join(pieces) if size is None or size < 0 else b"".join(islice(pieces, size))


class Dripping(HTTPAdapter):
    """A site whose answers take a second for every byte."""

    def __init__(self, wire: Wire, body: bytes, length: int) -> None:
        super().__init__()
        self._wire = wire
        self._body = body
        self._length = length

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        del args
        raw = HTTPResponse(
            Drip(self._body, self._wire.time),
            {"Content-Length": str(self._length)},
            200,
            preload_content=False,
            enforce_content_length=True,
        )
        response = self.build_response(request, raw)
        if not kwargs.get("stream"):
            assert response.content  # as the session reads it before it gives an answer out
        return response


def a_dripping_wire(run_seconds: float, body: bytes, length: int = 0) -> Wire:
    wire = a_wire(budget=LONG)
    wire.session.mount("https://", Dripping(wire, body, length or len(body)))
    wire.transport.begin(run_seconds)
    return wire


def test_an_answer_that_drips_is_read_no_longer_than_the_run_has_time() -> None:
    wire = a_dripping_wire(200, b"x" * 1000)

    with pytest.raises(OutOfTimeError):
        wire.transport.read(URL, "in a test")

    assert wire.time.seconds == 200


def test_a_long_answer_that_comes_within_the_runs_time_is_whole() -> None:
    wire = a_dripping_wire(1000, b"x" * 500)

    assert wire.transport.read(URL, "in a test").content == b"x" * 500


def test_an_answer_to_a_write_that_drips_is_unknown_in_the_time_that_a_post_may_take() -> None:
    wire = a_dripping_wire(5000, b"x" * 1000)

    with pytest.raises(WriteUnknownError):
        wire.transport.send_write(a_write(), "in a test")

    assert wire.time.seconds == 100


def test_an_answer_that_ends_before_its_length_is_none() -> None:
    wire = a_dripping_wire(5000, b"x" * 10, 20)

    with pytest.raises(WriteUnknownError):
        wire.transport.send_write(a_write(), "in a test")


def test_a_process_that_is_about_to_end_reads_no_dripping_answer_to_its_end() -> None:
    wire = a_dripping_wire(5000, b"x" * 1000)
    wire.transport.hurry()

    with pytest.raises(WriteUnknownError):
        wire.transport.send_write(a_write(), "in a test")

    assert wire.time.seconds == 4


def test_when_the_time_is_up_nothing_is_sent_any_more() -> None:
    wire, slow = a_slow_wire(5)
    wire.time.seconds = 5

    with pytest.raises(OutOfTimeError):
        wire.transport.read(URL, "in a test")
    with pytest.raises(OutOfTimeError):
        wire.transport.send_write(a_write(), "in a test")

    assert slow.waited == []


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        pytest.param("600", 0, id="a wait that the run has no time for ends it at once"),
        pytest.param("120", 480, id="one that always says wait a little ends with it"),
    ],
)
def test_waits_end_with_the_run(network: responses.RequestsMock, asked: str, waited: float) -> None:
    network.get(URL, status=429, headers={"Retry-After": asked})
    wire = a_wire(budget=LONG)
    wire.transport.begin(500)

    with pytest.raises(OutOfTimeError):
        wire.transport.read(URL, "in a test")

    assert wire.time.seconds == waited


def test_the_sign_in_waits_within_the_same_time(network: responses.RequestsMock) -> None:
    network.post(URL, status=429, headers={"Retry-After": "30"})
    time = FakeTime()
    limit = TimeLimit(lambda: time.seconds, time.sleep)
    service = TokenService(SiteConnection(SITE), requests.Session(), limit.sleep)
    limit.begin(50)

    with pytest.raises(OutOfTimeError):
        service.post(URL)

    assert time.slept == [30]


def test_a_run_that_is_over_can_still_be_recorded_and_every_run_has_its_own_time(
    network: responses.RequestsMock,
) -> None:
    network.get(URL, json={})
    wire = a_wire()
    wire.transport.begin(5)
    wire.time.seconds = 5

    wire.transport.hurry(60)
    wire.transport.read(URL, "in a test")
    wire.time.seconds = 100
    with pytest.raises(OutOfTimeError):
        wire.transport.read(URL, "in a test")
    wire.transport.begin(5)
    wire.transport.read(URL, "in a test")

    assert len(network.calls) == 2


@pytest.mark.parametrize(("asked", "is_sent"), [("40", True), ("61", False)], ids=["within a minute", "beyond"])
def test_a_run_that_was_put_off_obeys_a_short_wait_to_be_recorded(
    network: responses.RequestsMock,
    *,
    asked: str,
    is_sent: bool,
) -> None:
    network.get(URL, status=429, headers={"Retry-After": asked})
    network.get(URL, json={})
    wire = a_wire(budget=timedelta(seconds=10))
    with pytest.raises(ThrottledError):
        wire.transport.read(URL, "in a test")

    wire.transport.hurry(60)
    if is_sent:
        wire.transport.read(URL, "in a test")
    else:
        with pytest.raises(ThrottledError):
            wire.transport.read(URL, "in a test")

    assert wire.time.slept == ([40] if is_sent else [])


def test_without_a_run_there_is_no_end() -> None:
    time = FakeTime(seconds=1e9)
    limit = TimeLimit(lambda: time.seconds, time.sleep)

    limit.check()
    limit.sleep(1e9)

    assert time.slept == [1e9]
