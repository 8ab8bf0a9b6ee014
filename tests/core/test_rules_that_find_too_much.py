"""A rule that finds nearly every row finds nothing: it says so once and leaves what it raised before."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sync.core.gaps import assess_gaps
from sync.core.plan import plan_list
from sync.core.records import Candidate, ListContents, Match, Row
from sync.core.vocabulary import GapKind, MatchMethod, TrackerField
from tests.builders import AS_OF, a_list, a_register, a_standing, an_item, the_rules
from tests.core.gap_examples import AGREED, ITEM, ROCU, a_row_about, find_gaps, find_in, only
from tests.core.sample import reconcile_sample, the_result, the_tracker, with_cells
from tests.core.store import apply_changes


@pytest.mark.parametrize(
    ("blank", "of", "raised"),
    [
        pytest.param(25, 25, 25, id="all of a short list"),
        pytest.param(26, 26, 0, id="all of a longer one"),
        pytest.param(30, 60, 30, id="half"),
        pytest.param(31, 60, 0, id="more than half"),
    ],
)
def test_a_rule_holds_itself_back_above_its_share(blank: int, of: int, raised: int) -> None:
    rows = [a_row_about(None, number, has_owner=number > blank) for number in range(1, of + 1)]

    gaps = find_gaps(GapKind.NO_OWNER, rows, most=0.5)

    assert sum(not gap.is_held_back for gap in gaps) == raised
    assert sum(gap.is_held_back for gap in gaps) == (raised == 0)


def test_the_notice_says_how_many_and_what_to_look_at() -> None:
    rows = [a_row_about(None, number, has_owner=False) for number in range(1, 41)]

    [gap] = find_gaps(GapKind.NO_OWNER, rows, place="gaps.yaml line 22")

    assert gap.key == "no-owner/held-back"
    assert gap.sentence == "The rule 'no owner' would raise a gap for 40 of 40 outstanding rows. It holds itself back."
    assert gap.what_to_do.startswith("See whether a column of the Tracker was renamed or emptied")
    assert gap.rule == "no-owner (gaps.yaml line 22)"


@pytest.mark.parametrize(
    ("kind", "found", "others", "said"),
    [
        pytest.param(GapKind.NO_OWNER, {"has_owner": False}, AGREED, "40 of 40 outstanding rows.", id="outstanding"),
        pytest.param(
            GapKind.CLOSED_WITHOUT_EVIDENCE,
            {**AGREED, "has_evidence": False},
            {},
            "40 of 40 completed rows.",
            id="complete",
        ),
        pytest.param(
            GapKind.CLOSED_WITHOUT_AGREEMENT,
            {**AGREED, "agreed_on": None},
            {},
            "40 of 40 completed rows.",
            id="complete and not agreed",
        ),
    ],
)
def test_rows_that_a_rule_does_not_look_at_do_not_hide_an_emptied_column(
    kind: GapKind, found: dict[str, Any], others: dict[str, Any], said: str
) -> None:
    rows = [a_row_about(ITEM, number, **(found if number <= 40 else others)) for number in range(1, 121)]

    [gap] = find_gaps(kind, rows)

    assert (gap.is_held_back, gap.tracker_says) == (True, said)


def test_a_rule_whose_share_is_all_never_holds_itself_back() -> None:
    rows = [a_row_about(None, number, has_owner=False) for number in range(1, 41)]

    assert len(find_gaps(GapKind.NO_OWNER, rows, most=1.0)) == 40


def test_missing_items_are_measured_by_the_register() -> None:
    items = [an_item(f"ROCU-2021-R{number}") for number in range(1, 61)]
    rows = [a_row_about(item, number) for number, item in enumerate(items[:20], start=1)]

    [gap] = find_in(GapKind.MISSING_ENTRY, rows, a_register([ROCU], items), AS_OF, only(GapKind.MISSING_ENTRY))

    assert gap.tracker_says == "40 of 60 items for this force."


def test_items_for_others_do_not_hide_that_nearly_all_of_ours_are_missing() -> None:
    ours = [an_item(f"ROCU-2021-R{number}") for number in range(1, 61)]
    others = [an_item(f"ROCU-2021-R{number}", addressed_to=("Home Office",)) for number in range(61, 261)]
    rows = [a_row_about(item, number) for number, item in enumerate(ours[:20], start=1)]

    [gap] = find_in(
        GapKind.MISSING_ENTRY, rows, a_register([ROCU], [*ours, *others]), AS_OF, only(GapKind.MISSING_ENTRY)
    )

    assert gap.tracker_says == "40 of 60 items for this force."


@pytest.mark.parametrize(
    ("unknown", "ambiguous", "held"),
    [
        pytest.param(60, 0, {GapKind.UNKNOWN_ENTRY}, id="all unknown"),
        pytest.param(0, 60, {GapKind.AMBIGUOUS_MATCH}, id="all unclear"),
        pytest.param(30, 30, {GapKind.UNKNOWN_ENTRY, GapKind.AMBIGUOUS_MATCH}, id="half unknown, half unclear"),
        pytest.param(20, 12, {GapKind.UNKNOWN_ENTRY, GapKind.AMBIGUOUS_MATCH}, id="neither alone past its share"),
        pytest.param(15, 15, set(), id="half of all rows together"),
    ],
)
def test_rows_that_are_tied_to_nothing_are_counted_together_and_keep_back_what_is_missing(
    unknown: int, ambiguous: int, held: set[GapKind]
) -> None:
    items = [an_item(f"ROCU-2021-R{number}") for number in range(1, 61)]
    seen = [Candidate(items[0].id, 0.7)]
    methods = [MatchMethod.NONE] * unknown + [MatchMethod.REVIEW] * ambiguous
    rows = [a_row_about(item, number) for number, item in enumerate(items[len(methods) :], len(methods) + 1)]
    for number, method in enumerate(methods, start=1):
        standing = a_row_about(None, number)
        candidates = tuple(seen) if method is MatchMethod.REVIEW else ()
        rows.append(replace(standing, match=Match(standing.entry.id, method, candidates=candidates)))

    gaps = assess_gaps(rows, a_register([ROCU], items), the_rules(), AS_OF)

    asked = {GapKind.UNKNOWN_ENTRY, GapKind.AMBIGUOUS_MATCH, GapKind.MISSING_ENTRY, GapKind.PUBLICATION_UNASSESSED}
    assert {gap.kind for gap in gaps if gap.is_held_back and gap.kind in asked} == held
    found = Counter(gap.kind for gap in gaps if not gap.is_held_back)
    assert found[GapKind.UNKNOWN_ENTRY] == (0 if held else unknown)
    assert found[GapKind.MISSING_ENTRY] == (0 if held else unknown + ambiguous - 1)


@pytest.mark.parametrize(
    ("off", "sentences", "shares", "waits"),
    [
        pytest.param(
            (),
            {
                "60 of 60 rows are tied to no item (unknown entry or ambiguous match). The rule 'unknown entry' holds itself back.",
                "60 of 60 rows are tied to no item (unknown entry or ambiguous match). The rule 'ambiguous match' holds itself back.",
            },
            "raise most_share of unknown-entry and of ambiguous-match in mappings/gaps.yaml.",
            "The rules 'missing entry' and 'publication unassessed' wait with it: nobody can say what is missing until then.",
            id="both",
        ),
        pytest.param(
            (GapKind.AMBIGUOUS_MATCH, GapKind.PUBLICATION_UNASSESSED),
            {"The rule 'unknown entry' would raise a gap for 40 of 60 rows. It holds itself back."},
            "raise most_share of unknown-entry in mappings/gaps.yaml.",
            "The rule 'missing entry' waits with it: nobody can say what is missing until then.",
            id="one of them on",
        ),
    ],
)
def test_a_notice_about_untied_rows_says_what_it_counts_what_frees_it_and_what_waits_with_it(
    off: tuple[GapKind, ...], sentences: set[str], shares: str, waits: str
) -> None:
    rules = the_rules()
    gaps_on = {kind: replace(rule, is_on=rule.is_on and kind not in off) for kind, rule in rules.gaps.items()}
    rows = []
    for number, method in enumerate([MatchMethod.NONE] * 40 + [MatchMethod.REVIEW] * 20, start=1):
        standing = a_row_about(None, number)
        candidates = (Candidate(ITEM.id, 0.7),) if method is MatchMethod.REVIEW else ()
        rows.append(replace(standing, match=Match(standing.entry.id, method, candidates=candidates)))

    gaps = assess_gaps(rows, a_register([ROCU], [ITEM]), replace(rules, gaps=gaps_on), AS_OF)

    told = [gap for gap in gaps if gap.kind in {GapKind.UNKNOWN_ENTRY, GapKind.AMBIGUOUS_MATCH}]
    assert {gap.sentence for gap in told} == sentences
    assert all(shares in gap.what_to_do and gap.what_to_do.endswith(waits) for gap in told)


def test_emptied_words_and_references_raise_no_flood_of_gaps_and_come_back_quietly() -> None:
    fields = (TrackerField.PUBLICATION, TrackerField.REFERENCE, TrackerField.TEXT)
    columns = {the_rules().tracker.columns[field]: None for field in fields}
    first = the_result()
    lists = [a_list(target.title) for target in the_rules().targets.compared]
    gaps, *others = [apply_changes(contents, first.plan.changes) for contents in lists]

    emptied = reconcile_sample(
        with_cells(lambda row: replace(row, cells={**row.cells, **columns})), lists=[gaps, *others]
    ).flags
    held = replace(gaps, rows=apply_changes(gaps, plan_list(the_rules().targets.gaps, gaps, emptied.rows)).rows)
    restored = reconcile_sample(lists=[held, *others]).flags

    notices = ("unknown-entry/held-back", "ambiguous-match/held-back")
    assert [flag.gap.key for flag in emptied.flags if flag.is_new] == list(notices)
    assert emptied.cleared == ()
    assert [flag.gap.key for flag in restored.flags if flag.is_new] == []
    assert restored.cleared == notices


def test_a_row_with_two_findings_counts_once() -> None:
    rows = [a_row_about(ITEM, number, added_on=None, scope=None) for number in range(1, 21)]

    gaps = find_gaps(
        GapKind.REQUIRED_BLANK, [*rows, *(a_row_about(ITEM, number) for number in range(21, 61))], most=0.4
    )

    assert len(gaps) == 40


def test_a_renamed_column_raises_one_gap_and_not_one_for_every_row() -> None:
    def forget(row: Row) -> Row:
        return replace(row, cells={**row.cells, "Business_x0020_Lead": None, "Target_x0020_Date": None})

    emptied: ListContents = with_cells(forget)
    result = reconcile_sample(emptied)

    told = {gap.key for gap in result.gaps if gap.kind in {GapKind.NO_OWNER, GapKind.NO_TARGET_DATE}}
    assert told == {"no-owner/held-back", "no-target-date/held-back"}
    assert len(the_tracker().rows) == 92


@pytest.mark.parametrize(
    ("field", "notice", "about_its_words"),
    [
        pytest.param("status", "required-blank", {"unmapped-value/19/status"}, id="status"),
        pytest.param("agreed_on", "closed-without-agreement", set(), id="day of agreement"),
        pytest.param("target_on", "no-target-date", {"unreadable-value/47/target_on"}, id="target date"),
        pytest.param("board", "no-board", set(), id="board"),
        pytest.param("owner", "no-owner", set(), id="owner"),
        pytest.param("evidence", "closed-without-evidence", set(), id="evidence"),
        pytest.param("kind", "required-blank", set(), id="kind"),
        pytest.param("added_on", "required-blank", set(), id="date added"),
    ],
)
def test_an_emptied_column_raises_one_gap_clears_none_that_rests_on_it_and_comes_back_quietly(
    field: str, notice: str, about_its_words: set[str]
) -> None:
    column = the_rules().tracker.columns[TrackerField(field)]
    first = the_result()
    lists = [a_list(target.title) for target in the_rules().targets.compared]
    gaps, *others = [apply_changes(contents, first.plan.changes) for contents in lists]

    emptied = reconcile_sample(
        with_cells(lambda row: replace(row, cells={**row.cells, column: None})), lists=[gaps, *others]
    ).flags
    held = replace(gaps, rows=apply_changes(gaps, plan_list(the_rules().targets.gaps, gaps, emptied.rows)).rows)
    restored = reconcile_sample(lists=[held, *others]).flags

    assert [flag.gap.key for flag in emptied.flags if flag.is_new] == [f"{notice}/held-back"]
    assert set(emptied.cleared) == about_its_words
    assert {flag.gap.key for flag in restored.flags if flag.is_new} == about_its_words
    assert restored.cleared == (f"{notice}/held-back",)


def test_a_status_that_is_missing_here_and_there_keeps_no_other_rule_back() -> None:
    blank = [a_standing(number, status=None, target_on=date(2021, 1, 1)) for number in range(1, 26)]
    others = [a_standing(number, kind=None) for number in range(26, 61)]

    gaps = assess_gaps([*blank, *others], a_register(), the_rules(), AS_OF)

    kinds = Counter(gap.kind for gap in gaps)
    assert (kinds[GapKind.REQUIRED_BLANK], kinds[GapKind.OVERDUE]) == (1, 25)
