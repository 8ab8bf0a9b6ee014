"""``explain``: one row end to end, with nothing written."""

from typing import Annotated

import typer

from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_json
from sync.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_PROFILE,
    AsOfOption,
    ConfigOption,
    Format,
    FormatOption,
    ProfileOption,
)
from sync.cli.session import choose_day, open_house
from sync.cli.telling_explanation import tell_explanation
from sync.jobs.explain import explain_row


def explain(
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ENTRY",
            help="The row's ID in the Tracker, its reference there, or the register's reference of the item it is about.",
        ),
    ],
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_of: AsOfOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Explain one row: read, understood, candidates with scores, match, gaps with their rules, and what would be written."""
    with boundary(output), open_house(config, profile, is_quiet=True) as house:
        explanation = explain_row(house.ports, house.rules, house.read_register, choose_day(as_of, house), entry)
    if output is Format.JSON:
        print_json(explanation.as_json())
    else:
        print_blocks(tell_explanation(explanation), output)
