"""``check``: everything that is wrong with settings, mappings and register, at once; with --online, against the live lists too."""

from typing import Annotated

import typer

from sync.cli.blocks import Sentence
from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_problems
from sync.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_PROFILE,
    ConfigOption,
    Format,
    FormatOption,
    ProfileOption,
    read_environment,
    read_profile,
)
from sync.cli.session import open_house
from sync.core.text import say_count
from sync.errors import ProblemsError, SiteShapeError
from sync.wiring import check_online, load_configuration


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
    online: Annotated[bool, typer.Option("--online", help="Compare with the live lists as well.")] = False,
) -> None:
    """Check settings, mappings and register; every mistake is told at once, with file, line and column."""
    with boundary(output):
        try:
            _, rules, register = load_configuration(config, read_profile(profile), read_environment())
            if online:
                with open_house(config, profile) as house:
                    check_online(house)
                    register = house.register
        except (ProblemsError, SiteShapeError) as error:
            if not error.problems:
                raise
            print_problems(error.problems, output)
            raise typer.Exit(error.exit_code) from None
    if output is Format.JSON:
        print_problems([], output)
        return
    counts = [say_count(sum(rule.is_on for rule in rules.gaps.values()), "gap rule")]
    if register:
        counts = [
            say_count(len(register.publications), "publication"),
            say_count(len(register.items), "item"),
            *counts,
        ]
    checked = "settings, mappings and register" if register else "settings and mappings (the register is on the site)"
    where = f"{checked.replace(' and', ',')} and the live lists" if online else checked
    print_blocks([Sentence(f"No problems in {where}: {', '.join(counts)}.")], output)
