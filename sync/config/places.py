"""One mistake at a place of a configuration file."""

from sync.config.yaml_source import Document, KeyPath
from sync.errors import Problem


def at_place(document: Document, path: KeyPath, code: str, message: str, suggestion: str = "") -> Problem:
    """Return the problem with the file, line and column of what stands at ``path``."""
    place = document.place_of(path)
    where = " › ".join(str(part) for part in path)
    return Problem(place.file, place.line, place.column, code, message, suggestion, where)
