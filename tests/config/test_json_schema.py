"""JSON Schemas: each file names one on its first line, and what is kept there is what this release builds."""

import json
import re
from pathlib import Path

import pytest

from sync.config.json_schema import build_schemas, write_schemas
from tests.builders import ROOT

SHIPPED = sorted([*ROOT.glob("mappings/*.yaml"), *ROOT.glob("config/*.yaml")])


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in SHIPPED])
def test_every_file_names_its_schema_on_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)

    assert found is not None
    schema = (path.parent / found[1]).resolve()
    assert schema.parent == ROOT / "mappings/schema"
    assert schema.name in build_schemas()


def test_the_schemas_that_are_kept_are_those_of_this_release() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "mappings/schema").iterdir()}

    assert kept == build_schemas()


def test_every_setting_of_a_sign_in_is_described() -> None:
    schema = json.loads(build_schemas()["settings.schema.json"])

    properties = schema["$defs"]["SharePointSettings"]["properties"]

    assert [name for name, about in properties.items() if not about.get("description")] == []


def test_schemas_are_written_only_when_they_change(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schema"

    first = write_schemas(folder)
    (folder / "gaps.schema.json").write_text("{}", encoding="utf-8")
    second = write_schemas(folder)
    third = write_schemas(folder)

    assert {path.name for path in first} == set(build_schemas())
    assert [path.name for path in second] == ["gaps.schema.json"]
    assert third == []
