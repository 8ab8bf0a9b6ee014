"""Decisions and histories on the local SharePoint: chosen in the list, obeyed, kept; counted from versions, asked for once."""

from tests.journeys.house import AS_OF, House

GAPS, TRACKER = "HMICFRS Gaps", "HMICFRS Tracker"
TASER = "Taser returns to be analysed alongside complaints and injuries to find patterns early."


def test_a_person_chooses_a_candidate_and_it_lasts_until_a_word_changes(settled_house: House) -> None:
    row = settled_house.client.row(TRACKER, Recommendation_x0020_Text=TASER)
    settled_house.client.edit(TRACKER, row["Id"], Recommendation_x0020_Ref=None)
    asked = settled_house.run()
    key = f"ambiguous-match/{row['Id']}"
    gap = settled_house.client.row(GAPS, SyncKey=key)
    settled_house.client.edit(GAPS, gap["Id"], Decision="Accept candidate 1", Reason="It is the one about returns.")

    decided, again = settled_house.run(), settled_house.run()

    kept = settled_house.client.row(GAPS, SyncKey=key)
    flagged = settled_house.client.row(TRACKER, Id=row["Id"])
    assert (asked["matches"]["review"], decided["matches"]["review"], decided["matches"]["decision"]) == (1, 0, 1)
    assert (kept["State"], kept["Reason"]) == ("Cleared", "It is the one about returns.")
    assert flagged["SyncMatch"] == "By decision"
    assert (again["outcome"], again["matches"]["decision"]) == ("no-changes", 1)

    settled_house.client.edit(TRACKER, row["Id"], Recommendation_x0020_Text=TASER.replace("early", "late"))
    changed = settled_house.run()

    reopened = settled_house.client.row(GAPS, SyncKey=key)
    assert changed["matches"]["review"] == 1
    assert (reopened["State"], reopened["Reason"]) == ("Open", "It is the one about returns.")


def test_the_steps_of_a_slipped_date_are_counted_from_versions_and_asked_for_once(settled_house: House) -> None:
    for day in ("31/10/2021", "30/11/2021"):
        settled_house.client.edit(TRACKER, 75, Target_x0020_Date=day)

    first, second = settled_house.run(), settled_house.run()

    gap = settled_house.client.row(GAPS, SyncKey="date-slipped/75")
    assert (
        gap["Title"]
        == "Row 75 (Grounds for drug searches) has slipped from 30 April 2021 to 30 November 2021 in 3 steps."
    )
    assert "then 30 September 2021, then 31 October 2021, now 30 November 2021" in gap["TrackerSays"]
    assert second["outcome"] == "no-changes"
    assert second["requests"]["sent"] == 3
    assert first["requests"]["sent"] > 3


def test_explain_tells_one_row_in_words_and_as_json(settled_house: House) -> None:
    words = settled_house.command("explain", "90", "--as-of", AS_OF)
    told = settled_house.json("explain", "90", "--as-of", AS_OF)
    named = settled_house.json("explain", "HIDDEN-VICTIMS-2021-R3", "--as-of", AS_OF)
    lost = settled_house.command("explain", "999", "--as-of", AS_OF)

    assert words.exit_code == 0
    shown = " ".join(words.output.split())
    assert "is filed under Safe to share, but its words are those of" in shown
    [wrong] = [gap for gap in told["gaps"] if gap["kind"] == "wrong-publication"]
    for side in ("tracker_says", "register_says"):
        assert f"{side[:-5].capitalize()} says: {wrong[side][:50]}" in shown
    assert f"Rule: {wrong['rule']}." in shown
    assert (told["match"]["ref"], told["match"]["method"]) == ("HIDDEN-VICTIMS-2021-R3", "text")
    assert [gap["kind"] for gap in told["gaps"]] == ["wrong-publication", "no-owner"]
    assert told["changes"] == []
    assert named == told
    assert lost.exit_code == 2
    assert "has no row 999" in " ".join(lost.output.split())
