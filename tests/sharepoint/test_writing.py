"""Writes: one batch, the ETag that was read, and an outcome for every change."""

import html
import json
import traceback
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import requests
import responses

from sync.core.records import Change, Link, OutcomeKind
from sync.core.vocabulary import ChangeKind
from sync.errors import IncompleteReadError, LeaseLostError, SyncError, ThrottledError
from sync.sharepoint.batch import PARTS_LIMIT
from sync.sharepoint.columns import write_value
from sync.sharepoint.site import SharePointSite
from tests.sharepoint.wire import BATCH, BatchPart, a_batch_answer, a_wire, an_error, mock_batches


def an_update(number: int = 1, **values: object) -> Change:
    return Change(ChangeKind.UPDATE, "Gaps", f"key-{number}", values or {"Title": "t"}, {}, number, f'"g,{number}"')  # type: ignore[arg-type]


def a_create(number: int = 1) -> Change:
    return Change(ChangeKind.CREATE, "Gaps", f"key-{number}", {"SyncKey": f"key-{number}", "Title": "t"})


def a_site() -> SharePointSite:
    return SharePointSite(a_wire().transport)


def test_an_update_carries_the_etag_that_was_read_and_a_create_none(network: responses.RequestsMock) -> None:
    seen = mock_batches(network, lambda _: (204, None))

    a_site().write([an_update(3), a_create(4)])

    update, create = seen[0]
    assert (update.method, update.headers.get("If-Match")) == ("MERGE", '"g,3"')
    assert update.url.endswith("/items(3)")
    assert (create.method, "If-Match" in create.headers) == ("POST", False)


@pytest.mark.parametrize("etag", ["", " ", "*"])
def test_no_change_goes_out_that_would_write_over_any_version(network: responses.RequestsMock, etag: str) -> None:
    with pytest.raises(IncompleteReadError, match=r"of 'Gaps' cannot be changed: .* Nothing was changed; run again"):
        a_site().write([a_create(), replace(an_update(), etag=etag)])

    assert len(network.calls) == 0


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        pytest.param(204, None, OutcomeKind.DONE, id="updated"),
        pytest.param(
            412,
            an_error("-1, Microsoft.SharePoint.Client.ClientServiceException", "etag"),
            OutcomeKind.CONFLICT,
            id="somebody was first",
        ),
        pytest.param(
            404,
            an_error("-2130575338, Microsoft.SharePoint.SPException", "gone"),
            OutcomeKind.CONFLICT,
            id="somebody removed it",
        ),
        pytest.param(
            400,
            an_error("-1, Microsoft.SharePoint.Client.InvalidClientQueryException", "The property 'X' does not exist"),
            OutcomeKind.FAILED,
            id="refused",
        ),
        pytest.param(
            500,
            an_error("-2130575336, Microsoft.SharePoint.SPException", "Invalid text value."),
            OutcomeKind.FAILED,
            id="text too long",
        ),
        pytest.param(
            500,
            an_error("-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException", "duplicate"),
            OutcomeKind.UNKNOWN,
            id="the key is there already",
        ),
        pytest.param(500, an_error("-1, System.Exception", "boom"), OutcomeKind.UNKNOWN, id="an error of the server"),
    ],
)
def test_every_answer_becomes_an_outcome(
    network: responses.RequestsMock, status: int, body: object, kind: OutcomeKind
) -> None:
    mock_batches(network, lambda _: (status, body))

    outcome = a_site().write([an_update()])[0]

    assert outcome.kind is kind


def test_one_refused_part_leaves_the_others_done(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda part: (412, None) if part.url.endswith("items(2)") else (204, None))

    kinds = [outcome.kind for outcome in a_site().write([an_update(n) for n in (1, 2, 3)])]

    assert kinds == [OutcomeKind.DONE, OutcomeKind.CONFLICT, OutcomeKind.DONE]


def test_parts_that_were_put_off_are_sent_again_and_no_others(network: responses.RequestsMock) -> None:
    busy = iter([True])

    def answer(part: BatchPart) -> tuple[int, object]:
        if part.url.endswith("items(2)") and next(busy, False):
            return 429, {"retry-after": 2}
        return 204, None

    seen = mock_batches(network, answer)

    outcomes = a_site().write([an_update(n) for n in (1, 2, 3)])

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.DONE] * 3
    assert [len(parts) for parts in seen] == [3, 1]


def test_parts_put_off_beyond_the_budget_have_failed_and_the_others_stay_done(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda part: (429, {"retry-after": 90}) if part.url.endswith("items(2)") else (204, None))

    outcomes = a_site().write([an_update(n) for n in (1, 2)])

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.DONE, OutcomeKind.FAILED]
    assert "next run" in outcomes[1].reason


def test_parts_that_may_always_come_again_at_once_and_are_always_put_off_end_with_the_budget(
    network: responses.RequestsMock,
) -> None:
    seen = mock_batches(network, lambda _: (429, {"retry-after": 0}))

    outcomes = a_site().write([an_update()])

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.FAILED]
    assert len(seen) == 7


def test_a_post_put_off_beyond_the_budget_was_not_done(network: responses.RequestsMock) -> None:
    network.post(BATCH, status=429, headers={"Retry-After": "90"})

    with pytest.raises(ThrottledError):
        a_site().write([an_update()])


def test_a_dropped_connection_leaves_every_part_unknown_and_sends_nothing_again(
    network: responses.RequestsMock,
) -> None:
    network.post(BATCH, body=requests.ConnectionError("cut"))

    outcomes = a_site().write([an_update(1), a_create(2)])

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.UNKNOWN] * 2
    assert len(network.calls) == 1


