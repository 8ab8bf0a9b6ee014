"""A house to walk through: a local SharePoint on a copied data folder, and the command line against it."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from typer.testing import CliRunner, Result

from sync.cli.main import app
from sync.emulator.server import Connection, LocalSharePoint
from tests.builders import ROOT
from tests.journeys.browser import Client

AS_OF = "2021-06-23"
SEED = "lancashire-2021"


@dataclass
class House:
    """A running local SharePoint, its client for looking inside, and the configuration that the command line uses."""

    server: LocalSharePoint
    connection: Connection
    client: Client
    config: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, *arguments: str, environment: dict[str, str] | None = None) -> Result:
        """Run a command as a shell would, with the configuration of this house."""
        extra = self.environment | (environment or {})
        return CliRunner().invoke(app, [*arguments, "--config", str(self.config)], env=extra)

    def json(self, *arguments: str) -> dict[str, Any]:
        """Run a command that succeeds and return the object it prints."""
        result = self.command(*arguments, "--format", "json")
        assert result.exit_code == 0, result.output
        told: dict[str, Any] = json.loads(result.stdout)
        return told

    def run(self) -> dict[str, Any]:
        """Make one pass for the day of the report."""
        return self.json("run", "--as-of", AS_OF)

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a mapping as an administrator would."""
        path = self.config.parent.parent / "mappings" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copy_configuration(folder: Path) -> Path:
    """Return the settings file of a copy of the shipped configuration."""
    shutil.copytree(ROOT / "config", folder / "config")
    shutil.copytree(ROOT / "mappings", folder / "mappings")
    local = folder / "config" / "local.yaml"
    local.write_text(local.read_text(encoding="utf-8") + "  retry_pause_seconds: 0\n", encoding="utf-8")
    return folder / "config" / "settings.yaml"


def empty_folder(folder: Path) -> Path:
    """Return a new data folder with nothing in it."""
    data = folder / "empty"
    data.mkdir()
    return data


@contextmanager
def open_house(
    folder: Path, data: Path, wrap: Callable[[WSGIApplication], WSGIApplication] | None = None, seed: str = SEED
) -> Iterator[House]:
    """Yield a house on a copy of a data folder; an empty one is filled from the seed."""
    copied = folder / "sharepoint"
    if not copied.exists():
        shutil.copytree(data, copied)
    config = folder / "config" / "settings.yaml"
    if not config.exists():
        copy_configuration(folder)
    server = LocalSharePoint(copied, seed=seed, wrap=wrap)
    connection = server.start()
    try:
        client = Client(connection)
        yield House(server, connection, client, config, {"HMICFRS_LOCAL": str(copied)})
    finally:
        server.stop()
