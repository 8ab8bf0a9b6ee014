"""Publications that only one side knows, and those of which nobody has said what they ask for."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz import process

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation
from sync.core.records import Publication, Standing
from sync.core.text import fold, say_count, say_list
from sync.core.vocabulary import GapKind, RegisterState

_NEAR_ENOUGH_TO_SUGGEST = 60


def publication_unassessed(situation: Situation) -> Iterator[Finding]:
    """Find publications that the tracker names and the register has not, and those that nobody here has dealt with.

    The second are publications whose items nobody has recorded, and publications with items for this force that no row names
    or is about.
    """
    yield from _unknown_here(situation)
    latest = situation.as_of - situation.grace(GapKind.PUBLICATION_UNASSESSED)
    seen = {standing.publication.id for standing in situation.standings if standing.publication}
    seen |= {standing.match.cited for standing in situation.standings if standing.match.cited}
    with_items = {item.publication for item in situation.register.items.values()}
    wanted = Counter(
        item.publication
        for item in situation.register.items.values()
        if item.is_wanted and situation.is_for_force(item)
    )
    for publication in situation.register.publications.values():
        if publication.published.on > latest or publication.state is RegisterState.DRAFT:
            continue
        if publication.id not in with_items:
            if publication.items_expected is None:
                yield _unread(publication)
        elif publication.id not in seen and wanted[publication.id]:
            yield _unheard_of(publication, wanted[publication.id], situation)


def _unread(publication: Publication) -> Finding:
    return Finding(
        about=publication.id,
        sentence=f"Nobody has recorded what {publication.name} asks for.",
        what_to_do="Read it and add its items to the register, or write 'none' into items_expected.",
        tracker_says="",
        register_says=f"Published {say_date(publication.published.on)}; it has no items in the register.",
        publication=publication,
    )


def _unheard_of(publication: Publication, wanted: int, situation: Situation) -> Finding:
    named = {standing.entry.publication for standing in situation.standings if standing.entry.publication}
    near = _nearest([publication.title, *publication.aliases], named)
    hint = f" The nearest title there is '{near}'." if near else ""
    return Finding(
        about=publication.id,
        sentence=f"No row of the Tracker is about {publication.name}, which asks this force for {say_count(wanted, 'thing')}.{hint}",
        what_to_do="Take its items into the Tracker; if they are there under another title, add that title to the aliases of "
        "mappings/matching.yaml.",
        tracker_says="No row names it.",
        register_says=f"Published {say_date(publication.published.on)}: {publication.title}",
        publication=publication,
    )


def _unknown_here(situation: Situation) -> Iterator[Finding]:
    """Find titles that rows name and no publication of the register goes by, one finding per title."""
    titles: dict[str, list[Standing]] = {}
    for standing in situation.standings:
        if standing.publication is None and standing.match.cited is None and fold(standing.entry.publication):
            titles.setdefault(fold(standing.entry.publication), []).append(standing)
    known = {
        name: publication
        for publication in situation.register.publications.values()
        for name in (publication.title, *publication.aliases)
    }
    for folded, (first, *others) in titles.items():
        near = _nearest([first.entry.publication], known)
        nearest = f" The nearest title there is '{near}' ({known[near].id})." if near else ""
        rows = say_list([str(standing.entry.id) for standing in (first, *others)])
        is_one = not others
        yield Finding(
            about=f"title/{'-'.join(folded.split())[:100]}",
            sentence=f"{'Row' if is_one else 'Rows'} {rows} {'names' if is_one else 'name'} '{first.entry.publication}', which the "
            f"register has not.{nearest}",
            what_to_do="If that is the same publication, add the title to its aliases in mappings/matching.yaml; if not, add the "
            "publication to the register.",
            tracker_says=f"Filed under '{first.entry.publication}'.",
            register_says=f"No publication of this title.{nearest}",
            standing=first,
            others=tuple(others),
        )


def _nearest(wanted: Iterable[str], known: Iterable[str]) -> str:
    """Return the known title most like one of those wanted, or nothing when none is near."""
    folded = {fold(title): title for title in known}
    found = [process.extractOne(fold(title), list(folded), score_cutoff=_NEAR_ENOUGH_TO_SUGGEST) for title in wanted]
    best = max((match for match in found if match), key=lambda match: match[1], default=None)
    return folded[best[0]] if best else ""
