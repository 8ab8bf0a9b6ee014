"""Trackers whose rows we know the truth of: published wordings with noise, rows with no counterpart, summaries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from rapidfuzz.distance import OSA

from sync.core.records import RegisterItem, TrackerEntry
from sync.core.text import fold
from sync.core.vocabulary import EntryId, RegisterRef
from tests.benchmarks.noise import NOISES, SMALL, Noise, summarise
from tests.benchmarks.noisy_register import SAME_ACTOR, Sample

NAMED = 0.80
"""The share of rows that name their publication; the rest name none (15 %) or another one (5 %)."""
_OTHERWISE_NAMED = 0.05
_MISQUOTED = 0.25
"""The share of the titles that are misquoted."""
_LONG = 5
"""Letters from which a word with one of them wrong is still read as what it is."""


@dataclass(frozen=True, slots=True)
class NoisyRow:
    """A row, the kind of noise it has, and the item it is about; None when the register has none.

    ``twin`` says in what its item, which the register does not have, differs from one that it has; ``is_told`` whether a word
    of that difference still stands in the row.
    """

    noise: str
    entry: TrackerEntry
    truth: RegisterRef | None
    twin: str = ""
    is_told: bool = True


def make_tracker(
    seed: int, sample: Sample, rows: int, *, is_named: bool = True, noises: Mapping[str, Noise] = NOISES
) -> list[NoisyRow]:
    """Return so many rows of every kind of noise in turn, each about an item of the register.

    Where ``is_named`` is False, no row names a publication: nothing but the words is left.
    """
    random = Random(seed)
    items = list(sample.register.items.values())
    made = []
    for number in range(rows):
        name = list(noises)[number % len(noises)]
        item = random.choice(items)
        made.append(_make_row(random, sample, number + 1, item, (name, noises[name]), is_named=is_named))
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
    made = []
    for number, item in enumerate(sample.twins if are_twins else sample.strangers):
        noise = list(NOISES.items())[number % len(NOISES)]
        row = _make_row(random, sample, number + 1, item, noise, is_named=is_named)
        twin = sample.twin_kinds[number] if are_twins else ""
        is_told = not are_twins or _is_told(sample, number, row)
        made.append(replace(row, truth=None, twin=twin, is_told=is_told))
    return made


def _is_told(sample: Sample, number: int, row: NoisyRow) -> bool:
    """Say whether a word in which a twin differs still stands in the row, or all but one letter of a long one.

    Without any nobody can tell the twin from its original: it was cut off, left out, said otherwise or mistyped throughout.
    """
    original = sample.register.items[sample.twin_of[number]].text
    if row.noise.startswith("cut"):
        original = original[: len(row.entry.text)]
    twin, other = (Counter(fold(text).replace(*SAME_ACTOR).split()) for text in (sample.twins[number].text, original))
    words = fold(row.entry.text).replace(*SAME_ACTOR).split()
    if row.noise.startswith("cut") and not sample.twins[number].text[len(row.entry.text) :][:1].isspace():
        words = words[:-1]  # half a word, or its first letter, tells nothing
    for word in twin - other:
        if word in SMALL:
            continue
        standing = sum(one == word or (one not in other and _is_mistyped(one, word)) for one in words)
        if standing > other[word]:
            return True
    return False


def _is_mistyped(word: str, meant: str) -> bool:
    return len(meant) >= _LONG and OSA.distance(word, meant, score_cutoff=1) <= 1


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
