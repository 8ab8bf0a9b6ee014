"""The entry point: the commands, and the last line of defence for mistakes of our own."""

import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sync.cli.commands.apply import apply
from sync.cli.commands.check import check
from sync.cli.commands.demo import demo
from sync.cli.commands.emulator import emulator
from sync.cli.commands.explain import explain
from sync.cli.commands.plan import plan
from sync.cli.commands.provision import provision
from sync.cli.commands.register import register
from sync.cli.commands.run import run
from sync.cli.commands.schema import schema
from sync.cli.commands.serve import serve
from sync.cli.console import make_output_lenient, print_failure, print_line, print_unexpected
from sync.cli.options import wants_json
from sync.errors import EXIT_UNEXPECTED, InterruptedRunError
from sync.wiring import RELEASE

app = typer.Typer(
    name="hmicfrs-sync",
    help="Reconcile the HMICFRS Tracker with the register of publications, flag the gaps, write the rollups back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (demo, emulator, check, provision, plan, apply, run, explain, serve, schema):
    app.command()(command)
app.add_typer(register, name="register")


_UsageError: Any = typer.BadParameter.__base__
"""What Typer raises for a command line that it cannot understand; it exports this one's children only."""


def _print_version(is_wanted: bool) -> None:  # noqa: FBT001 - Typer's callback signature
    if is_wanted:
        print_line(f"hmicfrs-sync {RELEASE}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which release.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command line and end the process with its exit code."""
    make_output_lenient()
    is_json = wants_json(sys.argv[1:])
    try:
        sys.exit(app(standalone_mode=False))
    except _UsageError as error:
        error.show()
        if is_json:
            print_failure(error.format_message(), error.exit_code)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(InterruptedRunError.exit_code)
    except Exception as error:  # noqa: BLE001 - the one place where a mistake of ours becomes a sentence
        told = _keep_details(error)
        print_unexpected(told)
        if is_json:
            print_failure(told, EXIT_UNEXPECTED)
        sys.exit(EXIT_UNEXPECTED)


def _keep_details(error: Exception) -> str:
    """Write the trace to a file and return the sentence that names it.

    The file is sent to the maintainers: it says which lines of the program were at work, and nothing of what they worked on,
    which may be anybody's text or a token.
    """
    kind = type(error).__name__
    told = (
        f"Something went wrong that we did not foresee ({kind}). It is a mistake in hmicfrs-sync, not in what you did."
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="hmicfrs-sync-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(f"hmicfrs-sync {RELEASE}, Python {sys.version}\n\n")
            file.writelines(_tell_trace(error))
    except OSError:
        return told
    return f"{told} The details are in {Path(file.name)}."


def _tell_trace(error: BaseException) -> Iterator[str]:
    """Yield the lines of a trace and of what led to it, without the exceptions' own words."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _tell_trace(cause)
        yield "\nwhich led to\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"


if __name__ == "__main__":
    main()
