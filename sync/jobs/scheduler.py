"""``serve``: the pass on a schedule, a heartbeat, and a clean end.

The ``schedule`` library computes the next run after the job and not at all when the job raises: a job that lets an exception out
is run again on every tick and starves the others. So the job catches its own.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import schedule

from sync.errors import SyncError
from sync.ports import StopSignal

_log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
TIME_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Timetable:
    """When to run: every so many minutes, or at times of day in London."""

    every_minutes: int | None = None
    daily_at: tuple[str, ...] = ()


class Heartbeat:
    """A file whose age says whether the service is alive; not whether its last run went well."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def beat(self) -> None:
        """Touch the file; a folder that cannot be written is logged and does not stop the service."""
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
        except OSError as error:
            _log.warning("heartbeat not written", extra={"reason": error.strerror})


def serve(job: Callable[[], None], timetable: Timetable, heartbeat: Heartbeat, stop: StopSignal) -> None:
    """Run the job now and then on the timetable, until told to stop. A run in progress stops at its next safe place."""
    scheduler = schedule.Scheduler()

    def guarded() -> None:
        heartbeat.beat()
        run_guarded(job)
        heartbeat.beat()

    if timetable.every_minutes:
        scheduler.every(timetable.every_minutes).minutes.do(guarded)
    for time_of_day in timetable.daily_at:
        scheduler.every().day.at(time_of_day, TIME_ZONE).do(guarded)
    guarded()
    while not stop.wait(TICK_SECONDS):
        heartbeat.beat()
        scheduler.run_pending()


def run_guarded(job: Callable[[], None]) -> None:
    """Run the job and log what goes wrong; nothing gets out."""
    try:
        job()
    except SyncError as error:
        _log.error("run failed", extra={"reason": str(error), "exit_code": error.exit_code})
    except Exception:  # noqa: BLE001 - what escapes here would make the library run the job on every tick
        _log.exception("run failed unexpectedly")
