"""Serve: now and then on the timetable, a heartbeat all the while, and a job whose failure stops nothing."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import UnreachableError, UserError
from sync.jobs.scheduler import BeatingProgress, Heartbeat, Timetable, run_guarded, serve
from tests.fakes import RecordedProgress, Stop


def count_runs(into: list[int]) -> Callable[[], None]:
    return lambda: into.append(1)


def test_the_job_runs_at_once_and_not_again_before_its_time() -> None:
    runs: list[int] = []

    serve(count_runs(runs), Timetable(every_minutes=60), Heartbeat(None), Stop(after=5))

    assert len(runs) == 1


def test_serving_ends_at_the_first_look_at_a_given_stop() -> None:
    stop = Stop(after=0)

    serve(lambda: None, Timetable(daily_at=("06:30",)), Heartbeat(None), stop)

    assert len(stop.waited) == 1


def test_the_heartbeat_is_written_before_after_and_between_runs(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "heartbeat"
    beats: list[float] = []

    class Counted(Heartbeat):
        def beat(self) -> None:
            super().beat()
            beats.append(file.stat().st_mtime)

    serve(lambda: None, Timetable(every_minutes=5), Counted(file), Stop(after=3))

    assert len(beats) == 5


def test_the_heartbeat_is_written_at_every_step_of_a_run(tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    watched = RecordedProgress()
    progress = BeatingProgress(watched, Heartbeat(file))

    progress.stage("Reading")
    is_there_after_the_stage = file.exists()
    file.unlink()
    progress.advance(3)

    assert is_there_after_the_stage
    assert file.exists()
    assert (watched.stages, watched.steps) == (["Reading"], 3)


def test_a_heartbeat_that_cannot_be_written_to_begin_with_is_told_before_the_first_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    runs: list[int] = []

    with pytest.raises(UserError, match=r"heartbeat file .* cannot be written .*schedule\.heartbeat_file"):
        serve(count_runs(runs), Timetable(every_minutes=5), Heartbeat(tmp_path / "file" / "beat"), Stop(after=1))

    assert runs == []


def test_a_heartbeat_that_cannot_be_written_any_more_does_not_stop_the_service(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with caplog.at_level(logging.WARNING, logger="sync"):
        Heartbeat(blocked / "heartbeat").beat()

    assert "heartbeat not written" in caplog.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(UnreachableError("SharePoint did not answer."), "run failed", id="explained"),
        pytest.param(ValueError("a bug"), "run failed unexpectedly", id="a mistake of ours"),
    ],
)
def test_a_job_that_fails_is_logged_and_nothing_gets_out(
    error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise error

    with caplog.at_level(logging.ERROR, logger="sync"):
        run_guarded(fail)

    assert told in caplog.text


def test_a_failing_job_is_not_run_again_on_the_next_tick() -> None:
    runs: list[int] = []

    def fail() -> None:
        runs.append(1)
        raise ValueError("a bug")

    serve(fail, Timetable(every_minutes=5), Heartbeat(None), Stop(after=10))

    assert len(runs) == 1
