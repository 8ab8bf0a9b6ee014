"""The register in files, as administrators keep them: two CSV files, or one workbook with two sheets."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sync.core.normalise import RegisterTable
from sync.errors import Problem, RegisterError
from sync.register.csv_file import parse_csv
from sync.register.spreadsheet import build_table, tell_empty
from sync.register.workbook import Workbook, choose_sheet, say_titles

TABLES: Final = ("publications", "items")
WORKBOOK: Final = "register.xlsx"


class RegisterFiles:
    """Reads ``publications.csv`` and ``items.csv``, or ``register.xlsx`` with a sheet for each, from a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read_tables(self) -> tuple[RegisterTable, RegisterTable]:
        """Return the publications and the items, raw, in the order of their files, each with what is wrong with it.

        A table with problems may still have rows: a file that is missing, cannot be read as what it is or has no heading has
        none; rows of another width, formulas and merged cells leave the rest readable.

        Raises:
            RegisterError: a workbook cannot be opened, or there are CSV files and a workbook, and nobody can say which is the
                register.
        """
        workbook = self._folder / WORKBOOK
        files = [self._folder / f"{name}.csv" for name in TABLES]
        if not workbook.exists():
            tables = [_read_csv(path) for path in files]
        elif rivals := [path.name for path in files if path.exists()]:
            told = (
                f"{' and '.join(rivals)} lie beside it. Only one of the two can be the register: move the other away."
            )
            raise RegisterError([Problem(str(workbook), 0, 0, "two-registers", told)])
        else:
            tables = _read_workbook(workbook)
        return tables[0], tables[1]


def read_bytes(path: Path, problems: list[Problem]) -> bytes | None:
    """Return a file's bytes, or None with the problem told."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        told = f"There is no such file. Is register_folder right?{_hint_at_neighbours(path)}"
        problems.append(Problem(str(path), 0, 0, "missing-file", told))
    except OSError as error:
        problems.append(Problem(str(path), 0, 0, "unreadable-file", f"It cannot be read: {error.strerror}."))
    return None


def _hint_at_neighbours(path: Path) -> str:
    """Return a sentence about files that look like the register but are not in a form that is read."""
    stems = {path.stem, Path(WORKBOOK).stem}
    try:
        found = sorted(other.name for other in path.parent.iterdir() if other.stem.casefold() in stems)
    except OSError:
        return ""
    return f" There is {found[0]}: save it as {path.name}, or all of it as {WORKBOOK}." if found else ""


def _read_csv(path: Path) -> RegisterTable:
    problems: list[Problem] = []
    content = read_bytes(path, problems)
    table = RegisterTable(str(path), (), ()) if content is None else parse_csv(str(path), content, problems)
    return replace(table, problems=tuple(problems))


def _read_workbook(path: Path) -> list[RegisterTable]:
    problems: list[Problem] = []
    content = read_bytes(path, problems)
    if content is None:
        empty = RegisterTable(str(path), (), ())
        return [replace(empty, problems=tuple(problems)), empty]
    return list(parse_register_workbook(str(path), content))


def parse_register_workbook(file: str, content: bytes) -> Iterator[RegisterTable]:
    """Yield the two tables of a workbook, each with what is wrong with it. Other sheets are left alone.

    Raises:
        RegisterError: the workbook cannot be opened.
    """
    workbook = Workbook(file, content)
    for name in TABLES:
        title = choose_sheet(workbook, name)
        if title is None:
            told = f"It has no sheet called {name!r}; its sheets are {say_titles(workbook.titles)}."
            yield RegisterTable(workbook.name_of(name), (), (), (Problem(file, 0, 0, "missing-sheet", told),))
            continue
        found = list(workbook.find_merged(title))
        table = build_table(workbook.name_of(title), workbook.read_rows(title), found, "Give each column a heading.")
        yield replace(table, problems=tuple(found or tell_empty(table)))
