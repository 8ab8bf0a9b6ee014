"""Who holds the lease: a name for this process, and whether the process of another name still runs.

A lease ends by itself some minutes after its holder crashed. On the same machine nobody has to wait for that: a process that has
ended cannot write any more. A name says where its process runs, down to the namespace that gives it its number, so that two
containers on one machine are never taken for one another. Where a sandbox shows both the same place and host name, they still have the
same number, 1 mostly: of such a holder nothing is known.
"""

import os
import socket
import uuid
from hashlib import sha256
from pathlib import Path
from typing import Final

from sync.ports import Holder

_PROC: Final = Path("/proc")


def build_holder(proc: Path = _PROC) -> Holder:
    """Return this process as a holder. Where the system does not tell about processes, no other is ever known to be gone."""
    try:
        place = _read_place(proc)
        started = _read_start(proc, os.getpid())
    except OSError:
        return Holder(f"{socket.gethostname()}/{uuid.uuid4().hex[:12]}")

    def is_gone(name: str) -> bool:
        _, _, known = name.rpartition(" ")
        where, _, rest = known.partition("/")
        number, _, start = rest.partition("/")
        if where != place or not number.isdigit() or int(number) in (1, os.getpid()):
            return False
        try:
            return str(_read_start(proc, int(number))) != start
        except FileNotFoundError:
            return True
        except OSError:
            return False

    return Holder(f"{socket.gethostname()} {place}/{os.getpid()}/{started}", is_gone)


def _read_place(proc: Path) -> str:
    """Return what tells this boot of this machine, this container and its namespace of processes from every other."""
    boot = (proc / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    namespace = str((proc / "self/ns/pid").readlink())
    # Some sandboxes show every container the same boot and namespace; their host names still differ.
    return sha256(f"{boot} {namespace} {socket.gethostname()}".encode()).hexdigest()[:12]


def _read_start(proc: Path, number: int) -> int:
    """Return when a process started, in ticks since the machine did: the 22nd field of its stat (proc_pid_stat(5))."""
    text = (proc / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
    # The second field is the program's name in brackets and may hold blanks and brackets itself.
    fields = text.rpartition(")")[2].split()
    if fields[0] == "Z":
        raise FileNotFoundError(f"process {number} has ended")
    return int(fields[19])
