"""Found items become drafts: said once each, tied to their cause of concern, with due date and addressee; doubts are told."""

from collections.abc import Iterator, Sequence

from sync.core.normalise.due import read_due
from sync.core.records import DatedTo
from sync.core.text import fold, say_list, shorten
from sync.core.vocabulary import ItemKind
from sync.register.drafts import DraftItem, Remarks
from sync.register.publication_page.blocks import Block
from sync.register.publication_page.bodies import find_addressees
from sync.register.publication_page.boxes import MOST_FOUND, FoundItem
from sync.register.publication_page.wording import COUNTS, OBLIGATION, STATED_COUNT, find_due_phrase

_MOST_ITEMS = 1_000
_MOST_DOUBTS_OF_COUNTS = 5


def draft_items(
    found: Sequence[FoundItem], published: DatedTo | None, own_force: str, remarks: Remarks
) -> tuple[DraftItem, ...]:
    """Return the drafts of what was found.

    An item that stands twice on the page, in the summary and in its chapter, is one; one without text is none. ``published``
    is what due phrases count from; without it they keep only their words.
    """
    kept = _keep_once([item for item in found if _has_text(item, remarks)], remarks)
    if len(kept) > _MOST_ITEMS:
        more = "more than " if len(found) >= MOST_FOUND else ""
        told = f"The page seems to make {more}{len(kept):,} items; only the first {_MOST_ITEMS:,} were drafted."
        remarks.doubt("", told)
        kept = kept[:_MOST_ITEMS]
    places = {id(item): place for place, item in enumerate(kept)}
    drafts = tuple(_draft(item, places, published, own_force, remarks) for item in kept)
    for remark in (*_doubt_numbers(drafts), *_doubt_concerns(drafts)):
        remarks.doubt(*remark)
    return drafts


def doubt_counts(blocks: Sequence[Block], drafts: Sequence[DraftItem], remarks: Remarks) -> None:
    """Tell where the text says how many items it makes (``we make six recommendations``) and another number was found."""
    told = 0
    seen: set[tuple[int, ItemKind]] = set()
    for block in blocks:
        for found in STATED_COUNT.finditer(block.text[:5_000]):
            word = found["count"].casefold()
            stated = COUNTS.get(word) if word in COUNTS else int(word)
            kind = {"r": ItemKind.RECOMMENDATION, "a": ItemKind.AREA_FOR_IMPROVEMENT, "c": ItemKind.CAUSE_OF_CONCERN}[
                found["kind"][0].casefold()
            ]
            of_kind = [draft for draft in drafts if draft.kind is kind]
            # Some reports count the recommendations under causes of concern, others do not.
            counts = {len(of_kind), sum(draft.parent is None for draft in of_kind)}
            if stated in counts or (stated, kind) in seen or stated is None or told == _MOST_DOUBTS_OF_COUNTS:
                continue
            seen.add((stated, kind))
            told += 1
            remarks.doubt(
                block.place,
                f"The text says ‘{found[0]}’; {len(of_kind)} of that kind were found. Compare with the page.",
            )


def _has_text(item: FoundItem, remarks: Remarks) -> bool:
    if item.text.strip():
        return True
    name = f"{item.type} {item.number}".strip()
    remarks.doubt(
        item.place, f"The heading ‘{name}’ has no text under it that could be read; nothing was drafted for it."
    )
    return False


def _keep_once(found: Sequence[FoundItem], remarks: Remarks) -> list[FoundItem]:
    """Return each item once; the later twin gives what the first lacks: its number, heading and cause of concern."""
    first: dict[tuple[ItemKind, str], FoundItem] = {}
    twins: dict[int, FoundItem] = {}
    kept: list[FoundItem] = []
    for item in found:
        twin = first.setdefault((item.kind, fold(item.text)), item)
        if twin is item:
            kept.append(item)
            continue
        twins[id(item)] = twin
        twin.number = twin.number or item.number
        twin.heading = twin.heading or item.heading
        twin.parent = twin.parent or item.parent
        remarks.pass_over(item.place, f"‘{shorten(item.text, 80)}’ stands already {twin.place}; it is drafted once.")
    for item in kept:
        if item.parent is not None:
            item.parent = twins.get(id(item.parent), item.parent)
    return kept


