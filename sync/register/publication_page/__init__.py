"""A saved publication page, in any of the layouts that HMICFRS has used, becomes a draft of register rows."""

from sync.core.records import DatedTo
from sync.core.text import shorten
from sync.core.vocabulary import ItemKind
from sync.register.drafts import Draft, Remarks
from sync.register.publication_page.blocks import read_page
from sync.register.publication_page.boxes import BoxReader
from sync.register.publication_page.decoding import decode_page
from sync.register.publication_page.facts import doubt_emptiness, read_facts
from sync.register.publication_page.items import doubt_counts, draft_items
from sync.register.publication_page.taming import MOST_TAGS, find_cut

__all__ = ["read_publication_page"]


def read_publication_page(file: str, content: bytes, *, published: DatedTo | None = None) -> Draft:
    """Return what a saved page publishes: the publication, its items, what was unsure and what was passed over.

    Items are found by their headings and wording (hmicfrs.md, section 1.6). Learning points, promising practice, actions of
    super-complaint bodies and items that an earlier publication made are passed over, and named. Reading takes time in
    proportion to the page's length, however broken its markup.

    Args:
        file: the page's name for problems.
        content: its bytes, as the browser saved them.
        published: the date to count due phrases from, where the administrator knows better than the page.

    Raises:
        RegisterError: it is empty, too large, or no HTML.
    """
    remarks = Remarks()
    text = decode_page(file, content, remarks)
    if (cut := find_cut(text)) is not None:
        remarks.doubt("", f"The page has more than {MOST_TAGS:,} tags; what comes after them was not read.")
        text = text[:cut]
    page = read_page(text)
    facts = read_facts(text, page, remarks)
    found = BoxReader(remarks).read(page.blocks)
    items = draft_items(found, published or facts.publication.published, facts.own_force, remarks)
    doubt_counts(page.blocks, items, remarks)
    if not items:
        doubt_emptiness(facts, page.blocks, remarks)
    for item in items:
        if item.kind is not ItemKind.CAUSE_OF_CONCERN and not item.addressed_to and not facts.publication.addressed_to:
            told = f"Nothing says whom ‘{shorten(item.text, 70)}’ addresses."
            remarks.doubt(item.place, told)
    return Draft(facts.publication, items, remarks.all_unsure(), tuple(remarks.passed_over))
