"""YAML with places: each key and value remembers its file, line and column; no word turns into something else by itself.

Only ``true`` and ``false`` are booleans, only plain decimal numbers are numbers: ``no``, ``yes``, ``on``, ``010`` and
``2021-06-30`` stay text. A key that stands twice is a mistake, not a silent overwrite.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from sync.errors import ConfigError, Problem

KeyPath: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"

_SIZE_LIMIT: Final = 1_000_000
_NODE_LIMIT: Final = 50_000
_DEPTH_LIMIT: Final = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; lines and columns begin with 1."""

    file: str
    line: int
    column: int


@dataclass(slots=True)
class Document:
    """A file's content as plain data, with the places of its keys and values by their path.

    ``problems`` are mistakes that left the rest readable, e.g. a name that stands twice; whoever reads on tells them too.
    """

    file: str
    data: dict[str, Plain] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place_of(self, path: KeyPath, *, is_key: bool = False) -> Place:
        """Return the place of a key or value, or of the nearest thing around it that has one."""
        first, second = (self.keys, self.values) if is_key else (self.values, self.keys)
        for length in range(len(path), -1, -1):
            if found := first.get(path[:length]) or second.get(path[:length]):
                return found
        return Place(self.file, 1, 1)

    def overlaid_with(self, other: "Document") -> "Document":
        """Return this document with another's values laid over it, mapping by mapping; each value keeps its own place."""
        data = _overlay(self.data, other.data)
        return Document(
            other.file,
            data,
            {**self.keys, **other.keys},
            {**self.values, **other.values},
            [*self.problems, *other.problems],
        )


def _overlay(below: dict[str, Plain], above: Mapping[str, Plain]) -> dict[str, Plain]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _overlay(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


class _PlainLoader(yaml.SafeLoader):
    """Resolves only what YAML 1.2's core schema calls a boolean, a null or a decimal number."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_FORMS: Final = {
    "bool": (re.compile(r"^(?:true|false)$"), list("tf")),
    "null": (re.compile(r"^(?:~|null|)$"), ["~", "n", ""]),
    "int": (re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789")),
    "float": (re.compile(r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]+$"), list("-0123456789")),
}
"""What is not text, by YAML's name for it: how it is written, and the letters it begins with."""

for _name, (_form, _letters) in _FORMS.items():
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _form, _letters)


def read_document(path: Path, *, shown_as: str = "") -> Document:
    """Return a YAML file's content with its places.

    Raises:
        ConfigError: the file is missing, is no UTF-8, is no YAML, is not a mapping, or grows beyond all measure.
    """
    file = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([Problem(file, 0, 0, "missing-file", "There is no such file.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            [Problem(file, 0, 0, "unreadable-file", f"It cannot be read as UTF-8 text: {error}.")]
        ) from error
    if len(text) > _SIZE_LIMIT:
        raise ConfigError([Problem(file, 0, 0, "too-large", "It is over a million characters long.")])
    return parse_document(text, file)


def parse_document(text: str, file: str) -> Document:
    """Return YAML text's content with its places; raises as ``read_document`` does."""
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ConfigError([Problem(file, *place, "not-yaml", _explain_yaml(error))]) from error
    except yaml.YAMLError as error:
        raise ConfigError([Problem(file, 0, 0, "not-yaml", f"This is not YAML: {error}.")]) from error
    except RecursionError:
        raise ConfigError([Problem(file, 0, 0, "too-deep", "Its brackets are nested too deeply.")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(
            [Problem(file, 1, 1, "not-a-mapping", "The file must hold settings in the form 'name: value'.")]
        )
    reader = _NodeReader(file)
    data = reader.read(node, ())
    if any(problem.code == "too-deep" for problem in reader.problems):
        raise ConfigError(reader.problems)
    return Document(file, data if isinstance(data, dict) else {}, reader.keys, reader.values, reader.problems)


def _explain_yaml(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it cannot be understood"
    if "\\t" in problem or "tab" in problem:
        return "There is a tab here; YAML is indented with spaces."
    return f"This is not YAML: {problem}. Look at the indentation, the colons and the quotes around here."


_READERS: Final[Mapping[str, Callable[[str], Plain]]] = {
    "bool": lambda value: value == "true",
    "null": lambda _: None,
    "int": int,
    "float": float,
}


class _NodeReader:
    """Turns nodes into plain data and notes where everything stands."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = 0
        self.keys: dict[KeyPath, Place] = {}
        self.values: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, path: KeyPath) -> Plain:
        self._count += 1
        self.values[path] = self._place(node)
        if self._count > _NODE_LIMIT or len(path) > _DEPTH_LIMIT:
            if not any(problem.code == "too-deep" for problem in self.problems):
                self._tell(
                    node, "too-deep", "The file grows too large here; are its anchors (&, *) nested in each other?"
                )
            return None
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._read_scalar(node)

    def _read_mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Plain]:
        data: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode):
                self._tell(key_node, "bad-key", "A name must be plain text.")
            elif key in data:
                first = self.keys[(*path, key)].line
                self._tell(key_node, "duplicate-key", f"{key} stands already in line {first}; a name stands once.")
            else:
                self.keys[(*path, key)] = self._place(key_node)
                data[key] = self.read(value_node, (*path, key))
        return data

    def _read_scalar(self, node: yaml.Node) -> Plain:
        value: str = node.value
        tag = node.tag.rsplit(":", 1)[-1]
        if tag == "str":
            return value
        if tag not in _FORMS or not _FORMS[tag][0].match(value):
            self._tell(node, "bad-tag", f"{tag} is not used here; write plain text.")
            return None
        return _READERS[tag](value)

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _tell(self, node: yaml.Node, code: str, message: str) -> None:
        place = self._place(node)
        self.problems.append(Problem(place.file, place.line, place.column, code, message))
