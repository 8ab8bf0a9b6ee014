"""Processes as operators start them: the emulator's ready line, serve's heartbeat, a clean end on SIGTERM."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.first_process import as_first_process
from tests.journeys.house import AS_OF, House, copy_configuration, open_house

_PATIENCE_SECONDS = 30.0


@contextmanager
def a_process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command in a process of its own; it is killed when it outlives its test."""
    command = [sys.executable, "-m", "sync.cli.start", *arguments]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def wait_for_line(stream: Iterator[str], pattern: str) -> str:
    """Return the first line that matches; reading a process's output waits by itself."""
    for line in stream:
        if re.search(pattern, line):
            return line
    raise AssertionError(f"the process ended without {pattern!r}")


def test_the_emulator_prints_one_ready_line_with_absolute_paths_and_serves_until_stopped(tmp_path: Path) -> None:
    arguments = ("emulator", "--data", str(tmp_path / "site"), "--port", "0", "--format", "json")
    with a_process(*arguments) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        config = copy_configuration(tmp_path)
        environment = {"HMICFRS_LOCAL": told["data_dir"]}
        with a_process("provision", "--config", str(config), **environment) as provision:
            assert provision.wait(_PATIENCE_SECONDS) == 0
        with a_process("run", "--config", str(config), "--as-of", AS_OF, "--format", "json", **environment) as run:
            summary = json.loads(run.communicate(timeout=_PATIENCE_SECONDS)[0])
        process.send_signal(signal.SIGTERM)
        code = process.wait(_PATIENCE_SECONDS)

    assert list(told) == [
        "site_url", "authority", "tenant", "client_id", "ca_file", "certificate_file", "private_key_file", "token", "data_dir"
    ]  # fmt: skip
    assert all(Path(told[name]).is_absolute() for name in told if name.endswith(("_file", "_dir")))
    assert summary["position"]["outstanding"] == 50
    assert code == 0
    assert not (tmp_path / "site" / "connection.json").exists()


def test_serve_runs_at_once_beats_and_ends_cleanly_on_sigterm(house: House, tmp_path: Path) -> None:
    heartbeat = tmp_path / "beats" / "heartbeat"
    environment = {**house.environment, "HMICFRS_HEARTBEAT": str(heartbeat)}
    with a_process("serve", "--config", str(house.config), **environment) as process:
        assert process.stderr is not None
        finished = json.loads(wait_for_line(process.stderr, '"run finished"'))
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(_PATIENCE_SECONDS)
        took = time.monotonic() - began

    assert finished["outcome"] == "applied"
    assert heartbeat.exists()
    assert code == 0
    assert took < 10


def test_serve_goes_on_after_a_run_that_failed(house: House) -> None:
    house.edit("tracker.yaml", "list_title: HMICFRS Tracker", "list_title: HMICFRS Trakker")
    with a_process("serve", "--config", str(house.config), **house.environment) as process:
        assert process.stderr is not None
        failed = json.loads(wait_for_line(process.stderr, '"run failed"'))
        process.send_signal(signal.SIGTERM)
        code = process.wait(_PATIENCE_SECONDS)

    assert failed["exit_code"] == 2
    assert "The nearest one is 'HMICFRS Tracker'" in failed["reason"]
    assert code == 0


def test_serve_records_a_run_that_failed_before_it_had_a_register(house: House) -> None:
    settings = house.config.read_text(encoding="utf-8")
    house.config.write_text(settings.replace("register_source: files", "register_source: lists"), encoding="utf-8")
    with a_process("serve", "--config", str(house.config), **house.environment) as process:
        assert process.stderr is not None
        failed = json.loads(wait_for_line(process.stderr, '"run failed"'))
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE_SECONDS)

    (row,) = house.client.rows("HMICFRS Sync Runs")
    assert "register_source" in failed["reason"]
    assert (row["Outcome"], row["Message"]) == ("failed", failed["reason"])


def test_a_run_whose_site_hangs_ends_when_it_is_told_to(tmp_path: Path, provisioned_data: Path) -> None:
    with open_house(tmp_path, provisioned_data) as house:
        stuck = house.config.with_name("local.yaml")
        stuck.write_text(stuck.read_text(encoding="utf-8") + "  connect_timeout_seconds: 2\n", encoding="utf-8")
        told = json.loads(house.connection.as_json()) | {"authority": "https://192.0.2.1/tenant"}
        folder = tmp_path / "stuck"
        folder.mkdir()
        (folder / "connection.json").write_text(json.dumps(told), encoding="utf-8")
        with a_process("run", "--config", str(house.config), HMICFRS_LOCAL=str(folder)) as process:
            _, told_on_error = process.communicate(timeout=_PATIENCE_SECONDS)

    assert process.returncode == 5
    assert "sign-in service did not answer" in told_on_error


TELL_ITSELF = "os.kill(os.getpid(), signal.SIGTERM)"
TOLD_WHILE_LOADING = (
    "import os, signal, sys\n"
    "class Finder:\n"
    "    def find_spec(self, name, path=None, target=None):\n"
    "        if name == 'sync.cli.main':\n"
    f"            {TELL_ITSELF}\n"
    "sys.meta_path.insert(0, Finder())\n"
    "from sync.cli.start import main\n"
    "main()\n"
)


def end_of(script: str, *before: str) -> int:
    """Return the exit code of a Python process; ``before`` is what starts it."""
    return subprocess.run([*before, sys.executable, "-c", script], check=False, timeout=_PATIENCE_SECONDS).returncode  # noqa: S603 - our own code


@pytest.mark.parametrize("is_first", [False, True], ids=["a process like others", "process 1 of a container"])
def test_a_process_that_is_told_to_stop_while_it_loads_ends_as_interrupted(*, is_first: bool) -> None:
    before = as_first_process() if is_first else []

    assert end_of(TOLD_WHILE_LOADING, *before) == 130


def test_process_1_without_a_handler_would_not_hear_it() -> None:
    deaf = f"import os, signal, sys; {TELL_ITSELF}; sys.exit(7)"

    assert end_of(deaf, *as_first_process()) == 7
    assert end_of(deaf) == -signal.SIGTERM
