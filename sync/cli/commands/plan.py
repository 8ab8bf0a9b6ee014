"""``plan``: what a run would change, row by row, with nothing written."""

from pathlib import Path
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
from sync.cli.plan_file import check_plan_can_be_written, describe_whole_plan, write_plan
from sync.cli.session import choose_day, open_house
from sync.cli.telling import tell_plan
from sync.errors import EXIT_CHANGES_PENDING, EXIT_DONE
from sync.jobs.pipeline import plan_pass


def plan(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_of: AsOfOption = None,
    output: FormatOption = Format.TEXT,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Keep the plan, for apply FILE.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 10 when changes are pending.")] = False,
) -> None:
    """Show what a run would change, row by row. Nothing is written to SharePoint."""
    with boundary(output):
        if out is not None:
            check_plan_can_be_written(out)
        with open_house(config, profile) as house:
            summary = plan_pass(house.ports, house.rules, house.read_register, choose_day(as_of, house))
        if out is not None:
            write_plan(out, summary.plan)
    if output is Format.JSON:
        print_json({**summary.as_json(), "plan": describe_whole_plan(summary.plan)})
    else:
        print_blocks(tell_plan(summary.plan, summary.trouble), output)
    is_pending = bool(summary.plan.changes or summary.plan.held)
    raise typer.Exit(EXIT_CHANGES_PENDING if exit_code and is_pending else EXIT_DONE)
