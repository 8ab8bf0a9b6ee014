"""A process that is the first of its namespace, as that of a container is: signals that it does not handle are lost on it."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest


@cache
def _why_not() -> str:
    """Return why this machine cannot start one; empty when it can."""
    if shutil.which("unshare") is None:
        return "there is no unshare"
    tried = subprocess.run([*_prefix(), "true"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return tried.stderr.strip() if tried.returncode else ""


def _prefix() -> list[str]:
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *as_root, "--fork", "--pid", "--mount-proc", "--kill-child"]


def as_first_process() -> list[str]:
    """Return what to write before a command to make it process 1; skips the test where the machine does not permit that."""
    if reason := _why_not():
        pytest.skip(f"this machine lets nobody start a namespace of processes: {reason}")
    return _prefix()


def find_first_process(starter: "subprocess.Popen[str]") -> int:
    """Return the number that process 1 of the namespace has outside of it."""
    (child,) = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text(encoding="ascii").split()
    return int(child)
