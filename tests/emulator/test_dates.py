"""Dates: a literal with an offset goes in, UTC comes out, and a day begins at the site's midnight."""

import pytest

from tests.emulator.rest import Api, a_field, add_item, make_list


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("2026-09-30T12:00:00Z", "2026-09-29T23:00:00Z", id="summer, at noon"),
        pytest.param("2026-09-29T23:00:00Z", "2026-09-29T23:00:00Z", id="summer, as it was read"),
        pytest.param("2026-09-29T22:59:59Z", "2026-09-28T23:00:00Z", id="summer, a second before"),
        pytest.param("2026-09-30T00:00:00+01:00", "2026-09-29T23:00:00Z", id="summer, with an offset"),
        pytest.param("2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z", id="winter"),
        pytest.param("2026-03-29T12:00:00Z", "2026-03-29T00:00:00Z", id="the day the clocks go forward"),
        pytest.param("2026-10-25T12:00:00Z", "2026-10-24T23:00:00Z", id="the day the clocks go back"),
    ],
)
def test_a_day_is_midnight_at_the_site(api: Api, written: str, kept: str) -> None:
    path = make_list(api, a_field("Due", "DateTime", Format="DateOnly"))

    assert add_item(api, path, Due=written)["Due"] == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("2026-09-30T12:00:00Z", "2026-09-30T12:00:00Z", id="UTC"),
        pytest.param("2026-09-30T12:00:00.1234567+01:00", "2026-09-30T11:00:00Z", id="offset and parts of a second"),
        pytest.param("2026-09-30T12:00Z", "2026-09-30T12:00:00Z", id="no seconds"),
    ],
)
def test_a_moment_is_kept_to_the_second(api: Api, written: str, kept: str) -> None:
    path = make_list(api, a_field("Seen", "DateTime", Format="DateTime"))

    assert add_item(api, path, Seen=written)["Seen"] == kept


@pytest.mark.parametrize(
    "written",
    ["2026-09-30T12:00:00", "2026-09-30", "30/09/2026", "2026-13-01T00:00:00Z", "20260930T120000Z", 5],
)
def test_what_is_no_moment_is_refused(api: Api, written: object) -> None:
    path = make_list(api, a_field("Due", "DateTime", Format="DateOnly"))

    reply = api.post(f"{path}/items", {"Due": written})

    assert reply.error == (
        400,
        "-1, Microsoft.SharePoint.Client.InvalidClientQueryException",
        f"Cannot convert the literal '{written}' to the expected type 'Edm.DateTimeOffset'.",
    )


@pytest.mark.parametrize("year", ["1899", "8901", "0001", "9999"])
def test_a_date_sharepoint_cannot_hold_is_refused(api: Api, year: str) -> None:
    path = make_list(api, a_field("Due", "DateTime"))

    reply = api.post(f"{path}/items", {"Due": f"{year}-06-01T00:00:00Z"})

    assert reply.error[0] == 500
    assert "1/1/1900 and 12/31/8900" in reply.error[2]
