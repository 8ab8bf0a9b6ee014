"""The options that commands share; they stand after the command."""

import os
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from sync.config.settings import PROFILES, Profile
from sync.errors import ConfigError, Problem


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""The days that figures can speak for: years around them are still dates."""


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2021-06-23.") from None
    if not can_speak_for(day):
        raise typer.BadParameter(f"{text} is too far away; name a day from {_FIRST_DAY} to {_LAST_DAY}.")
    return day


def can_speak_for(day: date) -> bool:
    """Say whether figures can speak for a day."""
    return _FIRST_DAY <= day <= _LAST_DAY


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether a command line asks for JSON, also one that cannot be understood otherwise."""
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


ConfigOption = Annotated[
    Path, typer.Option("--config", metavar="FILE", help="The settings file; the profile's file lies beside it.")
]
ProfileOption = Annotated[
    str,
    typer.Option("--profile", envvar="HMICFRS_PROFILE", metavar="local|production", help="Which settings lie over it."),
]
AsOfOption = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=_read_day, help="The day the figures speak for; today in London."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How results are printed.")]

DEFAULT_CONFIG = Path("config/settings.yaml")
DEFAULT_PROFILE = "local"


def read_profile(text: str) -> Profile:
    """Return the profile of that name; raises ConfigError for any other."""
    if text not in PROFILES:
        told = f"There is no profile {text!r}; it is one of {', '.join(PROFILES)}."
        raise ConfigError([Problem("the command line", 0, 0, "unknown-profile", told, where="--profile")])
    return text


def read_environment() -> dict[str, str]:
    """Return the environment's variables."""
    return dict(os.environ)
