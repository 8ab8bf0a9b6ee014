"""Trackers whose rows we know the truth of: published wordings with noise, rows with no counterpart, summaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from sync.core.records import RegisterItem, TrackerEntry
from sync.core.text import fold
from sync.core.vocabulary import EntryId, RegisterRef
from tests.benchmarks.noise import NOISES, Noise, summarise
from tests.benchmarks.noisy_register import Sample

NAMED = 0.80
"""The share of rows that name their publication; the rest name none (15 %) or another one (5 %)."""
_OTHERWISE_NAMED = 0.05
_MISQUOTED = 0.25
"""The share of the titles that are misquoted."""


@dataclass(frozen=True, slots=True)
class NoisyRow:
    """A row, the kind of noise it has, and the item it is about; None when the register has none."""

    noise: str
    entry: TrackerEntry
    truth: RegisterRef | None


def make_tracker(seed: int, sample: Sample, rows: int, *, is_named: bool = True) -> list[NoisyRow]:
    """Return so many rows of every kind of noise in turn, each about an item of the register.

    Where ``is_named`` is False, no row names a publication: nothing but the words is left.
    """
    random = Random(seed)
    items = list(sample.register.items.values())
    made = []
    for number in range(rows):
        name = list(NOISES)[number % len(NOISES)]
        item = random.choice(items)
        made.append(_make_row(random, sample, number + 1, item, (name, NOISES[name]), is_named=is_named))
    return made


def make_summaries(seed: int, sample: Sample, rows: int, words: int) -> list[NoisyRow]:
    """Return rows that hold so many telling words of their item, inside the right publication."""
    random = Random(seed)
    titles = _titles(sample)
    made = []
    for number in range(rows):
        item = random.choice(list(sample.register.items.values()))
        text = summarise(words)(item.text, random)
        entry = TrackerEntry(
            EntryId(number + 1), title=f"Item {number}", publication=titles[item.publication], text=text
        )
        made.append(NoisyRow(f"{words} words", entry, item.id))
    return made


def make_outsiders(seed: int, sample: Sample, *, are_twins: bool, is_named: bool = True) -> list[NoisyRow]:
    """Return a row for every stranger, or every twin, of the sample: nothing in the register is their counterpart."""
    random = Random(seed)
    name = "twins of an item" if are_twins else "no counterpart"
    made = []
    for number, item in enumerate(sample.twins if are_twins else sample.strangers):
        noise = list(NOISES.items())[number % len(NOISES)]
        row = _make_row(random, sample, number + 1, item, noise, is_named=is_named)
        told = f"{name}, cut off" if are_twins and not _is_told(sample, number, row.entry.text) else name
        made.append(NoisyRow(told, row.entry, None))
    return made


def _is_told(sample: Sample, number: int, text: str) -> bool:
    """Say whether the row still has one of the words in which a twin differs; without them nobody can tell the two apart."""
    original = sample.register.items[sample.twin_of[number]].text
    differing = set(fold(sample.twins[number].text).split()) - set(fold(original).split())
    return bool(differing & set(fold(text).split()))


def _titles(sample: Sample) -> Mapping[str, str]:
    return {publication.id: publication.title for publication in sample.register.publications.values()}


def _make_row(
    random: Random, sample: Sample, number: int, item: RegisterItem, noise: tuple[str, Noise], *, is_named: bool
) -> NoisyRow:
    name, make_noise = noise
    titles = _titles(sample)
    other = random.choice(list(titles.values()))
    chance = random.random()
    title = (
        titles.get(item.publication, other) if chance < NAMED else other if chance < NAMED + _OTHERWISE_NAMED else ""
    )
    if title and random.random() < _MISQUOTED:
        title = _misquote(title, random)
    text = make_noise(item.text, random)
    entry = TrackerEntry(EntryId(number), title=f"Item {number}", publication=title if is_named else "", text=text)
    return NoisyRow(name, entry, item.id if item.id in sample.register.items else None)


def _misquote(title: str, random: Random) -> str:
    """Return a title as it is written from memory."""
    way = random.randrange(4)
    if way == 0:
        return title.upper().replace(":", " -")
    if way == 1:
        at = random.randrange(len(title) - 1)
        return title[:at] + title[at + 1] + title[at] + title[at + 2 :]
    if way == 2:
        return title.split(",")[0]
    return title.replace(" and ", " & ")
