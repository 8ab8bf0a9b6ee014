"""Whatever is in an address, a form or a column's formatting: a page answers, and never with an error of its own."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import find_field, update_field
from tests.emulator.pages.visitor import Visitor, a_choice, a_column, a_day

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)

NAMES = ["FilterField1", "FilterValue1", "FilterFields2", "FilterValues2", "FilterOp1", "FilterLookupId1", "sortField"]
NAMES += ["isAscending", "PageFirstRow", "viewid", "ShowFilter", "Pick", "PickText", "ID", "Source", "Saved", "x"]
WORDS = [
    "Status",
    "Title",
    "LinkTitle",
    "ID",
    "Due",
    "Count",
    "Lead",
    "Edit",
    "",
    "[Me]",
    "a;#b",
    "Contains",
    "Leq",
    "-1",
]
WORDS += ["9" * 20, "1", "true", "2021-06-23", "/sites/hmicfrs/", "é", "²", "①", "\x00", "%"]
words = st.sampled_from(WORDS) | st.text(max_size=8)
queries = st.lists(st.tuples(st.sampled_from(NAMES), words), max_size=6)

parts = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["div", "a", "=1+", "[$Status]", "@now", "sp-x", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["elmType", "txtContent", "children", "style", "attributes", "forEach", "operator", "operands"]
            )
            | st.sampled_from(["color", "href", "class", "iconName", "customRowAction", "columnFormatterReference"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    sheet = visitor.add_list(
        a_choice("Status", "Open"), a_day("Due"), a_column("Count", kinds.NUMBER), a_column("Lead", kinds.USER)
    )
    visitor.add_row(sheet, Title="a", Status="Open", Due="2021-06-22T23:00:00Z", Count=1)
    visitor.add_row(sheet)
    return sheet


@KEEP
@given(query=queries, page=st.sampled_from(["AllItems", "DispForm", "EditForm", "NewForm", "Nope"]))
def test_any_address_is_answered(visitor: Visitor, sheet: Sheet, query: list[tuple[str, str]], page: str) -> None:
    options = "&".join(f"{name}={quote(value)}" for name, value in query)

    reply = visitor.get(f"{sheet.list.folder}/{page}.aspx?{options}")

    assert reply.status in (200, 303, 404)
    assert reply.status == 303 or reply.main.text


@KEEP
@given(
    inputs=st.lists(st.tuples(st.sampled_from(["f-Title", "f-Due", "f-Lead", "o-Status", "w-Count", "etag"]), words))
)
def test_any_form_is_answered(visitor: Visitor, sheet: Sheet, inputs: list[tuple[str, str]]) -> None:
    for page in ("NewForm.aspx", "EditForm.aspx?ID=1"):
        path = f"{sheet.list.folder}/{page}"
        hidden = [(name, visitor.get(path).page.find("input", name=name)["value"]) for name in ("token", "etag")]
        assert visitor.post(path, [*inputs, *hidden]).status in (303, 409, 422)


@KEEP
@given(element=parts, view=parts)
def test_any_formatting_is_answered(visitor: Visitor, sheet: Sheet, element: object, view: object) -> None:
    update_field(visitor.store, find_field(sheet.fields, "Status"), None, {"CustomFormatter": json.dumps(element)})
    document = {"rowFormatter": view, "additionalRowClass": view, "groupProps": {"headerFormatter": view}}
    shown = visitor.add_view(
        sheet,
        "LinkTitle",
        "Status",
        CustomFormatter=json.dumps(document),
        ViewQuery='<GroupBy><FieldRef Name="Status"/></GroupBy>',
    )

    fresh = visitor.open(sheet.list.id)
    for looked_at in (shown, None):
        assert visitor.look(fresh, looked_at).status == 200
