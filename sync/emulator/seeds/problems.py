"""Mistakes in a seed: told all at once, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.emulator.errors import LocalSharePointError


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake and where it is."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.message}"


class SeedError(LocalSharePointError):
    """A seed with mistakes in it; nothing of it was loaded."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        told = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(
            f"The seed {name} has {count}.\n\n{told}\n\nNothing was loaded. Put them right and start again."
        )
