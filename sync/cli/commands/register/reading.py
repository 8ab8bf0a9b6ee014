"""The register as every command of the group reads it: from the files, or from the lists on the site."""

from pathlib import Path

from sync.cli.options import read_environment, read_profile
from sync.cli.session import open_house
from sync.core.records import Register
from sync.core.rules import Rules
from sync.wiring import load_configuration


def read_register(config: Path, profile: str) -> tuple[Register, Rules]:
    """Return the checked register and the rules; the site is asked only when the register is kept there.

    Raises:
        ProblemsError: everything that is wrong with settings, mappings and register.
        AccessError, SiteShapeError: the lists cannot be read.
    """
    _, rules, register = load_configuration(config, read_profile(profile), read_environment())
    if register is not None:
        return register, rules
    with open_house(config, profile, is_quiet=True) as house:
        return house.register, house.rules
