"""The filter of one column: its values with how often each occurs, to be ticked, and what is filtered by already."""

from collections import Counter
from collections.abc import Sequence

from sync.emulator.pages.cells import CellReader
from sync.emulator.pages.filters import Filter, list_words
from sync.emulator.pages.formatting.evaluation import Cell
from sync.emulator.pages.formatting.values import write_text
from sync.emulator.pages.html import Markup, build
from sync.emulator.pages.icons import draw
from sync.emulator.pages.layout import render_button, say_count
from sync.emulator.pages.listing import PANEL, PICKED, PICKED_TEXT, Listing
from sync.emulator.pages.local_user import LOCAL_USER
from sync.emulator.pages.rows import Wish, read_matching
from sync.emulator.pages.sorting import list_kept, render_kept
from sync.emulator.pages.views import write_view_address
from sync.emulator.store import kinds
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.item_pages import THRESHOLD
from sync.emulator.store.items import ItemRecord

BLANK = "(empty)"
_MOST_VALUES = 200
_LONG = (kinds.NOTE,)


def render_chips(listing: Listing) -> Markup | None:
    """Return what the rows are filtered by, each with a way to leave it out."""
    filters = listing.filters.filters
    if not filters:
        return None
    chips = [
        build(
            "li",
            build("span", f"{each.field.title} {each.words} ", build("strong", _say_values(each))),
            build(
                "a",
                draw("cross"),
                href=listing.write_address(filters=[other for other in filters if other is not each]),
                aria_label=f"Leave out the filter by {each.field.title}",
            ),
        )
        for each in filters
    ]
    clear = build("li", build("a", "Clear all filters", href=listing.write_address(filters=[]), class_="clear"))
    return build("ul", chips, clear if len(filters) > 1 else None, class_="chips", aria_label="Filters")


def render_panel(listing: Listing) -> Markup | None:
    """Return the panel that the address opens, if it opens one."""
    field = listing.columns.get(listing.visit.options.get(PANEL.lower(), ""))
    if field is None or not listing.can_filter(field.internal_name):
        return None
    others = [each for each in listing.filters.filters if each.field is not field]
    asker = listing.visit.build_asker()
    rows = read_matching(listing.sheet, listing.view, Wish(tuple(others), folder=listing.folder), asker, LOCAL_USER)
    chosen = listing.filters.find(field.internal_name)
    choices = _render_choices(CellReader(listing.sheet, rows), field, rows, chosen)
    text = chosen.values[0] if chosen and chosen.operation == "contains" else ""
    form = build(
        "form",
        render_kept([*list_kept(listing), *listing.list_options(filters=others), (PANEL, field.internal_name)]),
        choices,
        _render_limit(listing),
        build("label", "Or rows that contain", for_="pick-text"),
        build("input", type="text", id="pick-text", name=PICKED_TEXT, value=text, autocomplete="off"),
        build(
            "div",
            build("button", "Apply", type="submit", class_="button primary"),
            render_button(listing.write_address(filters=others), "Clear this filter"),
            render_button(listing.write_address(first=listing.wish.first), "Cancel"),
            class_="actions",
        ),
        method="get",
        action=write_view_address(listing.sheet.list, listing.view),
    )
    title = f"Filter by {field.title}"
    return build(
        "section",
        build("h2", title, id="filter-title"),
        form,
        class_="panel",
        id="filter",
        aria_labelledby="filter-title",
        tabindex="-1",
    )


def _render_limit(listing: Listing) -> Markup | None:
    if listing.sheet.list.item_count <= THRESHOLD:
        return None
    return build("p", f"These are the values of the first {THRESHOLD:,} rows; the list has more.", class_="soft")


def _render_choices(
    reader: CellReader, field: FieldRecord, rows: Sequence[ItemRecord], chosen: Filter | None
) -> Markup | None:
    if field.kind in _LONG:
        return None
    counted, shown = _count_values(reader, field, rows)
    ordered = sorted(counted, key=lambda word: _order(shown[word], word))[:_MOST_VALUES]
    picked = {word.casefold() for word in chosen.values} if chosen and chosen.is_plain else set()
    boxes = [
        build(
            "div",
            build(
                "input",
                type="checkbox",
                id=f"pick-{number}",
                name=PICKED,
                value=word,
                checked=word.casefold() in picked,
            ),
            build(
                "label",
                _say_value(shown[word]),
                build("span", f" ({counted[word]:,})", class_="soft"),
                for_=f"pick-{number}",
            ),
            class_="check",
        )
        for number, word in enumerate(ordered)
    ]
    left = len(counted) - len(ordered)
    hint = build("p", f"{say_count(left, 'further value')} not listed.", class_="hint") if left else None
    return build("fieldset", build("legend", "Rows with one of these"), build("div", boxes, class_="checks"), hint)


def _count_values(
    reader: CellReader, field: FieldRecord, rows: Sequence[ItemRecord]
) -> tuple[Counter[str], dict[str, Cell]]:
    counted: Counter[str] = Counter()
    shown: dict[str, Cell] = {}
    for row in rows:
        for cell in _list_members(reader.read(row, field.internal_name)):
            word = list_words(cell)[0]
            counted[word] += 1
            shown.setdefault(word, cell)
    return counted, shown


def _list_members(cell: Cell) -> list[Cell]:
    if isinstance(cell.value, tuple):
        return [Cell(member, write_text(member)) for member in cell.value]
    return [cell]


def _say_value(cell: Cell) -> str:
    return cell.shown or BLANK


def _order(cell: Cell, word: str) -> tuple[int, float, str]:
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return (1, float(cell.value), "")
    return (1 if word else 0, 0.0, word.casefold())


def _say_values(each: Filter) -> str:
    words = [_say_word(each.field, word) if word else BLANK for word in each.values]
    if len(words) > 6:
        return f"one of {len(words)} values"
    return " or ".join(words)


def _say_word(field: FieldRecord, word: str) -> str:
    if field.kind is kinds.BOOLEAN:
        return {"1": "Yes", "0": "No"}.get(word, word)
    if field.kind is kinds.DATE_TIME and len(word) == 10 and word[4:5] == "-":
        year, month, day = word.split("-")
        return f"{day}/{month}/{year}"
    return word
