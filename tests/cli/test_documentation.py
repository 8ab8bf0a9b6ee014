"""Documentation cannot rot: every command is described, the README's output is real, links lead somewhere."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from sync.cli.main import app
from tests.builders import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
VOLATILE = re.compile(r"\d+\.\d s\)|https://localhost:\d+")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_line_in_the_readme(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])

    assert result.exit_code == 0
    assert f"Usage: root {command}" in result.stdout or f"{command} [OPTIONS]" in result.stdout
    assert re.search(rf"^\| `{command}` \| \S", README, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    options = get_command(app).commands[command].params  # type: ignore[attr-defined]

    assert [option.name for option in options if not getattr(option, "help", "")] == []


def test_the_output_in_the_readme_is_what_the_demo_prints() -> None:
    shown = README.split("<!-- demo: begin -->")[1].split("<!-- demo: end -->")[0]
    lines = [
        VOLATILE.sub("", line) for line in shown.splitlines() if line.strip() and not line.startswith(("```", "  ..."))
    ]

    result = CliRunner().invoke(app, ["demo", "--no-serve"])

    assert result.exit_code == 0, result.output
    printed = VOLATILE.sub("", result.stdout).splitlines()

    assert [line for line in lines if line not in printed] == []
    assert len(lines) > 30


def test_the_check_in_the_readme_prints_what_the_readme_says() -> None:
    shown = README.split("$ hmicfrs-sync check\n")[1].splitlines()[0]

    result = CliRunner().invoke(app, ["check", "--config", str(ROOT / "config/settings.yaml")])

    assert result.stdout.strip() == shown


def test_the_readme_says_where_the_command_is() -> None:
    assert README.index(".venv/bin:$PATH") < README.index("$ hmicfrs-sync ")


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) < 200


@pytest.mark.parametrize(
    "page",
    [
        path.relative_to(ROOT).as_posix()
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "mappings/README.md"]
    ],
)
def test_links_between_our_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)

    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_every_exit_code_of_the_contract_is_in_the_runbook() -> None:
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")

    assert [code for code in (0, 1, 2, 3, 4, 5, 10, 130) if f"| {code} |" not in runbook] == []


def test_the_changelog_has_something_unreleased() -> None:
    changelog = Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## Unreleased" in changelog


def promises() -> list[str]:
    """What holds each promise of the table: clauses such as ``test_a…`, ``test_b`` in ``tests/jobs/test_c.py``."""
    table = (ROOT / "docs/reliability.md").read_text(encoding="utf-8").split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| **")]
    return [clause for row in rows for clause in row.strip("| ").split(" | ")[1].split(";")]


@pytest.mark.parametrize("clause", promises())
def test_every_promise_stands_beside_tests_that_are_there(clause: str) -> None:
    named = re.findall(r"`([^`]+)`", clause)
    told = "".join((ROOT / name).read_text(encoding="utf-8") for name in named if "/" in name)
    wanted = {
        name: f"def {name}(" if not name.endswith("…") else f"def {name[:-1]}" for name in named if "test_" in name[:5]
    }

    assert named
    assert [name for name, words in wanted.items() if words not in told] == []
