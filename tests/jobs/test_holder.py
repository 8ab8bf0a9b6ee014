"""Who holds the lease: a name per process, and no process taken for gone that may still run."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

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


def a_machine(folder: Path, processes: Mapping[int, int]) -> Path:
    """What a system tells of itself, with these processes and when each of them started."""
    (folder / "sys/kernel/random").mkdir(parents=True)
    (folder / "sys/kernel/random/boot_id").write_text("a boot\n", encoding="ascii")
    (folder / "self/ns").mkdir(parents=True)
    (folder / "self/ns/pid").symlink_to("pid:[1]")
    for number, start in processes.items():
        (folder / str(number)).mkdir()
        (folder / str(number) / "stat").write_text(f"{number} (x) S {'0 ' * 18}{start} 0", encoding="ascii")
    return folder


def test_a_number_that_another_process_got_since_is_not_the_process_that_had_it(tmp_path: Path) -> None:
    ours, other = os.getpid(), os.getpid() + 1
    holder = build_holder(a_machine(tmp_path, {ours: 100, other: 200}))
    place = holder.name.removesuffix(f"/{ours}/100")

    assert holder.is_gone(f"{place}/{other}/150")
    assert not holder.is_gone(f"{place}/{other}/200")
    assert holder.is_gone(f"{place}/{other + 1}/150")


@pytest.mark.parametrize("number", [1, os.getpid()], ids=["process 1", "our own number"])
def test_of_a_holder_that_may_be_the_same_process_of_another_container_nothing_is_known(
    tmp_path: Path, number: int
) -> None:
    ours = os.getpid()
    holder = build_holder(a_machine(tmp_path, {ours: 200, 1: 200}))

    assert not holder.is_gone(holder.name.replace(f"/{ours}/200", f"/{number}/100"))


def test_of_a_process_elsewhere_nothing_is_known() -> None:
    host, _, known = build_holder().name.rpartition(" ")
    _, _, rest = known.partition("/")

    assert not build_holder().is_gone(f"{host} 0123456789ab/{rest}")
    assert not build_holder().is_gone("another container")


def test_where_the_system_does_not_tell_about_processes_names_still_differ(tmp_path: Path) -> None:
    one, two = build_holder(tmp_path), build_holder(tmp_path)

    assert one.name != two.name
    assert not one.is_gone(two.name)
