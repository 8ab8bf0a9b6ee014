"""The main job, end to end on real protocol: sign in, read, reconcile, flag, write back; then nothing is left to do."""

from typing import Any

import msal
import pytest
from office365.sharepoint.client_context import ClientContext

from tests.builders import the_rules
from tests.journeys.house import AS_OF, House

GAPS, POSITION, RUNS, TRACKER = "HMICFRS Gaps", "HMICFRS Position", "HMICFRS Sync Runs", "HMICFRS Tracker"


def library_rows(house: House, title: str, page_size: int) -> list[dict[str, Any]]:
    """Read a list with the client library alone, on a sign-in of its own."""
    connection = house.connection
    with open(connection.private_key_file) as key, open(connection.certificate_file) as certificate:  # noqa: PTH123 - two files at once
        credential = {"private_key": key.read(), "public_certificate": certificate.read()}
    entra = msal.ConfidentialClientApplication(
        connection.client_id,
        authority=connection.authority,
        client_credential=credential,
        instance_discovery=False,
        verify=connection.ca_file,
    )
    scope = connection.site_url.split("/sites")[0] + "/.default"
    context = ClientContext(connection.site_url).with_access_token(lambda: entra.acquire_token_for_client([scope]))
    context.with_transport(verify=connection.ca_file, timeout=(5, 60))
    items = context.web.lists.get_by_title(title).items.get_all(page_size).execute_query()
    return [dict(item.properties) for item in items]


def test_the_reports_figures_come_out_exactly(house: House) -> None:
    told = house.run()

    position = told["position"]
    assert told["outcome"] == "applied"
    assert position["outstanding"] == 50
    assert position["kind_and_scope"] == {
        "cause-of-concern": {"national": 0, "joint": 1, "force": 0},
        "area-for-improvement": {"national": 22, "joint": 0, "force": 6},
        "recommendation": {"national": 18, "joint": 1, "force": 2},
    }
    movement = position["movement"]
    assert [movement[name] for name in ("opening", "added", "reopened", "completed", "other_closed", "closing")] == [
        75,
        15,
        0,
        40,
        0,
        50,
    ]
    sessions = position["sign_off_sessions"]
    assert sessions["2021-06-07"] + sessions["2021-06-08"] == 15
    assert sum(sessions.values()) == 40


def test_the_object_for_scripts_has_the_names_of_the_contract(house: House) -> None:
    told = house.run()

    assert list(told) == [
        "as_of", "outcome", "read", "matches", "gaps", "position", "plan", "writes", "requests", "seconds"
    ]  # fmt: skip
    assert told["read"] == {"tracker": 92, "register_items": 146, "publications": 24, "complete": True}
    assert set(told["matches"]) == {"reference", "decision", "text", "review", "none"}
    assert set(told["gaps"]) == {"open", "new", "cleared", "dismissed", "by_kind"}
    assert set(told["plan"]) == {"checksum", "create", "update", "retire", "withheld"}
    assert set(told["writes"]) == {"done", "conflicts", "failed"}
    assert set(told["requests"]) == {"sent", "throttled", "retried"}
    assert set(told["seconds"]) == {"read", "reconcile", "write", "total"}


def test_a_second_run_has_nothing_to_do_in_at_most_four_requests(settled_house: House) -> None:
    house = settled_house
    lists = (TRACKER, GAPS, POSITION, RUNS)
    before = {title: house.client.versions(title) for title in lists}
    served = len(house.server.requests)

    told = house.run()

    answered = len(house.server.requests) - served
    assert told["outcome"] == "no-changes"
    assert told["plan"] | {"checksum": ""} == {"checksum": "", "create": 0, "update": 0, "retire": 0, "withheld": 0}
    assert {title: house.client.versions(title) for title in lists} == before
    assert answered == told["requests"]["sent"] <= 4


def test_a_first_run_with_all_targets_to_fill_takes_at_most_25_requests(house: House) -> None:
    assert house.run()["requests"]["sent"] <= 25


def test_the_client_library_sees_the_same_gap_rows(settled_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # these would override the library's own verify
        monkeypatch.delenv(name, raising=False)
    ours = settled_house.client.rows(GAPS)

    theirs = library_rows(settled_house, GAPS, 100)

    assert len(theirs) == 40
    assert {row["SyncKey"] for row in theirs} == {row["SyncKey"] for row in ours}
    assert {row["Title"] for row in theirs} == {row["Title"] for row in ours}


def test_the_real_mistake_of_the_report_is_told_in_words(settled_house: House) -> None:
    found = [row for row in settled_house.client.rows(GAPS) if row["GapKind"] == "wrong-publication"]

    assert len(found) == 5
    assert all("filed under Safe to share" in row["Title"] and "Hidden victims" in row["Title"] for row in found)
    assert all(row["WhatToDo"] and row["TrackerSays"] and row["RegisterSays"] for row in found)


def test_a_gap_links_to_its_row(settled_house: House) -> None:
    gap = settled_house.client.row(GAPS, SyncKey="no-board/82")

    link = gap["EntryLink"]["Url"]
    assert link == f"{settled_house.connection.site_url}/Lists/HMICFRS%20Tracker/DispForm.aspx?ID=82"
    assert len(link) <= 255


def test_one_row_says_what_day_the_figures_speak_for(settled_house: House) -> None:
    row = settled_house.client.row(POSITION, SyncKey="headline/as-at")

    assert row["Title"].startswith(
        "Figures as at 23 June 2021, for 24 March 2021 to 23 June 2021; inspection to come: "
    )


def test_on_another_day_only_the_lines_whose_figures_change_are_written(settled_house: House) -> None:
    told = settled_house.json("plan", "--as-of", "2021-06-24")

    lines = {change["key"] for change in told["plan"]["changes"] if change["list"] == POSITION}
    assert lines == {"headline/as-at", "age/whole-force"}


def test_the_tracker_is_told_how_each_row_was_matched(settled_house: House) -> None:
    rows = {row["Id"]: row for row in settled_house.client.rows(TRACKER)}

    assert (rows[88]["SyncRegisterRef"], rows[88]["SyncMatch"]) == ("HIDDEN-VICTIMS-2021-R1", "By wording")
    assert (rows[66]["SyncRegisterRef"], rows[66]["SyncMatch"]) == (None, "Not in the register")
    assert rows[1]["SyncSeverity"] == "High"
    assert rows[1]["SyncGaps"] == "Overdue; stale update; superseded but open"


def test_nothing_of_the_people_is_changed_by_a_run(house: House) -> None:
    ours = {column.name for column in the_rules().targets.flags.columns}  # type: ignore[union-attr]
    stamps = {"Modified", "EditorId", "OData__UIVersionString"}

    def peoples_part() -> list[dict[str, Any]]:
        rows = house.client.rows(TRACKER)
        return [{name: value for name, value in row.items() if name not in ours | stamps} for row in rows]

    before = peoples_part()
    house.run()

    assert peoples_part() == before


def test_the_same_day_given_twice_or_as_today_prints_the_same_figures(settled_house: House) -> None:
    text = settled_house.command("run", "--as-of", AS_OF)

    assert text.exit_code == 0
    assert "50 outstanding" in text.stdout
    assert "Nothing to do" in text.stdout
