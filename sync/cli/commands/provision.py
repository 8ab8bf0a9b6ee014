"""``provision``: bring the lists we write, their columns, indexes and views into being."""

from typing import Annotated

import typer

from sync.cli.blocks import Block, Points, Sentence
from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_json
from sync.cli.options import DEFAULT_CONFIG, DEFAULT_PROFILE, ConfigOption, Format, FormatOption, ProfileOption
from sync.cli.session import open_house
from sync.core.text import say_count
from sync.wiring import register_targets


def provision(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made; make nothing.")] = False,
) -> None:
    """Make or verify the lists we write, their columns, indexes and views. What people made is left alone."""
    with boundary(output), open_house(config, profile) as house:
        targets = house.rules.targets
        lists = (*targets.owned, *register_targets(house.loaded))
        making = "" if dry_run else ", making what is missing"
        house.ports.progress.stage(f"Comparing the site's lists with targets.yaml{making}")
        steps = house.ports.site.provision(lists, targets.flags, targets.kept, is_dry_run=dry_run)
    if output is Format.JSON:
        outcome = "planned" if dry_run else "applied" if steps else "no-changes"
        print_json({"outcome": outcome, "steps": [{"list": step.list_title, "step": step.sentence} for step in steps]})
        return
    if not steps:
        print_blocks([Sentence("Nothing to do: the lists are as they should be.")], output)
        return
    verb = "would be taken" if dry_run else "taken"
    told: list[Block] = [
        Sentence(f"{say_count(len(steps), 'step')} {verb}:"),
        Points(tuple((step.sentence, "") for step in steps)),
    ]
    print_blocks(told, output)
