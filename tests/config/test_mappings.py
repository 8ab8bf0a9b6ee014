"""Mappings: what administrators write becomes the core's rules, and mistakes across all five files are told at once."""

from pathlib import Path

import pytest

from sync.config.mappings import check_against_register, load_rules
from sync.core.records import TargetColumn
from sync.core.rules import GuardRule
from sync.core.vocabulary import (
    ChangeKind,
    ColumnOwner,
    ColumnType,
    GapKind,
    ItemKind,
    PublicationId,
    RegisterRef,
    Severity,
    Status,
    TrackerField,
)
from sync.errors import Problem
from tests.builders import a_publication, a_register, an_item, the_rules
from tests.config.mistakes import MISTAKES, copy_mappings, edit, find_problems, place_of

OWNED = [a_publication(key) for board in the_rules().governance.boards for key in board.publications]
"""The publications that governance.yaml gives to boards."""


def load_with(folder: Path, **replaced: str) -> list[Problem]:
    """What is told of the shipped mappings with some of them replaced by a mistake."""
    copy_mappings(folder, **replaced)
    return find_problems(lambda: load_rules(folder))


def test_the_mappings_that_come_with_the_product_hold() -> None:
    rules = the_rules()

    assert rules.tracker.list_title == "HMICFRS Tracker"
    assert rules.tracker.columns[TrackerField.REFERENCE] == "Recommendation_x0020_Ref"
    assert rules.tracker.statuses["closed fll agreed"] is Status.COMPLETE
    assert rules.tracker.kinds["cause of concern"] is ItemKind.CAUSE_OF_CONCERN
    assert rules.matching.aliases["stop search"] == PublicationId("POWERS-2021")
    assert (rules.gaps[GapKind.OVERDUE].severity, rules.gaps[GapKind.RECHECK_DUE].is_on) == (Severity.HIGH, False)
    assert len(rules.governance.boards) == 4
    assert rules.targets.guards[ChangeKind.RETIRE] == GuardRule(0.5, 25, 2000)


def test_each_word_of_ours_means_itself(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "tracker.yaml", "[Superseded, No longer relevant]", "[Dropped]")

    rules = load_rules(tmp_path)

    assert rules.tracker.statuses["superseded"] is Status.SUPERSEDED


def test_a_gap_that_the_file_does_not_name_runs_with_medium_severity(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "gaps.yaml", "  no-owner: { severity: High }\n", "")

    rule = load_rules(tmp_path).gaps[GapKind.NO_OWNER]

    assert (rule.is_on, rule.severity, rule.grace_days, rule.place) == (
        True,
        Severity.MEDIUM,
        0,
        "not named in gaps.yaml",
    )


def test_a_rule_remembers_the_line_that_set_it() -> None:
    path = MISTAKES.parents[2] / "mappings/gaps.yaml"

    assert the_rules().gaps[GapKind.NO_OWNER].place == f"gaps.yaml line {place_of(path, 'no-owner')[0]}"


def test_what_is_required_twice_is_required_once(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "tracker.yaml", "required: [kind, scope,", "required: [kind, kind, scope,")

    assert load_rules(tmp_path).tracker.required[:2] == (TrackerField.KIND, TrackerField.SCOPE)


def test_boards_keep_their_order_and_chairs(tmp_path: Path) -> None:
    copy_mappings(tmp_path)
    edit(
        tmp_path / "governance.yaml",
        "  - name: Operational Assessment Board\n",
        "  - name: Operational Assessment Board\n    aliases: [Ops]\n",
    )

    boards = load_rules(tmp_path).governance.boards

    assert (boards[1].name, boards[1].chair) == ("Operational Assessment Board", "Assistant Chief Constable")
    assert boards[1].aliases == ("Ops",)


@pytest.mark.parametrize("name", ["Recommendations", "whole force", "No board"])
def test_a_board_called_like_another_line_of_the_position_is_refused(tmp_path: Path, name: str) -> None:
    copy_mappings(tmp_path)
    edit(tmp_path / "governance.yaml", "  - name: Operational Assessment Board\n", f"  - name: {name}\n")

    (problem,) = find_problems(lambda: load_rules(tmp_path))

    assert problem.code == "taken-name"
    assert "is a line of the position of its own" in problem.message


def test_the_force_is_addressed_by_its_names_and_its_groups() -> None:
    assert {"lancashire constabulary", "lancashire", "chief constables"} <= the_rules().governance.addressed_as


