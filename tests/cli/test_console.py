"""The console: words wrap cleanly, Markdown is Markdown, failures are one sentence, logs hold no secrets."""

import io
import json
import logging
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from sync.cli.blocks import Heading, Points, Sentence, Subheading, Table
from sync.cli.console import TerminalProgress, print_blocks, print_error
from sync.cli.logs import start_logs
from sync.cli.options import Format
from sync.cli.plan_file import read_plan, write_plan
from sync.core.plan import make_plan
from sync.core.records import Change, Link, Plan, Value
from sync.core.vocabulary import ChangeKind
from sync.errors import ConfigError, Problem, UnreachableError
from tests.builders import AS_OF

BLOCKS = (
    Heading("Position"),
    Subheading("High (1)"),
    Sentence("A sentence " + "of many words " * 12),
    Table(("Board", "Open"), (("Operational", "14"), ("A | B", "2"))),
    Points((("Row 12 is overdue", "Finish it"), ("Row 13", ""))),
)


def test_text_wraps_and_leaves_no_blanks_at_line_ends(capsys: pytest.CaptureFixture[str]) -> None:
    print_blocks(BLOCKS, Format.TEXT)

    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 110 for line in lines)
    assert [line for line in lines if line != line.rstrip()] == []
    assert "  Row 12 is overdue" in lines


def test_markdown_has_headings_tables_and_escaped_bars(capsys: pytest.CaptureFixture[str]) -> None:
    print_blocks(BLOCKS, Format.MARKDOWN)

    lines = capsys.readouterr().out.splitlines()
    assert {"## Position", "### High (1)", "| Board | Open |", "|---|---:|", "| A \\| B | 2 |"} <= set(lines)
    assert "- Row 12 is overdue<br>Finish it" in lines


def test_square_brackets_of_a_list_title_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_blocks([Sentence("[bold]Row[/bold] [link=x]12[/link]")], Format.TEXT)

    assert capsys.readouterr().out == "[bold]Row[/bold] [link=x]12[/link]\n"


def test_a_failure_is_one_sentence_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(UnreachableError("SharePoint did not answer. Run again."), Format.TEXT)

    captured = capsys.readouterr()
    assert captured.err == "SharePoint did not answer. Run again.\n"
    assert captured.out == ""


def test_problems_are_told_with_place_value_and_nearest_word(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem(
        "mappings/gaps.yaml",
        6,
        5,
        "unknown-key",
        "There is no setting called grace_day.",
        "grace_days",
        "rules › stale-update › grace_day",
    )

    print_error(ConfigError([problem]), Format.TEXT)

    told = capsys.readouterr().err
    assert "mappings/gaps.yaml has 1 problem." in told
    assert "  gaps.yaml:6:5   rules › stale-update › grace_day" in told
    assert "There is no setting called grace_day. Did you mean grace_days?" in told
    assert "Nothing was changed in SharePoint." in told


def test_problems_are_an_object_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(ConfigError([Problem("gaps.yaml", 6, 5, "unknown-key", "No.")]), Format.JSON)

    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == 2
    assert told["problems"][0]["line"] == 6


def test_a_log_line_is_one_object_without_the_text_of_exceptions(capsys: pytest.CaptureFixture[str]) -> None:
    start_logs("info")
    log = logging.getLogger("sync.test")

    try:
        int("canary: a token")
    except ValueError:
        log.exception("it broke", extra={"rows": 3})

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["rows"], line["exception"]) == ("it broke", 3, "ValueError")
    assert "canary" not in json.dumps(line)


def a_plan_of(*values: Value) -> Plan:
    change = Change(ChangeKind.CREATE, "Gaps", "k", dict(zip("ABC", values, strict=False)))
    return make_plan([change], {}, {}, AS_OF)


def test_a_plan_file_gives_back_checksum_and_day(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    plan = a_plan_of("text", date(2021, 6, 23), Link("https://x", "x"))

    write_plan(path, plan)

    assert read_plan(path) == (plan.checksum, AS_OF)
    assert json.loads(path.read_text())["changes"][0]["after"] == {"A": "text", "B": "2021-06-23", "C": "https://x"}


def test_something_else_than_a_plan_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("[]", encoding="utf-8")

    with pytest.raises(ConfigError) as wrong:
        read_plan(tmp_path / "notes.json")
    with pytest.raises(ConfigError) as missing:
        read_plan(tmp_path / "nothing.json")

    assert wrong.value.problems[0].code == "not-a-plan"
    assert missing.value.problems[0].code == "missing-file"


def test_one_mistake_is_told_in_full_where_there_is_room_for_a_sentence_only() -> None:
    error = ConfigError([Problem("gaps.yaml", 6, 5, "unknown-key", "There is no setting called x.", "y")])

    assert str(error) == "gaps.yaml:6: There is no setting called x. Did you mean y?"


def test_several_mistakes_are_counted_and_the_first_is_told() -> None:
    problems = [Problem("b.yaml", 1, 1, "version", "Two."), Problem("a.yaml", 0, 0, "missing-file", "One.")]

    assert str(ConfigError(problems)) == "a.yaml, b.yaml have 2 problems; the first: a.yaml: One."


def test_a_line_of_the_log_goes_above_the_display_whole() -> None:
    screen = io.StringIO()
    progress = TerminalProgress(Console(file=screen, force_terminal=True, width=40))
    line = json.dumps({"event": "x" * 100, "text": "[bold]"})

    progress.stage("Reading")
    progress.write_line(line)
    progress.close()

    assert line in screen.getvalue()
