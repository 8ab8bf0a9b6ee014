"""``register import``: it says what it found, what it was unsure of and what it wrote; scripts read the same as one object."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.cli.main import app
from tests.builders import ROOT

PAGE = ROOT / "tests/data/pages/thematic-current-site.html"


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, ["register", "import", *map(str, arguments), "--config", str(ROOT / "config/settings.yaml")]
    )
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "mappings/register", tmp_path / "register"))


def test_it_tells_what_it_found_and_wrote(register: Path) -> None:
    code, told = run(PAGE, "--into", register)

    assert code == 0
    assert "Keeping watch: an inspection of surveillance records, 2021-02-18" in told
    assert "6 items found in thematic-current-site.html." in told
    assert "Look at these before you confirm the rows (2)" in told
    assert "Left out, or there already (2)" in told
    assert f"Draft rows written to {register / 'publications.csv'} and {register / 'items.csv'}: 7 new." in told


def test_a_second_time_nothing_is_new(register: Path) -> None:
    run(PAGE, "--into", register)

    assert run(PAGE, "--into", register)[1].endswith("Nothing is new: the register stays as it is.")


def test_a_dry_run_says_what_would_be(register: Path) -> None:
    before = (register / "items.csv").read_bytes()

    _, told = run(PAGE, "--into", register, "--dry-run")

    assert "Draft rows would be written to" in told
    assert (register / "items.csv").read_bytes() == before


def test_scripts_read_one_object(register: Path) -> None:
    result = CliRunner().invoke(
        app,
        [
            "register",
            "import",
            str(PAGE),
            "--into",
            str(register),
            "--format",
            "json",
            "--config",
            str(ROOT / "config/settings.yaml"),
        ],
    )

    told = json.loads(result.stdout)
    assert (told["outcome"], told["rows"]) == ("applied", {"new": 7, "renewed": 0, "taken_out": 0})
    assert told["publications"][0]["id"] == "KEEPING-WATCH-2021"
    assert told["items"][0]["kind"] == "cause of concern"
    assert {"place", "sentence"} == told["unsure"][0].keys()


@pytest.mark.parametrize(
    ("content", "gist"),
    [
        pytest.param(b"%PDF-1.4", "It is a PDF.", id="a PDF"),
        pytest.param(b"<h1>T</h1>", "Say when with --published 2021-02-18.", id="a page without a date"),
    ],
)
def test_what_cannot_be_read_ends_with_a_sentence(register: Path, tmp_path: Path, content: bytes, gist: str) -> None:
    (tmp_path / "page.html").write_bytes(content)

    code, told = run(tmp_path / "page.html", "--into", register)

    assert (code, gist in told) == (2, True)


def test_a_date_that_is_none_is_told(register: Path) -> None:
    code, told = run(PAGE, "--into", register, "--published", "soon")

    assert code == 2
    assert "'soon' is not a date" in told
