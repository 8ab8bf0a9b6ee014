"""YAML with places: no word turns into something else by itself, and everything remembers where it stands."""

from pathlib import Path

import pytest

from sync.config.yaml_source import Place, Plain, parse_document, read_document
from tests.config.mistakes import find_problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("true", True, id="true"),
        pytest.param("false", False, id="false"),
        pytest.param("True", "True", id="True is a word"),
        pytest.param("yes", "yes", id="yes is a word"),
        pytest.param("no", "no", id="Norway is a word"),
        pytest.param("off", "off", id="off is a word"),
        pytest.param("12", 12, id="a number"),
        pytest.param("-3", -3, id="a number below nought"),
        pytest.param("0.82", 0.82, id="a share"),
        pytest.param("010", "010", id="a leading zero is text"),
        pytest.param("1e3", "1e3", id="an exponent is text"),
        pytest.param("0x1F", "0x1F", id="hexadecimal is text"),
        pytest.param("06:30", "06:30", id="a time of day is text"),
        pytest.param("2021-06-30", "2021-06-30", id="a date is text"),
        pytest.param("'12'", "12", id="a number in quotes is text"),
        pytest.param("!!str 12", "12", id="a number that is called text is text"),
        pytest.param("null", None, id="null"),
        pytest.param("~", None, id="a tilde"),
        pytest.param("", None, id="nothing"),
        pytest.param("Null", "Null", id="Null is a word"),
    ],
)
def test_a_value_is_what_is_written(written: str, expected: Plain) -> None:
    document = parse_document(f"name: {written}\n", "a.yaml")

    assert document.data == {"name": expected}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert parse_document("on: 1\n12: 2\ntrue: 3\n", "a.yaml").data == {"on": 1, "12": 2, "true": 3}


def test_keys_and_values_know_where_they_stand() -> None:
    document = parse_document("a:\n  b: [x, y]\n", "a.yaml")

    assert document.place_of(("a", "b"), is_key=True) == Place("a.yaml", 2, 3)
    assert document.place_of(("a", "b")) == Place("a.yaml", 2, 6)
    assert document.place_of(("a", "b", 1)) == Place("a.yaml", 2, 10)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(("a", "c"), Place("a.yaml", 2, 3), id="a key that is missing stands where its group does"),
        pytest.param(("a", "b", 7), Place("a.yaml", 2, 6), id="an entry that is missing stands where its list does"),
        pytest.param(("z",), Place("a.yaml", 1, 1), id="a group that is missing stands where the file begins"),
    ],
)
def test_what_is_not_there_stands_where_the_nearest_thing_is(path: tuple[str | int, ...], expected: Place) -> None:
    assert parse_document("a:\n  b: [x, y]\n", "a.yaml").place_of(path) == expected


def test_a_document_without_places_begins_at_its_beginning() -> None:
    document = parse_document("a: 1\n", "a.yaml")
    document.values.clear()

    assert document.place_of(("z",)) == Place("a.yaml", 1, 1)


def test_an_overlay_replaces_value_by_value_and_each_keeps_its_place() -> None:
    below = parse_document("a:\n  one: 1\n  two: 2\nb: [1, 2]\nc: 1\n", "below.yaml")
    above = parse_document("b: [3]\na: { two: 22 }\nc: { d: 4 }\n", "above.yaml")

    document = below.overlaid_with(above)

    assert document.data == {"a": {"one": 1, "two": 22}, "b": [3], "c": {"d": 4}}
    assert document.place_of(("a", "one")) == Place("below.yaml", 2, 8)
    assert document.place_of(("a", "two")) == Place("above.yaml", 2, 11)
    assert below.data == {"a": {"one": 1, "two": 2}, "b": [1, 2], "c": 1}


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("\ufeffversion: 1\n", encoding="utf-8")

    document = read_document(path, shown_as="settings.yaml")

    assert (document.file, document.data) == ("settings.yaml", {"version": 1})


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("# " + "x" * 1_000_000, encoding="utf-8")

    assert [problem.code for problem in find_problems(lambda: read_document(path))] == ["too-large"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert [problem.code for problem in find_problems(lambda: read_document(tmp_path))] == ["unreadable-file"]


def test_all_names_that_stand_twice_are_told() -> None:
    problems = parse_document("a: 1\nb: { c: 1, c: 2 }\na: 2\n", "a.yaml").problems

    assert [(problem.line, problem.column, problem.code) for problem in problems] == [
        (2, 12, "duplicate-key"),
        (3, 1, "duplicate-key"),
    ]
