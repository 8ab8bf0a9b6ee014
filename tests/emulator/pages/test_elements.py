"""Elements of formatting become safe HTML: known ones in full, unknown ones never an error of the page's."""

from collections.abc import Mapping

import pytest

from sync.emulator.pages.addresses import Links
from sync.emulator.pages.formatting.elements import Surroundings, render_element
from sync.emulator.pages.formatting.notes import Notes
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.styles import StyleSheet
from tests.emulator.pages.markup import Element, parse
from tests.emulator.pages.test_expressions import a_scope

EVIL = "<script>alert(1)</script>"


class Bench:
    """Renders elements and keeps what they leave behind."""

    def __init__(self, formatters: Mapping[str, object] | None = None) -> None:
        self.styles = StyleSheet()
        self.notes = Notes()
        self._around = Surroundings(
            self.styles,
            self.notes,
            Links("/sites/hmicfrs"),
            "/sites/hmicfrs/Lists/L/DispForm.aspx?ID=1",
            "/sites/hmicfrs/Lists/L/EditForm.aspx?ID=1",
            (formatters or {}).get,
        )

    def render(self, definition: object, current: str = "Title") -> Element:
        return parse(render_element(definition, a_scope(current), self._around))


def test_text_stands_in_an_element() -> None:
    span = Bench().render({"elmType": "span", "txtContent": "='n=' + [$Outstanding]"}).find("span")

    assert span.text == "n=28"


def test_children_stand_in_order_and_give_way_to_text() -> None:
    children = [{"elmType": "span", "txtContent": "a"}, {"elmType": "div", "txtContent": "b"}]

    both = Bench().render({"elmType": "div", "children": children})
    text = Bench().render({"elmType": "div", "txtContent": "only", "children": children})

    assert [child.text for child in both.find("div").children] == ["a", "b"]
    assert text.text == "only"