def test_the_columns_of_people_are_not_the_services() -> None:
    gaps = the_rules().targets.gaps

    people = [column.name for column in gaps.columns if column.owner is ColumnOwner.PEOPLE]
    assert people == ["Decision", "Reason", "DecidedBy", "ReviewOn"]
    assert set(people).isdisjoint(gaps.service_columns)


def test_a_unique_column_has_an_index() -> None:
    column = the_rules().targets.gaps.service_columns["SyncKey"]

    assert column == TargetColumn(
        "SyncKey",
        "Sync key",
        ColumnType.TEXT,
        ColumnOwner.SERVICE,
        "The service's key. Leave it alone.",
        is_unique=True,
        is_indexed=True,
    )


def test_the_tracker_may_be_left_alone(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "targets.yaml", "tracker_columns:\n  on: true", "tracker_columns:\n  on: false")

    targets = load_rules(tmp_path).targets

    assert targets.flags is None
    assert [target.title for target in targets.owned] == [
        "HMICFRS Gaps",
        "HMICFRS Position",
        "HMICFRS Publications",
        "HMICFRS Position History",
        "HMICFRS Sync Runs",
    ]


def test_our_columns_on_the_tracker_belong_to_the_list_that_tracker_yaml_names(tmp_path: Path) -> None:
    edit(copy_mappings(tmp_path) / "tracker.yaml", "list_title: HMICFRS Tracker", "list_title: Inspections")

    flags = load_rules(tmp_path).targets.flags

    assert flags is not None
    assert (flags.title, flags.key) == ("Inspections", "")


@pytest.mark.parametrize(
    ("file", "mistake", "expected"),
    [
        pytest.param(
            "tracker",
            "ambiguous-word",
            [
                (10, 7, "statuses › awaiting-agreement › 1", "'waiting.' already means in-progress; "),
                (11, 16, "statuses › superseded › 0", "'Complete' already means complete; "),
            ],
            id="words that mean two things, one of them ours",
        ),
        pytest.param(
            "matching",
            "duplicate-alias",
            [
                (4, 21, "aliases › BAIL-2020 › 1", "'Stop AND search?' already means POWERS-2021; "),
            ],
            id="titles of two publications",
        ),
        pytest.param(
            "matching",
            "alias-of-nothing",
            [(3, 8, "pinned › -", "'-' has no letter or digit in it; ")],
            id="a decision about nothing",
        ),
        pytest.param(
            "matching",
            "same-words",
            [
                (4, 5, "same_words › 1", "One wording alone stands for nothing else; "),
                (5, 5, "same_words › 2", "'three' tells items apart "),
                (6, 5, "same_words › 3", "'internal' and 'external' say opposite things; "),
            ],
            id="wordings that are not the same",
        ),
        pytest.param(
            "governance",
            "duplicate-board",
            [
                (
                    7,
                    13,
                    "boards › 1 › name",
                    "'Operational assessment board' already means Operational Assessment Board; ",
                ),
                (8, 56, "boards › 2 › aliases › 0", "'OPS' already means Operational Assessment Board; "),
            ],
            id="boards that are one",
        ),
    ],
)
def test_words_mean_one_thing(
    tmp_path: Path, file: str, mistake: str, expected: list[tuple[int, int, str, str]]
) -> None:
    problems = load_with(tmp_path, **{file: mistake})

    assert [(p.line, p.column, p.where) for p in problems] == [
        (line, column, where) for line, column, where, _ in expected
    ]
    assert all(gist in problem.message for problem, (*_, gist) in zip(problems, expected, strict=True))


def test_mistakes_in_several_files_are_told_at_once(tmp_path: Path) -> None:
    problems = load_with(
        tmp_path, gaps="unknown-field", tracker="ambiguous-word", matching="tab", governance="no-version"
    )

    assert [(Path(p.file).name, p.code) for p in problems] == [
        ("gaps.yaml", "unknown-key"),
        ("governance.yaml", "version"),
        ("matching.yaml", "not-yaml"),
        ("tracker.yaml", "ambiguous-word"),
        ("tracker.yaml", "ambiguous-word"),
    ]


def test_a_folder_without_mappings_is_told_file_by_file(tmp_path: Path) -> None:
    problems = find_problems(lambda: load_rules(tmp_path))

    assert [p.code for p in problems] == ["missing-file"] * 6


