"""Files with one mistake each, and what is told about them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import ConfigError, Problem
from tests.builders import ROOT

MISTAKES = ROOT / "tests/data/config"
MAPPINGS = ROOT / "mappings"


def find_problems(load: Callable[[], object]) -> list[Problem]:
    """Everything that is told when something is loaded."""
    with pytest.raises(ConfigError) as caught:
        load()
    return list(caught.value.problems)


def copy_mappings(folder: Path, **replaced: str) -> Path:
    """A folder with the mappings that come with the product; ``replaced`` names a mistake to stand in for one of them."""
    for path in MAPPINGS.glob("*.yaml"):
        shutil.copy(path, folder)
    shutil.copytree(MAPPINGS / "inspectorates", folder / "inspectorates", dirs_exist_ok=True)
    for name, mistake in replaced.items():
        shutil.copy(MISTAKES / f"{mistake}.yaml", folder / f"{name}.yaml")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def place_of(path: Path, words: str) -> tuple[int, int]:
    """The line and column of words that stand once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(words) == 1
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