def _draft(
    item: FoundItem, places: dict[int, int], published: DatedTo | None, own_force: str, remarks: Remarks
) -> DraftItem:
    name = f"{item.type} {item.number}".strip()
    text = item.text
    phrase, due_on = _read_due(item, name, published, remarks)
    if item.kind is ItemKind.RECOMMENDATION and not OBLIGATION.search(text):
        told = f"{name}, ‘{shorten(text, 80)}’, does not say that anybody should do anything. Is it a recommendation?"
        remarks.doubt(item.place, told)
    if item.parent is not None and item.limbs and not item.number:
        told = f"‘{shorten(text, 60)}’ was taken for one recommendation in {len(item.limbs)} parts; HMICFRS may count each of them."
        remarks.doubt(item.place, told)
    addressed = () if item.kind is ItemKind.CAUSE_OF_CONCERN else find_addressees(item.heading, text, own_force)
    return DraftItem(
        kind=item.kind,
        text=text,
        number=item.number,
        type=item.type,
        limbs=tuple(item.limbs),
        addressed_to=addressed,
        due_phrase=phrase,
        due_on=due_on,
        parent=places.get(id(item.parent)) if item.parent is not None else None,
        place=item.place,
    )


def _read_due(item: FoundItem, name: str, published: DatedTo | None, remarks: Remarks) -> tuple[str, DatedTo | None]:
    """Return the due phrase, and its date where a rule reads one."""
    if item.kind is not ItemKind.RECOMMENDATION:
        return "", None
    for words in ("\n".join(item.lead), item.heading, "\n".join(item.limbs)):
        phrase, has_others = find_due_phrase(words)
        if phrase:
            break
    else:
        return "", None
    in_limbs = {find_due_phrase(limb)[0].casefold() for limb in item.limbs} - {""}
    if has_others or len(in_limbs | {phrase.casefold()}) > 1:
        remarks.doubt(item.place, f"{name} names more than one date; ‘{phrase}’ was taken for the whole of it.")
    due = read_due(phrase, published) if published else None
    if published and due is None:
        remarks.doubt(item.place, f"No rule reads ‘{phrase}’ as a date; {name} keeps the words alone.")
    return phrase, DatedTo(due.on, due.precision) if due and due.on and due.precision else None


def _doubt_numbers(drafts: Sequence[DraftItem]) -> Iterator[tuple[str, str]]:
    """Yield numbers that are missing from a run, or that two recommendations share."""
    numbered: dict[int, DraftItem] = {}
    for draft in drafts:
        if draft.kind is not ItemKind.RECOMMENDATION or not draft.number.isdecimal():
            continue
        number = int(draft.number)
        if number in numbered:
            yield (
                draft.place,
                f"The number {number} stands over two recommendations; the other is {numbered[number].place}.",
            )
        numbered.setdefault(number, draft)
    missing = sorted(set(range(1, max(numbered, default=0))) - set(numbered))
    if missing and len(missing) <= 20:
        said = say_list([str(number) for number in missing])
        yield (
            "",
            f"Recommendation {said} {'was' if len(missing) == 1 else 'were'} not found, though later numbers were.",
        )


def _doubt_concerns(drafts: Sequence[DraftItem]) -> Iterator[tuple[str, str]]:
    parents = {draft.parent for draft in drafts}
    for place, draft in enumerate(drafts):
        if draft.kind is ItemKind.CAUSE_OF_CONCERN and place not in parents:
            yield (
                draft.place,
                f"No recommendation was found under the cause of concern ‘{shorten(draft.text, 80)}’; there is always one.",
            )
