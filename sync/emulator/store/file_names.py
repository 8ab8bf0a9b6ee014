"""Names and addresses of files and folders: which are allowed, and how one address is told from another.

The rules are those of Microsoft's page "Restrictions and limitations in OneDrive and SharePoint". An address is only
ever looked up among the addresses that are kept; no name becomes a file of this computer.
"""

import re

from sync.emulator.file_errors import FileNameError, PathTooLongError

_LONGEST_PATH = 400
_FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:\.lock|con|prn|aux|nul|com\d|lpt\d|_vti_.*|desktop\.ini)", re.IGNORECASE)


def check_name(name: str) -> str:
    """Return ``name`` when a file or folder may have it; raises ``FileNameError``."""
    bad = (
        not name.strip(" .")
        or name != name.strip()
        or name.endswith(".")
        or name.startswith("~$")
        or "_vti_" in name.lower()
        or _FORBIDDEN.search(name)
        or _RESERVED.fullmatch(name)
    )
    if bad:
        raise FileNameError(name=name)
    return name


def join_path(parent: str, name: str) -> str:
    """Return the address of ``name`` in a folder; raises ``FileNameError`` and ``PathTooLongError``."""
    path = f"{parent}/{check_name(name)}"
    if len(path) > _LONGEST_PATH:
        raise PathTooLongError
    return path


def resolve_path(written: str, site_path: str) -> str:
    """Return the address from the server's root, which a caller may leave out; it may not climb.

    Raises ``FileNameError`` for a step that is no name.
    """
    path = written.rstrip("/")
    if not path.startswith("/"):
        path = f"{site_path}/{path}".rstrip("/")
    for step in path.split("/")[1:]:
        if step in ("", ".", "..") or _FORBIDDEN.search(step):
            raise FileNameError(name=step)
    return path


def build_path_key(path: str) -> str:
    """Return the form in which addresses are compared: case does not count."""
    return path.casefold()
