"""The image's health check: it fails when a serving container gives no sign of life, and only then."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT


@pytest.mark.parametrize(
    ("command", "age", "code"),
    [
        pytest.param("hmicfrs-sync serve", 10, 0, id="serving and alive"),
        pytest.param("hmicfrs-sync serve", 1000, 1, id="serving and silent"),
        pytest.param("hmicfrs-sync serve", None, 1, id="serving without a heartbeat"),
        pytest.param("hmicfrs-sync run", None, 0, id="one pass has no heartbeat"),
    ],
)
def test_the_health_check(tmp_path: Path, command: str, age: int | None, code: int) -> None:
    written = re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE | re.DOTALL)
    assert written is not None
    heartbeat, first_process = tmp_path / "heartbeat", tmp_path / "cmdline"
    first_process.write_text(command.replace(" ", "\0") + "\0")
    if age is not None:
        heartbeat.touch()
        os.utime(heartbeat, (heartbeat.stat().st_mtime - age,) * 2)
    script = json.loads(written[1])[2].replace("/proc/1/cmdline", str(first_process))

    check = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], env={"HMICFRS_HEARTBEAT": str(heartbeat)}, check=False
    )

    assert check.returncode == code
