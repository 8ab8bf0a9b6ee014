"""How often matching is right, by kind of noise, on seeds that were not used while it was made.

The bar of nine automatic matches in ten holds for the mixture of noises here, and rests in part on synonyms that the product's
table has; the line *reworded, unforeseen* says how rows fare in synonyms that it has not: they are asked about, not tied wrongly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.core.match import Matcher
from sync.core.records import Match
from sync.core.vocabulary import EntryId, MatchMethod
from tests.benchmarks.noise import NOISES, UNFORESEEN
from tests.benchmarks.noisy_register import Sample, make_sample
from tests.benchmarks.noisy_tracker import NoisyRow, make_outsiders, make_summaries, make_tracker
from tests.benchmarks.table import print_table
from tests.builders import the_rules

FRESH_SEEDS = (31_337, 990_017, 20_261_123)
"""Thresholds were set on seeds 1 to 9, 101 and 102 and on the sample site, and looked at on 20240501, 20250617 and 77003."""

NEAR_COPIES = "near copy, tellable"
NOT_TOLD = "near copy, not tellable"

ITEMS = 5000
ROWS = 2400
OUTSIDERS = 1000


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over rows of one kind."""

    name: str
    rows: int
    best_right: int
    automatic: int
    wrong: int
    review: int

    def as_cells(self) -> tuple[str, ...]:
        """Return the line of the table."""
        right = f"{self.best_right / self.rows:.1%}" if self.best_right or self.automatic > self.wrong else "–"
        precision = f"{1 - self.wrong / self.automatic:.2%}" if self.automatic else "–"
        return (
            self.name,
            f"{self.rows:,}",
            right,
            f"{self.automatic / self.rows:.1%}",
            precision,
            str(self.wrong),
            f"{self.review / self.rows:.1%}",
            self.verdict,
        )

    @property
    def verdict(self) -> str:
        """Return whether the bar of this kind of rows is met, or nothing where it has none of its own."""
        if self.name == "all of these":
            is_met = self.best_right >= 0.975 * self.rows and self.automatic >= 0.9 * self.rows
            return "met" if is_met and self.wrong <= 0.001 * self.automatic else "missed"
        if self.name in {"no counterpart", NEAR_COPIES}:
            return "met" if self.automatic <= 0.001 * self.rows else "missed"
        if self.name == "6 words":
            return "met" if self.best_right >= 0.85 * self.rows else "missed"
        return "–"


def measure(seeds: Sequence[int] = FRESH_SEEDS) -> None:
    """Print the tables for rows as Trackers have them, and for rows with nothing but their words."""
    for is_named, title in (
        (True, "rows that name their publication in 80 of 100 cases"),
        (False, "nothing but the words"),
    ):
        counted: dict[str, list[Quality]] = {}
        for seed in seeds:
            sample = make_sample(seed, ITEMS, strangers=OUTSIDERS, twins=2 * OUTSIDERS)
            for quality in _judge(seed, sample, is_named=is_named):
                counted.setdefault(quality.name, []).append(quality)
        told = f"Matching {ITEMS:,} items, seeds {', '.join(map(str, seeds))}: {title}"
        columns = ("noise", "rows", "best right", "automatic", "of these right", "wrong", "review", "bar")
        print_table(told, columns, [_add_up(group).as_cells() for group in counted.values()])


def _judge(seed: int, sample: Sample, *, is_named: bool) -> list[Quality]:
    matcher = Matcher(sample.register, the_rules().matching)
    rows = make_tracker(seed + 1, sample, ROWS, is_named=is_named)
    kinds = dict.fromkeys(row.noise for row in rows)
    matches = dict(zip((row.entry.id for row in rows), matcher.match([row.entry for row in rows]), strict=True))
    found = [_count(kind, [row for row in rows if row.noise == kind], matches) for kind in kinds]
    found.append(_count("all of these", rows, matches))
    others = [make_outsiders(seed + 2, sample, are_twins=twins, is_named=is_named) for twins in (False, True)]
    others.append(make_tracker(seed + 4, sample, ROWS // len(NOISES), is_named=is_named, noises=UNFORESEEN))
    if is_named:
        others += [make_summaries(seed + 3, sample, ROWS // 4, words) for words in (6, 10)]
    for more in others:
        answers = matcher.match([row.entry for row in more])
        by_row = {match.entry: match for match in answers}
        kinds = dict.fromkeys(sorted(map(_name, more)))
        found += [_count(kind, [row for row in more if _name(row) == kind], by_row) for kind in kinds]
        twins = [row for row in more if row.twin and row.is_told]
        for kind in dict.fromkeys(sorted(row.twin for row in twins)):
            found.append(_count(f"  – in its {kind}", [row for row in twins if row.twin == kind], by_row))
    return found


def _name(row: NoisyRow) -> str:
    """Return the kind of a row that stands apart from those with an item of their own."""
    if row.twin:
        return NEAR_COPIES if row.is_told else NOT_TOLD
    return row.noise if row.truth else "no counterpart"


def _count(name: str, rows: Sequence[NoisyRow], matches: Mapping[EntryId, Match]) -> Quality:
    pairs = [(row.truth, matches[row.entry.id]) for row in rows]
    return Quality(
        name,
        len(pairs),
        sum(bool(match.candidates) and match.candidates[0].ref == truth for truth, match in pairs),
        sum(match.method is MatchMethod.TEXT for _, match in pairs),
        sum(match.method is MatchMethod.TEXT and match.ref != truth for truth, match in pairs),
        sum(match.method is MatchMethod.REVIEW for _, match in pairs),
    )


def _add_up(group: Sequence[Quality]) -> Quality:
    counts = [(q.rows, q.best_right, q.automatic, q.wrong, q.review) for q in group]
    return Quality(group[0].name, *(sum(column) for column in zip(*counts, strict=True)))
