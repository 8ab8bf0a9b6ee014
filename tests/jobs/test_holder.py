"""Who holds the lease: a name per process, and no process taken for gone that may still run."""

import os
import subprocess
import sys
from pathlib import Path

from sync.jobs.holder import build_holder


def name_of_another_process() -> str:
    """The name that a process gave itself which has ended since."""
    code = "from sync.jobs.holder import build_holder; print(build_holder().name)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own code


def test_a_process_is_not_gone_while_it_runs() -> None:
    holder = build_holder()

    assert not holder.is_gone(holder.name)
    assert str(os.getpid()) in holder.name


def test_a_process_that_has_ended_is_gone() -> None:
    assert build_holder().is_gone(name_of_another_process())


def test_a_number_that_another_process_got_since_is_not_the_process_that_had_it() -> None:
    holder = build_holder()

    assert holder.is_gone(holder.name[:-1] + ("1" if holder.name[-1] != "1" else "2"))


def test_of_a_process_elsewhere_nothing_is_known() -> None:
    host, _, known = build_holder().name.rpartition(" ")
    _, _, rest = known.partition("/")

    assert not build_holder().is_gone(f"{host} 0123456789ab/{rest}")
    assert not build_holder().is_gone("another container")


def test_where_the_system_does_not_tell_about_processes_names_still_differ(tmp_path: Path) -> None:
    one, two = build_holder(tmp_path), build_holder(tmp_path)

    assert one.name != two.name
    assert not one.is_gone(two.name)
