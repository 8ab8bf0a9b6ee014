"""The page of coverage is made from the route table, names every route and fault, and is up to date."""

import subprocess
import sys
from pathlib import Path

from sync.emulator.coverage import PAGE, build_coverage
from sync.emulator.faults.fault import FaultKind
from sync.emulator.route_table import ROUTES


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_coverage(), "Run python -m sync.emulator.coverage."


def test_every_route_and_fault_is_on_it() -> None:
    lines = build_coverage().splitlines()

    assert [route for route in ROUTES if sum(f"`{route.pattern}`" in line for line in lines) == 0] == []
    assert [kind for kind in FaultKind if not any(line.startswith(f"| `{kind.word}`") for line in lines)] == []
    assert len([line for line in lines if line.startswith(("| GET", "| POST", "| MERGE", "| DELETE", "| PUT"))]) == len(
        ROUTES
    )


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.md"

    subprocess.run([sys.executable, "-m", "sync.emulator.coverage", str(page)], check=True)  # noqa: S603 - our own

    assert page.read_text(encoding="utf-8") == build_coverage()
