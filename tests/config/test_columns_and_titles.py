"""Mappings that would destroy the figures are refused: columns that are lost, shared or ours, titles that clash, broken views."""

from pathlib import Path

import pytest

from sync.config.mappings import check_against_register, load_rules
from sync.config.target_checks import check_register_titles
from tests.builders import a_register, the_rules
from tests.config.mistakes import copy_mappings, edit, find_problems, place_of

STATUS = "  status: Status\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words", "gist"),
    [
        pytest.param(
            "tracker",
            STATUS,
            "",
            "missing-field",
            "  title: Title",
            "every row would count as outstanding",
            id="no status",
        ),
        pytest.param(
            "tracker",
            "  agreed_on: FLL_x0020_Agreed\n",
            "",
            "missing-field",
            "  title: Title",
            "no row would ever count as complete",
            id="no day of agreement",
        ),
        pytest.param(
            "tracker",
            "  added_on: Date_x0020_Added\n",
            "",
            "missing-field",
            "added_on]",
            "added_on is required, and columns names no column for it.",
            id="a required field without a column",
        ),
        pytest.param(
            "tracker",
            "status: Status",
            "status: item_X0020_type",
            "shared-column",
            "item_X0020_type",
            "is the column of kind already",
            id="two fields on one column",
        ),
        pytest.param(
            "tracker",
            "status: Status",
            "status: syncgaps",
            "own-column",
            "syncgaps",
            "SyncGaps is a column that the service writes",
            id="a column of ours",
        ),
        pytest.param(
            "tracker", "status: Status", 'status: " "', "blank", '" "', "It is blank.", id="a column without a name"
        ),
        pytest.param(
            "tracker", "list_title: HMICFRS Tracker", 'list_title: ""', "blank", '""', "It is blank.", id="no title"
        ),
        pytest.param("targets", "title: HMICFRS Gaps", 'title: ""', "blank", '""', "It is blank.", id="a list's title"),
        pytest.param(
            "targets",
            "title: HMICFRS Position\n",
            "title: hmicfrs gaps\n",
            "shared-title",
            "hmicfrs gaps",
            "'hmicfrs gaps' is the title of gaps already",
            id="two lists of one title",
        ),
        pytest.param(
            "targets",
            "title: HMICFRS Gaps\n",
            "title: HMICFRS tracker\n",
            "shared-title",
            "HMICFRS tracker",
            "the title of the Tracker (list_title in tracker.yaml) already",
            id="the tracker's title",
        ),
        pytest.param(
            "targets",
            "{ title: Sync key, type: text, unique: true }",
            "{ title: Sync key, type: text, unique: false }",
            "key-not-unique",
            "{ title: Sync key, type: text, unique: false }",
            "unique: true",
            id="a key that is not unique",
        ),
        pytest.param(
            "targets",
            "RespondedOn: { title: Responded on, type: date,",
            "RespondedOn: { title: Responded on, type: text,",
            "wrong-column",
            "{ title: Responded on,",
            "The service reads RespondedOn: it must be of type date.",
            id="another type for what people tell us",
        ),
        pytest.param(
            "targets",
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"/></OrderBy>',
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"></OrderBy>',
            "bad-query",
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"></OrderBy>',
            "This is not well-formed XML: mismatched tag.",
            id="a query that is no XML",
        ),
        pytest.param(
            "targets",
            '<OrderBy><FieldRef Name="StartsOn" Ascending="FALSE"/></OrderBy>',
            '<OrderBy><FieldRef Name="StartsOn" Ascending="FALSE"></OrderBy>',
            "bad-query",
            '<OrderBy><FieldRef Name="StartsOn" Ascending="FALSE"></OrderBy>',
            "This is not well-formed XML: mismatched tag.",
            id="a query of a list of people's that is no XML",
        ),
        pytest.param(
            "targets",
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"/></OrderBy>',
            '<OrderBy><FieldRef Name="Id" Ascending="FALSE"/></OrderBy>',
            "bad-query",
            '<OrderBy><FieldRef Name="Id" Ascending="FALSE"/></OrderBy>',
            "It asks for 'Id', which is not a column of this list.",
            id="a query for a column that is not there",
        ),
        pytest.param(
            "targets",
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"/></OrderBy>',
            '<Order><FieldRef Name="ID" Ascending="FALSE"/></Order>',
            "bad-query",
            '<Order><FieldRef Name="ID" Ascending="FALSE"/></Order>',
            "<Order> cannot stand here",
            id="a query of another kind",
        ),
        pytest.param(
            "targets",
            '<OrderBy><FieldRef Name="ID" Ascending="FALSE"/></OrderBy>',
            "newest first",
            "bad-query",
            "newest first",
            "There is text outside its elements.",
            id="a query in words",
        ),
    ],
)
def test_a_mapping_that_would_destroy_the_figures_is_refused(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: str, gist: str
) -> None:
    path = copy_mappings(tmp_path) / f"{file}.yaml"
    edit(path, old, new)

    problems = find_problems(lambda: load_rules(tmp_path))

    line, column = place_of(path, words)
    indent = len(words) - len(words.lstrip())
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column + indent)]
    assert gist in problems[0].message


