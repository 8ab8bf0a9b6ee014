"""Batches: every answer is counted and tied to its part; half an answer is no answer."""

import pytest
import responses

from sync.errors import ThrottledError, UnreachableError
from sync.sharepoint.batch import PARTS_LIMIT, Part, read_parts, write_parts
from tests.sharepoint.wire import API, BATCH, BatchPart, a_batch_answer, a_wire, an_error, mock_batches, read_batch

URLS = [f"{API}/web/lists/getbytitle('L{number}')" for number in range(3)]


def a_merge(number: int, **body: object) -> Part:
    return Part("MERGE", f"{API}/web/lists/getbytitle('L')/items({number})", body, {"If-Match": f'"x,{number}"'})


def test_reads_travel_together_and_come_back_in_order(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda part: (200, {"asked": part.url}))

    answers = read_parts(a_wire().transport, URLS, "in a test")

    assert [url in answer.content.decode() for url, answer in zip(URLS, answers, strict=True)] == [True] * 3
    assert len(network.calls) == 1


def test_more_reads_than_the_limit_take_more_posts(network: responses.RequestsMock) -> None:
    seen = mock_batches(network, lambda _: (200, {}))

    answers = read_parts(a_wire().transport, [URLS[0]] * (PARTS_LIMIT + 1), "in a test")

    assert [len(parts) for parts in seen] == [PARTS_LIMIT, 1]
    assert len(answers) == PARTS_LIMIT + 1


def test_writes_carry_verb_etag_and_body_in_one_changeset(network: responses.RequestsMock) -> None:
    seen = mock_batches(network, lambda _: (204, None))

    write_parts(a_wire().transport, [a_merge(1, Title="£ – ‘q’\r\n--batch"), a_merge(2, Title="b")], "in a test")

    sent = str(network.calls[0].request.body)
    assert [(part.method, part.headers["If-Match"]) for part in seen[0]] == [("MERGE", '"x,1"'), ("MERGE", '"x,2"')]
    assert seen[0][0].body == {"Title": "£ – ‘q’\r\n--batch"}
    assert sent.count('boundary="changeset_') == 1


@pytest.mark.parametrize(
    ("drop", "cut"),
    [
        pytest.param(1, False, id="one answer missing"),
        pytest.param(2, True, id="answer cut off"),
        pytest.param(3, False, id="no answers at all"),
    ],
)
def test_a_write_whose_answers_do_not_add_up_is_unknown_as_a_whole(
    network: responses.RequestsMock,
    drop: int,
    cut: bool,  # noqa: FBT001 - a table's column
) -> None:
    network.add_callback(
        responses.POST, BATCH, callback=lambda _: a_batch_answer([(204, None)] * 3, drop=drop, cut=cut)
    )

    answers = write_parts(a_wire().transport, [a_merge(number) for number in range(3)], "in a test")

    assert answers == [None, None, None]
    assert len(network.calls) == 1


def test_a_page_of_html_instead_of_a_batch_is_no_success(network: responses.RequestsMock) -> None:
    network.post(BATCH, body="<html>Sign in</html>", content_type="text/html")

    assert write_parts(a_wire().transport, [a_merge(1)], "in a test") == [None]
    with pytest.raises(UnreachableError, match="a page for people instead of data"):
        read_parts(a_wire().transport, URLS, "in a test")


def test_a_read_inside_a_batch_that_was_put_off_is_asked_for_again_alone(network: responses.RequestsMock) -> None:
    busy = iter([True])

    def answer(part: BatchPart) -> tuple[int, object]:
        if "L1" in part.url and next(busy, False):
            return 429, {"retry-after": 4, **an_error("-2147429894", "throttled")}
        return 200, {"asked": part.url}

    seen = mock_batches(network, answer)
    wire = a_wire()

    answers = read_parts(wire.transport, URLS, "in a test")

    assert [[part.url for part in parts] for parts in seen] == [URLS, [URLS[1]]]
    assert all(answer.status == 200 for answer in answers)
    assert wire.time.slept == [4]


def test_a_read_inside_a_batch_is_put_off_as_often_as_the_budget_allows(network: responses.RequestsMock) -> None:
    busy = iter([True] * 5)
    mock_batches(
        network, lambda part: (429, {"retry-after": 1}) if "L1" in part.url and next(busy, False) else (200, {})
    )

    answers = read_parts(a_wire().transport, URLS, "in a test")

    assert [answer.status for answer in answers] == [200] * len(URLS)


def test_a_read_inside_a_batch_that_fails_is_returned_after_a_few_attempts(network: responses.RequestsMock) -> None:
    seen = mock_batches(network, lambda part: (500, {}) if "L1" in part.url else (200, {}))

    answers = read_parts(a_wire().transport, URLS, "in a test")

    assert [answer.status for answer in answers] == [500 if "L1" in url else 200 for url in URLS]
    assert [len(parts) for parts in seen] == [len(URLS), 1, 1, 1]


def test_reads_put_off_again_and_again_end_with_the_budget(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda _: (429, {"retry-after": 50}))

    with pytest.raises(ThrottledError):
        read_parts(a_wire().transport, URLS, "in a test")


def test_what_the_wire_helper_reads_is_what_was_sent(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda _: (201, {}))

    write_parts(a_wire().transport, [Part("POST", URLS[0], {"A": 1})], "in a test")

    part = read_batch(network.calls[0].request)[0]
    assert (part.method, part.url, part.body) == ("POST", URLS[0], {"A": 1})
