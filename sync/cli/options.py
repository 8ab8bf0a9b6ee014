"""The options that commands share; they stand after the command."""

import os
from datetime import date
from enum import StrEnum
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


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2021-06-23.") from None


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
