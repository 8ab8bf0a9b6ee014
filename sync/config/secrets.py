"""Secrets never stand in a file of ours: only the name of the variable or of the file that holds them."""

import re
from collections.abc import Iterator

from pydantic import BaseModel, SecretStr

from sync.config.places import at_place
from sync.config.yaml_source import Document, KeyPath, Plain
from sync.errors import Problem

_REFERENCE = re.compile(r"\$\{(?:env|file):(?:(?!:-)[^}])+(?::-)?\}")
"""One reference and nothing beside it; a default would be the secret itself."""


def find_literal_secrets(document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """Yield the secret settings whose value is written out, also as a reference's default. No value is shown."""
    for path in _find_secret_paths(model, ()):
        value = _look_up(document.data, path)
        if value in (None, "") or (isinstance(value, str) and _REFERENCE.fullmatch(value)):
            continue
        told = (
            "A secret stands here in plain text. Write ${env:NAME} or ${file:PATH} instead, and change the secret: whoever "
            "could read this file knows it."
        )
        yield at_place(document, path, "literal-secret", told)


def _find_secret_paths(model: type[BaseModel], path: KeyPath) -> Iterator[KeyPath]:
    for name, field in model.model_fields.items():
        if field.annotation is SecretStr:
            yield (*path, name)
        elif isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _find_secret_paths(field.annotation, (*path, name))


def _look_up(data: Plain, path: KeyPath) -> Plain:
    for part in path:
        if not isinstance(data, dict):
            return None
        data = data.get(str(part))
    return data