@pytest.mark.parametrize(
    "definition",
    [
        pytest.param({"elmType": "div", "txtContent": EVIL}, id="text"),
        pytest.param({"elmType": "div", "attributes": {"title": EVIL, "class": EVIL, "aria-label": EVIL}}, id="attributes"),
        pytest.param({"elmType": "div", "attributes": {'x" onclick="y': "1", "onclick": "1"}}, id="attribute names"),
        pytest.param({"elmType": "div", "style": {"color": EVIL, EVIL: "red"}}, id="styles"),
        pytest.param({"elmType": "a", "txtContent": EVIL, "attributes": {"href": f"https://x/{EVIL}"}}, id="links"),
        pytest.param({"elmType": "img", "attributes": {"src": EVIL, "alt": EVIL}}, id="pictures"),
        pytest.param({"elmType": "svg", "attributes": {"viewBox": EVIL}, "children": [{"elmType": "path", "attributes": {"d": EVIL}}]}, id="drawings"),
    ],
)  # fmt: skip
def test_nothing_in_formatting_becomes_script(definition: object) -> None:
    bench = Bench()

    page = bench.render(definition)

    assert not page.has("script")
    for element in page.walk():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
    assert "<" not in bench.styles.render()


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://force.example/a?b=1", "https://force.example/a?b=1"),
        ("mailto:lead@force.example", "mailto:lead@force.example"),
        ("/sites/hmicfrs/Lists/L/AllItems.aspx", "/sites/hmicfrs/Lists/L/AllItems.aspx"),
        ("https://localhost:8443/sites/hmicfrs/Lists/L/DispForm.aspx?ID=2", "/sites/hmicfrs/Lists/L/DispForm.aspx?ID=2"),
        ("https://127.0.0.1:1/sites/HMICFRS/x#y", "/sites/HMICFRS/x#y"),
        ("https://localhost:8443/elsewhere", "https://localhost:8443/elsewhere"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("https://[", None),
        ("\\\\evil\\share", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_link_leads_where_sharepoint_would_let_it(href: str, expected: str | None) -> None:
    page = Bench().render({"elmType": "a", "txtContent": "go", "attributes": {"href": href}})

    assert page.text == "go"
    assert [link["href"] for link in page.find_all("a")] == ([expected] if expected else [])


def test_a_link_to_a_new_tab_gives_the_page_away_to_nobody() -> None:
    link = Bench().render({"elmType": "a", "attributes": {"href": "https://x.example", "target": "_blank"}}).find("a")

    assert (link["target"], link["rel"]) == ("_blank", "noopener noreferrer")


def test_a_link_in_a_link_is_text() -> None:
    inner = {"elmType": "a", "txtContent": "in", "attributes": {"href": "https://b.example"}}
    page = Bench().render({"elmType": "a", "attributes": {"href": "https://a.example"}, "children": [inner]})

    assert len(page.find_all("a")) == 1
    assert page.text == "in"


def test_only_sharepoints_own_classes_are_taken_over() -> None:
    div = Bench().render({"elmType": "div", "attributes": {"class": "banner sp-field-severity--good hidden ms-x"}})

    assert div.find("div").classes == ["sp-field-severity--good", "ms-x"]


def test_styles_become_one_class_each_and_no_style_attribute() -> None:
    bench = Bench()
    style = {"padding": "4px", "width": "=toString([$Outstanding] * 2) + '%'", "background-image": "url(x)"}

    first = bench.render({"elmType": "div", "style": style}).find("div")
    again = bench.render({"elmType": "div", "style": style}).find("div")

    assert first.classes == again.classes == ["f1"]
    assert bench.styles.render() == ".f1.f1 { padding: 4px; width: 56% }"
    assert "background-image" in bench.notes.sentences[0]


def test_a_role_and_words_for_screen_readers_are_kept() -> None:
    attributes = {
        "role": "progressbar",
        "aria-valuenow": "[$Outstanding]",
        "aria-label": "='Outstanding: ' + [$Outstanding]",
        "title": "[$Title]",
    }
    div = Bench().render({"elmType": "div", "attributes": attributes}).find("div")

    assert div.attributes == {
        "role": "progressbar",
        "aria-valuenow": "28",
        "aria-label": "Outstanding: 28",
        "title": "Rest periods",
    }


def test_a_role_that_would_mislead_is_left_out() -> None:
    assert "role" not in Bench().render({"elmType": "div", "attributes": {"role": "alert"}}).find("div")


def test_an_icon_stands_before_the_text_and_says_nothing() -> None:
    page = Bench().render({"elmType": "span", "txtContent": "Done", "attributes": {"iconName": "CheckMark"}})

    assert page.find("svg")["aria-hidden"] == "true"
    assert page.text == "Done"


def test_an_icon_that_is_not_known_is_noted() -> None:
    bench = Bench()

    page = bench.render({"elmType": "span", "txtContent": "Done", "attributes": {"iconName": "Unicorn"}})

    assert page.text == "Done"
    assert "Unicorn" in bench.notes.sentences[0]


def test_each_member_of_many_is_rendered() -> None:
    definition = {
        "elmType": "div",
        "children": [
            {"elmType": "span", "forEach": "tag in [$Tags]", "txtContent": "=loopIndex('tag') + ':' + [$tag]"},
        ],
    }

    assert [span.text for span in Bench().render(definition).find_all("span")] == ["0:custody", "1:safety"]


def test_a_property_of_each_person_can_be_asked() -> None:
    each = {"elmType": "span", "forEach": "lead in @currentField", "txtContent": "[$lead.email]"}
    page = Bench().render({"elmType": "div", "children": [each]}, "Leads")

    assert [span.text for span in page.find_all("span")] == ["head@force.example"] * 2


@pytest.mark.parametrize("each", ["t in [$Blank]", "t in split('', ',')"])
def test_a_loop_over_nothing_renders_nothing_but_what_is_there(each: str) -> None:
    page = Bench().render({"elmType": "div", "children": [{"elmType": "span", "forEach": each, "txtContent": "[$t]"}]})

    assert page.text == ""


def test_a_loop_over_words_that_were_split() -> None:
    each = {"elmType": "span", "forEach": "w in split('a;b', ';')", "txtContent": "[$w]"}

    assert Bench().render({"elmType": "div", "children": [each]}).text == "ab"


@pytest.mark.parametrize(("action", "page"), [("defaultClick", "DispForm.aspx"), ("editProps", "EditForm.aspx")])
def test_a_button_opens_the_row(action: str, page: str) -> None:
    button = {"elmType": "button", "txtContent": "Open", "customRowAction": {"action": action}}

    link = Bench().render(button).find("a")

    assert page in link["href"]
    assert link.text == "Open"


@pytest.mark.parametrize("action", ["executeFlow", "setValue", "share", "delete"])
def test_a_button_that_does_what_is_not_here_is_told(action: str) -> None:
    bench = Bench()

    page = bench.render({"elmType": "button", "txtContent": "Do it", "customRowAction": {"action": action}})

    assert page.text == "Do it"
    assert not page.has("a")
    assert action in bench.notes.sentences[0]


def test_a_hover_card_opens_by_click_so_that_a_keyboard_reaches_it() -> None:
    card = {"openOnEvent": "hover", "formatter": {"elmType": "div", "txtContent": "in full"}}
    page = Bench().render({"elmType": "div", "txtContent": "short", "customCardProps": card})

    assert page.find("details").find("summary").text == "short"
    assert page.find("div", class_="card").text == "in full"


def test_another_columns_formatting_is_used_on_that_columns_value() -> None:
    formatters = {"Status": {"elmType": "span", "txtContent": "='is ' + @currentField"}}

    assert Bench(formatters).render({"columnFormatterReference": "[$Status]"}).text == "is In progress"


def test_a_picture_of_this_site_is_shown_and_others_are_described() -> None:
    bench = Bench()

    own = bench.render({"elmType": "img", "attributes": {"src": "/sites/hmicfrs/Assets/a.png", "alt": "A chart"}})
    other = bench.render({"elmType": "img", "attributes": {"src": "https://evil.example/a.png", "alt": "A chart"}})

    assert own.find("img").attributes["alt"] == "A chart"
    assert not other.has("img")
    assert other.text == "A chart"


def test_a_drawing_is_kept() -> None:
    path = {"elmType": "path", "attributes": {"d": "M0 0L10 10"}, "style": {"fill": "#123456"}}
    page = Bench().render({"elmType": "svg", "attributes": {"viewBox": "0 0 10 10"}, "children": [path]})

    assert page.find("path")["d"] == "M0 0L10 10"


@pytest.mark.parametrize(
    ("definition", "named"),
    [
        pytest.param({"elmType": "marquee", "txtContent": "x"}, "marquee", id="an element SharePoint has not"),
        pytest.param({"elmType": "filepreview"}, "filepreview", id="an element that is not built"),
        pytest.param({"txtContent": "x"}, "None", id="no type"),
        pytest.param("div", "without type", id="text"),
        pytest.param({"elmType": "div", "children": "x"}, "children", id="children that are none"),
        pytest.param({"elmType": "div", "children": ["x"]}, "without type", id="a child that is none"),
        pytest.param({"elmType": "div", "txtContent": "=nope()"}, "nope", id="an unknown function"),
        pytest.param({"elmType": "div", "children": [{"elmType": "i", "forEach": "of it"}]}, "of it", id="a loop"),
        pytest.param({"columnFormatterReference": "[$Status]"}, "[$Status]", id="a reference to no formatting"),
        pytest.param({"elmType": ["div"]}, "div", id="a type that is a list"),
    ],
)
def test_what_cannot_be_shown_is_named(definition: object, named: str) -> None:
    with pytest.raises(FormattingError) as caught:
        Bench().render(definition)

    assert named in str(caught.value)


def test_elements_that_never_end_are_refused() -> None:
    definition: dict[str, object] = {"elmType": "div", "txtContent": "x"}
    for _ in range(100):
        definition = {"elmType": "div", "children": [definition]}

    with pytest.raises(FormattingError):
        Bench().render(definition)


def test_what_is_left_out_is_noted_once() -> None:
    bench = Bench()

    for _ in range(3):
        bench.render({"elmType": "div", "txtContent": "x", "sparkle": 1, "attributes": {"glow": "1"}})

    assert len(bench.notes.sentences) == 2
