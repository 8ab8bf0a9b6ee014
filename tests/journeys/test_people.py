"""People and the service share the lists: what people decide and write stands, and plans are applied as shown."""

import json
from pathlib import Path

from tests.journeys.house import AS_OF, House

GAPS, TRACKER = "HMICFRS Gaps", "HMICFRS Tracker"


def test_a_dismissed_gap_stays_away_with_its_reason(settled_house: House) -> None:
    gap = settled_house.client.row(GAPS, SyncKey="no-target-date/84")
    settled_house.client.edit(GAPS, gap["Id"], Decision="Dismiss", Reason="The board agreed to work without a date.")

    first, second = settled_house.run(), settled_house.run()

    kept = settled_house.client.row(GAPS, SyncKey="no-target-date/84")
    assert (kept["State"], kept["Decision"]) == ("Dismissed", "Dismiss")
    assert kept["Reason"] == "The board agreed to work without a date."
    assert first["gaps"]["dismissed"] == 1
    assert first["gaps"]["open"] == 39
    assert second["outcome"] == "no-changes"


def test_a_gap_put_right_is_cleared_and_coming_back_is_opened_in_its_old_row(settled_house: House) -> None:
    row = settled_house.client.row(TRACKER, Id=84)
    settled_house.client.edit(TRACKER, row["Id"], Target_x0020_Date="30/09/2021")
    cleared = settled_house.run()
    after = settled_house.client.row(GAPS, SyncKey="no-target-date/84")
    settled_house.client.edit(TRACKER, row["Id"], Target_x0020_Date=None)

    reopened = settled_house.run()

    again = settled_house.client.row(GAPS, SyncKey="no-target-date/84")
    assert (cleared["gaps"]["cleared"], cleared["plan"]["retire"]) == (1, 1)
    assert (after["State"], after["ClearedOn"]) == ("Cleared", "2021-06-22T23:00:00Z")
    assert (reopened["gaps"]["new"], again["State"], again["ClearedOn"]) == (1, "Open", None)
    assert again["Id"] == after["Id"]


def test_a_missing_item_that_is_added_to_the_tracker_is_cleared(settled_house: House) -> None:
    settled_house.client.add(
        TRACKER,
        Title="Regional capability",
        Recommendation_x0020_Ref="ROCU 2021 rec 2",
        Item_x0020_Type="Rec",
        National_x0020__x002f__x0020_Loc="National",
        Status="Not Started",
        Date_x0020_Added="2021-06-22T23:00:00Z",
    )

    told = settled_house.run()

    assert settled_house.client.row(GAPS, SyncKey="missing-entry/ROCU-2021-R2")["State"] == "Cleared"
    assert told["position"]["outstanding"] == 51
    assert told["position"]["movement"]["closing"] == 51


def test_a_row_of_somebody_elses_in_our_list_is_left_alone(settled_house: House) -> None:
    number = settled_house.client.add(GAPS, Title="A note from the inspection team")
    before = settled_house.client.row(GAPS, Id=number)

    told = settled_house.run()

    assert told["outcome"] == "no-changes"
    assert settled_house.client.row(GAPS, Id=number) == before


def test_a_column_of_ours_that_a_person_overwrote_is_put_right(settled_house: House) -> None:
    settled_house.client.edit(TRACKER, 82, SyncGaps="nothing wrong here")

    told = settled_house.run()

    assert told["plan"]["update"] == 1
    assert settled_house.client.row(TRACKER, Id=82)["SyncGaps"] == "No board"


def test_the_plan_that_was_shown_is_the_one_that_is_applied(house: House, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    shown = house.command("plan", "--as-of", AS_OF, "--out", str(file), "--exit-code")
    applied = house.json("apply", str(file))

    assert shown.exit_code == 10
    assert applied["plan"]["checksum"] == json.loads(file.read_text(encoding="utf-8"))["checksum"]
    assert applied["writes"] == {"done": 338, "conflicts": 0, "failed": 0}
    assert house.command("plan", "--as-of", AS_OF, "--exit-code").exit_code == 0


def test_a_plan_that_people_overtook_is_refused(house: House, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    house.command("plan", "--as-of", AS_OF, "--out", str(file))
    house.client.edit(TRACKER, 82, Status="Completed")

    result = house.command("apply", str(file))

    assert result.exit_code == 3
    assert "out of date" in result.stderr
    assert house.client.rows(GAPS) == []


def test_an_edit_that_changes_nothing_for_us_does_not_make_a_plan_stale(house: House, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    house.command("plan", "--as-of", AS_OF, "--out", str(file))
    house.client.edit(TRACKER, 82, Progress_x0020_Update="Met the portfolio lead.")

    result = house.command("apply", str(file))

    assert result.exit_code == 0, result.output


def test_apply_wants_to_know_which_plan(house: House) -> None:
    result = house.command("apply")

    assert result.exit_code == 2
    assert "apply --expect CHECKSUM" in result.stderr


def test_an_administrator_maps_a_status_word_without_asking_us(settled_house: House) -> None:
    settled_house.edit("tracker.yaml", "blocked-nationally: [", "blocked-nationally: [Parked, ")

    told = settled_house.run()

    assert settled_house.client.row(GAPS, SyncKey="unmapped-value/19/status")["State"] == "Cleared"
    assert told["position"]["outstanding"] == 50


def test_an_administrator_switches_a_rule_off(settled_house: House) -> None:
    settled_house.edit("gaps.yaml", "  overdue: { severity: High, ", "  overdue: { on: false, severity: High, ")

    told = settled_house.run()

    assert "overdue" not in told["gaps"]["by_kind"]
    assert told["gaps"]["cleared"] == 7


def test_an_administrator_leaves_the_tracker_alone(house: House) -> None:
    house.edit("targets.yaml", "tracker_columns:\n  on: true", "tracker_columns:\n  on: false")

    told = house.run()

    assert told["plan"]["update"] == 0
    assert all(row["SyncMatch"] is None for row in house.client.rows(TRACKER))


def test_a_cell_of_a_row_of_ours_is_put_right_once_and_then_left_to_the_person(settled_house: House) -> None:
    gap = settled_house.client.rows(GAPS)[0]
    outcomes = []
    for words in ("mine", "mine again"):
        settled_house.client.edit(GAPS, gap["Id"], WhatToDo=words)
        told = settled_house.command("run", "--as-of", AS_OF, "--format", "json").stdout
        outcomes.append((json.loads(told)["outcome"], settled_house.client.row(GAPS, Id=gap["Id"])["WhatToDo"]))

    assert outcomes == [("applied", gap["WhatToDo"]), ("withheld", "mine again")]
