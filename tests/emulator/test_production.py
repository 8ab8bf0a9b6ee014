"""Under the production profile there is no local SharePoint: nobody can take it for the real one."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.cli.main import app


@pytest.mark.parametrize("command", ["emulator", "demo"])
@pytest.mark.parametrize("way", ["option", "environment"])
def test_it_does_not_start(tmp_path: Path, command: str, way: str) -> None:
    data = tmp_path / "site"
    arguments = [command, *(["--data", str(data)] if command == "emulator" else [])]
    arguments += ["--profile", "production"] if way == "option" else []

    result = CliRunner().invoke(app, arguments, env={"HMICFRS_PROFILE": "production" if way == "environment" else None})

    assert result.exit_code == 2
    assert "does not start under the production profile" in " ".join(result.output.split())
    assert not data.exists()
