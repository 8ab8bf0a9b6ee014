"""``schema``: write the JSON Schemas that the configuration files name on their first lines."""

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.blocks import Points, Sentence
from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_json
from sync.cli.options import Format, FormatOption
from sync.config.json_schema import write_schemas


def schema(
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write them.")] = Path(
        "mappings/schema"
    ),
    output: FormatOption = Format.TEXT,
) -> None:
    """Write the JSON Schemas of every configuration file, so that an editor underlines mistakes."""
    with boundary(output):
        changed = write_schemas(folder)
    if output is Format.JSON:
        outcome = "applied" if changed else "no-changes"
        print_json({"outcome": outcome, "wrote": [str(path) for path in changed]})
    elif changed:
        print_blocks([Points(tuple((f"wrote {path}", "") for path in changed))], output)
    else:
        print_blocks([Sentence(f"Nothing to do: the schemas in {folder} are up to date.")], output)
