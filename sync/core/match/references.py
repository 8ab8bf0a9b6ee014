"""References as people write them, brought to one form: which publication, which kind, which number."""

import re
from dataclasses import dataclass

from sync.core.records import Register
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
    words = fold(text)
    readings = []
    if found := _AT_THE_END.search(words):
        readings.append(
            Reference(words[: found.start()].strip(), _KIND_WORDS.get(found["kind"] or ""), found["number"])
        )
    if found := _AT_THE_BEGINNING.match(words):
        readings.append(Reference(words[found.end() :].strip(), _KIND_WORDS[found["kind"]], found["number"]))
    return readings


class References:
    """The register's items by every reference that leads to exactly one of them."""

    def __init__(self, register: Register) -> None:
        self._ids = {ref.casefold(): ref for ref in register.items}
        self._by_number: dict[tuple[PublicationId, ItemKind | None, str], set[RegisterRef]] = {}
        for item in register.items.values():
            for number in {item.number.casefold().lstrip("0"), _running_number(item.id)} - {""}:
                for kind in (item.kind, None):
                    self._by_number.setdefault((item.publication, kind, number), set()).add(item.id)

    def exact(self, text: str) -> RegisterRef | None:
        """Return the item whose key stands in ``text`` and nothing else."""
        return self._ids.get(text.strip().casefold())

    def numbered(self, publication: PublicationId, reference: Reference) -> RegisterRef | None:
        """Return the one item of a publication with that kind and number; two items sharing it are no answer."""
        found = self._by_number.get((publication, reference.kind, reference.number), set())
        return next(iter(found)) if len(found) == 1 else None


def _running_number(ref: RegisterRef) -> str:
    """Return the number at the end of our own key: ``2`` of ``FRAUD-2019-A2``, for kinds that HMICFRS leaves unnumbered."""
    found = re.search(r"-[RAC]0*(\d+[a-z]?)$", ref, re.IGNORECASE)
    return found[1].casefold() if found else ""
