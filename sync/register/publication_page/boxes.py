"""The boxes of a page: which blocks make a recommendation, an area for improvement or a cause of concern, and which do not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sync.core.text import shorten
from sync.core.vocabulary import ItemKind
from sync.register.drafts import Remarks
from sync.register.publication_page.blocks import BOLD_LEVEL, Block, BlockKind
from sync.register.publication_page.wording import (
    KINDS,
    LETTERED,
    NUMBERED,
    OBLIGATION,
    REMEDY,
    Marker,
    Meaning,
    read_heading,
    read_paragraph_start,
)

_FEWEST_WORDS = 4
_MOST_STRAY = 10
MOST_FOUND = 3_000
"""Items; a publication makes at most some hundred, and what stands twice on a page is drafted once."""


@dataclass(slots=True)
class FoundItem:
    """An item while its parts are being gathered.

    ``heading`` is what its own heading, and those above it, say besides its name: often whom it addresses or by when.
    """

    kind: ItemKind
    number: str
    type: str
    place: str
    heading: str = ""
    parent: "FoundItem | None" = None
    lead: list[str] = field(default_factory=list)
    limbs: list[str] = field(default_factory=list)
    is_closed: bool = False
    is_parent: bool = False
    has_own_heading: bool = False
    own_list: int = 0
    own_item: int = 0
    limb_list: int = 0
    limb_item: int = 0

    @property
    def text(self) -> str:
        """Return the item as printed, a line for each paragraph and limb."""
        return "\n".join(self.lead + self.limbs)

    @property
    def wants_limbs(self) -> bool:
        """Say whether the sentence goes on in what follows."""
        return bool(self.lead) and not self.limbs and not self.lead[-1].rstrip().endswith((".", "!", "?"))


@dataclass(slots=True)
class _Section:
    """What the nearest telling heading has opened. ``is_list``: it stands over several items."""

    meaning: Meaning
    level: int
    type: str
    heading: str = ""
    is_list: bool = False
    concern: FoundItem | None = None


class BoxReader:
    """Goes through a page's blocks once and gathers its items."""

    def __init__(self, remarks: Remarks) -> None:
        self.items: list[FoundItem] = []
        self._remarks = remarks
        self._section: _Section | None = None
        self._item: FoundItem | None = None
        self._concern: tuple[FoundItem, int] | None = None
        self._skipped: tuple[Meaning, int] | None = None
        self._strays = 0
        self._intros: dict[int, str] = {}

    def read(self, blocks: Iterable[Block]) -> list[FoundItem]:
        """Return the items of the blocks, in their order, as found: nothing is compared or counted yet.

        What comes after ``MOST_FOUND`` of them is not read.
        """
        for block in blocks:
            if len(self.items) > MOST_FOUND:
                self.items.pop()
                break
            if block.kind is BlockKind.HEADING:
                self._read_heading(block)
            elif self._skipped is None:
                self._read_text(block)
        return self.items

    def _read_heading(self, block: Block) -> None:
        marker = read_heading(block.text)
        if self._skipped and not self._ends_skipping(block, marker):
            return
        self._skipped = None
        if marker is None:
            self._pass_heading(block)
        elif marker.meaning in {Meaning.RESTATED, Meaning.NOT_ITEMS}:
            self._skip(block, marker)
        else:
            self._open_section(block, marker)

    def _ends_skipping(self, block: Block, marker: Marker | None) -> bool:
        """Say whether a heading ends what is passed over: one of its rank or above, or a numbered item after a box."""
        meaning, level = self._skipped or (Meaning.NOT_ITEMS, 0)
        if block.level <= level:
            return not (block.level == BOLD_LEVEL and marker is None)
        is_item = marker is not None and marker.meaning in KINDS
        return is_item and meaning is Meaning.NOT_ITEMS

    def _skip(self, block: Block, marker: Marker) -> None:
        why = f"{marker.label} that an earlier publication made; they were left out"
        if marker.meaning is Meaning.NOT_ITEMS:
            why = f"{marker.label}, which HMICFRS does not count as items; left out"
        self._remarks.pass_over(block.place, f"‘{shorten(block.text, 90)}’: {why}.")
        self._skipped = (marker.meaning, block.level)
        self._section, self._item = None, None

    def _pass_heading(self, block: Block) -> None:
        """Take an ordinary heading: a part of the section, its end, or a bold sentence that is an item itself."""
        section = self._section
        if section and block.level == BOLD_LEVEL and OBLIGATION.search(block.text):
            self._read_text(block)
            return
        if self._concern and block.level <= self._concern[1]:
            self._concern = None
        if section and block.level > section.level:
            if section.is_list:
                section.heading = block.text
                self._item = None
            elif self._item:
                self._item.is_closed = bool(self._item.lead)
        else:
            self._section, self._item = None, None

    def _open_section(self, block: Block, marker: Marker) -> None:
        concern = self._find_concern(block, marker)
        is_list = marker.meaning is Meaning.RECOMMENDATIONS or (
            marker.meaning is Meaning.AREA and marker.is_plural and not marker.number
        )
        above = (
            self._section.heading
            if self._section and self._section.is_list and block.level > self._section.level
            else ""
        )
        self._section = _Section(marker.meaning, block.level, marker.wording, marker.rest or above, is_list, concern)
        self._item = None
        if not is_list:
            item = self._begin(marker.number, block.place, marker.rest or above)
            item.has_own_heading = True
            if marker.meaning is Meaning.CONCERN:
                self._concern = (item, block.level)
            if OBLIGATION.search(marker.rest):
                item.lead.append(marker.rest)

    def _find_concern(self, block: Block, marker: Marker) -> FoundItem | None:
        """Return the cause of concern that a section's items stand under."""
        if self._concern is None or marker.meaning is Meaning.CONCERN:
            return None
        concern, level = self._concern
        if marker.meaning is Meaning.AREA and block.level <= level:
            self._concern = None
            return None
        if block.level <= level:
            told = (
                f"The heading stands beside that of the cause of concern ‘{shorten(concern.text, 70)}’, not under it. "
                "It was taken to belong to it."
            )
            if concern.is_parent or block.level < level:
                self._concern = None
                return None
            self._remarks.doubt(block.place, told)
        return concern

    def _begin(self, number: str, place: str, heading: str) -> FoundItem:
        section = self._section or _Section(Meaning.RECOMMENDATION, BOLD_LEVEL, "Recommendation")
        item = FoundItem(KINDS[section.meaning], number, section.type, place, heading, section.concern)
        if item.parent is not None:
            item.parent.is_parent = True
        self.items.append(item)
        self._item = item
        return item

    def _read_text(self, block: Block) -> None:
        if marker := read_paragraph_start(block.text):
            self._open_by_paragraph(block, marker)
        elif self._section is None:
            self._note_stray(block)
        elif self._section.meaning is Meaning.CONCERN:
            self._read_concern(block)
        elif block.kind is BlockKind.LISTED:
            self._read_listed(block)
        elif self._section.is_list:
            self._read_paragraph_of_list(block)
        else:
            self._read_paragraph_of_item(block)

    def _open_by_paragraph(self, block: Block, marker: Marker) -> None:
        """Open the item whose number the paragraph begins with; the heading above it, if it opened one of these, stays."""
        before = self._section
        concern = before.concern if before else None
        if before and before.meaning is Meaning.CONCERN and self._concern:
            concern = self._concern[0]
        level = before.level if before else BOLD_LEVEL
        is_list = bool(before and before.is_list)
        heading = before.heading if before else ""
        self._section = _Section(marker.meaning, level, marker.wording, heading, is_list, concern)
        item = self._begin(marker.number, block.place, heading)
        if marker.rest:
            item.lead.append(marker.rest)

    def _note_stray(self, block: Block) -> None:
        if REMEDY.search(block.text) and "recommend" in block.text.casefold() and self._strays < _MOST_STRAY:
            self._strays += 1
            told = f"‘{shorten(block.text, 120)}’ stands in no box and under no heading of items; it was not drafted."
            self._remarks.doubt(block.place, told)

    def _read_concern(self, block: Block) -> None:
        """Take a paragraph of a cause of concern: the finding, until the words that lead over to what is recommended."""
        concern = self._concern[0] if self._concern else self._begin("", block.place, "")
        if not (REMEDY.search(block.text) and concern.lead):
            concern.lead.append(block.text)
            return
        level = self._section.level if self._section else BOLD_LEVEL
        self._section = _Section(Meaning.RECOMMENDATIONS, level, "Recommendation", "", is_list=True, concern=concern)
        self._item = None
        if block.text.rstrip().endswith(":") or OBLIGATION.search(block.text):
            self._begin("", block.place, "").lead.append(block.text)

    def _read_paragraph_of_item(self, block: Block) -> None:
        """Take a paragraph under an item's own heading: its text, a limb, or what explains it."""
        item = self._item
        if item is None or item.is_closed:
            return
        if not item.lead:
            item.lead.append(block.text)
        elif LETTERED.match(block.text):
            item.limbs.append(block.text)
        elif item.kind is ItemKind.RECOMMENDATION and OBLIGATION.search(block.text):
            item.lead.append(block.text)
        else:
            item.is_closed = True

    def _read_paragraph_of_list(self, block: Block) -> None:
        """Take a paragraph under a heading over several items: an item, a limb of the last, or words between them."""
        item = self._item
        numbered = NUMBERED.match(block.text)
        if item and not item.is_closed and LETTERED.match(block.text) and item.lead:
            item.limbs.append(block.text)
        elif numbered and OBLIGATION.search(block.text):
            self._begin(numbered["number"], block.place, self._heading()).lead.append(block.text[numbered.end() :])
        elif OBLIGATION.search(block.text):
            self._begin("", block.place, self._heading()).lead.append(block.text)
        elif item:
            item.is_closed = True

    def _read_listed(self, block: Block) -> None:
        """Take a list item: a limb of the sentence that leads to it, or an item of its own."""
        item = self._item
        if item is None:
            self._begin_listed(block, "")
        elif item.own_item and item.own_item == block.item_number:
            item.lead.append(block.text)
        elif block.list_number == item.limb_list or (item.own_item and block.outer_item == item.own_item):
            self._add_limb(item, block)
        elif item.wants_limbs and not item.own_list:
            self._read_first_of_list(item, block)
        elif item.has_own_heading or (item.number and not item.own_list):
            # A list after a whole sentence explains the item.
            item.is_closed = item.is_closed or bool(item.lead)
            if not item.lead:
                item.lead.append(block.text)
                item.own_list, item.own_item = block.list_number, block.item_number
        else:
            self._begin_listed(block, self._intro(block))

    def _read_first_of_list(self, item: FoundItem, block: Block) -> None:
        is_intro = not item.has_own_heading and not item.number
        if is_intro and OBLIGATION.search(block.text):
            # The sentence only introduces the list: each of its items says what should be done, and who.
            self.items.remove(item)
            self._intros[block.list_number] = item.lead[-1]
            self._begin_listed(block, item.lead[-1])
        else:
            self._add_limb(item, block)

    def _intro(self, block: Block) -> str:
        return self._intros.get(block.list_number, "")

    def _begin_listed(self, block: Block, intro: str) -> None:
        if len(block.text.split()) < _FEWEST_WORDS and not OBLIGATION.search(block.text):
            return
        is_area = self._section is not None and self._section.meaning is Meaning.AREA
        numbered = NUMBERED.match(block.text)
        number = numbered["number"] if numbered else "" if is_area else block.ordinal
        item = self._begin(number, block.place, f"{self._heading()} {intro}".strip())
        item.lead.append(block.text[numbered.end() :] if numbered else block.text)
        item.own_list, item.own_item = block.list_number, block.item_number

    def _add_limb(self, item: FoundItem, block: Block) -> None:
        item.limb_list = item.limb_list or block.list_number
        if item.limbs and item.limb_item == block.item_number:
            item.limbs[-1] += f"\n{block.text}"
        else:
            item.limbs.append(block.text)
        item.limb_item = block.item_number

    def _heading(self) -> str:
        return self._section.heading if self._section else ""
