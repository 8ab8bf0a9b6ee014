"""The seal: the local SharePoint shares no code with the client it is used to test."""

import ast
from pathlib import Path

import sync.emulator

ROOT = Path(sync.emulator.__file__).parent


def read_imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by dots"
            names.add(str(node.module))
    return names


def test_nothing_of_the_client_is_imported() -> None:
    imports = {name for file in ROOT.rglob("*.py") for name in read_imports(file)}

    assert {name for name in imports if name.startswith("sync") and not name.startswith("sync.emulator")} == set()


def test_no_client_library_is_imported() -> None:
    imports = {name.partition(".")[0] for file in ROOT.rglob("*.py") for name in read_imports(file)}

    assert not imports & {"requests", "msal", "office365", "urllib3", "flask"}


def test_only_the_seeds_read_yaml() -> None:
    others = [file for file in ROOT.rglob("*.py") if "seeds" not in file.relative_to(ROOT).parts]
    imports = {name.partition(".")[0] for file in others for name in read_imports(file)}

    assert not imports & {"yaml", "pydantic"}
