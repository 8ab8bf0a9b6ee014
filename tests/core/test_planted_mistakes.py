"""The sample site's planted mistakes: each is found with the right kind, once, and a clean row has no gap at all."""

import csv
from collections import Counter

import pytest

from sync.core.vocabulary import GapKind
from tests.builders import ROOT
from tests.core.sample import the_result, the_tracker

_TABLE = ROOT / "tests/data/planted-mistakes.csv"

PLANTED = {
    1: ["overdue", "stale-update", "superseded-but-open"],
    18: ["stale-update"],
    19: ["unmapped-value"],
    21: ["closed-without-evidence"],
    23: ["concern-closed-early"],
    24: ["overdue"],
    32: ["overdue"],
    33: ["agreement-overdue", "overdue"],
    40: ["overdue"],
    41: ["duplicate-entry"],
    43: ["stale-update"],
    44: ["closed-without-agreement", "overdue"],
    46: ["date-slipped"],
    47: ["unreadable-value"],
    48: ["overdue"],
    54: ["duplicate-entry"],
    66: ["unknown-entry"],
    67: ["unknown-entry"],
    68: ["unknown-entry"],
    72: ["not-for-force"],
    75: ["date-slipped"],
    80: ["no-owner"],
    82: ["no-board"],
    84: ["no-target-date"],
    86: ["no-target-date"],
    88: ["wrong-publication"],
    89: ["wrong-publication"],
    90: ["no-owner", "wrong-publication"],
    91: ["wrong-publication"],
    92: ["wrong-publication"],
}
"""By row: the kinds that the sample's own table of untidiness means (sync/emulator/seeds/lancashire-2021/README.md)."""

MISSING = ["BAIL-2020-R4", "POWERS-2021-R6", "ROCU-2021-R2", "ROCU-2021-R5"]


def kinds_of(row: int) -> list[str]:
    return sorted(gap.kind.value for gap in the_result().gaps if row in gap.entries)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"row {row}: {', '.join(kinds)}") for row, kinds in PLANTED.items()]
)
def test_a_planted_mistake_is_found_once_with_its_kind(row: int) -> None:
    assert kinds_of(row) == PLANTED[row]


def test_no_clean_row_has_a_gap() -> None:
    clean = [row.id for row in the_tracker().rows if row.id not in PLANTED]

    assert {row: kinds_of(row) for row in clean if kinds_of(row)} == {}
    assert len(clean) == 62


def test_what_is_missing_is_found_once() -> None:
    about_no_row = Counter((gap.kind, gap.ref or gap.publication) for gap in the_result().gaps if not gap.entries)

    assert {
        ref: count for (kind, ref), count in about_no_row.items() if kind is GapKind.MISSING_ENTRY
    } == dict.fromkeys(MISSING, 1)


def test_every_sentence_is_one_that_a_business_lead_can_read() -> None:
    for gap in the_result().gaps:
        assert gap.sentence[0].isupper(), gap.sentence
        assert gap.sentence.endswith("."), gap.sentence
        assert gap.what_to_do.endswith("."), gap.what_to_do
        assert not {"None", "null", "_x0020_", "fingerprint"} & set(gap.sentence.split()), gap.sentence


def test_the_gaps_of_the_sample_are_those_of_the_table_once_each_in_its_words() -> None:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        table = [(line["rows"], line["kind"], line["sentence"]) for line in csv.DictReader(file)]

    found = [(" ".join(map(str, gap.entries)), gap.kind.value, gap.sentence) for gap in the_result().gaps]

    assert sorted(found) == sorted(table)
    assert {kind for _, kind, _ in table} >= {kind for kinds in PLANTED.values() for kind in kinds}
