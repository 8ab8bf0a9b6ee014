"""What pydantic found wrong, in plain English and with its place in the file."""

import copy
import difflib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sync.config.yaml_source import Document, KeyPath, Plain
from sync.errors import ConfigError, Problem

_Model = TypeVar("_Model", bound=BaseModel)
_ROUNDS: Final = 4
"""How often what is wrong is left out before nothing of a file is believed."""

NOT_BLANK: Final = r"\S"
"""The form of text that is not blank, for a field's pattern."""

_SECRET = "passphrase"  # noqa: S105 - what the names of secret settings end with


@dataclass(frozen=True, slots=True)
class Reading(Generic[_Model]):
    """What could be read of a document: all of it, what is left without the mistakes, or nothing."""

    document: Document
    file: _Model | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was left out, so that what is missing is really missing."""
        return self.file is not None and not self.problems


def validate_document(document: Document, model: type[_Model]) -> _Model:
    """Return the document as the model has it.

    Raises:
        ConfigError: everything that is wrong with it; when the version is not ours, only that.
    """
    reading = read_as(document, model)
    if reading.problems or reading.file is None:
        raise ConfigError(reading.problems)
    return reading.file


def read_as(document: Document, model: type[_Model]) -> Reading[_Model]:
    """Return the document as the model has it, without what is wrong with it, and everything that is.

    So a name that is misspelt does not hide a word that is mapped twice further down.
    """
    if problems := check_version(document):
        return Reading(document, None, (*document.problems, *problems))
    data: Plain = document.data
    told: list[Problem] = []
    for _ in range(_ROUNDS):
        try:
            # The JSON door of pydantic is the strict one that still knows how enumerations are written.
            file = model.model_validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            told = told or list(_explain(error, document, model))
            data = _leave_out(data, error)
        else:
            return Reading(document, file, _join(document, told))
    return Reading(document, None, _join(document, told))


def _join(document: Document, told: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the document's own problems and what was found after them; what stands at one place is told once."""
    known = {(problem.file, problem.line, problem.column) for problem in document.problems}
    return (*document.problems, *(p for p in told if (p.file, p.line, p.column) not in known))


def _leave_out(data: Plain, error: ValidationError) -> Plain:
    """Return the data without what an error is about, and without the group around a name that is missing.

    Lists keep their length, so that places stay right: a mistake in an element of plain text takes the list with it.
    """
    left = copy.deepcopy(data)
    for detail in error.errors(include_url=False):
        path = [part for part in detail["loc"] if part != "[key]"]
        if detail["type"] == "missing":
            path = path[:-1]
        while path and isinstance(path[-1], int):
            path = path[:-1]
        around: Any = left
        for part in path[:-1]:
            try:
                around = around[part]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if path and isinstance(around, dict):
                around.pop(str(path[-1]), None)
    return left


def check_version(document: Document) -> list[Problem]:
    """Return what is wrong with the file's version, which is looked at before anything else."""
    version = document.data.get("version")
    if version == 1 and version is not True:
        return []
    place = document.place_of(("version",))
    told = f"This file is of version {version!r}; this release reads version 1. Update the service, or the file."
    if version is None:
        told = "This file has no version; begin it with 'version: 1'."
    return [Problem(place.file, place.line, place.column, "version", told, where="version")]


def _explain(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    missing = {tuple(d["loc"]): d for d in details if d["type"] == "missing"}
    explained: set[KeyPath] = set()
    for detail in details:
        path = tuple(detail["loc"])
        if detail["type"] == "extra_forbidden":
            siblings = [str(loc[-1]) for loc in missing if loc[:-1] == path[:-1]]
            near = _nearest(str(path[-1]), siblings) or _nearest(str(path[-1]), _known_names(model, path[:-1]))
            explained.add((*path[:-1], near))
            yield _problem(document, path, "unknown-key", f"There is no setting called {path[-1]}.", near, is_key=True)
    for detail in details:
        path = tuple(detail["loc"])
        if detail["type"] == "extra_forbidden" or (detail["type"] == "missing" and path in explained):
            continue
        code, message, suggestion = _say(detail)
        # pydantic marks what is wrong with a name, and not with its value, by a last step of its own.
        is_key = path[-1:] == ("[key]",)
        yield _problem(document, path[:-1] if is_key else path, code, message, suggestion, is_key=is_key)


def _say(detail: ErrorDetails) -> tuple[str, str, str]:
    """Return the code, the sentence and the nearest right word for one of pydantic's errors."""
    value, context = detail["input"], detail.get("ctx", {})
    shown = f"'{value}'" if isinstance(value, str) else json.dumps(value, default=str)
    if _SECRET in str(detail["loc"][-1:]):
        shown = "This value"
    match detail["type"]:
        case "missing":
            return "missing-key", f"{detail['loc'][-1]} is missing.", ""
        case "enum" | "literal_error":
            allowed = [word.strip(" '") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
            return "unknown-word", f"{shown} is not one of {', '.join(allowed)}.", _nearest(str(value), allowed)
        case "greater_than_equal" | "less_than_equal" | "string_too_short":
            return _say_bound(shown, context)
        case "json_invalid":
            return "bad-character", "A value holds half a character; is what comes from outside UTF-8?", ""
        case "string_pattern_mismatch":
            return _say_form(shown, context["pattern"])
        case "value_error":
            return "not-allowed", str(context["error"]), ""
        case _:
            return _say_type(detail["type"], shown) or ("not-allowed", f"{shown}: {detail['msg']}.", "")


def _say_bound(shown: str, context: dict[str, Any]) -> tuple[str, str, str]:
    if "min_length" in context:
        return "too-short", f"{shown} is too short; write {context['min_length']} characters or more.", ""
    if "ge" in context:
        return "too-small", f"{shown} must be {context['ge']:g} or more.", ""
    return "too-large", f"{shown} must be {context['le']:g} or less.", ""


def _say_form(shown: str, pattern: str) -> tuple[str, str, str]:
    if pattern == NOT_BLANK:
        return "blank", "It is blank.", ""
    return "not-a-day", f"{shown} is not a day; write it as 2021-06-30.", ""


def _say_type(kind: str, shown: str) -> tuple[str, str, str] | None:
    wanted = {
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "string": "text; put it in quotes",
        "list": "a list",
        "tuple": "a list",
        "frozen_set": "a list",
        "dict": "a group of 'name: value' lines",
        "model": "a group of 'name: value' lines",
    }
    for prefix, noun in wanted.items():
        if kind.startswith(prefix):
            return "wrong-type", f"{shown} must be {noun}.", ""
    return None


def _problem(
    document: Document, path: KeyPath, code: str, message: str, suggestion: str, *, is_key: bool = False
) -> Problem:
    place = document.place_of(path, is_key=is_key)
    where = " › ".join(str(part) for part in path)
    return Problem(place.file, place.line, place.column, code, message, suggestion, where)


def _nearest(word: str, known: Sequence[str]) -> str:
    spelled = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), spelled, n=1, cutoff=0.6)
    return spelled[near[0]] if near else ""


def _known_names(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the names a mapping at ``path`` may have, read off the model's own schema."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in path:
        node = _follow(node, schema)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
    return list(_follow(node, schema).get("properties", {}))


def _follow(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return the node behind a reference."""
    reference = node.get("$ref", "")
    return schema["$defs"][reference.rsplit("/", 1)[-1]] if reference else node
