"""The files of the repository, and the modules of the product as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.builders import ROOT


@cache
def tracked_files() -> list[Path]:
    """Every file that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


@cache
def tracked_texts() -> list[tuple[str, str]]:
    """The name and the content of every text file."""
    texts = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            texts.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8", errors="replace")))
    return texts


@cache
def modules() -> list[tuple[str, str]]:
    """The name and the content of every module of the product."""
    return [(name, text) for name, text in tracked_texts() if name.startswith("sync/") and name.endswith(".py")]


def find_in_modules(words: str, *, under: str = "sync/") -> list[str]:
    """The modules in a folder whose code or text has some words."""
    return [name for name, text in modules() if name.startswith(under) and words in text]


def walk(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind in the product, with its module."""
    for name, text in modules():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, kind):
                yield name, node