@pytest.mark.parametrize("column", ["Decision", "Reason", "ReviewOn", "RespondedOn", "ActionPlanSentOn"])
def test_a_column_in_which_people_tell_the_service_something_must_be_there(tmp_path: Path, column: str) -> None:
    path = copy_mappings(tmp_path) / "targets.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(f"      {column}: ")), encoding="utf-8")

    problems = find_problems(lambda: load_rules(tmp_path))

    missing = [problem for problem in problems if problem.code == "missing-column"]
    assert [f"reads what people put into {column}" in problem.message for problem in missing] == [True]


def test_without_agreement_no_day_of_agreement_is_needed(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "tracker.yaml", "  agreed_on: FLL_x0020_Agreed\n", "")
    edit(tmp_path / "governance.yaml", "completion_needs_agreement: true", "completion_needs_agreement: false")

    assert "agreed_on" not in load_rules(tmp_path).tracker.columns


def test_a_name_that_is_misspelt_hides_nothing_and_its_field_is_not_called_missing(tmp_path: Path) -> None:
    path = copy_mappings(tmp_path) / "tracker.yaml"
    edit(path, STATUS, "  statuss: Status\n")
    edit(path, "superseded: [Superseded, No longer relevant]", "superseded: [Superseded, Ongoing]")
    edit(path, "\nblanks:", "\nblank:")

    problems = find_problems(lambda: load_rules(tmp_path))

    assert sorted((p.code, p.where) for p in problems) == [
        ("ambiguous-word", "statuses › superseded › 1"),
        ("unknown-key", "blank"),
        ("unknown-word", "columns › statuss"),
    ]


def test_a_name_that_stands_twice_does_not_hide_a_wrong_rule_and_a_wrong_number(tmp_path: Path) -> None:
    path = copy_mappings(tmp_path) / "gaps.yaml"
    edit(path, "  no-owner: { severity: High }\n", "  no-owner: { severity: High }\n  no-owner: { severity: Low }\n")
    edit(path, "\n  no-board:", "\n  no-boards:")
    edit(path, "  overdue: { severity: High, ", "  overdue: { severity: High, grace_days: -1, ")

    assert sorted(p.code for p in find_problems(lambda: load_rules(tmp_path))) == [
        "duplicate-key",
        "too-small",
        "unknown-word",
    ]


def test_a_column_of_a_list_that_is_misspelt_hides_no_other_mistake_and_is_not_called_missing(tmp_path: Path) -> None:
    path = copy_mappings(tmp_path) / "targets.yaml"
    edit(path, "GapKind: { title: Kind, type: choice,", "GapKind: { title: Kind, type: choise,")
    edit(path, "title: HMICFRS Position\n", "title: HMICFRS Gaps\n")

    assert [p.code for p in find_problems(lambda: load_rules(tmp_path))] == ["unknown-word", "shared-title"]


def test_a_broken_file_hides_no_lost_reference(tmp_path: Path) -> None:
    copy_mappings(tmp_path, matching="lost-alias", governance="tab")
    edit(tmp_path / "matching.yaml", "version: 1", "version: 1\nmargins: 0.1")

    assert [p.code for p in check_against_register(tmp_path, a_register())] == ["lost-reference"] * 4


def test_the_registers_lists_on_the_site_have_titles_of_their_own() -> None:
    titles = ["hmicfrs tracker", "Register", "register"]

    problems = list(check_register_titles("settings.yaml", titles, the_rules()))

    assert [(p.file, p.code, p.message.split(" is ")[0]) for p in problems] == [
        ("settings.yaml", "shared-title", "'hmicfrs tracker'"),
        ("settings.yaml", "shared-title", "'register'"),
    ]
