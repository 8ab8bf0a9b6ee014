"""Drafts as cells can hold them: no markup that the register's reader would take out, no word of Excel's for a value that failed.

What a spreadsheet would compute (``=1+1``) stays as it is: the file's writer disarms it, and its reader gives it back.
"""

from dataclasses import replace
from typing import Final

from sync.core.text import fold, plain_text, shorten
from sync.register.drafts import Draft, DraftItem, DraftPublication, Remark
from sync.register.spreadsheet import is_excel_word

_MOST_LAYERS: Final = 10
"""A page that has more is refused when its rows are tried."""


def tidy_draft(draft: Draft) -> Draft:
    """Return the draft with every cell tidied; an item that has no text left is taken out and told."""
    unsure: list[Remark] = []
    items: list[DraftItem] = []
    places: dict[int, int] = {}
    for number, item in enumerate(draft.items):
        tidied = _tidy_item(item)
        if tidied.text:
            places[number] = len(items)
            items.append(tidied)
        else:
            told = f"‘{shorten(item.text, 70)}’ is no text that a cell can hold; nothing was drafted for it."
            unsure.append(Remark(item.place, told))
    placed = tuple(replace(item, parent=None if item.parent is None else places.get(item.parent)) for item in items)
    return Draft(_tidy_publication(draft.publication), placed, (*draft.unsure, *unsure), draft.passed_over)


def _tidy_publication(publication: DraftPublication) -> DraftPublication:
    return replace(
        publication,
        title=_tidy(publication.title),
        address=_tidy(publication.address),
        other_addresses=_tidy_all(publication.other_addresses),
        inspectorates=_tidy_all(publication.inspectorates),
        series=_tidy(publication.series),
        bodies_inspected=_tidy_all(publication.bodies_inspected),
        addressed_to=_tidy_all(publication.addressed_to),
        id=_tidy(publication.id),
    )


def _tidy_item(item: DraftItem) -> DraftItem:
    return replace(
        item,
        text=_tidy(item.text),
        number=_tidy(item.number),
        type=_tidy(item.type),
        limbs=_tidy_all(item.limbs),
        addressed_to=_tidy_all(item.addressed_to),
        due_phrase=_tidy(item.due_phrase),
    )


def _tidy_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tidied for text in texts if (tidied := _tidy(text)))


def _tidy(text: str) -> str:
    """Return what can stand in a cell: no markup that would be taken out later; a text that has none stays to the letter.

    Markup can be written as text, and that again as text: every layer is taken off.
    """
    for _ in range(_MOST_LAYERS):
        plain = plain_text(text)
        if fold(plain) == fold(text):
            break
        text = plain
    text = text.strip()
    return "" if is_excel_word(text) else text
