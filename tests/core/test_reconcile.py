"""The whole core: the order of rows and items changes nothing, and a plan that was applied leaves nothing to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sync.core.reconcile import Reconciliation
from sync.core.records import Link, ListContents, Person, Register, Row
from sync.core.rules import GuardRule, Rules
from sync.core.vocabulary import ChangeKind
from sync.errors import ShrunkSourceError
from tests.builders import AS_OF, TRACKER_TITLE, a_list, a_row, on, the_rules
from tests.core.sample import reconcile_sample, the_register, the_result, the_tracker
from tests.core.store import apply_changes

TARGETS = the_rules().targets
NEW_LISTS = tuple(a_list(target.title) for target in TARGETS.compared)
NUMBERS = sorted(row.id for row in the_tracker().rows)
SOME_ROWS = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=12, unique=True)


def rows_of(numbers: Sequence[int]) -> ListContents:
    """The sample tracker with these rows, in this order."""
    rows = {row.id: row for row in the_tracker().rows}
    return replace(the_tracker(), rows=[rows[number] for number in numbers])


def shuffled(register: Register, seed: int) -> Register:
    """The register with its publications and items in another order."""
    random = Random(seed)  # noqa: S311 - any order will do
    publications, items = list(register.publications.items()), list(register.items.items())
    random.shuffle(publications)
    random.shuffle(items)
    return Register(dict(publications), dict(items))


def apply_all(result: Reconciliation, tracker: ListContents, lists: Sequence[ListContents]) -> list[ListContents]:
    """The tracker and the lists that a run compares, after the plan."""
    return [apply_changes(contents, result.plan.changes) for contents in (tracker, *lists)]


@settings(max_examples=10)
@given(SOME_ROWS, st.integers(0, 5))
def test_planning_again_after_applying_plans_nothing(numbers: list[int], day: int) -> None:
    tracker, *lists = apply_all(reconcile_sample(rows_of(numbers)), rows_of(numbers), NEW_LISTS)
    as_of = AS_OF + timedelta(days=day)
    tracker, *lists = apply_all(reconcile_sample(tracker, lists=lists, as_of=as_of), tracker, lists)

    again = reconcile_sample(tracker, lists=lists, as_of=as_of)

    assert again.plan.changes == ()
    assert again.plan.withheld == ()


@settings(max_examples=10)
@given(SOME_ROWS.flatmap(st.permutations), st.integers())
def test_the_order_of_rows_and_items_changes_nothing(numbers: list[int], seed: int) -> None:
    plain = reconcile_sample(rows_of(sorted(numbers)))

    other = reconcile_sample(rows_of(numbers), register=shuffled(the_register(), seed))

    assert other.gaps == plain.gaps
    assert other.position == plain.position
    assert other.plan == plain.plan


@settings(max_examples=10)
@given(SOME_ROWS, st.lists(st.text(max_size=20), max_size=5))
def test_rows_of_people_and_columns_of_people_are_never_in_a_plan(numbers: list[int], notes: list[str]) -> None:
    theirs = [a_row(1000 + number, Title=note, Reason=note) for number, note in enumerate(notes)]
    tracker, *lists = apply_all(reconcile_sample(rows_of(numbers)), rows_of(numbers), NEW_LISTS)
    mixed = [replace(contents, rows=[*theirs, *contents.rows]) for contents in lists]

    result = reconcile_sample(rows_of(numbers[:-1] or numbers), lists=mixed)

    owned = {t.title: set(t.service_columns) for t in (*TARGETS.compared, TARGETS.flags) if t}
    assert all(set(change.values) <= owned[change.list_title] for change in result.plan.changes)
    assert not any((change.row_id or 0) >= 1000 for change in result.plan.changes)
    assert tracker.title == TRACKER_TITLE


def test_an_exact_copy_of_a_row_is_one_more_duplicate_and_moves_no_other_row() -> None:
    plain = the_result()
    tracker = the_tracker()
    copy = Row(999, '"999,1"', tracker.rows[9].cells)

    more = reconcile_sample(replace(tracker, rows=[*tracker.rows, copy]))

    assert more.matches[:-1] == plain.matches
    assert more.position.kind_and_scope == plain.position.kind_and_scope
    assert more.position.movement == plain.position.movement
    assert {gap.key for gap in more.gaps} - {gap.key for gap in plain.gaps} == {"duplicate-entry/CUSTODY-LANCS-2016-A2"}


def test_what_was_published_later_is_left_out() -> None:
    register = the_result().register

    assert {"FRAUD-REVISIT-2021", "CWJ-2022", "CUSTODY-LANCS-2023"}.isdisjoint(register.publications)
    assert not any(item.publication == "CWJ-2022" for item in register.items.values())
    assert "HIDDEN-VICTIMS-2021" in register.publications


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param(date(2022, 6, 29), False, id="the day before"),
        pytest.param(date(2022, 6, 30), True, id="on the day"),
    ],
)
def test_a_publication_is_known_from_its_day_on(as_of: date, expected: bool) -> None:  # noqa: FBT001
    assert ("CWJ-2022" in reconcile_sample(as_of=as_of).register.publications) is expected


def test_an_emptied_tracker_is_not_believed() -> None:
    _, *lists = apply_all(the_result(), the_tracker(), NEW_LISTS)

    with pytest.raises(ShrunkSourceError, match=r"has no rows, but .* Restore the rows"):
        reconcile_sample(replace(the_tracker(), rows=[]), lists=lists)


def test_a_tracker_that_was_always_empty_is_believed_every_time() -> None:
    empty = replace(the_tracker(), rows=[])
    _, *lists = apply_all(reconcile_sample(empty), empty, NEW_LISTS)

    result = reconcile_sample(empty, lists=lists)

    assert result.position.outstanding == 0
    assert {gap.kind for gap in result.gaps} == {"missing-entry", "publication-unassessed", "response-due"}
    assert result.plan.changes == ()


def test_where_the_tracker_is_left_alone_it_is_in_no_plan() -> None:
    rules: Rules = replace(the_rules(), targets=replace(TARGETS, flags=None))

    result = reconcile_sample(rules=rules)

    assert TRACKER_TITLE not in {change.list_title for change in result.plan.changes}


def test_a_guard_holds_back_the_clearing_of_most_flags() -> None:
    _, *lists = apply_all(the_result(), the_tracker(), NEW_LISTS)
    nothing_on = {kind: replace(rule, is_on=False) for kind, rule in the_rules().gaps.items()}

    result = reconcile_sample(lists=lists, rules=replace(the_rules(), gaps=nothing_on))

    assert [(held.kind, held.list_title) for held in result.plan.withheld] == [(ChangeKind.RETIRE, TARGETS.gaps.title)]
    assert result.plan.count(ChangeKind.RETIRE) == 0


def test_a_guard_takes_its_share_of_the_rows_that_are_not_cleared_yet() -> None:
    states = ["Cleared"] * 10 + ["Open"] * 3 + ["Dismissed"]
    gone = [a_row(n, SyncKey=f"no-owner/{9000 + n}", State=state) for n, state in enumerate(states, start=1)]
    theirs = [a_row(100 + n, Title="A note") for n in range(10)]
    gaps = replace(NEW_LISTS[0], rows=[*gone, *theirs])
    guards = {ChangeKind.RETIRE: GuardRule(share=0.5, floor=0)}

    result = reconcile_sample(
        lists=(gaps, *NEW_LISTS[1:]), rules=replace(the_rules(), targets=replace(TARGETS, guards=guards))
    )

    assert [(held.planned, held.existing, held.limit) for held in result.plan.withheld] == [(4, 4, 2)]


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(), max_size=30),
    st.sampled_from(
        ["Complete", "In Progress", "AFI", "National", "ROCU-2021-R3", "R3", "ROCUs", "31/06/2021", "Sept 2021"]
    ),
    st.booleans(),
    st.integers(0, 50_000).map(float),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(on),
    st.builds(Link, st.text(max_size=9), st.text(max_size=9)),
    st.builds(Person, st.text(max_size=9)),
    st.lists(st.text(max_size=9), max_size=3).map(tuple),
)
TRACKERS = st.lists(st.fixed_dictionaries(dict.fromkeys(the_rules().tracker.columns.values(), CELLS)), max_size=6).map(
    lambda rows: replace(the_tracker(), rows=[Row(n, f'"{n},1"', cells) for n, cells in enumerate(rows, start=1)])
)


HALF_AN_EMOJI = [dict.fromkeys(the_rules().tracker.columns.values(), "\ud83d")]


@settings(max_examples=25)
@given(TRACKERS)
@example(replace(the_tracker(), rows=[Row(1, '"1,1"', cells) for cells in HALF_AN_EMOJI]))
def test_whatever_stands_in_the_tracker_is_told_once_and_settles(tracker: ListContents) -> None:
    result = reconcile_sample(tracker)
    after, *lists = apply_all(result, tracker, NEW_LISTS)

    again = reconcile_sample(after, lists=lists)

    assert again.plan.changes == ()
    assert again.gaps == result.gaps
