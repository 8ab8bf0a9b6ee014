"""An administrator keeps the register in the browser: two lists, the same checks, and nothing runs on half an edit."""

import csv
import json

from sync.register.lists import column_name
from tests.builders import ROOT
from tests.journeys.house import House

PUBLICATIONS, ITEMS, POSITION = "HMICFRS Register Publications", "HMICFRS Register Items", "HMICFRS Position"
TABLES = {"publications": PUBLICATIONS, "items": ITEMS}


def keep_the_register_in_lists(house: House) -> None:
    """Switch over, make the lists, and fill them with the shipped rows of one report as pasting them would."""
    settings = house.config
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("register_source: files", "register_source: lists"), encoding="utf-8")
    matching = settings.parent.parent / "mappings/matching.yaml"
    text = matching.read_text(encoding="utf-8")
    # The titles under which the shipped publications are known are of no use to a register of one report.
    matching.write_text(text[: text.index("aliases:")], encoding="utf-8")
    made = house.command("provision")
    assert made.exit_code == 0, made.output
    for table, title in TABLES.items():
        with (ROOT / f"mappings/register/{table}.csv").open(encoding="utf-8", newline="") as shipped:
            rows = [row for row in csv.DictReader(shipped) if row["id"].startswith("ROCU-2021")]
        for row in rows:
            house.client.add(title, **{column_name(table, name): value for name, value in row.items() if value})


def test_the_register_in_lists_is_checked_listed_and_used(house: House) -> None:
    keep_the_register_in_lists(house)

    checked = house.json("register", "check")
    listed = house.json("register", "list", "ROCU-2021")
    told = house.run()
    again = house.run()

    assert checked == {"problems": []}
    assert [item["id"] for item in listed["items"]][:2] == ["ROCU-2021-C1", "ROCU-2021-R1"]
    assert told["read"] | {"tracker": 0} == {"tracker": 0, "register_items": 7, "publications": 1, "complete": True}
    assert told["matches"]["reference"] > 0
    assert again["outcome"] == "no-changes"
    assert house.command("provision").stdout.startswith("Nothing to do")


def test_nothing_runs_on_a_register_edited_half_way_and_the_lists_keep_what_they_say(house: House) -> None:
    keep_the_register_in_lists(house)
    house.run()
    before = house.client.versions(POSITION)
    row = house.client.row(ITEMS, Title="ROCU-2021-R3")
    house.client.edit(ITEMS, row["Id"], RegPublication="ROCU-2012", RegKind=None)

    result = house.command("run", "--as-of", "2021-06-23", "--format", "json")
    checked = house.command("register", "check", "--format", "json")

    problems = json.loads(checked.stdout)["problems"]
    assert (result.exit_code, checked.exit_code) == (2, 2)
    assert [(p["file"], p["line"], p["where"], p["suggestion"]) for p in problems] == [
        (ITEMS, row["Id"], "kind", ""),
        (ITEMS, row["Id"], "publication", "ROCU-2021"),
    ]
    assert house.client.versions(POSITION) == before


def test_lists_that_are_not_there_are_named_with_what_to_do(house: House) -> None:
    text = house.config.read_text(encoding="utf-8")
    house.config.write_text(text.replace("register_source: files", "register_source: lists"), encoding="utf-8")

    result = house.command("run")

    (row,) = house.client.rows("HMICFRS Sync Runs")
    assert result.exit_code == 2
    assert PUBLICATIONS in result.stderr
    assert "provision" in result.stderr
    assert row["Outcome"] == "failed"
    assert PUBLICATIONS in row["Message"]
