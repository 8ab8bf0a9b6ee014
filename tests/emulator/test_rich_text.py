"""Rich text: markup stays as it was written, and whatever could run is taken out."""

import pytest

from sync.emulator.rich_text import strip_scripts
from tests.emulator.rest import Api, a_field, add_item, make_list


@pytest.mark.parametrize(
    "markup",
    [
        "plain words",
        "<p>a &amp; b &#163; <b class=x>bold</b><br/><img src='https://x.example/i.png' alt=''></p>",
        "<a href='/sites/x?y=javascript:1'>a link</a>",
        "<table style='color: red'><tr><td>1</td></tr></table>",
        "",
    ],
)
def test_what_cannot_run_is_kept_to_the_letter(markup: str) -> None:
    assert strip_scripts(markup) == markup


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        pytest.param("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>", id="a script"),
        pytest.param("<p>a<SCRIPT src=x></ScRiPt >b</p>", "<p>ab</p>", id="a script in any case"),
        pytest.param("<script>never ends", "", id="a script without end"),
        pytest.param("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)", id="a script in pieces"),
        pytest.param("<img src=x onerror=alert(1)>", '<img src="x">', id="a handler"),
        pytest.param("<img src=x onerror=alert(1) ", "&lt;img src=x onerror=alert(1) ", id="a tag without end"),
        pytest.param("<a href='java\tscript:alert(1)'>x</a>", "<a>x</a>", id="an address that runs"),
        pytest.param("<a href='&#106;avascript:x'>x</a>", "<a>x</a>", id="an address in disguise"),
        pytest.param('<a href="data:text/html,x">x</a>', "<a>x</a>", id="a page in an address"),
        pytest.param("<div style='width:expression(1)'>x</div>", "<div>x</div>", id="a style that runs"),
        pytest.param("<iframe src=x></iframe><object><b>y</b></object>z", "z", id="frames and objects"),
        pytest.param("<svg><script>1</script></svg>x", "x", id="a drawing"),
        pytest.param("<form action=x><input>words</form>", "words", id="a form"),
        pytest.param("<!--[if IE]><script>1</script><![endif]-->x", "x", id="a comment"),
        pytest.param("<?php x ?><!DOCTYPE html>x", "x", id="declarations"),
        pytest.param("</script>x", "x", id="an end without a beginning"),
        pytest.param("<embed src=x>x", "x", id="an embedded thing"),
        pytest.param("a < b", "a &lt; b", id="a sign that is no tag"),
    ],
)
def test_what_could_run_is_taken_out(markup: str, kept: str) -> None:
    assert strip_scripts(markup) == kept
    assert strip_scripts(kept) == kept


def test_rich_text_is_stripped_and_plain_text_is_not(api: Api) -> None:
    path = make_list(api, a_field("Rich", "Note", RichText="TRUE"), a_field("Plain", "Note", RichText="FALSE"))
    markup = "<b>a</b><script>1</script>"

    row = add_item(api, path, Rich=markup, Plain=markup)

    assert (row["Rich"], row["Plain"]) == ("<b>a</b>", markup)
    assert add_item(api, path, Rich="<script>1</script>")["Rich"] is None
