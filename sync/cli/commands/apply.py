"""``apply``: carry out exactly the plan that was shown, or refuse it as out of date."""

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.boundary import boundary, exit_code_of
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
from sync.cli.plan_file import read_plan
from sync.cli.session import choose_day, open_house
from sync.cli.telling import tell_outcome
from sync.errors import ConfigError, Problem
from sync.jobs.pipeline import run_pass
from sync.wiring import RELEASE


def apply(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A plan that 'plan --out' wrote.")] = None,
    expect: Annotated[str, typer.Option("--expect", metavar="CHECKSUM", help="The plan that was shown.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_of: AsOfOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Carry out exactly the plan of FILE or CHECKSUM; when today's plan is another one, refuse and change nothing."""
    with boundary(output):
        checksum, day = read_plan(file) if file else (expect, as_of)
        if not checksum or (file and expect and expect != checksum):
            told = "Name one plan: apply FILE, or apply --expect CHECKSUM."
            raise ConfigError([Problem("the command line", 0, 0, "no-plan", told, where="apply")])
        with open_house(config, profile) as house:
            chosen = choose_day(day, house)
            summary = run_pass(house.ports, house.rules, house.read_register, chosen, release=RELEASE, expect=checksum)
    if output is Format.JSON:
        print_json(summary.as_json())
    else:
        print_blocks(tell_outcome(summary), output)
    raise typer.Exit(exit_code_of(summary))
