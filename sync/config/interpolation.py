"""Values from outside: ``${env:NAME}``, ``${env:NAME:-default}`` and ``${file:PATH}`` inside text, and nothing else.

Secrets are written this way only, so that no file of ours holds one. What comes in stays text: a number-like secret keeps its
zeros.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from sync.config.yaml_source import Document, KeyPath, Plain
from sync.errors import Problem

_REFERENCE = re.compile(r"\$\{(?P<kind>[^:}]*)(?::(?P<name>.*?))?(?::-(?P<default>[^}]*))?\}")


def interpolate(document: Document, environ: Mapping[str, str], folder: Path) -> Document:
    """Return the document with its references replaced; paths are taken from ``folder`` when they are relative.

    A variable that is not set, a file that cannot be read and a reference of a kind we do not know are kept among the document's
    problems, and the reference stays as it is written.
    """
    filler = _Filler(document, environ, folder)
    data = filler.fill(document.data, ())
    problems = [*document.problems, *filler.problems]
    return Document(document.file, data if isinstance(data, dict) else {}, document.keys, document.values, problems)


class _Filler:
    """Goes through the data and keeps what it could not replace."""

    def __init__(self, document: Document, environ: Mapping[str, str], folder: Path) -> None:
        self._document = document
        self._environ = environ
        self._folder = folder
        self.problems: list[Problem] = []

    def fill(self, value: Plain, path: KeyPath) -> Plain:
        match value:
            case dict():
                return {key: self.fill(item, (*path, key)) for key, item in value.items()}
            case list():
                return [self.fill(item, (*path, index)) for index, item in enumerate(value)]
            case str():
                return self._fill_text(value, path)
            case _:
                return value

    def _fill_text(self, value: str, path: KeyPath) -> str:
        if value.count("${") != len(_REFERENCE.findall(value)):
            self._tell(path, f"'{value}' opens a reference with ${{ and does not close it with }}.")
            return value

        def replace(found: re.Match[str]) -> str:
            try:
                return _look_up(found, self._environ, self._folder)
            except LookupError as error:
                self._tell(path, str(error.args[0]))
                return found[0]

        return _REFERENCE.sub(replace, value)

    def _tell(self, path: KeyPath, message: str) -> None:
        place = self._document.place_of(path)
        where = " › ".join(str(part) for part in path)
        self.problems.append(Problem(place.file, place.line, place.column, "missing-value", message, where=where))


def _look_up(found: re.Match[str], environ: Mapping[str, str], folder: Path) -> str:
    kind, name, default = found["kind"], found["name"] or "", found["default"]
    if kind == "env":
        if value := environ.get(name):
            return value
        if default is not None:
            return default
        raise LookupError(f"The environment variable {name} is not set. Set it for the service.")
    if kind == "file":
        try:
            return (folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            if default is not None:
                return default
            raise LookupError(f"The file {name} cannot be read. Is it there, and may the service read it?") from None
    raise LookupError(f"{found[0]} is not understood; write ${{env:NAME}} or ${{file:PATH}}.")
