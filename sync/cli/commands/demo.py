"""``demo``: the whole job on the sample site, from provisioning to a second run with nothing to do."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sync.cli.blocks import Block, Heading, Sentence
from sync.cli.boundary import boundary, exit_code_of, stop_on_signals
from sync.cli.commands.emulator import SAMPLE, refuse_in_production
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
from sync.cli.session import open_house
from sync.cli.telling import tell_outcome, tell_run
from sync.core.summary import Summary
from sync.core.text import say_count, say_list
from sync.jobs.pipeline import run_pass
from sync.wiring import RELEASE, House, start_local_sharepoint

SAMPLE_DAY = date(2021, 6, 23)
"""The day of the report that the sample site reproduces."""


def demo(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_of: AsOfOption = None,
    output: FormatOption = Format.TEXT,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Keep the site open for a browser afterwards.")
    ] = False,
) -> None:
    """Show the whole job on a sample site: provision, plan, apply, the position, and a second run with nothing to do."""
    day = as_of or SAMPLE_DAY
    with boundary(output):
        refuse_in_production(profile)
        with tempfile.TemporaryDirectory(prefix="hmicfrs-demo-") as folder:
            first, second = _show(Path(folder), config, day, output, is_served=serve)
    raise typer.Exit(exit_code_of(first) or exit_code_of(second))


def _show(folder: Path, config: Path, day: date, output: Format, *, is_served: bool) -> tuple[Summary, Summary]:
    """Do the job twice on a fresh sample site and tell it; keep the site open when asked to."""
    data = folder / "sharepoint"
    site = start_local_sharepoint(data, port=0, seed=SAMPLE)
    with site as connection:
        _tell(output, Heading("The local SharePoint (this is not SharePoint)"), Sentence(connection.site_url))
        with open_house(config, DEFAULT_PROFILE, extra={"HMICFRS_LOCAL": str(data)}, is_quiet=True) as house:
            first, second = _run_twice(house, day, output)
        if output is Format.JSON:
            print_json({"first": first.as_json(), "second": second.as_json()})
        if is_served:
            _tell(output, Sentence(f"The site stays open until Ctrl-C. In a browser: {site.pages_url}"))
            with stop_on_signals() as stop:
                stop.wait()
    return first, second


def _run_twice(house: House, day: date, output: Format) -> tuple[Summary, Summary]:
    targets = house.rules.targets
    steps = house.ports.site.provision(targets.owned, targets.flags, targets.kept, is_dry_run=False)
    lists = say_list([f"'{target.title}'" for target in targets.owned])
    _tell(output, Sentence(f"Provisioned {lists} and our columns on the Tracker: {say_count(len(steps), 'step')}."))
    first = run_pass(house.ports, house.rules, house.read_register, day, release=RELEASE)
    _tell(output, *tell_run(first))
    second = run_pass(house.ports, house.rules, house.read_register, day, release=RELEASE)
    _tell(output, Heading("The same run again"), *list(tell_outcome(second))[1:])
    return first, second


def _tell(output: Format, *blocks: Block) -> None:
    if output is not Format.JSON:
        print_blocks(blocks, output)
