"""Mistakes at a place of a configuration file."""

from collections.abc import Iterable, Iterator

from sync.config.yaml_source import Document, KeyPath
from sync.core.text import fold
from sync.errors import Problem


def at_place(document: Document, path: KeyPath, code: str, message: str, suggestion: str = "") -> Problem:
    """Return the problem with the file, line and column of what stands at ``path``."""
    place = document.place_of(path)
    where = " › ".join(str(part) for part in path)
    return Problem(place.file, place.line, place.column, code, message, suggestion, where)


def claim(seen: dict[str, str], wording: str, meaning: str, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Keep what a wording means, and yield a problem when it means something else already."""
    other = seen.setdefault(fold(wording), meaning)
    if other != meaning:
        yield at_place(
            document, path, "ambiguous-word", f"'{wording}' already means {other}; a wording means one thing."
        )


def lost(document: Document, path: KeyPath, ref: str, known: Iterable[str]) -> Problem:
    """Return that a reference leads nowhere in the register, with the one that differs in nothing but its case."""
    near = {name.casefold(): name for name in known}.get(ref.casefold(), "")
    return at_place(document, path, "lost-reference", f"{ref} is not in the register.", near)
