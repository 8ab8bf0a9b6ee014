"""``serve``: ``run`` on the configured schedule, with a heartbeat and a clean end."""

import logging
from dataclasses import replace

from sync.cli.boundary import boundary
from sync.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_PROFILE,
    ConfigOption,
    Format,
    FormatOption,
    ProfileOption,
    read_environment,
)
from sync.cli.session import choose_day, open_house
from sync.errors import SyncError
from sync.jobs.pipeline import run_pass
from sync.jobs.run_record import RunsList
from sync.jobs.scheduler import BeatingProgress
from sync.jobs.scheduler import serve as serve_job
from sync.wiring import RELEASE, build_timetable, reload_house

_log = logging.getLogger(__name__)


def serve(
    config: ConfigOption = DEFAULT_CONFIG, profile: ProfileOption = DEFAULT_PROFILE, output: FormatOption = Format.TEXT
) -> None:
    """Run now and then on the configured schedule, until stopped. Settings and mappings are read anew for every run."""
    with boundary(output), open_house(config, profile) as house:
        timetable, heartbeat = build_timetable(house.loaded)
        beating = replace(house.ports.limits, has_heartbeat=True)

        def run_once() -> None:
            runs = RunsList(house.ports, house.rules.targets.runs, house.ports.clock.now(), RELEASE)
            try:
                fresh = reload_house(house, config, read_environment())
            except SyncError as error:
                house.ports.site.begin(house.ports.limits.run_seconds)
                runs.record_failure(error, choose_day(None, house))
                raise
            progress = BeatingProgress(fresh.ports.progress, heartbeat)
            ports = replace(fresh.ports, limits=beating, progress=progress)
            summary = run_pass(ports, fresh.rules, fresh.read_register, choose_day(None, fresh), release=RELEASE)
            told = summary.as_json()
            _log.info(
                "run finished", extra={name: told[name] for name in ("outcome", "gaps", "plan", "writes", "requests")}
            )

        serve_job(run_once, timetable, heartbeat, house.ports.stop)
        _log.info("stopped")
