"""References as people write them, brought to one form: which publication, which kind, which number."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from rapidfuzz import fuzz

from sync.core.match.titles import read_years
from sync.core.records import Register, RegisterItem
from sync.core.text import fold
from sync.core.vocabulary import ItemKind, PublicationId, RegisterRef

_KIND_WORDS = {
    "areas for improvement": ItemKind.AREA_FOR_IMPROVEMENT,
    "area for improvement": ItemKind.AREA_FOR_IMPROVEMENT,
    "afis": ItemKind.AREA_FOR_IMPROVEMENT,
    "afi": ItemKind.AREA_FOR_IMPROVEMENT,
    "a": ItemKind.AREA_FOR_IMPROVEMENT,
    "recommendations": ItemKind.RECOMMENDATION,
    "recommendation": ItemKind.RECOMMENDATION,
    "recomm": ItemKind.RECOMMENDATION,
    "recs": ItemKind.RECOMMENDATION,
    "rec": ItemKind.RECOMMENDATION,
    "r": ItemKind.RECOMMENDATION,
    "causes of concern": ItemKind.CAUSE_OF_CONCERN,
    "causes for concern": ItemKind.CAUSE_OF_CONCERN,
    "cause of concern": ItemKind.CAUSE_OF_CONCERN,
    "cause for concern": ItemKind.CAUSE_OF_CONCERN,
    "coc": ItemKind.CAUSE_OF_CONCERN,
    "c": ItemKind.CAUSE_OF_CONCERN,
}
_KIND = "(?P<kind>" + "|".join(sorted(_KIND_WORDS, key=len, reverse=True)) + ")"
_NUMBER = r"(?:(?:no|number)\s*)?0*(?P<number>\d+[a-z]?)"
_AT_THE_END = re.compile(rf"(?:^|\s)(?:{_KIND}\s*)?{_NUMBER}$")
_AT_THE_BEGINNING = re.compile(rf"{_KIND}\s*{_NUMBER}(?=\s)")

_PAGE: Final = re.compile(r"[(\[]?\b(?:pp?\.?|pages?|pg\.?)\s*[0-9]{1,3}(?:\s*-\s*[0-9]{1,3})?\b[)\]]?", re.IGNORECASE)
_OF_HOW_MANY: Final = re.compile(r"(?<=[0-9])\s+of\s+[0-9]+\b", re.IGNORECASE)
_OUT_OF: Final = re.compile(r"(?<![0-9A-Za-z/-])(?P<number>[0-9]{1,3})\s*/\s*(?P<all>[0-9]{1,3})\s*$")
_DECIMALS: Final = re.compile(r"(?<=[0-9])\.0+\s*$")
"""What a spreadsheet makes of a number."""
_DATE: Final = re.compile(r"(?<![0-9A-Za-z/.-])[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9A-Za-z/.-])")
_IN_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]\s*$")

_OWN_NUMBER: Final = re.compile(r"\s*(?:rec|[rac])[\s.-]*(?P<number>[0-9]{1,9})\s*", re.IGNORECASE)
"""What may be a force's own numbering as well: R123, REC0123."""

_MENTIONING: Final = frozenset(
    (
        "see",
        "cf",
        "not",
        "was",
        "formerly",
        "replaces",
        "replaced",
        "replacing",
        "supersedes",
        "superseded",
        "links",
        "linked",
        "related",
    )
)
"""Words before a key that say what the row has to do with that item; it need not be about it."""

_A_SLIP: Final = 85.0
"""Likeness in per cent from which a word is the longest of the kind words, mistyped."""
_LONG: Final = 9
"""Letters that a slip of it has at least."""

_APART: Final = re.compile(r"[\s;,&/|()\[\]]+")
"""What stands between the keys of several items in one cell."""

Name: TypeAlias = Callable[[str], PublicationId | None]
"""Says which publication folded words mean."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. ``rest`` is what remains for naming the publication, folded; ``kind`` may be unsaid."""

    rest: str
    kind: ItemKind | None
    number: str


