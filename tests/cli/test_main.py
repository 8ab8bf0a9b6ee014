"""The entry point: what cannot be understood or done ends with its code, one sentence, and an object where scripts read."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from sync.cli import main as entry
from sync.cli.blocks import Sentence
from sync.cli.console import make_output_lenient, print_blocks, print_json, print_line
from sync.cli.options import Format


def start(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the program as a shell would and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["hmicfrs-sync", *arguments])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("run", "--nosuch"), "--nosuch", id="an unknown option"),
        pytest.param(("run", "--as-of", "yesterday"), "'yesterday' is not a date", id="no date"),
        pytest.param(("run", "--as-of", "9999-12-31"), "too far away", id="the last of all days"),
        pytest.param(("run", "--as-of", "0001-01-01"), "too far away", id="the first of all days"),
        pytest.param(("emulator", "--seed", "nosuch"), "no seed called 'nosuch'", id="an unknown sample"),
        pytest.param(("schema", "--out", "/proc/nowhere"), "cannot be written to /proc/nowhere", id="no such folder"),
        pytest.param(("plan", "--out", "/proc/plan.json"), "The plan cannot be written", id="no place for the plan"),
        pytest.param(("serve", "--profile", "live"), "There is no profile 'live'", id="an unknown profile"),
        pytest.param(
            ("check", "--config", "nowhere.yaml"), "name the settings file with --config", id="another folder"
        ),
    ],
)
def test_a_mistake_on_the_command_line_is_an_object_for_scripts_too(
    arguments: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = start(monkeypatch, *arguments, "--format", "json")

    answer = json.loads(capsys.readouterr().out)
    assert code == 2
    assert told in answer.get("error", "") + "".join(problem["message"] for problem in answer.get("problems", []))


def test_outside_the_projects_folder_one_missing_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    code = start(monkeypatch, "demo", "--no-serve")

    assert code == 2
    assert capsys.readouterr().err.count("There is no such file") == 1


def test_a_mistake_of_ours_is_an_object_for_scripts_and_names_the_details(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(**_: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(entry, "app", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    code = start(monkeypatch, "run", "--format=json")

    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert (code, answer["exit_code"]) == (1, 1)
    assert "did not foresee (ValueError)" in answer["error"]
    assert answer["error"] == captured.err.strip()
    assert "a bug" in next(tmp_path.glob("hmicfrs-sync-*.txt")).read_text(encoding="utf-8")


def test_the_plan_is_not_begun_when_its_file_cannot_be_written_and_none_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HMICFRS_LOCAL", str(tmp_path / "nowhere"))

    code = start(monkeypatch, "plan", "--out", str(tmp_path / "plan.json"))

    assert code == 5
    assert "no local SharePoint is running" in capsys.readouterr().err
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[1]", id="a list"),
        pytest.param("{}", id="nothing in it"),
        pytest.param("{", id="half of it"),
        pytest.param('"text"', id="a word"),
    ],
)
def test_a_connection_file_that_names_no_site_says_to_start_again(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "connection.json").write_text(content, encoding="utf-8")
    monkeypatch.setenv("HMICFRS_LOCAL", str(tmp_path))

    code = start(monkeypatch, "run")

    assert code == 5
    assert "Start the local SharePoint again." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "cannot be read", id="not there"),
        pytest.param("not a certificate", "holds no certificate", id="something else"),
    ],
)
def test_a_certificate_authority_that_is_none_is_named(
    content: str | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = tmp_path / "ca.pem"
    if content is not None:
        authority.write_text(content, encoding="utf-8")
    connection = {"site_url": "https://localhost:1/sites/x", "ca_file": str(authority)}
    (tmp_path / "connection.json").write_text(json.dumps(connection), encoding="utf-8")
    monkeypatch.setenv("HMICFRS_LOCAL", str(tmp_path))

    code = start(monkeypatch, "run")

    assert code == 2
    assert f"{authority} " in (error := capsys.readouterr().err)
    assert told in error


def test_a_reader_that_went_away_does_not_change_the_end_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w", encoding="utf-8") as output:
        monkeypatch.setattr(sys, "stdout", output)

        print_line("first")
        print_json({"second": 2})
        print_blocks([Sentence("third")], Format.TEXT)

        assert not output.closed


def test_a_reader_that_went_away_does_not_change_the_end_of_a_report_either(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w", encoding="utf-8") as output:
        monkeypatch.setattr(sys, "stdout", output)

        print_blocks([Sentence("first"), Sentence("second")], Format.TEXT)

        assert not output.closed


def test_a_terminal_without_our_letters_gets_stand_ins_and_scripts_lose_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))

    make_output_lenient()
    print_line("Open → closed")
    print_json({"title": "Dŵr → closed"})

    first, second = written.getvalue().decode("ascii").splitlines()
    assert first == "Open ? closed"
    assert json.loads(second) == {"title": "Dŵr → closed"}
