"""``serve``: the pass on a schedule, a heartbeat, and a clean end.

The ``schedule`` library computes the next run after the job and not at all when the job raises: a job that lets an exception out
is run again on every tick and starves the others. So the job catches its own.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import schedule

from sync.errors import SyncError, UserError
from sync.ports import Progress, StopSignal

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

    def begin(self) -> None:
        """Touch the file for the first time. Raises UserError when it cannot be: nobody could tell a dead service from a living."""
        try:
            self._touch()
        except OSError as error:
            raise UserError(
                f"The heartbeat file {self._path} cannot be written ({error.strerror}), so nobody could see whether the service "
                "is alive. Name another in schedule.heartbeat_file (HMICFRS_HEARTBEAT), or leave it blank to do without."
            ) from error

    def beat(self) -> None:
        """Touch the file; one that cannot be written any more is logged and does not stop the service."""
        try:
            self._touch()
        except OSError as error:
            _log.warning("heartbeat not written", extra={"reason": error.strerror})

    def _touch(self) -> None:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()


class BeatingProgress:
    """Somebody who watches a run, and a heartbeat at each of its steps: a long run is a living one."""

    def __init__(self, inner: Progress, heartbeat: Heartbeat) -> None:
        self._inner = inner
        self._heartbeat = heartbeat

    def stage(self, sentence: str, total: int = 0) -> None:
        """Say what begins now."""
        self._heartbeat.beat()
        self._inner.stage(sentence, total)

    def advance(self, steps: int = 1) -> None:
        """Say that steps of the stage are done."""
        self._heartbeat.beat()
        self._inner.advance(steps)


def serve(job: Callable[[], None], timetable: Timetable, heartbeat: Heartbeat, stop: StopSignal) -> None:
    """Run the job now and then on the timetable, until told to stop. A run in progress stops at its next safe place.

    Raises UserError when the heartbeat cannot be written to begin with.
    """
    heartbeat.begin()
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
