"""Values from outside: ``${env:NAME}``, ``${env:NAME:-default}`` and ``${file:PATH}`` inside text, and nothing else.

Secrets are written this way only, so that no file of ours holds one. What comes in stays text: a number-like secret keeps its
zeros.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from sync.config.yaml_source import Document, KeyPath, Plain
from sync.errors import ConfigError, Problem

_REFERENCE = re.compile(r"\$\{(?P<kind>[^:}]*)(?::(?P<name>.*?))?(?::-(?P<default>[^}]*))?\}")


def interpolate(document: Document, environ: Mapping[str, str], folder: Path) -> Document:
    """Return the document with its references replaced; paths are taken from ``folder`` when they are relative.

    Raises:
        ConfigError: a variable is not set, a file cannot be read, or the reference is of a kind we do not know.
    """
    problems: list[Problem] = []

    def fill(value: Plain, path: KeyPath) -> Plain:
        if isinstance(value, dict):
            return {key: fill(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [fill(item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, str) or "${" not in value:
            return value

        def replace(found: re.Match[str]) -> str:
            try:
                return _look_up(found, environ, folder)
            except LookupError as error:
                place = document.place_of(path)
                where = " › ".join(str(part) for part in path)
                problems.append(
                    Problem(place.file, place.line, place.column, "missing-value", str(error.args[0]), where=where)
                )
                return ""

        return _REFERENCE.sub(replace, value)

    data = fill(document.data, ())
    if problems:
        raise ConfigError(problems)
    return Document(document.file, data if isinstance(data, dict) else {}, document.keys, document.values)


def _look_up(found: re.Match[str], environ: Mapping[str, str], folder: Path) -> str:
    kind, name, default = found["kind"], found["name"] or "", found["default"]
    if kind == "env":
        if value := environ.get(name):
            return value
        if default is not None:
            return default
        raise LookupError(f"The environment variable {name} is not set.")
    if kind == "file":
        try:
            return (folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            if default is not None:
                return default
            raise LookupError(f"The file {name} cannot be read.") from None
    raise LookupError(f"{found[0]} is not understood; write ${{env:NAME}} or ${{file:PATH}}.")