@pytest.mark.parametrize(
    ("old", "new", "words", "code", "gist"),
    [
        pytest.param(
            "      GapKind: { title: Kind, type: choice, indexed: true }\n",
            "",
            "columns:\n      Title: { title: Gap,",
            "missing-column",
            "The service writes a column GapKind of type choice",
            id="a column left out",
        ),
        pytest.param(
            "{ title: Tracker row, type: number }",
            "{ title: Tracker row, type: text }",
            "EntryId:",
            "wrong-column",
            "of type number",
            id="another type",
        ),
        pytest.param(
            "{ title: Tracker row, type: number }",
            "{ title: Tracker row, type: number, owner: people }",
            "EntryId:",
            "wrong-column",
            "owned by the service",
            id="another owner",
        ),
        pytest.param(
            "      Reason: { title: Reason, type: note, owner: people,",
            "      Reason: { title: Reason, type: note,",
            "Reason:",
            "wrong-owner",
            "say owner: people",
            id="a column that the service does not write",
        ),
        pytest.param(
            "      Reason: { title: Reason, type: note, owner: people,",
            "      Our reason: { title: Reason, type: note, owner: people,",
            "Our reason:",
            "bad-name",
            "'Our reason' cannot be an internal name",
            id="a blank in an internal name",
        ),
        pytest.param(
            "[Severity, LinkTitle, WhatToDo, EntryLink, Board, FirstSeen, Decision, Reason]",
            "[Severity, Titel]",
            "Titel",
            "unknown-column",
            "Titel is not a column of this list.",
            id="a view's column",
        ),
        pytest.param(
            "SyncDue: { title: Due, type: date,",
            "SyncDue: { title: Due, type: text,",
            "SyncDue:",
            "wrong-column",
            "of type date",
            id="our column on the tracker",
        ),
    ],
)
def test_a_mistake_in_targets_yaml(tmp_path: Path, old: str, new: str, words: str, code: str, gist: str) -> None:
    path = copy_mappings(tmp_path) / "targets.yaml"
    edit(path, old, new)

    problems = find_problems(lambda: load_rules(tmp_path))

    told = next(problem for problem in problems if problem.code == code)
    assert (told.line, told.column) == place_of(path, words)
    assert gist in told.message


def test_a_mistake_in_targets_yaml_is_told_also_when_tracker_yaml_is_broken(tmp_path: Path) -> None:
    copy_mappings(tmp_path, tracker="tab")
    edit(tmp_path / "targets.yaml", "{ title: Tracker row, type: number }", "{ title: Tracker row, type: text }")

    assert [p.code for p in find_problems(lambda: load_rules(tmp_path))] == ["wrong-column", "not-yaml"]


def test_what_matching_yaml_names_must_be_in_the_register(tmp_path: Path) -> None:
    copy_mappings(tmp_path, matching="lost-alias")

    problems = list(check_against_register(tmp_path, a_register(OWNED, [an_item("ROCU-2021-R1")])))

    assert [(p.line, p.code, p.message, p.suggestion) for p in problems] == [
        (3, "lost-reference", "rocu-2021 is not in the register.", "ROCU-2021"),
        (4, "lost-reference", "XYZ-2021 is not in the register.", ""),
        (7, "lost-reference", "ROCU-2021-R99 is not in the register.", ""),
    ]


def test_what_matching_yaml_names_and_the_register_has_is_fine(tmp_path: Path) -> None:
    copy_mappings(tmp_path, matching="alias-of-nothing")

    assert list(check_against_register(tmp_path, a_register(OWNED, [an_item("ROCU-2021-R1")]))) == []


def test_what_a_board_answers_for_is_written_as_in_the_register_and_belongs_to_one_board(tmp_path: Path) -> None:
    path = copy_mappings(tmp_path) / "governance.yaml"
    edit(path, "publications: [EVERYONES-BUSINESS-2014, ", "publications: [rocu-2021, ROCU-2021, ")

    problems = list(check_against_register(tmp_path, a_register(OWNED)))

    told = [(p.code, p.message, p.suggestion) for p in problems if p.file == str(path)]
    assert told == [
        ("lost-reference", "rocu-2021 is not in the register.", "ROCU-2021"),
        ("two-owners", "ROCU-2021 already belongs to Operational Assessment Board; a publication has one board.", ""),
    ]


def test_a_decision_is_found_by_its_words_in_any_writing(tmp_path: Path) -> None:
    copy_mappings(tmp_path, matching="lost-alias")

    assert load_rules(tmp_path).matching.pinned == {"funding of units": RegisterRef("ROCU-2021-R99")}
