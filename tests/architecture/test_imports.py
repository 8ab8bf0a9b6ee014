"""Imports: the floors, the stages and the doorways hold, so that a plain test run fails where the linter would."""

import subprocess
import sys
from pathlib import Path

from tests.builders import ROOT


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own tool

    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout
