"""Values from outside: read where they are wanted, kept as text, and told with their place when they are not there."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sync.config.interpolation import interpolate
from sync.config.yaml_source import Document, Plain, parse_document


def fill_document(written: str, environ: Mapping[str, str], folder: Path = Path()) -> Document:
    document = parse_document(f"version: 1\nsharepoint:\n  value: {written}\n", "settings.yaml")
    return interpolate(document, environ, folder)


def fill(written: str, environ: Mapping[str, str], folder: Path = Path()) -> Plain:
    return fill_document(written, environ, folder).data["sharepoint"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("${env:NAME}", "value", id="a variable"),
        pytest.param("https://host/${env:NAME}/x", "https://host/value/x", id="a variable inside text"),
        pytest.param("${env:NAME}${env:NAME}", "valuevalue", id="two variables"),
        pytest.param("${env:PIN}", "00123", id="a number-like secret keeps its zeros"),
        pytest.param("${env:OTHER:-else}", "else", id="a default"),
        pytest.param("${env:EMPTY:-else}", "else", id="a default for a variable that is empty"),
        pytest.param("${env:NAME:-else}", "value", id="a default that is not needed"),
        pytest.param("${env:OTHER:-}", "", id="a default of nothing"),
        pytest.param(
            "${env:OTHER:-.local/sharepoint}/c.json", ".local/sharepoint/c.json", id="a default inside a path"
        ),
        pytest.param("${env:NESTED}", "${env:NAME}", id="what comes in is not read again"),
        pytest.param("$NAME", "$NAME", id="a dollar alone is text"),
        pytest.param("12", 12, id="what has no reference keeps its type"),
    ],
)
def test_a_reference_is_replaced(written: str, expected: Plain) -> None:
    environ = {"NAME": "value", "PIN": "00123", "EMPTY": "", "NESTED": "${env:NAME}"}

    assert fill(written, environ) == {"value": expected}


def test_references_are_replaced_in_lists_and_groups() -> None:
    document = parse_document("a: [{b: '${env:X}'}, '${env:X}', 1, true, null]\n", "settings.yaml")

    filled = interpolate(document, {"X": "x"}, Path())

    assert filled.data == {"a": [{"b": "x"}, "x", 1, True, None]}
    assert filled.place_of(("a", 1)) == document.place_of(("a", 1))


def test_a_file_is_read_from_the_settings_folder_without_its_last_line_end(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("0042\n", encoding="utf-8")

    assert fill("${file:secret}", {}, tmp_path) == {"value": "0042"}
    assert fill(f"${{file:{tmp_path}/secret}}", {}) == {"value": "0042"}
    assert fill("${file:nowhere:-none}", {}, tmp_path) == {"value": "none"}


@pytest.mark.parametrize(
    ("written", "gist"),
    [
        pytest.param(
            "${env:OTHER}", "The environment variable OTHER is not set. Set it", id="a variable that is not set"
        ),
        pytest.param("${env:EMPTY}", "The environment variable EMPTY is not set.", id="a variable that is empty"),
        pytest.param("${file:nowhere}", "The file nowhere cannot be read.", id="a file that is not there"),
        pytest.param("${file:binary}", "The file binary cannot be read.", id="a file that is no text"),
        pytest.param("${NAME}", "${NAME} is not understood; write ${env:NAME} or ${file:PATH}.", id="no kind"),
        pytest.param("${vault:NAME}", "${vault:NAME} is not understood", id="an unknown kind"),
        pytest.param("${env:NAME", "opens a reference with ${ and does not close it", id="a reference left open"),
    ],
)
def test_what_cannot_be_replaced_is_told_with_its_place(tmp_path: Path, written: str, gist: str) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")

    problems = fill_document(f'"{written}"', {"NAME": "value", "EMPTY": ""}, tmp_path).problems

    assert [(p.file, p.line, p.column, p.code, p.where) for p in problems] == [
        ("settings.yaml", 3, 10, "missing-value", "sharepoint › value")
    ]
    assert gist in problems[0].message
    assert problems[0].message.endswith((".", "?"))


def test_everything_that_is_missing_is_told_at_once() -> None:
    document = parse_document("a: ${env:A}\nb: ${env:B} ${env:C}\n", "settings.yaml")

    problems = interpolate(document, {}, Path()).problems

    assert [(p.line, p.message[25:26]) for p in problems] == [(1, "A"), (2, "B"), (2, "C")]
