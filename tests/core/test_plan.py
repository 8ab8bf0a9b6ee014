"""Plans: only real differences of the service's own columns, sorted and counted, and withheld by kind when there are too many."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan import judge_read_back, make_plan, plan_list
from sync.core.records import Change, DesiredRow, Link, ListContents, OutcomeKind, Plan, Row, TargetList, Value
from sync.core.rules import GuardRule
from sync.core.vocabulary import ChangeKind, ColumnType
from tests.builders import AS_OF, a_list, a_row, a_target, on
from tests.core.store import apply_changes

TARGET = a_target(
    Title=ColumnType.TEXT, Count=ColumnType.NUMBER, Day=ColumnType.DATE, Open=ColumnType.LINK, Gone=ColumnType.YES_NO
)
CREATE, UPDATE, RETIRE = ChangeKind


def plan_rows(desired: DesiredRow, *rows: Row, target: TargetList = TARGET) -> list[Change]:
    return list(plan_list(target, a_list(target.title, rows), [desired]))


def test_a_row_that_is_not_there_is_created_without_its_blanks() -> None:
    changes = plan_rows(DesiredRow("k", {"Title": "A ", "Count": 0, "Day": None, "Gone": False}))

    assert changes == [Change(CREATE, TARGET.title, "k", {"SyncKey": "k", "Title": "A", "Count": 0, "Gone": False})]


def test_a_row_that_differs_is_updated_in_what_differs() -> None:
    row = a_row(7, SyncKey="k", Title="A", Count=3.0, Day=on(date(2021, 6, 1)), Reason="Theirs")

    changes = plan_rows(DesiredRow("k", {"Title": "A", "Count": 4, "Day": date(2021, 6, 1)}), row)

    assert changes == [Change(UPDATE, TARGET.title, "k", {"Count": 4}, {"Count": 3}, 7, row.etag)]


def test_a_row_that_has_had_its_day_is_retired() -> None:
    row = a_row(7, SyncKey="k", Gone=None)

    changes = plan_rows(DesiredRow("k", {"Gone": True}, is_retired=True), row)

    assert [(change.kind, change.values, change.before) for change in changes] == [
        (RETIRE, {"Gone": True}, {"Gone": False})
    ]


@pytest.mark.parametrize(
    ("desired", "cells"),
    [
        pytest.param({"Title": "A"}, {"Title": "A"}, id="nothing differs"),
        pytest.param({"Title": " A\r\n"}, {"Title": "A"}, id="only blanks differ"),
        pytest.param({"Title": ""}, {"Title": None}, id="nothing is nothing"),
        pytest.param({"Count": 3}, {"Count": 3.0}, id="numbers come back as floats"),
        pytest.param({"Day": date(2021, 6, 1)}, {"Day": on(date(2021, 6, 1))}, id="days come back as moments"),
        pytest.param(
            {"Open": Link("https://a.example/1")},
            {"Open": Link("https://a.example/1", "https://a.example/1")},
            id="a link without words",
        ),
        pytest.param({"Gone": False}, {"Gone": None}, id="never answered is no"),
    ],
)
def test_what_does_not_differ_is_not_written(desired: Mapping[str, Value], cells: dict[str, Any]) -> None:
    assert plan_rows(DesiredRow("k", desired), a_row(1, SyncKey="k", **cells)) == []


def test_a_row_that_is_not_there_is_not_retired() -> None:
    assert plan_rows(DesiredRow("k", {"Gone": True}, is_retired=True)) == []


def test_a_row_named_by_its_id_is_never_created() -> None:
    target = replace(TARGET, key="")

    updated = plan_rows(DesiredRow("7", {"Title": "A"}, row_id=7), a_row(7, Title="B"), target=target)
    gone = plan_rows(DesiredRow("8", {"Title": "A"}, row_id=8), a_row(7, Title="B"), target=target)

    assert [(change.kind, change.row_id) for change in updated] == [(UPDATE, 7)]
    assert gone == []


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "Title": st.text(max_size=9) | st.none(),
        "Count": st.integers(0, 9) | st.none(),
        "Day": st.dates(date(2000, 1, 1), date(2100, 1, 1)) | st.none(),
        "Gone": st.booleans(),
    },
)
KEYS = st.sampled_from("abcd")
DESIRED = st.dictionaries(KEYS, VALUES).map(lambda rows: [DesiredRow(key, values) for key, values in rows.items()])
ROWS = st.lists(
    st.builds(
        lambda key, title, reason: {"SyncKey": key, "Title": title, "Reason": reason},
        KEYS | st.none(),
        st.text(max_size=9),
        st.text(),
    ),
    unique_by=lambda cells: cells["SyncKey"] or object(),
).map(lambda rows: a_list(TARGET.title, [a_row(number, **cells) for number, cells in enumerate(rows, start=1)]))


@given(DESIRED, ROWS)
def test_planning_again_after_applying_plans_nothing(desired: list[DesiredRow], contents: ListContents) -> None:
    applied = apply_changes(contents, plan_list(TARGET, contents, desired))

    assert plan_list(TARGET, applied, desired) == ()


@given(DESIRED, ROWS)
def test_every_change_has_taken_effect_once_it_is_applied(desired: list[DesiredRow], contents: ListContents) -> None:
    changes = plan_list(TARGET, contents, desired)

    applied = apply_changes(contents, changes)

    assert all(judge_read_back(change, applied, TARGET) is OutcomeKind.DONE for change in changes)
    assert all(judge_read_back(change, contents, TARGET) is OutcomeKind.FAILED for change in changes)


@given(DESIRED, ROWS)
def test_rows_without_our_key_and_columns_of_people_are_never_in_a_plan(
    desired: list[DesiredRow], contents: ListContents
) -> None:
    theirs = {row.id for row in contents.rows if not row.cells["SyncKey"]}

    changes = plan_list(TARGET, contents, desired)

    assert theirs.isdisjoint(change.row_id for change in changes)
    assert all(set(change.values) <= set(TARGET.service_columns) for change in changes)
    assert all("Reason" not in change.values for change in changes)


def test_a_change_to_a_row_that_went_has_not_taken_effect() -> None:
    change = Change(UPDATE, TARGET.title, "k", {"Title": "A"}, row_id=7)

    assert (
        judge_read_back(change, a_list(TARGET.title, [a_row(8, SyncKey="k", Title="A")]), TARGET)
        is OutcomeKind.CONFLICT
    )


def a_change(key: str = "k", kind: ChangeKind = UPDATE, title: str = "A list", **values: Value) -> Change:
    return Change(kind, title, key, values or {"Title": "A"}, row_id=None if kind is CREATE else 1)


def plan(*changes: Change, existing: int = 100, guards: Mapping[ChangeKind, GuardRule] | None = None) -> Plan:
    return make_plan(changes, {"A list": existing}, guards or {}, AS_OF)


def test_a_plan_is_sorted_by_list_then_kind_then_row() -> None:
    changes = [
        a_change("d", RETIRE, "B"),
        replace(a_change("c", UPDATE, "A"), row_id=10),
        replace(a_change("b", UPDATE, "A"), row_id=9),
        a_change("z", CREATE, "A"),
        a_change("y", CREATE, "A"),
    ]

    assert [change.key for change in plan(*changes).changes] == ["y", "z", "b", "c", "d"]


def test_a_plan_counts_its_changes_by_kind() -> None:
    made = plan(a_change("a", CREATE), a_change("b", CREATE), a_change("c", UPDATE))

    assert [made.count(kind) for kind in ChangeKind] == [2, 1, 0]


@pytest.mark.parametrize(
    ("guard", "existing", "planned", "passes"),
    [
        pytest.param(GuardRule(share=0.5, floor=10, cap=5000), 100, 50, True, id="the share itself passes"),
        pytest.param(GuardRule(share=0.5, floor=10, cap=5000), 100, 51, False, id="one more does not"),
        pytest.param(GuardRule(share=0.5, floor=10, cap=5000), 12, 10, True, id="the floor passes in a short list"),
        pytest.param(GuardRule(share=0.5, floor=10, cap=5000), 12, 11, False, id="one more than the floor does not"),
        pytest.param(GuardRule(share=0.5, floor=10, cap=5000), 0, 10, True, id="the floor passes in an empty list"),
        pytest.param(GuardRule(share=0.9, floor=10, cap=30), 100, 30, True, id="the cap passes"),
        pytest.param(GuardRule(share=0.9, floor=10, cap=30), 100, 31, False, id="one more than the cap does not"),
        pytest.param(GuardRule(share=0.5, floor=40, cap=30), 100, 31, False, id="the cap beats the floor"),
        pytest.param(GuardRule(cap=30), 10, 30, True, id="without a share only the cap counts"),
        pytest.param(GuardRule(cap=30), 1000, 31, False, id="also in a long list"),
        pytest.param(GuardRule(share=0.29, floor=0, cap=5000), 100, 29, True, id="a share that binary fractions miss"),
        pytest.param(GuardRule(share=0.5, floor=0, cap=5000), 3, 2, False, id="half of three is one"),
        pytest.param(GuardRule(share=0.0, floor=0, cap=5000), 100, 1, False, id="no share lets nothing pass"),
    ],
)
def test_a_guard_lets_pass(guard: GuardRule, existing: int, planned: int, passes: bool) -> None:  # noqa: FBT001
    made = plan(*(a_change(f"k{n}") for n in range(planned)), existing=existing, guards={UPDATE: guard})

    assert len(made.changes) == (planned if passes else 0)
    assert [(held.planned, held.existing, held.limit) for held in made.withheld] == (
        [] if passes else [(planned, existing, guard.limit(existing))]
    )


def test_only_the_kind_of_change_that_breaks_its_limit_is_withheld() -> None:
    changes = [
        a_change("a", RETIRE),
        a_change("b", RETIRE),
        a_change("c", UPDATE),
        a_change("d", CREATE),
        a_change("e", RETIRE, "Another list"),
    ]

    made = plan(*changes, guards={RETIRE: GuardRule(cap=1)})

    assert [(held.kind, held.list_title, held.planned) for held in made.withheld] == [(RETIRE, "A list", 2)]
    assert [change.key for change in made.changes] == ["d", "c", "e"]


def test_a_list_that_nobody_counted_has_no_rows() -> None:
    changes = [a_change(f"k{n}", RETIRE, "Another list") for n in range(11)]

    made = plan(*changes, guards={RETIRE: GuardRule(share=0.5, floor=10)})

    assert (made.withheld[0].existing, made.withheld[0].limit) == (0, 10)


CHANGE = Change(
    UPDATE,
    "A list",
    "k",
    {"Title": "A", "Day": date(2021, 6, 1), "Open": Link("https://a.example", "A")},
    row_id=1,
    etag='"1"',
)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(CHANGE, values={**CHANGE.values, "Title": "B"}), id="a text"),
        pytest.param(replace(CHANGE, values={**CHANGE.values, "Title": None}), id="a blank"),
        pytest.param(replace(CHANGE, values={**CHANGE.values, "Day": date(2021, 6, 2)}), id="a day"),
        pytest.param(
            replace(CHANGE, values={**CHANGE.values, "Open": Link("https://a.example", "B")}), id="a link's words"
        ),
        pytest.param(
            replace(CHANGE, values={**CHANGE.values, "Open": Link("https://b.example", "A")}), id="a link's address"
        ),
        pytest.param(replace(CHANGE, values={**CHANGE.values, "Count": 1}), id="one column more"),
        pytest.param(replace(CHANGE, values={"Title": "A"}), id="one column fewer"),
        pytest.param(replace(CHANGE, key="other"), id="the key"),
        pytest.param(replace(CHANGE, row_id=2), id="the row"),
        pytest.param(replace(CHANGE, list_title="Another"), id="the list"),
        pytest.param(replace(CHANGE, kind=RETIRE), id="the kind"),
    ],
)
def test_the_checksum_reacts_to(changed: Change) -> None:
    assert plan(changed).checksum != plan(CHANGE).checksum


def test_the_checksum_reacts_to_the_day_and_to_what_is_withheld() -> None:
    sums = {
        plan(CHANGE).checksum,
        make_plan([CHANGE], {}, {}, date(2021, 6, 24)).checksum,
        plan(CHANGE, guards={UPDATE: GuardRule(share=0.0, floor=0)}).checksum,
        plan(CHANGE, replace(CHANGE, key="l", row_id=2), guards={UPDATE: GuardRule(cap=1)}).checksum,
        plan().checksum,
    }

    assert len(sums) == 5
    assert all(len(checksum) == 12 for checksum in sums)


def test_the_checksum_sees_which_changes_are_withheld_and_not_only_how_many() -> None:
    withheld = {UPDATE: GuardRule(share=0.0, floor=0)}

    sums = {plan(a_change(Title=text), guards=withheld).checksum for text in ("A", "B")}

    assert len(sums) == 2


def test_the_checksum_does_not_react_to_etags_and_what_stood_there() -> None:
    assert plan(replace(CHANGE, etag='"2"', before={"Title": "Z"})).checksum == plan(CHANGE).checksum


def test_yes_is_not_the_number_one() -> None:
    sums = {plan(a_change(Count=1)).checksum, plan(a_change(Count=True)).checksum}

    assert len(sums) == 2


@given(st.permutations([a_change(f"k{n}", kind) for n, kind in enumerate([CREATE, UPDATE, RETIRE, CREATE])]))
def test_the_order_of_the_changes_changes_no_plan(changes: list[Change]) -> None:
    assert plan(*changes) == plan(*sorted(changes, key=lambda change: change.key))
