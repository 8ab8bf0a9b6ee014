"""``register``: what the commands print, and how they end."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sync.cli.main import app
from tests.builders import ROOT

SAMPLES = ROOT / "tests/data/register"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A copy of the shipped configuration, with the small register of the samples."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    for path in (SAMPLES / "base").iterdir():
        shutil.copy(path, tmp_path / "mappings/register" / path.name)
    matching = tmp_path / "mappings/matching.yaml"
    text = matching.read_text(encoding="utf-8")
    start = text.index("aliases:")
    matching.write_text(text[:start] + "aliases: {}\npinned: {}\n", encoding="utf-8")
    return tmp_path / "config/settings.yaml"


def call(settings: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["register", *arguments, "--config", str(settings)])


def put(settings: Path, name: str) -> None:
    """Put a broken table in place of the good one."""
    table = name.partition("-")[0]
    shutil.copy(SAMPLES / f"{name}.csv", settings.parent.parent / "mappings/register" / f"{table}.csv")


def test_the_register_that_comes_with_the_product_is_clean() -> None:
    result = CliRunner().invoke(app, ["register", "check", "--strict", "--config", str(ROOT / "config/settings.yaml")])

    assert result.exit_code == 0
    assert result.stdout == "The register can be used: 24 publications, 146 items.\n"


def test_a_mistake_is_told_with_its_place_and_ends_with_2(settings: Path) -> None:
    put(settings, "items-lost-parent")

    result = call(settings, "check")

    assert result.exit_code == 2
    assert "items.csv" in result.output
    assert "CUSTODY-2020-C2 is not in the register" in result.output


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 2)], ids=["told", "told and strict"])
def test_what_is_worth_a_look_is_told_and_stops_nothing_unless_asked(
    settings: Path, options: tuple[str, ...], code: int
) -> None:
    put(settings, "publications-count-differs")

    result = call(settings, "check", *options)

    assert result.exit_code == code
    assert "CUSTODY-2020 should make 4 items; the register has 3 confirmed." in " ".join(result.output.split())


def test_problems_are_one_object_for_scripts(settings: Path) -> None:
    put(settings, "publications-unknown-addressee")

    problems = json.loads(call(settings, "check", "--format", "json").stdout)["problems"]

    assert [(p["line"], p["where"], p["code"], p["suggestion"], p["is_warning"]) for p in problems] == [
        (3, "addressed_to", "unknown-addressee", "npcc", True)
    ]


def test_publications_are_listed_with_whom_their_items_are_for(settings: Path) -> None:
    lines = [line.split() for line in call(settings, "list").stdout.splitlines() if line]

    assert ["FRAUD-2021", "2", "February", "2021", "1", "1", "2", "29", "March", "2021"] in lines
    assert lines[-1] == ["3", "publications,", "5", "items."]


def test_items_say_whom_they_are_for_and_why(settings: Path) -> None:
    governance = settings.parent.parent / "mappings/governance.yaml"
    text = governance.read_text(encoding="utf-8")
    decided = "overrides:\n  FRAUD-2021-R2: { for_this_force: true, reason: We are the national lead. }"
    governance.write_text(text.replace("overrides: {}", decided), encoding="utf-8")

    items = json.loads(call(settings, "list", "fraud-2021", "--format", "json").stdout)["items"]

    assert [(item["id"], item["for_this_force"]) for item in items] == [
        ("FRAUD-2021-R1", True),
        ("FRAUD-2021-R2", True),
    ]
    assert items[1]["why"].endswith("We are the national lead")
    assert items[0]["due_on"] == "2021-07-31"


def test_a_decision_about_an_item_that_is_not_there_is_told(settings: Path) -> None:
    governance = settings.parent.parent / "mappings/governance.yaml"
    text = governance.read_text(encoding="utf-8")
    decided = "overrides:\n  FRAUD-2021-R9: { for_this_force: true, reason: We are the national lead. }"
    governance.write_text(text.replace("overrides: {}", decided), encoding="utf-8")

    result = call(settings, "check")

    assert result.exit_code == 2
    assert "FRAUD-2021-R9 is not in the register" in result.output


def test_a_publication_that_is_not_there_is_told(settings: Path) -> None:
    result = call(settings, "list", "FRAUD-1921")

    assert result.exit_code == 2
    assert "no publication FRAUD-1921" in " ".join(result.output.split())