def test_a_cut_answer_leaves_every_part_unknown(network: responses.RequestsMock) -> None:
    network.add_callback(responses.POST, BATCH, callback=lambda _: a_batch_answer([(204, None)] * 2, drop=1))

    kinds = {outcome.kind for outcome in a_site().write([an_update(1), an_update(2)])}

    assert kinds == {OutcomeKind.UNKNOWN}


def test_changes_are_split_by_number_and_by_size() -> None:
    many = [an_update(number) for number in range(2 * PARTS_LIMIT + 1)]
    heavy = [an_update(number, Title="x" * 100_000) for number in range(3)]

    groups = a_site().split(many), a_site().split(heavy)

    assert [len(group) for group in groups[0]] == [PARTS_LIMIT, PARTS_LIMIT, 1]
    assert [len(group) for group in groups[1]] == [1, 1, 1]
    assert a_site().split([]) == []


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        pytest.param(date(2021, 6, 23), "2021-06-22T23:00:00Z", id="a summer day begins at eleven the evening before"),
        pytest.param(date(2021, 1, 4), "2021-01-04T00:00:00Z", id="a winter day begins at midnight"),
        pytest.param(datetime(2021, 6, 23, 12, 30, tzinfo=UTC), "2021-06-23T12:30:00Z", id="a moment"),
        pytest.param(
            Link("https://x", ""), {"Url": "https://x", "Description": "https://x"}, id="a link without words"
        ),
        pytest.param(None, None, id="a blank clears"),
        pytest.param(True, True, id="yes"),
    ],
)
def test_values_go_out_in_the_wires_form(value: object, wire: object) -> None:
    assert write_value(value) == wire  # type: ignore[arg-type]


def test_a_page_of_html_in_the_place_of_a_parts_answer_is_unknown(network: responses.RequestsMock) -> None:
    status, headers, text = a_batch_answer([(200, "<html>")])
    page = text.replace("application/json;odata=minimalmetadata", "text/html")
    network.add_callback(responses.POST, BATCH, callback=lambda _: (status, headers, page))

    assert a_site().write([an_update()])[0].kind is OutcomeKind.UNKNOWN


def test_a_row_that_was_written_tells_its_id_and_its_new_etag(network: responses.RequestsMock) -> None:
    mock_batches(network, lambda _: (201, {"Id": 12, "odata.etag": '"g,1"'}))

    outcome = a_site().write([a_create()])[0]

    assert (outcome.row_id, outcome.etag) == (12, '"g,1"')


def test_parts_that_were_put_off_are_not_sent_again_without_a_permit(network: responses.RequestsMock) -> None:
    seen = mock_batches(network, lambda _: (429, {"retry-after": 2}))
    permits = iter([None])

    def permit() -> None:
        if next(permits, "over") == "over":
            raise LeaseLostError("The lease passed on.")

    outcomes = a_site().write([an_update()], permit)

    assert [(outcome.kind, outcome.reason) for outcome in outcomes] == [(OutcomeKind.FAILED, "The lease passed on.")]
    assert len(seen) == 1


CANARY = 'Canary of the\n"second"  line & <more>'


@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param(CANARY, id="as it was sent"),
        pytest.param(" ".join(CANARY.split()), id="in one line"),
        pytest.param("Canary of the", id="one line of it"),
        pytest.param(html.escape(CANARY), id="escaped for HTML"),
        pytest.param(json.dumps(CANARY), id="escaped for JSON"),
        pytest.param(CANARY.upper(), id="in capitals"),
        pytest.param(CANARY[:9] + "...", id="cut"),
        pytest.param("https://x.example/Canary", id="a link's address"),
    ],
)
@pytest.mark.parametrize("status", [400, 500])
def test_what_sharepoint_quotes_of_a_cell_is_in_no_reason(
    network: responses.RequestsMock, quoted: str, status: int
) -> None:
    refusal = an_error("-2130575336, Microsoft.SharePoint.SPException", f"Cannot put '{quoted}' into TrackerSays.")
    change = an_update(TrackerSays=CANARY, Link=Link("https://x.example/Canary", "Canary"))
    network.add_callback(responses.POST, BATCH, callback=lambda _: a_batch_answer([(status, refusal)]))
    (outcome,) = a_site().write([change])
    network.reset()
    network.post(BATCH, status=status, json=refusal)

    with pytest.raises(SyncError) as caught:
        a_site().write([change])

    assert outcome.reason.startswith("A text is too long for its column")
    assert outcome.reason.endswith("; it names TrackerSays.")
    assert "canary" not in "".join(traceback.format_exception(caught.value)).lower()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("-1, System.Exception", "SharePoint refused it (HTTP 400, -1, System.Exception).", id="unknown"),
        pytest.param("a note of the Canary", "SharePoint refused it (HTTP 400).", id="none that is a code"),
        pytest.param("-2130575162, X", "A validation rule of the list refuses it.", id="known"),
        pytest.param(
            "-1, Microsoft.SharePoint.Client.InvalidClientQueryException",
            "A list or a column is no longer as it was made: 'hmicfrs-sync provision --dry-run' names it and says what to do.",
            id="another type of column",
        ),
    ],
)
def test_a_refusal_is_told_in_our_own_words_by_its_code(
    network: responses.RequestsMock, code: str, reason: str
) -> None:
    mock_batches(network, lambda _: (400, an_error(code, "The Canary sings.")))

    assert a_site().write([an_update()])[0].reason == reason
