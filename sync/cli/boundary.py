"""The error boundary of every command, and the signals that end a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

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


PATIENCE_SECONDS: Final = 4.0
"""How long a run that was asked to stop may go on with what it is in the middle of; a container is killed after ten."""


@contextmanager
def stop_on_signals(patience: float = PATIENCE_SECONDS) -> Iterator[threading.Event]:
    """Yield an event that SIGTERM and SIGINT set; a second signal ends the process at once.

    Whatever still runs ``patience`` seconds after the first signal, a long computation or a request that is not answered, is cut
    short by an InterruptedRunError; so is, after the same time again, what was begun then to leave things in order.
    """
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise SystemExit(InterruptedRunError.exit_code)
        stop.set()
        signal.setitimer(signal.ITIMER_REAL, patience, patience)

    def cut_short(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise InterruptedRunError("The run was asked to stop and was cut short in what it was doing.")

    handlers = {signal.SIGTERM: ask_to_stop, signal.SIGINT: ask_to_stop, signal.SIGALRM: cut_short}
    kept = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield stop
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in kept.items():
            signal.signal(number, handler)
