"""Read ``site.yaml`` and keep, for every value, the line it is on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from sync.emulator.seeds.document import SeedDocument
from sync.emulator.seeds.problems import Problem, SeedError

SITE_FILE = "site.yaml"

Place = tuple[int | str, ...]


class Lines:
    """Where the values of a YAML file are."""

    def __init__(self, lines: Mapping[Place, int]) -> None:
        self._lines = lines

    def find(self, *place: int | str) -> int:
        """Return the line of the value at ``place``, or of the nearest one around it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def load_document(folder: Path, name: str) -> tuple[SeedDocument, Lines]:
    """Return ``site.yaml`` and its lines; raises ``SeedError`` with every mistake in it."""
    try:
        text = (folder / SITE_FILE).read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedError(name, [Problem(SITE_FILE, line, f"This is not YAML: {error.problem}.")]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(name, [Problem(SITE_FILE, 1, f"It cannot be read: {error}.")]) from error
    lines = Lines(dict(_list_lines(root, ())))
    try:
        return SeedDocument.model_validate(content), lines
    except ValidationError as error:
        raise SeedError(
            name, [_describe(problem["loc"], problem["msg"], lines) for problem in error.errors()]
        ) from error


def _list_lines(node: yaml.Node | None, place: Place) -> list[tuple[Place, int]]:
    if node is None:
        return []
    found = [(place, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found += _list_lines(value, (*place, str(key.value)))
            found.append(((*place, str(key.value)), key.start_mark.line + 1))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found += _list_lines(value, (*place, index))
    return found


def _describe(place: Sequence[int | str], message: str, lines: Lines) -> Problem:
    where = " › ".join(str(step + 1) if isinstance(step, int) else step for step in place)
    words = message.removeprefix("Value error, ")
    return Problem(SITE_FILE, lines.find(*place), f"{where}: {words}" if where else words)
