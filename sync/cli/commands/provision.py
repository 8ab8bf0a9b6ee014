"""``provision``: bring the lists we write, their columns, indexes and views into being."""

from collections.abc import Sequence
from typing import Annotated

import typer

from sync.cli.blocks import Block, Points, Sentence
from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_json
from sync.cli.options import DEFAULT_CONFIG, DEFAULT_PROFILE, ConfigOption, Format, FormatOption, ProfileOption
from sync.cli.session import open_house
from sync.core.text import say_count
from sync.ports import ProvisionStep
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
        told = house.ports.site.provision(lists, targets.flags, targets.kept, is_dry_run=dry_run)
    steps = [step for step in told if not step.is_left_out]
    left_out = [step for step in told if step.is_left_out]
    if output is Format.JSON:
        outcome = "planned" if dry_run else "applied" if steps else "no-changes"
        print_json({"outcome": outcome, "steps": _as_json(steps), "left_out": _as_json(left_out)})
        return
    verb = "would be taken" if dry_run else "taken"
    blocks: list[Block] = [Sentence(f"{say_count(len(steps), 'step')} {verb}:"), _list_points(steps)]
    if not steps:
        blocks = [Sentence("Nothing to do: the lists are as they should be.")] if not left_out else []
    if left_out:
        blocks += [Sentence("Left out:"), _list_points(left_out)]
    print_blocks(blocks, output)


def _as_json(steps: Sequence[ProvisionStep]) -> list[dict[str, str]]:
    return [{"list": step.list_title, "step": step.sentence} for step in steps]


def _list_points(steps: Sequence[ProvisionStep]) -> Points:
    return Points(tuple((step.sentence, "") for step in steps))
