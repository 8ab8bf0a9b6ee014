"""One form for what people write in several: numbers, months, units and negations, and the initials of a name."""

import re
from collections.abc import Collection, Sequence
from typing import Final

_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

WRITTEN_OUT: Final = ("", *_UNITS, *_TEENS, *(ten + unit for ten in _TENS for unit in ("", *_UNITS)))
"""The numbers below a hundred by their value, each as one word; nothing at 0, which nobody writes out."""

_SPACED: Final = {ten + unit: f"{ten} {unit}" for ten in _TENS for unit in _UNITS}
_DIGITS: Final = {word: str(number) for number, word in enumerate(WRITTEN_OUT) if word}

_MONTHS: Final = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip
_MEASURES: Final = {"hr": "hour", "hrs": "hours", "min": "minutes", "mins": "minutes", "yr": "year", "yrs": "years"}
_NEGATED: Final = {"ca": "can", "wo": "will", "sha": "shall"}

_PERHAPS: Final = re.compile(rf"[0-9]|n t\b|\bcannot\b|\b(?:{'|'.join(_TENS)}) ")
_SHORT_MONTH: Final = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_MONTH: Final = re.compile(
    rf"(?<=[0-9] ){_SHORT_MONTH}\b|\b{_SHORT_MONTH}(?= [0-9])|(?<=[0-9](?:st|nd|rd|th) ){_SHORT_MONTH}\b"
)
_MEASURE: Final = re.compile(rf"\b(?P<number>[0-9]+) ?(?P<unit>hours?|minutes|{'|'.join(_MEASURES)})\b")
_NEGATION: Final = re.compile(r"\b(?P<verb>[a-z]+)n t\b|\b(?P<can>can)not\b")
_NUMBER: Final = re.compile(
    rf"\b(?:0?(?P<digits>[1-9][0-9]?)|(?P<ten>{'|'.join(_TENS)}) (?P<unit>{'|'.join(_UNITS)}))\b"
)

_FEWEST, _MOST = 3, 6
"""Letters that initials have."""

_LEFT_OUT: Final = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"))
"""Words whose initials people leave out."""


def fold_forms(folded: str) -> str:
    """Return folded words with one form for numbers below a hundred (``28``: ``twentyeight``), months, units and negations.

    Written out they may be mistyped and known again; digits are never a slip of others.
    """
    if not _PERHAPS.search(folded):
        return folded
    said = _MONTH.sub(lambda found: _MONTHS[found[0]], folded)
    said = _MEASURE.sub(lambda found: f"{found['number']} {_MEASURES.get(found['unit'], found['unit'])}", said)
    said = _NEGATION.sub(lambda found: f"{_NEGATED.get(found['verb'], found['verb']) or found['can']} not", said)
    return _NUMBER.sub(
        lambda found: WRITTEN_OUT[int(found["digits"])] if found["digits"] else found["ten"] + found["unit"], said
    )


def show_form(form: str, written: Collection[str] = ()) -> str:
    """Return a word in one form as it was written: in digits where they stand among the folded words of its text."""
    digits = _DIGITS.get(form, form)
    return digits if digits in written else _SPACED.get(form, form)


def find_initials(word: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the words stand that a word is the initials of, as (start, stop), or None: OCGs, organised crime groups.

    Args:
        word: folded, perhaps in the plural.
        words: folded, in order; small ones among them may have no initial.
    """
    for letters in dict.fromkeys((word, word.removesuffix("s"))):
        if not _FEWEST <= len(letters) <= _MOST:
            continue
        for start, first in enumerate(words):
            if first[:1] == letters[0] and (stop := _spell(letters, words, start)):
                return start, stop
    return None


def _spell(letters: str, words: Sequence[str], start: int) -> int:
    """Return where the words from ``start`` have spelt all the letters, or 0."""
    told, at = 0, start
    while told < len(letters) and at < len(words):
        if words[at][0] == letters[told]:
            told += 1
        elif words[at] not in _LEFT_OUT:
            return 0
        at += 1
    return at if told == len(letters) else 0
