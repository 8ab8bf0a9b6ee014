"""What most commands begin with: logs, signals, progress and the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sync.cli.boundary import stop_on_signals
from sync.cli.console import TerminalProgress
from sync.cli.logs import start_logs
from sync.cli.options import read_environment, read_profile
from sync.wiring import House, build_house


@contextmanager
def open_house(
    config: Path, profile: str, *, extra: dict[str, str] | None = None, is_quiet: bool = False
) -> Iterator[House]:
    """Yield everything a command works with, with logs started and signals caught.

    ``extra`` are environment variables that the command sets itself; a quiet command logs warnings only.
    """
    with stop_on_signals() as stop:
        progress = TerminalProgress()
        try:
            environment = read_environment() | (extra or {})
            house = build_house(config, read_profile(profile), environment, stop, progress)
            start_logs("warning" if is_quiet else house.loaded.settings.log_level, progress.write_line)
            yield house
        finally:
            progress.close()


def choose_day(as_of: date | None, house: House) -> date:
    """Return the day to speak for: the one asked for, or today in London."""
    return as_of or house.ports.clock.today()
