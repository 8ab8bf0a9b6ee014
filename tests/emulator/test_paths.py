"""Paths: what a client may write, and what each spelling means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.errors import ExpressionError
from sync.emulator.paths import Argument, Segment, parse_path, quote_text

GUID = "6f3c1b0e-1111-4a2b-9c3d-aaaaaaaaaaaa"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("Web/Lists", [Segment("web"), Segment("lists")], id="case does not count"),
        pytest.param("web/lists()", [Segment("web"), Segment("lists")], id="empty parentheses mean nothing"),
        pytest.param("/web/", [Segment("web")], id="slashes at the ends mean nothing"),
        pytest.param("lists('x')", [Segment("lists", (Argument("", "text", "x"),))], id="text"),
        pytest.param("l('O''Clock')", [Segment("l", (Argument("", "text", "O'Clock"),))], id="a doubled quote"),
        pytest.param("l('')", [Segment("l", (Argument("", "text", ""),))], id="empty text"),
        pytest.param("l('a/b(c),d')", [Segment("l", (Argument("", "text", "a/b(c),d"),))], id="quotes protect"),
        pytest.param("items(5)", [Segment("items", (Argument("", "number", "5"),))], id="a number"),
        pytest.param(f"l(guid'{GUID}')", [Segment("l", (Argument("", "guid", GUID),))], id="a typed guid"),
        pytest.param(f"l(guid'{GUID.upper()}')", [Segment("l", (Argument("", "guid", GUID),))], id="an upper guid"),
        pytest.param(
            "f(url='a b',overwrite=true)",
            [Segment("f", (Argument("url", "text", "a b"), Argument("overwrite", "word", "true")))],
            id="named arguments",
        ),
    ],
)
def test_a_path_is_read(path: str, expected: list[Segment]) -> None:
    assert parse_path(path, {}) == tuple(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("'/sites/x'", Argument("", "text", "/sites/x"), id="text"),
        pytest.param('{"DecodedUrl": "/x"}', Argument("", "json", '{"DecodedUrl": "/x"}'), id="json"),
        pytest.param(f"guid'{GUID}'", Argument("", "guid", GUID), id="guid"),
    ],
)
def test_an_alias_stands_for_its_value(value: str, expected: Argument) -> None:
    [segment] = parse_path("getlist(@V)", {"@v": value})

    assert segment.arguments == (expected,)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("lists('x", id="open quote"),
        pytest.param("lists('x'", id="open parenthesis"),
        pytest.param("lists('it's')", id="single quote inside"),
        pytest.param("web//lists", id="empty segment"),
        pytest.param("getlist(@v)", id="alias without a value"),
    ],
)
def test_what_is_not_odata_is_refused(path: str) -> None:
    with pytest.raises(ExpressionError):
        parse_path(path, {})


def test_a_hostile_path_is_refused_in_no_time() -> None:
    with pytest.raises(ExpressionError):
        parse_path("lists('" + "''" * 5000 + "x", {})


@given(st.text())
def test_any_text_survives_being_quoted(text: str) -> None:
    [segment] = parse_path(f"lists({quote_text(text)})", {})

    assert segment.arguments == (Argument("", "text", text),)
