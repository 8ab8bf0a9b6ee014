"""``schema``: write the JSON Schemas that the configuration files name on their first lines."""

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.console import print_line
from sync.config.json_schema import write_schemas


def schema(
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write them.")] = Path(
        "mappings/schema"
    ),
) -> None:
    """Write the JSON Schemas of every configuration file, so that an editor underlines mistakes."""
    changed = write_schemas(folder)
    for path in changed:
        print_line(f"wrote {path}")
    if not changed:
        print_line(f"Nothing to do: the schemas in {folder} are up to date.")
