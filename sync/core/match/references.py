"""References as people write them, brought to one form: which publication, which kind, which number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sync.core.records import Publication, Register
from sync.core.text import fold
from sync.core.vocabulary import ItemKind, PublicationId, RegisterRef

_KIND_WORDS = {
    "areas for improvement": "A",
    "area for improvement": "A",
    "afis": "A",
    "afi": "A",
    "recommendation": "R",
    "recomm": "R",
    "recs": "R",
    "rec": "R",
    "no": "",
    "number": "",
    "causes of concern": "C",
    "cause of concern": "C",
    "cause for concern": "C",
    "coc": "C",
}
_KINDS = {kind.letter: kind for kind in ItemKind}
_KIND_THEN_NUMBER = re.compile(
    r"(?:^|\s)(?P<kind>" + "|".join(sorted(_KIND_WORDS, key=len, reverse=True)) + r"|[rac])?\s*0*(?P<number>\d+[a-z]?)$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. ``rest`` is what remains for naming the publication, folded; ``kind`` may be unsaid."""

    rest: str
    kind: ItemKind | None
    number: str


def read_reference(text: str) -> Reference | None:
    """Return the parts of a reference such as ``ROCU 2021 Rec 03``, or None when it names no number."""
    words = fold(text)
    if found := _KIND_THEN_NUMBER.search(words):
        letter = _KIND_WORDS.get(found["kind"] or "", (found["kind"] or "").upper())
        return Reference(words[: found.start()].strip(), _KINDS.get(letter), found["number"])
    return _read_leading_number(words)


def _read_leading_number(words: str) -> Reference | None:
    """Read the other order, ``Rec 3 Regional Organised Crime Units``."""
    kinds = "|".join(sorted(_KIND_WORDS, key=len, reverse=True))
    found = re.match(rf"(?P<kind>{kinds}|[rac])\s*0*(?P<number>\d+[a-z]?)(?=\s)", words)
    if not found:
        return None
    letter = _KIND_WORDS.get(found["kind"], found["kind"].upper())
    return Reference(words[found.end() :].strip(), _KINDS.get(letter), found["number"])


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


def build_title_index(
    publications: Iterable[Publication], aliases: Mapping[str, PublicationId]
) -> dict[str, PublicationId]:
    """Return the publications by every folded name that means exactly one: key, title, alias; an administrator's alias wins."""
    names: dict[str, set[PublicationId]] = {}
    known = set()
    for publication in publications:
        known.add(publication.id)
        for name in (publication.id, publication.title, *publication.aliases):
            names.setdefault(fold(name), set()).add(publication.id)
    index = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return index | {name: publication for name, publication in aliases.items() if publication in known}
