"""Versions: many rows in one post, names escaped once more, days as days, and a row that is gone has none."""

from datetime import UTC, datetime

import pytest
import responses

from sync.core.records import RowVersion
from sync.errors import AccessError, UnreachableError
from sync.sharepoint.versions import read_versions
from tests.sharepoint.wire import BatchPart, a_wire, an_error, mock_batches

COLUMNS = ("Target_x0020_Date", "Status")
ESCAPED = "Target_x005f_x0020_x005f_Date"


def a_version(created: str, target: object, status: str) -> dict[str, object]:
    return {"VersionLabel": "1.0", "Created": created, ESCAPED: target, "Status": status}


def answer(part: BatchPart) -> tuple[int, object]:
    if "items(9)" in part.url:
        return 404, an_error("-2130575338, System.ArgumentException", "Item does not exist.")
    return 200, {
        "value": [
            a_version("2021-06-01T09:00:00Z", "2021-06-29T23:00:00Z", "Complete"),
            a_version("2021-05-01T09:00:00Z", None, "In progress"),
        ]
    }


def test_the_versions_of_many_rows_come_in_one_post(network: responses.RequestsMock) -> None:
    posts = mock_batches(network, answer)

    found = read_versions(a_wire().transport, "Tracker", [1, 2, 9], COLUMNS)

    assert set(found) == {1, 2}
    assert found[1] == [
        RowVersion(
            datetime(2021, 6, 1, 9, tzinfo=UTC),
            {"Target_x0020_Date": datetime(2021, 6, 29, 23, tzinfo=UTC), "Status": "Complete"},
        ),
        RowVersion(datetime(2021, 5, 1, 9, tzinfo=UTC), {"Target_x0020_Date": None, "Status": "In progress"}),
    ]
    assert len(posts) == 1
    assert f"/items(1)/versions?$select=Created,{ESCAPED},Status" in posts[0][0].url


def test_versions_that_may_not_be_read_are_told(network: responses.RequestsMock) -> None:
    mock_batches(
        network, lambda _: (403, an_error("-2147024891, System.UnauthorizedAccessException", "Access denied."))
    )

    with pytest.raises(AccessError):
        read_versions(a_wire().transport, "Tracker", [1], COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({}, id="without what was asked for"),
        pytest.param([], id="another form"),
        pytest.param({"value": None}, id="no versions"),
        pytest.param({"value": [{"Created": "lately"}]}, id="a version of no day"),
    ],
)
def test_garbled_versions_are_no_mistake_of_ours(network: responses.RequestsMock, content: object) -> None:
    mock_batches(network, lambda _: (200, content))

    with pytest.raises(UnreachableError, match="came garbled"):
        read_versions(a_wire().transport, "Tracker", [1], COLUMNS)
