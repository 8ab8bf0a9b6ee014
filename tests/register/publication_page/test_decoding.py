"""Decoding: a page is read in the characters it was saved in, and what is no page is told as what it is."""

import pytest

from sync.errors import RegisterError
from sync.register.publication_page import read_publication_page

BODY = "<html><head>{meta}</head><body><h1>The force’s café</h1></body></html>"
DECLARED = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("content", "is_certain"),
    [
        pytest.param(BODY.format(meta=DECLARED.format("utf-8")).encode(), True, id="UTF-8, declared"),
        pytest.param(BODY.format(meta="").encode(), True, id="UTF-8, not declared"),
        pytest.param(BODY.format(meta="").encode("utf-8-sig"), True, id="UTF-8 with a byte-order mark"),
        pytest.param(BODY.format(meta="").encode("utf-16"), True, id="UTF-16 with a byte-order mark"),
        pytest.param(BODY.format(meta=DECLARED.format("windows-1252")).encode("cp1252"), True, id="Windows-1252"),
        pytest.param(BODY.format(meta=DECLARED.format("ISO-8859-1")).encode("cp1252"), True, id="called Latin-1"),
        pytest.param(BODY.format(meta="").encode("cp1252"), False, id="Windows-1252, not declared"),
        pytest.param(BODY.format(meta=DECLARED.format("utf-8")).encode("cp1252"), False, id="called UTF-8 and not"),
        pytest.param(BODY.format(meta=DECLARED.format("rot13")).encode("cp1252"), False, id="called what is none"),
    ],
)
def test_characters_are_read(content: bytes, *, is_certain: bool) -> None:
    draft = read_publication_page("page.html", content)

    assert draft.publication.title == "The force’s café"
    assert any("Windows-1252" in remark.sentence for remark in draft.unsure) is not is_certain


@pytest.mark.parametrize(
    ("content", "code", "gist"),
    [
        pytest.param(b"", "empty-file", "nothing in it", id="nothing"),
        pytest.param(b" \r\n ", "empty-file", "nothing in it", id="blanks"),
        pytest.param(b"%PDF-1.7 \xe2\xe3", "not-a-page", "It is a PDF", id="a PDF"),
        pytest.param(b"PK\x03\x04\x14\0", "not-a-page", "Word, Excel or ZIP", id="a Word document"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "not-a-page", "old Office", id="an old Word document"),
        pytest.param(b"{\\rtf1 Hello}", "not-a-page", "word processor", id="rich text"),
        pytest.param(b"From: <Saved by Blink>\r\nMIME-Version: 1.0", "not-a-page", "MHTML", id="a single-file page"),
        pytest.param(b"bplist00\xd1", "not-a-page", "Safari", id="a web archive"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "not-a-page", "picture", id="a picture"),
        pytest.param(b"Recommendation 1: forces should act.", "not-a-page", "no HTML", id="plain text"),
        pytest.param(b"\0\1\2<p>", "not-a-page", "no HTML", id="some other bytes"),
        pytest.param(b"<p>" + b" " * 31_000_000, "too-large", "no publication is that long", id="30 million bytes"),
    ],
)
def test_what_is_no_page_is_told(content: bytes, code: str, gist: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_publication_page("page.html", content)

    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == ("page.html", code)
    assert gist in problem.message
