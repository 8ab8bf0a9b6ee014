"""Drafts as cells can hold them: no markup that would be taken out again later, nothing that a spreadsheet would compute."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sync.core.text import fold, plain_text, shorten
from sync.register.drafts import Draft, DraftItem, DraftPublication, Remark
from sync.register.spreadsheet import is_excel_word

_COMPUTES: Final = re.compile(r"^[\s=+@-]+")
"""What makes a spreadsheet take a cell for a formula (OWASP: CSV injection)."""
_MOST_LAYERS: Final = 10
"""Of markup written as text, written as text again; a page that has more is refused when its rows are tried."""


def tidy_draft(draft: Draft) -> Draft:
    """Return the draft with every cell tidied; an item that has no text left is taken out and told."""
    unsure: list[Remark] = []
    publication = _tidy_publication(draft.publication, unsure)
    items: list[DraftItem] = []
    places: dict[int, int] = {}
    for number, item in enumerate(draft.items):
        tidied = _tidy_item(item, unsure)
        if not tidied.text:
            told = f"‘{shorten(item.text, 70)}’ is no text that a cell can hold; nothing was drafted for it."
            unsure.append(Remark(item.place, told))
            continue
        places[number] = len(items)
        items.append(tidied)
    placed = tuple(replace(item, parent=None if item.parent is None else places.get(item.parent)) for item in items)
    return Draft(publication, placed, (*draft.unsure, *unsure), draft.passed_over)


def _tidy_publication(publication: DraftPublication, unsure: list[Remark]) -> DraftPublication:
    def tidy(name: str, text: str) -> str:
        return _tidy(text, "", f"The {name}", unsure)

    return replace(
        publication,
        title=tidy("title", publication.title),
        address=tidy("address", publication.address),
        other_addresses=tuple(_tidy_all(publication.other_addresses)),
        inspectorates=tuple(_tidy_all(publication.inspectorates)),
        series=tidy("series", publication.series),
        bodies_inspected=tuple(_tidy_all(publication.bodies_inspected)),
        addressed_to=tuple(_tidy_all(publication.addressed_to)),
        id=tidy("id", publication.id),
    )


def _tidy_item(item: DraftItem, unsure: list[Remark]) -> DraftItem:
    name = f"{item.type} {item.number}".strip() or "The item"
    return replace(
        item,
        text=_tidy(item.text, item.place, name, unsure),
        number=_tidy(item.number, item.place, f"The number of {name}", unsure),
        type=_tidy(item.type, item.place, f"The type of {name}", unsure),
        limbs=tuple(_tidy_all(item.limbs)),
        addressed_to=tuple(_tidy_all(item.addressed_to)),
        due_phrase=_tidy(item.due_phrase, item.place, f"The due phrase of {name}", unsure),
    )


def _tidy_all(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if tidied := _tidy(text, "", "", []):
            yield tidied


def _tidy(text: str, place: str, name: str, unsure: list[Remark]) -> str:
    """Return what can stand in a cell; nothing for what Excel writes in place of a value."""
    plain = _strip_markup(text)
    tidied = _COMPUTES.sub("", plain)
    if tidied != plain.lstrip():
        unsure.append(
            Remark(place, f"{name} began with a character that makes a spreadsheet compute; it was taken away.")
        )
    return "" if is_excel_word(tidied.strip()) else tidied


def _strip_markup(text: str) -> str:
    """Return the text without markup that the register's reader would take out; a text that has none stays to the letter."""
    for _ in range(_MOST_LAYERS):
        plain = plain_text(text)
        if fold(plain) == fold(text):
            break
        text = plain
    return text
