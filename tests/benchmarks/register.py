"""Loading and checking a register of 20,000 items, beside pandas reading the same cells without looking at them."""

import csv
import tempfile
import time
import tracemalloc
from pathlib import Path

import pandas as pd

from sync.core.normalise import normalise_register, remark_on_register
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.register.files import RegisterFiles
from tests.benchmarks.table import print_table
from tests.builders import the_rules

ITEMS, PER_PUBLICATION = 20_000, 40
_WORDS = [
    "force",
    "custody",
    "record",
    "victim",
    "review",
    "officer",
    "search",
    "panel",
    "data",
    "board",
    "risk",
    "unit",
    "camera",
    "policy",
    "training",
]


def measure() -> None:
    """Load and check the register once for the time and once for the memory, and print both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        began = time.perf_counter()
        remarks = _load(folder)
        ours = time.perf_counter() - began
        began = time.perf_counter()
        for table in ("publications", "items"):
            pd.read_csv(folder / f"{table}.csv", dtype=str)
        theirs = time.perf_counter() - began
        tracemalloc.start()
        _load(folder)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    rows = [
        ("hmicfrs-sync, loaded and checked", f"{ours:.2f} s", f"{peak:.0f} MB", f"{remarks} remarks"),
        ("pandas.read_csv, nothing checked", f"{theirs:.2f} s", "", f"{ours / theirs:.0f} × less"),
        ("at most", "3 s", "200 MB", ""),
    ]
    print_table(f"A register of {ITEMS:,} items", ("", "time", "memory at its peak", ""), rows)


def _load(folder: Path) -> int:
    words = the_rules().register
    register = normalise_register(*RegisterFiles(folder).read_tables(), words)
    return len(remark_on_register(register, words))


def _write(folder: Path) -> None:
    publications = [
        {"id": f"P{n}", "title": f"Report {n}", "published_on": f"20{n % 20 + 5:02d}-03-1{n % 10}", "scope": "national",
         "addressed_to": "all forces", "items_expected": str(PER_PUBLICATION), "source": "made up"}
        for n in range(ITEMS // PER_PUBLICATION)
    ]  # fmt: skip
    items = [
        {"id": f"P{n // PER_PUBLICATION}-R{n % PER_PUBLICATION}", "publication": f"P{n // PER_PUBLICATION}", "number": str(n),
         "kind": "recommendation", "text": f"Forces should {' '.join(_WORDS[(n * k + k) % len(_WORDS)] for k in range(1, 25))} {n}.",
         "due_phrase": "within six months" if n % 3 else "By July 2021", "status": "open", "source": "made up"}
        for n in range(ITEMS)
    ]  # fmt: skip
    for name, columns, rows in (("publications", PUBLICATION_COLUMNS, publications), ("items", ITEM_COLUMNS, items)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