def read_references(text: str) -> list[Reference]:
    """Return the ways to take a reference apart: ``ROCU 2021 Rec 03`` and, the other way round, ``Rec 3 - ROCU 2021``.

    There are two where the title ends with a year, and none when no number is named.
    """
    words = _mend_kind(fold(_leave_out(text)))
    readings = []
    if found := _AT_THE_END.search(words):
        readings.append(
            Reference(words[: found.start()].strip(), _KIND_WORDS.get(found["kind"] or ""), found["number"])
        )
    if found := _AT_THE_BEGINNING.match(words):
        readings.append(Reference(words[found.end() :].strip(), _KIND_WORDS[found["kind"]], found["number"]))
    return readings


def _leave_out(text: str) -> str:
    """Return a reference without what says more than it: a page, a day, out of how many, a spreadsheet's decimals."""
    said = _DECIMALS.sub("", _OF_HOW_MANY.sub("", _DATE.sub(" ", _PAGE.sub(" ", text))))
    found = _OUT_OF.search(said)
    return said[: found.end("number")] if found and int(found["number"]) <= int(found["all"]) else said


def _mend_kind(words: str) -> str:
    if "rec" not in words:
        return words
    return " ".join(
        "recommendation" if len(word) >= _LONG and fuzz.ratio(word, "recommendation") >= _A_SLIP else word
        for word in words.split()
    )


