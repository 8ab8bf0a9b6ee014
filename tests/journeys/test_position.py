"""What staff see: figures with the rows behind them, views that provisioning brings back, and lists that people may keep or not."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests

from sync.core.rollup import working
from tests.journeys.house import AS_OF, House, empty_folder, open_house
from tests.journeys.test_first_run import library_rows

POSITION, HISTORY, TRACKER, GAPS = "HMICFRS Position", "HMICFRS Position History", "HMICFRS Tracker", "HMICFRS Gaps"
PUBLICATIONS = "HMICFRS Publications"
WORDS = {"Missing from the Tracker": "Missing"}
"""What an address calls a figure, where it is not the column's title."""
KEPT = ("HMICFRS Inspections", "HMICFRS Self-assessment")


def show(house: House, address: str) -> str:
    """The page at an address of the site, as a browser gets it."""
    parts = urlsplit(address)
    base = house.server.pages_url
    origin = f"{urlsplit(base).scheme}://{urlsplit(base).netloc}"
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"{origin}{parts.path}{'?' + parts.query if parts.query else ''}", timeout=30)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def count_rows(page: str) -> int:
    """How many rows a page says there are, on all its pages together."""
    found = re.search(r'class="count">(?:Rows \d+ to \d+ of )?(\d+)', page)
    return int(found[1]) if found else -1


