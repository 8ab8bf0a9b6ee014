"""Reading saved publication pages of 5 MB: an orderly one, and some that would hold an HTML parser for hours."""

import time

from sync.errors import RegisterError
from sync.register.publication_page import read_publication_page
from tests.benchmarks.table import print_table

_SIZE = 5_000_000
_TOP = "<html><body><main><h1>A report</h1><p>Published on: 1 June 2021</p>"
_UNITS = {
    "recommendations": "<h3>Recommendation 1</h3><p>By July 2021, forces should do <b>this</b>.</p><ul><li>first</li></ul>",
    "divisions never closed": "<div>",
    "bold never closed": "<b id=x><p>words",
    "lists in lists": "<ul><li>",
    "tables in tables": "<table><tr><td>",
    "nothing but <": "<",
    "comments never closed": "<!-- ",
    "a tag of a million attributes": "",
}


def measure() -> None:
    """Print how long each page takes, and what became of it."""
    rows = []
    for name, unit in _UNITS.items():
        body = unit * (_SIZE // len(unit)) if unit else "<p " + " ".join(f"a{n}=1" for n in range(600_000)) + ">"
        content = (_TOP + body).encode()
        began = time.perf_counter()
        try:
            outcome = f"{len(read_publication_page(name, content).items)} items"
        except RegisterError as error:
            outcome = error.problems[0].code
        rows.append((name, f"{len(content) / 1e6:.1f} MB", f"{time.perf_counter() - began:.2f} s", outcome))
    print_table("Reading saved pages (the bar is 5 s)", ("", "size", "time", "found"), rows)
