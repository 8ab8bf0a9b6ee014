"""How long matching takes and how much memory it grows to, beside what the obvious ways would cost on the same rows."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from random import Random

from rapidfuzz import fuzz, process

from sync.core.match import Matcher
from sync.core.records import TrackerEntry
from sync.core.text import fold
from tests.benchmarks.noisy_register import Sample, make_sample
from tests.benchmarks.noisy_tracker import make_tracker
from tests.benchmarks.table import print_table
from tests.builders import the_rules

SEED = 40_111
ITEMS = 5000
CHANGED = 200
_SAMPLED = 100


def measure() -> None:
    """Print the times of matching, each measured in a process of its own, and of the other ways."""
    changed, busy, _ = _in_a_process(_match_changed)
    rows = [
        _measure_ours(5000, "5,000 rows, nothing known", "4 s, 200 MB"),
        _measure_ours(50_000, "50,000 rows, nothing known", "45 s"),
        (f"{CHANGED} of 5,000 rows changed, the others known", "0.5 s", f"{changed:.2f} s", f"{busy:.2f} s", "–"),
    ]
    sample = make_sample(SEED, ITEMS)
    for name, scorer in (("token_set_ratio", fuzz.token_set_ratio), ("ratio", fuzz.ratio)):
        told = f"{_cross(sample, scorer):.0f} s (from {_SAMPLED} rows)"
        rows.append((f"rapidfuzz cdist, {name}, 5,000 rows", "–", told, "", ""))
    if find_spec("sklearn"):
        rows.append(("scikit-learn, TF-IDF of words, 5,000 rows", "–", f"{_rank_with_sklearn(sample):.1f} s", "", ""))
    else:
        rows.append(("scikit-learn, TF-IDF of words", "–", "not installed", "", ""))
    print_table(
        f"Matching against {ITEMS:,} items, words alone",
        ("", "bar", "time", "of the processor", "memory it adds"),
        rows,
    )


def _measure_ours(count: int, name: str, bar: str) -> tuple[str, str, str, str, str]:
    seconds, busy, megabytes = _in_a_process(_match_all, count)
    return name, bar, f"{seconds:.1f} s", f"{busy:.1f} s", f"{megabytes:.0f} MB"


def _in_a_process(work: Callable[..., tuple[float, float, float]], *arguments: int) -> tuple[float, float, float]:
    """Return seconds, seconds of all cores together, and megabytes of work that begins with fresh memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _match_all(count: int) -> tuple[float, float, float]:
    sample = make_sample(SEED, ITEMS)
    entries = _make_entries(sample, count)
    before = _peak()
    began, busy = time.perf_counter(), time.process_time()
    Matcher(sample.register, the_rules().matching).match(entries)
    return time.perf_counter() - began, time.process_time() - busy, _peak() - before


def _match_changed() -> tuple[float, float, float]:
    sample = make_sample(SEED, ITEMS)
    entries = _make_entries(sample, 5000)
    matcher = Matcher(sample.register, the_rules().matching)
    matcher.match(entries)
    changed = [
        replace(entry, text=f"{entry.text} Changed since.") if number < CHANGED else entry
        for number, entry in enumerate(entries)
    ]
    began, busy = time.perf_counter(), time.process_time()
    matcher.match(changed)
    return time.perf_counter() - began, time.process_time() - busy, 0.0


def _make_entries(sample: Sample, count: int) -> list[TrackerEntry]:
    return [row.entry for row in make_tracker(SEED, sample, count, is_named=False)]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cross(sample: Sample, scorer: Callable[..., float]) -> float:
    """Return what comparing 5,000 rows with every item takes, from a part of them."""
    items = [fold(item.text) for item in sample.register.items.values()]
    rows = [fold(entry.text) for entry in _make_entries(sample, 5000)]
    some = Random(SEED).sample(rows, _SAMPLED)
    began = time.perf_counter()
    process.cdist(some, items, scorer=scorer, workers=-1)
    return (time.perf_counter() - began) * 5000 / _SAMPLED


def _rank_with_sklearn(sample: Sample) -> float:
    """Return what finding the nearest item of 5,000 rows takes; nothing is measured again or decided."""
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer(ngram_range=(1, 2))
    rows = [entry.text for entry in _make_entries(sample, 5000)]
    began = time.perf_counter()
    items = vectorizer.fit_transform([item.text for item in sample.register.items.values()])
    asked = vectorizer.transform(rows)
    for start in range(0, len(rows), 512):
        (asked[start : start + 512] @ items.T).toarray().argmax(axis=1)
    return time.perf_counter() - began
