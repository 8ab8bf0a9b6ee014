"""The error boundary of every command, and the signals that end a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from sync.cli.console import print_error
from sync.cli.options import Format
from sync.core.summary import RunOutcome, Summary
from sync.errors import EXIT_DONE, EXIT_PARTLY_DONE, GuardError, InterruptedRunError, SyncError


@contextmanager
def boundary(output: Format) -> Iterator[None]:
    """Turn an explained failure into one sentence and its exit code."""
    try:
        yield
    except SyncError as error:
        print_error(error, output)
        raise typer.Exit(error.exit_code) from None


def exit_code_of(summary: Summary) -> int:
    """Return the exit code of a run that reached its end."""
    codes = {
        RunOutcome.PARTLY: EXIT_PARTLY_DONE,
        RunOutcome.WITHHELD: GuardError.exit_code,
        RunOutcome.INTERRUPTED: InterruptedRunError.exit_code,
    }
    return codes.get(summary.outcome, EXIT_DONE)


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """Yield an event that SIGTERM and SIGINT set; a second signal ends the process at once."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise SystemExit(InterruptedRunError.exit_code)
        stop.set()

    kept = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
