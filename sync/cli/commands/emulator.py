"""``emulator``: the local SharePoint alone, for rehearsals, browsers and other clients."""

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.boundary import boundary, stop_on_signals
from sync.cli.console import print_line
from sync.cli.options import DEFAULT_PROFILE, Format, FormatOption, ProfileOption, read_profile
from sync.errors import ConfigError, Problem
from sync.wiring import start_local_sharepoint

DEFAULT_DATA = Path(".local/sharepoint")
SAMPLE = "lancashire-2021"


def emulator(
    data: Annotated[
        Path,
        typer.Option("--data", envvar="HMICFRS_LOCAL", metavar="DIR", help="Its data folder; kept between starts."),
    ] = DEFAULT_DATA,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8443,
    seed: Annotated[str, typer.Option("--seed", metavar="NAME", help="The sample that fills an empty site.")] = SAMPLE,
    faults: Annotated[
        bool, typer.Option("--faults", help="Open /_emulator/, where faults, switches and apps are asked for.")
    ] = False,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
) -> None:
    """Start the local SharePoint and serve until stopped. It listens on this machine only and is not SharePoint."""
    with boundary(output):
        refuse_in_production(profile)
        site = start_local_sharepoint(data, port=port, seed=seed, faults=faults)
        with stop_on_signals() as stop, site as connection:
            if output is Format.JSON:
                print_line(connection.as_json())
            else:
                told = (
                    f"Local SharePoint (this is not SharePoint) at {connection.site_url}",
                    f"In a browser: {site.pages_url}",
                    f"Data in {connection.data_dir}; clients trust {connection.ca_file}. Ctrl-C stops it.",
                )
                print_line("\n".join(f"- {line}" if output is Format.MARKDOWN else line for line in told))
            stop.wait()


def refuse_in_production(profile: str) -> None:
    """Raise ConfigError under the production profile: nobody should take the local SharePoint for the real one."""
    if read_profile(profile) == "production":
        told = (
            "The local SharePoint does not start under the production profile. Leave --profile and HMICFRS_PROFILE out."
        )
        raise ConfigError([Problem("the command line", 0, 0, "not-in-production", told, where="--profile")])
