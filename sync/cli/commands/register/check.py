"""``register check``: everything that is wrong with the register, and what is worth a look."""

from typing import Annotated

import typer

from sync.cli.blocks import Sentence
from sync.cli.boundary import boundary
from sync.cli.commands.register.reading import read_register
from sync.cli.console import print_blocks, print_problems
from sync.cli.options import DEFAULT_CONFIG, DEFAULT_PROFILE, ConfigOption, Format, FormatOption, ProfileOption
from sync.core.normalise import remark_on_register
from sync.core.text import say_count
from sync.errors import ProblemsError, RegisterError


def check_register(
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="End with 2 also for what is only worth a look.")] = False,
) -> None:
    """Check the register: what is wrong stops every run; what is worth a look stops nothing, unless --strict is given."""
    with boundary(output):
        try:
            register, rules = read_register(config, profile)
        except ProblemsError as error:
            print_problems(error.problems, output)
            raise typer.Exit(error.exit_code) from None
    remarks = remark_on_register(register, rules.register)
    if remarks or output is Format.JSON:
        print_problems(remarks, output)
    counts = f"{say_count(len(register.publications), 'publication')}, {say_count(len(register.items), 'item')}"
    if output is not Format.JSON:
        worth = f" {say_count(len(remarks), 'thing')} worth a look." if remarks else ""
        print_blocks([Sentence(f"The register can be used: {counts}.{worth}")], output)
    if remarks and strict:
        raise typer.Exit(RegisterError.exit_code)
