"""How publications word their headings and their items; source of the forms: hmicfrs.md, sections 1.6 and 1.7."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from sync.core.vocabulary import ItemKind

_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u2011": "-", "\u00a0": " "})
_NUMBER: Final = r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,2}[a-z]?)"
_RECOMMENDATION: Final = re.compile(
    rf"(?:(?:our|national|joint|key|new|immediate) )?recommendation(?: (?:no\.? ?)?{_NUMBER}(?![\d/]))?(?P<rest>\W.*|$)",
    re.IGNORECASE | re.DOTALL,
)
_RECOMMENDATIONS: Final = re.compile(
    r"(?:(?:summary|list) of )?(?:(?:our|all|the|national|joint|key|new|immediate) )*recommendations?\b(?P<rest>.*)",
    re.IGNORECASE,
)
_AREA: Final = re.compile(
    rf"(?:(?:summary|list) of )?(?:our |the |all )?(?P<whole>areas? (?:for|of) improvement|afis?)\b(?: {_NUMBER}\b)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CONCERN: Final = re.compile(
    rf"(?:(?:summary|list) of )?(?:our |the |all )?(?P<whole>(?:accelerated )?causes? (?:of|for) concern)\b(?: {_NUMBER}\b)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_EARLIER: Final = re.compile(
    r"\b(?:from|in|of|since) (?:the |our |its |an? )(?:[\w'-]+ ){0,4}?(?:19|20)\d\d\b"
    r"|\b(?:recommendations?|improvement|concern) (?:from|(?:made )?in|of|since) (?:19|20)\d\d\b"
    r"|\b(?:previous|earlier|past|existing|older|outstanding|historic) (?:inspection |national )?"
    r"(?:recommendations?|areas? for improvement|causes? (?:of|for) concern)"
    r"|\bprogress (?:against|on|with|since|towards)\b"
    r"|\b(?:from|in|of) (?:the |our |its )?(?:last|previous|earlier) (?:inspection|report|review)"
    r"|^(?:19|20)\d\d (?:inspection )?recommendations?\b",
    re.IGNORECASE,
)
_NOT_ITEMS: Final = (
    (re.compile(r"(?:key )?(?:learning points?|lessons?(?: learne?[dt])?)\b", re.IGNORECASE), "learning points"),
    (
        re.compile(
            r"(?:examples? of )?(?:(?:innovative|promising|effective|notable|good|positive)(?: or | and |, | )?){1,3}practices?\b",
            re.IGNORECASE,
        ),
        "promising practice",
    ),
    (
        re.compile(r"actions?(?: \d+)?\b(?! plan)(?:\s*$|\s*[:.-]| (?:for|by|on|to|we)\b)", re.IGNORECASE),
        "actions that the publishing bodies set themselves",
    ),
)
OBLIGATION: Final = re.compile(
    r"\b(?:should|must|needs? to|ought to|ha(?:s|ve) to|(?:is|are) to|we (?:therefore )?recommend)\b", re.IGNORECASE
)
REMEDY: Final = re.compile(
    r"\bto (?:address|remedy|resolve|put right) (?:this|these)\b|\bwe (?:therefore )?recommend\b|^recommendations?\W*$",
    re.IGNORECASE,
)
CLOSING: Final = re.compile(
    r"\b(?:closed?|closing|complete[ds]?|discharged?|signed? off)\b.{0,80}\b(?:recommendations?|causes? of concern|areas? for improvement)\b"
    r"|\b(?:recommendations?|causes? of concern|areas? for improvement)\b.{0,80}\b(?:closed|completed?|discharged|signed off)\b",
    re.IGNORECASE,
)
LETTERED: Final = re.compile(r"\(?(?P<letter>[a-h]|[ivx]{1,4})[.)]\s+(?=\S)", re.IGNORECASE)
NUMBERED: Final = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
_COUNT_WORDS: Final = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
COUNTS: Final = {word: number for number, word in enumerate(_COUNT_WORDS.split())}
STATED_COUNT: Final = re.compile(
    rf"\b(?:make|makes|made|contains?|set out|sets out|making) (?:a total of )?(?P<count>\d{{1,3}}|{'|'.join(COUNTS)}) "
    r"(?:new |national |further )?(?P<kind>recommendations?|areas? for improvement|causes? of concern)\b",
    re.IGNORECASE,
)
_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATED: Final = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS}) \d{{4}}"
_SPAN: Final = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four) "
    r"(?:day|week|month|year)s?\b"
)
_REPORT: Final = r"(?:this|the|our) (?:inspection )?(?:report|publication|letter)"
_SINCE: Final = (
    rf"(?: (?:of|from|after|following) (?:{_REPORT}[’']s publication|(?:the )?date of (?:{_REPORT}|publication)(?: of {_REPORT})?"
    rf"|(?:the |its )?publication(?: date)?(?: of {_REPORT})?|{_REPORT}|{_DATED}|[^,.;:\n]{{1,40}}))?"
)
_DUE: Final = re.compile(
    # A word that turns the meaning round, and what a date goes on with (2022/23, one year and six months), belong to the phrase:
    # cut off, they would leave a date that nobody meant.
    r"\b(?:not )?(?:"
    r"by (?:the )?end of (?:the )?(?:(?:financial )?year )?(?:[A-Z][a-z]+ )?\d{4}(?:[/–-]\d{2,4})?"
    rf"|(?:by|before|after|from|no later than|not later than|no earlier than) (?:the end of )?{_DATED}"
    rf"|(?:within|in|no later than|not later than) (?:the next )?{_SPAN}(?: and (?:a half|{_SPAN}))?{_SINCE}"
    r"|(?:immediately|with immediate effect|straight away|at once|without delay)"
    r"|as soon as (?:is )?(?:reasonably )?(?:possible|practicable)"
    r"|at least (?:yearly|annually|once a year|every year|every six months|quarterly|monthly)"
    r")\b",
    re.IGNORECASE,
)
_FARTHEST_APART: Final = 200
_LONGEST_HEADING: Final = 2_000


class Meaning(Enum):
    """What a heading says about what stands under it."""

    RECOMMENDATION = "recommendation"
    RECOMMENDATIONS = "recommendations"
    AREA = "area for improvement"
    CONCERN = "cause of concern"
    RESTATED = "restated"
    NOT_ITEMS = "not items"


KINDS: Final = {
    Meaning.RECOMMENDATION: ItemKind.RECOMMENDATION,
    Meaning.RECOMMENDATIONS: ItemKind.RECOMMENDATION,
    Meaning.AREA: ItemKind.AREA_FOR_IMPROVEMENT,
    Meaning.CONCERN: ItemKind.CAUSE_OF_CONCERN,
}


@dataclass(frozen=True, slots=True)
class Marker:
    """A heading, or the beginning of a paragraph, that opens items or closes them.

    ``wording`` is the inspectorate's own word for the kind, verbatim; ``rest`` is what follows it; ``label`` says in the plural
    what is passed over.
    """

    meaning: Meaning
    wording: str = ""
    number: str = ""
    rest: str = ""
    label: str = ""

    @property
    def is_plural(self) -> bool:
        """Say whether the wording speaks of several: ``Areas for improvement``."""
        return self.wording.casefold().startswith("areas") or self.wording.casefold().endswith("s")


def read_heading(text: str) -> Marker | None:
    """Return what a heading opens, or None for an ordinary one."""
    plain = text[:_LONGEST_HEADING].translate(_QUOTES).strip().lstrip("0123456789.) ")
    label = next((label for pattern, label in _NOT_ITEMS if pattern.match(plain)), "")
    if label:
        return Marker(Meaning.NOT_ITEMS, label=label)
    return _read_earlier(plain) or _read_named(plain)


def _read_earlier(plain: str) -> Marker | None:
    """Return the marker of a heading over items that an earlier publication made."""
    named = re.search(
        r"recommendations?|areas? (?:for|of) improvement|causes? (?:of|for) concern", plain, re.IGNORECASE
    )
    is_of_earlier = named and _OF_EARLIER.search(plain)
    return Marker(Meaning.RESTATED, label=named[0].casefold()) if named and is_of_earlier else None


def _read_named(plain: str) -> Marker | None:
    for meaning, pattern in ((Meaning.AREA, _AREA), (Meaning.CONCERN, _CONCERN)):
        if found := pattern.match(plain):
            return Marker(meaning, found["whole"], found["number"] or "", _trim(found["rest"]))
    if found := _RECOMMENDATION.fullmatch(plain):
        return Marker(Meaning.RECOMMENDATION, "Recommendation", found["number"] or "", _trim(found["rest"]))
    if found := _RECOMMENDATIONS.match(plain):
        return Marker(Meaning.RECOMMENDATIONS, "Recommendation", rest=_trim(found["rest"]))
    return None


def read_paragraph_start(text: str) -> Marker | None:
    """Return the item that a paragraph opens by its first words: ``Recommendation 3: By July…``.

    A paragraph that only speaks of a recommendation (``Recommendation 5 of our 2019 report has been implemented``) opens none.
    """
    plain = text.translate(_QUOTES)
    found = re.match(
        rf"(?P<wording>recommendation|area for improvement|cause of concern) {_NUMBER}\s*(?P<mark>[.:-]|$)\s*",
        plain,
        re.IGNORECASE,
    )
    if not found:
        return None
    meaning = {"r": Meaning.RECOMMENDATION, "a": Meaning.AREA, "c": Meaning.CONCERN}[found["wording"][0].casefold()]
    return Marker(meaning, text[: len(found["wording"])], found["number"], text[found.end() :])


def find_due_phrase(text: str) -> tuple[str, bool]:
    """Return the due phrase of an item verbatim, or nothing, and whether the text has others that say something else.

    A beginning with a long stop is one phrase: ``immediately begin to … and finish no later than September 2017``.
    """
    found = list(_DUE.finditer(text[:6_000]))
    if not found:
        return "", False
    first, last = found[0], found[-1]
    sentence_ends = re.search(r"[.;\n]", text[first.end() : last.end()])
    begins = re.match(r"immediately|with immediate|at once|straight", first[0], re.IGNORECASE)
    is_one = len(found) > 1 and not sentence_ends and last.end() - first.start() <= _FARTHEST_APART
    if is_one and (begins or last[0].casefold().startswith("at least")):
        return text[first.start() : last.end()], False
    others = {other[0].casefold() for other in found} - {first[0].casefold()}
    return first[0], bool(others)


def _trim(text: str) -> str:
    return text.strip(" .:-()\n")
