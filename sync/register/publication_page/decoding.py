"""The bytes of a saved page become text; what is no page is told as what it is."""

import re
from typing import Final

from sync.errors import Problem, RegisterError
from sync.register.drafts import Remarks

LARGEST_PAGE: Final = 30_000_000
"""Bytes; the longest reports of HMICFRS have about one million."""
_SNIFFED: Final = 4096
_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_CODECS: Final = {
    # Browsers read all of these as Windows-1252 or UTF-8, whatever the page says (WHATWG Encoding, section 4.2).
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-15": "iso8859-15",
}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TAG: Final = re.compile(
    r"<(?:!doctype|html|head|body|main|article|div|p|h[1-6]|ul|ol|table|section|title|span|br)\b", re.I
)
_SAVE_AS: Final = "Open the publication's page in a browser and save it as 'Web page, HTML only'."
_OTHERS: Final = (
    (b"%PDF", f"It is a PDF. {_SAVE_AS}"),
    (b"PK\x03\x04", f"It is a Word, Excel or ZIP file under another name. {_SAVE_AS} A workbook has to end in .xlsx."),
    (b"\xd0\xcf\x11\xe0", f"It is a document in the format of old Office programs. {_SAVE_AS}"),
    (b"{\\rtf", f"It is a text of a word processor. {_SAVE_AS}"),
    (b"\x89PNG", f"It is a picture. {_SAVE_AS}"),
    (b"\xff\xd8\xff", f"It is a picture. {_SAVE_AS}"),
    (b"bplist00", f"It is a web archive of Safari. {_SAVE_AS}"),
    (b"MIME-Version:", f"It is a page saved as 'single file' (MHTML). {_SAVE_AS}"),
    (b"From: <Saved by", f"It is a page saved as 'single file' (MHTML). {_SAVE_AS}"),
)


def decode_page(file: str, content: bytes, remarks: Remarks) -> str:
    """Return the text of a saved page: by its byte-order mark, by what it declares, else UTF-8, else Windows-1252.

    Raises:
        RegisterError: it is empty, too large, or no HTML; the sentence says what it is and what to save instead.
    """
    start = content[:_SNIFFED].lstrip()
    for mark, told in _OTHERS:
        if start.startswith(mark):
            raise _refusal(file, "not-a-page", told)
    if not content.strip():
        raise _refusal(file, "empty-file", f"There is nothing in it. {_SAVE_AS}")
    if len(content) > LARGEST_PAGE:
        told = f"It has {len(content):,} bytes; no publication is that long. Save the page without its pictures."
        raise _refusal(file, "too-large", told)
    text = _decode(content, remarks)
    if "\0" in text[:_SNIFFED] or not _TAG.search(text):
        raise _refusal(file, "not-a-page", f"There is no HTML in it. {_SAVE_AS}")
    return text


def _decode(content: bytes, remarks: Remarks) -> str:
    codec = next((codec for mark, codec in _MARKS if content.startswith(mark)), "")
    declared = _DECLARED.search(content[:_SNIFFED])
    name = declared[1].decode("ascii").casefold() if declared else ""
    for candidate in dict.fromkeys(filter(None, (codec, _CODECS.get(name), "utf-8"))):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    says = (
        f"The page says that it is {name}, and it is not"
        if name
        else "The page does not say how its characters are kept"
    )
    remarks.doubt("", f"{says}. It was read as Windows-1252; look at the quotation marks and pound signs.")
    return content.decode("cp1252", errors="replace")


def _refusal(file: str, code: str, told: str) -> RegisterError:
    return RegisterError([Problem(file, 0, 0, code, told)])