class References:
    """The register's items by every reference that leads to exactly one of them."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._ids = {ref.casefold(): ref for ref in register.items}
        self._by_number: dict[tuple[PublicationId, ItemKind | None, str], set[RegisterRef]] = {}
        self._kinds: dict[PublicationId, list[ItemKind]] = {}
        self._highest: dict[PublicationId, int] = {}
        for item in register.items.values():
            self._kinds.setdefault(item.publication, []).append(item.kind)
            for number in _read_numbers(item):
                if number.isdecimal():
                    self._highest[item.publication] = max(int(number), self._highest.get(item.publication, 0))
                for kind in (item.kind, None):
                    self._by_number.setdefault((item.publication, kind, number), set()).add(item.id)

    def find(self, text: str, kind: ItemKind | None, cited: PublicationId | None, name: Name) -> RegisterRef | None:
        """Return the one item that a reference leads to, or None where it leads to none or to several.

        Args:
            text: the reference as it stands in the row.
            kind: what the row says the item is, for a reference that says none and a number that two kinds have.
            cited: the publication that the row names, for a reference that names none.
            name: says which publication words mean.
        """
        if not text:
            return None
        if ref := self._ids.get(text.strip().casefold()):
            return ref
        keys, rest = self._find_keys(text)
        if keys:
            return next(iter(keys)) if len(keys) == 1 and not re.search("[0-9]", rest) else None
        # What stands in brackets at the end may name the publication, and may be a remark.
        for said in dict.fromkeys((text, _IN_BRACKETS.sub("", text))):
            found = set()
            for reference in read_references(said):
                publication = self._name(reference.rest, cited, name)
                if publication and (ref := self._numbered(publication, reference, kind)):
                    found.add(ref)
            if found:
                ref = found.pop() if len(found) == 1 else None
                return None if ref and self._means_two(text, self._register.items[ref]) else ref
        return None

    def _means_two(self, text: str, item: RegisterItem) -> bool:
        """Say whether 4/5 is two items of the item's publication; where that has five, it is the fourth of them."""
        others = [one for second in _name_both(text)[1:] for one in read_references(second)]
        if not others:
            return False
        kinds = self._kinds[item.publication]
        counts = {len(kinds), kinds.count(item.kind), self._register.publications[item.publication].items_expected}
        return any(
            one.number not in map(str, counts) and (item.publication, item.kind, one.number) in self._by_number
            for one in others
        )

    def is_lost(self, text: str, item: RegisterItem, cited: PublicationId | None, name: Name) -> bool:
        """Say whether a reference claims to be that of an item, and not of this one, which the row's words are of.

        It claims so when it says a kind or names a publication; a number alone, and one beside letters that nobody knows, may be
        the force's own.
        """
        # A key in brackets at the end is a remark beside the reference.
        for words in (text, _IN_BRACKETS.sub("", text)):
            keys, _ = self._find_keys(words)
            if item.id in keys:
                return False
        if keys:
            return True
        said = (text, _IN_BRACKETS.sub("", text), *_name_both(text))
        readings = [one for words in said for one in read_references(words)]
        if self._may_be_own(text, item.publication):
            return False
        claims = any(one.kind or (one.rest and name(one.rest)) for one in readings)
        return claims and not any(self._agrees(one, item, cited, name) for one in readings)

    def is_mention(self, text: str) -> bool:
        """Say whether a reference holds a key and says that it is another item's: 'Replaces FRAUD-2019-R5'."""
        words = _split(text)
        before = next((words[:at] for at, word in enumerate(words) if word in self._ids), [])
        return not _MENTIONING.isdisjoint(before)

    def _may_be_own(self, text: str, publication: PublicationId) -> bool:
        """Say whether a number beside a letter is higher than any of the publication, so that it may be the force's own."""
        found = _OWN_NUMBER.fullmatch(text)
        if not found:
            return False
        expected = self._register.publications[publication].items_expected or 0
        return int(found["number"]) > max(self._highest.get(publication, 0), expected)

    def _agrees(self, reference: Reference, item: RegisterItem, cited: PublicationId | None, name: Name) -> bool:
        if reference.number not in _read_numbers(item) or reference.kind not in {None, item.kind}:
            return False
        named = self._name(reference.rest, cited, name)
        if named or not reference.rest:
            return named in {None, item.publication}
        return read_years(reference.rest) <= read_years(item.publication)

    def _find_keys(self, text: str) -> tuple[set[RegisterRef], str]:
        """Return the items whose keys stand somewhere in a text, and the rest of it."""
        words = _split(text)
        rest = " ".join(word for word in words if word not in self._ids)
        return {self._ids[word] for word in words if word in self._ids}, rest

    def _name(self, rest: str, cited: PublicationId | None, name: Name) -> PublicationId | None:
        """Return the publication that the rest of a reference means: where it is but a year, that which the row names."""
        if not rest or (cited and rest in read_years(rest) and rest in self._read_years_of(cited)):
            return cited
        return name(rest)

    def _read_years_of(self, publication: PublicationId) -> frozenset[str]:
        about = self._register.publications[publication]
        return read_years(f"{about.id} {about.title} {about.published.on.year}")

    def _numbered(self, publication: PublicationId, reference: Reference, kind: ItemKind | None) -> RegisterRef | None:
        """Return the one item of a publication with that kind and number; two items sharing it are no answer."""
        found = self._by_number.get((publication, reference.kind, reference.number), set())
        if len(found) > 1 and kind and not reference.kind:
            found = self._by_number.get((publication, kind, reference.number), set())
        return next(iter(found)) if len(found) == 1 else None


def _split(text: str) -> list[str]:
    return [word.strip(".:") for word in _APART.split(text.casefold())]


def _name_both(text: str) -> list[str]:
    """Return a reference that ends as 4/5 does with each of the two numbers; nothing for another."""
    found = _OUT_OF.search(_PAGE.sub(" ", text))
    return [found.string[: found.start()] + found[part] for part in ("number", "all")] if found else []


def _read_numbers(item: RegisterItem) -> set[str]:
    """Return the numbers that people give an item; where nothing is printed before it, they count as its key does."""
    return {item.number.casefold().lstrip("0"), _running_number(item.id)} - {""}


def _running_number(ref: RegisterRef) -> str:
    """Return the number at the end of our own key: ``2`` of ``FRAUD-2019-A2``, for kinds that HMICFRS leaves unnumbered."""
    found = re.search(r"-[RAC]0*(\d+[a-z]?)$", ref, re.IGNORECASE)
    return found[1].casefold() if found else ""
