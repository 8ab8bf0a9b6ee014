"""Gaps: every kind has a rule that speaks and keeps silent, and every gap says what is wrong, on both sides, and what to do."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.gaps import RULES, assess_gaps
from sync.core.records import Standing
from sync.core.vocabulary import GapKind, Severity
from tests.builders import AS_OF, a_register, the_rules
from tests.core.gap_examples import EXAMPLES, FRAUD, ROCU, a_row_about, find_gaps, find_in, only
from tests.core.strategies import standings

EVERY_KIND = [pytest.param(kind, id=kind.value) for kind in GapKind]
WITHOUT_TRACKER_SIDE = {GapKind.PUBLICATION_UNASSESSED}
ABOUT_NO_ROW = {
    GapKind.MISSING_ENTRY,
    GapKind.PUBLICATION_UNASSESSED,
    GapKind.RESPONSE_DUE,
    GapKind.ACTION_PLAN_DUE,
    GapKind.INSPECTION_NOT_LINKED,
}
ABOUT_THE_ROW_ALONE = {
    GapKind.NO_OWNER,
    GapKind.NO_BOARD,
    GapKind.NO_TARGET_DATE,
    GapKind.DATE_SLIPPED,
    GapKind.STALE_UPDATE,
    GapKind.CLOSED_WITHOUT_EVIDENCE,
    GapKind.CLOSED_WITHOUT_AGREEMENT,
    GapKind.AGREED_BUT_OPEN,
    GapKind.AGREEMENT_OVERDUE,
    GapKind.RECHECK_DUE,
    GapKind.UNMAPPED_VALUE,
    GapKind.UNREADABLE_VALUE,
    GapKind.REQUIRED_BLANK,
    GapKind.UNEXPLAINED_MOVEMENT,
}


def test_every_kind_has_a_rule_a_setting_and_an_example() -> None:
    assert set(RULES) == set(GapKind)
    assert set(the_rules().gaps) == set(GapKind)
    assert set(EXAMPLES) == set(GapKind)


def test_gaps_yaml_names_every_kind() -> None:
    places = {kind: rule.place for kind, rule in the_rules().gaps.items()}

    assert all(place.startswith("gaps.yaml line ") for place in places.values())
    assert len(set(places.values())) == len(GapKind)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_kind_is_raised_once(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gaps = find_in(kind, example.rows, example.register, AS_OF, only(kind), example.kept)

    assert [gap.kind for gap in gaps] == [kind]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_kind_is_not_raised_by_what_only_nearly_is_one(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gaps = find_in(kind, example.near_miss, example.register_near_miss, AS_OF, only(kind), example.kept_near_miss)

    assert gaps == []


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_rule_that_is_off_says_nothing(kind: GapKind) -> None:
    example = EXAMPLES[kind]
    rules = replace(the_rules(), gaps={name: replace(rule, is_on=False) for name, rule in the_rules().gaps.items()})

    assert assess_gaps(example.rows, example.register, rules, AS_OF) == ()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_gap_says_what_is_wrong_and_what_to_do(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gap = find_in(kind, example.rows, example.register, AS_OF, only(kind), example.kept)[0]

    for text in (gap.sentence, gap.what_to_do):
        assert text.endswith(".")
        assert text[0].isupper()
        assert "  " not in text
        assert "None" not in text
    assert gap.severity is the_rules().gaps[kind].severity
    assert gap.rule == f"{kind} ({the_rules().gaps[kind].place})"
    assert gap.key.startswith(f"{kind}/")
    assert len(gap.fingerprint) == 16


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_gap_quotes_both_sides_where_there_are_two(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gap = find_in(kind, example.rows, example.register, AS_OF, only(kind), example.kept)[0]

    assert bool(gap.tracker_says) is (kind not in WITHOUT_TRACKER_SIDE)
    assert bool(gap.register_says) is (kind not in ABOUT_THE_ROW_ALONE)
    assert (gap.entry is None) is (kind in ABOUT_NO_ROW)
    assert bool(gap.board) is (gap.entry is not None and example.rows[0].entry.board is not None)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_gap_is_named_and_fingerprinted_alike_from_day_to_day(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gaps = [
        find_in(
            kind, example.rows, example.register, AS_OF.replace(day=day), only(kind, grace_days=grace), example.kept
        )
        for day, grace in ((23, 7), (24, 8))
    ]

    pairs = [[(gap.key, gap.fingerprint, gap.sentence) for gap in found] for found in gaps]
    assert pairs[0] == pairs[1] or kind in {GapKind.OVERDUE, GapKind.DUE_SOON}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_rule_that_no_file_sets_is_named_alone(kind: GapKind) -> None:
    example = EXAMPLES[kind]

    gap = find_in(kind, example.rows, example.register, AS_OF, only(kind, place=""), example.kept)[0]

    assert gap.rule == kind.value


def test_a_gap_about_an_item_is_filed_under_its_publication() -> None:
    assert find_gaps(GapKind.NO_OWNER, [a_row_about(has_owner=False)])[0].publication == ROCU.title
    assert find_gaps(GapKind.NO_OWNER, [a_row_about(None, has_owner=False)])[0].publication == ""


def test_gaps_stand_worst_first_then_by_kind_and_row() -> None:
    rows = [
        a_row_about(None, number, has_owner=False, board=None, updated_on=AS_OF.replace(year=2019)) for number in (2, 1)
    ]
    rules = replace(
        the_rules(),
        gaps={
            kind: replace(rule, is_on=kind in {GapKind.STALE_UPDATE, GapKind.NO_OWNER, GapKind.NO_BOARD})
            for kind, rule in the_rules().gaps.items()
        },
    )

    gaps = assess_gaps(rows, a_register([ROCU, FRAUD]), rules, AS_OF)

    assert [(gap.severity, gap.kind, gap.entry) for gap in gaps] == [
        (Severity.HIGH, GapKind.NO_OWNER, 1),
        (Severity.HIGH, GapKind.NO_OWNER, 2),
        (Severity.HIGH, GapKind.NO_BOARD, 1),
        (Severity.HIGH, GapKind.NO_BOARD, 2),
        (Severity.MEDIUM, GapKind.STALE_UPDATE, 1),
        (Severity.MEDIUM, GapKind.STALE_UPDATE, 2),
    ]


@given(standings(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_gap(rows: list[Standing], random: Random) -> None:
    register = a_register([ROCU, FRAUD], [row.item for row in rows if row.item])
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert assess_gaps(shuffled, register, the_rules(), AS_OF) == assess_gaps(rows, register, the_rules(), AS_OF)


@given(standings())
def test_every_gap_has_a_key_of_its_own(rows: list[Standing]) -> None:
    register = a_register([ROCU, FRAUD], [row.item for row in rows if row.item])

    gaps = assess_gaps(rows, register, the_rules(), AS_OF)

    keys = [gap.key for gap in gaps]
    assert len(keys) == len(set(keys))