def ask(house: House, title: str, path: str, body: object = None, method: str = "") -> Any:  # noqa: ANN401 - JSON
    headers = {"X-HTTP-Method": method, "IF-MATCH": "*"} if method else {}
    url = f"web/lists/getbytitle('{quote(title)}')/{path}"
    answer = house.client.ask("POST" if method or body is not None else "GET", url, body, **headers)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def test_the_library_reads_the_figures_of_the_report_and_its_tables_of_boards(
    settled_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # these would override the library's own verify
        monkeypatch.delenv(name, raising=False)

    rows = {row["SyncKey"]: row for row in library_rows(settled_house, POSITION, 100)}

    force, movement = rows["headline/whole-force"], rows["movement/whole-force"]
    assert [force[name] for name in ("Outstanding", "CausesOfConcern", "Recommendations", "AFIs")] == [50, 1, 21, 28]
    assert [movement[name] for name in ("Opening", "Added", "Completed", "Closing")] == [75, 15, 40, 50]
    boards = {row["Line"]: (row["Chair"], row["Outstanding"]) for row in rows.values() if row["Table"] == "Board"}
    assert boards == {
        "Organisational Assessment Board": ("Assistant Chief Constable", 4),
        "Operational Assessment Board": ("Assistant Chief Constable", 22),
        "Service User Assessment Board": ("Assistant Chief Constable", 21),
        "Organisational Efficiency Assessment Board": ("Assistant Chief Officer", 2),
        "No board": (None, 1),
    }
    assert len({row["Table"] for row in rows.values()}) == 10


def addresses(rows: list[dict[str, Any]]) -> Iterator[tuple[str, int, str]]:
    for row in rows:
        if row.get("Working") and "among others" not in row["Working"]["Description"]:
            yield row["SyncKey"], int(row["Working"]["Description"].split()[0]), row["Working"]["Url"]
        for part in filter(None, (row["WorkingRows"] or "").split(" | ")):
            words, _, url = part.partition(": ")
            yield f"{row['SyncKey']} {words}", int(words.split()[-1]), url


@pytest.mark.parametrize(("title", "at_least"), [(POSITION, 350), (HISTORY, 300), (PUBLICATIONS, 50)])
def test_the_working_of_every_figure_shows_exactly_its_rows(settled_house: House, title: str, at_least: int) -> None:
    told = list(addresses(settled_house.client.rows(title)))
    pages = {url: count_rows(show(settled_house, url)) for url in {url for _, _, url in told}}

    assert len(told) > at_least
    assert [(name, count, pages[url]) for name, count, url in told if count != pages[url]] == []


def test_where_rows_are_too_many_to_be_named_a_filter_by_columns_shows_exactly_them_or_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Instead of a Tracker of thousands of rows, which would take minutes to fill.
    monkeypatch.setattr(working, "MOST_NAMED", 1)
    house.run()

    for title in (POSITION, PUBLICATIONS):
        parts = [part for row in house.client.rows(title) for part in (row["WorkingRows"] or "").split(" | ")]
        filtered = {part for part in parts if "SyncCounts" in part and "among others" not in part}
        told = {part: (int(part.partition(": ")[0].split()[-1]), part.partition(": ")[2]) for part in filtered}
        assert len(told) > 20
        assert [part for part, (count, url) in told.items() if count_rows(show(house, url)) != count] == []


@pytest.mark.parametrize("title", [POSITION, HISTORY, PUBLICATIONS])
def test_every_figure_that_is_not_nought_leads_to_its_rows(settled_house: House, title: str) -> None:
    columns = {
        field["InternalName"]: field["Title"]
        for field in ask(settled_house, title, "fields?$select=InternalName,Title,TypeAsString")["value"]
        if field["TypeAsString"] == "Number"
    }
    for name in ("SortOrder", "ForForce", "NotForForce", "MeanAgeDays", "MedianAgeDays", "OldestDays", "TimesMoved"):
        columns.pop(
            name, None
        )  # an order, items of the register, days, and a count of moves: no rows of a list are behind them

    missing = [
        (row["SyncKey"], name)
        for row in settled_house.client.rows(title)
        for name, words in columns.items()
        if row[name] and f"{WORDS.get(words, words)} {int(row[name])}: http" not in (row["WorkingRows"] or "")
    ]

    assert missing == []


@pytest.mark.parametrize("table", ["Inspections", "Self-assessment"])
def test_a_line_about_a_list_that_people_keep_leads_to_that_list(settled_house: House, table: str) -> None:
    rows = [
        row for row in settled_house.client.rows(POSITION) if row["Table"] == table and row["State"] != "Not assessed"
    ]

    assert rows
    assert all(f"/Lists/HMICFRS%20{table}/AllItems.aspx?" in row["WorkingRows"] for row in rows)
    assert all(row["Working"] for row in rows)


def test_the_row_of_the_date_says_in_how_many_days_inspections_begin(settled_house: House) -> None:
    told = settled_house.client.row(POSITION, SyncKey="headline/as-at")["Title"]

    assert told.endswith("; inspection to come: CT6: response to a terrorist CBRNE incident in 96 days")


def test_every_view_and_form_of_ours_is_shown_without_anything_left_out(settled_house: House) -> None:
    titles = (POSITION, HISTORY, GAPS, "HMICFRS Publications", "HMICFRS Sync Runs", TRACKER, *KEPT)
    addresses = {
        view["ServerRelativeUrl"] for title in titles for view in ask(settled_house, title, "views")["value"]
    } | {f"/sites/hmicfrs/Lists/{title}/DispForm.aspx?ID=1" for title in (TRACKER, GAPS)}

    pages = {address: show(settled_house, address) for address in addresses}

    words = ("which is left out", "the local SharePoint leaves out", "does not know", "has not.", "does not show")
    told = {name: word for name, page in pages.items() for word in words if word in page}
    # The view that people made does not show what a row counts as; there our formatting believes the status.
    assert told == {"/sites/hmicfrs/Lists/HMICFRS Tracker/AllItems.aspx": "does not show"}
    assert len(pages) > 30


def test_a_view_of_ours_that_was_changed_is_brought_back_and_one_of_peoples_is_left_alone(settled_house: House) -> None:
    house = settled_house
    ask(house, POSITION, "views", {"Title": "Mine", "ViewQuery": "", "RowLimit": 5})
    ask(house, POSITION, "views/getbytitle('Movement')", {"RowLimit": 7, "ViewQuery": ""}, "MERGE")
    ask(house, POSITION, "views/getbytitle('Movement')/viewfields/removeallviewfields", {})
    ask(house, POSITION, "views/getbytitle('Ages')", method="DELETE")
    ask(house, POSITION, "fields/getbyinternalnameortitle('State')", {"CustomFormatter": ""}, "MERGE")
    ask(house, TRACKER, "fields/getbyinternalnameortitle('Status')", {"CustomFormatter": '{"elmType":"div"}'}, "MERGE")

    first, second = house.command("provision"), house.command("provision")

    assert [line.strip() for line in first.stdout.splitlines() if line.startswith("  ")] == [
        "add the view 'Ages' to 'HMICFRS Position'",
        "bring back the view 'Movement' of 'HMICFRS Position'",
        "format State in 'HMICFRS Position'",
    ]
    assert "Nothing to do" in second.stdout
    mine = ask(house, POSITION, "views/getbytitle('Mine')?$select=RowLimit,CustomFormatter")
    assert (mine["RowLimit"], mine["CustomFormatter"]) == (5, "")
    status = ask(house, TRACKER, "fields/getbyinternalnameortitle('Status')?$select=CustomFormatter")
    assert status["CustomFormatter"] == '{"elmType":"div"}'


def test_views_that_people_renamed_made_or_chose_are_theirs(settled_house: House) -> None:
    house = settled_house
    ask(house, POSITION, "views/getbytitle('Ages')", {"Title": "Ages of items", "RowLimit": 7}, "MERGE")
    ask(house, POSITION, "views", {"Title": "Movement ", "ViewQuery": "", "RowLimit": 5})
    ask(house, POSITION, "views/getbytitle('Cards')", {"DefaultView": True}, "MERGE")
    ask(house, POSITION, "views/getbytitle('Position')", method="DELETE")

    told = [step["step"] for step in house.json("provision")["steps"]]

    views = {view["Title"]: view for view in ask(house, POSITION, "views?$top=99")["value"]}
    assert told == ["add the view 'Position' to 'HMICFRS Position'", "add the view 'Ages' to 'HMICFRS Position'"]
    assert (views["Ages of items"]["RowLimit"], views["Ages"]["RowLimit"], views["Movement "]["RowLimit"]) == (
        7,
        100,
        5,
    )
    assert [title for title, view in views.items() if view["DefaultView"]] == ["Cards"]


def test_the_trackers_status_is_formatted_and_brought_back_but_never_over_what_people_made(bare_house: House) -> None:
    column = "fields/getbyinternalnameortitle('Status')"
    theirs = json.dumps({"elmType": "div", "txtContent": "@currentField"})

    told = []
    for now in (None, "", '{"elmType": "div", "attributes": {"class": "hmicfrs-sync-status"}}', theirs):
        if now is not None:
            ask(bare_house, TRACKER, column, {"CustomFormatter": now}, "MERGE")
        steps = bare_house.json("provision")["steps"]
        told.append(any(step["step"].startswith("format Status") or ", Status" in step["step"] for step in steps))

    assert told == [True, True, True, False]
    assert ask(bare_house, TRACKER, f"{column}?$select=CustomFormatter")["CustomFormatter"] == theirs


def test_a_configuration_that_does_not_ask_for_it_leaves_the_trackers_status_alone(bare_house: House) -> None:
    bare_house.edit("targets.yaml", "  status: word #", "  # status: word")

    bare_house.command("provision")

    column = ask(bare_house, TRACKER, "fields/getbyinternalnameortitle('Status')?$select=CustomFormatter")
    assert column["CustomFormatter"] in ("", None)


def test_a_view_that_names_columns_which_the_tracker_has_not_is_left_out_and_all_else_is_made(
    bare_house: House,
) -> None:
    house = bare_house
    house.edit("targets.yaml", "columns: [LinkTitle, Status, SyncDue,", "columns: [LinkTitle, Statuz, SyncDue,")
    house.edit(
        "targets.yaml", '<FieldRef\n        Name="SyncDue"/></OrderBy>', '<FieldRef\n        Name="Duw"/></OrderBy>'
    )

    dry, first, second = house.json("provision", "--dry-run"), house.json("provision"), house.command("provision")

    assert [step["step"] for step in first["left_out"]] == [
        "the view 'HMICFRS: by board' of 'HMICFRS Tracker', which has no column Statuz. Correct the view in other_views of "
        "targets.yaml, or take it out, and provision again.",
        "the view 'HMICFRS: overdue' of 'HMICFRS Tracker', which has no column Duw. Correct the view in other_views of "
        "targets.yaml, or take it out, and provision again.",
    ]
    assert (dry["left_out"], dry["steps"]) == (first["left_out"], first["steps"])
    titles = {view["Title"] for view in ask(house, TRACKER, "views")["value"]}
    assert {title for title in titles if title.startswith("HMICFRS")} == {"HMICFRS: cards"}
    assert (second.exit_code, "Left out:" in second.stdout, "taken" in second.stdout) == (0, True, False)
    assert house.run()["outcome"] == "applied"


def test_a_tracker_without_the_columns_of_our_views_gets_all_the_rest(tmp_path: Path) -> None:
    with open_house(tmp_path, empty_folder(tmp_path), seed="minimal") as house:
        told = house.json("provision")

        assert told["outcome"] == "applied"
        assert len(told["left_out"]) == 3
        assert {view["Title"] for view in ask(house, GAPS, "views")["value"]} >= {"Open gaps", "By board"}


def test_the_list_of_gaps_opens_with_the_worst(settled_house: House) -> None:
    rows = re.findall(
        r">(High|Medium|Low)<", show(settled_house, "/sites/hmicfrs/Lists/HMICFRS%20Gaps/Open%20gaps.aspx")
    )

    assert rows == sorted(rows, key=["High", "Medium", "Low"].index)
    assert set(rows) == {"High", "Medium", "Low"}


@pytest.mark.parametrize("title", ["HMICFRS: by board", "HMICFRS: cards"])
def test_a_view_of_the_tracker_opens_with_what_is_due_and_ends_with_rows_without_a_date(
    settled_house: House, title: str
) -> None:
    view = ask(settled_house, TRACKER, f"views/getbytitle('{quote(title)}')?$select=ViewQuery")
    order = re.sub("<GroupBy.*</GroupBy>", "", view["ViewQuery"])

    rows = ask(settled_house, TRACKER, "getitems", {"query": {"ViewXml": f"<View><Query>{order}</Query></View>"}})
    due = [row["SyncDue"] for row in rows["value"]]

    dated = [day for day in due if day]
    assert due == sorted(dated) + [None] * (len(due) - len(dated))
    assert 0 < len(dated) < len(due)


@pytest.mark.parametrize("entry", [41, 54], ids=["its own row", "the other row it is about"])
def test_from_a_gap_to_its_row_and_back(settled_house: House, entry: int) -> None:
    gap = settled_house.client.row(GAPS, GapKind="duplicate-entry")
    form = f"{settled_house.connection.site_url}/Lists/{quote(TRACKER)}/DispForm.aspx?ID={entry}"
    links = [unescape(link) for link in re.findall(r'href="([^"]*EntryId[^"]*)"', show(settled_house, form))]

    pages = [show(settled_house, link) for link in links]

    assert gap["EntryLink"]["Url"].endswith("DispForm.aspx?ID=41")
    assert [(count_rows(page), gap["Title"] in page) for page in pages] == [(1, True)]


def test_a_form_that_people_gave_a_head_keeps_it(bare_house: House) -> None:
    theirs = json.dumps({"headerJSONFormatter": {"elmType": "div", "txtContent": "Ours"}})
    type_id = ask(bare_house, TRACKER, "contenttypes?$select=StringId")["value"][0]["StringId"]
    ask(bare_house, TRACKER, f"contenttypes('{type_id}')", {"ClientFormCustomFormatter": theirs}, "MERGE")

    bare_house.command("provision")

    told = ask(bare_house, TRACKER, "contenttypes?$select=ClientFormCustomFormatter")["value"][0]
    assert told["ClientFormCustomFormatter"] == theirs


def test_a_force_that_keeps_neither_list_runs_all_the_same(house: House) -> None:
    for title in KEPT:
        ask(house, title, "", method="DELETE")

    told = house.run()

    tables = {row["Table"] for row in house.client.rows(POSITION)}
    assert (told["outcome"], told["position"]["outstanding"]) == ("applied", 50)
    assert tables.isdisjoint({"Inspections", "Self-assessment"})


def test_provisioning_makes_the_lists_that_people_keep_where_they_are_missing(house: House) -> None:
    for title in KEPT:
        ask(house, title, "", method="DELETE")

    assert house.command("provision").exit_code == 0
    house.run()

    summary = house.client.row(POSITION, SyncKey="self-assessment/whole-force")
    assert summary["Title"].startswith("PEEL 2021/22: 0 of 13 questions assessed")
    grades = ask(house, KEPT[1], "fields/getbyinternalnameortitle('Grade')?$select=Choices,TypeAsString")
    assert grades["Choices"] == ["Outstanding", "Good", "Requires improvement", "Inadequate", "Adequate"]


def test_a_row_that_is_opened_again_is_told_as_reopened(settled_house: House) -> None:
    house = settled_house
    house.client.edit(TRACKER, 2, Status="In Progress", FLL_x0020_Agreed=None)

    movement = house.json("run", "--as-of", "2021-06-24")["position"]["movement"]
    again = house.json("run", "--as-of", "2021-06-24")

    assert movement == {
        "opening": 75,
        "added": 15,
        "reopened": 1,
        "completed": 40,
        "other_closed": 0,
        "closing": 51,
        "unexplained": 0,
    }
    assert again["outcome"] == "no-changes"


def test_a_row_completed_reopened_and_completed_again_keeps_every_step_and_contradicts_no_frozen_month(
    settled_house: House,
) -> None:
    house = settled_house
    house.json("run", "--as-of", "2021-07-01")
    house.client.edit(TRACKER, 2, Status="In Progress", Force_x0020_Completed=None, FLL_x0020_Agreed=None)
    house.json("run", "--as-of", "2021-07-12")
    house.client.edit(TRACKER, 2, Status="Complete", FLL_x0020_Agreed="2021-08-04T23:00:00Z")
    movement = house.json("run", "--as-of", "2021-08-06")["position"]["movement"]
    row = house.client.row(TRACKER, Id=2)
    house.client.edit(TRACKER, 2, SyncLife=row["SyncLife"].replace("2021-08-05", "2021-08-06"))
    put_right = house.json("run", "--as-of", "2021-08-06")

    assert (movement["reopened"], movement["completed"], movement["unexplained"]) == (1, 32, 0)
    assert row["SyncLife"] == "completed 2021-04-14, reopened 2021-07-12, completed 2021-08-05"
    assert (put_right["plan"]["create"], put_right["plan"]["update"]) == (0, 1)
    assert house.client.row(TRACKER, Id=2)["SyncLife"] == row["SyncLife"]
    assert "Changed since" not in {each["Record"] for each in house.client.rows(HISTORY)}


def test_the_history_is_added_to_once_a_month_and_what_was_frozen_stays(settled_house: House) -> None:
    house = settled_house
    before = {row["SyncKey"]: row["Title"] for row in house.client.rows(HISTORY)}
    house.json("run", "--as-of", "2021-07-01")
    house.client.edit(TRACKER, 82, Date_x0020_Added="2021-03-30T23:00:00Z")
    house.json("run", "--as-of", "2021-07-02")

    after = {row["SyncKey"]: row for row in house.client.rows(HISTORY)}
    assert {key: after[key]["Title"] for key in before} == before
    assert after["month-end/2021-06-30/headline/whole-force"]["MadeLate"] is False
    told = after["month-end/2021-03-31/headline/whole-force/1"]
    assert (told["Record"], told["Outstanding"]) == ("Changed since", 76)
    assert AS_OF == "2021-06-23"
