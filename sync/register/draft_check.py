"""What an import is about to write is read as the register first: a page must not break the register that it goes into."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sync.core.inspectorates import RegisterWords
from sync.core.normalise import RegisterTable, normalise_register
from sync.errors import Problem, RegisterError
from sync.register.csv_file import parse_csv
from sync.register.files import TABLES

_EMPTY: Final = "empty-register"
"""A register may begin with a publication that makes no items."""


def check_outcome(
    source: Path, folder: Path, before: Sequence[bytes], after: Sequence[bytes], words: RegisterWords
) -> None:
    """Raise RegisterError when the register would have mistakes that it has not now; those it has stop no import.

    Args:
        source: the page or spreadsheet, which the problems name: its rows are nowhere to be seen yet.
        folder: where the register's files are.
        before: the bytes of publications and items as they stand.
        after: the bytes as they would be.
        words: the vocabularies that the register is read with.
    """
    found = list(_find_problems(folder, after, words))
    if not found:
        return
    had = Counter(_kind_of(problem) for problem in _find_problems(folder, before, words))
    new = []
    for problem in found:
        if had[_kind_of(problem)]:
            had[_kind_of(problem)] -= 1
            continue
        told = f"A row drafted from it would break the register, so nothing was written: {problem.message} Enter that row by hand."
        new.append(Problem(str(source), 0, 0, problem.code, told, where=f"{Path(problem.file).name} › {problem.where}"))
    if new:
        raise RegisterError(new)


def _kind_of(problem: Problem) -> tuple[str, str, str]:
    """Return what stays of a problem when rows move."""
    return problem.file, problem.where, problem.code


def _find_problems(folder: Path, contents: Sequence[bytes], words: RegisterWords) -> Iterator[Problem]:
    tables = [_parse(folder / f"{name}.csv", content) for name, content in zip(TABLES, contents, strict=True)]
    try:
        normalise_register(tables[0], tables[1], words)
    except RegisterError as error:
        yield from (problem for problem in error.problems if problem.code != _EMPTY)


def _parse(path: Path, content: bytes) -> RegisterTable:
    problems: list[Problem] = []
    table = parse_csv(str(path), content, problems)
    return RegisterTable(table.file, table.columns, table.rows, tuple(problems))
