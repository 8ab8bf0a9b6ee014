"""Internal names: encoded, cut at 32, told apart by a digit, prefixed in OData."""

import pytest

from sync.emulator.naming import (
    build_entity_name,
    build_folder_name,
    build_free_name,
    build_internal_name,
    build_text_name,
    build_type_name,
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Status", "Status", id="plain"),
        pytest.param("FLL Agreed", "FLL_x0020_Agreed", id="space"),
        pytest.param("Follow-up", "Follow_x002d_up", id="hyphen"),
        pytest.param("Größe", "Gr_x00f6__x00df_e", id="not ASCII"),
        pytest.param("a😀", "a_xd83d__xde00_", id="two units of UTF-16"),
        pytest.param("2021 figures", "_x0032_021_x0020_figures", id="a digit in front"),
        pytest.param("National / Local", "National_x0020__x002f__x0020_Loc", id="cut at 32"),
        pytest.param("A" * 40, "A" * 32, id="cut at 32 without escapes"),
    ],
)
def test_an_internal_name_is_made_from_the_title(title: str, expected: str) -> None:
    assert build_internal_name(title) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        pytest.param([], "Status", id="free"),
        pytest.param(["Status"], "Status0", id="taken once"),
        pytest.param(["status", "Status0"], "Status1", id="taken twice, whatever the case"),
    ],
)
def test_a_repeated_name_gets_a_digit(taken: list[str], expected: str) -> None:
    assert build_free_name("Status", frozenset(taken)) == expected


def test_a_leading_underscore_is_prefixed_in_odata() -> None:
    assert build_entity_name("_UIVersionString") == "OData__UIVersionString"
    assert build_entity_name("Title") == "Title"


def test_text_values_escape_underscores_once_more() -> None:
    assert build_text_name("FLL_x0020_Agreed") == "FLL_x005f_x0020_x005f_Agreed"
    assert build_text_name("_UIVersionString") == "OData__x005f_UIVersionString"


def test_a_folder_name_leaves_out_what_an_address_may_not_hold() -> None:
    assert build_folder_name('Gaps: "open" / closed?') == "Gaps open  closed"
    assert build_folder_name("???") == "List"


def test_a_type_name_begins_with_a_capital() -> None:
    assert build_type_name("HMICFRS Tracker") == "HMICFRS_x0020_Tracker"
    assert build_type_name("gaps") == "Gaps"
