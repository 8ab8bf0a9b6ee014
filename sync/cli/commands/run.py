"""``run``: one pass, plan and apply within the guards. The primitive for a container job."""

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
from sync.cli.session import choose_day, open_house
from sync.cli.telling import tell_run
from sync.jobs.pipeline import run_pass
from sync.wiring import RELEASE


def run(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_of: AsOfOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Read the Tracker, reconcile it with the register, and write gaps and figures back: one pass."""
    with boundary(output), open_house(config, profile) as house:
        day = choose_day(as_of, house)
        summary = run_pass(house.ports, house.rules, house.read_register, day, release=RELEASE)
    if output is Format.JSON:
        print_json(summary.as_json())
    else:
        print_blocks(tell_run(summary), output)
    raise typer.Exit(exit_code_of(summary))
